"""A value as a card writes it: plain where that cannot be mistaken, in block style, both parsers reading it alike."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from releasecard.document.nodes import Node
from releasecard.document.scalars import resolved
from releasecard.safe import visible
from releasecard.stated import GAP_WORDS, Conflict, Gap, Stated, Todo

WIDTH: Final = 120
"""The longest line that a row in braces or brackets may make."""
STEP: Final = 2
"""Spaces for each level."""

_INDICATOR: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=~")
_BLOCK: Final = re.compile(r"(?:[&!]\S*\s+)*[|>](?P<signs>[-+0-9]*)(?P<comment>[ \t]+#[^\r\n]*)?")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_OTHER_READERS: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|[-+]?\d[\d_,]*(?::\d+)+(?:\.[\d_]*)?|[-+]?\.[\d_]+|\d{4}-\d\d?-\d\d?[Tt ].*|<<|=",
    re.IGNORECASE,
)
"""Text that YAML 1.1 reads as something else."""


class Source(str):
    """A number or truth value in the very words of a card, `50.0` or `1e-6`."""

    __slots__ = ()


def leading(line: str, blanks: str = " ") -> int:
    """Return how many blanks a line begins with: spaces, unless others are named."""
    return len(line) - len(line.lstrip(blanks))


class BlockHead(NamedTuple):
    """What stands after the `|` or `>` of a text in block style: signs (`+`, `2-`), and a comment with the blanks before it."""

    signs: str
    comment: str


def block_head(source: str) -> BlockHead | None:
    """Return the head of a text in block style, None for any other value."""
    match = _BLOCK.match(source)
    return BlockHead(match["signs"], match["comment"] or "") if match else None


def keeps_breaks(source: str) -> bool:
    """Tell whether a value is a text in block style that keeps the line breaks at its end (`|+`)."""
    head = block_head(source)
    return head is not None and "+" in head.signs


def worded(node: Node) -> Any:
    """Return what stands at a node in the card's own words: texts, `Source` for all that is none, maps and lists of them."""
    if node.text is not None:
        as_text = not node.plain or isinstance(resolved(node.text), (str, Gap, Todo))
        return node.text if as_text else Source(node.text)
    if node.keys:
        return {name: worded(one) for name, one in node.children.items()}
    return [worded(one) for one in node.children.values()]


def scalar(value: Any, *, in_flow: bool = False) -> str:
    """Return a text, number or truth value on one line; `in_flow` inside braces or brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Todo):
        value = value.text
    if not isinstance(value, str) or isinstance(value, Source):
        return str(value)
    plain = is_plain(value, in_flow=in_flow) and not _is_mistaken(value)
    return str(value) if plain else quoted(value)


def key(text: str, *, in_flow: bool = False) -> str:
    """Return a key as it stands before its colon."""
    return text if is_plain(text, in_flow=in_flow) else quoted(text)


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Tell whether a text without quotes reads as that very text, by any parser of YAML 1.2."""
    first_hurts = text[:1] in _INDICATOR and not (text[:1] in "~-:?" and re.match(r"~[0-9]|[-:?][^\s-]", text))
    if not text or text != text.strip() or first_hurts or ": " in text or " #" in text or text.endswith(":"):
        return False
    if "\t" in text or visible(text) != text or "\ufeff" in text or text.startswith(("---", "...")):
        return False
    if in_flow and not set(text).isdisjoint(",[]{}:?"):
        return False
    return isinstance(resolved(text), (str, Gap, Todo))


def _is_mistaken(text: str) -> bool:
    """Tell whether a text looks like a number to people or to YAML 1.1: `yes`, `4e80465`, `0.8.0`, `1/2`."""
    word = text[:1].isdigit() and " " not in text and not isinstance(resolved(text), Stated)
    return (word and _DATE.fullmatch(text) is None) or _OTHER_READERS.fullmatch(text) is not None


def quoted(text: str) -> str:
    """Return a text in quotes: double ones, or single ones where it holds double quotes and nothing to escape."""
    printable = visible(text) == text and "\t" not in text
    if printable and ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=not printable)


def expanded(value: Any) -> Any:
    """Return a gap or a conflict as the word or map that it is written as; anything else as it is."""
    if isinstance(value, Gap):
        return value.word if value.detail is None else {value.word: value.detail}
    return {"conflict": value.sides} if isinstance(value, Conflict) else value


def row(value: Any) -> str:
    """Return a value on one line, in braces or brackets where it is a map or a list."""
    value = expanded(value)
    if isinstance(value, dict):
        inner = (f"{key(str(name), in_flow=True)}: {row(item)}" for name, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(row, value)) + "]"
    return scalar(value, in_flow=True)


def is_row(value: Any) -> bool:
    """Tell whether a map or list is a row: of plain values, lists of such, or gaps."""
    value = expanded(value)
    inner = value.values() if isinstance(value, dict) else value
    return all(not isinstance(one, (dict, list)) or _is_small(one) for one in map(expanded, inner))


def _is_small(value: Any) -> bool:
    if isinstance(value, dict) and not (len(value) == 1 and next(iter(value)) in GAP_WORDS):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return not any(isinstance(expanded(one), (dict, list)) for one in inner)


def lines(value: Any, indent: int, room: int) -> tuple[str, list[str]]:
    """Return a value as what stands beside its key and the lines below it, these indented by *indent* spaces.

    *room* is how many columns the key leaves. A row stays beside its key where it fits; all else is block style.
    """
    value = expanded(value)
    if not isinstance(value, (dict, list)):
        return scalar(value), []
    beside = row(value)
    if not value or (is_row(value) and len(beside) <= room):
        return beside, []
    below: list[str] = []
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        head = " " * indent + (f"{key(str(name))}:" if isinstance(value, dict) else "-")
        first, rest = lines(item, indent + STEP, WIDTH - len(head) - 1)
        if isinstance(value, list) and rest and not first:
            first, rest = rest[0].lstrip(), rest[1:]
        below += [f"{head} {first}".rstrip(), *rest]
    return "", below
