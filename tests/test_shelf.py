"""The shelf: what `name@version` leads to, whatever the style of the YAML; what rules across cards say with it and without."""

from __future__ import annotations

import json
import pickle
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given, strategies as st

from releasecard import site
from releasecard.card import Card
from releasecard.config import Config, ConfigError, load
from releasecard.discover import shelf_of
from releasecard.document import read
from releasecard.lint import lint, lint_file, lint_text
from releasecard.pages.entry import Entry
from releasecard.plugin import ReleasecardPlugin
from releasecard.shelf import _KEPT, EMPTY, Shelf, _head, identity
from releasecard.testing import CARD, with_sections
from releasecard.values import Profile, dotted

ROOT = Path(__file__).parents[1]
CARDS = ROOT / "site" / "cards"
PARENT = """\
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: [%s], synthetic: none, risks: not_stated}
"""


def put(folder: Path, name: str, fragment: str = "", version: str = "1.0") -> Path:
    """Write a right card of a name and version, with a fragment's sections."""
    file = folder / f"{name}-{version}.card.yaml"
    file.write_text(with_sections(f'name: {name}\nversion: "{version}"\n{fragment}'), "utf-8")
    return file


def codes(file: Path, shelf: Shelf) -> dict[str, str]:
    """Return the findings across cards, by code, with where they stand and what they say."""
    found = [one for one in lint_file(file, shelf).diagnostics if one.code.startswith("RC9")]
    return {one.code: f"{one.severity} {dotted(one.path)}: {one.message} ({one.hint})" for one in found}


HEADS = {
    'releasecard: 1\nkind: dataset\nname: a\nversion: "1.10"\n': "a@1.10",
    "releasecard: 1\nkind: dataset\nname: 'a'\nversion: v1  # ours\n": "a@v1",
    "# a card\n---\nreleasecard: 1\nkind: dataset\nversion: 3f2c1ab\nname: a\n": "a@3f2c1ab",
    '{releasecard: 1, kind: dataset, name: a, version: "1"}\n': "a@1",
    '{releasecard: 1, kind: dataset,\nname: a,\nversion: "1"}\n': "a@1",
    'releasecard: 1\n"kind": dataset\n"name": a\n"version": "1"\n': "a@1",
    "releasecard: 1\nkind: dataset\nname: >-\n  a\nversion: 1.10\n": "a@1.10",
    "releasecard: 1\nkind: dataset\nname: a\nversion: 4e80465\n": "a@4e80465",
    "releasecard: 1\nkind: dataset\nname: a\nversion: 2026-03-01\n": "a@2026-03-01",
    'releasecard: 1\nkind: dataset\nsummary: "b\nname: wrong\n"\nname: a\nversion: "1"\n': "a@1",
    "releasecard: 1\nkind: dataset\nsummary: |\n name: wrong\n version: wrong\nname: a\nversion: v1\n": "a@v1",
    'releasecard: 1\nkind: dataset\ntitle: b\n? name\n: a\nversion: "1"\n': "a@1",
    'releasecard: 1\nkind: dataset\nversion: &x "1"\nname: a\ntitle: *x\n': "a@1",
    'releasecard: 1\r\nkind: dataset\r\nname: a\r\nversion: "1"\r\n': "a@1",
    'releasecard: 1\rkind: dataset\rname: a\rversion: "1"\r': "a@1",
    "releasecard: 1\nkind: dataset\nname: a\nversion: not_stated\n": None,
    "releasecard: 1\nkind: dataset\nname: TODO\nversion: v1\n": None,
    "releasecard: 1\nkind: dataset\nname: null\nversion: v1\n": None,
    "releasecard: 1\nkind: dataset\nversion: v1\n": None,
    "kind: other\nversion: v1\nname: {\n": None,
    "just text": None,
}


@pytest.mark.parametrize("text", HEADS)
def test_cards_are_found_whatever_their_style(tmp_path: Path, text: str) -> None:
    file = tmp_path / "card.yaml"
    file.write_bytes(text.encode())
    shelf, known = Shelf([file]), HEADS[text]
    assert bool(shelf) is (known is not None)
    assert known is None or shelf.find(known) is not None
    assert shelf.unread == ([] if known else [file])


WORDS = st.sampled_from(
    ["name: a", "name: b", 'version: "1"', "version: v2", "version: 1.0", "'name': c", '"version": d', "title: t", "# c",
     "---", "...", "  name: in", "text: |", "  x", '"', 'text: "a', "kind: dataset", "releasecard: 1", "{", "}", "? name", ": e",
     "<<: *x", "x: &x", "&x name: f", "!!str name: g", "name: *x", "name:", "version: 16k", "name : h", "\tname: i",
     "%YAML 1.2", "\ufeffname: j", "title: u\u2028name: k", "title: u\x85version: l", "name: a\\", "- name: m"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=9), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_quick_look_is_never_wrong(lines: list[str], end: str) -> None:
    text = end.join(lines)
    quick = _head(text)
    document = read(text)
    if quick is not None and isinstance(document.data, dict) and not document.faults:
        assert quick == identity(Card(document))


def test_what_was_changed_since_is_not_taken_for_another(tmp_path: Path) -> None:
    file = put(tmp_path, "a")
    shelf = Shelf([file])
    file.write_text(file.read_text("utf-8").replace("name: a", "name: b"), "utf-8")
    assert (shelf.holds("a@1.0"), shelf.find("a@1.0"), shelf.find("b@1.0")) == (True, None, None)


def test_a_shelf_is_small_to_send_and_reads_again(tmp_path: Path) -> None:
    shelf = Shelf(CARDS.glob("*.card.yaml"))
    assert shelf.find("gsm8k@3101c7d") is shelf.find("gsm8k@3101c7d#objects")
    sent = pickle.dumps(shelf)
    assert len(sent) < 4_000
    other: Shelf = pickle.loads(sent)  # noqa: S301 our own
    assert other.find("gsm8k@3101c7d").name == "gsm8k@3101c7d"  # type: ignore[union-attr]
    assert len(list(other.cards())) == 16
    big = [put(tmp_path, f"b{number}", "summary: " + "x" * 900_000 + "\n") for number in range(12)]
    held = Shelf(big)
    assert len(list(held.cards())) == 12
    assert sum(len(one.card.document.text) for one in held._read.values() if one) <= _KEPT


def test_every_reference_is_told_once_and_by_what_is_there(tmp_path: Path) -> None:
    own = put(tmp_path, "own", PARENT % "far@1.0, near@1.0, here@1.0, here, gone")
    others = [put(tmp_path, "near", version="2.0"), put(tmp_path, "here")]
    found = codes(own, Shelf([own, *others]))
    assert found == {
        "RC901": "note provenance.lineage.parents[0]: no card of this run is `far@1.0` (name the folder that holds its "
        "card with `--shelf`, or leave it where there is none)",
        "RC902": "warning provenance.lineage.parents[1]: `near@1.0` is not on the shelf, which has `2.0` (refer to the "
        "version that was used; if that is `1.0`, add its card)",
        "RC904": "note provenance.lineage.parents[3]: `here` is named without a version (write `here@1.0`, if that is "
        "what was taken)",
    }


def test_a_card_alone_says_once_what_was_not_checked(tmp_path: Path) -> None:
    own = put(tmp_path, "own", PARENT % "far@1.0, near@2.0")
    assert codes(own, EMPTY) == {}
    alone = {
        "RC901": "note provenance.lineage.parents[0]: not checked, because the run has this card alone: `far@1.0`, "
        "`near@2.0` (lint it together with these cards, or name their folder with `--shelf`)"
    }
    assert codes(own, Shelf([own])) == alone
    assert len([one for one in lint_file(own, Shelf([own])).diagnostics if one.code == "RC901"]) == 1
    from_pipe = lint_text(own.read_text("utf-8"), "<stdin>", Shelf([])).diagnostics
    assert next(one.message for one in from_pipe if one.code == "RC901") in alone["RC901"]
    assert codes(put(tmp_path, "quiet"), Shelf([tmp_path / "quiet-1.0.card.yaml"])) == {}


def test_references_in_conflicts_and_of_no_right_form_are_left_alone(tmp_path: Path) -> None:
    sources = 'sources:\n  a: {role: data_release, url: "https://example.org"}\n  b: {role: data_release, url: "https://example.org/b"}\n'
    disputed = sources + (PARENT % "x").replace("[x]", "{conflict: {a: far@1.0, b: far@2.0}}")
    own = put(tmp_path, "own", disputed)
    assert codes(own, Shelf([own, put(tmp_path, "other")])) == {}
    broken = put(tmp_path, "broken", PARENT % "'Far Off@1.0'")
    assert codes(broken, Shelf([broken, own])) == {}


def test_a_card_that_cannot_be_read_is_not_called_absent(tmp_path: Path) -> None:
    own = put(tmp_path, "own", PARENT % "far@1.0, off@1.0")
    far, off = put(tmp_path, "far"), tmp_path / "off.card.yaml"
    far.write_text('releasecard: 1\nkind: dataset\nname: far\nversion: "1.0"\na: [\n', "utf-8")
    off.write_bytes(b"\xff")
    found = [one for one in lint_file(own, Shelf([own, far, off])).diagnostics if one.code == "RC901"]
    assert [one.message for one in found] == [
        "the card of `far@1.0` cannot be read",
        "no card of this run is `off@1.0`",
    ]
    assert f"`{off}"[:50] in found[1].hint


def test_a_path_on_another_card_is_followed(tmp_path: Path) -> None:
    claim = (
        "claims:\n  good:\n    kind: correctness\n    says: They are right.\n    about: objects.rows\n"
        "    evidence: [{}]\n"
    )
    other = put(tmp_path, "other")
    for place, wrong in (("verifiers.final-answer", False), ("verifiers.final-anwser", True), ("verifiers.*", False)):
        own = put(tmp_path, "own", claim.format(f'"other@1.0#{place}"'))
        found = codes(own, Shelf([own, other]))
        assert ("RC903" in found) is wrong
    assert "did you mean `other@1.0#verifiers.final-answer`?" in codes(
        put(tmp_path, "own", claim.format('"other@1.0#verifiers.final-anwser"')), Shelf([other])
    )["RC903"]  # fmt: skip


def test_two_files_of_one_card(tmp_path: Path) -> None:
    first, second = put(tmp_path, "own"), tmp_path / "copy.card.yaml"
    second.write_bytes(first.read_bytes())
    shelf = Shelf([first, second])
    assert codes(first, shelf) == {}
    assert codes(second, shelf)["RC905"].startswith("warning name: `")
    assert codes(second, Shelf([second, second])) == {}
    linked = Shelf([tmp_path / "x" / ".." / "copy.card.yaml", second])
    assert codes(second, linked) == {}


def circle(folder: Path, *names: str) -> list[Path]:
    following = (*names[1:], names[0])
    return [put(folder, name, PARENT % f"{after}@1.0") for name, after in zip(names, following, strict=True)]


def test_a_circle_is_told_on_each_card_of_it(tmp_path: Path) -> None:
    files = circle(tmp_path, "a", "b", "c")
    outside = put(tmp_path, "outside", PARENT % "a@1.0")
    shelf = Shelf([*files, outside])
    assert "`b@1.0` is its own ancestor: b@1.0 → c@1.0 → a@1.0 → b@1.0" in codes(files[1], shelf)["RC906"]
    assert all("RC906" in codes(file, shelf) for file in files)
    assert "RC906" not in codes(outside, shelf)
    own = put(tmp_path, "own", PARENT % "own@1.0, own@0.9, own")
    assert "own@1.0 → own@1.0" in codes(own, Shelf([own, outside]))["RC906"]
    assert "RC902" not in codes(own, Shelf([own, outside]))


def test_long_and_wide_lineage_takes_no_time(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(150)]
    files = circle(tmp_path, *names)
    crowd = ", ".join(f"{name}@1.0" for name in names)
    wide = [put(tmp_path, f"w{number}", PARENT % crowd) for number in range(5)]
    shelf = Shelf([*files, *wide])
    start = time.perf_counter()
    assert [bool(codes(file, shelf).get("RC906")) for file in (files[0], wide[0])] == [False, False]
    assert time.perf_counter() - start < 5


DATES = [
    ("2026-04-01", "Contest Club", "warning"),
    ("2026-04-01", "example lab", None),  # the same makers
    ("2026-03-02", "Contest Club", None),  # a day is a time zone
    ("2026-04-01", "", "note"),
    ("not_stated", "Contest Club", None),
    ("2026-02-01", "Contest Club", None),
]


@pytest.mark.parametrize(("day", "makers", "severity"), DATES)
def test_children_are_younger_than_their_parents(tmp_path: Path, day: str, makers: str, severity: str | None) -> None:
    own = put(tmp_path, "own", "organizations: [Example Lab]\n" + PARENT % "pool@1.0")
    made = f"organizations: [{makers}]\n" if makers else ""
    pool = put(tmp_path, "pool", f"released: {day}\n{made}")
    found = codes(own, Shelf([own, pool])).get("RC907")
    assert (found or "None").split(" ", 1)[0] == str(severity)


def taken(**given: str) -> str:
    said = {"card": "pool@1.0", "kind": "benchmark", "license": "MIT", "relation": "copied", "records": "500", **given}
    row = ", ".join(f"{key}: {value}" for key, value in said.items())
    return (PARENT % "pool@1.0").replace(
        "{kind: human_written, license: MIT, relation: copied, records: 500}", f"{{{row}}}"
    )


PARTED = "license: {data: MIT, parts: {web: CC-BY-4.0}}\n"
SPLIT = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    splits: {train: 400, test: 100}
    fields: {question: {role: task, type: string}}
"""
DRIFT = [
    (taken(), "", False),
    (taken(records="501"), "", True),
    (taken(records="~510"), "", True),
    (taken(records="0.5k"), "", False),
    (taken(records="0.6k"), "", True),
    (taken(records="'>=100'"), "", False),
    (taken(records="499"), "", False),
    (taken(records="300", split="train"), SPLIT, False),
    (taken(records="401", split="train"), SPLIT, True),
    (taken(records="401", split="other"), SPLIT, False),
    (taken(pool="600"), "", True),
    (taken(license="Apache-2.0"), "", True),
    (taken(license="CC-BY-4.0"), PARTED, False),
    (taken(license="not_stated"), "", False),
    (taken(license="Apache-2.0"), "license: {data: MIT OR Apache-2.0}\n", False),
    (taken(records="501"), "conflicts:\n  size: {about: objects.rows.records, says: Two figures.}\n", False),
]


@pytest.mark.parametrize(("own", "other", "differs"), DRIFT)
def test_facts_that_differ_between_cards(tmp_path: Path, own: str, other: str, differs: bool) -> None:
    files = [put(tmp_path, "own", own), put(tmp_path, "pool", other)]
    assert ("RC908" in codes(files[0], Shelf(files))) is differs


def test_a_verifier_is_what_its_card_says(tmp_path: Path) -> None:
    shared = with_sections("name: small\n").split("verifiers:\n")[1].split("claims:")[0]
    top = "".join(line[4:] for line in shared.splitlines(keepends=True)[1:])
    verifier = put(tmp_path, "checker", "kind: verifier\n" + top, version="2.0")
    wrong = "verifiers:\n  final-answer: {contract: programmatic, family: %s, card: checker@2.0, uses: [labeling], version: %s}\n"
    for family, version, differs in (("rule", '"2.0"', False), ("rule", '"1.9"', True), ("classifier", '"v2.0"', True)):
        own = put(tmp_path, "own", wrong % (family, version))
        assert ("RC908" in codes(own, Shelf([own, verifier]))) is differs


def test_pass_rates_of_another_revision_are_a_note(tmp_path: Path) -> None:
    probe = "rollouts:\n  probe: {purpose: difficulty, model: Lab/Base-7B, revision: 0f9e8d7aa}\n"
    data = put(tmp_path, "pool", probe)
    recipe = "kind: recipe\nbase_models:\n  base: {name: Base-7B, revision: %s}\ndata:\n  math: {release: pool@1.0}\n"
    for revision, differs in (("0f9e8d7", False), ("abc1111", True), ("not_stated", False)):
        own = put(tmp_path, "own", recipe % revision)
        found = codes(own, Shelf([own, data]))
        assert ("RC908" in found) is differs
        assert not differs or found["RC908"].startswith("note base_models.base.revision")


def test_real_cards_have_only_findings_that_are_defended() -> None:
    defended = tomllib.loads((ROOT / "tests" / "data" / "defended.toml").read_text("utf-8"))
    known = {(card, code, path) for card, of in defended.items() for code, paths in of.items() for path in paths}
    files = sorted(CARDS.glob("*.card.yaml"))
    shelf = Shelf(files)
    found = {
        (file.name.removesuffix(".card.yaml"), one.code, dotted(one.path))
        for file in files
        for one in lint_file(file, shelf).diagnostics
    }
    assert {one for one in found if one[1].startswith("RC9")} == {one for one in known if one[1].startswith("RC9")}


def collection(folder: Path) -> Path:
    (folder / "cards").mkdir()
    (folder / "vendor").mkdir()
    put(folder / "cards", "own", PARENT % "pool@1.0")
    put(folder / "vendor", "pool")
    return folder


def test_the_option_and_the_setting(command: Run, tmp_path: Path) -> None:
    root = collection(tmp_path)
    alone = command("lint", "cards", cwd=root)
    assert "not checked, because the run has this card alone: `pool@1.0`" in alone.stdout
    clean = "1 card checked: no findings\n"
    assert command("lint", "cards", "--shelf", "vendor", cwd=root).stdout == clean
    assert (
        command("lint", "cards", "--shelf", "vendor/pool-1.0.card.yaml", "--shelf", "cards", cwd=root).stdout == clean
    )
    (root / "releasecard.toml").write_text('shelf = ["vendor"]\nexclude = ["vendor"]\n', "utf-8")
    assert command("lint", cwd=root).stdout == clean
    assert command("lint", "own-1.0.card.yaml", cwd=root / "cards").stdout == clean
    both = command("lint", "--shelf", "cards", cwd=root)
    assert (both.returncode, "not checked" in both.stdout) == (0, True)


def test_standard_input_has_a_shelf(cli: Run, tmp_path: Path) -> None:
    root = collection(tmp_path)
    text = (root / "cards" / "own-1.0.card.yaml").read_text("utf-8")
    arguments = ("lint", "-", "--format", "concise", "--isolated")
    assert "not checked" in cli(*arguments, stdin=text).stdout
    done = cli(*arguments, "--shelf", root / "vendor", stdin=text)
    assert done.stdout == "1 card checked: no findings\n"
    edited = (*arguments, "--shelf", root / "cards", "--stdin-filename", str(root / "cards" / "own-1.0.card.yaml"))
    assert "RC905" not in cli(*edited, stdin=text).stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        (["--shelf", "gone"], "", "no file or folder `gone`"),
        (["--shelf", "empty"], "", "no card for the shelf in `empty`"),
        ([], 'shelf = ["gone"]', "no card for the shelf in"),
        ([], 'shelf = "cards"', "`shelf` is a list of texts"),
        ([], 'shelff = ["cards"]', "did you mean `shelf`?"),
        ([], 'profile = "strikt"', "`profile` is one of: draft, release, strict; did you mean `strict`?"),
        ([], "profile = 1", "`profile` is one of: draft, release, strict"),
        ([], 'profil = "strict"', "did you mean `profile`?"),
        (["--profile", "hard"], "", "'hard' is not one of 'draft', 'release', 'strict'"),
    ],
)  # fmt: skip
def test_slips_are_misuse(command: Run, tmp_path: Path, arguments: list[str], settings: str, says: str) -> None:
    root = collection(tmp_path)
    (root / "empty").mkdir()
    (root / "releasecard.toml").write_text(settings, "utf-8")
    done = command("lint", *arguments, cwd=root)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_profiles_from_the_option_the_setting_and_the_card(command: Run, tmp_path: Path) -> None:
    file = put(tmp_path, "own", "status: draft\n" + PARENT % "pool@1.0")
    other = put(tmp_path, "pool", version="2.0")

    def severity(*arguments: str) -> str:
        done = command("lint", file, other, "--format", "concise", *arguments, cwd=tmp_path)
        return done.stdout.partition("RC902 ")[2].partition(" ")[0]

    assert severity("--profile", "strict") == "error"
    assert severity() == severity("--profile", "draft") == "warning"
    (tmp_path / "releasecard.toml").write_text('profile = "strict"\n', "utf-8")
    assert load(tmp_path).profile is Profile.STRICT
    assert (severity(), severity("--profile", "release")) == ("error", "warning")


def test_what_is_to_do_on_a_draft_is_a_note(command: Run, tmp_path: Path) -> None:
    put(tmp_path, "own", "status: draft\nsummary: TODO say what it is\n")
    assert command("lint", cwd=tmp_path).returncode == 0
    assert command("lint", "--profile", "strict", cwd=tmp_path).returncode == 1


def test_many_cards_share_a_shelf_in_every_process(command: Run, tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(70)]
    for name, parent in zip(names, [*names[1:], "absent"], strict=True):
        put(tmp_path, name, PARENT % f"{parent}@1.0")
    done = command("lint", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)["findings"]
    assert [(one["code"], one["message"]) for one in found] == [("RC901", "no card of this run is `absent@1.0`")]


def unresolved(entries: Iterable[Entry]) -> list[str]:
    return [one.message for entry in entries for one in entry.linted.diagnostics if one.code.startswith("RC9")]


def test_a_site_lints_with_all_its_cards(tmp_path: Path) -> None:
    root = collection(tmp_path)
    assert unresolved(site.entries([root], Config())) == []
    alone = site.entries([root / "cards"], Config())
    assert len(unresolved(alone)) == 1
    assert unresolved(site.entries([root / "cards"], Config(shelf=(root / "vendor",)))) == []
    with pytest.raises(ConfigError, match="no card for the shelf"):
        site.entries([root], Config(shelf=(root / "gone",)))
    assert ReleasecardPlugin.on_files is not None


def test_lookups_come_first_and_nothing_is_met_twice(tmp_path: Path) -> None:
    root = collection(tmp_path)
    copy = put(root / "cards", "pool")
    shelf = shelf_of([copy], [root / "vendor", copy])
    assert shelf.find("pool@1.0").name == "pool@1.0"  # type: ignore[union-attr]
    assert "RC905" in codes(copy, shelf)
    assert lint(CARD.encode(), "<stdin>", shelf).diagnostics == []


def test_hostile_cards_are_judged_in_no_time(tmp_path: Path) -> None:
    many = range(1_500)

    def rows(origin: str) -> str:
        scored = "".join(f"  r{n}: {{model: M, origin: {origin}, scores: {{b: {n}, c: 1, d: 2}}}}\n" for n in many)
        return f"baselines:\n{scored}"

    benchmarks = "benchmarks:\n  b: {name: B, metric: accuracy, unit: percent}\n"
    objects = "objects:\n" + "".join(f"  o{n}: {{records: 1, splits: {{s{n}: 1}}}}\n" for n in many)
    disputes = "conflicts:\n" + "".join(f"  c{n}: {{about: objects.o{n}.records, says: x}}\n" for n in many)
    other = put(
        tmp_path, "pool", "stages:\n  s: {kind: rl, makes: M}\n" + benchmarks + objects + disputes + rows("run")
    )
    sources = "".join(f"      p{n}: {{card: pool@1.0, split: s{n}, records: 2, pool: 9k}}\n" for n in many)
    parents = ", ".join(f"pool@{n}" for n in many)
    lineage = f"provenance:\n  prompts:\n    from:\n{sources}  lineage: {{parents: [{parents}]}}\n"
    own = put(tmp_path, "own", lineage + benchmarks + rows("copied"))
    start = time.perf_counter()
    assert len(lint_file(own, Shelf([own, other])).diagnostics) > 100
    assert time.perf_counter() - start < 10


def test_a_view_keeps_what_its_answers_hang_on(tmp_path: Path) -> None:
    """Whoever judged a card may keep the judgment as long as the answers to what was asked are the same."""
    asking = with_sections("provenance: {prompts: {from: {a: {card: other@1, kind: mined, relation: copied}}}}")
    texts = {
        "a": asking,
        "b": CARD.replace("name: small", "name: other").replace('"1.0"', '"1"'),
        "c": CARD.replace("name: small", "name: third"),
    }
    files = {name: tmp_path / f"{name}.card.yaml" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, "utf-8")
    seen = Shelf(files.values()).seen_from(files["a"].as_posix())
    lint_text(asking, files["a"].as_posix(), seen)
    assert "other" in seen.asked
    assert "third" not in seen.asked
    before = seen.answers(seen.asked)
    files["c"].write_text(texts["c"].replace("records: 500", "records: 501"), "utf-8")
    assert Shelf(files.values()).seen_from(files["a"].as_posix()).answers(seen.asked) == before
    files["b"].write_text(texts["b"].replace("records: 500", "records: 501"), "utf-8")
    assert Shelf(files.values()).seen_from(files["a"].as_posix()).answers(seen.asked) != before
    files["b"].write_text(texts["b"].replace("name: other", "name: another"), "utf-8")
    assert Shelf(files.values()).seen_from(files["a"].as_posix()).answers(seen.asked) != before
