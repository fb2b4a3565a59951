"""What the rules on objects and verifiers read of a card: its verifiers, names of models, and pieces of examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from releasecard.facts import Facts
from releasecard.stated import NonFinite, Stated
from releasecard.values import Path

ROWS: Final = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    distinct: 500
    splits: {train: 400, test: 100}
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
"""
"""Examples: the rows of the small card."""
MATCHER: Final = """\
  same-answer:
    contract: judgment
    family: model_matcher
    uses: [reward]
    checks: whether two answers are the same
    input: both answers
    signal: binary
    invalid_output: counted as wrong
    judge: {model: Judge-7B, version: "2026-01-15", prompt: "https://example.org/judge.txt"}
"""
"""Examples: a verifier to stand beside, a model that compares answers, never attacked."""

_SPLIT: Final = re.compile(r"[\s_/:,()-]+")
_VENDORS: Final = frozenset(("openai", "anthropic", "google", "meta", "the", "a", "an", "distilled", "finetuned"))
_FAMILY: Final = re.compile(
    r"chatgpt|gpt-?\d|claude|gemini|bard|palm|grok|qw(?:en|q)-?\d?(?:\.\d)?|deepseek-?[rv]\d|r1|llama-?\d|mi[sx]tral|gemma|phi-?\d"
    r"|olmo|kimi|glm|o\d(?!\d)"
)


def changed(example: str, *edits: tuple[str, str]) -> str:
    """Return an example with texts put in place of others."""
    for text, other in edits:
        example = example.replace(text, other, 1)
    return example


def verifiers(facts: Facts) -> Iterator[Path]:
    """Yield the paths of a card's verifiers: `()` on a card that is about one."""
    if facts.kind == "verifier":
        yield ()
    yield from (("verifiers", name) for name in facts.things("verifiers"))


def measured(facts: Facts) -> Iterator[Path]:
    """Yield where the fields of a verifier stand: its verifiers, and the variants of the one a card is about."""
    yield from verifiers(facts)
    if facts.kind == "verifier":
        yield from (("variants", name) for name in facts.things("variants"))


def name_of(path: Path) -> str:
    """Return how the card refers to a verifier."""
    return str(path[-1]) if path else "self"


def folded(name: str) -> str:
    """Return a model's name in lower case, without its maker, its parts joined by hyphens."""
    words = [word for word in _SPLIT.split(name.lower()[:200]) if word]
    while len(words) > 1 and words[0] in _VENDORS:
        del words[0]
    return "-".join(words)


def family_of(name: str) -> str:
    """Return the family that a model's name begins with (`gpt-4`, `claude`, `qwen2.5`); of others the whole name."""
    match = _FAMILY.match(folded(name))
    return re.sub(r"(?<=[a-z])-(?=\d)", "", match[0]) if match else folded(name)


def bounds(value: Any) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that a number, or one as stated, says; None on an open side or of what is none."""
    if isinstance(value, Stated):
        return value.low, value.high
    if isinstance(value, (int, float)) and not isinstance(value, (bool, NonFinite)):
        return Fraction(value), Fraction(value)
    return None, None
