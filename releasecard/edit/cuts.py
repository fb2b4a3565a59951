"""The stretches of text that a change by path comes down to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from releasecard.document.nodes import Document, Node
from releasecard.edit import written
from releasecard.edit.layout import Entry, Layout, LayoutError
from releasecard.edit.written import STEP, WIDTH


class Edit(NamedTuple):
    """Text in the place of a stretch of text, by offsets."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made; they must not overlap."""
    parts, position = [], 0
    for edit in sorted(edits):
        if edit.start < position:
            raise LayoutError("two changes overlap")
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join((*parts, text[position:]))


class Cuts(Layout):
    """Finds the edits of a change in one state of a text."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.newline = "\r\n" if "\r\n" in self.text else "\n" if "\n" in self.text or "\r" not in self.text else "\r"

    def start(self, parent: Node, step: str | int) -> int:
        """Return where a key or an item begins."""
        if isinstance(step, str):
            return parent.keys[step].start
        return parent.children[step].start if parent.flow else self.after(parent, step) - 1

    def replaced(self, parent: Node, step: str | int, value: Any) -> Edit:
        """Return the edit that writes another value; a comment beside the key stays."""
        node = parent.children[step]
        if parent.flow:
            return Edit(node.start, node.end, written.row(value))
        after, start = self.after(parent, step), self.start(parent, step)
        room = WIDTH - self.column(after) - 1
        beside, below = written.lines(value, self.column(start) + STEP, room)
        stop, first_end = self.stop(node, after), self.line_end(after)
        if stop <= first_end:  # it stands on the line of its key
            tail = self.text[stop : self.line_end(stop)].rstrip("\r\n")
        else:
            tail = self.text[after:first_end].rstrip() if node.start >= first_end else ""
        end = len(self.text[: self.line_end(stop)].rstrip("\r\n")) if stop > after else max(stop, after + len(tail))
        if stop <= after:
            tail = self.text[after:first_end].rstrip("\r\n")
        lines = [f" {beside}{tail}" if beside else tail.rstrip(), *below]
        return Edit(after, end, self.newline.join(lines))

    def inserted(self, parent: Node, step: str | int, value: Any, before: str | int | None) -> Edit:
        """Return the edit that writes a new key or item, where the parent has some already."""
        steps = self.steps(parent)
        if parent.flow:
            text = written.row(value) if isinstance(step, int) else written.row({step: value})[1:-1]
            if before is not None:
                at = self.start(parent, before)
                return Edit(at, at, f"{text}, ")
            at = parent.children[steps[-1]].end
            return Edit(at, at, f", {text}")
        entries = self.entries(parent)
        column = self.column(entries[0].start)
        head = " " * column + (f"{written.key(step)}:" if isinstance(step, str) else "-")
        beside, below = written.lines(value, column + STEP, WIDTH - len(head) - 1)
        if isinstance(step, int) and below and not beside:
            beside, below = below[0].lstrip(), below[1:]
        lines = [f"{head} {beside}".rstrip(), *below]
        text = self.newline.join(lines) + self.newline
        at = entries[-1].end if before is None else entries[steps.index(before)].lead
        if at == self.line_start(at) or at == len(self.text):
            return Edit(at, at, self.joined(at, text))
        return Edit(at, at, text.lstrip() + " " * column)  # on the line of a list's dash

    def joined(self, at: int, text: str) -> str:
        """Return whole lines as they are inserted at *at*: a file without a last line end stays so."""
        unended = at == len(self.text) and at > 0 and self.text[at - 1] not in "\r\n"
        return self.newline + text.removesuffix(self.newline) if unended else text

    def deleted(self, parent: Node, step: str | int) -> Edit:
        """Return the edit that removes a key or item, where the parent has others."""
        steps = self.steps(parent)
        place = steps.index(step)
        if parent.flow:
            if place + 1 < len(steps):
                return Edit(self.start(parent, step), self.start(parent, steps[place + 1]), "")
            return Edit(parent.children[steps[place - 1]].end, parent.children[step].end, "")
        return self.cut(self.entries(parent), place)

    def cut(self, entries: Sequence[Entry], place: int) -> Edit:
        """Return the edit that takes an entry out, with the comments directly above it."""
        entry = entries[place]
        if entry.start != self.line_start(entry.start) + self.column(entry.start):
            raise LayoutError("it stands in an unusual place")
        if self.text[self.line_start(entry.start) : entry.start].strip():  # the dash of its list stays
            following = entries[place + 1]
            return Edit(entry.start, following.start, "")
        lead = self.own_lead(entry)
        if entry.end == len(self.text) and self.text[-1:] not in "\r\n":
            return Edit(len(self.text[:lead].rstrip("\r\n")), entry.end, "")
        return Edit(lead, entry.end, "")

    def own_lead(self, entry: Entry) -> int:
        """Return where the comments begin that stand directly above an entry, without a blank line between."""
        begin = self.line_start(entry.start)
        if entry.lead >= begin:
            return entry.lead
        lead = self.text[entry.lead : begin]
        position = entry.lead
        for line in lead.splitlines(keepends=True):
            position += len(line)
            if not line.strip():
                entry = entry._replace(lead=position)
        return entry.lead

    def chunk(self, entry: Entry, lead: int) -> str:
        """Return an entry as whole lines, from *lead* on, each with a line end."""
        text = self.text[lead : entry.end]
        if lead == entry.start:
            text = " " * self.column(entry.start) + text
        return text if text.endswith(("\n", "\r")) else text + self.newline

    def ordered(self, node: Node, steps: Sequence[str | int]) -> Edit:
        """Return the edit that writes the entries of a collection in the order of *steps*."""
        now = self.steps(node)
        if node.flow:
            if self.holds_comments(node):
                raise LayoutError("comments stand between its keys")
            stretches = {step: self.text[self.start(node, step) : node.children[step].end] for step in now}
            between = [self.text[node.children[one].end : self.start(node, other)] for one, other in pairwise(now)]
            text = "".join(
                part for step, gap in zip(steps, [*between, ""], strict=True) for part in (stretches[step], gap)
            )
            return Edit(self.start(node, now[0]), node.children[now[-1]].end, text)
        entries = {entry.step: entry for entry in self.entries(node)}
        first, last = entries[now[0]], entries[now[-1]]
        text = "".join(self.chunk(entries[step], entries[step].lead) for step in steps)
        if self.text[self.line_start(first.start) : first.start].strip():  # it begins beside the dash of a list
            text = f"{self.newline}{text}" if text.lstrip().startswith("#") else text.lstrip()
        if self.text[last.end - 1 : last.end] not in ("\n", "\r"):
            text = text.removesuffix(self.newline)
        return Edit(first.lead, last.end, text)

    def indented(self, chunk: str, shift: int) -> str:
        """Return whole lines moved to the right, or to the left as far as they can go."""
        moved = []
        for line in chunk.splitlines(keepends=True):
            blanks = len(line) - len(line.lstrip(" "))
            shifted = line if not line.strip() else " " * max(blanks + shift, 0) + line[blanks:]
            moved.append(shifted)
        return "".join(moved)
