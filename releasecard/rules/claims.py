"""RC4xx: claims, and what their evidence licenses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from releasecard.evidence.verdict import Verdict
from releasecard.facts import Facts
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = ()


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with a claim's evidence, whatever its verdict."""
    yield from ()


def of_verdicts(judged: Iterable[Verdict]) -> Iterator[Finding]:
    """Yield the claims that are unlicensed or open."""
    yield from ()
