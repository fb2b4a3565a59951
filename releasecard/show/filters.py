"""What the filters of a release left over, counted from step to step."""

from __future__ import annotations

from typing import Final

from releasecard.card import MISSING, Card
from releasecard.show.values import View, said, state
from releasecard.values import Path

MARKS: Final = ("+", "x")
"""What a step begins with that changes a count and is none: `+8K` joined, `x16` was multiplied."""


def chains(card: Card, path: Path) -> list[View]:
    """Return the `steps` of each branch, `of` which it is where a filter says so.

    Where a filter starts from another count, a new chain begins; one that says only what came out goes on.
    """
    found: list[View] = []
    latest: dict[str | None, View] = {}
    for name in card.ids(".".join(map(str, path))):
        of, before, after, adds, times = (
            _stated(card, (*path, name, key)) for key in ("of", "before", "after", "adds", "times")
        )
        if of not in latest or _starts_anew(latest[of]["steps"], before):
            latest[of] = {"of": of, "steps": []} if of else {"steps": []}
            found.append(latest[of])
        steps = latest[of]["steps"]
        if before and steps[-1:] != [before]:
            steps.append(before)
        steps += [f"{mark}{count}" for mark, count in zip(MARKS, (adds, times), strict=True) if count]
        if after and steps:
            steps.append(after)
    return [chain for chain in found if len(chain["steps"]) > 1]


def _starts_anew(steps: list[str], before: str | None) -> bool:
    return bool(steps and before) and steps[-1] != before and not steps[-1].startswith(MARKS)


def _stated(card: Card, path: Path) -> str | None:
    value = card.at(path)
    plain = value is not MISSING and state(value) == "filled" and not isinstance(value, (dict, list))
    return str(said(card, path)) if plain else None
