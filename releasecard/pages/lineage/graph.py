"""Which cards and things outside the collection are made from which: one look at each card, and what its fields name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from releasecard.formats import reference, url
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.lineage.roles import MENTION, ROLES
from releasecard.pages.parts import Known, known, named as short
from releasecard.show.lineage import DOWN, UP, Named, folded, named
from releasecard.stated import Conflict, Gap
from releasecard.values import Path

_WRITERS: Final[Path] = ("provenance", "traces", "models")
_UP: Final[tuple[Named, ...]] = (
    *UP,
    ("predecessor", "provenance.lineage", ("predecessors",)),
    ("teacher", "provenance.traces.models.*", ("name",)),
    ("judge", "verifiers.*.judge", ("model",)),
    ("judge", "judge", ("model",)),
    ("simulated user", "user_simulator", ("model",)),
)
_DOWN: Final = frozenset(role for role, _, _ in DOWN)
_MENTIONED: Final = re.compile(r"(?<![\w./-])[\w.-]{1,200}@[\w.+-]*\w(?:#[\w.*-]*\w)?")
_MOST: Final = 500
"""Names that count of one card."""
_HOST: Final = re.compile(r"^https?://(?:www\.)?(?:huggingface\.co/(?:datasets/)?|github\.com/)?", re.IGNORECASE)
_LONGEST: Final = 300


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """A card of the collection, or a thing outside it that cards name, some by its address."""

    label: str
    kind: str
    entry: Entry | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a card says that an edge is there, and what the one that it names is to it."""

    role: str
    by: Known
    path: Path


@dataclass(frozen=True, eq=False, slots=True)
class Edge:
    """`source` was there first, `target` stands on it. `version` is the one meant, where the card at hand is of another."""

    source: Node
    target: Node
    version: str
    said: list[Statement] = field(default_factory=list)

    @property
    def roles(self) -> tuple[str, ...]:
        """What one is to the other, each once; that it is referred to counts only where nothing else does."""
        roles = dict.fromkeys(one.role for one in self.said)
        return tuple(role for role in roles if role != MENTION or len(roles) == 1)


_Ends: TypeAlias = tuple[Node, Node, str]


class Graph:
    """The cards of a collection, the things that they name, and the edges between them, in the order of the cards."""

    def __init__(self, collection: Collection) -> None:
        self.cards: dict[Entry, Node] = {}
        self.edges: dict[_Ends, Edge] = {}
        self._things: dict[str, Node] = {}
        self._names: dict[str, Entry] = {}
        self._makers: dict[str, Entry] = {}
        self._collection = collection
        every = list(known(collection))
        for one in every:
            self._put(one)
        for one in every:
            self._draw(one)

    @cached_property
    def up(self) -> dict[Node, list[Edge]]:
        """The edges that lead to a node, from what it stands on."""
        found: dict[Node, list[Edge]] = {}
        for edge in self.edges.values():
            found.setdefault(edge.target, []).append(edge)
        return found

    @cached_property
    def down(self) -> dict[Node, list[Edge]]:
        """The edges that lead away from a node, to what stands on it."""
        found: dict[Node, list[Edge]] = {}
        for edge in self.edges.values():
            found.setdefault(edge.source, []).append(edge)
        return found

    @cached_property
    def shared(self) -> list[Edge]:
        """The edges between cards, and those to things outside that two or more cards name."""
        by: dict[Node, set[Node]] = {}
        for edge in self.edges.values():
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if one.entry is None:
                    by.setdefault(one, set()).add(other)
        return [
            edge
            for edge in self.edges.values()
            if all(one.entry is not None or len(by[one]) > 1 for one in (edge.source, edge.target))
        ]

    def _put(self, one: Known) -> None:
        """Let a card be found by its name, the newest of several, and by the models that its stages make."""
        self.cards[one.entry] = Node(short(one.entry), str(one.card.kind), one.entry)
        name = folded(one.entry.text("name"))
        other = self._names.get(name)
        if name and (other is None or other.text("released") < one.entry.text("released")):
            self._names[name] = one.entry
        for stage in one.facts.things("stages"):
            made = one.facts.plain("stages", stage, "makes")
            if isinstance(made, str):
                self._makers.setdefault(folded(made), one.entry)

    def _draw(self, one: Known) -> None:
        places: set[Path] = set()
        for number, (role, path) in enumerate(_names(one)):
            if number >= _MOST:
                return
            places.add(path)
            for name in _texts(one.card.at(path)):
                self._add(Statement(role, one, path), name)
        for path, name, is_declared in list(_mentions(one))[:_MOST]:
            if path[:1] == ("revisions",):
                continue  # what became of a release was not there first
            if path not in places and (is_declared or self._is_here(name)):
                self._add(
                    Statement("verifier" if is_declared and "verifier" in path[-2:] else MENTION, one, path), name
                )

    def _add(self, said: Statement, name: str) -> None:
        own, (other, version) = self.cards[said.by.entry], self._found(said, name)
        if other is own:
            return  # what stands on itself is a finding, and no picture
        ends: _Ends = (own, other, version) if said.role in _DOWN else (other, own, version)
        self.edges.setdefault(ends, Edge(*ends)).said.append(said)

    def _found(self, said: Statement, name: str) -> tuple[Node, str]:
        """Return who has a name, and the version that is meant where no card of that version is here."""
        exact = self._collection.find(name)
        if exact is not None and exact in self.cards:
            return self.cards[exact], ""
        base, _, version = name.partition("#")[0].partition("@") if not reference(name) else (name, "", "")
        entry = self._names.get(folded(base))
        if entry is None and ROLES[said.role].kind == "model":
            maker = self._makers.get(folded(name))
            entry = maker if maker is not said.by.entry else None
        if entry is not None and not (version and entry is said.by.entry):
            return self.cards[entry], version
        return self._thing(f"{base}@{version}" if version else name, ROLES[said.role].kind), ""

    def _thing(self, name: str, kind: str) -> Node:
        """Return a thing outside; an address is called without what all of them begin with."""
        address = "" if url(name) else name
        name = _HOST.sub("", name).rstrip("/") if address else " ".join(name.split())
        label = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        return self._things.setdefault(folded(name), Node(label, kind, None, address))

    def _is_here(self, name: str) -> bool:
        return not reference(name) and folded(name.partition("@")[0]) in self._names


def _names(one: Known) -> Iterator[tuple[str, Path]]:
    told = one.facts.things(*_WRITERS)  # else several may stand as one, "four of 17 models"
    yield from (pair for pair in named(one.card, _UP) if not told or pair[1] != (*_WRITERS[:-1], "model"))
    for name in () if told else one.facts.things("rollouts"):
        if one.facts.plain("rollouts", name, "purpose") == "writing":
            yield "teacher", ("rollouts", name, "model")
    yield from named(one.card, DOWN)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Conflict):
        for side in value.sides.values():
            yield from _texts(side)
    elif isinstance(value, str) and value.strip():
        yield value.strip()


def _mentions(one: Known) -> Iterator[tuple[Path, str, bool]]:
    """Yield the references to other cards in all texts of a card, and whether they stand where one is declared to."""
    own = one.entry.reference.partition("@")[0]
    for path, value, rules in one.card.values:
        text = value.detail if isinstance(value, Gap) else value
        if isinstance(text, str) and "@" in text:
            is_declared = (rules or {}).get("check_with") == "reference" or "verifier" in path[-2:]
            for word in dict.fromkeys(_MENTIONED.findall(text)):
                if word.partition("@")[0] != own:
                    yield path, word, is_declared and word == text
