"""RC8xx on the releases that the specification names."""

from __future__ import annotations

from named import Named

_SUCCESSES = """\
training_use: [{use}]
objects:
  policy-trajectories:
    type: tool_trajectory
    supervision: [demonstration]
    records: 491
    distinct: 294
    copies: several successes on one task
    fields:
      messages: {{role: behavior, type: list}}
      passed: {{role: feedback, type: boolean, verifier: final-answer}}
    trajectory:
      environment: swe-gym@1
      failures_and_retries: {{available: none, failed_runs: dropped, runs: 6048, failures: 5557, retries: not_stated}}
      scaffold: not_checked
      budget_and_sampling: {{available: full, max_steps: 30..50, trials: not_stated}}
      lineage_and_split: not_checked
"""

NAMED = [
    Named("RC801", "SWE-Gym", card="swe-gym", fires=True, note=True,
          says="It tunes on 491 successes and gains 12 points, and it ships failures for the verifier: a note."),
    Named("RC801", "SWE-Gym's successes for imitation", sections=_SUCCESSES.format(use="sft"), fires=True, note=True,
          says="Samples by rejection: credit cannot be assigned, and nothing is accused."),
    Named("RC801", "SWE-Gym's successes alone, rewarded", sections=_SUCCESSES.format(use="reward_modeling"), fires=True,
          says="A success-only transcript cannot carry a reward."),
    Named("RC801", "tau-bench", card="tau-bench", fires=False, says="Failed runs are kept."),
    Named("RC802", "tau-bench", card="tau-bench", fires=False, says="It has no image, and says so."),
    Named("RC802", "SWE-Gym", card="swe-gym", fires=False, says="Neither tags nor digests are listed: a gap, no moving tag."),
    Named("RC803", "tau-bench", card="tau-bench", fires=False,
          says="The user is a live API, but tools and data come in a package."),
    Named("RC805", "SWE-Gym", card="swe-gym", fires=False, says="6,048 runs less 5,557 failures are 491 rows."),
    Named("RC806", "tau-bench", card="tau-bench", fires=False, says="62 messages in a run of 30 steps are no contradiction."),
]  # fmt: skip
