"""RC3xx: objects and verification contracts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.objects import contracts, errors, judges, rows, uses, versions
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding

_GROUPS: Final = (rows, uses, contracts, versions, errors, judges)

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((rule for group in _GROUPS for rule in group.RULES), key=lambda rule: rule.code)
)


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is wrong with rows, with what judges them, and with what is said of both."""
    for group in _GROUPS:
        yield from group.check(facts)
