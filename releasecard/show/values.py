"""What stands at a path, as plain data: texts as their source writes them, gaps and conflicts in the card's own form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from releasecard.card import Card
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path, dotted

View: TypeAlias = dict[str, Any]
"""Plain data: maps, lists, texts, whole numbers, None. Values of a card are texts, so that `50.0` does not become 50."""


def said(card: Card, path: Path) -> Any:
    """Return what holds at *path*: a text, a list, a map, or None where the value is empty.

    A gap is its word, or a map from its word to the detail; a conflict is `{"conflict": {citation: value}}`.
    """
    return _said(card, path, card.at(path))


def _said(card: Card, path: Path, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(card, (*path, key), item) for key, item in value.items() if key != "like"}
    if isinstance(value, list):
        return [_said(card, (*path, index), item) for index, item in enumerate(value)]
    if isinstance(value, Conflict):
        sides = {side: _said(card, (*path, "conflict", side), item) for side, item in value.sides.items()}
        return {"conflict": sides}
    if isinstance(value, Gap):
        return value.word if value.detail is None else {value.word: _said(card, (*path, value.word), value.detail)}
    if isinstance(value, Todo):
        return value.text
    node = card.node(path)
    written = node.text if node is not None else None
    return None if value is None else str(value) if written is None else written


def fact(card: Card, path: Path, base: Path = ()) -> View:
    """Return a value with its `path`, its `name` below *base*, and the sibling it is inherited from under `like`.

    A map of which only some values are inherited has `partly_like` in its place.
    """
    view = {"path": dotted(path), "name": dotted(path[len(base) :]), "value": said(card, path)}
    for key, places in (("like", [path]), ("partly_like", [one for one, _ in leaves(path, card.at(path))])):
        sibling = next(filter(None, map(card.inherited_from, places)), None)
        if sibling is not None:
            return {**view, key: sibling}
    return view


def leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield every leaf at and below *path*; a list of plain values is one leaf, and `like` is none."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if key != "like":
                yield from leaves((*path, key), item)
    elif isinstance(value, list) and any(state(item) != "filled" or isinstance(item, (dict, list)) for item in value):
        for index, item in enumerate(value):
            yield from leaves((*path, index), item)
    else:
        yield path, value


def states_of(question: View) -> Counter[str]:
    """Return how many leaves of a question, as the view has it, have each state but `filled`; heirs count too."""
    return Counter(one["state"] for one in question["open"] for _ in range(1 + len(one.get("heirs", ()))))


def state(value: Any) -> str:
    """Return `filled`, a gap word, `conflict`, `to-do`, or `empty` for what stands somewhere."""
    if isinstance(value, Gap):
        return value.word
    if isinstance(value, Conflict):
        return "conflict"
    if isinstance(value, Todo):
        return "to-do"
    return "empty" if value is None or value in ("", [], {}) else "filled"
