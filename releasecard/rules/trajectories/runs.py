"""Runs of an agent: which were kept, how many there were, how many actions they took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.fields.required import TRAJECTORIES
from releasecard.rules.objects.read import bounds, changed
from releasecard.rules.rule import Rule, shown
from releasecard.rules.trajectories.examples import EPISODES
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_FAILURES: Final = ("trajectory", "failures_and_retries", "failed_runs")
_BY_REWARD: Final = ("rlvr", "reward_modeling")
_IMITATED: Final = ("sft", "distillation", "agent_training", *_BY_REWARD)
_ACTIONS: Final = re.compile(r"(?:actions?|steps?|tool[ _-]calls?)\b", re.IGNORECASE)

RULES: Final = (
    Rule(
        "RC801", "success-only-trajectories", Severity.WARNING,
        "Only runs that succeeded are left, and the rows are to carry a reward.",
        "A clean transcript erases the failures and retries where credit is assigned: a policy or a judge that is "
        "rewarded has to see what fails.",
        "Release the failed runs too, or say what the rows are for: imitation. There it is a note, since the rows are "
        "samples by rejection.",
        bad=changed(EPISODES, ("failed_runs: kept, runs: 460, failures: 200, retries: none}",
                              "failed_runs: dropped, retries: none}  # <- RC801")),
        good=EPISODES,
        blind="Failures that another release holds.",
    ),
    Rule(
        "RC805", "runs-miscounted", Severity.WARNING,
        "More runs failed than there were, or failed runs are said to be dropped and the rows are more than the successes.",
        "How many runs failed, and what became of them, is what tells a filter from a policy.",
        "Correct `runs`, `failures`, `failed_runs` or `records`.",
        bad=changed(EPISODES, ("failures: 200, retries: none}", "failures: 470, retries: none}  # <- RC805")), good=EPISODES,
        blind="Runs that were cut into several rows.",
    ),
    Rule(
        "RC806", "more-actions-than-limit", Severity.WARNING,
        "A statistic of the rows counts more actions in a run than the limit of steps allows.",
        "A limit that did not hold is not the limit that was run: scores under it cannot be repeated.",
        "Correct `max_steps` or the statistic, or say what a step is.",
        bad=changed(EPISODES, ("    fields:", "    statistics:\n      actions in a run: {max: 62}  # <- RC806\n    fields:")),
        good=changed(EPISODES, ("    fields:", "    statistics:\n      actions in a run: {max: 30}\n    fields:")),
        blind="Messages, which are no actions: a step makes two or more.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield failures that were left out, and counts that cannot be right."""
    runs = list(of_agents(facts))
    yield from _successes(facts, shelf, runs)
    for path in runs:
        yield from _actions(facts, path)
    variants = (("variants", name) for name in facts.things("variants"))
    records: list[Path] = [(), *variants, *((*path, "trajectory") for path in runs)]
    for record in records:
        yield from _counts(facts, record)


def of_agents(facts: Facts) -> Iterator[Path]:
    """Yield the objects whose rows are runs of an agent."""
    for name in facts.things("objects"):
        if facts.plain("objects", name, "type") in TRAJECTORIES:
            yield ("objects", name)


def _kept(facts: Facts, shelf: Shelf, path: Path) -> str | None:
    """Return what became of failed runs: by the rows' own record, else by their environment's; None where nobody says."""
    own = facts.status(*path, *_FAILURES)
    if own is not Status.NONE:
        return _word(facts, *path, *_FAILURES)
    reference = facts.plain(*path, "trajectory", "environment")
    other = shelf.find(reference) if isinstance(reference, str) else facts if facts.kind == "environment" else None
    return _word(other, *_FAILURES[1:]) if other is not None else None


def _word(facts: Facts, *path: str | int) -> str | None:
    value = facts.plain(*path)
    return value if isinstance(value, str) else None


def _successes(facts: Facts, shelf: Shelf, runs: list[Path]) -> Iterator[Finding]:
    uses = [use for use in facts.words("training_use") if use in _IMITATED]
    kept = {path: _kept(facts, shelf, path) for path in runs} if uses else {}
    failing = any(word != "dropped" for word in kept.values())
    rewarded = [use for use in uses if use in _BY_REWARD and not failing]
    if "agent_training" in uses and any(stage.get("kind") == "rl" for stage in facts.things("stages").values()):
        rewarded.append("agent_training")
    for path, word in kept.items():
        if word != "dropped":
            continue
        place = next((one for one in ((*path, *_FAILURES), (*path, "type")) if facts.is_own(*one)), None)
        if place is not None:
            what = f"and they are meant for {rewarded[0]}" if rewarded else "so credit cannot be assigned"
            message = f"failed runs are dropped from `{path[-1]}`, {what}"
            hint = "release the failed runs too" if rewarded else "fine for imitation; release the failed runs for more"
            yield Finding("RC801", place, message, hint, severity=None if rewarded else Severity.NOTE)


def _counts(facts: Facts, path: Path) -> Iterator[Finding]:
    place = (*path, "failures_and_retries")
    runs, failures = bounds(facts.plain(*place, "runs")), bounds(facts.plain(*place, "failures"))
    if runs[1] is None or failures[0] is None or not facts.is_own(*place, "failures"):
        return
    if failures[0] > runs[1]:
        message = f"{shown(facts.plain(*place, 'failures'))} of {shown(facts.plain(*place, 'runs'))} runs failed, which is more than all"
        yield Finding("RC805", (*place, "failures"), message, "correct `runs` or `failures`")
    elif path[-1:] == ("trajectory",) and facts.plain(*place, "failed_runs") == "dropped":
        exact = [facts.number(*one) for one in ((*path[:-1], "records"), (*place, "runs"), (*place, "failures"))]
        rows, successes = bounds(exact[0])[0], runs[1] - failures[0]
        if rows is None or None in exact:
            return
        if rows > successes and facts.status(*path[:-1], "copies") is Status.NONE:
            message = (
                f"{_text(rows)} rows are left where {_text(successes)} runs succeeded, and failed runs are dropped"
            )
            yield Finding(
                "RC805", (*place, "failed_runs"), message, "correct `runs`, `failures`, `failed_runs` or `records`"
            )


def _text(count: Fraction) -> str:
    return f"{int(count):,}" if count < 10**15 else "very many"


def _actions(facts: Facts, path: Path) -> Iterator[Finding]:
    limits = [(*path, "trajectory", "budget_and_sampling", "max_steps"), ("budget_and_sampling", "max_steps")]
    limit = next((most for one in limits if (most := bounds(facts.plain(*one))[1]) is not None), None)
    statistics = facts.plain(*path, "statistics")
    for name in statistics if limit is not None and isinstance(statistics, dict) else ():
        if not _ACTIONS.match(str(name)):
            continue
        for key in ("max", "median", "mean"):
            place = (*path, "statistics", name, key)
            least = bounds(facts.plain(*place))[0]
            if least is not None and limit is not None and least > limit and facts.is_own(*place):
                message = (
                    f"`{name}` has a {key} of {shown(facts.plain(*place))}, and a run is cut after {_text(limit)} steps"
                )
                yield Finding("RC806", place, message, "correct `max_steps` or the statistic, or say what a step is")
                break
