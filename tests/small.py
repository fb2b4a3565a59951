"""A small right card, and cards made from it by putting other top-level sections in place of its own."""

from __future__ import annotations

import re

CARD = """\
releasecard: 1
kind: dataset
name: small
version: "1.0"
title: Small
summary: A small right card.
released: 2026-03-01
card: {by: Example Lab, date: 2026-03-02, stance: first_party}
license: {data: MIT}
links: {data: "https://example.org/d"}
languages: [en]
domains: [math]
training_use: [evaluation]
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    distinct: 500
    fields:
      question: {role: task, type: string}
      answer: {role: [behavior, feedback], type: string, verifier: final-answer}
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
claims: not_stated
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
baselines: not_measured
"""

_TOP = re.compile(r"(?m)^(?=[^\s#])")


def with_sections(fragment: str, base: str = CARD) -> str:
    """Return the base card with the fragment's top-level sections in place of its own of the same name.

    A fragment whose first line is no key (`- x`, `---`) or that names its format is a whole card already.
    """
    if re.match(r"-\s", fragment):
        return fragment
    blocks = [block for block in _TOP.split(fragment.rstrip("\n") + "\n") if block]
    names = {block.split(":")[0] for block in blocks}
    kept = [block for block in _TOP.split(base) if block and block.split(":")[0] not in names]
    rest = [block for block in blocks if block.split(":")[0] not in ("releasecard", "kind")]
    head = [block for block in blocks if block not in rest]
    whole = [*head, *kept, *rest]
    format_first = sorted(whole, key=lambda block: not block.startswith(("releasecard:", "%")))
    return "".join(format_first).rstrip("\n") + "\n"
