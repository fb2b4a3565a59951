"""Which benchmarks the rows take from, and which are scored for models that were trained on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from releasecard.benchmarks import known
from releasecard.benchmarks.rows import Benchmark
from releasecard.facts import Facts, Status
from releasecard.shelf import Shelf
from releasecard.values import Path

_SOURCES: Final = ("provenance", "prompts", "from")
_LEARNED: Final = frozenset((
    "data", "data_reuse", "prompt_source", "sft_stage", "rl_stage", "handoff", "supervision", "optimizer", "reward", "curriculum",
    "sampling", "teacher",
))  # fmt: skip
_TRAINS: Final = frozenset((
    "sft", "distillation", "preference_learning", "reward_modeling", "process_supervision", "rlvr", "agent_training",
    "safety_alignment", "critique_modeling",
))  # fmt: skip
_YEARS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\D{1,6}((?:19|20)\d\d)(?!\d)")
_TRAINING: Final = re.compile(r"train|valid|\bdev\b", re.IGNORECASE)

EXAMPLE: Final = """\
training_use: [sft]
provenance:
  prompts:
    from:
      math: {kind: benchmark, license: MIT, relation: copied, split: train, records: 7500}
  filters: {not_applicable: all rows are kept}
  decontamination:
    against: [MATH-500]
    method: compared by meaning
    threshold: not_stated
    applied_to: prompt
    removed: 0
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
rollouts:
  exam: {purpose: evaluation, samples_per_prompt: 4, temperature: 1.0, top_p: 1.0, max_response_tokens: 2048, truncated: 0.01, unparsed: 0.01, verifier: final-answer}
benchmarks:
  math-500: {name: MATH-500, items: 500, metric: avg@4, unit: percent, rollouts: exam, verifier: final-answer}
baselines:
  before: {model: Example-7B, origin: run, scores: {math-500: 20.1}}
  after: {model: Example-7B after SFT, origin: run, training_runs: 3, scores: {math-500: 40.3}}
comparisons:
  tuning: {from: before, to: after, changed: [data]}
"""
"""Examples: rows out of MATH's training split, and a gain on MATH-500."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A benchmark whose items are in the rows, as narrow as the card says. `away` is the card that says so, if another."""

    path: Path
    part: Benchmark
    certain: bool
    """Whether the part is known: by its split, or because the benchmark has no part for training."""
    training: bool
    """Whether the part is for training, by the benchmark's own division."""
    records: int | None
    away: str = ""
    until: int | None = None
    """The last year that the split names: `1983-2021`."""

    @property
    def says(self) -> str:
        """The source in words."""
        count = f"{self.records:,} items of " if self.records else ""
        return f"{count}{self.part.name}" + (f", as the card of `{self.away}` says" if self.away else "")

    def leaves(self, other: Benchmark) -> bool:
        """Tell whether all of another benchmark may have stayed out: it is of a later year, or 4,500 of 5,000 beside 500."""
        if self.until is not None and other.first_public is not None and self.until < int(other.first_public[:4]):
            return True
        sizes = [whole - part for whole in self.part.sizes for part in other.sizes if whole > part]
        return self.records is not None and any(self.records <= size for size in sizes)


def benchmark(facts: Facts, name: str) -> Benchmark | None:
    """Return what the table knows of a benchmark of the card."""
    texts = [facts.plain("benchmarks", name, key) for key in ("name", "version", "split")]
    label, version, split = (text if isinstance(text, str) else None for text in texts)
    vague = any(facts.status("benchmarks", name, key) is Status.GAP for key in ("version", "split"))
    return known(label, version, split) if label and not vague else None


def named(facts: Facts, word: str) -> Benchmark | None:
    """Return the benchmark that a word means: one of the card by its id, else one of the table."""
    own = benchmark(facts, word) if facts.plain("benchmarks", word) is not None else None
    return own or known(word)


def tested(facts: Facts) -> dict[str, Benchmark]:
    """Return the benchmarks that are scored for a model which was trained on the rows, by their id."""
    made = {facts.plain("stages", name, "makes") for name in facts.things("stages")}
    ends = {
        facts.plain("comparisons", name, "to")
        for name in facts.things("comparisons")
        if _LEARNED.intersection(facts.words("comparisons", name, "changed"))
    }
    scored: dict[str, None] = {}
    for row in facts.things("baselines"):
        path = ("baselines", row)
        trained = row in ends or facts.plain(*path, "stage") is not None or facts.plain(*path, "training") is not None
        scores = facts.plain(*path, "scores")
        if (trained or facts.plain(*path, "model") in made - {None}) and isinstance(scores, dict):
            scored.update(dict.fromkeys(scores))
    return {name: bench for name in scored if (bench := benchmark(facts, name)) is not None}


def taken(facts: Facts, shelf: Shelf) -> Iterator[Taken]:
    """Yield the benchmarks among the sources of rows that train: on this card, and on the cards of a recipe's data."""
    if facts.kind == "recipe" or _TRAINS.intersection(facts.words("training_use")):
        yield from _own(facts)
    for name in facts.things("data") if facts.kind == "recipe" else ():
        reference = facts.plain("data", name, "release")
        other = shelf.find(reference) if isinstance(reference, str) else None
        for one in _own(other) if other is not None else ():
            yield replace(one, path=("data", name, "release"), away=other.name if other else "")


def _own(facts: Facts) -> Iterator[Taken]:
    for source in facts.things(*_SOURCES):
        path = (*_SOURCES, source)
        if facts.plain(*path, "relation") not in ("copied", "adapted") or facts.status(*path, "split") is Status.GAP:
            continue
        name, split = _name(facts, path), facts.plain(*path, "split")
        part = known(name, None, split if isinstance(split, str) else None) if name else None
        if part is not None:
            records = facts.number(*path, "records")
            count = records if isinstance(records, int) else None
            division = isinstance(split, str) and _TRAINING.search(split) and not part.single
            training = bool(division) or part.id.endswith(("-train", "-valid", "-12k"))
            yield Taken(path, part, _certain(part, name, split, count), training, count, until=_last_year(split))


def _name(facts: Facts, path: Path) -> str:
    """Return the name of a source that is a benchmark: that of its card, else its id where it is said to be one."""
    reference = facts.plain(*path, "card")
    if isinstance(reference, str):
        return reference.partition("@")[0]
    return str(path[-1]) if facts.plain(*path, "kind") == "benchmark" else ""


def _certain(part: Benchmark, name: str, split: object, records: int | None) -> bool:
    """Tell whether the part that was taken is known: more rows than the training split holds are not of that alone."""
    if split is not None or part.single or records in part.sizes:
        return True
    training = known(name, None, "train")
    return bool(training and training.sizes and records and records > max(training.sizes))


def _last_year(split: object) -> int | None:
    found = _YEARS.search(split) if isinstance(split, str) else None
    return int(found[1]) if found else None
