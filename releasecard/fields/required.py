"""What a card must state depending on what else it states: one table, read by the linter and templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from releasecard.fields.environment import TRAJECTORY
from releasecard.fields.verifiers import FAMILIES

PRESENT: Final = "(present)"
"""As a condition: the field is there and is no gap."""


NAMED: Final = "(named)"
"""As a condition: the field is there, be it as a gap."""


@dataclass(frozen=True, slots=True)
class Required:
    """A row: wherever `at` matches and every condition of `when` holds, each of `needs` must be stated.

    `at` is a dotted path, `*` any id, empty the card itself. The paths of `when` and `needs` are relative to
    it, may hold `*` too, and are looked up from the root where they start with `/`. A condition holds when any
    value at its path is among those listed. `unless` names fields whose presence lifts the demand, be it as a gap;
    `elsewhere` fields that name a card which answers, so that a gap there lifts nothing.
    """

    why: str
    needs: tuple[str, ...]
    at: str = ""
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unless: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


_DATASET = ("kind", ("dataset",))
_RECIPE = ("kind", ("recipe",))
_VERIFIER = ("kind", ("verifier",))
_ENVIRONMENT = ("kind", ("environment",))
TRACED: Final = ("prompt_trace_answer", "step_labeled_trace", "rollout_set", "tool_trajectory", "environment_episode")
TRAJECTORIES: Final = ("tool_trajectory", "environment_episode")
AUDITED: Final = {
    "task_state": ("initial", "version"),
    "goal_and_constraints": ("goal", "hidden"),
    "action_schema": ("tools", "time_out"),
    "observations": ("content", "errors"),
    "state_diffs": ("granularity",),
    "failures_and_retries": ("failed_runs", "retries"),
    "terminal_predicate": ("verifier", "when", "at_step_limit", "null_rate"),
    "scaffold": ("agents", "stopping"),
    "budget_and_sampling": ("max_steps", "trials"),
    "lineage_and_split": ("generator", "splits"),
}
OF_RUNS: Final = ("failures_and_retries", "scaffold", "budget_and_sampling", "lineage_and_split")
_PURE = ("programmatic", "environmental", "judgment")
_ELSEWHERE = ("/kind", ("dataset", "recipe", "verifier"))
_MODEL_WRITES = ("teacher", "self", "tool_grounded", "mixed")


def _verifier(
    why: str, *needs: str, when: tuple[tuple[str, tuple[str, ...]], ...], unless: tuple[str, ...] = ()
) -> tuple[Required, Required]:
    """Return what every verifier must state: each of those on a card, and the one that a card is about."""
    return (
        Required(why, needs, "verifiers.*", when, unless, ("card",)),
        Required(why, needs, "", (_VERIFIER, *when), unless),
    )


def _family(family: str, why: str, *needs: str, unless: tuple[str, ...] = ()) -> tuple[Required, Required]:
    return _verifier(why, *needs, when=(("family", (family,)),), unless=unless)


def _audited() -> tuple[Required, ...]:
    """Return what the ten audit fields must state, on an environment's card and for trajectories of a dataset."""
    rows = [
        Required(
            "an episode can be replayed and credit assigned only from its ten audit fields",
            (*TRAJECTORY, "user_simulator", "replay"), when=(_ENVIRONMENT,),
        ),
        Required(
            "an episode can be replayed and credit assigned only from its ten audit fields",
            ("trajectory",), "objects.*", (("type", TRAJECTORIES), _ELSEWHERE),
        ),
        Required(
            "what the environment's card cannot say is how these runs were made",
            OF_RUNS, "objects.*.trajectory", (_ELSEWHERE,),
        ),
        Required(
            "an episode can be replayed only from its ten audit fields; `environment: name@version` answers for the rest",
            tuple(name for name in TRAJECTORY if name not in OF_RUNS), "objects.*.trajectory", (_ELSEWHERE,),
            elsewhere=("environment",),
        ),
    ]  # fmt: skip
    for name, needs in AUDITED.items():
        for base in ("", "objects.*.trajectory."):
            why = "a field of a trajectory is worth what a reader can get of it"
            rows.append(Required(why, ("available",), f"{base}{name}"))
            rows.append(Required(why, needs, f"{base}{name}", (("available", ("full", "partial")),)))
    return tuple(rows)


REQUIRED: Final = (
    Required(
        "a dataset says what it holds, where that comes from, what it claims and what it was held against",
        ("languages", "domains", "training_use", "objects", "claims", "provenance", "baselines"),
        when=(_DATASET,),
    ),
    Required(
        "a recipe says what it starts from, what it does, what it claims and what it was held against",
        ("base_models", "data", "stages", "claims", "rollouts", "benchmarks", "baselines", "comparisons"),
        when=(_RECIPE,),
    ),
    Required(
        "a verifier is known by what it claims, what it was held against, who attacked it, and when it changes",
        ("domains", "claims", "calibration", "attacks", "refresh"), when=(_VERIFIER,),
    ),
    Required(
        "an environment says what it offers, who decides, what it claims and what was run in it",
        ("domains", "training_use", "objects", "verifiers", "claims", "baselines"), when=(_ENVIRONMENT,),
    ),
    Required(
        "a third-party card stands on what it cites",
        ("sources", "cited"), when=(("card.stance", ("third_party",)),),
    ),
    Required("a source has a role and a place", ("role",), "sources.*"),
    Required("a source has a role and a place", ("url",), "sources.*", unless=("locator",)),
    Required(
        "data that trains or measures by feedback is worth what its verifier is worth",
        ("verifiers",),
        when=(_DATASET, ("training_use", (
            "rlvr", "reward_modeling", "preference_learning", "process_supervision", "agent_training",
            "evaluation", "safety_alignment",
        ))),
    ),
    Required(
        "for reinforcement learning an item is useful only relative to a base model and its sampling",
        ("rollouts",), when=(_DATASET, ("training_use", ("rlvr", "agent_training"))),
    ),
    Required("a score means nothing without its protocol", ("benchmarks",), when=(("baselines", (PRESENT,)),)),
    # 1. objects and verifiers
    Required("how much there is decides what it is good for", ("records",), "objects.*", unless=("splits",)),
    Required(
        "step labels need a unit, a scale and an author",
        ("labels.unit", "labels.step_rule", "labels.scale", "labels.by", "labels.until"), "objects.*",
        (("type", ("step_labeled_trace",)),),
    ),
    Required(
        "files of one's own release can be hashed", ("path", "sha256", "bytes"), "objects.*.files.*",
        (("/card.stance", ("first_party",)),),
    ),
    Required("a field has a role", ("role", "type"), "objects.*.fields.*"),
    *_verifier(
        "a check is defined by what it sees, what it decides and what comes out", "checks", "input", "signal",
        when=(("contract", _PURE),),
    ),
    *_verifier("how a verifier fails depends on its family", "family", when=(("contract", _PURE),)),
    *_verifier(
        "a deterministic check is known by its code, its version and both error rates",
        "implementation", "invalid_output", "errors.false_reject", "errors.false_accept",
        when=(("contract", ("programmatic",)), ("family", FAMILIES["programmatic"])),
    ),
    *_family("rule", "answer matching fails at extraction and normalization",
             "extractor", "normalization", "equivalence"),
    *_family("model_matcher", "a model that matches shares the generator's blind spots",
             "judge.model", "judge.version", "judge.prompt"),
    *_family("formal_checker", "a proof is worth what its statement is worth",
             "statement_source", "statement_check", "toolchain"),
    *_family("unit_tests", "tests can be incomplete, leaked or flaky", "test_source", "sandbox", "time_out"),
    *_family("process_verifier", "step labels are noisy and assume one first error",
             "label_source", "localization", "aggregation", "robustness"),
    *_family("learned_reward", "a learned reward is hacked and over-optimized",
             "training_data", "calibration", "over_optimization", "refresh"),
    *_family("rubric_judge", "a judge has a prompt, preferences and weaknesses of its own",
             "criteria", "judge.model", "judge.version", "judge.prompt", "judge.temperature", "agreement",
             "known_biases", "attacks"),
    *_family("human_labels", "people tire and guidelines drift",
             "criteria", "raters.who", "raters.count", "raters.expertise", "screening", "quality_control",
             "agreement"),
    *_family("environment_predicate", "a predicate checks a part", "predicate"),
    Required(
        "an environment that is not reset fails the next run", ("image", "reset"), "verifiers.*",
        (("family", ("environment_predicate",)), _ELSEWHERE), (), ("card", "environment"),
    ),
    Required(
        "an environment that is not reset fails the next run", ("image", "reset"), "",
        (_VERIFIER, ("family", ("environment_predicate",))), (), ("environment",),
    ),
    *_family("implicit_selector", "a vote decays as tasks harden", "selection", "samples", "audit_sample"),
    *_verifier(
        "a mixed contract says where one component ends and the next begins", "components", "combine",
        "components.*.verifier", when=(("contract", ("mixed",)),),
    ),
    *_verifier("a sum is its weights", "components.*.weight", when=(("combine", ("sum",)),)),
    *_verifier(
        "a route or a gate is the condition that leads to each part", "components.*.when",
        when=(("combine", ("route", "gate")),),
    ),
    *_audited(),
    Required(
        "a simulated user is a part of the environment that varies", ("model", "version", "temperature", "seed"),
        "user_simulator",
    ),
    Required("a run can be repeated only after a reset", ("reset", "deterministic"), "replay"),
    Required("an environment without a pinned image drifts", ("image",), "replay", unless=("package",)),
    Required("an environment without a pinned image drifts", ("digest",), "replay", (("image", (PRESENT,)),)),
    Required("a revision says what it changed and what it leaves comparable", ("changed", "comparable"), "revisions.*"),
    Required("a revision has a version or a date", ("version",), "revisions.*", unless=("date",)),
    # 3. construction
    Required(
        "coverage is a recipe: sources, filters, decontamination, lineage",
        ("prompts", "filters", "decontamination", "lineage"), "provenance", (("/kind", ("dataset", "recipe")),),
    ),
    Required("a trace has an author", ("provenance.traces",), when=(("kind", ("dataset", "recipe")), ("objects.*.type", TRACED))),
    Required(
        "a model's traces carry its style and its decoding", ("rollouts",),
        "provenance.traces", (("author", _MODEL_WRITES),),
    ),
    Required(
        "a model's traces carry its style and its decoding", ("model", "revision"),
        "provenance.traces", (("author", _MODEL_WRITES),), ("models",),
    ),
    Required(
        "where a model takes part, curation comes back in at the search and the anchor", ("anchor",), "provenance",
        (("traces.author", _MODEL_WRITES), ("/kind", ("dataset", "recipe"))),
    ),
    Required(
        "a model that learns from itself or calls tools explores, and how decides what it can find", ("search",),
        "provenance", (("traces.author", ("self", "tool_grounded", "mixed")), ("/kind", ("dataset", "recipe"))),
    ),
    Required("an anchor is a rule", ("kind", "selection", "replay"), "provenance.anchor"),
    Required(
        "a model that rewrites spoils some rows", ("error_rate",), "provenance.transforms.*",
        (("model", (NAMED,)),),
    ),
    Required(
        "overlap is relative to a benchmark, a method and a threshold", ("threshold", "applied_to", "removed"),
        "provenance.decontamination",
    ),
    Required(
        "flywheels hand down style, filters and preferences", ("parents", "synthetic", "risks"),
        "provenance.lineage",
    ),
    Required(
        "a cap decides which samples are cut", ("max_response_tokens",), "rollouts.*",
        unless=("max_total_tokens", "max_steps"),
    ),
    Required(
        "samples are those of a model", ("model",), "rollouts.*", (("purpose", ("labeling", "search")),),
    ),
    Required(
        "written samples carry their writer and its decoding", ("model", "revision", "top_p"), "rollouts.*",
        (("purpose", ("writing",)),),
    ),
    Required(
        "difficulty is relative to a base model, its sampling and a verifier",
        ("model", "revision", "prompt_format", "engine", "verifier", "pass_rate"), "rollouts.*",
        (("purpose", ("difficulty", "filtering")),),
    ),
    Required(
        "training samples depend on the sampler, its engine and the reward", ("top_p", "engine", "seed", "verifier"),
        "rollouts.*", (("purpose", ("training",)),),
    ),
    Required(
        "a score depends on how it was sampled and judged", ("top_p", "verifier"), "rollouts.*",
        (("purpose", ("evaluation",)),),
    ),
    # 3. stages
    Required(
        "a stage is what it trains on, how and at what cost", ("makes", "data", "training", "compute", "config"), "stages.*",
        (("kind", ("sft", "distill", "preference", "reward_model", "rl")),),
    ),
    Required(
        "a search is who proposes, what is kept and built upon, and who judges",
        ("search.proposal", "search.selection", "search.archive", "rollouts", "rewards", "compute"), "stages.*",
        (("kind", ("search",)),),
    ),
    Required(
        "reinforcement learning is its algorithm, its samples and its rewards",
        ("algorithm", "rollouts", "rewards", "checkpoint"), "stages.*", (("kind", ("rl",)),),
    ),
    Required(
        "a reward says what it pays", ("right", "wrong"), "stages.*.rewards.*", unless=("model", "direction"),
    ),
    # 4. results
    Required(
        "one run is one draw", ("training_runs",), "baselines.*", (("origin", ("run",)), ("/kind", ("recipe",))),
        ("search_runs", "eval_runs"),
    ),
    Required(
        "a score depends on how it was sampled", ("rollouts",), "benchmarks.*",
        (("/kind", ("dataset", "recipe", "environment")),),
    ),
    Required("the size of one's own benchmark is known", ("items",), "benchmarks.*", (("/card.stance", ("first_party",)),)),
    Required("a spread has a kind and a cause", ("value", "kind", "over", "runs"), "baselines.*.spread.*"),
)  # fmt: skip
