"""The view of a card as text. All that is said here stands in the view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

from releasecard.safe import visible, width as columns_of
from releasecard.show.page import Page, Word, words
from releasecard.show.values import View
from releasecard.stated import Conflict, Gap, Todo, recognize_mapping, recognize_text

_SPEAKING: Final = frozenset(
    ("type", "kind", "contract", "family", "purpose", "available", "model", "name", "says", "rule", "algorithm",
     "origin", "metric", "relation", "setting", "role", "url")
)  # fmt: skip
"""Fields whose value says what it is: their names are left out."""
_BETWEEN: Final = " · "
_LINES: Final = 2
"""What the plain fields of a section may take beside its name; more of them, and links, stand below one another."""
_STATE: Final = len("not_applicable") + 2
_LEAST: Final = 20
"""What a table leaves for the words of a row."""


def text(view: View, width: int, color: bool = False) -> str:
    """Return the view of a card as text of lines no wider than *width*, but for words that are wider."""
    page = Page(width, color)
    _head(page, view["head"])
    for number, question in enumerate(view["questions"]):
        page.blank()
        if number:
            page.row(0, words(f"{number}. {question['question']}", "bold"))
        _sections(page, 2, question["sections"])
        _states(page, question)
    _lineage(page, view["lineage"])
    for name in ("conflicts", "sources"):
        if name in view:
            page.blank()
            page.row(0, words(name.capitalize(), "bold"))
            _things(page, 2, view[name].get("things", ()))
    return str(page)


def section_text(view: View, width: int, color: bool = False) -> str:
    """Return the view of a section as text: a line for each leaf, wrapped where it is wider than the page."""
    page = Page(width, color)
    page.row(0, words(view["section"], "bold"))
    column = page.column(2, [leaf["name"] for leaf in view["leaves"]])
    for leaf in view["leaves"]:
        cited = words(f"[{'; '.join(leaf['cited'])}]", "dim", "  ") if leaf["cited"] else []
        page.row(2, [*_valued(leaf, full=True), *cited], words(leaf["name"]), column)
    return str(page)


def _head(page: Page, head: View) -> None:
    page.row(0, words(_plain(head.get("title", head.get("name"))), "bold"))
    name = words(f"{_plain(head.get('name'))}@{_plain(head.get('version'))}")
    released = [*words("released", glue=_BETWEEN), *_said(head["released"])] if "released" in head else []
    page.row(0, [*name, *_said(head["kind"], _BETWEEN), *released])
    card = head.get("card")
    if isinstance(card, dict):
        stance, by, date = (_plain(card.get(key)) for key in ("stance", "by", "date"))
        page.row(0, words(f"{stance} card by {by}, {date}"))
    if "summary" in head:
        page.blank()
        page.row(0, _said(head["summary"]))


def _sections(page: Page, indent: int, sections: Sequence[View]) -> None:
    """Add sections under one another: beside its name what one line holds, else below it."""
    column = page.column(indent, [one["name"] for one in sections])
    for one in sections:
        lead = words(one["name"], "name")
        if "value" in one:
            page.row(indent, _valued(one), lead, column)
        elif "facts" in one:
            facts = _facts(one["facts"])
            fits = page.lines(column, facts) <= _LINES and not any("://" in word.text for word in facts)
            fits = fits or any(fact["name"] == "available" for fact in one["facts"])
            page.row(indent, facts if fits else (), lead, column)
            _sections(page, indent + 2, one["parts"] if fits else [*one["facts"], *one["parts"]])
        elif "columns" not in one or not _table(page, indent, one):
            page.row(indent, _chains(one.get("chain", ())), lead, column)
            _things(page, indent + 2, one.get("things") or one.get("claims") or ())


def _chains(chains: Sequence[Sequence[str]]) -> list[Word]:
    return words(", ".join(" -> ".join(one) for one in chains)) if chains else []


def _things(page: Page, indent: int, things: Sequence[View]) -> None:
    column = page.column(indent, [thing["id"] for thing in things])
    for thing in things:
        page.row(indent, _facts(thing["facts"]), words(thing["id"]), column)
        evidence = thing.get("evidence", ())
        beside = page.column(column, [one["stands"] for one in evidence])
        for one in evidence:
            style = "good" if one["stands"] == "ok" else "bad" if one["stands"] == "leads nowhere" else "gap"
            page.row(column, words(_plain(one["path"])), words(one["stands"], style), beside)


def _table(page: Page, indent: int, section: View) -> bool:
    """Add the rows of a section with a column for each score; False where there are none or the page is too narrow."""
    names, things = section["columns"], section["things"]
    first = max(columns_of(visible(one)) for one in (section["name"], *(f"  {thing['id']}" for thing in things)))
    if not names or indent + first + 3 * len(names) + _LEAST > page.width:
        return False
    rows = [{name: visible(_score(thing, name)) for name in names} for thing in things]
    wide = {name: 2 + max(columns_of(one) for one in (visible(name), *(row[name] for row in rows))) for name in names}
    column = indent + first + sum(wide.values()) + 2
    if column + _LEAST > page.width:
        return False
    titles = {name: visible(name) for name in names}
    page.row(indent, (), _cells(words(section["name"], "name"), first, titles, wide))
    for thing, row in zip(things, rows, strict=True):
        scored = (_stated_map(thing, "scores"), _stated_map(thing, "spread"))
        rest = [one for one in thing["facts"] if not any(one["value"] is value for value in scored)]
        page.row(indent + 2, _facts(rest), _cells(words(thing["id"]), first - 2, row, wide), column)
    return True


def _cells(lead: list[Word], first: int, row: dict[str, str], wide: dict[str, int]) -> list[Word]:
    """Return words for cells that end at the right of their columns; the lead fills the first."""
    left = first - sum(columns_of(one.text) + len(one.glue) for one in lead) + len(lead[0].glue)
    cells = list(lead)
    for name, cell in row.items():
        cells.append(Word(cell, "", " " * (left + wide[name] - columns_of(cell))))
        left = 0
    return cells


def _score(thing: View, name: str) -> str:
    score, spread = (_stated_map(thing, key).get(name) for key in ("scores", "spread"))
    text = "" if name not in _stated_map(thing, "scores") else _plain(score)
    return f"{text} ±{_plain(spread['value'])}" if isinstance(spread, dict) and "value" in spread else text


def _stated_map(thing: View, name: str) -> dict[str, Any]:
    values = (one["value"] for one in thing["facts"] if one["name"] == name)
    return next((value for value in values if isinstance(value, dict)), {})


def _states(page: Page, question: View) -> None:
    """Add how much is filled, open and missing, and each path that is not filled with what stands there."""
    found = Counter(one["state"] for one in question["open"])
    kinds = f" ({', '.join(f'{number} {word}' for word, number in found.most_common())})" if found else ""
    open_ = words(f"open {found.total()}{kinds}", "dim", _BETWEEN)
    ends = (f"filled {question['filled']}", f"missing {len(question['missing'])}")
    page.row(0, [Word(ends[0], "dim"), *open_, Word(ends[1], "dim", _BETWEEN)])
    for one in question["open"]:
        detail = [] if "like" in one else _detail(one["value"])  # the sibling's says it
        path = words(f"{one['path']}:" if detail else one["path"])
        page.row(2, [*path, *detail, *_mark(one, "like")], words(one["state"], "gap"), 2 + _STATE)
    for missing in question["missing"]:
        page.row(2, words(missing), words("missing", "bad"), 2 + _STATE)


def _lineage(page: Page, lineage: View) -> None:
    if not any(lineage.values()):
        return
    page.blank()
    page.row(0, words("Lineage", "bold"))
    for name in ("up", "down"):
        for one in lineage[name]:
            page.row(2, [*_valued(one, full=True), *words(f"({one['path']})", "dim")], words(name, "name"), 8)
    for one in lineage["cards"]:
        at = f"at {', '.join(one['paths'])} ({one['file']})"
        page.row(
            2, [*words(f"{one['card']} refers to {one['refers_to']}"), *words(at, "dim")], words("down", "name"), 8
        )


def _facts(facts: Sequence[View]) -> list[Word]:
    """Return facts on one line: what the card states there, then what it inherits, by sibling."""
    found = [word for one in facts if "like" not in one for word in _fact(one)]
    for sibling in dict.fromkeys(one["like"] for one in facts if "like" in one):
        inherited = [word for one in facts if one.get("like") == sibling for word in _fact(one)]
        found += [*words(f"like {sibling}:", "dim", _BETWEEN), inherited[0]._replace(glue=" "), *inherited[1:]]
    return found


def _fact(one: View) -> list[Word]:
    """Return a fact's name, where its value does not speak for itself, and its value."""
    named = one["name"].rpartition(".")[2] not in _SPEAKING and one["name"] != one["path"]
    name = words(one["name"], "dim", _BETWEEN) if named else []
    name = [*name[:-1], *(word._replace(tied=True) for word in name[-1:])]
    return [*name, *_said(one["value"], " " if named else _BETWEEN), *_mark(one, "partly_like")]


def _valued(one: View, full: bool = False) -> list[Word]:
    return [*_said(one["value"], full=full), *_mark(one, "like"), *_mark(one, "partly_like")]


def _mark(one: View, key: str) -> list[Word]:
    return words(f"({key.replace('_', ' ')} {one[key]})", "dim") if key in one else []


def _said(value: Any, glue: str = " ", full: bool = False) -> list[Word]:
    """Return the words of a value: a gap is its word, a conflict its values; in full with details and citations."""
    known = _open(value)
    if known is not None:
        found = words(known.text if isinstance(known, Todo) else _word(known), "gap", glue)
        if full and not isinstance(known, Todo) and _detail(value):
            return [*found[:-1], found[-1]._replace(text=f"{found[-1].text}:"), *_detail(value)]
        sides = list(known.sides.values()) if isinstance(known, Conflict) else []
        return [
            *found,
            *chain.from_iterable(
                [*([Word("|", "gap")] if number else []), *_said(side)] for number, side in enumerate(sides)
            ),
        ]
    if isinstance(value, dict):
        keys = {key: f"{key}:" if " " in key else key for key in value}
        found = _joined([[*words(keys[key]), *_said(item, full=full)] for key, item in value.items()], ",")
    elif isinstance(value, list):
        found = _joined([_said(item, full=full) for item in value], ",")
    else:
        found = words("empty", "gap") if value is None else words(str(value))
    found = found or words("none")
    return [found[0]._replace(glue=glue), *found[1:]]


def _open(value: Any) -> Gap | Todo | Conflict | None:
    known = recognize_text(value) if isinstance(value, str) else value
    known = recognize_mapping(value) if isinstance(value, dict) else known
    return known if isinstance(known, (Gap, Todo, Conflict)) else None


def _word(known: Gap | Conflict) -> str:
    return known.word if isinstance(known, Gap) else "conflict"


def _detail(value: Any) -> list[Word]:
    """Return the words of what stands with a gap, of the sides of a conflict, of a to-do."""
    known = _open(value)
    if isinstance(known, Conflict):
        return _joined([[*words(f"{side}:"), *_said(item)] for side, item in known.sides.items()], ";")
    if isinstance(known, Todo):
        return words(known.text)
    return _said(known.detail) if known is not None and known.detail is not None else []


def _joined(groups: Sequence[list[Word]], mark: str) -> list[Word]:
    ends = [[*group[:-1], group[-1]._replace(text=group[-1].text + mark)] for group in groups[:-1]]
    return [*chain.from_iterable(ends), *chain.from_iterable(groups[-1:])]


def _plain(value: Any) -> str:
    """Return what a value says, on one line."""
    return "".join(f"{word.glue if number else ''}{word.text}" for number, word in enumerate(_said(value)))
