"""SARIF: valid under its schema whatever a card says, and fit for what code scanning does with it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from found import RESULTS, findings, holds, one, runs
from hypothesis import given
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from releasecard.report import Results, sarif
from releasecard.rules import RULES
from releasecard.safe import visible
from releasecard.values import Diagnostic, Place

SCHEMA = Path(__file__).parents[2] / "shared" / "real" / "sarif" / "sarif-schema-2.1.0.json"
beside = pytest.mark.skipif(not SCHEMA.exists(), reason="sarif-schema: the SARIF schema is not beside this checkout")


def run_of(results: Results) -> dict[str, Any]:
    (run,) = json.loads(sarif(results))["runs"]
    assert isinstance(run, dict)
    return run


def result_of(found: Diagnostic) -> dict[str, Any]:
    (result,) = run_of(Results([found.file], [found]))["results"]
    assert isinstance(result, dict)
    return result


def uri_of(file: str) -> dict[str, str]:
    place = result_of(one(file=file))["locations"][0]["physicalLocation"]["artifactLocation"]
    assert isinstance(place, dict)
    return place


def test_golden() -> None:
    holds("report.sarif", sarif(RESULTS))


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


@beside
def test_a_small_and_an_empty_run_are_valid(validator: Draft7Validator) -> None:
    validator.validate(json.loads(sarif(RESULTS)))
    validator.validate(json.loads(sarif(Results([], []))))
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": []}]})


@beside
def test_every_rule_is_described_validly(validator: Draft7Validator) -> None:
    log = json.loads(sarif(Results(["a"], [one(rule.code) for rule in RULES])))
    validator.validate(log)
    for rule, described in zip(RULES, log["runs"][0]["tool"]["driver"]["rules"], strict=True):
        assert (described["id"], described["name"]) == (rule.code, rule.name)
        assert described["defaultConfiguration"]["level"] == str(rule.severity)
        assert all(len(described[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription"))
        assert described["help"]["markdown"].count("```") % 2 == 0
        assert rule.repair in described["help"]["markdown"]


@beside
@given(results=runs())
def test_any_run_is_valid_and_inert(validator: Draft7Validator, results: Results) -> None:
    text = sarif(results)
    assert text.isascii()
    log = json.loads(text)
    validator.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(results.diagnostics) + len(results.suppressed)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert not re.search(r"\]\(", result["message"]["text"] + json.dumps(result["suppressions"]))
        assert all(visible(part) == part for part in texts(result))
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["startLine"], region["startColumn"]
        assert "endLine" not in region or (region["endLine"], region["endColumn"]) > start
    marks = [result["partialFingerprints"]["cardFileRulePath/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("cards/a b.card.yaml", "cards/a%20b.card.yaml"),
        ("../x/card.yaml", "../x/card.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("javascript:alert(1).card.yaml", "javascript%3Aalert%281%29.card.yaml"),
        ("a?b#c%20.card.yaml", "a%3Fb%23c%2520.card.yaml"),
        ("東.card.yaml", "%E6%9D%B1.card.yaml"),
        ("latin-\udce9.card.yaml", "latin-%E9.card.yaml"),
        ("/abs/a b.card.yaml", "file:///abs/a%20b.card.yaml"),
    ],
)
def test_files_are_uris(file: str, uri: str) -> None:
    base = {} if file.startswith("/") else {"uriBaseId": "%SRCROOT%"}
    assert uri_of(file) == {"uri": uri, **base}


@given(findings())
def test_a_uri_is_its_file_again(found: Diagnostic) -> None:
    uri = uri_of(found.file)["uri"]
    assert re.fullmatch(r"(?:file://(?=/))?(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", uri)
    assert unquote(uri.removeprefix("file://")) == found.file


def test_the_base_of_uris_is_described_and_tells_no_folder() -> None:
    assert list(run_of(RESULTS)["originalUriBaseIds"]["%SRCROOT%"]) == ["description"]


def test_columns_are_code_points_and_the_snippet_is_what_is_underlined() -> None:
    found = one(source="東\U0001f600: [x, sfft]", start=Place(3, 9), end=Place(3, 13))
    assert run_of(RESULTS)["columnKind"] == "unicodeCodePoints"
    (place,) = result_of(found)["locations"]
    region = {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 13, "snippet": {"text": "sfft"}}
    assert place["physicalLocation"]["region"] == region
    assert place["logicalLocations"] == [{"name": "[0]", "fullyQualifiedName": "training_use[0]", "kind": "value"}]
    several = result_of(replace(found, end=Place(5, 2)))["locations"][0]["physicalLocation"]["region"]
    assert (several["endLine"], several["endColumn"], "snippet" in several) == (5, 2, False)


def test_fingerprints_outlive_shifted_lines_and_tell_findings_apart() -> None:
    def marks(*found: Diagnostic) -> list[str]:
        return [
            result["partialFingerprints"]["cardFileRulePath/v1"] for result in run_of(Results([], found))["results"]
        ]

    (mark,) = marks(one())
    assert marks(one(start=Place(90, 1), end=Place(91, 1), source="x", message="y", hint="")) == [mark]
    assert marks(one(), one())[0] == mark
    others = (one(file="b"), one("RC203"), one(path=("training_use", "0")), one(path=("training_use[0]",)))
    assert len(set(marks(one(), one(), *others))) == 6


def test_suppressed_findings_are_results_with_their_reason() -> None:
    results = run_of(RESULTS)["results"]
    assert [result["suppressions"] for result in results[:-1]] == [[]] * 5
    assert results[-1]["suppressions"] == [{"kind": "inSource", "justification": "the house's <own> word ]]>"}]
