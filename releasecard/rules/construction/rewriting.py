"""What a model rewrote: whether anybody looked, and whether overlap can still be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.rules.rule import Rule, shown
from releasecard.stated import Gap
from releasecard.values import Finding, Path, Severity

_NOTE: Final = Severity.NOTE
_STEPS: Final = ("provenance", "transforms")
_DECONTAMINATION: Final = ("provenance", "decontamination")
_MODEL: Final = re.compile(
    r"\b(an?|the|by|with|language|large|prompted|few-shot) (models?|llms?)\b|\bllms?\b|\b(gpt|claude|gemini|llama|qwen|deepseek|mistral)\b",
    re.IGNORECASE,
)
_BY_LETTERS: Final = re.compile(
    r"n-?gram|\d-?gram|\bindel\b|levenshtein|edit distance|substring|string match|exact match|jaccard", re.IGNORECASE
)
_BY_MEANING: Final = re.compile(r"embed|semantic|\bllm\b|judge|paraphrase|language model", re.IGNORECASE)
_REWORDS: Final = re.compile(
    r"re-?writ|re-?word|paraphras|rephras|reformulat|translat|convert|turn(ed|s)? into|becomes?", re.IGNORECASE
)

_REWRITTEN: Final = """\
provenance:
  prompts:
    from:
      pool: {kind: mined, license: MIT, relation: adapted, records: 500}
  transforms:
    rewording:
      rule: posts are reworded as questions
      model: Rewriter-32B
      revision: a1b2c3d
      error_rate: 0.01
      audit: 300 rows read by hand
  filters: {not_applicable: all rows are kept}
  decontamination:
    against: [aime24]
    method: 13-gram overlap
    threshold: one 13-gram
    applied_to: prompt
    removed: 0
    order: before rewording
  lineage: {parents: not_stated, synthetic: partial, risks: not_stated}
"""
_NAMELESS: Final = (
    _REWRITTEN.replace("      model: Rewriter-32B\n", "")
    .replace("      revision: a1b2c3d\n", "")
    .replace("posts are reworded as questions", "a language model rewords posts as questions")
)

RULES: Final = (
    Rule(
        "RC603", "label-rewritten-unaudited", Severity.WARNING,
        "A model rewrote or extracted questions or answers, and nobody says how many it spoiled.",
        "A rewritten question may no longer have its answer. Verifiers then train on the wrong label, and nothing in the rows "
        "shows it.",
        "Read a sample by hand, and state `error_rate` and `audit`.",
        bad=_NAMELESS.replace("questions\n      error_rate: 0.01\n      audit: 300 rows read by hand", "questions")
        .replace("    rewording:", "    rewording:  # <- RC603"),
        good=_NAMELESS,
        blind="Models that neither `model` nor the step's own words name, and changes within a filter. Where the rate is said "
        "to be a gap it is a note.",
    ),
    Rule(
        "RC609", "decontamination-over-rewritten-text", _NOTE,
        "Overlap with benchmarks was looked for by matching words, in text that a model had reworded.",
        "A paraphrase shares no 13-gram with its original: rewording hides the overlap and keeps the problem.",
        "Compare before rewriting, or by meaning, and say in `order` and `recall` what was done and what it misses.",
        bad=_REWRITTEN.replace("order: before rewording", "order: after rewording")
        .replace("method: 13-gram overlap", "method: 13-gram overlap  # <- RC609"),
        good=_REWRITTEN,
        blind="Rewording by people, and by the models that wrote a source.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield rewriting that nobody audited, and overlap that it hides."""
    steps: list[Path] = [(*_STEPS, name) for name in facts.things(*_STEPS) if _of_tasks(facts, (*_STEPS, name))]
    for path in steps:
        yield from _unaudited(facts, path)
    yield from _hidden(facts, steps)


def _of_tasks(facts: Facts, path: Path) -> bool:
    """Tell whether a step changed tasks or their answers: what it is about where that is said, else the task."""
    about = facts.words(*path, "about")
    if facts.status(*path, "about") is Status.GAP:
        return False
    return not about or any(_is_task(facts, word) for word in about)


def _is_task(facts: Facts, word: str) -> bool:
    path = facts.card.find(word)
    if path is None or path[0] != "objects":
        return False
    roles = facts.words(*path[:4], "role") if path[2:3] == ("fields",) and len(path) > 3 else ["task"]
    return bool({"task", "feedback"} & set(roles))


def _by_model(facts: Facts, path: Path) -> bool:
    """Tell whether a model took the step: it is named or not named, or the step's words say so."""
    said = facts.plain(*path, "rule")
    return facts.status(*path, "model") in (Status.OK, Status.GAP) or bool(
        isinstance(said, str) and _MODEL.search(said)
    )


def _unaudited(facts: Facts, path: Path) -> Iterator[Finding]:
    rate, audit = facts.status(*path, "error_rate"), facts.status(*path, "audit")
    named = facts.status(*path, "model") is not Status.NONE
    if audit is not Status.NONE or not _by_model(facts, path) or not facts.is_own(*path):
        return
    name = path[-1]
    if rate is Status.NONE and not named:
        message = f"a model takes the step `{name}`, and nobody says how many rows it spoils"
        yield Finding("RC603", path, message, "state `model`, `error_rate` and `audit`", on="key")
    elif rate is Status.GAP and _asked(facts.at(*path, "error_rate")):
        message = f"how many rows the model of `{name}` spoils is a gap: {shown(facts.at(*path, 'error_rate'))}"
        yield Finding("RC603", (*path, "error_rate"), message, "have a sample read by hand", severity=_NOTE)


def _asked(rate: object) -> bool:
    """Tell whether a gap is the release's: it was looked for, and is not there."""
    return isinstance(rate, Gap) and rate.word in ("not_stated", "not_measured", "not_logged")


def _hidden(facts: Facts, steps: list[Path]) -> Iterator[Finding]:
    method, order = facts.plain(*_DECONTAMINATION, "method"), facts.plain(*_DECONTAMINATION, "order")
    compared = facts.words(*_DECONTAMINATION, "applied_to")
    if not isinstance(method, str) or facts.status(*_DECONTAMINATION, "of") is not Status.NONE:
        return
    if not _BY_LETTERS.search(method) or _BY_MEANING.search(method) or (compared and "prompt" not in compared):
        return
    reworded = [path for path in steps if _rewords(facts, path)]
    late = isinstance(order, str) and "after" in order.lower() and "before" not in order.lower()
    if reworded and (late or facts.status(*_DECONTAMINATION, "order") is Status.NONE):
        when = "after" if late else "and nobody says whether before or after"
        message = f"overlap is matched by words, {when} a model reworded tasks (`{reworded[0][-1]}`)"
        hint = "compare before rewording or by meaning; say in `order` and `recall` what was done"
        yield Finding("RC609", (*_DECONTAMINATION, "method"), message, hint)


def _rewords(facts: Facts, path: Path) -> bool:
    """Tell whether a model that is known rewords tasks by this step."""
    said = facts.plain(*path, "rule")
    return isinstance(said, str) and bool(_REWORDS.search(said)) and _by_model(facts, path)
