"""Estimates of difficulty: made with another verifier, before the model was out, before the tasks were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.rules.rollouts.read import ESTIMATES, probe, protocols
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity

_NOTE: Final = Severity.NOTE
_MOST: Final = 40
_EARLY: Final = re.compile(r"\b(before|early|preview|internal|in-house|unreleased)\b", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_BASES: Final = """\
kind: recipe
base_models:
  base: {name: Base-7B, revision: 0f9e8d7, license: MIT, released: 2026-01-05}
data: not_stated
stages: not_stated
benchmarks: not_stated
comparisons: not_stated
"""
_REWARD: Final = """\
verifiers:
  final-answer:
    contract: programmatic
    card: math-verify@0.8.0
    uses: [labeling]
  strict:
    contract: programmatic
    family: rule
    implementation: {name: strict-check, version: "1.0"}
    uses: [reward]
    checks: equality of the final answer
    input: the whole response
    signal: binary
    extractor: {form: boxed}
    normalization: none
    equivalence: string equality
    invalid_output: counted as wrong
    errors: {false_reject: not_measured, false_accept: not_measured}
"""
_REWORDED: Final = """\
revisions:
  - {version: "1.0.1", date: 2026-02-20, changed: 48 questions were reworded, affects: objects.rows.fields.question, comparable: none}
"""

RULES: Final = (
    Rule(
        "RC507", "estimated-with-another-verifier", _NOTE,
        "Pass rates were estimated with one verifier, and training pays by another.",
        "A task that one verifier rejects another accepts: what was active for the filter may be saturated or unreachable in "
        "training.",
        "Estimate again with the verifier that trains, or say how often the two agree.",
        bad=probe(("verifier: final-answer", "verifier: final-answer  # <- RC507")) + _REWARD,
        good=probe() + _REWARD.replace("name: strict-check", "name: Math-Verify"),
        blind="Verifiers without a name of their own, and two names of one program.",
    ),
    Rule(
        "RC508", "estimated-before-release", Severity.WARNING,
        "A model was sampled before the day of its release.",
        "One of the dates is not right, or another model was sampled: a pass rate is that of one model.",
        "Correct the date or the model; if it was at hand before its release, say so in `says`.",
        bad=_BASES + probe(("date: 2026-02-11", "date: 2025-12-30  # <- RC508")), good=_BASES + probe(),
        blind="Models whose release the card does not state under `base_models`.",
    ),
    Rule(
        "RC509", "rewritten-after-estimate", _NOTE,
        "Tasks or answers were changed after their pass rates were estimated.",
        "The pass rate is that of the earlier wording.",
        "Estimate again for the rows that changed, or say that the rates are of the earlier ones.",
        bad=probe(("date: 2026-02-11", "date: 2026-02-11  # <- RC509")) + _REWORDED,
        good=probe(("date: 2026-02-11", "date: 2026-02-25")) + _REWORDED,
        blind="Changes within the construction: filters and transforms have no common order.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield estimates that do not hold for what they are used for."""
    paying = _paying(facts)
    for path in protocols(facts, *ESTIMATES):
        if facts.status(*path, "pass_rate") is not Status.NA:
            yield from _another_verifier(facts, path, paying)
    yield from _before_release(facts)
    yield from _rewritten(facts)


def _paying(facts: Facts) -> list[str]:
    """Return the verifiers that pay in training, parts of mixed ones too."""
    words = [word for path in protocols(facts, "training") for word in facts.words(*path, "verifier")]
    words += [word for path, _ in facts.matches("stages.*.rewards.*") for word in facts.words(*path, "verifier")]
    used = (name for name in facts.things("verifiers") if "reward" in facts.words("verifiers", name, "uses"))
    return _with_parts(facts, [*words, *used])


def _with_parts(facts: Facts, verifiers: list[str]) -> list[str]:
    parts = [
        word
        for name in dict.fromkeys(verifiers)
        for part in facts.things("verifiers", name, "components")
        for word in facts.words("verifiers", name, "components", part, "verifier")
    ]
    return list(dict.fromkeys((*verifiers, *parts)))


def _another_verifier(facts: Facts, path: Path, paying: list[str]) -> Iterator[Finding]:
    estimating = _with_parts(facts, facts.words(*path, "verifier"))
    if not estimating or not paying or not set(estimating).isdisjoint(paying) or not facts.is_own(*path, "verifier"):
        return
    if len(estimating) > _MOST or len(paying) > _MOST:
        return
    ours, theirs = (list(map(_name, [facts] * len(ids), ids)) for ids in (estimating, paying))
    if "" in (*ours, *theirs) or any(one in other or other in one for one in ours for other in theirs):
        return
    message = f"pass rates are by {shown(estimating[0])}, and {shown(paying[0])} pays in training"
    yield Finding(
        "RC507", (*path, "verifier"), message, "estimate with the verifier that trains, or say how the two agree"
    )


def _name(facts: Facts, verifier: str) -> str:
    """Return the name that a verifier has beyond this card, in letters and digits, empty where it has none."""
    if "@" in verifier:
        return _plain(verifier.partition("@")[0])
    entry: Path = ("verifiers", verifier)
    named = (facts.plain(*entry, *keys) for keys in (("card",), ("implementation", "name"), ("judge", "model")))
    return next((_plain(word.partition("@")[0]) for word in named if isinstance(word, str)), "")


def _plain(text: str) -> str:
    return _LETTERS.sub("", text[:200].lower())


def _before_release(facts: Facts) -> Iterator[Finding]:
    released = {}
    for name, base in facts.things("base_models").items():
        day = facts.day("base_models", name, "released")
        told = facts.plain("base_models", name, "says")
        if day is not None and not (isinstance(told, str) and _EARLY.search(told)):
            released.update({str(word): day for word in (name, base.get("name"))})
    for path in protocols(facts):
        model, sampled = facts.plain(*path, "model"), facts.day(*path, "date")
        day = released.get(model) if isinstance(model, str) else None
        told = facts.plain(*path, "says")
        early = isinstance(told, str) and _EARLY.search(told)
        if day and sampled and sampled < day and not early and facts.is_own(*path, "date"):
            message = f"{shown(model)} was sampled on {sampled}, and released on {day}"
            yield Finding(
                "RC508", (*path, "date"), message, "correct a date, or say in `says` that it was at hand before"
            )


def _rewritten(facts: Facts) -> Iterator[Finding]:
    """Hold the day of each estimate against the last day on which tasks of the object that it rated were changed."""
    changed = _changes(facts)
    alone = len(facts.things("objects")) == 1
    rated: dict[str, list[str]] = {}
    for name in facts.things("objects") if changed else ():
        for column in facts.things("objects", name, "fields"):
            for protocol in facts.words("objects", name, "fields", column, "rollouts"):
                rated.setdefault(protocol, []).append(name)
    for path in protocols(facts, *ESTIMATES) if changed else ():
        sampled = facts.day(*path, "date")
        objects = rated.get(str(path[1])) or (list(changed) if alone else [])
        day = max((changed[name] for name in objects if name in changed), default=None)
        if sampled and day and sampled < day and facts.is_own(*path, "date"):
            message = f"tasks were changed on {day}, after pass rates were estimated on {sampled}"
            hint = "estimate again for what changed, or say which rows it holds for"
            yield Finding("RC509", (*path, "date"), message, hint)


def _changes(facts: Facts) -> dict[str, date]:
    """Return the last day on which tasks or answers of an object were changed so that rates cannot be compared."""
    found: dict[str, date] = {}
    revisions = facts.plain("revisions")
    for index in range(len(revisions)) if isinstance(revisions, list) else ():
        place = ("revisions", index)
        day = facts.day(*place, "date")
        if day is None or facts.plain(*place, "comparable") == "full" or facts.plain(*place, "release") is not None:
            continue
        for word in facts.words(*place, "affects"):
            name = _task_of(facts, word)
            if name:
                found[name] = max(day, found.get(name, day))
    return found


def _task_of(facts: Facts, word: str) -> str:
    """Return the object whose tasks or answers a path is of, empty where it is of something else."""
    path = facts.card.find(word) if "@" not in word else None
    if not path or path[0] != "objects" or len(path) == 1 or path[2:3] not in ((), ("fields",)):
        return ""
    roles = facts.words(*path[:4], "role") if len(path) > 3 else ["task"]
    return str(path[1]) if {"task", "feedback"} & set(roles) else ""
