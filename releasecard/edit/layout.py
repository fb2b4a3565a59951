"""Where the entries of a card's maps and lists stand in its text, with the comments that go with them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from releasecard.document.nodes import Document, Node
from releasecard.edit.written import keeps_breaks, leading
from releasecard.values import Span

_COMMENT_OR_BLANK: Final = re.compile(r"[ \t]*(?:#.*)?$")
_COLON: Final = re.compile(r"[ \t]*:")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class LayoutError(Exception):
    """The text is written in a way that cannot be edited by path. The message says which."""


class Entry(NamedTuple):
    """One key or item of a collection in block style, as offsets into the text.

    `lead` is where the comments and blank lines above it begin, `start` its key or dash, `after` the end of its colon or dash,
    `stop` the end of its value, `end` the end of its last line with the line's end.
    """

    step: str | int
    lead: int
    start: int
    after: int
    stop: int
    end: int


class Layout:
    """The geometry of a document's text. Raises LayoutError for YAML that cards have no use for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return offset - self.document.place(offset).column + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line end included."""
        match = _LINE.match(self.text, offset)
        return match.end() if match else offset

    def line_stop(self, offset: int) -> int:
        """Return where the line of an offset ends, its line end not included."""
        return offset + len(self.text[offset : self.line_end(offset)].rstrip("\r\n"))

    @cached_property
    def comments(self) -> list[Span]:
        """Where comments stand."""
        return [span for span, _ in self.document.comments()]

    def column(self, offset: int) -> int:
        """Return the column of an offset, from 0."""
        return offset - self.line_start(offset)

    def holds_comments(self, node: Node) -> bool:
        """Tell whether comments stand inside braces or brackets."""
        return self._comment_in(node.start + 1, node.end) is not None

    def _comment_in(self, start: int, end: int) -> int | None:
        """Return where the first comment begins from *start* on and before *end*."""
        place = bisect_left(self.comments, (start, 0))
        return self.comments[place].start if place < len(self.comments) and self.comments[place].start < end else None

    def steps(self, node: Node) -> list[str | int]:
        """Return the keys or indexes that are written in a collection, in their order in the text."""
        if node.keys:
            return sorted(node.keys, key=lambda key: node.keys[str(key)].start)
        return [step for step in node.children if isinstance(step, int)]

    def after(self, node: Node, step: str | int) -> int:
        """Return the offset after a key's colon, or after an item's dash."""
        if isinstance(step, str):
            end = node.keys[step].end
            match = _COLON.match(self.text, end)
            if match is None:
                raise LayoutError(f"the key `{step}` is written with `?`")
            return match.end()
        if node.flow:
            raise LayoutError("it stands in brackets")
        return self._dash(node.children[step]) + 1

    def _dash(self, item: Node) -> int:
        line, end = self.line_start(item.start), item.start
        if item.start == item.end and self.text[item.start : item.start + 1] == "-":
            return item.start  # where the pure parser says that an empty item is
        while True:
            comment = self._comment_in(line, end)
            before = self.text[line : end if comment is None else comment].rstrip()
            if before.endswith("-"):
                return line + len(before) - 1
            if before or not line:
                raise LayoutError("an item of a list has no dash of its own")
            line, end = self.line_start(line - 1), line

    def stop(self, node: Node, after: int) -> int:
        """Return where a value's text ends; *after* is the end of its colon or dash, for a value that is not written."""
        if node.alias or node.text is not None or node.flow or not node.children:
            if node.end <= node.start or node.start < after:
                return after
            written = self.text[node.start : node.end]
            return node.end if keeps_breaks(written) else node.start + len(written.rstrip())
        if not self.steps(node):
            raise LayoutError("it holds nothing but `<<`")
        step = self.steps(node)[-1]
        return self.stop(node.children[step], self.after(node, step))

    def entries(self, node: Node) -> list[Entry]:
        """Return the entries of a collection in block style, in written order."""
        found: list[Entry] = []
        for step in self.steps(node):
            after = self.after(node, step)
            start = node.keys[step].start if isinstance(step, str) else after - 1
            stop = self.stop(node.children[step], after)
            at_break = stop > 0 and self.text[stop - 1] in "\r\n"
            end = stop if at_break else self.line_end(stop)
            lead = self._lead(start, found[-1] if found else None)
            if found and lead > found[-1].end:
                found[-1] = found[-1]._replace(end=lead)
            found.append(Entry(step, lead, start, after, stop, end))
        return found

    def _lead(self, start: int, previous: Entry | None) -> int:
        """Return where the comments and blank lines begin that go with an entry."""
        begin = self.line_start(start)
        if self.text[begin:start].strip():  # it stands on the line of its list's dash
            if self.text[begin:start].strip(" \t-"):
                raise LayoutError("a map and its key share a line")
            return start
        above = list(self._above(begin, previous.end if previous else 0))
        if previous and (above[-1][0] if above else begin) != previous.end:
            raise LayoutError("`<<` or a second thing on one line stands between its keys")
        column = start - begin
        if previous is None and column == 0:  # what comes before the first key is the head of the file
            blanks = [after for at, after in above if not self.text[at:after].strip()]
            return max(blanks, default=begin)
        lead = above[-1][0] if above else begin
        for at, after in reversed(above):  # comments deeper than the key, next to what is above, belong to that
            if 0 <= self._comment_column(at, after) <= column:
                break
            lead = after if self._comment_column(at, after) > column else lead
        return lead

    def _above(self, begin: int, least: int) -> Iterator[tuple[int, int]]:
        """Yield the comment and blank lines above an offset, upward, not beyond *least*."""
        while begin > least:
            line = self.line_start(begin - 1 if self.text[begin - 2 : begin] != "\r\n" else begin - 2)
            if not _COMMENT_OR_BLANK.fullmatch(self.text[line:begin].rstrip("\r\n")):
                return
            yield line, begin
            begin = line

    def _comment_column(self, at: int, after: int) -> int:
        line = self.text[at:after]
        return leading(line, " \t") if line.strip() else -1
