"""RC9xx: across the cards of one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = ()


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong there."""
    yield from ()
