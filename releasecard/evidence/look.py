"""What stands at a path of something that evidence reaches: a value, a gap, or nothing, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from releasecard.evidence.reach import Thing
from releasecard.facts import Facts, Status, status_of
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path, dotted


class Look(NamedTuple):
    """What was found: `where` it stands, or would, in words that lead there, and the `word` of a gap."""

    status: Status
    where: str = ""
    word: str = ""
    path: Path = ()


TO_DO: Final = "to-do"
"""The word of a value that the card's author has yet to write."""
NOTHING: Final = Look(Status.NONE)
OK: Final = Look(Status.OK)
UNASKED: Final = Look(Status.OK, "", "not asked")
"""What a test finds where there is nothing that it could be asked of: it says neither for nor against a claim."""


def look(thing: Thing, pattern: str) -> Look:
    """Return the best of what stands at a pattern below a thing, on its own card or on the one that describes it.

    A reference to a card that is not at hand makes of nothing a gap: that card may say it.
    """
    found = best(
        _at(facts, () if pattern.startswith("/") else base, pattern.lstrip("/")) for facts, base in thing.places
    )
    if found.status is Status.NONE and thing.away:
        return Look(Status.GAP, f"{thing.away}#{pattern}", "on a card that is not at hand", thing.path)
    return found


def all_of(thing: Thing, patterns: str) -> Look:
    """Return the worst of what stands at several patterns, given in one text with spaces."""
    return worst(look(thing, pattern) for pattern in patterns.split())


def best(looks: Iterable[Look]) -> Look:
    """Return the look with the best status, the first of equals; nothing for none."""
    return max(looks, key=lambda one: one.status, default=NOTHING)


def worst(looks: Iterable[Look]) -> Look:
    """Return the look with the worst status, the first of equals; nothing for none."""
    return min(looks, key=lambda one: one.status, default=NOTHING)


def at(facts: Facts, *path: str | int) -> Look:
    """Return what stands at a path of a card."""
    return _at(facts, path[:-1], str(path[-1]))


def _at(facts: Facts, base: Path, pattern: str) -> Look:
    return _down(facts, facts.at(*base), base, pattern.split("."))


def _down(facts: Facts, value: Any, path: Path, steps: list[str]) -> Look:
    """Walk down; a gap on the way speaks for all below it, and so do words in the place of a map."""
    if not steps or not isinstance(value, dict):
        status = status_of(value)
        below = bool(steps) and status is Status.OK and not isinstance(value, str)
        where = (*path, *steps) if status is Status.NONE else path
        return Look(Status.NONE if below else status, dotted(where), _word(value), where)
    step, rest = steps[0], steps[1:]
    if step == "*":
        inside = ((key, inner) for key, inner in value.items() if not (rest and isinstance(inner, str)))
        found = best(_down(facts, inner, (*path, key), rest) for key, inner in inside)
        return found if value else Look(Status.NONE, dotted((*path, *steps)), "", (*path, *steps))
    if step not in value:
        return Look(Status.NONE, dotted((*path, *steps)), "", (*path, *steps))
    return _down(facts, value[step], (*path, step), rest)


def _word(value: Any) -> str:
    if isinstance(value, Gap):
        return value.word
    return "conflict" if isinstance(value, Conflict) else TO_DO if isinstance(value, Todo) else ""
