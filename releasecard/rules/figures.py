"""What several families read of a card alike: a figure as it is printed, and whether the card says it is disputed."""

from __future__ import annotations

from functools import lru_cache

from releasecard.arithmetic.printed import Printed, printed
from releasecard.facts import Facts
from releasecard.values import Path


def figure(facts: Facts, *path: str | int) -> Printed | None:
    """Return the number at a path with the precision it is printed at, None where none stands."""
    text = facts.source(*path)
    return printed(text) if text is not None else None


def disputed(facts: Facts, path: Path) -> bool:
    """Tell whether an entry of `conflicts` is about what stands at a path, about what holds it, or about a part of it."""
    whole, parts = _disputes(facts)
    return path in parts or any(path[:end] in whole for end in range(2, len(path) + 1))


@lru_cache(maxsize=4)
def _disputes(facts: Facts) -> tuple[frozenset[Path], frozenset[Path]]:
    """Return the paths that disputes are about, and all that hold one of these."""
    words = (word for name in facts.things("conflicts") for word in facts.words("conflicts", name, "about"))
    whole = frozenset(path for word in words if (path := facts.card.find(word)) and len(path) > 1)
    return whole, frozenset(path[:end] for path in whole for end in range(1, len(path) + 1))
