"""The declaration field by field: what stands in the same words at several places is one field, with one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from releasecard.fields import SCHEMAS, Fields, Rules, child, named_fields
from releasecard.values import Path

_INDEX: Final = re.compile(r"\[\d*\]")
_SAME: Final = ("type", "allowed", "check_with", "min", "max")
_SAID: Final = ("title", "doc", "example", "words", "refers", "plugin")


class Place(NamedTuple):
    """Where a field stands: a kind of card, and a pattern (`rollouts.*.seed`, `[]` for the items of a list)."""

    kind: str
    pattern: str
    rules: Rules


@dataclass(frozen=True, eq=False)
class Field:
    """A declared field: its name, that of the page that explains it, and its places, the most general first."""

    name: str
    places: tuple[Place, ...]

    @property
    def first(self) -> Place:
        """Its most general place."""
        return self.places[0]

    @property
    def rules(self) -> Rules:
        """What is declared for it, at its first place."""
        return self.first.rules

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of cards that have it."""
        return tuple(dict.fromkeys(place.kind for place in self.places))


@dataclass(frozen=True, eq=False)
class Declaration:
    """All fields, in declared order."""

    schemas: tuple[Fields, ...]
    fields: tuple[Field, ...]

    @cached_property
    def _by_rules(self) -> dict[int, Field]:
        return {id(place.rules): field for field in self.fields for place in field.places}

    def of(self, rules: Rules | None) -> Field | None:
        """Return the field that *rules* are declared for; None for an entry of a map or list, which has no words of its own."""
        return self._by_rules.get(id(rules))


def declaration() -> Declaration:
    """Return all fields, those of plugins that take part too."""
    return _declaration(tuple(map(id, SCHEMAS.values())))


def field_page(kind: str, path: Path | str, folder: str = "fields") -> str | None:
    """Return the source path of the page that explains what stands at a path or a pattern: `fields/rollouts.seed.md`.

    An entry with a free key is explained with the field that holds it. None where nothing is declared.
    """
    steps = _INDEX.sub(".*", path).split(".") if isinstance(path, str) else path
    known, found = declaration(), None
    rules: Rules | None = {"schema": SCHEMAS[kind]}
    for step in steps:
        rules = child(rules, step) if rules is not None else None
        found = known.of(rules) or found
    if rules is None or found is None:
        return None
    return f"{folder}/{found.name}.md"


@lru_cache(maxsize=1)
def _declaration(_schemas: tuple[int, ...]) -> Declaration:
    """Return the fields of the schemas as they are; it keeps these, so that nothing else can have their ids."""
    alike: dict[str, list[Place]] = {}
    for kind, fields in SCHEMAS.items():
        for name, rules in fields.items():
            for place in _below(kind, name, rules):
                alike.setdefault(_words(place), []).append(place)
    taken, found = {"index", *SCHEMAS}, []
    for places in alike.values():
        kinds = {pattern: sum(one.pattern == pattern for one in places) for _, pattern, _ in places}
        ordered = sorted(places, key=lambda one: _rank(one.pattern, kinds[one.pattern]))
        name = _free(ordered[0].pattern, taken)
        taken.add(name)
        found.append(Field(name, tuple(ordered)))
    return Declaration(tuple(SCHEMAS.values()), tuple(found))


def _below(kind: str, pattern: str, rules: Rules) -> Iterator[Place]:
    """Yield a field and all that is declared by name below it."""
    if "meta" in rules:
        yield Place(kind, pattern, rules)
    while "valuesrules" in rules:
        pattern, rules = f"{pattern}.*", rules["valuesrules"]
    if "list" in rules.get("type", ()) and named_fields(rules.get("schema", {})):
        pattern, rules = f"{pattern}[]", rules["schema"]
    for name, one in named_fields(rules).items():
        yield from _below(kind, f"{pattern}.{name}", one)


def _words(place: Place) -> str:
    """Return what tells a field from others: its key, and all that is said of it."""
    rules, meta = place.rules, place.rules["meta"]
    same = [rules.get(key) for key in _SAME] + [meta.get(key) for key in _SAID]
    return f"{place.pattern.rpartition('.')[2]} {same}"


def _rank(pattern: str, kinds: int) -> tuple[bool, int, int, int, str]:
    return pattern.startswith("variants."), -kinds, pattern.count("."), len(pattern), pattern


def _free(pattern: str, taken: set[str]) -> str:
    """Return a pattern as a name for a file that no other has, on file systems too that do not know capitals."""
    name = pattern.replace(".*", "").replace("[]", "").lower()
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
