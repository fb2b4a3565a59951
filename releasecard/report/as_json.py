"""Results as the project's own JSON, the fullest of the formats for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from releasecard.edit.written import row, scalar
from releasecard.evidence.verdict import Verdict
from releasecard.report.results import Results, counts, verdict_counts
from releasecard.report.tally import tally
from releasecard.values import Diagnostic, Fix, Trust

JSON_VERSION: Final = 1


def as_json(results: Results, statistics: bool = False) -> str:
    """Return the versioned JSON report: `version`, `summary`, `findings`, `suppressed`, `verdicts`, and `statistics` if asked."""
    hidden = len(results.suppressed)
    summary: dict[str, Any] = {
        "cards": len(results.cards),
        **counts(results.diagnostics, results.unsafe),
        "suppressed": hidden,
    }
    summary["claims"] = verdict_counts(results.verdicts)
    if results.fixed is not None:
        summary["fixed"] = results.fixed
    if results.baseline is not None:
        summary |= {"baseline": results.baseline, "mended": results.mended}
    report: dict[str, Any] = {
        "version": JSON_VERSION,
        "summary": summary,
        "findings": [_object(one) for one in results.diagnostics],
        "suppressed": [{**_object(one), "reason": reason} for one, reason in results.suppressed],
        "verdicts": [_verdict(file, one) for file, one in results.verdicts],
    }
    if statistics:
        rows = map(asdict, tally(results.diagnostics))
        report["statistics"] = [{**row, "severity": str(row["severity"])} for row in rows]
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def _verdict(file: str, one: Verdict) -> dict[str, Any]:
    reasons = [
        {
            "holds": reason.holds,
            "need": reason.need,
            "says": reason.says,
            "where": reason.where or None,
            "gap": reason.word or None,
            "path": list(reason.path),
        }
        for reason in one.reasons
    ]
    return {"file": file, "claim": one.name, "kind": one.kind, "verdict": str(one.word), "reasons": reasons}


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
        "mend": _mend(one.fix),
        "fix": _fix(one.fix),
    }


def _mend(fix: Fix | None) -> str | None:
    """Return what is to stand in the place of what is underlined, as a card writes it."""
    if fix is None or fix.edit not in ("replace", "rename"):
        return None
    return scalar(fix.value) if isinstance(fix.value, str) else row(list(fix.value))


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None or fix.trust is Trust.GUESS:
        return None
    value = list(fix.value) if isinstance(fix.value, tuple) else fix.value
    return {"safe": fix.trust is Trust.SAFE, "edit": fix.edit, "path": list(fix.path), "value": value}
