"""A parser's complaint in the words of the card's author."""

from __future__ import annotations

from typing import Final

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from releasecard.document.nodes import Document, Fault
from releasecard.values import Span

HINT: Final = "check quotes, brackets and indentation here and on the line above"
_EXPLAINED: Final = (
    ("mapping values are not allowed", "a `:` stands where no key can start",
     "quote text that holds `: `, or check the indentation of this line"),
    ("cannot start any token", "a character that no value can start with",
     "indent with spaces, not tabs, and quote text that starts with `@`, `` ` ``, `%` or a tab"),
    ("could not find expected ':'", "a key without a `:` after it",
     "write `key: value`, or quote a text that runs over lines"),
    ("expected <block end>", "this line is indented like nothing above it",
     "line it up with the keys or list items it belongs to"),
    ("expected ',' or", "a list or map in brackets is not closed, or a comma is missing",
     "close it, or quote text that holds brackets, commas or quotes"),
    ("unexpected end of stream", "the text ends inside a quoted value", "close the quote"),
    ("duplicate", "an anchor or directive is written twice", "remove one"),
    ("special characters", "a control character, which YAML does not allow",
     "remove it, or write it as an escape in double quotes"),
    ("unknown escape", "an unknown escape after a backslash",
     "write `\\\\` for a backslash, or use single quotes"),
    ("undefined tag handle", "a tag that is not declared", "quote text that starts with `!`"),
)  # fmt: skip


def explained(error: YAMLError, document: Document) -> Fault:
    """Say in the author's words what the parser stumbled on."""
    if isinstance(error, ReaderError):
        at, problem = int(error.position), str(error.reason)
    else:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        at = int(mark.index) if isinstance(error, MarkedYAMLError) and mark is not None else 0
        problem = str(getattr(error, "problem", None) or "")
    at = min(at, len(document.text))
    for key, message, hint in _EXPLAINED:
        if key in problem:
            return Fault("invalid-yaml", Span(at, at + 1), message, hint)
    return Fault("invalid-yaml", Span(at, at + 1), "the YAML cannot be read from here", HINT)
