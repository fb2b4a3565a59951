"""Benchmarks that cannot show a gain: checkpoints were chosen by them, or the base model may have seen them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from releasecard.facts import Facts
from releasecard.rules.examples import EXAM, GAINED
from releasecard.rules.results.examples import RECIPE
from releasecard.rules.results.read import Pair, in_table, pairs
from releasecard.rules.rule import Rule
from releasecard.values import Finding, Severity, each

_HEAD, _ROWS = RECIPE.split("rollouts:\n")
_TRAINING: Final = "rollouts:\n" + _ROWS[: _ROWS.index("benchmarks:")]
_SCORED: Final = EXAM.removeprefix("rollouts:\n").replace("origin: run", "origin: run, training_runs: 1")
_TRAINED: Final = (
    _HEAD.replace("{rule: the last one}", "{rule: best score, selected_on: [exam]}") + _TRAINING
    + _SCORED.replace("7B after SFT,", "7B, stage: tuning,") + "comparisons: not_measured\n"
)  # fmt: skip
_DEVELOPED: Final = _TRAINED.replace(
    "benchmarks:\n",
    "benchmarks:\n  held-out: {name: Held Out, items: 500, metric: avg@4, unit: percent, rollouts: exam}\n",
).replace("[exam]", "[held-out]")
_CLAIM, _PAIRED = GAINED.split("rollouts:\n")
_AGED: Final = (
    _HEAD.replace("license: MIT", "license: MIT, cutoff: 2024-03-01") + _TRAINING
    + _PAIRED.replace("items: 5000", "items: 1319").replace("7B, origin: run", "7B, origin: run, training_runs: 1")
    + _CLAIM.replace("objects.rows", "stages.tuning")
).replace("Example Exam", "GSM8K")  # fmt: skip

RULES: Final = (
    Rule(
        "RC715", "checkpoint-selected-on-reported", Severity.WARNING,
        "The checkpoint was chosen by a benchmark whose score is reported.",
        "The best of many checkpoints on a test is better on it than elsewhere: its score is that of the choice.",
        "Choose by a set that is not reported, or report benchmarks that nothing was chosen by.",
        bad=_TRAINED.replace("selected_on: [exam]}", "selected_on: [exam]}  # <- RC715"), good=_DEVELOPED,
        blind="Choices that the card does not state, and rows that name neither a stage nor the model that it makes.",
    ),
    Rule(
        "RC716", "no-benchmark-after-base", Severity.NOTE,
        "Every benchmark of a gain was public before the base model's data ended.",
        "The base may have read the answers: Qwen2.5-Math-7B completes 54.6 % of MATH-500 from the first part of a question "
        "(arXiv 2507.10532), and training on random rewards then looks like a gain.",
        "Score a benchmark that is younger than the base too; `base_models.*.cutoff` or `released` says how old that is.",
        bad=_AGED.replace("better:", "better:  # <- RC402").replace("[comparisons.tuning]", "[comparisons.tuning]  # <- RC716"),
        good=_AGED.replace("2024-03-01", "2021-01-01"),
        blind="Benchmarks and base models of which no date is known.",
    ),
)  # fmt: skip


class _Reported(NamedTuple):
    """What is reported of a stage, or of a model: ids of benchmarks, and what these are in the shipped table."""

    ids: set[str]
    rows: set[tuple[str, str]]


def check(facts: Facts) -> Iterator[Finding]:
    """Yield stages whose checkpoint was chosen by what is reported, and gains on benchmarks older than the base."""
    reported = _reported(facts)
    for stage in facts.things("stages"):
        yield from _selected(facts, stage, reported)
    yield from _older(facts)


def _reported(facts: Facts) -> dict[tuple[str, str], _Reported]:
    """Return what rows report, by the stage that they name, else by their model."""
    found: dict[tuple[str, str], _Reported] = {}
    for row, value in facts.things("baselines").items():
        key = next((key for key in ("stage", "model") if key in value), "model")
        of = found.setdefault((key, str(value.get(key))), _Reported(set(), set()))
        scores = facts.plain("baselines", row, "scores")
        for name in scores if isinstance(scores, dict) else ():
            if facts.plain("baselines", row, "scores", name) is not None:
                of.ids.add(name)
                table = in_table(facts, name)
                of.rows.update([(table.id, table.window)] if table is not None else [])
    return found


def _selected(facts: Facts, stage: str, reported: dict[tuple[str, str], _Reported]) -> Iterator[Finding]:
    path = ("stages", stage, "checkpoint")
    chosen = facts.words(*path, "selected_on")
    if not chosen or not facts.is_own(*path, "selected_on"):
        return
    keys = (("stage", stage), ("model", str(facts.plain("stages", stage, "makes"))))
    rows = [reported[key] for key in keys if key in reported]
    both = [name for name in chosen if any(_is_among(facts, name, one) for one in rows)]
    if facts.plain(*path, "also_reported") is True and not both:
        both = chosen
    if both:
        names = " and ".join(f"`{name}`" for name in both[:3])
        verb = "is" if len(both) == 1 else "are"
        message = f"the checkpoint of `{stage}` was chosen by {names}, which {verb} reported too"
        hint = "choose by a set that is not reported, or report what nothing was chosen by"
        yield Finding("RC715", (*path, "selected_on"), message, hint)


def _is_among(facts: Facts, chosen: str, reported: _Reported) -> bool:
    """Tell whether a benchmark is reported, be it under another id."""
    row = in_table(facts, chosen)
    return chosen in reported.ids or (row is not None and (row.id, row.window) in reported.rows)


def _older(facts: Facts) -> Iterator[Finding]:
    """Hold all benchmarks of each claim of a gain against the base model whose data ended first."""
    known = _end(facts)
    by_claim: dict[str, list[Pair]] = {}
    for pair in pairs(facts) if known is not None else ():
        for claim in pair.claims:
            by_claim.setdefault(claim, []).append(pair)
    for claim, of in by_claim.items():
        names = list(dict.fromkeys(name for pair in of for name in pair.benchmarks))
        days = [_public(facts, name) for name in names]
        if facts.plain("claims", claim, "kind") != "gain" or not days or known is None:
            continue
        if all(day is not None and day < known for day in days):
            message = f"every benchmark of `{claim}` was public before {known}, when the data of its base model ended"
            yield Finding("RC716", ("claims", claim, "evidence"), message, "score a younger benchmark too", on="key")


def _end(facts: Facts) -> date | None:
    """Return the day on which the data of a base model ended, of several the first; None where one is not known."""
    trained = [name for name in facts.things("base_models") if facts.plain("base_models", name, "frozen") is not True]
    days = [facts.day("base_models", name, "cutoff") or _released(facts, name) for name in trained]
    return min((day for day in days if day is not None), default=None) if None not in days else None


def _released(facts: Facts, name: str) -> date | None:
    """Return the day of release where the card does not say that a cutoff is unknown."""
    return facts.day("base_models", name, "released")


def _public(facts: Facts, benchmark: str) -> date | None:
    """Return the last day on which a benchmark can have become public, None where unknown."""
    row = in_table(facts, benchmark)
    if row is None or row.first_public is None:
        return None
    parts = [int(part) for _, part in each((), row.first_public.split("-"))]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
