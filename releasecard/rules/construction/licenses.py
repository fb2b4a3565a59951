"""Licenses of what was copied or adapted, beside the license of the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.construction.counts import BUILT
from releasecard.rules.construction.terms import Terms, options, takes_share_alike
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_SOURCES: Final = ("provenance", "prompts", "from")

RULES: Final = (
    Rule(
        "RC608", "license-terms-in-tension", Severity.WARNING,
        "The rows hold content of a source whose stated terms are in tension with the stated license of the data: no "
        "commercial use, no changes, or the same terms for what is made of it.",
        "Who uses the rows by their license alone may break the terms of what is in them.",
        "State the terms that hold for that part in `license.parts`, or say in `license.note` why they do not bind.",
        bad=BUILT.replace("kind: human_written, license: MIT, relation: copied, records: 900}",
                          "kind: mined, license: CC-BY-NC-4.0, relation: copied, records: 900}  # <- RC608"),
        good=BUILT.replace("license: MIT", "license: CC-BY-4.0"),
        blind="Facts that are not protected, ownership, dual licensing, exceptions of the law: it compares what is stated, and "
        "is no legal advice. Terms of one's own, of code and of model outputs are left out; with a `license.note` it is a note.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield sources whose stated terms are in tension with those of the data."""
    stated = facts.plain("license", "data")
    ours = options(stated) if isinstance(stated, str) else []
    if not ours or any(one.custom for choice in ours for one in choice):
        return
    parts = facts.plain("license", "parts")
    apart = [text for text in parts.values() if isinstance(text, str)] if isinstance(parts, dict) else []
    for name in facts.things(*_SOURCES):
        path = (*_SOURCES, name)
        said, where = _license(facts, shelf, path)
        if said and facts.is_own(*path, "relation") and said not in apart:
            yield from _tension(facts, path, said, where, ours)


def _license(facts: Facts, shelf: Shelf, path: Path) -> tuple[str, Path]:
    """Return what a source's license is, here or on its own card, and where it is said on this one."""
    own = facts.plain(*path, "license")
    if isinstance(own, str):
        return own, (*path, "license")
    reference = facts.plain(*path, "card")
    other = shelf.find(reference) if isinstance(reference, str) else None
    license_ = other.plain("license", "data") if other is not None else None
    return (license_ if isinstance(license_, str) else ""), (*path, "card")


def _tension(facts: Facts, path: Path, said: str, where: Path, ours: list[list[Terms]]) -> Iterator[Finding]:
    relation = facts.plain(*path, "relation")
    changed = relation == "adapted" or bool(facts.things("provenance", "transforms"))
    theirs = options(said)
    if relation not in ("copied", "adapted") or not theirs:
        return
    worst = [max((_at_odds(parent, ours, adapted=relation == "adapted", changed=changed) for parent in choice), default=(0, ""))
             for choice in theirs if not any(parent.custom for parent in choice)]  # fmt: skip
    grave, what = min(worst) if len(worst) == len(theirs) else (0, "")
    told = facts.plain("license", "note") is not None
    if grave:
        message = (
            f"the source states {shown(said)}, the data {shown(facts.plain('license', 'data'))}: in tension, {what}"
        )
        hint = "state the terms of this part in `license.parts`, or say in `license.note` why they do not bind"
        yield Finding("RC608", where, message, hint, severity=Severity.NOTE if grave == 1 or told else None)


def _at_odds(parent: Terms, ours: list[list[Terms]], *, adapted: bool, changed: bool) -> tuple[int, str]:
    """Return how far terms are at odds with any choice that the data offers: 0 not, 1 a note, 2 a warning."""
    if parent.non_commercial and not all(any(one.non_commercial for one in choice) for choice in ours):
        return 2, "one forbids commercial use"
    if parent.no_derivatives and changed:
        return 2, "one forbids changes, and steps changed it"
    if parent.share_alike and not all(takes_share_alike(parent, choice) for choice in ours):
        return (
            (2, "one asks the same terms for what is made of it")
            if adapted
            else (1, "one asks the same terms for copies")
        )
    return 0, ""
