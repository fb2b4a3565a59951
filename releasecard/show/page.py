"""Lines of a certain width out of words of certain styles. Text that comes in is untrusted, what goes out is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Final, NamedTuple

from releasecard.safe import visible, width

_STYLES: Final = {"bold": "1", "name": "36", "dim": "2", "good": "32", "gap": "33", "bad": "31"}


class Word(NamedTuple):
    """A stretch that no line breaks, its style, and what parts it from the word before where both are on one line.

    A name is `tied` to its value: they stand on one line where one can hold both.
    """

    text: str
    style: str = ""
    glue: str = " "
    tied: bool = False


def words(text: str, style: str = "", glue: str = " ") -> list[Word]:
    """Return the words of a text, *glue* before the first; between wide characters a line may break too."""
    found: list[Word] = []
    for word in visible(" ".join(text.split())).split(" "):
        for piece in _pieces(word):
            found.append(Word(piece, style, glue))
            glue = ""
        glue = " "
    return found


def _pieces(word: str) -> Iterator[str]:
    start = 0
    for position in range(1, len(word)) if not word.isascii() else ():
        here = width(word[position])
        if here and (here > 1 or width(word[start]) > 1):
            yield word[start:position]
            start = position
    yield word[start:]


class Page:
    """Collects lines no wider than `width`; a word that is wider itself has a line of its own."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        self._color = color
        self._lines: list[str] = []

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def blank(self) -> None:
        """Add an empty line."""
        self._lines.append("")

    def column(self, indent: int, leads: Sequence[str]) -> int:
        """Return where text begins beside *leads*: after the widest, but within the first two fifths of the page."""
        widest = max((width(visible(lead)) for lead in leads), default=0)
        return indent + min(widest, (self.width - indent) * 2 // 5) + 2

    def lines(self, column: int, content: Sequence[Word]) -> int:
        """Return how many lines the words take from *column* on."""
        return sum(1 for _ in _broken(content, self.width - column))

    def row(self, indent: int, content: Sequence[Word], lead: Sequence[Word] = (), column: int = 0) -> None:
        """Add words at *indent*; with a *lead*, that stands there, and the words from *column* on."""
        start = self._start(indent, content, column) if lead and content else indent
        first = " " * start
        if lead:
            used = indent + sum(width(one.glue) + width(one.text) for one in lead) - width(lead[0].glue)
            if not content or used + 2 > start or start + width(content[0].text) > self.width:
                self.row(indent, lead)
            else:
                first = " " * indent + self._painted(lead) + " " * (start - used)
        for line in _broken(content, self.width - start):
            self._lines.append((first + self._painted(line)).rstrip())
            first = " " * start

    def _start(self, indent: int, content: Sequence[Word], column: int) -> int:
        """Return where text begins below its lead: at *column*, or as far left of it as the widest word needs."""
        needed = self.width - max(width(word.text) for word in content)
        return min(column, needed) if needed >= indent + 2 else column

    def _painted(self, line: Sequence[Word]) -> str:
        painted = ""
        for style, group in groupby(line, key=lambda word: word.style):
            first, *rest = group
            text = first.text + "".join(word.glue + word.text for word in rest)
            code = _STYLES.get(style) if self._color else None
            painted += (first.glue if painted else "") + (f"\x1b[{code}m{text}\x1b[0m" if code else text)
        return painted


def _broken(content: Sequence[Word], room: int) -> Iterator[list[Word]]:
    """Yield the words line by line."""
    line: list[Word] = []
    used = 0
    for word, after in zip_longest(content, content[1:]):
        alone = width(word.text)
        tail = width(after.glue) + width(after.text) if word.tied and after is not None else 0
        tail = tail if alone + tail <= room else 0
        if line and used + width(word.glue) + alone + tail > room:
            yield line
            line, used = [], 0
        used += alone + (width(word.glue) if line else 0)
        line.append(word)
    if line:
        yield line
