"""Pieces of the bad and good cards of this family."""

from __future__ import annotations

from typing import Final

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

RECIPE: Final = """\
kind: recipe
base_models:
  base: {name: Base-7B, revision: "0f9e8d7", license: MIT}
data:
  problems: {release: inline, name: Example Problems}
stages:
  tuning:
    kind: rl
    from: base
    makes: Tuned-7B
    algorithm: grpo
    data: {problems: 1.0}
    rollouts: training
    rewards:
      correct: {verifier: final-answer, right: 1, wrong: 0}
    sampling_control: not_stated
    training:
      prompts_per_step: 64
      responses_per_step: 1024
      train_minibatch: 256
      updates_per_step: 4
      inner_epochs: 1
    checkpoint: {rule: the last one}
    compute: not_stated
    config: not_released
rollouts:
  training:
    purpose: training
    samples_per_prompt: 16
    temperature: 1.0
    top_p: 1.0
    max_response_tokens: 2048
    engine: {name: vllm, version: "0.8.5"}
    seed: not_logged
    verifier: final-answer
benchmarks: not_measured
baselines: not_measured
comparisons: not_measured
"""
"""A recipe with one stage."""
