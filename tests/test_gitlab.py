"""GitLab's code quality report: what it asks for, and fingerprints that are each one's own."""

from __future__ import annotations

import json

from found import RESULTS, holds, one, runs
from hypothesis import given

from releasecard.report import Results, gitlab
from releasecard.safe import visible
from releasecard.values import Place, Severity


def test_golden() -> None:
    holds("report.gitlab", gitlab(RESULTS))


def test_severities_are_those_of_gitlab() -> None:
    found = json.loads(gitlab(Results([], [one(severity=severity) for severity in Severity])))
    assert [each["severity"] for each in found] == ["info", "minor", "major"]


def test_fingerprints_outlive_shifted_lines() -> None:
    here, there = (
        json.loads(gitlab(Results([], [one(start=Place(line, 1), end=Place(line, 2))] * 2))) for line in (3, 90)
    )
    assert [each["fingerprint"] for each in here] == [each["fingerprint"] for each in there]
    assert here[0]["fingerprint"] != here[1]["fingerprint"]


@given(runs())
def test_any_run_has_what_gitlab_asks_for(results: Results) -> None:
    text = gitlab(results)
    assert text.isascii()
    found = json.loads(text)
    assert len({each["fingerprint"] for each in found}) == len(found) == len(results.diagnostics)
    for each in found:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert visible(each["description"]) == each["description"]
        assert visible(each["location"]["path"]) == each["location"]["path"]
        assert each["location"]["lines"]["end"] >= each["location"]["lines"]["begin"] >= 1
