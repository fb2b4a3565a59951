"""Diagnostics as text: for people, for editors, for programs, for GitHub. Pure: text in, text out."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from releasecard.safe import visible, width
from releasecard.values import Diagnostic, Severity, dotted

JSON_VERSION: Final = 1
_WINDOW: Final = 160
_NOTES: Final = 3
"""Notes of one rule in one file that are shown in full."""
_PLACES: Final = 12
"""Places that are listed of the other notes."""
_COLUMNS: Final = 100
_COLORS: Final = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}


def _painted(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


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
    places = [f"{visible(dotted(one.path)[:_WINDOW])} (line {one.start.line})".lstrip() for one in notes[:_PLACES]]
    if len(notes) > _PLACES:
        places.append(f"and {len(notes) - _PLACES} more; --format concise lists all")
    text = f"... and {len(notes)} more like it: {', '.join(places)}"
    return (
        textwrap.fill(text, _COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) + "\n"
    )


def _full(one: Diagnostic, color: bool) -> str:
    paint = _COLORS[one.severity]
    head = _painted(f"{one.severity}[{one.code}]", paint, color)
    gutter = " " * len(str(one.start.line))
    bar = _painted("|", "34", color)
    arrow = _painted("-->", "34", color)
    lines = [
        f"{head} {one.name}: {visible(one.message)}",
        f"{gutter} {arrow} {visible(one.file)}:{one.start.line}:{one.start.column}",
    ]
    if one.source and not one.source.isspace():
        source, marks = _underlined(one)
        number = _painted(str(one.start.line), "34", color)
        lines += [f"{gutter} {bar}", f"{number} {bar} {source}", f"{gutter} {bar} {_painted(marks, paint, color)}"]
    if one.path:
        lines.append(f"{gutter} = at: {visible(dotted(one.path)[:_WINDOW])}")
    if one.hint:
        lines.append(f"{gutter} = fix: {visible(one.hint)}")
    lines.append(f"{gutter} = why: releasecard rule {one.code}")
    return "\n".join(lines) + "\n"


def _underlined(one: Diagnostic) -> tuple[str, str]:
    """Return the source line, cut around the place if it is long, and the carets below it."""
    start = one.start.column - 1
    end = one.end.column - 1 if one.end.line == one.start.line else len(one.source)
    first = 0 if len(one.source) <= _WINDOW else max(0, start - _WINDOW // 3)
    last = min(len(one.source), first + _WINDOW)
    before = ("…" if first else "") + visible(one.source[first:start])
    under = visible(one.source[start : max(start, min(end, last))])
    after = visible(one.source[max(start, min(end, last)) : last]) + ("…" if last < len(one.source) else "")
    return before + under + after, " " * width(before) + "^" * max(1, width(under))


def concise(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return a line for each diagnostic: `path:line:col: CODE severity message`."""
    return "".join(
        f"{_file(one)}:{one.start.line}:{one.start.column}: "
        f"{_painted(one.code, _COLORS[one.severity], color)} {one.severity} {visible(one.message)}\n"
        for one in diagnostics
    )


def _file(one: Diagnostic) -> str:
    """Return the file as it is shown at the start of a line, where `::` would be a command to GitHub."""
    file = visible(one.file)
    return f"./{file}" if file.startswith((":", "#")) else file


def github(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return workflow commands that GitHub shows at the lines of a pull request."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for one in diagnostics:
        text = f"{one.message} ({one.hint})" if one.hint else one.message
        place = f"file={_property(one.file)},line={one.start.line},col={one.start.column}"
        if one.end.line == one.start.line:
            place += f",endLine={one.end.line},endColumn={max(one.end.column, one.start.column)}"
        title = _property(f"{one.code} {one.name}")
        lines.append(f"::{words[one.severity]} {place},title={title}::{_data(visible(text))}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def as_json(diagnostics: Sequence[Diagnostic], suppressed: Sequence[tuple[Diagnostic, str]], cards: int) -> str:
    """Return the versioned JSON report: `version`, `summary`, `findings`, `suppressed`."""
    summary = {"cards": cards, **counts(diagnostics), "suppressed": len(suppressed)}
    report = {
        "version": JSON_VERSION,
        "summary": summary,
        "findings": [_object(one) for one in diagnostics],
        "suppressed": [{**_object(one), "reason": reason} for one, reason in suppressed],
    }
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def _object(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        "message": one.message,
        "hint": one.hint or None,
        "file": one.file,
        "line": one.start.line,
        "column": one.start.column,
        "end_line": one.end.line,
        "end_column": one.end.column,
        "path": list(one.path),
        "mend": one.mend,
    }


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many findings there are of each severity, and how many have one sure mend."""
    listed = list(diagnostics)
    by = Counter(one.severity for one in listed)
    numbers = {f"{severity}s": by[severity] for severity in sorted(Severity, reverse=True)}
    return {**numbers, "fixable": sum(one.mend is not None for one in listed)}


def summary(diagnostics: Sequence[Diagnostic], cards: int, suppressed: int = 0) -> str:
    """Return the last line: cards checked, findings by severity, how many can be mended at once."""
    number = counts(diagnostics)
    checked = f"{cards} {_plural('card', cards)} checked"
    found = [f"{number[f'{one}s']} {_plural(str(one), number[f'{one}s'])}" for one in sorted(Severity, reverse=True)]
    text = f"{checked}: {', '.join(found)}" if diagnostics else f"{checked}: no findings"
    if number["fixable"]:
        text += f" ({number['fixable']} fixable)"
    return text + (f", {suppressed} suppressed" if suppressed else "") + "\n"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
