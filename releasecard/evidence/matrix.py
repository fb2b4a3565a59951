"""The support matrix as data: for each kind of claim, the evidence that it needs, and the faults that void it.

One table, read by the verdicts, the rule pages, `show` and the site. After the primer's quality support matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from releasecard.fields.required import PRESENT, TRACED

SETS: Final = {
    "O": ("objects", "the objects that the claim is about"),
    "V": ("verifiers", "a verifier"),
    "R": ("rollouts", "a sampling protocol"),
    "C": ("comparisons", "a comparison of two rows"),
    "P": ("provenance", "the construction, `provenance`"),
    "S": ("scaling", "the ledger, `scaling`"),
    "E": ("environment", "an environment"),
}
"""What a claim's evidence reaches, by letter: the section, and what it is called."""

When = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the evidence must state, in each member of the set that its `id` begins with.

    `any_of` are alternatives, the best one counts; each is a path below the member, or several, all of them needed. A
    path that starts with `/` is looked up from the top of the card, one with `@` is a test of `asked.py`. `na`: a
    reasoned `not_applicable` satisfies. `when`: paths of the member and the words of which one must stand there. `soft`:
    its absence leaves the claim open, and does not void it.
    """

    id: str
    says: str
    any_of: tuple[str, ...]
    na: bool = False
    when: When = ()
    soft: bool = False

    @property
    def set(self) -> str:
        """The letter of the set that it is asked of."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of claim: what it is relative to, what is not enough, what it needs.

    `voided_by` are names of rules whose warnings, on what the evidence reaches, make the claim unlicensed; `opened_by`
    of those whose findings leave it open. `carried_by`, `helped_by`: the roles of sources that may carry it alone, or
    only beside complete evidence; others may not.
    """

    relative_to: str
    not_enough: str
    needs: tuple[Need, ...]
    voided_by: tuple[str, ...] = ()
    opened_by: tuple[str, ...] = ()
    carried_by: tuple[str, ...] = ()
    helped_by: tuple[str, ...] = ()
    spares: str = ""
    """Letters of sets that may be empty."""


def _contract(*words: str) -> When:
    return (("contract", words),)


def _family(*words: str) -> When:
    return (("family", words),)


_VERSION: Final = Need(
    "V.version", "the verifier's version or commit",
    ("version", "implementation.version", "implementation.revision", "@commit_in_url", "card", "judge.version"),
)  # fmt: skip
_JUDGED: Final = _family("rubric_judge", "model_matcher", "learned_reward")
_JUDGE: Final = _family("rubric_judge", "model_matcher")

_AGREES: Final = (
    "agreement.value agreement.metric agreement.against", "agreement.*.value agreement.*.metric agreement.*.against",
)  # fmt: skip
"""How right a judgment is, where there is no right and wrong but people's."""

_CHECKS: Final = (
    _VERSION,
    Need("V.family", "what kind of check it is", ("contract family", "contract combine")),
    Need("V.input", "what the verifier sees", ("input",)),
    Need("V.extractor", "how the answer is found", ("extractor",), na=True, when=_family("rule", "model_matcher")),
    Need("V.equivalence", "when two answers are the same", ("normalization", "equivalence"), na=True, when=_family("rule")),
    Need("V.invalid", "what becomes of output without an answer", ("invalid_output",), na=True, when=_contract("programmatic", "judgment")),
    Need("V.formal", "where statements come from, how they were checked, the toolchain",
         ("statement_source statement_check toolchain",), when=_family("formal_checker")),
    Need("V.tests", "where tests come from, the sandbox, the time-out",
         ("test_source sandbox time_out",), when=_family("unit_tests")),
    Need("V.criteria", "the criteria", ("criteria",), when=_family("rubric_judge")),
    Need("V.judge", "the judge's model, version, prompt and temperature",
         ("judge.model judge.version judge.prompt judge.temperature",), when=_JUDGE),
    Need("V.agreement", "agreement: value, metric, number of cases, against whom",
         ("agreement.value agreement.metric agreement.n agreement.against",
          "agreement.*.value agreement.*.metric agreement.*.n agreement.*.against"),
         when=_family("rubric_judge", "human_labels")),
    Need("V.biases", "known biases", ("known_biases",), na=True, when=_family("rubric_judge")),
    Need("V.raters", "who rated, and how many", ("raters.who raters.count",), when=_family("human_labels")),
    Need("V.selector", "the selection rule, its samples, an audit sample",
         ("selection samples audit_sample",), when=_family("implicit_selector")),
    Need("V.predicate", "the terminal predicate, a pinned image or package, the reset, a null rate",
         ("@predicate",), when=_contract("environmental")),
    Need("V.parts", "the parts of a mixed contract and how they combine",
         ("combine components.*.verifier",), when=_contract("mixed")),
)  # fmt: skip

_SIDES: Final = (
    Need("C.models", "the models of both sides", ("@models",)),
    Need("C.benchmark", "a benchmark that both sides were scored on", ("@common",)),
    *(
        Need(f"C.{name}", says, (f"@side:{name}",))
        for name, says in (
            ("metric", "the metric on both sides"),
            ("samples", "samples for each item on both sides"),
            ("temperature", "the temperature on both sides"),
            ("top_p", "top p on both sides"),
            ("max_tokens", "where answers are cut on both sides"),
            ("prompt_format", "the prompt's format on both sides"),
            ("harness", "the evaluation program on both sides"),
            ("verifier", "the judge of answers on both sides"),
            ("selection", "what chose among samples on both sides"),
        )
    ),
)
_LIMITS: Final = Need(
    "V.limits", "how often it accepts what is wrong, or what it is known to get wrong",
    ("errors.false_accept.rate errors.false_accept.sample errors.false_accept.how",
     "errors.false_accept.*.rate errors.false_accept.*.sample errors.false_accept.*.how", "@known_failures"),
)  # fmt: skip

MATRIX: Final[dict[str, Row]] = {
    "correctness": Row(
        "the verifier", "an answer string",
        needs=(
            *_CHECKS,
            _LIMITS,
            Need("O.filter", "the rule by which rows were kept or labeled", ("@filter",), na=True),
        ),
        voided_by=(
            "floating-version", "circular-correctness", "verifier-of-another-stage", "label-and-check-by-one-model",
        ),
        opened_by=("circular-correctness", "judge-not-attacked"),
        carried_by=("data_release", "environment_benchmark", "verifier_study"), helped_by=("process_supervision",),
        spares="O",
    ),
    "trace_quality": Row(
        "the trajectory", "the length or the format of a trace",
        needs=(
            Need("P.author", "who wrote the traces", ("traces.author",)),
            Need("P.writer", "the model that wrote them and its revision",
                 ("traces.model traces.revision", "traces.models"), when=(("traces.author", ("teacher", "self", "tool_grounded", "mixed")),)),
            Need("O.labels", "labels of steps, with who made them", ("@step_labels",)),
            Need("P.execution", "what ran while traces were written", ("traces.execution.tools traces.execution.sandbox",),
                 na=True, when=(("traces.author", ("tool_grounded",)),)),
            Need("V.localization", "a test of whether the first error is found",
                 ("localization.test localization.set localization.value",)),
            Need("V.robustness", "a test off its own distribution", ("robustness.test robustness.value",)),
        ),
        voided_by=("trace-quality-by-length",),
        carried_by=("process_supervision",), helped_by=("data_release", "verifier_study"),
    ),
    "difficulty": Row(
        "the base model and its sampling", "where an item comes from, or a label that says it is hard",
        needs=(
            Need("R.model", "the base model", ("model", "@scored_model")),
            Need("R.revision", "its revision or dated id", ("revision", "@dated_model"), na=True),
            Need("R.prompt_format", "the prompt's format", ("prompt_format",)),
            Need("R.verifier", "the verifier", ("verifier", "@judge_of_scores")),
            Need("R.samples", "samples for each prompt", ("samples_per_prompt",)),
            Need("R.temperature", "temperature", ("temperature",)),
            Need("R.max_tokens", "where samples are cut", ("max_response_tokens", "max_total_tokens", "max_steps")),
            Need("R.pass_rate", "a pass-rate band",
                 ("pass_rate.active", "pass_rate.always_fail", "pass_rate.always_pass", "pass_rate.bands",
                  "pass_rate.threshold", "pass_rate.field", "@scores")),
            Need("R.date", "when it was estimated", ("date", "/released")),
            Need("R.enough", "at least four samples for each prompt", ("@four_samples",), soft=True),
            _VERSION,
        ),
        voided_by=("difficulty-without-rollouts", "saturated-or-unreachable"),
        opened_by=("estimated-with-another-verifier", "truncation-unreported", "estimated-before-release"),
        carried_by=("data_release",),
        helped_by=("model_report", "environment_benchmark", "scaling_study"),
    ),
    "coverage": Row(
        "the lineage", "the size of a corpus, or how many domains it has",
        needs=(
            Need("P.sources", "the sources with records or shares", ("@sources",)),
            Need("P.author", "who wrote the traces", ("traces.author",), na=True, when=(("/objects.*.type", TRACED),)),
            Need("P.filters", "the filters with their rules", ("filters.*.rule",), na=True),
            Need("P.decontamination", "decontamination: against what, and how",
                 ("decontamination.against decontamination.method",), na=True),
            Need("P.lineage", "parents and the risks they hand down", ("lineage.parents lineage.risks",), na=True),
            Need("O.splits", "the splits", ("splits",), na=True),
            Need("O.distribution", "how rows spread over domains, topics or sources", ("distribution", "@source_shares")),
        ),
        voided_by=("coverage-by-count",),
        carried_by=("data_release",), helped_by=("model_report",),
    ),
    "decontamination": Row(
        "the lineage", "a statement that nothing is left",
        needs=(
            Need("P.against", "the benchmarks", ("decontamination.against",)),
            Need("P.method", "the method", ("decontamination.method",)),
            Need("P.threshold", "the threshold", ("decontamination.threshold",), na=True),
            Need("P.removed", "how many rows were removed", ("decontamination.removed",), na=True),
            Need("P.applied_to", "what was compared", ("decontamination.applied_to",), na=True),
            Need("P.order", "whether that was before or after rewriting", ("decontamination.order",),
                 when=(("transforms.*.model", (PRESENT,)),), soft=True),
            Need("P.recall", "what the method is known to miss", ("decontamination.recall",), na=True, soft=True),
        ),
        voided_by=("benchmark-not-decontaminated",),
        opened_by=("decontamination-over-rewritten-text",),
        carried_by=("data_release",), helped_by=("model_report",),
    ),
    "gain": Row(
        "everything that was held fixed", "the name of an optimizer, or one number on a benchmark",
        needs=(
            Need("C.changed", "the knobs that changed", ("changed",)),
            *_SIDES,
            Need("C.origin", "whether each side was run or copied", ("@origin",)),
            Need("C.runs", "trainings behind the result, or a spread", ("@runs",), soft=True),
            Need("C.decontamination", "decontamination against the benchmarks", ("@decontaminated",)),
            Need("C.unparsed", "the share of answers that were cut or not found", ("@unparsed",), soft=True),
        ),
        voided_by=(
            "sides-differ", "confounded-comparison", "credited-knob-unchanged", "copied-side",
            "checkpoint-selected-on-reported", "verifier-refreshed-between-sides", "gain-within-spread",
            "benchmark-not-decontaminated", "trained-on-test",
        ),
        opened_by=("one-seed-each", "no-benchmark-after-base", "gain-within-sampling-noise", "gain-within-spread"),
        helped_by=("model_report", "data_release", "scaling_study"),
    ),
    "scaling": Row(
        "an axis, with the protocol held fixed", "two end points",
        needs=(
            Need("S.axis", "the axis", ("axis",)),
            Need("S.points", "three points on each curve at two budgets or more, or what was fitted to them", ("@points",)),
            Need("S.fit", "the fitted form and its error", ("fit.form fit.error",), na=True),
            Need("S.unique", "unique items", ("unique", "/data.*.distinct", "/data.*.records")),
            Need("S.reuse", "how often each is used", ("reuse", "/data.*.epochs", "@epochs")),
            Need("S.training_compute", "training compute", ("training_compute", "/stages.*.compute.gpu_hours", "/scaling.fits.*.gpu_hours")),
            Need("S.inference_budget", "the budget for an answer", ("inference_budget",)),
            Need("S.seeds", "more than one training for each curve", ("@several_runs",), soft=True),
        ),
        voided_by=("scaling-from-two-points", "efficiency-without-axis", "sides-differ", "verifier-refreshed-between-sides"),
        carried_by=("scaling_study",), helped_by=("model_report",),
    ),
    "verifier_accuracy": Row(
        "the verifier and the set it was tried on", "agreement with itself",
        needs=(
            _VERSION,
            Need("V.calibration", "a set that it was held against, its size and date",
                 ("calibration.set calibration.size calibration.date", "calibration.set calibration.size /released",
                  "@populations")),
            Need("V.false_accept", "how often it accepts what is wrong, in how many cases, or how far it agrees with people",
                 ("errors.false_accept.rate errors.false_accept.sample", "errors.false_accept.wrong errors.false_accept.sample",
                  "errors.false_accept.*.rate errors.false_accept.*.sample", *_AGREES)),
            Need("V.false_reject", "how often it rejects what is right, in how many cases, or how far it agrees with people",
                 ("errors.false_reject.rate errors.false_reject.sample", "errors.false_reject.wrong errors.false_reject.sample",
                  "errors.false_reject.*.rate errors.false_reject.*.sample", *_AGREES)),
            Need("V.attacks", "deliberate attacks", ("attacks",), na=True),
        ),
        voided_by=("accuracy-on-own-set", "floating-version"),
        carried_by=("verifier_study",),
        helped_by=("data_release", "process_supervision"),
    ),
    "environment_validity": Row(
        "the predicate, the image and the reset", "a success rate",
        needs=(
            Need("E.fields", "the ten audit fields, each with how much a reader can get", ("@ten_fields",)),
            Need("E.replay", "how an episode is run again, and what comes back", ("replay.reset replay.deterministic",)),
            Need("E.null_rate", "how often doing nothing passes",
                 ("terminal_predicate.null_rate", "variants.*.terminal_predicate.null_rate")),
            Need("E.limits", "what the predicate does not see", ("@predicate_limits",)),
        ),
        voided_by=("live-without-snapshot",),
        carried_by=("environment_benchmark",), helped_by=("data_release", "verifier_study"),
    ),
}  # fmt: skip
"""Every kind of claim, in the order of the declaration."""
