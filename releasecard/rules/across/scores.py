"""Scores copied from another card's own row, held against that row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, TypeAlias

from releasecard.arithmetic.printed import Printed
from releasecard.benchmarks import known
from releasecard.facts import Facts
from releasecard.rules.across.alike import name_of, settled, text
from releasecard.rules.figures import figure
from releasecard.rules.rule import shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path

_MOST: Final = 200
_ROWS: Final = 20
_ONE_TRY: Final = ("accuracy", "pass@1", "mean")
"""Metrics that are the share of right answers in one try, over however many: a copy may stand under another of them."""

_Originals: TypeAlias = dict[tuple[str, ...], list[Printed]]
"""Scores by model, benchmark, metric and unit."""


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield scores that were copied and are none of those of the card whose stage made the model."""
    for row in list(facts.things("baselines"))[:_MOST]:
        place: Path = ("baselines", row)
        model = text(facts, *place, "model")
        if text(facts, *place, "origin") != "copied" or not model or not facts.is_own(*place, "origin"):
            continue
        for origin in dict.fromkeys(map(name_of, islice(shelf.makers(model), _ROWS))):
            originals = shelf.said(origin, "scores", _originals) if origin != name_of(facts) else None
            yield from _copied(facts, place, model, originals or {}, origin)


def _copied(facts: Facts, own_row: Path, model: str, originals: _Originals, origin: str) -> Iterator[Finding]:
    """Hold the scores of a copied row against all of the same model and benchmark that the other card ran itself."""
    scores = facts.plain(*own_row, "scores")
    for benchmark in list(scores)[:_MOST] if isinstance(scores, dict) else ():
        path = (*own_row, "scores", benchmark)
        own = figure(facts, *path)
        if own is None or not facts.is_own(*path) or not settled(facts, path):
            continue
        there = originals.get((model, *_protocol(facts, own_row, benchmark)), ())
        if there and all(own.box.away(one.box) for one in there):
            figures = " or ".join(dict.fromkeys(shown(one.text) for one in there[:3]))
            message = f"{shown(own.text)} for {shown(model)} is copied; {shown(origin)} has {figures}"
            yield Finding("RC908", path, message, "copy the score anew, or say which other one it is")


def _originals(other: Facts) -> _Originals:
    """Return the scores that a card ran itself."""
    found: _Originals = {}
    for row in list(other.things("baselines"))[:_MOST]:
        place: Path = ("baselines", row)
        scores = other.plain(*place, "scores") if text(other, *place, "origin") == "run" else None
        for benchmark in list(scores)[:_MOST] if isinstance(scores, dict) else ():
            path = (*place, "scores", benchmark)
            score = figure(other, *path)
            if score is not None and settled(other, path):
                key = (text(other, *place, "model"), *_protocol(other, place, benchmark))
                found.setdefault(key, []).append(score)
    return {key: scores[:_ROWS] for key, scores in found.items()}


def _protocol(facts: Facts, place: Path, benchmark: str) -> tuple[str, ...]:
    """Return what must be the same for two scores to be of one thing; a part that is not stated is empty."""
    base: Path = ("benchmarks", benchmark)
    name, version, split = (text(facts, *base, field) for field in ("name", "version", "split"))
    row = known(name, version, split)
    metric = text(facts, *place, "metric") or text(facts, *base, "metric")
    metric = "accuracy" if metric.startswith("avg@") or metric in _ONE_TRY else metric
    return (f"{row.id} {row.window}" if row else name.lower(), metric, text(facts, *base, "unit"))
