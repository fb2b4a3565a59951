"""Rows and their columns: feedback, its origin, what a type of rows can be used for, rows that repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from releasecard.facts import Facts, Status
from releasecard.rules.objects.read import ROWS, bounds, changed
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity

_BY_FEEDBACK: Final = ("rlvr", "reward_modeling", "preference_learning", "process_supervision", "evaluation")
_TRAINED: Final = ("rlvr", "sft", "distillation")
_COUNTED: Final = (
    "task",
    "prompt_answer",
    "prompt_trace_answer",
    "rollout_set",
    "tool_trajectory",
    "environment_episode",
)
_SEVERAL: Final = ("rollout_set", "preference_pair", "rated_completions", "judgment_record")
"""Types of which several rows of one task are no accident."""
_HELD_OUT: Final = re.compile(r"test|eval|valid|dev|held|bench|diamond", re.IGNORECASE)
_BY_ROW: Final = re.compile(r"(?:by |at )?(?:rows?|records?|samples?|random(?:ly)?|responses?|traces?)", re.IGNORECASE)
_TRAINED_ON: Final = changed(
    ROWS,
    ("answer: {role: feedback", "answer: {role: [behavior, feedback]"),
    ("{train: 400, test: 100}", "{train: 500}"),
)
_COPIED: Final = (("records: 500", "records: 8000"), ("distinct: 500", "distinct: 500\n    copies: 16 sampled traces"))

RULES: Final = (
    Rule(
        "RC301", "object-without-feedback", Severity.ERROR,
        "Rows are meant to train or measure by feedback, and none of their fields is feedback.",
        "The unit of post-training is a sample that carries its verdict: without an answer, a label or a preference there "
        "is nothing to reward, rank or score by.",
        "Give the field that judges the role `feedback`, or take back the use that needs it. Rows of type `task` need "
        "none: what decides them may be the task itself.",
        bad="objects:\n  rows:\n    type: prompt_answer\n    supervision: [answer]\n    records: 500\n    distinct: 500\n"
        "    splits: {train: 400, test: 100}\n    fields:  # <- RC301\n      question: {role: task, type: string}\n"
        "      answer: {role: behavior, type: string}\n",
        good=ROWS,
        blind="Whether what is called feedback says anything about the behavior.",
    ),
    Rule(
        "RC302", "feedback-without-origin", Severity.WARNING,
        "A field judges, and nothing on the card says who or what made it.",
        "A label is worth what its verifier is worth, and each kind of verifier fails in its own way.",
        "Name the `verifier` that produced it, or say in `produced_by` who did. An `author` or the `rollouts` it was "
        "estimated with will do.",
        bad=changed(ROWS, ("answer: {role: feedback, type: string, verifier: final-answer}",
                           "answer: {role: feedback, type: string}  # <- RC302")),
        good=changed(ROWS, ("verifier: final-answer", "produced_by: the problem's writers")),
        blind="Whether the verifier that is named really made the label.",
    ),
    Rule(
        "RC312", "rows-not-distinct", Severity.WARNING,
        "Rows to train on are not known to be distinct: `distinct` is missing, or half as many rows as there are and no "
        "reason, or copies of a task may fall into several splits.",
        "A file of 1.79 million rows held 17,398 prompts: reuse, epochs and every rate count tasks, and copies across splits leak.",
        "State how many are `distinct`, say in `copies` why rows outnumber tasks, and in `split_by` what is kept whole in one split.",
        bad="training_use: [sft]\n" + changed(_TRAINED_ON, ("distinct: 500", "distinct: 250  # <- RC312")),
        good="training_use: [sft]\n" + changed(_TRAINED_ON, *_COPIED, ("{train: 500}", "{train: 8000}")),
        blind="Paraphrases, which count as distinct.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with rows and their columns."""
    if facts.kind == "dataset":
        yield from _without_feedback(facts)
    uses = set(facts.words("training_use"))
    trained = not uses.isdisjoint((*_TRAINED, "agent_training"))
    counted = facts.kind == "dataset" and not uses.isdisjoint(_TRAINED)
    samples = _samples(facts)
    for name in facts.things("objects"):
        yield from _origins(facts, ("objects", name))
        if trained:
            yield from _distinct(facts, ("objects", name), counted=counted, samples=samples)


def _without_feedback(facts: Facts) -> Iterator[Finding]:
    uses = [use for use in facts.words("training_use") if use in _BY_FEEDBACK]
    bare = [name for name in facts.things("objects") if _is_bare(facts, name)] if uses else []
    alone = len(bare) == len(facts.things("objects"))
    for name in bare:
        supervision = facts.words("objects", name, "supervision")
        if (alone or set(supervision) - {"demonstration"}) and facts.is_own("objects", name, "fields"):
            message = f"`{name}` is meant for {uses[0]}, and no field of it is feedback"
            hint = "give the field that judges the role `feedback`, or take the use back"
            yield Finding("RC301", ("objects", name, "fields"), message, hint, on="key")


def _is_bare(facts: Facts, name: str) -> bool:
    """Tell whether all roles are known and none is feedback, where the type asks for some."""
    path = ("objects", name)
    fields = facts.plain(*path, "fields")
    if not isinstance(fields, dict) or facts.plain(*path, "type") in (None, "task") or facts.plain(*path, "labels"):
        return False
    if not facts.words(*path, "supervision"):
        return False
    roles = [facts.words(*path, "fields", field, "role") for field in fields]
    paired = facts.plain(*path, "type") == "preference_pair" and sum("behavior" in one for one in roles) > 1
    return all(roles) and not paired and not any("feedback" in one for one in roles)


def _origins(facts: Facts, path: Path) -> Iterator[Finding]:
    fields = facts.things(*path, "fields")
    nested = {_column(field.get("at")) for key, field in fields.items() if _column(field.get("at")) != key}
    for key in fields:
        place = (*path, "fields", key)
        stated = any(
            facts.status(*place, one) is not Status.NONE for one in ("verifier", "produced_by", "author", "rollouts")
        )
        judges = "feedback" in facts.words(*place, "role") and key not in nested
        if judges and not stated and facts.is_own(*place, "role"):
            message = f"`{key}` is feedback, and nothing says who or what made it"
            yield Finding("RC302", place, message, "name its `verifier`, or say in `produced_by` who made it", on="key")


def _column(at: Any) -> str:
    """Return the column that a place lies in, where it lies in one: `completions` of `completions[].critique`."""
    return re.split(r"[.\[]", at, maxsplit=1)[0] if isinstance(at, str) else ""


def _distinct(facts: Facts, path: Path, *, counted: bool, samples: Fraction) -> Iterator[Finding]:
    explained = facts.status(*path, "copies") is not Status.NONE or facts.plain(*path, "type") in _SEVERAL
    few = _repeats(facts, path, Fraction(2))
    if few and not explained and _repeats(facts, path, 2 * samples) and facts.is_own(*path, "distinct"):
        records, distinct = (facts.plain(*path, key) for key in ("records", "distinct"))
        message = f"{shown(records)} rows hold {shown(distinct)} distinct tasks, and nothing says why"
        yield Finding("RC312", (*path, "distinct"), message, "say in `copies` why rows outnumber tasks")
    elif counted and _uncounted(facts, path) and facts.is_own(*path, "records"):
        message = f"{shown(facts.plain(*path, 'records'))} rows to train on, and `distinct` is missing"
        yield Finding(
            "RC312", (*path, "records"), message, "count the tasks that differ, or say `not_measured`", on="key"
        )
    if (few or facts.plain(*path, "copies") not in (None, 1, "1")) and facts.is_own(*path, "splits"):
        yield from _split(facts, path)


def _repeats(facts: Facts, path: Path, times: Fraction) -> bool:
    """Tell whether there are so many times as many rows as distinct tasks, or more, at what is stated."""
    least, most = bounds(facts.plain(*path, "records"))[0], bounds(facts.plain(*path, "distinct"))[1]
    return least is not None and most is not None and most > 0 and least >= times * most


def _samples(facts: Facts) -> Fraction:
    """Return how many samples for each task the traces were written with, at most; 1 where that is not stated."""
    named = facts.words("provenance", "traces", "rollouts")
    drawn = (bounds(facts.plain("rollouts", name, "samples_per_prompt"))[1] for name in named)
    return max(filter(None, drawn), default=Fraction(1))


def _uncounted(facts: Facts, path: Path) -> bool:
    splits = facts.plain(*path, "splits")
    held_out = [bool(_HELD_OUT.search(str(split))) for split in splits] if isinstance(splits, dict) else []
    return (
        facts.plain(*path, "type") in _COUNTED
        and facts.plain(*path, "records") is not None
        and facts.status(*path, "distinct") is Status.NONE
        and not (held_out and all(held_out))
    )


def _split(facts: Facts, path: Path) -> Iterator[Finding]:
    splits, by = facts.plain(*path, "splits"), facts.plain(*path, "split_by")
    if not isinstance(splits, dict) or len(splits) < 2 or not any(_HELD_OUT.search(str(split)) for split in splits):
        return
    if facts.status(*path, "split_by") is Status.NONE or (isinstance(by, str) and _BY_ROW.fullmatch(by)):
        what = f"{shown(by)} is kept whole" if by else "nothing says that a task stays in one"
        message = f"a task has several rows, there are {len(splits)} splits, and {what}"
        place = (*path, "splits" if by is None else "split_by")
        yield Finding("RC312", place, message, "split by task, and say so in `split_by`", on="key")
