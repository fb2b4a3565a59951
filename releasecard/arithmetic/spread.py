"""Whether a stated gain is the difference of its scores, and whether a difference is larger than the spread."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Final, Literal, NamedTuple

from releasecard.arithmetic.printed import Interval, Printed
from releasecard.arithmetic.student import NORMAL, quantile

Kind = Literal["sd", "se", "ci95", "range", "margin"]
Verdict = Literal["within", "beyond", "too_few", "unknown"]

RANGES: Final = {
    runs: Fraction(factor)
    for runs, factor in enumerate(("1.128", "1.693", "2.059", "2.326", "2.534", "2.704", "2.847", "2.970", "3.078"), 2)
}
"""d2, the range of so many draws from a normal distribution in standard deviations (Tippett 1925; ASTM MNL 7)."""

_OVER: Final = ("training_runs", "eval_runs", "samples")


class Gain(NamedTuple):
    """A stated gain against what its two scores allow: `allowed` at their printed precision, in the gain's unit.

    `off` is how far the gain, at its own precision, lies outside: negative where too small, 0 where it `agrees`.
    """

    agrees: bool
    allowed: Interval
    off: Fraction


class Spread(NamedTuple):
    """A spread as printed beside a score, in the score's unit.

    `value` is a standard deviation, a standard error, the half-width of a 95 % interval, greatest minus least, or a
    stated margin of error. `over` says what varied and `runs` how many there were, None where unknown. `averaged`:
    the score is the mean of these runs, not one of them.
    """

    value: Fraction
    kind: Kind
    over: str
    runs: int | None = None
    averaged: bool = True


class Within(NamedTuple):
    """A difference of two scores held against their spread.

    `beyond` where difference + rounding > bound; `within` where not; `too_few` where it would be within and a side has
    two runs, of which hardly anything follows; `unknown` where no side has a usable spread or a score is no one number.
    `bound` is t times the standard error of the difference, or the larger margin; `t` is None for a margin.
    """

    verdict: Verdict
    difference: Fraction = Fraction()
    rounding: Fraction = Fraction()
    bound: float = 0.0
    t: float | None = None


class Noise(NamedTuple):
    """A difference beside what sampling alone can make on fixed items: not shown to be more, where `within`."""

    within: bool
    difference: Fraction
    bound: float


def gain(before: Printed, after: Printed, stated: Printed, *, relative: bool = False) -> Gain:
    """Hold a *stated* gain against *after* - *before*, all in one unit, or against its percentage of *before*.

    It agrees if some numbers that print as these three make it true: |g - (b - a)| <= the sum of their half units.
    """
    allowed = _percent(before.box, after.box) if relative else after.box.minus(before.box)
    off = allowed.away(stated.box)
    return Gain(off == 0, allowed, off)


def _percent(before: Interval, after: Interval) -> Interval:
    """Return 100 (after / before - 1) over both boxes; all numbers where *before* may be 0 or less."""
    if before.low is None or before.low <= 0:
        return Interval(None, None)
    low = None if after.low is None else _change(after.low, before.high if after.low >= 0 else before.low)
    high = None if after.high is None else _change(after.high, before.low if after.high >= 0 else before.high)
    return Interval(low, high)


def _change(after: Fraction, before: Fraction | None) -> Fraction:
    return 100 * ((after / before if before is not None else Fraction()) - 1)


def variance(spread: Spread) -> Fraction | None:
    """Return the squared standard error of the reported number, or None where *spread* does not give one.

    None for a margin, for a spread over items (the same items stand on both sides), for a single run, and for a range
    of more than ten runs or of an unknown number, or a standard deviation of an unknown number averaged.
    """
    runs = spread.runs
    if spread.over not in _OVER or (runs is not None and runs < 2):
        return None
    if spread.kind == "se":
        return spread.value**2
    if spread.kind == "ci95":
        return (spread.value / Fraction(NORMAL if runs is None else quantile(runs - 1))) ** 2
    factor = {"sd": Fraction(1), "range": RANGES.get(runs or 0)}.get(spread.kind)
    if factor is None or (spread.averaged and runs is None):
        return None
    return (spread.value / factor) ** 2 / (runs if spread.averaged and runs else 1)


def within(a: Printed, b: Printed, of_a: Spread | None, of_b: Spread | None) -> Within:
    """Return whether *b* - *a* is within the spread of the two scores (95 %, two-sided, Welch).

    Where one side has no usable spread the other's alone is taken: a lower bound, so `within` stays sound. Where a
    number of runs is unknown t is 1.96, its least. A margin is compared directly.
    """
    if a.value is None or b.value is None:
        return Within("unknown")
    difference, rounding = abs(b.value - a.value), a.half + b.half
    spreads = [one for one in (of_a, of_b) if one is not None and one.over in _OVER]
    margins = [one.value for one in spreads if one.kind == "margin"]
    if margins:
        inside = difference + rounding <= max(margins)
        return Within("within" if inside else "beyond", difference, rounding, float(max(margins)))
    errors = [(error, one.runs) for one in spreads if (error := variance(one)) is not None]
    if not errors:
        return Within("unknown", difference, rounding)
    t = _quantile(errors)
    squared = sum(error for error, _ in errors)
    inside = (difference + rounding) ** 2 <= Fraction(t) ** 2 * squared
    few = any(runs == 2 for _, runs in errors)
    verdict: Verdict = "beyond" if not inside else "too_few" if few else "within"
    return Within(verdict, difference, rounding, t * sqrt(squared), t)


def _quantile(errors: list[tuple[Fraction, int | None]]) -> float:
    """Return Student's quantile at the degrees of freedom of Welch and Satterthwaite."""
    if any(runs is None for _, runs in errors):
        return NORMAL
    parts = sum(error**2 / (runs - 1) for error, runs in errors if runs is not None)
    if not parts:
        return NORMAL
    return quantile(float(sum(error for error, _ in errors) ** 2 / parts))


def sampling_error(score: Printed, trials: int, *, whole: int = 100) -> float | None:
    """Return the most that the standard error of sampling can be: sqrt(p (1 - p) / trials), in the score's unit.

    *trials* is items x samples. An upper bound on fixed items, as the mean of p(1 - p) over items is at most that of
    the mean. None where the score is no one number from 0 to *whole*.
    """
    if score.value is None or not 0 <= score.value <= whole or trials < 1:
        return None
    share = score.value / whole
    return whole * sqrt(share * (1 - share) / trials)


def noise(a: Printed, b: Printed, items: int, samples: tuple[int, int], *, whole: int = 100) -> Noise | None:
    """Return whether sampling alone can make the difference of two averages over the same *items*.

    *samples* are those per item of each side, both drawn at a temperature above 0 and averaged (`avg@N`, `accuracy`
    or `pass@1`; not votes). None where a side has one sample only: the formula says nothing there. Worth a note only.
    """
    errors = [sampling_error(score, items * one, whole=whole) for score, one in zip((a, b), samples, strict=True)]
    if min(samples) < 2 or a.value is None or b.value is None:
        return None
    if errors[0] is None or errors[1] is None:
        return None
    bound = NORMAL * sqrt(errors[0] ** 2 + errors[1] ** 2)
    difference = abs(b.value - a.value)
    return Noise(difference <= bound, difference, bound)
