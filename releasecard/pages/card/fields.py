"""Every field that a card states, row by row, each with its source and an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from releasecard.fields import SCHEMAS, Rules, child, holds_things, question_of, title_of
from releasecard.fields.declared import field_page
from releasecard.pages.card.shown import Shown, anchor
from releasecard.pages.html import NOTHING, Html, el, joined, rows
from releasecard.values import Path

APART: Final = ("cited", "summary")
"""Sections that are shown in another form: citations beside what they are of."""


def names_of(shown: Shown, number: int) -> list[str]:
    """Return the sections of the card that answer a question, as declared."""
    fields = SCHEMAS[str(shown.card.kind)]
    return [
        name for name, rules in fields.items()
        if name in shown.card.data and name not in APART and question_of(rules) == number
        and not (number == 0 and name in ("sources", "conflicts"))
    ]  # fmt: skip


def every_field(shown: Shown, names: Iterable[str], title: str = "Every field, with its source") -> Html:
    """Return the fields of sections, folded; a link to one of them unfolds it."""
    parts = list(_Table(shown).of([name for name in names if name in shown.card.data]))
    return el("details", el("summary", title), parts, class_="rc-fields") if parts else NOTHING


class _Table:
    def __init__(self, shown: Shown) -> None:
        self._shown, self._card = shown, shown.card
        self._fields = SCHEMAS[str(shown.card.kind)]

    def of(self, names: list[str]) -> Iterator[Html]:
        """Yield one table of the plain fields, then one for each section."""
        leaves = [name for name in names if not isinstance(self._card.data[name], dict)]
        if leaves:
            yield self._table(row for name in leaves for row in self._rows((name,), self._fields[name]))
        for name in names:
            if name not in leaves:
                yield self._section(name)

    def _section(self, name: str) -> Html:
        rules, value = self._fields[name], self._card.data[name]
        meta = rules["meta"]
        found = [el("h3", el("span", meta["title"], id=anchor((name,)))), el("p", meta["doc"], self._explained(name))]
        if holds_things(rules):
            return joined(found, self._things((name,), rules, "h4"))
        plain = [key for key in value if not holds_things(child(rules, key)) or not isinstance(value[key], dict)]
        if plain:
            found.append(self._table(row for key in plain for row in self._rows((name, key), child(rules, key))))
        for key in value:
            if key not in plain:
                found.append(el("h4", el("span", title_of(child(rules, key), key), id=anchor((name, key)))))
                found.append(joined(self._things((name, key), child(rules, key) or {}, "h5")))
        return joined(found)

    def _explained(self, name: str) -> Html:
        """Return a link to the page that explains a section, where the site has one."""
        collection, found = self._shown.collection, field_page(str(self._card.kind), name)
        if not collection.fields or not found:
            return NOTHING
        return joined(" ", el("a", "What its fields mean", href=collection.urls.to(self._shown.here, found)))

    def _things(self, path: Path, rules: Rules, heading: str) -> Iterator[Html]:
        for key, thing in self._card.at(path).items():
            place, inner = (*path, key), child(rules, key)
            named = isinstance(thing, dict)
            shown = el("span", str(key), id=anchor(place) if named else None)  # else its only row is what links lead to
            yield el(heading, shown, class_="rc-id")
            yield self._table(self._inner(place, thing, inner, "", NOTHING) if named else self._rows(place, inner))

    def _inner(self, path: Path, value: dict[str, Any], rules: Rules | None, above: str, spots: Html) -> Iterator[Html]:
        for key in value:
            if key != "like":
                yield from self._rows((*path, key), child(rules or {}, key), above, spots)
                spots = NOTHING

    def _rows(self, path: Path, rules: Rules | None, above: str = "", spots: Html = NOTHING) -> Iterator[Html]:
        """Yield a row for a value, or the rows inside a map; `spots` are the anchors of the maps that begin here."""
        value = self._card.at(path)
        label = f"{above}{title_of(rules, path[-1])}"
        here = self._shown.place(path)
        if isinstance(value, dict) and value:
            yield from self._inner(path, value, rules, f"{label} · ", joined(spots, el("span", id=here)))
            return
        name = el("a", label, href=f"#{here}")
        inherited = self._shown.inherited(path)
        yield el(
            "tr",
            el("th", spots, name, scope="row"), Html(" "),
            el("td", self._shown.value(path, value, rules), inherited and Html(" "), inherited), Html(" "),
            el("td", self._shown.sources(path), class_="rc-source"),
            id=here,
        )  # fmt: skip

    @staticmethod
    def _table(found: Iterable[Html]) -> Html:
        head = el("thead", el("tr", (el("th", name, scope="col") for name in ("field", "value", "source"))))
        return el("table", head, el("tbody", rows(found)), class_="rc-facts")
