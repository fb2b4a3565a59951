"""Which benchmark a name means, and which holds which."""

from __future__ import annotations

from releasecard.benchmarks.rows import Benchmark


def known(name: str, version: str | None = None, split: str | None = None) -> Benchmark | None:
    """Return the benchmark that *name* means, as narrow as *version* and *split* say, or None.

    Names are compared whole, without case, white space, punctuation and a metric at their end: `AIME 2024`,
    `aime_24` and `AIME24 (avg@32)` are one. `AIME` alone is the family, without a size. A part that the table does
    not know (`split: validation`) is None where it is no test split, else the whole with `sizes` empty.
    """
    raise NotImplementedError


def covers(holder: Benchmark, held: Benchmark) -> bool:
    """Whether *holder* is *held* or contains all its items, through any number of steps.

    Two different stated windows of one benchmark do not cover each other.
    """
    raise NotImplementedError


def collide(one: Benchmark, other: Benchmark) -> bool:
    """Whether the two share items: one covers the other, or the table says that splits of theirs overlap."""
    raise NotImplementedError
