"""What a card's evidence licenses: the support matrix, what a claim's evidence reaches, and the verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from releasecard.evidence.verdict import Verdict
from releasecard.facts import Facts
from releasecard.shelf import Shelf
from releasecard.values import Finding


def verdicts(facts: Facts, shelf: Shelf, findings: Sequence[Finding]) -> list[Verdict]:
    """Return the verdict of each claim."""
    return []
