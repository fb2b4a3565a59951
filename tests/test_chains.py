"""Counts that follow from one another, and what a number of samples can show."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from releasecard.arithmetic.bands import crowded, empty, never_solved, rate
from releasecard.arithmetic.chains import Disagreement, Step, chain, passes, shares, total
from releasecard.arithmetic.grim import Grim
from releasecard.arithmetic.printed import Interval, Printed, printed


def number(text: str) -> Printed:
    one = printed(text)
    assert one is not None, text
    return one


def step(name: str, unit: str | None = None, of: str | None = None, **numbers: str) -> Step:
    return Step(name, unit=unit, of=of, **{key: number(text) for key, text in numbers.items()})


def faults(*steps: Step) -> list[tuple[str, str, str, Fraction]]:
    return [(one.kind, one.first, one.second, one.off) for one in chain(steps)]


S1K = (
    step("errors", before="59029", after="54116"),
    step("format", before="54116", after="51581"),
    step("difficulty", before="51581", after="24496"),
    step("drawn", before="24496", after="1000"),
)
KIMI = (
    step("judge", before="1000", after="614"),
    step("generators", before="614", after="463"),
    step("kept", before="463", after="323"),
)
DEEPMATH = (
    step("decontamination", "prompts", before="2869K", after="2670K", removed="199K"),
    step("difficulty", "prompts", before="2670K", after="1090K", removed="1580K"),
    step("agreement", "prompts", before="1090K", after="95K", removed="995K"),
    step("simplerl", "prompts", adds="8K"),
    step("release", "prompts", before="103022"),
)
OPENTHOUGHTS = (
    *(step(f"{name}-{of}", "prompts", of, before=before, after=after)
      for name, of, before, after in (
          ("question", "math", "2.9M", "180k"), ("question", "code", "575k", "60k"), ("question", "science", "593k", "60k"),
          ("dedup", "math", "180k", "80k"), ("dedup", "code", "60k", "60k"), ("dedup", "science", "60k", "50k"),
          ("sample", "math", "80k", "53k"), ("sample", "code", "60k", "16k"), ("sample", "science", "50k", "6k"),
      )),
    step("responses", "rows", before="~75k", after="1.2M", times="16"),
)  # fmt: skip
BIG_MATH = (
    step("source-specific", "prompts", after="463426"),
    step("source-agnostic", "prompts", before="463426", after="204112"),
    step("reformulated", "prompts", adds="47010", after="251122"),
    step("reformulation", "prompts", "reformulated", after="88983"),
    step("solved", "prompts", "reformulated", after="48698"),
    step("common", "prompts", "reformulated", after="47010"),
)


@pytest.mark.parametrize("steps", [S1K, KIMI, DEEPMATH, OPENTHOUGHTS, BIG_MATH])
def test_real_chains_hold(steps: tuple[Step, ...]) -> None:
    assert faults(*steps) == []


def test_without_their_fields_they_would_not() -> None:
    plain = [one._replace(of=None) for one in OPENTHOUGHTS]
    assert ("between", "question-math", "question-code", Fraction(395000)) in faults(*plain)
    assert faults(*DEEPMATH[:3], DEEPMATH[4]) == [("between", "agreement", "release", Fraction(8022))]
    once = OPENTHOUGHTS[-1]._replace(times=None)
    assert faults(once) == [("grows", "responses", "responses", Fraction(1125000))]


def test_between_at_the_coarser_precision() -> None:
    assert faults(step("a", after="95K"), step("b", before="95500")) == []
    assert faults(step("a", after="95K"), step("b", before="95501")) == [("between", "a", "b", Fraction(501))]
    assert faults(step("a", after="51581"), step("b", before="51607")) == [("between", "a", "b", Fraction(26))]
    assert faults(step("a", after="1000"), step("b", before="999")) == [("between", "a", "b", Fraction(-1))]
    assert faults(step("a", after="~1000"), step("b", before="1400")) == []
    assert faults(step("a", after="<=1000"), step("b", before="900")) == []
    assert faults(step("a", after="<=1000"), step("b", before="1100")) == [("between", "a", "b", Fraction(100))]


def test_what_a_fault_says() -> None:
    (one,) = chain([step("a", after="95K"), step("b", before="97000")])
    assert one == Disagreement(
        "between", "a", "b", Interval(Fraction(95000), Fraction(95000)), number("97000"), Fraction(2000), Fraction(500)
    )


def test_inside_a_step() -> None:
    assert faults(step("a", before="1000", removed="386", after="614")) == []
    assert faults(step("a", before="1000", removed="386", after="615")) == [("inside", "a", "a", Fraction(1))]
    assert faults(step("a", before="2869K", removed="199K", after="2671K")) == []
    assert faults(step("a", before="2869K", removed="199K", after="2672K")) == [("inside", "a", "a", Fraction(2000))]
    assert faults(step("a", before="1000", removed="200", adds="100", times="2", after="1800")) == []
    assert faults(step("a", before="1000", adds="100", after="1050")) == []
    assert faults(step("a", before="1000", adds="100", after="1150")) == [("grows", "a", "a", Fraction(50))]
    assert faults(step("a", before="463426", removed=">117000", after="204112")) == []
    assert faults(step("a", before="463426", removed=">300000", after="204112")) == [
        ("inside", "a", "a", Fraction(40686))
    ]


def test_what_is_not_known_ends_a_run() -> None:
    first, last = step("a", before="1000", after="900"), step("z", before="100")
    assert len(faults(first, last)) == 1
    assert faults(first, step("b"), last) == []
    assert faults(first, step("b", before="900"), last) == []
    assert faults(first, step("b", times="2..3"), last) == faults(first, step("b", times=">2"), last) == []
    assert faults(first, step("b", unit="rows"), last) == [("between", "a", "z", Fraction(-800))]
    assert faults(step("a", removed="5"), last) == []


def test_steps_carry_what_they_make() -> None:
    assert faults(step("a", after="1000"), step("b", removed="100"), step("c", before="900")) == []
    wrong = faults(step("a", after="1000"), step("b", removed="100"), step("c", before="901"))
    assert wrong == [("between", "b", "c", Fraction(1))]
    assert faults(step("a", after="1000"), step("b", times="16"), step("c", before="16000")) == []


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999), st.integers(1, 4)), max_size=6), st.data())
def test_true_chains_hold(moves: list[tuple[int, int, int]], data: st.DataObject) -> None:
    left, steps = 5000, []
    for index, (removed, adds, times) in enumerate(moves):
        before, left = left, (left - min(removed, left) + adds) * times
        counts = {"before": before, "removed": min(removed, before), "adds": adds, "times": times, "after": left}
        dropped = data.draw(st.sets(st.sampled_from(["before", "after"])))
        steps.append(step(str(index), **{key: str(one) for key, one in counts.items() if key not in dropped}))
    assert faults(*steps) == []


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=6))
def test_rounded_chains_hold(counts: list[int]) -> None:
    falling = sorted(counts, reverse=True)
    texts = [f"{round(one, -3) // 1000}K" if index % 2 else str(one) for index, one in enumerate(falling)]
    steps = [step(str(index), before=str(falling[index]), after=texts[index + 1]) for index in range(len(texts) - 1)]
    assert [one for one in faults(*steps) if one[0] == "between"] == []


def test_totals() -> None:
    assert total([number(one) for one in ("7473", "7500", "14973")], number("29946")).agrees  # Tulu 3
    assert total([number("204112"), number("47010")], number("251122")).agrees  # Big-Math
    bands = total([number(one) for one in ("71926", "30533", "25763", "31249", "91647")], number("251122"))
    assert (bands.agrees, bands.off, bands.tolerance) == (False, Fraction(-4), Fraction(0))
    assert bands.sum == Interval(Fraction(251118), Fraction(251118))
    assert total([number("95K"), number("8K")], number("103110")).agrees  # DeepMath
    assert total([number("850000"), number("250000"), number("100000")], number("1.2M")).agrees  # OpenThoughts
    assert total([number(one) for one in ("1055", "97782", "2762")], number("101599")).agrees  # PRM800K
    assert not total([number("12K"), number("500")], number("13_500")).agrees
    assert total([number("100"), number(">=50")], number("200")).agrees
    assert not total([], number("1")).agrees


def test_shares() -> None:
    assert shares([number(one) for one in ("0.12", "0.71", "0.17")]).agrees
    assert shares([number(one) for one in ("28.64", "12.16", "10.26", "12.44", "36.50")], whole=100).agrees  # Big-Math
    assert shares([number(one) for one in ("33", "33", "33")], whole=100).agrees
    assert shares([number(one) for one in ("0.33", "0.33", "0.33")]).agrees
    off = shares([number(one) for one in ("0.33", "0.33", "0.31")])
    assert (off.agrees, off.off, off.tolerance) == (False, Fraction("-0.03"), Fraction("0.015"))
    assert shares([number("0"), number("1")]).agrees
    assert not shares([number("1"), number("0.1")]).agrees


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8), st.integers(1, 4))
def test_true_shares_agree(counts: list[int], digits: int) -> None:
    texts = [f"{one / sum(counts):.{digits}f}" for one in counts]
    assert shares([number(one) for one in texts]).agrees


def test_passes() -> None:
    assert passes(number("17398"), number("18.4"), number("320000")).agrees  # DAPO
    rows = passes(number("1.79M"), number("18.4"), number("320000"))
    assert not rows.agrees
    assert rows.off < -32_000_000
    assert passes(number("1.79M"), number("0.18"), number("320000")).agrees
    assert passes(number("208000"), number("1.6"), number("332800")).agrees  # R1-Zero
    assert not passes(number("80K"), number("1.6"), number("332800")).agrees
    assert not passes(number("146K"), number("1.6"), number("332800")).agrees
    assert passes(number("9500"), number("3"), number("28500")).agrees
    assert not passes(number("9500"), number("3"), number("38000")).agrees
    assert passes(number("9500"), number("<=3"), number("19000")).agrees


def bands(*cuts: str) -> list[tuple[Printed, Printed]]:
    return [(number(one), number(other)) for one, other in zip(cuts[::2], cuts[1::2], strict=True)]


def test_bands_that_nothing_falls_into() -> None:
    assert empty(bands("0", "0.2", "0.2", "0.4", "0.4", "0.6", "0.6", "0.8", "0.8", "1"), 64) == []
    assert empty(bands("0.1", "0.6"), 8) == []  # open-r1: 1/8 to 4/8
    assert empty(bands("0.9", "1"), 16) == []  # ScaleRL: 15/16
    assert empty(bands("0.1", "0.2", "0.3", "0.4", "0", "0.1"), 4) == [0, 1]
    assert empty(bands("0.33", "0.34"), 3) == []
    assert empty(bands("10", "20", "20", "30"), 4, whole=100) == [0]
    assert empty(bands("0.1", "<=0.2"), 4) == []


def test_cut_points_between_the_same_neighbours() -> None:
    assert crowded([number(one) for one in ("0.2", "0.4", "0.6", "0.8")], 64) == []
    (one,) = crowded([number(one) for one in ("0", "0.1", "0.2", "0.8", "1")], 4)
    assert (one.lower.text, one.upper.text, one.neighbours) == ("0.1", "0.2", (Fraction(0), Fraction(1, 4)))
    assert crowded([number(one) for one in ("0.25", "0.3")], 4) == []
    assert crowded([number(one) for one in ("0.33", "0.4")], 3) == []  # 0.33 is a third
    assert crowded([number(one) for one in ("0.2", "0.2")], 4) == []
    (two,) = crowded([number("60"), number("70")], 4, whole=100)
    assert two.neighbours == (Fraction(50), Fraction(75))


@pytest.mark.parametrize(("samples", "bound"), [(1, 0.95), (4, 0.53), (8, 0.31), (16, 0.17), (32, 0.09), (64, 0.05)])
def test_never_solved(samples: int, bound: float) -> None:
    assert round(never_solved(samples), 2) == bound
    assert (1 - never_solved(samples)) ** samples == pytest.approx(0.05)


def test_rates() -> None:
    right = rate(number("0.022"), 500)
    assert (right.grim, right.bound, right.finer) == (Grim("consistent", 500, 11, "rounded"), None, False)
    assert rate(number("0.023"), 500).grim == Grim("impossible", 500)
    assert rate(number("38.5"), 200, whole=100).grim == Grim("consistent", 200, 77, "rounded")
    assert rate(number("68.6"), 400, whole=100).grim == Grim("impossible", 400)  # UltraFeedback
    for text in ("0", "0.0", "0.00"):
        assert rate(number(text), 500).bound == (None if text in ("0.0", "0.00") else Fraction(3, 500))
    assert rate(number("0.000"), 500).bound == Fraction(3, 500)
    assert rate(number("0.0"), 500, whole=100).bound == Fraction(3, 5)
    assert rate(number("0.0004"), 500).finer
    assert rate(number("<0.001"), 500).finer
    assert rate(number("<0.001"), 500).grim is None
    assert not rate(number("<0.01"), 500).finer
    assert not rate(number("0"), 500).finer
