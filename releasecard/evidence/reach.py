"""What the evidence of a claim reaches: from what it names, along the references, through other cards too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from releasecard.evidence.matrix import SETS
from releasecard.facts import Facts, Status, status_of
from releasecard.fields import SCHEMAS, Rules, child, rules_at
from releasecard.fields.environment import ENVIRONMENT
from releasecard.fields.verifiers import RELEASED
from releasecard.shelf import Shelf
from releasecard.values import Path, each

_FOLLOWED: Final = frozenset(
    ("verifier", "verifiers", "rollouts", "protocol", "from", "to", "card", "data", "release", "components", "stage",
     "selector", "scores", "environment", "benchmark")
)  # fmt: skip
"""The fields along which a closure grows; a `like` is resolved before."""
_OF_SECTION: Final = {section: letter for letter, (section, _) in SETS.items()} | {"baselines": "B", "stages": "T"}
_OWN: Final = {"verifier": frozenset(RELEASED), "environment": frozenset((*ENVIRONMENT, "variants"))}
"""The fields at the top of a card that speak of what it is about."""
_MOST: Final = 200
"""Places that one closure may come to: the largest on a real card comes to some thirty."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on a card that evidence reaches; the path `()` is the card itself.

    `described_on` is the card that says more of it, `away` the reference to one that is not at hand.
    """

    facts: Facts
    path: Path
    described_on: Facts | None = None
    away: str = ""

    @property
    def places(self) -> tuple[tuple[Facts, Path], ...]:
        """Where it is described: on its own card, then on the one that it refers to."""
        return ((self.facts, self.path), *([(self.described_on, ())] if self.described_on is not None else []))


@dataclass
class Reach:
    """All that the evidence of a claim reaches: things by the letter of their set, in the order they were met."""

    facts: Facts
    sets: dict[str, list[Thing]] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)
    """References that lead to cards which are not at hand."""
    paths: set[Path] = field(default_factory=set)
    """What is reached on the claim's own card."""
    named: set[Path] = field(default_factory=set)
    """What the claim names itself there."""
    gaps: list[tuple[Path, str]] = field(default_factory=list)
    """Gaps that stand where it was led, with their words."""
    is_cut: bool = False
    """Whether there is more than is followed."""

    def of(self, letter: str) -> list[Thing]:
        """Return the things of a set."""
        return self.sets.get(letter, [])


def reach(facts: Facts, shelf: Shelf, *starts: tuple[Path, str]) -> Reach:
    """Return what is reached from texts that name a path, here or elsewhere, each with its place on the card."""
    found = Reach(facts)
    walk = _Walk(found, shelf)
    for _, word in starts:
        path = facts.card.find(word) if "@" not in word else None
        found.named.update([path] if path is not None else ())
        walk.to(facts, word)
    return found


class _Walk:
    """One closure being made: cycle-safe and bounded."""

    def __init__(self, found: Reach, shelf: Shelf) -> None:
        self.found, self.shelf = found, shelf
        self._seen: set[tuple[int, Path]] = set()
        self._taken: set[tuple[int, Path]] = set()

    def to(self, facts: Facts, word: str) -> None:
        """Go to what a text names: a path on that card, or `name@version#path`."""
        if "@" in word:
            other = self.shelf.find(word)
            if other is None:
                self.found.away.append(word)
                return
            facts, word = other, word.partition("#")[2]
        path = facts.card.find(word) if word else ()
        if path is not None:
            self.visit(facts, path)

    def visit(self, facts: Facts, path: Path) -> None:
        """Take what stands at a path into its set, and follow what it refers to."""
        self.found.is_cut = self.found.is_cut or len(self._seen) > _MOST
        if (id(facts), path) in self._seen or self.found.is_cut:
            return
        self._seen.add((id(facts), path))
        if facts is self.found.facts:
            self.found.paths.add(path)
            if facts.status(*path) is Status.GAP:
                self.found.gaps.append((path, str(getattr(facts.at(*path), "word", "not known"))))
        for thing in _things(facts, path):
            self._take(facts, thing)
        rules = rules_at(facts.kind, path) if path else {"schema": SCHEMAS[facts.kind]}
        if path and rules is not None:
            self._follow(facts, facts.at(*path), rules)

    def _take(self, facts: Facts, path: Path) -> None:
        """Put a thing into its set; the card that describes it more fully comes with it."""
        letter = _letter(facts, path)
        if not letter or self.found.is_cut or (id(facts), path) in self._taken:
            return
        self._taken.add((id(facts), path))
        self.found.is_cut = len(self._taken) > _MOST
        members = self.found.sets.setdefault(letter, [])
        reference = facts.plain(*path, "card") if letter == "V" and path else None
        other = self.shelf.find(reference) if isinstance(reference, str) else None
        members.append(Thing(facts, path, other, str(reference) if reference and other is None else ""))
        self._seen.add((id(facts), path))
        if letter == "O" and isinstance(facts.at(*path, "trajectory"), dict):
            self.found.sets.setdefault("E", []).append(Thing(facts, (*path, "trajectory")))
        if letter in ("V", "R", "C", "B"):  # to name a part of one is to name it
            rules = rules_at(facts.kind, path) if path else {"schema": RELEASED}
            self._follow(facts, facts.at(*path), rules or {})

    def _follow(self, facts: Facts, value: Any, rules: Rules, name: str = "") -> None:
        if self.found.is_cut:
            return
        if name in _FOLLOWED:
            self._referred(facts, value, rules, name)
        if isinstance(value, dict):
            for key, item in value.items():
                inner = child(rules, key)
                if inner is not None:
                    self._follow(facts, item, inner, str(key))
        elif isinstance(value, list):
            inner = child(rules, 0)
            for item in value if inner is not None and isinstance(inner.get("schema"), dict) else ():
                self._follow(facts, item, inner or {})

    def _referred(self, facts: Facts, value: Any, rules: Rules, name: str) -> None:
        """Follow the ids, paths and cards that a field names."""
        meta = rules.get("meta", {})
        if "keys_refer" in meta and isinstance(value, dict):
            for key in value:
                self._named(facts, key, (meta["keys_refer"],))
        elif "refers" in meta or rules.get("check_with") in ("reference", "release"):
            for _, word in each((), value):
                if isinstance(word, str) and status_of(word) is Status.OK:
                    self._named(facts, word, meta.get("refers", ()), name)

    def _named(self, facts: Facts, word: str, sections: Any, name: str = "") -> None:
        if "@" in word:
            other = self.shelf.find(word)
            if other is not None and name == "environment":
                self._take(other, ())
            elif name != "card":  # a verifier's own card is kept with it
                self.to(facts, word)
        elif sections == "path":
            self.to(facts, word)
        elif word == "self" and facts.kind == "verifier":
            self.visit(facts, ("checks",))
        else:
            for section in sections:
                path = (*section.split("."), word)
                if isinstance(facts.at(*path), dict):
                    self.visit(facts, path)
                    return


def _things(facts: Facts, path: Path) -> Iterator[Path]:
    """Yield the things that a path stands for: all of a section, the one that it leads into, or the card itself."""
    if not path:
        return
    section = str(path[0])
    if section in ("objects", "verifiers", "rollouts", "comparisons", "baselines", "stages"):
        if len(path) > 1:
            yield path[:2]
        else:
            yield from ((section, key) for key in facts.things(section))
    elif section in ("provenance", "scaling"):
        yield (section,)
    elif section in _OWN.get(facts.kind, ()):
        yield ()


def _letter(facts: Facts, path: Path) -> str:
    """Return the letter of the set that a thing belongs to, empty for what is in none."""
    if path:
        return _OF_SECTION.get(str(path[0]), "")
    return {"verifier": "V", "environment": "E"}.get(facts.kind, "")
