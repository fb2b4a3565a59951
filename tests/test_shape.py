"""The shape check: the accept path and Cerberus must agree, over real cards and systematic damage."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from releasecard import shape
from releasecard.accept import accepts, compiled
from releasecard.card import Card
from releasecard.document import read
from releasecard.fields import SCHEMAS
from releasecard.lint import lint_text
from releasecard.stated import NonFinite, stated
from releasecard.testing import CARD, with_sections

CARDS = {
    path.name: path.read_text("utf-8") for path in sorted((File(__file__).parents[1] / "site" / "cards").glob("*.yaml"))
}
WHOLE = {path.name: path.read_text("utf-8") for path in sorted((File(__file__).parent / "data").glob("*.card.yaml"))}
TEXTS = {"small": CARD, **WHOLE, **CARDS}
DAMAGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.0, 1.5, 17, NonFinite("nan"), NonFinite("inf"), "", "text", "MIT", "https://a.b", "2026-01-01", "a" * 64, [], [None],
    ["text"], [1, 2], [["a", "b"]], {}, {"text": 1}, {"id": {}}, {"Bad Id": {}}, stated("16k"), stated("<=2"), stated("0.5..1.5"), stated("-3"),
)  # fmt: skip


def tree(text: str) -> tuple[str, Any]:
    card = Card(read(text))
    return str(card.kind), shape._prepared(card.data, (), [])


def cerberus_says(kind: str, prepared: Any) -> bool:
    return not list(shape._judged(shape.validator(kind), prepared, ()))


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from spots(item, (*path, key))


def put(prepared: Any, path: tuple[Any, ...], value: Any) -> Any:
    damaged = copy.deepcopy(prepared)
    inner = damaged
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return damaged


@pytest.mark.parametrize("name", TEXTS)
def test_accept_path_and_cerberus_agree_on_cards(name: str) -> None:
    kind, prepared = tree(TEXTS[name])
    assert accepts(kind)(prepared)
    assert cerberus_says(kind, prepared)


@pytest.mark.parametrize("name", TEXTS)
def test_accept_path_and_cerberus_agree_on_damage(name: str) -> None:
    """Every place of every card, dropped, renamed or overwritten: each judged alike by both."""
    kind, prepared = tree(TEXTS[name])
    refused = 0
    for section, value in prepared.items():
        rules = {section: SCHEMAS[kind][section]}
        accept, validator = compiled({"type": "dict", "schema": rules}), shape._new_validator(rules)
        for number, path in enumerate(spots({section: value})):
            for damaged in damages({section: value}, path, number, thorough=name == "small"):
                verdict = accept(damaged)
                assert verdict == (not list(shape._judged(validator, damaged, ()))), (path, damaged)
                refused += not verdict
    assert refused > 50


def damages(tree: Any, path: tuple[Any, ...], number: int, *, thorough: bool) -> Iterator[Any]:
    """Yield a section with one place of it overwritten, and with one key misspelt."""
    if not path:
        return
    for value in DAMAGE if thorough else DAMAGE[number % len(DAMAGE) :][:3]:
        yield put(tree, path, value)
    if isinstance(path[-1], str):
        renamed = put(tree, (*path[:-1], "nonsense_field"), 1)
        inner = renamed
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]
        yield renamed


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_accept_path_and_cerberus_agree_on_any_leaf(data: st.DataObject) -> None:
    rules = data.draw(st.sampled_from([rules for schema in SCHEMAS.values() for rules in schema.values()]))
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=8),
        st.sampled_from(DAMAGE),
    )
    value = data.draw(
        st.recursive(
            scalars,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
            max_leaves=6,
        )
    )
    found = list(shape._judged(shape._new_validator({"value": rules}), {"value": value}, ()))
    assert compiled(rules)(value) == (not found)


@pytest.mark.parametrize("name", WHOLE)
def test_cards_that_say_most_of_what_a_card_can_say_are_clean(name: str) -> None:
    found = {one.code for one in lint_text(WHOLE[name], name).diagnostics}
    assert found <= {"RC901", "RC402"}, "other cards are not at hand, and a claim that needs one is open"


def codes(text: str) -> list[tuple[str, str]]:
    return [(one.code, ".".join(map(str, one.path))) for one in lint_text(text, "card.yaml").diagnostics]


def test_sides_of_a_conflict_are_checked_each() -> None:
    text = with_sections("released:\n  conflict: {self page: 2026-03-01, self log: yesterday}\n")
    assert codes(text) == [("RC105", "released.conflict.self log")]


def test_what_is_inherited_is_reported_where_it_is_written() -> None:
    text = with_sections(
        "rollouts:\n  a: {purpose: evaluation, samples_per_prompt: 1, temperature: -1, max_response_tokens: 9, top_p: 1, verifier: final-answer}\n"
        "  b: {like: a, top_p: 0.5}\n"
    )
    assert codes(text) == [("RC106", "rollouts.a.temperature")]


def test_a_like_that_inherits_is_complete() -> None:
    text = with_sections(
        "rollouts:\n  a: {purpose: evaluation, samples_per_prompt: 1, temperature: 1, max_response_tokens: 9, top_p: 1, verifier: final-answer}\n"
        "  b: {like: a}\n  c: {like: d}\n"
    )
    assert ("RC110", "rollouts.c.like") in codes(text)
    assert not [one for one in codes(text) if one[1].startswith("rollouts.b")]


@pytest.mark.parametrize(
    "circle", ["a: {like: a}", "a: {like: b}\n  b: {like: a}", "a: {like: b}\n  b: {like: c}\n  c: {like: b}"]
)
def test_a_circle_of_likes_ends(circle: str) -> None:
    assert lint_text(with_sections(f"rollouts:\n  {circle}\n"), "card.yaml").diagnostics


def test_a_field_in_the_wrong_place_is_sent_home() -> None:
    (one,) = [
        one for one in lint_text(with_sections("temperature: 1\n"), "card.yaml").diagnostics if one.code == "RC102"
    ]
    assert "`verifiers.*.judge`" in one.hint or "`rollouts.*`" in one.hint


def test_a_to_do_is_one_finding() -> None:
    text = with_sections(
        "rollouts: {a: {purpose: TODO, samples_per_prompt: TODO, temperature: 1, max_response_tokens: 1}}\n"
    )
    assert [code for code, _ in codes(text)] == ["RC201", "RC201"]


def test_a_gap_for_a_section_is_an_answer() -> None:
    assert codes(with_sections("verifiers: not_released\nclaims: not_stated\nobjects: not_stated\n")) == []


def test_faults_have_one_order_in_every_process() -> None:
    """What is missing comes from sets, whose order of texts is another for each seed."""
    code = (
        "from releasecard.card import Card; from releasecard.document import read; from releasecard.shape import faults\n"
        "card = Card(read('releasecard: 1\\nkind: dataset\\nobjects: {a: {says: x}, b: {}}\\n'))\n"
        "print([fault.path for fault in faults(card, 'dataset')])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12345"
    }
    assert len(said) == 1
    assert b"supervision" in said.pop()
