"""Results as Markdown, for a job's summary or a comment: counts, then findings by card, the worst first.

Values of cards are untrusted, and an entity does not keep a host from reading `@name` or `#1` in what it stands for; a
code span does. What might be read as anything stands in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from releasecard.report.places import WINDOW, at
from releasecard.report.results import Results, counts, severities, summary
from releasecard.report.tally import tally
from releasecard.safe import visible
from releasecard.values import Diagnostic

_ROOM: Final = 55_000
"""Bytes of findings. With the table of rules they fit into a comment, of 65,536 characters; a summary holds a mebibyte."""
_HARMLESS: Final = re.compile(r"(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])|[ ,.;?()'/-]|: |`(?! *`)[^`]+`(?!`))*")
_READ: Final = re.compile(r"(?i)//|www\.|gh-[0-9]|[0-9a-f]{7}")
"""What hosts read as a link in words of harmless characters: an address, an issue, a commit."""


def markdown(results: Results) -> str:
    """Return counts, a table of rules, and a list of findings for each card; what finds no room is counted."""
    parts = ["## releasecard lint", summary(results).strip()]
    if results.diagnostics:
        parts.append(_table(results))
    chosen = _chosen(results)
    parts += [f"{heading}\n\n" + "\n".join(lines) for heading, lines in chosen]
    left = len(results.diagnostics) - sum(len(lines) for _, lines in chosen)
    if left:
        parts.append(
            f"**{left} more, of the lightest, are left out here.** `releasecard lint --format concise` lists all."
        )
    return "\n\n".join(parts) + "\n"


def _table(results: Results) -> str:
    rows = [f"| {row.count} | {row.code} | {row.severity} | {row.name} |" for row in tally(results.diagnostics)]
    return "\n".join(["| findings | rule | severity | name |", "| ---: | --- | --- | --- |", *rows])


def _chosen(results: Results) -> list[tuple[str, list[str]]]:
    """Return headings with the lines for which there is room: errors of all cards first, then warnings, then notes."""
    cards = sorted(filter(itemgetter(1), results.by_card().items()), key=_worst_first)
    headings = {card: _heading(card, found) for card, found in cards}
    chosen: dict[str, list[str]] = {card: [] for card in headings}
    room = _ROOM
    for one in sorted((one for _, found in cards for one in found), key=lambda one: -one.severity):
        line = _line(one)
        room -= _size(line) + (0 if chosen[one.file] else _size(headings[one.file]))
        if room < 0:
            break
        chosen[one.file].append(line)
    return [(headings[card], lines) for card, lines in chosen.items() if lines]


def _worst_first(card: tuple[str, Sequence[Diagnostic]]) -> list[int]:
    number = counts(card[1])
    return [-number[key] for key in ("errors", "warnings", "notes")]


def _size(text: str) -> int:
    return len(text.encode()) + 4


def _heading(card: str, found: Sequence[Diagnostic]) -> str:
    return f"### {_code(visible(card[-WINDOW:]))}: {severities(found)}"


def _line(one: Diagnostic) -> str:
    place = f"line {one.start.line}" + (f", {_code(at(one.path))}" if one.path else "")
    fix = f". Fix: {_inline(one.hint)}" if one.hint else ""
    return f"- **{one.severity}** {one.code} {one.name}, {place}: {_inline(one.message)}{fix}"


def _inline(text: str) -> str:
    """Return untrusted text as it is where all that is not in backticks is plain words, else the whole as code."""
    shown = visible(text)
    outside = re.sub(r"`[^`]*`", "`", shown)
    return shown if _HARMLESS.fullmatch(shown) and not _READ.search(outside) else _code(shown)


def _code(text: str) -> str:
    """Return text of one line as a code span, whatever backticks it has."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{text or ' '}{pad}{fence}"
