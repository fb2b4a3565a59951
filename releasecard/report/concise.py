"""A line for each finding: for editors, and for people with many findings."""

from __future__ import annotations

from collections.abc import Iterable

from releasecard.report.paint import COLORS, painted
from releasecard.safe import visible
from releasecard.values import Diagnostic


def concise(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Return a line for each diagnostic: `path:line:col: CODE severity message`."""
    return "".join(
        f"{_file(one)}:{one.start.line}:{one.start.column}: "
        f"{painted(one.code, COLORS[one.severity], color)} {one.severity} {visible(one.message)}\n"
        for one in diagnostics
    )


def _file(one: Diagnostic) -> str:
    """Return the file as it is shown at the start of a line, where `::` would be a command to GitHub."""
    file = visible(one.file)
    return f"./{file}" if file.startswith((":", "#")) else file
