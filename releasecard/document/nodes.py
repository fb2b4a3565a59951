"""What reading a card gives: its data, where everything stands, and what is wrong with the text itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from releasecard.values import Path, Place, Span

MAX_BYTES: Final = 1_048_576
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 32
MAX_KEY: Final = 1_000
MAX_DIRECTIVES: Final = 10
MAX_PURE: Final = 262_144
"""What the pure parser is asked to read again: it takes ten seconds for a mebibyte."""

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_COMMENT: Final = re.compile(r"#[^\r\n]*")
_SUPPRESSION: Final = re.compile(r"#[ \t]*releasecard:[^\r\n]*")


class Fault(NamedTuple):
    """Something wrong with the text itself. `name` is the name of the rule that explains it."""

    name: str
    span: Span
    message: str
    hint: str = ""


class Node:
    """Where a value stands. `text` is a scalar's source text as YAML reads it, None for collections.

    `flow` says that it is a collection in braces or brackets, `plain` that it is a scalar without quotes, `alias`
    that what it holds is written elsewhere.
    """

    __slots__ = ("alias", "children", "end", "flow", "keys", "plain", "start", "text")

    def __init__(self, start: int, end: int, text: str | None = None) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.flow = False
        self.alias = False
        self.plain = False
        self.keys: dict[str, Span] = {}
        self.children: dict[Any, Node] = {}


class Document:
    """A card's text, what it says (`data`), where everything stands, and the reader's faults.

    `data` is dicts, lists, text, numbers and booleans, with the values of `stated` in the place of gaps,
    to-dos, conflicts and numbers as stated. It is None where the text could not be read to the end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.data: Any = None
        self.root = Node(0, 0)
        self.scalars: list[Span] = []
        self.faults: list[Fault] = []
        self._lines: dict[int, str] = {}  # one text for all findings on a long line

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def place(self, offset: int) -> Place:
        """Return the line and column of an offset into the text."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end."""
        if number not in self._lines:
            starts = self._line_starts
            end = starts[number] if number < len(starts) else len(self.text)
            self._lines[number] = self.text[starts[number - 1] : end].rstrip("\r\n")
        return self._lines[number]

    def node(self, path: Path) -> Node | None:
        """Return the node at *path*, or None where nothing stands."""
        node: Node | None = self.root
        for step in path:
            node = node.children.get(step) if node is not None else None
        return node

    def locate(self, path: Path, on: str = "value") -> Span:
        """Return what to underline for *path*: the key of a structure, the scalar of a value.

        A path that leads nowhere gets the nearest ancestor that stands in the text.
        """
        node, span = self.root, next(iter(self.root.keys.values()), Span(0, 0))
        for position, step in enumerate(path):
            child = node.children.get(step)
            if child is None:
                break
            key = node.keys.get(str(step)) if isinstance(step, str) else None
            last = position == len(path) - 1
            scalar = child.text is not None and child.end > child.start
            of_value = key is None or (last and on == "value" and scalar)
            span = Span(child.start, child.end) if key is None or of_value else key
            node = child
        return span

    def suppressions(self) -> Iterator[tuple[Span, str]]:
        """Yield the comments that speak to this program, `# releasecard: ...`, with their places."""
        for match in _SUPPRESSION.finditer(self.text):
            if self._text_over(match.start()) is None and self._begins_comment(match.start()):
                yield Span(match.start(), match.end()), match.group()

    def comments(self) -> Iterator[tuple[Span, str]]:
        """Yield every comment with its place."""
        start = self.text.find("#")
        while start >= 0:
            over = self._text_over(start)
            end = start + 1
            if over is not None:
                end = max(over.end, end)
            elif self._begins_comment(start):
                match = _COMMENT.match(self.text, start)
                end = match.end() if match else end
                yield Span(start, end), self.text[start:end]
            start = self.text.find("#", end)

    def _text_over(self, offset: int) -> Span | None:
        """Return the scalar that an offset is inside of, or None."""
        after = bisect_right(self.scalars, (offset, len(self.text)))
        return self.scalars[after - 1] if after > 0 and self.scalars[after - 1].end > offset else None

    def _begins_comment(self, offset: int) -> bool:
        return offset == 0 or self.text[offset - 1] in " \t\r\n"


def too_large(span: Span, message: str) -> Fault:
    """Return the fault of a text that is larger than any card."""
    return Fault("too-large", span, message, "a card is a few hundred lines; keep data beside it")
