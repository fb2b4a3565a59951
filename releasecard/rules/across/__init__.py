"""RC9xx: across the cards of one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.across import drift, lineage, references
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = (*references.RULES, *lineage.RULES, *drift.RULES)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield references that lead nowhere, lineage that cannot be, and facts on which two cards disagree."""
    yield from references.check(facts, shelf)
    yield from lineage.check(facts, shelf)
    yield from drift.check(facts, shelf)
