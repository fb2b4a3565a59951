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
