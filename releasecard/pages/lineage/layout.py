"""A layered drawing of a directed graph: columns by longest path, rows by barycenters, boxes that never overlap.

Circles are opened at the edge that closes them, for the layout alone. Edges that pass columns run through a narrow
place in each of them, those from one node through the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_SWEEPS: Final = 6
_LANE: Final = 14.0
"""Height of the place that passing edges have in a column."""


class Size(NamedTuple):
    """Of a box and of the space between boxes, in pixels."""

    width: float = 190
    height: float = 42
    across: float = 74
    down: float = 14


class Layout(NamedTuple):
    """The upper left corner of each box, the points that each edge passes between its ends, and the size of the whole."""

    boxes: list[tuple[float, float]]
    bends: list[list[tuple[float, float]]]
    width: float
    height: float


def layered(nodes: int, edges: Sequence[tuple[int, int]], size: Size, wide: float = 0) -> Layout:
    """Lay out nodes 0 to *nodes* - 1; parts that no edge joins stand beside each other up to *wide* pixels, then below."""
    boxes: list[tuple[float, float]] = [(0, 0)] * nodes
    bends: list[list[tuple[float, float]]] = [[] for _ in edges]
    left = top = bottom = right = 0.0
    for part, inside in _parts(nodes, edges):
        found = _laid(part, [edges[number] for number in inside], size)
        if left and left + found.width > wide:
            left, top = 0.0, bottom + 2 * size.down
        for node, (x, y) in zip(part, found.boxes, strict=True):
            boxes[node] = (left + x, top + y)
        for number, points in zip(inside, found.bends, strict=True):
            bends[number] = [(left + x, top + y) for x, y in points]
        right, bottom = max(right, left + found.width), max(bottom, top + found.height)
        left += found.width + size.across / 2
    return Layout(boxes, bends, right, bottom)


def _parts(nodes: int, edges: Sequence[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Return the parts that edges join, the largest first: their nodes and the numbers of their edges."""
    beside: list[list[int]] = [[] for _ in range(nodes)]
    for source, target in edges:
        beside[source].append(target)
        beside[target].append(source)
    part_of = [-1] * nodes
    parts: list[tuple[list[int], list[int]]] = []
    for start in range(nodes):
        if part_of[start] < 0:
            part_of[start] = len(parts)
            found = [start]
            for node in found:
                for other in beside[node]:
                    if part_of[other] < 0:
                        part_of[other] = len(parts)
                        found.append(other)
            parts.append((sorted(found), []))
    for number, (source, _) in enumerate(edges):
        parts[part_of[source]][1].append(number)
    return sorted(parts, key=lambda part: -len(part[0]))


def _laid(part: list[int], edges: list[tuple[int, int]], size: Size) -> Layout:
    """Lay out one part; its places are counted from 0 in its own order."""
    number = {node: index for index, node in enumerate(part)}
    ends = _without_circles(len(part), [(number[source], number[target]) for source, target in edges])
    column = _columns(len(part), ends)
    chains, ways = _chained(column, ends)
    order = _ordered(column, chains)
    heights = [size.height if place < len(part) else _LANE for place in range(len(column))]
    y = _rows(order, chains, heights, size.down)
    step = size.width + size.across
    boxes = [(column[node] * step, y[node] - size.height / 2) for node in range(len(part))]
    bends = [[(column[place] * step + along, y[place]) for place in way for along in (0.0, size.width)] for way in ways]
    for points, (source, _), (first, _) in zip(bends, edges, ends, strict=True):
        if number[source] != first:
            points.reverse()
    bottom = max(y[place] + heights[place] / 2 for place in range(len(column)))
    return Layout(boxes, bends, max(column) * step + size.width, bottom)


def _without_circles(nodes: int, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the edges, those turned around that close a circle on a walk in depth; an edge to itself stays."""
    out: list[list[int]] = [[] for _ in range(nodes)]
    for number, (source, _) in enumerate(edges):
        out[source].append(number)
    turned: set[int] = set()
    state = [0] * nodes  # 1 on the way, 2 done
    for start in range(nodes):
        way = [(start, iter(out[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while way:
            node, rest = way[-1]
            edge = next(rest, None)
            if edge is None:
                state[node] = 2
                way.pop()
                continue
            target = edges[edge][1]
            if state[target] == 1:
                turned.add(edge)
            elif not state[target]:
                state[target] = 1
                way.append((target, iter(out[target])))
    return [(target, source) if number in turned else (source, target) for number, (source, target) in enumerate(edges)]


def _columns(nodes: int, edges: list[tuple[int, int]]) -> list[int]:
    """Return each node's column: the longest path that leads to it; what nothing leads to stands right before its first use."""
    out: list[list[int]] = [[] for _ in range(nodes)]
    waits = [0] * nodes
    for source, target in edges:
        if source != target:
            out[source].append(target)
            waits[target] += 1
    first = [node for node in range(nodes) if not waits[node]]
    column, ready = [0] * nodes, [*first]
    for node in ready:
        for target in out[node]:
            column[target] = max(column[target], column[node] + 1)
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    for node in first:
        column[node] = min((column[target] for target in out[node]), default=1) - 1
    return column


def _chained(column: list[int], edges: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """Cut edges into steps from a column to the next, through new places that *column* gets; return these and each way.

    Edges from one node share their places: there are never more than a node has columns.
    """
    lanes: dict[tuple[int, int], int] = {}
    steps: dict[tuple[int, int], None] = {}
    ways: list[list[int]] = []
    for source, target in edges:
        way = []
        for passed in range(column[source] + 1, column[target]):
            if (source, passed) not in lanes:
                lanes[source, passed] = len(column)
                column.append(passed)
            way.append(lanes[source, passed])
        steps.update(dict.fromkeys(pair for pair in pairwise((source, *way, target)) if pair[0] != pair[1]))
        ways.append(way)
    return list(steps), ways


def _ordered(column: list[int], steps: list[tuple[int, int]]) -> list[list[int]]:
    """Return the places of each column from above, so that edges cross little: each near the middle of its neighbors."""
    before, after = _neighbors(len(column), steps)
    order: list[list[int]] = [[] for _ in range(max(column) + 1)]
    for place in range(len(column)):
        order[column[place]].append(place)
    rank = {place: index for places in order for index, place in enumerate(places)}
    for sweep in range(_SWEEPS):
        near = after if sweep % 2 else before
        for places in reversed(order) if sweep % 2 else order:
            middle = {
                place: sum(rank[one] for one in near[place]) / len(near[place]) if near[place] else float(rank[place])
                for place in places
            }
            places.sort(key=middle.__getitem__)
            rank.update((place, index) for index, place in enumerate(places))
    return order


def _neighbors(places: int, steps: list[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    before: list[list[int]] = [[] for _ in range(places)]
    after: list[list[int]] = [[] for _ in range(places)]
    for source, target in steps:
        after[source].append(target)
        before[target].append(source)
    return before, after


def _rows(order: list[list[int]], steps: list[tuple[int, int]], heights: list[float], down: float) -> list[float]:
    """Return the middle of each place: as near to its neighbors' as the order of its column and the space between allow."""
    y = [0.0] * len(heights)
    before, after = _neighbors(len(heights), steps)
    for sweep in range(_SWEEPS + 1):
        for places in reversed(order) if sweep % 2 else order:
            wanted = []
            for place in places:
                near = after[place] if sweep % 2 else before[place] or after[place]
                wanted.append(sum(y[one] for one in near) / len(near) if near else y[place])
            gaps = [0.0] + [(heights[one] + heights[other]) / 2 + down for one, other in pairwise(places)]
            for place, found in zip(places, _apart(wanted, gaps), strict=True):
                y[place] = found
    top = min(y[place] - heights[place] / 2 for place in range(len(heights)))
    return [one - top for one in y]


def _apart(wanted: list[float], gaps: list[float]) -> list[float]:
    """Return the places nearest to those *wanted*, by squares, each at least its gap below the one before."""
    offsets: list[float] = []
    for gap in gaps:
        offsets.append((offsets[-1] if offsets else 0.0) + gap)
    pools: list[tuple[float, int]] = []  # pooling neighbors that violate: mean and size
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, size = (mean * size + other * more) / (size + more), size + more
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
