"""Scores copied from another card's own row, held against that row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.arithmetic.printed import Printed
from releasecard.benchmarks import known
from releasecard.facts import Facts
from releasecard.rules.across.alike import name_of, settled, text
from releasecard.rules.figures import figure
from releasecard.rules.rule import shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path

_MOST: Final = 200
_ONE_TRY: Final = ("accuracy", "pass@1", "mean")
"""Metrics that are the share of right answers in one try, over however many: a copy may stand under another of them."""


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield scores that were copied and are none of those of the card whose stage made the model."""
    for row in list(facts.things("baselines"))[:_MOST]:
        place: Path = ("baselines", row)
        model = text(facts, *place, "model")
        if text(facts, *place, "origin") != "copied" or not model or not facts.is_own(*place, "origin"):
            continue
        for other in shelf.makers(model):
            if name_of(other) != name_of(facts):
                yield from _copied(facts, other, place, model)


def _copied(facts: Facts, other: Facts, place: Path, model: str) -> Iterator[Finding]:
    """Hold the scores of a copied row against all rows of the other card that ran the same model."""
    scores = facts.plain(*place, "scores")
    for benchmark in list(scores)[:_MOST] if isinstance(scores, dict) else ():
        path = (*place, "scores", benchmark)
        own = figure(facts, *path)
        if own is None or not facts.is_own(*path) or not settled(facts, path):
            continue
        there = list(_originals(other, model, _protocol(facts, place, benchmark)))
        if there and all(_apart(own, one) for one in there):
            figures = " or ".join(dict.fromkeys(shown(one.text) for one in there[:3]))
            message = f"{shown(own.text)} for {shown(model)} is copied; {shown(name_of(other))} has {figures}"
            yield Finding("RC908", path, message, "copy the score anew, or say which other one it is")


def _originals(other: Facts, model: str, protocol: tuple[str, ...]) -> Iterator[Printed]:
    """Yield the scores of a model on the same benchmark, in the same metric and unit, that a card ran itself."""
    for row in list(other.things("baselines"))[:_MOST]:
        place: Path = ("baselines", row)
        if text(other, *place, "model") != model or text(other, *place, "origin") != "run":
            continue
        scores = other.plain(*place, "scores")
        for benchmark in list(scores)[:_MOST] if isinstance(scores, dict) else ():
            path = (*place, "scores", benchmark)
            score = figure(other, *path)
            if score is not None and _protocol(other, place, benchmark) == protocol and settled(other, path):
                yield score


def _protocol(facts: Facts, place: Path, benchmark: str) -> tuple[str, ...]:
    """Return what must be the same for two scores to be of one thing; a part that is not stated is empty."""
    base: Path = ("benchmarks", benchmark)
    name, version, split = (text(facts, *base, field) for field in ("name", "version", "split"))
    row = known(name, version, split)
    metric = text(facts, *place, "metric") or text(facts, *base, "metric")
    metric = "accuracy" if metric.startswith("avg@") or metric in _ONE_TRY else metric
    return (f"{row.id} {row.window}" if row else name.lower(), metric, text(facts, *base, "unit"))


def _apart(one: Printed, other: Printed) -> bool:
    return bool(one.box.away(other.box))
