"""A collection of cards as pages: a pure function to `{path: Markdown}`. Knows no site builder.

Card values are untrusted: each one is encoded, inside raw HTML blocks; what is Markdown here is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from releasecard.card import MISSING, Card
from releasecard.document import Document, read
from releasecard.fields import QUESTIONS, SCHEMAS, Rules, child
from releasecard.formats import Citation, url as url_problem
from releasecard.lint import Linted, decode, lint, lint_text
from releasecard.report import counts
from releasecard.safe import encoded, encoded_lines, file_name, front_matter
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path, dotted

STYLE: Final = """\
.rc-facts { display: table; width: 100%; table-layout: fixed; border-collapse: collapse; font-size: .7rem; }
.rc-facts th { width: 24%; text-align: left; font-weight: 600; }
.rc-facts th:nth-child(3) { width: 28%; }
.rc-facts th, .rc-facts td { padding: .2rem .6rem .2rem 0; overflow-wrap: anywhere; vertical-align: top; }
.rc-facts tr { border-top: .05rem solid var(--md-default-fg-color--lightest); }
.rc-facts thead tr { border-top: 0; }
.rc-facts td.rc-source { color: var(--md-default-fg-color--light); }
.md-typeset .rc-id { font-family: var(--md-code-font-family), monospace; text-transform: none; }
.rc-facts tr:target { background: var(--md-accent-fg-color--transparent); }
.rc-gap { font-style: italic; }
.rc-inherited { color: var(--md-default-fg-color--light); }
.rc-yaml { overflow-x: auto; font-size: .65rem; line-height: 1.4; padding: .8rem; background: var(--md-code-bg-color); }
@media (max-width: 44em) {
  .rc-facts, .rc-facts tbody, .rc-facts tr, .rc-facts th, .rc-facts td, .rc-facts td.rc-source { display: block; width: auto; }
  .rc-facts tr { padding: .4rem 0; }
  .rc-facts thead { display: none; }
}
"""
STYLE_PATH: Final = "assets/releasecard.css"


@dataclass(frozen=True)
class Entry:
    """A card of a collection: the file it comes from, and its bytes."""

    file: str
    content: bytes

    @cached_property
    def document(self) -> Document:
        """The card as read; empty where its bytes are no text."""
        text = decode(self.content)
        return read(text) if isinstance(text, str) else Document("")

    @cached_property
    def linted(self) -> Linted:
        """What `lint` says of it."""
        text = decode(self.content)
        return lint_text(text, self.file) if isinstance(text, str) else lint(self.content, self.file)

    @cached_property
    def card(self) -> Card | None:
        """The card, where the file is one of a kind that is known."""
        card = Card(self.document) if isinstance(self.document.data, dict) else None
        return card if card is not None and card.kind is not None else None

    def text(self, key: str) -> str:
        """Return a top-level text of the card, empty where it states none."""
        value = self.document.data.get(key) if isinstance(self.document.data, dict) else None
        return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""

    @property
    def title(self) -> str:
        """What to call the card: its title, else its name, else its file."""
        return self.text("title") or self.text("name") or self.file


def build(entries: Sequence[Entry], folder: str = "cards", rules: str = "") -> dict[str, str]:
    """Return the pages of a collection below *folder*: an index, and a page for each card, broken ones too.

    *rules* is the path of a folder of rule pages that findings link to, where the site has one.
    """
    names = _names(entries)
    pages = {f"{folder}/index.md": _index(entries, names)}
    for entry in entries:
        pages[f"{folder}/{names[entry]}.md"] = _page(entry, rules)
    return pages


def _names(entries: Iterable[Entry]) -> dict[Entry, str]:
    """Return a file name for each card: its name, with its version and a number where that is not enough."""
    names: dict[Entry, str] = {}
    taken = {"index"}
    for entry in entries:
        base = file_name(entry.text("name") or entry.file.removesuffix(".yaml").removesuffix("card").rstrip("./"))
        full = file_name(f"{base}-{entry.text('version')}")
        numbered = (f"{full}-{number}" for number in range(2, len(taken) + 3))
        name = next(one for one in (base, full, *numbered) if one not in taken)
        taken.add(name)
        names[entry] = name
    return names


def _index(entries: Sequence[Entry], names: dict[Entry, str]) -> str:
    lines = [
        front_matter({"title": "Cards"}),
        "# Cards",
        "",
        "| card | kind | version | released | contract | training use | findings |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for entry in sorted(entries, key=lambda one: (one.title.lower(), one.file)):
        found = counts(entry.linted.diagnostics)
        said = ", ".join(f"{found[key]} {key}" for key in ("errors", "warnings", "notes") if found[key]) or "none"
        data = entry.document.data if isinstance(entry.document.data, dict) else {}
        contracts = sorted(set(_inside(data.get("verifiers"), "contract")))
        uses = data.get("training_use", [])
        cells = [
            f"[{encoded(entry.title)}]({names[entry]}.md)",
            *(encoded(entry.text(key)) for key in ("kind", "version", "released")),
            encoded(", ".join(contracts)),
            encoded(", ".join(map(str, uses)) if isinstance(uses, list) else str(uses) if isinstance(uses, str) else ""),
            said,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _inside(section: Any, key: str) -> list[str]:
    things = section.values() if isinstance(section, dict) else ()
    return [thing[key] for thing in things if isinstance(thing, dict) and isinstance(thing.get(key), str)]


def _page(entry: Entry, rules: str) -> str:
    parts = [front_matter({"title": entry.title, "description": entry.text("summary") or entry.title})]
    parts.append(f"<h1>{encoded(entry.title)}</h1>")
    card = entry.card
    if card is not None:
        parts += _Body(card).parts()
    else:
        parts.append("This file is not a card that can be shown; its findings say why.")
    parts += _findings(entry, rules)
    parts += ["## The card itself", f'<pre class="rc-yaml"><code>{encoded_lines(entry.document.text)}</code></pre>']
    return "\n\n".join(parts) + "\n"


def _findings(entry: Entry, rules: str) -> list[str]:
    found, hidden = entry.linted
    lines = [
        f"- {f'[{one.code}]({rules}/{one.code}.md)' if rules else one.code} {one.severity}, "
        f"line {one.start.line}: {encoded(one.message)}"
        for one in found
    ]
    lines += [f"- {one.code} suppressed, line {one.start.line}: {encoded(one.message)} ({encoded(why)})" for one, why in hidden]
    return ["## Findings", "\n".join(lines) if lines else "`releasecard lint` finds nothing on this card."]


class _Body:
    """The middle of a card's page: the four questions, gaps, conflicts, sources."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._fields = SCHEMAS[str(card.kind)]

    def parts(self) -> Iterator[str]:
        summary = self._card.data.get("summary")
        if isinstance(summary, str):
            yield f"<p>{encoded(summary)}</p>"
        for number, question in enumerate(QUESTIONS):
            names = [name for name in self._fields if self._question(name) == number and name in self._card.data]
            if not names:
                continue
            yield f"## {number}. {question}" if number else "## Who and what"
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
        number: int = self._fields[name]["meta"].get("question", 0)
        return number

    def _is_section(self, name: str) -> bool:
        return self._question(name) != 0 and isinstance(self._card.data[name], dict)

    def _section(self, name: str) -> Iterator[str]:
        rules = self._fields[name]
        yield f'<h3 id="{_id((name,))}">{encoded(rules["meta"]["title"])}</h3>'
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
                yield f'<h4 id="{_id((name, key))}">{encoded(self._title(key, inner))}</h4>'
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
            yield f'<h5 class="rc-id" id="{_id(place)}">{encoded(key)}</h5>'
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
        yield f'<tr id="{anchor}">{"".join(cells)}</tr>'

    def _anchor(self, path: Path) -> str:
        """Return the id of the row that shows *path*: a list or a conflict is one row."""
        for end in range(len(path)):
            if isinstance(self._card.at(path[:end]), (list, Conflict)):
                return _id(path[:end])
        return _id(path)

    @staticmethod
    def _title(key: str | int, rules: Rules | None) -> str:
        title: str = (rules or {}).get("meta", {}).get("title") or str(key)
        return title

    @staticmethod
    def _table(rows: Iterable[str]) -> str:
        head = "<thead><tr><th>field</th><th>value</th><th>source</th></tr></thead>"
        return f'<table class="rc-facts">{head}<tbody>{"".join(rows)}</tbody></table>'

    def _value(self, path: Path, value: Any, rules: Rules | None) -> str:
        if isinstance(value, Gap):
            detail = f": {encoded(str(value.detail))}" if value.detail is not None else ""
            return f'<span class="rc-gap">{encoded(value.word.replace("_", " "))}{detail}</span>'
        if isinstance(value, Todo):
            return f'<span class="rc-gap">to do {encoded(value.text)}</span>'
        if isinstance(value, Conflict):
            sides = (f"<li>{encoded(side)}: {self._value((*path, 'conflict', side), item, rules)}</li>" for side, item in value.sides.items())
            return f"sources disagree<ul>{''.join(sides)}</ul>"
        if isinstance(value, list):
            return ", ".join(self._value((*path, index), item, rules) for index, item in enumerate(value)) or "none"
        if isinstance(value, dict):
            return ", ".join(f"{encoded(key)}: {self._value((*path, key), item, None)}" for key, item in value.items()) or "none"
        return self._scalar(path, value, rules)

    def _scalar(self, path: Path, value: Any, rules: Rules | None) -> str:
        node = self._card.document.node(path)
        text = node.text if node is not None and node.text is not None else "" if value is None else str(value)
        check, refers = (rules or {}).get("check_with"), (rules or {}).get("meta", {}).get("refers")
        if check == "url" and not url_problem(text) and text.startswith(("http://", "https://")):
            return _link(text)
        if refers and self._target(text, refers):
            return f'<a href="#{self._target(text, refers)}">{encoded(text)}</a>'
        return encoded(text)

    def _target(self, text: str, refers: str) -> str:
        if refers == "path":
            found = self._card.find(text)
            return self._anchor(found) if found else ""
        sections = ("base_models", "stages") if refers == "start" else (refers,)
        return next((_id((name, text)) for name in sections if text in self._card.ids(name)), "")

    def _inherited(self, path: Path) -> str:
        if self._card.written_at(path) is not MISSING:
            return ""
        for end in range(len(path) - 1, 0, -1):
            like = self._card.written_at((*path[:end], "like"))
            if isinstance(like, str):
                return f' <span class="rc-inherited">(as in {encoded(like)})</span>'
        return ""

    def _sources(self, path: Path) -> str:
        if path[0] in ("sources", "conflicts"):
            return ""
        found = self._card.cited(path)
        return "; ".join(self._citation(one) for one in found[1]) if found else ""

    def _citation(self, one: Citation) -> str:
        where = f" {encoded(one.where)}" if one.where else ""
        via = f" ({encoded(one.via)})" if one.via else ""
        known = one.source in self._card.ids("sources")
        source = f'<a href="#{_id(("sources", one.source))}">{encoded(one.source)}</a>' if known else encoded(one.source)
        return f"{source}{where}{via}"

    def _gaps(self) -> Iterator[str]:
        gaps = [(path, value) for path, value, _ in self._card.values if isinstance(value, (Gap, Todo)) and path[0] != "cited"]
        if not gaps:
            return
        yield "## Gaps"
        yield "What the card does not state, and whose gap it is."
        rows = (
            f'<tr><th scope="row"><a href="#{self._anchor(path)}">{encoded(dotted(path))}</a></th>'
            f"<td>{self._value(path, value, None)}</td></tr>"
            for path, value in gaps
        )
        yield f'<table class="rc-facts"><thead><tr><th>field</th><th>gap</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _id(path: Path) -> str:
    """Return the anchor of a path: its dotted text, without the white space that ids cannot have."""
    return encoded("-".join(dotted(path).split()))


def _link(text: str) -> str:
    return f'<a href="{encoded(text)}" rel="nofollow noopener">{encoded(text)}</a>'
