"""Results as SARIF 2.1.0, for code scanning.

Files are named relative to the folder that lint ran in, which is not named itself: a report does not tell where on whose
machine it was made. Code scanning takes it for the root of the repository.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from releasecard import __version__
from releasecard.report.places import WINDOW, at, fingerprints, is_absolute, said, uri
from releasecard.report.results import Results
from releasecard.rules import BY_CODE
from releasecard.rules.rule import Rule
from releasecard.safe import visible
from releasecard.values import Diagnostic, Path

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_MARK: Final = "cardFileRulePath/v1"
"""What the fingerprint is made of. GitHub's own, of the line's text, is left to GitHub, which compares it with its own."""
_LONGEST: Final = 1024
"""Characters of a description that GitHub shows."""


def sarif(results: Results) -> str:
    """Return a log of one run, with those rules that occur, and what is suppressed as such."""
    found: list[tuple[Diagnostic, str | None]] = [*((one, None) for one in results.diagnostics), *results.suppressed]
    codes = sorted({one.code for one, _ in found})
    marks = fingerprints(one for one, _ in found)
    run = {
        "tool": {"driver": _driver(codes)},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that releasecard ran in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, reason, codes.index(one.code), mark) for (one, reason), mark in zip(found, marks, strict=True)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(codes: Sequence[str]) -> dict[str, Any]:
    return {"name": "releasecard", "version": __version__, "rules": [_rule(BY_CODE[code]) for code in codes]}


def _rule(rule: Rule) -> dict[str, Any]:
    from releasecard.explain import rule_text

    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.what[:_LONGEST]},
        "fullDescription": {"text": f"{rule.what} {rule.why}"[:_LONGEST]},
        "help": {"text": rule_text(rule), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _markdown(rule: Rule) -> str:
    parts = [rule.what, f"**Why.** {rule.why}", f"**Repair.** {rule.repair}"]
    parts += [f"**Does not see.** {rule.blind}"] if rule.blind else []
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        parts += [f"**{title}**", f"```yaml\n{example.rstrip()}\n```"] if example else []
    return "\n\n".join(parts) + "\n"


def _result(one: Diagnostic, reason: str | None, index: int, mark: str) -> dict[str, Any]:
    hidden = [] if reason is None else [{"kind": "inSource", "justification": _text(reason)}]
    return {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": str(one.severity),
        "message": {"text": _text(said(one))},
        "locations": [_location(one)],
        "partialFingerprints": {_MARK: mark},
        "suppressions": hidden,
    }


def _text(text: str) -> str:
    """Return untrusted text for a message, in which `[text](target)` would be a link, also to a script."""
    return visible(text).replace("](", "]\\u{28}")


def _location(one: Diagnostic) -> dict[str, Any]:
    file = {"uri": uri(one.file)} if is_absolute(one.file) else {"uri": uri(one.file), "uriBaseId": _ROOT}
    physical = {"artifactLocation": file, "region": _region(one)}
    logical = [_member(one.path)] if one.path else []
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _region(one: Diagnostic) -> dict[str, Any]:
    """Return the place; one without an end reaches to the end of its line."""
    region: dict[str, Any] = {"startLine": one.start.line, "startColumn": one.start.column}
    if one.end > one.start:
        region |= {"endLine": one.end.line, "endColumn": one.end.column}
    last = one.end.column - 1 if one.start < one.end and one.end.line == one.start.line else len(one.source)
    snippet = one.source[one.start.column - 1 : last]
    if one.end.line <= one.start.line and snippet:
        region["snippet"] = {"text": visible(snippet[:WINDOW]) + ("…" if len(snippet) > WINDOW else "")}
    return region


def _member(path: Path) -> dict[str, str]:
    kind = "property" if isinstance(path[-1], str) else "value"
    return {"name": at(path[-1:]), "fullyQualifiedName": at(path), "kind": kind}
