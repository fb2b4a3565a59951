"""RC4xx: claims, what their evidence licenses, and the traps that evidence falls into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from releasecard.evidence.judge import MOST
from releasecard.evidence.verdict import Verdict
from releasecard.facts import Facts
from releasecard.rules.claims import licensed, prose, traps
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((*licensed.RULES, *traps.RULES, *prose.RULES), key=lambda rule: rule.code)
)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with a claim's evidence, whatever its verdict."""
    yield from traps.check(facts, shelf)
    if len(facts.things("claims")) > MOST:
        message = f"more than {MOST} claims; the rest is not judged"
        yield Finding(
            "RC002", ("claims",), message, "a card claims what its evidence is about, not each figure", on="key"
        )


def of_verdicts(facts: Facts, judged: Iterable[Verdict], broken: set[Path]) -> Iterator[Finding]:
    """Yield what the verdicts say; *broken* are the places of faults of the shape, whose claims are not judged."""
    listed = list(judged)
    yield from licensed.check(facts, listed, broken)
    yield from prose.check(facts, listed)
