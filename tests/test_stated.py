"""Numbers as stated, gaps, to-dos."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from releasecard.stated import Gap, StatedCount, Todo, recognize_mapping, recognize_text, stated


@pytest.mark.parametrize(
    ("text", "low", "high", "whole"),
    [
        ("~17000", 17000, 17000, True),
        ("0.26..0.28", Fraction(26, 100), Fraction(28, 100), False),
        ("<=2", None, 2, True),
        (">=3", 3, None, True),
        ("16k", 16000, 16000, True),
        ("1.79M", 1790000, 1790000, True),
        ("8k..16k", 8000, 16000, True),
        ("~-1", -1, -1, True),
        ("~1.0", 1, 1, False),
        ("1.2345k", Fraction(12345, 10), Fraction(12345, 10), False),
    ],
)
def test_number_as_stated(text: str, low: Fraction, high: Fraction, whole: bool) -> None:
    number = stated(text)
    assert number is not None
    assert (str(number), number.low, number.high) == (text, low, high)
    assert isinstance(number, StatedCount) is whole


@pytest.mark.parametrize(
    "text", ["", "k", "500", "-1", "1.0", "16 k", "16kk", "3..2", "<=2..3", "~", "1e5", "0x10", "a16k", "1.", "१६k"]
)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert stated(text) is None


@pytest.mark.parametrize(
    ("text", "below_zero", "above_one"),
    [
        ("<=2", False, True),
        (">=-1", True, False),
        ("0.26..1.2", False, True),
        ("~0.5", False, False),
        (">5", False, True),
        ("<-5", True, False),
    ],
)
def test_ranges_hold_for_stated_numbers(text: str, below_zero: bool, above_one: bool) -> None:
    number = stated(text)
    assert number is not None
    assert ((number < 0), (number > 1)) == (below_zero, above_one)


@given(st.text())
def test_any_text_is_recognized_as_something(text: str) -> None:
    assert isinstance(recognize_text(text), (str, Gap, Todo))


def test_gaps_and_todos() -> None:
    assert recognize_text("not_stated") == Gap("not_stated")
    assert recognize_text("TODO: write") == Todo("TODO: write")
    assert recognize_text("More Information Needed") == Todo("More Information Needed")
    assert recognize_text("TODOS") == "TODOS"
    assert recognize_mapping({"not_stated": "why"}) == Gap("not_stated", "why")
    assert recognize_mapping({"not_stated": "why", "see": None}) == {"not_stated": "why", "see": None}
