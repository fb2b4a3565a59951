"""A plugin's fields put into their place in our declaration."""

from __future__ import annotations

from releasecard.extend.words import FieldsError
from releasecard.fields import Fields, Rules, child, named_fields, question_of
from releasecard.fields.build import PATH


def with_fields(schemas: dict[str, Fields], found: dict[str, Fields]) -> dict[str, Fields]:
    """Return the declaration of each kind with more fields, by place; kinds without the place stay as they are.

    Raises FieldsError where a place is nowhere, a name is taken, or a reference leads nowhere.
    """
    grown = dict(schemas)
    for place, fields in found.items():
        grown |= _fitting(grown, place, fields)
    for fields in found.values():
        _refuse_lost_references(grown, fields)
    return grown


def _fitting(schemas: dict[str, Fields], place: str, fields: Fields) -> dict[str, Fields]:
    """Return the declaration of the kinds that have a place, with its fields there."""
    steps = place.split(".") if place != "." else []
    found: dict[str, Fields] = {}
    for kind, schema in schemas.items():
        own = {name: one for name, one in fields.items() if kind in one["meta"].get("kinds", schemas)}
        made = _placed(schema, steps, own)
        if made is not None:
            found[kind] = made
    if not found:
        raise FieldsError(f"`{place}` is no place on a card where fields have names")
    return found


def _refuse_lost_references(schemas: dict[str, Fields], fields: Fields) -> None:
    """Raise FieldsError where a field refers to what is no section of any card."""
    for name, rules in fields.items():
        refers = rules["meta"].get("refers", ())
        for section in refers if refers != PATH else ():
            if not any(_holds_things(schema, section) for schema in schemas.values()):
                raise FieldsError(f"`{name}` refers to `{section}`, where no card has things by id")
        _refuse_lost_references(schemas, named_fields(rules.get("valuesrules", rules)))


def _holds_things(schema: Fields, section: str) -> bool:
    rules: Rules | None = {"schema": schema}
    for step in section.split("."):
        rules = child(rules, step) if rules is not None else None
    return rules is not None and "valuesrules" in rules


def _placed(schema: Fields, steps: list[str], fields: Fields) -> Fields | None:
    """Return a declaration with more fields at the place that *steps* lead to; None where it has no such place."""
    if not steps:
        _refuse_taken(schema, fields)
        for name, one in fields.items():
            schema = _after_its_question(schema, name, one)
        return schema
    grown = _grown({"type": "dict", "schema": schema}, steps, fields)
    return grown["schema"] if grown is not None else None


def _after_its_question(schema: Fields, name: str, rules: Rules) -> Fields:
    """Return a card's fields with one more, behind those that answer the same question."""
    numbers = [question_of(one) for one in schema.values()]
    own = question_of(rules)
    first = numbers.index(own)
    place = next((at for at in range(first, len(numbers)) if numbers[at] != own), len(numbers))
    items = list(schema.items())
    return dict([*items[:place], (name, rules), *items[place:]])


def _refuse_taken(names: Fields, fields: Fields) -> None:
    for name in fields:
        if name in names:
            whose = names[name]["meta"].get("plugin")
            raise FieldsError(f"`{name}` is a field there already{f', of the plugin {whose}' if whose else ''}")


def _grown(rules: Rules, steps: list[str], fields: Fields) -> Rules | None:
    names = named_fields(rules)
    one_of_several = rules.get("allow_unknown") or None
    if not steps:
        _refuse_taken(names, fields)
        if one_of_several and any(one.get("required") for one in fields.values()):
            raise FieldsError("nothing can be required where there may be one thing or several by name")
        grown = {**names, **fields} if names else None
    elif steps[0] == "*" and ("valuesrules" in rules or (not names and "list" in rules.get("type", ()))):
        key = "valuesrules" if "valuesrules" in rules else "schema"
        inner = _grown(rules[key], steps[1:], fields)
        return {**rules, key: inner} if inner is not None else None
    else:
        inner = _grown(names[steps[0]], steps[1:], fields) if steps[0] in names else None
        grown = {**names, steps[0]: inner} if inner is not None else None
    if grown is None:
        return None
    more = {"allow_unknown": {**one_of_several, "schema": grown}} if one_of_several else {}
    return {**rules, "schema": grown, **more}
