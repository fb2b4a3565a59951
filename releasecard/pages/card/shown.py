"""What stands on a card as markup: values, gaps, conflicts, references, and the sources behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from releasecard.card import MISSING, Card
from releasecard.fields import Rules, rules_at, title_of
from releasecard.formats import Citation
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import NOTHING, Html, el, joined, outward
from releasecard.show.values import leaves
from releasecard.stated import GAP_WORDS, Conflict, Gap, Todo
from releasecard.values import Path, dotted

_MOST_SOURCES: Final = 6
"""Sources that stand beside a whole thing; its fields have the rest."""
_FEW: Final = 4
_LONG: Final = 300
_HASH: Final = 10
_COMMIT: Final = re.compile("[0-9a-f]{20,64}")


def anchor(path: Path) -> str:
    """Return the anchor of a path: its dotted text, without the white space that ids cannot have."""
    return "-".join(dotted(path).split())


def _places(found: list[str]) -> str:
    """Return the places in one source as one text, no more than a few."""
    named = [one for one in found if one]
    return "; ".join(named[:_FEW]) + (f"; {len(named) - _FEW} more" if len(named) > _FEW else "")


def shortened(text: str) -> str:
    """Return a commit or a hash as its beginning, any other text as it is."""
    return f"{text[:_HASH]}…" if _COMMIT.fullmatch(text) else text


class Shown:
    """Writes what stands on the card of a page. `here` is the page, `card` its card."""

    def __init__(self, entry: Entry, card: Card, collection: Collection) -> None:
        self.entry, self.card, self.collection = entry, card, collection
        self.here = collection.page(entry)
        self._cited: dict[str, Html] = {}
        about = card.data.get("card")
        self._is_first_party = isinstance(about, dict) and about.get("stance") == "first_party"

    def rules(self, path: Path) -> Rules | None:
        """Return what is declared for a path."""
        return rules_at(str(self.card.kind), path)

    def title(self, path: Path) -> str:
        """Return what a field is called: its declared title, or its key."""
        return title_of(self.rules(path), path[-1])

    def value(self, path: Path, value: Any = MISSING, rules: Rules | None = None) -> Html:
        """Return what stands at *path* as markup; nothing where nothing does."""
        value = self.card.at(path) if value is MISSING else value
        if value is MISSING:
            return NOTHING
        if isinstance(value, (Gap, Todo)):
            return self.gap(value)
        if isinstance(value, Conflict):
            return self._conflict(path, value, rules)
        if isinstance(value, list):
            found = [self.value((*path, index), item, rules) for index, item in enumerate(value)]
            return joined(*found, between=", ") or Html("none")
        if isinstance(value, dict):
            said = (
                joined(key, Html(": "), self.value((*path, key), item)) for key, item in value.items() if key != "like"
            )
            return joined(*said, between=", ") or Html("none")
        return self._scalar(path, value, rules or self.rules(path))

    def gap(self, value: Gap | Todo) -> Html:
        """Return a gap as its word, with what it means and the detail that the card gives."""
        if isinstance(value, Todo):
            return el("span", "to do ", value.text, class_="rc-gap")
        word = el("em", value.word.replace("_", " "), title=GAP_WORDS[value.word])
        return el("span", word, Html(": ") if value.detail is not None else None, self._detail(value), class_="rc-gap")

    @staticmethod
    def _detail(value: Gap) -> str:
        return "" if value.detail is None else str(value.detail)

    def _conflict(self, path: Path, value: Conflict, rules: Rules | None) -> Html:
        sides = (
            el(
                "li",
                self.value((*path, "conflict", side), item, rules),
                Html(" "),
                el("span", side, class_="rc-source"),
            )
            for side, item in value.sides.items()
        )
        return joined(el("span", "sources disagree", class_="rc-conflict"), el("ul", sides))

    def _scalar(self, path: Path, value: Any, rules: Rules | None) -> Html:
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else self.card.text(path)
        check, refers = (rules or {}).get("check_with"), (rules or {}).get("meta", {}).get("refers")
        if check == "url":
            return outward(text)
        return self.referred(text, refers) if refers or "@" in text else joined(text)

    def referred(self, text: str, refers: str | tuple[str, ...] | None) -> Html:
        """Return a text as a link to the thing, the path or the other card that it names, or the text alone."""
        if "@" in text:
            other = self.collection.find(text)
            if other is None or any(one.isspace() for one in text):
                return joined(text)
            path = other.card.find(text.partition("#")[2]) if other.card is not None and "#" in text else None
            fragment = anchor(path) if path else ""
            return el("a", text, href=self.collection.urls.to(self.here, self.collection.page(other), fragment))
        found = self.card.find(text) if isinstance(refers, str) else None
        if isinstance(refers, tuple):
            found = next(((*name.split("."), text) for name in refers if text in self.card.ids(name)), None)
        return el("a", text, href=f"#{self.place(found)}") if found else joined(text)

    def rule(self, code: str) -> Html:
        """Return a rule's code as a link to its page, where the site has one."""
        folder = self.collection.rules
        return el("a", code, href=self.collection.urls.to(self.here, f"{folder}/{code}.md")) if folder else joined(code)

    def place(self, path: Path) -> str:
        """Return the anchor of the row that shows *path*: a list or a conflict is one row."""
        value: Any = self.card.data
        for end, step in enumerate(path):
            if isinstance(value, (list, Conflict)):
                return anchor(path[:end])
            value = value.get(step) if isinstance(value, dict) else None
        return anchor(path)

    def link(self, path: Path, *children: Html | str) -> Html:
        """Return *children* as a link to the field at a path."""
        return el("a", children, href=f"#{self.place(path)}")

    def fact(self, path: Path) -> Html:
        """Return what stands at *path*, linked to its field where it has no link of its own; nothing where nothing does."""
        return self._heir(path, self._linked(path))

    def _linked(self, path: Path) -> Html:
        found = self.value(path)
        return found if not found or "<a " in found or "<ul" in found else self.link(path, found)

    def _heir(self, path: Path, found: Html) -> Html:
        """Return what is shown of a path, marked where it stands with a sibling."""
        like = self.card.inherited_from(path) if found else None
        return found if like is None else el("span", found, class_="rc-heir", title=f"as in {like}")

    def short(self, path: Path, most: int = 90) -> Html:
        """Return what stands at *path* in a few words, linked to its field: a gap as its word, of a conflict the values."""
        return self._heir(path, self._short(path, most))

    def _short(self, path: Path, most: int) -> Html:
        value = self.card.at(path)
        if isinstance(value, Gap):
            return el(
                "em",
                self.link(path, value.word.replace("_", " ")),
                class_="rc-gap",
                title=self._detail(value)[:_LONG] or None,
            )
        if isinstance(value, Conflict):
            sides = (self.value((*path, "conflict", side), item) for side, item in value.sides.items())
            return el(
                "span", self.link(path, "disputed"), Html(": "), joined(*sides, between=" | "), class_="rc-conflict"
            )
        if isinstance(value, list) and len(value) > _FEW:
            return self.link(path, f"{len(value)} entries")
        if isinstance(value, dict) and value:
            names = [key for key in value if key != "like"]
            parts = (self._part((*path, key), value[key]) for key in names[:_FEW])
            return joined(*parts, f"{len(names) - _FEW} more" if len(names) > _FEW else "", between=", ")
        return self.clipped(path, most) or self._linked(path)

    def _part(self, path: Path, value: Any) -> Html:
        """Return a name in a map, with what it is where that is a value in few words."""
        name = self.link(path, str(path[-1]))
        if isinstance(value, (Gap, Todo, Conflict, dict, list)) or (isinstance(value, str) and len(value) > _LONG):
            return name
        return joined(name, " ", self.value(path, value))

    def measured(self, path: Path, section: str, key: str) -> Html:
        """Return a number in a section below *path*, with the spread that is stated of it; nothing where none stands."""
        number = self.short((*path, section, key))
        spread = self.value((*path, "spread", key, "value")) if number else NOTHING
        return joined(number, el("span", " ±", spread, class_="rc-quiet") if spread else None)

    def clipped(self, path: Path, most: int) -> Html:
        """Return the beginning of a text that is longer than *most*, its end a link to the whole; nothing for what is not."""
        value = self.card.at(path)
        if not isinstance(value, str) or len(value) <= most:
            return NOTHING
        return joined(value[:most].rsplit(" ", 1)[0], " ", self.link(path, "…"))

    def chips(self, path: Path, *keys: str) -> Html:
        """Return what stands at some keys below a path, each in a frame; those left out where nothing does."""
        stated = (self.value((*path, key)) for key in keys if self.has((*path, key)))
        return joined(*(el("span", one, class_="rc-chip") for one in stated), between=" ")

    def has(self, path: Path) -> bool:
        """Tell whether anything is written at a path, be it a gap."""
        return self.card.at(path) is not MISSING

    def inherited(self, path: Path) -> Html:
        """Return a mark on a value that stands with a sibling, nothing on others."""
        like = self.card.inherited_from(path)
        return NOTHING if like is None else el("span", "as in ", like, class_="rc-inherited")

    def sources(self, path: Path) -> Html:
        """Return the citations behind the value at *path*, each a link to the source itself."""
        if not self.card.is_sourced(path):
            return NOTHING
        found = self.card.cited(path)
        if found is None:
            return Html("self") if self._is_first_party else NOTHING
        key, cited = found
        if key not in self._cited:
            self._cited[key] = joined(*(self.citation(one) for one in cited), between="; ")
        return self._cited[key]

    def behind(self, path: Path) -> Html:
        """Return the sources behind a thing as a whole: all that its fields cite, each once."""
        found = (self.card.cited(one) for one, _ in leaves(path, self.card.at(path)) if self.card.is_sourced(one))
        places: dict[tuple[str, str], list[str]] = {}
        for one in dict.fromkeys(one for pair in found if pair for one in pair[1]):
            places.setdefault((one.source, one.via or ""), []).append(one.where or "")
        shown = [self.citation(Citation(source, _places(where), via)) for (source, via), where in places.items()]
        return (
            el("p", Html("From "), joined(*shown[:_MOST_SOURCES], between="; "), class_="rc-source")
            if shown
            else NOTHING
        )

    def citation(self, one: Citation) -> Html:
        """Return a citation: the source as a link to itself, where in it, and how it was read."""
        url = self.card.at(("sources", one.source, "url"))
        where = f" {one.where}" if one.where else ""
        name = joined(one.source, where)
        known = one.source in self.card.ids("sources")
        link = (
            outward(url, name) if isinstance(url, str) else self.link(("sources", one.source), name) if known else name
        )
        return joined(
            link,
            Html(f" ({one.via})") if one.via in ("secondary", "measured", "derived") else one.via and f" ({one.via})",
        )

    def all(self, paths: Iterable[Path], between: str = ", ") -> Html:
        """Return what stands at several paths, those left out where nothing does."""
        return joined(*map(self.fact, paths), between=between)
