"""Pieces of the bad and good cards of this family."""

from __future__ import annotations

from typing import Final

EPISODES: Final = """\
training_use: [reward_modeling]
objects:
  runs:
    type: tool_trajectory
    supervision: [episode]
    records: 460
    fields:
      messages: {role: behavior, type: list}
      reward: {role: feedback, type: number, verifier: final-answer}
    trajectory:
      environment: example-shop@1.0.1
      failures_and_retries: {available: full, failed_runs: kept, runs: 460, failures: 200, retries: none}
      scaffold: not_stated
      budget_and_sampling: {available: full, max_steps: 30, trials: 4}
      lineage_and_split: not_stated
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 460}
  traces: {author: human}
  filters: {not_applicable: all runs are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
"""
IMAGE: Final = """\
verifiers:
  tests:
    contract: environmental
    family: environment_predicate
    uses: [labeling, evaluation]
    checks: whether the tests of the issue pass
    input: the repository after the run
    signal: binary
    predicate: all tests pass
    image: example/env@sha256:1f2e
    reset: a fresh container
    null_rate: 0.01
objects:
  tasks:
    type: task
    supervision: [episode]
    records: 460
    fields:
      issue: {role: task, type: string}
      tests: {role: feedback, type: list, verifier: tests}
"""
SHOP: Final = """\
kind: environment
training_use: [evaluation]
claims:
  checked:
    kind: environment_validity
    says: A reward of 1 means that the order was changed as it should be.
    about: terminal_predicate
    evidence: [terminal_predicate, replay, audit.findings.blind]
audit: {findings: {blind: {says: A missing confirmation is not seen., about: terminal_predicate}}}
task_state: {available: full, initial: a database, version: "1.0"}
goal_and_constraints: {available: full, goal: a wish, hidden: the goal state}
action_schema: {available: full, tools: [find_order, refund], time_out: 30 s}
observations: {available: full, content: what the tool returned, errors: a text}
state_diffs: {available: none}
failures_and_retries: {available: full, failed_runs: kept, retries: none}
terminal_predicate: {available: full, verifier: final-answer, when: at the end, at_step_limit: failed, null_rate: 0.06}
scaffold: {available: full, agents: [tool calling], stopping: 30 steps}
budget_and_sampling: {available: full, max_steps: 30, trials: 4}
lineage_and_split: {available: full, generator: people, splits: {test: 500}}
user_simulator: {not_applicable: no user takes part}
replay: {package: example-shop 1.0, reset: the tables are loaded again, deterministic: partial, live: [a web search]}
"""
