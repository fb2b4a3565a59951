"""RC901 to RC905: what references to other cards lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from releasecard.facts import Facts
from releasecard.fields import Rules
from releasecard.formats import reference, slug
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf, identity
from releasecard.values import Finding, Path, Severity, each

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_LONGEST: Final = 300
_NAMED: Final = 6
_CHECKS: Final = ("reference", "release", "parent")

_CHILD: Final = (
    "provenance:\n  prompts:\n    from:\n"
    "      pool: {kind: benchmark, license: MIT, relation: copied, records: 500}\n"
    "  filters: {not_applicable: all rows are kept}\n  decontamination: not_measured\n"
    "  lineage:\n    synthetic: none\n    risks: not_stated\n"
)
_POOL: Final = '--- # another card of the run\nname: contest-pool\nversion: "2.0"\n'
_CLAIM: Final = "claims:\n  checked:\n    kind: correctness\n    says: Answers are right.\n    about: objects.rows\n"

RULES: Final = (
    Rule(
        "RC901", "unresolved-reference", _NOTE,
        "No card of the run or its shelf is the one that a reference names.",
        "What another card says counts as unknown until it can be read: verdicts that need it stay open, and nothing is "
        "held against it.",
        "Lint the two together, or name the folder of the other card with `--shelf` or the setting `shelf`. "
        "Where the release has no card, leave it.",
        bad=_CHILD + "    parents: [web-pool@1.0]  # <- RC901\n" + _POOL,
        good=_CHILD + "    parents: [contest-pool@2.0]\n" + _POOL,
        blind="References in running text, and those on a conflict's sides.",
    ),
    Rule(
        "RC902", "missing-version", _WARNING,
        "The shelf has the release that a reference names, in other versions only.",
        "A version is what makes a verifier or a data set one thing: error rates of one version say nothing of another.",
        "Refer to the version that was used, and put its card beside the others; if the version is a slip, correct it.",
        bad=_CHILD + "    parents: [contest-pool@1.0]  # <- RC902\n" + _POOL,
        good=_CHILD + "    parents: [contest-pool@2.0]\n" + _POOL,
        blind="Two names of one version, as a tag and its commit.",
    ),
    Rule(
        "RC903", "path-not-there", _WARNING,
        "`name@version#path` points to a place that the other card does not have.",
        "Evidence counts only as far as it can be followed.",
        "Look the place up on the other card; a path is dotted, from the top.",
        bad=_CLAIM + '    evidence: [verifiers.final-answer, "contest-pool@2.0#verifiers.exact"]  # <- RC903\n' + _POOL,
        good=_CLAIM + '    evidence: [verifiers.final-answer, "contest-pool@2.0#verifiers.final-answer"]\n' + _POOL,
        blind="Whether what stands there supports the claim, and paths with a `*`.",
    ),
    Rule(
        "RC904", "unpinned-reference", _NOTE,
        "A parent is named without a version, and the shelf has its card.",
        "Which rows, labels and terms a child inherits depends on the version that it was made from.",
        "Write `name@version`; if nobody knows the version, leave it.",
        bad=_CHILD + "    parents: [contest-pool]  # <- RC904\n" + _POOL,
        good=_CHILD + "    parents: [contest-pool@2.0]\n" + _POOL,
        blind="Parents without a card on the shelf: most releases do not say which version they took.",
    ),
    Rule(
        "RC905", "duplicate-card", _WARNING,
        "Two files of the run hold a card of the same name and version.",
        "A reference means one card. With two, readers and this program may follow different ones.",
        "Give one of them a version of its own, or keep one out of the run.",
        bad="name: small  # <- RC905\n--- # another card of the run, met before\nname: small\n",
        good='name: small\n--- # another card of the run\nname: small\nversion: "1.1"\n',
        blind="Two cards of one release under different names.",
    ),
)  # fmt: skip


class Reference(NamedTuple):
    """A reference to another card, and where it stands."""

    path: Path
    text: str

    @property
    def card(self) -> str:
        """What it refers to, without the place there."""
        return self.text.partition("#")[0]


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield references that lead nowhere, parents without a version, and a card that is there twice."""
    if shelf.twin is not None:
        hint = "give one of them a version of its own, or keep one out of the run"
        yield Finding("RC905", ("name",), f"{shown(shelf.twin)} is a card of `{identity(facts.card)}` too", hint)
    if not shelf.is_given:
        return
    away: dict[str, Reference] = {}
    for one in references(facts):
        if shelf.holds(one.card):
            yield from _place(facts, shelf, one)
        elif one.card != str(identity(facts.card)):
            away.setdefault(one.card, one)
    yield from _away(shelf, facts, away) if shelf.has_others else _unlooked(away)
    yield from _unpinned(facts, shelf)


def references(facts: Facts) -> Iterator[Reference]:
    """Yield every reference of the right form that is written on a card."""
    for path, value, rules in facts.card.values:
        if "conflict" not in path:
            for place, word in _words(path, value, rules):
                if "@" in word and len(word) <= _LONGEST and not reference(word):
                    yield Reference(place, word)


def _words(path: Path, value: Any, rules: Rules | None) -> Iterator[tuple[Path, str]]:
    """Yield the texts at a path of which a reference may be one; a list's own items have rules of their own."""
    if rules is None or not isinstance(value, (str, list)):
        return
    if "refers" in rules.get("meta", {}):
        yield from ((place, word) for place, word in each(path, value) if isinstance(word, str))
    elif isinstance(value, str) and rules.get("check_with") in _CHECKS:
        yield path, value


def _place(facts: Facts, shelf: Shelf, one: Reference) -> Iterator[Finding]:
    """Follow a reference to the place on the card that it names."""
    place = one.text.partition("#")[2]
    other = shelf.find(one.card)
    if other is None:
        hint = f"`releasecard lint` says why, if it is run on the file of {shown(one.card)}"
        yield Finding("RC901", one.path, f"the card of {shown(one.card)} cannot be read", hint)
    elif place and "*" not in place and other.card.find(place) is None:
        near = facts.card.nearest(place, other.card.paths)
        hint = (
            f"did you mean `{one.card}#{near}`?" if near else "a path starts at the top of the card: `verifiers.exact`"
        )
        yield Finding("RC903", one.path, f"{shown(place)} leads nowhere on {shown(one.card)}", hint)


def _away(shelf: Shelf, facts: Facts, away: dict[str, Reference]) -> Iterator[Finding]:
    """Say of each card that is not at hand whether others of its name are."""
    own = identity(facts.card)
    for card, one in away.items():
        name, _, version = card.partition("@")
        others = [known for known in shelf.versions(name) if own is None or (name, known) != own]
        if others:
            message = f"{shown(card)} is not on the shelf, which has {_listed(others)}"
            hint = f"refer to the version that was used; if that is {shown(version)}, add its card"
            yield Finding("RC902", one.path, message, hint)
            continue
        hint = "name the folder that holds its card with `--shelf`, or leave it where there is none"
        if shelf.unread:
            hint += f"; {shown(shelf.unread[0])} cannot be read"
        yield Finding("RC901", one.path, f"no card of this run is {shown(card)}", hint)


def _unlooked(away: dict[str, Reference]) -> Iterator[Finding]:
    """Say once what was not looked at because the card was linted alone."""
    if away:
        message = f"not checked, because the run has this card alone: {_listed(list(away))}"
        hint = "lint it together with these cards, or name their folder with `--shelf`"
        yield Finding("RC901", next(iter(away.values())).path, message, hint)


def _unpinned(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    for path, value, rules in facts.card.values:
        if isinstance(value, str) and (rules or {}).get("check_with") == "parent" and "conflict" not in path:
            known = shelf.versions(value) if not slug(value) and value != facts.card.written.get("name") else []
            if known:
                hint = f"write {' or '.join(f'`{value}@{one}`' for one in known[:_NAMED])}, if that is what was taken"
                yield Finding("RC904", path, f"{shown(value)} is named without a version", hint)


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return ", ".join(shown(word) for word in words[:_NAMED]) + more
