"""What the rules on results read of a card alike: pairs of rows, the claims that use them, benchmarks, exact settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple

from releasecard.benchmarks import known
from releasecard.benchmarks.rows import Benchmark
from releasecard.facts import Facts, Status
from releasecard.shelf import Shelf
from releasecard.sides import SHARE, Judge, Side, side
from releasecard.stated import Stated
from releasecard.values import Path, each

_MOST: Final = 2_000
"""Scores and pairs of scores that are looked at on one card; real cards have some hundred."""
GAINS: Final = ("gain", "scaling")
"""The kinds of claims that stand on comparisons."""
OF_TRAINING: Final = frozenset(
    ("base_model", "prompt_source", "data", "data_reuse", "teacher", "supervision", "sft_stage", "rl_stage", "handoff",
     "search_substrate", "reward", "optimizer", "sampling", "curriculum", "precision", "training_compute")
)  # fmt: skip
"""The knobs that act through training, and so differ from one seed to the next."""


class Pair(NamedTuple):
    """A comparison of two rows of scores; `changed` is None where the card does not know."""

    id: str
    before: str
    after: str
    changed: tuple[str, ...] | None
    benchmarks: tuple[str, ...]
    """Those that both rows have a score on."""
    claims: tuple[str, ...]
    """The claims of a gain or of scaling that name it as evidence."""

    @property
    def path(self) -> Path:
        return ("comparisons", self.id)


@lru_cache(maxsize=4)
def pairs(facts: Facts) -> tuple[Pair, ...]:
    """Return the comparisons whose two rows are there, in written order; of scores no more than anybody reads."""
    named: dict[str, list[str]] = {}
    for claim in facts.things("claims"):
        if facts.plain("claims", claim, "kind") in GAINS:
            for one in evidence(facts, claim)[0]:
                named.setdefault(one, []).append(claim)
    found: list[Pair] = []
    left = _MOST
    rows = facts.things("baselines")
    for name in islice(facts.things("comparisons"), _MOST):
        before, after = (facts.plain("comparisons", name, key) for key in ("from", "to"))
        if before in rows and after in rows and before != after:
            common = tuple(islice(_common(facts, before, after), left))
            left -= len(common)
            found.append(Pair(name, before, after, changed(facts, name), common, tuple(named.get(name, ()))))
    return tuple(found)


def _common(facts: Facts, before: str, after: str) -> Iterator[str]:
    ours, theirs = (facts.plain("baselines", row, "scores") for row in (before, after))
    for name in ours if isinstance(ours, dict) and isinstance(theirs, dict) else ():
        if name in theirs and all(facts.plain("baselines", row, "scores", name) is not None for row in (before, after)):
            yield name


def changed(facts: Facts, comparison: str) -> tuple[str, ...] | None:
    """Return the knobs that a comparison says changed, None where one is not known."""
    path = ("comparisons", comparison, "changed")
    value = facts.plain(*path)
    words = facts.words(*path)
    return tuple(words) if words and (not isinstance(value, list) or len(words) == len(value)) else None


def evidence(facts: Facts, claim: str) -> tuple[tuple[str, ...], bool]:
    """Return the comparisons that a claim names as evidence, and whether it names anything on another card."""
    found: dict[str, None] = {}
    words = facts.words("claims", claim, "evidence")
    for word in words[:200]:
        path = facts.card.find(word) if "@" not in word else None
        if path and path[0] == "comparisons":
            names = map(str, path[1:2]) if len(path) > 1 else islice(facts.things("comparisons"), 200)
            found.update(dict.fromkeys(names))
    return tuple(found), any("@" in word for word in words)


def is_claimed(facts: Facts, pair: Pair, benchmark: str | None = None) -> bool:
    """Tell whether more is said of a pair than that it is there: a gain, what moved, a claim that stands on it."""
    gain = facts.plain(*pair.path, "gain")
    stated = isinstance(gain, dict) and (benchmark is None or benchmark in gain)
    return bool(pair.claims) or stated or facts.plain(*pair.path, "moved") is not None


def sides(facts: Facts, pair: Pair, benchmark: str) -> tuple[Side, Side]:
    """Return how both rows of a pair were scored on a benchmark."""
    return side(facts, pair.before, benchmark), side(facts, pair.after, benchmark)


class Score(NamedTuple):
    """A score that a row writes itself."""

    row: str
    benchmark: str

    @property
    def path(self) -> Path:
        return ("baselines", self.row, "scores", self.benchmark)

    def side(self, facts: Facts) -> Side:
        return side(facts, self.row, self.benchmark)


def scores(facts: Facts) -> Iterator[Score]:
    """Yield the scores that are numbers, each where it is written, as many as anybody reads."""
    return islice(_scores(facts), _MOST)


def _scores(facts: Facts) -> Iterator[Score]:
    for row in facts.things("baselines"):
        written = facts.plain("baselines", row, "scores")
        for name in written if isinstance(written, dict) else ():
            place = ("baselines", row, "scores", name)
            if facts.plain(*place) is not None and facts.is_own(*place):
                yield Score(row, name)


def in_table(facts: Facts, benchmark: str) -> Benchmark | None:
    """Return the row of the shipped table that a benchmark of the card means, as narrow as its version and split say."""
    kept = _rows(facts)
    if benchmark not in kept:
        kept[benchmark] = _in_table(facts, benchmark)
    return kept[benchmark]


@lru_cache(maxsize=4)
def _rows(_facts: Facts) -> dict[str, Benchmark | None]:
    """Return what is kept of a card's benchmarks while it is checked."""
    return {}


def _in_table(facts: Facts, benchmark: str) -> Benchmark | None:
    texts = [facts.plain("benchmarks", benchmark, key) for key in ("name", "version", "split")]
    name, version, split = (str(one) if isinstance(one, str) else None for one in texts)
    unsaid = any(facts.status("benchmarks", benchmark, key) is Status.GAP for key in ("version", "split"))
    return known(name, version, split) if name and not unsaid else None


def whole(facts: Facts, benchmark: str) -> int | None:
    """Return what all right answers come to: 100 percent or 1; None for other units."""
    return {"percent": 100, "fraction": 1}.get(str(facts.plain("benchmarks", benchmark, "unit")))


def is_binary(facts: Facts, shelf: Shelf, of: Side) -> bool:
    """Tell whether all that judges a score says yes or no, as far as the card or that of the judge states it."""
    judged = of.settings["verifier"]
    judges = judged.value if judged.status is Status.OK else ()
    return bool(judges) and all(_signal(facts, shelf, one) == "binary" for one in judges)


def _signal(facts: Facts, shelf: Shelf, one: Judge) -> Any:
    path: Path = () if one.id == "self" and facts.kind == "verifier" else ("verifiers", one.id)
    own = facts.plain(*path, "signal")
    reference = one.id if "@" in one.id else facts.plain(*path, "card") if path else None
    other = shelf.find(reference) if own is None and isinstance(reference, str) else None
    return other.plain("signal") if other is not None else own


def is_share(of: Side) -> bool:
    """Tell whether a score is a plain share of right answers: accuracy, avg@N, pass@1."""
    metric = of.settings["metric"]
    return metric.status is Status.OK and metric.value == SHARE


def exact(value: Any) -> int | None:
    """Return a whole number that is stated exactly."""
    whole = isinstance(value, int) and not isinstance(value, (bool, Stated))
    return value if whole else None


def phases(value: Any) -> list[int] | None:
    """Return a setting's values by phase, where all are whole numbers that are stated exactly."""
    found = [exact(one) for _, one in each((), value)]
    return [one for one in found if one is not None] if found and None not in found else None
