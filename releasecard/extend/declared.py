"""A plugin's fields: YAML, checked word by word, to the rules of our declaration, and into their place in it."""

from __future__ import annotations

import re
from typing import Any, Final

from releasecard.accept import compiled
from releasecard.document import read
from releasecard.extend.words import META, RULES, FieldsError, Word
from releasecard.fields import Fields, Rules
from releasecard.fields.build import mapping, rule, section, things
from releasecard.formats import nearest
from releasecard.stated import GAP_WORDS

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_OF_LEAVES: Final = ("allowed", "check_with", "min", "max")
_TAKEN: Final = frozenset(GAP_WORDS) | {"like", "conflict"}
"""What would not be read as a field's name."""


def declared(text: str, plugin: str) -> dict[str, Fields]:
    """Return the fields that a plugin declares, by the pattern of the maps that they stand in.

    Raises FieldsError that says where something is wrong, and what.
    """
    document = read(text)
    for fault in document.faults:
        raise FieldsError(f"line {document.place(fault.span.start).line}: {fault.message}")
    if document.data is None:
        return {}
    places = _map(document.data, "the whole")
    return {place: _fields(fields, "" if place == "." else f"{place}.", plugin) for place, fields in places.items()}


def _map(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FieldsError(f"{where} is no map")
    return value


def _fields(value: Any, above: str, plugin: str) -> Fields:
    """Return fields by name; *above* is how the paths of all of them begin."""
    fields = _map(value, f"`{above.removesuffix('.') or '.'}`")
    for name in fields:
        if not _NAME.fullmatch(str(name)):
            raise FieldsError(f"`{above}{name}` is no name of a field: lower-case letters, digits and `_`")
        if name in _TAKEN:
            raise FieldsError(f"`{above}{name}`: `{name}` means something else wherever it stands")
    return {name: _field(one, f"{above}{name}", plugin) for name, one in fields.items()}


def _field(value: Any, where: str, plugin: str) -> Rules:
    """Return the rules of a field that has a name, made as ours are."""
    rules = _checked(value, where, RULES)
    meta = _checked(rules.get("meta", {}), f"{where}.meta", META, _types(rules))
    needed = (
        ("title", "doc") if "dict" in _types(rules) and "string" not in _types(rules) else ("title", "doc", "example")
    )
    for key in needed:
        if key not in meta:
            raise FieldsError(f"`{where}.meta` has no `{key}`: {META[key].says}")
    _hold_together(rules, meta, where)
    made = _made(rules, meta, where, plugin)
    made["meta"] |= {"plugin": plugin, **({"kinds": meta["kinds"]} if "kinds" in meta else {})}
    example = made["meta"]["example"]
    if example is not None and not compiled(made)(example):
        raise FieldsError(f"`{where}`: its own example is none that it takes")
    return made


def _checked(value: Any, where: str, words: dict[str, Word], types: list[str] | None = None) -> dict[str, Any]:
    """Return a map, if every key is one of *words*, says what it can say, and goes with the types of its field."""
    rules = _map(value, f"`{where}`")
    for key, said in rules.items():
        if key not in words:
            near = nearest(str(key), words)
            hint = f"did you mean `{near}`?" if near else f"known: {', '.join(words)}"
            raise FieldsError(f"`{where}.{key}` is no rule that is read here; {hint}")
        if not words[key].test(said):
            raise FieldsError(f"`{where}.{key}` is {words[key].says}")
    if types is None and "type" not in rules:
        raise FieldsError(f"`{where}.type` is {words['type'].says}")
    types = types or _types(rules)
    for key in rules:
        if not words[key].goes_with(types):
            raise FieldsError(f"`{where}.{key}` does not go with the type {' or '.join(types)}")
    return rules


def _types(rules: Rules) -> list[str]:
    return rules["type"] if isinstance(rules["type"], list) else [rules["type"]]


def _hold_together(rules: Rules, meta: dict[str, Any], where: str) -> None:
    """Raise FieldsError where what is said of a field in one place does not fit what is said in another."""
    if "words" in meta and list(meta["words"]) != rules.get("allowed"):
        raise FieldsError(f"`{where}.meta.words` are not those of `allowed`, in their order")
    for name in meta.get("starts", ()):
        if name not in rules.get("schema", {}):
            raise FieldsError(f"`{where}.meta.starts`: `{name}` is not in its schema")


def _made(rules: Rules, meta: dict[str, Any], where: str, plugin: str) -> Rules:
    types = _types(rules)
    more: dict[str, Any] = {key: rules[key] for key in (*_OF_LEAVES, "required") if key in rules}
    more |= {key: meta[key] for key in ("question", "refers", "words", "starts") if key in meta}
    if isinstance(more.get("refers"), list):
        more["refers"] = tuple(more["refers"])
    more["gap"] = rules.get("nullable", True)
    said = _line(meta.get("title", "")), _line(meta.get("doc", ""))
    example = meta.get("example")
    kinds = types if len(types) > 1 else types[0]
    if "dict" in types:
        made = _map_of(rules, said, more, where, plugin)
        return {**made, "type": kinds, "meta": {**made["meta"], "example": example}}
    if "list" in types:
        more["schema"] = _item(rules, where, plugin)
    return rule(kinds, *said, example, **more)


def _line(text: str) -> str:
    return " ".join(text.split())


def _map_of(rules: Rules, said: tuple[str, str], more: dict[str, Any], where: str, plugin: str) -> Rules:
    if ("schema" in rules) == ("valuesrules" in rules):
        raise FieldsError(f"`{where}`: a map has `schema`, the fields in it, or `valuesrules`, what stands at any key")
    if "schema" in rules:
        return section(*said, _fields(rules["schema"], f"{where}.", plugin), **more)
    values = _checked(rules["valuesrules"], f"{where}.*", RULES)
    if values["type"] == "dict" and "schema" in values:
        return things(*said, _fields(values["schema"], f"{where}.*.", plugin), **more)
    return mapping(*said, _made(values, {}, f"{where}.*", plugin), **more)


def _item(rules: Rules, where: str, plugin: str) -> Rules:
    """Return the rules of what a list holds: those that are given, else those of the one value that may stand for it."""
    single: list[str] = [one for one in _types(rules) if one != "list"]
    if "schema" not in rules and not single:
        raise FieldsError(f"`{where}` has no `schema`: {RULES['schema'].says}")
    of_one: dict[str, Any] = {key: rules[key] for key in _OF_LEAVES if key in rules}
    item = _checked(rules.get("schema", {"type": single, **of_one}), f"{where}[]", RULES)
    made = _made(item, {}, f"{where}[]", plugin)
    return {key: value for key, value in made.items() if key != "meta"}
