"""What the verdicts say: claims that are unlicensed or open, and sources that cannot carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from releasecard.evidence.judge import UNNAMED, named
from releasecard.evidence.look import TO_DO
from releasecard.evidence.matrix import MATRIX
from releasecard.evidence.verdict import Reason, Verdict, Word
from releasecard.facts import Facts
from releasecard.formats import Citation
from releasecard.rules.claims.examples import DIFFICULT, PROBE
from releasecard.rules.rule import Rule, shown
from releasecard.values import Finding, Path, Severity, dotted

_NOTE, _WARNING, _ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR
_SHOWN: Final = 3
_ROLE_OF_SELF: Final = {
    "dataset": "data_release", "recipe": "model_report", "verifier": "verifier_study", "environment": "environment_benchmark",
}  # fmt: skip
"""What a first-party card is as a source of itself."""

RULES: Final = (
    Rule(
        "RC401", "unlicensed-claim", _WARNING,
        "A claim whose evidence does not carry it: something that its kind needs is not stated where the evidence leads, "
        "or something stated speaks against it.",
        "No single field licenses every quality claim: correctness is relative to a verifier, difficulty to a base model "
        "and its sampling, coverage to the lineage, a gain to everything held fixed.",
        "State what is named, or name the evidence that states it. Where the release does not say, a gap word makes the "
        "claim open. Where it cannot be shown, take the claim back.",
        bad=DIFFICULT.replace("  hard:", "  hard:  # <- RC401") + "    evidence: [provenance.prompts]  # <- RC407\n",
        good=DIFFICULT + "    evidence: [rollouts.probe]\n" + PROBE,
        blind="Whether what is stated is true, and whether the evidence convinces: it only sees that it is there.",
    ),
    Rule(
        "RC402", "open-claim", _NOTE,
        "A claim that nothing speaks against, while something that its kind needs is a gap, a conflict, on a card that "
        "is not at hand, or in doubt.",
        "A gap that is named is information: the reader knows what stands between the claim and a licensed one, and whose "
        "gap that is.",
        "Nothing, if the release does not say. What its author can still state, measure or release closes it.",
        bad=(DIFFICULT + "    evidence: [rollouts.probe]\n").replace("  hard:", "  hard:  # <- RC402")
        + PROBE.replace("date: 2026-02-11", "date: not_stated").replace("revision: 0f9e8d7", "revision: not_stated"),
        good=DIFFICULT + "    evidence: [rollouts.probe]\n" + PROBE,
        strict=_ERROR,
        blind="Whether the gap could have been closed.",
    ),
    Rule(
        "RC403", "role-cannot-carry", _WARNING,
        "Everything that a claim's evidence says is cited from sources that cannot carry such a claim, and the evidence "
        "itself is not complete.",
        "A report of a model shows that a stage was run, a release of data what it holds, a study of verifiers how often "
        "they err: sources of different roles are not interchangeable.",
        "Cite a source whose role fits, or complete the evidence on the card. A source may have several roles.",
        bad='sources:\n  blog: {role: community, url: "https://example.org/b"}\ncited:\n  rollouts.probe: blog\n'
        + (DIFFICULT + "    evidence: [rollouts.probe]\n").replace("  hard:", "  hard:  # <- RC402 RC403")
        + PROBE.replace("date: 2026-02-11", "date: not_stated").replace("revision: 0f9e8d7", "revision: not_stated"),
        good='sources:\n  paper: {role: data_release, url: "https://example.org/b"}\ncited:\n  rollouts.probe: paper\n'
        + DIFFICULT + "    evidence: [rollouts.probe]\n" + PROBE,
        blind="Whether the passage that is cited says what the card says.",
    ),
)  # fmt: skip


def check(facts: Facts, judged: Iterable[Verdict], broken: set[Path]) -> Iterator[Finding]:
    """Yield the claims that are unlicensed or open; those with a fault of their shape, or that are to do, are not judged."""
    for verdict in judged:
        if any(path[:2] == verdict.claim for path in broken) or any(one.word == TO_DO for one in verdict.reasons):
            continue
        name = verdict.claim[-1]
        if verdict.word is Word.UNLICENSED:
            yield Finding(
                "RC401", verdict.claim, f"`{name}` is unlicensed: {_why(verdict.voided)}", _repair(verdict), on="key"
            )
        elif verdict.word is Word.OPEN:
            hint = "a gap that is named is information; what can be stated closes it"
            yield Finding("RC402", verdict.claim, f"`{name}` stays open: {_listed(verdict.opened)}", hint, on="key")
        if verdict.word is not Word.LICENSED:
            yield from _role(facts, verdict)


def _repair(verdict: Verdict) -> str:
    """Return what to do: answer what speaks against it, name what stands on the card already, state the rest."""
    unnamed = dict.fromkeys(shown(dotted(one.path[:2])) for one in verdict.voided if one.word == UNNAMED)
    relative = f"a claim of {verdict.kind.replace('_', ' ')} is relative to {MATRIX[verdict.kind].relative_to}"
    if all(one.is_doubt for one in verdict.voided):
        return f"{relative}: mend what those findings say, or claim less"
    if not unnamed:
        return f"{relative}: state what is named, or name evidence that does"
    rest = "" if all(one.word == UNNAMED for one in verdict.voided) else ", and state the rest"
    return f"{relative}: add {', '.join(unnamed)} to `evidence`{rest}"


def _why(voided: list[Reason]) -> str:
    """Return what a claim lacks, and what speaks against it."""
    lacking, against = ([one for one in voided if one.is_doubt is doubt] for doubt in (False, True))
    parts = (("its evidence lacks ", lacking), ("against it: ", against))
    return "; ".join(lead + _listed(reasons) for lead, reasons in parts if reasons)


def _listed(reasons: list[Reason]) -> str:
    """Return the first reasons in a row, each once with the first of its places."""
    said: dict[str, list[Reason]] = {}
    for reason in reasons:
        said.setdefault(reason.says, []).append(reason)
    texts = [_text(same) for same in said.values()]
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f", and {more} more" if more > 0 else "")


def _text(same: list[Reason]) -> str:
    first, more = same[0], len({one.where for one in same}) - 1
    if not first.where:
        return first.says
    word = f" is {first.word}" if first.word else ""
    return f"{first.says} (`{first.where}`{word}{f', and {more} more' if more else ''})"


def _role(facts: Facts, verdict: Verdict) -> Iterator[Finding]:
    row = MATRIX[verdict.kind]
    fit = {*row.carried_by, *row.helped_by}
    citations = list(_citations(facts, str(verdict.claim[-1])))
    roles = [_roles(facts, one) for one in citations]
    if not roles or any(not one or fit.intersection(one) for one in roles):
        return
    said = ", ".join(sorted({role for one in roles for role in one}))
    alone = f"{' or '.join(row.carried_by)} may carry" if row.carried_by else "no source carries"
    hint = f"{alone} such a claim alone, else its evidence has to be whole: see what it lacks"
    yield Finding("RC403", verdict.claim, f"all evidence of `{verdict.claim[-1]}` is cited from {said}", hint, on="key")


def _citations(facts: Facts, claim: str) -> Iterator[Citation]:
    """Yield the citations behind all that a claim names as evidence; one with none behind it ends the matter."""
    for _, word in named(facts, claim, "evidence"):
        path = facts.card.find(word) if "@" not in word else None
        cited = facts.card.cited(path) if path else None
        if cited is None:
            yield Citation("", "", "")
        yield from cited[1] if cited else ()


def _roles(facts: Facts, one: Citation) -> list[str]:
    """Return the roles of a citation, none where it may carry anything: what the author measured, what is not known."""
    if one.via == "measured":
        return []
    if one.role:
        return [one.role]
    if one.source == "self" and "self" not in facts.card.ids("sources"):
        return [_ROLE_OF_SELF[facts.kind]]
    return facts.words("sources", one.source, "role")
