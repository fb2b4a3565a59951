"""Claims of one kind against its needs: a row for each claim, a column for each need."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from releasecard.evidence.matrix import Need, Row
from releasecard.pages.html import Html, el, joined, rows
from releasecard.pages.matrices.met import HOLDS, MARKS, Cell, Claim, cells, others
from releasecard.pages.parts import Links, cut, many, named, words
from releasecard.pages.tables import row, wide
from releasecard.rules import code_of

MOST: Final = 100
"""Claims of one kind whose cells are shown; the counts are of all."""
_OPEN: Final = 40
"""Claims of one kind up to which their cells are unfolded."""
SETS: Final = {
    "O": "objects", "V": "verifier", "R": "rollouts", "C": "comparison", "P": "provenance", "S": "scaling",
    "E": "environment",
}  # fmt: skip
"""What is asked, by the letter of its set, in a word."""
_SAID: Final = {
    "evidence": ("evidence", "evidence that is a gap or not named"),
    "closure": ("reach", "evidence that reaches further than is followed"),
    "secondary": ("restated", "sources that were read in a restatement only"),
}
"""What is held against a claim and is no rule's finding, in a word and in full."""


def rule(links: Links, need: str, *, short: bool = False) -> Html:
    """Return what is held against a claim: the rule that found it, a link to its page; its code alone if *short*."""
    code = code_of(need)
    word, name = _SAID.get(need, (words(need), need.replace("-", " ")))
    shown = links.rule(code, code) if code else joined(word)
    if short:
        return el("span", shown, title=name)
    return joined(shown, f" {name}") if code else joined(name)


def grid(links: Links, kind: str, needed: Row, found: list[Claim]) -> Html:
    """Return the first claims of a kind, each with what its evidence says to each need; folded where there are many."""
    shown, columns = found[:MOST], _by_set(needed)
    body = rows(_line(links, needed, columns, one) for one in shown)
    said = f"{words(kind)}: each claim against each need"
    framed = wide(el("table", _head(columns), el("tbody", body), class_="rc-table rc-grid"), said)
    some = f"the first {len(shown)} of {many(len(found), 'claim')}, the counts above are of all"
    title = f"Claim by claim: {some if len(found) > MOST else many(len(found), 'claim')}"
    return el("details", el("summary", title), framed, class_="rc-fold", open=len(found) <= _OPEN)


def _by_set(needed: Row) -> list[tuple[Need, bool]]:
    """Return the needs as columns, those of one set together, and whether each is the first of its set."""
    sets = list(dict.fromkeys(need.set for need in needed.needs))
    ordered = sorted(needed.needs, key=lambda need: sets.index(need.set))
    return [(need, not at or ordered[at - 1].set != need.set) for at, need in enumerate(ordered)]


def _head(columns: list[tuple[Need, bool]]) -> Html:
    fixed = (el("th", name, rowspan=2, scope="col") for name in ("claim", "verdict", "in doubt by"))
    sets = (
        el("th", SETS[letter], colspan=sum(1 for _ in those), scope="colgroup", class_="rc-begins")
        for letter, those in groupby(columns, key=lambda one: one[0].set)
    )
    names = (
        el("th", words(need.id[2:]), scope="col", title=need.says, class_="rc-begins" if first else None)
        for need, first in columns
    )
    return el("thead", el("tr", fixed, sets), el("tr", names))


def _line(links: Links, needed: Row, columns: list[tuple[Need, bool]], one: Claim) -> Html:
    verdict, met = one.verdict, cells(needed, one.verdict)
    name = links.field(one.of, verdict.claim, cut(str(verdict.claim[-1]), 40))
    held = dict.fromkeys((reason.need, MARKS[reason.holds]) for reason in others(needed, verdict))
    doubts = joined(
        *(el("span", rule(links, need, short=True), class_=f"rc-{mark}") for need, mark in held), between=" "
    )
    word = el("span", str(verdict.word), class_=f"rc-chip rc-{verdict.word}")
    asked = (
        el("td", _cell(links, one, met.get(need.id)), class_="rc-begins" if first else None) for need, first in columns
    )
    return row(
        joined(name, el("span", named(one.of.entry), class_="rc-quiet")),
        [el("td", word), el("td", doubts, class_="rc-bywords"), *asked],
    )


def _cell(links: Links, one: Claim, cell: Cell | None) -> Html:
    if cell is None:
        return el("span", "not asked", class_="rc-hidden")
    if cell.holds == "carries":
        return el("span", cell.word or el("span", HOLDS, class_="rc-hidden"), class_="rc-licensed")
    part = f" {cell.worst} of {cell.asked}" if cell.asked > 1 else ""
    word = links.field(one.of, cell.path, cell.word) if cell.path else joined(cell.word)
    return el("span", word, part, class_=f"rc-{MARKS[cell.holds]}")
