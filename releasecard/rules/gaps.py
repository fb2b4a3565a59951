"""RC2xx: what is not there, and whether the card says so in a way that readers can count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.card import Card
from releasecard.fields import Rules
from releasecard.rules.rule import Rule, shown
from releasecard.stated import BARE_UNKNOWNS, Conflict, Gap, Todo
from releasecard.values import Finding, Fix, Path, Severity, dotted

_ERROR, _NOTE = Severity.ERROR, Severity.NOTE

RULES: Final = (
    Rule(
        "RC201", "todo-left", _ERROR,
        "A value is still to be written.",
        "A card with to-dos is a draft: nobody can tell its gaps from its author's.",
        "Write the value, or the gap word that says why there is none.",
        bad="summary: TODO say what it is  # <- RC201", good="summary: Word problems with answers.",
        draft=_NOTE,
    ),
    Rule(
        "RC202", "empty-value", _ERROR,
        "A key has no value, or an empty one.",
        "An empty value may mean zero, none, unknown or forgotten.",
        "Write the value, or the gap word that says why there is none.",
        bad="authors: []  # <- RC202\naccess:\n  terms:  # <- RC202",
        good="authors: not_stated\naccess:\n  terms: none to agree to",
    ),
    Rule(
        "RC203", "bare-unknown", _ERROR,
        "A value says that something is unknown, and not whose gap it is.",
        "Of 280 entries in the field's own atlas none states a rollout count: `unknown` reads the same whether the "
        "release is silent or nobody looked.",
        "Use the gap word that is true: `not_stated`, `not_logged`, `not_measured`, `not_released`, `not_checked` or "
        "`not_applicable: why`.",
        bad="authors: unknown  # <- RC203", good="authors: not_stated",
    ),
    Rule(
        "RC204", "not-applicable-without-reason", _ERROR,
        "`not_applicable` stands without a reason.",
        "That something cannot exist here is a claim, and readers may doubt it.",
        "Write `not_applicable: why`.",
        bad="access: not_applicable  # <- RC204",
        good="access:\n  not_applicable: the release is a method and has no files",
    ),
    Rule(
        "RC205", "gap-not-allowed", _ERROR,
        "A gap word stands where every card can state a value.",
        "Without a name, a version and an author a card cannot be referred to.",
        "Write the value; a release without a version of its own has a commit or a date.",
        bad="name: not_stated  # <- RC205", good="name: gsm8k",
    ),
    Rule(
        "RC206", "one-sided-conflict", _ERROR,
        "A conflict has fewer than two sides.",
        "A conflict says that two sources disagree, and which says what.",
        "Name both sources, each with its value, or write the one value.",
        bad='sources:\n  paper: {role: data_release, url: "https://example.org/p"}\n'
        "released:\n  conflict: {paper title page: 2026-03-01}  # <- RC206",
        good='sources:\n  paper: {role: data_release, url: "https://example.org/p"}\n'
        '  hub: {role: data_release, url: "https://example.org/h"}\n'
        "released:\n  conflict: {paper title page: 2026-03-01, hub: 2026-03-04}",
    ),
    Rule(
        "RC207", "author-has-not-looked", _NOTE,
        "`not_checked`: the card's author has not looked.",
        "A verdict that needs the value stays open because of the card, not because of the release.",
        "Look it up, and write what the release says or which gap it leaves.",
        bad="organizations: not_checked  # <- RC207", good="organizations: not_stated",
    ),
)  # fmt: skip


def check(card: Card) -> Iterator[Finding]:
    """Yield to-dos, empty values, bare unknowns and ill-used gap words."""
    for path, value, rules in card.values:
        if path not in card.cut:
            yield from _value(path, value, rules)
        if isinstance(value, Gap) and isinstance(value.detail, Todo):
            yield _todo((*path, value.word), value.detail)


def _value(path: Path, value: Any, rules: Rules | None) -> Iterator[Finding]:
    if isinstance(value, Todo):
        yield _todo(path, value)
    elif isinstance(value, Gap):
        yield from _gap(path, value)
    elif value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
        if not path:
            return
        what = (
            "no value"
            if value is None
            else "an empty text"
            if isinstance(value, str)
            else "an empty list"
            if value == []
            else "an empty map"
        )
        hint = "write the value, or a gap word such as `not_stated`"
        yield Finding("RC202", path, f"`{dotted(path)}` has {what}", hint, on="key")
    elif isinstance(value, str):
        yield from _bare(path, value, rules)
    elif isinstance(value, Conflict) and len(value.sides) < 2:
        yield Finding(
            "RC206",
            (*path, "conflict"),
            "a conflict needs two sides",
            "name both sources, each with its value",
            on="key",
        )


def _todo(path: Path, value: Todo) -> Finding:
    what = value.text[4:].strip(" :") if value.text.upper().startswith("TODO") else ""
    return Finding(
        "RC201", path, f"`{dotted(path)}` is to do" + (f": {what}" if what else ""), "or say which gap it is"
    )


def _gap(path: Path, value: Gap) -> Iterator[Finding]:
    if value.word == "not_applicable" and not _is_reason(value.detail):
        yield Finding("RC204", path, "`not_applicable` gives no reason", "write `not_applicable: why`")
    elif value.word == "not_checked":
        why = f": {value.detail}" if isinstance(value.detail, str) else ""
        hint = "write it once it can be read" if why else "look it up"
        yield Finding("RC207", path, f"the card's author has not looked for `{dotted(path)}`{why}", hint)


def _is_reason(detail: Any) -> bool:
    if isinstance(detail, (Todo, Conflict)):
        return True  # the to-do is a finding of its own
    return isinstance(detail, str) and bool(detail.strip()) and detail.strip().lower() not in BARE_UNKNOWNS


def _bare(path: Path, value: str, rules: Rules | None) -> Iterator[Finding]:
    word = BARE_UNKNOWNS.get(value.strip().lower())
    if word is None or value in (rules or {}).get("allowed", ()):
        return
    reasoned = word == "not_applicable"
    hint = "write `not_applicable: why`" if reasoned else f"`{word}`, if that is what is true"
    fix = Fix("replace", path, word) if not reasoned and (rules or {}).get("nullable") else None
    yield Finding("RC203", path, f"{shown(value)} does not say whose gap it is", hint, fix=fix)
