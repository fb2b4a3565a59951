"""Indentation, blanks at the ends of lines, blank lines."""

from __future__ import annotations

import re

from releasecard.document.nodes import Node
from releasecard.edit.cuts import Cuts, Edit
from releasecard.edit.draft import Draft
from releasecard.edit.written import STEP, block_head, keeps_breaks, leading


def indentation(draft: Draft) -> None:
    """Indent every line by its level."""
    cuts = draft.cuts
    edits: dict[int, Edit] = {}
    _indent(cuts, draft.document.root, 0, edits)
    draft.restyle(edit for edit in edits.values() if cuts.text[edit.start : edit.end] != edit.text)


def _indent(cuts: Cuts, node: Node, want: int, edits: dict[int, Edit]) -> None:
    previous = 0
    for entry in cuts.entries(node):
        begin = cuts.line_start(entry.start)
        for line in cuts.lines(max(previous, 0), entry.lead) if previous else ():
            _set(cuts, edits, line, want + STEP)  # comments after the last line of what is above
        for line in cuts.lines(min(entry.lead, begin), begin):
            _set(cuts, edits, line, want)
        if not cuts.text[begin : entry.start].strip():
            _set(cuts, edits, begin, want)
        value = node.children[entry.step]
        if value.alias or value.end <= value.start:
            pass
        elif value.text is None and not value.flow:
            _indent(cuts, value, want + STEP, edits)
            if isinstance(entry.step, int) and not cuts.text[entry.after : value.start].strip():
                if value.start >= cuts.line_end(entry.after):
                    edits.pop(cuts.line_start(value.start), None)  # what an item holds begins beside its dash
                edits[entry.after] = Edit(entry.after, value.start, " ")
        else:
            _continued(cuts, value, entry.stop, want, cuts.column(entry.start), edits)
        previous = cuts.line_end(entry.stop) if entry.stop and cuts.text[entry.stop - 1] not in "\r\n" else entry.stop


def _continued(cuts: Cuts, node: Node, stop: int, want: int, column: int, edits: dict[int, Edit]) -> None:
    """Indent the lines of a value after its first: those of a text by one level, others as far as their key moves."""
    first = cuts.line_end(node.start)
    starts = [line for line in cuts.lines(first, stop) if cuts.text[line : cuts.line_end(line)].strip()]
    if not starts:
        return
    now = [leading(cuts.text[line : cuts.line_end(line)]) for line in starts]
    head = block_head(cuts.text[node.start : first])
    if node.flow or (head is not None and re.search("[0-9]", head.signs)):
        shift = want - column
    elif head is not None:
        shift = want + STEP - min(now)
    else:
        for line in starts:
            _set(cuts, edits, line, want + STEP)
        return
    for line, blanks in zip(starts, now, strict=True):
        edits[line] = Edit(line, line + blanks, " " * max(blanks + shift, 0))


def _set(cuts: Cuts, edits: dict[int, Edit], line: int, want: int) -> None:
    text = cuts.text[line : cuts.line_end(line)]
    if text.strip():
        edits[line] = Edit(line, line + leading(text, " \t"), " " * want)


def _text_lines(cuts: Cuts) -> set[int]:
    """Return where the lines begin whose line end is part of a text over several lines."""
    inside: set[int] = set()
    for start, end in cuts.document.scalars:
        source = cuts.text[start:end]
        stop = end if keeps_breaks(source) else start + len(source.rstrip())
        inside.update(line for line in cuts.lines(cuts.line_start(start), stop) if cuts.line_end(line) <= stop)
    return inside


def blanks(draft: Draft) -> None:
    """Drop blanks at the ends of lines, blank lines beyond one and at both ends of the file; end the last line."""
    cuts = draft.cuts
    text, inside = cuts.text, _text_lines(cuts)
    bottom = max((cuts.line_end(line) for line in inside), default=0)
    bottom = max(bottom, len(text.rstrip()))
    edits = [Edit(bottom, len(text), "" if text[bottom - 1] in "\r\n" else cuts.newline)]
    blank_above = True
    for line in cuts.lines(0, bottom):
        end, written_end = cuts.line_end(line), cuts.line_stop(line)
        shown = text[line:written_end].rstrip()
        if line in inside:
            blank_above = False
            continue
        if not shown and blank_above:
            edits.append(Edit(line, end, ""))
        elif len(shown) < written_end - line and written_end < bottom:
            edits.append(Edit(line + len(shown), written_end, ""))
        blank_above = not shown
    draft.restyle(edit for edit in edits if text[edit.start : edit.end] != edit.text)
