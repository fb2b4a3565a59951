"""GRIM: whether a printed score is a whole number of right answers out of so many.

Brown and Heathers 2017, doi:10.1177/1948550616673876, with ends closed and truncation told apart: releases round both
ways (8.75 printed as 8.7 beside 61.25 printed as 61.3), so only what no rounding explains is `impossible`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, floor
from typing import Final, Literal

from releasecard.arithmetic.printed import Printed

Verdict = Literal["consistent", "vacuous", "impossible"]
How = Literal["rounded", "tie", "truncated", ""]

_METRIC: Final = re.compile(r"(accuracy|share|pass@|pass\^|avg@|maj@|cons@|best@|best_of_)(\d+|n)?")
_MOST: Final = 10_000
_ORDER: Final = ("rounded", "tie", "vacuous", "truncated", "impossible")


@dataclass(frozen=True, slots=True)
class Grim:
    """What a printed score can be.

    `vacuous`: at this precision every printed value can be reached, so nothing follows; never say consistent.
    `grid` is the number of steps from 0 to the whole. `count` is the reachable number of steps nearest to the
    printed value, None where not `consistent`. `how` says what explains it: strictly inside the rounding box, only
    at its edge (a tie, rounded either way), or only by cutting digits off.
    """

    verdict: Verdict
    grid: int
    count: int | None = None
    how: How = ""


def grid(items: int, metric: str, *, samples: int | None = None, k: int | None = None, runs: int = 1) -> int | None:
    """Return N, so that scores of *metric* are whole multiples of 1/N; a superset of what can come out.

    *samples* per item are those that the score is computed from, *k* overrides the metric's own, and *runs* are the
    evaluations averaged. N is items * comb(samples, k) * runs for `accuracy`, `avg@N`, `pass@K` and `pass^K`, and
    items * runs for `maj@N`, `cons@N`, `best@N` and `best_of_N`. Return None where the metric is no share of right
    answers (`f1`, `mean`, `rating`), where *samples* is needed and not given or fewer than k, and where `avg@N` and
    *samples* disagree.
    """
    match = _METRIC.fullmatch(metric)
    if match is None or items < 1 or runs < 1:
        return None
    kind, number = match[1], int(match[2]) if (match[2] or "n") != "n" else None
    if kind in ("maj@", "cons@", "best@", "best_of_"):
        return items * runs
    if kind == "avg@":
        if number is None or samples not in (None, number):
            return None
        samples, number = number, None
    if samples is None or (kind in ("pass@", "pass^") and number is None and k is None):
        return None
    chosen = k or number or 1
    if not 1 <= chosen <= min(samples, _MOST):
        return None
    return items * (samples if chosen == 1 else comb(min(samples, _MOST), chosen)) * runs


def grim(score: Printed, steps: int, *, whole: int = 100, runs: int = 1) -> Grim | None:
    """Hold *score* against a grid of *steps* (see `grid`) from 0 to *whole*: 100 for percent, 1 for a fraction.

    Where *runs* > 1, each may have been rounded before they were averaged: the box doubles. Return None where the
    score is a range, a bound, or only about right.
    """
    value = score.value
    if value is None or score.about or steps < 1:
        return None
    reach = score.half * (2 if runs > 1 else 1)
    scale = Fraction(steps, whole)
    if 2 * reach * scale >= 1:
        return Grim("vacuous", steps)
    low, high = (value - reach) * scale, (value + reach) * scale
    rounded = _nearest(ceil(low), floor(high), value * scale, steps)
    if rounded is not None:
        return Grim("consistent", steps, rounded, "rounded" if low < rounded < high else "tie")
    cut = _nearest(ceil(value * scale), ceil((value + 2 * reach) * scale) - 1, value * scale, steps)
    return Grim("impossible", steps) if cut is None else Grim("consistent", steps, cut, "truncated")


def _nearest(first: int, last: int, to: Fraction, steps: int) -> int | None:
    """Return the count from *first* to *last*, within 0 and *steps*, that is nearest *to*."""
    first, last = max(first, 0), min(last, steps)
    return min(range(first, last + 1), key=lambda count: abs(count - to), default=None)


def kindest(score: Printed, grids: Iterable[int], *, whole: int = 100, runs: int = 1) -> Grim | None:
    """Return the kindest answer over several admissible grids: `impossible` only if all are.

    The order is rounded, tie, vacuous, truncated, impossible. Return None without a grid, or as `grim` does.
    """
    answers = [one for steps in grids if (one := grim(score, steps, whole=whole, runs=runs)) is not None]
    return min(answers, key=lambda one: _ORDER.index(one.how or one.verdict), default=None)
