"""What a comparison says has changed and moved, beside what claims credit it with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.fields.results import KNOBS
from releasecard.rules.examples import EXAM, GAINED, PAIR
from releasecard.rules.results.read import Pair, changed, evidence, is_claimed, pairs
from releasecard.rules.rule import Rule
from releasecard.values import Finding, Path, Severity, each

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_BROUGHT: Final = frozenset(
    ("data", "prompt_source", "supervision", "teacher", "reward", "verifier", "optimizer", "sampling", "curriculum",
     "handoff", "training_compute")
)  # fmt: skip
"""What a stage of training brings with it by definition."""
_IMPLIED: Final = {"sft_stage": _BROUGHT, "rl_stage": _BROUGHT}
_MEASURED: Final = frozenset(("inference_compute", "evaluation_protocol"))

RULES: Final = (
    Rule(
        "RC711", "confounded-comparison", _NOTE,
        "Several knobs changed at once between two sides on which a gain stands; a warning where a claim credits one of them, "
        "unless the others are the stage of training that brought it.",
        "Such a comparison reports a gain and attributes it to nothing: any one of the knobs may have done it.",
        "Compare rows that differ in one knob, or credit no single one of them.",
        bad=GAINED.replace("better:", "better:  # <- RC401").replace("credits: [data]", "credits: [data]  # <- RC711").replace("changed: [data]", "changed: [data, optimizer]"),
        good=GAINED,
        blind="Knobs that the card does not list. A new stage of training counts as one knob, with its data, reward and optimizer.",
    ),
    Rule(
        "RC712", "credited-knob-unchanged", _WARNING,
        "A claim credits a knob that none of its comparisons lists as changed.",
        "What did not change between two sides cannot be the cause of their difference.",
        "Name the comparison in which the knob changed, or take the credit back.",
        bad=GAINED.replace("better:", "better:  # <- RC401").replace("credits: [data]", "credits: [optimizer]  # <- RC712"),
        good=GAINED,
        blind="Comparisons on other cards, and causes in words.",
    ),
    Rule(
        "RC713", "moved-contradicts-knobs", _WARNING,
        "Only inference compute or the evaluation protocol changed, and the ceiling or the efficiency is said to have moved.",
        "More tries, a larger budget or another protocol move the measurement; the model is the same.",
        "Write `moved: [measurement]`, or list the knob of training that changed too.",
        bad=EXAM + PAIR.replace("[data]", "[inference_compute]\n    moved: [ceiling]  # <- RC713"),
        good=EXAM + PAIR.replace("[data]", "[inference_compute]\n    moved: [measurement]"),
        blind="Searches that train nothing: there inference compute is what is scaled.",
    ),
    Rule(
        "RC714", "efficiency-without-axis", _WARNING,
        "Efficiency is said to have moved, and the card does not say along which axis, or compares at one budget.",
        "Half the updates can be twice the generated tokens: efficiency is a slope, and has an axis and at least two points.",
        "State `scaling.axis` (generated tokens, GPU hours, updates) and `scaling.budgets`, or claim a gain.",
        bad=EXAM + PAIR.replace("    gain", "    moved: [efficiency]  # <- RC714\n    gain"),
        good=EXAM + PAIR.replace("    gain", "    moved: [efficiency]\n    gain") + "scaling: {axis: GPU hours, points: 5, budgets: 3}\n",
        blind="Whether what the axis counts is what was spent.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield credits that no comparison isolates, and movements that its knobs cannot make."""
    confounded: set[str] = set()
    for claim in facts.things("claims"):
        yield from _credits(facts, claim, confounded)
    for pair in pairs(facts):
        if pair.id not in confounded:
            yield from _several(facts, pair)
    for name in facts.things("comparisons"):
        yield from _moved(facts, name)
    yield from _efficiency(facts)


def _credits(facts: Facts, claim: str, confounded: set[str]) -> Iterator[Finding]:
    """Hold each knob that a claim credits against its comparisons; *confounded* takes those that were told of."""
    path: Path = ("claims", claim, "credits")
    credited = set(facts.words(*path)).intersection(KNOBS)
    names, away = evidence(facts, claim) if credited else ((), False)
    listed = {name: changed(facts, name) for name in names}
    if not listed or away or None in listed.values():
        return
    whole = credited.union(*(_IMPLIED.get(knob, ()) for knob in credited))
    for place, knob in each(path, facts.plain(*path)):
        of = [name for name, knobs in listed.items() if knobs is not None and knob in knobs]
        if knob not in credited or any(whole.issuperset(listed[name] or ()) for name in of):
            continue
        if not of:
            message = f"`{claim}` credits `{knob}`, which changed in none of its comparisons"
            yield Finding("RC712", place, message, "name the comparison in which it changed, or take the credit back")
            continue
        confounded.update(of)
        others = [one for one in listed[of[0]] or () if one not in whole]
        brought = all(knob in _IMPLIED.get(one, ()) for one in others)
        message = f"`{claim}` credits `{knob}`, and in `{of[0]}` {', '.join(f'`{one}`' for one in others)} changed too"
        hint = "credit the stage too" if brought else "compare rows that differ in it alone, or credit no single knob"
        yield Finding("RC711", place, message, hint, severity=_NOTE if brought else _WARNING)


def _several(facts: Facts, pair: Pair) -> Iterator[Finding]:
    place = (*pair.path, "changed")
    knobs = set(pair.changed or ())
    for stage in knobs.intersection(_IMPLIED):
        knobs = {one for one in knobs if one not in _IMPLIED[stage]}
    if len(knobs) < 2 or not is_claimed(facts, pair) or not facts.is_own(*place):
        return
    message = f"{len(knobs)} knobs changed at once in `{pair.id}`: its gain belongs to none of them"
    yield Finding(
        "RC711", place, message, "add rows that differ in one knob each, or credit none", on="key", severity=_NOTE
    )


def _moved(facts: Facts, name: str) -> Iterator[Finding]:
    place = ("comparisons", name, "moved")
    knobs, moved = changed(facts, name), [one for one in facts.words(*place) if one != "measurement"]
    searched = any(facts.plain("stages", one, "kind") == "search" for one in facts.things("stages"))
    if knobs and moved and _MEASURED.issuperset(knobs) and not searched and facts.is_own(*place):
        message = (
            f"only {' and '.join(f'`{one}`' for one in knobs)} changed in `{name}`, and the {' and '.join(moved)} moved"
        )
        yield Finding("RC713", place, message, "write `moved: [measurement]`, or list what else changed")


def _efficiency(facts: Facts) -> Iterator[Finding]:
    """Yield the comparisons that are said to have moved the efficiency, where the ledger has no axis or one budget."""
    axis, budgets = facts.status("scaling", "axis"), facts.number("scaling", "budgets")
    if facts.status("scaling") is Status.GAP or axis is Status.GAP:
        return
    fits = facts.things("scaling", "fits")
    told = facts.status("scaling", "budgets") is not Status.NONE
    for name in facts.things("comparisons"):
        place = ("comparisons", name, "moved")
        if "efficiency" not in facts.words(*place) or not facts.is_own(*place):
            continue
        if axis is not Status.OK:
            message = f"`{name}` is said to have moved the efficiency, and `scaling.axis` does not say along what"
        elif facts.plain("comparisons", name, "from") not in fits and (
            budgets < 2 if budgets is not None else not told
        ):
            message = (
                f"`{name}` is said to have moved the efficiency along {facts.plain('scaling', 'axis')}, at one budget"
            )
        else:
            continue
        yield Finding("RC714", place, message, "state `scaling.axis` and `scaling.budgets`, or claim a gain")
