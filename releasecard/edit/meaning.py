"""What a card's text says, as plain maps, lists and typed leaves, to hold two texts against one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from releasecard.document.nodes import Document, Node
from releasecard.document.scalars import resolved
from releasecard.edit.written import Source, expanded
from releasecard.stated import recognize_text
from releasecard.values import Path

Meaning = Any
"""Maps and lists of meanings, and leaves: a pair of type and text."""

_EMPTY: Final = ("empty", "")
"""`{}` and `[]`, which say the same: nothing."""


def meaning(document: Document) -> Meaning:
    """Return what a document says, its keys in written order."""
    return _of_node(document.root)


def meaning_of(value: Any) -> Meaning:
    """Return what *value* says once it is written on a card."""
    value = expanded(value)
    if isinstance(value, dict) and value:
        return {str(key): meaning_of(item) for key, item in value.items()}
    if isinstance(value, list) and value:
        return [meaning_of(item) for item in value]
    if isinstance(value, (dict, list)):
        return _EMPTY
    if isinstance(value, Source):
        return _leaf(resolved(value))
    return _leaf(recognize_text(str(value)) if isinstance(value, str) else value)


def same(one: Meaning, other: Meaning, *, ordered: bool = True) -> bool:
    """Tell whether two meanings are equal; *ordered*: the keys of maps in one order too."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = list(one) == list(other) if ordered else one.keys() == other.keys()
        return keys and all(same(item, other[key], ordered=ordered) for key, item in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair, ordered=ordered) for pair in zip(one, other, strict=True))
    return bool(one == other)


def at(root: Meaning, path: Path) -> Meaning:
    """Return what *path* leads to."""
    for step in path:
        root = root[step]
    return root


def put(root: Meaning, path: Path, value: Meaning) -> Meaning:
    """Return *root* with *value* at *path*."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(root, list):
        return [put(item, rest, value) if index == step else item for index, item in enumerate(root)]
    return {key: put(item, rest, value) if key == step else item for key, item in root.items()}


def put_in(root: Meaning, path: Path, step: str | int, value: Meaning, before: str | int | None) -> Meaning:
    """Return *root* with *value* as a new key or item of what stands at *path*, before a sibling or last."""
    whole = at(root, path)
    if isinstance(whole, list):
        place = len(whole) if before is None else int(before)
        return put(root, path, [*whole[:place], value, *whole[place:]])
    items = list(whole.items())
    place = len(items) if before is None else [key for key, _ in items].index(before)
    return put(root, path, dict([*items[:place], (step, value), *items[place:]]))


def taken(root: Meaning, path: Path) -> Meaning:
    """Return *root* without what stands at *path*."""
    whole, step = at(root, path[:-1]), path[-1]
    if isinstance(whole, list):
        return put(root, path[:-1], [item for index, item in enumerate(whole) if index != step])
    return put(root, path[:-1], {key: item for key, item in whole.items() if key != step})


def renamed(root: Meaning, path: Path, key: str) -> Meaning:
    """Return *root* with another name for the key at *path*."""
    whole = at(root, path[:-1])
    return put(root, path[:-1], {key if one == path[-1] else one: item for one, item in whole.items()})


def in_order(root: Meaning, orders: Mapping[Path, Sequence[str | int]]) -> Meaning:
    """Return *root* with the keys or items of what stands at each path in another order."""
    root = _copied(root)
    for path, steps in orders.items():
        whole = at(root, path)
        if isinstance(whole, list):
            whole[:] = [whole[int(step)] for step in steps]
        else:
            items = [(str(step), whole[str(step)]) for step in steps]
            rest = [(key, item) for key, item in whole.items() if key not in steps]  # what `<<` brings comes last
            whole.clear()
            whole.update((*items, *rest))
    return root


def _copied(root: Meaning) -> Meaning:
    if isinstance(root, dict):
        return {key: _copied(item) for key, item in root.items()}
    return [_copied(item) for item in root] if isinstance(root, list) else root


def _of_node(node: Node) -> Meaning:
    if node.text is not None:
        return _leaf(resolved(node.text) if node.plain else recognize_text(node.text))
    steps = list(node.children)
    if steps and isinstance(steps[0], int):
        return [_of_node(child) for child in node.children.values()]
    return {key: _of_node(child) for key, child in node.children.items()} or _EMPTY


def _leaf(value: Any) -> tuple[str, str]:
    return type(value).__name__, repr(value)
