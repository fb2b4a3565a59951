"""What the support matrix asks that no path can say: the tests behind its `@` words. Each looks at one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from releasecard.evidence import compared
from releasecard.evidence.compared import Test
from releasecard.evidence.look import NOTHING, OK, Look, all_of, at, best, look, worst
from releasecard.evidence.reach import Reach, Thing
from releasecard.facts import Facts, Status
from releasecard.fields.environment import TRAJECTORY
from releasecard.sides import SHARE, metric
from releasecard.stated import Stated
from releasecard.values import Path, dotted

_COMMIT: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])")
_OF_TRIES: Final = re.compile(r"sampl|\btr(y|ies)\b|attempt|pass@|vot(e|ing)|candidate|inference", re.IGNORECASE)
_ENOUGH: Final = 4
"""Samples from which a pass rate says something."""
_DATED: Final = re.compile(r"20[0-9]{2}-?[01][0-9]-?[0-3][0-9]|-[01][0-9][0-3][0-9]$")


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


def _populations(_reach: Reach, thing: Thing) -> Look:
    """Of which cases the rates of both directions are, and of how many: nothing where no direction says so."""
    sides = [
        best(all_of(thing, f"errors.{side}.{inner}population errors.{side}.{inner}sample") for inner in ("", "*."))
        for side in ("false_accept", "false_reject")
    ]
    said = (look(thing, f"errors.{side}population") for side in ("*.", "*.*."))
    return worst(sides) if best(said).status is Status.OK else NOTHING


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
    if isinstance(value, bool) or not isinstance(value, (int, Stated)):
        return found
    low, high = (value.low, value.high) if isinstance(value, Stated) else (value, value)
    if high is not None and high < _ENOUGH:
        return found._replace(status=Status.NONE)
    return found._replace(status=Status.GAP) if low is None or low < _ENOUGH else found


def _sources(_reach: Reach, thing: Thing) -> Look:
    facts, names = thing.facts, thing.facts.things("provenance", "prompts", "from")
    if not names:
        return at(facts, "provenance", "prompts", "from")
    inside = [("provenance", "prompts", "from", name) for name in names]
    return worst(best(at(facts, *path, key) for key in ("records", "share", "pool")) for path in inside)


def _source_shares(reach: Reach, thing: Thing) -> Look:
    return _sources(reach, thing) if len(thing.facts.things("provenance", "prompts", "from")) > 1 else NOTHING


def _points(reach: Reach, thing: Thing) -> Look:
    facts = thing.facts
    axis = facts.plain(*thing.path, "axis")
    if isinstance(axis, str) and _OF_TRIES.search(axis) and any(_tries(one) >= 3 for one in reach.of("B")):
        return OK
    points, budgets = (facts.number(*thing.path, name) for name in ("points", "budgets"))
    if points is not None and budgets is not None:
        few = points < 3 or budgets < 2
        return Look(Status.NONE, dotted((*thing.path, "points")), "", (*thing.path, "points")) if few else OK
    fitted = worst(look(thing, f"fits.{name}.values") for name in _fits(reach, thing))
    return best((fitted, worst((look(thing, "points"), look(thing, "budgets")))))


def _fits(reach: Reach, thing: Thing) -> list[str]:
    """Return the curves that a claim is about: those that its comparisons are of, all where they are of none."""
    fits = thing.facts.things(*thing.path, "fits")
    compared = [one for one in reach.of("C") if one.facts is thing.facts]
    sides = [thing.facts.plain(*one.path, key) for one in compared for key in ("from", "to")]
    return [name for name in fits if name in sides] or list(fits)


def _tries(row: Thing) -> int:
    """Return at how many numbers of tries a row was scored on one benchmark, at most: its curve from `pass@1` to `pass@8192`."""
    facts, scores = row.facts, row.facts.plain(*row.path, "scores")
    curves: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for name in scores if isinstance(scores, dict) else ():
        text = facts.plain("benchmarks", name, "metric")
        if isinstance(text, str) and facts.status(*row.path, "scores", name) is Status.OK:
            kind, number = metric(text)
            same = [str(facts.plain("benchmarks", name, key)) for key in ("name", "version", "split")]
            for curve in ("pass@", "maj@", "best_of_") if kind == SHARE else (kind,):
                curves[(*same, curve)].add(number)
    return max(map(len, curves.values()), default=0)


def _several_runs(reach: Reach, thing: Thing) -> Look:
    error = look(thing, "fit.error")
    found = worst(_runs_of(thing, name) for name in _fits(reach, thing))
    return best(one for one in (found, error) if one.status is not Status.NA)


def _runs_of(thing: Thing, name: str) -> Look:
    """Return more than one training of a curve, or a spread of it."""
    runs = thing.facts.number(*thing.path, "fits", name, "training_runs")
    return look(thing, f"fits.{name}.training_runs") if (runs or 0) > 1 else look(thing, f"fits.{name}.spread")


def _epochs(reach: Reach, thing: Thing) -> Look:
    """How often rows are used by the stages that the claim's curves are of, of any stage where they name none."""
    facts = thing.facts
    named = {facts.plain(*thing.path, "fits", name, "stage") for name in _fits(reach, thing)}
    stages = [name for name in facts.things("stages") if name in named] or list(facts.things("stages"))
    return worst(at(facts, "stages", name, "training", "epochs") for name in stages)


def _ten_fields(_reach: Reach, thing: Thing) -> Look:
    return worst(look(thing, f"{name}.available") for name in TRAJECTORY)


def _predicate_limits(reach: Reach, thing: Thing) -> Look:
    """What the predicate does not see: said of it, of what decides for it, or found by an audit of these, or as evidence."""
    verifiers = (look(one, pattern) for one in reach.of("V") for pattern in ("errors.false_accept", "attacks", "says"))
    decides = ((thing.facts, (*thing.path, name)) for name in ("terminal_predicate", "predicate"))
    places = (*decides, *(place for one in reach.of("V") for place in one.places))
    found = (_findings(facts, path) for facts, path in places)
    named = [at(thing.facts, *path) for path in reach.paths if path[:2] == ("audit", "findings") and len(path) > 2]
    return best((look(thing, "terminal_predicate.says"), *found, *named, *verifiers))


class Asked(NamedTuple):
    """A test, and where on a card it looks, in words for readers."""

    test: Test
    where: str


def _of_sides(name: str, where: str) -> tuple[str, Asked]:
    return f"@side:{name}", Asked(compared.on_both_sides(name), f"`{where}` of the row or its benchmark")


def _of_protocols(name: str, where: str) -> tuple[str, Asked]:
    return f"@side:{name}", Asked(
        compared.on_both_sides(name), f"`{where}` of the protocol of the row or its benchmark"
    )


TESTS: Final[dict[str, Asked]] = {
    "@commit_in_url": Asked(_commit_in_url, "a commit in `implementation.url`"),
    "@known_failures": Asked(_known_failures, "`/audit.findings.*` about it"),
    "@populations": Asked(_populations, "`population` and `sample` of `errors.false_accept` and `errors.false_reject`"),
    "@filter": Asked(_filter, "`rule` of a filter in the evidence, or by the verifier; `produced_by` of the feedback; `/provenance.filters: {not_applicable: ...}`"),
    "@predicate": Asked(_predicate, "`predicate` or `terminal_predicate`; `image`, `replay.digest` or `replay.package`; `reset`; `null_rate`"),
    "@step_labels": Asked(_step_labels, "`labels.by`, or a process verifier's `label_source`"),
    "@scored_model": Asked(lambda reach, _: _scored(reach, "model"), "`model` of a row in the evidence"),
    "@scores": Asked(lambda reach, _: _scored(reach, "scores"), "`scores` of a row in the evidence"),
    "@dated_model": Asked(_dated_model, "a date in `model`"),
    "@judge_of_scores": Asked(_judge_of_scores, "the verifier of a row's benchmark"),
    "@four_samples": Asked(_four_samples, "`samples_per_prompt`"),
    "@sources": Asked(_sources, "`records`, `share` or `pool` of each of `prompts.from`"),
    "@source_shares": Asked(_source_shares, "`/provenance.prompts.from` with shares"),
    "@common": Asked(compared.common, "`/baselines.*.scores` of both rows, or both are `/scaling.fits`"),
    **dict((
        _of_sides("metric", "metric"),
        _of_protocols("samples", "samples_per_prompt"),
        _of_protocols("temperature", "temperature"),
        _of_protocols("top_p", "top_p"),
        _of_protocols("max_tokens", "max_response_tokens"),
        _of_protocols("prompt_format", "prompt_format"),
        _of_protocols("harness", "harness"),
        _of_sides("verifier", "verifier"),
        _of_sides("selection", "selector"),
    )),
    "@models": Asked(compared.models, "`/baselines.*.model`"),
    "@origin": Asked(compared.origin, "`/baselines.*.origin`"),
    "@runs": Asked(compared.runs, "`training_runs`, `spread` or `search_runs` of the later row"),
    "@unparsed": Asked(compared.unparsed, "`unparsed` or `truncated` of the protocols"),
    "@decontaminated": Asked(compared.decontaminated, "`/provenance.decontamination`, or `/data.*.decontaminated`"),
    "@points": Asked(_points, "`points` and `budgets`, or `fits.*.values`; scores of one row on one benchmark at three numbers of tries, `pass@1` to `pass@8192`"),
    "@epochs": Asked(_epochs, "`/stages.*.training.epochs` of the curves' stages"),
    "@several_runs": Asked(_several_runs, "`fits.*.training_runs` or `fits.*.spread`, or `fit.error`"),
    "@ten_fields": Asked(_ten_fields, "`available` of each of the ten"),
    "@predicate_limits": Asked(_predicate_limits, "`terminal_predicate.says`, `errors.false_accept` or `attacks` of the verifier, `/audit.findings.*` about these or named as evidence"),
}  # fmt: skip
"""By the word of the matrix."""
