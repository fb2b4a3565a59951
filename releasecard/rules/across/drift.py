"""RC908 and RC909: what two cards say of one thing, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts
from releasecard.rules.across import scores, sizes
from releasecard.rules.across.alike import name_of, settled, text
from releasecard.rules.examples import UNMEASURED
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.sides import same_version
from releasecard.values import Finding, Path, Severity

_MOST: Final = 60
_RECIPE: Final = """\
kind: recipe
base_models:
  base: {name: Base-7B, revision: "0f9e8d7", license: MIT}
data:
  math: {release: contest-pool@2.0, records: 500}
stages:
  main: {kind: rl, from: base, makes: Small-7B, algorithm: grpo, data: {math: 1}, rollouts: not_stated, training: not_stated,
    rewards: {right: {verifier: final-answer, right: 1, wrong: 0}}, compute: not_stated, checkpoint: not_stated, config: not_stated}
rollouts: not_stated
benchmarks: not_stated
comparisons: not_stated
""" + UNMEASURED.replace("[labeling, evaluation]", "[reward]").replace('"1.0"}', '"%s"}%s')
_POOL: Final = '--- # another card of the run\nname: contest-pool\nversion: "2.0"\n'
_FROM: Final = (
    "provenance:\n  prompts:\n    from:\n"
    "      pool: {card: contest-pool@2.0, kind: benchmark, license: MIT, relation: copied, records: %s}%s\n"
    "  filters: {not_applicable: all rows are kept}\n  decontamination: not_measured\n"
    "  lineage: {parents: not_stated, synthetic: none, risks: not_stated}\n"
)

RULES: Final = (
    Rule(
        "RC908", "facts-differ", Severity.WARNING,
        "Two cards say one thing differently: more rows taken than there are, another license, another kind of verifier, "
        "another score than the one that was copied.",
        "A fact that drifts between cards is wrong on one of them, and readers cannot tell on which.",
        "Correct the one that is wrong. If both sources say what the cards say, write it down as a conflict.",
        bad=_FROM % ("700", "  # <- RC908") + _POOL, good=_FROM % ("500", "") + _POOL,
        blind="Fewer rows than the other card has: a choice among them is no contradiction. Numbers are compared as "
        "they are printed, so `~17k` and 17,398 agree.",
    ),
    Rule(
        "RC909", "verifier-changed-since-build", Severity.WARNING,
        "The data was filtered or labeled with one version of a verifier, and training rewards with another.",
        "Changing a verifier's version changes the data set, which rows survive and what a label means, even if no row "
        "changes.",
        "Train with the version that the data was built with, or build it again; if the difference is wanted, say in "
        "`says` which answers it judges otherwise and hide the finding with that reason.",
        bad=_RECIPE % ("1.1", "  # <- RC909") + _POOL, good=_RECIPE % ("1.0", "") + _POOL,
        blind="A verifier under two names, and one whose version either card does not state.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what this card says otherwise than a card that it refers to."""
    if shelf:
        yield from sizes.check(facts, shelf)
        yield from scores.check(facts, shelf)
        yield from _licenses(facts, shelf)
        yield from _verifiers(facts, shelf)
        yield from _bases(facts, shelf)
        yield from _changed(facts, shelf)


def _licenses(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Hold the license that a card gives a source against those that the source's own card gives its parts."""
    for name in list(facts.things("provenance", "prompts", "from"))[:_MOST]:
        place: Path = ("provenance", "prompts", "from", name)
        said, other = text(facts, *place, "license"), shelf.find(text(facts, *place, "card"))
        if other is None or not said or not facts.is_own(*place, "license"):
            continue
        there = _terms(other)
        if there and not _ids(said) & set().union(*map(_ids, there)) and settled(facts, (*place, "license")):
            message = f"{shown(said)} for {shown(name_of(other))}, whose card says {shown(' and '.join(there[:3]))}"
            yield Finding("RC908", (*place, "license"), message, "state the terms under which its content was taken")


def _terms(other: Facts) -> list[str]:
    """Return the terms that a card states for data; empty where those of the whole are open or disputed."""
    whole = text(other, "license", "data")
    if not whole or not settled(other, ("license", "data")):
        return []
    more = [text(other, "license", field) for field in ("upstream", "generated")]
    parts = other.plain("license", "parts")
    more += [text(other, "license", "parts", key) for key in list(parts)[:_MOST]] if isinstance(parts, dict) else []
    return [whole, *filter(None, more)]


def _ids(license_: str) -> set[str]:
    """Return the ids of an SPDX expression."""
    return {word for word in license_.replace("(", " ").replace(")", " ").split() if word not in ("AND", "OR", "WITH")}


def _verifiers(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Hold what a card says of a verifier against that one's own card."""
    for name in list(facts.things("verifiers"))[:_MOST]:
        place: Path = ("verifiers", name)
        reference = text(facts, *place, "card")
        other = shelf.find(reference) if facts.is_own(*place, "card") else None
        if other is None or other.kind != "verifier":
            continue
        version = reference.partition("#")[0].partition("@")[2]
        said = text(facts, *place, "version")
        if said and not same_version(said, version) and settled(facts, (*place, "version")):
            message = f"version {shown(said)}, and the card is that of {shown(version)}"
            yield Finding("RC908", (*place, "version"), message, "state the version that was used, in both places")
        for field in ("contract", "family"):
            said, there = text(facts, *place, field), text(other, field)
            if said and there and said != there and facts.is_own(*place, field) and settled(facts, (*place, field)):
                message = f"{shown(said)}, where {shown(name_of(other))} says {shown(there)}"
                yield Finding(
                    "RC908", (*place, field), message, f"use the other card's word, if it is the same {field}"
                )


def _bases(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Hold the revision that training starts from against those that the data's pass rates were estimated with."""
    for data in list(facts.things("data"))[:_MOST] if facts.things("base_models") else ():
        probed = shelf.said(text(facts, "data", data, "release"), "probed", _probed) or {}
        for name in list(facts.things("base_models"))[:_MOST] if probed else ():
            path: Path = ("base_models", name, "revision")
            own, there = text(facts, *path), probed.get(_model(text(facts, "base_models", name, "name")), [])
            if own and there and facts.is_own(*path) and not any(same_version(own, one) for one in there):
                message = f"{shown(own)}, where the pass rates of {shown(text(facts, 'data', data, 'release'))} are of {shown(there[0])}"
                hint = "pass rates hold for the revision that they were estimated with; check both"
                yield Finding("RC908", path, message, hint, severity=Severity.NOTE)


def _probed(other: Facts) -> dict[str, list[str]]:
    """Return the revisions of each model that a card estimated pass rates with."""
    found: dict[str, list[str]] = {}
    for name in list(other.things("rollouts"))[:_MOST]:
        model, revision = (text(other, "rollouts", name, field) for field in ("model", "revision"))
        if text(other, "rollouts", name, "purpose") in ("difficulty", "filtering") and model and revision:
            found.setdefault(_model(model), []).append(revision)
    return found


def _model(name: str) -> str:
    """Return a model's name without the account that it stands under on a hub."""
    return name.rpartition("/")[2].lower()


def _changed(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Hold the verifiers that reward against those that built the data they reward on."""
    rewarding = [(name, *version) for name in _using(facts, "reward", "training") if (version := _version(facts, name))]
    for data in list(facts.things("data"))[:_MOST] if rewarding else ():
        other = shelf.find(text(facts, "data", data, "release"))
        if other is None:
            continue
        built = [version for name in _using(other, "filtering", "labeling") if (version := _version(other, name))]
        for _, tool, used, path in rewarding:
            builders = [version for which, version, _ in built if which == tool]
            if builders and not any(same_version(used, one) for one in builders) and facts.is_own(*path):
                message = f"{shown(tool)} rewards in version {shown(used)}, and built {shown(name_of(other))} in {shown(builders[0])}"
                yield Finding("RC909", path, message, "train with the version that built the data, or build it again")


def _using(facts: Facts, *uses: str) -> list[str]:
    """Return the ids of the verifiers with one of the uses."""
    known = list(facts.things("verifiers"))[:_MOST]
    return [name for name in known if not set(uses).isdisjoint(facts.words("verifiers", name, "uses"))]


def _version(facts: Facts, name: str) -> tuple[str, str, Path] | None:
    """Return which program a verifier is, in which version, and where that is said; None where it is not."""
    place: Path = ("verifiers", name)
    tool, _, version = text(facts, *place, "card").partition("#")[0].partition("@")
    if version:
        return tool.lower(), version, (*place, "card")
    tool = next(iter(text(facts, *place, "implementation", "name").lower().split()), "")
    for path in ((*place, "implementation", "version"), (*place, "implementation", "revision"), (*place, "version")):
        version = text(facts, *path)
        if tool and version:
            return tool, version, path
    return None
