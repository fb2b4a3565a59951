"""The baseline: what it hides, what it never hides, how it is kept, and what is said where its file is none."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import Run
from hypothesis import given, strategies as st

from releasecard.baseline import BaselineError, Change, Found, Known, load, sift, update
from releasecard.lint import lint_file, lint_text
from releasecard.testing import with_sections
from releasecard.values import Diagnostic

FILE = "releasecard-baseline.json"
OLD = "organizations: not_checked\nlanguages: [not_checked, not_checked]\ntraining_use: [sfft]\n"
SIZE = 4
Rows = list[tuple[str, str, int]]


def put(folder: Path, name: str = "a", fragment: str = OLD, version: str = "1.0") -> Path:
    file = folder / f"{name}.card.yaml"
    file.write_text(with_sections(f'name: {name}\nversion: "{version}"\n{fragment}'), "utf-8")
    return file


def run(*files: Path) -> list[Found]:
    return [Found(file, lint_file(file)) for file in files]


def always(_code: str, _file: Path) -> bool:
    return True


def shown(sifted_from: list[Found], known: Known, folder: Path) -> tuple[list[str], int, int]:
    sifted = sift(sifted_from, known, folder / FILE, always)
    return [one.code for card in sifted.cards for one in card.diagnostics], sifted.hidden, sifted.mended


@pytest.fixture
def known(tmp_path: Path) -> Known:
    """A baseline of one card, read back from its file."""
    assert update(run(put(tmp_path)), {}, tmp_path / FILE, always) == Change(SIZE, SIZE, 0)
    return load(tmp_path / FILE)


def test_what_is_known_is_hidden_and_counted(tmp_path: Path, known: Known) -> None:
    assert shown(run(tmp_path / "a.card.yaml"), known, tmp_path) == ([], SIZE, 0)
    assert known == {
        "a@1.0": Counter(
            {"RC104 training_use[0]": 1, "RC207 languages[0]": 1, "RC207 languages[1]": 1, "RC207 organizations": 1}
        )
    }


def test_lines_and_file_names_do_not_matter(tmp_path: Path, known: Known) -> None:
    moved = tmp_path / "folder"
    moved.mkdir()
    text = (tmp_path / "a.card.yaml").read_text("utf-8")
    (moved / "renamed.card.yaml").write_text("# one line\n# and more\n" + text, "utf-8")
    assert shown(run(moved / "renamed.card.yaml"), known, tmp_path) == ([], SIZE, 0)


def test_a_new_version_is_looked_at_anew(tmp_path: Path, known: Known) -> None:
    codes, hidden, mended = shown(run(put(tmp_path, version="1.1")), known, tmp_path)
    assert (sorted(codes), hidden, mended) == (["RC104", "RC207", "RC207", "RC207"], 0, 0)


def test_what_is_new_is_shown_and_what_is_gone_is_told(tmp_path: Path, known: Known) -> None:
    card = put(tmp_path, fragment=OLD.replace("sfft", "sft") + "authors: not_checked\n")
    assert shown(run(card), known, tmp_path) == (["RC207"], SIZE - 1, 1)
    assert load(tmp_path / FILE) == known, "a run does not write"
    assert update(run(card), known, tmp_path / FILE, always) == Change(SIZE, 1, 1)
    assert shown(run(card), load(tmp_path / FILE), tmp_path) == ([], SIZE, 0)


def test_more_of_a_kind_than_is_known_is_shown_whole(tmp_path: Path) -> None:
    twins = run(put(tmp_path)) * 2
    once: Known = {"a@1.0": Counter({"RC207 organizations": 1})}
    twice: Known = {"a@1.0": Counter({"RC207 organizations": 2})}
    assert shown(twins, once, tmp_path)[0].count("RC207") == 6
    assert shown(twins, twice, tmp_path)[0].count("RC207") == 4
    assert shown(twins[:1], twice, tmp_path)[1:] == (1, 1)


def test_cards_and_rules_outside_the_run_stay(tmp_path: Path, known: Known) -> None:
    other = put(tmp_path, "b", "organizations: not_checked\n")
    assert shown(run(other), known, tmp_path) == (["RC207"], 0, 0)
    assert update(run(other), known, tmp_path / FILE, always) == Change(SIZE + 1, 1, 0)
    assert set(load(tmp_path / FILE)) == {"a@1.0", "b@1.0"}
    clean = run(put(tmp_path, fragment=""))
    no_notes = sift(clean, known, tmp_path / FILE, lambda code, _: code != "RC207")
    assert no_notes.mended == 1
    update(clean, known, tmp_path / FILE, lambda code, _: code != "RC207")
    assert load(tmp_path / FILE)["a@1.0"].total() == SIZE - 1


def test_unreadable_files_are_never_hidden_nor_mended(tmp_path: Path, known: Known) -> None:
    broken = tmp_path / "a.card.yaml"
    broken.write_text(broken.read_text("utf-8") + "a: [\n", "utf-8")
    gone = tmp_path / "gone.card.yaml"
    update(run(broken, gone), known, tmp_path / FILE, always)
    after = load(tmp_path / FILE)
    assert after == known
    codes, hidden, mended = shown(run(broken, gone), after, tmp_path)
    assert (hidden, mended) == (0, 0)
    assert len(codes) == 2
    assert all(code.startswith("RC00") for code in codes)
    planted: Known = {"gone.card.yaml": Counter({"RC001": 1})}
    assert shown(run(gone), planted, tmp_path)[0] == ["RC001"]


def test_a_card_without_name_or_version_is_known_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    nameless = put(tmp_path / "cards")
    nameless.write_text(nameless.read_text("utf-8").replace('version: "1.0"\n', "version: not_stated\n"), "utf-8")
    update(run(nameless), {}, tmp_path / FILE, always)
    assert list(load(tmp_path / FILE)) == ["cards/a.card.yaml"]
    piped = Found(Path("<stdin>"), lint_text("releasecard: 1\nkind: dataset\n", "<stdin>"))
    update([piped], {}, tmp_path / FILE, always)
    assert list(load(tmp_path / FILE)) == ["<stdin>"]


def test_the_file_is_sorted_stable_and_a_line_for_each_entry(tmp_path: Path) -> None:
    cards = [put(tmp_path, name) for name in ("b", "a", "c")]
    update(run(*cards), {}, tmp_path / FILE, always)
    text = (tmp_path / FILE).read_text("utf-8")
    written = json.loads(text)
    assert list(written) == ["version", "cards"]
    assert list(written["cards"]) == ["a@1.0", "b@1.0", "c@1.0"]
    assert all(list(entries) == sorted(entries) for entries in written["cards"].values())
    assert '\n      "RC104 training_use[0]": 1,\n' in text
    update(run(*reversed(cards)), load(tmp_path / FILE), tmp_path / FILE, always)
    assert (tmp_path / FILE).read_text("utf-8") == text


def test_writing_is_in_one_step_and_keeps_links_and_rights(tmp_path: Path) -> None:
    card, target, link = put(tmp_path), tmp_path / "kept.json", tmp_path / FILE
    update(run(card), {}, target, always)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~_mask()
    target.chmod(0o640)
    link.symlink_to(target)
    update(run(card), {}, link, always)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    with pytest.raises(BaselineError, match="cannot be written"):
        update(run(card), {}, tmp_path / "gone" / FILE, always)


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


WRONG = {
    "": "is not JSON",
    "<<<<<<< ours\n": "resolve the merge",
    "[" * 100_000: "is not JSON",
    '{"version": 1, "cards": {"a@1": {"RC104 x": 1, "RC104 x": 2}}}': "`RC104 x` stands there twice",
    "[]": "is no baseline",
    "{}": "has no `version`",
    '{"version": "1", "cards": {}}': "has no `version`",
    '{"version": 2, "cards": {}}': "is of version 2, this program reads 1",
    '{"version": 1}': "has no map of `cards`",
    '{"version": 1, "cards": [1]}': "has no map of `cards`",
    '{"version": 1, "cards": {"a@1": 3}}': "has no map of `cards`",
    '{"version": 1, "cards": {}, "card": {}}': "has `card`, which nothing reads",
    '{"version": 1, "cards": {"a@1": {"RC104 x": 0}}}': "no count of findings at `cards.a@1.RC104 x`",
    '{"version": 1, "cards": {"a@1": {"RC104 x": true}}}': "no count of findings",
    '{"version": 1, "cards": {"a@1": {"RC104 x": 1.5}}}': "no count of findings",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:40] or "empty")
def test_a_file_that_is_none_is_misuse_and_says_what_to_do(command: Run, tmp_path: Path, text: str) -> None:
    put(tmp_path)
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(BaselineError, match=r"--update-baseline|take it out") as raised:
        load(tmp_path / FILE)
    assert WRONG[text] in str(raised.value)
    if len(text) < 20:
        done = command("lint", "--baseline", FILE, cwd=tmp_path)
        assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_latin_text_and_folders_are_no_baseline(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"version": 1, "caf\xe9": 1}')
    with pytest.raises(BaselineError, match="is not JSON"):
        load(tmp_path / FILE)
    with pytest.raises(BaselineError, match="cannot be read"):
        load(tmp_path)


def test_the_command(command: Run, tmp_path: Path) -> None:
    put(tmp_path)
    nowhere = command("lint", "--update-baseline", cwd=tmp_path)
    assert (nowhere.returncode, "--baseline releasecard-baseline.json" in nowhere.stderr) == (2, True)
    absent = command("lint", "--baseline", FILE, cwd=tmp_path)
    assert (absent.returncode, "write it with --update-baseline" in absent.stderr) == (2, True)
    written = command("lint", "--baseline", FILE, "--update-baseline", cwd=tmp_path)
    assert (written.returncode, written.stderr) == (0, f"{FILE}: 4 findings, 4 new, 0 gone\n")
    assert written.stdout == "1 card checked: no findings, 4 in the baseline\n"
    (tmp_path / "releasecard.toml").write_text(f'baseline = "{FILE}"\n', "utf-8")
    assert command("lint", cwd=tmp_path).stdout == written.stdout
    (tmp_path / "inner").mkdir()
    assert command("lint", "..", cwd=tmp_path / "inner").stdout == written.stdout
    put(tmp_path, fragment=OLD.replace("sfft", "sft") + "authors: not_checked\n")
    done = command("lint", "--format", "concise", "--fail-on", "note", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "1 card checked: 0 errors, 0 warnings, 1 note, 3 in the baseline",
        "1 of the baseline is mended: --update-baseline takes it out",
    ]
    summary = json.loads(command("lint", "--format", "json", cwd=tmp_path).stdout)["summary"]
    assert (summary["baseline"], summary["mended"], summary["notes"]) == (3, 1, 1)
    assert (
        "baseline" not in json.loads(command("lint", "--format", "json", "--isolated", cwd=tmp_path).stdout)["summary"]
    )


@pytest.mark.parametrize("setting", ["baselin = 'x'", "baseline = 1", "baseline = ''", "baseline = ['x']"])
def test_slips_in_the_setting(command: Run, tmp_path: Path, setting: str) -> None:
    put(tmp_path)
    (tmp_path / "releasecard.toml").write_text(setting, "utf-8")
    done = command("lint", cwd=tmp_path)
    assert (done.returncode, "`baseline`" in done.stderr) == (2, True)


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["RC001 x", "RC104 x", "RC207 y", "RC207"]), st.integers(1, 3)),
    max_size=8, unique_by=lambda row: row[:2],
)  # fmt: skip


def found(rows: Rows, like: Diagnostic) -> list[Found]:
    """Return a run with so many findings of a kind on each card."""
    cards: dict[str, list[Diagnostic]] = {name: [] for name in "ab"}
    for name, entry, count in rows:
        code, _, path = entry.partition(" ")
        one = replace(like, code=code, path=tuple(path))
        cards.setdefault(name, []).extend([one] * count)
    linted = lint_text("releasecard: 1\n", "x")
    return [
        Found(Path(name), linted._replace(diagnostics=found, card=f"{name}@1", suppressed=[]))
        for name, found in cards.items()
    ]


@given(ROWS, ROWS)
def test_nothing_is_lost_and_a_second_look_is_quiet(before: Rows, after: Rows) -> None:
    like = lint_text("releasecard: 1\n", "x").diagnostics[0]
    first, second = found(before, like), found(after, like)
    with TemporaryDirectory() as folder:
        file = Path(folder, FILE)
        update(first, {}, file, always)
        known = load(file)
        sifted = sift(second, known, file, always)
        total = sum(len(one.linted.diagnostics) for one in second)
        assert sum(len(card.diagnostics) for card in sifted.cards) + sifted.hidden == total
        assert not any(entry.startswith("RC00") for entries in known.values() for entry in entries)
        for one in sift(first, known, file, always).cards:
            assert all(each.code == "RC001" for each in one.diagnostics)
        update(second, known, file, always)
        again = sift(second, load(file), file, always)
        assert again.mended == 0
        assert all(each.code == "RC001" for one in again.cards for each in one.diagnostics)
