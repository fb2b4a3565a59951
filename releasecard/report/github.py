"""Findings as GitHub's workflow commands."""

from __future__ import annotations

from collections.abc import Iterable

from releasecard.report.places import said
from releasecard.safe import visible
from releasecard.values import Diagnostic, Severity


def github(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return workflow commands that GitHub shows at the lines of a pull request."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for one in diagnostics:
        place = f"file={_property(one.file)},line={one.start.line},col={one.start.column}"
        if one.end.line == one.start.line:
            place += f",endLine={one.end.line},endColumn={max(one.end.column, one.start.column)}"
        title = _property(f"{one.code} {one.name}")
        lines.append(f"::{words[one.severity]} {place},title={title}::{_data(said(one))}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
