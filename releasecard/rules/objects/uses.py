"""What rows are said to be good for, held against what they are: uses, supervision, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from releasecard.facts import Facts, Status
from releasecard.rules.examples import VERIFIER
from releasecard.rules.objects.read import ROWS, changed
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity, each

_ACTING: Final = ("tool_trajectory", "environment_episode")
_PAIRED: Final = ("preference_pair", "rated_completions", "rollout_set", "judgment_record", "step_labeled_trace")
_CRITICIZED: Final = ("critique", "preference", "scalar")
_FINE: Final = ("step", "state_action")
_NEEDS: Final = {
    "sft": "a behavior to imitate",
    "distillation": "a behavior of a teacher",
    "preference_learning": "pairs, or ratings that make pairs",
    "process_supervision": "feedback on steps",
    "agent_training": "actions, or a task that an agent acts on",
    "critique_modeling": "critiques or ratings",
}
_NOT_CARRIED: Final = {
    "prompt_answer": ("step", "state_action"),
    "prompt_trace_answer": ("step", "state_action"),
    "task": ("demonstration",),
}
"""Where feedback cannot attach in rows of a type: there is no step, no action or no behavior in them."""
_REFUSAL: Final = re.compile(r"refus|abst(?:ain|ention)|safe[ _-]?complet", re.IGNORECASE)
_BOUNDS: Final = "{intent: asks for a dose, risk: self-harm, allowed: general advice, response: refuse}"
_ALIGNS: Final = "training_use: [safety_alignment, evaluation]"

RULES: Final = (
    Rule(
        "RC303", "use-beyond-type", Severity.WARNING,
        "The card names a use, or a place where feedback attaches, that its types of rows cannot carry.",
        "The type of an object limits its use: a final answer cannot carry process supervision, and a task without "
        "behavior teaches nobody to imitate.",
        "Take back the use, or state the rows that carry it with their type, fields and supervision.",
        bad="training_use: [process_supervision, evaluation]  # <- RC303",
        good=changed(ROWS, ("type: prompt_answer", "type: prompt_answer\n    says: a task and its answer")),
        blind="Uses that people make of data against its type, and objects that are left off the card.",
    ),
    Rule(
        "RC311", "behavior-unbounded", Severity.WARNING,
        "Rows are to teach what to refuse or how to answer safely, and nothing bounds that behavior.",
        "A refusal is right or wrong only relative to an intent, a risk and what was allowed: without these a model "
        "learns to refuse by topic.",
        "State `behavior_bounds` of the rows: intent, risk, what is allowed, the response that is taught.",
        bad=_ALIGNS + "  # <- RC311\n" + ROWS,
        good=_ALIGNS + "\n" + changed(ROWS, ("    fields:", f"    behavior_bounds: {_BOUNDS}\n    fields:")) + VERIFIER,
        blind="Refusals that no use, field or distribution names.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield uses and supervision that no rows carry, and behavior without bounds."""
    if facts.kind == "dataset" and _are_known(facts):
        yield from _uses(facts)
    for name in facts.things("objects"):
        yield from _supervision(facts, ("objects", name))
    if _are_known(facts):
        yield from _bounds(facts)


def _are_known(facts: Facts) -> bool:
    """Tell whether the card has objects, and says the type and the supervision of each."""
    objects = facts.plain("objects")
    keys = ("type", "supervision")
    return isinstance(objects, dict) and all(facts.plain("objects", name, key) for name in objects for key in keys)


def _uses(facts: Facts) -> Iterator[Finding]:
    for place, use in _once(("training_use",), facts.plain("training_use")):
        carries = _CARRIES.get(use)
        if carries and not any(carries(facts, ("objects", name)) for name in facts.things("objects")):
            types = ", ".join({str(one.get("type")): 0 for one in facts.things("objects").values()})
            message = f"`{use}` needs {_NEEDS[use]}, and the objects ({types}) have none"
            yield Finding("RC303", place, message, "take the use back, or state the rows that carry it")


def _once(path: Path, value: Any) -> list[tuple[Path, str]]:
    """Return each word of one or a list of them with its first place."""
    first: dict[str, Path] = {}
    for place, word in each(path, value):
        if isinstance(word, str):
            first.setdefault(word, place)
    return [(place, word) for word, place in first.items()]


def _behaves(facts: Facts, path: Path) -> bool:
    """Tell whether rows hold a behavior: by their type, or by a field; or that is not known."""
    if facts.plain(*path, "type") not in ("prompt_answer", "task"):
        return True
    fields = facts.plain(*path, "fields")
    roles = [facts.words(*path, "fields", field, "role") for field in fields] if isinstance(fields, dict) else [[]]
    return not all(roles) or any("behavior" in one for one in roles)


def _pairs(facts: Facts, path: Path) -> bool:
    form = facts.words(*path, "form")
    return facts.plain(*path, "type") in (*_PAIRED, *_ACTING) or any(one in ("preference", "scalar") for one in form)


def _is_stepwise(facts: Facts, path: Path) -> bool:
    """Tell whether feedback stands on steps: by the type, the supervision, the form, the labels or a verifier of steps."""
    if facts.plain(*path, "type") == "step_labeled_trace" or facts.plain(*path, "labels") is not None:
        return True
    if set(facts.words(*path, "supervision")).intersection(_FINE) or "process_value" in facts.words(*path, "form"):
        return True
    named = {
        word for field in facts.things(*path, "fields") for word in facts.words(*path, "fields", field, "verifier")
    }
    return any(_judges_steps(facts, verifier) for verifier in named)


def _judges_steps(facts: Facts, verifier: str) -> bool:
    path = ("verifiers", verifier)
    return "process_verifier" in facts.words(*path, "family") or "process" in facts.words(*path, "signal")


def _acts(facts: Facts, path: Path) -> bool:
    """Tell whether rows hold actions, or tasks that an agent may act on."""
    traces = ("provenance", "traces")
    calls = facts.words(*traces, "author") in (["tool_grounded"], ["mixed"]) or facts.plain(
        *traces, "execution", "tools"
    )
    return facts.plain(*path, "type") in (*_ACTING, "task", "prompt_answer") or bool(calls)


def _criticizes(facts: Facts, path: Path) -> bool:
    form = facts.words(*path, "form")
    return facts.plain(*path, "type") in _PAIRED or any(one in _CRITICIZED for one in form)


_CARRIES: Final[Mapping[str, Callable[[Facts, Path], bool]]] = {
    "sft": _behaves,
    "distillation": _behaves,
    "preference_learning": _pairs,
    "process_supervision": _is_stepwise,
    "agent_training": _acts,
    "critique_modeling": _criticizes,
}


def _supervision(facts: Facts, path: Path) -> Iterator[Finding]:
    type_ = facts.plain(*path, "type")
    beyond = _NOT_CARRIED.get(type_, ()) if isinstance(type_, str) else ()
    for place, word in _once((*path, "supervision"), facts.plain(*path, "supervision")):
        if word not in beyond or not facts.is_own(*place):
            continue
        if word == "step" and _holds_steps(facts, path):
            continue
        message = f"`{path[-1]}` has the supervision `{word}`, which rows of type `{type_}` cannot carry"
        hint = (
            "a behavior to imitate is a field of its own"
            if type_ == "task"
            else "state the type that has steps or actions"
        )
        yield Finding("RC303", place, message, hint)


def _holds_steps(facts: Facts, path: Path) -> bool:
    """Tell whether something else than the supervision says that steps are judged."""
    named = {
        word for field in facts.things(*path, "fields") for word in facts.words(*path, "fields", field, "verifier")
    }
    return facts.plain(*path, "labels") is not None or any(_judges_steps(facts, one) for one in named)


def _bounds(facts: Facts) -> Iterator[Finding]:
    objects = facts.things("objects")
    if any(facts.status("objects", name, "behavior_bounds") is not Status.NONE for name in objects):
        return
    hint = "state `behavior_bounds` of the rows: intent, risk, what is allowed, the response"
    uses = facts.words("training_use")
    if "safety_alignment" in uses and facts.kind == "dataset":
        message = "the rows are to align for safety, and nothing bounds the behavior that they teach"
        yield Finding("RC311", ("training_use",), message, hint)
    elif set(uses) - {"evaluation", "audit"}:
        for name in objects:
            place = _refusal(facts, ("objects", name))
            if place and facts.is_own(*place):
                message = f"`{name}` holds refusals ({shown(place[-1])}), and nothing bounds that behavior"
                yield Finding("RC311", place, message, hint, on="key")
                return


def _refusal(facts: Facts, path: Path) -> Path | None:
    """Return the field, or the property or value of a distribution, that speaks of refusals."""
    for key in ("fields", "distribution"):
        inner: Any = facts.plain(*path, key)
        for name, value in inner.items() if isinstance(inner, dict) else ():
            if _REFUSAL.search(str(name)):
                return (*path, key, name)
            deeper = value if key == "distribution" and isinstance(value, dict) else ()
            found = next((one for one in deeper if _REFUSAL.search(str(one))), None)
            if found is not None:
                return (*path, key, name, found)
    return None
