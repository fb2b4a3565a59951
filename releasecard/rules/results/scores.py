"""Scores that cannot be, and benchmarks of which nobody knows which part or version was scored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from releasecard.arithmetic.grim import Grim, grid, kindest
from releasecard.benchmarks import covers, known
from releasecard.facts import Facts, Status
from releasecard.rules.figures import disputed, figure
from releasecard.rules.results.read import Score, exact, in_table, is_binary, scores, whole
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.sides import Judge
from releasecard.values import Finding, Path, Severity

_MIXED: Final = re.compile(
    r"\b(average[ds]?|averaging|macro|micro|weighted|normali[sz]ed|partial|mean (over|of|across))\b", re.IGNORECASE
)
"""Words by which a score is more than right answers over items; `avg@16` is none of them."""
_SAID: Final = (Status.OK, Status.GAP)
_DEEP: Final = 64
"""Tries of a `pass@k` beyond which every grid is finer than any score is printed."""

_EXAM: Final = """\
rollouts:
  exam:
    purpose: evaluation
    samples_per_prompt: 1
    temperature: 0
    top_p: 1.0
    max_response_tokens: 2048
    truncated: 0.01
    verifier: final-answer
benchmarks:
  exam: {name: NAME, items: 30, metric: accuracy, unit: percent, rollouts: exam, verifier: final-answer}
baselines:
  base: {model: Example-7B, origin: run, scores: {exam: 56.7}}
"""
_OWN: Final = _EXAM.replace("NAME", "Example Exam")
_KNOWN: Final = _EXAM.replace("NAME", "AIME 2024")
_WINDOW: Final = _EXAM.replace("NAME", "LiveCodeBench").replace("items: 30", "items: 1055")

RULES: Final = (
    Rule(
        "RC701", "impossible-score", Severity.WARNING,
        "No whole number of right answers out of the stated items and samples prints as the score.",
        "A score is a count over a count (GRIM, Brown and Heathers 2017): where none fits, the items, the samples or the "
        "rounding are not as stated, and whoever repeats the evaluation counts something else.",
        "State the items that were scored, the samples of each and the runs averaged (`items`, `samples_per_prompt`, "
        "`eval_runs`), or correct the score. A note says that only cutting digits off explains it.",
        bad=_OWN.replace("{exam: 56.7}}", "{exam: 44.6}}  # <- RC701"),
        good=_OWN,
        blind="Scores printed too coarsely for their items, partial credit, averages over subjects, copied rows that name no "
        "protocol of their own, and answers that were dropped.",
    ),
    Rule(
        "RC702", "benchmark-size-differs", Severity.NOTE,
        "A benchmark's items are not the number that the benchmark is known to have.",
        "Two scores on different parts of a benchmark are two benchmarks.",
        "State in `split` or `version` which part was scored; items are counted once, not once for each sample.",
        bad=_KNOWN.replace("items: 30", "items: 25").replace("verifier: final-answer}", "verifier: final-answer}  # <- RC702").replace("56.7", "56"),
        good=_KNOWN,
        blind="Benchmarks and versions that are not in the shipped table.",
    ),
    Rule(
        "RC703", "windowed-benchmark-unversioned", Severity.WARNING,
        "A benchmark that grows, or that a harness regrades, is scored without a version, a window or a harness.",
        "LiveCodeBench `v5` is 880 problems or 279; a new harness moved scores on tau-bench by up to 9 points.",
        "State `version` (a version, or the first and last month), or the `harness` with its version in the protocol.",
        bad=_WINDOW.replace("verifier: final-answer}\nb", "verifier: final-answer}  # <- RC703\nb"),
        good=_WINDOW.replace("name: LiveCodeBench,", "name: LiveCodeBench, version: v6,"),
        blind="Benchmarks that are not in the shipped table.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield scores that cannot be, and benchmarks without the size or the window that tells what was scored."""
    used = list(scores(facts))
    for score in used:
        yield from _impossible(facts, shelf, score)
    by_benchmark: dict[str, list[Score]] = {}
    for score in used:
        by_benchmark.setdefault(score.benchmark, []).append(score)
    told: set[str] = set()
    for benchmark, of in by_benchmark.items():
        yield from _size(facts, benchmark)
        yield from _window(facts, of, told)


def _impossible(facts: Facts, shelf: Shelf, score: Score) -> Iterator[Finding]:
    unit, sizes = whole(facts, score.benchmark), _sizes(facts, score.benchmark)
    number, runs = figure(facts, *score.path), _runs(facts, score)
    if unit is None or not sizes or number is None or runs is None or not _is_plain(facts, shelf, score):
        return
    of = score.side(facts)
    samples = exact(of.settings["samples"].value) if of.settings["samples"].status is Status.OK else None
    written = facts.plain(*of.settings["metric"].path)
    if not isinstance(written, str) or samples is None:
        return
    grids = [_grid(size, written, samples, runs) for size in sizes]
    if any(one is None for one in grids):
        return
    found = kindest(number, [one for one in grids if one], whole=unit, runs=runs)
    if found is None or not (found.verdict == "impossible" or found.how == "truncated"):
        return
    counted = f"{' or '.join(str(size) for size in sizes)} x {(grids[0] or 0) // sizes[0]}"
    yield _finding(score.path, number.text, counted, found)


def _finding(path: Path, text: str, counted: str, found: Grim) -> Finding:
    if found.verdict == "impossible":
        message = (
            f"no whole number of right answers out of {counted} prints as {text}; "
            "either items, samples or rounding are not as stated"
        )
        return Finding("RC701", path, message, "state `items`, `samples_per_prompt` and `eval_runs` as they were")
    message = f"{text} is a whole number of right answers out of {counted} only if digits are cut off, not rounded"
    return Finding("RC701", path, message, "say in `says` that scores are cut, or round it", severity=Severity.NOTE)


@lru_cache(maxsize=512)
def _grid(items: int, metric: str, samples: int, runs: int) -> int | None:
    tries = re.fullmatch(r"pass[@^](\d+)", metric)
    return None if tries and int(tries[1]) > _DEEP else grid(items, metric, samples=samples, runs=runs)


def _is_plain(facts: Facts, shelf: Shelf, score: Score) -> bool:
    """Tell whether a score is right answers over items, made under a protocol that is the row's own."""
    of, row = score.side(facts), ("baselines", score.row)
    origin = facts.plain(*row, "origin")
    if of.assumed or origin not in ("run", "rerun", "copied") or disputed(facts, score.path):
        return False
    protocol = of.settings["temperature"].path[:2]
    unparsed = facts.at(*protocol, "unparsed")
    if facts.status(*protocol, "unparsed") is not Status.NONE and unparsed != 0:
        return False
    said = [facts.plain("benchmarks", score.benchmark, key) for key in ("name", "version", "split", "says")]
    said += [facts.plain(*row, key) for key in ("says", "setting")]
    return is_binary(facts, shelf, of) and not any(isinstance(one, str) and _MIXED.search(one) for one in said)


def _sizes(facts: Facts, benchmark: str) -> tuple[int, ...]:
    """Return the numbers of items that a score can be a share of: the card's, else the table's."""
    row, status = in_table(facts, benchmark), facts.status("benchmarks", benchmark, "items")
    if row is not None and not row.binary:
        return ()
    items = exact(facts.plain("benchmarks", benchmark, "items"))
    if items is not None:
        return (items,)
    return row.sizes if row is not None and status is Status.NONE else ()


def _runs(facts: Facts, score: Score) -> int | None:
    """Return how many evaluations a score may be the mean of, over evaluations and trainings; None where unknown."""
    found = 1
    for name in ("eval_runs", "training_runs", "search_runs"):
        status = facts.status("baselines", score.row, name)
        number = exact(facts.plain("baselines", score.row, name))
        spread = ("baselines", score.row, "spread", score.benchmark)
        if status in (Status.NONE, Status.NA) and facts.plain(*spread, "over") == name:
            status, number = facts.status(*spread, "runs"), exact(facts.plain(*spread, "runs"))
        if status is Status.GAP or (status is Status.OK and not number):
            return None
        found *= number or 1
    return found


def _size(facts: Facts, benchmark: str) -> Iterator[Finding]:
    path = ("benchmarks", benchmark, "items")
    items, row = exact(facts.plain(*path)), in_table(facts, benchmark)
    if items is None or row is None or not row.sizes or items in row.sizes or not facts.is_own(*path):
        return
    name, version = (facts.plain("benchmarks", benchmark, key) for key in ("name", "version"))
    if version is not None and known(str(name), None, facts.plain("benchmarks", benchmark, "split")) == row:
        return  # a version that the table does not know
    sizes = " or ".join(f"{size:,}" for size in row.sizes)
    message = f"{shown(name)} has {items:,} items here, and {sizes} in the table of benchmarks"
    times = next((items // size for size in row.sizes if items % size == 0), 0)
    counted = f"; {items // times:,} items x {times} samples are {items // times:,} items" if times > 1 else ""
    yield Finding("RC702", path, message, f"state in `split` or `version` which part was scored{counted}")


def _window(facts: Facts, used: list[Score], told: set[str]) -> Iterator[Finding]:
    """Yield a benchmark whose problems or grading move, scored without what fixes them; once for each in the table."""
    benchmark = used[0].benchmark
    row, path = in_table(facts, benchmark), ("benchmarks", benchmark)
    if row is None or not row.windowed or row.window or facts.status(*path, "version") is not Status.NONE:
        return
    own = known(facts.name.partition("@")[0])
    regraded = bool(row.sizes)  # its items stay, and what judges them moves
    if row.id in told or (own is not None and covers(own, row)) or any(_pinned(facts, one, regraded) for one in used):
        return
    told.add(row.id)
    message = f"{shown(facts.plain(*path, 'name'))} is scored without a version, a window or a harness"
    hint = "add `version`: a version, or the first and last month; or the harness with its version to the protocol"
    yield Finding("RC703", path, message, hint, on="key")


def _pinned(facts: Facts, score: Score, regraded: bool) -> bool:
    """Tell whether a score's harness, or the judge of what is regraded, has a version, or whether the card does not know it."""
    of = score.side(facts)
    harness, judged = of.settings["harness"], of.settings["verifier"]
    stated = [harness.status is Status.GAP, facts.status(*harness.path, "version") in _SAID]
    if regraded and judged.status is Status.OK:
        stated += [bool(one.version or one.revision) or _is_unknown(facts, one) for one in judged.value]
    return any(stated)


def _is_unknown(facts: Facts, judge: Judge) -> bool:
    keys = (("version",), ("implementation",), ("implementation", "version"))
    return any(facts.status("verifiers", judge.id, *key) is Status.GAP for key in keys)
