"""Every release that the specification names for a rule, as a true or a false alarm."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import named
import pytest
from named import Named

from releasecard.lint import lint_file
from releasecard.rules import BY_CODE
from releasecard.shelf import Shelf
from releasecard.testing import CARD, with_sections
from releasecard.values import Severity

CARDS = Path(__file__).parents[1] / "site" / "cards"
ROWS: list[Named] = [
    row
    for module in sorted(one.name for one in pkgutil.iter_modules(named.__path__))
    for row in import_module(f"named.{module}").NAMED
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code}-{row.release}")
def test_named_release(row: Named, tmp_path: Path) -> None:
    real = CARDS / f"{row.card}.card.yaml"
    base = real.read_text("utf-8") if row.card else CARD
    own = tmp_path / "own.card.yaml"
    own.write_text(with_sections(row.sections, base) if row.sections else base, "utf-8")
    for name, text in row.shelf.items():
        (tmp_path / name).write_text(with_sections(text), "utf-8")
    others = [tmp_path / name for name in row.shelf]
    if row.card and not row.shelf:
        others = [one for one in sorted(CARDS.glob("*.card.yaml")) if one != real]
    found = {one.severity for one in lint_file(own, Shelf([*others, own])).diagnostics if one.code == row.code}
    assert bool(found) is row.fires, row.says
    if row.note:
        assert found == {Severity.NOTE}, row.says


def test_rows_name_rules_and_say_why() -> None:
    assert all(row.code in BY_CODE and row.says.endswith(".") for row in ROWS)
    assert len({(row.code, row.release, row.fires) for row in ROWS}) == len(ROWS)
