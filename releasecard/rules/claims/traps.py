"""The traps that the evidence of a claim falls into, whatever its verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from releasecard.evidence.judge import judged, members, named, reached
from releasecard.evidence.reach import Reach, Thing
from releasecard.facts import Facts, Status
from releasecard.rules.claims.examples import (
    BECAUSE,
    CLOSED,
    OPENED,
    ROWS,
    SAMPLED,
    SOURCED,
    TUNED,
    TWO_POINTS,
    one_claim,
)
from releasecard.rules.examples import GAINED
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_DECIDE: Final = frozenset(("filtering", "labeling"))
_FORMS: Final = ("length", "token", "format", "words", "characters")
_COUNTS: Final = frozenset(("records", "distinct", "bytes", "files", "pool", "domains", "languages", "splits"))
_CAUSE: Final = re.compile(
    r"\b(because of|due to|thanks to|owing to|caused by|driven by|comes? from|stems? from)\b", re.IGNORECASE
)

RULES: Final = (
    Rule(
        "RC404", "circular-correctness", _WARNING,
        "Answers are called correct by the verifier that kept or labeled them, and nobody measured how often that one "
        "accepts what is wrong.",
        "What a filter lets through is right by that filter. Only an independent check says how often that is so.",
        "State `errors.false_accept` with rate and sample, name an audit by people or a second verifier in `evidence`, or "
        "say `false_accept: not_measured`, which leaves the claim open.",
        bad=OPENED,
        good=CLOSED,
        blind="Whether the second verifier is of the same make as the first under another name.",
    ),
    Rule(
        "RC405", "verifier-of-another-stage", _WARNING,
        "A claim that rows are correct names only verifiers that neither kept nor labeled them.",
        "A release often has several verifiers: one that built it, one that trains, one that evaluates. Only the one that "
        "decided what is in the rows speaks for them.",
        "Name the verifier that filtered or labeled, or correct its `uses`.",
        bad=OPENED.replace("final-answer", "grader").replace("RC404", "RC405").replace("RC402", "RC401").replace("labeling", "evaluation") + ROWS,
        good=CLOSED.replace("final-answer", "grader") + ROWS.replace("produced_by: the writers", "verifier: grader"),
        blind="Claims whose rows name the verifiers that did label them: these are reached too, whatever the evidence names.",
    ),
    Rule(
        "RC406", "trace-quality-by-length", _WARNING,
        "Traces are called good for their length, their format, their final answer or their teacher.",
        "A trace can be long and well formed and still rationalise after the fact, or copy its teacher.",
        "Name labels of steps, a test that localizes the first error, a robustness check.",
        bad=one_claim("trace_quality", "provenance.filters.long", "RC401", "RC406") + ROWS + SOURCED,
        good=one_claim("coverage", "provenance") + ROWS + SOURCED,
        blind="Texts: only filters with `by: length`, statistics of length and the like are recognized.",
    ),
    Rule(
        "RC407", "difficulty-without-rollouts", _WARNING,
        "Items are called hard, and no sampling of a model stands behind it: a rating, an origin, a level.",
        "Difficulty is relative to a base model and its sampling: one item is unreachable for one model and saturated for "
        "another.",
        "Name rollouts with model, verifier, samples and pass rates in `evidence`, or claim what the rating shows.",
        bad=one_claim("difficulty", "objects.rows.distribution", "RC401", "RC407") + ROWS,
        good=SAMPLED,
        blind="Whether the pass rates are of the base that is trained, and whether they show what the claim says.",
    ),
    Rule(
        "RC408", "coverage-by-count", _WARNING,
        "A field is called covered, and all the evidence are counts.",
        "More data is not better coverage: coverage is a recipe of sources, generators, filters, splits and lineage.",
        "Name `provenance` with sources and shares, and how rows spread (`distribution`).",
        bad=one_claim("coverage", "objects.rows.records", "RC401", "RC408") + ROWS + SOURCED,
        good=one_claim("coverage", "provenance") + ROWS + SOURCED,
        blind="Counts in words, and whether the sources that are named cover the field.",
    ),
    Rule(
        "RC409", "scaling-from-two-points", _WARNING,
        "Something is said to have moved the ceiling or the efficiency on the strength of two scores.",
        "Two end points fit any curve. A score can move the ceiling, the efficiency or the measurement.",
        "State `scaling.points` and `scaling.budgets`, or the fitted curves under `scaling.fits`; else claim a gain.",
        bad=TWO_POINTS,
        good=GAINED,
        blind="Whether the points of a curve lie apart enough to fit it.",
    ),
    Rule(
        "RC410", "accuracy-on-own-set", _WARNING,
        "A verifier's accuracy was measured on data that it was trained on.",
        "What was tuned on a set is right on it more often than elsewhere.",
        "Measure on data that it has not seen, and name that set under `calibration`.",
        bad=TUNED.replace("accurate:", "accurate:  # <- RC401").replace("[verifiers.reward]", "[verifiers.reward]  # <- RC410").replace("set: held-out", "set: example-prefs"),
        good=TUNED,
        blind="Overlap between sets of different names.",
    ),
    Rule(
        "RC412", "cause-in-words", _NOTE,
        "A gain is ascribed to a cause in words, and `credits` names no knob.",
        "A visible cause is not causal isolation: only a named knob can be held against what changed.",
        "Name the knob under `credits`, or say what was compared without a cause.",
        bad=BECAUSE.replace("    credits: [data]\n", "").replace("new data.", "new data.  # <- RC412"),
        good=BECAUSE,
        blind="Causes that are put in other words.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield the traps that each claim falls into; a claim whose evidence is a gap falls into none."""
    for claim in judged(facts):
        trap = _TRAPS.get(str(facts.plain("claims", claim, "kind")))
        if trap is not None and named(facts, claim, "evidence"):
            yield from trap(facts, reached(facts, shelf, claim), ("claims", claim))


def _correctness(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    verifiers = [one for one in found.of("V") if one.facts is facts and one.path]
    if not found.of("O") or not verifiers or len(verifiers) < len(found.of("V")):
        return
    if all(_elsewhere(one) for one in verifiers):
        names = ", ".join(shown(one.path[-1]) for one in verifiers)
        message = f"`{claim[-1]}` rests on {names}, which neither kept nor labeled the rows"
        yield Finding(
            "RC405", (*claim, "evidence"), message, "name the verifier that did, or correct its `uses`", on="key"
        )
    elif all(_kept(one) for one in verifiers) and not _independent(facts, found, claim):
        yield from _circular(verifiers, claim)


def _elsewhere(thing: Thing) -> bool:
    uses = thing.facts.words(*thing.path, "uses")
    return bool(uses) and not _DECIDE.intersection(uses)


def _kept(thing: Thing) -> bool:
    return bool(_DECIDE.intersection(thing.facts.words(*thing.path, "uses")))


def _independent(facts: Facts, found: Reach, claim: Path) -> bool:
    """Tell whether something else than the verifier itself speaks for the rows: an audit, people, agreement."""
    words = [word for _, word in named(facts, str(claim[-1]), "evidence")]
    audited = any(word.startswith(("audit", "revisions")) or "@" in word for word in words)
    return audited or any(_stands_alone(one) for one in found.of("V"))


def _stands_alone(thing: Thing) -> bool:
    return bool(thing.away) or any(_checked_otherwise(*place) for place in thing.places)


def _checked_otherwise(facts: Facts, path: Path) -> bool:
    family = facts.plain(*path, "family")
    formal = family == "formal_checker" and all(facts.plain(*path, key) for key in ("toolchain", "statement_source"))
    return formal or family == "human_labels" or facts.plain(*path, "agreement") is not None


def _circular(verifiers: list[Thing], claim: Path) -> Iterator[Finding]:
    states = [max(_false_accept(*place) for place in one.places) for one in verifiers]
    if Status.OK in states:
        return
    open_ = Status.GAP in states or Status.NA in states
    names = ", ".join(shown(one.path[-1]) for one in verifiers)
    message = f"the rows of `{claim[-1]}` were kept by {names} and are called right by it; nobody measured it"
    hint = "state `errors.false_accept` with rate and sample, or name an independent check in `evidence`"
    yield Finding("RC404", (*claim, "evidence"), message, hint, on="key", severity=_NOTE if open_ else None)


def _false_accept(facts: Facts, path: Path) -> Status:
    """Return whether the rate of wrong answers accepted is stated with its sample, in all or by population."""
    errors = facts.status(*path, "errors")
    if errors is not Status.OK:
        return errors
    figure = facts.plain(*path, "errors", "false_accept")
    if figure is None:
        return facts.status(*path, "errors", "false_accept")
    places: list[Path] = [(), *((name,) for name in figure)]
    base = (*path, "errors", "false_accept")
    return max(min(facts.status(*base, *inner, "rate"), facts.status(*base, *inner, "sample")) for inner in places)


def _trace_quality(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    words = [word for _, word in named(facts, str(claim[-1]), "evidence")]
    if all(_of_form(facts, word) for word in words):
        message = f"`{claim[-1]}` rests on length, format, final answers or the teacher's name alone"
        yield Finding(
            "RC406", (*claim, "evidence"), message, "name labels of steps or a test that localizes errors", on="key"
        )


def _of_form(facts: Facts, word: str) -> bool:
    """Tell whether a path leads to what says nothing of the steps of a trace."""
    path = facts.card.find(word) if "@" not in word else None
    if path is None:
        return False
    if path[:2] == ("provenance", "filters") and len(path) > 2:
        by = facts.plain(*path[:3], "by")
        return isinstance(by, str) and any(one in by.lower() for one in _FORMS)
    if path[:2] == ("provenance", "traces"):
        return path[2:] in ((), ("author",), ("model",), ("revision",))
    if path[0] == "verifiers" and len(path) > 1:
        return (
            facts.plain(*path[:2], "family") in ("rule", "classifier") and facts.plain(*path[:2], "signal") != "process"
        )
    return path[0] == "objects" and any(one in str(step).lower() for step in path for one in _FORMS)


def _difficulty(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    if members("R", "difficulty", found) or found.away:
        return
    message = f"`{claim[-1]}` is a claim of difficulty, and no sampling of a model stands behind it"
    hint = "name rollouts with their pass rates; a rating, an origin or a level is relative to nothing"
    yield Finding("RC407", (*claim, "evidence"), message, hint, on="key")


def _coverage(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    words = [word for _, word in named(facts, str(claim[-1]), "evidence")]
    if all(_COUNTS.intersection(word.split(".")) and "@" not in word for word in words):
        message = f"`{claim[-1]}` rests on counts alone: {', '.join(map(shown, words[:3]))}"
        yield Finding("RC408", (*claim, "evidence"), message, "name the sources, the filters and the lineage", on="key")


def _scaling(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    fits, points = facts.things("scaling", "fits"), facts.status("scaling", "points")
    if fits or points is not Status.NONE or facts.status("scaling") is Status.GAP:
        return
    for pair in (one for one in found.of("C") if one.facts is facts):
        moved = set(facts.words(*pair.path, "moved")) - {"measurement"}
        if moved:
            message = (
                f"`{pair.path[-1]}` compares two rows, and is said to have moved the {' and '.join(sorted(moved))}"
            )
            hint = "state `scaling.points` and `scaling.budgets`, or claim a gain"
            yield Finding("RC409", (*claim, "evidence"), message, hint, on="key")
            return


def _accuracy(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    for one in (one for one in found.of("V") if one.facts is facts):
        held, trained = (facts.plain(*one.path, *keys) for keys in (("calibration", "set"), ("training_data",)))
        if isinstance(held, str) and isinstance(trained, str) and held.lower() in trained.lower():
            message = f"the accuracy of `{claim[-1]}` was measured on {shown(held)}, which is in the training data"
            yield Finding("RC410", (*claim, "evidence"), message, "measure on data that it has not seen", on="key")


def _gain(facts: Facts, found: Reach, claim: Path) -> Iterator[Finding]:
    says, credited = facts.plain(*claim, "says"), facts.status(*claim, "credits")
    match = _CAUSE.search(says) if isinstance(says, str) and credited is Status.NONE else None
    if match:
        message = f"`{claim[-1]}` names a cause in words (`{match[0]}`), and `credits` names no knob"
        yield Finding(
            "RC412", (*claim, "says"), message, "add `credits: [knob]`, so that it can be held against what changed"
        )


_TRAPS: Final[dict[str, Callable[[Facts, Reach, Path], Iterator[Finding]]]] = {
    "correctness": _correctness,
    "trace_quality": _trace_quality,
    "difficulty": _difficulty,
    "coverage": _coverage,
    "scaling": _scaling,
    "verifier_accuracy": _accuracy,
    "gain": _gain,
}
