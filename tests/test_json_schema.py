"""The JSON Schema against the linter: both accept and refuse the same cards, but for the differences listed here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
import regress
from click.testing import Result
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from releasecard.card import Card
from releasecard.document.nodes import Document
from releasecard.facts import Facts
from releasecard.fields import SCHEMAS, Rules, named_fields, rules_at
from releasecard.formats import CHECKS
from releasecard.json_schema import schema, text
from releasecard.json_schema.forms import FORMS, form
from releasecard.rules import document as of_document, gaps, shape
from releasecard.scaffold import scaffold
from releasecard.stated import GAP_WORDS, STATED, NonFinite, StatedCount, recognize_mapping, recognize_text, stated
from releasecard.testing import CARD, with_sections

HERE = Path(__file__).parent
CARDS = {
    path.name: path.read_text("utf-8")
    for folder in (HERE.parent / "site" / "cards", HERE / "data")
    for path in sorted(folder.glob("*.card.yaml"))
}
REPLACEMENTS: tuple[Any, ...] = (
    None, True, 0, -1, 17, 1.5, "text", "", "TODO later", "not_stated", "not_applicable", "Unknown", "16k", "<=2.5", "MIT",
    "https://a.b", "2026-01-01", "0f9e8d7", [], ["text"], ["not_stated", 3], [["a", "b"]], {}, {"text": 1}, {"id": {}},
    {"Bad Id": "text"}, {"not_stated": "so"}, {"not_logged": None}, {"not_stated": "TODO"}, {"not_applicable": "n/a"},
    {"not_applicable": "for a reason"}, {"conflict": {"self a": 1}}, {"conflict": {"self a": 0.5, "self b": "~1"}},
    {"conflict": {"self a": "text", "self b": "words"}}, {"conflict": "text"},
)  # fmt: skip

SAMPLE = 12
"""How many places of a card are damaged: each judgment takes a hundredth of a second."""
ROLLOUT = "purpose: evaluation, samples_per_prompt: 1, temperature: 1, top_p: 1, max_response_tokens: 9, verifier: final-answer"
KNOWN_DIFFERENCES: dict[str, tuple[str, str, bool]] = {
    "license": ("Licenses are looked up in a table that the schema does not hold.", "license: {data: Apache 2.0}", True),
    "language": ("So are the subtags of languages; the schema knows their form.", "languages: [qq]", True),
    "calendar": ("A pattern does not know the days of a month.", "released: 2026-02-30", True),
    "whole-float": ("To JSON Schema 1.0 is a whole number.", "scaling: {unique: 1.0}", True),
    "not-finite": ("An infinity is no JSON; what reads one from YAML has a number.", "scaling: {reuse: .inf}", True),
    "stated-bounds": ("Bounds do not hold for numbers as stated, which are text.", "scaling: {reuse: ~-3}", True),
    "stated-fraction": ("A pattern cannot tell that 1.2345k is no whole number.", "scaling: {unique: 1.2345k}", True),
    "stated-order": ("A pattern cannot tell that a range runs backwards.", "scaling: {unique: 5..3}", True),
    "inherited": ("What a thing inherits is not looked at.", f"rollouts:\n  a: {{{ROLLOUT}}}\n  b: {{like: c}}", True),
    "section-sides": ("Whole sections in conflict are not looked into.", "access:\n  conflict: {self a: 1, self b: 2}", True),
    "first-key": ("JSON has no order of keys.", "", True),
    "final-line-end": ("Python's `$` passes a line end; ECMA's does not.", "version: |\n  1.0", True),
    "gap-in-gap": ("The detail of a gap may be a gap to lint.", "access: {not_stated: {not_logged: so}}", False),
    "gap-for-a-key": ("A free key that is a gap word reads as a gap.", "audit: {findings: {a: {says: a, values: {not_stated: {b: 1}}}}}", False),
    "nested-citations": ("Lint takes a list within a list of citations.", "cited: {objects: [[self]]}", False),
}  # fmt: skip
"""Where the two differ and why, a card that shows it, and whether it is the schema that accepts it."""


class Plain(SafeConstructor):
    """YAML 1.2 as editors read it: a date is text."""


Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda self, node: node.value)


def load(card: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Plain
    return yaml.load(card)


@cache
def validator(kind: str | None = None) -> Draft202012Validator:
    return Draft202012Validator(schema(kind))


def schema_accepts(data: Any, kind: str | None = None) -> bool:
    return bool(validator(kind).is_valid(data))


def recognized(value: Any) -> Any:
    if isinstance(value, dict):
        return recognize_mapping({key: recognized(item) for key, item in value.items()})
    if isinstance(value, list):
        return [recognized(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return NonFinite(value)
    return recognize_text(value) if isinstance(value, str) else value


def lint_refuses(data: Any) -> list[str]:
    """Return what the rules about shape and gaps say: RC008, RC009, RC10x and RC20x, but for the note RC207."""
    document = Document("")
    document.data = recognized(data)
    card = Card(document)
    found = [*of_document.check(document), *gaps.check(card)]
    found += shape.check(card, card.kind, Facts(card).faults) if card.kind else []
    return [f"{one.code} {'.'.join(map(str, one.path))}" for one in found if one.code != "RC207"]


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every place in *value*."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from spots(item, (*path, key))


def alone(value: Any, path: tuple[Any, ...]) -> Any:
    """Return a card with gaps in the place of the maps beside *path*: a gap is an answer, and quick to judge."""
    if not isinstance(value, dict) or not path:
        return value
    made = {key: item if not isinstance(item, dict) or key == "card" else "not_stated" for key, item in value.items()}
    made |= {"cited": {"all": "self"}} if "cited" in value else {}
    return {**made, path[0]: value[path[0]] if path[0] == "cited" else alone(value[path[0]], path[1:])}


def without_likes(value: Any) -> Any:
    """Return a card without the things that inherit: how these are judged is one of the known differences."""
    if isinstance(value, list):
        return [without_likes(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: without_likes(item) for key, item in value.items() if not (isinstance(item, dict) and "like" in item)}


def damaged(data: Any, path: tuple[Any, ...], number: int) -> Iterator[tuple[str, Any]]:
    """Yield *data* with one place dropped, renamed, overwritten, or with an unknown key beside it."""
    parent, key = at(data, path[:-1]), path[-1]
    if isinstance(parent, dict):
        without = {name: item for name, item in parent.items() if name != key}
        yield "dropped", put(data, path[:-1], without)
        yield "renamed", put(data, path[:-1], {**without, "nonsense_field": parent[key]})
        yield "beside", put(data, path[:-1], {**parent, "nonsense_field": 1})
    for turn in range(3):
        value = REPLACEMENTS[(number + turn) % len(REPLACEMENTS)]
        if not differs(str(data["kind"]), path, value):
            yield f"as {value!r}", put(data, path, value)


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return *data* with *value* at *path*; what is elsewhere is shared."""
    if not path:
        return value
    made = dict(data) if isinstance(data, dict) else list(data)
    made[path[0]] = put(data[path[0]], path[1:], value)
    return made


def differs(kind: str, path: tuple[Any, ...], value: Any) -> bool:
    """Tell whether a value at a place is judged otherwise, for a reason in the table of known differences."""
    rules = rules_at(kind, path)
    if path[0] == "cited" or rules is None or holds_maps(rules):
        return (isinstance(value, dict) and not {*GAP_WORDS, "conflict"}.isdisjoint(value)) or value == [["a", "b"]]
    if "max" in rules or rules.get("check_with") in ("license", "language"):
        return not isinstance(value, (int, float)) and value is not None and value not in ([], {})
    return False


def holds_maps(rules: Rules) -> bool:
    return "dict" in rules["type"] or "dict" in rules.get("schema", {}).get("type", "")


@pytest.mark.parametrize("kind", [None, *SCHEMAS])
def test_the_file_is_the_schema_and_not_large(kind: str | None) -> None:
    written = text(kind)
    made = json.loads(written)
    assert made == schema(kind)
    assert written.endswith("}\n")
    assert written.isascii()
    assert len(written) < (200_000 if kind is None else 160_000)
    assert set(re.findall(r'"#/\$defs/([^"]+)"', written)) == set(made["$defs"])


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_patterns_are_those_of_ecma_262() -> None:
    for pattern in re.findall(r'"pattern":("(?:[^"\\]|\\.)*")', text()):
        regress.Regex(json.loads(pattern), "u")


@pytest.mark.parametrize("name", CARDS)
def test_cards_are_accepted_alike(name: str) -> None:
    data = load(CARDS[name])
    assert lint_refuses(data) == []
    assert schema_accepts(data, data["kind"])


def test_the_schema_of_all_kinds_asks_for_the_kind() -> None:
    data = load(CARD)
    assert schema_accepts(data)
    assert not schema_accepts({**data, "objects": 1})
    assert not schema_accepts(data, "recipe")
    assert not any(schema_accepts({**data, "kind": kind}) for kind in ("recipe", "datset", None))
    assert not schema_accepts({key: value for key, value in data.items() if key != "kind"})


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_new_card_is_refused_until_it_is_written(kind: str, tmp_path: Path) -> None:
    scaffold(kind, {"name": "new"}, tmp_path)
    data = load((tmp_path / "new" / "card.yaml").read_text("utf-8"))
    assert lint_refuses(data)
    assert not schema_accepts(data)


@pytest.mark.parametrize("name", ["small", *CARDS])
def test_damage_is_judged_alike(name: str) -> None:
    """Places of every card, dropped, renamed, overwritten, with an unknown key beside: a sample, the same every time."""
    data = without_likes(load(CARD if name == "small" else CARDS[name]))
    places = list(spots(data))
    refused = 0
    for number in range(0, len(places), 1 if name == "small" else len(places) // SAMPLE + 1):
        path = places[number]
        for what, made in damaged(alone(data, path), path, number):
            findings = lint_refuses(made)
            assert schema_accepts(made, data["kind"]) == (not findings), (path, what, findings)
            refused += bool(findings)
    assert refused > 20


@pytest.mark.parametrize("name", KNOWN_DIFFERENCES)
def test_known_differences_are_there(name: str) -> None:
    _, fragment, accepted = KNOWN_DIFFERENCES[name]
    data = load(with_sections(fragment))
    if name == "first-key":
        data = dict(reversed(data.items()))
    assert schema_accepts(data) is accepted
    assert (not lint_refuses(data)) is not accepted


def declared(rules: Rules, part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Rules, Any]]:
    """Yield every declared field of a section with its place, its rules and its part of the schema."""
    yield path, rules, part
    whole = resolved(part)
    branches = [resolved(one) for one in whole.get("oneOf", [whole])]
    inside = [one for one in branches if not {"properties", "additionalProperties"}.isdisjoint(one)]
    for name, inner in named_fields(rules).items():
        yield from declared(inner, inside[0]["properties"][name], (*path, name))
    if "valuesrules" in rules:
        yield from declared(rules["valuesrules"], inside[0]["additionalProperties"], (*path, "thing"))


def resolved(part: Any) -> Any:
    while "$ref" in part:
        part = validator().schema["$defs"][part["$ref"].rpartition("/")[2]] | {
            key: one for key, one in part.items() if key != "$ref"
        }
    return part


def fields(kind: str) -> Iterator[tuple[tuple[str, ...], Rules, Any]]:
    card = resolved({"$ref": f"#/$defs/{kind}_card"})
    for name, rules in SCHEMAS[kind].items():
        yield from declared(rules, card["properties"][name], (name,))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_editors_can_show_every_field(kind: str) -> None:
    for path, rules, written in fields(kind):
        meta, part = rules.get("meta", {}), resolved(written)
        assert part.get("description", "").startswith(meta.get("doc", "")), path
        assert bool(meta.get("doc")) == ("description" in part), path
        words = [word for one in part.get("oneOf", [part]) for word in resolved(one).get("enum", ())]
        if "allowed" in rules and path != ("kind",):
            assert words == rules["allowed"], path


def test_every_leaf_judges_every_value_alike() -> None:
    leaves: dict[str, tuple[str, tuple[str, ...], Any]] = {}
    for kind in SCHEMAS:
        for path, rules, part in fields(kind):
            plain = json.dumps({key: rules[key] for key in sorted(rules) if key not in ("meta", "required")})
            if not holds_maps(rules) and path not in (("kind",), ("releasecard",)):
                leaves.setdefault(plain, (kind, path, part))
    parts = {plain: part for plain, (_, _, part) in leaves.items()}
    judge = Draft202012Validator({"$defs": validator().schema["$defs"], "properties": parts})
    for plain, (kind, path, _) in leaves.items():
        for value in REPLACEMENTS:
            data = put_new({"releasecard": 1, "kind": kind}, path, value)
            findings = [one for one in lint_refuses(data) if one.split()[1].startswith(".".join(path))]
            if not differs(kind, path, value):
                assert judge.is_valid({plain: value}) == (not findings), (path, value, findings)
    assert len(leaves) > 50


def put_new(data: Any, path: tuple[str, ...], value: Any) -> Any:
    return {**data, path[0]: put_new({}, path[1:], value) if path[1:] else value}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_patterns_are_those_of_the_checks(name: str) -> None:
    pattern = rf"^(?:{FORMS[name][0]})$"

    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(pattern, alphabet=st.characters(codec="ascii")) | st.text(max_size=12))
    def agree(written: str) -> None:
        if "\n" not in written and len(written) < 100:
            good = CHECKS[name](written) == ""
            matches = re.search(pattern, written) is not None
            assert matches == good or (matches and name in ("language", "date"))

    agree()


def test_forms_are_as_long_as_the_checks_allow() -> None:
    for name in ("slug", "version"):
        longest = form(name)["maxLength"]
        assert CHECKS[name]("a" * longest) == ""
        assert CHECKS[name]("a" * (longest + 1)) != ""


@settings(max_examples=120, deadline=None)
@given(
    st.from_regex(STATED, fullmatch=True, alphabet=st.characters(codec="ascii"))
    | st.text("~<>=.0123456789kM- ", max_size=9)
)
def test_numbers_as_stated_are_told(written: str) -> None:
    number, defs = stated(written), validator().schema["$defs"]
    told, whole = (re.search(defs[f"stated_{kind}"]["pattern"], written) is not None for kind in ("number", "count"))
    assert told == (number is not None) or (told and ".." in written) or "\n" in written
    assert (
        whole == isinstance(number, StatedCount)
        or (whole and (".." in written or written[-1] in "kKMBT"))
        or "\n" in written
    )


def test_the_command_prints_it(cli: Callable[..., Result]) -> None:
    assert cli("schema").stdout == text()
    assert cli("schema", "recipe").stdout == text("recipe")
    done = cli("schema", "datset")
    assert (done.exit_code, done.stdout, "Did you mean `dataset`?" in done.stderr) == (2, "", True)
    assert "\x1b" not in cli("schema", "\x1b[31m").stderr
