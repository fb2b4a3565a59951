"""What these releases do not report: by field, and by whose gap it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from releasecard.fields import QUESTIONS, heading
from releasecard.pages.bars import bar
from releasecard.pages.collection import Collection
from releasecard.pages.html import NOTHING, Html, el, joined, prose, unsearched
from releasecard.pages.matrices.tally import AUTHOR, BLANK, DISPUTED, NEVER, RELEASE, SECTION, Place, Tally, tallied
from releasecard.pages.parts import Links, cut, head, known, many, words
from releasecard.pages.tables import row, table
from releasecard.stated import GAP_WORDS

MOST: Final = 20
"""Links to gaps that unfold below a field."""
_MOST_FIELDS: Final = 400
"""Fields of one question that are shown; there are no more that most releases lack."""
_LEAD: Final = (
    "A gap that is named is information. Here are the gaps of all cards by the field that lacks and by whose they are: "
    "what a release does not report is told apart from what its card's author has not looked at, and from what cannot exist."
)
_HOW: Final = (
    "A card counts once for a field, however many sampling protocols or verifiers it has: it reports the field wherever it has it, "
    "in some places, or in none. Cards whose author has not looked, or for whose release the field cannot exist, are left out of that share. "
    "A gap in the place of a whole section counts for the section. Each place counts once, where it is written: what others have by `like` is not counted again."
)


def page(collection: Collection) -> str:
    """Return the page of what is not reported."""
    cards = list(known(collection))
    found, links = tallied(cards), Links(collection, collection.file("reported.md"))
    total = sum((one.states for one in found), Counter[str]())
    stated = total.total() - total[BLANK] - total[SECTION]
    if not stated:
        return "\n\n".join(head("What is not reported", f"{_LEAD} None of these cards states a field.")) + "\n"
    parts = head(
        "What is not reported",
        f"{_LEAD} {many(len(cards), 'card')} {'speaks' if len(cards) == 1 else 'speak'} of {many(stated, 'field')}; {total['filled']:,} hold a value.",
    )
    parts += [_whose(total, stated), el("p", prose(_HOW), class_="rc-quiet rc-how")]
    for number, those in groupby(found, key=lambda one: one.declared.question):
        parts += [el("h2", heading(number), id=f"question-{number}"), _question(links, number, list(those))]
    return "\n\n".join(parts) + "\n"


def _whose(total: Counter[str], stated: int) -> Html:
    """Return all stated fields by what they are: filled, disputed, gaps by whose they are."""
    release, author = sum(total[word] for word in RELEASE), sum(total[word] for word in AUTHOR)
    groups = (
        ("stated", total["filled"], "licensed", ""),
        ("disputed between sources", total[DISPUTED], "disputed", ""),
        ("gaps of the release", release, "unlicensed", _words(total, RELEASE)),
        ("gaps of the card's author", author, "lost", _words(total, AUTHOR)),
        ("cannot exist there", total[NEVER], "never", ""),
    )
    said = ", ".join(f"{number} {name}" for name, number, _, _ in groups)
    strip = bar(((number / stated, f"rc-fill-{fill}") for _, number, fill, _ in groups), said, 6)
    keys = (
        el(
            "div",
            el("dt", el("span", class_=f"rc-key rc-key-{fill}"), name),
            el(
                "dd",
                el("strong", f"{number:,}"),
                f" {number / stated:.1%}",
                el("span", detail, class_="rc-quiet") if detail else None,
            ),
        )
        for name, number, fill, detail in groups
    )
    blank = (
        el(
            "p",
            f"{many(total[BLANK], 'field')} that a card must state {'is' if total[BLANK] == 1 else 'are'} not on it at all, not even as a gap.",
        )
        if total[BLANK]
        else None
    )
    return el("section", strip, el("dl", keys), blank, class_="rc-whose")


def _words(total: Counter[str], names: tuple[str, ...]) -> str:
    return ", ".join(f"{total[word]} {words(word)}" for word in names if total[word])


def _question(links: Links, number: int, found: list[Tally]) -> Html:
    """Return the fields of one question that some release does not report, then those that only an author left open."""
    lacking = [one for one in found if one.unreported]
    others = [one for one in found if not one.unreported]
    open_ones = [one for one in others if any(one.states[word] for word in (*AUTHOR, BLANK))]
    whole = sum(bool(one.states["filled"] or one.states[DISPUTED]) for one in others if one not in open_ones)
    never = f"{many(whole, 'field')} {'is' if whole == 1 else 'are'} reported wherever {'it is' if whole == 1 else 'they are'} asked for and can exist."
    lead = f"{many(len(lacking), 'field')} that some release does not report. {never}" if lacking else never
    table_of = _table(links, number, lacking) if lacking else NOTHING
    return unsearched(el("p", lead), table_of, _left(links, open_ones), class_="rc-answer-block")


def _table(links: Links, number: int, found: list[Tally]) -> Html:
    body = (_row(links, one) for one in found[:_MOST_FIELDS])
    titles = ("field", "releases that report it", "filled", "not reported, by its word", "besides")
    return table(titles, body, "rc-reported", f"what is not reported: {QUESTIONS[number]}", stacked=True)


def _row(links: Links, one: Tally) -> Html:
    first = joined(el("span", one.declared.title), el("code", one.declared.pattern), _unfold(links, one, RELEASE))
    gaps = (
        el("span", f"{one.states[word]} {words(word)}", title=GAP_WORDS[word], class_="rc-gap")
        for word in RELEASE
        if one.states[word]
    )
    return row(first, (
        el("td", _reports(one), class_="rc-share"),
        el("td", f"{one.filled:,}", class_="rc-number", data_label="filled"),
        el("td", joined(*gaps, between=" "), class_="rc-bywords"),
        el("td", _besides(one), class_="rc-quiet rc-bywords"),
    ))  # fmt: skip


def _reports(one: Tally) -> Html:
    partly = f", {one.partly} in part" if one.partly else ""
    said = f"{one.whole} of {one.cards}{partly}"
    shares = (
        (one.whole / one.cards, "rc-fill-licensed"),
        (one.partly / one.cards, "rc-fill-open"),
        (one.lacking / one.cards, "rc-fill-unlicensed"),
    )
    return joined(bar(shares, f"reported by {said}"), " ", said)


def _besides(one: Tally) -> Html:
    """Return what is no gap of the release: disputed, not looked at, not there, cannot exist."""
    said = [f"{one.states[DISPUTED]} disputed"] if one.states[DISPUTED] else []
    said += [f"{one.states[word]} {words(word)}" for word in (*AUTHOR, BLANK, NEVER) if one.states[word]]
    return joined(*(el("span", word) for word in said), between=" ")


def _left(links: Links, found: list[Tally]) -> Html:
    """Return the fields of which no release lacks any, and some card's author has not looked: they tell nothing of releases."""
    if not found:
        return NOTHING
    ordered = sorted(found, key=lambda one: (-sum(one.states[word] for word in (*AUTHOR, BLANK)), one.declared.pattern))
    lines = (el("li", *_named(one), _unfold(links, one, (*AUTHOR, BLANK))) for one in ordered[:_MOST_FIELDS])
    title = f"{many(len(found), 'more field')} that only a card's author has left open"
    return el("details", el("summary", title), el("ul", lines, class_="rc-list"), class_="rc-fold")


def _named(one: Tally) -> Iterator[Html]:
    yield joined(el("span", one.declared.title), Html(" "), el("code", one.declared.pattern), Html(" "))
    yield el("span", _besides(one), class_="rc-quiet rc-bywords")


def _unfold(links: Links, one: Tally, wanted: tuple[str, ...]) -> Html:
    """Return the gaps of a field by card, each a link to where it stands, folded."""
    places = [place for place in one.places if place.word in wanted]
    lines = [
        el("li", links.card(those[0].of.entry), " ", joined(*_marks(links, those), between=", "))
        for those in _by_card(places[:MOST])
    ]
    more = el("li", f"and {len(places) - MOST:,} more") if len(places) > MOST else None
    return el(
        "details",
        el("summary", many(len({place.of.entry for place in places}), "card")),
        el("ul", lines, more),
        class_="rc-unfold",
    )


def _by_card(places: list[Place]) -> Iterator[list[Place]]:
    for _, those in groupby(places, key=lambda place: place.of.entry):
        yield list(those)


def _marks(links: Links, places: list[Place]) -> Iterator[Html]:
    """Yield each gap of one card by its word and by the ids that the pattern leaves open."""
    for place in places:
        ids, word = cut(" ".join(place.ids), 40), words(place.word)
        yield joined(links.field(place.of, place.path, ids or word), f" {word}" if ids else None)
