"""What a thing holds besides its plain fields: figures are told, all else is named or counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from releasecard.card import MISSING, Card
from releasecard.fields import Rules, child, named_fields
from releasecard.show.values import View, fact, leaves, said, state
from releasecard.stated import Gap, Stated
from releasecard.values import Path, dotted

_FIGURES: Final = 8
"""How many numbers of one map are told."""


def parts(card: Card, path: Path, rules: Rules, told: Collection[str]) -> Iterator[View]:
    """Yield the maps of a thing that it states itself, but for those that are *told* already.

    A fact where a map holds a few numbers only; else a view with its `path`, its `name` and one of these: `available`,
    how much there is of each section in it; `fields`, how many it states; `keys`, its ids or free keys.
    """
    value = card.at(path)
    for name in sorted(value, key=[*named_fields(rules), *value].index):
        own = isinstance(card.written_at((*path, name)), dict) and isinstance(value[name], dict)
        if own and value[name]:
            place, inner = (*path, name), child(rules, name) or {}
            view: View = {"path": dotted(place), "name": name}
            available = _available(card, place, value[name])
            if available:
                yield {**view, "available": available}
            elif name not in told:
                yield fact(card, place, path) if _is_figures(value[name]) else {**view, **_size(value[name], inner)}


def _available(card: Card, path: Path, value: dict[str, Any]) -> View:
    places = [(name, (*path, name, "available")) for name in value]
    return {name: said(card, place) for name, place in places if card.at(place) is not MISSING}


def _is_figures(value: dict[str, Any]) -> bool:
    found = [leaf for _, leaf in leaves((), value)]
    numbers = [leaf for leaf in found if isinstance(leaf, (int, float, Stated)) and not isinstance(leaf, bool)]
    gaps = [leaf for leaf in found if isinstance(leaf, Gap)]
    return bool(numbers) and len(numbers) + len(gaps) == len(found) <= _FIGURES


def _size(value: dict[str, Any], rules: Rules) -> View:
    keys = [str(key) for key in value if key != "like"]
    named = named_fields(rules)
    stated = [key for key in keys if key in named and state(value[key]) != "empty"]
    return {"fields": len(stated)} if stated else {"keys": keys}
