"""Words of praise in a card's prose, and the claims that would carry them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from releasecard.benchmarks.rows import ROWS
from releasecard.evidence.verdict import Verdict, Word
from releasecard.facts import Facts
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity

RULES: Final = (
    Rule(
        "RC411", "prose-without-claim", Severity.WARNING,
        "The title or the summary uses a word that claims something, and no claim of that kind is licensed "
        "or open.",
        "What the title says is what is remembered: it needs the evidence that a claim needs.",
        "Add a claim with its evidence, or take the word out.",
        bad="title: A Diverse Small Set  # <- RC411", good="title: A Small Set",
        draft=Severity.NOTE,
        blind="Praise in other words, and in other languages than English.",
    ),
)  # fmt: skip

PROSE: Final = {
    "correctness": ("correct", "verified", "validated", "accurate", "error-free"),
    "trace_quality": ("high-quality reasoning", "faithful", "sound reasoning"),
    "difficulty": ("challenging", "hard", "difficult"),
    "coverage": ("diverse", "comprehensive", "broad coverage", "wide-ranging"),
    "decontamination": ("decontaminated", "contamination-free", "uncontaminated"),
    "gain": ("state of the art", "sota", "outperforms", "surpasses", "superior"),
    "environment_validity": ("realistic",),
}
"""The words that claim something, by the kind of claim."""

_WORD: Final = re.compile(r"[a-z0-9']+")
_NEGATIONS: Final = frozenset(
    ("not", "no", "never", "without", "neither", "nor", "isn't", "aren't", "cannot", "hardly")
)
_REACH: Final = 3
_PLACES: Final = (("title",), ("summary",))
_NAMES: Final = (
    "name", "rollouts.*.model", "base_models.*.name", "baselines.*.model", "benchmarks.*.name", "stages.*.makes",
    "verifiers.*.implementation.name", "provenance.traces.model", "data.*.name", "sources.*.title", "judge.model",
    "implementation.name", "verifiers.*.judge.model", "data.*.release", "objects.*.trajectory.environment",
)  # fmt: skip
_MOST: Final = 400


def check(facts: Facts, judged: Iterable[Verdict]) -> Iterator[Finding]:
    """Yield the words of praise that no claim carries, the first of each kind at a place."""
    for one in prose(facts, judged):
        message = (
            f"{shown(one.word)} claims {one.kind.replace('_', ' ')}, and no claim of that kind is licensed or open"
        )
        yield Finding("RC411", one.path, message, "add a claim with its evidence, or take the word out")


class Praise(NamedTuple):
    """A word in a card's prose that claims something of a kind."""

    path: Path
    word: str
    kind: str


def prose(facts: Facts, judged: Iterable[Verdict]) -> Iterator[Praise]:
    """Yield the words of title and summary that claim what no claim of the card carries.

    Names of releases, models, benchmarks and verifiers are no claims (*SWE-bench Verified*), nor is what is denied, nor
    what is said to be verified *by* something that the card has.
    """
    languages = facts.words("languages")
    if languages and not any(one.partition("-")[0] == "en" for one in languages):
        return
    carried = {verdict.kind for verdict in judged if verdict.word is not Word.UNLICENSED}
    names, verifiers = _names(facts), {" ".join(_words(one)) for one in facts.things("verifiers")}
    for path in _PLACES:
        text = facts.plain(*path)
        words = _without(_words(text), names) if isinstance(text, str) else []
        yield from (Praise(path, word, kind) for word, kind in _praise(words, verifiers) if kind not in carried)


def _praise(words: list[str], verifiers: set[str]) -> Iterator[tuple[str, str]]:
    for kind, phrases in PROSE.items():
        for phrase in phrases:
            parts = _words(phrase)
            for start in range(len(words) - len(parts) + 1):
                if words[start : start + len(parts)] == parts and not _excused(words, start, len(parts), verifiers):
                    yield phrase, kind
                    break


def _excused(words: list[str], start: int, length: int, verifiers: set[str]) -> bool:
    before, after = words[max(0, start - _REACH) : start], words[start + length :]
    if _NEGATIONS.intersection(before) or any(one.endswith("n't") for one in before):
        return True
    following = " ".join(after[1:6])
    return after[:1] == ["by"] and any(following.startswith(one) for one in verifiers if one)


def _names(facts: Facts) -> list[list[str]]:
    """Return the names on the card and those of known benchmarks, as words, longest first."""
    found = [
        *facts.things("verifiers"),
        *facts.things("benchmarks"),
        *facts.things("data"),
        *facts.things("base_models"),
    ]
    found += [str(facts.card.data.get("name", ""))]
    found += [value for pattern in _NAMES for _, value in facts.matches(pattern) if isinstance(value, str)]
    found += facts.words("provenance", "lineage", "parents")
    words = {tuple(_words(one.partition("@")[0])) for one in found[:_MOST]} | _benchmark_names()
    return [list(one) for one in sorted(words, key=lambda one: (-len(one), one)) if one]


@cache
def _benchmark_names() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_words(name)) for row in ROWS for name in (row.name, *row.aliases))


def _without(words: list[str], names: list[list[str]]) -> list[str]:
    """Return words without those that make up a name; a gap stays, so that nothing is read across it."""
    there = set(words)
    for name in filter(there.issuperset, names):
        size = len(name)
        start = 0
        while start <= len(words) - size:
            if words[start : start + size] == name:
                words = [*words[:start], "", *words[start + size :]]
            start += 1
    return words


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
