"""Whether an episode can be had and run again: images, live services, sections that speak against themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.fields.environment import TRAJECTORY
from releasecard.rules.objects.read import changed
from releasecard.rules.rule import Rule, shown
from releasecard.rules.trajectories.examples import EPISODES, IMAGE, SHOP
from releasecard.rules.trajectories.runs import of_agents
from releasecard.stated import Gap
from releasecard.values import Finding, Path, Severity

_MOVING: Final = re.compile(r"[\w./-]+:(latest|main|master|nightly|edge|stable|dev)\b(?!@sha256:)")
_ABOUT: Final = ("available", "says")
_SAID: Final = ("not_stated", "not_logged", "not_measured", "not_released")
"""The gaps that say something of the release; what the card's author has not looked up may be there."""

RULES: Final = (
    Rule(
        "RC802", "image-without-digest", Severity.WARNING,
        "An image is named by a tag that moves, and no digest pins it.",
        "`latest` is another environment next month: a task that passed may fail, and nobody can tell what changed.",
        "State the digest: `example/env@sha256:...`, or `replay.digest`.",
        bad=changed(IMAGE, ("example/env@sha256:1f2e", "example/env:latest  # <- RC802")), good=IMAGE,
        blind="Tags that look fixed and are moved, and images whose contents load something at the start.",
    ),
    Rule(
        "RC803", "live-without-snapshot", Severity.WARNING,
        "A run depends on services outside, nothing keeps their state, and the environment's verdicts are claimed valid.",
        "A live page or service changes between two runs: the same actions then get another verdict.",
        "Keep a snapshot, an image or a pinned package, and name it in `replay`, or claim less.",
        bad=changed(SHOP, ("  checked:", "  checked:  # <- RC401 RC803"), ("package: example-shop 1.0", "image: {not_applicable: a live site}")),
        good=SHOP,
        blind="Services that a pinned image calls when it runs.",
    ),
    Rule(
        "RC804", "section-against-itself", Severity.WARNING,
        "A part of the episode's record says that a reader gets it, and all that it holds is gaps; or the terminal "
        "predicate cannot be had while the environment's verdicts are claimed valid; or a replay is the same in full and "
        "also is not.",
        "`available` is what others filter by: where it is wrong, a card promises an episode that nobody can replay.",
        "Correct `available` or `deterministic`, or write what is there.",
        bad=changed(EPISODES, ("budget_and_sampling: {available: full, max_steps: 30, trials: 4}",
                              "budget_and_sampling: {available: full, max_steps: not_stated, trials: not_stated}  # <- RC804")),
        good=EPISODES,
        blind="Whether a reader really gets what is called available.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield images that move, services that nothing keeps, and sections against themselves."""
    records: list[Path] = [(), *((*path, "trajectory") for path in of_agents(facts))]
    for record in records:
        yield from _empty(facts, record)
    yield from _images(facts)
    yield from _replay(facts)
    yield from _validity(facts)


def _images(facts: Facts) -> Iterator[Finding]:
    """Yield images that are named by a tag that moves."""
    patterns = (
        "replay.image",
        "variants.*.replay.image",
        "verifiers.*.image",
        "verifiers.*.sandbox",
        "image",
        "sandbox",
    )
    for pattern in patterns:
        for path, value in facts.matches(pattern):
            match = _MOVING.search(value[:2_000]) if isinstance(value, str) else None
            pinned = facts.plain(*path[:-1], "digest") is not None or facts.plain("replay", "digest") is not None
            if match and not pinned and "sha256:" not in value and facts.is_own(*path):
                message = f"the image is named by the tag `{match[1]}`, which moves"
                yield Finding("RC802", path, message, "state its digest, `@sha256:...`")


def _validity(facts: Facts) -> Iterator[Finding]:
    """Yield claims of validity that a live service without a snapshot, or a predicate that nobody gets, speaks against."""
    claims = [name for name in facts.things("claims") if facts.plain("claims", name, "kind") == "environment_validity"]
    live = facts.words("replay", "live")
    kept = any(facts.status("replay", key) in (Status.OK, Status.GAP) for key in ("image", "digest", "package"))
    if live and not kept:
        for name in claims:
            message = f"`{name}` claims validity, a run depends on {shown(live[0])}, and nothing keeps its state"
            yield Finding(
                "RC803", ("claims", name), message, "keep a snapshot and name it in `replay`, or claim less", on="key"
            )
    if claims and facts.plain("terminal_predicate", "available") == "none":
        message = f"the terminal predicate cannot be had, and `{claims[0]}` claims that its verdicts are valid"
        yield Finding(
            "RC804", ("terminal_predicate", "available"), message, "show the predicate, or take the claim back"
        )


def _replay(facts: Facts) -> Iterator[Finding]:
    if facts.plain("replay", "deterministic") != "full":
        return
    heat = facts.number("user_simulator", "temperature")
    against = (
        ("replay.cannot_replay", bool(facts.words("replay", "cannot_replay"))),
        ("replay.live", bool(facts.words("replay", "live"))),
        ("user_simulator.temperature", heat is not None and heat > 0),
    )
    named = [name for name, speaks in against if speaks]
    if named:
        message = f"a replay is the same in full, and `{named[0]}` says that it is not"
        yield Finding(
            "RC804", ("replay", "deterministic"), message, "write `partial`, or correct what speaks against it"
        )


def _empty(facts: Facts, path: Path) -> Iterator[Finding]:
    """Yield sections that a reader is said to get, of which every field is a gap."""
    for name in TRAJECTORY:
        section, available = facts.plain(*path, name), facts.plain(*path, name, "available")
        if not isinstance(section, dict) or available not in ("full", "partial") or "says" in section:
            continue
        values = [facts.at(*path, name, key) for key in section if key not in _ABOUT]
        place = (*path, name, "available")
        if values and all(isinstance(one, Gap) and one.word in _SAID for one in values) and facts.is_own(*place):
            word = "fully" if available == "full" else "partly"
            message = f"`{name}` is {word} available, and all that it holds is gaps"
            yield Finding("RC804", place, message, "correct `available`, or write what is there")
