"""RC7xx: benchmarks, baselines, comparisons, scaling, and the settings of stages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.results import gains, knobs, pairs as compared, scores, selection, settings
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = (
    *scores.RULES,
    *gains.RULES,
    *compared.RULES,
    *knobs.RULES,
    *selection.RULES,
    *settings.RULES,
)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with scores, with comparisons, and with the settings behind them."""
    yield from scores.check(facts, shelf)
    yield from gains.check(facts)
    yield from compared.check(facts)
    yield from knobs.check(facts)
    yield from selection.check(facts)
    yield from settings.check(facts)
