"""Text to data and spans in one pass. The only importer of ruamel.yaml.

The C parser reads; on any error of its own the pure parser reads again and is believed, because the
C parser (libyaml 0.1.7) refuses some YAML 1.2 that is right. What is read is bounded in size, depth and
number of nodes, aliases counted as often as they are used, so no text can take long or much memory.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import implicit_resolvers

from releasecard.stated import NonFinite, recognize_mapping, recognize_text
from releasecard.values import Path, Place, Span

MAX_BYTES: Final = 1_048_576
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 32

_TAG: Final = "tag:yaml.org,2002:"
_CORE: Final = ("null", "bool", "int", "float")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SUPPRESSION: Final = re.compile(r"#[ \t]*releasecard:[^\r\n]*")


class Fault(NamedTuple):
    """Something wrong with the text itself. `name` is the name of the rule that explains it."""

    name: str
    span: Span
    message: str
    hint: str = ""


class Node:
    """Where a value stands. `text` is a scalar's source text as YAML reads it, None for collections."""

    __slots__ = ("children", "end", "flow", "keys", "start", "text")

    def __init__(self, start: int, end: int, text: str | None = None) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.flow = False
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

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def place(self, offset: int) -> Place:
        """Return the line and column of an offset into the text."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end."""
        starts = self._line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

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
            if key is None or (last and on == "value" and scalar):
                span = Span(child.start, child.end)
            else:
                span = key
            node = child
        return span

    def comments(self) -> Iterator[tuple[Span, str]]:
        """Yield the comments that speak to this program, `# releasecard: ...`, with their places."""
        for match in _SUPPRESSION.finditer(self.text):
            start = match.start()
            after = bisect_right(self.scalars, (start, len(self.text)))
            inside = after > 0 and self.scalars[after - 1].end > start
            before = self.text[start - 1] if start else "\n"
            if not inside and before in " \t\r\n":
                yield Span(start, match.end()), match.group()


def read(text: str) -> Document:
    """Read a card's text. Never raises for bad text: what is wrong is in `faults`."""
    document = _read_with(_c_events, text)
    if document is None:
        document = _read_with(_pure_events, text)
    assert document is not None
    document.scalars.sort()
    return document


class _Stop(Exception):
    """Reading cannot go on; the fault that says why is on the document."""


def _c_events(text: str) -> Callable[[], Any]:
    get: Callable[[], Any] = CParser(text).get_event
    return get


def _pure_events(text: str) -> Callable[[], Any]:
    from ruamel.yaml.main import YAML

    parser = YAML(typ="safe", pure=True)
    _constructor, events = parser.get_constructor_parser(text)
    get: Callable[[], Any] = events.get_event
    return get


def _read_with(source: Callable[[str], Callable[[], Any]], text: str) -> Document | None:
    """Read with one parser; None where the C parser failed, so that the pure one is asked."""
    document = Document(text)
    if len(text) > MAX_BYTES:
        document.faults.append(_too_large(Span(0, 0), f"more than {MAX_BYTES:,} characters"))
        return document
    try:
        document.data = _Composer(document, source(text)).compose()
    except _Stop:
        pass
    except YAMLError as error:
        if source is _c_events:
            return None
        document.faults.append(_explained(error, document))
    except (ValueError, IndexError, TypeError, AttributeError, AssertionError, NotImplementedError):
        # Both parsers leak a few of their own slips on broken text; a fuzz test holds the list.
        if source is _c_events:
            return None
        span = Span(0, min(1, len(text)))
        document.faults.append(Fault("invalid-yaml", span, "the YAML cannot be read", _HINT_BROKEN))
    return document


class _Composer:
    """Builds data and nodes from parse events, the way YAML's own composer and constructor would."""

    def __init__(self, document: Document, next_event: Callable[[], Any]) -> None:
        self._document = document
        self._next = next_event
        self._anchors: dict[str, tuple[Any, Node, int]] = {}
        self._open_anchors: set[str] = set()
        self._count = 0

    def compose(self) -> Any:
        event = self._next()
        while isinstance(event, (StreamStartEvent, DocumentStartEvent)):
            self._check_version(event)
            event = self._next()
        if event is None or isinstance(event, StreamEndEvent):
            return None
        data, self._document.root = self._value(event, 0)
        self._next()  # the document's end
        event = self._next()
        if isinstance(event, DocumentStartEvent):
            start = event.start_mark.index
            self._fault("several-documents", Span(start, start + 3), "a second document starts here")
        return data

    def _value(self, event: Any, depth: int) -> tuple[Any, Node]:
        start = event.start_mark.index
        if depth > MAX_DEPTH:
            self._stop(_too_large(Span(start, start + 1), f"nested more than {MAX_DEPTH} deep"))
        before = self._count
        self._counted(1, start)
        if isinstance(event, AliasEvent):
            return self._alias(event)
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        if isinstance(event, ScalarEvent):
            data, node = self._scalar(event)
        elif isinstance(event, MappingStartEvent):
            data, node = self._mapping(event, depth)
        else:
            data, node = self._sequence(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (data, node, self._count - before)
        return data, node

    def _scalar(self, event: Any) -> tuple[Any, Node]:
        span = Span(event.start_mark.index, event.end_mark.index)
        text: str = event.value
        self._document.scalars.append(span)
        tag = _short_tag(event)
        if tag is not None and tag not in (*_CORE, "str", "timestamp"):
            self._unsupported_tag(event, span)
        plain = event.implicit[0] if tag is None else tag in _CORE
        node = Node(span.start, span.end, text)
        return (_resolved(text) if plain else recognize_text(text)), node

    def _sequence(self, event: Any, depth: int) -> tuple[list[Any], Node]:
        self._collection_tag(event, "seq")
        node = Node(event.start_mark.index, event.end_mark.index)
        node.flow = bool(event.flow_style)
        items: list[Any] = []
        event = self._next()
        while not isinstance(event, SequenceEndEvent):
            item, child = self._value(event, depth + 1)
            node.children[len(items)] = child
            items.append(item)
            event = self._next()
        node.end = event.end_mark.index
        return items, node

    def _mapping(self, event: Any, depth: int) -> tuple[Any, Node]:
        self._collection_tag(event, "map")
        node = Node(event.start_mark.index, event.end_mark.index)
        node.flow = bool(event.flow_style)
        mapping: dict[str, Any] = {}
        merged: list[tuple[Any, Node]] = []
        event = self._next()
        while not isinstance(event, MappingEndEvent):
            merge = isinstance(event, ScalarEvent) and event.value == "<<" and event.implicit[0]
            key, key_span = self._key(event, depth)
            value, child = self._value(self._next(), depth + 1)
            if merge:
                merged.append((value, child))
            elif key in mapping:
                first = self._document.place(node.keys[key].start).line
                message = f"`{key}` is written twice, first on line {first}"
                self._fault("duplicate-key", key_span, message)
            elif key is not None:
                mapping[key], node.keys[key], node.children[key] = value, key_span, child
            event = self._next()
        node.end = event.end_mark.index
        for value, child in merged:
            self._merge(mapping, node, value, child)
        return recognize_mapping(mapping), node

    def _key(self, event: Any, depth: int) -> tuple[str | None, Span]:
        start = event.start_mark.index
        if isinstance(event, ScalarEvent):
            self._counted(1, start)
            span = Span(start, event.end_mark.index)
            self._document.scalars.append(span)
            return event.value, span
        self._value(event, depth + 1)
        span = Span(start, start + 1)
        self._fault("unsupported-yaml", span, "a key is not plain text", "write the key as one word")
        return None, span

    def _merge(self, mapping: dict[str, Any], node: Node, value: Any, child: Node) -> None:
        values = value if isinstance(value, list) else [value]
        for index, one in enumerate(values):
            source = child.children[index] if isinstance(value, list) else child
            if not isinstance(one, dict):
                span = Span(child.start, child.end)
                self._fault("unsupported-yaml", span, "`<<` merges something that is not a map")
                return
            for key in one:
                if key not in mapping:
                    mapping[key], node.children[key] = one[key], source.children[key]

    def _alias(self, event: Any) -> tuple[Any, Node]:
        span = Span(event.start_mark.index, event.end_mark.index)
        if event.anchor not in self._anchors:
            known = event.anchor in self._open_anchors
            what = "contains itself" if known else "names no anchor above it"
            self._stop(Fault("invalid-yaml", span, f"the alias `*{event.anchor}` {what}"))
        data, target, size = self._anchors[event.anchor]
        self._counted(size, span.start)
        node = Node(span.start, span.end, target.text)
        node.children = target.children
        return data, node

    def _counted(self, nodes: int, start: int) -> None:
        self._count += nodes
        if self._count > MAX_NODES:
            message = f"more than {MAX_NODES:,} values, aliases counted each time they are used"
            self._stop(_too_large(Span(start, start + 1), message))

    def _check_version(self, event: Any) -> None:
        version = getattr(event, "version", None)
        if version is not None and tuple(version) != (1, 2):
            span = Span(event.start_mark.index, event.start_mark.index + 5)
            message = f"the card declares YAML {version[0]}.{version[1]}"
            hint = "remove the `%YAML` line: cards are YAML 1.2"
            self._fault("unsupported-yaml", span, message, hint)

    def _collection_tag(self, event: Any, expected: str) -> None:
        tag = _short_tag(event)
        if tag is not None and tag != expected:
            start = event.start_mark.index
            self._unsupported_tag(event, Span(start, start + 1))

    def _unsupported_tag(self, event: Any, span: Span) -> None:
        tag = str(event.tag).removeprefix(_TAG)
        hint = "remove the tag: a card is plain maps, lists, text and numbers"
        self._fault("unsupported-yaml", span, f"the tag `{tag}` has no meaning on a card", hint)

    def _fault(self, name: str, span: Span, message: str, hint: str = "") -> None:
        self._document.faults.append(Fault(name, span, message, hint))

    def _stop(self, fault: Fault) -> None:
        self._document.faults.append(fault)
        raise _Stop


def _too_large(span: Span, message: str) -> Fault:
    return Fault("too-large", span, message, "a card is a few hundred lines; keep data beside it")


def _short_tag(event: Any) -> str | None:
    """Return an explicit tag without YAML's own prefix; None where there is none (`!` means text)."""
    tag = event.tag
    if tag is None:
        return None
    return "str" if str(tag) == "!" else str(tag).removeprefix(_TAG)


def _resolver_table() -> dict[str, list[tuple[str, Any]]]:
    """Return ruamel's YAML 1.2 patterns of the core types, by first character."""
    table: dict[str, list[tuple[str, Any]]] = {}
    for versions, tag, pattern, first in implicit_resolvers:
        kind = str(tag).removeprefix(_TAG)
        if (1, 2) in versions and kind in _CORE:
            for character in first:
                table.setdefault(character, []).append((kind, pattern))
    return table


_RESOLVERS: Final = _resolver_table()
_WORDS: Final = {"true": True, "false": False}
_BASES: Final = {"0x": 16, "0o": 8, "0b": 2}


def _resolved(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.2's core schema."""
    for kind, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return _constructed(kind, text)
    return recognize_text(text)


def _constructed(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return _WORDS[text.lower()]
    digits = text.replace("_", "").lower()
    if kind == "int":
        return _integer(digits, text)
    number = _float(digits)
    return number if abs(number) < float("inf") else NonFinite(number)


def _integer(digits: str, text: str) -> Any:
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    base = _BASES.get(digits[:2], 10)
    if not digits or len(digits) > 40:
        return recognize_text(text)
    return sign * int(digits if base == 10 else digits[2:] or "0", base)


def _float(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        return float("nan" if "nan" in digits else "inf")


_HINT_BROKEN: Final = "check quotes, brackets and indentation here and on the line above"
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


def _explained(error: YAMLError, document: Document) -> Fault:
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
    return Fault("invalid-yaml", Span(at, at + 1), "the YAML cannot be read from here", _HINT_BROKEN)
