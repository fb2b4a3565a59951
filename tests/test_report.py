"""Reports: goldens of every format, safe for terminals whatever the card says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from small import with_sections

from releasecard import report
from releasecard.lint import lint_text
from releasecard.safe import visible, width

GOLDEN = Path(__file__).parent / "golden"
TEXT = with_sections(
    "training_use: [sft, Distilation]\n"
    "version: 1.10\n"
    "access: {terms: free, for research}\n"
    "organizations: [unknown, 東京大学 ラボ, not_checked]\n"
    "audit:\n  findings:\n    long:\n      says: " + "x" * 200 + " # \u202e\n      rate: 17\n"
    "authors: [a]  # releasecard: ignore[RC104] not needed\n"
)


@pytest.mark.parametrize("name", ["full", "concise", "github", "json"])
def test_golden(name: str) -> None:
    """Set UPDATE_GOLDEN=1 to write them anew, then read the difference line by line."""
    linted = lint_text(TEXT, "cards/a b.card.yaml")
    if name == "json":
        text = report.as_json(linted.diagnostics, linted.suppressed, 1)
    else:
        text = {"full": report.full, "concise": report.concise, "github": report.github}[name](linted.diagnostics)
    file = GOLDEN / f"report.{name}"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


def test_summary() -> None:
    linted = lint_text(TEXT, "card.yaml")
    assert report.summary(linted.diagnostics, 1) == "1 card checked: 5 errors, 1 warning, 1 note (3 fixable)\n"
    assert report.summary([], 3) == "3 cards checked: no findings\n"


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
    parsed = json.loads(report.as_json(found, [], 1))
    assert parsed["version"] == report.JSON_VERSION


def test_caret_stands_under_wide_characters() -> None:
    (one,) = lint_text(with_sections("title: 東京\norganizations: [東京, n/a]\n"), "card.yaml").diagnostics
    source, marks = report.full([one]).splitlines()[3:5]
    assert width(source[: source.index("n/a")]) == marks.index("^")
