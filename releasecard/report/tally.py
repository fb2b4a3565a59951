"""How often each rule was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from releasecard.report.paint import COLORS, painted
from releasecard.values import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Row:
    """How many findings there are of a rule and a severity."""

    count: int
    code: str
    severity: Severity
    name: str


def tally(diagnostics: Iterable[Diagnostic]) -> list[Row]:
    """Return a row for each rule and severity that occurs, the most frequent first."""
    counted = Counter((one.code, one.severity, one.name) for one in diagnostics)
    rows = [Row(count, *rule) for rule, count in counted.items()]
    return sorted(rows, key=lambda row: (-row.count, row.code, -row.severity))


def table(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return a line for each rule and severity: count, code, severity, name."""
    rows = tally(diagnostics)
    width = len(str(rows[0].count)) if rows else 0
    return "".join(
        f"{row.count:>{width}}  {painted(row.code, COLORS[row.severity], color)}  {row.severity!s:<7}  {row.name}\n"
        for row in rows
    )
