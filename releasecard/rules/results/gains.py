"""Gains: whether they are the difference of their scores, and whether they are larger than spread and noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from releasecard.arithmetic.printed import Printed
from releasecard.arithmetic.spread import Spread, Within, gain, noise, within
from releasecard.facts import Facts, Status
from releasecard.rules.examples import EXAM, GAINED, PAIR
from releasecard.rules.figures import disputed, figure
from releasecard.rules.results.read import (
    OF_TRAINING,
    Pair,
    exact,
    in_table,
    is_claimed,
    is_share,
    pairs,
    sides,
    whole,
)
from releasecard.rules.rule import Rule
from releasecard.values import Finding, Path, Severity

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_COUNTS: Final = {"training_runs": "training_runs", "eval_runs": "eval_runs"}
_SPREAD: Final = "spread: {exam: {value: 0.6, kind: sd, over: training_runs, runs: 3}}"
_SAMPLED: Final = (
    EXAM.replace("items: 5000", "items: 30")
    .replace("samples_per_prompt: 4", "samples_per_prompt: 16")
    .replace("avg@4", "avg@16")
)
_ONCE: Final = GAINED.replace("training_runs: 3", "training_runs: 1").replace(
    "7B, origin: run", "7B, origin: run, training_runs: 1"
)

RULES: Final = (
    Rule(
        "RC704", "gain-not-the-difference", _WARNING,
        "A stated gain is not the difference of the two scores, at the precision that all three are printed with.",
        "A reader who subtracts gets another number: a score, a row or the gain is wrong, or the gain is relative.",
        "Correct the gain, which stands in points; a relative change in percent stands under `change`.",
        bad=EXAM + PAIR.replace("{exam: 20.2}", "{exam: 22.2}  # <- RC704"), good=EXAM + PAIR,
        blind="Gains over rows that are not on the card.",
    ),
    Rule(
        "RC705", "gain-within-spread", _WARNING,
        "A difference on which a gain stands is not larger than the stated spread of its scores.",
        "Repeated runs differ by as much: nothing follows from a gain that a second run may take back (two-sided, 95 %, "
        "Welch; a stated margin is compared directly).",
        "Say that the difference is within the spread, or make more runs. A note says that two runs are too few to tell, "
        "that other benchmarks of the pair are beyond it, or that the spread has no `kind`.",
        bad=EXAM.replace("{exam: 40.3}", f"{{exam: 20.9}}, {_SPREAD}") + PAIR.replace("{exam: 20.2}", "{exam: 0.8}  # <- RC705"),
        good=EXAM.replace("{exam: 40.3}", f"{{exam: 40.3}}, {_SPREAD}") + PAIR,
        blind="Spread that is not stated, and spread over items: the same items stand on both sides.",
    ),
    Rule(
        "RC706", "gain-within-sampling-noise", _NOTE,
        "A difference of two sampled scores is not larger than what sampling alone can make on so many items.",
        "Sampling the same model twice differs too: sqrt(p (1 - p) / (items x samples)) bounds its standard error. Within the "
        "bound a gain is not shown; it is not refuted either.",
        "State the spread over runs or samples, draw more samples, or score more items.",
        bad=_SAMPLED.replace("exam: 40.3", "exam: 22.9").replace("exam: 20.1", "exam: 20.0") + PAIR.replace("{exam: 20.2}", "{exam: 2.9}  # <- RC706"),
        good=_SAMPLED.replace("exam: 40.3", "exam: 40.4").replace("exam: 20.1", "exam: 20.2") + PAIR,
        blind="Greedy decoding and single tries: the formula says nothing there.",
    ),
    Rule(
        "RC707", "one-seed-each", _NOTE,
        "A gain that is ascribed to training compares one training run with one other.",
        "Two trainings that differ in nothing but the seed end at different scores.",
        "Train again with other seeds and state the spread over `training_runs`, or say that it is one run each.",
        bad=_ONCE.replace("better:", "better:  # <- RC402").replace("[comparisons.tuning]", "[comparisons.tuning]  # <- RC707"),
        good=GAINED,
        blind="Rows that do not say how many trainings stand behind them.",
    ),
)  # fmt: skip


class _Held(NamedTuple):
    """A benchmark of a pair whose difference was held against a spread."""

    benchmark: str
    found: Within


def check(facts: Facts) -> Iterator[Finding]:
    """Yield gains that are not what their scores make, or not more than spread or noise."""
    for pair in pairs(facts):
        yield from _differences(facts, pair)
        yield from _spreads(facts, pair)
    yield from _seeds(facts, pairs(facts))


def _differences(facts: Facts, pair: Pair) -> Iterator[Finding]:
    for benchmark in pair.benchmarks:
        numbers = _scores(facts, pair, benchmark)
        for field in ("gain", "change"):
            place: Path = (*pair.path, field, benchmark)
            stated = figure(facts, *place) if facts.is_own(*place) else None
            if stated is not None and numbers is not None and not disputed(facts, place):
                yield from _difference(facts, place, numbers, stated)


def _difference(facts: Facts, place: Path, numbers: tuple[Printed, Printed], stated: Printed) -> Iterator[Finding]:
    before, after = numbers
    benchmark = str(place[-1])
    lower = facts.plain("benchmarks", benchmark, "better") == "lower"
    points, relative = (
        gain(before, after, stated, relative=one).agrees or (lower and gain(after, before, stated, relative=one).agrees)
        for one in (False, True)
    )
    hundredfold = whole(facts, benchmark) == 1 and _hundredfold(before, after, stated, lower=lower)
    in_points = place[-2] == "gain"
    if relative if not in_points else points or hundredfold:
        return
    what, other = ("gain", relative) if in_points else ("relative change", points)
    message = f"the {what} on `{benchmark}` is {stated.text}, and its scores are {before.text} and {after.text}"
    hint = "correct the number, or a score"
    if other:
        hint = "it is relative: write it under `change`" if in_points else "it is in points: write it under `gain`"
    yield Finding("RC704", place, message, hint)


def _hundredfold(before: Printed, after: Printed, stated: Printed, *, lower: bool) -> bool:
    """Tell whether a gain is in percentage points where its scores are fractions."""
    face, digits = stated.face, stated.digits + 2
    low, high = (None if end is None else end / 100 for end in face)
    scaled = stated._replace(face=face._replace(low=low, high=high), digits=digits)
    return gain(before, after, scaled).agrees or (lower and gain(after, before, scaled).agrees)


def _scores(facts: Facts, pair: Pair, benchmark: str) -> tuple[Printed, Printed] | None:
    before, after = (figure(facts, "baselines", row, "scores", benchmark) for row in (pair.before, pair.after))
    return (before, after) if before is not None and after is not None else None


def _place(facts: Facts, pair: Pair, benchmark: str) -> Path:
    """Return where the author states the gain on a benchmark, else the comparison."""
    place = (*pair.path, "gain", benchmark)
    return place if facts.is_own(*place) else pair.path


def _on(place: Path) -> Any:
    return "value" if len(place) > 2 else "key"


def _spreads(facts: Facts, pair: Pair) -> Iterator[Finding]:
    """Hold what a pair claims against stated spread, and where there is none against the noise of sampling."""
    held: list[_Held] = []
    for benchmark in pair.benchmarks if is_claimed(facts, pair) else ():
        numbers = _scores(facts, pair, benchmark)
        if numbers is None or not is_claimed(facts, pair, benchmark):
            continue
        spreads = [_spread(facts, row, benchmark) for row in (pair.before, pair.after)]
        found = within(*numbers, *spreads)
        if found.verdict == "unknown":
            yield from _unkinded(facts, pair, benchmark)
            yield from _noise(facts, pair, benchmark, numbers)
        else:
            held.append(_Held(benchmark, found))
    beyond = any(one.found.verdict == "beyond" for one in held)
    for one in held:
        yield from _within(facts, pair, one, beyond=beyond)


def _within(facts: Facts, pair: Pair, held: _Held, *, beyond: bool) -> Iterator[Finding]:
    found, place = held.found, _place(facts, pair, held.benchmark)
    if found.verdict == "beyond":
        return
    difference = f"the difference on `{held.benchmark}` of `{pair.id}`, {_short(found.difference)},"
    if found.verdict == "too_few":
        message = f"{difference} rests on two runs, which are too few to tell it from spread"
        yield Finding("RC705", place, message, "make more runs", on=_on(place), severity=_NOTE)
        return
    over = {facts.plain("baselines", row, "spread", held.benchmark, "over") for row in (pair.before, pair.after)}
    varied = " and ".join(sorted(one.replace("_", " ") for one in over if isinstance(one, str)))
    message = f"{difference} is within the spread over {varied}: {_short(found.bound)}"
    lighter = _NOTE if beyond and len(place) == 2 else None
    yield Finding("RC705", place, message, "say so, or make more runs", on=_on(place), severity=lighter)


def _short(number: Any) -> str:
    return f"{float(number):.3g}"


def _spread(facts: Facts, row: str, benchmark: str) -> Spread | None:
    path = ("baselines", row, "spread", benchmark)
    value, kind, over = figure(facts, *path, "value"), facts.plain(*path, "kind"), facts.plain(*path, "over")
    if value is None or value.value is None or not isinstance(kind, str) or not isinstance(over, str):
        return None
    runs = facts.plain(*path, "runs")
    if runs is not None and not exact(runs):
        return None
    single = over in _COUNTS and facts.plain("baselines", row, _COUNTS[over]) == 1
    return Spread(value.value, kind, over, exact(runs), not single)  # type: ignore[arg-type]


def _unkinded(facts: Facts, pair: Pair, benchmark: str) -> Iterator[Finding]:
    """Say that a spread without a kind was not used."""
    for row in (pair.before, pair.after):
        path = ("baselines", row, "spread", benchmark)
        if (
            facts.plain(*path, "value") is not None
            and facts.status(*path, "kind") is Status.NONE
            and facts.is_own(*path)
        ):
            message = f"the spread of `{row}` on `{benchmark}` has no kind: `{pair.id}` was not held against it"
            yield Finding(
                "RC705", path, message, "state `kind`: sd, se, ci95, range or margin", on="key", severity=_NOTE
            )


def _noise(facts: Facts, pair: Pair, benchmark: str, numbers: tuple[Printed, Printed]) -> Iterator[Finding]:
    both, unit, items = sides(facts, pair, benchmark), whole(facts, benchmark), _items(facts, benchmark)
    samples = [exact(one.settings["samples"].value) for one in both]
    warm = all(_is_warm(one.settings["temperature"].value) for one in both)
    if unit is None or items is None or not warm or any(one.assumed or not is_share(one) for one in both):
        return
    if samples[0] is None or samples[1] is None:
        return
    found = noise(*numbers, items, (samples[0], samples[1]), whole=unit)
    if found is None or not found.within:
        return
    place = _place(facts, pair, benchmark)
    message = (
        f"the difference on `{benchmark}` of `{pair.id}`, {_short(found.difference)}, is no more than sampling alone "
        f"can make on {items} items: {_short(found.bound)}"
    )
    yield Finding("RC706", place, message, "state the spread over runs, or draw more samples", on=_on(place))


def _is_warm(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def _items(facts: Facts, benchmark: str) -> int | None:
    """Return the number of items, the largest that the table admits where the card states none."""
    items = exact(facts.plain("benchmarks", benchmark, "items"))
    row = in_table(facts, benchmark)
    if items is not None or row is None or facts.status("benchmarks", benchmark, "items") is not Status.NONE:
        return items
    return max(row.sizes, default=None)


def _seeds(facts: Facts, listed: Sequence[Pair]) -> Iterator[Finding]:
    """Yield each claim of a gain by training that stands on comparisons of one training with one other."""
    found: dict[str, list[Pair]] = {}
    for pair in listed:
        gains = (one for one in pair.claims if facts.plain("claims", one, "kind") == "gain")
        for claim in gains if _is_single(facts, pair) else ():
            if _credits_training(facts, pair, claim):
                found.setdefault(claim, []).append(pair)
    for claim, of in found.items():
        names = ", ".join(f"`{pair.id}`" for pair in of[:3]) + (f" and {len(of) - 3} more" if len(of) > 3 else "")
        message = f"`{claim}` stands on {names}: one training run against one other"
        hint = "train with other seeds, or say that it is one run each"
        yield Finding("RC707", ("claims", claim, "evidence"), message, hint, on="key")


def _is_single(facts: Facts, pair: Pair) -> bool:
    """Tell whether both rows are of one training, and neither states a spread over trainings."""
    rows = [("baselines", row) for row in (pair.before, pair.after)]
    spread = any(facts.plain(*row, "spread", one, "over") == "training_runs" for row in rows for one in pair.benchmarks)
    return not spread and all(facts.plain(*row, "training_runs") == 1 for row in rows)


def _credits_training(facts: Facts, pair: Pair, claim: str) -> bool:
    """Tell whether a claim credits training: by its `credits`, or where it names none by all that changed."""
    status = facts.status("claims", claim, "credits")
    knobs = facts.words("claims", claim, "credits") if status is not Status.NONE else pair.changed or ()
    return not OF_TRAINING.isdisjoint(knobs)
