"""Where rows come from: anchors, parents, attribution, and models that check themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releasecard.facts import Facts, Status
from releasecard.rules.construction.counts import BUILT
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.values import Finding, Path, Severity

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_SOURCES: Final = ("provenance", "prompts", "from")
_ANCHOR: Final = ("provenance", "anchor")
_SELF_PLAY: Final = frozenset(("majority_vote", "role_split", "archive"))
_AGREES: Final = re.compile(r"agree|majorit|\bvot|consensus|self-consist|same answer", re.IGNORECASE)
_TELLS: Final = re.compile(
    r"source|origin|subset|dataset|collection|corpus|license|\burl|provenance|contest|where (a|the) row|comes from|split of",
    re.IGNORECASE,
)

_SAMPLED: Final = """\
objects:
  rows:
    type: prompt_trace_answer
    supervision: [answer]
    records: 500
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: vote}
      trace: {role: behavior, type: string, author: traces}
verifiers:
  vote:
    contract: programmatic
    family: implicit_selector
    implementation: not_stated
    uses: [labeling, filtering]
    checks: whether the samples agree
    input: the final answers
    signal: binary
    selection: all of the answers agree
    samples: 3
    audit_sample: not_measured
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 900}
  traces: {author: teacher, model: Teacher-70B, revision: a1b2c3d, rollouts: writing}
  anchor: {kind: agreement, verifier: vote, selection: all of three answers agree, replay: none}
  filters:
    kept: {rule: all of three answers agree, verifier: vote, rollouts: writing, before: 900, after: 500}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: partial, risks: not_stated}
rollouts:
  writing: {purpose: writing, model: Teacher-70B, revision: a1b2c3d, samples_per_prompt: 3, temperature: 0.6, top_p: 1.0, max_response_tokens: 8192}
"""
_TWO: Final = BUILT.replace(
    "records: 900}", "records: 900}\n      other: {kind: mined, license: MIT, relation: copied, records: 9}"
)
_TAGGED: Final = """\
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
      pool: {role: attribution, type: string, says: the source of the row}
"""

RULES: Final = (
    Rule(
        "RC610", "self-play-without-anchor", _WARNING,
        "Data that models made by a vote, by two roles or out of an archive is said to have no rule by which it was accepted.",
        "Self-play does not remove curation: it moves it into the anchor, and what the anchor accepts is what is learned.",
        "State `selection`, the `verifier` or `admissibility`: some rule decided which tasks and answers stayed.",
        bad=_SAMPLED.replace("{kind: agreement, verifier: vote, selection: all of three answers agree, replay: none}",
                             "{kind: role_split, selection: {not_applicable: the models decide}, replay: none}  # <- RC610")
        .replace("audit_sample: not_measured", "audit_sample: 200 rows"),
        good=_SAMPLED.replace("kind: agreement", "kind: role_split").replace("audit_sample: not_measured", "audit_sample: 200 rows"),
        blind="Rules that are stated and decide nothing.",
    ),
    Rule(
        "RC611", "withdrawn-parent", _NOTE,
        "A source or parent of the rows was withdrawn.",
        "What was taken down cannot be read again to check these rows, and its terms may have changed.",
        "Say under `audit.rights` what that means for the rows, and where a copy is.",
        bad=BUILT.replace("records: 900}", "records: 900, withdrawn: {by: the holder, where: the hub}}  # <- RC611"),
        good=BUILT,
        blind="Copies that stay elsewhere, and parents whose card is not at hand.",
    ),
    Rule(
        "RC612", "several-sources-unattributed", _NOTE,
        "Rows come from several sources, and no column says which row comes from which.",
        "Per row, nobody can drop a source, follow its license or see which one a gain comes from.",
        "Add a column with the source, or name the one that tells it in its `says`.",
        bad=_TWO.replace("    from:", "    from:  # <- RC612"),
        good=_TAGGED + _TWO,
        blind="Columns whose name and words do not say that they tell the source.",
    ),
    Rule(
        "RC613", "label-and-check-by-one-model", _WARNING,
        "Answers were accepted because samples of one model agree, and that model wrote the traces too.",
        "That is agreement, not correctness: what a model gets wrong each time is kept and called right.",
        "Audit a sample (`audit_sample`), check against answers that the model did not write, or claim agreement.",
        bad=_SAMPLED.replace("  vote:\n", "  vote:  # <- RC613\n"),
        good=_SAMPLED.replace("audit_sample: not_measured", "audit_sample: 200 rows read by hand, 4 wrong"),
        blind="Models of one family under other names, and answers of the source beside those of the model.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield what the lineage of the rows leaves without a hold."""
    yield from _anchor(facts)
    yield from _withdrawn(facts, shelf)
    yield from _attribution(facts)
    yield from _one_model(facts)


def _anchor(facts: Facts) -> Iterator[Finding]:
    kinds = _SELF_PLAY.intersection(facts.words(*_ANCHOR, "kind"))
    rules = [facts.status(*_ANCHOR, key) for key in ("verifier", "admissibility")]
    if kinds and facts.status(*_ANCHOR, "selection") is Status.NA and max(rules) in (Status.NONE, Status.NA):
        message = f"{shown(min(kinds))} accepts by some rule, and `selection` is said not to apply"
        yield Finding("RC610", (*_ANCHOR, "selection"), message, "state by which rule tasks and answers stayed")


def _withdrawn(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    told: set[str] = set()
    for name in facts.things(*_SOURCES):
        path = (*_SOURCES, name)
        reference = facts.plain(*path, "card")
        told.update([reference] if isinstance(reference, str) else ())
        if facts.plain(*path, "relation") == "referenced":
            continue
        if facts.plain(*path, "withdrawn") is not None and facts.is_own(*path, "withdrawn"):
            yield _taken(facts, (*path, "withdrawn"), f"the source `{name}`")
        elif isinstance(reference, str) and _is_withdrawn(shelf, reference) and facts.is_own(*path, "card"):
            yield _taken(facts, (*path, "card"), f"the source {shown(reference)}")
    parents = facts.plain("provenance", "lineage", "parents")
    for index, parent in enumerate(parents if isinstance(parents, list) else ()):
        if isinstance(parent, str) and parent not in told and _is_withdrawn(shelf, parent):
            yield _taken(facts, ("provenance", "lineage", "parents", index), f"the parent {shown(parent)}")


def _is_withdrawn(shelf: Shelf, reference: str) -> bool:
    other = shelf.find(reference)
    return other is not None and other.plain("access", "withdrawn") is not None


def _taken(facts: Facts, path: Path, what: str) -> Finding:
    where = facts.plain(*path, "where")
    message = f"{what} was withdrawn" + (f" from {where}" if isinstance(where, str) else "")
    return Finding("RC611", path, message, "say under `audit.rights` what that means for the rows", on="key")


def _attribution(facts: Facts) -> Iterator[Finding]:
    inside = [
        name for name in facts.things(*_SOURCES) if facts.plain(*_SOURCES, name, "relation") in ("copied", "adapted")
    ]
    objects = facts.things("objects")
    if facts.kind != "dataset" or len(inside) < 2 or not objects:
        return
    for name in objects:
        fields = facts.plain("objects", name, "fields")
        if fields is None or any(_tells(facts, ("objects", name, "fields", key)) for key in fields):
            return
    message = f"rows come from {len(inside)} sources, and no column says which"
    yield Finding(
        "RC612",
        _SOURCES,
        message,
        "add a column with the source, or say in a column's `says` that it tells it",
        on="key",
    )


def _tells(facts: Facts, path: Path) -> bool:
    """Tell whether a column says where a row comes from, or may: a gap in the place of its description."""
    if facts.status(*path) is Status.GAP:
        return True
    texts = (str(path[-1]), *(facts.plain(*path, key) for key in ("says", "at")))
    attributes = "attribution" in facts.words(*path, "role") or facts.status(*path, "role") is Status.GAP
    return attributes and any(isinstance(text, str) and _TELLS.search(text) for text in texts)


def _one_model(facts: Facts) -> Iterator[Finding]:
    writers, voters = _writers(facts), _voters(facts)
    for name in facts.things("verifiers") if writers else ():
        path = ("verifiers", name)
        uses = {"labeling", "filtering"}.intersection(facts.words(*path, "uses"))
        if facts.plain(*path, "family") != "implicit_selector" or not uses or not _agreement(facts, path):
            continue
        if facts.plain(*path, "audit_sample") is not None or _measured(facts, path):
            continue
        shared = writers.intersection(voters.get(name, ()))
        if shared:
            message = f"answers are kept where samples of {shown(min(shared))} agree, which wrote the traces: agreement, not correctness"
            yield Finding(
                "RC613", path, message, "audit a sample, or check against answers that it did not write", on="key"
            )


def _writers(facts: Facts) -> set[str]:
    """Return the models that wrote the traces, by name."""
    models = {facts.plain("provenance", "traces", "model")}
    models |= {facts.plain("rollouts", one, "model") for one in facts.words("provenance", "traces", "rollouts")}
    return (
        {one for one in models if isinstance(one, str)}
        if facts.plain("provenance", "traces", "author") != "human"
        else set()
    )


def _voters(facts: Facts) -> dict[str, set[str]]:
    """Return, for each verifier, the models whose samples it compares: those of protocols and filters that name it."""
    named = [(one, facts.words("rollouts", one, "verifier")) for one in facts.things("rollouts")]
    for name in facts.things("provenance", "filters"):
        path = ("provenance", "filters", name)
        named += [(one, facts.words(*path, "verifier")) for one in facts.words(*path, "rollouts")]
    found: dict[str, set[str]] = {}
    for protocol, verifiers in named:
        model = facts.plain("rollouts", protocol, "model")
        if isinstance(model, str) and facts.plain("rollouts", protocol, "purpose") != "evaluation":
            for verifier in verifiers:
                found.setdefault(verifier, set()).add(model)
    return found


def _agreement(facts: Facts, path: Path) -> bool:
    """Tell whether a selector goes by agreement: by its own words, or as the anchor that does."""
    kinds = {"agreement", "majority_vote"}.intersection(facts.words(*_ANCHOR, "kind"))
    if kinds and path[1] in facts.words(*_ANCHOR, "verifier"):
        return True
    texts = (facts.plain(*path, key) for key in ("selection", "checks"))
    return any(isinstance(text, str) and _AGREES.search(text) for text in texts)


def _measured(facts: Facts, path: Path) -> bool:
    return any(
        place for place, value in facts.matches(f"verifiers.{path[1]}.errors.false_accept") if isinstance(value, dict)
    )
