"""RC4xx on the releases that the specification names."""

from __future__ import annotations

from named import Named

_TITLED = "title: {0}\nname: {1}\nsummary: Items of a known release.\n"
_LONG = """\
claims:
  better-traces:
    kind: {kind}
    says: The traces reason better.
    about: objects.traces
    evidence: [{evidence}]
"""
_RERUN = """\
claims:
  training-helps:
    kind: gain
    says: Models trained on the set score above the models they start from.
    about: objects.questions
    evidence: [comparisons.zero-7b, comparisons.zero-math-7b, comparisons.deepmath-1-5b, comparisons.omn-1-5b]
"""
_STAGES = """\
objects:
  rows:
    type: prompt_trace_answer
    supervision: [demonstration]
    records: 1000
    distinct: 1000
    fields:
      question: {{role: task, type: string}}
      solution: {{role: feedback, type: string, produced_by: the sources}}
      trace: {{role: behavior, type: string}}
claims:
  right:
    kind: correctness
    says: Answers are right.
    about: objects.rows
    evidence: [verifiers.{0}]
verifiers:
  final-answer: {{contract: programmatic, card: math-verify@0.8.0, uses: [labeling]}}
  claude-grader:
    contract: judgment
    family: model_matcher
    version: claude-3-5-sonnet-20241022
    uses: [evaluation]
    checks: whether an attempt equals the reference answer
    input: question, attempt and reference
    signal: binary
    extractor: not_stated
    invalid_output: not_stated
    judge: {{model: Claude 3.5 Sonnet, version: claude-3-5-sonnet-20241022, prompt: not_stated, temperature: 0}}
    errors: not_measured
"""
_CURVE = """\
claims:
  samples-scale:
    kind: scaling
    says: The pass rate rises with the number of samples.
    about: baselines.v2-671b
    evidence: [scaling]
rollouts:
  tries: {purpose: evaluation, samples_per_prompt: 8192, temperature: not_stated, top_p: not_stated, max_response_tokens: 32768, verifier: final-answer}
benchmarks:
  one: {name: miniF2F, split: test, items: 244, metric: pass@1, unit: percent, rollouts: tries, verifier: final-answer}
  few: {like: one, metric: pass@32}
  many: {like: one, metric: pass@1024}
baselines:
  v2-671b: {model: DeepSeek-Prover-V2-671B, origin: run, scores: {one: 61.9, few: 82.4, many: 86.6}}
scaling: {axis: AXIS, unique: not_stated, reuse: not_stated, training_compute: not_stated, inference_budget: 1024 samples, fit: {not_applicable: no law is fitted}}
"""
_SOLVED = """claims:
  difficult:
    kind: difficulty
    says: The small model does not solve the questions.
    about: objects.rows
    evidence: [rollouts.solving]
verifiers:
  final-answer: {contract: programmatic, card: math-verify@0.8.0, uses: [labeling]}
  claude-grader:
    contract: judgment
    family: model_matcher
    uses: [filtering]
    checks: whether an attempt equals the reference answer
    input: question, attempt and reference
    signal: binary
    extractor: {not_applicable: the judge reads the attempt}
    invalid_output: not_stated
    judge: {model: Claude 3.5 Sonnet, VERSION, prompt: grading.txt, temperature: 0}
    errors: not_measured
rollouts:
  solving:
    purpose: difficulty
    model: Qwen2.5-7B-Instruct
    revision: not_stated
    prompt_format: not_stated
    engine: not_stated
    samples_per_prompt: 1
    temperature: 0.05
    max_response_tokens: not_logged
    verifier: claude-grader
    pass_rate: {threshold: not right}
"""
_REJECTS = """\
claims:
  false-negatives:
    kind: verifier_accuracy
    says: Of the answers that it rejects 38.5 percent are right.
    about: verifiers.WHOSE
    evidence: [verifiers.WHOSE]
verifiers:
  final-answer:
    contract: programmatic
    family: rule
    implementation: {name: Prime Math, version: not_stated}
    uses: [labeling, reward]
    checks: equality of final answers
    input: the response
    signal: binary
    extractor: {form: boxed}
    normalization: not_stated
    invalid_output: counted as wrong
    errors:
      false_reject: {rate: 0.385, sample: not_stated, population: answers that it rejects, how: two models agree}
      false_accept: ACCEPTS
    attacks: not_measured
  second-look:
    contract: mixed
    uses: [reward]
    version: "1.0"
    components: {rule: {verifier: final-answer, when: first}}
    combine: cascade
    calibration: {set: HardVerify-Math, size: 250, date: not_stated}
    errors: {false_reject: not_measured, false_accept: not_measured}
    attacks: not_measured
"""
_REWARDED = """\
claims:
  right-answers:
    kind: correctness
    says: The answers that are rewarded on GSM8K are right.
    about: stages.rlvr-8b
    evidence: [verifiers.{0}]
"""

NAMED = [
    Named(
        "RC401",
        "Tulu 3's answers to GSM8K",
        card="tulu3-rlvr",
        fires=False,
        sections=_REWARDED.format("gsm8k-answer"),
        says="What else the stage pays for, constraints without a version among it, says nothing of these answers.",
    ),
    Named(
        "RC401",
        "Tulu 3's constraints",
        card="tulu3-rlvr",
        fires=True,
        sections=_REWARDED.format("if-constraints"),
        says="The check of constraints has neither version nor commit.",
    ),
    Named(
        "RC401",
        "TinyV's study of Prime",
        fires=False,
        sections=_REJECTS.replace("WHOSE", "final-answer").replace("ACCEPTS", "not_measured"),
        says="The population of its rates is the set that it was held against; the other direction is a gap.",
    ),
    Named(
        "RC401",
        "a study that is silent on what is accepted",
        fires=True,
        sections=_REJECTS.replace("WHOSE", "final-answer").replace("      false_accept: ACCEPTS\n", ""),
        says="Accuracy has two directions.",
    ),
    Named(
        "RC401",
        "TinyV",
        fires=False,
        sections=_REJECTS.replace("WHOSE", "second-look").replace("      false_accept: ACCEPTS\n", ""),
        says="A cascade is measured as a whole, whatever is known of its parts.",
    ),
    Named(
        "RC401",
        "DeepSeek-Prover-V2",
        fires=False,
        sections=_CURVE.replace("AXIS", "samples for a problem"),
        says="The pass rate at 1, 32 and 1,024 samples are three points on a curve over samples.",
    ),
    Named(
        "RC401",
        "DeepSeek-Prover-V2, over the steps of training",
        fires=True,
        sections=_CURVE.replace("AXIS", "training steps"),
        says="A pass rate by samples is no curve over training.",
    ),
    Named(
        "RC401",
        "s1K's grader",
        fires=False,
        sections=_SOLVED.replace("VERSION", "version: claude-3-5-sonnet-20241022"),
        says="A judge that is named with its snapshot has a version: what is left open are gaps.",
    ),
    Named(
        "RC401",
        "OpenMathReasoning's judge",
        fires=False,
        sections=_SOLVED.replace("VERSION", "version: not_stated"),
        says="That nobody says which version judged is a gap, and leaves a claim open.",
    ),
    Named(
        "RC401",
        "a judge without a word on its version",
        fires=True,
        sections=_SOLVED.replace("VERSION, ", ""),
        says="Whose verdicts these are cannot be told.",
    ),
    Named(
        "RC403",
        "DeepMath's gain",
        card="deepmath-103k",
        sections=_RERUN,
        fires=False,
        says="One paper releases the data and runs all baselines again: where the comparisons stand, its role is irrelevant.",
    ),
    Named(
        "RC403",
        "DeepMath's answers",
        card="deepmath-103k",
        fires=True,
        says="The note on its collections is cited from a community page, which carries no correctness.",
    ),
    Named(
        "RC404",
        "DeepMath",
        card="deepmath-103k",
        fires=True,
        says="Answers are kept and called right by one agreement that nobody measured.",
    ),
    Named(
        "RC404",
        "Lean miniF2F",
        card="lean4-minif2f",
        fires=False,
        says="A kernel that checks stated theorems is no circle.",
    ),
    Named(
        "RC404",
        "an honest card",
        fires=False,
        sections=_STAGES.format("final-answer"),
        says="The filtering rule is evidence that a claim of correctness must name: naming it is no fault.",
    ),
    Named(
        "RC405",
        "s1K",
        fires=True,
        sections=_STAGES.format("claude-grader"),
        says="Claude grades attempts for difficulty and neither kept nor labeled the answers.",
    ),
    Named(
        "RC405",
        "s1K's own labels",
        fires=False,
        sections=_STAGES.format("final-answer"),
        says="What labeled the rows speaks for them.",
    ),
    Named(
        "RC406",
        "OpenThoughts3's ablation",
        card="openthoughts3-1.2m",
        fires=False,
        sections=_LONG.format(kind="gain", evidence="comparisons.gpt-verification"),
        says="It selects by the length of a response, and claims a gain that it ran the ablation for.",
    ),
    Named(
        "RC406",
        "OpenThoughts3, if length were the argument",
        card="openthoughts3-1.2m",
        fires=True,
        sections=_LONG.format(kind="trace_quality", evidence="provenance.filters.question-filter-math"),
        says="Questions with long responses are kept: that is no word on how well they reason.",
    ),
    Named(
        "RC407", "DeepMath", card="deepmath-103k", fires=True, says="Six ratings by GPT-4o are no pass rate of a base."
    ),
    Named("RC407", "DAPO-Math-17K", card="dapo-math-17k", fires=False, says="It claims no difficulty."),
    Named("RC409", "ScaleRL", card="scalerl", fires=False, says="Fitted curves are no two end points."),
    Named("RC409", "DAPO", card="dapo", fires=True, says="Half the updates is read off two rows."),
    *(
        Named(
            "RC411",
            title,
            fires=False,
            sections=_TITLED.format(title, name),
            says="What a title says as a name, it does not claim.",
        )
        for title, name in (
            ("Big-Math-RL-Verified", "big-math-rl-verified"),
            ("Rows for SWE-bench Verified", "swe-rows"),
            ("Math-Verify", "math-verify"),
            ("HealthBench Hard", "healthbench-hard"),
        )
    ),
    Named(
        "RC411",
        "verified, of nothing named",
        fires=True,
        sections=_TITLED.format("Ten Thousand Verified Problems", "ten-thousand"),
        says="The same word of rows is a claim.",
    ),
    Named("RC412", "DAPO", card="dapo", fires=False, says="Its claims name the knobs that they credit."),
]
