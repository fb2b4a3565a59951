"""What a release is made from and stands on, and what is made from it or refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from releasecard.card import Card
from releasecard.shape import matches
from releasecard.show.values import View, fact, state
from releasecard.stated import Gap
from releasecard.values import Path, dotted, each

Named: TypeAlias = tuple[str, str, tuple[str, ...]]
"""Where a card names other releases: what they are to it, a pattern, and the fields of which the first stated names it."""

UP: Final[tuple[Named, ...]] = (
    ("parent", "provenance.lineage", ("parents",)),
    ("source of tasks", "provenance.prompts.from.*", ("card", "url")),
    ("training data", "data.*", ("release", "name", "url")),
    ("base model", "base_models.*", ("name",)),
    ("teacher", "provenance.traces", ("model",)),
    ("verifier", "verifiers.*", ("card",)),
    ("environment", "verifiers.*", ("environment",)),
    ("environment", "", ("environment",)),
    ("environment", "objects.*.trajectory", ("environment",)),
)
DOWN: Final[tuple[Named, ...]] = (
    ("derived", "provenance.lineage", ("derived",)),
    ("successor", "links", ("successor",)),
    ("variant", "variants.*", ("card",)),
)


def lineage(card: Card, others: Iterable[tuple[str, Card]]) -> View:
    """Return `up` and `down`: facts of the card itself, and under `cards` which of *others* refer to it, and where.

    What is named twice is there once, with the other paths under `also`.
    """
    return {
        "up": _once(card, UP),
        "down": _once(card, DOWN),
        "cards": [view for file, other in others for view in _referring(card, file, other)],
    }


def folded(name: str) -> str:
    """Return what tells a name from others: case does not, nor do spaces for hyphens."""
    return "-".join(name.casefold().split())


def _once(card: Card, table: Iterable[Named]) -> list[View]:
    """Return a fact for each name."""
    found: dict[str | Path, View] = {}
    for _, path in named(card, table):
        value = card.at(path)
        name = folded(value) if isinstance(value, str) else path
        if name in found:
            found[name].setdefault("also", []).append(dotted(path))
        else:
            found[name] = fact(card, path)
    return list(found.values())


def named(card: Card, table: Iterable[Named]) -> Iterator[tuple[str, Path]]:
    """Yield the places where a card names other releases, gaps too, each with what these are to it."""
    for role, pattern, names in table:
        for place, value in matches(card.data, pattern):
            if not isinstance(value, dict):
                continue
            stated = [name for name in names if name in value and value[name] != "inline"]
            filled = [name for name in stated if state(value[name]) == "filled"]
            for name in (filled or stated)[:1]:
                yield from ((role, path) for path, _ in each((*place, name), value[name]))


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
