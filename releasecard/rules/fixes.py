"""Fixes as rules say them: what the author would have typed, as data. `releasecard.fix` makes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from releasecard.accept import compiled
from releasecard.card import Card
from releasecard.fields import Rules, child, named_fields, opening, rules_at as declared_at
from releasecard.formats import is_slip, nearest
from releasecard.shape import missing_in
from releasecard.stated import GAP_WORDS, Stated
from releasecard.values import Fix, Path, Trust


def meant(
    path: Path, word: str, near: str | None, known: Iterable[str], on: Literal["key", "value"] = "value"
) -> Fix | None:
    """Return the fix that writes *near* for *word*: sure where it is a mere slip among the *known* words, else a guess."""
    if near is None:
        return None
    trust = Trust.SAFE if is_slip(word, near, known) else Trust.GUESS
    return Fix("rename" if on == "key" else "replace", path, near, trust)


def meant_path(
    card: Card, path: Path, word: str, near: str | None, on: Literal["key", "value"] = "value"
) -> Fix | None:
    """Return the same for a path on the card: a guess too where *near* leads over a key that is itself no field."""
    fix = meant(path, word, near, card.paths, on)
    if fix is None or near is None:
        return None
    leads = card.find(near)
    declared = leads is not None and card.kind is not None and rules_at(card.kind, leads) is not None
    return fix if declared and not word.endswith("*") else fix._replace(trust=Trust.GUESS)


def fitting(kind: str, path: Path, *values: str | tuple[str, ...] | None) -> Fix | None:
    """Return the fix that writes the first of *values* that the field takes, None where it takes none."""
    rules = rules_at(kind, path)
    takes = compiled(rules) if rules is not None else None
    for value in values:
        if takes is not None and value is not None and takes(list(value) if isinstance(value, tuple) else value):
            return Fix("replace", path, value)
    return None


def rules_at(kind: str, path: Path) -> Rules | None:
    """Return the rules declared for a path, be it in a side of a conflict."""
    if "conflict" not in path:
        return declared_at(kind, path)
    at = path.index("conflict")
    rules = declared_at(kind, path[:at])
    for step in path[at + 2 :]:
        rules = child(rules, step) if rules is not None else None
    return rules


def to_do(kind: str, path: Path) -> Fix:
    """Return the fix that writes a missing field as a new card has it: to do, a map by what every such map needs."""
    rules = rules_at(kind, path) or {}
    needed = _needed(kind, path) if rules.get("type") == "dict" else set()
    names = [name for name, one in named_fields(rules).items() if name in needed or one.get("required")]
    return Fix("insert", path, tuple(names or opening(rules)), Trust.UNSAFE)


def _needed(kind: str, path: Path) -> set[str | int]:
    """Return the fields that a map at *path* needs whatever else the card states."""
    alone: Any = {}
    for step in reversed(path):
        alone = {step: alone}
    return {found[-1] for found, _ in missing_in({**alone, "kind": kind}) if found[:-1] == path}


def joined(card: Card, kind: str, path: Path) -> Fix | None:
    """Return the fix that makes one text of what a comma cut before the key at *path*.

    None where the comma may have ended something else: a number, a text in quotes, a value before a misspelt field.
    """
    above = path[:-1]
    node = card.document.node(above)
    if node is None:
        return None
    steps = sorted(node.keys, key=lambda key: node.keys[key].start)
    cut = [(*above, step) in card.cut for step in steps]
    at = steps.index(str(path[-1]))
    first = next((number for number in range(at, -1, -1) if not cut[number]), None)
    end = next((number for number in range(at, len(steps)) if not cut[number]), len(steps))
    if first is None or not _is_cut_text(card, (*above, steps[first])):
        return None
    rules = rules_at(kind, above) or {}
    fields = named_fields(rules)
    text = card.document.text[node.children[steps[first]].start : node.keys[steps[end - 1]].end]
    takes = child(rules, steps[first])
    fits = compiled(takes)(text) if takes is not None else steps[first] in GAP_WORDS
    of_another = any(nearest(step, fields) for step in steps[first + 1 : end]) or not fields.keys() >= {
        *steps[end : end + 1]
    }
    return Fix("join", (*above, steps[first]), steps[end - 1]) if fits and not of_another else None


def _is_cut_text(card: Card, path: Path) -> bool:
    node, value = card.document.node(path), card.written_at(path)
    return node is not None and node.plain and isinstance(value, str) and not isinstance(value, Stated)
