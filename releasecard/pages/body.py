"""The middle of a card's page: the four questions, gaps, conflicts, sources, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from releasecard.card import Card
from releasecard.fields import QUESTIONS, SCHEMAS, Rules, child, heading, question_of
from releasecard.formats import Citation, url as url_problem
from releasecard.safe import encoded
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path, dotted

_LINE: Final = "\n"
"""Between rows: search reads a table's text, and would run its cells together."""


class Body:
    """Writes the parts of a page from a card."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._fields = SCHEMAS[str(card.kind)]
        about = card.data.get("card")
        self._is_first_party = isinstance(about, dict) and about.get("stance") == "first_party"

    def parts(self) -> Iterator[str]:
        """Yield the blocks of Markdown and HTML, in order."""
        summary = self._card.data.get("summary")
        if isinstance(summary, str):
            yield f"<p>{encoded(summary)}</p>"
        for number in range(len(QUESTIONS)):
            names = [name for name in self._fields if self._question(name) == number and name in self._card.data]
            if not names:
                continue
            yield f"## {heading(number)}"
            leaves = [name for name in names if not self._is_section(name)]
            if leaves:
                yield self._table(row for name in leaves for row in self._rows((name,), self._fields[name]))
            for name in names:
                if self._is_section(name):
                    yield from self._section(name)
        yield from self._gaps()
        for name, title in (("conflicts", "Conflicts"), ("sources", "Sources")):
            if isinstance(self._card.data.get(name), dict):
                yield f"## {title}"
                yield from self._things((name,), self._fields[name])

    def _question(self, name: str) -> int | None:
        if name in ("sources", "cited", "conflicts", "summary"):
            return None
        return question_of(self._fields[name])

    def _is_section(self, name: str) -> bool:
        return self._question(name) != 0 and isinstance(self._card.data[name], dict)

    def _section(self, name: str) -> Iterator[str]:
        rules = self._fields[name]
        yield f'<h3 id="{anchor((name,))}">{encoded(rules["meta"]["title"])}</h3>'
        yield f"<p>{encoded(rules['meta']['doc'])}</p>"
        if "valuesrules" in rules:
            yield from self._things((name,), rules)
            return
        value = self._card.data[name]
        plain = [key for key in value if not self._holds_things(value[key], child(rules, key))]
        if plain:
            yield self._table(row for key in plain for row in self._rows((name, key), child(rules, key)))
        for key in value:
            if key not in plain:
                inner = child(rules, key)
                yield f'<h4 id="{anchor((name, key))}">{encoded(self._title(key, inner))}</h4>'
                yield from self._things((name, key), inner or {})

    @staticmethod
    def _holds_things(value: Any, rules: Rules | None) -> bool:
        entry = (rules or {}).get("valuesrules", {}).get("schema", {})
        return isinstance(value, dict) and "like" in entry

    def _things(self, path: Path, rules: Rules) -> Iterator[str]:
        things = self._card.at(path)
        for key, thing in things.items():
            place = (*path, key)
            inner = child(rules, key)
            yield f'<h5 class="rc-id" id="{anchor(place)}">{encoded(key)}</h5>'
            named = isinstance(thing, dict)
            yield self._table(self._inner(place, thing, inner, "", "") if named else self._rows(place, inner))

    def _inner(self, path: Path, value: dict[str, Any], rules: Rules | None, above: str, spots: str) -> Iterator[str]:
        for key in value:
            if key != "like":
                yield from self._rows((*path, key), child(rules or {}, key), above, spots)
                spots = ""

    def _rows(self, path: Path, rules: Rules | None, above: str = "", spots: str = "") -> Iterator[str]:
        """Yield a row for a value, or the rows inside a map; `spots` are the anchors of the maps that begin here."""
        value = self._card.at(path)
        label = f"{above}{self._title(path[-1], rules)}"
        anchor = self._anchor(path)
        if isinstance(value, dict) and value:
            yield from self._inner(path, value, rules, f"{label} · ", f'{spots}<span id="{anchor}"></span>')
            return
        cells = [
            f'<th scope="row">{spots}<a href="#{anchor}">{encoded(label)}</a></th>',
            f"<td>{self._value(path, value, rules)}{self._inherited(path)}</td>",
            f'<td class="rc-source">{self._sources(path)}</td>',
        ]
        yield f'<tr id="{anchor}">{" ".join(cells)}</tr>'

    def _anchor(self, path: Path) -> str:
        """Return the id of the row that shows *path*: a list or a conflict is one row."""
        for end in range(len(path)):
            if isinstance(self._card.at(path[:end]), (list, Conflict)):
                return anchor(path[:end])
        return anchor(path)

    @staticmethod
    def _title(key: str | int, rules: Rules | None) -> str:
        title: str = (rules or {}).get("meta", {}).get("title") or str(key)
        return title

    @staticmethod
    def _table(rows: Iterable[str]) -> str:
        head = "<thead><tr><th>field</th> <th>value</th> <th>source</th></tr></thead>"
        return f'<table class="rc-facts">{head}\n<tbody>{_LINE.join(rows)}</tbody></table>'

    def _value(self, path: Path, value: Any, rules: Rules | None) -> str:
        if isinstance(value, Gap):
            detail = f": {encoded(str(value.detail))}" if value.detail is not None else ""
            return f'<span class="rc-gap">{encoded(value.word.replace("_", " "))}{detail}</span>'
        if isinstance(value, Todo):
            return f'<span class="rc-gap">to do {encoded(value.text)}</span>'
        if isinstance(value, Conflict):
            sides = (
                f"<li>{encoded(side)}: {self._value((*path, 'conflict', side), item, rules)}</li>"
                for side, item in value.sides.items()
            )
            return f"sources disagree<ul>{''.join(sides)}</ul>"
        if isinstance(value, list):
            return ", ".join(self._value((*path, index), item, rules) for index, item in enumerate(value)) or "none"
        if isinstance(value, dict):
            return (
                ", ".join(f"{encoded(key)}: {self._value((*path, key), item, None)}" for key, item in value.items())
                or "none"
            )
        return self._scalar(path, value, rules)

    def _scalar(self, path: Path, value: Any, rules: Rules | None) -> str:
        node = self._card.node(path)
        text = node.text if node is not None and node.text is not None else "" if value is None else str(value)
        check, refers = (rules or {}).get("check_with"), (rules or {}).get("meta", {}).get("refers")
        if check == "url" and not url_problem(text) and text.startswith(("http://", "https://")):
            return _link(text)
        if refers and self._target(text, refers):
            return f'<a href="#{self._target(text, refers)}">{encoded(text)}</a>'
        return encoded(text)

    def _target(self, text: str, refers: str | tuple[str, ...]) -> str:
        if isinstance(refers, str):
            found = self._card.find(text)
            return self._anchor(found) if found else ""
        return next((anchor((*name.split("."), text)) for name in refers if text in self._card.ids(name)), "")

    def _inherited(self, path: Path) -> str:
        like = self._card.inherited_from(path)
        return "" if like is None else f' <span class="rc-inherited">(as in {encoded(like)})</span>'

    def _sources(self, path: Path) -> str:
        if not self._card.is_sourced(path):
            return ""
        found = self._card.cited(path)
        if found is None:
            return "self" if self._is_first_party else ""
        return "; ".join(self._citation(one) for one in found[1])

    def _citation(self, one: Citation) -> str:
        where = f" {encoded(one.where)}" if one.where else ""
        via = f" ({encoded(one.via)})" if one.via else ""
        known = one.source in self._card.ids("sources")
        source = (
            f'<a href="#{anchor(("sources", one.source))}">{encoded(one.source)}</a>' if known else encoded(one.source)
        )
        return f"{source}{where}{via}"

    def _gaps(self) -> Iterator[str]:
        gaps = [
            (path, value)
            for path, value, _ in self._card.values
            if isinstance(value, (Gap, Todo)) and path[0] != "cited"
        ]
        if not gaps:
            return
        yield "## Gaps"
        yield "What the card does not state, and whose gap it is."
        rows = (
            f'<tr><th scope="row"><a href="#{self._anchor(path)}">{encoded(dotted(path))}</a></th> '
            f"<td>{self._value(path, value, None)}</td></tr>"
            for path, value in gaps
        )
        yield f'<table class="rc-facts"><thead><tr><th>field</th> <th>gap</th></tr></thead>\n<tbody>{_LINE.join(rows)}</tbody></table>'


def anchor(path: Path) -> str:
    """Return the anchor of a path: its dotted text, without the white space that ids cannot have."""
    return encoded("-".join(dotted(path).split()))


def _link(text: str) -> str:
    return f'<a href="{encoded(text)}" rel="nofollow noopener">{encoded(text)}</a>'
