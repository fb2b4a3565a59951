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
from releasecard.fields.build import PATH
from releasecard.values import Path, dotted, each


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


class UpgradeError(EditError):
    """The card cannot be upgraded. The text says why."""


class Upgraded(NamedTuple):
    """A card's text in the newest format, the version it had, the newest one, and what was changed, in words."""

    text: str
    version: int
    newest: int
    changes: list[str]


def upgraded(text: str, migrations: Sequence[Migration] | None = None) -> Upgraded:
    """Return a card in the newest format, by all *migrations* unless others are given.

    Raises UpgradeError; then nothing of the card is upgraded.
    """
    migrations = MIGRATIONS if migrations is None else migrations
    newest = max((FORMATS[-1], *(one.to for one in migrations)))
    try:
        draft = Draft(text)
        version = _version(draft, newest)
        said: list[str] = []
        for migration in migrations:
            if migration.to > version:
                said += _migrated(draft, migration)
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


def _migrated(draft: Draft, migration: Migration) -> list[str]:
    """Make the changes of a migration and return them in words."""
    said: list[str] = []
    references = list(_references(Card(draft.document)))  # while the card is of the format that is declared
    for change in migration.plan(draft.document.data):
        said.append(str(change))
        if isinstance(change, Move):
            references = _move(draft, change, references)
        elif isinstance(change, Drop):
            draft.delete(change.path)
        elif draft.document.node(change.path) is None:
            draft.insert(change.path, change.value)
        else:
            draft.replace(change.path, change.value)
    draft.replace(("releasecard",), migration.to)
    return said


class _Reference(NamedTuple):
    """A place of a card that names something: a path, or an id in one of `sections` (empty for a path)."""

    place: Path
    sections: tuple[str, ...] = ()
    is_key: bool = False


def _references(card: Card) -> Iterator[_Reference]:
    """Yield every place that names a path or an id, `cited` and `like` among them."""
    cited = card.written.get("cited")
    yield from (_Reference(("cited", key), is_key=True) for key in (cited if isinstance(cited, dict) else ()))
    for path, value, rules in card.values:
        meta = (rules or {}).get("meta", {})
        if len(path) > 2 and path[-1] == "like" and isinstance(value, str):
            yield _Reference(path, (dotted(path[:-2]),))
        if "keys_refer" in meta and isinstance(value, dict):
            yield from (_Reference((*path, key), (meta["keys_refer"],), is_key=True) for key in value)
        if "refers" in meta and isinstance(value, (str, list)):
            sections = () if meta["refers"] == PATH else meta["refers"]
            yield from (_Reference(place, sections) for place, _ in each(path, value))


def _move(draft: Draft, move: Move, references: list[_Reference]) -> list[_Reference]:
    """Move what stands at a path, then whatever names it; return the references at their new places."""
    card = Card(draft.document)
    renamed = [(one, name) for one in references if (name := _renamed(card, one, move)) is not None]
    families = list(_families(card, move))
    path, key = move.path, str(move.to[-1])
    if path[:-1] != move.to[:-1]:
        draft.move(path, move.to[:-1])
        path = (*move.to[:-1], path[-1])
        above = draft.document.node(move.path[:-1])
        if above is not None and not above.children:
            draft.uncover(move.path[:-1])
    if path[-1] != key:
        draft.rename(path, key)
    after = {one: one._replace(place=_moved(one.place, move)) for one in references}
    for reference, name in renamed:
        place = after[reference].place
        if reference.is_key:
            draft.rename(place, name)
            after[reference] = after[reference]._replace(place=(*place[:-1], name))
        else:
            draft.replace(place, name)
    for name, value in families:
        if name not in (draft.document.data.get("cited") or {}):
            draft.insert(("cited", name), value)
    return list(after.values())


def _moved(place: Path, move: Move) -> Path:
    inside = place[: len(move.path)] == move.path
    return (*move.to, *place[len(move.path) :]) if inside else place


def _renamed(card: Card, reference: _Reference, move: Move) -> str | None:
    """Return what a reference is to say after a move, None where it does not concern it.

    What a thing inherits by `like` moves with the sibling that states it.
    """
    text = str(reference.place[-1]) if reference.is_key else card.written_at(reference.place)
    if not isinstance(text, str):
        return None
    if reference.sections:
        of_thing = dotted(move.path[:-1]) in reference.sections and move.path[-1] == text
        if of_thing and move.to[:-1] != move.path[:-1]:
            raise EditError(f"`{dotted(reference.place)}` names `{text}`, which goes to another section")
        return str(move.to[-1]) if of_thing else None
    if text.endswith("*"):
        parent, _, family = text.rstrip("*").rpartition(".")
        named = _renamed_path(card, parent, move) if parent else None
        return None if named is None else f"{named}.{family}*"
    return _renamed_path(card, text, move)


def _renamed_path(card: Card, text: str, move: Move) -> str | None:
    path = card.find(text)
    stated = (card.home(path) or path) if path is not None else ()
    if path is None or stated[: len(move.path)] != move.path:
        return None
    after = _moved(stated, move)
    own = next((at for at, pair in enumerate(zip(path, stated, strict=True)) if pair[0] != pair[1]), None)
    if own is None:
        return dotted(after)
    return dotted((*path[: own + 1], *after[own + 1 :])) if after[: own + 1] == stated[: own + 1] else None


def _families(card: Card, move: Move) -> Iterator[tuple[str, Any]]:
    """Yield an entry of `cited` for what moves out of a family of rows (`reproduced*`) that was its only citation."""
    cited = card.written.get("cited")
    for key, value in cited.items() if isinstance(cited, dict) else ():
        if _covers(key, move.path) and not _covers(key, move.to):
            yield dotted(move.to), value


def _covers(key: str, path: Path) -> bool:
    """Tell whether *path* is one of the rows that a key of `cited` with a trailing `*` names."""
    return key.endswith("*") and dotted(path).startswith(key.rstrip("*")) and key.count(".") == len(path) - 1
