"""Sections that carry a licensed claim, for kinds of which no rule shows one."""

from __future__ import annotations

from releasecard.rules.claims.examples import SOURCED, one_claim

DECONTAMINATED = one_claim("decontamination", "provenance.decontamination") + SOURCED.replace(
    "removed: 0}", "removed: 0, recall: paraphrases}"
)

LABELED = (
    one_claim("trace_quality", "provenance.traces, verifiers.steps")
    + """\
objects:
  rows:
    type: step_labeled_trace
    supervision: [step]
    records: 500
    distinct: 500
    labels: {by: three annotators, scale: {"1": right, "-1": wrong}, step_rule: a line, unit: step, until: first_error}
    fields:
      question: {role: task, type: string}
      steps: {role: behavior, type: list}
      labels: {role: feedback, type: list, verifier: steps}
verifiers:
  steps:
    contract: judgment
    family: process_verifier
    version: "1.0"
    uses: [labeling]
    checks: whether a step follows
    input: the steps so far
    signal: process
    label_source: three annotators
    localization: {test: first error found, set: held-out traces, value: 0.71}
    robustness: {test: another generator, value: 0.66}
    aggregation: minimum
    invalid_output: counted as wrong
    errors: not_measured
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  traces: {author: teacher, model: Teacher-70B, revision: "0f9e8d7", rollouts: not_stated}
  anchor: not_stated
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: all, risks: not_stated}
"""
)

SCALED = (
    one_claim("scaling", "scaling")
    + """\
scaling:
  axis: generated tokens
  points: 5
  budgets: 3
  unique: 500
  reuse: 4
  training_compute: 100 GPU hours
  inference_budget: 4,096 tokens
  fit: {form: sigmoid, error: "0.01"}
"""
)
