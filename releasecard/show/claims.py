"""Claims, and what stands where their evidence points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from releasecard.card import MISSING, Card
from releasecard.evidence.verdict import Reason, Verdict
from releasecard.show.values import View, fact, said, state
from releasecard.values import Path, dotted, each


def with_verdicts(questions: list[View], verdicts: Iterable[Verdict]) -> list[View]:
    """Return the view of the questions with each claim's `verdict`, and `reasons`: what voids or opens it, what carries it."""
    found = {verdict.name: verdict for verdict in verdicts}
    for claim in (claim for one in questions for section in one["sections"] for claim in section.get("claims", ())):
        verdict = found.get(claim["path"])
        if verdict is not None:
            claim["verdict"] = str(verdict.word)
            claim["reasons"] = [_reason(one) for one in (*verdict.voided, *verdict.opened, *verdict.carried)]
    return questions


def _reason(one: Reason) -> View:
    return {
        "holds": one.holds,
        "need": one.need,
        "says": one.says,
        "path": one.where,
        "gap": one.word or None,
        "doubt": one.is_doubt,
    }


def claims(card: Card) -> list[View]:
    """Return each claim: what it says, what about, and under `evidence` each path with what `stands` there."""
    return [_claim(card, ("claims", name)) for name in card.ids("claims")]


def _claim(card: Card, path: Path) -> View:
    value = card.at(path)
    claim: View = {"path": dotted(path), "id": str(path[-1])}
    if not isinstance(value, dict):
        return {**claim, "facts": [fact(card, path)]}
    names = [name for name in ("kind", "says", "about", "credits") if name in value]
    claim["facts"] = [fact(card, (*path, name), path) for name in names]
    evidence = value.get("evidence", MISSING)
    if evidence is MISSING:
        return claim
    if not isinstance(evidence, (str, list)):
        claim["facts"].append(fact(card, (*path, "evidence"), path))
        return claim
    return {**claim, "evidence": list(_evidence(card, (*path, "evidence"), evidence))}


def _evidence(card: Card, path: Path, value: Any) -> Iterator[View]:
    for place, word in each(path, value):
        text = said(card, place)
        yield {"path": text, "stands": _stands(card, word) if isinstance(word, str) else state(word)}


def _stands(card: Card, word: str) -> str:
    """Return `ok`, a gap word, `conflict`, `to-do`, `empty`, `leads nowhere`, or `other card`."""
    if "@" in word:
        return "other card"
    place = card.find(word)
    if place is None:
        return "leads nowhere"
    found = state(card.at(place))
    return "ok" if found == "filled" else found
