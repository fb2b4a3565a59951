"""Comparisons whose sides were not scored alike: other settings, other versions, figures of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.facts import Facts
from releasecard.rules.examples import EXAM, PAIR, VERIFIER
from releasecard.rules.results.read import Pair, is_share, pairs, sides
from releasecard.rules.rule import Rule, shown
from releasecard.sides import SETTINGS, Judge, Side, apart, differing, same_version
from releasecard.values import Finding, Severity, each

_RUN: Final = ("run", "rerun")
_WORDS: Final = {"k": "metric", "max_tokens": "token limit", "top_p": "top_p", "prompt_format": "prompt format"}
_TWO: Final = """\
rollouts:
  exam:
    purpose: evaluation
    samples_per_prompt: 4
    temperature: 0.6
    top_p: 1.0
    max_response_tokens: 2048
    truncated: 0.01
    verifier: final-answer
  hotter:
    like: exam
    temperature: 1.0
"""
_COOL: Final = _TWO + EXAM[EXAM.index("benchmarks:") :]
_HOT: Final = _COOL.replace("SFT, origin: run", "SFT, origin: run, rollouts: hotter")
_OTHER: Final = (
    VERIFIER
    + """\
  newer:
    like: final-answer
    implementation: {name: answer-check, version: "1.1"}
"""
)
_REFRESHED: Final = _OTHER + EXAM.replace("SFT, origin: run", "SFT, origin: run, verifier: newer")
_MARKED: Final = PAIR.replace("  tuning:", "  tuning:  # <- ")

RULES: Final = (
    Rule(
        "RC708", "sides-differ", Severity.WARNING,
        "The two sides of a comparison were scored differently, and `changed` does not say so.",
        "Temperature, samples, token limits, prompt, harness, judge or selection move a score without any change of the model.",
        "Score both sides alike, or add the knob (`evaluation_protocol`, `sampling`, `inference_compute`, `selection`) to "
        "`changed`. A note says that only the number of samples of an average differs.",
        bad=_HOT + _MARKED.replace("<- ", "<- RC708"), good=_HOT + PAIR.replace("[data]", "[evaluation_protocol]"),
        blind="Settings that one side does not state, and engines.",
    ),
    Rule(
        "RC709", "verifier-refreshed-between-sides", Severity.WARNING,
        "The two sides of a comparison were judged by two versions of one verifier, and `changed` does not say so.",
        "A new version accepts what the old one rejected: the score moves, and the model did not.",
        "Judge both sides with one version, or add `verifier` to `changed`.",
        bad=_REFRESHED + _MARKED.replace("<- ", "<- RC709"), good=_REFRESHED + PAIR.replace("[data]", "[verifier]"),
        blind="Versions that the card does not state.",
    ),
    Rule(
        "RC710", "copied-side", Severity.WARNING,
        "A gain is claimed over a score that was copied from another report.",
        "Nobody knows that a copied score was sampled, cut and judged as one's own; rerun baselines have differed by many points.",
        "Run the baseline again under the same protocol, or claim no gain over it.",
        bad=EXAM.replace("7B, origin: run", "7B, origin: copied, rollouts: exam") + _MARKED.replace("<- ", "<- RC710"),
        good=EXAM.replace("7B, origin: run", "7B, origin: rerun") + PAIR,
        blind="Rows that do not say where their scores come from. Counts are left out: a record that stands needs no second run.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield comparisons whose sides were not scored alike."""
    for pair in pairs(facts):
        yield from _copied(facts, pair)
        both = [sides(facts, pair, benchmark) for benchmark in pair.benchmarks]
        if pair.changed is not None:
            yield from _differing(facts, pair, both)
            yield from _refreshed(pair, both)


def _copied(facts: Facts, pair: Pair) -> Iterator[Finding]:
    origins = {row: facts.plain("baselines", row, "origin") for row in (pair.before, pair.after)}
    copied = [row for row, origin in origins.items() if origin == "copied"]
    claims = [one for one in pair.claims if facts.plain("claims", one, "kind") == "gain"]
    gain = facts.plain(*pair.path, "gain")
    sampled = any(facts.plain("benchmarks", one, "unit") != "count" for one in pair.benchmarks)
    if len(copied) != 1 or not any(origin in _RUN for origin in origins.values()) or not (sampled and (claims or gain)):
        return
    message = f"the scores of `{copied[0]}` are copied, those of the other side of `{pair.id}` were run"
    yield Finding(
        "RC710", pair.path, message, "run it again under the same protocol, or claim no gain over it", on="key"
    )


def _differing(facts: Facts, pair: Pair, both: list[tuple[Side, Side]]) -> Iterator[Finding]:
    found: dict[str, tuple[Side, Side]] = {}
    for one, other in both:
        for name in differing(one, other):
            if not set(SETTINGS[name]).intersection(pair.changed or ()):
                found.setdefault(name, (one, other))
    if not found:
        return
    said = [_said(facts, name, *of) for name, of in found.items()]
    rest = f" and {len(said) - 3} more" if len(said) > 3 else ""
    message = f"the sides of `{pair.id}` differ in {', '.join(said[:3])}{rest}, and `changed` does not say so"
    hint = f"add {' or '.join(f'`{one}`' for one in SETTINGS[next(iter(found))])} to `changed`, or score both alike"
    lighter = set(found) == {"samples"} and all(is_share(one) for of in both for one in of)
    yield Finding("RC708", pair.path, message, hint, on="key", severity=Severity.NOTE if lighter else None)


def _said(facts: Facts, name: str, one: Side, other: Side) -> str:
    """Return what both sides say of a setting, in the author's words: `temperature 0.6 and 1.0`."""
    values = [facts.at(*of.settings[name].path) for of in (one, other)]
    word = _WORDS.get(name, name)
    if all(isinstance(value, dict) for value in values):
        key = next((key for key in values[0] if key in values[1] and apart(values[0][key], values[1][key])), None)
        values = [value.get(key) for value in values]
        word = f"{word} ({key})"
    first, second = (shown(", ".join(str(part) for _, part in each((), value)), 40) for value in values)
    return f"{word} {first} and {second}"


def _refreshed(pair: Pair, both: list[tuple[Side, Side]]) -> Iterator[Finding]:
    if {"verifier", "evaluation_protocol"}.intersection(pair.changed or ()):
        return
    for one, other in both:
        judges = [_judges(of) for of in (one, other)]
        for name in judges[0]:
            versions = _versions(judges[0][name], judges[1][name]) if name in judges[1] else None
            if versions is not None:
                message = f"the sides of `{pair.id}` are judged by {shown(name)} {shown(versions[0])} and {shown(versions[1])}"
                hint = "judge both with one version, or add `verifier` to `changed`"
                yield Finding("RC709", pair.path, message, hint, on="key")
                return


def _judges(of: Side) -> dict[str, Judge]:
    """Return what judged a side, by name."""
    value: Any = of.settings["verifier"].value
    return {one.name: one for one in value if isinstance(one, Judge)} if isinstance(value, tuple) else {}


def _versions(one: Judge, other: Judge) -> tuple[str, str] | None:
    """Return the versions of two, or their commits, where both are known and differ."""
    if one.version and other.version:
        return (one.version, other.version) if one.version != other.version else None
    known = one.revision and other.revision
    return (one.revision, other.revision) if known and not same_version(one.revision, other.revision) else None
