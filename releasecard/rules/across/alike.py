"""Whether two words of two cards mean the same."""

from __future__ import annotations

from releasecard.facts import Facts
from releasecard.rules.figures import disputed
from releasecard.shelf import identity
from releasecard.values import Path


def text(facts: Facts, *path: str | int) -> str:
    """Return the text at a path, empty where there is none."""
    value = facts.plain(*path)
    return value if isinstance(value, str) else ""


def settled(facts: Facts, *paths: Path) -> bool:
    """Tell whether no entry of `conflicts` is about one of the paths."""
    return not any(disputed(facts, path) for path in paths)


def name_of(facts: Facts) -> str:
    """Return what a card is referred to by."""
    return str(identity(facts.card) or "the other card")
