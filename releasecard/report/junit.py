"""Results as JUnit XML: a suite for each card, a case for each finding.

Jenkins and GitLab follow a case from build to build by its class and name, and GitLab passes over the second of a name:
so names say rule and path, never a line, and are told apart by a number. A class is `releasecard.` and the file with `_`
for `.`, at which Jenkins would cut it. A case that fails is one that fails the run; what is lighter or suppressed is
skipped, with what there is to say, because a case that passed would say the rule was kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from releasecard.report.places import at
from releasecard.report.results import Results
from releasecard.rules import BY_CODE
from releasecard.safe import visible
from releasecard.values import Diagnostic


class _Case(NamedTuple):
    """A case: its name, its line, what became of it (`failure`, `skipped` or nothing), in a line and in full."""

    name: str
    line: int = 1
    outcome: str = ""
    message: str = ""
    text: str = ""


def junit(results: Results) -> str:
    """Return `testsuites` in ASCII, so that it is what it says it is in every encoding of the terminal."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    suites = list(_suites(results))
    every = [case for _, cases in suites for case in cases]
    root = Element("testsuites", {"name": "releasecard lint", **_numbers(every)})
    taken: set[tuple[str, str]] = set()
    for card, cases in suites:
        suite = SubElement(root, "testsuite", {"name": visible(card), **_numbers(cases)})
        for case in cases:
            element = SubElement(suite, "testcase", _named(case, visible(card), taken))
            if case.outcome:
                SubElement(element, case.outcome, {"message": case.message}).text = case.text
    indent(root)
    return f'<?xml version="1.0" encoding="us-ascii"?>\n{tostring(root, encoding="us-ascii").decode("ascii")}\n'


def _suites(results: Results) -> Iterator[tuple[str, list[_Case]]]:
    """Yield each card with its cases; one without findings has a case that passed, so that it is seen to be checked."""
    hidden: dict[str, list[_Case]] = {}
    for one, reason in results.suppressed:
        hidden.setdefault(one.file, []).append(_case(one, "skipped", f"suppressed: {reason}"))
    for card, found in results.by_card().items():
        cases = [_case(one, "failure" if one.severity >= results.fail_on else "skipped") for one in found]
        yield card, (cases or [_Case("no findings")]) + hidden.get(card, [])


def _case(one: Diagnostic, outcome: str, message: str = "") -> _Case:
    name = f"{one.code} {one.name}" + (f" at {at(one.path)}" if one.path else "")
    shown = visible(f"{one.severity}: {one.message}")
    lines = [
        f"{visible(one.file)}:{one.start.line}:{one.start.column}",
        shown,
        *([visible(message)] if message else []),
        *([f"fix: {visible(one.hint)}"] if one.hint else []),
        f"why: {BY_CODE[one.code].explained_by}",
    ]
    return _Case(name, one.start.line, outcome, visible(message) or shown, "\n".join(lines))


def _numbers(cases: Iterable[_Case]) -> dict[str, str]:
    outcomes = Counter(case.outcome for case in cases)
    skipped, failures = str(outcomes["skipped"]), str(outcomes["failure"])
    return {"tests": str(outcomes.total()), "failures": failures, "errors": "0", "skipped": skipped}


def _named(case: _Case, card: str, taken: set[tuple[str, str]]) -> dict[str, str]:
    """Return the attributes of a case, under a name that is not taken in its class."""
    own = f"releasecard.{card.replace('.', '_')}"
    names = (case.name if number == 1 else f"{case.name} ({number})" for number in count(1))
    name = next(one for one in names if (own, one) not in taken)
    taken.add((own, name))
    return {"classname": own, "name": name, "file": card, "line": str(case.line)}
