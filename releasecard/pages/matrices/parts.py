"""What the pages over all cards are written with: links into cards, heads, tables, words for numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from releasecard.card import MISSING, Card
from releasecard.facts import Facts
from releasecard.pages.bars import bar
from releasecard.pages.card.shown import Shown
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Child, Html, el, joined, rows
from releasecard.safe import front_matter
from releasecard.values import Path

_LONG: Final = 48
_LONGEST: Final = 400


class Known(NamedTuple):
    """An entry that is a card of a known kind, with what it says."""

    entry: Entry
    card: Card
    facts: Facts


def known(collection: Collection) -> Iterator[Known]:
    """Yield the cards of a collection by title; what is no card is left out."""
    for entry in collection.sorted:
        if entry.card is not None and entry.facts is not None:
            yield Known(entry, entry.card, entry.facts)


def cut(text: str, limit: int = _LONG) -> str:
    """Return a text of no more than so many characters, on one line."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def named(entry: Entry) -> str:
    """Return the short name of a card."""
    return cut(entry.text("name") or entry.title)


class Links:
    """Links from the page `here` into the cards of a collection."""

    def __init__(self, collection: Collection, here: str) -> None:
        self.collection, self.here = collection, here

    def card(self, entry: Entry) -> Html:
        """Return a card's short name as a link to its page."""
        href = self.collection.urls.to(self.here, self.collection.page(entry))
        return el("a", named(entry), href=href, title=cut(entry.title, 120))

    def field(self, one: Known, path: Path, *children: Child) -> Html:
        """Return *children* as a link to the place on a card that shows *path*, or the nearest above it."""
        while path and one.card.at(path) is MISSING:
            path = path[:-1]
        place = Shown(one.entry, one.card, self.collection).place(path) if path else ""
        place = place if len(place) <= _LONGEST else ""  # one huge id would be in every link below it
        return el("a", children, href=self.collection.urls.to(self.here, self.collection.page(one.entry), place))

    def rule(self, code: str, *children: Child) -> Html:
        """Return *children* as a link to the page of a rule, or alone where the site has none."""
        folder = self.collection.rules
        if not folder:
            return joined(*children)
        return el("a", children, href=self.collection.urls.to(self.here, f"{folder}/{code}.md"))


def head(title: str, *lead: Child) -> list[str]:
    """Return the top of a page: its front matter, its title and what it is about. Tables need the width of the sides."""
    front = front_matter({"title": title}).removesuffix("---\n") + "hide: [navigation, toc]\n---"
    return [front, el("header", el("h1", title), el("p", lead, class_="rc-lead"), class_="rc-head")]


def table(titles: Iterable[str], body: Iterable[Html], name: str, label: str, *, stacked: bool = False) -> Html:
    """Return a table in a frame that scrolls sideways; a *stacked* one becomes a list on a phone."""
    columns = el("tr", (el("th", title, scope="col") for title in titles))
    found = el(
        "table",
        el("thead", columns),
        el("tbody", rows(body)),
        class_=f"rc-table {name}{' rc-stack' if stacked else ''}",
    )
    return wide(found, label)


def wide(found: Html, label: str) -> Html:
    """Return something wide in a frame that scrolls, by keyboard too."""
    return el("div", found, class_="rc-wide", tabindex="0", role="region", aria_label=label)


def share(stated: int, total: int, label: str, *more: Child) -> Html:
    """Return a cell that says how many of how many, with a bar."""
    said = f"{stated:,} of {total:,}"
    return el(
        "td",
        bar([(stated / total, "rc-fill-licensed")], f"{label} {said}"),
        " ",
        said,
        more,
        class_="rc-share",
        data_label=label,
    )


def row(first: Child, cells: Iterable[Html], **attributes: str) -> Html:
    """Return a row of a table under its own heading; readers of the text alone see the cells apart."""
    return el("tr", el("th", first, scope="row"), ((Html(" "), cell) for cell in cells), **attributes)


def many(number: int, one: str, more: str = "") -> str:
    """Return a number with what it counts: `1 card`, `3 cards`, `1,200 cards`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def words(name: str) -> str:
    """Return a word of the vocabulary as people write it."""
    return name.replace("_", " ")
