"""Pieces of the bad and good cards of this family."""

from __future__ import annotations

from typing import Final

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
