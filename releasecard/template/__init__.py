"""The cookiecutter templates of cards, made from the declaration.

A skeleton says which things a new card starts with; the schema and the required-when table say which fields
these need, under which answers. So a template asks for what `lint` would ask for, no more and no less, and
`templates/` holds generated files: `make templates` writes them, a test compares.
"""

from __future__ import annotations

import json
from functools import reduce
from typing import Any, Final

from releasecard.edit.written import WIDTH
from releasecard.fields import SCHEMAS, Rules, child, heading, question_of
from releasecard.questions import QUESTIONS, TODO, TYPICAL, TYPICAL_FAMILY
from releasecard.template.complete import completed
from releasecard.template.slots import ALWAYS, Ask, Slot, either

_HEADER: Final = """\
{{#- The answers: a text without quotes where it is simple, else in YAML's double quotes. -#}}
{%- macro quoted(text) -%}
{%- set bare = text | replace(' ', '') | replace('-', '') | replace('_', '') | replace('.', '') | replace('@', '') -%}
{%- if bare.isalnum() and text[0].isalpha() and text == text.strip() and text.lower() not in ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'] -%}
{{ text }}
{%- else -%}
"{{ text | replace('\\\\', '\\\\\\\\') | replace('"', '\\\\"') }}"
{%- endif -%}
{%- endmacro -%}
{%- macro listed(text) -%}
[{{ text.replace(' ', '').split(',') | join(', ') }}]
{%- endmacro -%}
"""


def card_template(kind: str) -> str:
    """Return the Jinja text of a new card of *kind*."""
    lines = [_macros(kind)]
    slots = completed(kind)
    numbers = {key: question_of(SCHEMAS[kind][key.strip()]) for key in slots}
    question = -1
    for key, slot in slots.items():
        if numbers[key] != question and key not in ("sources", "cited"):
            question = numbers[key]
            title = f"# {heading(question)}"
            asked = (one.when for name, one in slots.items() if numbers[name] == question)
            lines += _when(reduce(either, asked), ["", title])
        lines += _lines(key, slot, SCHEMAS[kind][key.strip()], "")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _macros(kind: str) -> str:
    sets = []
    for question in QUESTIONS[kind]:
        name = f"cookiecutter.{question.key}"
        value = f"{name}.replace(' ', '').split(',')" if question.many else name
        sets.append(f"{{%- set {question.key} = {value} -%}}")
    return _HEADER.replace("{{#", "{#").replace("#}}", "#}") + "\n".join(sets) + "\n" + _INTRO


_INTRO: Final = """\
# yaml-language-server: $schema=card.schema.json
# A release card: https://arxiv.org/abs/2606.02113 says why. Every TODO is a value to write, or a gap to name:
# not_stated, not_logged, not_measured, not_released, not_checked, or `not_applicable: why`.
# `releasecard lint` shows what is left; `releasecard field PATH` explains a field."""


def _lines(key: str, slot: Slot, rules: Rules | None, indent: str, above: str = ALWAYS) -> list[str]:
    name, value = key.strip(), slot.value
    known = above if slot.when == ALWAYS else slot.when
    row = isinstance(value, dict) and all(one.value == TODO and one.when in (ALWAYS, known) for one in value.values())
    doc = (rules or {}).get("meta", {}).get("doc")
    if isinstance(value, dict) and row and indent and doc and len(value) < 5:
        inside = ", ".join(f"{inner.strip()}: {TODO}" for inner in value)
        lines = [_commented(f"{indent}{name}: {{{inside}}}", doc)]
    elif isinstance(value, dict):
        body = [
            line
            for inner, one in value.items()
            for line in _lines(inner, one, child(rules or {}, inner.strip()), indent + "  ", known)
        ]
        lines = [*([f"{indent}# {doc}"] if doc else []), f"{indent}{name}:", *body]
        if not indent:
            lines.insert(0, "")
    else:
        lines = [_commented(f"{indent}{name}: {_text(value)}", *_comment(value, rules))]
    return lines if slot.when == above else _when(slot.when, lines)


def _when(test: str, lines: list[str]) -> list[str]:
    return lines if test == ALWAYS else [f"{{% if {test} %}}", *lines, "{% endif %}"]


def _text(value: Any) -> str:
    if isinstance(value, Ask):
        question, name = value.question, f"cookiecutter.{value.key}"
        if question.key == "family":
            return "{{ " + json.dumps(TYPICAL_FAMILY) + "[contract] if family == '" + TYPICAL + "' else family }}"
        if question.many:
            return f"{{{{ listed({name}) }}}}"
        if question.choices:
            return f"{{{{ {name} }}}}"
        return f"{{{{ {name} if {name} == '{TODO}' else quoted({name}) }}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return str(value)


def _comment(value: Any, rules: Rules | None) -> list[str]:
    """Return what explains a to-do or an answer, the most needed first."""
    meta = (rules or {}).get("meta", {})
    if not meta.get("doc") or not (value in (TODO, [TODO]) or isinstance(value, Ask)):
        return []
    allowed = (rules or {}).get("allowed", ())
    example = meta.get("example")
    plain = isinstance(example, (int, float)) or (isinstance(example, str) and "{" not in example)
    shown = f" E.g. {example}" if plain and not allowed and not isinstance(value, Ask) else ""
    return [meta["doc"], f" One of: {', '.join(allowed)}." if allowed else "", shown]


def _commented(line: str, *parts: str) -> str:
    """Return a line of the template with a comment, of which it takes as many parts as a line holds."""
    comment = ""
    for part in parts:
        if len(f"{line}  # {comment}{part}") <= WIDTH:
            comment += part
    return f"{line}  # {comment}" if comment else line


def cookiecutter_json(kind: str) -> str:
    """Return the questions as `cookiecutter` itself asks them."""
    content: dict[str, Any] = {}
    prompts: dict[str, Any] = {}
    for question in QUESTIONS[kind]:
        single = question.choices and not question.many and question.default in question.choices
        ordered = sorted(question.choices, key=lambda one, first=question.default: one != first)
        content[question.key] = ordered if single else question.default
        prompts[question.key] = question.prompt
    content["__prompts__"] = prompts
    content["_plugins"] = ""
    content["_jinja2_env_vars"] = {"trim_blocks": True, "lstrip_blocks": True}
    content["_copy_without_render"] = ["*.schema.json"]
    return json.dumps(content, indent=2) + "\n"
