"""What several families read of a card alike: a figure as it is printed, and whether the card says it is disputed."""

from __future__ import annotations

from releasecard.arithmetic.printed import Printed, printed
from releasecard.facts import Facts
from releasecard.values import Path


def figure(facts: Facts, *path: str | int) -> Printed | None:
    """Return the number at a path with the precision it is printed at, None where none stands."""
    text = facts.source(*path)
    return printed(text) if text is not None else None


def disputed(facts: Facts, path: Path) -> bool:
    """Tell whether an entry of `conflicts` is about what stands at a path, about what holds it, or about a part of it."""
    for name in facts.things("conflicts"):
        for word in facts.words("conflicts", name, "about"):
            about = facts.card.find(word)
            shorter = min(len(about), len(path)) if about else 0
            if about and about[:shorter] == path[:shorter] and len(about) > 1:
                return True
    return False
