"""Benchmarks beside the rows: removed or not, among the sources, overlapping a training part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from releasecard.benchmarks import collide, covers
from releasecard.benchmarks.rows import Benchmark
from releasecard.facts import Facts, Status
from releasecard.rules.construction.overlap import EXAMPLE, Taken, named, taken, tested
from releasecard.rules.rule import Rule
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_DECONTAMINATION: Final = ("provenance", "decontamination")
_AGAINST: Final = (*_DECONTAMINATION, "against")
_ALL: Final = re.compile(
    r"\b(suites?|benchmarks|leaderboard|evaluations?|evaluation sets|test sets|others|etc|all|every)\b", re.IGNORECASE
)
_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_YEAR: Final = 366
_MOST: Final = 100

RULES: Final = (
    Rule(
        "RC604", "benchmark-not-decontaminated", _WARNING,
        "A benchmark is scored for a model that was trained on the rows, and it is not among those that overlap was looked for "
        "with.",
        "A score on items that may be in the training data measures memory as well as skill.",
        "Look for overlap with it too, or state the day each source was taken (`date`), if that was before the benchmark.",
        bad=EXAMPLE.replace("against: [MATH-500]", "against: [AIME 2024]  # <- RC604"), good=EXAMPLE,
        blind="Benchmarks that the shipped table does not know, and overlap in what the base model was trained on. Where a "
        "benchmark came out within a year before the release and a source has no date, it is a note.",
    ),
    Rule(
        "RC605", "trained-on-test", _WARNING,
        "A benchmark is scored for a model that was trained on its items.",
        "That score is of the training data.",
        "Take the items out of the rows, or the score off the card.",
        bad=EXAMPLE.replace("split: train", "split: test").replace("against: [MATH-500]", "against: not_stated")
        .replace("verifier: final-answer}\nbaselines", "verifier: final-answer}  # <- RC605\nbaselines"),
        good=EXAMPLE,
        blind="Splits that a source does not state, and benchmarks that the shipped table does not know.",
    ),
    Rule(
        "RC606", "benchmark-among-sources", _WARNING,
        "Rows for training hold the items of a benchmark.",
        "Whoever trains on the rows can no longer report that benchmark, and may not know it.",
        "Take them out, say which split was taken (`split`), or write the warning under `audit.findings`.",
        bad=EXAMPLE.replace("      math: {kind: benchmark, license: MIT, relation: copied, split: train, records: 7500}",
                            "      truthful-qa: {kind: benchmark, license: MIT, relation: copied, records: 811}  # <- RC606"),
        good=EXAMPLE,
        blind="Sources that are not said to be benchmarks. Where the part that was taken is not stated and may be for training, "
        "it is a note.",
    ),
    Rule(
        "RC607", "split-collision", _WARNING,
        "The part of a benchmark that trains and the part that is scored share items, though their names do not say so.",
        "The 12,000 training problems of MATH in one division hold 4,500 of the 5,000 test problems of another.",
        "Score a part that is disjoint (MATH-500 beside the 12,000), or train on the original training split.",
        bad=EXAMPLE.replace("split: train, records: 7500", 'split: "12k", records: 12000').replace("name: MATH-500, items: 500", "name: MATH, split: test, items: 5000")
        .replace("against: [MATH-500]", "against: [MATH]")
        .replace("verifier: final-answer}\nbaselines", "verifier: final-answer}  # <- RC607\nbaselines"),
        good=EXAMPLE.replace("split: train, records: 7500", 'split: "12k", records: 12000'),
        blind="Divisions that the shipped table does not know.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield benchmarks that were not looked for, and those that training holds."""
    scored = tested(facts)
    yield from _not_looked_for(facts, shelf, scored)
    sources = list(taken(facts, shelf))
    told: set[Path] = set()
    for one, finding in _trained_on(facts, scored, sources):
        told.add(one.path)
        yield finding
    yield from _among(facts, sources, told)


def _not_looked_for(facts: Facts, shelf: Shelf, scored: dict[str, Benchmark]) -> Iterator[Finding]:
    against = facts.words(*_AGAINST)
    whole = facts.status(*_AGAINST) is Status.OK and facts.status(*_DECONTAMINATION, "of") is Status.NONE
    if not against or not whole or any(_vague(facts, word) for word in against):
        return
    read = {word: named(facts, word) for word in against}
    held = list({row.id + row.window: row for row in read.values() if row is not None}.values())
    unread = " ".join(_plain(word) for word, row in read.items() if row is None)
    grave: dict[str, bool] = {}
    for bench in {row.id + row.window: row for row in scored.values()}.values():
        if not any(covers(row, bench) for row in held) and not any(
            _plain(name) in unread for name in (bench.name, *bench.aliases)
        ):
            shield = _shield(facts, shelf, bench)
            if shield is not True:
                grave[bench.name] = shield is False
    for severity, certain in ((None, True), (_NOTE, False)):
        names = [name for name, sure in grave.items() if sure is certain]
        if names:
            message = f"scored for a model trained here and not looked for: {', '.join(names[:6])}"
            hint = "look for overlap with it too" if certain else "state the `date` on which each source was taken"
            yield Finding(
                "RC604", _AGAINST, message, hint, on="key" if len(against) > 1 else "value", severity=severity
            )


def _vague(facts: Facts, word: str) -> bool:
    """Tell whether an entry stands for benchmarks that it does not name: the own evaluation suite."""
    return named(facts, word) is None and bool(_ALL.search(word))


def _plain(text: str) -> str:
    return _LETTERS.sub("", text[:300].lower())


def _shield(facts: Facts, shelf: Shelf, bench: Benchmark) -> bool | None:
    """Tell whether the sources were taken before a benchmark was public: yes, no, or nobody can tell."""
    if bench.first_public is None:
        return False
    year, month, day = (*map(int, bench.first_public.split("-")), 1, 1)[:3]
    first, released = date(year, month, day), facts.day("released")
    if released is not None and released < first:
        return True
    dates = [_day(facts, shelf, path) for path in _sources(facts)]
    if dates and all(one is not None and one < first for one in dates):
        return True
    near = released is None or (released - first).days < _YEAR
    return None if near and (not dates or None in dates) else False


def _sources(facts: Facts) -> list[Path]:
    base: Path = ("provenance", "prompts", "from")
    return [(*base, name) for name in facts.things(*base) if facts.plain(*base, name, "relation") != "referenced"]


def _day(facts: Facts, shelf: Shelf, source: Path) -> date | None:
    """Return the day that a source was taken, else the day that its own card's release came out."""
    reference = facts.plain(*source, "card")
    other = shelf.find(reference) if isinstance(reference, str) else None
    return facts.day(*source, "date") or (other.day("released") if other is not None else None)


def _trained_on(facts: Facts, scored: dict[str, Benchmark], sources: list[Taken]) -> Iterator[tuple[Taken, Finding]]:
    """Yield a finding for each scored benchmark that shares items with a source, with that source.

    What was looked for was taken out of a wider source, unless all of that is still there.
    """
    against = _looked_for(facts)
    parts: dict[str, list[Taken]] = {}
    for one in sources:
        if one.certain:
            parts.setdefault(one.part.id, []).append(one)
    for name, bench in scored.items():
        near = (held for held in parts.values() if collide(held[0].part, bench))
        removed = any(covers(row, bench) for row in against)
        meets = next((one for held in near for one in held[:_MOST]
                      if not one.leaves(bench) and not (removed and _is_wider(one, bench))), None)  # fmt: skip
        if meets is not None:
            yield meets, _meeting(name, bench, meets)


def _is_wider(one: Taken, bench: Benchmark) -> bool:
    """Tell whether a source may be left when a benchmark is taken out of it."""
    return not covers(bench, one.part) and one.records not in one.part.sizes


def _meeting(name: str, bench: Benchmark, one: Taken) -> Finding:
    place: Path = ("benchmarks", name)
    if covers(one.part, bench) or covers(bench, one.part):
        message = f"`{name}` is scored for a model trained on {one.says}"
        return Finding("RC605", place, message, "take the items out of the rows, or the score off the card", on="key")
    message = f"`{name}` shares items with what trains, {one.says}: {bench.name} and {one.part.name} overlap"
    return Finding("RC607", place, message, "score a part that is disjoint, or train on another", on="key")


def _looked_for(facts: Facts) -> list[Benchmark]:
    """Return the benchmarks that overlap of the rows was looked for with."""
    of_rows = facts.status(*_DECONTAMINATION, "of") is Status.NONE
    read = (named(facts, word) for word in facts.words(*_AGAINST)) if of_rows else ()
    return list({row.id: row for row in read if row is not None}.values())


def _among(facts: Facts, sources: list[Taken], told: set[Path]) -> Iterator[Finding]:
    against = _looked_for(facts)
    for one in sources:
        removed = any(covers(row, one.part) for row in against)
        years = one.until is not None and not one.part.sizes  # years of a contest that nobody scores as such
        if one.path in told or one.training or one.away or removed or years:
            continue
        if one.certain:
            message, hint = (
                f"rows for training hold {one.says}",
                "take them out, or write the warning under `audit.findings`",
            )
        else:
            message, hint = (
                f"which part of {one.part.name} is in the rows is not said",
                "state `split`: `train`, or the part that was taken",
            )
        yield Finding("RC606", one.path, message, hint, on="key", severity=None if one.certain else _NOTE)
