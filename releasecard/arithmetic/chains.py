"""Counts that must follow from one another: steps of a filter chain, sums, passes over the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from releasecard.arithmetic.printed import Interval, Printed

Kind = Literal["between", "inside", "grows"]


class Step(NamedTuple):
    """A step of a chain as its card states it; None for what it does not state as a number.

    It makes (before - removed + adds) x times. `of` is its branch, `unit` what is counted. `id` is the caller's name
    for it.
    """

    id: str
    before: Printed | None = None
    after: Printed | None = None
    removed: Printed | None = None
    adds: Printed | None = None
    times: Printed | None = None
    unit: str | None = None
    of: str | None = None


class Disagreement(NamedTuple):
    """Two statements of a chain that cannot both be right.

    `between`: what left step `first` is not what entered step `second`. Of one step, named by both: `inside`, its
    before, removed, adds and times do not make its after; `grows`, more is left than came in, and it removes an
    unstated number. `expected` follows from the earlier numbers, `found` is what is stated; `off` is found - expected,
    more than the printed precision `tolerance` allows.
    """

    kind: Kind
    first: str
    second: str
    expected: Interval
    found: Printed
    off: Fraction
    tolerance: Fraction


class Sum(NamedTuple):
    """Parts beside their stated total: `off` is sum - total where that is more than `tolerance`, else 0."""

    agrees: bool
    sum: Interval
    off: Fraction
    tolerance: Fraction


class Product(NamedTuple):
    """A stated total beside `allowed`, unique x reuse at printed precision: `off` is how far it lies outside."""

    agrees: bool
    allowed: Interval
    off: Fraction


class _Level(NamedTuple):
    """How many are in a branch after a step, and to what precision that is known."""

    step: str
    amount: Interval
    precision: Fraction


def chain(steps: Iterable[Step]) -> Iterator[Disagreement]:
    """Yield what disagrees in *steps*, in their order, each branch and unit for itself.

    Two consecutive numbers disagree if they differ by more than the coarser printed precision, 500 for `95K`; counts
    written out in full are exact, and what is added up adds its precision. A step without numbers, or one that does
    not say what is left, ends a run: what it dropped is unknown.
    """
    levels: dict[tuple[str | None, str | None], _Level] = {}
    for step in steps:
        level = levels.pop((step.of, step.unit), None)
        if step.before is not None:
            if level is not None:
                yield from _held("between", level, step, step.before)
            level = _level(step, step.before)
        made = _made(step, level)
        if step.after is not None:
            if made is not None:
                yield from _held("grows" if step.removed is None else "inside", made, step, step.after)
            made = _level(step, step.after)
        if made is not None:
            levels[step.of, step.unit] = made


def _level(step: Step, count: Printed) -> _Level:
    return _Level(step.id, count.face, count.slack)


def _held(kind: Kind, level: _Level, step: Step, found: Printed) -> Iterator[Disagreement]:
    tolerance = max(level.precision, found.slack)
    off = level.amount.away(found.face)
    if abs(off) > tolerance:
        yield Disagreement(kind, level.step, step.id, level.amount, found, off, tolerance)


def _made(step: Step, level: _Level | None) -> _Level | None:
    """Return what *step* makes of *level*, or None where nothing follows from its numbers.

    Where it states what is left and not what it removes, any number up to the sum is possible.
    """
    if level is None or (step.after is None and not any((step.removed, step.adds, step.times))):
        return None
    count, precision = level.amount, level.precision
    if step.removed is not None:
        count, precision = count.minus(step.removed.face), precision + step.removed.slack
    if step.adds is not None:
        count, precision = count.plus(step.adds.face), precision + step.adds.slack
    if step.times is not None:
        if step.times.value is None or count.high is None:
            return None
        precision = precision * step.times.value + step.times.slack * count.high
        count = count.times(step.times.face)
    if step.removed is None and step.after is not None:
        count = Interval(None, count.high)
    return _Level(step.id, count, precision)


def total(parts: Sequence[Printed], stated: Printed) -> Sum:
    """Hold the sum of *parts* (splits, files, bands in counts) against a *stated* total: +- the parts' precision.

    Counts written out in full are exact.
    """
    return _sum(parts, stated.face, sum((one.slack for one in parts), stated.slack))


def shares(parts: Sequence[Printed], *, whole: int = 1) -> Sum:
    """Hold shares against *whole*, 1 or 100: each may be off by half a unit of its last printed digit."""
    return _sum(
        parts, Interval(Fraction(whole), Fraction(whole)), sum((_give(one, whole) for one in parts), Fraction())
    )


def _give(share: Printed, whole: int) -> Fraction:
    """Return how far off a share may be: the `0` and `1` of a fraction are exact, the `17` of a percentage is not."""
    return share.slack if whole == 1 else share.half


def _sum(parts: Sequence[Printed], stated: Interval, tolerance: Fraction) -> Sum:
    added = Interval(Fraction(), Fraction())
    for part in parts:
        added = added.plus(part.face)
    off = stated.away(added)
    return Sum(abs(off) <= tolerance, added, off if abs(off) > tolerance else Fraction(), tolerance)


def passes(unique: Printed, reuse: Printed, drawn: Printed) -> Product:
    """Hold *unique* x *reuse* against the total *drawn*, all three in one unit, at printed precision.

    `unique` counts what is distinct, not rows: 17,398 prompts at 18.4 passes are 320,000 draws.
    """
    allowed = unique.face.widened(unique.slack).times(reuse.box)
    off = allowed.away(drawn.face.widened(drawn.slack))
    return Product(off == 0, allowed, off)
