"""Cards of an older format made cards of the newest: read the version, plan, change the text by spans.

A migration is data about two formats: a plan that looks at what a card says and yields changes by path. What refers
to a path that moves (`cited`, `about`, `evidence` ...) follows it. Every byte that no change is about stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from releasecard.card import Card
from releasecard.edit.draft import Draft, EditError
from releasecard.edit.written import row
from releasecard.fields import FORMATS
from releasecard.values import Path, dotted


class Move(NamedTuple):
    """The key at `path` becomes the one at `to`: renamed, moved, or both, with its comments. References follow."""

    path: Path
    to: Path

    def __str__(self) -> str:
        return f"`{dotted(self.path)}` becomes `{dotted(self.to)}`"


class Put(NamedTuple):
    """`value` stands at `path`, be there another value or none."""

    path: Path
    value: Any

    def __str__(self) -> str:
        return f"`{dotted(self.path)}` is `{row(self.value)}`"


class Drop(NamedTuple):
    """Nothing stands at `path` any more, because `why`."""

    path: Path
    why: str

    def __str__(self) -> str:
        return f"`{dotted(self.path)}` goes: {self.why}"


Change = Move | Put | Drop


@dataclass(frozen=True, slots=True)
class Migration:
    """How a card of format `to` - 1 becomes one of format `to`.

    `plan` is given what the card says (`Document.data`) and yields the changes in the order they are made; each path is
    that of the card as the changes before it left it. The version itself is not its business.
    """

    to: int
    plan: Callable[[dict[str, Any]], Iterator[Change]]


MIGRATIONS: Final[tuple[Migration, ...]] = ()
"""From the oldest on. Format 1 is the first, so there is none yet."""


class UpgradeError(Exception):
    """The card cannot be upgraded. The text says why."""


class Upgraded(NamedTuple):
    """A card's text in the newest format, the version it had, the newest one, and what was changed, in words."""

    text: str
    version: int
    newest: int
    changes: list[str]


def upgraded(text: str, migrations: Sequence[Migration] | None = None) -> Upgraded:
    """Return a card in the newest format, by `MIGRATIONS` unless others are given.

    Raises UpgradeError; then nothing of it is upgraded.
    """
    migrations = MIGRATIONS if migrations is None else migrations
    newest = max((FORMATS[-1], *(one.to for one in migrations)))
    try:
        draft = Draft(text)
        version = _version(draft, newest)
        said: list[str] = []
        for migration in migrations:
            if migration.to > version:
                for change in migration.plan(draft.document.data):
                    said.append(str(change))
                    _make(draft, change)
                draft.replace(("releasecard",), migration.to)
    except EditError as error:
        raise UpgradeError(str(error)) from error
    return Upgraded(draft.text, version, newest, said)


def _version(draft: Draft, newest: int) -> int:
    version = draft.document.data.get("releasecard")
    if type(version) is not int or version < 1:
        raise UpgradeError("the card does not say its format; `releasecard lint` says how")
    if version > newest:
        raise UpgradeError(f"the card is of format {version}, which is newer than this program; upgrade the program")
    return version


def _make(draft: Draft, change: Change) -> None:
    if isinstance(change, Move):
        _move(draft, change)
    elif isinstance(change, Drop):
        draft.delete(change.path)
    elif draft.document.node(change.path) is None:
        draft.insert(change.path, change.value)
    else:
        draft.replace(change.path, change.value)


def _move(draft: Draft, move: Move) -> None:
    """Move what stands at a path, then whatever names it; a map that is empty by that goes too."""
    references = list(_references(Card(draft.document), move))
    path, key = move.path, str(move.to[-1])
    if path[:-1] != move.to[:-1]:
        draft.move(path, move.to[:-1])
        path = (*move.to[:-1], path[-1])
        above = draft.document.node(move.path[:-1])
        if above is not None and not above.children:
            draft.delete(move.path[:-1])
    if path[-1] != key:
        draft.rename(path, key)
    for place, named in references:
        inside = place[: len(move.path)] == move.path
        here = (*move.to, *place[len(move.path) :]) if inside else place
        if place[0] == "cited":
            draft.rename(here, named)
        else:
            draft.replace(here, named)


def _references(card: Card, move: Move) -> Iterator[tuple[Path, str]]:
    """Yield the places of a card that name what moves or something in it, with what they are to name."""
    cited = card.written.get("cited")
    for key in cited if isinstance(cited, dict) else ():
        named = _renamed(card, key.rstrip("*"), move)
        if named is not None:
            yield ("cited", key), named + key[len(key.rstrip("*")) :]
    for path, value, rules in card.values:
        if rules is not None and rules.get("meta", {}).get("refers") == "path":
            for index, one in enumerate(value if isinstance(value, list) else [value]):
                named = _renamed(card, one, move) if isinstance(one, str) else None
                if named is not None:
                    yield ((*path, index) if isinstance(value, list) else path), named


def _renamed(card: Card, text: str, move: Move) -> str | None:
    """Return what a path is called after a move, None where it does not concern it.

    What a thing inherits by `like` moves with the sibling that states it.
    """
    path = card.find(text)
    if path is None:
        return None
    stated = card.home(path) or path
    if stated[: len(move.path)] != move.path:
        return None
    after = (*move.to, *stated[len(move.path) :])
    own = next((at for at, pair in enumerate(zip(path, stated, strict=True)) if pair[0] != pair[1]), None)
    if own is None:
        return dotted(after)
    return dotted((*path[: own + 1], *after[own + 1 :])) if after[: own + 1] == stated[: own + 1] else None
