"""Fields in the order of their declaration, and the comments that name the questions above their sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.document.nodes import Node
from releasecard.edit.cuts import Cuts, Edit
from releasecard.edit.draft import Draft
from releasecard.fields import FORMATS, QUESTIONS, SCHEMAS, Rules, child, named_fields
from releasecard.values import Path

_HEADINGS: Final = {
    f"# {number}. {question}" if number else f"# {question}": number for number, question in enumerate(QUESTIONS)
}
"""The comments that stand above the questions of a card, as `new` writes them."""


def order(draft: Draft) -> None:
    """Put the fields of every section in the order of their declaration; things keep the order they are written in."""
    data = draft.document.data
    kind, version = data.get("kind"), data.get("releasecard")
    if not (isinstance(kind, str) and kind in SCHEMAS and version in FORMATS):
        return
    wanted: dict[int, dict[Path, list[str | int]]] = {}
    for path, steps in _declared(draft.document.root, {"schema": SCHEMAS[kind]}, ()):
        wanted.setdefault(len(path), {})[path] = steps
    for depth in sorted(wanted):
        draft.order_all(wanted[depth])


def _declared(node: Node, rules: Rules, path: Path) -> Iterator[tuple[Path, list[str | int]]]:
    """Yield every map with named fields that is written at its own place, with its keys in declared order."""
    if node.alias or node.text is not None:
        return
    rank = {name: place for place, name in enumerate(named_fields(rules))}
    if rank and node.keys:
        yield path, sorted(node.keys, key=lambda key: (rank.get(str(key), len(rank)), node.keys[str(key)].start))
    for step, value in node.children.items():
        inner = child(rules, step)
        if inner is not None and (isinstance(step, int) or step in node.keys):
            yield from _declared(value, inner, (*path, step))


def headings(draft: Draft) -> None:
    """Bring the comments that name the questions above the first section of each."""
    kind = draft.document.data.get("kind")
    cuts = Cuts(draft.document)
    if not isinstance(kind, str) or kind not in SCHEMAS:
        return
    first: dict[int, int] = {}
    last_question = 0
    for entry in cuts.entries(draft.document.root):
        rules = SCHEMAS[kind].get(str(entry.step))
        last_question = max(last_question, rules["meta"].get("question", 0) if rules else last_question)
        first.setdefault(last_question, entry.lead)
    found = [
        (span, _HEADINGS[text.rstrip()]) for span, text in draft.document.all_comments() if text.rstrip() in _HEADINGS
    ]
    edits = []
    for span, question in found:
        wanted = first.get(question)
        start, end = cuts.line_start(span.start), cuts.line_end(span.start)
        between = cuts.text[min(end, wanted or 0) : max(start, wanted or 0)]
        if wanted is None or question == 0 or not between.strip() or [one for _, one in found].count(question) > 1:
            continue
        if all(line.lstrip().startswith("#") or not line.strip() for line in between.splitlines()):
            continue
        blank = cuts.line_end(end) if not cuts.text[end : cuts.line_end(end)].strip() else end
        edits += [
            Edit(start, blank, ""),
            Edit(wanted, wanted, f"{cuts.newline}{draft.text[start:end].rstrip()}{cuts.newline}"),
        ]
    draft.restyle(edits)
