"""Numbers as printed, and whether a score is a whole number of right answers."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, strategies as st

from releasecard.arithmetic.grim import Grim, grid, grim, kindest
from releasecard.arithmetic.printed import Interval, Printed, printed


def number(text: str) -> Printed:
    one = printed(text)
    assert one is not None, text
    return one


@pytest.mark.parametrize(
    ("text", "low", "high", "digits", "half"),
    [
        ("50.0", 50, 50, 1, Fraction(1, 20)),
        ("50", 50, 50, 0, Fraction(1, 2)),
        ("-1.25", Fraction(-5, 4), Fraction(-5, 4), 2, Fraction(1, 200)),
        (".5", Fraction(1, 2), Fraction(1, 2), 1, Fraction(1, 20)),
        ("5.", 5, 5, 0, Fraction(1, 2)),
        ("12_000", 12000, 12000, 0, Fraction(1, 2)),
        ("1e-6", Fraction(1, 10**6), Fraction(1, 10**6), 6, Fraction(1, 2 * 10**6)),
        ("1.5e3", 1500, 1500, -2, 50),
        ("1.79M", 1790000, 1790000, -4, 5000),
        ("95K", 95000, 95000, -3, 500),
        ("~17000", 17000, 17000, -3, 500),
        ("~17_100", 17100, 17100, -2, 50),
        ("~50.0", 50, 50, 1, Fraction(1, 20)),
        ("~75k", 75000, 75000, -3, 500),
        ("~0", 0, 0, 0, Fraction(1, 2)),
        ("0.26..0.28", Fraction(13, 50), Fraction(7, 25), 2, Fraction(1, 200)),
        ("56.4..58", Fraction(282, 5), 58, 0, Fraction(1, 2)),
        ("8k..16k", 8000, 16000, -3, 500),
        ("<=2", None, 2, 0, Fraction(1, 2)),
        (">50", 50, None, 0, Fraction(1, 2)),
    ],
)
def test_printed(text: str, low: Fraction | None, high: Fraction | None, digits: int, half: Fraction) -> None:
    one = number(text)
    assert (one.text, one.face, one.digits, one.half) == (text, Interval(low, high), digits, half)
    assert one.box == Interval(None if low is None else low - half, None if high is None else high + half)
    assert one.value == (low if low == high else None)
    assert one.about == text.startswith("~")


@pytest.mark.parametrize(
    "text",
    ["", ".", "+", "e5", "1e", "_1", "1_", "1,000", "50 %", "0x10", "nan", "inf", "1.2.3", "not_stated", "3..2", "५"],
)
def test_no_number(text: str) -> None:
    assert printed(text) is None


def test_counts_written_out_are_exact() -> None:
    exact = {"17398", "0", "12_000"}
    for text in (*exact, "95K", "~17398", "50.0", "1.5e3", "<=2", "1..2"):
        assert number(text).exact == (text in exact)
        assert number(text).slack == (0 if text in exact else number(text).half)


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert printed(text) is None or number(text).half > 0


@given(st.integers(-(10**12), 10**12), st.integers(0, 12))
def test_plain_numbers(whole: int, digits: int) -> None:
    one = number(str(Decimal(whole).scaleb(-digits).__format__("f")))
    assert (one.value, one.digits) == (Fraction(whole, 10**digits), digits)


def test_intervals() -> None:
    one, other, up = Interval(Fraction(1), Fraction(2)), Interval(Fraction(5), Fraction(6)), Interval(Fraction(2), None)
    aways = [one.away(other), other.away(one), one.away(up), up.away(one), up.away(other)]
    assert list(map(int, aways)) == [3, -3, 0, 0, 0]
    assert one.plus(up) == Interval(Fraction(3), None)
    assert one.minus(up) == Interval(None, Fraction())
    assert up.minus(one) == Interval(Fraction(), None)
    assert one.times(other) == Interval(Fraction(5), Fraction(12))
    assert one.times(up) == Interval(Fraction(2), None)


@pytest.mark.parametrize(
    ("items", "metric", "samples", "k", "runs", "steps"),
    [
        (30, "avg@32", None, None, 1, 960),
        (30, "avg@32", 32, None, 1, 960),
        (30, "avg@32", 64, None, 1, None),
        (30, "accuracy", 1, None, 1, 30),
        (30, "accuracy", 16, None, 1, 480),
        (30, "accuracy", None, None, 1, None),
        (30, "pass@1", 64, None, 1, 1920),
        (30, "pass@1", None, None, 1, None),
        (50, "pass^2", 4, None, 1, 300),
        (115, "pass^4", 4, None, 1, 115),
        (115, "pass^4", 4, None, 3, 345),
        (115, "pass^8", 4, None, 1, None),
        (115, "pass@K", 4, 2, 1, None),
        (30, "maj@64", None, None, 1, 30),
        (30, "cons@64", 64, None, 2, 60),
        (500, "best_of_1860", None, None, 1, 500),
        (500, "best_of_n", None, None, 1, 500),
        (500, "f1", 1, None, 1, None),
        (500, "mean", 1, None, 1, None),
        (500, "rating", 1, None, 1, None),
        (500, "pass@50000", 10**9, None, 1, None),
        (500, "pass@1", 10**9, None, 1, 500 * 10**9),
        (0, "accuracy", 1, None, 1, None),
    ],
)
def test_grid(items: int, metric: str, samples: int | None, k: int | None, runs: int, steps: int | None) -> None:
    assert grid(items, metric, samples=samples, k=k, runs=runs) == steps


VECTORS = [
    # evidence 3.1
    (30, 1, 1, 100, "56.7", Grim("consistent", 30, 17, "rounded")),
    (30, 1, 1, 100, "44.6", Grim("impossible", 30)),
    (30, 16, 1, 100, "8.7", Grim("consistent", 480, 42, "tie")),
    (30, 32, 1, 100, "50", Grim("vacuous", 960)),
    (500, 1, 1, 100, "90.3", Grim("impossible", 500)),
    (500, 1, 1, 1, "0.903", Grim("impossible", 500)),
    (198, 1, 1, 100, "59.6", Grim("consistent", 198, 118, "rounded")),
    (1319, 1, 1, 100, "84.3", Grim("vacuous", 1319)),
    (50, 4, 2, 1, "0.273", Grim("consistent", 300, 82, "rounded")),
    (115, 4, 4, 1, "0.383", Grim("consistent", 115, 44, "rounded")),
    # DeepMath's AIME at 16 samples: no rounding mode yields all four
    (30, 16, 1, 100, "61.3", Grim("consistent", 480, 294, "tie")),
    (30, 16, 1, 100, "13.8", Grim("consistent", 480, 66, "tie")),
    (30, 16, 1, 100, "11.2", Grim("consistent", 480, 54, "tie")),
    # s1's table, rows that look copied
    (500, 1, 1, 100, "85.5", Grim("impossible", 500)),
    (198, 1, 1, 100, "73.3", Grim("impossible", 198)),
    (30, 1, 1, 100, "72.6", Grim("impossible", 30)),
    (500, 1, 1, 100, "94.3", Grim("impossible", 500)),
    # Kimi k1.5, averaged over 8 runs
    (30, 8, 1, 100, "77.5", Grim("consistent", 240, 186, "rounded")),
    (30, 8, 1, 100, "60.8", Grim("consistent", 240, 146, "rounded")),
    # cut, not rounded: 2 of 3, 5 of 30
    (3, 1, 1, 100, "66.6", Grim("consistent", 3, 2, "truncated")),
    (30, 1, 1, 1, "0.166", Grim("consistent", 30, 5, "truncated")),
    # the ends, and beyond
    (30, 1, 1, 100, "0.0", Grim("consistent", 30, 0, "rounded")),
    (30, 1, 1, 100, "100.0", Grim("consistent", 30, 30, "rounded")),
    (30, 1, 1, 100, "103.3", Grim("impossible", 30)),
    (30, 1, 1, 100, "-3.3", Grim("impossible", 30)),
    # a YAML float would have lost the zero: one digit more, and 300 items are checkable
    (300, 1, 1, 100, "50", Grim("vacuous", 300)),
    (300, 1, 1, 100, "50.0", Grim("consistent", 300, 150, "rounded")),
]


@pytest.mark.parametrize(("items", "samples", "k", "whole", "text", "answer"), VECTORS)
def test_vectors(items: int, samples: int, k: int, whole: int, text: str, answer: Grim) -> None:
    steps = grid(items, "pass^K".replace("K", str(k)), samples=samples)
    assert steps is not None
    assert grim(number(text), steps, whole=whole) == answer


@pytest.mark.parametrize("text", ["~50.0", "50.0..51.0", "<=50"])
def test_what_is_no_one_number_is_not_checked(text: str) -> None:
    assert grim(number(text), 30) is None


def test_runs_may_have_been_rounded_before_they_were_averaged() -> None:
    # 31 of 90 is 34.44; runs of 33.3, 33.3 and 36.7 average to 34.43, and others to what prints a digit away
    assert grim(number("44.6"), 90) == Grim("impossible", 90)
    assert grim(number("44.6"), 90, runs=3) == Grim("impossible", 90)
    assert grim(number("34.5"), 90) == Grim("impossible", 90)
    assert grim(number("34.5"), 90, runs=3) == Grim("consistent", 90, 31, "rounded")
    assert grim(number("34.5"), 500, runs=2) == Grim("vacuous", 500)


def test_the_kindest_of_several_sizes() -> None:
    assert kindest(number("77.5"), (40, 46)) == Grim("consistent", 40, 31, "rounded")
    assert kindest(number("76.1"), (40, 46)) == Grim("consistent", 46, 35, "rounded")
    assert kindest(number("77.0"), (40, 46)) == Grim("impossible", 40)
    assert kindest(number("77.1"), (40, 5000)) == Grim("vacuous", 5000)
    assert kindest(number("66.6"), (3, 5000)) == Grim("vacuous", 5000)
    assert kindest(number("77.0"), ()) is None
    assert kindest(number("~77.0"), (40,)) is None


# items, samples: percent that are impossible of all values printed with one digit; the same with truncation allowed
SHARES = {
    (30, 1): (97, 96), (30, 8): (72, 64), (30, 10): (70, 60), (30, 16): (48, 28), (40, 16): (32, 4), (30, 32): (0, 0),
    (30, 64): (0, 0), (198, 1): (80, 70), (198, 4): (21, 0), (164, 1): (84, 76), (300, 1): (70, 60), (500, 1): (50, 50),
    (541, 1): (46, 19), (1319, 1): (0, 0), (500, 4): (0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("items", "samples"), SHARES)
def test_shares_of_impossible_values(items: int, samples: int) -> None:
    answers = [grim(number(f"{tenths // 10}.{tenths % 10}"), items * samples) for tenths in range(1000)]
    impossible = sum(one is not None and one.verdict == "impossible" for one in answers)
    truncated = sum(one is not None and one.how == "truncated" for one in answers)
    rounded, cut = SHARES[items, samples]
    assert abs(Fraction(impossible + truncated, 1000) - Fraction(rounded, 100)) <= Fraction(1, 200)
    assert abs(Fraction(impossible, 1000) - Fraction(cut, 100)) <= Fraction(1, 200)


MODES = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_DOWN)


def shown(value: Fraction, digits: int, mode: str) -> str:
    with localcontext() as context:
        context.prec = 80
        # a quotient that does not end is cut at 80 digits: far from every tie
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return format(quotient.quantize(Decimal(1).scaleb(-digits), rounding=mode), "f")


@given(st.data(), st.integers(1, 3000), st.integers(0, 4), st.sampled_from([1, 100]), st.sampled_from(MODES))
def test_no_true_count_is_impossible(data: st.DataObject, steps: int, digits: int, whole: int, mode: str) -> None:
    count = data.draw(st.integers(0, steps))
    answer = grim(number(shown(Fraction(whole * count, steps), digits, mode)), steps, whole=whole)
    assert answer is not None
    assert answer.verdict != "impossible"
    assert (answer.verdict == "vacuous") == (steps >= whole * 10**digits)


@given(st.data(), st.integers(1, 200), st.integers(2, 5), st.sampled_from(MODES), st.sampled_from(MODES))
def test_no_mean_of_rounded_runs_is_impossible(
    data: st.DataObject, items: int, runs: int, mode: str, again: str
) -> None:
    counts = data.draw(st.lists(st.integers(0, items), min_size=runs, max_size=runs))
    each = [Fraction(shown(Fraction(100 * count, items), 1, mode)) for count in counts]
    answer = grim(number(shown(sum(each, Fraction()) / runs, 1, again)), items * runs, runs=runs)
    assert answer is not None
    assert answer.verdict != "impossible"


@given(st.data(), st.integers(1, 40), st.integers(1, 6))
def test_pass_at_k_lies_on_the_grid(data: st.DataObject, items: int, samples: int) -> None:
    k = data.draw(st.integers(1, samples))
    right = data.draw(st.lists(st.integers(0, samples), min_size=items, max_size=items))
    hits = sum((Fraction(comb(one, k), comb(samples, k)) for one in right), Fraction())
    misses = sum((1 - Fraction(comb(samples - one, k), comb(samples, k)) for one in right), Fraction())
    for metric, value in (("pass^", hits / items), ("pass@", misses / items)):
        steps = grid(items, f"{metric}{k}", samples=samples)
        assert steps is not None
        assert (value * steps).denominator == 1


@given(st.integers(1, 2000), st.integers(0, 1100), st.sampled_from([0, 1, 2]))
def test_answer_by_trying_every_count(steps: int, tenths: int, digits: int) -> None:
    value, half = Fraction(tenths, 10**digits), Fraction(1, 2 * 10**digits)
    all_counts = [Fraction(100 * count, steps) for count in range(steps + 1)]
    inside = any(abs(one - value) <= half for one in all_counts)
    cut = any(value <= one < value + 2 * half for one in all_counts)
    text = format(Decimal(tenths).scaleb(-digits), "f")
    answer = grim(number(text), steps)
    assert answer is not None
    if answer.verdict == "vacuous":
        assert steps >= 100 * 10**digits
    else:
        assert (answer.verdict == "consistent") == (inside or cut)
        assert (answer.how in ("rounded", "tie")) == inside
