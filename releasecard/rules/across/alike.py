"""Whether two words of two cards mean the same."""

from __future__ import annotations

import re
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.figures import disputed
from releasecard.shelf import identity
from releasecard.values import Path

_HEX: Final = re.compile(r"[0-9a-f]{7,64}")


def same_version(one: str, other: str) -> bool:
    """Tell whether two versions are one: `v1.0` is `1.0`, and a commit is what it begins with."""
    one, other = (word.lower().removeprefix("v") for word in (one, other))
    commits = _HEX.fullmatch(one) and _HEX.fullmatch(other)
    return one == other or bool(commits and (one.startswith(other) or other.startswith(one)))


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
