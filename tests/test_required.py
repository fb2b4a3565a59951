"""What must be stated: every field that a row of the table asks for is missed where it is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File

import pytest

from releasecard import shape
from releasecard.card import Card
from releasecard.document import read
from releasecard.edit.draft import Draft
from releasecard.fields import REQUIRED, SCHEMAS
from releasecard.lint import lint_text
from releasecard.testing import with_sections
from releasecard.values import Path, dotted

WHOLE = sorted((File(__file__).parent / "data").glob("*.card.yaml"))


def demanded(card: Card) -> Iterator[Path]:
    """Yield the fields of a card that some row asks for and that stand there."""
    for row in REQUIRED:
        for at, thing in shape.matches(card.data, row.at):
            if isinstance(thing, dict) and shape._applies(row, thing, card.data):
                for need in row.needs:
                    yield from ((*at, *path) for path, _ in shape.matches(thing, need))


@pytest.mark.parametrize("file", WHOLE, ids=lambda file: file.name)
def test_a_required_field_that_is_taken_away_is_missed(file: File) -> None:
    text = file.read_text("utf-8")
    assert {one.code for one in lint_text(text, file.name).diagnostics} <= {"RC402"}, "a claim may need another card"
    seen = set()
    for path in dict.fromkeys(demanded(Card(read(text)))):
        draft = Draft(text)
        draft.delete(path)
        found = [one for one in lint_text(draft.text, file.name).diagnostics if one.code == "RC101"]
        assert path in [one.path for one in found], dotted(path)
        seen.add(path)
    assert len(seen) > 40


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_kind_has_a_whole_card(kind: str) -> None:
    assert f"{kind}.card.yaml" in {file.name for file in WHOLE}


TRAJECTORY = """\
objects:
  rows:
    type: tool_trajectory
    supervision: [episode]
    records: 491
    fields:
      messages: {role: behavior, type: list}
      reward: {role: feedback, type: number, verifier: final-answer}
    trajectory:
      environment: swe-gym@1.0
      failures_and_retries: {available: full, failed_runs: dropped, retries: not_logged}
      scaffold: {available: full, agents: [OpenHands], stopping: 30 turns}
      budget_and_sampling: {available: full, max_steps: 30, trials: 1}
      lineage_and_split: {available: partial, generator: issues of repositories, splits: {train: 491}}
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  traces: {author: human}
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
"""
OF_THE_ENVIRONMENT = (
    "task_state", "goal_and_constraints", "action_schema", "observations", "state_diffs", "terminal_predicate",
)  # fmt: skip


def missed(fragment: str) -> list[str]:
    found = lint_text(with_sections(fragment), "card.yaml").diagnostics
    assert {one.code for one in found} <= {"RC101"}
    return [dotted(one.path) for one in found]


def test_trajectories_answer_themselves_or_by_their_environment() -> None:
    assert missed(TRAJECTORY) == []
    for gap in ("not_stated", "{not_released: a card is to come}"):
        lost = missed(TRAJECTORY.replace("environment: swe-gym@1.0", f"environment: {gap}"))
        assert sorted(lost) == sorted(f"objects.rows.trajectory.{name}" for name in OF_THE_ENVIRONMENT)


def test_a_gap_in_the_place_of_a_card_answers_for_nothing() -> None:
    light = "verifiers:\n  final-answer:\n    contract: programmatic\n    family: rule\n    card: math-verify@0.8.0\n    uses: [labeling]\n"
    assert missed(light) == []
    assert len(missed(light.replace("math-verify@0.8.0", "not_stated"))) > 5


@pytest.mark.parametrize(
    ("combine", "boundary", "lost"),
    [
        ("sum", "when: numbers", ["weight"]),
        ("sum", "weight: 0.5", []),
        ("route", "weight: 0.5", ["when"]),
        ("gate", "when: the format is right", []),
        ("cascade", "says: asked second", []),
    ],
)
def test_a_mixed_contract_says_where_each_part_ends(combine: str, boundary: str, lost: list[str]) -> None:
    fragment = (
        "verifiers:\n  final-answer:\n    contract: mixed\n    uses: [labeling]\n"
        f"    components:\n      one: {{verifier: math-verify@0.8.0, {boundary}}}\n    combine: {combine}\n"
    )
    assert missed(fragment) == [f"verifiers.final-answer.components.one.{name}" for name in lost]
