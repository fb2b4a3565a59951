"""All rules, in the order of their codes, and the one function that runs their checks on a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.card import Card
from releasecard.document.nodes import Document
from releasecard.rules import document, gaps, references, shape
from releasecard.rules.rule import Rule
from releasecard.values import Finding

RULES: Final[tuple[Rule, ...]] = (*document.RULES, *shape.RULES, *references.RULES, *gaps.RULES)

MAX_FINDINGS: Final = 1_000

BY_CODE: Final[dict[str, Rule]] = {rule.code: rule for rule in RULES}


def check(read: Document) -> Iterator[Finding]:
    """Yield the findings on a document, up to a number that nobody reads; the last one then says so."""
    for number, finding in enumerate(_check(read)):
        if number >= MAX_FINDINGS:
            hint = "mend these first"
            yield Finding("RC002", (), f"more than {MAX_FINDINGS:,} findings; the rest is not shown", hint)
            return
        yield finding


def _check(read: Document) -> Iterator[Finding]:
    """Yield every finding; what cannot be judged because of an earlier fault is not judged."""
    yield from document.check(read)
    if not isinstance(read.data, dict):
        return
    card = Card(read)
    if card.overgrown:
        hint = "state what differs, and let few things inherit from few"
        yield Finding("RC002", (), "`like` repeats more than a card can say", hint)
        return
    yield from gaps.check(card)
    kind = card.kind
    if kind is not None:
        yield from shape.check(card, kind)
        yield from references.check(card, kind)
