"""Releases named for the rules across cards (RC9xx)."""

from __future__ import annotations

from named import Named

_DATA = """\
kind: recipe
data:
  math: {release: dapo-math-17k@2503.14476, %s}
"""
_DAPO = """\
name: dapo-math-17k
version: "2503.14476"
objects:
  problems:
    type: prompt_answer
    supervision: [answer]
    records: ~1.79M
    distinct: 17398
    fields:
      prompt: {role: task, type: string}
      ground_truth: {role: feedback, type: string, verifier: final-answer}
%s"""
_DISPUTED = """\
conflicts:
  size: {about: data.math.distinct, says: The paper and the file disagree.}
"""
_R1 = """\
baselines:
  r1-zero-qwen-32b:
    model: DeepSeek-R1-Zero-Qwen-32B
    origin: copied
    scores: {aime24: %s}
benchmarks:
  aime24: {name: AIME 2024, metric: %s, unit: percent, items: 30}
"""
_TAU = """\
name: tau-bench
version: "%s"
released: 2024-06-17
organizations: [Sierra]
revisions:
  - {version: "1.0.1", date: 2026-07-15, changed: gold answers were corrected, comparable: none}
"""
_CHILD = """\
name: child
released: 2025-09-01
organizations: [Example Lab]
provenance:
  prompts:
    from:
      tau: {card: "tau-bench@%s", kind: benchmark, license: MIT, relation: copied, records: 50}
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
"""
_USED = """\
kind: recipe
data:
  math: {release: dapo-processed@1.0, records: 500}
verifiers:
  reward:
    contract: programmatic
    family: rule
    card: %s
    uses: [reward]
"""
_PROCESSED = """\
name: dapo-processed
version: "1.0"
verifiers:
  final-answer: {contract: programmatic, family: rule, card: math-verify@0.7.0, uses: [filtering]}
"""

NAMED = [
    Named(
        "RC908", "DAPO, 17K of 17,398", fires=False, card="dapo",
        says="17K and 17,398 are one number at the precision of the first, and the card keeps the two as a conflict.",
    ),
    Named(
        "RC908", "DAPO, 17K at its precision", fires=False, sections=_DATA % "distinct: 17k",
        shelf={"d.card.yaml": _DAPO % ""}, says="Tolerance is that of the printed precision: 17K covers 17,398.",
    ),
    Named(
        "RC908", "DAPO, 17,917 of 17,398", fires=True, sections=_DATA % "distinct: 17917",
        shelf={"d.card.yaml": _DAPO % ""}, says="An exact count above what the data set has is no matter of precision.",
    ),
    Named(
        "RC908", "DAPO, disputed", fires=False, sections=_DATA % "distinct: 17917" + _DISPUTED,
        shelf={"d.card.yaml": _DAPO % ""}, says="An entry of `conflicts` covers the path, so the card says it already.",
    ),
    Named(
        "RC908", "DAPO, rows for prompts", fires=False, sections=_DATA % "records: 17398",
        shelf={"d.card.yaml": _DAPO % ""}, says="17,398 of 1.79M rows may be the choice of one copy of each.",
    ),
    Named(
        "RC908", "DAPO, R1-Zero-Qwen-32B at 47", fires=False, card="dapo",
        says="47 is DeepSeek's own 47.0, copied.",
    ),
    Named(
        "RC908", "R1-Zero-Qwen-32B at 46", fires=True, card="dapo", sections=_R1 % ("46", "accuracy"),
        shelf={}, says="DeepSeek's card has 47.0 for that model, so 46 is not a copy of it.",
    ),
    Named(
        "RC908", "R1-Zero-Qwen-32B by vote", fires=False, card="dapo", sections=_R1 % ("60", "maj@64"),
        says="DeepSeek's vote over 64 answers is a score of its own, and 60 is it.",
    ),
    Named(
        "RC907", "tau-bench, at its first version", fires=False, sections=_CHILD % "59a200c",
        shelf={"t.card.yaml": _TAU % "59a200c"},
        says="The revision of 2026 is another version than the one that was taken in 2025.",
    ),
    Named(
        "RC907", "tau-bench, at its revision", fires=True, sections=_CHILD % "1.0.1",
        shelf={"t.card.yaml": _TAU % "1.0.1"},
        says="The version named came out in 2026, after the child: it cannot be what was used.",
    ),
    Named(
        "RC907", "DAPO", fires=False, card="dapo", says="Recipe and data came out on one day, by the same makers.",
    ),
    Named(
        "RC909", "open-r1's copy of DAPO, trained with math_dapo", fires=False, sections=_USED % "math-dapo@1.0",
        shelf={"d.card.yaml": _PROCESSED}, says="Another verifier is another rule's: only versions of one are compared.",
    ),
    Named(
        "RC909", "open-r1's copy of DAPO, trained with a later math-verify", fires=True,
        sections=_USED % "math-verify@0.8.0", shelf={"d.card.yaml": _PROCESSED},
        says="Built with version 0.7.0, trained with 0.8.0: which rows survive and what a label means differ.",
    ),
    Named(
        "RC909", "DAPO", fires=False, card="dapo",
        says="The released data was filtered by no verifier; both cards name the checker by commit for rewards only.",
    ),
    Named(
        "RC904", "GSM8K as a parent of Tulu 3", fires=True, note=True, card="tulu3-rlvr",
        says="The collection has a card of GSM8K at a commit, and Tulu 3's names none.",
    ),
    Named(
        "RC904", "DeepMath's parents", fires=False, card="deepmath-103k",
        says="Nearly all parents are unpinned: without a card on the shelf that is a gap to count, nothing to mend.",
    ),
    Named(
        "RC902", "DeepMath's Math-Verify", fires=True, card="deepmath-103k",
        says="It was checked with 0.7.0, and the card at hand describes 0.8.0.",
    ),
]  # fmt: skip
