"""Which benchmark a name means, and which holds which."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import Final

from releasecard.benchmarks.rows import ROWS, Benchmark

_TAIL: Final = re.compile(
    r"[\s,;:_(\[|/-]+(?:(?:avg|mean|pass|maj|cons|best|acc)\s?(?:[@^]|_of_)\s?\d{1,5}|accuracy|consensus|majority(?: vote)?"
    r"|greedy|\d{1,3}[- ]shot|average of \d{1,5})[)\]]*$"
)
"""How a score was made, at the end of a name: `AIME24 (avg@32)`, `AIME 2024, consensus`."""

_PART: Final = re.compile(
    r"(?:the )?(test|train|training|validation|valid|dev)(?: split| set| part)? of (?:the )?(.{1,200})"
)
_PART_AFTER: Final = re.compile(
    r"(.{1,200}?)[\s,:(-]+(test|train|training|validation|valid|dev)(?:[ -](?:split|set|part))?\)?"
)
_WHOLE: Final = frozenset({"", "test", "testset", "testsplit", "eval", "evaluation", "main", "all", "full", "default"})
_OTHER: Final = re.compile(r"train|valid|\bval\b|\bdev")
_EDITION: Final = re.compile(r"(?:release_?)?(v\d{1,2})(?![0-9.])")
_MONTH: Final = re.compile(r"(20\d\d)[-/.](\d\d)|(\d\d)([-/.])(\d\d)(?!\d)|(?<!\d)(2\d)([01]\d)(?!\d)")


def known(name: str, version: str | None = None, split: str | None = None) -> Benchmark | None:
    """Return the benchmark that *name* means, as narrow as *version* and *split* say, or None.

    Names are compared whole, without case, white space, punctuation and a metric at their end: `AIME 2024`,
    `aime_24` and `AIME24 (avg@32)` are one. `AIME` alone is the family, without a size. A split for training or
    validation that the table does not know is None; another part that it does not know is the whole with `sizes`
    empty. A window (`LiveCodeBench 06/24-01/25`) has no size, and its first month is `first_public`.
    """
    name, version, split = (_plain(text or "") for text in (name, version, split))
    part = _PART.fullmatch(name)
    if part is not None and not split:
        split, name = part[1], part[2]
    exact = next((row for key in _keys(name, version, split) if (row := _index().get(key)) is not None), None)
    if exact is not None:
        return _dated(exact, version)
    after = _PART_AFTER.fullmatch(name)
    if after is not None and not split and _fold(name) not in _index():
        split, name = after[2], after[1]
    row = _index().get(_fold(name)) or _index().get(_fold(name.rpartition("/")[2])) or _windowed(name)
    whole = row and _cut(row, split)
    return whole and _dated(whole, f"{name} {version}")


def covers(holder: Benchmark, held: Benchmark) -> bool:
    """Whether *holder* is *held* or contains all its items, through any number of steps.

    Two different stated windows of one benchmark do not cover each other.
    """
    if holder.id == held.id:
        return not (holder.window and held.window) or holder.window == held.window
    return held.id in _within(holder.id)


def collide(one: Benchmark, other: Benchmark) -> bool:
    """Whether the two share items: one covers the other, both hold a third, or the table says that parts of theirs overlap."""
    if one.id == other.id:
        return covers(one, other)
    first, second = ({row.id, *_within(row.id)} for row in (one, other))
    return bool(first & second) or other.id in one.collides or one.id in other.collides


def _plain(text: str) -> str:
    """Return *text* in lower case without a metric at its end; Greek tau is spelled out."""
    text = unicodedata.normalize("NFKC", text[:300]).lower().strip().replace("τ", "tau")
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return text


@cache
def _fold(text: str) -> str:
    """Return letters and digits alone, the years 2000 to 2099 after a letter or alone as two digits."""
    text = re.sub(r"(?<!\d)20(\d\d)(?!\d)", r"\1", _plain(text)).replace("+", "plus")
    return "".join(letter for letter in text if letter.isalnum())


@cache
def _index() -> dict[str, Benchmark]:
    return {_fold(text): row for row in ROWS for text in (row.id, row.name, *row.aliases)}


@cache
def _by_id() -> dict[str, Benchmark]:
    return {row.id: row for row in ROWS}


@cache
def _within(holder: str) -> frozenset[str]:
    """Return the ids of all that *holder* contains, through any number of steps."""
    found: set[str] = set()
    left = [holder]
    while left:
        new = set(_by_id()[left.pop()].contains) - found
        found |= new
        left += new
    return frozenset(found)


def _keys(name: str, version: str, split: str) -> list[str]:
    """Return the folded names that are narrower than *name*, the narrowest first."""
    narrower = [(version, split), (split,), (version,), *((number,) for number in re.findall(r"\d{2,5}", split))]
    return [_fold(" ".join((name, *parts))) for parts in narrower if all(parts)]


def _cut(row: Benchmark, split: str) -> Benchmark | None:
    """Return *row* as far as *split* leaves it."""
    if _fold(split) in _WHOLE or (row.single and _OTHER.search(split)):
        return row
    return None if _OTHER.search(split) else replace(row, sizes=())


def _windowed(name: str) -> Benchmark | None:
    """Return the benchmark with editions that *name* begins with, followed by an edition or a window."""
    for row in ROWS:
        for text in (row.name, *row.aliases) if row.editions else ():
            rest = name.removeprefix(text.lower())
            if rest != name and not rest[:1].isalpha() and (_EDITION.search(rest) or _window(rest)):
                return row
    return None


def _dated(row: Benchmark, version: str) -> Benchmark:
    """Return *row* with the window or edition that *version* states, where it has such."""
    if not row.editions:
        return row
    window = _window(version)
    if window:
        return replace(row, window=window, first_public=window[:7])
    edition = _EDITION.search(version)
    sizes = dict(row.editions).get(edition[1]) if edition else None
    return replace(row, window=edition[1], sizes=sizes) if edition and sizes else row


def _window(text: str) -> str:
    """Return the first and last month of a window, `2024-06..2025-01`, or an empty text."""
    months = [month for match in _MONTH.finditer(text) if (month := _month(match))]
    return f"{months[0]}..{months[1]}" if len(months) == 2 and months[0] <= months[1] else ""


def _month(match: re.Match[str]) -> str:
    """Read `2024-06`, `06/24`, `24.06` and `2406`: of two numbers of two digits the one over 12 is the year."""
    year, month, one, _, other, short, last = match.groups()
    if one:
        year, month = (f"20{other}", one) if int(one) <= 12 < int(other) else (f"20{one}", other)
    elif short:
        year, month = f"20{short}", last
    return f"{year}-{month}" if 1 <= int(month) <= 12 else ""
