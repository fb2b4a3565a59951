"""The verdicts: the matrix held against what the evidence of each claim reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from releasecard.evidence.asked import TESTS
from releasecard.evidence.look import UNASKED, Look, all_of, best, look
from releasecard.evidence.matrix import MATRIX, SETS, Need, Row
from releasecard.evidence.reach import Reach, Thing, reach
from releasecard.evidence.verdict import Reason, Verdict, Word
from releasecard.facts import Facts, Status
from releasecard.fields.required import PRESENT
from releasecard.shelf import Shelf
from releasecard.values import Path, Severity, dotted, each

MOST: Final = 100
"""Claims of a card that are judged."""
UNNAMED: Final = "not named in the evidence"
"""The word of what stands on the card, where the evidence does not lead."""
_POLICY: Final = {Status.NONE: "voids", Status.GAP: "opens", Status.NA: "voids", Status.OK: "carries"}
_KEEPS: Final = ("filtering", "labeling")
_OF_DIFFICULTY: Final = ("difficulty", "filtering", "evaluation")


class Doubt(NamedTuple):
    """A finding as a verdict sees it: the name of its rule, how grave it is, where it stands."""

    rule: str
    severity: Severity
    path: Path


def verdicts(facts: Facts, shelf: Shelf, doubts: Iterable[Doubt]) -> list[Verdict]:
    """Return the verdict of each claim whose kind is known. *doubts* are what the other rules found on the card."""
    listed = list(doubts)
    return [judge(facts, reached(facts, shelf, claim), claim, listed) for claim in judged(facts)
            if facts.plain("claims", claim, "kind") in MATRIX]  # fmt: skip


def judged(facts: Facts) -> list[str]:
    """Return the claims that are judged: all but those beyond a number that no card has."""
    return list(facts.things("claims"))[:MOST]


def reached(facts: Facts, shelf: Shelf, claim: str) -> Reach:
    """Return all that a claim's evidence, and what it is about, reach; worked out once for each shelf."""
    if (claim, shelf) not in facts.reached:
        found = reach(facts, shelf, *named(facts, claim, "about"), *named(facts, claim, "evidence"))
        facts.reached[claim, shelf] = found
    known: Reach = facts.reached[claim, shelf]
    return known


def named(facts: Facts, claim: str, key: str) -> list[tuple[Path, str]]:
    """Return the paths that a claim names under `about` or `evidence`, each with its place."""
    place: Path = ("claims", claim, key)
    value = facts.plain(*place)
    return [(path, word) for path, word in each(place, value) if isinstance(word, str)]


def judge(facts: Facts, found: Reach, claim: str, doubts: Iterable[Doubt]) -> Verdict:
    """Return the verdict of one claim from what it reaches."""
    kind = str(facts.plain("claims", claim, "kind"))
    row = MATRIX[kind]
    unsaid = [*_evidence(facts, claim), *_cut(found)]
    reasons = unsaid or [
        *_needs(row, kind, found), *_doubts(row, found, claim, doubts), *_secondhand(facts, claim),
    ]  # fmt: skip
    held = {reason.holds for reason in reasons}
    word = Word.UNLICENSED if "voids" in held else Word.OPEN if "opens" in held else Word.LICENSED
    return Verdict(("claims", claim), kind, word, tuple(dict.fromkeys(reasons)))


def _evidence(facts: Facts, claim: str) -> Iterator[Reason]:
    """Yield what is wrong where the claim names its evidence: a gap in its place."""
    place: Path = ("claims", claim, "evidence")
    found = look(Thing(facts, place[:-1]), "evidence")
    if found.status is not Status.OK:
        holds = "opens" if found.status is Status.GAP else "voids"
        yield Reason("evidence", "the evidence", found.status, dotted(place), found.word, place, holds)  # type: ignore[arg-type]


def _cut(found: Reach) -> Iterator[Reason]:
    """Yield the reason of a claim whose evidence reaches more than is judged."""
    if found.is_cut:
        yield Reason(
            "closure", "all that its evidence reaches, which is more than is followed", Status.GAP, holds="opens"
        )


def _needs(row: Row, kind: str, found: Reach) -> Iterator[Reason]:
    sets = {letter: members(letter, kind, found) for letter in {need.set for need in row.needs}}
    for letter in dict.fromkeys(need.set for need in row.needs):
        if not sets[letter] and letter not in row.spares:
            yield _empty(letter, found)
    for need in row.needs:
        for thing in sets[need.set]:
            met = _met(need, found, thing) if _applies(need, thing) else UNASKED
            if met is not UNASKED:
                yield _reason(need, thing, _within(found, thing, met))


def _within(found: Reach, thing: Thing, met: Look) -> Look:
    """Return what was met in the construction, nothing where the evidence names other parts of it than that."""
    own = thing.facts is found.facts and thing.path == ("provenance",) and met.path[:1] == ("provenance",)
    named = [path for path in found.paths if path[:1] == ("provenance",)] if own else [()]
    if met.status is Status.NONE or any(
        met.path[: len(path)] == path or path[: len(met.path)] == met.path for path in named
    ):
        return met
    return met._replace(status=Status.NONE, word=UNNAMED)


def _empty(letter: str, found: Reach) -> Reason:
    """Return the reason that a set has no member: nobody can say where evidence lies on a card not at hand."""
    says = f"{SETS[letter][1]}, which the evidence does not reach"
    if found.away:
        return Reason(SETS[letter][0], says, Status.GAP, found.away[0], "on a card that is not at hand", (), "opens")
    if found.gaps:
        path, word = found.gaps[0]
        says = f"{SETS[letter][1]}, which the evidence does not reach past a gap"
        return Reason(SETS[letter][0], says, Status.GAP, dotted(path), word, path, "opens")
    return Reason(SETS[letter][0], says, Status.NONE, "", "", (), "voids")


def members(letter: str, kind: str, found: Reach) -> list[Thing]:
    """Return the things that a kind of claim looks at in a set."""
    things = found.of(letter)
    if letter == "R":
        return [one for one in things if one.facts.plain(*one.path, "purpose") in _OF_DIFFICULTY]
    if letter != "V":
        return things
    things = [one for one in things if not _inert(one, things)]
    if kind == "correctness" and found.of("O"):
        return [one for one in things if _keeps(one)] or things
    meant = [one for one in things if _is_named(one, found)]
    if kind == "correctness" and meant:  # of what a stage made: what else paid for it does not matter
        return [one for one in things if one.facts is not found.facts or one in meant or _is_part(one, meant)]
    if kind == "verifier_accuracy":
        return [one for one in things if not _is_part(one, things) or one in meant]
    return things


def _keeps(thing: Thing) -> bool:
    """Tell whether a verifier decided what is in the rows: by its uses, where they are said."""
    uses = thing.facts.words(*thing.path, "uses")
    return not uses or any(use in _KEEPS for use in uses)


def _homes(thing: Thing, members: list[Thing]) -> Iterator[tuple[Thing, str]]:
    """Yield each mixed verifier among *members* that a verifier is a part of, with the part's id."""
    for one in members if thing.path else ():
        for name, part in one.facts.things(*one.path, "components").items():
            if one.facts is thing.facts and part.get("verifier") == thing.path[-1]:
                yield one, name


def _is_part(thing: Thing, members: list[Thing]) -> bool:
    """Tell whether a verifier is a part of a mixed one, which is measured as a whole."""
    return any(one.path != thing.path for one, _ in _homes(thing, members))


def _is_named(thing: Thing, found: Reach) -> bool:
    return thing.facts is found.facts and any(path[: len(thing.path)] == thing.path for path in found.named)


def _inert(thing: Thing, members: list[Thing]) -> bool:
    """Tell whether a verifier is a part that weighs nothing in every mixed one that has it."""
    weights = [one.facts.number(*one.path, "components", name, "weight") for one, name in _homes(thing, members)]
    return bool(weights) and all(weight == 0 for weight in weights)


def _applies(need: Need, thing: Thing) -> bool:
    for path, words in need.when:
        if words == (PRESENT,):
            if look(thing, path).status is not Status.OK:
                return False
            continue
        base: Path = () if path.startswith("/") else thing.path
        pattern = ".".join((*map(str, base), path.lstrip("/")))
        stated = {
            word for _, value in thing.facts.matches(pattern) for _, word in each((), value) if isinstance(word, str)
        }
        if stated.isdisjoint(words):
            return False
    return True


def _met(need: Need, found: Reach, thing: Thing) -> Look:
    """Return the best of a need's alternatives."""
    return best(TESTS[one].test(found, thing) if one.startswith("@") else all_of(thing, one) for one in need.any_of)


def _reason(need: Need, thing: Thing, met: Look) -> Reason:
    holds = _POLICY[met.status]
    if met.status is Status.NA and need.na:
        holds = "carries"
    if need.soft and holds == "voids":
        holds = "opens"
    where = met.where or dotted(thing.path)
    path = met.path or thing.path
    return Reason(need.id, need.says, met.status, where, met.word, path, holds)  # type: ignore[arg-type]


def _doubts(row: Row, found: Reach, claim: str, doubts: Iterable[Doubt]) -> Iterator[Reason]:
    """Yield the findings of other rules that bear on the claim: on it, or on what its evidence reaches."""
    places = {one.path for letter in "OVRCBPSTE" for one in found.of(letter) if one.facts is found.facts and one.path}
    places |= {path for path in found.paths if len(path) > 1} | {("claims", claim)}
    for doubt in doubts:
        if doubt.rule not in row.voided_by and doubt.rule not in row.opened_by:
            continue
        if not any(doubt.path[: len(place)] == place for place in places):
            continue
        voids = doubt.rule in row.voided_by and doubt.severity > Severity.NOTE
        if voids or doubt.rule in row.opened_by:
            holds = "voids" if voids else "opens"
            yield Reason(doubt.rule, doubt.rule, Status.OK, dotted(doubt.path), "", doubt.path, holds)  # type: ignore[arg-type]


def _secondhand(facts: Facts, claim: str) -> Iterator[Reason]:
    """Yield a doubt where all that the evidence says was read in somebody's restatement."""
    vias: list[str] = []
    for _, word in named(facts, claim, "evidence"):
        path = facts.card.find(word) if "@" not in word else None
        cited = facts.card.cited(path) if path else None
        sources = cited[1] if cited else []
        vias += [one.via or str(facts.plain("sources", one.source, "via") or "primary") for one in sources]
    if vias and all(via == "secondary" for via in vias):
        place: Path = ("claims", claim, "evidence")
        yield Reason("secondary", "a source that was read itself", Status.GAP, dotted(place), "", place, "opens")
