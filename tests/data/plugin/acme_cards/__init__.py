"""What Acme asks of its cards besides: a review of every kind of rows, and how long they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files

from releasecard.extend import Plugin
from releasecard.facts import Facts
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding, Severity

ROWS = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    distinct: 500
    fields:
      question: {role: task, type: string}
      answer: {role: [behavior, feedback], type: string, verifier: final-answer}
    review_ticket: DATA-17
    retain_until: 2030-01-01
"""

RULES = (
    Rule(
        "ACME001", "kept-too-short", Severity.WARNING,
        "Rows are kept for less than a year after the release.",
        "Whoever trains on them must be able to look at them again.",
        "Keep them longer, or do not release them.",
        bad=ROWS.replace("2030-01-01", "2026-06-01  # <- ACME001"),
        good=ROWS,
        blind="Copies that others keep.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield kinds of rows that are kept too short."""
    released = facts.day("released")
    for name in facts.things("objects"):
        until = facts.day("objects", name, "retain_until")
        if released and until and until - released < timedelta(days=365):
            message = f"`{name}` are kept until {until}, and were released on {released}"
            yield Finding("ACME001", ("objects", name, "retain_until"), message, "keep them for a year at least")


PLUGIN = Plugin(fields=files(__package__).joinpath("fields.yaml").read_text("utf-8"), rules=RULES, check=check)
