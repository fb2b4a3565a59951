"""What cards state and what they leave as a gap, counted by declared field: one pass over each card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from releasecard import shape
from releasecard.card import MISSING, SOURCES, Card
from releasecard.facts import BROKEN
from releasecard.fields import SCHEMAS, Rules, child, named_fields, question_of
from releasecard.pages.parts import Known
from releasecard.show.values import state
from releasecard.values import Path

RELEASE: Final = ("not_stated", "not_logged", "not_measured", "not_released")
"""The gaps that are the release's."""
AUTHOR: Final = ("not_checked", "to-do", "empty")
"""What the card's author has left open: it says nothing of the release."""
NEVER: Final = "not_applicable"
DISPUTED: Final = "conflict"
BLANK: Final = "blank"
"""The state of what the card must state and does not name at all."""
SECTION: Final = "section"
"""The state of a map in which something is filled: its fields are counted, it only tells that no gap stands in its place."""
_ABOUT_CARD: Final = (*SOURCES, "releasecard", "card", "status")
"""Sections that speak of the card, not of the release."""


class Field(NamedTuple):
    """A declared field: the question that it answers, its path with `*` for ids, and what it is called."""

    question: int
    pattern: str
    title: str


class Place(NamedTuple):
    """A field of a card that is a gap, or is not there: its word, and where."""

    of: Known
    word: str
    path: Path

    @property
    def ids(self) -> list[str]:
        """The ids that lead to it, in the order of its path."""
        return [str(step) for step, kind in zip(self.path, steps(self.of.card, self.path), strict=True) if kind == "*"]


@dataclass(eq=False)
class Tally:
    """A field over all cards: how many places have each state, and which cards report it in all, some, or no places."""

    declared: Field
    states: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    partly: int = 0
    lacking: int = 0
    places: list[Place] = field(default_factory=list)
    """The gaps, by card, in the order that the cards have them."""

    @property
    def filled(self) -> int:
        """Places that state it, disputed ones too: whoever disagrees has reported something."""
        return _reported(self.states)

    @property
    def unreported(self) -> int:
        """Places where that is a gap of the release."""
        return sum(self.states[word] for word in RELEASE)

    @property
    def cards(self) -> int:
        """Cards whose release was asked and looked at: those where it cannot exist, or nobody looked, are not among them."""
        return self.whole + self.partly + self.lacking


def tallied(cards: Iterable[Known]) -> list[Tally]:
    """Return every field that a card states or must state, the least reported first within each question."""
    found: dict[Field, Tally] = {}
    for one in cards:
        by_field: dict[Field, Counter[str]] = {}
        for place, path, word in _stated(one):
            tally = found.setdefault(place, Tally(place))
            by_field.setdefault(place, Counter())[word] += 1
            if word not in ("filled", DISPUTED, SECTION):
                tally.places.append(Place(one, word, path))
        for place, states in by_field.items():
            _add(found[place], states)
    return sorted(found.values(), key=_rank)


def _add(tally: Tally, states: Counter[str]) -> None:
    """Count a card: whether it reports the field wherever it has it, in some places, or in none."""
    tally.states.update(states)
    reported, gaps = _reported(states), sum(states[word] for word in RELEASE)
    tally.whole += bool(reported and not gaps)
    tally.partly += bool(reported and gaps)
    tally.lacking += bool(gaps and not reported)


def _reported(states: Counter[str]) -> int:
    return states["filled"] + states[DISPUTED] + states[SECTION]


def _rank(one: Tally) -> tuple[int, float, float, int, str]:
    cards = max(one.cards, 1)
    return one.declared.question, -one.lacking / cards, -one.partly / cards, -one.cards, one.declared.pattern


def _stated(one: Known) -> Iterator[tuple[Field, Path, str]]:
    """Yield each leaf that a card writes itself, each map, each field that it must state and does not, with its state."""
    walk = _Walk(one)
    for name, value in one.card.written.items():
        if name not in _ABOUT_CARD:
            walk.to((name,), (name,), value, child(one.card.fields, name))
    found = [*walk.found, *((steps(one.card, path), path, BLANK) for path in _blank(one))]
    for pattern, path, word in found:
        declared = field_at(one.facts.kind, pattern) if pattern and pattern[0] not in _ABOUT_CARD else None
        if declared is not None:
            yield declared, path, word


def _blank(one: Known) -> Iterator[Path]:
    """Yield what a card must state and does not, each once."""
    required = (fault.path for fault in one.facts.faults if fault.rule == "required")
    yield from dict.fromkeys((*required, *(path for path, _ in shape.missing(one.card))))


class _Walk:
    """Goes once through what a card writes, the declaration beside it; what is not declared is passed by."""

    def __init__(self, one: Known) -> None:
        self.found: list[tuple[tuple[str, ...], Path, str]] = []
        self._one, self._is_whole = one, one.facts.data is one.card.data

    def to(self, path: Path, pattern: tuple[str, ...], value: Any, rules: Rules | None) -> bool:
        """Take what stands at a path, and tell whether it, or anything in it, is filled.

        A list of plain values is one leaf, and so is a map of whose inside nothing is declared.
        """
        if rules is None:
            return False
        is_free, named = "valuesrules" in rules, named_fields(rules)
        if isinstance(value, dict) and value and (is_free or named):
            inside = [
                self.to((*path, key), (*pattern, "*" if is_free or key not in named else key), item, child(rules, key))
                for key, item in value.items() if key != "like"
            ]  # fmt: skip
            if any(inside):
                self.found.append((pattern, path, SECTION))
            return any(inside)
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            inner = child(rules, 0)
            items = [self.to((*path, at), (*pattern, "*"), item, inner) for at, item in enumerate(value)]
            return any(items)
        if not self._is_whole and not _is_sound(self._one, path):
            return False
        words = [state(item) for item in value] if isinstance(value, list) else []
        word = next((one for one in words if one != "filled"), "filled") if words else state(value)
        self.found.append((pattern, path, word))
        return word in ("filled", DISPUTED)


def _is_sound(one: Known, path: Path) -> bool:
    """Tell whether what stands at a path is of the declared shape; a gap is."""
    value = one.facts.at(*path)
    return value is not MISSING and value is not BROKEN


def steps(card: Card, path: Path) -> tuple[str, ...]:
    """Return a path with `*` in the place of ids and numbers, empty where it leads to nothing that is declared."""
    rules, found = card.fields, []
    for step in path:
        named = not isinstance(step, int) and "valuesrules" not in rules and step in named_fields(rules)
        inner = child(rules, step)
        if inner is None:
            return ()
        found.append(str(step) if named else "*")
        rules = inner
    return tuple(found)


@lru_cache(maxsize=4096)
def field_at(kind: str, pattern: tuple[str, ...]) -> Field | None:
    """Return the field that is declared at a pattern, None where there is none."""
    if not pattern:
        return None
    section = SCHEMAS[kind][pattern[0]]
    rules, titles = {"schema": SCHEMAS[kind]}, []
    for step in pattern:
        rules = child(rules, 0 if step == "*" else step) or child(rules, step) or {}
        titles += [str(rules.get("meta", {}).get("title", step))] if step != "*" else []
    return Field(question_of(section), ".".join(pattern), " · ".join(titles))
