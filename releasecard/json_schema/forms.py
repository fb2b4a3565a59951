"""What the schemas of all cards refer to: forms of texts, numbers as stated, gaps, conflicts, citations."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from releasecard import formats
from releasecard.fields import Rules
from releasecard.formats import VIAS
from releasecard.stated import BARE_UNKNOWNS, GAP_WORDS, STATED, TODO

Schema: TypeAlias = dict[str, Any]

JSON_TYPES: Final = {
    "string": "string", "integer": "integer", "count": "integer", "number": "number", "boolean": "boolean",
    "list": "array", "dict": "object",
}  # fmt: skip
LEAVES: Final = frozenset(JSON_TYPES) - {"list", "dict"}

FORMS: Final = {
    "url": (formats.URL.pattern, "a web address that starts with https:// or http://"),
    "date": (formats.DATE.pattern, "a date written 2026-03-01"),
    "slug": (formats.SLUG.pattern, "a slug: lower-case letters, digits, `.`, `_` and `-`"),
    "language": (f"{formats.LANGUAGE.pattern}|{formats.PRIVATE_LANGUAGE.pattern}", "a BCP 47 language tag"),
    "sha256": (formats.SHA256.pattern, "64 hexadecimal digits, lower case"),
    "revision": (formats.REVISION.pattern, "a commit, or a dated or numbered id"),
    "version": (formats.VERSION.pattern, "a version without white space"),
    "reference": (formats.REFERENCE.pattern, "name@version of a card, with #path for a place inside it"),
    "parent": (f"{formats.SLUG.pattern}|{formats.REFERENCE.pattern}", "name@version of a release, or its name alone"),
    "release": (f"inline|{formats.REFERENCE.pattern}", "name@version of a card, or inline"),
    "metric": (formats.METRIC.pattern, "a metric such as accuracy, avg@32 or pass@1"),
}  # fmt: skip
"""The forms that a pattern can tell, and in words. Licenses are told by a table that no schema holds."""

_WORDS: Final = [word for word in GAP_WORDS if word != "not_applicable"]
_ANY_GAP: Final = "|".join(GAP_WORDS)
_DECIMAL: Final = r"(?<!\.)\.[0-9]+(?![0-9kKMBT])"


def ref(name: str) -> Schema:
    """Return a reference to one of the definitions."""
    return {"$ref": f"#/$defs/{name}"}


def kinds_of(rules: Rules) -> list[str]:
    """Return the types that rules name."""
    kinds = rules.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def form(name: str) -> Schema:
    """Return the schema of a text of that form, as plain text where no pattern tells it."""
    if name not in FORMS:
        return ref("plain_text")
    pattern, expected = FORMS[name]
    return (
        ref("plain_text") | _matching(pattern, f"Expected {expected}.") | {"maxLength": 100 if name == "slug" else 2000}
    )


def basic() -> dict[str, Schema]:
    """Return the definitions that every schema of cards shares."""
    return {**_texts(), **_gaps(), **_citations()}


def _texts() -> dict[str, Schema]:
    bare, todo = _any_case("|".join(map(re.escape, BARE_UNKNOWNS))), _any_case(TODO.pattern)
    unsaid = rf"(?:{_ANY_GAP})$|\s*(?:{bare})?\s*$|{todo}"
    stated = rf"(?![<>].*\.\.)(?=.*(?:[~<>kKMBT]|\.\.))(?:{STATED.pattern})"
    return {
        "plain_text": _text(rf"(?!{unsaid})[\s\S]*", "Write the value, or a gap word such as not_stated."),
        "stated_number": _text(stated, "Expected a number, or one as its source states it: ~17000, 16k, <=2, 0.26..0.28."),
        "stated_count": _text(rf"(?!.*{_DECIMAL}){stated}", "Expected a whole number, or one as its source states it: ~17000, 16k."),
        "detail": _text(rf"(?!{todo})[\s\S]*", "Write what is known of the gap."),
        "id": {"title": "id", "maxLength": 2000, **_matching(rf"(?!(?:{_ANY_GAP})$){formats.ID.pattern}", "Expected an id: a lower-case letter, then lower-case letters, digits, `_` or `-`.")},
    }  # fmt: skip


def _gaps() -> dict[str, Schema]:
    detail = {"oneOf": [ref("detail"), {"type": ["number", "boolean", "array", "null"]}]}
    words = {word: {"description": _sentence(word), **detail} for word in _WORDS}
    reason = {"not_applicable": {"description": _sentence("not_applicable"), **ref("plain_text")}}
    sides = {"type": "object", "minProperties": 2, "additionalProperties": ref("value")}
    return {
        "open_section": {"oneOf": [ref("gap_word"), ref("gap_map"), ref("conflict")]},
        "gap": {"oneOf": [ref("gap_word"), ref("gap_map")]},
        "gap_word": {"enum": _WORDS, "enumDescriptions": [_sentence(word) for word in _WORDS]},
        "gap_map": _map({**words, **reason}) | {"minProperties": 1, "maxProperties": 1},
        "conflict": _map({"conflict": {"description": "What each source says, by citation.", "doNotSuggest": True, **sides}}) | {"required": ["conflict"]},
        "lone_gap": {"type": "object", "maxProperties": 1, "propertyNames": {"enum": [*GAP_WORDS, "conflict"]}},
        "open": {"anyOf": [ref("lone_gap"), {"type": "object", "required": ["like"], "properties": {"like": ref("plain_text")}}]},
        "value": {"oneOf": [
            ref("plain_text"), {"type": ["number", "boolean"]}, _some(ref("value")),
            {"type": "object", "minProperties": 1, "not": ref("lone_gap"), "additionalProperties": ref("value")},
            ref("gap"), ref("conflict"),
        ]},
    }  # fmt: skip


def _citations() -> dict[str, Schema]:
    pattern = formats.CITATION.pattern.replace(".*", r"[\s\S]*")
    written = ref("plain_text") | _matching(
        rf"\s*(?:{pattern})\s*", "Expected SOURCE where (via), such as paper §4.1 (primary)."
    )
    parts = {"source": ref("plain_text"), "where": ref("plain_text"), "via": {"enum": list(VIAS)}, "role": ref("value")}
    return {
        "citation": {"oneOf": [written, _map(parts) | {"required": ["source"]}]},
        "citations": {"oneOf": [ref("citation"), _some(ref("citation"))]},
    }


def _text(pattern: str, message: str) -> Schema:
    return {"type": "string", **_matching(pattern, message)}


def _some(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _map(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _matching(pattern: str, message: str) -> Schema:
    """Return what a text matches as a whole, and what editors say where it does not."""
    of_ecma = re.sub(r"\\([^\w\\^$.*+?()[\]{}|/])", r"\1", pattern)  # no needless escapes in ECMA 262
    return {"pattern": f"^(?:{of_ecma})$", "patternErrorMessage": message}


def _any_case(pattern: str) -> str:
    """Return a pattern that matches in any case: JSON Schema has no flags."""
    return re.sub(
        r"\\.|[A-Za-z]", lambda one: one[0] if one[0][0] == "\\" else f"[{one[0].upper()}{one[0].lower()}]", pattern
    )


def _sentence(word: str) -> str:
    return f"{GAP_WORDS[word].capitalize()}."
