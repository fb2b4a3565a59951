"""The real cards as a gallery: every verdict and every finding above a note, as golden; each finding defended."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from releasecard.evidence.verdict import Word
from releasecard.lint import Linted, lint_file
from releasecard.rules import BY_CODE
from releasecard.shelf import Shelf
from releasecard.values import Severity, dotted

HERE = Path(__file__).parent
CARDS = sorted((HERE.parent / "site" / "cards").glob("*.card.yaml"))
AGREEMENT = tomllib.loads((HERE / "data" / "agreement.toml").read_text("utf-8"))
DEFENDED = tomllib.loads((HERE / "data" / "defended.toml").read_text("utf-8"))
VERDICTS = ("RC401", "RC402")
"""What these say stands in the gallery and in the agreement, claim by claim."""


@cache
def linted() -> dict[str, Linted]:
    shelf = Shelf(CARDS)
    return {file.name.removesuffix(".card.yaml"): lint_file(file, shelf) for file in CARDS}


def gallery() -> str:
    lines: list[str] = []
    for name, found in linted().items():
        lines.append(name)
        lines += [f"  {one.word!s:<10}  {one.name} ({one.kind})" for one in found.verdicts]
        lines += [
            f"  {one.severity!s:<10}  {one.code} {one.name} at {dotted(one.path)}"
            for one in found.diagnostics
            if one.severity > Severity.NOTE and one.code not in VERDICTS
        ]
        notes = Counter(one.code for one in found.diagnostics if one.severity is Severity.NOTE)
        lines.append("  notes       " + ", ".join(f"{count} {code}" for code, count in sorted(notes.items())))
    return "\n".join(lines) + "\n"


def test_gallery() -> None:
    """Set UPDATE_GOLDEN=1 to write it anew, then read the difference line by line."""
    file = HERE / "golden" / "gallery.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(gallery(), "utf-8")
    assert gallery() == file.read_text("utf-8")


def test_every_finding_is_defended() -> None:
    """A sentence for each finding of an evidence rule that the authors of the release could be shown."""
    found = {
        (name, one.code, dotted(one.path))
        for name, each in linted().items()
        for one in each.diagnostics
        if one.code >= "RC3" and one.code not in VERDICTS
    }
    defended = {
        (card, code, path) for card, codes in DEFENDED.items() for code, paths in codes.items() for path in paths
    }
    assert found - defended == set()


def test_nothing_is_defended_that_is_not_found() -> None:
    found = {(name, one.code, dotted(one.path)) for name, each in linted().items() for one in each.diagnostics}
    defended = {
        (card, code, path) for card, codes in DEFENDED.items() for code, paths in codes.items() for path in paths
    }
    assert defended - found == set()
    sentences = [one["because"] for codes in DEFENDED.values() for paths in codes.values() for one in paths.values()]
    assert all(sentence.endswith(".") and len(sentence) > 30 for sentence in sentences)


@pytest.mark.parametrize("card", [path.name.removesuffix(".card.yaml") for path in CARDS])
def test_verdicts_agree_with_those_by_hand(card: str) -> None:
    """What was judged by hand before; where the program says something else, `differs` says which of the two is right."""
    by_hand = AGREEMENT.get(card, {})
    computed = {str(one.claim[-1]): one for one in linted()[card].verdicts}
    assert set(by_hand) == set(computed)
    for claim, entry in by_hand.items():
        differs = entry.get("differs")
        assert (str(computed[claim].word) == entry["verdict"]) is (differs is None), (claim, computed[claim].word)
        assert differs is None or (differs["verdict"] == str(computed[claim].word) and differs["why"].endswith("."))


def test_most_verdicts_agree() -> None:
    entries = [entry for claims in AGREEMENT.values() for entry in claims.values()]
    assert all(entry["verdict"] in {str(word) for word in Word} for entry in entries)
    differing = sum("differs" in entry for entry in entries)
    assert differing * 3 < len(entries)


def test_codes_of_the_gallery_are_rules() -> None:
    assert {code for codes in DEFENDED.values() for code in codes} <= set(BY_CODE)
