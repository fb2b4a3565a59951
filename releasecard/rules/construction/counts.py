"""Counts of the construction: chains of filters, and parts beside their totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from releasecard.arithmetic.chains import Disagreement, Step, Sum, chain, shares, total
from releasecard.arithmetic.printed import Interval, Printed
from releasecard.facts import Facts, Status
from releasecard.rules.figures import disputed, figure
from releasecard.rules.rule import Rule
from releasecard.values import Finding, Path, Severity, dotted

_WARNING: Final = Severity.WARNING
_FILTERS: Final = ("provenance", "filters")
_NUMBERS: Final = ("before", "after", "removed", "adds", "times")
"""The numbers of a filter, in the order of a `Step`."""
_SHARD: Final = re.compile(r"-?\d+$")

BUILT: Final = """\
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 900}
  filters:
    dedup: {rule: exact matches are dropped, before: 900, after: 700, unit: rows}
    agreement: {rule: two extractors agree, before: 700, after: 500, unit: rows}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
"""
"""Examples: a construction of two filters."""

_ROWS: Final = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    splits: {train: 400, test: 100}
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
"""

RULES: Final = (
    Rule(
        "RC601", "filter-chain-broken", _WARNING,
        "What enters a filter is not what left the one before it, or a filter's own numbers do not add up.",
        "A step that is not named stands between the two, and it decided what is in the rows.",
        "Name the step, or say with `unit`, `of`, `adds` and `times` what is counted and what joins; correct a number.",
        bad=BUILT.replace("{rule: two extractors agree, before: 700, after: 500, unit: rows}",
                          "{rule: two extractors agree, before: 680, after: 500, unit: rows}  # <- RC601"),
        good=BUILT,
        blind="Steps without numbers, whose losses nobody can know, and filters that are left to the user.",
    ),
    Rule(
        "RC602", "counts-do-not-sum", _WARNING,
        "Parts do not add up to their total: splits or files to the records, shares to one.",
        "Either rows are counted twice, or some are in no part that the card names.",
        "Correct a count, add the part that is missing, or state the dispute under `conflicts`.",
        bad=_ROWS.replace("test: 100}", "test: 150}  # <- RC602"), good=_ROWS,
        blind="Splits and files that hold the same rows in several forms, where one of them is the whole.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield numbers that cannot all be right."""
    for steps in _runs(facts):
        for one in chain(steps):
            yield from _broken(facts, one)
    yield from _parts(facts)
    yield from _shares(facts)


def _runs(facts: Facts) -> Iterator[list[Step]]:
    """Yield the filters of the release as chains, cut where nobody can say what a step did or what it counts."""
    section = facts.plain(*_FILTERS)
    names = [name for name in section or () if facts.plain(*_FILTERS, name, "applied") != "use"]
    marked = {key for key in ("unit", "of") if any(facts.plain(*_FILTERS, name, key) is not None for name in names)}
    run: list[Step] = []
    for name in names:
        path: Path = (*_FILTERS, name)
        cut = facts.status(*path) is Status.GAP
        if cut or any(_unknown(facts, (*path, key), needed=key in marked) for key in ("unit", "of")):
            yield run
            run = []
        run += _steps(facts, name, path)
    yield run


def _unknown(facts: Facts, path: Path, *, needed: bool) -> bool:
    status = facts.status(*path)
    return status is Status.GAP or (needed and status is Status.NONE)


def _steps(facts: Facts, name: str, path: Path) -> Iterator[Step]:
    """Yield a filter as steps: what is unknown in it, by a gap or a dispute, ends what follows from the numbers before."""
    unit, of = facts.plain(*path, "unit"), facts.plain(*path, "of")
    bare = Step(name, unit=unit, of=of)
    before, after, removed, adds, times = (figure(facts, *path, key) for key in _NUMBERS)
    stated = Step(name, before, after, removed, adds, times, unit, of)
    vague = {key for key in _NUMBERS if _is_vague(facts, (*path, key))}
    if "before" in vague:
        yield bare
    if "after" in vague:
        yield bare._replace(before=stated.before)
    elif vague - {"before"}:
        yield bare._replace(before=stated.before)
        yield bare._replace(after=stated.after)
    else:
        yield stated


def _is_vague(facts: Facts, path: Path) -> bool:
    """Tell whether a number is a gap, a dispute or in a form that nobody can add."""
    status = facts.status(*path)
    return status is Status.GAP or (status is Status.OK and figure(facts, *path) is None)


def _broken(facts: Facts, one: Disagreement) -> Iterator[Finding]:
    key = "before" if one.kind == "between" else "after"
    place: Path = (*_FILTERS, one.second, key)
    earlier: Path = (*_FILTERS, one.first, "after")
    if disputed(facts, place) or disputed(facts, earlier):
        return
    expected = _said(one.expected)
    messages = {
        "between": f"{one.found.text} enter `{one.second}`, and {expected} left `{one.first}`",
        "inside": f"`{one.second}` leaves {one.found.text}, and its numbers make {expected}",
        "grows": f"`{one.second}` leaves {one.found.text} of at most {_count(one.expected.high)}",
    }
    hint = "name the step between, or say with `unit`, `of`, `adds`, `times` what is counted"
    yield Finding("RC601", place, messages[one.kind], hint)


def _said(interval: Interval) -> str:
    if interval.low == interval.high:
        return _count(interval.low)
    return f"{_count(interval.low)} to {_count(interval.high)}"


def _count(number: Any) -> str:
    return "any number" if number is None else f"{int(number):,}" if number == int(number) else f"{float(number):g}"


def _parts(facts: Facts) -> Iterator[Finding]:
    """Yield splits, files and parts that do not make their total."""
    for name in facts.things("objects"):
        path: Path = ("objects", name)
        records = (*path, "records")
        splits = _listed(facts, (*path, "splits"))
        yield from _held(facts, (*path, "splits"), list(splits.values()), records)
        files: dict[str, Path] = {key: (*path, "files", key, "records") for key in facts.things(*path, "files")}
        yield from _held(facts, (*path, "files"), list(files.values()), records)
        for split, place in splits.items():
            of_it = [file for key, file in files.items() if _SHARD.sub("", key) == _id(split) or key == _id(split)]
            if of_it and len(splits) > 1:
                yield from _held(facts, (*path, "files"), of_it, place)
    for name in facts.things("data"):
        parts = _listed(facts, ("data", name, "parts"))
        yield from _held(facts, ("data", name, "parts"), list(parts.values()), ("data", name, "records"))


def _id(split: str) -> str:
    return split.lower().replace("_", "-").replace(" ", "-")


def _listed(facts: Facts, path: Path) -> dict[str, Path]:
    value = facts.plain(*path)
    return {str(key): (*path, key) for key in value} if isinstance(value, dict) else {}


def _held(facts: Facts, place: Path, parts: list[Path], whole: Path) -> Iterator[Finding]:
    """Hold parts against their total where all are numbers; nothing follows where one part is the whole already."""
    stated = figure(facts, *whole)
    numbers = [one for part in parts if (one := figure(facts, *part)) is not None]
    if stated is None or not numbers or len(numbers) < len(parts) or not facts.is_own(*place):
        return
    if len(numbers) > 1 and any(total([one], stated).agrees for one in numbers):
        return
    answer = total(numbers, stated)
    if not answer.agrees and not disputed(facts, place) and not disputed(facts, whole):
        yield _sum(place, answer, f"`{dotted(whole)}` is {stated.text}")


def _sum(place: Path, answer: Sum, beside: str) -> Finding:
    message = f"`{place[-1]}` adds up to {_said(answer.sum)}, and {beside}"
    return Finding("RC602", place, message, "correct one, or add the part that is missing", on="key")


def _shares(facts: Facts) -> Iterator[Finding]:
    sources: Path = ("provenance", "prompts", "from")
    yield from _whole(facts, sources, [(*sources, name, "share") for name in facts.things(*sources)])
    models: Path = ("provenance", "traces", "models")
    yield from _whole(facts, models, [(*models, name, "share") for name in facts.things(*models)])
    for stage in facts.things("stages"):
        mixture = ("stages", stage, "data")
        yield from _whole(facts, mixture, list(_listed(facts, mixture).values()))


def _whole(facts: Facts, place: Path, parts: list[Path]) -> Iterator[Finding]:
    """Hold shares against one: all of them, or each branch for itself; of some, that they are not more."""
    stated = {part: one for part in parts if (one := figure(facts, *part)) is not None}
    if not stated or not facts.is_own(*place) or disputed(facts, place):
        return
    branches: dict[str, list[Printed]] = {}
    for part, one in stated.items():
        branches.setdefault(str(facts.plain(*part[:-1], "of")), []).append(one)
    if len(branches) > 1 and all(shares(ones).agrees for ones in branches.values()):
        return
    answer = shares(list(stated.values()))
    if not answer.agrees and (answer.off > 0 or len(stated) == len(parts)):
        message = f"the shares under `{place[-1]}` add up to {float(answer.sum.low or 0):g}, not 1"
        yield Finding("RC602", place, message, "correct a share, or add the part that is missing", on="key")
