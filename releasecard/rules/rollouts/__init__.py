"""RC5xx: sampling protocols and difficulty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.rollouts import estimates, formats, protocols, rates
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((*protocols.RULES, *rates.RULES, *estimates.RULES, *formats.RULES), key=lambda rule: rule.code)
)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with how models were sampled, and with what was concluded from it."""
    yield from protocols.check(facts, shelf)
    yield from rates.check(facts)
    yield from estimates.check(facts)
    yield from formats.check(facts, shelf)
