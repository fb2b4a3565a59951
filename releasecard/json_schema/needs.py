"""What must stand in a map depending on what else a card states: the required-when table as `if` and `then`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from typing import TypeAlias

from releasecard.fields import NAMED, PRESENT, REQUIRED, Required, Rules, named_fields, rules_at
from releasecard.json_schema.forms import LEAVES, Schema, kinds_of, ref

At: TypeAlias = tuple[str, ...]
"""A place on a card: its kind, then the steps, `*` for any id or index."""


def asked(rules: Rules, at: At) -> Schema:
    """Return what must stand in the map at a place and in all below it; empty where nothing must."""
    fields = named_fields(rules)
    always = [name for name, one in fields.items() if one.get("required")]
    made: Schema = {}
    rows = _rows(at)
    for row in rows:
        always += row["required"] if row.keys() == {"required"} else []
    if always:
        made["required"] = always
    for step, one in (*fields.items(), ("*", rules.get("valuesrules"))):
        deeper = asked(one, (*at, step)) if one is not None and not LEAVES.issuperset(kinds_of(one)) else {}
        for key, inner in (_at(step, deeper) if deeper else {}).items():
            made[key] = {**made.get(key, {}), **inner}
    if "list" in kinds_of(rules) and "dict" in kinds_of(rules.get("schema", {})):
        deeper = asked(rules["schema"], (*at, "*"))
        made |= {"items": _unless_open(deeper)} if deeper else {}
    rest = [row for row in rows if row.keys() != {"required"}]
    return made | ({"allOf": rest} if rest else {})


def _rows(at: At) -> list[Schema]:
    """Return what the table asks of the map at a place. Rows that look at the card itself stand at the card."""
    kind, *steps = at
    return [one for row, below in _by_place().get(tuple(steps), ()) for one in _row(row, kind, below)]


@cache
def _by_place() -> dict[tuple[str, ...], list[tuple[Required, list[str]]]]:
    """Return the rows of the table by the place whose map they ask something of, each with the steps from there."""
    found: dict[tuple[str, ...], list[tuple[Required, list[str]]]] = {}
    for row in REQUIRED:
        below = row.at.split(".") if row.at else []
        of_card = any(path.startswith("/") for path, _ in row.when)
        found.setdefault(() if of_card else tuple(below), []).append((row, below if of_card else []))
    return found


def _unless_open(inner: Schema) -> Schema:
    """Return a schema that asks nothing of a gap, a conflict, and a thing that inherits."""
    return {"if": ref("open"), "else": inner}


def where(steps: Sequence[str], test: Schema) -> Schema:
    """Return a schema that holds of a map in which some value at *steps* passes *test*."""
    if not steps:
        return test
    inner = where(steps[1:], test)
    if steps[0] == "*":
        return {"type": "object", "not": {"additionalProperties": {"not": inner}}}
    return {"type": "object", "required": [steps[0]], "properties": {steps[0]: inner}}


def _row(row: Required, kind: str, below: list[str]) -> list[Schema]:
    """Return a row as a schema for its place, or for the card, *below* which its place is; none for other kinds."""
    here, of_card = [{"not": {"required": [name]}} for name in row.unless], []
    here += [{"not": where((name,), {"not": ref("gap")})} for name in row.elsewhere]
    for path, values in row.when:
        if path == "/kind" or (path == "kind" and not row.at):
            if kind not in values:
                return []
        elif path.startswith("/"):
            of_card.append(_condition(kind, (), path[1:], values))
        else:
            here.append(_condition(kind, tuple(row.at.split(".")) if row.at else (), path, values))
    inner = _when(here, _paths([need.split(".") for need in row.needs]))
    return [_when(of_card, reduce(lambda inner, step: _at(step, inner), reversed(below), inner))]


def _when(conditions: list[Schema], then: Schema) -> Schema:
    if not conditions:
        return then
    return {"if": conditions[0] if len(conditions) == 1 else {"allOf": conditions}, "then": then}


def _condition(kind: str, base: tuple[str, ...], path: str, values: tuple[str, ...]) -> Schema:
    """Return a schema that holds of a map where a condition of the table does."""
    steps = tuple(path.split("."))
    if values == (NAMED,):
        return where(steps, {})
    if values == (PRESENT,):
        return where(steps, {"not": ref("gap")})
    word: Schema = {"enum": list(values)}
    listed = "list" in kinds_of(rules_at(kind, (*base, *steps)) or {})
    return where(steps, {"anyOf": [word, {"type": "array", "contains": word}]} if listed else word)


def _paths(needs: list[list[str]]) -> Schema:
    """Return a schema that asks for some paths in a map, each by its steps."""
    steps = {need[0]: [other[1:] for other in needs if other[0] == need[0] and other[1:]] for need in needs}
    named = [step for step in steps if step != "*"]
    made: Schema = {"required": named} if named else {}
    for step, deeper in steps.items():
        for key, inner in (_at(step, _paths(deeper)) if deeper else {}).items():
            made[key] = {**made.get(key, {}), **inner}
    return made


def _at(step: str, inner: Schema) -> Schema:
    """Return a schema that asks something of what stands at one step, or of everything there.

    Editors take the keys they propose from what may stand there, not from here as well.
    """
    asks = _unless_open(inner)
    return {"additionalProperties": asks} if step == "*" else {"properties": {step: asks | {"doNotSuggest": True}}}
