"""Lineage in words: what stands on what, with links, for whoever does not see the picture and whoever wants the places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from releasecard.pages.html import Html, el, joined, outward, rows
from releasecard.pages.lineage.graph import Edge, Node
from releasecard.pages.lineage.roles import ROLES
from releasecard.pages.parts import Links, cut
from releasecard.values import dotted

_PLACES: Final = 3
_LONG: Final = 80


def node(links: Links, one: Node) -> Html:
    """Return a card's name as a link to its page, a thing outside as its name, linked where that is an address."""
    if one.entry is not None:
        return links.card(one.entry)
    return outward(one.url, cut(one.label, _LONG))


def other(edge: Edge, own: Node) -> Node:
    """Return what an edge leads to, seen from one of its ends."""
    return edge.source if edge.target is own else edge.target


def roles(edge: Edge, own: Node) -> tuple[str, ...]:
    """Return what the other end is to this one, in words."""
    return tuple(dict.fromkeys(ROLES[role].source if edge.target is own else ROLES[role].target for role in edge.roles))


def items(links: Links, own: Node, edges: Sequence[Edge], most: int) -> Html:
    """Return a list of what stands at the other end of edges, what it is to this one, and where a card says so."""
    found = [_item(links, own, edge) for edge in edges[:most]]
    if len(edges) > most:
        found.append(el("li", f"and {len(edges) - most:,} more", class_="rc-quiet"))
    return el("ul", rows(found), class_="rc-kin")


def _item(links: Links, own: Node, edge: Edge) -> Html:
    said = [one for one in edge.said if one.role in edge.roles]
    places = [links.field(one.by, one.path, el("code", cut(dotted(one.path), _LONG))) for one in said[:_PLACES]]
    more = f"{len(said) - _PLACES:,} more" if len(said) > _PLACES else None
    return el(
        "li",
        node(links, other(edge, own)),
        _meant(edge, own),
        " ",
        el("span", ", ".join(roles(edge, own)), " at ", joined(*places, more, between=", "), class_="rc-quiet"),
    )


def _meant(edge: Edge, own: Node) -> Html | None:
    """Return which version is meant, where the card at hand is of another."""
    if not edge.version:
        return None
    named = edge.source if edge.source.entry is not edge.said[0].by.entry else edge.target
    said = f"it names version {cut(edge.version, 30)}" if named is own else f"in version {cut(edge.version, 30)}"
    here = (
        f"{'this card' if named is own else 'the card here'} is of {cut(named.entry.text('version'), 30) or 'none'}"
        if named.entry
        else ""
    )
    return el("span", f" ({said}, {here})", class_="rc-meant")


def short(links: Links, own: Node, edges: Iterable[Edge], most: int) -> Html:
    """Return the same in a few lines, one for each role, without the places; a word where there is nothing."""
    by: dict[str, list[Edge]] = {}
    number = 0
    for edge in edges:
        number += 1
        if number <= most:
            by.setdefault(", ".join(roles(edge, own)), []).append(edge)
    lines = [
        el(
            "li",
            el("span", role, class_="rc-quiet"),
            " ",
            joined(*(_short(links, own, edge) for edge in those), between=", "),
        )
        for role, those in by.items()
    ]
    if number > most:
        lines.append(el("li", f"and {number - most:,} more", class_="rc-quiet"))
    return el("ul", rows(lines)) if lines else el("span", "none named", class_="rc-quiet")


def _short(links: Links, own: Node, edge: Edge) -> Html:
    return joined(node(links, other(edge, own)), _meant(edge, own))
