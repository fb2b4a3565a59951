"""The declaration itself: right Cerberus, complete `meta`, examples that hold, one table of what is required."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from schemas import schema_problem

from releasecard.accept import UNDERSTOOD, compiled
from releasecard.document import read
from releasecard.explain import bad_example, yaml_lines
from releasecard.fields import QUESTIONS, REQUIRED, SCHEMAS, Rules, child, rules_at
from releasecard.formats import CHECKS
from releasecard.lint import lint_text
from releasecard.shape import _prepared


def declared(rules: Rules, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Rules]]:
    """Yield every rule set below *rules* with its pattern."""
    yield path, rules
    schema = rules.get("schema")
    if "valuesrules" in rules:
        yield from declared(rules["valuesrules"], (*path, "*"))
    elif isinstance(schema, dict) and not isinstance(schema.get("type"), (str, list)):
        for name, inner in schema.items():
            yield from declared(inner, (*path, name))
    elif schema is not None:
        yield from declared(schema, (*path, "[]"))


def fields(kind: str) -> list[tuple[tuple[str, ...], Rules]]:
    whole: Rules = {"type": "dict", "schema": SCHEMAS[kind]}
    return [(path, rules) for path, rules in declared(whole) if path and "doc" in rules.get("meta", {})]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_cerberus_accepts_the_declaration(kind: str) -> None:
    assert schema_problem(SCHEMAS[kind]) == ""


@pytest.mark.parametrize("kind", SCHEMAS)
def test_fields_are_fully_declared(kind: str) -> None:
    for path, rules in fields(kind):
        meta = rules["meta"]
        assert set(rules) <= UNDERSTOOD, path
        assert meta["title"], path
        assert meta["doc"].endswith("."), path
        assert meta["since"] == 1, path
        assert rules.get("check_with") in {None, "id", "citations", *CHECKS}, path
        leaf = rules["type"] != "dict"
        assert not leaf or meta["example"] is not None, path


@pytest.mark.parametrize("kind", SCHEMAS)
def test_examples_hold(kind: str) -> None:
    for path, rules in fields(kind):
        example = rules["meta"]["example"]
        if example is not None:
            document = read(yaml_lines("value", example))
            assert document.faults == [], path
            assert compiled(rules)(_prepared(document.data["value"], (), [])), path


@pytest.mark.parametrize("kind", SCHEMAS)
def test_bad_examples_are_bad(kind: str) -> None:
    shown = 0
    for path, rules in fields(kind):
        bad = bad_example(rules)
        if bad is None or "[]" in path or path in (("kind",), ("releasecard",)):
            continue
        steps = ["thing" if step == "*" else step for step in path]
        lines = [f"{'  ' * depth}{step}:" for depth, step in enumerate(steps)]
        lines[-1] += f" {bad[0]}"
        text = f"releasecard: 1\nkind: {kind}\n" + "\n".join(lines) + "\n"
        found = {one.code for one in lint_text(text, "card.yaml").diagnostics if one.path[: len(path)] == tuple(steps)}
        assert bad[1] in found, path
        shown += 1
    assert shown > 100


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_section_belongs_to_a_question(kind: str) -> None:
    for rules in SCHEMAS[kind].values():
        assert 0 <= rules["meta"].get("question", 0) < len(QUESTIONS)


@pytest.mark.parametrize("row", REQUIRED, ids=lambda row: f"{row.at}:{','.join(row.needs)}")
def test_required_rows_name_declared_fields_and_values(row: Any) -> None:
    kinds = [kind for kind in SCHEMAS if row.at or all(kind in values for path, values in row.when if path == "kind")]
    at = tuple(row.at.split(".")) if row.at else ()
    homes = [kind for kind in kinds if rules_at(kind, at) is not None]
    assert homes
    for kind in homes:
        for need in row.needs:
            assert rules_at(kind, (*at, *need.split("."))) is not None
        for path, values in row.when:
            base = () if path.startswith("/") else at
            rules = rules_at(kind, (*base, *path.lstrip("/").split(".")))
            assert rules is not None
            allowed = rules.get("allowed") or (child(rules, 0) or {}).get("allowed") or values
            assert set(values) <= {*allowed, "(present)", "(named)"}
