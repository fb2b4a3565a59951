"""The scores of a card as rows that stand beside those of other cards: by benchmark, each with its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.facts import Facts, Status
from releasecard.fields import rules_at
from releasecard.pages.card.shown import Shown
from releasecard.pages.compare.values import Said, at, benchmark, cut, gap, is_long, judged, said
from releasecard.sides import SETTINGS, Judge, Setting, Side, side
from releasecard.stated import Stated

PROTOCOL: Final = tuple(name for name in SETTINGS if name != "k")
"""What must be equal on both sides, in this order; a metric stands with its number."""
_OWN, _AGAIN, _RUN, _OTHER = range(4)
"""Whose a row of scores is: what the card makes or its comparisons lead to, as its authors ran it or as others did; another that
its authors ran; one that they copied or ran again."""
_MOST: Final = 60
"""Benchmarks of a card, and rows of scores on one of them."""


def scores(facts: Facts, shown: Shown) -> list[dict[str, Any]]:
    """Return each benchmark that a card has scores on: what it is called everywhere, its scores, their protocols.

    A score's `protocol` is its place in `protocols`; a protocol has a value for each setting that is written, gaps
    included. The settings are those of `sides`, whose own comparison holds within a card and not across two.
    """
    found = []
    for name in list(facts.things("benchmarks"))[:_MOST]:
        protocols: list[dict[str, Said]] = []
        rows = list(_scores(facts, shown, name, protocols))
        if rows:
            path = ("benchmarks", name)
            words = [facts.plain(*path, key) for key in ("name", "version", "split")]
            title, version, split = (one if isinstance(one, str) else None for one in words)
            unit = facts.plain(*path, "unit")
            found.append({
                "key": benchmark(title or name, version, split), "name": cut(" ".join(filter(None, (title or name, version, split)))),
                "at": at(shown, path), "unit": unit if isinstance(unit, str) else "",
                "lower": facts.plain(*path, "better") == "lower", "protocols": protocols, "scores": rows,
            })  # fmt: skip
    return found


def _scores(facts: Facts, shown: Shown, name: str, protocols: list[dict[str, Said]]) -> Iterator[dict[str, Any]]:
    found, own = 0, {facts.plain("comparisons", one, "to") for one in facts.things("comparisons")}
    for row in facts.things("baselines"):
        path = ("baselines", row, "scores", name)
        score = facts.plain(*path)
        is_number = isinstance(score, (int, float)) and not isinstance(score, bool)
        if found < _MOST and (is_number or isinstance(score, Stated)):
            found += 1
            protocol = _protocol(facts, side(facts, row, name))
            if protocol not in protocols:
                protocols.append(protocol)
            yield {
                "text": cut(facts.source(*path) or str(score)), "value": _value(score), "at": at(shown, path), "of": cut(row),
                "says": cut(", ".join(_about(facts, row))), "protocol": protocols.index(protocol), "rank": _rank(facts, row, made=row in own),
            }  # fmt: skip


def _rank(facts: Facts, row: str, *, made: bool) -> int:
    was_run = facts.plain("baselines", row, "origin") == "run"
    if made or facts.plain("baselines", row, "stage") is not None:
        return _OWN if was_run else _AGAIN
    return _RUN if was_run else _OTHER


def _about(facts: Facts, row: str) -> Iterator[str]:
    for key in ("model", "setting", "origin"):
        value = facts.plain("baselines", row, key)
        if isinstance(value, str):
            yield value


def _value(score: Any) -> float:
    low, high = (score.low, score.high) if isinstance(score, Stated) else (score, score)
    known = low if low is not None else high
    return float(known) if known is not None and abs(known) < 1e300 else 0.0


def _protocol(facts: Facts, found: Side) -> dict[str, Said]:
    pairs = ((name, _setting(facts, name, found)) for name in PROTOCOL)
    stated = {name: one for name, one in pairs if one is not None}
    if found.settings["temperature"].value == 0 and "top_p" in stated:
        stated["top_p"] = {"text": "not applicable: greedy", "gap": "not_applicable"}
    return stated


def _setting(facts: Facts, name: str, found: Side) -> Said | None:
    one = found.settings[name]
    if one.status is Status.NONE:
        return None
    if one.status is not Status.OK:
        return gap(facts, one.path, facts.at(*one.path))
    if found.assumed and one.path[0] != "baselines":
        return {"text": "not stated: the score is copied", "gap": "not_stated"}
    return _stated(facts, name, found, one)


def _stated(facts: Facts, name: str, found: Side, one: Setting) -> Said | None:
    if name == "metric":
        return _metric(facts, found, one)
    if isinstance(one.value, tuple):
        return _judges(facts, one.value)
    if isinstance(one.value, dict):
        words = (f"{key}: {item}" for key, item in one.value.items() if isinstance(item, (str, int, float)))
        return {"text": cut(", ".join(words)) or "stated in parts", "prose": True}
    if one.path[-1] == "metric":  # `avg@32`: the number is in the word
        return {"text": str(one.value), "range": [float(one.value)] * 2}
    return said(facts, one.path, one.value, rules_at(facts.kind, one.path) or {})


def _metric(facts: Facts, found: Side, one: Setting) -> Said:
    node = facts.card.node(one.path)
    text = node.text if node is not None and node.text is not None else str(one.value)
    return {"text": cut(text), "is": f"{one.value} {found.settings['k'].value}"}


def _judges(facts: Facts, judges: tuple[Judge, ...]) -> Said:
    """Return verifiers by their ids; those that have no other name may be any."""
    names = [judged(facts, one) for one in judges]
    found: Said = {"text": cut(", ".join(one.id for one in judges))}
    if None in names:
        return {**found, "prose": True, "vague": True}
    called = "|".join(sorted({name.lower() for name in names if name is not None}))
    return {**found, "is": called[:400], **({"prose": True} if is_long(names) else {})}
