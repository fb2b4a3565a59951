"""A graph as SVG: boxes with links, edges by family. Shapes, dashes and words tell things apart; colors only help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from releasecard.pages.html import Html, el, joined
from releasecard.pages.lineage.graph import Edge, Node
from releasecard.pages.lineage.layout import Layout, Size, layered
from releasecard.pages.lineage.roles import FAMILIES, ROLES
from releasecard.pages.tables import wide
from releasecard.safe import visible, width

_INSET: Final = 11
_FONT: Final = 12.5
_EDGE: Final = 4
"""Room around the picture, for outlines."""
_NARROW, _BROAD = frozenset("ijlrtfI.,:;'|!()[]- "), frozenset("mwMW@%")
_FULL: Final = 200


_Point: TypeAlias = tuple[float, float]


class Box(NamedTuple):
    """What is drawn of a node: its words, where it leads, and whether it is what the picture is about."""

    label: str
    under: str
    shape: str
    href: str = ""
    full: str = ""


class Line(NamedTuple):
    """An edge between two boxes, by their numbers."""

    source: int
    target: int
    family: str
    said: str = ""
    note: str = ""


def box(node: Node, href: Callable[[Node], str], under: str = "") -> Box:
    """Return what is drawn of a node, under its name its kind or what else is to be said."""
    title = node.entry.title if node.entry is not None else node.label
    return Box(node.label, under or node.kind, shape_of(node), href(node), title)


def shape_of(node: Node) -> str:
    """Return how a node is drawn."""
    return "card" if node.entry is not None else "model" if node.kind == "model" else "thing"


def family(roles: Iterable[str]) -> str:
    """Return how an edge is drawn that is several things: as the strongest of them."""
    found = {ROLES[role].family for role in roles}
    return next(one for one in FAMILIES if one in found)


def line(edge: Edge, source: int, target: int) -> Line:
    """Return an edge between two boxes; what a reader sees who points at it is said from both ends."""
    roles = ", ".join(ROLES[role].target for role in edge.roles)
    note = f"as {edge.version}" if edge.version else ""
    said = f"{edge.source.label}{f' {note}' if note else ''} → {edge.target.label}: {roles}"
    return Line(source, target, family(edge.roles), said, note)


def picture(boxes: Sequence[Box], lines: Sequence[Line], label: str, size: Size, across: float = 0) -> Html:
    """Return boxes and lines as SVG in a frame that scrolls: the links in it are reached by keyboard, edges are said below it."""
    laid = layered(len(boxes), [(one.source, one.target) for one in lines], size, across)
    found = el(
        "svg",
        el("g", _lines(lines, laid, size), aria_hidden="true"),
        (_box(one, place, size) for one, place in zip(boxes, laid.boxes, strict=True)),
        class_="rc-graph",
        role="group",
        aria_label=label,
        viewBox=f"{-_EDGE} {-_EDGE} {laid.width + 2 * _EDGE:.0f} {laid.height + 2 * _EDGE:.0f}",
        width=f"{laid.width + 2 * _EDGE:.0f}",
        height=f"{laid.height + 2 * _EDGE:.0f}",
    )
    return wide(found, label)


def shape(name: str) -> Html:
    """Return a sample of a box's shape, for a legend."""
    return _sample(el("g", _frame(name, 1, 1, 36, 12), class_=f"rc-node rc-node-{name}"))


def stroke(name: str) -> Html:
    """Return a sample of an edge's family, for a legend."""
    return _sample(el("g", el("path", d="M1 7 H34"), _head(36, 7, 1), class_=f"rc-edge rc-edge-{name}"))


def _sample(one: Html) -> Html:
    return el("svg", one, class_="rc-graph rc-graph-key", viewBox="0 0 38 14", width=38, height=14, aria_hidden="true")


def fitted(text: str, pixels: float, font: float = _FONT) -> str:
    """Return as much of a text as surely fits, by the width that letters have in most fonts."""
    text, room = visible(text[: _FULL + 1]), pixels / font
    for number, one in enumerate(text[:_FULL]):
        room -= _em(one)
        if room < 0 or (room < 1 and len(text) > number + 3):
            return f"{text[:number].rstrip()}…"
    return text if len(text) <= _FULL else f"{text[: _FULL - 1]}…"


def _em(one: str) -> float:
    if one in _NARROW:
        return 0.36
    if one in _BROAD:
        return 0.95
    return 0.72 if one.isupper() else 0.6 if one.isascii() else 0.8 * max(1, width(one))


def _box(one: Box, place: tuple[float, float], size: Size) -> Html:
    room, middle = size.width - 2 * _INSET, size.height / 2
    label = fitted(one.label, room)
    shown = joined(
        _title(one) if label != one.label or one.full not in ("", one.label) else None,
        _frame(one.shape, 0, 0, size.width, size.height),
        el("text", label, x=_INSET, y=f"{middle - 3:.0f}"),
        el("text", fitted(one.under, room, _FONT - 1.5), x=_INSET, y=f"{middle + 12:.0f}", class_="rc-node-under"),
    )
    # Places stand apart from the rest, which is the same in every box and so packs well.
    placed = {"class_": f"rc-node rc-node-{one.shape}", "transform": f"translate({place[0]:.0f} {place[1]:.0f})"}
    if not one.href:
        return el("g", shown, **placed)
    # Material's navigation without loading sets `href` of whatever has one, and stops where that cannot be set, as in a drawing.
    return el("a", shown, xlink_href=one.href, **placed)


def _title(one: Box) -> Html:
    more = f": {one.full[:_FULL]}" if one.full not in ("", one.label) else ""
    return el("title", f"{one.label[:_FULL]}, {one.under}{more}")


def _frame(shape: str, x: float, y: float, across: float, down: float) -> Html:
    round_ = down / 2 if shape == "model" else min(5, down / 3)
    return el("rect", x=f"{x:.0f}", y=f"{y:.0f}", width=f"{across:.0f}", height=f"{down:.0f}", rx=f"{round_:.0f}")


def _lines(lines: Sequence[Line], laid: Layout, size: Size) -> Iterator[Html]:
    ahead = [1 if laid.boxes[one.target][0] > laid.boxes[one.source][0] else -1 for one in lines]
    for number, (one, (start, end)) in enumerate(zip(lines, _ends(lines, ahead, laid, size), strict=True)):
        points = [start, *laid.bends[number], (end[0] - 6 * ahead[number], end[1])]
        yield el(
            "g",
            el("title", one.said[: 3 * _FULL]) if one.said else None,
            el("path", d=_curve(points)),
            _head(*end, ahead[number]),
            _note(one.note, points[-2], points[-1]) if one.note else None,
            class_=f"rc-edge rc-edge-{one.family}",
        )


def _ends(lines: Sequence[Line], ahead: Sequence[int], laid: Layout, size: Size) -> list[tuple[_Point, _Point]]:
    """Return where each line leaves and arrives: at one side of a box below each other, those that share a way together."""
    sides: dict[tuple[int, int], list[tuple[float, int, int]]] = {}
    for number, one in enumerate(lines):
        way = [laid.boxes[one.source], *laid.bends[number], laid.boxes[one.target]]
        sides.setdefault((one.source, ahead[number]), []).append((way[1][1], number, 0))
        sides.setdefault((one.target, -ahead[number]), []).append((way[-2][1], number, 1))
    found: list[list[_Point]] = [[(0, 0), (0, 0)] for _ in lines]
    for (node, side), those in sides.items():
        x, y = laid.boxes[node]
        spots = {spot: index for index, spot in enumerate(sorted({spot for spot, _, _ in those}))}
        step = min(7, (size.height - 14) / len(spots))
        for spot, number, end in those:
            down = size.height / 2 + (spots[spot] - (len(spots) - 1) / 2) * step
            found[number][end] = (x + (size.width if side > 0 else 0), y + down)
    return [(start, end) for start, end in found]


def _curve(points: Sequence[tuple[float, float]]) -> str:
    (x, y), *rest = points
    said = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        said.append(
            f"C{middle:.0f} {y:.0f} {middle:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}" if y != to_y else f"H{to_x:.0f}"
        )
        x, y = to_x, to_y
    return " ".join(said)


def _head(x: float, y: float, ahead: int) -> Html:
    back = x - 8 * ahead
    return el("path", d=f"M{x:.0f} {y:.0f} L{back:.0f} {y - 4:.0f} L{back:.0f} {y + 4:.0f} Z", class_="rc-edge-head")


def _note(note: str, start: tuple[float, float], end: tuple[float, float]) -> Html:
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return el(
        "text", fitted(note, 70, _FONT - 2), x=f"{x:.0f}", y=f"{y - 4:.0f}", text_anchor="middle", class_="rc-edge-note"
    )
