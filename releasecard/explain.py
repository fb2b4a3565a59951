"""Rules and fields explained in plain text, all from their declarations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Final

from releasecard.edit import written
from releasecard.evidence.matrix import MATRIX
from releasecard.fields import (
    NAMED,
    PRESENT,
    QUESTIONS,
    REQUIRED,
    SCHEMAS,
    Required,
    Rules,
    child,
    named_fields,
    question_of,
)
from releasecard.rules import BY_CODE
from releasecard.rules.rule import Rule

_WIDTH: Final = 96
_KINDS_OF_VALUE: Final = {
    "string": "text",
    "integer": "whole number",
    "count": "whole number, or one as its source states it (`~17000`, `16k`)",
    "number": "number, or one as its source states it (`~17000`, `0.26..0.28`)",
    "boolean": "true or false",
    "list": "list",
    "dict": "map",
}
_BAD_FORMS: Final = {
    "url": "www.example.org", "date": "1 March 2026", "slug": "My Release", "license": "Apache 2.0",
    "language": "english", "sha256": "abc123", "revision": "main", "version": "'1 0'", "reference": "math-verify",
    "release": "the pool", "parent": "the pool", "git_ref": "'v1 x'", "metric": "average", "citations": "{all: 3}",
}  # fmt: skip


def rule_list() -> str:
    """Return a line for each rule: code, severity, name, what it finds."""
    width = max(len(rule.name) for rule in BY_CODE.values())
    return "".join(
        f"{rule.code}  {rule.severity!s:<7}  {rule.name:<{width}}  {_first(rule.what)}\n" for rule in BY_CODE.values()
    )


def rule_text(rule: Rule) -> str:
    """Return a rule explained: what, why, how to repair, a bad and a good example."""
    parts = [f"{rule.code} {rule.name} ({rule.severity}, {rule.origin})", "", _wrapped(rule.what), ""]
    parts += ["Why", _indented(_wrapped(rule.why, 2)), "", "Repair", _indented(_wrapped(rule.repair, 2)), ""]
    if rule.blind:
        parts += ["Does not see", _indented(_wrapped(rule.blind, 2)), ""]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            parts += [title, _indented(example.rstrip()), ""]
    if rule.code in ("RC401", "RC402"):
        parts += ["Needed, by kind of claim", *_needed(), ""]
    if not rule.code.startswith("RC0"):
        parts += [f"Hide one, saying why, on its line: # releasecard: ignore[{rule.code}] reason", ""]
    return "\n".join(parts)


def _needed() -> Iterator[str]:
    """Yield for each kind of claim what the support matrix asks."""
    for kind, row in MATRIX.items():
        needs = "; ".join(dict.fromkeys(need.says for need in row.needs))
        yield _indented(_wrapped(f"{kind}, relative to {row.relative_to}: {needs}.", 4))


def field_list(kind: str) -> str:
    """Return the sections of a card of *kind* by the four questions, each with its sentence."""
    lines: list[str] = []
    for number, question in enumerate(QUESTIONS):
        lines.append(f"{number}. {question}")
        fields = {name: rules for name, rules in SCHEMAS[kind].items() if question_of(rules) == number}
        lines += [f"   {name:<14} {rules['meta']['doc']}" for name, rules in fields.items()]
        lines.append("")
    return "\n".join(lines)


def field_at(kind: str, text: str) -> tuple[str, Rules] | None:
    """Return the declared pattern and rules that a path leads to (`rollouts.probe.seed` -> `rollouts.*.seed`)."""
    rules: Rules | None = {"type": "dict", "schema": SCHEMAS[kind]}
    pattern: list[str] = []
    for step in text.replace("[", ".[").split("."):
        if rules is None:
            return None
        index = step.startswith("[") or (step == "*" and "list" in rules["type"])
        free = "valuesrules" in rules
        rules = child(rules, 0 if index else step)
        pattern.append("[]" if index else "*" if free else step)
    return (".".join(pattern).replace(".[]", "[]"), rules) if rules is not None else None


def field_text(kind: str, pattern: str, rules: Rules) -> str:
    """Return a field explained: its sentence, type, values, when it is required, a good and a bad example."""
    meta = rules.get("meta", {})
    title, doc = meta.get("title"), meta.get("doc")
    if not title:
        title, doc = "One of them", f"One entry of `{pattern.rpartition('.')[0] or pattern.removesuffix('[]')}`."
    parts = [f"{pattern} ({title}, {kind})", "", _wrapped(doc), ""]
    parts += [f"{name:<9} {text}" for name, text in _facts(kind, pattern, rules)]
    inner = inner_fields(rules)
    if inner:
        parts += [
            "",
            "Fields",
            *(f"  {name:<22} {one['meta']['doc']}" for name, one in inner.items() if name != "like"),
        ]
    name = pattern.rsplit(".", maxsplit=1)[-1].replace("[]", "").replace("*", "example")
    example = _example(rules)
    if example is not None:
        parts += ["", "Good", _indented(yaml_lines(name, example))]
    bad = bad_example(rules)
    if bad:
        parts += ["", "Bad", f"  {name}: {bad[0]}  # {bad[1]}"]
    return "\n".join(parts) + "\n"


def _example(rules: Rules, most: int = 5) -> Any:
    """Return an example of a field; of a section from those of its fields: the required ones, else the first."""
    inner = inner_fields(rules)
    example = rules.get("meta", {}).get("example")
    if example is not None or not inner:
        return example
    known = {key: one["meta"]["example"] for key, one in inner.items() if key != "like"}
    plain = {key: one for key, one in known.items() if one is not None}
    required = [key for key in plain if inner[key].get("required")]
    found = {key: plain[key] for key in (required or list(plain))[:most]}
    if not found:
        first = next(iter(known))
        found = {first: _example(inner[first])}
    return {"example": found} if "valuesrules" in rules else found


def bad_example(rules: Rules) -> tuple[str, str] | None:
    """Return a value in YAML that the field refuses, and the code that says so; None for sections."""
    kinds = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    if "allowed" in rules and "string" in kinds:
        return "something-else", "RC104"
    if rules.get("check_with") in _BAD_FORMS:
        return _BAD_FORMS[rules["check_with"]], "RC105"
    if {"string", "number"} <= set(kinds):
        return None
    for kind, value, code in (
        ("string", "12.50", "RC107"),
        ("count", "many", "RC103"),
        ("number", "much", "RC103"),
        ("boolean", "perhaps", "RC103"),
        ("dict", "a text", "RC103"),
    ):
        if kind in kinds:
            return value, code
    return None


def required_rows(pattern: str) -> Iterator[Required]:
    """Yield the rows of the required-when table that ask for the field of that pattern."""
    pattern = pattern.replace("[]", ".*")
    for row in REQUIRED:
        base = f"{row.at}." if row.at else ""
        own = pattern[len(base) :] if pattern.startswith(base) else ""
        if own and any(need == own or need.startswith(f"{own}.") for need in row.needs):
            yield row


def is_for(kind: str, row: Required) -> bool:
    """Tell whether a row of the required-when table is about cards of *kind*."""
    return all(kind in values for path, values in row.when if path in ("kind", "/kind"))


def condition(row: Required) -> str:
    """Return in words when a row of the required-when table holds, on a card of a kind that it is about."""
    said = []
    for path, values in row.when:
        if path not in ("kind", "/kind"):
            where = f"`{path.lstrip('/')}`"
            said.append(
                f"{where} is stated" if values in ((PRESENT,), (NAMED,)) else f"{where} is {' or '.join(values)}"
            )
    text = "when " + " and ".join(said) if said else "always"
    lifts = (*row.unless, *row.elsewhere)
    if lifts:
        text += f", unless there is a `{'` or `'.join(lifts)}`"
    return text


def yaml_lines(key: str, value: Any) -> str:
    """Return a small example as block YAML."""
    if not isinstance(value, dict) or not value:
        return f"{written.key(key)}: {written.row(value) if isinstance(value, (dict, list)) else written.scalar(value)}"
    inner = textwrap.indent("\n".join(yaml_lines(str(name), item) for name, item in value.items()), "  ")
    return f"{written.key(key)}:\n{inner}"


def _facts(kind: str, pattern: str, rules: Rules) -> Iterator[tuple[str, str]]:
    kinds = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    yield "type", " or a ".join(_KINDS_OF_VALUE[one] for one in kinds)
    if "allowed" in rules:
        yield "values", textwrap.fill(", ".join(rules["allowed"]), _WIDTH - 10, subsequent_indent=" " * 10)
    low, high = rules.get("min"), rules.get("max")
    if low is not None or high is not None:
        yield "range", f"{low} to {high}" if high is not None else f"at least {low}"
    meta = rules.get("meta", {})
    if "refers" in meta:
        yield (
            "refers",
            "a path on this card, or `name@version#path`"
            if meta["refers"] == "path"
            else f"an id in {' or '.join(meta['refers'])}",
        )
    if rules.get("required"):
        yield "required", "always"
    for row in required_rows(pattern):
        if is_for(kind, row):
            yield "required", f"{condition(row)}: {row.why}"
    if "plugin" in meta:
        yield "plugin", meta["plugin"]
    yield "gap", "a gap word may stand here" if rules.get("nullable") else "no gap word may stand here"


def inner_fields(rules: Rules) -> dict[str, Rules]:
    """Return the named fields of a section, or of each thing in a map of things."""
    return named_fields(rules.get("valuesrules", rules))


def _first(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".").replace("`", "")


def _wrapped(text: str, indent: int = 0) -> str:
    return textwrap.fill(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ")
