"""Counts of what a card took from another, held against what that one has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial, reduce
from typing import Final

from releasecard.arithmetic.printed import Interval, Printed
from releasecard.facts import Facts
from releasecard.rules.across.alike import settled, text
from releasecard.rules.figures import figure
from releasecard.rules.rule import shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path

_MOST: Final = 60
_NONE: Final = Interval(Fraction(), Fraction())


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield counts that are larger than what the other card has in all."""
    for section, field in ((("provenance", "prompts", "from"), "card"), (("data",), "release")):
        for name in list(facts.things(*section))[:_MOST]:
            place: Path = (*section, name)
            reference = text(facts, *place, field).partition("#")[0]
            if shelf.holds(reference):
                yield from _taken(facts, shelf, reference, place)


def _taken(facts: Facts, shelf: Shelf, reference: str, place: Path) -> Iterator[Finding]:
    """Hold each count of one source against the other card's. Where rows were copied, they outnumber what was taken."""
    split = text(facts, *place, "split")
    copied = facts.plain(*place, "copies") is not None
    for field, whose in (("records", split), ("pool", ""), ("distinct", "")):
        own = figure(facts, *place, field)
        if own is None or not facts.is_own(*place, field) or (copied and field == "records"):
            continue
        counted = "distinct" if field == "distinct" else "records"
        held = shelf.said(reference, f"{counted} {whose}", partial(_held, field=counted, split=whose))
        if held is not None and _box(own).away(held) < 0 and settled(facts, (*place, field)):
            of = f"the split {shown(whose)} of " if whose else ""
            message = f"{shown(own.text)} of {of}{shown(reference)}, which has {_said(held)}"
            yield Finding("RC908", (*place, field), message, "correct the wrong one: its card counts under `objects`")


def _held(other: Facts, field: str, split: str) -> Interval | None:
    """Return how many rows a card has in all, or in a split; None where not all of its objects say, or it is disputed."""
    counts = []
    for name in list(other.things("objects"))[:_MOST]:
        place: Path = ("objects", name)
        if not settled(other, (*place, field), (*place, "splits")):
            return None
        counts.append(_of_split(other, place, split) if split else _of_object(other, place, field))
    sizes = [one for one in counts if one is not None]
    if split:
        return _sum(sizes) if sizes else None
    return _sum(sizes) if sizes and len(sizes) == len(counts) else None


def _of_split(other: Facts, place: Path, split: str) -> Interval | None:
    count = figure(other, *place, "splits", split)
    return _box(count) if count is not None else None


def _of_object(other: Facts, place: Path, field: str) -> Interval | None:
    """Return the count of an object: what it says of distinct rows if that is asked, else its rows, else its splits."""
    stated = [figure(other, *place, one) for one in dict.fromkeys((field, "records"))]
    count = next((one for one in stated if one is not None), None)
    if count is not None:
        return _box(count)
    splits = other.plain(*place, "splits")
    parts = [figure(other, *place, "splits", key) for key in list(splits)[:_MOST]] if isinstance(splits, dict) else []
    known = [one for one in parts if one is not None]
    return _sum(_box(one) for one in known) if known and len(known) == len(parts) else None


def _box(number: Printed) -> Interval:
    return number.face.widened(number.slack)


def _sum(intervals: Iterable[Interval]) -> Interval:
    return reduce(Interval.plus, intervals, _NONE)


def _said(held: Interval) -> str:
    """Return the most that an interval allows, in words."""
    return f"{'' if held.low == held.high else 'at most '}{int(held.high or 0):,}"
