"""Verdicts: the matrix, what evidence reaches, and what becomes of a claim when something is taken away."""

from __future__ import annotations

from pathlib import Path

import licensed
import pytest

from releasecard.card import Card
from releasecard.document import read
from releasecard.edit.draft import Draft, EditError
from releasecard.evidence.asked import TESTS
from releasecard.evidence.judge import reached
from releasecard.evidence.matrix import MATRIX, SETS
from releasecard.evidence.verdict import Verdict, Word
from releasecard.facts import Facts
from releasecard.fields.objects import CLAIM_KINDS
from releasecard.formats import ROLES
from releasecard.lint import lint_text
from releasecard.rules import BY_CODE
from releasecard.shelf import EMPTY, Shelf
from releasecard.stated import Gap
from releasecard.testing import with_sections

HERE = Path(__file__).parent
GOOD = {
    "correctness": BY_CODE["RC404"].good,
    "difficulty": BY_CODE["RC407"].good,
    "coverage": BY_CODE["RC408"].good,
    "verifier_accuracy": BY_CODE["RC410"].good,
    "gain": BY_CODE["RC412"].good,
    "decontamination": licensed.DECONTAMINATED,
    "trace_quality": licensed.LABELED,
    "scaling": licensed.SCALED,
    "environment_validity": (HERE / "data" / "environment.card.yaml").read_text("utf-8"),
}
"""A licensed claim of each kind."""


def verdict(text: str, shelf: Shelf = EMPTY) -> Verdict:
    (found,) = lint_text(text, "card.yaml", shelf).verdicts
    return found


def test_the_matrix_is_whole() -> None:
    assert list(MATRIX) == list(CLAIM_KINDS)
    names = {rule.name for rule in BY_CODE.values()}
    for row in MATRIX.values():
        assert {*row.voided_by, *row.opened_by} <= names
        assert {*row.carried_by, *row.helped_by} <= set(ROLES)
        assert len({need.id for need in row.needs}) == len(row.needs)
        for need in row.needs:
            assert need.set in SETS
            assert need.any_of
            assert all(one in TESTS for one in need.any_of if one.startswith("@"))
    asked = {one for row in MATRIX.values() for need in row.needs for one in need.any_of if one.startswith("@")}
    assert asked == set(TESTS), "no test is left that nothing asks for"


@pytest.mark.parametrize("kind", GOOD)
def test_a_claim_with_all_its_evidence_is_licensed(kind: str) -> None:
    found = verdict(with_sections(GOOD[kind]))
    assert (found.kind, found.word, found.opened, found.voided) == (kind, Word.LICENSED, [], [])
    assert found.carried


NEEDED = [
    ("correctness", "verifiers.final-answer.contract"),
    ("correctness", "verifiers.final-answer.family"),
    ("correctness", "verifiers.final-answer.errors.false_accept.sample"),
    ("coverage", "provenance.decontamination.against"),
    ("coverage", "provenance.decontamination.method"),
    ("coverage", "provenance.filters.long.rule"),
    ("coverage", "provenance.lineage.risks"),
    ("verifier_accuracy", "verifiers.reward.errors.false_accept.rate"),
    ("verifier_accuracy", "verifiers.reward.errors.false_reject.sample"),
    ("decontamination", "provenance.decontamination.against"),
    ("decontamination", "provenance.decontamination.removed"),
    ("trace_quality", "verifiers.steps.localization.value"),
    ("trace_quality", "verifiers.steps.robustness"),
    ("trace_quality", "provenance.traces.revision"),
    ("scaling", "scaling.axis"),
    ("scaling", "scaling.budgets"),
    ("scaling", "scaling.unique"),
    ("environment_validity", "replay.reset"),
    ("environment_validity", "observations.available"),
    ("gain", "provenance.decontamination.against"),
    ("gain", "baselines.before.model"),
    ("gain", "baselines.after.origin"),
]
"""What a licensed claim needs, and has no second place to stand."""


@pytest.mark.parametrize(("kind", "path"), NEEDED)
def test_a_claim_without_what_it_needs_is_not_licensed(kind: str, path: str) -> None:
    text, place = with_sections(GOOD[kind]), tuple(path.split("."))
    for gap in (None, "not_stated"):
        draft = Draft(text)
        draft.replace(place, gap) if gap else draft.delete(place)
        assert verdict(draft.text).word is not Word.LICENSED


@pytest.mark.parametrize("kind", GOOD)
def test_whatever_carries_a_claim_is_missed_when_it_is_taken_away(kind: str) -> None:
    """Each thing that carries a licensed claim, once taken out and once made a gap: the claim is licensed no more."""
    text = with_sections(GOOD[kind])
    carried = {one.path for one in verdict(text).carried if one.path and read(text).node(one.path) is not None}
    tried = 0
    for path in sorted(carried, key=str):
        if len(path) < 2:
            continue  # a whole section
        if path[-1] in ("top_p", "prompt_format", "harness"):
            continue  # both sides share one protocol: what it does not say did not change
        for gap in (None, "not_stated"):
            draft = Draft(text)
            try:
                if gap is None:
                    draft.delete(path)
                else:
                    draft.replace(path, Gap(gap))
            except EditError:
                continue
            (after,) = lint_text(draft.text, "card.yaml").verdicts
            assert after.word is not Word.LICENSED or _stands_elsewhere(after, path), (path, gap)
            tried += 1
    assert tried > 5


def _stands_elsewhere(after: Verdict, path: tuple[str | int, ...]) -> bool:
    """Tell whether another alternative of the same need carries the claim now."""
    return all(one.path != path for one in after.carried)


def test_a_gap_leaves_a_claim_open_and_nothing_makes_it_unlicensed() -> None:
    text = with_sections(GOOD["difficulty"])
    assert verdict(text.replace("temperature: 1.0", "temperature: not_logged")).word is Word.OPEN
    assert verdict(text.replace("    temperature: 1.0\n", "")).word is Word.UNLICENSED
    (reason,) = verdict(text.replace("temperature: 1.0", "temperature: not_logged")).opened
    assert (reason.need, reason.where, reason.word) == ("R.temperature", "rollouts.probe.temperature", "not_logged")


def test_limits_of_a_predicate_are_findings_about_it_or_named_as_evidence() -> None:
    text = GOOD["environment_validity"]
    elsewhere = text.replace("is not seen., about: terminal_predicate}", "is not seen., about: replay.image}")
    assert elsewhere != text
    assert [one.need for one in verdict(elsewhere).reasons if one.holds == "voids"] == ["E.limits"]
    assert verdict(elsewhere.replace("audit.findings]", "audit.findings.confirmation]")).word is Word.LICENSED


def test_a_conflict_and_a_broken_value_leave_a_claim_open() -> None:
    text = with_sections(GOOD["difficulty"])
    disputed = text.replace("temperature: 1.0", "temperature:\n      conflict: {paper: 1.0, self: 0.6}")
    assert [one.word for one in verdict(disputed).opened] == ["conflict"]
    assert verdict(text.replace("temperature: 1.0", "temperature: warm")).word is Word.OPEN


def test_a_gap_in_the_place_of_evidence_is_the_only_reason() -> None:
    text = with_sections(GOOD["gain"]).replace("[comparisons.tuning]", "{not_checked: the table was not read}")
    found = verdict(text)
    assert (found.word, [one.need for one in found.reasons]) == (Word.OPEN, ["evidence"])


def test_other_cards_are_followed_and_absent_ones_leave_the_claim_open(tmp_path: Path) -> None:
    own = with_sections(GOOD["correctness"])
    start = own.index("    implementation: {name: answer-check")
    end = own.index("    uses: [labeling]", start)
    elsewhere = own[:start] + "    card: answer-check@1.0\n" + own[end:]
    elsewhere = elsewhere[: elsewhere.index("    checks: ")] + _rest(elsewhere)
    assert verdict(elsewhere).word is Word.OPEN
    assert all("answer-check@1.0" in one.where for one in verdict(elsewhere).opened if one.need == "V.input")
    (tmp_path / "v.card.yaml").write_text(_VERIFIER, "utf-8")
    assert verdict(elsewhere, Shelf([tmp_path / "v.card.yaml"])).word is Word.LICENSED


def _rest(text: str) -> str:
    """Return what follows the verifiers section of a text."""
    after = text[text.index("    checks: ") :]
    lines = after.splitlines(keepends=True)
    top = next((number for number, line in enumerate(lines) if not line.startswith(" ")), len(lines))
    return "".join(lines[top:])


_VERIFIER = """\
releasecard: 1
kind: verifier
name: answer-check
version: "1.0"
title: Answer check
summary: A check.
released: 2026-03-01
card: {by: Example Lab, date: 2026-03-02, stance: first_party}
license: {code: MIT}
links: {code: "https://example.org/d"}
domains: [math]
contract: programmatic
family: rule
uses: [labeling]
checks: equality of the final answer
input: the whole response
signal: binary
extractor: {form: boxed}
normalization: spaces and commas dropped
equivalence: string equality
invalid_output: counted as wrong
errors:
  false_reject: {rate: 0.022, sample: 500, how: two annotators}
  false_accept: {rate: 0.004, sample: 500, how: two annotators}
implementation: {name: answer-check, version: "1.0"}
calibration: not_measured
attacks: not_measured
claims: not_stated
refresh: pinned
"""


def test_evidence_reaches_what_it_names_and_no_more() -> None:
    text = with_sections(GOOD["difficulty"])
    facts = Facts(Card(read(text)))
    found = reached(facts, EMPTY, "claimed")
    assert [one.path for one in found.of("R")] == [("rollouts", "probe")]
    assert [one.path for one in found.of("V")] == [("verifiers", "final-answer")]
    assert found.of("P") == []
    assert found.of("C") == []


def test_circles_end(tmp_path: Path) -> None:
    """Cards that refer to each other, and a thing that is like itself."""
    text = with_sections(GOOD["difficulty"]).replace(
        "[rollouts.probe]", '[rollouts.probe, "other@1#claims.claimed.evidence", claims.claimed]'
    )
    other = (
        text.replace("name: small", "name: other")
        .replace('version: "1.0"', 'version: "1"', 1)
        .replace("other@1", "small@1.0")
    )
    files = [tmp_path / "a.card.yaml", tmp_path / "b.card.yaml"]
    for file, content in zip(files, (text, other), strict=True):
        file.write_text(content, "utf-8")
    assert verdict(text, Shelf(files)).word is Word.LICENSED


def test_an_inert_part_of_a_sum_is_left_out() -> None:
    parts = (
        "  both:\n    contract: mixed\n    uses: [labeling]\n    checks: the answer\n    input: the whole response\n"
        "    combine: sum\n    components:\n      rule: {verifier: final-answer, weight: 1}\n"
        "      model: {verifier: judge, weight: WEIGHT}\n"
        "  judge:\n    contract: judgment\n    family: learned_reward\n    uses: [labeling]\n    checks: the answer\n"
        "    input: the whole response\n    signal: score\n    training_data: not_stated\n    calibration: not_measured\n"
        "    over_optimization: not_measured\n    refresh: pinned\n"
    )
    text = with_sections(GOOD["correctness"]).replace("verifiers:\n", "verifiers:\n" + parts, 1)
    text = text.replace("[verifiers.final-answer]", "[verifiers.both]")
    needs = {
        weight: {one.where for one in verdict(text.replace("WEIGHT", weight)).reasons if "judge" in one.where}
        for weight in ("0", "0.5")
    }
    assert needs["0"] == set()
    assert needs["0.5"]


def test_verdicts_do_not_depend_on_what_is_hidden_or_chosen() -> None:
    text = with_sections(BY_CODE["RC407"].bad)
    hidden = text.replace("# <- RC401", "# releasecard: ignore[RC401] known").replace("# <- RC407", "")
    assert verdict(hidden).word is verdict(text).word is Word.UNLICENSED


def real(name: str, claim: str) -> Verdict:
    text = (HERE.parent / "site" / "cards" / f"{name}.card.yaml").read_text("utf-8")
    return next(one for one in lint_text(text, f"{name}.card.yaml").verdicts if one.claim[-1] == claim)


def test_what_there_is_nothing_to_ask_of_carries_nothing() -> None:
    """Two rows that share no benchmark have no protocol that could be the same, and what no side states is held equal nowhere."""
    needs = {one.need for one in real("alphaevolve", "production-gains").carried}
    assert not needs & {
        f"C.{name}" for name in ("metric", "samples", "temperature", "top_p", "harness", "models", "origin", "runs")
    }
    where = {one.where for one in real("prm800k", "process-beats-outcome").carried}
    assert "rollouts.best-of-1860.prompt_format" not in where


@pytest.mark.parametrize(
    ("stated", "holds"),
    [
        ("4", "carries"),
        ("3", "opens"),
        ('">=4"', "carries"),
        ('">=3"', "opens"),
        ('"<=3"', "opens"),
        ('"<=16"', "opens"),
    ],
)
def test_samples_that_may_be_few_leave_difficulty_open(stated: str, holds: str) -> None:
    text = with_sections(GOOD["difficulty"])
    line = next(one for one in text.splitlines() if "samples_per_prompt: " in one)
    found = verdict(text.replace(line, f"{line.partition(':')[0]}: {stated}"))
    assert {one.holds for one in found.reasons if one.need == "R.enough"} == {holds}


def test_a_claim_on_some_curves_is_not_carried_by_others() -> None:
    points = [one for one in real("scalerl", "clip-bound-indifferent").reasons if one.need == "S.points"]
    assert [(one.holds, one.where) for one in points] == [("voids", "scaling.fits.clip-4.values")]
