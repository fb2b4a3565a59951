"""Data and nodes from parse events, the way YAML's own composer and constructor would build them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

from releasecard.document.nodes import MAX_DEPTH, MAX_KEY, MAX_NODES, Document, Fault, Node, too_large
from releasecard.document.scalars import CORE, TAG, resolved
from releasecard.stated import recognize_mapping, recognize_text
from releasecard.values import Span


class Stopped(Exception):  # noqa: N818 not an error of ours: the fault that says why is on the document
    """Reading cannot go on."""


class Composer:
    """Reads one document from a source of events, faults and all."""

    def __init__(self, document: Document, next_event: Callable[[], Any]) -> None:
        self._document = document
        self._next = next_event
        self._anchors: dict[str, tuple[Any, Node, int]] = {}
        self._open_anchors: set[str] = set()
        self._count = 0

    def compose(self) -> Any:
        """Return the document's data; its nodes and faults are on the document. Raises Stopped."""
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
            self._stop(too_large(Span(start, start + 1), f"nested more than {MAX_DEPTH} deep"))
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
        self._counted(len(text) // 100, span.start)  # a long text in many aliases is as much as many values
        self._document.scalars.append(span)
        tag = _short_tag(event)
        if tag is not None and tag not in (*CORE, "str", "timestamp"):
            self._unsupported_tag(event, span)
        plain = event.implicit[0] if tag is None else tag in CORE
        node = Node(span.start, span.end, text)
        node.plain = plain
        return (resolved(text) if plain else recognize_text(text)), node

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
            if len(event.value) > MAX_KEY:
                self._stop(too_large(span, f"a key of more than {MAX_KEY:,} characters"))
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
        node.children, node.plain, node.alias = target.children, target.plain, True
        return data, node

    def _counted(self, nodes: int, start: int) -> None:
        self._count += nodes
        if self._count > MAX_NODES:
            message = f"more than {MAX_NODES:,} values, aliases counted each time they are used"
            self._stop(too_large(Span(start, start + 1), message))

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
        tag = str(event.tag).removeprefix(TAG)
        hint = "remove the tag: a card is plain maps, lists, text and numbers"
        self._fault("unsupported-yaml", span, f"the tag `{tag}` has no meaning on a card", hint)

    def _fault(self, name: str, span: Span, message: str, hint: str = "") -> None:
        self._document.faults.append(Fault(name, span, message, hint))

    def _stop(self, fault: Fault) -> None:
        self._document.faults.append(fault)
        raise Stopped


def _short_tag(event: Any) -> str | None:
    """Return an explicit tag without YAML's own prefix; None where there is none (`!` means text)."""
    tag = event.tag
    if tag is None:
        return None
    return "str" if str(tag) == "!" else str(tag).removeprefix(TAG)
