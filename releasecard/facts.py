"""What rules and verdicts read of a card: values of the declared types, or None.

Where the shape is broken, nothing stands: the finding about that is the shape check's, and whoever reads a card through
`Facts` need not look at types again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

from releasecard import shape
from releasecard.card import MISSING, Card
from releasecard.shape import ShapeFault, matches
from releasecard.stated import Conflict, Gap, Stated, Todo
from releasecard.values import Path, each

BROKEN: Final = Gap("broken")
"""What stands in the place of a value whose shape is wrong: a gap that no card can state."""
_HARMLESS: Final = ("required", "unknown")


class Status(IntEnum):
    """What stands at a path, from nothing to a value. The order is the order of preference among alternatives."""

    NONE = 0
    GAP = 1
    """A gap word, a conflict, a to-do, a broken value, or a card that is not at hand: nobody can say."""
    NA = 2
    """`not_applicable`, with a reason."""
    OK = 3


class Facts:
    """A card of a known kind, read for what it says. Paths are given step by step: `facts.plain("rollouts", id, "seed")`."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.kind = str(card.kind)
        self.reached: dict[Any, Any] = {}
        """What was worked out of it once, kept for the next rule or claim."""

    @property
    def name(self) -> str:
        """The card as others refer to it: `name@version`."""
        return "@".join(str(self.card.data.get(key, "?")) for key in ("name", "version"))

    @cached_property
    def faults(self) -> list[ShapeFault]:
        """What is wrong with the card's shape."""
        return list(shape.faults(self.card, self.kind))

    @cached_property
    def data(self) -> dict[str, Any]:
        """The card with `like` resolved and every broken value replaced by a gap."""
        broken = {fault.path for fault in self.faults if fault.rule not in _HARMLESS} | self.card.cut
        broken = {path[: path.index("conflict")] if "conflict" in path else path for path in broken}
        return _sound(self.card.data, (), broken) if broken else self.card.data

    def at(self, *path: str | int) -> Any:
        """Return what holds at a path, gaps included, or `MISSING`."""
        value: Any = self.data
        for step in path:
            inside = isinstance(value, dict) and step in value
            inside = inside or (isinstance(value, list) and isinstance(step, int) and step < len(value))
            if not inside:
                return MISSING
            value = value[step]
        return value

    def plain(self, *path: str | int) -> Any:
        """Return the value at a path; None where there is none, a gap, a conflict, a to-do or something empty."""
        value = self.at(*path)
        return value if status_of(value) is Status.OK else None

    def status(self, *path: str | int) -> Status:
        """Return what stands at a path: a value, `not_applicable`, a gap or nothing."""
        return status_of(self.at(*path))

    def things(self, *path: str | int) -> dict[str, dict[str, Any]]:
        """Return the things of a section by id, those that are maps: `things("rollouts")`."""
        section = self.at(*path)
        entries = section.items() if isinstance(section, dict) else ()
        return {key: value for key, value in entries if isinstance(value, dict)}

    def words(self, *path: str | int) -> list[str]:
        """Return the texts at a path that holds one or a list of them; empty where there is none."""
        value = self.plain(*path)
        return [one for _, one in each((), value) if isinstance(one, str) and status_of(one) is Status.OK]

    def number(self, *path: str | int) -> int | float | None:
        """Return a number that is stated exactly; None for `~17000`, `16k` and for what is none."""
        value = self.plain(*path)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def source(self, *path: str | int) -> str | None:
        """Return the source text of a number, so that `50.0` is not `50`; None where no number stands."""
        value = self.plain(*path)
        if isinstance(value, bool) or not isinstance(value, (int, float, Stated)):
            return None
        node = self.card.node(path)
        return node.text if node is not None and node.text is not None else str(value)

    def day(self, *path: str | int) -> date | None:
        """Return the date at a path."""
        value = self.plain(*path)
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def matches(self, pattern: str) -> Iterator[tuple[Path, Any]]:
        """Yield the places that a dotted pattern with `*` names, with what holds there."""
        yield from matches(self.data, pattern)

    def is_own(self, *path: str | int) -> bool:
        """Tell whether the value at a path is written there, not inherited by `like`."""
        return self.card.written_at(path) is not MISSING


def status_of(value: Any) -> Status:
    """Return what a value is: one, `not_applicable`, a gap or nothing."""
    if value is MISSING or value is None or value in ("", [], {}):
        return Status.NONE
    if isinstance(value, Gap):
        return Status.NA if value.word == "not_applicable" else Status.GAP
    return Status.GAP if isinstance(value, (Conflict, Todo)) else Status.OK


def _sound(value: Any, path: Path, broken: set[Path]) -> Any:
    if path in broken:
        return BROKEN
    if isinstance(value, dict):
        return {key: _sound(item, (*path, key), broken) for key, item in value.items()}
    if isinstance(value, list):
        return [_sound(item, (*path, index), broken) for index, item in enumerate(value)]
    return value
