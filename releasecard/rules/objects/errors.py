"""Rates of error: what their samples allow them to be, and what they were measured on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from releasecard.arithmetic.bands import rate
from releasecard.arithmetic.printed import Printed
from releasecard.facts import Facts, Status
from releasecard.rules.examples import VERIFIER
from releasecard.rules.figures import figure
from releasecard.rules.objects.read import changed, measured
from releasecard.rules.rule import Rule
from releasecard.stated import NonFinite
from releasecard.values import Finding, Path, Severity

_DIRECTIONS: Final = ("false_reject", "false_accept")
_OF_ONE: Final = frozenset(("rate", "wrong", "sample", "population", "how"))
_MOST: Final = 10**15
_ACCEPTED: Final = "false_accept: {rate: 0.004, sample: 500, how: two annotators}"
_TWO: Final = """\
false_accept:
        weak-models: {rate: 0.004, sample: 500, population: answers of 7B models, how: two annotators}
        strong-models: {rate: 0.01, sample: 500, how: two annotators}"""

RULES: Final = (
    Rule(
        "RC306", "impossible-error-rate", Severity.WARNING,
        "No whole number of cases out of the stated sample prints as the stated rate.",
        "A rate of error decides how far a label may be believed: where it does not fit its sample, one of the two is "
        "not as stated.",
        "Correct the rate or the sample, or state the sample that the rate is of. Where digits were cut off and not "
        "rounded, this is a note.",
        bad=changed(VERIFIER, ("0.022, sample: 500, how: two annotators}", "0.025, sample: 500, how: two annotators}  # <- RC306")),
        good=VERIFIER,
        blind="Rates that are weighted, or averaged over parts.",
    ),
    Rule(
        "RC307", "error-rate-too-precise", Severity.WARNING,
        "A rate lies between none and one of the sample.",
        "A sample of n cases cannot show a rate below 1/n: the rate claims more than was looked at.",
        "State the bound that the sample allows (none of 500 is `<0.006`), or the sample that was really looked at.",
        bad=changed(VERIFIER, ("0.004, sample: 500, how: two annotators}", "0.0005, sample: 500, how: two annotators}  # <- RC307")),
        good=changed(VERIFIER, ("0.004, sample: 500", "<0.006, sample: 500")),
        blind="Rates estimated by a model of the errors.",
    ),
    Rule(
        "RC308", "zero-of-n", Severity.NOTE,
        "A rate of error is stated as zero, of a sample.",
        "None of n cases does not mean never: at 95 % confidence the rate may be up to 3/n, .6 % where none of 500 was wrong.",
        "State the bound: `rate: <0.006` beside `wrong: 0`.",
        bad=changed(VERIFIER, ("rate: 0.004, sample: 500, how: two annotators}", "rate: 0, sample: 500, how: two annotators}  # <- RC308")),
        good=changed(VERIFIER, ("rate: 0.004", "wrong: 0, rate: <0.006")),
        blind="Samples that are the whole population.",
    ),
    Rule(
        "RC309", "population-unsaid", Severity.WARNING,
        "Several rates of one kind stand side by side, some say of which cases they are, and one does not.",
        "A rate among rejected answers and one among all answers differ by a factor: side by side they are read as one scale.",
        "State the `population` of each rate.",
        bad=changed(VERIFIER, (_ACCEPTED, _TWO + "  # <- RC309")),
        good=changed(VERIFIER, (_ACCEPTED, _TWO.replace("rate: 0.01, sample: 500,", "rate: 0.01, sample: 500, population: answers of 70B models,"))),
        blind="Populations that are named and differ from what the label suggests.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield rates that their samples do not allow, and rates of unnamed cases."""
    for path in measured(facts):
        for direction in _DIRECTIONS:
            place: Path = (*path, "errors", direction)
            rows = list(_rows(facts, place))
            for row in rows:
                yield from _rate(facts, row, "wrong")
            yield from _populations(facts, [row for row in rows if row != place])
        for name in facts.things(*path, "attacks"):
            yield from _rate(facts, (*path, "attacks", name), "accepted")


def _rows(facts: Facts, place: Path) -> Iterator[Path]:
    """Yield where the figures of a direction stand: at its own place, or by population."""
    stated = facts.plain(*place)
    if isinstance(stated, dict) and not _OF_ONE.isdisjoint(stated):
        yield place
    elif isinstance(stated, dict):
        yield from ((*place, name) for name, row in stated.items() if isinstance(row, dict))


def _rate(facts: Facts, path: Path, counted: str) -> Iterator[Finding]:
    """Hold a rate against its sample and what was counted; where both are wrong one finding says so."""
    sample, count = (_whole(facts.number(*path, key)) for key in ("sample", counted))
    printed = figure(facts, *path, "rate")
    if not sample or not any(facts.is_own(*path, key) for key in ("rate", "sample", counted)):
        return
    if count is not None and count > sample:
        hint = f"correct `{counted}` or `sample`"
        yield Finding("RC306", _own(facts, path, counted), f"{count:,} of {sample:,} are more than all", hint)
    elif count is not None and printed is not None and not _prints(printed, Fraction(count, sample)):
        message = f"{count:,} of {sample:,} do not print as {printed.text}"
        yield Finding("RC306", _own(facts, path, "rate"), message, f"correct the rate, `{counted}` or `sample`")
    elif printed is not None:
        yield from _alone(printed, sample, _own(facts, path, "rate"), tried=counted == "accepted")
    elif count == 0 and counted == "wrong":
        yield _zero(sample, _own(facts, path, counted))


def _whole(value: Any) -> int | None:
    whole = isinstance(value, (int, float)) and not isinstance(value, NonFinite) and value == int(value)
    return int(value) if whole and abs(value) < _MOST else None


def _own(facts: Facts, path: Path, key: str) -> Path:
    """Return the place of a figure, or the nearest one of its row that the card writes itself."""
    keys = (key, "rate", "sample", "wrong", "accepted")
    return next(((*path, one) for one in keys if facts.is_own(*path, one)), path)


def _prints(printed: Printed, share: Fraction) -> bool:
    """Tell whether a share prints so, rounded or cut off."""
    low, high = printed.box
    return (low is None or low <= share) and (high is None or share <= high + printed.half)


def _alone(printed: Printed, sample: int, place: Path, *, tried: bool) -> Iterator[Finding]:
    """Hold a rate against its sample alone; that none of the attacks that were *tried* passed is what it says."""
    held = rate(printed, sample)
    if held.finer:
        message = f"{printed.text} of a sample of {sample:,} is less than one case"
        yield Finding(
            "RC307", place, message, f"one case is {_short(Fraction(1, sample))}: state a bound, or the true sample"
        )
    elif held.bound is not None and not tried:
        yield _zero(sample, place)
    elif held.grim is not None and (held.grim.verdict == "impossible" or held.grim.how == "truncated"):
        cut = held.grim.how == "truncated"
        message = f"no whole number out of {sample:,} prints as {printed.text}"
        message += " unless digits were cut off" if cut else ""
        hint = "either the rate or the sample is not as stated"
        yield Finding("RC306", place, message, hint, severity=Severity.NOTE if cut else None)


def _zero(sample: int, place: Path) -> Finding:
    bound = Fraction(3, sample)
    message = f"none of {sample:,} does not mean never: the rate may be up to {_short(bound)}"
    return Finding("RC308", place, message, f"write the bound: `rate: <{_short(bound)}`")


def _short(share: Fraction) -> str:
    return f"{float(min(share, Fraction(1))):.2g}"


def _populations(facts: Facts, rows: list[Path]) -> Iterator[Finding]:
    """Yield rates without a population beside some that have one: where none has, the ids are the populations."""
    told = [row for row in rows if any(facts.plain(*row, key) is not None for key in ("rate", "wrong"))]
    if all(facts.status(*row, "population") is Status.NONE for row in told):
        return
    for row in told:
        if facts.status(*row, "population") is Status.NONE and facts.is_own(*row):
            message = f"{len(told)} rates stand side by side, and `{row[-1]}` does not say of which cases it is"
            yield Finding("RC309", row, message, "state its `population`", on="key")
