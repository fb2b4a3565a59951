"""The compare page: what it loads of each card, rows that align, knobs, scores; what a browser makes of it is beside."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hostile import PAYLOADS, card

from releasecard import site
from releasecard.config import Config
from releasecard.fields import SCHEMAS, Rules, child, named_fields
from releasecard.fields.results import KNOBS as DECLARED
from releasecard.fields.rollouts import PURPOSES
from releasecard.pages import card as card_page, compare
from releasecard.pages.collection import Collection
from releasecard.pages.compare.fields import MOST
from releasecard.pages.compare.knobs import KNOBS, knob_of
from releasecard.pages.compare.page import MANY
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls
from releasecard.testing import CARD, with_sections

ROOT = Path(__file__).parents[1]
CALL = re.compile(r"releasecard\.compared\((.*)\);\n")


def scripts_of(collection: Collection) -> dict[str, str]:
    return {path: text for entry in collection.entries for path, text in compare.files(collection, entry).items()}


@pytest.fixture(scope="module")
def real() -> Collection:
    return Collection(tuple(site.entries([ROOT / "site" / "cards"], Config())))


@pytest.fixture(scope="module")
def loaded(real: Collection) -> dict[str, dict[str, Any]]:
    return {name: read(text) for name, text in scripts_of(real).items()}


def read(text: str) -> dict[str, Any]:
    match = CALL.fullmatch(text)
    assert match is not None, text[:80]
    found: dict[str, Any] = json.loads(match[1])
    return found


def rows(text: str, name: str = "a") -> dict[str, dict[str, Any]]:
    """Return the rows of a card by key."""
    collection = Collection((Entry(f"{name}.card.yaml", text.encode()),))
    (found,) = scripts_of(collection).values()
    return {row["key"]: row for row in read(found)["rows"]}


def row(loaded: dict[str, dict[str, Any]], name: str, key: str) -> dict[str, Any]:
    (found,) = (one for one in loaded[f"cards/{name}.js"]["rows"] if one["key"] == key)
    return dict(found)


def texts(found: dict[str, Any]) -> list[str]:
    return [one["text"] for one in found["values"]]


def test_each_card_has_a_script_beside_its_page(real: Collection, loaded: dict[str, dict[str, Any]]) -> None:
    assert set(loaded) == {real.beside(entry, ".js") for entry in real.entries}
    assert {one["page"] for one in loaded.values()} == {f"{name}.html" for name in real.names.values()}


def test_a_script_is_one_call_of_plain_ascii(real: Collection) -> None:
    for text in scripts_of(real).values():
        assert text.isascii()
        assert "<" not in text
        assert text.count("\n") == 1
        assert len(text) < 100_000


def test_things_are_aligned_by_what_they_are_for_and_not_by_id(loaded: dict[str, dict[str, Any]]) -> None:
    key = "rollouts.training.samples_per_prompt"
    assert texts(row(loaded, "dapo", key)) == texts(row(loaded, "scalerl", key)) == ["16"]
    assert row(loaded, "dapo", "stages.rl.algorithm")["section"] == "Stages, RL"
    two = row(loaded, "dapo", "rollouts.evaluation.temperature")["values"]
    assert [(one["text"], one["of"]) for one in two] == [("1.0", ["evaluation"]), ("0.6", ["r1-evaluation"])]


def test_a_verifier_card_stands_beside_the_verifiers_of_others(loaded: dict[str, dict[str, Any]]) -> None:
    own, other = (row(loaded, name, "verifiers.*.family") for name in ("math-verify", "dapo"))
    assert (own["order"], own["section"], own["label"]) == (other["order"], other["section"], other["label"])
    assert texts(own) == texts(other) == ["rule"]
    assert own["values"][0]["at"] == "family"
    assert other["values"][0]["at"] == "verifiers.math-dapo.family"
    assert texts(row(loaded, "math-verify", "verifiers.*.card")) == ["math-verify@0.8.0"]


def test_an_environment_card_stands_beside_the_trajectories_of_others(loaded: dict[str, dict[str, Any]]) -> None:
    keys = {name: {one["key"]: one for one in loaded[f"cards/{name}.js"]["rows"]} for name in ("tau-bench", "swe-gym")}
    both = {key for key in set.intersection(*map(set, keys.values())) if key.endswith(".available")}
    assert "failures_and_retries.available" in both
    assert keys["swe-gym"]["failures_and_retries.available"]["values"][0]["of"]


def test_a_dataset_is_the_data_of_the_recipe_that_names_it(loaded: dict[str, dict[str, Any]]) -> None:
    names = (texts(row(loaded, name, "data.*.release")) for name in ("dapo", "dapo-math-17k"))
    assert list(names) == [["dapo-math-17k@2503.14476"]] * 2


def test_a_gap_keeps_its_word_and_a_conflict_its_sides(loaded: dict[str, dict[str, Any]]) -> None:
    (gap,) = row(loaded, "dapo", "stages.rl.compute.gpu_hours")["values"]
    assert gap["gap"] == "not_stated"
    assert gap["text"].startswith("not stated: neither wall-clock time nor GPU hours")
    (conflict,) = row(loaded, "dapo", "stages.rl.training.warmup_steps")["values"]
    assert conflict["gap"] == "conflict"
    assert conflict["text"] == "sources disagree: 20 (paper §4.1), 10 (script lr_warmup_steps)"


def test_what_a_sibling_says_for_the_same_purpose_stands_once(loaded: dict[str, dict[str, Any]]) -> None:
    assert row(loaded, "scalerl", "stages.rl.training.optimizer")["values"][0]["of"] == ["scalerl"]


def test_what_a_sibling_says_for_another_purpose_stands_again() -> None:
    found = rows(CARD + "rollouts:\n  a: {purpose: training, temperature: 0.6}\n  b: {like: a, purpose: evaluation}\n")
    assert texts(found["rollouts.training.temperature"]) == texts(found["rollouts.evaluation.temperature"]) == ["0.6"]


def test_claims_are_compared_by_verdict_and_questions_by_how_much_is_answered(
    loaded: dict[str, dict[str, Any]],
) -> None:
    claims = [one for one in loaded["cards/dapo.js"]["rows"] if one["section"] == "Claims, by verdict"]
    assert [(one["label"], [(value["text"], value["of"]) for value in one["values"]]) for one in claims] == [
        ("Gain", [("unlicensed", ["beats-reference", "each-technique-helps"])]), ("Scaling", [("unlicensed", ["half-the-updates"])]),
    ]  # fmt: skip
    answers = [one for one in loaded["cards/dapo.js"]["rows"] if one["section"] == "Completeness"]
    assert len(answers) == 5
    assert re.fullmatch(r"\d+% of \d+ fields answered", texts(answers[0])[0])


def test_every_link_leads_to_a_field_on_the_page_of_its_card(
    real: Collection, loaded: dict[str, dict[str, Any]]
) -> None:
    for entry in real.entries:
        ids = {unescape(one) for one in re.findall(r' id="([^"]*)"', card_page.page(entry, real))}
        data = loaded[real.beside(entry, ".js")]
        values = [one for found in data["rows"] for one in found["values"]]
        scores = [one for found in data["benchmarks"] for one in found["scores"]]
        assert {one["at"] for one in (*values, *scores) if "at" in one} <= ids, entry.file


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("release: inline", {"text": "inline", "prose": True, "vague": True}),
        ("release: inline\n    records: ~17000", {"text": "~17000", "range": [17000, 17000, True]}),
        ("release: inline\n    records: 17398", {"text": "17398", "range": [17398, 17398]}),
        ("release: inline\n    epochs: 1.0", {"text": "1.0", "range": [1, 1]}),
        ("release: inline\n    copies: 5", {"text": "5", "range": [5, 5]}),
        ("release: inline\n    copies: each five times", {"text": "each five times", "prose": True}),
        ("release: inline\n    records: many", {"text": "not readable", "gap": "broken"}),
        ("release: inline\n    records: TODO", {"text": "to do", "gap": "to_do"}),
    ],
)
def test_a_value_says_how_it_may_be_told_from_another(written: str, expected: dict[str, Any]) -> None:
    recipe = CARD.replace("kind: dataset", "kind: recipe") + f"data:\n  d:\n    {written}\n"
    key = "data.*." + written.rpartition("\n")[2].strip().partition(":")[0]
    (value,) = rows(recipe)[key]["values"]
    assert {name: value[name] for name in value if name not in ("at", "of")} == expected


def test_names_hold_on_other_cards(loaded: dict[str, dict[str, Any]]) -> None:
    """An id stands for what it names; versions lose their `v`, benchmarks are called as in the table."""
    (own,) = row(loaded, "dapo", "rollouts.training.verifier")["values"]
    assert own["is"] == "verl/utils/reward_score/math_dapo.py"
    (against,) = row(loaded, "scalerl", "provenance.decontamination.against")["values"]
    assert against["is"] == "aime24|aime25|math-500"


def test_an_id_without_a_name_is_told_from_no_other() -> None:
    bare = "verifiers:\n  v: {contract: programmatic}\nrollouts:\n  a: {purpose: training, verifier: v}\n"
    (value,) = rows(with_sections(bare))["rollouts.training.verifier"]["values"]
    assert (value["prose"], value["vague"]) == (True, True)
    named = bare.replace("programmatic}", "programmatic, implementation: {name: Judge}}")
    (value,) = rows(with_sections(named))["rollouts.training.verifier"]["values"]
    assert value["is"] == "judge"
    assert not {"prose", "vague"} & set(value)


def test_a_long_text_is_cut_and_still_told_from_one_that_begins_alike() -> None:
    first, second = (
        rows(
            CARD.replace("all rows are kept", "x") + f"rollouts:\n  a: {{purpose: training, stop: {'a' * 300}{end}}}\n"
        )
        for end in "bc"
    )
    values = [one["rollouts.training.stop"]["values"][0] for one in (first, second)]
    assert values[0]["text"] == values[1]["text"]
    assert len(values[0]["text"]) < 210
    assert values[0]["is"] != values[1]["is"]


def test_a_card_with_very_many_things_says_how_many_are_left_out() -> None:
    many = "".join(f"  v{number}: {{purpose: training, temperature: 0.{number:04}}}\n" for number in range(1, 400))
    found = rows(f"{CARD}rollouts:\n{many}")["rollouts.training.temperature"]
    assert len(found["values"]) == MOST
    assert found["more"] == 399 - MOST


def test_every_knob_has_its_fields_and_these_are_declared() -> None:
    assert tuple(KNOBS) == DECLARED
    for name, knob in KNOBS.items():
        for field in knob.fields:
            assert any(declared({"schema": schema}, field.split(".")) for schema in SCHEMAS.values()), (
                f"{name}: {field}"
            )


def declared(rules: Rules | None, steps: list[str]) -> bool:
    for step in steps:
        if rules is None:
            return False
        rules = (
            rules["valuesrules"] if "valuesrules" in rules and step not in named_fields(rules) else child(rules, step)
        )
    return rules is not None


@pytest.mark.parametrize(
    ("key", "knob"),
    [
        ("stages.rl.training.learning_rate", "optimizer"),
        ("stages.rl.training.precision", "precision"),
        ("stages.sft.data.*", "sft_stage"),
        ("stages.rl.training.seed", ""),
        ("rollouts.training.temperature", "sampling"),
        ("rollouts.training.verifier", "verifier"),
        ("rollouts.training.engine.version", "engine"),
        ("rollouts.evaluation.max_response_tokens", "inference_compute"),
        ("rollouts.evaluation.temperature", "evaluation_protocol"),
        ("rollouts.evaluation.model", ""),
        ("benchmarks.aime24.metric", "evaluation_protocol"),
        ("benchmarks.aime24.name", ""),
        ("provenance.traces.models.*.name", "teacher"),
        ("provenance.filters", "selection"),
        ("provenance.filters.*.before", ""),
        ("license.data", ""),
    ],
)
def test_a_field_speaks_of_a_knob(key: str, knob: str) -> None:
    assert knob_of(tuple(key.split("."))) == knob


def test_a_kind_of_sampling_is_a_step_of_the_table() -> None:
    named = {field.split(".")[1] for knob in KNOBS.values() for field in knob.fields if field.startswith("rollouts.")}
    assert named <= {*PURPOSES, "*"}


def test_scores_bring_their_protocol(loaded: dict[str, dict[str, Any]]) -> None:
    dapo, r1 = (
        next(one for one in loaded[f"cards/{name}.js"]["benchmarks"] if one["key"] == "aime24")
        for name in ("dapo", "deepseek-r1")
    )
    best = max(dapo["scores"], key=lambda one: one["value"])
    assert (best["text"], best["of"]) == ("52", "reproduced-full")
    protocol = dapo["protocols"][best["protocol"]]
    assert {name: protocol[name]["text"] for name in ("metric", "samples", "temperature", "top_p", "max_tokens")} == {
        "metric": "avg@32", "samples": "32", "temperature": "1.0", "top_p": "0.7", "max_tokens": "20480",
    }  # fmt: skip
    first = r1["protocols"][max(r1["scores"], key=lambda one: one["value"])["protocol"]]
    assert first["metric"]["text"] == "avg@64"
    assert first["metric"]["is"] == protocol["metric"]["is"], "both are the mean of single tries"


def test_scores_tell_whose_they_are(loaded: dict[str, dict[str, Any]]) -> None:
    (aime,) = (one for one in loaded["cards/dapo.js"]["benchmarks"] if one["key"] == "aime24")
    ranks = {one["of"]: one["rank"] for one in aime["scores"]}
    assert (ranks["dapo"], ranks["reproduced-full"]) == (0, 1)
    assert (ranks["naive-grpo"], ranks["r1-zero-qwen-32b"]) == (2, 3)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_card_stays_data(payload: str) -> None:
    collection = Collection((Entry("x.card.yaml", card(payload).encode()),))
    ((_, text),) = scripts_of(collection).items()
    assert text.isascii()
    assert "<" not in text
    assert "\u202e" not in json.dumps(read(text), ensure_ascii=False)
    (markdown,) = compare.pages(collection).values()
    body = markdown.split("---\n", 2)[2]
    for mark in ("<script", "<img", "<svg", "](", "{{", "{%", "--8<--", "onerror=", "javascript:"):
        assert mark not in body


def test_the_page_lists_the_cards_and_leads_to_them_without_javascript(real: Collection) -> None:
    ((path, text),) = compare.pages(real).items()
    assert path == "cards/compare.md"
    assert re.findall(r'<option value="([^"]*)"', text) == ["", *(real.names[one] for one in real.sorted), "", "", ""]
    without = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert {f"{name}.html" for name in real.names.values()} <= set(re.findall(r'href="([^"]*)"', unescape(without)))
    assert text.count("data-knob=") == len(KNOBS)


@pytest.mark.parametrize(("directory", "folder", "page"), [(False, "", "a.html"), (True, "../", "../a/")])
def test_addresses_are_those_of_the_site(directory: bool, folder: str, page: str) -> None:
    entry = Entry("a.card.yaml", with_sections("name: a\n").encode())
    collection = Collection((entry,), urls=Urls(directory=directory))
    (text,) = compare.pages(collection).values()
    assert f'data-folder="{folder}"' in unescape(text)
    (script,) = scripts_of(collection).values()
    assert read(script)["page"] == page


def test_names_of_very_many_cards_are_typed() -> None:
    entries = tuple(
        Entry(f"{number}.card.yaml", f"releasecard: 1\nkind: dataset\nname: n{number}\n".encode())
        for number in range(MANY + 1)
    )
    (text,) = compare.pages(Collection(entries)).values()
    assert text.count("<option") == MANY + 1
    assert text.count('list="rc-compare-names"') == 4
    assert "<select" not in text
    assert text.count("<li>") == 0


def test_a_file_that_is_no_card_is_left_out() -> None:
    entries = (Entry("a.card.yaml", b"- 1\n"), Entry("b.card.yaml", b"\xff"), Entry("c.card.yaml", CARD.encode()))
    collection = Collection(entries)
    assert set(scripts_of(collection)) == {collection.beside(entries[2], ".js")}
    (text,) = compare.pages(collection).values()
    assert re.findall(r'<option value="([^"]+)"', text) == [collection.names[entries[2]]]
