"""A skeleton completed with a to-do for everything that its own things require."""

from __future__ import annotations

from typing import Any

from releasecard.fields import NAMED, PRESENT, REQUIRED, SCHEMAS, Required, Rules, child, opening
from releasecard.questions import TODO, TYPICAL, TYPICAL_FAMILY
from releasecard.template.skeleton import skeleton as start
from releasecard.template.slots import ALWAYS, NEVER, Ask, Skeleton, Slot, among, both, either, negated


def completed(kind: str) -> Skeleton:
    """Return the skeleton of a kind with a to-do for everything that its own things require."""
    skeleton = start(kind)
    rules: Rules = {"type": "dict", "schema": SCHEMAS[kind]}
    for _ in range(4):  # what a row adds may be what another row is about
        _add_required(skeleton, rules)
        for row in REQUIRED:
            for place, when in _places(skeleton, row.at, ALWAYS):
                _add_row(place, row, both(when, _holds(row, place, skeleton)))
        _open_sections(skeleton, rules)
    return _ordered(skeleton, rules)


def _open_sections(skeleton: Skeleton, rules: Rules) -> None:
    """Write a to-do that is a map as its first fields: whoever fills it sees that it is one."""
    for key, slot in skeleton.items():
        inner = child(rules, key.strip())
        if inner is None:
            continue
        fields = opening(inner) if slot.value == TODO else []
        if fields:
            slot.value = {name: Slot(TODO) for name in fields}
        if isinstance(slot.value, dict):
            _open_sections(slot.value, inner)


def _add_required(skeleton: Skeleton, rules: Rules) -> None:
    for key, slot in skeleton.items():
        inner = child(rules, key)
        if isinstance(slot.value, dict) and inner is not None:
            _add_required(slot.value, inner)
    schema = rules.get("schema")
    if "valuesrules" not in rules and isinstance(schema, dict):
        for key, field in schema.items():
            if field.get("required") and key not in skeleton:
                skeleton[key] = Slot(TODO)


def _places(skeleton: Skeleton, at: str, when: str) -> list[tuple[Skeleton, str]]:
    places = [(skeleton, when)]
    for step in at.split(".") if at else ():
        places = [
            (slot.value, both(above, slot.when))
            for place, above in places
            for key, slot in place.items()
            if step in (key, "*") and isinstance(slot.value, dict)
        ]
    return places


def _holds(row: Required, place: Skeleton, root: Skeleton) -> str:
    test = ALWAYS
    for path, values in row.when:
        base, pattern = (root, path[1:]) if path.startswith("/") else (place, path)
        parent, _, last = pattern.rpartition(".")
        found = NEVER
        for inner, when in _places(base, parent, ALWAYS):
            if last in inner:
                found = either(found, both(both(when, inner[last].when), _is_one(inner[last].value, values)))
        test = both(test, found)
    for name in (*row.unless, *row.elsewhere):
        if name in place:
            test = both(test, negated(place[name].when))
    return test


def _is_one(value: Any, values: tuple[str, ...]) -> str:
    if values == (NAMED,):
        return ALWAYS
    if values == (PRESENT,):
        return NEVER if value == TODO else ALWAYS
    if not isinstance(value, Ask):
        return ALWAYS if value in values else NEVER
    if value.key == "family":
        typical = [contract for contract, family in TYPICAL_FAMILY.items() if family in values]
        named = among("family", *values)
        return either(named, both(among("family", TYPICAL), among("contract", *typical))) if typical else named
    possible = [one for one in values if one in value.question.choices]
    return among(value.key, *possible) if possible else NEVER


def _add_row(place: Skeleton, row: Required, when: str) -> None:
    if when == NEVER:
        return
    for need in row.needs:
        _add_path(place, need.split("."), when)


def _add_path(place: Skeleton, steps: list[str], when: str) -> None:
    step, rest = steps[0], steps[1:]
    if step == "*":
        for slot in place.values():
            if isinstance(slot.value, dict):
                _add_path(slot.value, rest, both(when, slot.when))
    elif not rest:
        _add_need(place, step, when)
    else:
        slot = place.setdefault(step, Slot({}, when))
        if isinstance(slot.value, dict):
            slot.when = either(slot.when, when) if not slot.value or slot.when != ALWAYS else slot.when
            _add_path(slot.value, rest, when)


def _add_need(place: Skeleton, key: str, when: str) -> None:
    """Put a to-do at *key* under *when*, unless something else stands there; what is there holds first."""
    if key not in place:
        place[key] = Slot(TODO, when)
    elif place[key].value == TODO:
        place[key].when = either(place[key].when, when)
    elif place[key].when != ALWAYS and f"{key} " not in place:
        rest = both(when, negated(place[key].when))
        if rest != NEVER and place[key].when != when:
            place[f"{key} "] = Slot(TODO, rest)


def _ordered(skeleton: Skeleton, rules: Rules) -> Skeleton:
    schema = rules.get("schema") if "valuesrules" not in rules else None
    order = list(schema) if isinstance(schema, dict) else list(skeleton)
    ordered = sorted(skeleton, key=lambda key: order.index(key.strip()) if key.strip() in order else len(order))
    result: Skeleton = {}
    for key in ordered:
        slot, inner = skeleton[key], child(rules, key.strip())
        value = _ordered(slot.value, inner) if isinstance(slot.value, dict) and inner else slot.value
        result[key] = Slot(value, slot.when)
    return result
