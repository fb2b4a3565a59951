"""What a release is made from and stands on, and what is made from it or refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from releasecard.card import Card
from releasecard.shape import matches
from releasecard.show.values import View, fact, state
from releasecard.stated import Gap
from releasecard.values import Path, dotted, each

_UP: Final = (
    ("provenance.lineage", ("parents",)),
    ("provenance.prompts.from.*", ("card", "url")),
    ("data.*", ("release", "name", "url")),
    ("base_models.*", ("name",)),
    ("provenance.traces", ("model",)),
    ("verifiers.*", ("card",)),
    ("verifiers.*", ("environment",)),
    ("", ("environment",)),
    ("objects.*.trajectory", ("environment",)),
)
_DOWN: Final = (("provenance.lineage", ("derived",)), ("links", ("successor",)), ("variants.*", ("card",)))
"""Where a card names other releases: a pattern, and the fields of which the first that is stated names it."""


def lineage(card: Card, others: Iterable[tuple[str, Card]]) -> View:
    """Return `up` and `down`: facts of the card itself, and under `cards` which of *others* refer to it, and where.

    What is named twice is there once, with the other paths under `also`.
    """
    return {
        "up": _once(card, _named(card, _UP)),
        "down": _once(card, _named(card, _DOWN)),
        "cards": [view for file, other in others for view in _referring(card, file, other)],
    }


def _once(card: Card, paths: Iterable[Path]) -> list[View]:
    """Return a fact for each name; case does not tell names apart, nor do spaces for hyphens."""
    found: dict[str | Path, View] = {}
    for path in paths:
        value = card.at(path)
        name = "-".join(value.casefold().split()) if isinstance(value, str) else path
        if name in found:
            found[name].setdefault("also", []).append(dotted(path))
        else:
            found[name] = fact(card, path)
    return list(found.values())


def _named(card: Card, table: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Path]:
    for pattern, names in table:
        for place, value in matches(card.data, pattern):
            if not isinstance(value, dict):
                continue
            stated = [name for name in names if name in value and value[name] != "inline"]
            filled = [name for name in stated if state(value[name]) == "filled"]
            for name in (filled or stated)[:1]:
                yield from (path for path, _ in each((*place, name), value[name]))


def _referring(card: Card, file: str, other: Card) -> Iterator[View]:
    """Yield each way in which another card refers to this one, with all the paths from which it does."""
    pattern = re.compile(rf"(?<![\w./-]){re.escape(str(card.data.get('name')))}@[\w.+-]*\w(?:#[\w.*-]*\w)?")
    found: dict[str, list[str]] = {}
    for path, value, _ in other.values:
        text = value.detail if isinstance(value, Gap) else value
        for word in dict.fromkeys(pattern.findall(text)) if isinstance(text, str) else ():
            found.setdefault(word, []).append(dotted(path))
    title = "@".join(str(other.data.get(key, "?")) for key in ("name", "version"))
    for word, paths in found.items():
        yield {"card": title, "file": file, "refers_to": word, "paths": paths}
