"""Keys, scalars and rows in braces, written in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releasecard.document.nodes import Node
from releasecard.document.scalars import resolved
from releasecard.edit import written
from releasecard.edit.cuts import Cuts, Edit
from releasecard.edit.draft import Draft
from releasecard.edit.written import STEP, WIDTH
from releasecard.stated import GAP_WORDS, Gap, Todo


def values(draft: Draft) -> None:
    """Write keys, scalars, rows in braces and the space after colons in one way."""
    draft.restyle(_value_edits(draft.cuts, draft.document.root))


def _value_edits(cuts: Cuts, node: Node) -> Iterator[Edit]:
    for step in cuts.steps(node):
        value, after, start = node.children[step], cuts.after(node, step), cuts.start(node, step)
        if isinstance(step, str):
            key = written.key(step)
            is_text = cuts.text[start] in "\"'" or isinstance(resolved(step), (str, Gap, Todo))
            if is_text and cuts.text[start : after - 1] != key:
                yield Edit(start, after - 1, key)
        if value.end <= value.start:
            continue
        between = cuts.text[after : value.start]
        if "#" not in between and (value.text is not None or value.flow) and between != " ":
            yield Edit(after, value.start, " ")
        if cuts.text[value.start] in "&!*":
            continue
        if value.flow:
            head = len(written.key(step)) + 1 if isinstance(step, str) else 1
            yield from _flow_edits(cuts, value, after, cuts.column(start), WIDTH - cuts.column(start) - head - 1)
        elif value.text is not None:
            yield from _scalar_edits(cuts, value)
        else:
            yield from _gap_edits(cuts, value, after, start) or _value_edits(cuts, value)


def _gap_edits(cuts: Cuts, node: Node, after: int, start: int) -> list[Edit]:
    """Return the edit that writes a gap with its detail on the line of its key, where it fits and no comment is inside."""
    words = [word for word in node.keys if word in GAP_WORDS]
    detail = node.children[words[0]] if len(words) == len(node.children) == 1 else None
    if detail is None or detail.text is None or detail.end <= detail.start:
        return []
    inside = cuts.text[after : detail.end]
    if "#" in inside or "\n" in cuts.text[detail.start : detail.end] or cuts.text[detail.start] in "&!*|>":
        return []
    beside = written.row(written.worded(node))
    fits = cuts.column(start) + after - start + 1 + len(beside) <= WIDTH
    return [Edit(after, detail.end, f" {beside}")] if fits else []


def _scalar_edits(cuts: Cuts, node: Node) -> Iterator[Edit]:
    source = cuts.text[node.start : node.end]
    if source[0] in "|>" or "\n" in source or "\r" in source:
        return
    shown = written.scalar(written.worded(node))
    if shown != source:
        yield Edit(node.start, node.end, shown)


def _flow_edits(cuts: Cuts, node: Node, after: int, column: int, room: int) -> Iterator[Edit]:
    """Yield the edit that writes what stands in braces as a row, or in block style where that is none."""
    inside = cuts.text[node.start : node.end]
    if cuts.holds_comments(node) or _is_special(inside, node):
        return
    beside, below = written.lines(written.worded(node), column + STEP, room)
    if beside:
        if beside != inside:
            yield Edit(node.start, node.end, beside)
        return
    stop = cuts.line_stop(node.end)
    tail = cuts.text[node.end : stop].rstrip()
    if "releasecard:" in tail:
        return  # a suppression speaks of what stands on its line
    if cuts.text[after - 1] == "-":
        below[0] = f" {below[0].lstrip()}{tail}"
        yield Edit(after, stop, cuts.newline.join(below))
    else:
        yield Edit(after, stop, cuts.newline.join([tail, *below]))


def _is_special(inside: str, node: Node) -> bool:
    """Tell whether braces hold anchors, aliases, tags, texts over several lines, or nothing at all."""
    for one in (node, *_inner(node)):
        begin = one.start - node.start
        lines = one.text is not None and re.search(r"[\r\n]", inside[begin : one.end - node.start])
        if one.end <= one.start:
            return True  # a comma ended a text: lint says so
        if one.alias or lines or (one.text is None and not one.children) or inside[begin : begin + 1] in ("&", "!"):
            return True
    return False


def _inner(node: Node) -> Iterator[Node]:
    for one in node.children.values():
        yield one
        if not one.alias:
            yield from _inner(one)
