"""RC6xx: construction, filters, decontamination, lineage, licenses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.construction import contamination, counts, licenses, lineage, rewriting
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (*counts.RULES, *rewriting.RULES, *contamination.RULES, *licenses.RULES, *lineage.RULES),
        key=lambda rule: rule.code,
    )
)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with how rows were made, and with what they were made from."""
    yield from counts.check(facts)
    yield from rewriting.check(facts)
    yield from contamination.check(facts, shelf)
    yield from licenses.check(facts, shelf)
    yield from lineage.check(facts, shelf)
