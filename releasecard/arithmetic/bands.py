"""What a number of samples can show: bands of pass rates, tasks never solved, rates of error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from releasecard.arithmetic.grim import Grim, grim
from releasecard.arithmetic.printed import Printed


class Crowded(NamedTuple):
    """Two cut points between the same neighbours, so that no pass rate of the samples tells them apart."""

    lower: Printed
    upper: Printed
    neighbours: tuple[Fraction, Fraction]


class Rate(NamedTuple):
    """A rate of error beside the sample it was found on.

    `grim` is its check as so many of the sample, None where the rate is no one number. `bound` is set where none was
    found: the rate may still be up to 3 / sample (95 %). `finer`: the rate claims to lie between none and one of the
    sample, which the sample cannot show.
    """

    grim: Grim | None
    bound: Fraction | None
    finer: bool


def empty(bands: Iterable[tuple[Printed, Printed]], samples: int, *, whole: int = 1) -> list[int]:
    """Return the indexes of the bands, ends included, that no pass rate j / *samples* can fall into."""
    scale = Fraction(samples, whole)
    found = []
    for index, (first, last) in enumerate(bands):
        low, high = _cut(first, scale, samples), _cut(last, scale, samples)
        if low is not None and high is not None and ceil(low) > floor(high):
            found.append(index)
    return found


def crowded(cuts: Sequence[Printed], samples: int, *, whole: int = 1) -> list[Crowded]:
    """Return pairs of different cut points that lie strictly between the same neighbours j and j + 1 of *samples*."""
    scale = Fraction(samples, whole)
    placed = sorted({at: cut for cut in cuts if (at := _cut(cut, scale, samples)) is not None}.items())
    return [
        Crowded(first, second, (floor(low) / scale, (floor(low) + 1) / scale))
        for (low, first), (high, second) in pairwise(placed)
        if low.denominator != 1 and high.denominator != 1 and floor(low) == floor(high)
    ]


def _cut(cut: Printed, scale: Fraction, samples: int) -> Fraction | None:
    """Return a cut point in samples. A multiple cut short to two digits or more, `0.33` of three, is that multiple."""
    if cut.value is None:
        return None
    at = cut.value * scale
    nearest = Fraction(round(at))
    meant = cut.digits >= 2 and abs(nearest - at) <= 2 * cut.half * scale and 0 <= nearest <= samples
    return nearest if meant else at


def never_solved(samples: int) -> float:
    """Return the highest pass rate that no success in *samples* tries still allows (95 %): .95 of 1, .17 of 16."""
    return float(1 - 0.05 ** (1 / samples))


def rate(stated: Printed, sample: int, *, whole: int = 1) -> Rate:
    """Hold a *stated* rate of error, of *whole* (1, or 100 for percent), against the *sample* it was found on."""
    answer = grim(stated, sample, whole=whole)
    one = Fraction(whole, sample)
    none = stated.value == 0 and stated.slack < one
    high = stated.face.high
    finer = high is not None and high > 0 and high + stated.slack < one
    return Rate(answer, Fraction(3 * whole, sample) if none else None, finer)
