"""The page of the lineage of all cards: the graph of what they share, and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from releasecard.pages.collection import Collection
from releasecard.pages.html import Html, el, joined, rows, unsearched
from releasecard.pages.lineage import draw
from releasecard.pages.lineage.graph import Edge, Graph, Node
from releasecard.pages.lineage.layout import Size
from releasecard.pages.lineage.roles import FAMILIES, SHAPES
from releasecard.pages.lineage.text import node, other, short
from releasecard.pages.parts import Links, head, many
from releasecard.pages.tables import row, table

MOST: Final = 120
"""Boxes of the picture."""
_MOST_LINES: Final = 300
_MOST_ROWS: Final = 200
_MOST_NAMES: Final = 12
_ACROSS: Final = 1180
"""Pixels that parts of the picture stand beside each other on."""
_LEAD: Final = (
    "What these releases are made from and what stands on them, as their cards state it. "
    "An arrow leads from what was there first to what stands on it."
)


def page(collection: Collection, graph: Graph) -> str:
    """Return the page: the picture, what its shapes mean, what cards share, and each card with what it stands on."""
    links = Links(collection, collection.file("lineage.md"))
    lines = graph.shared
    shown = _most(lines)
    parts = head("Lineage", _lead(graph, lines))
    if shown:
        parts += [unsearched(_picture(links, shown), _legend(shown), _left_out(lines, shown))]
    parts += [*_shared(links, graph), *_each(links, graph), *_alone(links, graph)]
    if graph.edges:
        file = collection.urls.to(links.here, collection.file("lineage.dot"))
        link = el("a", "Graphviz text", href=file, download=True)
        parts.append(el("p", "All of it, with everything that only one card names, as ", link, ".", class_="rc-quiet"))
    return "\n\n".join(part for part in parts if part) + "\n"


def href(links: Links) -> Callable[[Node], str]:
    """Return who tells where a box leads: to a card's page, or for a thing outside nowhere."""

    def of(one: Node) -> str:
        return "" if one.entry is None else links.collection.urls.to(links.here, links.collection.page(one.entry))

    return of


def _lead(graph: Graph, lines: list[Edge]) -> str:
    if not graph.cards:
        return f"{_LEAD} There are no cards here."
    if not lines:
        return f"{_LEAD} No two of these cards name each other, or the same thing."
    joined_ = {one for edge in lines for one in (edge.source, edge.target) if one.entry is not None}
    return f"{_LEAD} Of {many(len(graph.cards), 'card')}, {len(joined_):,} stand on one another or share something."


def _most(lines: list[Edge]) -> list[Edge]:
    """Return the edges that are drawn: those between the nodes that have the most."""
    degree: dict[Node, int] = {}
    for edge in lines:
        for one in (edge.source, edge.target):
            degree[one] = degree.get(one, 0) + 1
    kept = set(sorted(degree, key=lambda one: -degree[one])[:MOST])
    return [edge for edge in lines if edge.source in kept and edge.target in kept][:_MOST_LINES]


def _picture(links: Links, lines: list[Edge]) -> Html:
    numbers: dict[Node, int] = {}
    for edge in lines:
        numbers.setdefault(edge.source, len(numbers))
        numbers.setdefault(edge.target, len(numbers))
    boxes = [draw.box(one, href(links)) for one in numbers]
    drawn = [draw.line(edge, numbers[edge.source], numbers[edge.target]) for edge in lines]
    label = f"lineage of {many(sum(one.entry is not None for one in numbers), 'card')}; the same in words below"
    return draw.picture(boxes, drawn, label, Size(), _ACROSS)


def _legend(lines: list[Edge]) -> Html:
    families = {draw.family(edge.roles) for edge in lines}
    shapes = {draw.shape_of(one) for edge in lines for one in (edge.source, edge.target)}
    found = [(draw.shape(name), said) for name, said in SHAPES.items() if name in shapes]
    found += [(draw.stroke(name), said) for name, said in FAMILIES.items() if name in families]
    return el("ul", rows(el("li", sample, " ", said) for sample, said in found), class_="rc-graph-legend")


def _left_out(lines: list[Edge], shown: list[Edge]) -> Html | None:
    if len(lines) == len(shown):
        return None
    every, drawn = ({one for edge in some for one in (edge.source, edge.target)} for some in (lines, shown))
    said = (
        f"Drawn are {len(drawn):,} of {len(every):,}, those that most others name or stand on, "
        f"with {len(shown):,} of {len(lines):,} lines. Each card's page draws its own neighborhood."
    )
    return el("p", said, class_="rc-quiet")


def _shared(links: Links, graph: Graph) -> list[str]:
    """Return what several cards name and none of these is about."""
    by: dict[Node, dict[Node, None]] = {}
    for edge in graph.shared:
        for one in (edge.source, edge.target):
            if one.entry is None:
                by.setdefault(one, {})[other(edge, one)] = None
    those = sorted(by, key=lambda one: -len(by[one]))
    if not those:
        return []
    found = [el("li", node(links, one), _kind(one), _names(links, list(by[one]))) for one in those[:_MOST_ROWS]]
    if len(those) > len(found):
        found.append(el("li", f"and {len(those) - len(found):,} more", class_="rc-quiet"))
    return ["## Shared, without a card here", unsearched(el("ul", rows(found), class_="rc-kin"))]


def _kind(one: Node) -> Html:
    return el("span", f" {one.kind}: ", class_="rc-quiet")


def _names(links: Links, cards: list[Node]) -> Html:
    more = f"and {len(cards) - _MOST_NAMES:,} more" if len(cards) > _MOST_NAMES else None
    return joined(*(node(links, one) for one in cards[:_MOST_NAMES]), more, between=", ")


def _each(links: Links, graph: Graph) -> list[str]:
    those = [one for one in graph.cards.values() if one in graph.up or one in graph.down]
    if not those:
        return []
    body = [
        row(node(links, one), (
            el("td", short(links, one, edges.get(one, ()), _MOST_NAMES), data_label=title)
            for edges, title in ((graph.up, "what it stands on"), (graph.down, "what stands on it"))
        ))
        for one in those[:_MOST_ROWS]
    ]  # fmt: skip
    titles, label = (
        ("card", "what it stands on", "what stands on it"),
        "each card, what it stands on, and what stands on it",
    )
    more = f"The first {len(body):,} of {len(those):,} cards by title; the others have theirs on their own pages."
    rest = el("p", more, class_="rc-quiet") if len(those) > len(body) else None
    return ["## Each card", unsearched(table(titles, body, "rc-kinfolk", label, stacked=True), rest)]


def _alone(links: Links, graph: Graph) -> list[str]:
    """Return the cards that name nothing, and that nothing names."""
    those = [one for one in graph.cards.values() if one not in graph.up and one not in graph.down]
    if not those:
        return []
    more = f"and {len(those) - _MOST_ROWS:,} more" if len(those) > _MOST_ROWS else None
    names = joined(*(node(links, one) for one in those[:_MOST_ROWS]), more, between=", ")
    lead = "These cards name no release, model or verifier that they stand on, and no other names them: "
    return ["## On their own", unsearched(el("p", lead, names, ".", class_="rc-kinless"))]
