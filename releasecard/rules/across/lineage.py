"""RC906 and RC907: what a release was made from, across cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from releasecard.facts import Facts
from releasecard.formats import reference
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf, identity
from releasecard.values import Finding, Path, Severity, each

_MOST: Final = 100
"""References followed from one card, and cards visited for one of them."""
_SECTIONS: Final = (
    ("provenance.prompts.from", "card"),
    ("data", "release"),
    ("verifiers", "card"),
)
"""Where else than under `lineage` a card names what it was made from or with."""
_ZONES: Final = timedelta(days=1)

_POOL: Final = "      pool: {card: contest-pool@2.0, kind: benchmark, license: MIT, relation: copied, records: 500}"
_REST: Final = (
    "  filters: {not_applicable: all rows are kept}\n  decontamination: not_measured\n"
    "  lineage: {parents: not_stated, synthetic: none, risks: not_stated}\n"
)
_FROM: Final = "provenance:\n  prompts:\n    from:\n"
_OTHER: Final = '--- # another card of the run\nname: contest-pool\nversion: "2.0"\n'
_CIRCLE: Final = (
    "provenance:\n  prompts:\n    from:\n      pool: {kind: mined, license: MIT, relation: copied, records: 500}\n"
    "  filters: {not_applicable: all rows are kept}\n  decontamination: not_measured\n"
    '  lineage: {parents: ["small@1.0"], synthetic: none, risks: not_stated}\n'
)

RULES: Final = (
    Rule(
        "RC906", "circular-lineage", Severity.WARNING,
        "A release is, through what it was made from, its own ancestor.",
        "A release is made from what was there before. In a circle nobody can tell which style, filter or label came "
        "from where.",
        "Look at each reference of the circle: one of them is wrong, or names the wrong version.",
        bad=_FROM + _POOL + "  # <- RC906\n" + _REST + _OTHER + _CIRCLE,
        good=_FROM + _POOL + "\n" + _REST + _OTHER,
        blind="Circles through releases without a card on the shelf, through parents without a version, or through "
        f"more than {_MOST} cards.",
    ),
    Rule(
        "RC907", "child-before-parent", Severity.WARNING,
        "A release is older than one that it was made from.",
        "Then a date is wrong, or the reference names a later version than the one that was used: rows, labels and terms "
        "are those of another release.",
        "Check both dates, and refer to the version that was there at the time.",
        bad=_FROM + _POOL + "  # <- RC907\n" + _REST
        + "organizations: [Example Lab]\n" + _OTHER + "organizations: [Contest Club]\nreleased: 2026-04-01\n",
        good=_FROM + _POOL + "\n" + _REST
        + "organizations: [Example Lab]\n" + _OTHER + "organizations: [Contest Club]\nreleased: 2026-01-15\n",
        blind="What the same makers used before they released it, and differences of a day, which time zones make.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield circles that this card is in, at its own references, and parents that are younger than it is."""
    for path, card in ancestors(facts):
        if facts.is_own(*path):
            yield from _circle(facts, shelf, path, card)
            yield from _older(facts, shelf, path, card)


def ancestors(facts: Facts) -> list[tuple[Path, str]]:
    """Return the references to what a card was made from or with, one place for each, without places on those cards."""
    found: dict[str, Path] = {}
    for path, word in _named(facts):
        if isinstance(word, str) and "@" in word and not reference(word):
            found.setdefault(word.partition("#")[0], path)
    return [(path, card) for card, path in list(found.items())[:_MOST]]


def _named(facts: Facts) -> Iterator[tuple[Path, object]]:
    parents: Path = ("provenance", "lineage", "parents")
    yield from each(parents, facts.plain(*parents))
    for section, field in _SECTIONS:
        steps = section.split(".")
        for name in facts.things(*steps):
            yield (*steps, name, field), facts.plain(*steps, name, field)


def _circle(facts: Facts, shelf: Shelf, path: Path, card: str) -> Iterator[Finding]:
    own = str(identity(facts.card))
    way = _way(shelf, card, own)
    if way:
        shown_way = way if len(way) <= 6 else [*way[:3], "…", *way[-2:]]
        message = f"`{own}` is its own ancestor: {' → '.join((own, *shown_way))}"
        yield Finding("RC906", path, message, "one of these references is wrong, or names the wrong version")


def _way(shelf: Shelf, start: str, end: str) -> list[str]:
    """Return the shortest way along what cards were made from, both ends with it; empty where there is none."""
    came_from: dict[str, str] = {start: ""}
    for card in (reached := [start]):
        if card == end:
            way = [card]
            while came_from[way[0]]:
                way.insert(0, came_from[way[0]])
            return way
        for parent in shelf.said(card, "ancestors", _cards) or ():
            if parent not in came_from and len(reached) < _MOST:
                came_from[parent] = card
                reached.append(parent)
    return []


def _cards(facts: Facts) -> tuple[str, ...]:
    return tuple(card for _, card in ancestors(facts))


def _older(facts: Facts, shelf: Shelf, path: Path, card: str) -> Iterator[Finding]:
    other, own = shelf.find(card), released(facts)
    if other is None or own is None or card == str(identity(facts.card)):
        return
    day = released(other)
    makers, others = _makers(facts), _makers(other)
    if day is None or own + _ZONES >= day or makers & others:
        return
    lighter = None if makers and others else Severity.NOTE
    message = f"{shown(card)} was released on {day}, after this on {own}"
    yield Finding("RC907", path, message, "check both dates, and whether this version was used", severity=lighter)


def released(facts: Facts) -> date | None:
    """Return the day on which the version that a card is about came out: that of its revision, else of the release."""
    own = identity(facts.card)
    revisions = facts.plain("revisions")
    for index in range(min(len(revisions), _MOST) if isinstance(revisions, list) else 0):
        if own is not None and facts.plain("revisions", index, "version") == own.version:
            return facts.day("revisions", index, "date")
    return facts.day("released")


def _makers(facts: Facts) -> set[str]:
    return {word.strip().lower() for field in ("organizations", "authors") for word in facts.words(field)}
