"""Models that judge: whether anybody tried to fool them, and whether they judge their own family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from releasecard.facts import Facts, Status
from releasecard.rules.examples import VERIFIER
from releasecard.rules.objects.read import MATCHER, ROWS, changed, family_of, measured, name_of, verifiers
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity

_OPTIMIZED: Final = ("reward", "training")
_ATTACKED: Final = changed(MATCHER, ("    judge:", "    attacks: none of 12 strings passed\n    judge:"))
_RATED: Final = changed(_ATTACKED, ("[reward]", "[labeling]"))
_TRACES: Final = """\
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  traces: {author: teacher, model: Teacher-70B, revision: a1b2c3d, rollouts: not_logged}
  search: {not_applicable: single samples}
  anchor: not_stated
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: partial, risks: not_stated}
"""
_GRADED: Final = changed(
    ROWS, ("type: prompt_answer", "type: prompt_trace_answer"), ("verifier: final-answer}", "verifier: same-answer}\n      trace: {role: behavior, type: string, author: traces}"),
)  # fmt: skip

RULES: Final = (
    Rule(
        "RC310", "judge-not-attacked", Severity.WARNING,
        "A model judges, what it says is a reward or decides what is kept, and `attacks` is missing.",
        "Judges accept empty phrases: one colon or `Solution` passes many that match answers, and a policy that is "
        "rewarded by one finds that out.",
        "State what was tried to fool it, or `not_measured`. Of a judge that only filters this is a note: nothing was "
        "trained against it.",
        bad=VERIFIER + changed(MATCHER, ("same-answer:", "same-answer:  # <- RC310")), good=VERIFIER + _ATTACKED,
        blind="Whether what was tried is what a policy would find.",
    ),
    Rule(
        "RC313", "self-judged", Severity.WARNING,
        "A model judges what a model of its own family wrote, or is compared with others.",
        "A judge prefers its own style and shares its blind spots: its verdict on its family is not independent.",
        "Let another family judge, or state agreement with people on these rows; say so in `known_biases`.",
        bad=_GRADED + VERIFIER + changed(_RATED, ("judge: {model: Judge-7B", "judge: {model: Teacher-70B")).replace('judge.txt"}', 'judge.txt"}  # <- RC313') + _TRACES,
        good=_GRADED + VERIFIER + _RATED + _TRACES,
        blind="Families under names of their own: a finetuned model that does not say what it was tuned from.",
    ),
)  # fmt: skip


class _Judged(NamedTuple):
    """A model whose work a judge sees: its name, and what it is there."""

    name: str
    what: str


def check(facts: Facts) -> Iterator[Finding]:
    """Yield judges that nobody attacked, and judges of their own family."""
    for path in verifiers(facts):
        yield from _unattacked(facts, path)
    yield from _own_family(facts)


def _unattacked(facts: Facts, path: Path) -> Iterator[Finding]:
    uses = facts.words(*path, "uses")
    family = facts.plain(*path, "family")
    by_model = family in ("model_matcher", "implicit_selector", "process_verifier") and facts.plain(
        *path, "judge", "model"
    )
    by_model = by_model or (family == "process_verifier" and facts.plain(*path, "contract") == "judgment")
    elsewhere = not path or facts.status(*path, "card") is not Status.NONE or not facts.is_own(*path, "uses")
    if not by_model or elsewhere or facts.status(*path, "attacks") is not Status.NONE:
        return
    rewarded = any(use in _OPTIMIZED for use in uses)
    if rewarded or ("filtering" in uses and not _only_compares(facts, path)):
        what = "rewards" if rewarded else "decides what is kept"
        message = f"a model {what} as `{path[-1]}`, and nothing says whether it was attacked"
        hint = "state `attacks`, or `not_measured`"
        yield Finding("RC310", path, message, hint, on="key", severity=None if rewarded else Severity.NOTE)


def _only_compares(facts: Facts, path: Path) -> bool:
    """Tell whether a verifier is the one of the decontamination: it sees no output of a model."""
    return path[-1] in facts.words("provenance", "decontamination", "verifier")


def _own_family(facts: Facts) -> Iterator[Finding]:
    judges = {path: name for path in measured(facts) if isinstance(name := facts.plain(*path, "judge", "model"), str)}
    seen = _judged(facts) if judges else {}
    for path, judge in judges.items():
        family = family_of(judge)
        word = name_of(path) if path[:1] != ("variants",) else "self"
        own = next((one for one in seen.get(word, ()) if family_of(one.name) == family), None)
        if own and facts.is_own(*path, "judge", "model"):
            message = f"{shown(judge)} judges {shown(own.name)}, {own.what}"
            hint = "let another family judge, or state agreement with people on these rows"
            yield Finding("RC313", (*path, "judge", "model"), message, hint)


def _judged(facts: Facts) -> dict[str, list[_Judged]]:
    """Return, for each verifier, the models whose work it judges."""
    found: dict[str, list[_Judged]] = {}
    writers = _writers(facts)
    for verifier in _of_traces(facts):
        found.setdefault(verifier, []).extend(writers)
    for verifier, name in _trained(facts):
        found.setdefault(verifier, []).append(_Judged(name, "which is trained by its verdicts"))
    for verifier, name in _compared(facts):
        found.setdefault(verifier, []).append(_Judged(name, "which is compared with others"))
    return found


def _writers(facts: Facts) -> list[_Judged]:
    traces = ("provenance", "traces")
    models = (facts.plain(*traces, "models", name, "name") for name in facts.things(*traces, "models"))
    drawn = (facts.plain("rollouts", name, "model") for name in facts.words(*traces, "rollouts"))
    names = [facts.plain(*traces, "model"), *models, *drawn]
    return [_Judged(name, "which wrote what is judged") for name in names if isinstance(name, str)]


def _of_traces(facts: Facts) -> set[str]:
    """Return the verifiers whose verdicts on written traces are feedback in the rows, or filter the traces."""
    found: set[str] = set()
    for name in facts.things("objects"):
        fields = [("objects", name, "fields", field) for field in facts.things("objects", name, "fields")]
        if any("behavior" in facts.words(*field, "role") for field in fields):
            found.update(
                word
                for field in fields
                if "feedback" in facts.words(*field, "role")
                for word in facts.words(*field, "verifier")
            )
    for name in facts.things("provenance", "filters"):
        step = ("provenance", "filters", name)
        if facts.plain(*step, "unit") == "traces":
            found.update(facts.words(*step, "verifier"))
    return found


def _trained(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the verifiers that reward, each with the models that training starts from."""
    bases = [
        name
        for key in facts.things("base_models")
        if isinstance(name := facts.plain("base_models", key, "name"), str)
        and facts.plain("base_models", key, "frozen") is not True
    ]
    rewards = {word for stage in facts.things("stages") for one in facts.things("stages", stage, "rewards")
               for word in facts.words("stages", stage, "rewards", one, "verifier")}  # fmt: skip
    yield from ((verifier, name) for name in bases[:20] for verifier in rewards)


def _compared(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the verifiers that score, each with the models of the rows."""
    scored = {key: facts.words("benchmarks", key, "verifier") for key in facts.things("benchmarks")}
    for row in facts.things("baselines"):
        name, scores = facts.plain("baselines", row, "model"), facts.plain("baselines", row, "scores")
        if not isinstance(name, str) or not isinstance(scores, dict):
            continue
        own = facts.words("baselines", row, "verifier")
        words = own or [word for key in scores for word in scored.get(key, ())]
        yield from ((verifier, name) for verifier in dict.fromkeys(words))
