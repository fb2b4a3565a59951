"""One side of a comparison: what a row's score on a benchmark was sampled and judged with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any, Final, cast

from releasecard.card import MISSING
from releasecard.facts import Facts, Status, status_of
from releasecard.stated import Stated
from releasecard.values import Path, each

SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "metric": ("evaluation_protocol", "selection", "inference_compute", "verifier"),
    "k": ("evaluation_protocol", "selection", "inference_compute", "verifier"),
    "samples": ("evaluation_protocol", "inference_compute", "sampling"),
    "temperature": ("evaluation_protocol", "sampling"),
    "top_p": ("evaluation_protocol", "sampling"),
    "max_tokens": ("evaluation_protocol", "inference_compute", "sampling"),
    "prompt_format": ("evaluation_protocol", "scaffold"),
    "harness": ("evaluation_protocol", "scaffold"),
    "verifier": ("evaluation_protocol", "verifier"),
    "selection": ("evaluation_protocol", "selection", "verifier", "inference_compute"),
}
"""What must be equal on both sides, with the knobs that say it was changed."""

_SAMPLED: Final = {
    "temperature": ("temperature",),
    "top_p": ("top_p",),
    "max_tokens": ("max_response_tokens", "max_total_tokens", "max_steps"),
    "prompt_format": ("prompt_format",),
    "harness": ("harness",),
}
_METRIC: Final = re.compile(r"(avg@|pass@|pass\^|maj@|best_of_)([0-9]{1,6})")
SHARE: Final = "accuracy"
"""The kind of a metric that is the share of right answers: `accuracy`, `avg@32`, `pass@1`."""
_HEX: Final = re.compile(r"[0-9a-f]{7,64}")
_ABOUT: Final = Fraction(21, 20)
"""How far apart two numbers are that differ where one is as stated: `32K` may be 32,768."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a side: what stands there, and where it stands or would.

    `value` is the card's, a gap included, except where there is one: of `metric` the kind without its number, of
    `k` that number, of `verifier` and `selection` the `Judge`s by the id that is written.
    """

    value: Any
    status: Status
    path: Path


@dataclass(frozen=True, slots=True)
class Judge:
    """A verifier or selector as it is called: two are one where they are of one name and no two versions."""

    id: str
    name: str
    version: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """The settings behind one score, by name.

    `assumed`: the row is copied and names no protocol of its own, so that the benchmark's is at best a guess.
    """

    row: str
    benchmark: str
    settings: Mapping[str, Setting]
    assumed: bool = False


def side(facts: Facts, row: str, benchmark: str) -> Side:
    """Return how a row was scored on a benchmark: its own sampling, judge and metric, else the benchmark's."""
    key, known = ("side", row, benchmark), facts.reached
    if key not in known:
        known[key] = _side(facts, row, benchmark)
    return cast("Side", known[key])


def _side(facts: Facts, row: str, benchmark: str) -> Side:
    own, base = ("baselines", row), ("benchmarks", benchmark)
    named = _first(facts, (*own, "rollouts"), (*base, "rollouts"))
    sampled: Path = ("rollouts", str(named.value)) if named.status is Status.OK else ()
    written = _first(facts, (*own, "metric"), (*base, "metric"))
    kind, number = metric(str(written.value)) if written.status is Status.OK else (written.value, None)
    settings = {
        "metric": Setting(kind, written.status, written.path),
        "k": Setting(number, written.status, written.path),
        "samples": _samples(facts, written, _sampled(facts, sampled, "samples_per_prompt") if sampled else named),
    }
    for name, keys in _SAMPLED.items():
        settings[name] = _sampled(facts, sampled, *keys) if sampled else named
    places = [(*own, "verifier"), *([(*sampled, "verifier")] if sampled else []), (*base, "verifier")]
    judged = _first(facts, *places)
    settings["verifier"] = _judged(facts, named if judged.status < named.status < Status.OK else judged)
    settings["selection"] = _judged(facts, _first(facts, (*own, "selector")))
    copied = facts.plain(*own, "origin") == "copied" and not facts.is_own(*own, "rollouts")
    return Side(row, benchmark, settings, copied)


def metric(text: str) -> tuple[str, int]:
    """Return a metric's kind and its k: `avg@32` is (accuracy, 1), `pass@8` is (pass@, 8), `maj@64` is (maj@, 64)."""
    match = _METRIC.fullmatch(text)
    if match is None:
        return (SHARE if text == "share" else text), 1
    kind, number = match[1], int(match[2])
    alike = kind == "avg@" or (number == 1 and kind != "best_of_")
    return (SHARE, 1) if alike else (kind, number)


def differing(one: Side, other: Side) -> list[str]:
    """Return the settings that both sides state, and state differently."""
    found = [name for name in SETTINGS if _differ(name, one, other)]
    if "metric" in found and "k" in found:
        found.remove("k")
    greedy = any(side.settings["temperature"].value == 0 for side in (one, other))
    return [name for name in found if not (greedy and name == "top_p")]


def unstated(side: Side) -> list[str]:
    """Return the settings for which the side states no value, whether by a gap word or not at all."""
    return [name for name, one in side.settings.items() if one.status is not Status.OK]


def apart(one: Any, other: Any) -> bool:
    """Tell whether two values cannot be one: numbers as stated by their bounds, texts without case and white space."""
    if isinstance(one, dict) and isinstance(other, dict):
        shared = [key for key in one if key in other]
        return any(all(map(_said, pair)) and apart(*pair) for key in shared if (pair := (one[key], other[key])))
    if isinstance(one, Stated) or isinstance(other, Stated):
        bounds = _bounds(one), _bounds(other)
        return None not in bounds and (_above(*bounds) or _above(*bounds[::-1]))
    if isinstance(one, str) and isinstance(other, str):
        return _folded(one) != _folded(other)
    return bool(one != other) and isinstance(one, str) == isinstance(other, str)


def _differ(name: str, one: Side, other: Side) -> bool:
    a, b = one.settings[name], other.settings[name]
    if a.status is not Status.OK or b.status is not Status.OK or a.path == b.path:
        return False
    if name in ("metric", "k"):
        return bool(a.value != b.value)
    if (one.assumed and a.path[0] != "baselines") or (other.assumed and b.path[0] != "baselines"):
        return False
    if name in ("verifier", "selection"):
        return _names(a.value) != _names(b.value)
    return (name != "max_tokens" or a.path[-1] == b.path[-1]) and apart(a.value, b.value)


def _first(facts: Facts, *paths: Path) -> Setting:
    """Return what stands at the first of several paths at which something does."""
    found = next((path for path in paths if facts.at(*path) is not MISSING), paths[0])
    value = facts.at(*found)
    return Setting(None if value is MISSING else value, status_of(value), found)


def _sampled(facts: Facts, protocol: Path, *keys: str) -> Setting:
    return _first(facts, *((*protocol, key) for key in keys))


def _samples(facts: Facts, written: Setting, found: Setting) -> Setting:
    """Return the samples for each item: the protocol's, or those of `avg@32` where a row has only that of its own."""
    match = _METRIC.fullmatch(str(written.value)) if written.status is Status.OK else None
    own = written.path[0] == "baselines" and not facts.is_own(*written.path[:2], "rollouts")
    if match is None or match[1] != "avg@" or (found.status is Status.OK and not own):
        return found
    return Setting(int(match[2]), Status.OK, written.path)


def _judged(facts: Facts, found: Setting) -> Setting:
    if found.status is not Status.OK:
        return found
    judges = [judge(facts, word) for _, word in each((), found.value) if isinstance(word, str)]
    return Setting(tuple(judges), found.status, found.path)


def judge(facts: Facts, word: str) -> Judge:
    """Return what a verifier is called: by its card or its implementation, else by its id."""
    path: Path = () if word == "self" and facts.kind == "verifier" else ("verifiers", word)
    reference = word if "@" in word else facts.plain(*path, "card") if path else None
    if isinstance(reference, str) and "@" in reference:
        name, _, version = reference.partition("#")[0].partition("@")
        return Judge(word, name, version)
    name = facts.plain(*path, "implementation", "name")
    versions = (facts.plain(*path, *keys) for keys in (("version",), ("implementation", "version")))
    version = next((one for one in versions if isinstance(one, str)), "")
    revision = facts.plain(*path, "implementation", "revision")
    return Judge(word, name if isinstance(name, str) else word, version, revision if isinstance(revision, str) else "")


def same_version(one: str, other: str) -> bool:
    """Tell whether two versions are one: `v1.0` is `1.0`, and a commit is what it begins with."""
    one, other = (word.lower().removeprefix("v") for word in (one, other))
    commits = _HEX.fullmatch(one) and _HEX.fullmatch(other)
    return one == other or bool(commits and (one.startswith(other) or other.startswith(one)))


def _names(judges: Iterable[Judge]) -> set[str]:
    return {one.name for one in judges}


def _said(value: Any) -> bool:
    return status_of(value) is Status.OK


def _folded(text: str) -> str:
    return "".join(text.lower().split())


def _bounds(value: Any) -> tuple[Fraction | None, Fraction | None] | None:
    if isinstance(value, Stated):
        return value.low, value.high
    exact = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    return (Fraction(value), Fraction(value)) if exact else None


def _above(one: Any, other: Any) -> bool:
    """Tell whether the least of one is clearly more than the most of the other."""
    return one[0] is not None and other[1] is not None and one[0] > other[1] * _ABOUT
