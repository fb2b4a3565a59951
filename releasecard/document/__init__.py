"""Text to data and spans in one pass. The only importer of ruamel.yaml.

The C parser reads; on any error of its own the pure parser reads again and is believed, because the
C parser (libyaml 0.1.7) refuses some YAML 1.2 that is right. What is read is bounded in size, depth and
number of nodes, aliases counted as often as they are used, so no text can take long or much memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import YAMLError

from releasecard.document.compose import Composer, Stopped
from releasecard.document.explained import HINT, explained
from releasecard.document.nodes import MAX_BYTES, MAX_DIRECTIVES, MAX_PURE, Document, Fault, too_large
from releasecard.values import Span

# What the parsers leak on broken text, besides their own errors; a fuzz test holds the list.
_SLIPS = (
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    ArithmeticError,
    RecursionError,
    LookupError,
)


def read(text: str) -> Document:
    """Read a card's text. Never raises for bad text: what is wrong is in `faults`."""
    document = _read_with(_c_events, text) or _read_with(_pure_events, text) or Document(text)
    document.scalars.sort()
    return document


class _Slip(Exception):  # noqa: N818 not ours
    """A parser failed in a way that is none of its own errors."""


def _c_events(text: str) -> Callable[[], Any]:
    return _guarded(CParser(text).get_event)


def _pure_events(text: str) -> Callable[[], Any]:
    from ruamel.yaml.main import YAML

    _constructor, events = YAML(typ="safe", pure=True).get_constructor_parser(text)
    return _guarded(events.get_event)


def _guarded(next_event: Callable[[], Any]) -> Callable[[], Any]:
    def get() -> Any:
        try:
            return next_event()
        except _SLIPS as slip:
            raise _Slip from slip

    return get


def _read_with(source: Callable[[str], Callable[[], Any]], text: str) -> Document | None:
    """Read with one parser; None where the C parser failed, so that the pure one is asked."""
    document = Document(text)
    if len(text) > MAX_BYTES:
        document.faults.append(too_large(Span(0, 0), f"more than {MAX_BYTES:,} characters"))
        return document
    if text.count("\n%") + text.startswith("%") > MAX_DIRECTIVES:
        document.faults.append(too_large(Span(0, 0), f"more than {MAX_DIRECTIVES} lines that start with `%`"))
        return document
    again = source is _c_events and len(text) <= MAX_PURE
    try:
        document.data = Composer(document, source(text)).compose()
    except Stopped:
        pass
    except YAMLError as error:
        if again:
            return None
        document.faults.append(explained(error, document))
    except _Slip:
        if again:
            return None
        document.faults.append(Fault("invalid-yaml", Span(0, min(1, len(text))), "the YAML cannot be read", HINT))
    return document
