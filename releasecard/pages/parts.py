"""What the pages over all cards are written with: links into cards, heads, words for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from releasecard.card import MISSING, Card
from releasecard.facts import Facts
from releasecard.pages.card.shown import Shown
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Child, Html, el, joined
from releasecard.safe import front_matter
from releasecard.values import Path

_LONG: Final = 48
_LONGEST: Final = 400
_WIDE: Final = ("navigation", "toc")


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
    front = front_matter({"title": title}, _WIDE).rstrip()
    return [front, el("header", el("h1", title), el("p", lead, class_="rc-lead"), class_="rc-head")]


def many(number: int, one: str, more: str = "") -> str:
    """Return a number with what it counts: `1 card`, `3 cards`, `1,200 cards`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def words(name: str) -> str:
    """Return a word of the vocabulary as people write it."""
    return name.replace("_", " ")
