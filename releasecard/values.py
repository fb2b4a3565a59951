"""The small values that every layer passes on: paths, spans, findings, diagnostics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, Literal, NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a card: keys and list indexes from the root, `("rollouts", "probe", "seed")`."""


class PluginError(Exception):
    """A plugin is not there, is not right, or failed. The text says which, where and why."""


def dotted(path: Path) -> str:
    """Return *path* as people write it: `rollouts.probe.seed`, `languages[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def each(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield each item of a list with its place; anything else as the one that it is."""
    if isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    else:
        yield path, value


class Span(NamedTuple):
    """A stretch of a file's text: offsets in code points, the end not included."""

    start: int
    end: int


class Place(NamedTuple):
    """A place as editors count it: line and column from 1, the column in code points."""

    line: int
    column: int


class Severity(IntEnum):
    """How grave a finding is. The order is the order of gravity."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Profile(Enum):
    """How strictly a card is held: one that is being written, one that is released, one that must leave nothing open."""

    DRAFT = "draft"
    RELEASE = "release"
    STRICT = "strict"


class Trust(Enum):
    """How far a fix may be trusted: made when fixes are asked for, when unsafe ones are asked for too, or only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    GUESS = "guess"


class Fix(NamedTuple):
    """A change that mends a finding, as plain data.

    `edit` says what becomes of what stands at `path`: `replace` it by `value`; `rename` its key to `value`; `join` to it
    the keys without a value that a comma made of its end, the last of them `value`; `insert` it, where its declaration
    puts it, as a to-do, or as a map with a to-do for each name in `value`. A tuple as `value` is a list on the card.
    """

    edit: Literal["replace", "rename", "join", "insert"]
    path: Path
    value: str | tuple[str, ...]
    trust: Trust = Trust.SAFE


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, said by a rule in terms of the card, without a line number.

    `path` may lead to something that is not there: the engine shows its nearest ancestor. `on` says
    what to underline. `span` is set only by the reader's own faults, which have no path. `fix` is what would
    mend it, where that can be told. `severity` is set where this finding is graver or lighter than its rule.
    """

    code: str
    path: Path
    message: str
    hint: str = ""
    on: Literal["key", "value"] = "value"
    span: Span | None = None
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its place in a file: all that a report needs."""

    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    path: Path
    file: str
    start: Place
    end: Place
    source: str
    """The source line that `start` is on, without its line end."""
    fix: Fix | None = None
