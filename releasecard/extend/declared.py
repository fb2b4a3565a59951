"""A plugin's fields: YAML to the rules of our declaration, and into their place in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releasecard.accept import TYPES, UNDERSTOOD, compiled
from releasecard.document import read
from releasecard.fields import Fields, Rules, named_fields
from releasecard.formats import CHECKS, nearest
from releasecard.shape import schema_problem


class FieldsError(Exception):
    """A plugin's fields are not right. The text says where, and what."""


def declared(text: str, plugin: str) -> dict[str, Fields]:
    """Return the fields that a plugin declares, by the pattern of the maps that they stand in.

    Raises FieldsError that says where something is wrong, and what.
    """
    document = read(text)
    for fault in document.faults:
        raise FieldsError(f"line {document.place(fault.span.start).line}: {fault.message}")
    if document.data is None:
        return {}
    found: dict[str, Fields] = {}
    for place, fields in _map(document.data, "the file").items():
        found[place] = {
            name: _field(rules, f"{place}.{name}", plugin) for name, rules in _map(fields, f"`{place}`").items()
        }
        problem = schema_problem(found[place])
        if problem:
            raise FieldsError(f"`{place}`: {problem}")
        _try_examples(found[place], place)
    return found


def placed(schema: Fields, steps: list[str], fields: Fields) -> Fields | None:
    """Return a declaration with more fields at the place that *steps* lead to; None where it has no such place."""
    grown = _grown({"type": "dict", "schema": schema}, steps, fields)
    return grown["schema"] if grown is not None else None


def _grown(rules: Rules, steps: list[str], fields: Fields) -> Rules | None:
    names = named_fields(rules)
    if not steps:
        for name in fields.keys() & names.keys():
            raise FieldsError(f"`{name}` is a field there already")
        return {**rules, "schema": {**names, **fields}} if names else None
    step, rest = steps[0], steps[1:]
    if step == "*" and "valuesrules" in rules:
        inner = _grown(rules["valuesrules"], rest, fields)
        return {**rules, "valuesrules": inner} if inner is not None else None
    inner = _grown(names[step], rest, fields) if step in names else None
    return {**rules, "schema": {**names, step: inner}} if inner is not None else None


def _map(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FieldsError(f"{where} is no map")
    return value


def _field(value: Any, where: str, plugin: str) -> Rules:
    """Return the rules of a field that has a name, with all that ours have."""
    rules = _rules(value, where, plugin)
    meta = _map(rules.get("meta"), f"`{where}.meta`")
    for key in ("title", "doc"):
        if not isinstance(meta.get(key), str) or not meta[key].strip():
            raise FieldsError(f"`{where}.meta` has no `{key}`: {_KEYS[key]}")
    if rules["type"] != "dict" and "example" not in meta:
        raise FieldsError(f"`{where}.meta` has no `example`: a value that the field takes")
    return {**rules, "meta": {"example": None, **meta, "since": 1, "plugin": plugin}}


def _try_examples(fields: Fields, where: str) -> None:
    for name, rules in fields.items():
        example = rules["meta"]["example"]
        if example is not None and not compiled(rules)(example):
            raise FieldsError(f"`{where}.{name}`: its own example, `{example}`, is none that it takes")
        _try_examples(named_fields(rules), f"{where}.{name}")


_KEYS = {"title": "its name for readers", "doc": "what it says, in a sentence"}


def _rules(value: Any, where: str, plugin: str) -> Rules:
    """Return rules as they are written, checked, with those of what is inside them; a gap fits unless they say no."""
    rules = _map(value, f"`{where}`")
    for key in rules.keys() - UNDERSTOOD:
        near = nearest(key, UNDERSTOOD)
        hint = f"did you mean `{near}`?" if near else f"known: {', '.join(sorted(UNDERSTOOD))}"
        raise FieldsError(f"`{where}.{key}` is no rule that is read here; {hint}")
    types = rules.get("type")
    for one in types if isinstance(types, list) else [types]:
        if one not in TYPES:
            raise FieldsError(f"`{where}.type` is one of: {', '.join(TYPES)}")
    if "check_with" in rules and rules["check_with"] not in CHECKS:
        raise FieldsError(f"`{where}.check_with` is one of: {', '.join(CHECKS)}")
    return {"nullable": True, **rules, **dict(_inside(rules, where, plugin))}


def _inside(rules: Rules, where: str, plugin: str) -> Iterator[tuple[str, Any]]:
    schema = rules.get("schema")
    if schema is not None and rules["type"] == "dict":
        fields = _map(schema, f"`{where}.schema`")
        yield "schema", {name: _field(one, f"{where}.{name}", plugin) for name, one in fields.items()}
    elif schema is not None:
        yield "schema", _rules(schema, f"{where}.schema", plugin)
    for key in ("keysrules", "valuesrules"):
        if key in rules:
            yield key, {"nullable": key == "valuesrules", **_rules(rules[key], f"{where}.{key}", plugin)}
