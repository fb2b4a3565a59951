"""Claims against evidence over all cards: the support matrix, with what the claims of these cards bring to each need."""

from __future__ import annotations

from collections import Counter
from typing import Final

from releasecard.evidence.matrix import MATRIX, Need, Row
from releasecard.evidence.verdict import Word
from releasecard.pages.collection import Collection
from releasecard.pages.html import NOTHING, Html, el, joined, unsearched
from releasecard.pages.matrices.grid import SETS, grid, rule
from releasecard.pages.matrices.met import ABSENT, GAP, HOLDS, Claim, Counted, counted, gathered, others
from releasecard.pages.parts import Links, head, many, words
from releasecard.pages.standing import WORDS, strip
from releasecard.pages.tables import row, share, table

_LEAD: Final = (
    "No field licenses every claim: each is relative to something else, and needs that to be stated. "
    "Here each claim of these cards meets what its kind needs. "
)
_LEGEND: Final = (
    ("rc-licensed", HOLDS, "it stands where the evidence leads, or is one and the same on both sides"),
    ("rc-open", "a named gap", "the card says that it is not known, and whose gap that is"),
    ("rc-unlicensed", ABSENT, "nothing stands there, or not where the evidence leads"),
    (
        "rc-quiet",
        "2 of 3",
        "of several things that are asked, such as verifiers, the worst counts: so many are like it",
    ),
)


def page(collection: Collection) -> str:
    """Return the page of claims against evidence."""
    links, of_kind = Links(collection, collection.file("claims.md")), gathered(collection)
    parts = [*head("Claims and evidence", _lead(of_kind)), _legend(), _kinds(of_kind)]
    for kind, needed in MATRIX.items():
        found = of_kind[kind]
        parts += [el("h2", words(kind).capitalize(), id=kind), _about(needed, found)]
        if found:
            shown = (_needs(kind, needed, found), _against(links, needed, found), grid(links, kind, needed, found))
            parts.append(unsearched(shown))
    return "\n\n".join(parts) + "\n"


def _lead(of_kind: dict[str, list[Claim]]) -> str:
    verdicts = Counter(one.verdict.word for found in of_kind.values() for one in found)
    if not verdicts:
        return f"{_LEAD}None of these cards makes a claim of a kind that is known."
    said = ", ".join(f"{verdicts[word]:,} {word}" for word in Word)
    return f"{_LEAD}{many(verdicts.total(), 'claim')} in all: {said}."


def _legend() -> Html:
    lines = (el("li", el("span", word, class_=name), f" {says}") for name, word, says in _LEGEND)
    return el("ul", lines, class_="rc-legend")


def _kinds(of_kind: dict[str, list[Claim]]) -> Html:
    """Return the kinds of claims at a glance, each a link to its part of the page."""
    body = (
        row(
            el("a", words(kind), href=f"#{kind}"),
            [
                el("td", needed.relative_to, data_label="relative to"),
                el("td", needed.not_enough, class_="rc-quiet", data_label="not enough"),
                el("td", _strip(of_kind[kind]), data_label="verdicts"),
            ],
        )
        for kind, needed in MATRIX.items()
    )
    return table(("claim", "relative to", "not enough", "verdicts"), body, "rc-kinds", "kinds of claims", stacked=True)


def _strip(found: list[Claim]) -> Html:
    held = Counter(str(one.verdict.word) for one in found)
    return strip({word: held[word] for word in WORDS if held[word]}, "no claim")


def _about(needed: Row, found: list[Claim]) -> Html:
    cards = many(len({one.of.entry for one in found}), "card")
    made = f"{many(len(found), 'claim')} on {cards}." if found else "None of these cards claims it."
    return el("p", f"Relative to {needed.relative_to}; not enough: {needed.not_enough}. {made}")


def _needs(kind: str, needed: Row, found: list[Claim]) -> Html:
    """Return the needs of a kind of claim, each with how many claims meet it."""
    totals = counted(needed, found)
    body = (_need(need, totals[need.id]) for need in needed.needs)
    label = f"what {words(kind)} needs, and how often it holds"
    return table(("needed", HOLDS, GAP, ABSENT), body, "rc-needs", label, stacked=True)


def _need(need: Need, total: Counted) -> Html:
    eased = ", its absence leaves the claim open" if need.soft else ""
    column = el("span", f"{SETS[need.set]} · {words(need.id[2:])}{eased}", class_="rc-quiet")
    first = joined(el("span", need.says), column)
    if not total.asked:
        return row(first, [el("td", "asked of none of them", class_="rc-quiet", colspan=3)])
    cells = (_tally(total.gaps, "rc-open", GAP), _tally(total.absent, "rc-unlicensed", ABSENT))
    return row(first, [share(total.met, total.asked, HOLDS), *cells])


def _tally(found: Counter[str], mark: str, label: str) -> Html:
    shown = (
        el("span", f"{number}" if word == label else f"{number} {word}", class_=mark)
        for word, number in found.most_common()
    )
    return el("td", joined(*shown, between=" "), class_="rc-bywords", data_label=label if found else None)


def _against(links: Links, needed: Row, found: list[Claim]) -> Html:
    """Return what else is held against claims of a kind, and at how many of them: rules, evidence that is not there."""
    names = Counter(
        need for one in found for need in dict.fromkeys(reason.need for reason in others(needed, one.verdict))
    )
    if not names:
        return NOTHING
    shown = (joined(rule(links, need), f" ({number})") for need, number in names.most_common())
    lead = el("strong", "Besides, in doubt by: ")
    return el("p", lead, joined(*shown, between=", "), class_="rc-besides")
