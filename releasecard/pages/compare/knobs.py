"""The knobs of a comparison: what each can move, and which fields of a card speak of it."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple


class Knob(NamedTuple):
    """A knob, read from the scaling ledger: `moves` and `may_move` are words out of ceiling, efficiency, measurement.

    `says` is what a comparison must state of it. `fields` are the beginnings of the keys of rows that speak of it, with `*`
    for one step; the purpose of a sampling and the kind of a stage stand where their ids would: `rollouts.training`.
    """

    says: str
    fields: tuple[str, ...]
    moves: tuple[str, ...] = ()
    may_move: tuple[str, ...] = ()


_C, _E, _M = "ceiling", "efficiency", "measurement"
KNOBS: Final = {
    "base_model": Knob(
        "model and revision; what all other knobs are relative to",
        ("base_models.*.name", "base_models.*.revision", "base_models.*.cutoff", "rollouts.training.model"),
    ),
    "prompt_source": Knob(
        "mixture, filter, and the band of pass rates for which base", ("provenance.prompts", "provenance.transforms"), (_C,), (_E,)
    ),
    "data": Knob(
        "which release at which version, and how many distinct items",
        ("data.*.release", "data.*.name", "data.*.records", "data.*.distinct", "data.*.share", "objects.*.type",
         "objects.*.records", "objects.*.distinct"),
        (_C,), (_E,),
    ),
    "data_reuse": Knob(
        "unique items, how often each is used, epochs",
        ("data.*.copies", "data.*.epochs", "objects.*.copies", "scaling.reuse", "scaling.unique", "stages.*.training.epochs",
         "stages.*.training.inner_epochs"),
        (_E,), (_C,),
    ),
    "teacher": Knob(
        "who wrote the traces, at which revision, how they were decoded", ("provenance.traces", "rollouts.writing"), (_C, _E)
    ),
    "supervision": Knob("where feedback attaches, and its form", ("objects.*.supervision", "objects.*.form")),
    "selection": Knob(
        "the rule, and the sampling it decides on",
        ("provenance.filters", "provenance.selection", "rollouts.filtering", "rollouts.difficulty"), (_C,), (_E,),
    ),
    "sft_stage": Knob("its corpus, and what it starts from", ("stages.sft", "stages.distill"), (_C, _E)),
    "rl_stage": Knob("that there is one, on which data", ("stages.rl.kind", "stages.rl.data"), (_C, _E)),
    "handoff": Knob("the checkpoint that training goes on from", ("stages.rl.from", "stages.preference.from"), (_C, _E)),
    "search_substrate": Knob(
        "image, tools, terminal predicate",
        ("provenance.search", "provenance.anchor", "stages.*.search", "rollouts.search", "task_state", "action_schema", "observations",
         "terminal_predicate", "replay"),
        (_C, _E),
    ),
    "scaffold": Knob("agents, prompts, loop, stopping rule", ("scaffold", "user_simulator"), (_C, _E), (_M,)),
    "reward": Knob(
        "what pays, how much, and what is penalized", ("stages.*.rewards", "stages.*.combine", "stages.*.penalties"), (_C, _E), (_M,)
    ),
    "verifier": Knob(
        "name, version, when it is renewed, which attacks it withstood",
        ("verifiers.*.card", "verifiers.*.contract", "verifiers.*.family", "verifiers.*.version", "verifiers.*.implementation",
         "verifiers.*.input", "verifiers.*.signal", "verifiers.*.extractor", "verifiers.*.normalization",
         "verifiers.*.equivalence", "verifiers.*.invalid_output", "verifiers.*.judge", "verifiers.*.components",
         "verifiers.*.combine", "verifiers.*.refresh", "rollouts.training.verifier"),
        (_C, _E), (_M,),
    ),
    "optimizer": Knob(
        "the algorithm and every parameter that changed", ("stages.*.algorithm", "stages.*.variant", "stages.*.training"), (_E,), (_C,)
    ),
    "sampling": Knob(
        "samples, temperature, nucleus, limits, which groups are kept", ("rollouts.training", "stages.*.sampling_control"), (_E,), (_C,)
    ),
    "curriculum": Knob(
        "the order of the data, and what is retired", ("stages.*.sampling_control.retire", "stages.*.training.data_seed"), (_E,), (_C,)
    ),
    "precision": Knob("numeric precision", ("stages.*.training.precision",), (_E,), (_C,)),
    "engine": Knob("what samples and what trains, with versions", ("rollouts.training.engine", "stages.*.training.framework")),
    "training_compute": Knob(
        "what was spent: a place on a curve, not its shape", ("scaling.training_compute", "stages.*.compute")
    ),
    "inference_compute": Knob(
        "samples, tokens and steps for an answer, and how one of several is chosen",
        ("rollouts.evaluation.samples_per_prompt", "rollouts.evaluation.max_response_tokens",
         "rollouts.evaluation.max_thinking_tokens", "rollouts.evaluation.max_total_tokens", "rollouts.evaluation.max_steps",
         "scaling.inference_budget", "budget_and_sampling"),
        (_M,), (_C,),
    ),
    "evaluation_protocol": Knob(
        "seeds, split, metric, sampling, harness",
        ("rollouts.evaluation", "benchmarks.*.version", "benchmarks.*.split", "benchmarks.*.items", "benchmarks.*.metric",
         "benchmarks.*.shots", "benchmarks.*.verifier"),
        (_M,),
    ),
}  # fmt: skip
"""By name, in the order of the declaration."""

_NO_KNOB: Final = (
    "rollouts.*.model", "rollouts.*.revision", "rollouts.*.date", "rollouts.*.kept", "rollouts.*.truncated", "rollouts.*.unparsed",
    "rollouts.*.pass_rate", "rollouts.training.seed", "stages.*.training.seed", "provenance.prompts.from.*.license",
    "provenance.prompts.from.*.date", "provenance.prompts.from.*.pool",
    *(f"provenance.filters.*.{name}" for name in ("before", "after", "removed", "unit", "adds", "times", "applied")),
)  # fmt: skip
"""What stands beside knobs and is none: what was sampled, what came of it, the chance in it, terms."""
_FIELDS: Final = {
    tuple(field.split(".")): name
    for name, fields in (*((name, knob.fields) for name, knob in KNOBS.items()), ("", _NO_KNOB)) for field in fields
}  # fmt: skip


@cache
def knob_of(key: tuple[str, ...]) -> str:
    """Return the knob that a row speaks of, by the longest and plainest beginning of its key that the table has; empty for none."""
    fits = (
        field
        for field in _FIELDS
        if len(field) <= len(key) and all(step in ("*", one) for step, one in zip(field, key, strict=False))
    )
    best = max(fits, key=lambda field: (len(field), -field.count("*")), default=None)
    return _FIELDS[best] if best else ""
