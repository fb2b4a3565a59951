"""Pieces of the bad and good cards of this family."""

from __future__ import annotations

from typing import Final

from releasecard.rules.examples import GAINED, UNMEASURED

PROBE: Final = (
    "rollouts:\n  probe:\n    purpose: difficulty\n    model: Base-7B\n    revision: 0f9e8d7\n"
    '    prompt_format: {template: chat, answer: boxed}\n    engine: {name: vllm, version: "0.8.5"}\n'
    "    samples_per_prompt: 16\n    temperature: 1.0\n    max_response_tokens: 8192\n    truncated: 0.03\n"
    "    verifier: final-answer\n    date: 2026-02-11\n    pass_rate: {always_fail: 0.12, active: 0.71, always_pass: 0.17}\n"
)
DIFFICULT: Final = (
    "claims:\n  hard:\n    kind: difficulty\n    says: Most rows are active for a 7B base.\n    about: objects.rows\n"
)

OPENED: Final = """\
claims:
  checked:  # <- RC402
    kind: correctness
    says: Answers are right.
    about: objects.rows
    evidence: [verifiers.final-answer]  # <- RC404
""" + UNMEASURED.replace("[labeling, evaluation]", "[labeling]")
MEASURED: Final = "false_accept: {rate: 0.004, sample: 500, how: two annotators}"
CLOSED: Final = (
    OPENED.replace("false_accept: not_measured", MEASURED).replace("  # <- RC404", "").replace("  # <- RC402", "")
)
ROWS: Final = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    distribution: {topic: {algebra: 300, geometry: 200}}
    splits: {train: 400, test: 100}
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, produced_by: the writers}
"""
SOURCED: Final = """\
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  filters:
    long: {rule: longer than 100 words, by: length, before: 700, after: 500}
  decontamination: {against: [aime24], method: 13-gram overlap, threshold: 1, applied_to: prompt, removed: 0}
  lineage: {parents: {not_applicable: written for this}, synthetic: none, risks: [one style of writing]}
"""


def one_claim(kind: str, evidence: str, codes: str = "", trap: str = "") -> str:
    """Return a claims section with one claim; *codes* mark its key, *trap* its evidence."""
    mark, here = (f"  # <- {one}" if one else "" for one in (codes, trap))
    return (
        f"claims:\n  claimed:{mark}\n    kind: {kind}\n    says: Rows are what they should be.\n    about: objects.rows\n"
        f"    evidence: [{evidence}]{here}\n"
    )


SAMPLED: Final = one_claim("difficulty", "rollouts.probe") + PROBE
TUNED: Final = """\
claims:
  accurate:
    kind: verifier_accuracy
    says: The reward is right nine times in ten.
    about: verifiers.reward
    evidence: [verifiers.reward]
verifiers:
  final-answer: {contract: programmatic, card: math-verify@0.8.0, uses: [labeling]}
  reward:
    contract: judgment
    family: learned_reward
    version: "1.0"
    uses: [reward]
    checks: which of two answers is better
    input: prompt and answer
    signal: score
    training_data: example-prefs, all of it
    calibration: {set: held-out, size: 500, date: 2026-02-01}
    errors:
      false_accept: {rate: 0.1, sample: 500, how: two annotators}
      false_reject: {rate: 0.1, sample: 500, how: two annotators}
    attacks: none of 12 strings passed
    over_optimization: length grows after 2,000 steps
    refresh: pinned
"""
BECAUSE: Final = GAINED.replace("with the new", "due to the new")
TWO_POINTS: Final = (
    GAINED.replace("kind: gain", "kind: scaling")
    .replace("better:", "better:  # <- RC401")
    .replace("[comparisons.tuning]", "[comparisons.tuning]  # <- RC409")
    .replace("changed: [data]", "changed: [data]\n    moved: [ceiling]")
)
