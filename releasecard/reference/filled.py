"""Who fills a field: one pass over what the cards of a collection write, with the declaration beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field as attribute
from typing import Any, Final, NamedTuple

from releasecard.fields import Rules, child, named_fields
from releasecard.fields.declared import Declaration, Field, declaration
from releasecard.pages.collection import Collection
from releasecard.pages.parts import Known, known
from releasecard.show.values import state
from releasecard.values import Path

MOST_CARDS: Final = 20
MOST_PLACES: Final = 8
"""Cards that a field's page shows, and values of each."""
STATED: Final = ("filled", "conflict")


class Value(NamedTuple):
    """What a card writes at a place of a field: its path, the ids that lead to it, what stands there and its state."""

    path: Path
    ids: tuple[str, ...]
    value: Any
    word: str


@dataclass(eq=False)
class Uses:
    """A field over all cards: how many places have each state, and what stands on the first cards, those that state it first."""

    states: Counter[str] = attribute(default_factory=Counter)
    cards: int = 0
    """Cards that name it, be it as a gap."""
    stating: int = 0
    """Cards that state it somewhere."""
    lacking: int = 0
    """Cards that state it nowhere, and where it could be."""
    stated: list[tuple[Known, list[Value], int]] = attribute(default_factory=list)
    gaps: list[tuple[Known, list[Value], int]] = attribute(default_factory=list)
    """For a card its first values, and how many it has in all."""

    def add(self, one: Known, values: list[Value]) -> None:
        """Count a card that has *values* there."""
        states = Counter(value.word for value in values)
        is_stated = any(states[word] for word in STATED)
        self.states.update(states)
        self.cards += 1
        self.stating += is_stated
        self.lacking += not is_stated and set(states) != {"not_applicable"}
        kept = self.stated if is_stated else self.gaps
        if len(kept) < MOST_CARDS:
            kept.append((one, values[:MOST_PLACES], len(values)))

    @property
    def shown(self) -> list[tuple[Known, list[Value], int]]:
        """The cards that a page shows."""
        return [*self.stated, *self.gaps][:MOST_CARDS]


@dataclass(frozen=True, eq=False)
class Filled:
    """What the cards of a collection fill: the uses of each field, and how many cards of each kind there are."""

    collection: Collection
    uses: dict[Field, Uses]
    kinds: Counter[str]

    def cards(self, field: Field) -> int:
        """Return how many cards are of a kind that has the field."""
        return sum(self.kinds[kind] for kind in field.kinds)


def filled(collection: Collection) -> Filled:
    """Return what the cards of a collection fill; files that are no card fill nothing."""
    declared, found = declaration(), Filled(collection, {}, Counter())
    for one in known(collection):
        found.kinds[one.facts.kind] += 1
        walk = _Walk(declared)
        walk.into((), (), one.card.written, one.card.fields)
        for field, values in walk.found.items():
            found.uses.setdefault(field, Uses()).add(one, values)
    return found


class _Walk:
    """Goes once through what a card writes; the sides of a conflict are one value."""

    def __init__(self, declared: Declaration) -> None:
        self.found: dict[Field, list[Value]] = {}
        self._declared = declared

    def into(self, path: Path, ids: tuple[str, ...], value: Any, rules: Rules) -> None:
        """Take what stands below a path."""
        if isinstance(value, dict):
            named = {} if "valuesrules" in rules else named_fields(rules)
            for key, item in value.items():
                self._at((*path, key), ids if key in named else (*ids, str(key)), item, child(rules, key))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._at((*path, index), ids, item, child(rules, index))

    def _at(self, path: Path, ids: tuple[str, ...], value: Any, rules: Rules | None) -> None:
        if rules is None:
            return
        field = self._declared.of(rules)
        if field is not None:
            self.found.setdefault(field, []).append(Value(path, ids, value, state(value)))
        self.into(path, ids, value, rules)
