"""What lint found as text: for people, for editors, for programs, for CI. Pure: results in, text out.

A format is a file here and a row of `_FORMATS`; all are made of the same `Results`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from releasecard.report.as_json import JSON_VERSION, as_json
from releasecard.report.concise import concise
from releasecard.report.full import full
from releasecard.report.github import github
from releasecard.report.gitlab import gitlab
from releasecard.report.junit import junit
from releasecard.report.markdown import markdown
from releasecard.report.results import Results, counts, summary
from releasecard.report.sarif import sarif
from releasecard.report.tally import table

__all__ = [
    "COUNTED",
    "FORMATS",
    "FOR_PEOPLE",
    "JSON_VERSION",
    "Results",
    "as_json",
    "concise",
    "counts",
    "full",
    "github",
    "gitlab",
    "junit",
    "markdown",
    "sarif",
    "summary",
    "table",
    "written",
]

_FORMATS: Final[dict[str, Callable[[Results, bool], str]]] = {
    "full": lambda results, color: full(results.diagnostics, color),
    "concise": lambda results, color: concise(results.diagnostics, color),
    "json": lambda results, color: as_json(results),
    "github": lambda results, color: github(results.diagnostics),
    "gitlab": lambda results, color: gitlab(results),
    "sarif": lambda results, color: sarif(results),
    "junit": lambda results, color: junit(results),
    "markdown": lambda results, color: markdown(results),
}
FORMATS: Final = tuple(_FORMATS)
FOR_PEOPLE: Final = ("full", "concise")
"""Formats that the summary may follow; what the others write is read as a whole by a program."""
COUNTED: Final = (*FOR_PEOPLE, "json")
"""Formats that can hold statistics."""


def written(name: str, results: Results, color: bool = False, statistics: bool = False) -> str:
    """Return results in the format of that *name*; with *statistics*, in formats for people, how often in place of what."""
    if statistics:
        return as_json(results, statistics) if name == "json" else table(results.diagnostics, color)
    return _FORMATS[name](results, color)
