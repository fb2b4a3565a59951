"""Values that a card may state instead of a plain one: gaps, to-dos, conflicts, numbers as stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

GAP_WORDS: Final = {
    "not_stated": "the release was read and does not say",
    "not_logged": "the release's author says it was not recorded",
    "not_measured": "nobody has measured it",
    "not_released": "it exists and is withheld",
    "not_checked": "the card's author has not looked",
    "not_applicable": "it cannot exist here; the reason is required",
}
"""The words for a gap, with what each says."""

BARE_UNKNOWNS: Final = {
    "unknown": "not_stated",
    "n/a": "not_applicable",
    "n.a.": "not_applicable",
    "not applicable": "not_applicable",
    "tbd": "not_checked",
    "tba": "not_checked",
    "none given": "not_stated",
    "not given": "not_stated",
    "not stated": "not_stated",
    "not reported": "not_stated",
    "not specified": "not_stated",
    "unspecified": "not_stated",
    "undisclosed": "not_released",
    "not released": "not_released",
    "not logged": "not_logged",
    "not measured": "not_measured",
    "not checked": "not_checked",
    "-": "not_stated",
    "?": "not_stated",
}
"""What people write for a gap without saying which, lower case, with the gap word that is nearest."""

TODO: Final = re.compile(r"(?:TODO|FIXME|XXX)\b|\[?more information needed\]?$", re.IGNORECASE)


class NonFinite(float):
    """What YAML reads as NaN or an infinity, `4e80465` among them: never a number on a card."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is missing, with the word that says whose gap it is, and perhaps a detail."""

    word: str
    detail: Any = None


@dataclass(frozen=True, slots=True)
class Todo:
    """A value that the card's author has yet to write."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value on which sources disagree: citation -> what it says, in written order."""

    sides: dict[str, Any]


class Stated(str):
    """A number as its source states it (`~17000`, `0.26..0.28`, `<=2`, `16k`), still its own text.

    `low` and `high` bound it at face value, None on an open side. It compares with numbers by the bound that would
    break a range first, and by the other where that side is open: range checks hold for it as for a number.
    """

    __slots__ = ("high", "low")

    low: Fraction | None
    high: Fraction | None

    def __lt__(self, other: Any) -> bool:
        if isinstance(other, str):
            return str.__lt__(self, other)
        bound = self.high if self.low is None else self.low
        return bound is not None and bound < other

    def __gt__(self, other: Any) -> bool:
        if isinstance(other, str):
            return str.__gt__(self, other)
        bound = self.low if self.high is None else self.high
        return bound is not None and bound > other


class StatedCount(Stated):
    """A stated number whose bounds are whole, so that it may stand where something is counted."""

    __slots__ = ()


_UNITS: Final = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_ONE: Final = r"[-+]?(?:[0-9]{1,24}(?:_[0-9]{1,3}){0,8}(?:\.[0-9]{1,24})?|\.[0-9]{1,24})"
STATED: Final = re.compile(rf"(~|<=|>=|<|>)?\s?({_ONE})([kKMBT]?)(?:\.\.({_ONE})([kKMBT]?))?")


def stated(text: str) -> Stated | None:
    """Read *text* as a number as stated, or return None where it is something else."""
    match = STATED.fullmatch(text)
    if match is None:
        return None
    mark, first, unit, last, last_unit = match.groups()
    if not (mark or unit or last) or (last is not None and mark in ("<", "<=", ">", ">=")):
        return None  # a plain number in quotes is text
    low = Fraction(first.replace("_", "")) * _UNITS[unit]
    high = low if last is None else Fraction(last.replace("_", "")) * _UNITS[last_unit]
    if high < low:
        return None
    fraction = ("." in first and not unit) or ("." in (last or "") and not last_unit)
    whole = low.denominator == 1 and high.denominator == 1 and not fraction
    number = (StatedCount if whole else Stated)(text)
    number.low = None if mark in ("<", "<=") else low
    number.high = None if mark in (">", ">=") else high
    return number


def recognize_text(text: str) -> str | Gap | Todo:
    """Return what a scalar's text stands for: a gap, a to-do, a number as stated, or itself."""
    if text in GAP_WORDS:
        return Gap(text)
    if TODO.match(text):
        return Todo(text)
    return stated(text) or text


def recognize_mapping(mapping: dict[str, Any]) -> dict[str, Any] | Gap | Conflict:
    """Return the gap or the conflict that a map of one key stands for, or the map itself."""
    if len(mapping) == 1:
        (key, value), *_ = mapping.items()
        if key in GAP_WORDS and not isinstance(value, dict):
            return Gap(key, value)
        if key == "conflict" and isinstance(value, dict):
            return Conflict(value)
    return mapping
