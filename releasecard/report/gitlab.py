"""Findings as GitLab's code quality report."""

from __future__ import annotations

import json
from typing import Any, Final

from releasecard.report.places import fingerprints, said
from releasecard.report.results import Results
from releasecard.safe import visible
from releasecard.values import Diagnostic, Severity

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(results: Results) -> str:
    """Return a list of objects: `description`, `check_name`, `fingerprint`, `severity`, `location`."""
    marks = fingerprints(results.diagnostics)
    found = [_object(one, mark) for one, mark in zip(results.diagnostics, marks, strict=True)]
    return json.dumps(found, indent=2) + "\n"


def _object(one: Diagnostic, mark: str) -> dict[str, Any]:
    lines = {"begin": one.start.line, "end": max(one.start.line, one.end.line)}
    return {
        "description": f"{one.name}: {said(one)}",
        "check_name": one.code,
        "fingerprint": mark,
        "severity": _SEVERITIES[one.severity],
        "location": {"path": visible(one.file), "lines": lines},
    }
