"""Every rule against its own bad and good card: the marked lines are flagged and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from releasecard import lint as engine
from releasecard.document.nodes import MAX_BYTES
from releasecard.rules import BY_CODE, RULES
from releasecard.rules.rule import Rule
from releasecard.testing import CARD, check_rule, found


def test_small_card_is_clean() -> None:
    assert found(CARD) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_holds_on_its_own_cards(rule: Rule) -> None:
    check_rule(rule, *(["RC207"] if rule.code == "RC207" else []))


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES) == len(BY_CODE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_says_what_why_and_how(rule: Rule) -> None:
    assert re.fullmatch(r"RC\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.blind or rule.code < "RC3", "a rule on evidence says what it does not see"
    for text in (rule.what, rule.why, rule.repair, *filter(None, [rule.blind])):
        assert text.endswith(".")
        assert text[0].isupper() or text[0] in "`A"


def test_unreadable_and_large_files_are_findings(tmp_path: Path) -> None:
    """RC001 and the size limit have no text to mark."""
    latin = engine.lint("title: Café".encode("latin-1"), "card.yaml").diagnostics
    large = engine.lint(b"#" * (MAX_BYTES + 1), "card.yaml").diagnostics
    gone = engine.lint_file(tmp_path / "gone.card.yaml").diagnostics
    assert [one.code for one in (*latin, *gone)] == ["RC001", "RC001"]
    assert [one.code for one in large] == ["RC002"]
