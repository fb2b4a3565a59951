"""All rules, in the order of their codes, and the one function that runs their checks on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from releasecard.card import Card
from releasecard.document.nodes import Document
from releasecard.evidence.judge import Doubt, verdicts
from releasecard.evidence.verdict import Verdict
from releasecard.facts import Facts
from releasecard.rules import (
    across,
    claims,
    construction,
    document,
    gaps,
    objects,
    references,
    results,
    rollouts,
    shape,
    trajectories,
)
from releasecard.rules.rule import Rule
from releasecard.shelf import EMPTY, Shelf
from releasecard.values import Finding, Severity

RULES: Final[tuple[Rule, ...]] = (
    *document.RULES,
    *shape.RULES,
    *references.RULES,
    *gaps.RULES,
    *objects.RULES,
    *claims.RULES,
    *rollouts.RULES,
    *construction.RULES,
    *results.RULES,
    *trajectories.RULES,
    *across.RULES,
)

Check: TypeAlias = Callable[[Facts, Shelf], Iterable[Finding]]
CHECKS: Final[list[Check]] = [
    family.check for family in (objects, rollouts, construction, results, trajectories, across)
]
"""What judges a card of a right shape: the families on evidence, and the checks of plugins."""

MAX_FINDINGS: Final = 1_000

BY_CODE: Final[dict[str, Rule]] = {rule.code: rule for rule in RULES}
"""Our own rules, and those of the plugins that take part."""


class Checked(NamedTuple):
    """What checking a card gives: findings, and the verdict of each claim, in written order."""

    findings: list[Finding]
    verdicts: tuple[Verdict, ...] = ()


def code_of(name: str) -> str:
    """Return the code of the rule of a name, empty for none; rules of plugins that take part are found too."""
    return next((rule.code for rule in BY_CODE.values() if rule.name == name), "")


def check(read: Document, shelf: Shelf = EMPTY) -> Checked:
    """Check a document: findings up to a number that nobody reads (the last one then says so), and verdicts.

    *shelf* holds the cards that references lead to.
    """
    judged: list[Verdict] = []
    findings = list(islice(_check(read, shelf, judged), MAX_FINDINGS + 1))
    if len(findings) > MAX_FINDINGS:
        message = f"more than {MAX_FINDINGS:,} findings; the rest is not shown"
        findings[MAX_FINDINGS] = Finding("RC002", (), message, "mend these first")
    return Checked(findings, tuple(judged))


def _check(read: Document, shelf: Shelf, judged: list[Verdict]) -> Iterator[Finding]:
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
    if card.kind is None:
        return
    facts = Facts(card)
    faults = [*shape.check(card, facts.kind, facts.faults), *references.check(card, facts.kind)]
    yield from faults
    found = [finding for judge in CHECKS for finding in judge(facts, shelf)]
    found += claims.check(facts, shelf)
    judged += verdicts(facts, shelf, map(_doubt, found))
    yield from found
    yield from claims.of_verdicts(
        facts, judged, {fault.path for fault in faults if _doubt(fault).severity is Severity.ERROR}
    )


def _doubt(finding: Finding) -> Doubt:
    rule = BY_CODE[finding.code]
    return Doubt(rule.name, rule.severity if finding.severity is None else finding.severity, finding.path)
