"""JUnit: XML that parses back whatever a card says, with one case for each finding."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from found import RESULTS, holds, one, runs
from hypothesis import given

from releasecard.report import Results, junit
from releasecard.safe import visible
from releasecard.values import Severity


def suites(results: Results) -> list[Element]:
    return list(fromstring(junit(results)))  # noqa: S314 what we wrote ourselves


def outcomes(results: Results) -> list[list[str]]:
    return [["".join(outcome.tag for outcome in case) for case in suite] for suite in suites(results)]


def test_golden() -> None:
    holds("report.junit", junit(RESULTS))


def test_what_fails_the_run_is_a_failure_and_the_rest_is_skipped() -> None:
    cards = ["a.card.yaml", "clean.card.yaml"]
    found = [one(severity=severity) for severity in Severity]
    assert outcomes(Results(cards, found)) == [["skipped", "skipped", "failure"], [""]]
    assert outcomes(Results(cards, found, fail_on=Severity.NOTE)) == [["failure"] * 3, [""]]


def test_a_card_whose_findings_are_suppressed_passes_and_says_so() -> None:
    (suite,) = suites(Results(["a.card.yaml"], [], [(one(), "the house's own word")]))
    passed, skipped = suite
    assert (passed.get("name"), list(passed)) == ("no findings", [])
    assert skipped[0].get("message") == "suppressed: the house's own word"
    assert "is not a listed value" in str(skipped[0].text)


def test_names_tell_rule_and_path_but_no_line_and_are_all_different() -> None:
    (suite,) = suites(Results(["x/a.card.yaml"], [one(file="x/a.card.yaml")] * 3))
    name = "RC104 unlisted-value at training_use[0]"
    assert [case.get("name") for case in suite] == [name, f"{name} (2)", f"{name} (3)"]
    assert {case.get("classname") for case in suite} == {"releasecard.x/a_card_yaml"}
    assert {(case.get("file"), case.get("line")) for case in suite} == {("x/a.card.yaml", "3")}


@given(runs())
def test_any_run_parses_back(results: Results) -> None:
    text = junit(results)
    assert text.isascii()
    root = fromstring(text)  # noqa: S314
    assert [suite.get("name") for suite in root] == [visible(card) for card in results.cards]
    cases = [case for suite in root for case in suite]
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    failed = [case for case in cases if case.find("failure") is not None]
    assert len(failed) == sum(found.severity >= results.fail_on for found in results.diagnostics)
    for element in (root, *root):
        inner = list(element.iter("testcase"))
        numbers = {tag: sum(case.find(tag) is not None for case in inner) for tag in ("failure", "skipped")}
        assert element.get("tests") == str(len(inner))
        assert (element.get("failures"), element.get("skipped")) == (str(numbers["failure"]), str(numbers["skipped"]))
    for case in cases:
        for outcome in case:
            assert visible(str(outcome.text).replace("\n", "")) == str(outcome.text).replace("\n", "")
