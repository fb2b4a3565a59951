"""The index of the fields, and a page for each kind of card that lists all its fields by question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.explain import inner_fields
from releasecard.fields import QUESTIONS, SCHEMAS, Rules, heading, named_fields, question_of
from releasecard.fields.declared import declaration
from releasecard.reference.wording import holds, when

_LEGEND: Final = """\
What is required must be stated; a gap word answers too, unless it says no. `*` stands for an id."""


_UNSEARCHED: Final = "---\nsearch:\n  exclude: true\n---\n\n"
"""What search would find here it finds on the page of the field."""


def pages(folder: str) -> dict[str, str]:
    """Return the index of all fields and a page for each kind of card."""
    found = {f"{folder}/{kind}.md": _fields_of(kind) for kind in SCHEMAS}
    return {f"{folder}/index.md": _index(), **found}


def _index() -> str:
    parts = [
        "# Fields",
        "What a card can say. `releasecard field PATH` says the same in the terminal. All fields, by kind of card:",
    ]
    counted = []
    for kind, schema in SCHEMAS.items():
        number = sum(1 for name, one in schema.items() for _ in _inside(kind, name, one))
        counted.append(f"- **[{kind}]({kind}.md)**: {len(schema)} sections and fields at the top, {number} in all")
    parts.append("\n".join(counted))
    for number in range(len(QUESTIONS)):
        at_top: dict[str, dict[str, Rules]] = {}
        for kind, schema in SCHEMAS.items():
            for name, rules in schema.items():
                if question_of(rules) == number:
                    at_top.setdefault(name, {})[kind] = rules
        own = {name: kinds for name, kinds in at_top.items() if _is_first(name, kinds)}
        parts += [f"## {heading(number)}", "\n".join(_top(name, kinds) for name, kinds in own.items())]
        parts += list(_repeated({name: kinds for name, kinds in at_top.items() if name not in own}))
    return "\n\n".join(parts) + "\n"


def _is_first(name: str, kinds: dict[str, Rules]) -> bool:
    field = declaration().of(next(iter(kinds.values())))
    return field is None or field.first.pattern == name


def _repeated(at_top: dict[str, dict[str, Rules]]) -> Iterator[str]:
    """Yield a line for each kind of card at whose top fields stand that are explained with a section."""
    for kind in SCHEMAS:
        links = [_link(name, kinds[kind]) for name, kinds in at_top.items() if kind in kinds]
        if links:
            yield f"Of sections, but at the top of a {kind} card too: {', '.join(links)}."


def _top(name: str, kinds: dict[str, Rules]) -> str:
    """Return the line of what stands at the top of some kinds of cards, with what stands right below it."""
    rules = next(iter(kinds.values()))
    whose = "" if len(kinds) == len(SCHEMAS) else f" *On a card of: {', '.join(kinds)}.*"
    below = ", ".join(_link(key, one) for key, one in inner_fields(rules).items() if key != "like")
    inside = f"\n    - {below}" if below and name != "variants" else ""
    return f"- {_link(name, rules)}: {rules['meta']['doc']}{whose}{inside}"


def _link(shown: str, rules: Rules) -> str:
    field = declaration().of(rules)
    name = shown.replace("*", r"\*")
    return f"**[{name}]({field.name}.md)**" if field is not None else f"`{shown}`"


def _fields_of(kind: str) -> str:
    parts = [f"{_UNSEARCHED}# Fields of a {kind} card", _LEGEND]
    for number in range(len(QUESTIONS)):
        parts.append(f"## {heading(number)}")
        own = {name: one for name, one in SCHEMAS[kind].items() if question_of(one) == number}
        leaves = {name: one for name, one in own.items() if not _is_section(one)}
        if leaves:
            parts.append(_list(kind, list(leaves.items())))
        for name, one in own.items():
            if name not in leaves:
                inside = list(_inside(kind, name, one))
                parts.append(f"### {name}\n\n{one['meta']['doc']}{when(kind, name, one, ' Required')}")
                parts += [_list(kind, inside)] if inside else []
    return "\n\n".join(parts) + "\n"


def _is_section(rules: Rules) -> bool:
    return bool(named_fields(rules) or "valuesrules" in rules)


def _inside(kind: str, pattern: str, rules: Rules) -> Iterator[tuple[str, Rules]]:
    """Yield the fields below a place with their patterns; variants repeat the fields of their card, which is said once."""
    if "valuesrules" in rules:
        pattern, rules = f"{pattern}.*", rules["valuesrules"]
    elif "list" in rules.get("type", ()) and named_fields(rules.get("schema", {})):
        pattern, rules = f"{pattern}[]", rules["schema"]
    repeats = SCHEMAS[kind] if pattern == "variants.*" else {}
    for name, one in named_fields(rules).items():
        if name == "like" or (name in repeats and _is_section(one)):
            continue
        yield f"{pattern}.{name}", one
        yield from _inside(kind, f"{pattern}.{name}", one)


def _list(kind: str, found: list[tuple[str, Rules]]) -> str:
    return "\n".join(_item(kind, pattern, rules) for pattern, rules in found)


def _item(kind: str, pattern: str, rules: Rules) -> str:
    """Return the line of one field: its name, what it holds and means, when it must be stated."""
    meta = rules["meta"]
    required = when(kind, pattern, rules)
    asked = f" *Required {required}.*" if required else ""
    whose = f" *Of the plugin {meta['plugin']}.*" if "plugin" in meta else ""
    return f"- {_link(pattern, rules)}: {holds(rules)}. {meta['doc']}{asked}{whose}"
