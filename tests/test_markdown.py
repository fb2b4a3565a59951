"""Markdown for a job's summary: inert whatever a card says, the worst first, never too long."""

from __future__ import annotations

import re

import pytest
from found import RESULTS, findings, holds, one, runs
from hostile import PAYLOADS
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from releasecard.report import Results, markdown
from releasecard.report.markdown import _inline
from releasecard.values import Diagnostic, Severity

OURS = {"text", "code_inline", "strong_open", "strong_close"}
READ = re.compile(r"[@#!$&~<>\[\]*|\\^%]|https?:|www\.|:\w+:|[0-9a-f]{7}|(?i:gh-\d)")
"""What hosts look for in text outside of code: mentions, issues, links, formulas, emoji."""


def inside(text: str) -> list[Token]:
    """Return the inline tokens of a page, as GitHub's dialect reads it, links in plain text apart."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [token for block in parser.parse(text) for token in block.children or ()]


def blocks(text: str) -> list[str]:
    return [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]


def inert(text: str) -> bool:
    tokens = inside(text)
    words = " ".join(token.content for token in tokens if token.type == "text")
    return {token.type for token in tokens} <= OURS and not READ.search(words)


def test_golden() -> None:
    holds("report.markdown", markdown(RESULTS))


def test_what_is_in_backticks_stays_so() -> None:
    for text in (
        "`sfft` is no `b|<x>`",
        "plain, (words): it's 3.5",
        "did you mean `sft`?",
        "`beats` stays open: `a.b` is not_checked",
    ):
        assert _inline(text) == text


@pytest.mark.parametrize("text", [
    "a|b", "<b>", "[x](y)", "@team", "fixes #1", "http://x.y", "//x.y", "www.x.y", "GH-12", "0123abcdef", "a``b`", "`", "` `", "``", "`a",
    "`a``b`", "$x$", "*a*", "_a_", "a\\", ":smile:", "&amp;", "x!y", "\x1b", "a\nb",
])  # fmt: skip
def test_what_might_be_read_is_code(text: str) -> None:
    assert _inline(text).startswith("`")
    (token,) = inside(f"- x: {_inline(text)}")[1:]
    assert token.type == "code_inline"
    assert inert(f"- x: {_inline(text)}")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_inert(payload: str) -> None:
    found = one(message=f"`{payload}` is {payload}", hint=payload, path=(payload, payload), file=payload)
    text = markdown(Results([payload], [found]))
    assert inert(text)
    assert blocks(text).count("list_item_open") == 1


@given(runs())
def test_any_run_is_inert_and_whole(results: Results) -> None:
    text = markdown(results)
    assert inert(text)
    read = blocks(text)
    assert read.count("list_item_open") == len(results.diagnostics)
    assert read.count("heading_open") == 1 + len({found.file for found in results.diagnostics})
    assert "html_block" not in read


@given(findings())
def test_a_value_stays_what_it_is(found: Diagnostic) -> None:
    (line,) = (line for line in markdown(Results([found.file], [found])).splitlines() if line.startswith("- "))
    assert line.startswith(f"- **{found.severity}** {found.code} ")


def test_the_worst_card_and_its_worst_finding_come_first() -> None:
    found = [
        *(one("RC207", file="many notes"), one("RC207", file="many notes"), one("RC104", file="one error")),
        *(one("RC207", file="two errors"), one("RC104", file="two errors"), one("RC104", file="two errors")),
    ]
    lines = markdown(Results(["clean", "many notes", "one error", "two errors"], found)).splitlines()
    assert [line for line in lines if line.startswith("###")] == [
        "### `two errors`: 2 errors, 0 warnings, 1 note",
        "### `one error`: 1 error, 0 warnings, 0 notes",
        "### `many notes`: 0 errors, 0 warnings, 2 notes",
    ]
    severities = [line.split("**")[1] for line in lines if line.startswith("- ")]
    assert severities == ["error", "error", "note", "error", "note", "note"]
    assert lines[2] == "4 cards checked: 3 errors, 0 warnings, 3 notes"


def test_what_finds_no_room_is_counted_and_errors_find_room_first() -> None:
    notes = [one("RC207", file="a", message="é" * 500, path=("x" * 900,))] * 900
    errors = [one("RC104", file=f"{number}") for number in range(20)]
    text = markdown(Results(["a", *map(str, range(20))], [*notes, *errors]))
    assert len(text.encode()) < 65_536
    shown = sum(line.startswith("- ") for line in text.splitlines())
    assert text.count("- **error**") == 20
    assert f"**{920 - shown} more, of the lightest, are left out here.**" in text
    assert "left out" not in markdown(Results(["a"], notes[:9]))


def test_no_findings_are_said() -> None:
    assert markdown(Results(["a"], [])) == "## releasecard lint\n\n1 card checked: no findings\n"
    hidden = markdown(Results(["a"], [], [(one(severity=Severity.NOTE), "why")]))
    assert hidden.endswith("1 card checked: no findings, 1 suppressed\n")
