"""The cookiecutter templates of cards, made from the declaration.

A skeleton says which things a new card starts with; the schema and the required-when table say which fields
these need, under which answers. So a template asks for what `lint` would ask for, no more and no less, and
`templates/` holds generated files: `make templates` writes them, a test compares.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from releasecard.fields import NAMED, PRESENT, QUESTIONS as FOUR, REQUIRED, SCHEMAS, Required, Rules, child
from releasecard.questions import NONE, QUESTIONS, TODO, TRACED, TYPICAL, TYPICAL_FAMILY, Question

ALWAYS: Final = "true"
NEVER: Final = "false"


@dataclass(frozen=True, slots=True)
class Ask:
    """The answer to a question; `values` is how Jinja names the list of what it may hold."""

    key: str

    @property
    def question(self) -> Question:
        """The question, whichever kind of card asks it."""
        return next(one for questions in QUESTIONS.values() for one in questions if one.key == self.key)


@dataclass(slots=True)
class Slot:
    """A place of the template: what stands there, under which condition on the answers (a Jinja test)."""

    value: Any
    when: str = ALWAYS


Skeleton = dict[str, Slot]


def both(one: str, other: str) -> str:
    """Return the Jinja test that both hold."""
    if NEVER in (one, other):
        return NEVER
    if one == ALWAYS or one == other:
        return other
    return one if other == ALWAYS else f"({one}) and ({other})"


def either(one: str, other: str) -> str:
    """Return the Jinja test that one of both holds."""
    if ALWAYS in (one, other):
        return ALWAYS
    if one == NEVER or one == other:
        return other
    return one if other == NEVER else f"({one}) or ({other})"


def negated(one: str) -> str:
    """Return the Jinja test that it does not hold."""
    if one.startswith("not ("):
        return one[5:-1]
    return {ALWAYS: NEVER, NEVER: ALWAYS}.get(one, f"not ({one})")


def among(key: str, *values: str) -> str:
    """Return the Jinja test that an answer is (for several: holds) one of *values*."""
    listed = "[" + ", ".join(f"'{value}'" for value in values) + "]"
    if Ask(key).question.many:
        return f"{key} | select('in', {listed}) | list"
    return f"{key} in {listed}"


_VERIFIED: Final = negated(among("contract", NONE))
_CHECKED: Final = negated(among("contract", NONE, "mixed"))
_BY_MODEL: Final = both(among("object_type", *TRACED), among("trace_author", "teacher", "self", "tool_grounded", "mixed"))
_TRACED: Final = among("object_type", *TRACED)

_COLUMNS: Final = {
    "prompt_answer": {"prompt": "task", "answer": "feedback"},
    "prompt_trace_answer": {"prompt": "task", "trace": "behavior", "answer": "feedback"},
    "step_labeled_trace": {"prompt": "task", "trace": "behavior", "labels": "feedback"},
    "rollout_set": {"prompt": "task", "completions": "behavior", "rewards": "feedback"},
    "preference_pair": {"prompt": "task", "chosen": "behavior", "rejected": "behavior", "preference": "feedback"},
    "tool_trajectory": {"goal": "task", "actions": "behavior", "observations": "behavior", "outcome": "feedback"},
    "environment_episode": {"state": "task", "actions": "behavior", "state_diffs": "behavior", "outcome": "feedback"},
    "judgment_record": {"prompt": "task", "response": "behavior", "judgment": "feedback"},
    "rated_completions": {"prompt": "task", "completions": "behavior", "ratings": "feedback"},
}


def _slots(value: Any) -> Any:
    """Return a plain nested map with every value in a slot of its own."""
    if isinstance(value, Slot):
        return Slot(_slots(value.value), value.when) if isinstance(value.value, dict) else value
    if isinstance(value, dict):
        return {key: item if isinstance(item, Slot) and not isinstance(item.value, dict) else _slot(item) for key, item in value.items()}
    return value


def _slot(item: Any) -> Slot:
    return _slots(item) if isinstance(item, Slot) else Slot(_slots(item))


def _identity(kind: str) -> dict[str, Any]:
    return {
        "releasecard": 1,
        "kind": kind,
        "name": Ask("name"),
        "version": Ask("version"),
        "title": Ask("title"),
        "summary": TODO,
        "released": TODO,
        "card": {"by": Ask("by"), "date": TODO, "stance": Ask("stance")},
        "license": {"data" if kind == "dataset" else "code": Ask("license")},
        "links": {"data" if kind == "dataset" else "code": TODO},
    }


def _columns() -> dict[str, Any]:
    columns: dict[str, Slot] = {}
    roles: dict[tuple[str, str], list[str]] = {}
    for object_type, fields in _COLUMNS.items():
        for name, role in fields.items():
            roles.setdefault((name, role), []).append(object_type)
    for (name, role), types in roles.items():
        fields = {"role": role, "type": TODO}
        if role == "feedback":
            fields |= {"verifier": Slot("checker", _VERIFIED), "produced_by": Slot(TODO, negated(_VERIFIED))}
        when = ALWAYS if len(types) == len(_COLUMNS) else among("object_type", *types)
        columns[name] = Slot(fields, when)
    return columns


_CHECKER: Final = {
    "checker": {"contract": Ask("contract"), "family": Slot(Ask("family"), _CHECKED), "uses": TODO},
}
_RESULTS: Final = {
    "rollouts": {
        "eval": {"purpose": "evaluation", "verifier": Slot("checker", _VERIFIED)},
    },
    "benchmarks": {"bench": {"rollouts": "eval", "verifier": Slot("checker", _VERIFIED)}},
}


def _dataset() -> dict[str, Any]:
    needs_pass_rate = among("training_use", "rlvr", "agent_training")
    rollouts = {
        "writing": Slot({"purpose": "writing"}, _BY_MODEL),
        "probe": Slot({"purpose": "difficulty", "verifier": Slot("checker", _VERIFIED)}, needs_pass_rate),
        **_RESULTS["rollouts"],
    }
    return {
        **_identity("dataset"),
        "languages": Ask("language"),
        "domains": Ask("domain"),
        "training_use": Ask("training_use"),
        "objects": {"rows": {"type": Ask("object_type"), "fields": _columns()}},
        "verifiers": Slot(_CHECKER, _VERIFIED),
        "claims": {"quality": {"about": "objects.rows", "evidence": [TODO]}},
        "provenance": {
            "prompts": {"from": {"origin": {"url": TODO}}},
            "traces": Slot({"author": Ask("trace_author"), "rollouts": Slot("writing", _BY_MODEL)}, _TRACED),
            "filters": {"first": {}},
            "decontamination": {},
            "lineage": {},
        },
        "rollouts": rollouts,
        "benchmarks": _RESULTS["benchmarks"],
        "baselines": {"base": {"scores": {"bench": TODO}}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


def _recipe() -> dict[str, Any]:
    trained = among("stage_kind", "sft", "distill", "preference", "reward_model", "rl")
    learned = among("stage_kind", "rl")
    stage = {
        "kind": Ask("stage_kind"),
        "from": "start",
        "data": Slot({"training-data": TODO}, trained),
        "rollouts": Slot("training", learned),
        "rewards": Slot({"outcome": {"verifier": Slot("checker", _VERIFIED)}}, learned),
        "training": Slot({"learning_rate": TODO, "optimizer": TODO}, trained),
        "checkpoint": Slot({"rule": TODO, "selected_on": TODO}, learned),
        "compute": Slot({"hardware": TODO, "gpu_hours": TODO}, trained),
        "config": Slot({"url": TODO, "revision": TODO}, trained),
    }
    training = Slot({"purpose": "training", "verifier": Slot("checker", _VERIFIED)}, learned)
    return {
        **_identity("recipe"),
        "domains": Ask("domain"),
        "base_models": {"start": {"name": Ask("base_model")}},
        "data": {"training-data": {"release": Ask("data")}},
        "verifiers": Slot(_CHECKER, _VERIFIED),
        "claims": {"gain": {"kind": "gain", "about": "stages.main", "evidence": ["comparisons.main-effect"]}},
        "stages": {"main": stage},
        "rollouts": {"training": training, **_RESULTS["rollouts"]},
        "benchmarks": _RESULTS["benchmarks"],
        "baselines": {
            "before": {"scores": {"bench": TODO}},
            "after": {"stage": "main", "scores": {"bench": TODO}},
        },
        "comparisons": {"main-effect": {"from": "before", "to": "after"}},
        "sources": Slot({"paper": {}}, among("stance", "third_party")),
    }


def completed(kind: str) -> Skeleton:
    """Return the skeleton of a kind with a to-do for everything that its own things require."""
    skeleton: Skeleton = _slots(_dataset() if kind == "dataset" else _recipe())
    rules: Rules = {"type": "dict", "schema": SCHEMAS[kind]}
    for _ in range(4):  # what a row adds may be what another row is about
        _add_required(skeleton, rules)
        for row in REQUIRED:
            for place, when in _places(skeleton, row.at, ALWAYS):
                _add_row(place, row, both(when, _holds(row, place, skeleton)), kind)
    return _ordered(skeleton, rules)


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
    if any(name in place for name in row.unless):
        return NEVER
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


def _add_row(place: Skeleton, row: Required, when: str, kind: str) -> None:
    if when == NEVER:
        return
    for need in row.needs:
        inner, steps = place, need.split(".")
        for step in steps[:-1]:
            slot = inner.setdefault(step, Slot({}, when))
            if not isinstance(slot.value, dict):
                break
            slot.when = either(slot.when, when) if not slot.value or slot.when != ALWAYS else slot.when
            inner = slot.value
        else:
            _add_need(inner, steps[-1], when)


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
    ordered = sorted(skeleton, key=lambda key: (order.index(key.strip()) if key.strip() in order else len(order)))
    result: Skeleton = {}
    for key in ordered:
        slot, inner = skeleton[key], child(rules, key.strip())
        value = _ordered(slot.value, inner) if isinstance(slot.value, dict) and inner else slot.value
        result[key] = Slot(value, slot.when)
    return result


_HEADER: Final = """\
{{#- The answers, and text in YAML's double quotes. -#}}
{%- macro quoted(text) -%}
"{{ text | replace('\\\\', '\\\\\\\\') | replace('"', '\\\\"') }}"
{%- endmacro -%}
{%- macro listed(text) -%}
[{{ text.replace(' ', '').split(',') | join(', ') }}]
{%- endmacro -%}
"""


def card_template(kind: str) -> str:
    """Return the Jinja text of a new card of *kind*."""
    lines = [_macros(kind)]
    question = -1
    for key, slot in completed(kind).items():
        field = SCHEMAS[kind][key.strip()]
        number = field["meta"].get("question", 0)
        if number != question and key not in ("sources", "cited"):
            question = number
            title = FOUR[number] if number else "Who and what"
            lines += ["", f"# {number}. {title}" if number else f"# {title}"]
        lines += _lines(key, slot, field, "")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _macros(kind: str) -> str:
    sets = []
    for question in QUESTIONS[kind]:
        name = f"cookiecutter.{question.key}"
        value = f"{name}.replace(' ', '').split(',')" if question.many else name
        sets.append(f"{{%- set {question.key} = {value} -%}}")
    return _HEADER.replace("{{#", "{#").replace("#}}", "#}") + "\n".join(sets) + "\n" + _INTRO


_INTRO: Final = """\
# A release card: https://arxiv.org/abs/2606.02113 says why. Every TODO is a value to write, or a gap to name:
# not_stated, not_logged, not_measured, not_released, not_checked, or `not_applicable: why`.
# `releasecard lint` shows what is left; `releasecard field PATH` explains a field."""


def _lines(key: str, slot: Slot, rules: Rules | None, indent: str, above: str = ALWAYS) -> list[str]:
    name, value = key.strip(), slot.value
    known = above if slot.when == ALWAYS else slot.when
    if isinstance(value, dict):
        body = [
            line
            for inner, one in value.items()
            for line in _lines(inner, one, child(rules or {}, inner.strip()), indent + "  ", known)
        ]
        doc = (rules or {}).get("meta", {}).get("doc")
        lines = [*([f"{indent}# {doc}"] if doc else []), f"{indent}{name}:", *body]
        if not indent:
            lines.insert(0, "")
    else:
        lines = [f"{indent}{name}: {_text(value)}{_comment(value, rules)}"]
    if slot.when in (ALWAYS, above):
        return lines
    return [f"{{% if {slot.when} %}}", *lines, "{% endif %}"]


def _text(value: Any) -> str:
    if isinstance(value, Ask):
        question, name = value.question, f"cookiecutter.{value.key}"
        if question.key == "family":
            return "{{ " + json.dumps(TYPICAL_FAMILY) + "[contract] if family == '" + TYPICAL + "' else family }}"
        if question.many:
            return f"{{{{ listed({name}) }}}}"
        if question.choices or question.check == "slug":
            return f"{{{{ {name} }}}}"
        return f"{{{{ {name} if {name} == '{TODO}' else quoted({name}) }}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return str(value)


def _comment(value: Any, rules: Rules | None) -> str:
    meta = (rules or {}).get("meta", {})
    if not meta.get("doc") or not (value in (TODO, [TODO]) or isinstance(value, Ask)):
        return ""
    allowed = (rules or {}).get("allowed", ())
    words = f" One of: {', '.join(allowed)}." if allowed and len(", ".join(allowed)) < 100 else ""
    example = meta.get("example")
    plain = isinstance(example, (int, float)) or (isinstance(example, str) and "{" not in example)
    shown = f" E.g. {example}" if plain and not allowed and not isinstance(value, Ask) else ""
    return f"  # {meta['doc']}{words}{shown}"


def cookiecutter_json(kind: str) -> str:
    """Return the questions as `cookiecutter` itself asks them."""
    content: dict[str, Any] = {}
    prompts: dict[str, Any] = {}
    for question in QUESTIONS[kind]:
        single = question.choices and not question.many and question.default in question.choices
        ordered = sorted(question.choices, key=lambda one, first=question.default: one != first)  # type: ignore[misc]
        content[question.key] = ordered if single else question.default
        prompts[question.key] = question.prompt
    content["__prompts__"] = prompts
    content["_jinja2_env_vars"] = {"trim_blocks": True, "lstrip_blocks": True}
    content["_copy_without_render"] = []
    return json.dumps(content, indent=2) + "\n"
