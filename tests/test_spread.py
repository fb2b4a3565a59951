"""Gains against their scores, differences against their spread."""

from __future__ import annotations

from fractions import Fraction
from math import gamma, pi, sqrt, tan
from typing import Any

import pytest
from hypothesis import given, strategies as st

from releasecard.arithmetic.printed import Interval, Printed, printed
from releasecard.arithmetic.spread import RANGES, Spread, Within, gain, noise, sampling_error, variance, within
from releasecard.arithmetic.student import quantile


def number(text: str) -> Printed:
    one = printed(text)
    assert one is not None, text
    return one


def spread(value: str, kind: Any = "sd", over: str = "training_runs", runs: int | None = 3, **more: bool) -> Spread:
    return Spread(Fraction(value), kind, over, runs, **more)


def error(one: Spread) -> float:
    squared = variance(one)
    assert squared is not None
    return sqrt(squared)


@pytest.mark.parametrize(
    ("freedom", "t"),
    [  # published tables, two-sided 95 %
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (6, 2.447), (7, 2.365), (8, 2.306), (9, 2.262),
        (10, 2.228), (15, 2.131), (20, 2.086), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980), (1000, 1.962),
    ],
)  # fmt: skip
def test_quantile(freedom: int, t: float) -> None:
    assert quantile(freedom) == pytest.approx(t, abs=5e-4)


def test_quantile_in_closed_form() -> None:
    assert quantile(1) == pytest.approx(tan(pi * 0.475), abs=1e-7)
    assert quantile(2) == pytest.approx(0.95 * sqrt(2 / (1 - 0.95**2)), abs=1e-9)
    assert quantile(10**6) == 1.96
    with pytest.raises(ValueError, match="degrees"):
        quantile(0.5)


@pytest.mark.parametrize("freedom", [1.5, 2.5, 3.7, 11.3])
def test_quantile_between_whole_numbers_by_integration(freedom: float) -> None:
    t, steps = quantile(freedom), 4000
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    heights = [scale * (1 + (t * step / steps) ** 2 / freedom) ** (-(freedom + 1) / 2) for step in range(steps + 1)]
    area = t / steps / 3 * (heights[0] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2]) + heights[-1])
    assert 2 * area == pytest.approx(0.95, abs=1e-9)


@given(st.floats(1, 10**5), st.floats(1, 10**5))
def test_quantile_falls(one: float, other: float) -> None:
    assert one == other or (quantile(min(one, other)) >= quantile(max(one, other)) - 1e-9)


@pytest.mark.parametrize(
    ("before", "after", "stated", "agrees"),
    [
        ("5.8", "21.4", "15.6", True),
        ("5.8", "21.4", "15.7", True),  # 5.75 to 21.45 is 15.70
        ("5.8", "21.4", "15.8", False),
        ("5.8", "21.4", "16", True),
        ("47", "50", "3", True),
        ("47", "50", "4.0", True),
        ("47", "50", "4.1", False),
        ("50", "47", "-3", True),
        ("50", "47", "3", False),
        ("20.4", "7.7", "-12.7", True),
        ("56.4..58.1", "60.0", "3", True),
        ("56.4..58.1", "60.0", "5", False),
        ("<=50", "60.0", "25", True),
        ("<=50", "60.0", "5", False),
    ],
)
def test_gain(before: str, after: str, stated: str, agrees: bool) -> None:
    assert gain(number(before), number(after), number(stated)).agrees is agrees


def test_gain_says_by_how_much_and_at_which_precision() -> None:
    one = gain(number("5.8"), number("21.4"), number("15.8"))
    assert one.allowed == Interval(Fraction("15.5"), Fraction("15.7"))
    assert one.off == Fraction("0.05")
    assert gain(number("5.8"), number("21.4"), number("15.3")).off == Fraction("-0.15")


@pytest.mark.parametrize(
    ("before", "after", "stated", "agrees"),
    [
        ("40.0", "50.0", "25", True),
        ("40.0", "50.0", "25.3", True),
        ("40.0", "50.0", "26.0", False),
        ("40", "50", "28", True),
        ("50.0", "40.0", "-20", True),
        ("50.0", "40.0", "20", False),
        ("0.0", "3.3", "100", True),  # nothing follows from a base that may be 0
        ("40.0", ">=50", "90", True),
    ],
)
def test_relative_gain(before: str, after: str, stated: str, agrees: bool) -> None:
    assert gain(number(before), number(after), number(stated), relative=True).agrees is agrees


@given(st.integers(0, 10**4), st.integers(0, 10**4), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_true_gain_agrees(before: int, after: int, at: int, to: int, by: int) -> None:
    texts = [f"{value / 100:.{digits}f}" for value, digits in ((before, at), (after, to), (after - before, by))]
    assert gain(*map(number, texts)).agrees
    if before > 0:
        percent = f"{100 * (after / before - 1):.{by}f}"
        assert gain(number(texts[0]), number(texts[1]), number(percent), relative=True).agrees


EVALCHEMY = (8, 8, 9, 8, 8, 4, 5, 8, 7, 7)


def test_evalchemy_on_aime() -> None:
    scores = [Fraction(100 * right, 30) for right in EVALCHEMY]
    mean = sum(scores, Fraction()) / 10
    squares = sum(((one - mean) ** 2 for one in scores), Fraction())
    population, sample = sqrt(squares / 10), sqrt(squares / 9)
    assert (float(mean), round(population, 2), round(sample, 2)) == (24, 4.90, 5.16)
    assert round(population / sqrt(10), 2) == 1.55
    assert error(spread("5.16", over="eval_runs", runs=10)) == pytest.approx(1.63, abs=0.005)
    assert sampling_error(number("24.0"), 30) == pytest.approx(7.8, abs=0.05)
    reach = max(scores) - min(scores)
    assert sqrt(reach**2) / float(RANGES[10]) == pytest.approx(5.4, abs=0.05)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (spread("3", runs=9), 1.0),
        (spread("3", runs=9, averaged=False), 3.0),
        (spread("3", runs=None, averaged=False), 3.0),
        (spread("3", "se", runs=None), 3.0),
        (spread("4.303", "ci95", runs=3), 1.0),
        (spread("1.96", "ci95", runs=None), 1.0),
        (spread("1.693", "range", runs=3, averaged=False), 1.0),
        (spread("2.326", "range", runs=5), 1 / sqrt(5)),
    ],
)
def test_standard_error(one: Spread, expected: float) -> None:
    assert error(one) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    "one",
    [
        spread("3", runs=None), spread("3", runs=1), spread("3", over="items"), spread("3", "margin"),
        spread("3", "range", runs=11), spread("3", "range", runs=None), spread("3", "range", runs=None, averaged=False),
    ],
)  # fmt: skip
def test_no_standard_error(one: Spread) -> None:
    assert variance(one) is None


@pytest.mark.parametrize(
    ("a", "b", "of_a", "of_b", "verdict"),
    [
        ("5.8", "21.4", None, spread("0.6"), "beyond"),
        ("21.0", "21.4", None, spread("0.6"), "within"),
        ("21.0", "21.4", spread("0.6", runs=2), None, "too_few"),
        ("5.8", "21.4", spread("0.6", runs=2), None, "beyond"),
        ("21.0", "21.4", spread("0.6", over="items"), None, "unknown"),
        ("21.0", "21.4", None, None, "unknown"),
        ("21.0", "~21.4..22", spread("0.6"), None, "unknown"),
        ("21.0", "22.0", spread("0.5", "se", runs=None), None, "beyond"),  # 1.0 + 0.1 > 0.98
        ("21.0", "21.8", spread("0.5", "se", runs=None), None, "within"),  # 0.8 + 0.1 < 0.98
        ("21.0", "21.0", spread("0", "sd"), spread("0", "sd"), "beyond"),  # the rounding is larger than no spread
        ("0.610", "0.620", spread("0.015", "margin"), spread("0.015", "margin"), "within"),
        ("0.52", "0.61", spread("0.015", "margin"), spread("0.02", "margin"), "beyond"),  # ScaleRL, FP32 logits
        ("0.605", "0.610", spread("0.02", "margin"), None, "within"),
        ("0.61", "0.61", spread("0.015", "margin"), None, "within"),
        ("0.61", "0.62", spread("0.015", "margin"), None, "beyond"),  # two digits are too coarse: .010 + .010
    ],
)
def test_within(a: str, b: str, of_a: Spread | None, of_b: Spread | None, verdict: str) -> None:
    assert within(number(a), number(b), of_a, of_b).verdict == verdict
    assert within(number(b), number(a), of_b, of_a).verdict == verdict


def test_within_by_welch_and_satterthwaite() -> None:
    # variances 4/4 and 9/9: (1 + 1)^2 / (1/3 + 1/8) = 8.727 degrees of freedom
    answer = within(number("20.0"), number("22.0"), spread("2", runs=4), spread("3", runs=9))
    assert answer.t == pytest.approx(quantile(float(Fraction(96, 11))))
    assert answer == Within("within", Fraction(2), Fraction(1, 10), answer.bound, answer.t)
    assert answer.bound == pytest.approx((answer.t or 0) * sqrt(2))
    alone = within(number("20.0"), number("22.0"), spread("2", runs=4), None)
    assert alone.t == pytest.approx(3.182, abs=5e-4)


@given(st.integers(2, 50), st.integers(2, 50), st.integers(1, 99), st.integers(1, 99))
def test_a_second_spread_never_narrows_below_the_normal_bound(runs: int, other: int, one: int, two: int) -> None:
    sides = (spread(str(one), runs=runs), spread(str(two), runs=other))
    answer = within(number("20.0"), number("22.0"), *sides)
    assert answer.bound >= 1.9599 * error(sides[0]) - 1e-9
    assert answer.verdict in ("within", "beyond", "too_few")


@pytest.mark.parametrize(
    ("a", "b", "samples", "difference", "bound"),
    [
        ("47", "50", (64, 32), "3", 3.9),  # DAPO beside R1-Zero
        ("48", "50", (32, 32), "2", 4.5),  # DAPO and its own reproduction
        ("61.3", "64.0", (16, 16), "2.7", 6.1),  # DeepMath-Omn
        ("51.3", "52.7", (64, 64), "1.4", 3.2),  # OpenR1
    ],
)
def test_noise_of_sampling_on_aime(a: str, b: str, samples: tuple[int, int], difference: str, bound: float) -> None:
    answer = noise(number(a), number(b), 30, samples)
    assert answer is not None
    assert answer.within
    assert (answer.difference, round(answer.bound, 1)) == (Fraction(difference), bound)


def test_noise_is_silent_where_it_says_nothing() -> None:
    assert noise(number("47"), number("50"), 30, (1, 32)) is None
    assert noise(number("47"), number("<=50"), 30, (32, 32)) is None
    assert noise(number("47"), number("150"), 30, (32, 32)) is None
    far = noise(number("0.077"), number("0.204"), 30, (16, 16), whole=1)
    assert far is not None
    assert not far.within
