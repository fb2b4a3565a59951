"""What the support matrix asks that no path can say: the tests behind its `@` words. Each looks at one thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from releasecard.evidence.look import NOTHING, OK, Look, at, best, look, worst
from releasecard.evidence.reach import Reach, Thing
from releasecard.facts import Facts, Status
from releasecard.fields.environment import TRAJECTORY
from releasecard.sides import side
from releasecard.stated import Stated
from releasecard.values import Path, dotted

Test = Callable[[Reach, Thing], Look]

_COMMIT: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])")
_DATED: Final = re.compile(r"20[0-9]{2}-?[01][0-9]-?[0-3][0-9]|-[01][0-9][0-3][0-9]$")
_SAMPLED: Final = ("samples", "temperature", "top_p", "max_tokens", "prompt_format", "harness")
"""Settings of a sampling protocol: what a copied score has of the benchmark's is a guess."""
_OPTIONAL: Final = ("top_p", "prompt_format", "harness")
"""Settings that may be unstated where both sides share one protocol: what is not said was not changed."""


def _commit_in_url(_reach: Reach, thing: Thing) -> Look:
    found = look(thing, "implementation.url")
    url = thing.facts.plain(*thing.path, "implementation", "url")
    return found if isinstance(url, str) and _COMMIT.search(url) else NOTHING


def _known_failures(_reach: Reach, thing: Thing) -> Look:
    return best(_findings(facts, path) for facts, path in thing.places)


def _findings(facts: Facts, path: Path) -> Look:
    """Return a finding of the audit that is about a thing; on the card of that thing any is."""
    for name in facts.things("audit", "findings"):
        about = facts.words("audit", "findings", name, "about")
        if not path or any((dotted(path) + ".").startswith(f"{one}.") or one.startswith(dotted(path)) for one in about):
            return at(facts, "audit", "findings", name)
    return NOTHING


def _filter(reach: Reach, thing: Thing) -> Look:
    """The rule by which rows were kept: a filter by a verifier, the label's author, or none needed."""
    facts = thing.facts
    named = {str(one.path[-1]) for one in reach.of("V") if one.facts is facts and one.path}
    filters = [at(facts, "provenance", "filters", name, "rule") for name in facts.things("provenance", "filters")
               if named.intersection(facts.words("provenance", "filters", name, "verifier"))
               or (facts is reach.facts and ("provenance", "filters", name) in reach.paths)]  # fmt: skip
    return best((*filters, *_labels(facts, thing.path, named), *_no_filters(facts)))


def _labels(facts: Facts, path: Path, named: set[str]) -> Iterator[Look]:
    """Yield where a feedback field says who produced it, or which verifier labeled it."""
    for name in facts.things(*path, "fields"):
        place = (*path, "fields", name)
        if "feedback" in facts.words(*place, "role"):
            yield at(facts, *place, "produced_by")
            labeled = (one for one in facts.words(*place, "verifier") if one in named)
            if any("labeling" in facts.words("verifiers", one, "uses") for one in labeled):
                yield at(facts, *place, "verifier")


def _no_filters(facts: Facts) -> Iterator[Look]:
    filters = at(facts, "provenance", "filters")
    if filters.status in (Status.GAP, Status.NA):
        yield filters


def _predicate(reach: Reach, thing: Thing) -> Look:
    """A terminal predicate, what pins it, how it is reset, how often doing nothing passes: on the environment, or here."""
    environments = reach.of("E")
    away = [one for one in reach.away if one == thing.facts.at(*thing.path, "environment")]
    if away and not environments:
        return Look(Status.GAP, away[0], "on a card that is not at hand", thing.path)
    places = environments or [thing]
    return worst(
        best(look(one, pattern) for one in (*places, thing) for pattern in patterns)
        for patterns in (
            ("terminal_predicate.when", "terminal_predicate", "predicate"),
            ("replay.digest", "replay.package", "image", "replay.image"),
            ("replay.reset", "reset"),
            ("terminal_predicate.null_rate", "variants.*.terminal_predicate.null_rate", "null_rate"),
        )
    )


def _step_labels(reach: Reach, thing: Thing) -> Look:
    verifiers = [look(one, "label_source") for one in reach.of("V") if one.facts.plain(*one.path, "signal") == "process"
                 or one.facts.plain(*one.path, "family") == "process_verifier"]  # fmt: skip
    return best((look(thing, "labels.by"), *verifiers))


def _scored(reach: Reach, name: str) -> Look:
    return best(look(one, name) for one in reach.of("B"))


def _dated_model(_reach: Reach, thing: Thing) -> Look:
    model = thing.facts.plain(*thing.path, "model")
    return OK if isinstance(model, str) and _DATED.search(model) else NOTHING


def _judge_of_scores(reach: Reach, _thing: Thing) -> Look:
    return OK if reach.of("V") and reach.of("B") else NOTHING


def _four_samples(_reach: Reach, thing: Thing) -> Look:
    found = look(thing, "samples_per_prompt")
    value = thing.facts.plain(*thing.path, "samples_per_prompt")
    few = isinstance(value, int) and not isinstance(value, (bool, Stated)) and value < 4
    return found._replace(status=Status.NONE) if few else found


def _sources(_reach: Reach, thing: Thing) -> Look:
    facts, names = thing.facts, thing.facts.things("provenance", "prompts", "from")
    if not names:
        return at(facts, "provenance", "prompts", "from")
    inside = [("provenance", "prompts", "from", name) for name in names]
    return worst(best(at(facts, *path, key) for key in ("records", "share", "pool")) for path in inside)


def _source_shares(reach: Reach, thing: Thing) -> Look:
    return _sources(reach, thing) if len(thing.facts.things("provenance", "prompts", "from")) > 1 else NOTHING


def _pair(thing: Thing) -> tuple[str, str, list[str]]:
    """Return the two rows of a comparison, and the benchmarks that both were scored on."""
    facts = thing.facts
    before, after = (str(facts.plain(*thing.path, key)) for key in ("from", "to"))
    scores = [facts.at("baselines", row, "scores") for row in (before, after)]
    common = [key for key in scores[0] if key in scores[1]] if all(isinstance(one, dict) for one in scores) else []
    return before, after, common


def _common(_reach: Reach, thing: Thing) -> Look:
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


def _side(name: str) -> Test:
    """Return the test that a setting is stated on both sides; a difference is the rule `sides-differ`'s."""

    def test(_reach: Reach, thing: Thing) -> Look:
        before, after, common = _pair(thing)
        if not common:
            return OK  # `@common` says so
        key, known = (before, after, name), thing.facts.reached
        if key not in known:
            known[key] = worst(look for one in common for look in _stated(thing.facts, before, after, one, name))
        return cast("Look", known[key])

    return test


def _stated(facts: Facts, before: str, after: str, benchmark: str, name: str) -> Iterator[Look]:
    sides = [side(facts, row, benchmark) for row in (before, after)]
    settings = [one.settings[name] for one in sides]
    shared = settings[0].path == settings[1].path
    for one, setting in zip(sides, settings, strict=True):
        status = setting.status
        if name == "top_p" and one.settings["temperature"].value == 0:
            status = Status.OK  # greedy decoding has no use for it
        if status is Status.NA or (status is Status.NONE and (name == "selection" or (name in _OPTIONAL and shared))):
            status = Status.OK
        elif (status is Status.NONE and name in _OPTIONAL) or (
            status is Status.OK and one.assumed and name in _SAMPLED
        ):
            status = Status.GAP  # nobody says whether both protocols are alike there
        yield Look(status, dotted(setting.path), _gap(setting.value), setting.path)


def _gap(value: Any) -> str:
    return str(getattr(value, "word", ""))


def _origin(_reach: Reach, thing: Thing) -> Look:
    before, after, common = _pair(thing)
    return worst(at(thing.facts, "baselines", row, "origin") for row in (before, after)) if common else OK


def _runs(_reach: Reach, thing: Thing) -> Look:
    _, after, common = _pair(thing)
    names = ("training_runs", "spread", "search_runs")
    return best(at(thing.facts, "baselines", after, name) for name in names) if common else OK


def _unparsed(_reach: Reach, thing: Thing) -> Look:
    """The share of answers cut or not found, in the protocols of both sides."""
    before, after, common = _pair(thing)
    facts = thing.facts
    protocols = {
        str(facts.plain("baselines", row, "rollouts") or facts.plain("benchmarks", benchmark, "rollouts"))
        for row in (before, after) for benchmark in common
    }  # fmt: skip
    return (
        worst(best(at(facts, "rollouts", one, name) for name in ("unparsed", "truncated")) for one in sorted(protocols))
        if common
        else OK
    )


def _decontaminated(reach: Reach, thing: Thing) -> Look:
    """Decontamination against the benchmarks, said of the construction or of the data that a recipe uses."""
    facts = thing.facts
    kinds = {facts.plain("stages", name, "kind") for name in facts.things("stages")}
    if facts.kind not in ("dataset", "recipe") or kinds == {"search"}:
        return OK  # nothing is trained
    own = at(facts, "provenance", "decontamination", "against")
    data = [at(facts, "data", name, "decontaminated") for name in facts.things("data")]
    found = best((own, at(facts, "provenance", "decontamination"), *data))
    if found.status is Status.NONE and reach.away and facts.things("data"):
        return Look(Status.GAP, "data", "on a card that is not at hand", ("data",))
    return found if found.status is not Status.NA else OK


def _points(_reach: Reach, thing: Thing) -> Look:
    facts = thing.facts
    points, budgets = (facts.number(*thing.path, name) for name in ("points", "budgets"))
    if points is not None and budgets is not None:
        few = points < 3 or budgets < 2
        return Look(Status.NONE, dotted((*thing.path, "points")), "", (*thing.path, "points")) if few else OK
    return best((look(thing, "fits.*.values"), worst((look(thing, "points"), look(thing, "budgets")))))


def _several_runs(_reach: Reach, thing: Thing) -> Look:
    facts = thing.facts
    runs = [facts.number(*path) for path, _ in facts.matches("scaling.fits.*.training_runs")]
    spreads = [look(thing, "fits.*.spread"), at(facts, "scaling", "fit", "error")]
    return OK if any((one or 0) > 1 for one in runs) else best(one for one in spreads if one.status is not Status.NA)


def _ten_fields(_reach: Reach, thing: Thing) -> Look:
    return worst(look(thing, f"{name}.available") for name in TRAJECTORY)


def _predicate_limits(reach: Reach, thing: Thing) -> Look:
    verifiers = (look(one, pattern) for one in reach.of("V") for pattern in ("errors.false_accept", "attacks", "says"))
    findings = (_findings(facts, ()) for facts, _ in thing.places)
    return best((look(thing, "terminal_predicate.says"), *findings, *verifiers))


TESTS: Final[dict[str, Test]] = {
    "@commit_in_url": _commit_in_url,
    "@known_failures": _known_failures,
    "@filter": _filter,
    "@predicate": _predicate,
    "@step_labels": _step_labels,
    "@scored_model": lambda reach, _: _scored(reach, "model"),
    "@scores": lambda reach, _: _scored(reach, "scores"),
    "@dated_model": _dated_model,
    "@judge_of_scores": _judge_of_scores,
    "@four_samples": _four_samples,
    "@sources": _sources,
    "@source_shares": _source_shares,
    "@common": _common,
    **{f"@side:{name}": _side(name) for name in (
        "metric", "samples", "temperature", "top_p", "max_tokens", "prompt_format", "harness", "verifier", "selection",
    )},
    "@origin": _origin,
    "@runs": _runs,
    "@unparsed": _unparsed,
    "@decontaminated": _decontaminated,
    "@points": _points,
    "@several_runs": _several_runs,
    "@ten_fields": _ten_fields,
    "@predicate_limits": _predicate_limits,
}  # fmt: skip
"""By the word of the matrix."""
