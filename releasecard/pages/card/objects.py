"""The data objects of a card: what a row is made of, and how much of a trajectory a reader gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.fields.environment import TRAJECTORY
from releasecard.fields.identity import EXTENTS
from releasecard.pages.card.contract import said
from releasecard.pages.card.shown import Shown
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.pages.tables import row, table
from releasecard.show.values import leaves
from releasecard.values import Path, each

_COUNTS: Final = ("records", "distinct", "copies", "splits", "bytes")
_MOST: Final = 200
"""Columns of a row that are drawn."""
_MOST_LEAVES: Final = 20


def objects(shown: Shown) -> Iterator[Html]:
    """Yield each kind of row with its columns, and the role of each."""
    for name in shown.card.ids("objects"):
        path: Path = ("objects", name)
        if isinstance(shown.card.at(path), dict):
            yield _object(shown, path)


def _object(shown: Shown, path: Path) -> Html:
    numbers = [
        el("div", el("dt", shown.link((*path, key), shown.title((*path, key)).lower())), el("dd", shown.value((*path, key))))
        for key in _COUNTS if shown.has((*path, key))
    ]  # fmt: skip
    if shown.has((*path, "labels")):
        numbers.append(
            el("div", el("dt", shown.link((*path, "labels"), "labels")), el("dd", said(shown, (*path, "labels"))))
        )
    return el(
        "section",
        el(
            "p",
            el("strong", shown.link(path, str(path[-1]))),
            " ",
            shown.chips(path, "type", "supervision", "form"),
            class_="rc-thing",
        ),
        el("p", shown.value((*path, "says"))) if shown.has((*path, "says")) else None,
        el("dl", numbers, class_="rc-numbers") if numbers else None,
        _columns(shown, (*path, "fields")),
        trajectory(shown, (*path, "trajectory")) if isinstance(shown.card.at((*path, "trajectory")), dict) else None,
        shown.behind(path),
        class_="rc-block",
    )


def _columns(shown: Shown, path: Path) -> Html:
    fields = shown.card.at(path)
    if not isinstance(fields, dict) or not fields:
        return joined("columns: ", shown.value(path)) if shown.has(path) else NOTHING
    found = [_column(shown, (*path, name), one) for name, one in list(fields.items())[:_MOST] if isinstance(one, dict)]
    titles = ("column", "role", "type", "by, checked by", "note")
    return table(titles, found, "rc-columns", f"columns of {path[1]}", stacked=True)


def _column(shown: Shown, path: Path, one: dict[str, Any]) -> Html:
    roles = [item for _, item in each((), one.get("role")) if isinstance(item, str)]
    chips = joined(
        *(el("span", role, class_=f"rc-chip rc-role-{role}" if role.isalpha() else "rc-chip") for role in roles),
        between=" ",
    )
    by = shown.all((*path, key) for key in ("author", "produced_by", "verifier", "rollouts"))
    cells = (chips or shown.value((*path, "role")), shown.value((*path, "type")), by, shown.value((*path, "says")))
    return row(shown.link(path, el("code", str(path[-1]))), (el("td", cell) for cell in cells))


def variants(shown: Shown) -> Html:
    """Return the variants of a release, each with what it says in place of the whole; nothing where there are none."""
    names = [name for name in shown.card.ids("variants") if isinstance(shown.card.at(("variants", name)), dict)]
    body = (_variant(shown, ("variants", name)) for name in names[:_MOST])
    return table(("variant", "what is its own"), body, "rc-audited", "variants", stacked=True) if names else NOTHING


def _variant(shown: Shown, path: Path) -> Html:
    own = [place for place, _ in leaves(path, shown.card.at(path)) if place != (*path, "says")]
    lines = [el("li", joined(_titles(shown, place), ": ", shown.short(place))) for place in own[:_MOST_LEAVES]]
    if len(own) > len(lines):
        lines.append(el("li", shown.link(path, f"{len(own) - len(lines)} more")))
    says = el("span", shown.value((*path, "says")), class_="rc-quiet") if shown.has((*path, "says")) else None
    return row(shown.link(path, str(path[-1])), [el("td", says, el("ul", lines) if lines else None)])


def _titles(shown: Shown, place: Path) -> str:
    steps = [place[:end] for end in range(3, len(place) + 1) if isinstance(place[end - 1], str)]
    return ", ".join(shown.title(step).lower() for step in steps)


def trajectory(shown: Shown, place: Path) -> Html:
    """Return the ten audit fields of a trajectory at *place*: how much of each a reader gets, and what.

    Where a card of an environment answers the rest, only what is said here is told.
    """
    stated = [name for name in TRAJECTORY if shown.has((*place, name))]
    elsewhere = shown.short((*place, "environment")) if place else NOTHING
    here = joined("the environment that this card is of") if place and shown.card.kind == "environment" else NOTHING
    names = stated if elsewhere or here else list(TRAJECTORY)
    found = (_audited(shown, (*place, name)) for name in names)
    titles = ("of a trajectory", "a reader gets", "what")
    label = f"a trajectory of {place[1]}" if place else "a trajectory"
    drawn = table(titles, found, "rc-audited", label, stacked=True) if names else None
    rest = (
        el("p", "Of its trajectories, " if not names else "The rest: ", "as on ", elsewhere or here)
        if elsewhere or here
        else None
    )
    return joined(drawn, rest)


def _audited(shown: Shown, path: Path) -> Html:
    title = TRAJECTORY[str(path[-1])]["meta"]["title"].lower()
    value = shown.card.at(path)
    if not isinstance(value, dict):
        extent: Html = shown.value(path) or el("em", "nothing stated", class_="rc-gap")
        return row(shown.link(path, title) if shown.has(path) else title, (el("td", extent), el("td")))
    word = value.get("available")
    extent = el("span", word, class_=f"rc-chip rc-{word}") if word in EXTENTS else shown.value((*path, "available"))
    gist = [
        said(shown, (*path, key))
        if key == "says"
        else joined(shown.title((*path, key)).lower(), ": ", said(shown, (*path, key)))
        for key in value
        if key not in ("available", "like")
    ]
    told = el("ul", (el("li", one) for one in gist)) if gist else None
    return row(shown.link(path, title), (el("td", extent), el("td", told)))
