"""What the cards state at a field, card by card, as markup; nothing a card says is read as markup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from releasecard.fields.declared import Field
from releasecard.pages.bars import bar
from releasecard.pages.card.fields import APART
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.pages.parts import Known, Links, cut, many, words
from releasecard.pages.tables import row, table
from releasecard.reference.filled import STATED, Filled, Uses, Value
from releasecard.stated import GAP_WORDS, Conflict, Gap, Todo
from releasecard.values import dotted

_LONG: Final = 90
_FEW: Final = 4
_HEADS: Final = ("verifiers", "variants")
"""Sections whose fields stand at the top of other cards too."""


def who_fills(field: Field, here: str, filled: Filled) -> Html:
    """Return who fills a field: how many cards state it, its gaps by word, and the values card by card."""
    of_kinds, uses = filled.cards(field), filled.uses.get(field)
    if not of_kinds:
        return NOTHING
    title = el("h2", "Who fills it")
    if uses is None:
        whose = (
            "The one card that can have it does not"
            if of_kinds == 1
            else f"None of the {of_kinds:,} cards that can have it does"
        )
        return joined(title, el("p", f"{whose}."))
    links, are_named = Links(filled.collection, here), _are_of_several(field)
    body = (
        row(links.card(one.entry), [el("td", _values(links, one, values, number, are_named))])
        for one, values, number in uses.shown
    )
    rest = uses.cards - len(uses.shown)
    more = el("p", f"and {many(rest, 'more card')}", class_="rc-quiet") if rest else None
    return joined(title, _counted(uses, of_kinds), table(("card", "states"), body, "rc-fills", "who fills it"), more)


def _counted(uses: Uses, of_kinds: int) -> Html:
    total = uses.states.total()
    gaps = [word for word in uses.states if word not in STATED]
    said = (
        el("span", f"{uses.states[word]:,} {words(word)}", class_="rc-gap", title=GAP_WORDS.get(word))
        for word in sorted(gaps, key=lambda word: -uses.states[word])
    )
    disputed = f", {uses.states['conflict']:,} disputed between sources" if uses.states["conflict"] else ""
    lead = f"{uses.stating:,} of {many(of_kinds, 'card')} {'states' if uses.stating == 1 else 'state'} it; {many(total, 'place')}: {uses.states['filled']:,} filled{disputed}"
    shares = [
        (uses.stating / of_kinds, "rc-fill-licensed"),
        (uses.lacking / of_kinds, "rc-fill-unlicensed"),
    ]
    drawn = bar(shares, f"stated by {uses.stating} of {of_kinds} cards, a gap on {uses.lacking}", 4)
    return joined(drawn, el("p", lead, Html(", ") if gaps else None, joined(*said, between=", "), Html(".")))


def _are_of_several(field: Field) -> bool:
    """Tell whether the field stands in several sections, so that ids alone do not tell where."""
    above = {
        tuple(step for step in place.pattern.replace("[]", "").split(".")[:-1] if step != "*") for place in field.places
    }
    return len({steps[1:] if steps[:1] and steps[0] in _HEADS else steps for steps in above}) > 1


def _values(links: Links, one: Known, values: list[Value], number: int, are_named: bool) -> Html:
    """Return what a card writes at the places of a field, each with the ids that lead there, linked to its page."""
    said = (_value(links, one, value, are_named) for value in values)
    more = el("span", f"and {number - len(values)} more", class_="rc-quiet") if number > len(values) else None
    return joined(*said, more, between=", ")


def _value(links: Links, one: Known, value: Value, are_named: bool) -> Html:
    label = cut(dotted(value.path[:-1]) if are_named else " ".join(value.ids), 60)
    place = () if value.path[0] in APART else value.path[:-1] if value.path[-1] == "like" else value.path
    shown = links.field(one, place, short(one, value))
    kind = "rc-gap" if value.word in GAP_WORDS else "rc-conflict" if value.word == "conflict" else None
    marked = el("span", shown, class_=kind) if kind else shown
    return el("span", label and el("span", label, " ", class_="rc-quiet"), marked, class_="rc-one")


def short(one: Known, value: Value) -> Html:
    """Return a value in a few words: a text cut, of a map its keys, a gap as its word."""
    return joined(cut(", ".join(islice(_said(one, value.path, value.value), _FEW + 1)), _LONG) or "nothing")


def _said(one: Known, path: tuple[str | int, ...], value: Any) -> Iterator[str]:
    if isinstance(value, Gap):
        yield words(value.word)
    elif isinstance(value, Todo):
        yield "to do"
    elif isinstance(value, Conflict):
        sides = (
            ", ".join(_said(one, (*path, "conflict", side), item)) for side, item in islice(value.sides.items(), _FEW)
        )
        yield f"disputed: {' | '.join(sides)}"
    elif isinstance(value, dict):
        keys = [str(key) for key in value if key != "like"]
        yield from keys[:_FEW]
        yield from [f"{len(keys) - _FEW} more"] if len(keys) > _FEW else []
    elif isinstance(value, list):
        for index, item in enumerate(value[:_FEW]):
            yield from _said(one, (*path, index), item) if not isinstance(item, dict) else [f"[{index}]"]
        yield from [f"{len(value) - _FEW} more"] if len(value) > _FEW else []
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield one.card.text(path)
