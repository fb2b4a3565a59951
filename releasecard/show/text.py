"""The view of a card as text. All that is said here stands in the view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from releasecard.safe import visible, width as columns_of
from releasecard.show.filters import MARKS
from releasecard.show.page import Page, Word, words
from releasecard.show.phrases import BETWEEN, detail, fact, facts, joined, mark, plain, said, unknown, valued
from releasecard.show.values import View, states_of

_LINES: Final = 2
"""What the plain fields of a section may take beside its name; more of them, and links, stand below one another."""
_STATE: Final = len("not_applicable") + 2
_LEAST: Final = 20
"""What a table leaves for the words of a row."""
_KEYS: Final = 4
"""How many keys of a map are named; more are counted."""
_COUNTED: Final = 2
"""How many sections of a thing are counted; more are only named."""
_SCORED: Final = ("scores", "spread")
"""The facts that stand in the columns of a table."""
_VERDICTS: Final = {"licensed": "good", "open": "gap", "unlicensed": "bad"}
_HELD: Final = {
    ("voids", False): ("lacks", "bad"),
    ("voids", True): ("against", "bad"),
    ("opens", False): ("open", "gap"),
    ("opens", True): ("doubt", "gap"),
}
_PLAIN: Final = re.compile(r"[a-z][a-z0-9_.-]*")
_ALL: Final = "# everything of a part, with its sources"


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
    _suppressed(page, view["suppressed"])
    for name in ("conflicts", "sources"):
        if name in view:
            page.blank()
            page.row(0, words(name.capitalize(), "bold"))
            _things(page, 2, view[name].get("things", ()))
    _ending(page, view)
    return str(page)


def section_text(view: View, width: int, color: bool = False) -> str:
    """Return the view of a section as text: a line for each leaf, wrapped where it is wider than the page."""
    page = Page(width, color)
    page.row(0, words(view["section"], "bold"))
    column = page.column(2, [leaf["name"] for leaf in view["leaves"]])
    for leaf in view["leaves"]:
        cited = words(f"[{'; '.join(leaf['cited'])}]", "dim", "  ") if leaf["cited"] else []
        page.row(2, [*valued(leaf, full=True), *cited], words(leaf["name"]), column)
    return str(page)


def _head(page: Page, head: View) -> None:
    page.row(0, words(plain(head.get("title", head.get("name"))), "bold"))
    name = words(f"{plain(head.get('name'))}@{plain(head.get('version'))}")
    label = "released" if unknown(head.get("released")) is None else "released:"
    released = [*words(label, glue=BETWEEN), *said(head["released"])] if "released" in head else []
    page.row(0, [*name, *said(head["kind"], BETWEEN), *released])
    card = head.get("card")
    if isinstance(card, dict):
        stance, by, date = (plain(card.get(key)) for key in ("stance", "by", "date"))
        page.row(0, words(f"{stance} card by {by}, {date}"))
    if "summary" in head:
        page.blank()
        page.row(0, said(head["summary"]))


def _sections(page: Page, indent: int, sections: Sequence[View]) -> None:
    """Add sections under one another: beside its name what one line holds, else below it."""
    column = page.column(indent, [one["name"] for one in sections])
    for one in sections:
        lead = words(one["name"], "name")
        if "value" in one:
            page.row(indent, valued(one), lead, column)
        elif "facts" in one:
            content = facts(one["facts"])
            fits = page.lines(column, content) <= _LINES and not any("://" in word.text for word in content)
            fits = fits or any(inner["name"] == "available" for inner in one["facts"])
            page.row(indent, content if fits else (), lead, column)
            _sections(page, indent + 2, one["parts"] if fits else [*one["facts"], *one["parts"]])
        elif "columns" not in one or not _table(page, indent, one):
            page.row(indent, _chains(one.get("chains", ())), lead, column)
            _things(page, indent + 2, one.get("things") or one.get("claims") or ())


def _chains(chains: Sequence[View]) -> list[Word]:
    return joined([words(" ".join([*([one["of"]] if "of" in one else []), _chain(one["steps"])])) for one in chains])


def _chain(steps: Sequence[str]) -> str:
    return steps[0] + "".join(f" {step}" if step.startswith(MARKS) else f" -> {step}" for step in steps[1:])


def _things(page: Page, indent: int, things: Sequence[View]) -> None:
    column = page.column(indent, [thing["id"] for thing in things])
    for thing in things:
        page.row(indent, _thing(thing), words(thing["id"]), column)
        evidence = thing.get("evidence", ())
        _reasons(page, column, thing.get("reasons", ()))
        beside = page.column(column, [one["stands"] for one in evidence])
        for one in evidence:
            style = "good" if one["stands"] == "ok" else "bad" if one["stands"] == "leads nowhere" else "gap"
            page.row(column, words(plain(one["path"])), words(one["stands"], style), beside)


def _reasons(page: Page, column: int, reasons: Sequence[View]) -> None:
    """Add what voids a claim or leaves it open; what carries it is only counted in the view."""
    found = [(one, _HELD[one["holds"], one["doubt"]]) for one in reasons if one["holds"] != "carries"]
    beside = page.column(column, [word for _, (word, _) in found])
    for one, (word, style) in found:
        at = words(f"({one['path']}{' is ' + one['gap'] if one['gap'] else ''})", "dim") if one["path"] else []
        page.row(column, [*words(one["says"]), *at], words(word, style), beside)


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
        rest = [one for one in thing["facts"] if one["name"] not in _SCORED or not _is_map(one["value"])]
        page.row(indent + 2, _thing({**thing, "facts": rest}), _cells(words(thing["id"]), first - 2, row, wide), column)
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
    scores, spreads = (_stated_map(thing, key) for key in _SCORED)
    text, spread = plain(scores[name]) if name in scores else "", spreads.get(name)
    return f"{text} ±{plain(spread['value'])}" if isinstance(spread, dict) and "value" in spread else text


def _stated_map(thing: View, name: str) -> dict[str, Any]:
    return next((one["value"] for one in thing["facts"] if one["name"] == name and _is_map(one["value"])), {})


def _is_map(value: Any) -> bool:
    """Tell whether a value is a map, and no gap or conflict that is written as one."""
    return isinstance(value, dict) and unknown(value) is None


def _states(page: Page, question: View) -> None:
    """Add how much is filled, open and missing, and each path that is not filled with what stands there."""
    found = states_of(question)
    kinds = f" ({', '.join(f'{number} {word}' for word, number in found.most_common())})" if found else ""
    open_ = words(f"open {found.total()}{kinds}", "dim", BETWEEN)
    ends = (f"filled {question['filled']}", f"missing {len(question['missing'])}")
    page.row(0, [Word(ends[0], "dim"), *open_, Word(ends[1], "dim", BETWEEN)])
    for one in question["open"]:
        details = detail(one["value"])
        path = words(f"{one['path']}:" if details else one["path"])
        heirs = words(f"(and, by like: {', '.join(one['heirs'])})", "dim") if "heirs" in one else []
        page.row(2, [*path, *details, *mark(one, "like"), *heirs], words(one["state"], "gap"), 2 + _STATE)
    for missing in question["missing"]:
        page.row(2, words(missing), words("missing", "bad"), 2 + _STATE)


def _lineage(page: Page, lineage: View) -> None:
    if not any(lineage.values()):
        return
    page.blank()
    page.row(0, words("Lineage", "bold"))
    for name in ("up", "down"):
        for one in lineage[name]:
            paths = words(f"({', '.join([one['path'], *one.get('also', ())])})", "dim")
            page.row(2, [*valued(one, full=True), *paths], words(name, "name"), 8)
    for one in lineage["cards"]:
        at = f"at {', '.join(one['paths'])} ({one['file']})"
        page.row(
            2, [*words(f"{one['card']} refers to {one['refers_to']}"), *words(at, "dim")], words("down", "name"), 8
        )


def _suppressed(page: Page, found: Sequence[View]) -> None:
    if not found:
        return
    page.blank()
    page.row(0, words("Suppressed", "bold"))
    for one in found:
        page.row(
            2, [*words(one["message"]), *words(f"(because: {one['reason']})", "dim")], words(one["code"], "name"), 9
        )


def _ending(page: Page, view: View) -> None:
    """Add how to see all of a part, by the example of a thing of this card."""
    things = (
        thing["path"]
        for question in view["questions"]
        for one in question["sections"]
        for thing in one.get("things", ())
    )
    example = next((path for path in things if _PLAIN.fullmatch(path)), "objects.rows")
    command = f"releasecard show CARD --section {example}"
    page.blank()
    if len(command) + len(_ALL) + 3 <= page.width:
        page.row(0, [*words(command, "dim"), *words(_ALL, "dim", "   ")])
    else:
        page.row(0, words(_ALL, "dim"))
        page.row(0, words(command, "dim"))


def _thing(thing: View) -> list[Word]:
    """Return what a thing says, then what else it states: one or two sections by their size, more by their names."""
    found, sections = facts(thing["facts"]), [one for one in thing.get("parts", ()) if "fields" in one]
    for one in thing.get("parts", ()):
        if "available" in one:
            found += fact({**one, "value": one["available"]})
        elif "keys" in one:
            keys = one["keys"]
            found += fact({**one, "value": keys if len(keys) <= _KEYS else f"{len(keys)} entries"})
        elif len(sections) <= _COUNTED:
            found += fact({**one, "value": f"{one['fields']} field{'s' if one['fields'] > 1 else ''}"})
    if len(sections) > _COUNTED:
        found += fact({"name": "states", "path": "", "value": [one["name"] for one in sections]})
    if "verdict" in thing:
        found = [*words(thing["verdict"], _VERDICTS[thing["verdict"]], BETWEEN), *found]
    return [found[0]._replace(glue=""), *found[1:]] if found else []
