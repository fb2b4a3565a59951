"""Untrusted text made harmless: for a terminal, for HTML inside Markdown, for names of files."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

_UNSAFE: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.-/")
_READ: Final = re.compile(f"[{re.escape(''.join(one for one in map(chr, range(128)) if one not in _PLAIN))}]")
"""The characters that somebody may read something in."""


def visible(text: str) -> str:
    """Return *text* with everything that could steer a terminal or reorder its line written out."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def line(text: str) -> str:
    """Return a text as one line in which nothing is hidden."""
    return visible(" ".join(text.split()))


def _visible(character: str) -> str:
    if character == "\t":
        return "    "
    if unicodedata.category(character) in _UNSAFE:
        return f"\\u{{{ord(character):x}}}"
    return character


def width(text: str) -> int:
    """Return the columns that visible text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = {"W": 2, "F": 2}
    return sum(0 if unicodedata.combining(one) else wide.get(unicodedata.east_asian_width(one), 1) for one in text)


def encoded(text: str) -> str:
    """Return *text* so that neither HTML, Markdown, its extensions nor a template engine reads anything in it.

    Every ASCII character but letters, digits, space and `,.-/` becomes a numeric entity: escaping for HTML
    alone lets `[x](javascript:...)`, `{ onclick=... }`, `{{ ... }}` and `--8<--` through. One line comes back.
    """
    shown = visible(" ".join(re.split(r"\r\n|\r|\n", text)))
    return _entities(shown)


def _entities(text: str) -> str:
    return _READ.sub(lambda found: f"&#{ord(found[0])};", text)


def encoded_lines(text: str) -> str:
    """Return a text of several lines, encoded, for a `<pre>`: on one line, so that no blank line ends its block."""
    return "&#10;".join(encoded(line) for line in re.split(r"\r\n|\r|\n", text.expandtabs(4)))


def front_matter(fields: dict[str, str], hide: Iterable[str] = ()) -> str:
    """Return front matter; themes print it unescaped, a host's plugins may render it, a reader may not read it.

    *hide* are the columns beside a page that it goes without: `navigation`, `toc`.
    """
    lines = [f"hide: [{', '.join(hide)}]"] if hide else []
    for key, value in fields.items():
        lines.append(f"{key}: {json.dumps(_entities(line(value)), ensure_ascii=False)}")
    return "---\n" + "\n".join(lines) + "\n---\n"


def literal(value: Any) -> str:
    """Return plain data as JSON that is inert in a script, wherever that stands: ASCII, without `<` and `>`."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c").replace(">", "\\u003e")


def file_name(text: str) -> str:
    """Return a name for a page from untrusted text: lower-case letters, digits, `_`, `-`, no more than 80."""
    name = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:80].strip("-_")
    return name or "card"
