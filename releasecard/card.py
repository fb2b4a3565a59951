"""A card: what a document says, with `like` resolved, and how its paths, ids and citations are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final, TypeAlias

from releasecard.document.nodes import Document, Node
from releasecard.fields import FORMATS, SCHEMAS, Rules, child
from releasecard.formats import Citation, citation, nearest
from releasecard.likes import Likes
from releasecard.stated import Conflict, Gap
from releasecard.values import Path

MISSING: Final = object()
SOURCES: Final = ("conflicts", "sources", "cited")
"""The sections that say where a card's statements come from."""
_MOST_DOTS: Final = 6
_INDEX: Final = re.compile("[0-9]{1,6}")
MAX_SUGGESTIONS: Final = 50
_Cited: TypeAlias = tuple[str, list[Citation]]


class Card:
    """A document that was read to the end and is a map: `written` as it stands, `data` with `like` resolved."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.written: dict[str, Any] = document.data
        self._likes = Likes()
        self._suggested = 0
        self._homes: dict[Path, Path | None] = {}
        self._nearest: dict[Path, _Cited | None] = {}

    @cached_property
    def data(self) -> dict[str, Any]:
        """The card with every `like` resolved; the same object as `written` where there is none."""
        resolved: dict[str, Any] = self._likes.resolved(self.written)
        return resolved if not self._likes.overgrown else self.written

    @property
    def overgrown(self) -> bool:
        """Whether `like` would make more of the text than any card says; then none is resolved."""
        return self.data is not None and self._likes.overgrown

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the word that *word* was most likely meant to be; gives up on cards with very many faults."""
        self._suggested += 1
        return nearest(word, known) if self._suggested <= MAX_SUGGESTIONS else None

    @property
    def kind(self) -> str | None:
        """The card's kind where it is one that this program knows, in a format that it reads."""
        kind, version = self.written.get("kind"), self.written.get("releasecard")
        known = isinstance(kind, str) and kind in SCHEMAS
        readable = type(version) is int and version in FORMATS
        return str(kind) if known and readable else None

    @property
    def fields(self) -> Rules:
        """The declaration of the card's kind, as rules of the whole."""
        return {"type": "dict", "schema": SCHEMAS[self.kind or "dataset"]}

    def written_at(self, path: Path) -> Any:
        """Return what is written at *path*, gaps and conflicts included, or `MISSING`."""
        return _at(self.written, path)

    def at(self, path: Path) -> Any:
        """Return what holds at *path* once `like` is resolved, or `MISSING`."""
        return _at(self.data, path)

    def ids(self, section: str) -> list[str]:
        """Return the ids of a section of things (`baselines`, `scaling.fits`), empty where it is absent or a gap."""
        value = self.at(tuple(section.split(".")))
        return list(value) if isinstance(value, dict) else []

    def inherited_from(self, path: Path) -> str | None:
        """Return the sibling that the value at *path* is inherited from, None where the card writes it there itself."""
        if self.written_at(path) is not MISSING:
            return None
        return next((self._heirs[path[:end]] for end in range(len(path) - 1, 0, -1) if path[:end] in self._heirs), None)

    def find(self, text: str) -> Path | None:
        """Return the path that a dotted text names on this card, or None where it leads nowhere."""
        return find(self.data, text)

    @cached_property
    def paths(self) -> list[str]:
        """The dotted paths that people refer to: sections, the things in them, and the fields of these."""
        found = list(self.data)
        for name, section in self.data.items():
            for key, thing in section.items() if isinstance(section, dict) else ():
                found.append(f"{name}.{key}")
                found += [f"{name}.{key}.{inner}" for inner in (thing if isinstance(thing, dict) else ())]
        return found[:2000]

    @cached_property
    def citations(self) -> list[tuple[str, Path | None, list[Citation]]]:
        """What `cited` says, in written order: each key, the path it names (None for a pattern), its citations."""
        cited = self.data.get("cited")
        pairs = cited.items() if isinstance(cited, dict) else ()
        return [(key, self.find(key), list(_citations(value))) for key, value in pairs]

    @cached_property
    def _cited_paths(self) -> dict[Path, _Cited]:
        return {named: (key, citations) for key, named, citations in self.citations if named is not None}

    @cached_property
    def _families(self) -> dict[tuple[str, ...], dict[str, tuple[int, _Cited]]]:
        """The patterns of `cited`: by the steps above the last one, by how that begins, with their place in the list."""
        found: dict[tuple[str, ...], dict[str, tuple[int, _Cited]]] = {}
        for number, (key, named, citations) in enumerate(self.citations):
            if named is None and key.endswith("*"):
                *above, start = key.rstrip("*").split(".")
                found.setdefault(tuple(above), {}).setdefault(start, (number, (key, citations)))
        return found

    def cited(self, path: Path) -> tuple[str, list[Citation]] | None:
        """Return the nearest `cited` entry that covers *path*, `all` last, with its key."""
        if path not in self._nearest:
            here = self._cited_paths.get(path) or self._family(path) if path else self._rest
            self._nearest[path] = here or (self.cited(path[:-1]) if path else None)
        return self._nearest[path]

    @cached_property
    def _rest(self) -> _Cited | None:
        return next(((key, citations) for key, _, citations in self.citations if key == "all"), None)

    def _family(self, path: Path) -> _Cited | None:
        """Return the first pattern that covers the last step of *path*."""
        *above, last = map(str, path)
        family = self._families.get(tuple(above))
        starts = (last[:end] for end in range(len(last) + 1)) if family else ()
        return min((family[start] for start in starts if start in family), default=(0, None))[1] if family else None

    def home(self, path: Path) -> Path | None:
        """Return the path where the value at *path* is written: in a sibling if it is inherited, None if nowhere."""
        way: list[Path] = []
        while path not in self._homes:
            way.append(path)
            self._homes[path] = None  # where a circle comes back to
            if self.document.node(path) is not None:
                self._homes[path] = path
            else:
                path = self._beside(path)
        self._homes.update(dict.fromkeys(way, self._homes[path]))
        return self._homes[path]

    def _beside(self, path: Path) -> Path:
        """Return the same place in the sibling that the innermost `like` around *path* names, *path* if there is none."""
        end = next((end for end in range(len(path) - 1, 0, -1) if path[:end] in self._heirs), 0)
        return (*path[: end - 1], self._heirs[path[:end]], *path[end:]) if end else path

    @cached_property
    def _heirs(self) -> dict[Path, str]:
        """The things that are `like` a sibling, with its id."""
        likes = ((path, value) for path, value, _ in self.values if len(path) > 1 and path[-1] == "like")
        return {path[:-1]: value for path, value in likes if isinstance(value, str)}

    def is_sourced(self, path: Path) -> bool:
        """Tell whether a source may stand behind what is at *path*: not behind what nobody looked up, nor the sources."""
        value = self.at(path)
        return path[0] not in SOURCES and not (isinstance(value, Gap) and value.word == "not_checked")

    def node(self, path: Path) -> Node | None:
        """Return where the value at *path* is written, be it in a sibling that it is inherited from."""
        home = self.home(path)
        return None if home is None else self.document.node(home)

    def text(self, path: Path) -> str:
        """Return a plain value as the card writes it, so that `50.0` is not 50; empty where none stands."""
        node, value = self.node(path), self.at(path)
        written = node.text if node is not None else None
        return ("" if value is None else str(value)) if written is None else written

    @cached_property
    def cut(self) -> set[Path]:
        """The keys without a value that a comma made of a text in braces: `{not_stated: so, see the paper}`."""
        found: set[Path] = set()
        for path, value, _ in self.values:
            node = self.document.node(path) if isinstance(value, dict) and None in value.values() else None
            if node is not None and node.flow and any(isinstance(item, (str, Gap)) for item in value.values()):
                bare = (key for key, item in value.items() if item is None and key in node.children)
                found.update((*path, key) for key in bare if node.children[key].start == node.children[key].end)
        return found

    @cached_property
    def values(self) -> list[tuple[Path, Any, Rules | None]]:
        """Every written value with its path and the rules declared for it, parents first."""
        found: list[tuple[Path, Any, Rules | None]] = []
        _walk((), self.written, self.fields, found)
        return found


def find(data: Any, text: str) -> Path | None:
    """Return the path that a dotted text names under *data*; keys with dots in them are found too."""
    return _find(data, text.replace("[", ".").replace("]", "").split("."))


def _find(data: Any, steps: list[str]) -> Path | None:
    if not steps:
        return ()
    if isinstance(data, list) and _INDEX.fullmatch(steps[0]) and int(steps[0]) < len(data):
        rest = _find(data[int(steps[0])], steps[1:])
        return None if rest is None else (int(steps[0]), *rest)
    for taken in range(1, min(len(steps), _MOST_DOTS) + 1) if isinstance(data, dict) else ():
        key = ".".join(steps[:taken])
        rest = _find(data[key], steps[taken:]) if key in data else None
        if rest is not None:
            return (key, *rest)
    return None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, Conflict):
            data = {"conflict": data.sides}
        inside = isinstance(data, dict) and step in data
        inside = inside or (isinstance(data, list) and isinstance(step, int) and step < len(data))
        if not inside:
            return MISSING
        data = data[step]
    return data


def _citations(value: Any) -> Iterator[Citation]:
    for one in value if isinstance(value, list) else [value]:
        read = citation(one)
        if read is not None:
            yield read


def _walk(path: Path, value: Any, rules: Rules | None, found: list[tuple[Path, Any, Rules | None]]) -> None:
    found.append((path, value, rules))
    if isinstance(value, dict):
        for key, item in value.items():
            _walk((*path, key), item, rules and child(rules, key), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _walk((*path, index), item, rules and child(rules, index), found)
    elif isinstance(value, Conflict):
        for side, item in value.sides.items():
            _walk((*path, "conflict", side), item, rules, found)
