"""`show`: one view of a card, and its text at every width; what is missing, inherited, cited, and who refers to it."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import Run
from hostile import PAYLOADS, card as hostile_card
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML
from test_layers import loaded

from releasecard.card import Card
from releasecard.document import read
from releasecard.document.nodes import Document, Node
from releasecard.fields import QUESTIONS
from releasecard.lint import lint_file, lint_text
from releasecard.safe import visible, width
from releasecard.shelf import Shelf
from releasecard.show import missing, section_view, view
from releasecard.show.phrases import plain as plain_text
from releasecard.show.text import section_text, text
from releasecard.stated import GAP_WORDS
from releasecard.testing import CARD, with_sections
from releasecard.values import dotted

Cli = Callable[..., Result]
HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
DATASET = (HERE / "data" / "dataset.card.yaml").read_text("utf-8")
RECIPE = (HERE / "data" / "recipe.card.yaml").read_text("utf-8")
MANY_PATTERNS = (
    "releasecard: 1\nkind: dataset\nname: x\nobjects:\n"
    + "".join(f"  o{n}: {{records: {n}}}\n" for n in range(5000))
    + "cited:\n  objects.o0*: paper 3\n"
    + "".join(f"  x{n}*: paper\n" for n in range(9000))
)
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
    whole = view(card_of(DATASET), [("recipe.card.yaml", card_of(RECIPE))], lint_text(DATASET, "example.card.yaml"))
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


OWN_WORDS = {
    "Lineage", "Conflicts", "Sources", "card", "by", "and", "like", "partly", "at", "to", "refers", "states", "->",
}  # fmt: skip
"""The words of the text itself, beside those of the view; its tallies are taken out before."""


def strings(whole: Any) -> Iterator[str]:
    """Yield every key and every value of a view."""
    if isinstance(whole, (dict, list)):
        yield from whole if isinstance(whole, dict) else ()
        for inner in whole.values() if isinstance(whole, dict) else whole:
            yield from strings(inner)
    else:
        yield str(whole)


def bare(written: str) -> set[str]:
    """Return the words of a text without the marks around them."""
    return {word.strip("()[],;:·|±") for word in written.split()} - {""}


def without_tallies(written: str) -> str:
    """Return the text of a view without what it counts itself and without the hint at its end."""
    counted = r"filled \d+\W+open \d+(?: \([^)]*\))?\W+missing \d+|(?<!\S)\d+ (?:entries|fields?)\b|\b\d\. (?=What|How)"
    return re.sub(counted, "", " ".join(written.rpartition("\n\n")[0].split()))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
def test_each_word_of_the_text_stands_in_the_view(path: Path) -> None:
    card = card_of(path.read_text("utf-8"))
    whole = view(card, [(one.name, card_of(one.read_text("utf-8"))) for one in CARDS])
    said = bare(" ".join(visible(one) for one in strings(whole)))
    title = f"{card.data['name']}@{plain_text(card.data['version'])}"
    for columns in (40, 1000):
        assert bare(without_tallies(text(whole, columns))) - said - OWN_WORDS <= {title}
    for name in card.data:
        section = section_view(card, (name,))
        said = bare(" ".join(visible(one) for one in strings(section)))
        assert bare(section_text(section, 1000)) - said <= OWN_WORDS


@pytest.mark.parametrize("scores", ["{not_released: until May}", "{conflict: {self a: 1, self b: 2}}", "not_stated"])
def test_scores_that_are_a_gap_stand_beside_the_table(scores: str) -> None:
    rows = f"baselines:\n  a: {{model: A, scores: {{first: 7.5}}}}\n  b: {{model: B, scores: {scores}}}\n"
    (line,) = (line.split() for line in shown(with_sections(rows)).splitlines() if line.split()[:2] == ["b", "B"])
    assert line[2:4] == ["·", "scores"]


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
    assert {one["path"]: one["heirs"] for one in opened if one["path"].endswith("seed")} == {
        "rollouts.probe.seed": ["rollouts.again"]
    }


def test_a_gap_stands_once_for_all_its_heirs() -> None:
    source = with_sections(
        "rollouts:\n"
        "  d: {like: c, top_p: not_checked}\n"
        "  c: {like: b}\n"
        "  b: {like: a, seed: 3}\n"
        "  a: {purpose: training, top_p: {not_stated: see §4}, seed: not_logged, engine: {name: not_stated}}\n"
        "  lost: {like: nowhere, seed: not_stated}\n"
        "  round: {like: round, seed: not_stated}\n"
    )
    question = view(card_of(source))["questions"][3]
    assert {one["path"]: one.get("heirs") for one in question["open"] if one["path"].startswith("rollouts")} == {
        "rollouts.d.top_p": None,
        "rollouts.a.top_p": ["rollouts.c", "rollouts.b"],
        "rollouts.a.seed": None,
        "rollouts.a.engine.name": ["rollouts.d", "rollouts.c", "rollouts.b"],
        "rollouts.lost.seed": None,
        "rollouts.round.seed": None,
    }
    written = shown(source, 120)
    assert "  not_stated      rollouts.a.top_p: see §4 (and, by like: rollouts.c, rollouts.b)\n" in written
    assert f"open {sum(1 + len(one.get('heirs', ())) for one in question['open'])} " in written


def test_a_map_inherited_in_part_says_so() -> None:
    source = with_sections(
        "baselines:\n  a: {model: A, origin: run, scores: {x: 50.0}}\n  b: {like: a, scores: {y: 2}}\n"
    )
    scores = facts(section(source, "baselines"), "b")["scores"]
    assert (scores["value"], scores["partly_like"]) == ({"x": "50.0", "y": "2"}, "a")


@pytest.mark.parametrize(
    ("filters", "chains"),
    [
        ("a: {before: 40000, after: ~31k}, b: {before: ~31k, after: 10000}", "40000 -> ~31k -> 10000"),
        ("a: {before: 9, after: 8}, b: {after: 7}, c: {removed: 1}", "9 -> 8 -> 7"),
        ("a: {before: 9, after: 8}, b: {before: 5, after: 4, of: code}", "9 -> 8, code 5 -> 4"),
        (
            "a: {before: 9, after: 8, of: x}, b: {before: 8, after: 8, of: y}, c: {before: 8, after: 7, of: x}, d: {before: 20, after: 10}, e: {before: 8, after: 2, of: y}",
            "x 9 -> 8 -> 7, y 8 -> 8 -> 2, 20 -> 10",
        ),
        ("a: {before: 9, after: 8}, b: {before: 6, after: 5}", "9 -> 8, 6 -> 5"),
        ("a: {before: 103K, after: 95K}, b: {adds: 8K}", "103K -> 95K +8K"),
        ("a: {before: 9, after: 5}, b: {adds: 3}, c: {before: 8, after: 7}", "9 -> 5 +3 -> 8 -> 7"),
        ("a: {before: ~75k, after: 1.2M, times: 16}, b: {adds: 1, after: 1.3M}", "~75k x16 -> 1.2M +1 -> 1.3M"),
        ("a: {adds: 8}, b: {after: 9, of: not_stated}", "+8 -> 9"),
        ("a: {before: not_stated, after: 8}, b: {before: 8}", ""),
        ("a: not_stated, b: {before: [1], after: {c: 2}}", ""),
    ],
)
def test_filters_are_a_chain_for_each_branch(filters: str, chains: str) -> None:
    source = with_sections(f"provenance: {{filters: {{{filters}}}}}\n")
    assert len(section(source, "provenance.filters")["chains"]) == (chains.count(", ") + 1 if chains else 0)
    line = next(line for line in shown(source, 120).splitlines() if line.startswith("    filters"))
    assert line.split(maxsplit=1)[1:] == ([chains] if chains else [])


@pytest.mark.parametrize(
    ("fragment", "thing", "expected"),
    [
        ("objects: {a: {type: task, bytes: 3k, statistics: {m: {mean: 2.50, max: 9}, n: {min: 1}}}}", "a",
         "task · bytes 3k · statistics m mean 2.50, max 9; n min 1"),
        ("objects: {a: {distribution: {site: {x: 1, y: not_stated}}}}", "a", "distribution site x 1, y not_stated"),
        (f"objects: {{a: {{distribution: {{site: {{{', '.join(f'k{n}: 1' for n in range(9))}}}}}}}}}", "a",
         "distribution site"),
        ("objects: {a: {fields: {x: {}, y: {}, z: {}, u: {}, v: {}}, labels: {unit: step, by: B}}}", "a",
         "fields 5 entries · labels 2 fields"),
        ("objects: {a: {trajectory: {task_state: {available: none}, scaffold: {available: {not_checked: x}}, state_diffs: {says: y}}}}", "a", "trajectory task_state none, scaffold not_checked"),
        ("objects: {a: {trajectory: {environment: e@1}}}", "a", "trajectory 1 field"),
        ("baselines: {a: {selector: s, training: {epochs: 2, optimizer: AdamW}}}", "a", "selector s · training 2 fields"),
        ("comparisons: {a: {change: {cost: 0.7}, budget_matched: false, says: So.}}", "a",
         "change cost 0.7 · budget_matched false · So."),
        ("rollouts: {a: {max_steps: 30, kept: 4}}", "a", "max_steps 30 · kept 4"),
        ("benchmarks: {a: {name: A, split: test, better: lower}}", "a", "A · split test · better lower"),
        ("verifiers: {a: {judge: {model: J, prompt: p}, agreement: {value: 0.7}, combine: sum, components: {x: {weight: 1}}}}", "a",
         "J · agreement.value 0.7 · combine sum · components x weight 1"),
        ("verifiers: {a: {agreement: {x: {value: 0.7, on: u}, y: {value: 0.6, on: w}}}}", "a", "agreement x, y"),
        ("stages: {a: {rewards: {r: {verifier: v}}, compute: {hardware: h}, checkpoint: {rule: best}, config: {revision: r}}}", "a", "rewards r · states checkpoint, compute, config"),
        ("stages: {a: {kind: rl, training: {optimizer: o}}, b: {like: a, makes: M}}", "b", "makes M · like a: rl"),
        ("comparisons: {a: {from: x, says: Long.}, b: {like: a, to: y}}", "b", "to y · like a: from x"),
        ("variants: {a: {task_state: {initial: x}, observations: {content: c}, terminal_predicate: {when: w}}}", "a",
         "states task_state, observations, terminal_predicate"),
        ("variants: {a: {task_state: {initial: x}, records: 3}}", "a", "records 3 · task_state 1 field"),
        ("stages: {a: {kind: not_stated, algorithm: {not_applicable: so}, from: b}}", "a",
         "kind not_stated · algorithm not_applicable · from b"),
        ("baselines: {a: {model: {conflict: {x: M, y: N}}, origin: TODO}}", "a", "model conflict M | N · origin TODO"),
        ("sources: {a: {role: community, locator: notes under 17}}", "a", "community · notes under 17"),
    ],
)  # fmt: skip
def test_a_thing_says_what_it_states(fragment: str, thing: str, expected: str) -> None:
    kind = {"stages": "recipe", "variants": "environment"}.get(fragment.partition(":")[0], "dataset")
    source = f"releasecard: 1\nkind: {kind}\nname: x\n{fragment}\n"
    line = next(line for line in shown(source, 400).splitlines() if line.split()[:1] == [thing])
    assert line.split(maxsplit=1)[1] == expected


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("authors: [A, B]", "authors A, B"),
        ("authors: ['A, B', C]", "authors A, B; C"),
        ("authors: ['1,000']", "authors 1,000"),
        ("kind: verifier\nprobes: {accepted: [['5 m', 5 km], ['a,b', c]]}", "probes accepted [5 m, 5 km]; [a,b; c]"),
        ("kind: verifier\nprobes: {accepted: [[a, b]]}", "probes accepted [a, b]"),
        ("kind: verifier\nprobes: {accepted: [[]]}", "probes accepted [none]"),
    ],
)
def test_lists_can_be_told_apart(fragment: str, expected: str) -> None:
    lines = [" ".join(line.split()) for line in shown(with_sections(fragment), 120).splitlines()]
    assert expected in lines


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        ("2026-03-01", "· released 2026-03-01"),
        ("{not_checked: so}", "· released: not_checked"),
        ("{conflict: {a: 2026-03-01, b: 2026-03-02}}", "· released: conflict 2026-03-01 | 2026-03-02"),
    ],
)
def test_the_head_says_when_it_was_released(released: str, expected: str) -> None:
    assert shown(with_sections(f"released: {released}\n")).splitlines()[1].endswith(expected)


@pytest.mark.parametrize(
    ("source", "columns", "ending"),
    [
        (CARD, 100, "releasecard show CARD --section objects.rows   # everything of a part, with its sources\n"),
        (CARD, 60, "# everything of a part, with its sources\nreleasecard show CARD --section objects.rows\n"),
        (with_sections("objects: {'; rm x': {type: task}}\n"), 60, "CARD --section verifiers.final-answer\n"),
        ("releasecard: 1\nkind: dataset\n", 60, "CARD --section objects.rows\n"),
    ],
)
def test_it_ends_with_how_to_see_all_of_a_part(source: str, columns: int, ending: str) -> None:
    assert shown(source, columns).endswith(ending)


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
        "contest-pool@2.0", "https://example.org/f", "Teacher-70B", "math-verify@0.8.0",
    ]  # fmt: skip
    assert lineage["up"][0]["also"] == ["provenance.prompts.from.contest-pool.card"]
    assert [one["value"] for one in lineage["down"]] == ["https://example.org/next", "example-math-mini@1.0"]
    assert lineage["cards"] == [
        {"card": "example-medium@2.0", "file": "r.card.yaml", "refers_to": "example-math-10k@1.2.0", "paths": ["data.math.release"]},
        {"card": "example-medium@2.0", "file": "r.card.yaml", "refers_to": "example-math-10k@1.2.0#rollouts.probe", "paths": ["claims.better.evidence[1]"]},
    ]  # fmt: skip


def test_lineage_names_a_release_once() -> None:
    source = (
        "releasecard: 1\nkind: recipe\nname: x\n"
        "data: {p: {release: inline, name: Polaris 53K}, q: {release: not_stated}, r: {release: not_stated}}\n"
        "provenance: {lineage: {parents: [polaris-53k, pool@1, pool@2]}}\n"
    )
    up = view(card_of(source))["lineage"]["up"]
    assert [one["value"] for one in up] == ["polaris-53k", "pool@1", "pool@2", "not_stated", "not_stated"]
    assert "  up    polaris-53k (provenance.lineage.parents[0], data.p.name)\n" in shown(source)


@pytest.mark.parametrize("word", ["small@1.0x", "see small@1.0, there", "small@2", "(small@1.0)"])
def test_other_cards_refer_by_name_and_any_version(word: str) -> None:
    other = card_of(with_sections(f"name: other\nsummary: '{word}'\n"))
    (found,) = view(card_of(CARD), [("o", other)])["lineage"]["cards"]
    assert found["refers_to"] in word
    for no in ("very-small@1.0", "a/small@1.0", "small", "small @1.0"):
        assert not view(card_of(CARD), [("o", card_of(with_sections(f"name: other\nsummary: '{no}'\n")))])["lineage"][
            "cards"
        ]


KEYS = (
    "objects",
    "objects.a*",
    "objects.*",
    "objects.ab",
    "objects.ab.r*",
    "o*",
    "*",
    "objects.ab.records",
    "x*",
    "all",
    "objects.a**",
)


@given(
    st.lists(st.sampled_from(KEYS), unique=True), st.sampled_from(["ab", "b"]), st.sampled_from(["records", "bytes"])
)
def test_the_nearest_citation_is_found(keys: list[str], name: str, field: str) -> None:
    card = card_of(
        "releasecard: 1\nkind: dataset\nobjects: {ab: {records: 1, bytes: 2}, b: {records: 1, bytes: 2}}\ncited:\n"
        + "".join(f"  '{key}': paper {number}\n" for number, key in enumerate(keys))
    )
    path = ("objects", name, field)

    def reach(key: str) -> int:
        steps = key.rstrip("*").split(".")
        same = [str(step) for step in path[: len(steps)]]
        if not key.endswith("*"):
            return len(steps) * 2 if same == steps else 0
        return len(steps) * 2 - 1 if same[:-1] == steps[:-1] and same[-1].startswith(steps[-1]) else 0

    best = max(keys, key=reach, default=None)  # of equals the first
    expected = best if best and reach(best) else "all" if "all" in keys else None
    found = card.cited(path)
    assert (found[0] if found else None) == expected


def test_many_patterns_in_cited_take_no_time() -> None:
    """Leaves times patterns is 45 million comparisons, which took minutes."""
    card = card_of(MANY_PATTERNS)
    before = time.process_time()
    found = section_view(card, ("objects",))["leaves"]
    assert time.process_time() - before < 20
    assert [one["cited"] for one in found[:2]] == [["paper 3"], []]


def test_long_chains_of_like_are_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    heirs = "".join(f"  a{n}: {{like: a{n + 1}}}\n" for n in range(98))
    figures = ", ".join(f"k{n}: {n}.0" for n in range(100))
    card = card_of(f"releasecard: 1\nkind: dataset\nobjects:\n{heirs}  a98: {{statistics: {{m: {{{figures}}}}}}}\n")
    looked = 0
    node = Document.node

    def counted(document: Document, path: tuple[str | int, ...]) -> Node | None:
        nonlocal looked
        looked += 1
        return node(document, path)

    monkeypatch.setattr(Document, "node", counted)
    found = section_view(card, ("objects",))["leaves"]
    assert (found[0]["value"], found[-1]["value"], len(found)) == ("0.0", "99.0", 9900)
    assert looked < 4 * len(found)


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
    linted = lint_file(
        folder / "example.card.yaml",
        Shelf(one for one in folder.glob("*.card.yaml") if one.name != "example.card.yaml"),
    )
    assert json.loads(done.stdout) == view(card_of(DATASET), [("recipe.card.yaml", card_of(RECIPE))], linted)
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
