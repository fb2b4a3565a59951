"""What the rules on sampling read of a protocol: who judges it, which scores it stands behind, what examples need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.examples import EXAM
from releasecard.shelf import Shelf
from releasecard.values import Path

ESTIMATES: Final = ("difficulty", "filtering")
"""The purposes of protocols that say how hard tasks are."""

RATED: Final = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
      pass_rate: {role: attribution, type: number, rollouts: probe}
"""
"""Examples: rows with a column of pass rates, which refers to the protocol `probe`."""

_PROBE: Final = """\
rollouts:
  probe:
    purpose: difficulty
    model: Base-7B
    revision: 0f9e8d7
    prompt_format: {template: chat, answer: boxed}
    engine: {name: vllm, version: "0.8.5"}
    prompts: 500
    samples_per_prompt: 16
    temperature: 1.0
    max_response_tokens: 8192
    truncated: 0.03
    verifier: final-answer
    date: 2026-02-11
    pass_rate: {always_fail: 0.12, active: 0.71, always_pass: 0.17}
"""
SCORED: Final = EXAM[: EXAM.index("  after:")].replace("before: {model: Base-7B", "base: {model: Example-7B")
"""Examples: a benchmark, its protocol and one score."""


def probe(*edits: tuple[str, str]) -> str:
    """Return an example: rows and the protocol `probe` that rated them, with lines put in place of others."""
    text = _PROBE
    for line, other in edits:
        text = text.replace(f"    {line}", f"    {other}", 1)
    return RATED + text


def protocols(facts: Facts, *purposes: str) -> Iterator[Path]:
    """Yield the paths of the protocols of some purposes; of all where none is given."""
    for name in facts.things("rollouts"):
        if not purposes or facts.plain("rollouts", name, "purpose") in purposes:
            yield ("rollouts", name)


def scored(facts: Facts) -> dict[str, list[Path]]:
    """Return, for each protocol that scores were made with, the benchmarks and rows that name it."""
    found: dict[str, list[Path]] = {}
    named: set[str] = set()
    for row in facts.things("baselines"):
        scores = facts.plain("baselines", row, "scores")
        own = facts.plain("baselines", row, "rollouts")
        if isinstance(own, str) and scores:
            found.setdefault(own, []).append(("baselines", row))
        elif isinstance(scores, dict) and own is None:
            named.update(scores)
    for name in facts.things("benchmarks"):
        protocol = facts.plain("benchmarks", name, "rollouts")
        if isinstance(protocol, str) and name in named:
            found.setdefault(protocol, []).append(("benchmarks", name))
    return found


def judges(facts: Facts, protocol: Path, users: list[Path]) -> list[str]:
    """Return the verifiers that judge a protocol's samples: its own, and those of what uses it."""
    return list(dict.fromkeys(word for path in (protocol, *users) for word in facts.words(*path, "verifier")))


def described(facts: Facts, shelf: Shelf, verifier: str) -> list[tuple[Facts, Path]]:
    """Return where a verifier is described: on this card, on its own, or on both."""
    found: list[tuple[Facts, Path]] = []
    reference = verifier if "@" in verifier else facts.plain("verifiers", verifier, "card")
    if isinstance(facts.at("verifiers", verifier), dict):
        found.append((facts, ("verifiers", verifier)))
    elif verifier == "self" and facts.kind == "verifier":
        found.append((facts, ()))
    other = shelf.find(reference) if isinstance(reference, str) else None
    if other is not None and other.kind == "verifier":
        found.append((other, ()))
    return found
