"""The table of benchmarks: sizes, what holds what, when each became public, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark, or the part of one that is scored, with the facts that rules compute with.

    `sizes` are the admissible numbers of items (n, not n x samples), in `unit`; empty where unknown or where it
    depends on a version. `binary` is false where an item can earn part of a mark or weighs more than another: no
    GRIM there. `windowed` says that a score means nothing without a version or window; `window` is the one that was
    asked for, folded. `contains` are ids of benchmarks whose items are all among its own, `collides` ids that share
    some. `first_public` is an ISO date or month, None where no source is known.
    """

    id: str
    name: str
    sizes: tuple[int, ...]
    source: str
    commit: str | None = None
    aliases: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    collides: tuple[str, ...] = ()
    unit: str = "item"
    binary: bool = True
    windowed: bool = False
    editions: tuple[tuple[str, tuple[int, ...]], ...] = ()
    first_public: str | None = None
    window: str = ""


ROWS: tuple[Benchmark, ...] = ()
