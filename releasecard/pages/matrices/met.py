"""Claims and what their evidence says to each need of the support matrix: the reasons of the verdicts, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from releasecard.evidence.matrix import MATRIX, SETS, Row
from releasecard.evidence.verdict import Reason, Verdict
from releasecard.facts import Status
from releasecard.pages.collection import Collection
from releasecard.pages.parts import Known, known, words
from releasecard.values import Path

MARKS: Final = {"carries": "licensed", "opens": "open", "voids": "unlicensed"}
"""What a reason does to a claim, from the best to the worst, with the mark of it."""
HOLDS: Final = "holds"
"""The word where a need is met."""
ABSENT: Final = "absent"
"""The word for what stands nowhere, not even as a gap."""
UNREACHED: Final = "not reached"
"""The word where the evidence leads to nothing that could be asked."""
GAP: Final = "a gap"
"""The word for a gap that has none of its own: one of several things that must agree is not known."""
_ORDER: Final = tuple(MARKS)
_SECTIONS: Final = {section for section, _ in SETS.values()}


class Claim(NamedTuple):
    """A claim of a card with its verdict."""

    of: Known
    verdict: Verdict


class Cell(NamedTuple):
    """What a claim's evidence says to one need, at its worst: `worst` of the `asked` things it was asked of."""

    holds: str
    status: Status
    word: str
    worst: int
    asked: int
    path: Path


def gathered(collection: Collection) -> dict[str, list[Claim]]:
    """Return the claims of all cards by kind, those of one card together."""
    found: dict[str, list[Claim]] = {kind: [] for kind in MATRIX}
    for one in known(collection):
        for verdict in one.entry.linted.verdicts:
            found[verdict.kind].append(Claim(one, verdict))
    return found


def cells(needed: Row, verdict: Verdict) -> dict[str, Cell]:
    """Return what a claim's evidence says to each need that is asked of it, by the need's id."""
    by_need: defaultdict[str, list[Reason]] = defaultdict(list)
    for reason in verdict.reasons:
        by_need[reason.need].append(reason)
    found: dict[str, Cell] = {}
    for need in needed.needs:
        section = SETS[need.set][0]
        if by_need[need.id]:
            found[need.id] = _cell(by_need[need.id], ABSENT)
        elif by_need[section] and not need.when:  # what depends on the thing cannot be asked of none
            found[need.id] = _cell(by_need[section], UNREACHED)
    return found


def _cell(found: list[Reason], absent: str) -> Cell:
    holds = max((one.holds for one in found), key=_ORDER.index)
    worst = [one for one in found if one.holds == holds]
    first = worst[0]
    nothing = GAP if first.status is Status.GAP else absent
    word = "" if first.status is Status.OK else words(first.word or nothing)
    return Cell(holds, first.status, word, len(worst), len(found), first.path)


def others(needed: Row, verdict: Verdict) -> list[Reason]:
    """Return the reasons against a claim that answer no need: findings of rules, evidence that is not there."""
    ids = {need.id for need in needed.needs} | _SECTIONS
    return [one for one in verdict.reasons if one.need not in ids and one.holds != "carries"]


class Counted(NamedTuple):
    """How one need is met by all claims of a kind: how many it was asked of, for how many it holds, the words of the others."""

    asked: int
    met: int
    gaps: Counter[str]
    absent: Counter[str]


def counted(needed: Row, found: Iterable[Claim]) -> dict[str, Counted]:
    """Return for each need how the claims meet it, each claim once, by the worst that it was asked of."""
    totals = {need.id: Counted(0, 0, Counter(), Counter()) for need in needed.needs}
    for one in found:
        for name, cell in cells(needed, one.verdict).items():
            total = totals[name]
            total.gaps.update([cell.word] if _is_gap(cell) else ())
            total.absent.update([cell.word] if cell.holds != "carries" and not _is_gap(cell) else ())
            totals[name] = total._replace(asked=total.asked + 1, met=total.met + (cell.holds == "carries"))
    return totals


def _is_gap(cell: Cell) -> bool:
    return cell.holds != "carries" and cell.status is Status.GAP
