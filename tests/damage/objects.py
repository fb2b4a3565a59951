"""Damage for RC3xx: rows, their fields, and who checks them."""

from __future__ import annotations

from typing import Any

from damage import GONE, Changes, Damage, Real
from releasecard.stated import Gap
from releasecard.values import Path

VERIFIERS = "verifiers.*"
JUDGES = "verifiers.*.judge.model judge.model"
FEEDBACK_USES = {"rlvr", "reward_modeling", "preference_learning", "process_supervision", "evaluation"}
"""Uses that need feedback in the rows."""


def uses(real: Real) -> set[str]:
    return set(real.words("training_use"))


def roles(real: Real, field: Path) -> list[str]:
    return real.words(*field, "role")


def need_feedback(real: Real, at: Path) -> bool:
    """Rows are for a use that needs feedback, and have columns; of a task, what decides may be the task."""
    return bool(uses(real) & FEEDBACK_USES) and real.at(*at[:2], "type") != "task"


def without_feedback(real: Real, at: Path) -> Changes:
    """Take every column of feedback for mere attribution."""
    changes = Changes()
    for name in real.things(*at):
        found = roles(real, (*at, name))
        if "feedback" in found:
            rest = [role for role in found if role != "feedback"] or ["attribution"]
            changes[(*at, name, "role")] = rest if len(rest) > 1 else rest[0]
    return changes


def has_no_feedback(real: Real, _at: Path) -> bool:
    """No column of any rows is feedback, and the card does not say so of a use yet."""
    fields = [(*at, name) for at, _ in real.facts.matches("objects.*.fields") for name in real.things(*at)]
    return bool(fields) and not any("feedback" in roles(real, one) for one in fields) and "rlvr" not in uses(real)


def with_use(use: str) -> Any:
    def added(real: Real, at: Path) -> list[str] | None:
        return None if use in uses(real) else [*real.words(*at), use]

    return added


def origins(*names: str) -> Any:
    """Tell whether a column of feedback has these words on where it is from, and no others."""

    def only(real: Real, at: Path) -> bool:
        stated = [name for name in ("verifier", "produced_by", "author", "rollouts") if real.at(*at[:-1], name)]
        return "feedback" in roles(real, at[:-1]) and stated == list(names)

    return only


def has_rows_without(*types: str) -> Any:
    def lacks(real: Real, _at: Path) -> bool:
        found = {real.at(*at) for at, _ in real.facts.matches("objects.*.type")}
        return bool(found) and not found & set(types)

    return lacks


def of_type(*types: str) -> Any:
    def holds(real: Real, at: Path) -> bool:
        return real.at(*at[:2], "type") in types

    return holds


OF_THE_CARD = (
    "On the card of a verifier or an environment, `training_use` is what that is good for, not what its rows are."
)
OTHER_CARDS = dict.fromkeys(("healthbench *", "lean4-minif2f *", "swe-gym *", "tau-bench *"), OF_THE_CARD)
OTHER_CONTRACT = {
    "rule": "judgment", "unit_tests": "judgment", "formal_checker": "environmental", "classifier": "environmental",
    "model_matcher": "environmental", "environment_predicate": "programmatic", "rubric_judge": "programmatic",
    "learned_reward": "programmatic", "human_labels": "environmental", "process_verifier": "environmental",
}  # fmt: skip
OTHER_FAMILY = {"programmatic": "rubric_judge", "environmental": "rule", "judgment": "environment_predicate"}


def other_contract(real: Real, at: Path) -> str | None:
    return OTHER_CONTRACT.get(str(real.at(*at[:-1], "family")))


def other_family(real: Real, at: Path) -> str | None:
    return OTHER_FAMILY.get(str(real.at(*at[:-1], "contract"))) if real.at(*at) else None


def has_errors(real: Real, at: Path) -> bool:
    """What was accepted in error is a gap: a rate may be stated in its place."""
    return isinstance(real.facts.at(*at), Gap)


def half_a_case(real: Real, at: Path) -> Changes:
    """Return a rate that lies in the middle between two counts of a stated sample."""
    wrong, sample = real.at(*at, "wrong"), real.at(*at, "sample")
    fits = isinstance(wrong, int) and isinstance(sample, int)
    return Changes({(*at, "rate"): round((wrong + 0.5) / sample, 4)}) if fits else Changes()


def error(**stated: Any) -> dict[str, Any]:
    return {**stated, "sample": 500, "how": "two annotators"}


def among_several(real: Real, at: Path) -> bool:
    """Another rate of the same kind says of which cases it is."""
    siblings = [name for name in real.things(*at[:-2]) if real.at(*at[:-2], name, "population")]
    return len(siblings) > 1


def is_judge(real: Real, at: Path) -> bool:
    """A model judges, and what it says is a reward or decides what is kept."""
    own = at[:-1]
    judges = real.at(*own, "family") in ("rubric_judge", "learned_reward", "model_matcher", "process_verifier")
    return judges and bool(set(real.words(*own, "uses")) & {"reward", "filtering"})


def rewarding(real: Real, at: Path) -> list[str] | None:
    """Let a judge that nobody attacked pay the reward too."""
    judges = real.at(*at[:-1], "judge", "model") and not real.facts.status(*at[:-1], "attacks")
    return [*real.words(*at), "reward"] if judges else None


def trained_on(real: Real) -> bool:
    return bool(uses(real) & {"sft", "distillation", "rlvr", "agent_training"})


def has_no_bounds(real: Real, _at: Path) -> bool:
    """There are rows, and none says what bounds their behavior."""
    return bool(real.things("objects")) and not any(real.facts.matches("objects.*.behavior_bounds"))


def is_counted(real: Real, at: Path) -> bool:
    """Rows to train on are counted."""
    counted = isinstance(real.at(*at[:2], "records"), (int, str))
    return trained_on(real) and counted and real.at(*at[:2], "type") != "task"


def few_distinct(real: Real, at: Path) -> Changes:
    """State a hundred tasks for all the rows, without a reason."""
    changes = Changes({(*at, "distinct"): 100})
    if real.is_written((*at, "copies")):
        changes[(*at, "copies")] = GONE
    return changes


def writers(real: Real) -> list[str]:
    """Return the models that wrote the traces."""
    names = [str(one.get("name")) for one in real.things("provenance", "traces", "models").values()]
    return [*real.words("provenance", "traces", "model"), *names]


def seen(real: Real) -> dict[str, list[str]]:
    """Return the models whose work each verifier sees: that wrote what it labels in the rows, or that it scores."""
    found: dict[str, list[str]] = {}
    for fields, _ in real.facts.matches("objects.*.fields"):
        columns = [(*fields, name) for name in real.things(*fields)]
        if any("behavior" in roles(real, one) for one in columns):
            judged = [
                word for one in columns if "feedback" in roles(real, one) for word in real.words(*one, "verifier")
            ]
            found.update({verifier: writers(real) for verifier in judged})
    for at, _ in real.facts.matches("benchmarks.*"):
        models = [name for row in real.things("baselines") if (name := real.at("baselines", row, "model"))]
        found.update(dict.fromkeys(real.words(*at, "verifier"), models))
    return found


def of_its_own(real: Real, at: Path) -> str | None:
    """Return the last of the models that a judge sees, to judge itself."""
    name = "self" if at[0] == "judge" else str(at[1])
    return next((one for one in reversed(seen(real).get(name, [])) if one != real.at(*at)), None)


def may_guess(real: Real, at: Path) -> bool:
    """It is a rule on final answers, and does not say how often guessing passes."""
    return real.at(*at[:-2], "family") == "rule" and not real.facts.status(*at[:-2], "null_rate")


def weightless(real: Real, at: Path) -> Changes:
    """Make a part of a mixed contract one of a sum, with the weight 0."""
    home = at[:-2]
    changes = Changes({(*home, "combine"): "sum"})
    for part in real.things(*home, "components"):
        changes[(*home, "components", part, "weight")] = 0 if part == at[-1] else 1
    return changes


def never(real: Real, at: Path) -> Changes:
    """Leave a part of a route or a cascade that no answer comes to."""
    return Changes({(*at, "when"): "never"}) if real.at(*at, "when") else Changes()


DAMAGES = (
    Damage("RC301", "contradict", "objects.*.fields", "what judges the rows is taken for mere attribution",
           without_feedback, need_feedback,
           missed={"healthbench *": OF_THE_CARD, "tau-bench *": OF_THE_CARD,
                   "prm800k *": "What the rows say under `labels` is their feedback, without a column of that role."}),
    Damage("RC301", "add", "training_use", "rows without any feedback are said to be for RL with verifiable rewards",
           with_use("rlvr"), has_no_feedback),
    Damage("RC302", "drop", "objects.*.fields.*.verifier", "who judged is not said", GONE, origins("verifier")),
    Damage("RC302", "drop", "objects.*.fields.*.produced_by", "who labeled is not said", GONE, origins("produced_by")),
    Damage("RC303", "add", "training_use", "rows without labels on steps are said to supervise processes",
           with_use("process_supervision"), has_rows_without("step_labeled_trace", "rollout_set"),
           missed=OTHER_CARDS),
    Damage("RC303", "add", "training_use", "rows without two responses to compare are said to teach a preference",
           with_use("preference_learning"), has_rows_without("preference_pair", "rated_completions", "rollout_set"),
           missed=OTHER_CARDS),
    Damage("RC303", "contradict", "objects.*.supervision", "feedback on steps is claimed of rows that have a final answer alone",
           ["step"], of_type("prompt_answer", "prompt_trace_answer")),
    Damage("RC303", "contradict", "objects.*.supervision", "feedback on actions is claimed of rows in which nobody acts",
           ["state_action"], of_type("prompt_answer", "prompt_trace_answer")),
    Damage("RC303", "contradict", "objects.*.supervision", "a task without behavior is said to show one", ["demonstration"], of_type("task")),
    Damage("RC304", "contradict", "verifiers.*.contract contract", "the contract is another than that of the family",
           other_contract),
    Damage("RC304", "contradict", "verifiers.*.family family", "the family is one of another contract", other_family),
    Damage("RC305", "contradict", "verifiers.*.implementation.version implementation.version", "the version is a branch", "main"),
    Damage("RC305", "contradict", "verifiers.*.implementation.revision implementation.revision rollouts.*.revision base_models.*.revision",
           "the revision is the newest one", "latest", owner="RC105"),
    Damage("RC305", "contradict", JUDGES, "the judge is an alias that its vendor moves",
           lambda _, at: Changes({at: "gpt-4o", (*at[:-1], "version"): "latest"})),
    Damage("RC306", "shift", "verifiers.*.errors.*.* errors.*.*", "a rate is half a case off its count", half_a_case),
    Damage("RC306", "add", "verifiers.*.errors.* errors.*", "a rate that 500 cases cannot give", error(rate=0.025), has_errors),
    Damage("RC307", "add", "verifiers.*.errors.* errors.*", "a rate finer than one of 500", error(rate=0.0005), has_errors),
    Damage("RC308", "add", "verifiers.*.errors.* errors.*", "none of 500 is written as never", error(rate=0), has_errors),
    Damage("RC309", "drop", "verifiers.*.errors.*.*.population errors.*.*.population", "one of several rates does not say of what",
           GONE, among_several),
    Damage("RC310", "drop", "verifiers.*.attacks attacks", "whether anybody tried to fool the judge is left out",
           GONE, is_judge, owner="RC101"),
    Damage("RC310", "contradict", "verifiers.*.uses", "a judge that nobody attacked pays the reward", rewarding, owner="RC101"),
    Damage("RC311", "add", "training_use", "rows are said to teach safety, and nothing bounds the behavior",
           with_use("safety_alignment"), has_no_bounds,
           missed=OTHER_CARDS),
    Damage("RC312", "drop", "objects.*.distinct", "how many rows are distinct is left out", GONE, is_counted,
           missed={"swe-gym *": "Only the rows of a dataset have to say it: those of an environment are runs of its tasks."}),
    Damage("RC312", "shift", "objects.*", "the rows repeat a hundred tasks, and nobody says why", few_distinct, is_counted),
    Damage("RC313", "contradict", JUDGES, "the judge is one of the models whose work it judges", of_its_own),
    Damage("RC314", "drop", "terminal_predicate.null_rate verifiers.*.null_rate", "how often doing nothing passes is left out",
           GONE, owner="RC101"),
    Damage("RC314", "contradict", "verifiers.*.extractor.form", "the answer is one of a few choices, and guessing has no rate",
           "choice", may_guess),
    Damage("RC315", "contradict", "verifiers.*.components.*", "a part of a sum weighs nothing", weightless,
           missed={"deepmath-103k *": "The part has a note (`says`) of its own, which may give the reason that it stands there for."}),
    Damage("RC315", "contradict", "verifiers.*.components.*", "a part of a route is never asked", never),
)  # fmt: skip
