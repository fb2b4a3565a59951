"""Every rule against its own bad and good card: the marked lines are flagged and no others."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from small import CARD, with_sections

from releasecard import lint as engine
from releasecard.document.nodes import MAX_BYTES
from releasecard.rules import BY_CODE, RULES
from releasecard.rules.rule import Rule
from releasecard.shelf import EMPTY, Shelf
from releasecard.values import Diagnostic

MARK = re.compile(r"# <- ((?:RC\d{3} ?)+)")
SHOWN = [rule for rule in RULES if rule.bad]


def marked(text: str) -> set[tuple[int, str]]:
    lines = enumerate(text.splitlines(), start=1)
    return {(number, code) for number, line in lines for match in MARK.finditer(line) for code in match[1].split()}


def linted(example: str) -> list[Diagnostic]:
    """Lint an example: a card, or the first of several that `---` divides, with the others on its shelf."""
    fragment, *others = re.split(r"(?m)^---.*\n", example) if "\n---" in example else [example]
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.card.yaml") for number in range(len(others))]
        for file, other in zip(files, others, strict=True):
            file.write_text(with_sections(other), "utf-8")
        own = Path(folder, "own.card.yaml")
        own.write_text(with_sections(fragment), "utf-8")
        shelf = Shelf([*files, own]) if others else EMPTY
        return engine.lint_file(own, shelf).diagnostics


def found(example: str) -> set[tuple[int, str]]:
    return {(one.start.line, one.code) for one in linted(example)}


def test_small_card_is_clean() -> None:
    assert found(CARD) == set()


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_bad_card_is_flagged_where_it_is_marked(rule: Rule) -> None:
    text = with_sections(re.split(r"(?m)^---", rule.bad)[0] if "\n---" in rule.bad else rule.bad)
    assert rule.code in {code for _, code in marked(text)}
    assert found(rule.bad) == marked(text)
    assert all(one.hint for one in linted(rule.bad))


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_good_card_is_silent_under_all_rules(rule: Rule) -> None:
    allowed = {"RC207"} if rule.code == "RC207" else set()
    assert {code for _, code in found(rule.good)} <= allowed


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES) == len(BY_CODE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_says_what_why_and_how(rule: Rule) -> None:
    assert re.fullmatch(r"RC\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    for text in (rule.what, rule.why, rule.repair):
        assert text.endswith(".")
        assert text[0].isupper() or text[0] in "`A"


def test_unreadable_and_large_files_are_findings(tmp_path: Path) -> None:
    """RC001 and the size limit have no text to mark."""
    latin = engine.lint("title: Café".encode("latin-1"), "card.yaml").diagnostics
    large = engine.lint(b"#" * (MAX_BYTES + 1), "card.yaml").diagnostics
    gone = engine.lint_file(tmp_path / "gone.card.yaml").diagnostics
    assert [one.code for one in (*latin, *gone)] == ["RC001", "RC001"]
    assert [one.code for one in large] == ["RC002"]
