"""The compare page itself: a form, an empty place for what is compared, and the scaling ledger that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.fields import QUESTIONS
from releasecard.pages.collection import Collection
from releasecard.pages.compare.knobs import KNOBS, Knob
from releasecard.pages.entry import Entry
from releasecard.pages.html import NOTHING, Html, el, joined, rows, unsearched
from releasecard.pages.tables import table
from releasecard.safe import front_matter

HERE: Final = "compare.md"
MOST: Final = 4
"""Cards that stand side by side."""
MANY: Final = 300
"""Above so many cards their names are typed, with a list that helps, and not picked from a list."""
_MOVED: Final = ("ceiling", "efficiency", "measurement")


def page(collection: Collection) -> str:
    """Return the page as Markdown."""
    listed = [one for one in collection.sorted if one.card is not None]
    lead = (
        "Two to four cards side by side: what they say in the same place, which knobs differ, and what cannot be told. The address "
        "of this page names the cards, so that it can be passed on."
    )
    parts = [
        front_matter({"title": "Compare", "description": "Two to four cards side by side."}, ("navigation", "toc")),
        el("header", el("h1", "Compare"), el("p", lead, class_="rc-lead"), class_="rc-head"),
        unsearched(_form(collection, listed), _without(collection, listed), class_="rc-compare"),
        "## What each knob can move",
        el("p", "The scaling ledger. A score that goes up can be a higher ceiling, a faster way there, or another measurement; "
           "a comparison in which several knobs moved at once is confounded, and attributes its gain to nothing."),
        _ledger(),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _form(collection: Collection, listed: list[Entry]) -> Html:
    here = collection.file(HERE)
    folder = collection.urls.to(here, collection.file("x.js")).removesuffix("x.js")
    many = len(listed) > MANY
    fields = [_field(number, collection, listed, many=many) for number in range(1, MOST + 1)]
    options = el("datalist", list(_options(collection, listed)), id="rc-compare-names") if many else NOTHING
    return joined(
        el(
            "form", el("div", fields, class_="rc-compare-fields"), options, id="rc-compare", hidden=True, data_folder=folder,
            data_questions="|".join(QUESTIONS), aria_label="Cards to compare",
        ),
        el("p", id="rc-compare-said", role="status", aria_live="polite"),
        el("div", id="rc-compared", tabindex="-1", role="region", aria_label="Comparison", hidden=True),
    )  # fmt: skip


def _field(number: int, collection: Collection, listed: list[Entry], *, many: bool) -> Html:
    """Return the field of a card. Only the first list has its options here; the script gives them to the others."""
    name = f"rc-compare-{number}"
    label = el("label", f"Card {number}" if number < 3 else f"Card {number}, if any", for_=name)
    if many:
        return el("div", label, el("input", id=name, type="text", list="rc-compare-names", autocomplete="off"))
    options = [el("option", "none", value=""), *(_options(collection, listed) if number == 1 else ())]
    return el("div", label, el("select", options, id=name))


def _options(collection: Collection, listed: list[Entry]) -> Iterator[Html]:
    for entry in listed:
        kind = entry.card.kind if entry.card is not None else ""
        yield el("option", f"{entry.title[:80]} · {kind}", value=collection.names[entry])


def _without(collection: Collection, listed: list[Entry]) -> Html:
    """Return what a reader without JavaScript can do."""
    here = collection.file(HERE)
    shown = listed if len(listed) <= MANY else []
    found = (el("li", el("a", one.title, href=collection.urls.to(here, collection.page(one)))) for one in shown)
    catalog = el("a", "list of all cards", href=collection.urls.to(here, collection.file("index.md")))
    lead = el("p", "Cards stand side by side by JavaScript. Each can be read without it, from the ", catalog, ".")
    return el("noscript", lead, el("ul", rows(found)) if shown else None)


def _ledger() -> Html:
    titles = ("knob", *_MOVED, "what a comparison must state")
    return table(titles, (_row(name, knob) for name, knob in KNOBS.items()), "", "the scaling ledger")


def _row(name: str, knob: Knob) -> Html:
    said = [*knob.moves, *(f"perhaps {one}" for one in knob.may_move)]
    cells = (_cell("moves" if one in knob.moves else "perhaps" if one in knob.may_move else "") for one in _MOVED)
    title = el("th", name.replace("_", " ").replace("sft", "SFT").replace("rl", "RL"), scope="row")
    return el("tr", title, cells, el("td", knob.says), data_knob=name, data_moves=", ".join(said))


def _cell(word: str) -> Html:
    return el("td", word or el("span", "not said", class_="rc-quiet"))
