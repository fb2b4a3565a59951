"""Pages that explain rules and fields, from their declarations: `{path: Markdown}`."""

from __future__ import annotations

from collections.abc import Iterator

from releasecard.edit.written import row
from releasecard.evidence.asked import TESTS
from releasecard.evidence.matrix import MATRIX, SETS, Need
from releasecard.explain import condition, is_for, required_rows
from releasecard.fields import PRESENT, QUESTIONS, SCHEMAS, Rules, heading, named_fields, question_of
from releasecard.fields.build import PATH
from releasecard.rules import BY_CODE
from releasecard.rules.rule import Rule


def rules(folder: str = "rules") -> dict[str, str]:
    """Return an index of the rules and a page for each, below *folder*."""
    lines = [
        "# Rules",
        "",
        "What `releasecard lint` finds. What each kind of claim needs stands in [one table](matrix.md).",
        "",
        "| code | name | severity | finds |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| [{one.code}]({one.code}.md) | {one.name} | {one.severity} | {one.what} |" for one in BY_CODE.values()]
    pages = {f"{folder}/index.md": "\n".join(lines) + "\n"}
    pages[f"{folder}/matrix.md"] = matrix()
    return pages | {f"{folder}/{rule.code}.md": _page(rule) for rule in BY_CODE.values()}


def matrix() -> str:
    """Return the page of the support matrix: for each kind of claim what it needs, and what speaks against it."""
    parts = [
        "# What a claim needs",
        (
            "A claim is *licensed* where all of this is stated on what its `about` and `evidence` reach, *open* where some of it is a "
            "gap or in doubt, *unlicensed* where some of it is not stated or something speaks against it. Evidence reaches what it "
            "names, and from there verifiers, sampling protocols, the sides of a comparison and other cards. `/` starts at the top "
            "of the card."
        ),
    ]
    codes = {rule.name: rule.code for rule in BY_CODE.values()}
    for kind, needs in MATRIX.items():
        parts.append(f"## {kind}\n\nRelative to {needs.relative_to}. Not enough: {needs.not_enough}.")
        parts.append(
            "\n".join(
                [
                    "| of | needed | where | asked if | eased |",
                    "| --- | --- | --- | --- | --- |",
                    *map(_need, needs.needs),
                ]
            )
        )
        for lead, names in (("Speaks against it", needs.voided_by), ("Leaves it open", needs.opened_by)):
            named = ", ".join(f"[{codes[name]}]({codes[name]}.md) {name}" for name in names)
            parts += [f"{lead}: {named}."] if named else []
        roles = [
            f"{who} {', '.join(roles)}"
            for who, roles in (("alone:", needs.carried_by), ("beside complete evidence:", needs.helped_by))
            if roles
        ]
        parts.append(f"Sources that may carry it, {'; '.join(roles)}.")
    return "\n\n".join(parts) + "\n"


def _need(need: Need) -> str:
    where = "; or ".join(
        TESTS[one].where if one.startswith("@") else f"`{one.replace(' ', '` + `')}`" for one in need.any_of
    )
    applies = [f"`{path}` is {'stated' if PRESENT in words else _either(words)}" for path, words in need.when]
    eased = ["`not_applicable` will do"] if need.na else []
    eased += ["its absence leaves the claim open"] if need.soft else []
    return f"| {SETS[need.set][0]} | {need.says} | {where} | {' and '.join(applies) or 'always'} | {'; '.join(eased)} |"


def _either(words: tuple[str, ...]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}" if most else last


def _page(rule: Rule) -> str:
    parts = [
        f"# {rule.code} {rule.name}",
        f"*{str(rule.severity).capitalize()}, {rule.origin}.* {rule.what}",
        f"## Why\n\n{rule.why}",
        f"## Repair\n\n{rule.repair}",
        *([f"## What it does not see\n\n{rule.blind}"] if rule.blind else []),
    ]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            parts.append(f"## {title}\n\n```yaml\n{example.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


_LEGEND = """\
What is required must be stated; a gap word answers too, unless it says no. `*` stands for an id."""
_HOLDS = {
    "string": "text",
    "integer": "whole number",
    "count": "count",
    "number": "number",
    "boolean": "yes or no",
    "list": "list",
    "dict": "map",
}


def fields(folder: str = "fields") -> dict[str, str]:
    """Return a page for each kind of card that explains all its fields, and an index, below *folder*."""
    lines = [
        "# Fields",
        "",
        "What a card can say, by kind. `releasecard field PATH` says the same in the terminal.",
        "",
    ]
    for kind, schema in SCHEMAS.items():
        number = sum(1 for name, one in schema.items() for _ in _inside(kind, name, one))
        lines.append(f"- [{kind}]({kind}.md): {len(schema)} sections and fields at the top, {number} in all")
    pages = {f"{folder}/index.md": "\n".join(lines) + "\n"}
    return pages | {f"{folder}/{kind}.md": _fields_of(kind) for kind in SCHEMAS}


def _fields_of(kind: str) -> str:
    parts = [
        f"# Fields of a {kind} card",
        _LEGEND,
    ]
    for number in range(len(QUESTIONS)):
        parts.append(f"## {heading(number)}")
        own = {name: one for name, one in SCHEMAS[kind].items() if question_of(one) == number}
        leaves = {name: one for name, one in own.items() if not _is_section(one)}
        if leaves:
            parts.append(_list(kind, list(leaves.items())))
        for name, one in own.items():
            if name not in leaves:
                inside = list(_inside(kind, name, one))
                parts.append(f"### {name}\n\n{one['meta']['doc']}{_when(kind, name, one, ' Required')}")
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
    return "\n".join(line for pattern, rules in found for line in _item(kind, pattern, rules))


def _item(kind: str, pattern: str, rules: Rules) -> Iterator[str]:
    """Yield the lines of one field: its name, what it holds and means, when it must be stated, what its words say."""
    meta = rules["meta"]
    required = _when(kind, pattern, rules)
    example = "" if meta.get("example") is None or "allowed" in rules else f" E.g. `{row(meta['example'])}`."
    asked = f" *Required {required}.*" if required else ""
    whose = f" *Of the plugin {meta['plugin']}.*" if "plugin" in meta else ""
    yield f"- **`{pattern}`**: {_holds(rules)}. {meta['doc']}{example}{asked}{whose}"
    yield from (f"    - `{word}`: {clause}" for word, clause in meta.get("words", {}).items())


def _holds(rules: Rules) -> str:
    kinds = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    held = " or ".join(_HOLDS[one] for one in kinds)
    refers, check = rules["meta"].get("refers"), rules.get("check_with")
    if "allowed" in rules:
        lead = "one or several of" if "list" in kinds else "one of"
        return lead if "words" in rules["meta"] else f"{lead} {', '.join(f'`{word}`' for word in rules['allowed'])}"
    if refers:
        return "a path" if refers == PATH else f"an id in {' or '.join(f'`{one}`' for one in refers)}"
    return f"{held} ({check})" if check and check not in ("id", "citations") else held


def _when(kind: str, pattern: str, rules: Rules, lead: str = "") -> str:
    """Return when a field must be stated, empty where it need not."""
    if rules.get("required"):
        said = ["always"]
    else:
        rows = (one for one in required_rows(pattern) if is_for(kind, one))
        said = list(dict.fromkeys(condition(one) for one in rows))
        said = ["always"] if "always" in said else said
    text = "; ".join(said) + (", and no gap will do" if said and not rules.get("nullable") else "")
    return f"{lead} {text}." if lead and text else text
