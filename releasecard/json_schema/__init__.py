"""The JSON Schema (2020-12) of a card, made from the declaration: completion, hover and checks while one types.

What `lint` says of a card's shape the schema says too, as far as JSON Schema can; a test holds both against each
other and lists where they differ. Where a gap may stand, a value is one of some alternatives, the plain value
first: editors complete from all of them and report the fault of the first. They exclude one another, as `oneOf`
asks: of an `anyOf` the YAML language server shows every branch when one hovers over the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from releasecard.fields import FORMATS, SCHEMAS, Rules, named_fields
from releasecard.json_schema.forms import JSON_TYPES, Schema, basic, form, kinds_of, ref
from releasecard.json_schema.needs import asked, where

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ABOUT: Final = "What a reasoning dataset, training recipe, verifier or environment is, and what is not known of it."
_NAMES: Final = re.compile(r'"#/\$defs/([^"]+)"')


def schema(kind: str | None = None) -> Schema:
    """Return the schema of cards of *kind*, or of all kinds."""
    defs = basic()
    made = _Schemas(defs)
    cards = {one: made.card(one) for one in ([kind] if kind else SCHEMAS)}
    _share(cards, defs)
    whole = cards[kind] if kind else _any_kind(cards, defs)
    title = f"Release card ({kind})" if kind else "Release card"
    return {"$schema": _DIALECT, "title": title, "description": _ABOUT, **whole, "$defs": _used(whole, defs)}


def text(kind: str | None = None) -> str:
    """Return the schema as the text of a file, a line for each of its definitions."""
    whole = schema(kind)
    defs = ",\n".join(f"{_compact(name)}:{_compact(one)}" for name, one in whole.pop("$defs").items())
    return f'{_compact(whole)[:-1]},\n"$defs":{{\n{defs}\n}}}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _any_kind(cards: dict[str, Schema], defs: dict[str, Schema]) -> Schema:
    """Return the schema of a card that says what kind it is, and is then judged as one of that kind."""
    first = next(iter(cards.values()))["properties"]
    heads = {"releasecard": first["releasecard"], "kind": {**first["kind"], "enum": list(cards)}}
    for kind, card in cards.items():
        defs[f"{kind}_card"] = card
    branches = [{"if": where(("kind",), {"enum": [kind]}), "then": ref(f"{kind}_card")} for kind in cards]
    return {"type": "object", "properties": heads, "required": list(heads), "allOf": branches}


class _Schemas:
    """Makes the schemas of cards. The forms of their leaves go to *defs*: a conflict's sides refer to them."""

    def __init__(self, defs: dict[str, Schema]) -> None:
        self._defs = defs
        self._names: dict[str, str] = {}

    def card(self, kind: str) -> Schema:
        """Return the schema of a whole card: what may stand where, the same for all kinds, and what must."""
        rules = {"type": "dict", "schema": SCHEMAS[kind]}
        card = self._map(rules, "card")
        for name, values in (("releasecard", list(FORMATS)), ("kind", [kind])):
            card["properties"][name] = _shown(SCHEMAS[kind][name]) | {"enum": values}
        needs = asked(rules, (kind,))
        deeper = {"properties": needs.pop("properties")}
        return card | {"required": needs["required"], "allOf": [deeper, *needs["allOf"]]}

    def _field(self, rules: Rules, name: str) -> Schema:
        """Return a field's schema with what editors show of it."""
        return _shown(rules) | self._value(rules, name)

    def _value(self, rules: Rules, name: str) -> Schema:
        """Return what may stand at a place: a plain value, and a gap or a conflict where the rules allow them."""
        plain = [one for kind in kinds_of(rules) for one in self._plain(kind, rules, name)]
        if not rules.get("nullable"):
            return plain[0] if len(plain) == 1 else {"oneOf": plain}
        if "dict" in (*kinds_of(rules), *kinds_of(rules.get("schema", {}))):
            types = [JSON_TYPES[kind] for kind in dict.fromkeys((*kinds_of(rules), "dict", "string"))]
            return {"type": types, "oneOf": [*plain, ref("open_section")]}
        key = json.dumps(plain)
        if key not in self._names:
            self._names[key] = _free(_form_name(rules, name), self._defs)
            sides = {"properties": {"conflict": {"additionalProperties": ref(self._names[key])}}}
            self._defs[self._names[key]] = {"oneOf": [*plain, ref("gap"), ref("conflict") | sides]}
        return ref(self._names[key])

    def _plain(self, kind: str, rules: Rules, name: str) -> Iterator[Schema]:
        if kind == "dict":
            yield self._map(rules, name)
        elif kind == "list":
            most = {"maxItems": rules["maxlength"]} if "maxlength" in rules else {}
            items = self._field(rules["schema"], name)
            yield {"type": "array", "minItems": rules.get("minlength", 1), **most, "items": items}
        elif kind == "string":
            words = rules.get("meta", {}).get("words", {})
            said = {"enumDescriptions": list(words.values())} if words else {}
            yield {"enum": rules["allowed"], **said} if "allowed" in rules else form(rules.get("check_with", ""))
        else:
            bounds = {bound: rules[key] for key, bound in (("min", "minimum"), ("max", "maximum")) if key in rules}
            yield {"type": JSON_TYPES[kind], **bounds}
            if kind in ("count", "number") and "string" not in kinds_of(rules):
                yield ref(f"stated_{kind}")

    def _map(self, rules: Rules, name: str) -> Schema:
        """Return what may stand in a map."""
        fields, more = named_fields(rules), rules.get("valuesrules", rules.get("allow_unknown") or None)
        made: Schema = {"type": "object", "minProperties": 1}
        if fields:
            made["properties"] = {key: self._field(one, key) for key, one in fields.items()}
        if "keysrules" in rules:
            made["propertyNames"] = ref("id")
        elif not fields:
            made["not"] = ref("lone_gap")
        if more is not None:
            made["additionalProperties"] = self._field(more, name)
        else:
            free = "citations" if rules.get("check_with") == "citations" else "value"
            made["additionalProperties"] = not fields and ref(free)
        return made


def _share(cards: dict[str, Schema], defs: dict[str, Schema]) -> None:
    """Write what stands in several places once, in *defs*, where that makes the whole shorter."""
    seen: dict[str, Schema] = {}
    places: dict[str, list[tuple[Any, Any, str]]] = {}

    def meet(part: Schema, name: str) -> str:
        """Return what a part says. Parts that say the same become one, so that what one of them shares all do."""
        says = json.dumps(part)
        if says not in seen:
            seen[says] = part
            for holder, at, inner in _places(part, name):
                said = meet(holder[at], inner)
                holder[at] = seen[said]
                places.setdefault(said, []).append((holder, at, inner))
        return says

    for name, one in (*cards.items(), *defs.items()):
        meet(one, name)
    for says, found in places.items():
        part, often = seen[says], len(found)
        if (often - 1) * len(json.dumps(part)) > often * 32:
            name = _free(found[0][2], defs)
            defs[name] = part
            for holder, at, _ in found:
                holder[at] = ref(name)


def _places(schema: Schema, name: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield where other schemas stand in *schema*: what holds each, its key or index there, and a name for it."""
    for key in schema.get("properties", {}):
        yield schema["properties"], key, key
    for key, inner in (("oneOf", name), ("allOf", f"{name}_needs")):
        for index in range(len(schema.get(key, ()))):
            yield schema[key], index, inner
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield schema, key, f"{name}_entry"
    for key in ("then", "else"):
        yield from _places(schema[key], name) if key in schema else ()


def _used(schema: Schema, defs: dict[str, Schema]) -> dict[str, Schema]:
    """Return those of *defs* that *schema* refers to, be it through others."""
    used: set[str] = set()
    new = set(_NAMES.findall(json.dumps(schema)))
    while new:
        used |= new
        new = {name for one in new for name in _NAMES.findall(json.dumps(defs[one]))} - used
    return {name: defs[name] for name in sorted(used)}


def _free(name: str, taken: Iterable[str]) -> str:
    return name if name not in taken else next(f"{name}_{n}" for n in range(2, 10_000) if f"{name}_{n}" not in taken)


def _shown(rules: Rules) -> Schema:
    """Return a field's sentence, with its example in words: from `examples`, editors would write invented figures."""
    meta = rules.get("meta", {})
    example = meta.get("example")
    plain = example is not None and not isinstance(example, (bool, dict, list)) and "allowed" not in rules
    return {"description": meta["doc"] + (f" E.g. {example}" if plain else "")} if meta.get("doc") else {}


def _form_name(rules: Rules, name: str) -> str:
    """Return a name for the form of a leaf: its check, its field where it has words of its own, else its types."""
    first, *others = kinds_of(rules)
    if "allowed" in rules:
        first = f"{name}_word"
    elif (rules.get("min"), rules.get("max")) == (0, 1):
        first = "share"
    else:
        first = rules.get("check_with") or first.replace("string", "text")
    return "_or_".join([first, *others])
