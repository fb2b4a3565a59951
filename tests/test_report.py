"""Reports: goldens of every format, safe for terminals whatever the card says."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from found import RESULTS, holds, one, runs
from hypothesis import given, strategies as st

from releasecard import report
from releasecard.lint import lint_text
from releasecard.safe import visible, width
from releasecard.testing import with_sections
from releasecard.values import Place, Severity

TEXT = with_sections(
    "training_use: [sft, Distilation]\n"
    "version: 1.10\n"
    "access: {terms: free, for research}\n"
    "organizations: [unknown, 東京大学 ラボ, not_checked]\n"
    "audit:\n  findings:\n    long:\n      says: " + "x" * 200 + " # \u202e\n      rate: 17\n"
    "authors: [a]  # releasecard: ignore[RC104] not needed\n"
)


MANY_NOTES = with_sections(
    "languages: not_checked\nlicense: {data: not_checked, code: not_checked, weights: not_checked}\n"
    "training_use: [sft, Distilation]\naudit:\n  findings:\n"
    + "".join(f"    finding-{number}: {{says: So it is., rate: not_checked}}\n" for number in range(13))
)


@pytest.mark.parametrize("name", ["full", "concise", "github", "json"])
def test_golden(name: str) -> None:
    linted = lint_text(TEXT, "cards/a b.card.yaml")
    text = report.written(name, report.Results(["cards/a b.card.yaml"], linted.diagnostics, linted.suppressed))
    holds(f"report.{name}", text)


def test_golden_of_many_notes() -> None:
    holds("report.folded", report.full(lint_text(MANY_NOTES, "a.card.yaml").diagnostics))


@pytest.mark.parametrize(("number", "block"), [
    (3, None),
    (4, "... and 1 more like it: n[3] (line 4)"),
    (15, f"... and 12 more like it: {', '.join(f'n[{n}] (line {n + 1})' for n in range(3, 15))}"),
    (16, f"... and 13 more like it: {', '.join(f'n[{n}] (line {n + 1})' for n in range(3, 15))}, and 1 more; --format concise lists all"),
])  # fmt: skip
def test_notes_of_one_rule_in_one_file_are_folded(number: int, block: str | None) -> None:
    (one,) = lint_text(with_sections("organizations: not_checked\n"), "a.card.yaml").diagnostics
    notes = [replace(one, path=("n", n), start=Place(n + 1, 1)) for n in range(number)]
    blocks = report.full(notes).split("\n\n")
    assert len(blocks) == (number if block is None else 4)
    assert block is None or " ".join(blocks[-1].split()) == block
    assert all(width(line) <= 100 for line in blocks[-1].splitlines())
    apart = [replace(one, file=str(n % 2), code=f"RC10{n % 3 + 1}") for n in range(18)]
    warnings = [replace(one, severity=Severity.WARNING)] * 9
    assert "more like it" not in report.full(apart + warnings)
    assert report.concise(notes).count("\n") == report.github(notes).count("\n") == number


def test_hostile_paths_are_folded_inert() -> None:
    (one,) = lint_text(with_sections("organizations: not_checked\n"), "a.card.yaml").diagnostics
    text = report.full([replace(one, path=("\x1b[31m\u202e" + "x" * 900, "a\nb"))] * 9)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.split("\n\n")) == 4
    assert "more like it: (line" in report.full([replace(one, path=())] * 4)


def test_summary() -> None:
    linted = lint_text(TEXT, "card.yaml")
    assert (
        report.summary(report.Results(["card.yaml"], linted.diagnostics))
        == "1 card checked: 5 errors, 1 warning, 1 note (4 fixable with --fix)\n"
    )
    assert report.summary(report.Results(["a", "b", "c"], [])) == "3 cards checked: no findings\n"


def test_color_only_where_asked() -> None:
    found = lint_text(TEXT, "card.yaml").diagnostics
    for write in (report.full, report.concise):
        assert "\x1b[" not in write(found)
        assert "\x1b[31;1m" in write(found, True)


@given(st.text())
def test_what_is_shown_steers_no_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or one in "\u202e\u2066\u200b\u2028" for one in shown)
    assert width(shown) >= 0


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_hostile_values_stay_on_their_line(text: str) -> None:
    card = with_sections(f"kind: {json.dumps(text)}\nname: {json.dumps(text)}\n")
    found = lint_text(card, "card.yaml").diagnostics
    for line in report.concise(found).splitlines():
        assert line.startswith("card.yaml:")
    for line in report.github(found).splitlines():
        assert line.startswith("::")
    parsed = json.loads(report.as_json(report.Results(["card.yaml"], found)))
    assert parsed["version"] == report.JSON_VERSION


def test_caret_stands_under_wide_characters() -> None:
    (one,) = lint_text(with_sections("title: 東京\norganizations: [東京, n/a]\n"), "card.yaml").diagnostics
    source, marks = report.full([one]).splitlines()[3:5]
    assert width(source[: source.index("n/a")]) == marks.index("^")


def test_golden_of_statistics() -> None:
    holds("report.statistics", report.written("concise", RESULTS, statistics=True))
    holds("report.statistics.json", report.written("json", RESULTS, statistics=True))


def test_statistics_are_counted_by_rule_and_severity_and_add_up() -> None:
    notes = [one("RC207")] * 12
    found = [*notes, one("RC104", severity=Severity.WARNING), one("RC104"), one("RC011")]
    assert report.table(found).splitlines() == [
        "12  RC207  note     author-has-not-looked",
        " 1  RC011  warning  unused-suppression",
        " 1  RC104  error    unlisted-value",
        " 1  RC104  warning  unlisted-value",
    ]
    assert report.table([]) == ""
    assert "\x1b[33;1mRC011\x1b[0m" in report.table(found, True)
    results = report.Results(["a.card.yaml"], found)
    counted = json.loads(report.as_json(results, statistics=True))
    assert sum(row["count"] for row in counted["statistics"]) == len(counted["findings"]) == len(found)
    assert "statistics" not in json.loads(report.as_json(results))


@given(runs())
def test_every_format_takes_any_run(results: report.Results) -> None:
    for name in report.FORMATS:
        text = report.written(name, results)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text), name
