"""RC8xx: environments and agent trajectories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.rule import Rule
from releasecard.rules.trajectories import replay, runs
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = tuple(sorted((*runs.RULES, *replay.RULES), key=lambda rule: rule.code))


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with episodes, their record and their replay."""
    yield from runs.check(facts, shelf)
    yield from replay.check(facts)
