"""Damage for RC8xx: runs of agents, what became of the failed ones, what a run can be repeated with."""

from __future__ import annotations

from damage import GONE, Changes, Damage, Real
from releasecard.fields.environment import TRAJECTORY
from releasecard.values import Path

RUNS = ("tool_trajectory", "environment_episode")
IMITATED = {"sft", "distillation", "agent_training", "rlvr", "reward_modeling"}


def of_runs(real: Real, at: Path) -> bool:
    """The rows are runs of an agent."""
    return real.at(*at[:2], "type") in RUNS


def trains(real: Real, _at: Path) -> bool:
    """The release is for training, not for evaluation alone."""
    return bool(set(real.words("training_use")) & IMITATED)


def all_dropped(real: Real, _at: Path) -> Changes:
    """Drop the failed runs of every kind of rows that is for training."""
    kept = [path for path, _ in real.facts.matches("objects.*.trajectory.failures_and_retries.failed_runs")]
    return Changes({path: "dropped" for path in kept if real.at(*path) != "dropped"})


def successes_of_an_agent(real: Real, at: Path) -> Changes:
    """Make rows for RL with verifiable rewards the successful runs of an agent."""
    if "rlvr" not in real.words("training_use") or real.at(*at, "type") in (None, *RUNS):
        return Changes()
    record = {"available": "none", "failed_runs": "dropped", "retries": "not_stated"}
    return Changes({(*at, "type"): "tool_trajectory", (*at, "trajectory", "failures_and_retries"): record})


def claims_validity(real: Real, _at: Path) -> bool:
    """A claim is that the environment's verdicts are valid, and a run depends on a service outside."""
    kinds = {claim.get("kind") for claim in real.things("claims").values()}
    return "environment_validity" in kinds


def depends(real: Real, at: Path) -> bool:
    return claims_validity(real, at) and bool(real.words("replay", "live"))


def all_gaps(real: Real, at: Path) -> Changes:
    """Make a gap of all that a section holds which a reader is said to get."""
    held = real.things(*at[:-1]).get(str(at[-1])) if len(at) > 1 else real.facts.plain(*at)
    if at[-1] not in TRAJECTORY or not isinstance(held, dict) or held.get("available") not in ("full", "partial"):
        return Changes()
    fields = {(*at, name): "not_stated" for name in held if name not in ("available", "says")}
    return Changes({**fields, (*at, "says"): GONE} if real.is_written((*at, "says")) else fields)


def more_than_all(real: Real, at: Path) -> int | None:
    runs = real.at(*at[:-1], "runs")
    return runs + 1 if isinstance(runs, int) else None


def more_rows(real: Real, at: Path) -> Changes:
    """State more rows than there were successes, and no copies."""
    record = real.at(*at[:-1], "trajectory", "failures_and_retries")
    if not isinstance(record, dict) or record.get("failed_runs") != "dropped":
        return Changes()
    copies = {(*at[:-1], "copies"): GONE} if real.is_written((*at[:-1], "copies")) else {}
    return Changes({at: record["runs"], **copies})


def beyond_the_limit(real: Real, at: Path) -> Changes:
    """State a run with more actions than any run may have."""
    limits = [
        real.at(*at, "trajectory", "budget_and_sampling", "max_steps"),
        real.at("budget_and_sampling", "max_steps"),
    ]
    return Changes({(*at, "statistics", "actions in a run"): {"max": 500}}) if any(limits) else Changes()


DAMAGES = (
    Damage("RC801", "contradict", "objects", "of all runs that train, only the successes are left", all_dropped, trains),
    Damage("RC801", "add", "objects.*", "rows that are to be rewarded are the successful runs of an agent", successes_of_an_agent),
    Damage("RC802", "contradict", "verifiers.*.image replay.image", "the image is the newest one", "example/env:latest"),
    Damage("RC802", "contradict", "verifiers.*.sandbox", "the sandbox is the newest one", "example/runner:main"),
    Damage("RC803", "drop", "replay.package", "what keeps the state of a live service is left out", GONE, depends),
    Damage("RC804", "blank", "*", "a section is called available, and holds gaps alone", all_gaps),
    Damage("RC804", "contradict", "terminal_predicate.available", "verdicts are claimed valid of a predicate that nobody gets",
           "none", claims_validity),
    Damage("RC804", "contradict", "replay.deterministic", "a replay is called the same in full, and what cannot be replayed is listed", "full"),
    Damage("RC805", "shift", "objects.*.trajectory.failures_and_retries.failures failures_and_retries.failures "
           "variants.*.failures_and_retries.failures", "more runs failed than there were", more_than_all),
    Damage("RC805", "shift", "objects.*.records", "rows outnumber the successes that they are said to be", more_rows),
    Damage("RC806", "add", "objects.*", "a run has more actions than its limit", beyond_the_limit, of_runs),
)  # fmt: skip
