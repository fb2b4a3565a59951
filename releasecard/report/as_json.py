"""Results as the project's own JSON, the fullest of the formats for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from releasecard.report.results import Results, counts
from releasecard.report.tally import tally
from releasecard.values import Diagnostic

JSON_VERSION: Final = 1


def as_json(results: Results, statistics: bool = False) -> str:
    """Return the versioned JSON report: `version`, `summary`, `findings`, `suppressed`, and `statistics` if asked."""
    hidden = len(results.suppressed)
    summary = {"cards": len(results.cards), **counts(results.diagnostics), "suppressed": hidden}
    if results.baseline is not None:
        summary |= {"baseline": results.baseline, "mended": results.mended}
    report: dict[str, Any] = {
        "version": JSON_VERSION,
        "summary": summary,
        "findings": [_object(one) for one in results.diagnostics],
        "suppressed": [{**_object(one), "reason": reason} for one, reason in results.suppressed],
    }
    if statistics:
        rows = map(asdict, tally(results.diagnostics))
        report["statistics"] = [{**row, "severity": str(row["severity"])} for row in rows]
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def _object(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        "message": one.message,
        "hint": one.hint or None,
        "file": one.file,
        "line": one.start.line,
        "column": one.start.column,
        "end_line": one.end.line,
        "end_column": one.end.column,
        "path": list(one.path),
        "mend": one.mend,
    }
