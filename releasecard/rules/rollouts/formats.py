"""The form that is asked of an answer, beside the form that the verifier looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.rules.rollouts.read import SCORED, described, judges, probe, protocols, scored
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_FORMS: Final = {
    "boxed": re.compile(r"\bbox(ed)?\b|\\boxed", re.IGNORECASE),
    "answer_line": re.compile(r"answer_line|\banswer\s*:|####|(last|final|answer) line", re.IGNORECASE),
    "last_number": re.compile(r"last[_ ]number", re.IGNORECASE),
    "choice": re.compile(r"\bchoice\b|\bletter\b|\(?A\)?\s*[-,/]\s*\(?[BD]\b", re.IGNORECASE),
}
_FINDS: Final = {"last_number": {"last_number", "boxed", "answer_line"}}
"""What an extractor finds beside its own form: the last number stands in a box as well as on a line."""
_LEARNED: Final = frozenset(("sft_stage", "rl_stage", "handoff", "data", "supervision", "optimizer", "reward"))
_BASE: Final = re.compile(r"-base\b|\bpre-?trained\b", re.IGNORECASE)

_LEARNING: Final = (
    SCORED.replace("model: Example-7B", "model: Example-7B-Base")
    + "  tuned: {model: Example-7B after RL, origin: run, training_runs: 3, scores: {exam: 40.3}}\n"
    "comparisons:\n  rl: {from: base, to: tuned, changed: [rl_stage]}\n"
)

RULES: Final = (
    Rule(
        "RC511", "format-extractor-mismatch", Severity.WARNING,
        "The prompt asks for an answer in one form and the verifier looks for another; or a gain over a pretrained base does "
        "not say how many of the base's answers were not found.",
        "A model that does as it is asked is then counted as wrong, and training that teaches the form looks like reasoning: "
        "seven papers on reinforcement learning reported baselines that were too low in this way.",
        "Correct `prompt_format.answer` or `extractor.form`, or run it again; state `unparsed`, the share without an answer.",
        bad=probe(("prompt_format: {template: chat, answer: boxed}",
                   "prompt_format: {template: chat, answer: 'a last line \"Answer: x\"'}  # <- RC511"))
        + _LEARNING.replace("rollouts:\n", "").replace("  exam:\n    purpose", "  exam:  # <- RC511\n    purpose"),
        good=_LEARNING.replace("truncated: 0.01", "truncated: 0.01\n    unparsed: 0.12"),
        blind="Forms that are not named by a known word (boxed, an answer line, a choice, the last number), and rows that do "
        "not say that their model is a pretrained one. The second is a note.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield forms that do not meet, and the protocols of bases whose lost answers are not counted."""
    behind = scored(facts)
    for path in protocols(facts):
        answer = facts.plain(*path, "prompt_format", "answer")
        if not isinstance(answer, str) or not facts.is_own(*path, "prompt_format", "answer"):
            continue
        for judge in judges(facts, path, behind.get(str(path[1]), [])):
            looked = _looked_for(facts, shelf, judge)
            asked = {form for form, pattern in _FORMS.items() if pattern.search(answer)}
            if asked and looked and asked.isdisjoint(looked) and not _accepts(facts, shelf, judge, asked):
                message = f"the prompt asks for {shown(answer)}, `{judge}` looks for {shown(', '.join(sorted(looked)))}"
                hint = "correct one of the two; if both are so, right answers are counted as wrong"
                yield Finding("RC511", (*path, "prompt_format", "answer"), message, hint)
                break
    yield from _unparsed(facts, shelf)


def _looked_for(facts: Facts, shelf: Shelf, judge: str) -> set[str]:
    """Return the forms that a verifier finds; none where it is not said, looks for anything or has parts."""
    for at, place in described(facts, shelf, judge):
        if at.things(*place, "components"):
            return set()
        forms = at.words(*place, "extractor", "form")
        if forms:
            return set() if "free" in forms else {one for form in forms for one in (form, *_FINDS.get(form, ()))}
    return set()


def _accepts(facts: Facts, shelf: Shelf, judge: str, asked: set[str]) -> bool:
    """Tell whether a probe shows that the verifier takes a form that it is not said to look for."""
    for at, place in described(facts, shelf, judge):
        pairs = at.plain(*place, "probes", "accepted")
        for pair in pairs[:1000] if isinstance(pairs, list) else ():
            given = pair[0] if isinstance(pair, list) and pair else None
            if isinstance(given, str) and any(_FORMS[form].search(given) for form in asked):
                return True
    return False


def _unparsed(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    told: set[str] = set()
    for name in facts.things("comparisons"):
        row = facts.plain("comparisons", name, "from")
        if not (isinstance(row, str) and _LEARNED.intersection(facts.words("comparisons", name, "changed"))):
            continue
        if not _pretrained(facts, row):
            continue
        for protocol, users in _sampled(facts, row):
            extracts = any(_extracts(facts, shelf, judge) for judge in judges(facts, ("rollouts", protocol), users))
            unsaid = facts.status("rollouts", protocol, "unparsed") is Status.NONE
            if extracts and unsaid and protocol not in told and facts.is_own("rollouts", protocol, "purpose"):
                told.add(protocol)
                message = (
                    f"`{name}` starts from a pretrained model, and how many of its answers were not found is not said"
                )
                hint = "state `unparsed`, the share in which no answer was found"
                yield Finding("RC511", ("rollouts", protocol), message, hint, on="key", severity=Severity.NOTE)


def _extracts(facts: Facts, shelf: Shelf, judge: str) -> bool:
    return any(at.plain(*place, "extractor") is not None for at, place in described(facts, shelf, judge))


def _pretrained(facts: Facts, row: str) -> bool:
    """Tell whether the card says that a row is of a model that was pretrained and not tuned."""
    model = facts.plain("baselines", row, "model")
    tuned = any(facts.status("baselines", row, key) is not Status.NONE for key in ("setting", "training", "stage"))
    if tuned or not isinstance(model, str):
        return False
    bases = facts.things("base_models").items()
    words = [
        str(facts.plain("base_models", id_, "says") or "") for id_, base in bases if model in (id_, base.get("name"))
    ]
    return any(_BASE.search(text) for text in (model, *words))


def _sampled(facts: Facts, row: str) -> Iterator[tuple[str, list[Path]]]:
    """Yield the protocols that a row was scored with, each with what names it."""
    own = facts.plain("baselines", row, "rollouts")
    if facts.status("baselines", row, "rollouts") is not Status.NONE:
        if isinstance(own, str):
            yield own, [("baselines", row)]
        return
    scores = facts.plain("baselines", row, "scores")
    for benchmark in scores if isinstance(scores, dict) else ():
        protocol = facts.plain("benchmarks", benchmark, "rollouts")
        if isinstance(protocol, str):
            yield protocol, [("benchmarks", benchmark)]
