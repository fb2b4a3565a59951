"""Contracts of verifiers: their family, their parts, and what passes without doing anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.fields.verifiers import FAMILIES
from releasecard.rules.examples import VERIFIER
from releasecard.rules.objects.read import MATCHER, bounds, changed, measured, name_of, verifiers
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity

_DECIDING: Final = ("labeling", "filtering", "training", "reward", "evaluation")
_GUESSED: Final = re.compile(
    r"yes\W{0,3}(?:and|or)?\W{0,3}no\b|true\W{0,3}(?:and|or)?\W{0,3}false|multiple[ _-]choice|boolean", re.IGNORECASE
)
_NEVER: Final = re.compile(r"(?:never|nothing|none|no (?:row|item|prompt|task|sample|response)s?)\b", re.IGNORECASE)
_SUMMED: Final = (
    VERIFIER
    + changed(MATCHER, ("    judge:", "    attacks: none of 12 strings passed\n    judge:"))
    + """\
  both:
    contract: mixed
    uses: [reward]
    components:
      answer: {verifier: final-answer, weight: 1}
      matcher: {verifier: same-answer, weight: 0.5}
    combine: sum
"""
)

RULES: Final = (
    Rule(
        "RC304", "family-against-contract", Severity.WARNING,
        "A verifier's family does not belong to its contract.",
        "The contract says what makes a check checkable: a model that judges by a rubric is no program, whatever runs it, "
        "and the fields that must be reported follow from it.",
        "Correct the contract or the family. A selector by agreement may stand under any contract, a model that matches "
        "answers or judges steps under `programmatic` or `judgment`; a mixed contract has families in its parts only.",
        bad=changed(VERIFIER, ("contract: programmatic", "contract: environmental"), ("family: rule", "family: rule  # <- RC304")),
        good=VERIFIER,
        blind="Whether the family is the right one of its contract.",
    ),
    Rule(
        "RC314", "null-policy-unreported", Severity.WARNING,
        "An agent that does nothing, or a model that guesses, may pass, and no rate says how often.",
        "On one benchmark of agents doing nothing passes 38 % of the tasks of a domain; yes-or-no questions are right half "
        "of the time. Every rate of success is to be read above that.",
        "Run a policy that does nothing or guesses, and state its rate in `null_rate`; `not_applicable: why` where none "
        "can pass, `not_measured` where nobody has tried.",
        bad=changed(VERIFIER, ("form: boxed}", "form: choice}  # <- RC314")),
        good=changed(VERIFIER, ("form: boxed}", "form: choice}\n    null_rate: 0.25")),
        blind="Answers that can be guessed though no choice is offered, and predicates that most states meet.",
    ),
    Rule(
        "RC315", "inert-component", Severity.WARNING,
        "A part of a mixed contract weighs nothing, or is never asked.",
        "What stands in a reward and does nothing misleads whoever copies it or credits it.",
        "Take the part out, or say in `says` why it stands there.",
        bad=changed(_SUMMED, ("weight: 0.5}", "weight: 0}  # <- RC315")), good=_SUMMED,
        blind="A weight that is set elsewhere, in code or in a schedule, and a part that another one always outweighs.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with contracts, parts and policies that do nothing."""
    for path in verifiers(facts):
        yield from _family(facts, path)
        yield from _inert(facts, path)
    if not _is_stated(facts):
        yield from _null_policies(facts)


def _family(facts: Facts, path: Path) -> Iterator[Finding]:
    contract, family = facts.plain(*path, "contract"), facts.plain(*path, "family")
    if (
        not isinstance(contract, str)
        or not isinstance(family, str)
        or family in (*FAMILIES[contract], "implicit_selector")
    ):
        return
    place = next((one for one in ((*path, "family"), (*path, "contract")) if facts.is_own(*one)), None)
    if place is None:
        return
    homes = [one for one, families in FAMILIES.items() if family in families]
    message = f"the family `{family}` does not belong to the contract `{contract}`"
    if contract == "mixed":
        message = f"a mixed contract has families in its parts, and this one has the family `{family}`"
    yield Finding("RC304", place, message, f"`{family}` stands under {' or '.join(f'`{one}`' for one in homes)}")


def _inert(facts: Facts, path: Path) -> Iterator[Finding]:
    for name in facts.things(*path, "components"):
        part = (*path, "components", name)
        when = facts.plain(*part, "when")
        if facts.status(*part, "says") is Status.OK:
            continue
        if facts.number(*part, "weight") == 0 and facts.is_own(*part, "weight"):
            hint = "take it out, or say in `says` why it stands there"
            yield Finding("RC315", (*part, "weight"), f"the part `{name}` weighs nothing", hint)
        elif isinstance(when, str) and _NEVER.match(when) and facts.is_own(*part, "when"):
            hint = "take it out, or say in `says` why it stands there"
            yield Finding("RC315", (*part, "when"), f"the part `{name}` is never asked", hint)


def _is_stated(facts: Facts) -> bool:
    """Tell whether a terminal predicate of the card states a null rate, be it as a gap."""
    places: list[Path] = [
        ("terminal_predicate",),
        *(("variants", name, "terminal_predicate") for name in facts.things("variants")),
    ]
    places += [("objects", name, "trajectory", "terminal_predicate") for name in facts.things("objects")]
    return any(facts.status(*place, "null_rate") is not Status.NONE for place in places)


def _null_policies(facts: Facts) -> Iterator[Finding]:
    for path in verifiers(facts):
        if facts.status(*path, "null_rate") is Status.NONE:
            yield from _predicate(facts, path)
    own = facts.kind == "verifier" and facts.status("null_rate") is not Status.NONE
    for path in measured(facts):
        if facts.status(*path, "null_rate") is Status.NONE and not (own and path[:1] != ("verifiers",)):
            yield from _choice(facts, path)
    stated = any(facts.status(*path, "null_rate") is not Status.NONE for path in verifiers(facts))
    if not stated and set(facts.words("training_use")).intersection(("rlvr", "evaluation")):
        yield from _guessed(facts)


def _predicate(facts: Facts, path: Path) -> Iterator[Finding]:
    if facts.plain(*path, "family") != "environment_predicate" or facts.kind == "environment":
        return
    away = any(facts.status(*path, key) is not Status.NONE for key in ("card", "environment"))
    if not away and facts.plain(*path, "predicate") and facts.is_own(*path, "family"):
        message = f"nothing says how often doing nothing passes the predicate of `{name_of(path)}`"
        yield Finding("RC314", (*path, "family"), message, "run an agent that does nothing, and state `null_rate`")


def _choice(facts: Facts, path: Path) -> Iterator[Finding]:
    uses = facts.words(*path, "uses") or facts.words("uses")
    form = (*path, "extractor", "form")
    if "choice" in facts.words(*form) and set(uses).intersection(_DECIDING) and facts.is_own(*form):
        message = f"`{name_of(path)}` reads a choice, and nothing says how often a guess passes"
        yield Finding("RC314", form, message, "state `null_rate`: one in so many options, or measured")


def _guessed(facts: Facts) -> Iterator[Finding]:
    """Yield the first value of a distribution that says how many answers can be guessed."""
    for place, share in facts.matches("objects.*.distribution.*.*"):
        low, _ = bounds(share)
        if low is not None and low > 0 and _GUESSED.search(str(place[-1])[:200]) and facts.is_own(*place):
            message = f"answers of `{place[1]}` can be guessed ({shown(place[-1])}: {shown(share)}), and no null rate is stated"
            hint = "state how often a guess passes in `null_rate` of the verifier"
            yield Finding("RC314", place, message, hint, on="key")
            return
