"""Pass rates: what a number of samples and of prompts can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from releasecard.arithmetic.bands import crowded, empty, never_solved
from releasecard.arithmetic.chains import shares
from releasecard.arithmetic.grim import grim
from releasecard.arithmetic.printed import Printed, printed
from releasecard.facts import Facts
from releasecard.rules.figures import disputed, figure
from releasecard.rules.rollouts.read import ESTIMATES, probe, protocols
from releasecard.rules.rule import Rule, shown
from releasecard.stated import Stated
from releasecard.values import Finding, Path, Severity

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_PARTS: Final = ("always_fail", "active", "always_pass")
_RANGE: Final = re.compile(
    r"(?<![\d.])(0?\.\d{1,6}|[01](?:\.\d{1,6})?)\s?(?:-|\u2013|to|\.\.)\s?(0?\.\d{1,6}|[01](?:\.\d{1,6})?)(?![\d.%])"
)
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,6})?)\s?%?\s?(?:-|\u2013|to)\s?(\d{1,3}(?:\.\d{1,6})?)\s?%")
_COUNTS: Final = re.compile(r"(\d{1,6})\s?(<=?)\s?[a-z_ ]{1,20}?\s?(<=?)\s?(\d{1,6})", re.IGNORECASE)
_NEVER: Final = re.compile(
    r"unreachable|unsolvable|never (solved|right)|too hard|impossible|neither (\w+ )?(right|correct|solves?)"
    r"|\b(neither|no) model\b|not solved by|what \w+ cannot solve",
    re.IGNORECASE,
)
_FEW: Final = 8
_BOLD: Final = 32
"""Tries up to which 0 of k leaves a task solvable often (8: .31), and up to which not even `never` is near (32: .09)."""
_TRAINS: Final = frozenset((
    "sft", "distillation", "preference_learning", "reward_modeling", "process_supervision", "rlvr", "agent_training",
    "safety_alignment", "critique_modeling",
))  # fmt: skip
_SHARES: Final = "pass_rate: {always_fail: 0.12, active: 0.71, always_pass: 0.17}"


def _rates(value: str) -> tuple[str, str]:
    return _SHARES, f"pass_rate: {value}"


RULES: Final = (
    Rule(
        "RC503", "band-finer-than-samples", _WARNING,
        "A band of pass rates holds no rate that the samples can give, or two of its ends fall between the same two rates.",
        "With k samples a task's pass rate is a multiple of 1/k: finer bands are told apart by nothing.",
        "Merge bands, correct the samples, or draw more of them.",
        bad=probe(("samples_per_prompt: 16", "samples_per_prompt: 4"), _rates("{threshold: 0.3-0.45}  # <- RC503")),
        good=probe(("samples_per_prompt: 16", "samples_per_prompt: 4"), _rates("{threshold: 0.3-0.6}")),
        blind="Bands in other words than `0.1-0.6`, `20-80 %` or `0 < correct < 16`.",
    ),
    Rule(
        "RC504", "shares-finer-than-prompts", _WARNING,
        "A share of prompts is no whole number of the prompts that were sampled.",
        "A share of N prompts is a multiple of 1/N: either the share or N is not as stated.",
        "State the prompts that the share is of, or the share as it was counted.",
        bad=probe(("prompts: 500", "prompts: 30"), _rates("{always_fail: 0.12}  # <- RC504")),
        good=probe(("prompts: 500", "prompts: 25"), _rates("{always_fail: 0.12}")),
        blind="Prompts that were dropped before the share was taken.",
    ),
    Rule(
        "RC505", "bands-do-not-sum", _WARNING,
        "The shares of tasks by pass rate do not add up to one.",
        "Each task is in one band: a rest that is not named may be the tasks that were cut or dropped.",
        "Correct a share, or add the band that is missing.",
        bad=probe(_rates("{always_fail: 0.12, active: 0.71, always_pass: 0.27}  # <- RC505")), good=probe(),
        blind="Bands that do not reach from 0 to 1, and sides of a dispute that `conflicts` states.",
    ),
    Rule(
        "RC506", "saturated-or-unreachable", _WARNING,
        "For the base that was sampled no task has a pass rate between never and always, or nearly none has; or tasks are "
        "called unreachable after a few tries.",
        "Groups that are all right or all wrong give no gradient. And no success in k tries only shows that the pass rate is "
        "at most 1 - 0.05^(1/k): .95 for one try, .53 for 4, .31 for 8, .17 for 16.",
        "Claim less, estimate with another base or with more samples, or say how many tries failed.",
        bad=probe(_rates("{always_fail: 0.83, active: 0, always_pass: 0.17}  # <- RC506")),
        good=probe(),
        blind="Other bases than the one that was sampled. What few tries show is a note.",
    ),
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield bands and shares that the samples cannot show, and pools without a signal."""
    claimed = _claimed(facts)
    for path in protocols(facts):
        rate = (*path, "pass_rate")
        if facts.plain(*rate) is not None and facts.is_own(*rate):
            yield from _finer(facts, path, rate)
            yield from _of_prompts(facts, path, rate)
            yield from _sums(facts, rate)
            yield from _signal(facts, path, rate, claimed=bool({path[1], ""} & claimed))
    for path, text, samples in _kept(facts):
        yield from _text(path, text, samples)


def _samples(facts: Facts, path: Path) -> int | None:
    number = facts.number(*path, "samples_per_prompt")
    return number if isinstance(number, int) and number > 0 else None


def _bands(facts: Facts, rate: Path) -> list[Path]:
    listed = facts.plain(*rate, "bands")
    return [(*rate, "bands", index) for index in range(len(listed))] if isinstance(listed, list) else []


def _finer(facts: Facts, path: Path, rate: Path) -> Iterator[Finding]:
    samples = _samples(facts, path)
    if samples is None:
        return
    yield from _text((*rate, "threshold"), facts.plain(*rate, "threshold"), samples)
    ends = [(band, figure(facts, *band, "from"), figure(facts, *band, "to")) for band in _bands(facts, rate)]
    whole = [(band, low, high) for band, low, high in ends if low is not None and high is not None]
    for index in empty([(low, high) for _, low, high in whole], samples)[:1]:
        band, low, high = whole[index]
        yield Finding("RC503", band, _holds_none(f"{low.text} to {high.text}", samples), "merge bands, or draw more")
        return
    cuts = [cut for _, *pair in ends for cut in pair if cut is not None]
    for one in crowded(cuts, samples)[:1]:
        message = f"{one.lower.text} and {one.upper.text} fall between the same two pass rates of {samples} samples"
        yield Finding("RC503", (*rate, "bands"), message, "merge bands, or draw more", on="key")


def _kept(facts: Facts) -> Iterator[tuple[Path, object, int]]:
    """Yield the bands that stages keep, each with its place and the samples of the stage's protocol."""
    for stage in facts.things("stages"):
        named = facts.words("stages", stage, "rollouts")
        samples = _samples(facts, ("rollouts", named[0])) if len(named) == 1 else None
        for keys in (("sampling_control", "keep"), ("training", "dynamic_sampling_range")) if samples else ():
            path: Path = ("stages", stage, *keys)
            if samples and facts.is_own(*path):
                yield path, facts.plain(*path), samples


def _text(path: Path, text: object, samples: int) -> Iterator[Finding]:
    """Judge a band in words, where it is one of the known forms and the only one in its text."""
    if not isinstance(text, str):
        return
    if _nothing_between(text, samples) or any(empty([band], samples, whole=whole) for band, whole in _ranges(text)):
        yield Finding("RC503", path, _holds_none(text, samples), "widen the band, or draw more")


def _holds_none(band: str, samples: int) -> str:
    return f"{shown(band)} holds no pass rate that {samples} samples can give"


def _ranges(text: str) -> Iterator[tuple[tuple[Printed, Printed], int]]:
    if isinstance(text, Stated) and text.low is not None and text.high is not None and text.low != text.high:
        first, _, last = text.lstrip("~ ").partition("..")
        pairs = [((first, last), 1)]
    else:
        pairs = [
            ((one[0], one[1]), whole)
            for pattern, whole in ((_RANGE, 1), (_PERCENT, 100))
            for one in pattern.findall(text)
        ]
    for (first, last), whole in pairs if len(pairs) == 1 else ():
        low, high = printed(first), printed(last)
        if low is not None and high is not None and "." in first + last + "." * (whole - 1):
            yield (low, high), whole


def _nothing_between(text: str, samples: int) -> bool:
    """Tell whether `0 < correct < 16` and the like leave no number of right samples."""
    found = _COUNTS.findall(text)
    if len(found) != 1:
        return False
    low, above, below, high = found[0]
    first, last = int(low) + (above == "<"), int(high) - (below == "<")
    return bool(first > min(last, samples))


def _of_prompts(facts: Facts, path: Path, rate: Path) -> Iterator[Finding]:
    prompts = facts.number(*path, "prompts")
    if not isinstance(prompts, int) or prompts < 1:
        return
    places = [*((*rate, part) for part in _PARTS), *((*band, "share") for band in _bands(facts, rate))]
    for place in places:
        share = figure(facts, *place)
        answer = grim(share, prompts, whole=1) if share is not None else None
        if share is not None and answer is not None and answer.verdict == "impossible" and not disputed(facts, place):
            message = f"no whole number of {prompts:,} prompts prints as {share.text}"
            yield Finding("RC504", place, message, "state the prompts that the share is of, or correct it")


def _sums(facts: Facts, rate: Path) -> Iterator[Finding]:
    bands = _bands(facts, rate)
    ends = [(figure(facts, *band, "from"), figure(facts, *band, "to")) for band in bands]
    covered = bool(ends) and _whole(
        [(low, high) for low, high in ends if low is not None and high is not None], len(ends)
    )
    groups = [(rate, [(*rate, part) for part in _PARTS])]
    groups += [((*rate, "bands"), [(*band, "share") for band in bands])] if covered else []
    for place, parts in groups:
        printed_ = [one for part in parts if (one := figure(facts, *part)) is not None]
        answer = shares(printed_) if len(printed_) == len(parts) else None
        if answer is not None and not answer.agrees and not disputed(facts, place):
            added = " + ".join(one.text for one in printed_[:8])
            message = f"{added} is {float(answer.sum.low or 0):g}, not 1"
            yield Finding("RC505", place, message, "correct a share, or add the band that is missing", on="key")


def _whole(ends: list[tuple[Printed, Printed]], listed: int) -> bool:
    """Tell whether bands reach from 0 to 1 without a hole."""
    placed = sorted((low.value, high.value) for low, high in ends if low.value is not None and high.value is not None)
    joined = all(one[1] == next_[0] for one, next_ in pairwise(placed))
    return len(placed) == listed and joined and placed[0][0] == 0 and placed[-1][1] == 1


def _signal(facts: Facts, path: Path, rate: Path, *, claimed: bool) -> Iterator[Finding]:
    purpose = facts.plain(*path, "purpose")
    estimates, trains = purpose in ESTIMATES, _trains(facts)
    if facts.number(*rate, "active") == 0 and (estimates or purpose == "training"):
        yield Finding(
            "RC506",
            (*rate, "active"),
            "no task is solved sometimes",
            "estimate with a base that some tasks are hard for",
        )
        return
    outer = [one.value for part in ("always_fail", "always_pass") if (one := figure(facts, *rate, part)) is not None]
    added = sum((one for one in outer if one is not None), Fraction())
    if len(outer) == 2 and None not in outer and added >= Fraction(9, 10) and trains and claimed:
        message = f"{float(added):g} of the tasks are solved never or always"
        yield Finding("RC506", rate, message, "claim less, or estimate with another base", on="key")
    elif estimates and trains:
        yield from _few(facts, path, rate)


def _few(facts: Facts, path: Path, rate: Path) -> Iterator[Finding]:
    samples = _samples(facts, path)
    threshold, failed = facts.plain(*rate, "threshold"), facts.number(*rate, "always_fail")
    called = isinstance(threshold, str) and bool(_NEVER.search(threshold))
    if samples is None or not ((called and samples <= _BOLD) or (failed and samples <= _FEW)):
        return
    place = (*rate, "threshold" if called else "always_fail")
    tries = f"{samples} tries" if samples > 1 else "one try"
    message = f"no success in {tries} still allows a pass rate of {never_solved(samples):.2f}"
    yield Finding("RC506", place, message, "say `unsolved in so many tries`, or draw more", severity=_NOTE)


def _trains(facts: Facts) -> bool:
    return facts.kind == "recipe" or bool(_TRAINS.intersection(facts.words("training_use")))


def _claimed(facts: Facts) -> set[str]:
    """Return the protocols that claims of difficulty name as evidence, "" where one names them all."""
    words = (
        word.split(".")
        for claim in facts.things("claims")
        if facts.plain("claims", claim, "kind") == "difficulty"
        for word in facts.words("claims", claim, "evidence")
    )
    return {(steps[1] if len(steps) > 1 else "") for steps in words if steps[0] == "rollouts"}
