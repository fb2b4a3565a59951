"""`show`: one view of a card, and its text at every width; what is missing, inherited, cited, and who refers to it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import Run
from hostile import PAYLOADS, card as hostile_card
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML
from small import CARD, with_sections
from test_layers import loaded

from releasecard.card import Card
from releasecard.document import read
from releasecard.fields import QUESTIONS
from releasecard.lint import lint_text
from releasecard.safe import visible, width
from releasecard.show import missing, section_view, view
from releasecard.show.text import section_text, text
from releasecard.stated import GAP_WORDS
from releasecard.values import dotted

Cli = Callable[..., Result]
HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
DATASET = (HERE / "data" / "dataset.card.yaml").read_text("utf-8")
RECIPE = (HERE / "data" / "recipe.card.yaml").read_text("utf-8")
CARDS = [*sorted((HERE.parent / "site" / "cards").glob("*.card.yaml")), *sorted((HERE / "data").glob("*.card.yaml"))]


def card_of(source: str) -> Card:
    return Card(read(source))


def shown(source: str, columns: int = 80, others: tuple[tuple[str, str], ...] = ()) -> str:
    return text(view(card_of(source), [(file, card_of(other)) for file, other in others]), columns)


def keeps_the_width(written: str, columns: int) -> bool:
    return all(width(line) <= columns or len(line.split()) == 1 for line in written.splitlines())


def facts(place: dict[str, Any], thing: str) -> dict[str, dict[str, Any]]:
    """Return the facts of a thing of a section by their names."""
    found = next(one for one in place["things"] if one["id"] == thing)
    return {one["name"]: one for one in found["facts"]}


def section(source: str, path: str) -> dict[str, Any]:
    """Return the section or part of a view that has that path."""
    waiting = [one for question in view(card_of(source))["questions"] for one in question["sections"]]
    while waiting[0]["path"] != path:
        waiting = [*waiting[1:], *waiting[0].get("parts", ())]
    found: dict[str, Any] = waiting[0]
    return found


@pytest.mark.parametrize("name", ["80.txt", "50.txt", "json", "section.txt"])
def test_golden(name: str) -> None:
    """Set UPDATE_GOLDEN=1 to write them anew, then read the difference line by line."""
    whole = view(card_of(DATASET), [("recipe.card.yaml", card_of(RECIPE))])
    if name == "json":
        written = json.dumps(whole, indent=2) + "\n"
    elif name == "section.txt":
        written = section_text(section_view(card_of(RECIPE), ("rollouts",)), 80)
    else:
        written = text(whole, int(name.partition(".")[0]))
    file = GOLDEN / f"show.{name}"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(written, "utf-8")
    assert written == file.read_text("utf-8")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
def test_real_cards_keep_the_width_and_say_all(path: Path, columns: int) -> None:
    card = card_of(path.read_text("utf-8"))
    whole = view(card)
    written = text(whole, columns)
    assert keeps_the_width(written, columns)
    words = written.split()
    for question in whole["questions"]:
        assert all(
            one["path"].split()[-1] in words or f"{one['path']}:".split()[-1] in words for one in question["open"]
        )
        assert all(name["name"] in words for name in question["sections"])
    for name in card.data:
        place = card.find(name)
        assert place is not None
        assert keeps_the_width(section_text(section_view(card, place), columns), columns)


def test_no_color_in_words() -> None:
    whole = view(card_of(DATASET))
    assert "\x1b[" not in text(whole, 80)
    assert "\x1b[33mnot_logged\x1b[0m" in text(whole, 80, True)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_cards_are_shown_inert(payload: str) -> None:
    card = card_of(hostile_card(payload))
    written = text(view(card), 80)
    assert keeps_the_width(written, 80)
    assert all(visible(line) == line for line in written.splitlines())


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from([*GAP_WORDS, "TODO", "~17k", "東京" * 60, "a" * 90]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3),
        st.fixed_dictionaries({"not_stated": inner}),
        st.fixed_dictionaries({"conflict": st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)}),
        st.fixed_dictionaries({"like": st.sampled_from(["rows", "probe", "problems", "base", "aime"])}, optional={"says": inner}),
    ),
    max_leaves=6,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def plain(source: str) -> Any:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(source), default=str))


BASES = (plain(DATASET), plain(RECIPE))
"""Cards as JSON, which is YAML too."""


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_any_mutation_is_shown(data: st.DataObject) -> None:
    mutated = json.loads(json.dumps(data.draw(st.sampled_from(BASES))))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(mutated)[1:]))
        parent = mutated
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] = data.draw(VALUES)
    document = read(json.dumps(mutated))
    card = Card(document) if isinstance(document.data, dict) else None
    if card is None or card.kind is None:
        return
    whole = view(card, [("other.card.yaml", card)])
    columns = data.draw(st.sampled_from([40, 80, 120]))
    written = [text(whole, columns)]
    name = data.draw(st.sampled_from(list(card.data)))
    written.append(section_text(section_view(card, (name,)), columns))
    assert json.dumps(whole)
    for one in written:
        assert keeps_the_width(one, columns)
        assert all(visible(line) == line for line in one.splitlines())


@pytest.mark.parametrize(
    "fragment",
    [
        "provenance: {prompts: {from: {pool: {kind: mined}}}}\n",
        "rollouts: {probe: {purpose: difficulty}}\nobjects: {rows: {type: tool_trajectory}}\n",
        "card: {stance: third_party}\nverifiers: {a: {contract: programmatic}}\n",
        "baselines: {a: {like: b, scores: {x: 3}}, b: {model: B}}\ntitle: 1\n",
        "releasecard: 1\nkind: environment\n",
        "releasecard: 1\nkind: verifier\n",
    ],
)
def test_missing_is_what_lint_reports(fragment: str) -> None:
    source = with_sections(fragment)
    found = lint_text(source, "x.card.yaml").diagnostics
    reported = {dotted(one.path) for one in found if one.code == "RC101"}
    assert reported
    assert {dotted(path) for path in missing(card_of(source))} == reported
    whole = view(card_of(source))
    assert sorted(path for one in whole["questions"] for path in one["missing"]) == sorted(reported)


def test_states_are_counted_and_listed() -> None:
    source = with_sections(
        "access: not_checked\n"
        "released: {conflict: {paper §1: 2026-03-01, blog: 2026-03-02}}\n"
        "organizations: [A, not_stated]\n"
        "authors: TODO names\n"
        "languages:\n"
    )
    first = view(card_of(source))["questions"][0]
    assert {one["path"]: one["state"] for one in first["open"]} == {
        "released": "conflict", "authors": "to-do", "organizations[1]": "not_stated", "access": "not_checked",
        "languages": "empty",
    }  # fmt: skip
    written = shown(source).splitlines()
    assert "open 5" in next(line for line in written if line.startswith("filled"))
    assert "  conflict        released: paper §1: 2026-03-01; blog: 2026-03-02" in written
    assert "  to-do           authors: TODO names" in written


@pytest.mark.parametrize(
    ("evidence", "stands"),
    [
        ("objects.rows", "ok"),
        ("objects.rows.records", "ok"),
        ("provenance.filters", "not_applicable"),
        ("provenance.decontamination", "not_measured"),
        ("provenance.lineage.parents", "not_stated"),
        ("objects.row", "leads nowhere"),
        ("pool@1.0#objects.rows", "other card"),
        ("access.terms", "conflict"),
    ],
)
def test_evidence_says_what_stands_there(evidence: str, stands: str) -> None:
    claims = f"claims:\n  a: {{kind: gain, says: It is so., about: objects.rows, evidence: ['{evidence}']}}\n"
    source = with_sections(f"{claims}access: {{terms: {{conflict: {{a: b, c: d}}}}}}\n")
    (claim,) = section(source, "claims")["claims"]
    assert claim["evidence"] == [{"path": evidence, "stands": stands}]
    assert any(line.split() == [*stands.split(), evidence] for line in shown(source).splitlines())


def test_what_is_inherited_is_marked() -> None:
    source = DATASET.replace(
        "  aime: {purpose", "  again: {like: probe, top_p: 0.5, engine: {version: 0.9.1}}\n  aime: {purpose"
    )
    found = facts(section(source, "rollouts"), "again")
    assert found["temperature"] == {
        "path": "rollouts.again.temperature", "name": "temperature", "value": "1.0", "like": "probe",
    }  # fmt: skip
    assert "like" not in facts(section(source, "rollouts"), "probe")["temperature"]
    assert "like probe: difficulty · Base-7B · samples_per_prompt 16 · temperature 1.0" in shown(source, 120)
    leaves = {one["name"]: one for one in section_view(card_of(source), ("rollouts", "again"))["leaves"]}
    assert ("like" in leaves["top_p"], leaves["engine.name"]["like"]) == (False, "probe")
    opened = view(card_of(source))["questions"][3]["open"]
    assert {one["path"]: one.get("like") for one in opened if one["path"].endswith("seed")} == {
        "rollouts.probe.seed": None, "rollouts.again.seed": "probe",
    }  # fmt: skip


def test_a_map_inherited_in_part_says_so() -> None:
    source = with_sections(
        "baselines:\n  a: {model: A, origin: run, scores: {x: 50.0}}\n  b: {like: a, scores: {y: 2}}\n"
    )
    scores = facts(section(source, "baselines"), "b")["scores"]
    assert (scores["value"], scores["partly_like"]) == ({"x": "50.0", "y": "2"}, "a")


@pytest.mark.parametrize(
    ("filters", "chain"),
    [
        ("a: {before: 40000, after: ~31k}, b: {before: ~31k, after: 10000}", [["40000", "~31k", "10000"]]),
        ("a: {before: 9, after: 8}, b: {after: 7}, c: {removed: 1}", [["9", "8", "7"]]),
        ("a: {before: 9, after: 8}, b: {before: 5, after: 4, of: code}", [["9", "8"], ["5", "4"]]),
        ("a: {before: not_stated, after: 8}, b: {before: 8}", []),
        ("a: not_stated, b: {before: [1], after: {c: 2}}", []),
    ],
)
def test_filters_are_a_chain(filters: str, chain: list[list[str]]) -> None:
    source = with_sections(f"provenance: {{filters: {{{filters}}}}}\n")
    assert section(source, "provenance.filters")["chain"] == chain
    expected = ", ".join(" -> ".join(one) for one in chain)
    assert any(line.endswith(f"  {expected}") for line in shown(source).splitlines()) is bool(chain)


def test_scores_are_a_table_where_it_fits() -> None:
    rows = "".join(f"  m{n}: {{model: M{n}, origin: run, scores: {{first: {n}.5, second: {n}}}}}\n" for n in (7, 10))
    written = shown(with_sections(f"baselines:\n{rows}"))
    assert (
        "  baselines  first  second\n    m7         7.5       7  M7 · run\n    m10       10.5      10  M10 · run"
        in written
    )
    assert "scores first 7.5, second 7" in " ".join(shown(with_sections(f"baselines:\n{rows}"), 40).split())


def test_values_keep_their_source_text() -> None:
    source = RECIPE.replace("learning_rate: 1e-5", "learning_rate: 1.0e-05")
    leaves = {one["name"]: one["value"] for one in section_view(card_of(source), ("stages", "warm-up"))["leaves"]}
    assert (leaves["training.learning_rate"], leaves["training.seed"]) == ("1.0e-05", ["123", "456"])


def test_wide_characters_break_where_they_must() -> None:
    written = shown(with_sections(f"summary: {'東京大学' * 30}\nauthors: [{'研究室' * 30}]\n"), 50)
    assert keeps_the_width(written, 50)
    assert "東京大学" * 6 in written


def test_every_question_is_there() -> None:
    for source in (CARD, DATASET, RECIPE):
        assert [one["question"] for one in view(card_of(source))["questions"]] == list(QUESTIONS)


def test_a_section_has_all_its_leaves_and_their_citations() -> None:
    found = section_view(card_of(RECIPE), ("baselines",))["leaves"]
    by = {one["path"]: one["cited"] for one in found}
    assert by["baselines.rival.scores.aime24"] == ["self Table 2 (secondary)"]
    assert by["baselines.warm.model"] == ["self"]
    assert section_view(card_of(RECIPE), ("cited",))["leaves"][0]["cited"] == []
    (checked,) = section_view(
        card_of(RECIPE.replace("gpu_hours: 64", "gpu_hours: not_checked")),
        ("stages", "warm-up", "compute", "gpu_hours"),
    )["leaves"]
    assert checked["cited"] == []


def test_lineage_up_and_down() -> None:
    source = DATASET.replace('code: "https://example.org/c"}', 'successor: "https://example.org/next"}')
    source += "variants: {mini: {card: example-math-mini@1.0}}\n"
    lineage = view(card_of(source), [("r.card.yaml", card_of(RECIPE)), ("s.card.yaml", card_of(CARD))])["lineage"]
    assert [one["value"] for one in lineage["up"]] == [
        "contest-pool@2.0", "contest-pool@2.0", "https://example.org/f", "Teacher-70B", "math-verify@0.8.0",
    ]  # fmt: skip
    assert [one["value"] for one in lineage["down"]] == ["https://example.org/next", "example-math-mini@1.0"]
    assert lineage["cards"] == [
        {"card": "example-medium@2.0", "file": "r.card.yaml", "refers_to": "example-math-10k@1.2.0", "paths": ["data.math.release"]},
        {"card": "example-medium@2.0", "file": "r.card.yaml", "refers_to": "example-math-10k@1.2.0#rollouts.probe", "paths": ["claims.better.evidence[1]"]},
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["small@1.0x", "see small@1.0, there", "small@2", "(small@1.0)"])
def test_other_cards_refer_by_name_and_any_version(word: str) -> None:
    other = card_of(with_sections(f"name: other\nsummary: '{word}'\n"))
    (found,) = view(card_of(CARD), [("o", other)])["lineage"]["cards"]
    assert found["refers_to"] in word
    for no in ("very-small@1.0", "a/small@1.0", "small", "small @1.0"):
        assert not view(card_of(CARD), [("o", card_of(with_sections(f"name: other\nsummary: '{no}'\n")))])["lineage"][
            "cards"
        ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "example.card.yaml").write_text(DATASET, "utf-8")
    (tmp_path / "recipe.card.yaml").write_text(RECIPE, "utf-8")
    (tmp_path / "broken.card.yaml").write_text("a: [example-math-10k@1.2.0", "utf-8")
    (tmp_path / "latin.card.yaml").write_bytes(b"title: Caf\xe9 example-math-10k@1.2.0\n")
    (tmp_path / "notes.yaml").write_text(RECIPE, "utf-8")
    (tmp_path / "ignored.card.yaml").write_text(RECIPE, "utf-8")
    (tmp_path / ".gitignore").write_text("ignored.*\n", "utf-8")
    (tmp_path / "lost.card.yaml").symlink_to(tmp_path / "gone")
    (tmp_path / "same.card.yaml").symlink_to(tmp_path / "example.card.yaml")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "card.yaml").write_text(RECIPE, "utf-8")
    os.mkfifo(tmp_path / "pipe.card.yaml")
    return tmp_path


def test_json_is_the_view(cli: Cli, folder: Path) -> None:
    done = cli("show", folder / "example.card.yaml", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == view(card_of(DATASET), [("recipe.card.yaml", card_of(RECIPE))])
    done = cli("show", folder / "recipe.card.yaml", "--section", "rollouts.aime", "--json")
    assert json.loads(done.stdout) == section_view(card_of(RECIPE), ("rollouts", "aime"))


def test_folders_and_standard_input(cli: Cli, folder: Path) -> None:
    assert cli("show", folder / "one").stdout.startswith("Example Medium\n")
    assert cli("show", "-", stdin=RECIPE).stdout == cli("show", folder / "one").stdout
    done = cli("show", folder)
    assert (done.exit_code, "holds" in done.stderr, "recipe.card.yaml" in done.stderr) == (2, True, True)
    (folder / "empty").mkdir()
    assert "no card found" in cli("show", folder / "empty").stderr
    assert cli("show", folder / "nothing.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: [", "RC003"),
        (b"\xff", "RC001"),
        (b"- a\n", "RC007"),
        (b"", "RC007"),
        (b"releasecard: 1\nkind: poem\n", "RC009"),
        (b"releasecard: 2\nkind: dataset\n", "RC008"),
    ],
)
def test_what_is_no_card_says_why(cli: Cli, tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "x.card.yaml"
    file.write_bytes(content)
    done = cli("show", file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f": {code} error " in done.stderr
    linted = cli("lint", file, "--format", "concise", "--quiet", "--isolated").stdout.splitlines()
    assert done.stderr.splitlines() == [line for line in linted if " error " in line]


def test_an_unknown_section_has_a_hint(cli: Cli, folder: Path) -> None:
    done = cli("show", folder / "recipe.card.yaml", "--section", "rollout")
    assert (done.exit_code, "did you mean `rollouts`?" in done.stderr) == (2, True)
    done = cli("show", folder / "recipe.card.yaml", "--section", "x\x1b[0m")
    assert (done.exit_code, "\x1b" in done.stderr) == (2, False)


def test_terminal(command: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(**env: str) -> str:
        return command("show", "recipe.card.yaml", cwd=folder, **env).stdout

    assert run() == run(COLUMNS="80")
    assert "\x1b[" not in run()
    assert "\x1b[" in run(FORCE_COLOR="1")
    assert "\x1b[" not in run(FORCE_COLOR="1", NO_COLOR="1")
    assert run(COLUMNS="10") == run(COLUMNS="40")
    assert max(map(width, run(COLUMNS="120").splitlines())) > 100


def test_a_clean_card_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "clean.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "beside.card.yaml").write_text(RECIPE, "utf-8")
    assert loaded("show", "clean.card.yaml", cwd=tmp_path) <= {"ruamel"}
