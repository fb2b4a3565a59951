"""The things that a new card of each kind starts with; the declaration says which fields they need."""

from __future__ import annotations

from typing import Any, Final

from releasecard.fields.required import AUDITED, OF_RUNS, TRACED, TRAJECTORIES
from releasecard.questions import INLINE, NONE, TODO
from releasecard.template.slots import ALWAYS, Ask, Skeleton, Slot, among, both, negated

_VERIFIED: Final = negated(among("contract", NONE))
_CHECKED: Final = negated(among("contract", NONE, "mixed"))
_BY_MODEL: Final = both(
    among("object_type", *TRACED), among("trace_author", "teacher", "self", "tool_grounded", "mixed")
)
_TRACED: Final = among("object_type", *TRACED)

_COLUMNS: Final = {
    "prompt_answer": {"prompt": "task", "answer": "feedback"},
    "prompt_trace_answer": {"prompt": "task", "trace": "behavior", "answer": "feedback"},
    "step_labeled_trace": {"prompt": "task", "trace": "behavior", "labels": "feedback"},
    "rollout_set": {"prompt": "task", "completions": "behavior", "rewards": "feedback"},
    "preference_pair": {"prompt": "task", "chosen": "behavior", "rejected": "behavior", "preference": "feedback"},
    "tool_trajectory": {"goal": "task", "actions": "behavior", "observations": "behavior", "outcome": "feedback"},
    "task": {"goal": "task", "initial_state": "task", "expected": "feedback"},
    "environment_episode": {"state": "task", "actions": "behavior", "state_diffs": "behavior", "outcome": "feedback"},
    "judgment_record": {"prompt": "task", "response": "behavior", "judgment": "feedback"},
    "rated_completions": {"prompt": "task", "completions": "behavior", "ratings": "feedback"},
}


def _slots(value: Any) -> Any:
    """Return a plain nested map with every value in a slot of its own."""
    if isinstance(value, Slot):
        return Slot(_slots(value.value), value.when) if isinstance(value.value, dict) else value
    if isinstance(value, dict):
        return {
            key: item if isinstance(item, Slot) and not isinstance(item.value, dict) else _slot(item)
            for key, item in value.items()
        }
    return value


def _slot(item: Any) -> Slot:
    return _slots(item) if isinstance(item, Slot) else Slot(_slots(item))


def _identity(kind: str) -> dict[str, Any]:
    released = "data" if kind == "dataset" else "code"
    return {
        "releasecard": 1,
        "kind": kind,
        "name": Ask("name"),
        "version": Ask("version"),
        "title": Ask("title"),
        "summary": TODO,
        "released": TODO,
        "card": {"by": Ask("by"), "date": TODO, "stance": Ask("stance")},
        "license": {released: Ask("license")},
        "links": {released: TODO},
    }


def _columns() -> dict[str, Any]:
    columns: dict[str, Slot] = {}
    roles: dict[tuple[str, str], list[str]] = {}
    for object_type, fields in _COLUMNS.items():
        for name, role in fields.items():
            roles.setdefault((name, role), []).append(object_type)
    for (name, role), types in roles.items():
        column: dict[str, Any] = {"role": role, "type": TODO}
        if role == "feedback":
            column |= {"verifier": Slot("checker", _VERIFIED), "produced_by": Slot(TODO, negated(_VERIFIED))}
        when = ALWAYS if len(types) == len(_COLUMNS) else among("object_type", *types)
        columns[name] = Slot(column, when)
    return columns


_MIXED: Final = among("contract", "mixed")
_COMPONENTS: Final = {
    "components": Slot({"first": {"verifier": "first"}, "second": {"verifier": "second"}}, _MIXED),
    "combine": Slot(Ask("combine"), _MIXED),
}
_PARTS: Final = {
    "first": Slot({"contract": "programmatic", "family": "rule", "uses": TODO}, _MIXED),
    "second": Slot({"contract": "judgment", "family": "rubric_judge", "uses": TODO}, _MIXED),
}
_CHECKER: Final = {
    "checker": {"contract": Ask("contract"), "family": Slot(Ask("family"), _CHECKED), "uses": TODO, **_COMPONENTS},
    **_PARTS,
}


def _audited() -> dict[str, Any]:
    """Return the ten audit fields; whoever fills one finds all that it needs."""
    ten: dict[str, Any] = {name: {"available": TODO, **dict.fromkeys(needs, TODO)} for name, needs in AUDITED.items()}
    ten["terminal_predicate"]["verifier"] = Slot("checker", _VERIFIED)
    return ten


_RESULTS: Final = {
    "rollouts": {
        "eval": {"purpose": "evaluation"},
    },
    "benchmarks": {"bench": {"rollouts": "eval"}},
}


def _trajectory() -> Slot:
    inline = among("environment", INLINE)
    ten = {name: one if name in OF_RUNS else Slot(one, inline) for name, one in _audited().items()}
    return Slot({"environment": Slot(Ask("environment"), negated(inline)), **ten}, among("object_type", *TRAJECTORIES))


def _dataset() -> dict[str, Any]:
    needs_pass_rate = among("training_use", "rlvr", "agent_training")
    rollouts = {
        "writing": Slot({"purpose": "writing"}, _BY_MODEL),
        "probe": Slot({"purpose": "difficulty", "verifier": Slot("checker", _VERIFIED)}, needs_pass_rate),
        **_RESULTS["rollouts"],
    }
    return {
        **_identity("dataset"),
        "languages": Ask("language"),
        "domains": Ask("domain"),
        "training_use": Ask("training_use"),
        "objects": {"rows": {"type": Ask("object_type"), "fields": _columns(), "trajectory": _trajectory()}},
        "verifiers": Slot(_CHECKER, _VERIFIED),
        "claims": {"quality": {"about": "objects.rows", "evidence": [TODO]}},
        "provenance": {
            "prompts": {"from": {"origin": {"url": TODO}}},
            "traces": Slot({"author": Ask("trace_author"), "rollouts": Slot("writing", _BY_MODEL)}, _TRACED),
            "filters": {"first": {}},
            "decontamination": {},
            "lineage": {},
        },
        "rollouts": rollouts,
        "benchmarks": _RESULTS["benchmarks"],
        "baselines": {"base": {"scores": {"bench": TODO}}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


def _recipe() -> dict[str, Any]:
    trained = among("stage_kind", "sft", "distill", "preference", "reward_model", "rl")
    learned = among("stage_kind", "rl")
    stage = {
        "kind": Ask("stage_kind"),
        "from": "start",
        "data": Slot({"training-data": TODO}, trained),
        "rollouts": Slot("training", learned),
        "rewards": Slot({"outcome": {"verifier": Slot("checker", _VERIFIED)}}, learned),
        "training": Slot({"learning_rate": TODO, "optimizer": TODO}, trained),
        "checkpoint": Slot({"rule": TODO, "selected_on": TODO}, learned),
        "compute": Slot({"hardware": TODO, "gpu_hours": TODO}, trained),
        "config": Slot({"url": TODO, "revision": TODO}, trained),
    }
    training = Slot({"purpose": "training", "verifier": Slot("checker", _VERIFIED)}, learned)
    return {
        **_identity("recipe"),
        "domains": Ask("domain"),
        "base_models": {"start": {"name": Ask("base_model")}},
        "data": {"training-data": {"release": Ask("data")}},
        "verifiers": Slot(_CHECKER, _VERIFIED),
        "claims": {"gain": {"kind": "gain", "about": "stages.main", "evidence": ["comparisons.main-effect"]}},
        "stages": {"main": stage},
        "rollouts": {"training": training, **_RESULTS["rollouts"]},
        "benchmarks": _RESULTS["benchmarks"],
        "baselines": {
            "before": {"scores": {"bench": TODO}},
            "after": {"stage": "main", "scores": {"bench": TODO}},
        },
        "comparisons": {"main-effect": {"from": "before", "to": "after"}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


def _verifier() -> dict[str, Any]:
    return {
        **_identity("verifier"),
        "domains": Ask("domain"),
        "contract": Ask("contract"),
        "family": Slot(Ask("family"), _CHECKED),
        "uses": Ask("uses"),
        **_COMPONENTS,
        "verifiers": Slot(_PARTS, _MIXED),
        "claims": {"accuracy": {"kind": "verifier_accuracy", "about": "contract", "evidence": [TODO]}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


def _environment() -> dict[str, Any]:
    simulated = among("user", "simulated")
    fields = {"goal": {"role": "task", "type": TODO}, "initial_state": {"role": "task", "type": TODO}}
    evidence = ["terminal_predicate", "replay", "failures_and_retries"]
    return {
        **_identity("environment"),
        "languages": Ask("language"),
        "domains": Ask("domain"),
        "training_use": Ask("training_use"),
        "objects": {"tasks": {"type": "task", "fields": fields}},
        **_audited(),
        "user_simulator": Slot({"model": TODO}, simulated),
        "user_simulator ": Slot("{not_applicable: no user takes part}", negated(simulated)),
        "replay": {"image": TODO, "digest": TODO},
        "verifiers": _CHECKER,
        "claims": {"validity": {"kind": "environment_validity", "about": "terminal_predicate", "evidence": evidence}},
        **_RESULTS,
        "baselines": {"base": {"scores": {"bench": TODO}}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


_SKELETONS: Final = {
    "dataset": _dataset, "recipe": _recipe, "verifier": _verifier, "environment": _environment,
}  # fmt: skip


def skeleton(kind: str) -> Skeleton:
    """Return what a new card of *kind* starts with."""
    slots: Skeleton = _slots(_SKELETONS[kind]())
    return slots
