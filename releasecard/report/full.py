"""Findings for people: each with its source line, a caret, what to do and why."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from releasecard.report.paint import BLUE, COLORS, painted
from releasecard.report.places import WINDOW, at
from releasecard.rules import BY_CODE
from releasecard.safe import visible, width
from releasecard.values import Diagnostic, Severity

_NOTES: Final = 3
"""Notes of one rule in one file that are shown in full."""
_PLACES: Final = 12
"""Places that are listed of the other notes."""
_COLUMNS: Final = 100


def full(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return every diagnostic with its source line, a caret, what to do and where it stands in the card.

    Of many notes of one rule in one file the first are shown so, the others in one block by their paths and lines.
    """
    blocks: list[Diagnostic | list[Diagnostic]] = []
    folds: dict[tuple[str, str], list[Diagnostic]] = {}
    notes: Counter[tuple[str, str]] = Counter()
    for one in diagnostics:
        key = one.file, one.code
        notes[key] += one.severity is Severity.NOTE
        if one.severity is not Severity.NOTE or notes[key] <= _NOTES:
            blocks.append(one)
        elif key in folds:
            folds[key].append(one)
        else:
            folds[key] = [one]
            blocks.append(folds[key])
    return "\n".join(_folded(one) if isinstance(one, list) else _full(one, color) for one in blocks)


def _folded(notes: Sequence[Diagnostic]) -> str:
    places = [f"{at(one.path)} (line {one.start.line})".lstrip() for one in notes[:_PLACES]]
    if len(notes) > _PLACES:
        places.append(f"and {len(notes) - _PLACES} more; --format concise lists all")
    text = f"... and {len(notes)} more like it: {', '.join(places)}"
    return (
        textwrap.fill(text, _COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) + "\n"
    )


def _full(one: Diagnostic, color: bool) -> str:
    paint = COLORS[one.severity]
    head = painted(f"{one.severity}[{one.code}]", paint, color)
    gutter = " " * len(str(one.start.line))
    bar = painted("|", BLUE, color)
    arrow = painted("-->", BLUE, color)
    lines = [
        f"{head} {one.name}: {visible(one.message)}",
        f"{gutter} {arrow} {visible(one.file)}:{one.start.line}:{one.start.column}",
    ]
    if one.source and not one.source.isspace():
        source, marks = _underlined(one)
        number = painted(str(one.start.line), BLUE, color)
        lines += [f"{gutter} {bar}", f"{number} {bar} {source}", f"{gutter} {bar} {painted(marks, paint, color)}"]
    if one.path:
        lines.append(f"{gutter} = at: {at(one.path)}")
    if one.hint:
        lines.append(f"{gutter} = fix: {visible(one.hint)}")
    lines.append(f"{gutter} = why: {BY_CODE[one.code].explained_by}")
    return "\n".join(lines) + "\n"


def _underlined(one: Diagnostic) -> tuple[str, str]:
    """Return the source line, cut around the place if it is long, and the carets below it."""
    start = one.start.column - 1
    end = one.end.column - 1 if one.end.line == one.start.line else len(one.source)
    first = 0 if len(one.source) <= WINDOW else max(0, start - WINDOW // 3)
    last = min(len(one.source), first + WINDOW)
    before = ("…" if first else "") + visible(one.source[first:start])
    under = visible(one.source[start : max(start, min(end, last))])
    after = visible(one.source[max(start, min(end, last)) : last]) + ("…" if last < len(one.source) else "")
    return before + under + after, " " * width(before) + "^" * max(1, width(under))
