"""The stretches of text that a change by path comes down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    """Return the text with all edits made; they must not overlap. What is put at one place stands there in the order given."""
    parts, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
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

    def lines(self, start: int, stop: int) -> Iterator[int]:
        """Yield where lines begin: at *start*, and after each line end before *stop*."""
        while start < stop:
            yield start
            start = self.line_end(start)

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
        after, column = self.after(parent, step), self.column(self.start(parent, step))
        beside, below = written.lines(value, column + STEP, WIDTH - self.column(after) - 1)
        tail, end = self._around(node, after)
        return Edit(after, end, self.newline.join([f" {beside}{tail}" if beside else tail.rstrip(), *below]))

    def _around(self, node: Node, after: int) -> tuple[str, int]:
        """Return what stays beside a key or dash when its value goes, and where the lines of the value end.

        *after* is the end of the colon or dash. What stays is a comment, with the blanks before it.
        """
        line, stop = self.line_stop(after), self.stop(node, after)
        if stop == after:  # there is no value
            return self.text[after:line], line
        if stop <= line:  # it stands on that line
            return self.text[stop:line], line
        if node.start > line:  # it stands below
            return self.text[after:line].rstrip(), self.line_stop(stop)
        end = self.line_stop(stop)  # it begins there and ends below
        head = written.block_head(self.text[node.start : self.line_stop(node.start)])
        if head is not None:
            return head.comment, end
        return (self.text[stop:end] if node.text is not None or node.flow else ""), end

    def joined_text(self, parent: Node, step: str, last: str) -> tuple[str, list[str | int]]:
        """Return what stands in braces from the text at *step* to the key *last*, and the keys between that a comma made of it."""
        steps = self.steps(parent)
        gone = steps[steps.index(step) + 1 : steps.index(last) + 1]
        bare = all(parent.children[one].start == parent.children[one].end for one in gone)
        plain = all(self.text[parent.keys[str(one)].start : parent.keys[str(one)].end] == one for one in gone)
        text = self.text[parent.children[step].start : parent.keys[last].end]
        begins = parent.children[step].plain and text[0] not in "&!*"
        if not (parent.flow and gone and bare and plain and begins and text.isprintable()):
            raise LayoutError("no comma cut a text there")
        return text, gone

    def inserted(self, parent: Node, step: str | int, value: Any, before: str | int | None) -> Edit:
        """Return the edit that writes a new key or item, where the parent has some already."""
        steps = self.steps(parent)
        if parent.flow:
            self._refuse_comments(parent)
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
            self._refuse_comments(parent)
            if place + 1 < len(steps):
                return Edit(self.start(parent, step), self.start(parent, steps[place + 1]), "")
            return Edit(parent.children[steps[place - 1]].end, parent.children[step].end, "")
        return self.cut(self.entries(parent), place)

    def _refuse_comments(self, node: Node) -> None:
        """Raise LayoutError where comments stand inside braces: nobody can tell whose they are."""
        if self.holds_comments(node):
            raise LayoutError("comments stand between what is in braces")

    def uncovered(self, parent: Node, step: str | int) -> Edit:
        """Return the edit that takes an entry out and leaves its comments, each on a line of its own."""
        entry = next(one for one in self.entries(parent) if one.step == step)
        indent, lead = " " * self.column(entry.start), self.own_lead(entry)
        kept = [self.text[one.start : one.end].rstrip() for one in self.comments if lead <= one.start < entry.end]
        return Edit(lead, entry.end, "".join(f"{indent}{one}{self.newline}" for one in kept))

    def cut(self, entries: Sequence[Entry], place: int) -> Edit:
        """Return the edit that takes an entry out, with the comments directly above it."""
        entry = entries[place]
        if self.text[self.line_start(entry.start) : entry.start].strip():  # the dash of its list stays
            following = entries[place + 1]
            if self.text[following.lead : self.line_start(following.start)].strip():
                raise LayoutError("a comment would come beside the dash of a list")
            return Edit(entry.start, following.start, "")
        lead = self.own_lead(entry)
        if entry.end == len(self.text) and self.text[-1:] not in "\r\n":
            return Edit(len(self.text[:lead].rstrip("\r\n")), entry.end, "")
        return Edit(lead, entry.end, "")

    def own_lead(self, entry: Entry) -> int:
        """Return where the comments begin that stand directly above an entry, without a blank line between."""
        lines = ((line, self.line_end(line)) for line in self.lines(entry.lead, self.line_start(entry.start)))
        return max((end for line, end in lines if not self.text[line:end].strip()), default=entry.lead)

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
            self._refuse_comments(node)
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


def indented(chunk: str, shift: int) -> str:
    """Return whole lines moved to the right, or to the left as far as they can go."""
    lines = ((line, written.leading(line)) for line in chunk.splitlines(keepends=True))
    return "".join(" " * max(blanks + shift, 0) + line[blanks:] if line.strip() else line for line, blanks in lines)
