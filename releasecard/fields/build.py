"""Short names for the Cerberus rules that the declaration is written in.

Every constructor returns a plain Cerberus rule set. What only people read stands in its free `meta` slot:
`title`, `doc` (one sentence in the field's terms), `example`, `question` (which of the four questions
of a card, 0 for identity; sections hand it down), `since` (format version), `refers` (`"path"`, or the sections that an
id may stand in), `starts`
(the fields that a new card opens a section with), `words` (what each allowed word says).
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

PATH: Final = "path"
"""What a field refers to that holds a path, not an id."""

Rules: TypeAlias = dict[str, Any]
Fields: TypeAlias = dict[str, Rules]


def rule(type_: str | list[str], title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return a field's rules; `refers`, `question` and `since` go to `meta`, `gap=False` forbids gaps."""
    meta = {"title": title, "doc": doc, "example": example, "since": more.pop("since", 1)}
    for key in ("question", "refers", "keys_refer", "starts", "words"):
        if key in more:
            meta[key] = more.pop(key)
    if isinstance(meta.get("refers"), str) and meta["refers"] != PATH:
        meta["refers"] = (meta["refers"],)
    return {"type": type_, "nullable": more.pop("gap", True), "meta": meta, **more}


def text(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of a text, with `check="url"` and the like for its form."""
    if "check" in more:
        more["check_with"] = more.pop("check")
    return rule("string", title, doc, example, **more)


def texts(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of one text or a list of them."""
    check: Rules = {"check_with": more.pop("check")} if "check" in more else {}
    item = {"type": "string", "nullable": True, **check}
    return rule(["string", "list"], title, doc, example, schema=item, **check, **more)


def text_or_number(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of a text or a number: a threshold, a budget with or without its unit."""
    return rule(["string", "number"], title, doc, example, **more)


Words: TypeAlias = tuple[str, ...] | dict[str, str]
"""The words that a field allows, with what each says where that is not plain."""


def choice(title: str, doc: str, allowed: Words, example: Any = None, **more: Any) -> Rules:
    """Return rules of a text out of a list."""
    words = list(allowed)
    return rule("string", title, doc, example or words[0], allowed=words, **_said(allowed), **more)


def choices(title: str, doc: str, allowed: Words, example: Any = None, **more: Any) -> Rules:
    """Return rules of a list of texts out of a list; one text alone may stand for the list."""
    words = list(allowed)
    item = {"type": "string", "nullable": True, "allowed": words}
    example = example or [words[0]]
    return rule(["string", "list"], title, doc, example, allowed=words, schema=item, **_said(allowed), **more)


def _said(allowed: Words) -> dict[str, Any]:
    return {"words": allowed} if isinstance(allowed, dict) else {}


def count(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of a whole number, or one as its source states it."""
    more.setdefault("min", 0)
    return _numeric("count", title, doc, example, more)


def number(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of a number, or one as its source states it."""
    return _numeric("number", title, doc, example, more)


def _numeric(type_: str, title: str, doc: str, example: Any, more: dict[str, Any]) -> Rules:
    schedule = more.pop("schedule", False)
    rules = rule(type_, title, doc, example, **more)
    return scheduled(rules) if schedule else rules


def scheduled(rules: Rules) -> Rules:
    """Return rules that also take a schedule, one value for each phase; lists of their own stay as they are."""
    if not isinstance(rules["type"], str) or rules["type"] in ("list", "dict"):
        return rules
    item = {key: rules[key] for key in ("type", "allowed", "min", "max", "check_with") if key in rules}
    meta = {**rules["meta"], "schedule": True}
    return {**rules, "type": [rules["type"], "list"], "schema": {**item, "nullable": True}, "meta": meta}


def share(title: str, doc: str, example: Any = None, **more: Any) -> Rules:
    """Return rules of a share: a number from 0 to 1."""
    return number(title, doc, example, min=0, max=1, **more)


def flag(title: str, doc: str, example: bool = True, **more: Any) -> Rules:
    """Return rules of a yes or no."""
    return rule("boolean", title, doc, example, **more)


def section(title: str, doc: str, fields: Fields, **more: Any) -> Rules:
    """Return rules of a map with named fields."""
    return rule("dict", title, doc, schema=fields, **more)


def things(title: str, doc: str, fields: Fields, **more: Any) -> Rules:
    """Return rules of a map from an id to a thing with named fields; a thing may be `like` a sibling."""
    like = text("Like", "The sibling whose fields this one inherits where it states none of its own.", "probe")
    entry = {"type": "dict", "nullable": True, "schema": {"like": like, **fields}}
    keys = {"type": "string", "check_with": "id"}
    return rule("dict", title, doc, keysrules=keys, valuesrules=entry, **more)


def mapping(title: str, doc: str, values: Rules, example: Any = None, **more: Any) -> Rules:
    """Return rules of a map with free keys (split names, benchmark ids) and values of one kind."""
    values = {key: value for key, value in values.items() if key != "meta"}
    return rule("dict", title, doc, example, valuesrules=values, **more)


def text_or(rules: Rules, example: str) -> Rules:
    """Return rules that take a text in words in the place of a map."""
    return {**rules, "type": ["string", rules["type"]], "meta": {**rules["meta"], "example": example}}


def one_or_more(title: str, doc: str, fields: Fields, **more: Any) -> Rules:
    """Return rules of a map with named fields, or of a map from ids to such maps: one, or one for each population."""
    entry = {"type": "dict", "nullable": True, "schema": fields, "allow_unknown": False}  # Cerberus hands it down
    return section(title, doc, fields, allow_unknown=entry, keysrules={"type": "string", "check_with": "id"}, **more)


def items(title: str, doc: str, item: Rules, example: Any = None, **more: Any) -> Rules:
    """Return rules of a list."""
    item = {key: value for key, value in item.items() if key != "meta"}
    return rule("list", title, doc, example, schema=item, **more)
