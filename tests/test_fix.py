"""Fixes: each kind to the byte, settling, no worse card under any damage, and the command."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from releasecard import rules
from releasecard.document import read
from releasecard.edit.draft import Draft, EditError
from releasecard.edit.file import WriteError, rewrite
from releasecard.fix import Fixed, fixed
from releasecard.fmt import formatted
from releasecard.lint import lint_text
from releasecard.stated import GAP_WORDS
from releasecard.testing import CARD, with_sections
from releasecard.values import Diagnostic, Path as Steps, Severity

CARDS = sorted((Path(__file__).parents[1] / "site" / "cards").glob("*.card.yaml"))
TEXTS = {file.name: file.read_text("utf-8") for file in CARDS}


def found(text: str) -> list[Diagnostic]:
    return lint_text(text, "x.card.yaml").diagnostics


def mended(text: str, *, unsafe: bool = False) -> Fixed:
    return fixed(text, found, unsafe=unsafe)


EXAM = "benchmarks:\n  exam: {name: Exam, items: 10, metric: accuracy, unit: percent, rollouts: prrobe, verifier: final-answer}\n"
PROBE = (
    "rollouts:\n  probe:  # why\n    purpose: evaluation\n    samples_per_prompt: 1\n    temprature: 1.0  # warm\n    top_p: 1.0\n"
    "    max_response_tokens: 2048\n    truncated: 0.01\n    verifier: final-answer\n"
)
SAFE = {
    "a key, one letter out": ("RC102", PROBE, "temprature", "temperature"),
    "a key in capitals": ("RC102", "Summary: A small right card.\n", "Summary", "summary"),
    "a key with a hyphen": ("RC102", "training-use: [evaluation]\n", "training-use", "training_use"),
    "an allowed value": ("RC104", "training_use: [evalution]  # so\n", "evalution", "evaluation"),
    "an allowed value in capitals": ("RC104", "training_use: [Evaluation]\n", "Evaluation", "evaluation"),
    "several values in one text": ("RC104", "training_use: evaluation, sft\n", "evaluation, sft", "[evaluation, sft]"),
    "the kind": ("RC009", "kind: datset\nsummary: A small right card.\n", "datset", "dataset"),
    "a reference": ("RC110", EXAM + PROBE.replace("temprature", "temperature"), "prrobe", "probe"),
    "a source, and what is cited of it stays": (
        "RC111", 'cited: {summary: papr §1 (primary)}\nsources: {paper: {role: data_release, url: "https://example.org/"}}\n',
        "papr", "paper",
    ),
    "a source's address": (
        "RC105", 'sources: {paper: {role: data_release, url: "2501.19393"}}\n', '"2501.19393"', '"https://arxiv.org/abs/2501.19393"',
    ),
    "nobody's gap": ("RC203", "domains: unknown  # so far\n", "unknown", "not_stated"),
    "a gap that waits": ("RC203", "domains: TBD\n", "TBD", "not_checked"),
    "SPDX in capitals": ("RC105", "license: {data: mit}\n", "mit", "MIT"),
    "SPDX in prose": ("RC105", 'license: {data: "Apache License, Version 2.0"}\n', '"Apache License, Version 2.0"', "Apache-2.0"),
    "an arXiv id": ("RC105", 'links: {paper: "arXiv:2501.19393v2"}\n', '"arXiv:2501.19393v2"', '"https://arxiv.org/abs/2501.19393v2"'),
    "an arXiv id, read as a number": ("RC107", "links: {paper: 2501.19393}\n", "2501.19393", '"https://arxiv.org/abs/2501.19393"'),
    "a version, read as a number": ("RC107", "version: 1.0\n", "version: 1.0", 'version: "1.0"'),
    "a comma in braces": (
        "RC108", "card: {by: Example Lab, Inc, date: 2026-03-02, stance: first_party}\n", "Example Lab, Inc", '"Example Lab, Inc"',
    ),
    "a comma in a gap's reason": ("RC108", "domains: {not_stated: all, in a way}\n", "all, in a way", '"all, in a way"'),
}  # fmt: skip


def damaged(fragment: str) -> str:
    text = with_sections(fragment)
    wrong = fragment.split(":", 1)[0]
    right = wrong.lower().replace("-", "_")
    if wrong != right:  # a misspelt section stands in the place of the right one
        text = text.replace(next(line for line in CARD.splitlines(keepends=True) if line.startswith(f"{right}:")), "")
    return text


@pytest.mark.parametrize("case", SAFE)
def test_a_safe_fix_changes_what_it_says_and_nothing_else(case: str) -> None:
    code, fragment, before, after = SAFE[case]
    text = damaged(fragment)
    assert code in {one.code for one in found(text)}
    now = mended(text)
    assert now.text == text.replace(before, after, 1)
    assert code not in {one.code for one in found(now.text)}
    assert code in {one.code for one in now.done}
    assert mended(now.text).done == []


@pytest.mark.parametrize("case", SAFE)
def test_line_ends_marks_and_comments_stay(case: str) -> None:
    _, fragment, before, after = SAFE[case]
    text = "# above\r\n" + damaged(fragment).replace("\n", "\r\n").rstrip() + "  # last"
    assert mended(text).text == text.replace(before, after, 1)


LEFT = {
    "a word that is far from all": "training_use: [teaching]\n",
    "a key that is far from all": "summary: A small right card.\nthoughts: none\n",
    "a reason that only the author knows": "domains: n/a\n",
    "two keys that mean one field": "summary: A small right card.\nsumary: Another.\n",
    "a license that has no id": "license: {data: research use only}\n",
    "a digit in an id": EXAM.replace("prrobe", "probe2") + PROBE.replace("temprature", "temperature"),
}


@pytest.mark.parametrize("case", LEFT)
def test_what_may_be_meant_otherwise_is_left(case: str) -> None:
    text = with_sections(LEFT[case])
    assert any(one.severity is Severity.ERROR or one.code == "RC203" for one in found(text))
    assert mended(text).text == text


USE = "training_use: [evaluation]\n"
UNUSUAL = {
    "a key in quotes": ("summary:", '"sumary" :', "summary :"),
    "an explicit key": ("summary: A", "? sumary\n: A", "? summary\n: A"),
    "a block of text": (USE, "training_use: |\n  unknown\n", "training_use: not_stated\n"),
    "an anchor and its alias": (USE, "training_use: [&x evalution, *x]\n", "training_use: [evaluation, evaluation]\n"),
    "items with comments": (USE, "training_use:\n- Sft # a\n# b\n- evalution\n", "training_use:\n- sft # a\n# b\n- evaluation\n"),
    "a document's marks": ("releasecard: 1\nkind: dataset", "%YAML 1.2\n---\nreleasecard: 1\nkind: datset", "%YAML 1.2\n---\nreleasecard: 1\nkind: dataset"),
    "a key written twice": (USE, f"{USE}sumary: x\nsumary: y\n", None),
    "a field that merges take from another": (
        USE, f"{USE}rollouts:\n  a: &a\n    purpos: evaluation\n  b:\n    <<: *a\n    verifier: final-answer\n", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSUAL)
def test_unusual_ways_to_write_a_card(case: str) -> None:
    """What they say is fixed where that is sure to touch nothing else (None: where it is not)."""
    right, wrong, after = UNUSUAL[case]
    text = CARD.replace(right, wrong, 1)
    assert text != CARD
    assert mended(text).text == (text if after is None else CARD.replace(right, after, 1))


def test_a_citation_follows_the_key_that_it_cites() -> None:
    text = TEXTS["dapo.card.yaml"]
    assert "rollouts.training.temperature: " in text
    assert mended(text.replace("temperature:", "temprature:")).text == text


def test_what_is_suppressed_is_not_fixed() -> None:
    text = with_sections("training_use: [evalution]  # releasecard: ignore[RC104] the house's own word\n")
    assert mended(text, unsafe=True).text == text


def test_one_fix_brings_the_next() -> None:
    """A map under a misspelt key is judged only once the key is right."""
    text = damaged('Links: {papr: 2501.19393, data: "https://example.org/d"}\n')
    now = mended(text)
    assert 'links: {paper: "https://arxiv.org/abs/2501.19393"' in now.text
    assert len(now.done) >= 3


def test_fields_that_are_missing_are_put_in_their_place_to_do() -> None:
    text = TEXTS["dapo-math-17k.card.yaml"]
    draft = Draft(text)
    draft.delete(("rollouts", "evaluation", "temperature"))
    draft.delete(("verifiers", "math-dapo", "checks"))
    assert mended(draft.text).done == []
    now = mended(draft.text, unsafe=True)
    assert Counter(one.code for one in now.done) == {"RC101": 2}
    card = read(now.text).data
    order = list(read(text).data["rollouts"]["evaluation"])
    assert list(card["rollouts"]["evaluation"]) == order
    assert list(card["verifiers"]["math-dapo"]) == list(read(text).data["verifiers"]["math-dapo"])
    assert formatted(now.text).text == now.text
    left = {one.code for one in found(now.text)}
    assert "RC201" in left
    assert "RC101" not in left


def comments(text: str) -> list[str]:
    return sorted(said for _, said in read(text).comments())


def errors(text: str) -> set[str]:
    return {one.code for one in found(text) if one.severity is Severity.ERROR}


def paths(value: Any, at: Steps = ()) -> list[Steps]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [one for key, inner in inside for one in ((*at, key), *paths(inner, (*at, key)))]


PATHS = {
    name: [one for one in paths(read(text).data) if one not in (("releasecard",), ("kind",))]
    for name, text in TEXTS.items()
}


def without_a_letter(word: str, place: int) -> str:
    at = place % len(word)
    return word[:at] + word[at + 1 :] or "x"


def harm(draft: Draft, path: Steps, how: str, place: int) -> None:
    """Damage what stands at a path, if it can be damaged so."""
    value: Any = draft.document.data
    for step in path:
        value = value[step]
    with suppress(EditError):
        if how == "key" and isinstance(path[-1], str):
            draft.rename(path, without_a_letter(path[-1], place))
        elif how == "capitals" and isinstance(path[-1], str):
            draft.rename(path, path[-1].upper())
        elif how == "value" and isinstance(value, str) and value:
            draft.replace(path, without_a_letter(value, place))
        elif how == "drop":
            draft.delete(path)
        elif how in ("unknown", ""):
            draft.replace(path, how)


def depth(path: Steps) -> tuple[int, int]:
    """Return how deep a path leads, and to which item of a list there."""
    return len(path), path[-1] if isinstance(path[-1], int) else 0


HARMS = st.tuples(st.sampled_from(("key", "capitals", "value", "drop", "unknown", "")), st.integers(0, 20))


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_damaged_card_becomes_worse(unsafe: bool, data: st.DataObject) -> None:
    """Keys and values misspelt, blanked and dropped all over a real card: it still reads, settles, and has no fault that the damage does not have."""
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    chosen = data.draw(st.dictionaries(st.sampled_from(PATHS[name]), HARMS, min_size=1, max_size=3))
    draft, caused = Draft(TEXTS[name]), {"RC201"} if unsafe else set()
    for path in sorted(chosen, key=depth, reverse=True):  # the paths of what is left to harm still lead there
        harm(draft, path, *chosen[path])
        alone = Draft(TEXTS[name])
        harm(alone, path, *chosen[path])
        caused |= errors(alone.text)  # hidden in the whole, maybe, below a key that is misspelt
    before = draft.text
    now = mended(before, unsafe=unsafe)
    assert comments(now.text) == comments(before)
    assert errors(now.text) <= errors(before) | caused
    assert mended(now.text, unsafe=unsafe) == Fixed(now.text, [], now.left)
    if any(one.code == "RC101" for one in now.done) and formatted(before).text == before:
        assert formatted(now.text).text == now.text


def test_every_rule_whose_findings_carry_a_fix_is_tried_here() -> None:
    calls = [
        (one.args[0], {keyword.arg for keyword in one.keywords})
        for file in Path(rules.__file__).parent.rglob("*.py")
        for one in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "Finding"
    ]
    fixable = {ast.literal_eval(code) for code, keywords in calls if "fix" in keywords}
    assert fixable == {code for code, *_ in SAFE.values()} | {"RC101"}


def test_gap_words_are_never_fixed() -> None:
    for word in GAP_WORDS:
        assert mended(with_sections(f"domains: {{{word}: why}}\n")).done == []


WRONG = with_sections("training_use: [evalution]\n")


def test_command_writes_what_it_may_and_says_what_is_left(cli: Any, tmp_path: Path) -> None:
    card, link = tmp_path / "a.card.yaml", tmp_path / "b.yaml"
    card.write_bytes(b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode())
    card.chmod(0o640)
    link.symlink_to(card.name)
    done = cli("lint", "--isolated", "--fix", link)
    assert (done.exit_code, done.stdout, done.stderr) == (
        0,
        "1 card checked: no findings\n1 fixed\n",
        f"{link}: 1 fixed\n",
    )
    right = WRONG.replace("evalution", "evaluation")
    assert card.read_bytes() == b"\xef\xbb\xbf" + right.replace("\n", "\r\n").encode()
    assert card.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert [one.name for one in sorted(tmp_path.iterdir())] == ["a.card.yaml", "b.yaml"]


def test_diff_writes_nothing_and_says_so_by_its_exit_code(cli: Any, tmp_path: Path) -> None:
    card = tmp_path / "a.card.yaml"
    card.write_text(WRONG, "utf-8")
    shown = cli("lint", "--isolated", "--diff", card)
    assert shown.exit_code == 1
    assert "-training_use: [evalution]\n+training_use: [evaluation]\n" in shown.stdout
    assert card.read_text("utf-8") == WRONG
    card.write_text(CARD, "utf-8")
    assert cli("lint", "--isolated", "--diff", card).exit_code == 0


def test_standard_input_goes_fixed_to_standard_output(cli: Any) -> None:
    done = cli("lint", "--isolated", "--fix", "-", stdin=WRONG)
    assert (done.exit_code, done.stdout) == (0, WRONG.replace("evalution", "evaluation"))
    assert "1 fixed" in done.stderr


def test_exit_code_is_that_of_what_is_left(cli: Any, tmp_path: Path) -> None:
    card = tmp_path / "a.card.yaml"
    card.write_text(with_sections("training_use: [evalution]\ndomains: [teaching]\n"), "utf-8")
    done = cli("lint", "--isolated", "--fix", "--format", "concise", card)
    assert done.exit_code == 1
    assert "RC104" in done.stdout
    assert done.stdout.endswith("1 fixed\n")


def test_unsafe_fixes_are_counted_and_made_only_when_asked_for(cli: Any, tmp_path: Path) -> None:
    card = tmp_path / "a.card.yaml"
    card.write_text(CARD.replace("    checks: equality of the final answer\n", ""), "utf-8")
    before = card.read_text("utf-8")
    assert "1 fixable with --unsafe-fixes" in cli("lint", "--isolated", card).stdout
    cli("lint", "--isolated", "--fix", card)
    assert card.read_text("utf-8") == before
    cli("lint", "--isolated", "--fix", "--unsafe-fixes", card)
    assert card.read_text("utf-8") == CARD.replace("equality of the final answer", "TODO")


def test_a_card_that_cannot_be_written_is_said_and_fails(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "a.card.yaml"
    card.write_text(WRONG, "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = cli("lint", "--isolated", "--fix", card)
    assert done.exit_code == 1
    assert "cannot be written: No space left on device" in done.stderr
    assert card.read_text("utf-8") == WRONG
    assert [one.name for one in tmp_path.iterdir()] == ["a.card.yaml"]


def test_a_file_that_is_read_only_stays() -> None:
    before = WRONG.encode()
    with TemporaryDirectory() as folder:
        card = Path(folder, "a.card.yaml")
        card.write_bytes(before)
        card.chmod(0o444)
        Path(folder).chmod(0o777)  # so that another could be put in its place
        with nobody(), pytest.raises(WriteError, match="cannot be written: Permission denied"):
            rewrite(card, before, CARD)
        assert card.read_bytes() == before
        assert [one.name for one in Path(folder).iterdir()] == [card.name]


@contextmanager
def nobody() -> Iterator[None]:
    """Give up the rights of root, if the tests have them, for a while."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(own)


def test_cards_that_cannot_be_read_hold_no_other_up(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_bytes(b"title: Caf\xe9\n")
    (tmp_path / "b.card.yaml").write_text("a: [", "utf-8")
    (tmp_path / "c.card.yaml").write_text(WRONG, "utf-8")
    done = cli("lint", "--isolated", "--fix", "--format", "concise", tmp_path)
    assert done.exit_code == 1
    assert (tmp_path / "a.card.yaml").read_bytes() == b"title: Caf\xe9\n"
    assert (tmp_path / "b.card.yaml").read_text("utf-8") == "a: ["
    assert (tmp_path / "c.card.yaml").read_text("utf-8") == WRONG.replace("evalution", "evaluation")
    assert "Traceback" not in done.output
