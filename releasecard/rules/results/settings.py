"""Settings of a stage that have no effect, cannot be, or do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from releasecard.arithmetic.chains import passes
from releasecard.arithmetic.printed import Printed, printed
from releasecard.facts import Facts, Status
from releasecard.rules.figures import disputed, figure
from releasecard.rules.results.examples import RECIPE
from releasecard.rules.results.read import exact, phases
from releasecard.rules.rule import Rule
from releasecard.values import Finding, Path, Severity

_RELATIVE: Final = re.compile(r"(^|[^a-z])(grpo|rloo|dapo|gspo|reinforce leave.one.out)([^a-z]|$)", re.IGNORECASE)
"""Algorithms whose advantage is relative to other samples of the same prompt."""
_COUNTED: Final = RECIPE.replace("name: Example Problems", "name: Example Problems, distinct: 6400").replace(
    "inner_epochs: 1", "inner_epochs: 1\n      epochs: 2.0\n      max_steps: 200"
)

RULES: Final = (
    Rule(
        "RC717", "inert-or-impossible-setting", Severity.WARNING,
        "A setting contradicts another of its stage; a note where it has no effect.",
        "Whoever repeats the run sets what the card says: a batch that does not divide or a group of one cannot run as stated, "
        "and a coefficient behind a closed gate is read as if it acted.",
        "Correct the number that is wrong; say of a coefficient without effect that it has none, or leave it out.",
        bad=RECIPE.replace("responses_per_step: 1024", "responses_per_step: 512  # <- RC717").replace("updates_per_step: 4", "updates_per_step: 2"),
        good=RECIPE,
        blind="Numbers that are stated roughly, settings that are in dispute, and what dynamic sampling leaves of a batch.",
    ),
    Rule(
        "RC718", "epochs-do-not-multiply", Severity.WARNING,
        "Distinct prompts times passes is not what the steps draw.",
        "Unique data and reuse are two knobs of scaling: where the product is off, one of them is not what was used.",
        "Correct the passes, the steps or the distinct prompts; rows that repeat a prompt are not distinct.",
        bad=_COUNTED.replace("epochs: 2.0", "epochs: 4.0  # <- RC718"), good=_COUNTED,
        blind="Stages with several data sets, dynamic sampling, and numbers in other units than prompts.",
    ),
)  # fmt: skip


class _Batch(NamedTuple):
    """The exact numbers of a stage's batch in one phase, None where not stated so."""

    prompts: int | None
    samples: int | None
    responses: int | None
    minibatch: int | None
    updates: int | None
    inner: int | None
    stale: int | None

    @property
    def size(self) -> int | None:
        """Responses in a batch: as stated, else prompts times samples."""
        if self.responses is None and self.prompts is not None and self.samples is not None:
            return self.prompts * self.samples
        return self.responses


_NAMES: Final = {
    "prompts": "prompts_per_step", "responses": "responses_per_step", "minibatch": "train_minibatch",
    "updates": "updates_per_step", "inner": "inner_epochs", "stale": "off_policy_updates",
}  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Yield settings of stages without effect, that cannot be, or that do not multiply."""
    for stage in facts.things("stages"):
        path: Path = ("stages", stage)
        yield from _inert(facts, path)
        yield from _alone(facts, path)
        yield from _batches(facts, path)
        yield from _passes(facts, path)


def _inert(facts: Facts, path: Path) -> Iterator[Finding]:
    hint = "say that it has no effect, or leave it out"
    for reward in facts.things(*path, "rewards"):
        place = (*path, "rewards", reward, "weight")
        if facts.number(*place) == 0 and facts.is_own(*place):
            message = f"the reward `{reward}` is multiplied by 0"
            yield Finding("RC717", place, message, hint, severity=Severity.NOTE)
    gate, place = (*path, "training", "kl_enabled"), (*path, "training", "kl_coef")
    coefficient = facts.number(*place)
    if facts.plain(*gate) is False and coefficient and (facts.is_own(*place) or facts.is_own(*gate)):
        message = f"`kl_coef` is {coefficient}, and `kl_enabled` is false: it has no effect"
        yield Finding("RC717", place if facts.is_own(*place) else gate, message, hint, severity=Severity.NOTE)


def _alone(facts: Facts, path: Path) -> Iterator[Finding]:
    """Yield a stage whose advantage is relative to a group of one."""
    algorithm, samples = facts.plain(*path, "algorithm"), _samples(facts, path)
    own = [(*path, key) for key in ("algorithm", "rollouts") if facts.is_own(*path, key)]
    if (
        not isinstance(algorithm, str)
        or not _RELATIVE.search(algorithm)
        or samples is None
        or 1 not in samples
        or not own
    ):
        return
    message = f"`{algorithm}` compares the samples of a prompt, and one is drawn"
    yield Finding("RC717", own[0], message, "correct `samples_per_prompt`, or the algorithm")


def _samples(facts: Facts, path: Path) -> list[int] | None:
    """Return the samples for each prompt of a stage's training by phase; None where its protocols do not agree on them."""
    names = facts.words(*path, "rollouts")
    training = [name for name in names if facts.plain("rollouts", name, "purpose") == "training"]
    stated = [phases(facts.plain("rollouts", name, "samples_per_prompt")) for name in training]
    return stated[0] if stated and all(one == stated[0] for one in stated) else None


def _batches(facts: Facts, path: Path) -> Iterator[Finding]:
    """Hold the batch of each phase against its parts; the first phase that is off is told of."""
    training = (*path, "training")
    stated = {key: phases(facts.plain(*training, name)) for key, name in _NAMES.items()} | {
        "samples": _samples(facts, path)
    }
    values: dict[str, Sequence[int | None]] = {key: one or (None,) for key, one in stated.items()}
    count = max(map(len, values.values()))
    told: set[str] = set()
    for phase in range(count):
        batch = _Batch(**{key: one[phase if len(one) == count else 0] for key, one in values.items()})
        for name, message in _off(facts, training, batch):
            place = (*training, name)
            if name in told or disputed(facts, place) or not _is_own(facts, training):
                continue
            told.add(name)
            where = f" in phase {phase + 1}" if count > 1 else ""
            place = place if facts.is_own(*place) else training
            hint = "correct the number that is wrong, or state the gap or the conflict"
            yield Finding("RC717", place, message + where, hint, on="value" if place != training else "key")


def _is_own(facts: Facts, training: Path) -> bool:
    """Tell whether any number of the batch is the stage's own, not all inherited."""
    return any(facts.is_own(*training, name) for name in _NAMES.values())


def _off(facts: Facts, training: Path, batch: _Batch) -> Iterator[tuple[str, str]]:
    """Yield the fields that do not follow from the others, with what is wrong."""
    if batch.prompts is not None and batch.samples is not None and batch.responses is not None:
        made = batch.prompts * batch.samples
        if made != batch.responses:
            says = (
                f"{batch.responses:,} responses per step are not {batch.prompts:,} prompts x {batch.samples:,} samples"
            )
            yield "responses_per_step", f"{says}, {made:,}"
            return
    if not batch.size or not batch.minibatch:
        return
    if batch.size % batch.minibatch:
        says = f"{batch.size:,} responses are no whole number of minibatches of {batch.minibatch:,}"
        yield "train_minibatch", says
        return
    parts = batch.size // batch.minibatch
    off = batch.updates is not None and batch.updates % parts
    if batch.updates is not None and (off or batch.inner not in (None, batch.updates // parts)):
        inner = f" x {batch.inner} passes" if batch.inner is not None else ""
        says = f"{batch.updates:,} updates per step are not {batch.size:,} responses / {batch.minibatch:,}{inner}"
        yield "updates_per_step", says
        return
    updates = parts * batch.inner if batch.inner is not None else batch.updates
    if batch.stale is not None and updates is not None and _is_stale(facts, training, batch.stale, updates - 1):
        yield (
            "off_policy_updates",
            f"samples are {batch.stale:,} updates old at most, and the last of {updates:,} is {updates - 1:,} behind",
        )


def _is_stale(facts: Facts, training: Path, stated: int, derived: int) -> bool:
    """Tell whether a stated staleness cannot be: asynchrony adds to what updates on one batch make, and takes nothing."""
    later = any(facts.status(*training, name) is not Status.NONE for name in ("off_policy_steps", "async_mode"))
    return stated < derived or (stated > derived and not later)


def _passes(facts: Facts, path: Path) -> Iterator[Finding]:
    """Hold distinct prompts times passes against the prompts that the steps draw."""
    names = facts.plain(*path, "data")
    names = list(names) if isinstance(names, dict) else []
    dynamic = facts.at(*path, "sampling_control", "dynamic_sampling") is True
    if len(names) != 1 or dynamic or facts.plain(*path, "training", "gen_prompts_per_step") is not None:
        return
    distinct = figure(facts, "data", names[0], "distinct")
    place = (*path, "training", "epochs")
    reuse = figure(facts, *place)
    drawn = _drawn(facts, path)
    if distinct is None or reuse is None or not drawn or not facts.is_own(*place) or disputed(facts, place):
        return
    if not any(passes(distinct, reuse, one).agrees for one in drawn):
        says = " or ".join(f"{int(one.text):,}" for one in drawn)
        message = (
            f"{distinct.text} distinct prompts x {reuse.text} passes are not the {says} prompts that its steps draw"
        )
        yield Finding("RC718", place, message, "correct the passes, the steps or the distinct prompts")


def _drawn(facts: Facts, path: Path) -> list[Printed]:
    """Return how many prompts all steps draw, in each sense of a step: a batch, or one of its updates."""
    training = (*path, "training")
    steps, prompts, updates, part, batch, episodes = (
        exact(facts.plain(*training, name))
        for name in ("max_steps", "prompts_per_step", "updates_per_step", "prompts_per_update", "batch", "episodes")
    )
    found: list[int] = []
    samples = _samples(facts, path)
    if facts.plain(*path, "kind") == "rl":
        if steps and prompts:
            found += [steps * prompts, *([steps * prompts // updates] if updates else [])]
        if steps and part:
            found.append(steps * part)
        if episodes and samples and len(samples) == 1:
            found.append(episodes // samples[0])
    elif steps and batch:
        found.append(steps * batch)
    return [one for number in dict.fromkeys(found) if (one := printed(str(number))) is not None]
