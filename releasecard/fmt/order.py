"""Fields in the order of their declaration, and the comments that name the questions above their sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.document.nodes import Node
from releasecard.edit.cuts import Cuts, Edit
from releasecard.edit.draft import Draft, EditError
from releasecard.edit.layout import Entry
from releasecard.fields import FORMATS, QUESTIONS, SCHEMAS, Rules, child, heading, named_fields, question_of
from releasecard.values import Path

_HEADINGS: Final = {f"# {heading(number)}": number for number in range(len(QUESTIONS))}
"""The comments that stand above the questions of a card, as `new` writes them."""


def order(draft: Draft) -> None:
    """Put the fields of every section in the order of their declaration; things keep the order they are written in."""
    data = draft.document.data
    kind, version = data.get("kind"), data.get("releasecard")
    if not (isinstance(kind, str) and kind in SCHEMAS and version in FORMATS):
        return
    wanted: dict[int, dict[Path, list[str | int]]] = {}
    for path, steps in _declared(draft.cuts, draft.document.root, {"schema": SCHEMAS[kind]}, ()):
        wanted.setdefault(len(path), {})[path] = steps
    refused = []
    for depth in sorted(wanted):
        refused += _ordered(draft, list(wanted[depth].items()))
    if refused:
        raise EditError("; ".join(refused))


def _ordered(draft: Draft, orders: list[tuple[Path, list[str | int]]]) -> list[str]:
    """Order several maps at once; where that is refused, each half of them by itself. Return why some were refused."""
    try:
        draft.order_all(dict(orders))
    except EditError as error:
        if len(orders) == 1:
            return [str(error)]
        half = len(orders) // 2
        return _ordered(draft, orders[:half]) + _ordered(draft, orders[half:])
    return []


def _declared(cuts: Cuts, node: Node, rules: Rules, path: Path) -> Iterator[tuple[Path, list[str | int]]]:
    """Yield every map with named fields that is written at its own place, with its keys in declared order.

    Rows in braces with comments between their keys stay as they are.
    """
    if node.alias or node.text is not None or (node.flow and cuts.holds_comments(node)):
        return
    rank = {name: place for place, name in enumerate(named_fields(rules))}
    if rank and node.keys:
        yield path, sorted(node.keys, key=lambda key: (rank.get(str(key), len(rank)), node.keys[str(key)].start))
    for step, value in node.children.items():
        inner = child(rules, step)
        if inner is not None and (isinstance(step, int) or step in node.keys):
            yield from _declared(cuts, value, inner, (*path, step))


def headings(draft: Draft) -> None:
    """Bring the comments that name the questions above the first section of each."""
    kind = draft.document.data.get("kind")
    cuts, comments = draft.cuts, draft.document.comments()
    if not isinstance(kind, str) or kind not in SCHEMAS:
        return
    entries = cuts.entries(draft.document.root)
    first: dict[int, Entry] = {}
    question = 0
    for entry in entries:
        rules = SCHEMAS[kind].get(str(entry.step))
        question = max(question, question_of(rules) if rules else question)
        first.setdefault(question, entry)
    found = {span.start: _HEADINGS[text.rstrip()] for span, text in comments if text.rstrip() in _HEADINGS}
    edits = []
    for offset, question in found.items():
        start, end = cuts.line_start(offset), cuts.line_end(offset)
        following = next((entry for entry in entries if entry.start > offset), None)
        if not question or question not in first or list(found.values()).count(question) > 1:
            continue
        if following is first[question]:
            if cuts.text[cuts.line_start(start - 1) : start].strip():
                edits.append(Edit(start, start, cuts.newline))
            continue
        after = cuts.line_end(end) if not cuts.text[end : cuts.line_end(end)].strip() else end
        lead, line = first[question].lead, cuts.text[start:end].rstrip()
        edits += [Edit(start, after, ""), Edit(lead, lead, f"{cuts.newline}{line}{cuts.newline}")]
    draft.restyle(edits)
