"""Pieces of the bad and good cards that several families share."""

from __future__ import annotations

from typing import Final

VERIFIER: Final = """\
verifiers:
  final-answer:
    contract: programmatic
    family: rule
    implementation: {name: answer-check, version: "1.0"}
    uses: [labeling, evaluation]
    checks: equality of the final answer
    input: the whole response
    signal: binary
    extractor: {form: boxed}
    normalization: spaces and commas dropped
    equivalence: string equality
    invalid_output: counted as wrong
    errors:
      false_reject: {rate: 0.022, sample: 500, how: two annotators}
      false_accept: {rate: 0.004, sample: 500, how: two annotators}
"""
"""The verifier of the small right card."""
UNMEASURED: Final = (
    VERIFIER.partition("    errors:")[0] + "    errors: {false_reject: not_measured, false_accept: not_measured}\n"
)
"""The same, of which nobody measured how often it errs."""

EXAM: Final = """\
rollouts:
  exam:
    purpose: evaluation
    samples_per_prompt: 4
    temperature: 1.0
    top_p: 1.0
    max_response_tokens: 2048
    truncated: 0.01
    verifier: final-answer
benchmarks:
  exam: {name: Example Exam, items: 5000, metric: avg@4, unit: percent, rollouts: exam, verifier: final-answer}
baselines:
  before: {model: Base-7B, origin: run, scores: {exam: 20.1}}
  after: {model: Base-7B after SFT, origin: run, scores: {exam: 40.3}}
"""
"""Two rows, scored alike."""

PAIR: Final = """\
comparisons:
  tuning:
    from: before
    to: after
    changed: [data]
    gain: {exam: 20.2}
"""

CLAIM: Final = """\
claims:
  better:
    kind: gain
    says: The model gets better with the new data.
    about: objects.rows
    evidence: [comparisons.tuning]
    credits: [data]
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  filters: {not_applicable: all rows are kept}
  decontamination: {against: [Example Exam], method: 13-gram overlap, threshold: 1, applied_to: prompt, removed: 0}
  lineage: {parents: {not_applicable: written for this}, synthetic: none, risks: [one style of writing]}
"""
GAINED: Final = (
    CLAIM
    + EXAM.replace("truncated: 0.01", "truncated: 0.01\n    unparsed: 0.01").replace(
        "SFT, origin: run", "SFT, origin: run, training_runs: 3"
    )
    + PAIR
)
"""A claim of a gain that nothing speaks against."""
