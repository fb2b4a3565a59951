"""The JSON Schema (2020-12) of a card, made from the declaration: completion, hover and checks while one types.

What `lint` says of a card's shape the schema says too, as far as JSON Schema can; a test holds both against each
other and lists where they differ. Where a gap may stand, a value is one of some alternatives, the plain value
first: editors complete from all of them and report the fault of the first.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from releasecard.fields import FORMATS, NAMED, PRESENT, REQUIRED, SCHEMAS, Required, Rules, named_fields, rules_at
from releasecard.formats import (
    _CITATION,
    _DATE,
    _ID,
    _LANGUAGE,
    _METRIC,
    _REFERENCE,
    _SHA256,
    _SLUG,
    _URL,
    VIAS,
)
from releasecard.stated import _STATED, _TODO, BARE_UNKNOWNS, GAP_WORDS

Schema: TypeAlias = dict[str, Any]
At: TypeAlias = tuple[str, ...]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ABOUT: Final = "What a reasoning dataset, training recipe, verifier or environment is, and what is not known of it."
_JSON: Final = {
    "string": "string", "integer": "integer", "count": "integer", "number": "number", "boolean": "boolean",
    "list": "array", "dict": "object",
}  # fmt: skip
_BOUNDS: Final = {"min": "minimum", "max": "maximum"}
_WORDS: Final = {word: says for word, says in GAP_WORDS.items() if word != "not_applicable"}
"""The gap words that may stand without a reason."""
_FORMS: Final = {
    "url": (_URL.pattern, "a web address that starts with `https://` or `http://`"),
    "date": (_DATE.pattern, "a date written `2026-03-01`"),
    "slug": (_SLUG.pattern, "a slug: lower-case letters, digits, `.`, `_` and `-`"),
    "language": (rf"{_LANGUAGE.pattern}|[xX](?:-[A-Za-z0-9]{{1,8}})+", "a BCP 47 language tag"),
    "sha256": (_SHA256.pattern, "a SHA-256: 64 hexadecimal digits, lower case"),
    "revision": (r"[0-9a-f]{7,64}|[A-Za-z0-9][A-Za-z0-9._:/-]*\d[A-Za-z0-9._:/-]*", "a commit, or a dated or numbered id"),
    "version": (r"\S+", "a version, without white space"),
    "reference": (_REFERENCE.pattern, "a card as `name@version`, with `#path` for a place inside it"),
    "release": (f"inline|{_REFERENCE.pattern}", "a card as `name@version`, or `inline`"),
    "metric": (_METRIC.pattern, "a metric such as `accuracy`, `avg@32` or `pass@1`"),
}  # fmt: skip
"""The forms of texts that a pattern can tell, and what is expected in words."""
_LONGEST: Final = {"slug": 100}
_SHARED: Final = 60
"""How long a schema that stands in several places is at least to be written once."""


def schema(kind: str | None = None) -> Schema:
    """Return the schema of cards of *kind*, or of all kinds."""
    made = _Schemas()
    cards = {one: made.card(one) for one in ([kind] if kind else SCHEMAS)}
    made.share(cards)
    whole = cards[kind] if kind else _any_kind(cards, made.defs)
    about = {"$schema": _DIALECT, "title": f"Release card ({kind})" if kind else "Release card", "description": _ABOUT}
    return {**about, **whole, "$defs": _used(whole, made.defs)}


def text(kind: str | None = None) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


def _any_kind(cards: dict[str, Schema], defs: dict[str, Schema]) -> Schema:
    """Return the schema of a card that says what kind it is, and then of that kind."""
    first = next(iter(cards.values()))["properties"]
    heads = {"releasecard": first["releasecard"], "kind": {**first["kind"], "enum": list(cards)}}
    branches = []
    for kind, card in cards.items():
        defs[f"{kind}_card"] = card
        branches.append({"if": _where(("kind",), {"enum": [kind]}), "then": _ref(f"{kind}_card")})
    return {"type": "object", "properties": heads, "required": list(heads), "allOf": branches}


class _Schemas:
    """Makes schemas of cards. `defs` is what they refer to; what is equal is one object until it is shared there."""

    def __init__(self) -> None:
        self.defs = _basic()
        self._equal: dict[str, Schema] = {}
        self._names: dict[str, str] = {}

    def card(self, kind: str) -> Schema:
        """Return the schema of a whole card. A path starts with the kind: what is required depends on it."""
        card = self._map({"type": "dict", "schema": SCHEMAS[kind]}, (kind,))
        for name, values in (("releasecard", list(FORMATS)), ("kind", [kind])):
            field = card["properties"][name]
            card["properties"][name] = {key: field[key] for key in ("title", "description")} | {"enum": values}
        return card

    def _field(self, rules: Rules, at: At) -> Schema:
        """Return a field's schema with what editors show of it."""
        meta = rules.get("meta", {})
        shown = {"title": meta.get("title"), "description": meta.get("doc")}
        field = {key: value for key, value in shown.items() if value} | self._value(rules, at)
        if meta.get("example") is not None and "allowed" not in rules:
            field["examples"] = [meta["example"]]
        return self._equal.setdefault(json.dumps(field), field)

    def _value(self, rules: Rules, at: At) -> Schema:
        if "dict" in _kinds(rules) or "dict" in _kinds(rules.get("schema", {})):
            return self._alternatives(rules, at, _ref("conflict"))
        plain = json.dumps({key: rules[key] for key in sorted(rules) if key not in ("meta", "required")})
        if plain not in self._names:
            name = self._names[plain] = _free(_form_name(rules, at), self.defs)
            self.defs[name] = {}
            sides = {"properties": {"conflict": {"additionalProperties": _ref(name)}}}
            self.defs[name] |= self._alternatives(rules, at, _ref("conflict") | sides)
        return _ref(self._names[plain])

    def _alternatives(self, rules: Rules, at: At, conflict: Schema) -> Schema:
        """Return what may stand at a place: a plain value, and a gap or a conflict where the rules allow them."""
        plain = [one for kind in _kinds(rules) for one in self._plain(kind, rules, at)]
        if not rules.get("nullable"):
            return plain[0] if len(plain) == 1 else {"anyOf": plain}
        return {"anyOf": [*plain, _ref("gap"), conflict]}

    def _plain(self, kind: str, rules: Rules, at: At) -> Iterator[Schema]:
        bounds = {_BOUNDS[key]: rules[key] for key in _BOUNDS if key in rules}
        if kind == "dict":
            yield self._map(rules, at)
        elif kind == "list":
            longest = {"maxItems": rules["maxlength"]} if "maxlength" in rules else {}
            items = self._field(rules["schema"], (*at, "*"))
            yield {"type": "array", "minItems": rules.get("minlength", 1), **longest, "items": items}
        elif kind == "string":
            yield {"enum": rules["allowed"]} if "allowed" in rules else _text(rules.get("check_with", ""))
        else:
            yield {"type": _JSON[kind], **bounds}
            if kind in ("count", "number") and "string" not in _kinds(rules):
                yield _ref(f"stated_{kind}")

    def _map(self, rules: Rules, at: At) -> Schema:
        """Return the schema of a map, and what must stand in it."""
        made: Schema = {"type": "object"}
        fields, more = named_fields(rules), rules.get("valuesrules", rules.get("allow_unknown"))
        if fields:
            made["properties"] = {name: self._field(one, (*at, name)) for name, one in fields.items()}
        if "keysrules" in rules:
            made["propertyNames"] = _ref("id")
        if more is not None:
            made["additionalProperties"] = self._field(more, (*at, "*"))
        else:
            free = "citations" if rules.get("check_with") == "citations" else "value"
            made["additionalProperties"] = not fields and _ref(free)
        needs = _needs(fields, at)
        if "like" in fields and needs:
            return made | {"minProperties": 1, "if": _ref("open"), "else": needs}
        return made | ({} if needs.get("required") else {"minProperties": 1}) | needs

    def share(self, cards: dict[str, Schema]) -> None:
        """Write what stands in several places once, in `defs`, with references to it."""
        places: Counter[int] = Counter()
        found: list[tuple[Schema, str, str]] = []
        todo = [(one, "") for one in (*cards.values(), *self.defs.values())]
        while todo:
            for holder, key, name in _places(*todo.pop()):
                found.append((holder, key, name))
                places[id(holder[key])] += 1
                if places[id(holder[key])] == 1:
                    todo.append((holder[key], name))
        names: dict[int, str] = {}
        for holder, key, name in found:
            part = holder[key]
            if places[id(part)] > 1 and len(json.dumps(part)) > _SHARED:
                if id(part) not in names:
                    names[id(part)] = _free(name, self.defs)
                    self.defs[names[id(part)]] = part
                holder[key] = _ref(names[id(part)])


def _places(schema: Schema, name: str) -> Iterator[tuple[Schema, str, str]]:
    """Yield where the schemas of fields and entries stand in *schema*: what holds them, their key, a name for them."""
    branches = [schema[key] for key in ("if", "then", "else") if key in schema]
    for one in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *branches):
        yield from _places(one, name)
    for key in schema.get("properties", {}):
        yield schema["properties"], key, key
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield schema, key, f"{name}_entry"


def _used(schema: Schema, defs: dict[str, Schema]) -> dict[str, Schema]:
    """Return those of *defs* that *schema* refers to, be it through others, by name."""
    used: set[str] = set()
    todo = [schema]
    while todo:
        new = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(todo.pop()))) - used
        used |= new
        todo += [defs[name] for name in new]
    return {name: defs[name] for name in sorted(used)}


def _free(name: str, taken: Iterable[str]) -> str:
    """Return *name*, or that with the first number that makes it one that is not taken."""
    return name if name not in taken else next(f"{name}_{n}" for n in range(2, 10_000) if f"{name}_{n}" not in taken)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _kinds(rules: Rules) -> list[str]:
    kinds = rules.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _form_name(rules: Rules, at: At) -> str:
    """Return a name for the form of a leaf: its check, its field where it has words of its own, else its type."""
    kinds = _kinds(rules)
    base = rules.get("check_with") or (kinds[0] if kinds != ["string", "number"] else "text_or_number")
    base = [one for one in at if one != "*"][-1] if "allowed" in rules else base.replace("string", "text")
    base = "share" if (rules.get("min"), rules.get("max")) == (0, 1) else base
    return f"{base}s" if len(kinds) > 1 and "list" in kinds else base


def _text(form: str) -> Schema:
    if form not in _FORMS:
        return _ref("text")
    pattern, expected = _FORMS[form]
    return _ref("text") | _pattern(pattern, f"Expected {expected}.") | {"maxLength": _LONGEST.get(form, 2000)}


def _pattern(pattern: str, message: str) -> Schema:
    """Return what a text has to match as a whole, in a spelling that ECMA 262 reads too, and what editors say else."""
    return {"pattern": "^(?:" + pattern.replace('\\"', '"') + ")$", "patternErrorMessage": message}


def _any_case(pattern: str) -> str:
    return re.sub(
        r"\\.|[A-Za-z]", lambda one: one[0] if len(one[0]) > 1 else f"[{one[0].upper()}{one[0].lower()}]", pattern
    )


def _basic() -> dict[str, Schema]:
    """Return what every card refers to: texts, numbers as stated, gaps, conflicts, citations."""
    bare = "|".join(map(re.escape, BARE_UNKNOWNS))
    gaps = "|".join(GAP_WORDS)
    unsaid = rf"(?:{gaps})$|\s*(?:{_any_case(bare)})?\s*$|{_any_case(_TODO.pattern)}"
    said = _pattern(rf"(?!{unsaid})[\s\S]*", "Write the value, or a gap word such as `not_stated`.")
    number = rf"(?![<>].*\.\.)(?=.*(?:[~<>kKMBT]|\.\.))(?:{_STATED.pattern})"
    scalar = ["string", "number", "boolean", "array", "null"]
    detail = {"type": scalar, **_pattern(rf"(?!{_any_case(_TODO.pattern)})[\s\S]*", "Write what is known of the gap.")}
    words = {word: {"description": f"{says[0].upper()}{says[1:]}.", **detail} for word, says in _WORDS.items()}
    reason = {"description": f"{GAP_WORDS['not_applicable'].capitalize()}.", **_ref("text")}
    keys = {**words, "not_applicable": reason}
    citation = _CITATION.pattern.replace(".*", r"[\s\S]*")
    parts = {"source": _ref("text"), "where": _ref("text"), "via": {"enum": list(VIAS)}, "role": _ref("value")}
    return {
        "text": {"type": "string", **said},
        "stated_number": {"type": "string", **_pattern(number, "Expected a number, or one as stated: `~17000`, `16k`.")},
        "stated_count": {
            "type": "string",
            **_pattern(rf"(?!.*[0-9]\.[0-9]+(?![0-9kKMBT])){number}", "Expected a whole number, or one as stated: `16k`."),
        },
        "id": {"title": "id", "maxLength": 2000, **_pattern(f"(?!(?:{gaps})$){_ID.pattern}", "Expected an id: `a-z`, then also digits, `_` and `-`.")},
        "gap": {"anyOf": [_ref("gap_word"), _ref("gap_map")]},
        "gap_word": {"enum": list(_WORDS), "enumDescriptions": list(_WORDS.values())},
        "gap_map": {"type": "object", "properties": keys, "additionalProperties": False, "minProperties": 1, "maxProperties": 1},
        "conflict": {
            "type": "object",
            "properties": {"conflict": {"description": "What each source says, by citation.", "type": "object", "minProperties": 2, "additionalProperties": _ref("value")}},
            "additionalProperties": False, "required": ["conflict"],
        },
        "open": {"anyOf": [{"maxProperties": 1, "propertyNames": {"enum": [*GAP_WORDS, "conflict"]}}, {"required": ["like"]}]},
        "citations": {"anyOf": [_ref("citation"), {"type": "array", "minItems": 1, "items": _ref("citation")}]},
        "citation": {"anyOf": [
            _ref("text") | _pattern(rf"\s*(?:{citation})\s*", "Expected `SOURCE where (via)`."),
            {"type": "object", "properties": parts, "additionalProperties": False, "required": ["source"]},
        ]},
        "value": {"anyOf": [
            _ref("text"), {"type": ["number", "boolean"]}, {"type": "array", "minItems": 1, "items": _ref("value")},
            {"type": "object", "minProperties": 1, "additionalProperties": _ref("value")}, _ref("gap"),
        ]},
    }  # fmt: skip


def _needs(fields: dict[str, Rules], at: At) -> Schema:
    """Return what must stand at a place: always, and depending on what else stands there."""
    always = [name for name, rules in fields.items() if rules.get("required")]
    rows: list[Schema] = []
    for row in REQUIRED:
        here, deferred = row.at.split(".") if row.at else [], _asks_root(row)
        if (deferred and len(at) == 1) or (not deferred and here == list(at[1:])):
            made = _row(row, at[0], here if deferred else [])
            if made is not None:
                rows.append(made)
    for row in [one for one in rows if set(one) == {"required"}]:
        always += [name for name in row["required"] if name not in always]
        rows.remove(row)
    return ({"required": always} if always else {}) | ({"allOf": rows} if rows else {})


def _asks_root(row: Required) -> bool:
    """Tell whether a row's condition looks at the card itself, beyond its kind: it can be put only there."""
    return bool(row.at) and any(path.startswith("/") and path != "/kind" for path, _ in row.when)


def _row(row: Required, kind: str, down: list[str]) -> Schema | None:
    """Return a row of the table as a schema for its place, or for the card where *down* leads there from it."""
    conditions = []
    for path, values in row.when:
        if path.lstrip("/") == "kind" and (path != "kind" or not row.at):
            if kind not in values:
                return None
            continue
        base = () if path.startswith("/") else tuple(row.at.split(".")) if row.at else ()
        steps = tuple(path.lstrip("/").split("."))
        conditions.append(_where(steps, _test(values, rules_at(kind, (*base, *steps)) or {})))
    conditions += [{"not": {"required": [name]}} for name in row.unless]
    needs = _under(down, _asked([need.split(".") for need in row.needs]))
    if not conditions:
        return needs
    return {"if": conditions[0] if len(conditions) == 1 else {"allOf": conditions}, "then": needs}


def _test(values: tuple[str, ...], rules: Rules) -> Schema:
    """Return what a value must be for a condition on it to hold."""
    if values == (NAMED,):
        return {}
    if values == (PRESENT,):
        return {"not": _ref("gap")}
    word: Schema = {"enum": list(values)}
    return {"anyOf": [word, {"type": "array", "contains": word}]} if "list" in _kinds(rules) else word


def _where(steps: tuple[str, ...], test: Schema) -> Schema:
    """Return a schema that holds of a map in which some value at *steps* passes *test*."""
    if not steps:
        return test
    inner = _where(steps[1:], test)
    if steps[0] == "*":
        return {"type": "object", "not": {"additionalProperties": {"not": inner}}}
    return {"type": "object", "required": [steps[0]]} | ({"properties": {steps[0]: inner}} if inner else {})


def _asked(needs: list[list[str]]) -> Schema:
    """Return a schema that asks for the paths of *needs* in a map; what is a gap or inherits is asked for nothing."""
    asked: Schema = {}
    for first in dict.fromkeys(need[0] for need in needs):
        deeper = [need[1:] for need in needs if need[0] == first and len(need) > 1]
        if first != "*":
            asked.setdefault("required", []).append(first)
        if deeper:
            asked |= _under([first], _asked(deeper), asked)
    return asked


def _under(steps: list[str], asked: Schema, beside: Schema | None = None) -> Schema:
    """Return a schema that asks *asked* of what stands at *steps*."""
    if not steps:
        return asked
    inner = {"if": _ref("open"), "else": _under(steps[1:], asked)}
    if steps[0] == "*":
        return {"additionalProperties": inner}
    return {"properties": {**(beside or {}).get("properties", {}), steps[0]: inner}}
