"""What the support matrix asks of comparisons: whether a setting is stated on both sides. Each test looks at one comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from releasecard.evidence.look import OK, UNASKED, Look, at, best, look, worst
from releasecard.evidence.reach import Reach, Thing
from releasecard.facts import Facts, Status
from releasecard.sides import side
from releasecard.values import dotted

Test = Callable[[Reach, Thing], Look]
"""A test behind an `@` word of the matrix: what stands on a thing, or somewhere in what evidence reaches."""

_SAMPLED: Final = ("samples", "temperature", "top_p", "max_tokens", "prompt_format", "harness")
"""Settings of a sampling protocol: what a copied score has of the benchmark's is a guess."""
_OPTIONAL: Final = ("top_p", "prompt_format", "harness")
"""Settings that may be unstated where both sides share one protocol: what is not said was not changed."""


def _pair(thing: Thing) -> tuple[str, str, list[str]]:
    """Return the two rows of a comparison, and the benchmarks that both were scored on."""
    facts = thing.facts
    before, after = (str(facts.plain(*thing.path, key)) for key in ("from", "to"))
    scores = [facts.at("baselines", row, "scores") for row in (before, after)]
    common = [key for key in scores[0] if key in scores[1]] if all(isinstance(one, dict) for one in scores) else []
    return before, after, common


def common(_reach: Reach, thing: Thing) -> Look:
    """A benchmark that both rows were scored on; two fitted curves need none."""
    before, after, common = _pair(thing)
    facts, fits = thing.facts, thing.facts.things("scaling", "fits")
    if before in fits and after in fits:
        return OK
    if common:
        scores = ([at(facts, "baselines", row, "scores", one) for row in (before, after)] for one in common)
        return best(worst(pair) for pair in scores)
    unsaid = [*_unsaid(facts, before), *_unsaid(facts, after), *(look(thing, name) for name in ("from", "to"))]
    gaps = [one for one in unsaid if one.status is Status.GAP]
    return gaps[0] if gaps else Look(Status.NONE, dotted(thing.path), "", thing.path)


def _unsaid(facts: Facts, row: str) -> Iterator[Look]:
    """Yield the gaps in the place of a row's scores, where it has no others."""
    scores = facts.at("baselines", row, "scores")
    inside = [at(facts, "baselines", row, "scores", key) for key in scores] if isinstance(scores, dict) else []
    yield from (
        inside
        if inside and all(one.status is Status.GAP for one in inside)
        else [at(facts, "baselines", row, "scores")]
    )


def on_both_sides(name: str) -> Test:
    """Return the test that a setting is stated on both sides; a difference is the rule `sides-differ`'s."""

    def test(_reach: Reach, thing: Thing) -> Look:
        before, after, common = _pair(thing)
        key, known = (before, after, name), thing.facts.reached
        if key not in known:
            found = [look for one in common for look in _stated(thing.facts, before, after, one, name)]
            known[key] = worst(found) if found else UNASKED  # that no benchmark is common is said by `@common`
        return cast("Look", known[key])

    return test


def _stated(facts: Facts, before: str, after: str, benchmark: str, name: str) -> Iterator[Look]:
    sides = [side(facts, row, benchmark) for row in (before, after)]
    settings = [one.settings[name] for one in sides]
    shared = settings[0].path == settings[1].path
    for one, setting in zip(sides, settings, strict=True):
        status = setting.status
        if name == "top_p" and one.settings["temperature"].value == 0:
            continue  # greedy decoding has no use for it
        if status is Status.NONE and (name == "selection" or (name in _OPTIONAL and shared)):
            continue
        if status is Status.NA:
            status = Status.OK
        elif (status is Status.NONE and name in _OPTIONAL) or (
            status is Status.OK and one.assumed and name in _SAMPLED
        ):
            status = Status.GAP  # nobody says whether both protocols are alike there
        yield Look(status, dotted(setting.path), _gap(setting.value), setting.path)


def _gap(value: Any) -> str:
    return str(getattr(value, "word", ""))


def models(_reach: Reach, thing: Thing) -> Look:
    """Which model each row is of."""
    before, after, common = _pair(thing)
    return worst(at(thing.facts, "baselines", row, "model") for row in (before, after)) if common else UNASKED


def origin(_reach: Reach, thing: Thing) -> Look:
    """Whether the scores of each row were run or copied."""
    before, after, common = _pair(thing)
    return worst(at(thing.facts, "baselines", row, "origin") for row in (before, after)) if common else UNASKED


def runs(_reach: Reach, thing: Thing) -> Look:
    """How many trainings, or what spread, stand behind the later row."""
    _, after, common = _pair(thing)
    names = ("training_runs", "spread", "search_runs")
    return best(at(thing.facts, "baselines", after, name) for name in names) if common else UNASKED


def unparsed(_reach: Reach, thing: Thing) -> Look:
    """The share of answers cut or not found, in the protocols of both sides."""
    before, after, common = _pair(thing)
    facts = thing.facts
    homes = {
        ("baselines", row) if facts.status("baselines", row, "rollouts") is not Status.NONE else ("benchmarks", benchmark)
        for row in (before, after) for benchmark in common
    }  # fmt: skip
    return worst(look for home in sorted(homes) for look in _shares_cut(facts, home)) if common else UNASKED


def _shares_cut(facts: Facts, home: tuple[str, str]) -> Iterator[Look]:
    """Yield what a row's or benchmark's protocols say of answers that were cut or not found."""
    names = facts.words(*home, "rollouts")
    for name in names:
        yield best(at(facts, "rollouts", name, key) for key in ("unparsed", "truncated"))
    if not names:
        yield at(facts, *home, "rollouts")


def decontaminated(reach: Reach, thing: Thing) -> Look:
    """Decontamination against the benchmarks, said of the construction or of the data that a recipe uses."""
    facts = thing.facts
    kinds = {facts.plain("stages", name, "kind") for name in facts.things("stages")}
    if facts.kind not in ("dataset", "recipe") or kinds == {"search"}:
        return OK  # nothing is trained
    own = at(facts, "provenance", "decontamination", "against")
    data = [at(facts, "data", name, "decontaminated") for name in facts.things("data")]
    found = best((own, *data))
    if found.status is Status.NONE and reach.away and facts.things("data"):
        return Look(Status.GAP, "data", "on a card that is not at hand", ("data",))
    return found if found.status is not Status.NA else OK
