"""Findings mended in a card's text: their fixes made by spans, in rounds, until there is nothing left to make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from releasecard.edit.draft import Draft, EditError
from releasecard.edit.layout import LayoutError
from releasecard.fields import SCHEMAS, named_fields, rules_at
from releasecard.fmt import formatted
from releasecard.values import Diagnostic, Fix, Path, Trust

_MOST_ROUNDS: Final = 10
_TODO: Final = "TODO"
_TURN: Final = ("replace", "join", "insert", "rename")
"""What comes first at one place: a path holds until its key is renamed."""

Find = Callable[[str], Sequence[Diagnostic]]
"""From a card's text to those findings in it that are to be mended."""


class Fixed(NamedTuple):
    """A card's new text, the findings that were mended in it, as they were found, and why others were left."""

    text: str
    done: list[Diagnostic]
    left: list[str]


def is_made(one: Diagnostic, *, unsafe: bool) -> bool:
    """Tell whether a finding has a fix that is made, of those that are safe or, if asked, of *unsafe* ones too."""
    return one.fix is not None and (one.fix.trust is Trust.SAFE or (unsafe and one.fix.trust is Trust.UNSAFE))


def fixed(text: str, find: Find, *, unsafe: bool = False) -> Fixed:
    """Mend what *find* finds. What one fix brings to light the next round mends; a few rounds are the most.

    A card that was in its canonical form is so again after fields were inserted. Never raises for what is in the text.
    """
    done: list[Diagnostic] = []
    now = Fixed(text, [], [])
    for _ in range(_MOST_ROUNDS):
        now = _round(now.text, [one for one in find(now.text) if is_made(one, unsafe=unsafe)])
        done += now.done
        if not now.done:
            break
    inserted = any(one.fix is not None and one.fix.edit == "insert" for one in done)
    return Fixed(_formed(now.text) if inserted and _formed(text) == text else now.text, done, now.left)


def _formed(text: str) -> str:
    form = formatted(text)
    return text if form.left else form.text


def _round(text: str, found: Sequence[Diagnostic]) -> Fixed:
    fixes = list(dict.fromkeys(one.fix for one in found if one.fix is not None))
    if not fixes:
        return Fixed(text, [], [])
    try:
        draft = Draft(text)
    except EditError as error:
        return Fixed(text, [], [str(error)])
    rivals = _rivals(fixes)
    left = [f"`{one.value}` may be meant by more than one key" for one in rivals]
    refused = _made(draft, sorted((one for one in fixes if one not in rivals), key=partial(_turn, _kind(draft))))
    kept = {*rivals, *refused}
    done = [one for one in found if one.fix not in kept] if draft.text != text else []
    return Fixed(draft.text, done, list(dict.fromkeys([*left, *refused.values()])))


def _rivals(fixes: Sequence[Fix]) -> list[Fix]:
    """Return the renames after which two keys of a map would have one name."""
    renames = [(one.path[:-1], one.value) for one in fixes if one.edit == "rename"]
    return [one for one in fixes if one.edit == "rename" and renames.count((one.path[:-1], one.value)) > 1]


def _kind(draft: Draft) -> str:
    kind = draft.document.data.get("kind")
    return kind if isinstance(kind, str) and kind in SCHEMAS else ""


def _turn(kind: str, fix: Fix) -> tuple[int, int, int]:
    """Return when a fix is made: what is deeper first, and fields of one map in the order of their declaration."""
    names = _names(kind, fix.path) if fix.edit == "insert" else []
    return -len(fix.path), _TURN.index(fix.edit), names.index(fix.path[-1]) if fix.path[-1] in names else len(names)


def _names(kind: str, path: Path) -> list[Any]:
    """Return the fields of the map that *path* is in, in the order of their declaration."""
    return list(named_fields(rules_at(kind, path[:-1]) or {})) if kind else []


def _made(draft: Draft, fixes: Sequence[Fix]) -> dict[Fix, str]:
    """Make fixes at once; where that is refused, each half of them by itself. Return why some were refused."""
    try:
        draft.together(partial(_make, fix=fix) for fix in fixes)
    except (EditError, LayoutError) as error:
        if len(fixes) == 1:
            return {fixes[0]: str(error)}
        half = len(fixes) // 2
        return {**_made(draft, fixes[:half]), **_made(draft, fixes[half:])}
    return {}


def _make(draft: Draft, fix: Fix) -> None:
    value = fix.value
    if fix.edit == "rename":
        draft.rename(fix.path, str(value))
    elif fix.edit == "join":
        draft.join(fix.path, str(value))
    elif fix.edit == "insert":
        draft.insert(fix.path, dict.fromkeys(value, _TODO) if value else _TODO, _following(draft, fix.path))
    else:
        draft.replace(fix.path, list(value) if isinstance(value, tuple) else value)


def _following(draft: Draft, path: Path) -> str | int | None:
    """Return the key that a new one stands before: the first that is declared after it, or not at all."""
    node, names = draft.document.node(path[:-1]), _names(_kind(draft), path)
    if node is None or path[-1] not in names:
        return None
    later = names[names.index(path[-1]) + 1 :]
    return next((step for step in draft.cuts.steps(node) if step in later or step not in names), None)
