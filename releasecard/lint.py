"""The engine: a card's text in, diagnostics out. It places findings, and applies suppressions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from releasecard.card import Card
from releasecard.document import read
from releasecard.document.nodes import MAX_BYTES, Document, Fault
from releasecard.evidence.verdict import Verdict
from releasecard.formats import nearest
from releasecard.rules import BY_CODE, Checked, check
from releasecard.rules.document import of_fault
from releasecard.shelf import EMPTY, Shelf, identity
from releasecard.values import Diagnostic, Finding, PluginError, Profile, Severity, Span

_DIRECTIVE: Final = re.compile(r"#\s*releasecard:\s*ignore\[([^\]]*)\]\s*(.*)")


_MAX_CODES: Final = 20


class Suppression(NamedTuple):
    """A comment that hides findings of `codes` on its line, and says why."""

    span: Span
    line: int
    codes: tuple[str, ...]
    reason: str


class Linted(NamedTuple):
    """All that linting a card gives: diagnostics by place, what was hidden, with the reason, and its claims' verdicts."""

    diagnostics: list[Diagnostic]
    suppressed: list[tuple[Diagnostic, str]]
    verdicts: tuple[Verdict, ...] = ()
    card: str = ""
    """What others refer to it by, `name@version`; empty where it does not say."""

    def only(self, applies: Callable[[str], bool]) -> Linted:
        """Return the same with the findings of those rules alone whose code *applies*."""
        kept = [one for one in self.diagnostics if applies(one.code)]
        return self._replace(diagnostics=kept, suppressed=[pair for pair in self.suppressed if applies(pair[0].code)])


def decode(content: bytes) -> str | Fault:
    """Return a card's text without its byte order mark, or the fault that keeps it from being read."""
    if len(content) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes"
        return Fault("too-large", Span(0, 0), message, "a card is a few hundred lines; keep data beside it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte {error.start + 1} cannot be read"
        return Fault("unreadable-file", Span(0, 0), message, "save it as UTF-8")


def lint_file(path: Path, shelf: Shelf = EMPTY, profile: Profile = Profile.RELEASE) -> Linted:
    """Lint the card in a file; one that cannot be opened has a finding that says so."""
    try:
        content = content_of(path)
    except OSError as error:
        fault = Fault("unreadable-file", Span(0, 0), f"the file cannot be read: {error.strerror or error}")
        return Linted([_placed(of_fault(fault), Document(""), path.as_posix())], [])
    return lint(content, path.as_posix(), shelf, profile)


def content_of(path: Path) -> bytes:
    """Return a file's bytes, as far as a card can be long and one byte further. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def lint(content: bytes, file: str, shelf: Shelf = EMPTY, profile: Profile = Profile.RELEASE) -> Linted:
    """Lint a card's bytes. Never raises for what is in them, unless a plugin does: PluginError."""
    text = decode(content)
    if isinstance(text, Fault):
        return Linted([_placed(of_fault(text), Document(""), file)], [])
    return lint_text(text, file, shelf, profile)


def lint_text(text: str, file: str, shelf: Shelf = EMPTY, profile: Profile = Profile.RELEASE) -> Linted:
    """Lint a card's text. *shelf* holds the cards that it may refer to; a card that is a draft is held as one.

    Raises PluginError where the check of a plugin that takes part fails.
    """
    return lint_document(read(text), file, shelf, profile)


def lint_document(document: Document, file: str, shelf: Shelf = EMPTY, profile: Profile = Profile.RELEASE) -> Linted:
    """Lint a card that was read already, as `lint_text` does."""
    checked, held = _checked(document, shelf, file), _held(document, profile)
    found = list(dict.fromkeys(_placed(finding, document, file, held) for finding in checked.findings))
    found.sort(key=lambda one: (one.start, one.code, one.path[-1:] and str(one.path[-1])))
    own = identity(Card(document)) if isinstance(document.data, dict) else None
    return _suppressed(found, document, file)._replace(verdicts=checked.verdicts, card=str(own or ""))


def _checked(document: Document, shelf: Shelf, file: str) -> Checked:
    try:
        return check(document, shelf.seen_from(file))
    except PluginError as error:
        raise PluginError(f"{file}: {error}") from error


def _held(document: Document, profile: Profile) -> Profile:
    """Return the profile that a card is held to: its own `status: draft` counts unless all are held strictly."""
    status = document.data.get("status") if isinstance(document.data, dict) else None
    return Profile.DRAFT if status == Profile.DRAFT.value and profile is Profile.RELEASE else profile


def _placed(finding: Finding, document: Document, file: str, profile: Profile = Profile.RELEASE) -> Diagnostic:
    span = finding.span or document.locate(finding.path, finding.on)
    start, rule = document.place(span.start), BY_CODE[finding.code]
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity_in(profile, finding.severity),
        message=_cut(finding.message),
        hint=_cut(finding.hint or _first_step(rule.repair)),
        path=finding.path,
        file=file,
        start=start,
        end=document.place(max(span.end, span.start)),
        source=document.line(start.line),
        fix=finding.fix,
    )


def _first_step(repair: str) -> str:
    """Return the first sentence of a rule's repair as a hint, for findings that have no better one."""
    first = repair.split(". ", maxsplit=1)[0].split("; ", maxsplit=1)[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _cut(text: str, limit: int = 500) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _suppressed(found: list[Diagnostic], document: Document, file: str) -> Linted:
    comments = list(document.suppressions())
    if not comments:
        return Linted(found, [])
    faults, suppressions = _read_comments(comments, document)
    by_place = {(one.line, code): one for one in reversed(suppressions) for code in one.codes}
    used: Counter[tuple[int, str]] = Counter()
    kept: list[Diagnostic] = []
    hidden: list[tuple[Diagnostic, str]] = []
    for one in found:
        by = by_place.get((one.start.line, one.code))
        if by is None:
            kept.append(one)
            continue
        used[by.line, one.code] += 1
        hidden.append((one, by.reason))
    unused = [
        Finding("RC011", (), f"nothing on this line is hidden by {code}", "remove it", span=suppression.span)
        for suppression in suppressions
        for code in suppression.codes
        if not used[suppression.line, code]
    ]
    kept += [_placed(finding, document, file) for finding in (*faults, *unused)]
    kept.sort(key=lambda one: (one.start, one.code))
    return Linted(kept, hidden)


def _read_comments(comments: Iterable[tuple[Span, str]], document: Document) -> tuple[list[Finding], list[Suppression]]:
    faults: list[Finding] = []
    suppressions: list[Suppression] = []
    for span, text in comments:
        match = _DIRECTIVE.match(text)
        if match is None:
            hint = "write `# releasecard: ignore[RC104] why`"
            faults.append(Finding("RC013", (), "this comment is none that is known", hint, span=span))
            continue
        codes = tuple(code.strip() for code in match[1].split(",") if code.strip())[:_MAX_CODES]
        reason = re.split(r"(?:^|\s)#", match[2])[0].strip()
        faults += [_unknown(code, span) for code in codes if code not in BY_CODE]
        if not codes or not reason:
            what = "names no code" if not codes else "gives no reason"
            hint = "write `# releasecard: ignore[RC104] why`; until then it hides nothing"
            faults.append(Finding("RC012", (), f"the suppression {what}", hint, span=span))
            continue
        known = tuple(code for code in codes if code in BY_CODE)
        suppressions.append(Suppression(span, document.place(span.start).line, known, reason))
    return faults, suppressions


def _unknown(code: str, span: Span) -> Finding:
    near = nearest(code, BY_CODE) if len(code) < 12 else None
    hint = f"did you mean `{near}`?" if near else "`releasecard rule` lists the codes"
    return Finding("RC013", (), f"`{code[:20]}` is not the code of a rule", hint, span=span)


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """Return the gravest severity among diagnostics, or None where there are none."""
    return max((one.severity for one in diagnostics), default=None)
