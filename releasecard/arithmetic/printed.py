"""A number with the precision it is printed at, read from source text: YAML's floats lose trailing zeros."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from releasecard.stated import STATED, stated

_SCALES: Final = {"": 0, "k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
_PLAIN: Final = re.compile(
    r"[-+]?(?:[0-9](?:[0-9_]{0,30}[0-9])?(?:\.[0-9]{0,24})?|\.[0-9]{1,24})(?:[eE]([-+]?[0-9]{1,2}))?"
)


class Interval(NamedTuple):
    """All numbers from `low` to `high`, both included; None is an open side."""

    low: Fraction | None
    high: Fraction | None

    def plus(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def minus(self, other: Interval) -> Interval:
        least, most = (None if end is None else -end for end in (other.high, other.low))
        return self.plus(Interval(least, most))

    def times(self, other: Interval) -> Interval:
        """Return the products of two intervals of numbers that are not negative; below zero counts as zero."""
        low = max(self.low or Fraction(), Fraction()) * max(other.low or Fraction(), Fraction())
        return Interval(low, None if self.high is None or other.high is None else self.high * other.high)

    def widened(self, by: Fraction) -> Interval:
        return self.plus(Interval(-by, by))

    def away(self, other: Interval) -> Fraction:
        """Return how far *other* lies above this one: negative where below, 0 where they touch or overlap."""
        if self.high is not None and other.low is not None and other.low > self.high:
            return other.low - self.high
        if self.low is not None and other.high is not None and other.high < self.low:
            return other.high - self.low
        return Fraction()


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


class Printed(NamedTuple):
    """A number as printed.

    `face` is what it says, `95K` 95,000 and `<=2` all up to 2. `digits` counts the places after the point
    that are printed: 1 for `50.0`, 0 for `50`, -3 for `95K`, whose last printed place is the thousands; of
    a range the coarser end counts. After `~` zeros before the point are not printed places: `~17000` has -3.
    `about` says that it has a `~`.
    """

    text: str
    face: Interval
    digits: int
    about: bool = False

    @property
    def value(self) -> Fraction | None:
        """The number, or None where it is a range or a bound."""
        return self.face.low if self.face.low == self.face.high else None

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed place: 1/20 for `50.0`, 500 for `95K`."""
        return Fraction(10) ** -self.digits / 2

    @property
    def box(self) -> Interval:
        """All numbers that print so under any rounding: `face` with half a unit on each side."""
        return self.face.widened(self.half)

    @property
    def exact(self) -> bool:
        """Whether it is a count written out in full: a whole number without `~`, unit, range or bound."""
        return self.digits == 0 and not self.about and self.value is not None

    @property
    def slack(self) -> Fraction:
        """How far off it may be where something is counted: 0 where `exact`, else `half`."""
        return Fraction() if self.exact else self.half


def printed(text: str) -> Printed | None:
    """Read *text* as a number (`50.0`, `1e-6`) or as a number as stated (`1.79M`, `0.26..0.28`, `<=2`).

    Return None where it is something else.
    """
    number = stated(text)
    if number is None:
        return _plain(text)
    match = STATED.fullmatch(text)
    if match is None:
        return None
    mark, first, unit, last, last_unit = match.groups()
    places = [_places(first, _SCALES[unit], rough=mark == "~")]
    if last is not None:
        places.append(_places(last, _SCALES[last_unit], rough=mark == "~"))
    return Printed(text, Interval(number.low, number.high), min(places), mark == "~")


def _plain(text: str) -> Printed | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    mantissa, _, _ = text.lower().partition("e")
    value = Fraction(text.replace("_", ""))
    return Printed(text, Interval(value, value), _places(mantissa, int(match[1] or 0)))


def _places(number: str, scale: int, *, rough: bool = False) -> int:
    """Return how many places after the point *number* times 10 to the *scale* prints."""
    whole, point, fraction = number.partition(".")
    if rough and not point:
        significant = whole.replace("_", "").lstrip("+-").rstrip("0")
        zeros = len(whole.replace("_", "").lstrip("+-")) - len(significant)
        return -scale - (zeros if significant else 0)
    return len(fraction) - scale
