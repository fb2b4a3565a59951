"""Cards as JSON: an index of all, and a file for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from releasecard.facts import BROKEN
from releasecard.fields import QUESTIONS, SCHEMAS
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.stated import day, word, words
from releasecard.pages.standing import answered, verdicts
from releasecard.report import counts
from releasecard.show.values import View, said
from releasecard.stated import Conflict, Gap
from releasecard.values import Diagnostic, dotted, each

VERSION: Final = 1
"""The version of the index."""
_MOST: Final = 100
"""Findings of a broken card that the index holds; its own file has all."""


def index(collection: Collection) -> str:
    """Return the index: addresses relative to itself, and for each card what it is found by and how it stands.

    A card that cannot be shown has its `faults` in place of what it would say.
    """
    here = collection.file("cards.json")
    to = collection.urls.to
    return _text(
        {
            "version": VERSION,
            "questions": list(QUESTIONS),
            "feed": to(here, collection.file("feed.xml")),
            "schemas": {kind: to(here, collection.file(f"schema/{kind}.schema.json")) for kind in SCHEMAS},
            "cards": [_listed(collection, entry, here) for entry in collection.sorted],
        }
    )


def card(collection: Collection, entry: Entry) -> str:
    """Return a card as JSON: what `releasecard show --json` prints, all that the card states, every finding.

    Values are texts as the card writes them, with `like` resolved, so that `50.0` does not become 50; a gap is its word or a map
    from its word to the detail. A card that cannot be shown has its findings alone.
    """
    here = collection.beside(entry, ".json")
    return _text(
        {
            **entry.view,
            "card": said(entry.card, ()) if entry.card is not None else None,
            "findings": [_finding(one) for one in entry.linted.diagnostics],
            **_addresses(collection, entry, here),
        }
    )


def _text(value: View) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def _listed(collection: Collection, entry: Entry, here: str) -> View:
    listed: View = {
        "name": entry.text("name") or None,
        "version": word(entry, "version") or None,
        "kind": entry.text("kind") or None,
        "title": entry.title,
        "summary": word(entry, "summary") or None,
        "released": day(entry, "released") or None,
        **_addresses(collection, entry, here),
        "verdicts": verdicts(entry),
        "findings": {name: number for name, number in counts(entry.linted.diagnostics).items() if name != "fixable"},
        "answered": [one._asdict() for one in answered(entry)],
        "domains": words(entry, "domains"),
        "training_use": words(entry, "training_use"),
        "contracts": _matched(entry, "verifiers.*.contract", "contract"),
        "families": _matched(entry, "verifiers.*.family", "family"),
        "license": dict(_terms(entry)),
    }
    if entry.card is None:
        listed["faults"] = [_finding(one) for one in entry.linted.diagnostics[:_MOST]]
    return listed


def _addresses(collection: Collection, entry: Entry, here: str) -> View:
    ends = {"page": ".md", "json": ".json", "badge": ".svg", **({"file": ".yaml"} if entry.has_text else {})}
    return {name: collection.urls.to(here, collection.beside(entry, end)) for name, end in ends.items()}


def _finding(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        "line": one.start.line,
        "column": one.start.column,
        "message": one.message,
        "hint": one.hint or None,
        "path": dotted(one.path),
    }


def _matched(entry: Entry, *patterns: str) -> list[str]:
    found = (
        one
        for pattern in patterns
        for _, value in (entry.facts.matches(pattern) if entry.facts else ())
        for _, one in each((), value)
    )
    return list(dict.fromkeys(one for one in found if isinstance(one, str)))


def _terms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the license of each part: an SPDX expression, a gap word, or `conflict`."""
    stated = entry.facts.things().get("license", {}) if entry.facts is not None else {}
    for name, value in stated.items():
        if isinstance(value, str) and name != "note":
            yield name, value
        elif isinstance(value, Conflict):
            yield name, "conflict"
        elif isinstance(value, Gap) and value is not BROKEN:
            yield name, value.word
