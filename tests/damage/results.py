"""Damage for RC7xx: scores, gains, what changed between two rows, settings of a stage."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from damage import GONE, Changes, Damage, Real
from releasecard.benchmarks import known
from releasecard.facts import Status
from releasecard.values import Path

MOVED_BY_TRAINING = {
    "data",
    "optimizer",
    "reward",
    "sampling",
    "supervision",
    "sft_stage",
    "rl_stage",
    "teacher",
    "curriculum",
    "precision",
}


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def rows(real: Real, at: Path) -> tuple[str, str]:
    """Return the two rows of a comparison."""
    before, after = real.at(*at[:2], "from"), real.at(*at[:2], "to")
    return str(before), str(after)


def common(real: Real, at: Path) -> list[str]:
    """Return the benchmarks on which both rows of a comparison have a score that is a number."""
    before, after = (real.at("baselines", row, "scores") for row in rows(real, at))
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [one for one in before if is_number(before[one]) and is_number(after.get(one))]


def claims_on(real: Real, at: Path, *kinds: str) -> list[str]:
    """Return the claims of those kinds that stand on a comparison, with others or alone."""
    named = {f"comparisons.{at[1]}", "comparisons"}
    return [
        name for name, claim in real.things("claims").items()
        if claim.get("kind") in kinds and named & set(real.words("claims", name, "evidence"))
    ]  # fmt: skip


def has_gain(real: Real, at: Path) -> bool:
    """A claim of a gain stands on the comparison, and both rows were scored on something."""
    return bool(claims_on(real, at, "gain") and common(real, at))


def changed(real: Real, at: Path) -> set[str]:
    return set(real.words(*at[:2], "changed"))


def protocol(real: Real, row: str, benchmark: str) -> str | None:
    """Return the one protocol that a row was sampled by on a benchmark."""
    own, base = ("baselines", row), ("benchmarks", benchmark)
    stated = real.facts.status(*own, "rollouts") is not Status.NONE
    names = real.words(*own, "rollouts") if stated else real.words(*base, "rollouts")
    return names[0] if len(names) == 1 else None


def off_the_grid(real: Real, at: Path) -> float | None:
    """Return a printed score next to the one stated that no whole number of right answers gives, however it is cut."""
    row, benchmark, value = str(at[1]), str(at[3]), real.at(*at)
    name = protocol(real, row, benchmark)
    samples, metric, unit = (
        real.at("rollouts", str(name), "samples_per_prompt"), real.at("benchmarks", benchmark, "metric"),
        real.at("benchmarks", benchmark, "unit"),
    )  # fmt: skip
    table = known(str(real.at("benchmarks", benchmark, "name")))
    items = real.at("benchmarks", benchmark, "items") or (table.sizes[0] if table and len(table.sizes) == 1 else None)
    shares = isinstance(metric, str) and (metric == "accuracy" or metric.startswith("avg@"))
    if not (shares and unit == "percent" and isinstance(items, int) and isinstance(samples, int) and is_number(value)):
        return None
    step = Fraction(100, items * samples)
    for tenths in range(int(value * 10) + 1, int(value * 10) + 40):
        nearest = min(abs(step * round(Fraction(tenths, 10) / step) - Fraction(tenths, 10)), step)
        if nearest > Fraction(1, 9):
            return tenths / 10
    return None


def in_the_table(real: Real, at: Path) -> bool:
    name, version, split = (real.at(*at[:2], key) for key in ("name", "version", "split"))
    row = known(str(name), version, split) if isinstance(name, str) else None
    return row is not None and bool(row.sizes) and version is None


def is_windowed(real: Real, at: Path) -> bool:
    row = known(str(real.at(*at[:2], "name")))
    return row is not None and row.windowed


def one_more(real: Real, at: Path) -> Any:
    value = real.at(*at)
    return value + 1 if is_number(value) else None


def widely_spread(real: Real, at: Path) -> Changes:
    """State for each score of the later row a spread that is larger than any difference."""
    changes = Changes()
    for benchmark in common(real, at):
        value = abs(real.at("baselines", rows(real, at)[1], "scores", benchmark)) + 50
        spread = {"value": value, "kind": "sd", "over": "training_runs", "runs": 3}
        changes["baselines", rows(real, at)[1], "spread", benchmark] = spread
    return changes


def hardly_better(real: Real, at: Path) -> Changes:
    """Bring the later row to a tenth of a point above the earlier one, where few items were sampled warmly."""
    before, after = rows(real, at)
    for benchmark in common(real, at):
        names = {protocol(real, row, benchmark) for row in (before, after)}
        warm = all((real.at("rollouts", str(name), "temperature") or 0) > 0 for name in names if name)
        metric = str(real.at("benchmarks", benchmark, "metric"))
        counted = isinstance(real.at("benchmarks", benchmark, "items"), int)
        own = all(real.at("baselines", row, "origin") == "run" for row in (before, after))
        if None not in names and warm and counted and own and metric.startswith("avg@"):
            score = real.at("baselines", before, "scores", benchmark)
            return Changes({("baselines", after, "scores", benchmark): round(score + 0.1, 1)})
    return Changes()


def credits_training(real: Real, at: Path) -> bool:
    """A claim of a gain rests on comparisons, and credits a knob of training or changed one alone."""
    return real.at(*at, "kind") == "gain" and bool(set(real.words(*at, "credits")) & MOVED_BY_TRAINING)


def one_run_each(real: Real, at: Path) -> Changes:
    """State one training run for each row that the claim's comparisons name."""
    changes = Changes()
    for word in real.words(*at, "evidence"):
        if word.startswith("comparisons."):
            for row in rows(real, ("comparisons", word.split(".")[1])):
                if row in real.things("baselines") and real.at("baselines", row, "training_runs") != 1:
                    changes["baselines", row, "training_runs"] = 1
    return changes


def unlisted(*knobs: str) -> Callable[[Real, Path], bool]:
    """The comparison lists what changed, and none of these knobs."""

    def holds(real: Real, at: Path) -> bool:
        return bool(changed(real, at)) and not changed(real, at) & set(knobs)

    return holds


def sampled_otherwise(real: Real, at: Path) -> Changes:
    """Sample the later row at another temperature, under a protocol of its own."""
    after = rows(real, at)[1]
    for benchmark in common(real, at):
        name = protocol(real, after, benchmark)
        heat = real.at("rollouts", str(name), "temperature")
        if name is not None and is_number(heat) and real.at("baselines", after, "origin") == "run":
            hotter = {"like": name, "temperature": round(heat + 0.3, 1)}
            return Changes({("rollouts", "hotter"): hotter, ("baselines", after, "rollouts"): "hotter"})
    return Changes()


def judged_otherwise(real: Real, at: Path) -> Changes:
    """Judge the later row with another version of the verifier."""
    after = rows(real, at)[1]
    for benchmark in common(real, at):
        name = str(protocol(real, after, benchmark))
        judge = real.at("benchmarks", benchmark, "verifier") or real.at("rollouts", name, "verifier")
        program = real.at("verifiers", str(judge), "implementation", "name")
        stated = real.at("verifiers", str(judge), "implementation", "revision") or real.at(
            "verifiers", str(judge), "implementation", "version"
        )
        if isinstance(program, str) and stated and isinstance(judge, str):
            key = "revision" if real.at("verifiers", judge, "implementation", "revision") else "version"
            newer = {
                "like": judge,
                "implementation": {"name": program, key: "0123456789abcdef" if key == "revision" else "99.0"},
            }
            return Changes({("verifiers", "newer"): newer, ("baselines", after, "verifier"): "newer"})
    return Changes()


def copied_from_elsewhere(real: Real, at: Path) -> Changes:
    """Copy the scores of the earlier row from another report."""
    before, after = rows(real, at)
    ran = all(real.at("baselines", row, "origin") == "run" for row in (before, after))
    return Changes({("baselines", before, "origin"): "copied"}) if ran else Changes()


def is_credited(real: Real, at: Path) -> bool:
    """A claim credits the one knob that changed."""
    credited = {
        knob for claim in claims_on(real, at, "gain", "scaling") for knob in real.words("claims", claim, "credits")
    }
    return len(changed(real, at)) == 1 and changed(real, at) <= credited


def with_another_knob(real: Real, at: Path) -> list[str] | None:
    knob = next(one for one in ("engine", "precision", "curriculum") if one not in changed(real, at))
    return [*real.words(*at), knob]


def with_a_knob_that_nothing_changed(real: Real, at: Path) -> list[str] | None:
    named = [word.split(".")[1] for word in real.words(*at[:2], "evidence") if word.startswith("comparisons.")]
    listed = {knob for name in named for knob in real.words("comparisons", name, "changed")}
    known_all = bool(named) and all(real.words("comparisons", name, "changed") for name in named)
    knob = next(one for one in ("handoff", "precision", "engine") if one not in listed)
    return [*real.words(*at), knob] if known_all else None


def only_inference(real: Real, at: Path) -> Changes:
    return Changes({(*at, "changed"): ["inference_compute"], (*at, "moved"): ["ceiling"]})


def trains(real: Real, at: Path) -> bool:
    """The sides are rows, and the release trains something: a search scales inference compute itself."""
    searched = any(stage.get("kind") == "search" for stage in real.things("stages").values())
    return not searched and all(row in real.things("baselines") for row in rows(real, at))


def no_axis(real: Real, at: Path) -> Changes:
    changes = Changes({(*at, "moved"): ["efficiency"]})
    if real.is_written(("scaling", "axis")):
        changes["scaling", "axis"] = GONE
    return changes


def between_rows(real: Real, at: Path) -> bool:
    """The sides are rows and not fitted curves, and the ledger is no gap as a whole."""
    open_ledger = real.facts.status("scaling") is Status.GAP or real.facts.status("scaling", "axis") is Status.GAP
    return real.at(*at, "from") not in real.things("scaling", "fits") and not open_ledger


def selected_on_what_is_reported(real: Real, at: Path) -> Changes:
    """Choose a stage's checkpoint by a benchmark on which a row of that stage is scored."""
    made = real.at(*at, "makes")
    for row, stated in real.things("baselines").items():
        scores = stated.get("scores")
        if (
            isinstance(scores, dict)
            and scores
            and (stated.get("stage") == at[-1] or (made and stated.get("model") == made))
        ):
            chosen = next((one for one in scores if real.at("baselines", row, "scores", one) is not None), None)
            if chosen and not real.words(*at, "checkpoint", "selected_on"):
                checkpoint = {"rule": "best score", "every": 5, "selected_on": [chosen]}
                return Changes({(*at, "checkpoint"): checkpoint})
    return Changes()


def trained_until_2030(real: Real, at: Path) -> Changes:
    """Let the data of every base model end in 2030."""
    gains = any(claim.get("kind") == "gain" for claim in real.things("claims").values())
    bases = list(real.things(*at))
    return Changes({(*at, name, "cutoff"): "2030-01-01" for name in bases}) if gains else Changes()


def stage(real: Real, at: Path, *fields: str) -> bool:
    return all(isinstance(real.at(*at[:2], "training", field), int) for field in fields)


def batches(real: Real, at: Path) -> bool:
    """The prompts and samples of a step are stated beside its responses."""
    samples = [real.at("rollouts", name, "samples_per_prompt") for name in real.words(*at[:2], "rollouts")]
    return stage(real, at, "prompts_per_step", "responses_per_step") and all(isinstance(one, int) for one in samples)


def alone(real: Real, at: Path) -> Changes:
    """Draw one sample for a prompt where the algorithm compares those of a group."""
    names = [name for name in real.words(*at, "rollouts") if real.at("rollouts", name, "purpose") == "training"]
    if real.at(*at, "algorithm") not in ("grpo", "rloo", "dapo", "gspo") or not names:
        return Changes()
    return Changes({("rollouts", name, "samples_per_prompt"): 1 for name in names})


def gated(real: Real, at: Path) -> Changes:
    """State a KL coefficient behind a closed gate."""
    return (
        Changes({(*at, "kl_enabled"): False, (*at, "kl_coef"): 0.05}) if real.at(*at[:2], "kind") == "rl" else Changes()
    )


def twice_the_passes(real: Real, at: Path) -> Changes:
    """State a hundred distinct prompts, and one pass over them, for steps that draw many more."""
    names = list(real.at(*at[:2], "data") or {})
    control = {(*at[:2], "sampling_control", "dynamic_sampling"): False}
    keep = control if real.at(*at[:2], "sampling_control", "dynamic_sampling") else {}
    gone = {(*at, "gen_prompts_per_step"): GONE} if real.is_written((*at, "gen_prompts_per_step")) else {}
    steps = {} if stage(real, at, "max_steps") else {(*at, "max_steps"): 1000}
    return Changes({("data", names[0], "distinct"): 100, (*at, "epochs"): 1.0, **steps, **keep, **gone})


def draws(real: Real, at: Path) -> bool:
    names = list(real.at(*at[:2], "data") or {})
    return len(names) == 1 and stage(real, at, "prompts_per_step") and real.at(*at[:2], "kind") == "rl"


DAMAGES = (
    Damage("RC701", "shift", "baselines.*.scores.*", "the score is one that so many items and samples cannot give", off_the_grid, missed={"openthoughts3-1.2m *": "What judged the answers is `not_checked`: it may give part of the marks."}),
    Damage("RC702", "shift", "benchmarks.*.items", "the benchmark has an item more than it is known to have", one_more, in_the_table,
           missed={"gsm8k benchmarks.gsm8k-verified.items": "No number is stated on it: its scores are plotted, and the card says so."}),
    Damage("RC703", "drop", "benchmarks.*.version", "the window or version of a benchmark that moves is left out", GONE, is_windowed),
    Damage("RC704", "shift", "comparisons.*.gain.*", "the gain is a point off", one_more,
           missed={"dapo *": "The gain of dynamic sampling is in dispute, which the card lists: what is disputed is held against nobody.",
                   "tau-bench *airline": "One of the two scores is a conflict, so that nobody knows the difference."}),
    Damage("RC705", "add", "comparisons.*", "a spread is stated that is larger than the gain", widely_spread, has_gain),
    Damage("RC706", "shift", "comparisons.*", "the later row is a tenth of a point better", hardly_better, has_gain),
    Damage("RC707", "contradict", "claims.*", "each row is one training run", one_run_each, credits_training),
    Damage("RC708", "contradict", "comparisons.*", "the later row was sampled at another temperature", sampled_otherwise,
           unlisted("evaluation_protocol", "sampling")),
    Damage("RC709", "contradict", "comparisons.*", "the later row was judged by another version", judged_otherwise,
           unlisted("evaluation_protocol", "verifier")),
    Damage("RC710", "contradict", "comparisons.*", "the scores of the earlier row are another report's", copied_from_elsewhere, has_gain),
    Damage("RC711", "contradict", "comparisons.*.changed", "another knob changed beside the one that is credited", with_another_knob, is_credited),
    Damage("RC712", "contradict", "claims.*.credits", "a knob is credited that changed nowhere", with_a_knob_that_nothing_changed),
    Damage("RC713", "contradict", "comparisons.*", "more inference is said to have moved the ceiling", only_inference, trains),
    Damage("RC714", "contradict", "comparisons.*", "efficiency is said to have moved, along nothing", no_axis, between_rows),
    Damage("RC715", "contradict", "stages.*", "the checkpoint was chosen by what is reported", selected_on_what_is_reported),
    Damage("RC716", "contradict", "base_models", "the base model may have seen every benchmark", trained_until_2030,
           missed={"alphaevolve *": "Its base models are frozen: a search trains nothing.",
                   "deepseek-r1 *": "No two rows of its gains have a score on one benchmark that the facts hold.",
                   "tulu3-rlvr *": "The day on which IFEval became public is not in the table of benchmarks, nor is that of an average."}),
    Damage("RC717", "shift", "stages.*.training.responses_per_step", "a response more than prompts and samples make", one_more, batches),
    Damage("RC717", "shift", "stages.*.training.train_minibatch", "minibatches of which no whole number makes a batch", one_more,
           lambda real, at: stage(real, at, "responses_per_step", "updates_per_step")),
    Damage("RC717", "contradict", "stages.*", "one sample, where the algorithm compares those of a prompt", alone),
    Damage("RC717", "contradict", "stages.*.training", "a KL coefficient behind a closed gate", gated),
    Damage("RC718", "contradict", "stages.*.training", "one pass over a hundred prompts, in steps that draw many more", twice_the_passes, draws),
)  # fmt: skip
