"""Systematic damage to real cards: what a careless author does that each rule exists for, a module for each family."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as File
from typing import Any, Final, Literal, TypeAlias

from releasecard.card import MISSING, Card
from releasecard.document import read
from releasecard.edit.draft import Draft
from releasecard.evidence.verdict import Word
from releasecard.facts import Facts
from releasecard.lint import Linted, lint_text
from releasecard.shelf import Shelf
from releasecard.values import Path

CARDS: Final = sorted((File(__file__).parents[2] / "site" / "cards").glob("*.card.yaml"))
SHELF: Final = Shelf(CARDS)
GONE: Final = object()
"""In the place of a value: what stands there is taken out."""

Operation: TypeAlias = Literal["drop", "blank", "contradict", "shift", "add"]


class Changes(dict[Path, Any]):
    """Values by the path where they are put, or `GONE`; an empty one says that there is nothing to damage."""


class Real:
    """A real card: its facts, undamaged, and what lint says of it."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.name = file.name.removesuffix(".card.yaml")
        self.text = file.read_text("utf-8")

    @cached_property
    def facts(self) -> Facts:
        """What it says."""
        return Facts(Card(read(self.text)))

    @cached_property
    def linted(self) -> Linted:
        """What lint says of it among all real cards."""
        return lint_text(self.text, str(self.file), SHELF)

    @cached_property
    def verdicts(self) -> dict[str, Word]:
        """The verdict of each claim by its id."""
        return {str(one.claim[-1]): one.word for one in self.linted.verdicts}

    @cached_property
    def _draft(self) -> Draft:
        return Draft(self.text)

    def at(self, *path: str | int) -> Any:
        """Return the value at a path, None where there is none or a gap."""
        return self.facts.plain(*path)

    def things(self, *path: str | int) -> dict[str, dict[str, Any]]:
        """Return the things of a section by id."""
        return self.facts.things(*path)

    def words(self, *path: str | int) -> list[str]:
        """Return the texts at a path that holds one or a list of them."""
        return self.facts.words(*path)

    def is_written(self, path: Path) -> bool:
        """Tell whether a path stands on the card itself, not inherited."""
        return self.facts.card.written_at(path) is not MISSING

    def damaged(self, changes: Mapping[Path, Any]) -> str:
        """Return its text with the changes made, every other byte kept."""
        draft = copy.copy(self._draft)
        for path, value in changes.items():
            if value is GONE:
                draft.delete(path)
            else:
                _put(draft, path, value)
        return draft.text


def _put(draft: Draft, path: Path, value: Any) -> None:
    """Write a value, be its key or item there or not; a gap in its way gives way."""
    held: Any = draft.document.data
    end = 0
    for step in path:
        if not _holds(held, step):
            break
        held, end = held[step], end + 1
    is_open = end < len(path) and isinstance(held, (dict, list)) and bool(held)
    for step in reversed(path[end + is_open :]):
        value = {step: value} if isinstance(step, str) else [value]
    if is_open:
        draft.insert(path[: end + 1], value)
    else:
        draft.replace(path[:end], value)


def _holds(value: Any, step: str | int) -> bool:
    return (isinstance(value, dict) and step in value) or (
        isinstance(value, list) and isinstance(step, int) and step < len(value)
    )


REALS: Final = [Real(file) for file in CARDS]
BY_NAME: Final = {real.name: real for real in REALS}

To: TypeAlias = Callable[[Real, Path], Any]


def always(_real: Real, _at: Path) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True)
class Damage:
    """One kind of damage, for the rule that is responsible.

    It is done at each place of each real card that one of the patterns in `at` names (`*` is any key or item) and
    `where` holds, the condition under which the rule speaks. `to` is what becomes of the place: `GONE`, a value, or a
    function of card and path that returns one of these, `Changes` where more than the place is touched, None where it
    is nothing to damage. `owner` is the rule that owns the absence, where another does. `beside` gives texts of other
    cards of the run by file name. `find` finds the places that `at` says in words. `missed` are the places that stay unseen, as `card path` with `*`, each with why.
    """

    code: str
    operation: Operation
    at: str
    says: str
    to: Any
    where: Callable[[Real, Path], bool] = always
    owner: str = ""
    beside: Callable[[Real, Path], Mapping[str, str]] | None = None
    find: Callable[[Real], Iterable[Path]] | None = None
    missed: Mapping[str, str] = field(default_factory=dict)

    def places(self, real: Real) -> Iterator[tuple[Path, Changes]]:
        """Yield the places on a card, each with the changes that do the damage."""
        patterns = () if self.find else self.at.split()
        found = self.find(real) if self.find else (at for one in patterns for at, _ in real.facts.matches(one))
        for at in found:
            changes = self._changes(real, at) if self.where(real, at) else None
            if changes:
                yield at, changes

    def _changes(self, real: Real, at: Path) -> Changes:
        value = self.to(real, at) if callable(self.to) else self.to
        if value is None or (value is GONE and not real.is_written(at)):
            return Changes()
        return value if isinstance(value, Changes) else Changes({at: value})
