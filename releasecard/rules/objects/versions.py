"""Versions that float: branches, `latest`, names of hosted models that stand for whatever is served that day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from releasecard.facts import Facts, Status
from releasecard.rules.examples import VERIFIER
from releasecard.rules.objects.read import changed, folded, measured
from releasecard.rules.rule import Rule, shown
from releasecard.stated import Gap
from releasecard.values import Finding, Path, Severity

_FLOATING: Final = re.compile(
    r"(?:(?:origin/)?(?:main|master|head|trunk|dev|develop|nightly|stable|tip|latest|current|newest|edge))",
    re.IGNORECASE,
)
_BRANCH: Final = re.compile(r"/(?:blob|tree|raw|resolve)/(main|master|develop|dev|HEAD)(?:/|$)")
_TAIL: Final = r"(?:-(?:mini|nano|turbo|pro|codex|chat|preview|vision|audio|search|latest|8k|16k|32k|128k|instruct))*"
_ALIAS: Final = re.compile(
    rf"(?:chatgpt(?:-4o)?|gpt-?(?:3\.5-turbo|4o?|4\.1|4\.5|5(?:\.\d)?)|o[134]){_TAIL}"
    rf"|claude(?:-instant)?(?:-[123](?:[.-][57])?|-4(?:[.-][015])?)?(?:-(?:opus|sonnet|haiku))?(?:-4(?:[.-][015])?)?(?:-latest)?"
    r"|gemini(?:-\d(?:\.\d)?)?(?:-(?:pro|flash|ultra|nano|lite|thinking|vision|exp|experimental|preview|latest|8b))*"
    r"|bard|grok(?:-\d(?:\.\d)?)?(?:-(?:mini|beta|fast|latest))*|deepseek-(?:chat|reasoner)"
    r"|qwen-(?:max|plus|turbo|long)(?:-latest)?|mistral-(?:large|medium|small)(?:-latest)?|command-r(?:-plus)?|kimi-latest"
)
_FIXED: Final = re.compile(r"claude-(?:2\.[01]|instant-1\.[12])")
_HUB: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_PINS: Final = ("version", "revision")

_SAMPLERS: Final = (
    ("provenance.traces", "model", "revision"),
    ("provenance.traces.models.*", "name", "revision"),
    ("provenance.transforms.*", "model", "revision"),
    ("base_models.*", "name", "revision"),
    ("rollouts.*", "model", "revision"),
    ("user_simulator", "model", "version"),
    ("variants.*.user_simulator", "model", "version"),
)
"""Where models that write or sample are named, with their revisions."""
_ASKED: Final = ("rubric_judge", "model_matcher")
"""The families of verifiers of which the shape asks for the judge's version."""

RULES: Final = (
    Rule(
        "RC305", "floating-version", Severity.WARNING,
        "A version that moves: a branch, `latest`, or a hosted model named by an alias without date or snapshot.",
        "A changed verifier changes the dataset, which items survive and what a label means, though no row changes.",
        "State the commit, the number, or the dated id that was used. Of models that write and sample, and of weights on a "
        "hub without a revision, it is a note.",
        bad=changed(VERIFIER, ('version: "1.0"}', "version: main}  # <- RC305")), good=VERIFIER,
        blind="Aliases of vendors that the rule does not know, and tags that their owner moves.",
    ),
)  # fmt: skip


class _Named(NamedTuple):
    """A place that names a model, and the place of its revision."""

    model: Path
    pin: Path


def check(facts: Facts) -> Iterator[Finding]:
    """Yield versions and names of models that float."""
    yield from _words(facts)
    judged: set[str] = set()
    for path in measured(facts):
        yield from _branch(facts, path)
        name = facts.plain(*path, "judge", "model")
        place = _Named((*path, "judge", "model"), (*path, "judge", "version"))
        asked = facts.plain(*path, "family") in _ASKED
        if isinstance(name, str) and _floats(facts, place, asked=asked):
            judged.add(folded(name))
            hint = "state the dated id or snapshot in `version`"
            yield Finding(
                "RC305", _home(facts, place), f"the judge {shown(name)} is an alias without date or snapshot", hint
            )
    yield from _samplers(facts, judged)
    yield from _hub(facts)


def _words(facts: Facts) -> Iterator[Finding]:
    """Yield every version or revision that is the name of a branch, or `latest`."""
    for path, value, rules in facts.card.values:
        check = (rules or {}).get("check_with")
        if check in _PINS and isinstance(value, str) and _FLOATING.fullmatch(value) and facts.plain(*path) is not None:
            hint = "state the commit or the number that was used"
            yield Finding("RC305", path, f"{shown(value)} is a version that moves", hint)


def _branch(facts: Facts, path: Path) -> Iterator[Finding]:
    """Yield an implementation whose only pin is an address on a branch."""
    code = (*path, "implementation")
    url = facts.plain(*code, "url")
    match = _BRANCH.search(url) if isinstance(url, str) else None
    pinned = any(
        facts.status(*one) is not Status.NONE for one in ((*path, "version"), *((*code, pin) for pin in _PINS))
    )
    if match and not pinned and facts.is_own(*code, "url"):
        message = f"the code is on the branch `{match[1]}`, and no commit is stated"
        yield Finding("RC305", (*code, "url"), message, "link to a commit, or state it in `revision`")


def _floats(facts: Facts, place: _Named, *, asked: bool = False) -> bool:
    """Tell whether a model is an alias and nothing pins it; `not_stated` says that the release has only the alias.

    *asked*: the shape asks for the pin, so that its absence is a finding already. Other gaps leave open what was used.
    """
    name, pin = facts.plain(*place.model), facts.at(*place.pin)
    if not isinstance(name, str) or not _is_alias(name) or not _writes(facts, place):
        return False
    status = facts.status(*place.pin)
    if status is Status.OK:
        return isinstance(pin, str) and _is_alias(pin)
    return (status is Status.NONE and not asked) or (isinstance(pin, Gap) and pin.word == "not_stated")


def _is_alias(name: str) -> bool:
    plain = folded(name)
    return bool(_ALIAS.fullmatch(plain)) and not _FIXED.fullmatch(plain)


def _writes(facts: Facts, place: _Named) -> bool:
    """Tell whether the card writes the model or its pin at this place itself."""
    return facts.is_own(*place.model) or facts.is_own(*place.pin)


def _home(facts: Facts, place: _Named) -> Path:
    floats = facts.status(*place.pin) is Status.OK and facts.is_own(*place.pin)
    return place.pin if floats or not facts.is_own(*place.model) else place.model


def _places(facts: Facts) -> Iterator[tuple[_Named, bool]]:
    """Yield where models that write or sample are named, and whether the shape asks for their revision."""
    for pattern, model, pin in _SAMPLERS:
        for path, _ in facts.matches(pattern):
            asked = pattern in ("provenance.traces", "base_models.*", "user_simulator")
            asked |= path[0] == "rollouts" and facts.plain(*path, "purpose") in ("writing", "difficulty", "filtering")
            yield _Named((*path, model), (*path, pin)), asked


def _samplers(facts: Facts, said: set[str]) -> Iterator[Finding]:
    """Yield each alias of a model that writes or samples once, where it stands first."""
    for place, asked in _places(facts):
        name = facts.plain(*place.model)
        if not isinstance(name, str) or folded(name) in said or not _floats(facts, place, asked=asked):
            continue
        said.add(folded(name))
        message = f"{shown(name)} is an alias without date or snapshot"
        hint = "state the dated id or snapshot that was called"
        yield Finding("RC305", _home(facts, place), message, hint, severity=Severity.NOTE)


def _hub(facts: Facts) -> Iterator[Finding]:
    """Yield the first weights on a hub that have no revision, for all of the card."""
    bare = {
        name: place
        for place, asked in _places(facts)
        if isinstance(name := facts.plain(*place.model), str)
        and not asked
        and _HUB.fullmatch(name)
        and facts.status(*place.pin) is Status.NONE
        and facts.is_own(*place.model)
    }
    for name, place in bare.items():
        more = f", and {len(bare) - 1} more" if len(bare) > 1 else ""
        message = f"the weights {shown(name)}{more} have no revision"
        yield Finding("RC305", place.model, message, "state the commit on the hub", severity=Severity.NOTE)
        return
