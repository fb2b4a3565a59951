"""Lineage: what releases are made from and stand on, what is made from them and refers to them, as their cards state it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import NOTHING, Html, el
from releasecard.pages.lineage import draw, whole
from releasecard.pages.lineage.draw import Box, Line
from releasecard.pages.lineage.graph import Edge, Graph, Node
from releasecard.pages.lineage.layout import Size
from releasecard.pages.lineage.roles import ROLES
from releasecard.pages.lineage.text import items, other, roles
from releasecard.pages.parts import Links
from releasecard.safe import line

_BESIDE: Final = 8
"""Boxes on either side of a card."""
_LISTED: Final = 60
_SIZE: Final = Size(width=196, across=88, down=9)
_GRAPHS: Final[WeakKeyDictionary[Collection, Graph]] = WeakKeyDictionary()


def graph(collection: Collection) -> Graph:
    """Return the lineage of a collection, worked out once."""
    if collection not in _GRAPHS:
        _GRAPHS[collection] = Graph(collection)
    return _GRAPHS[collection]


def pages(collection: Collection) -> dict[str, str]:
    """Return the page of the lineage of all cards, and the whole of it as Graphviz text."""
    found = graph(collection)
    return {
        collection.file("lineage.md"): whole.page(collection, found),
        collection.file("lineage.dot"): dot(collection),
    }


def neighborhood(collection: Collection, entry: Entry) -> Html:
    """Return what a card stands on and what stands on it, one step each way, drawn and as lists; nothing where it is alone."""
    found = graph(collection)
    own = found.cards.get(entry)
    if own is None:
        return NOTHING
    up, down = _cards_first(found.up.get(own, []), own), _cards_first(found.down.get(own, []), own)
    if not up and not down:
        return NOTHING
    links = Links(collection, collection.page(entry))
    lists = [
        el("div", el("p", title, class_="rc-thing"), items(links, own, edges, _LISTED))
        for title, edges in (("What it stands on", up), ("What stands on it", down))
        if edges
    ]
    return el("div", _around(links, own, up, down), el("div", lists, class_="rc-kinship"), class_="rc-lineage")


def _cards_first(edges: Sequence[Edge], own: Node) -> list[Edge]:
    return sorted(edges, key=lambda edge: other(edge, own).entry is None)


def _around(links: Links, own: Node, up: list[Edge], down: list[Edge]) -> Html:
    boxes, lines = [Box(own.label, own.kind, "own")], list[Line]()
    for edges in (up, down):
        shown = edges if len(edges) <= _BESIDE else edges[: _BESIDE - 1]
        for edge in shown:
            boxes.append(draw.box(other(edge, own), whole.href(links), ", ".join(roles(edge, own))))
            ends = (len(boxes) - 1, 0) if edge.target is own else (0, len(boxes) - 1)
            lines.append(draw.line(edge, *ends)._replace(said=""))  # the box says it
        if len(edges) > len(shown):
            boxes.append(Box(f"{len(edges) - len(shown):,} more", "in the list below", "rest"))
            ends = (len(boxes) - 1, 0) if edges is up else (0, len(boxes) - 1)
            lines.append(Line(*ends, draw.family(edges[-1].roles)))
    return draw.picture(boxes, lines, f"what {own.label} stands on, and what stands on it", _SIZE)


def dot(collection: Collection) -> str:
    """Return the lineage of all cards and of all that they name as Graphviz text; addresses are relative to this file."""
    found, here = graph(collection), collection.file("lineage.dot")
    numbers = {node: number for number, node in enumerate(found.cards.values())}
    for edge in found.edges.values():
        numbers.setdefault(edge.source, len(numbers))
        numbers.setdefault(edge.target, len(numbers))
    lines = ["digraph lineage {", "  rankdir=LR;", "  node [shape=box];"]
    for node, number in numbers.items():
        said = {"label": node.label, "tooltip": node.kind}
        if node.entry is not None:
            said["URL"] = collection.urls.to(here, collection.page(node.entry))
        else:
            said["style"] = "rounded,dashed" if node.kind == "model" else "dashed"
        lines.append(f"  n{number} [{_said(said)}];")
    for edge in found.edges.values():
        words = ", ".join(ROLES[role].target for role in edge.roles)
        said = {"label": f"{words} (as {edge.version})" if edge.version else words}
        lines.append(f"  n{numbers[edge.source]} -> n{numbers[edge.target]} [{_said(said)}];")
    return "\n".join((*lines, "}")) + "\n"


def _said(attributes: dict[str, str]) -> str:
    return ", ".join(f"{key}={_quoted(value)}" for key, value in attributes.items())


def _quoted(text: str) -> str:
    r"""Return a text as a quoted string of Graphviz, which reads `\N` in a label as the name of the node."""
    shown = line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}"'
