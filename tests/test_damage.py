"""Each rule against systematic damage to real cards: what it catches, and why it misses what it misses."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib import import_module
from itertools import cycle
from pathlib import Path as File
from typing import NamedTuple

import damage
import pytest
from damage import BY_NAME, CARDS, REALS, SHELF, Changes, Damage, Real

from releasecard.evidence.verdict import Word
from releasecard.lint import Linted, lint_text
from releasecard.rules import RULES
from releasecard.shelf import Shelf
from releasecard.values import Path, dotted

GOLDEN = File(__file__).parent / "golden" / "damage.txt"
DAMAGES: list[Damage] = [
    one
    for module in sorted(one.name for one in pkgutil.iter_modules(damage.__path__))
    for one in import_module(f"damage.{module}").DAMAGES
]
CODES = [rule.code for rule in RULES if rule.code >= "RC3"]
OF_THE_PLACE = {"RC101", "RC110", "RC112"}
"""What a change by itself brings about: a field that is missing, a path that leads there, a citation that is owed."""
MOST = 40
"""Of a damage with more places than this, so many are tried, spread over all cards."""


class Place(NamedTuple):
    """Where a card is damaged, with the changes that do it."""

    real: Real
    at: Path
    changes: Changes

    def __str__(self) -> str:
        return f"{self.real.name} {dotted(self.at)}"


class Outcome(NamedTuple):
    """The places of a damage by who saw it."""

    caught: list[str]
    owned: list[str]
    missed: list[str]


def spread(found: dict[str, list[Place]]) -> Iterator[Place]:
    """Yield the places of all cards, or as many as are tried: alike from each card, evenly within one."""
    quota = dict.fromkeys(found, 0)
    left = min(MOST, sum(map(len, found.values())))
    for name in cycle(found):
        if left == 0:
            break
        if quota[name] < len(found[name]):
            quota[name] += 1
            left -= 1
    for name, count in quota.items():
        yield from (found[name][index * len(found[name]) // count] for index in range(count))


def tried(one: Damage, folder: File) -> Outcome:
    """Do the damage at one place after the other, with all real cards as shelf."""
    outcome = Outcome([], [], [])
    found = {real.name: [Place(real, *pair) for pair in one.places(real)] for real in REALS}
    for place in spread({name: places for name, places in found.items() if places}):
        new = said(one, place, folder) - said_before(place.real)
        broken = {code for code, *_ in new if code < "RC2"} - {*OF_THE_PLACE, one.owner}
        assert not broken, f"{one.code} {place}: the damage breaks the card's shape: {new}"
        codes = {code for code, *_ in new}
        (outcome.caught if one.code in codes else outcome.owned if one.owner in codes else outcome.missed).append(
            str(place)
        )
    return outcome


def said(one: Damage, place: Place, folder: File) -> set[tuple[str, Path, str]]:
    shelf, file = SHELF, place.real.file
    if one.beside is not None:
        beside = dict(one.beside(place.real, place.at))
        for name, text in beside.items():
            (folder / name).write_text(text, "utf-8")
        shelf = Shelf([*(folder / name for name in beside), *(card for card in CARDS if card.name not in beside)])
    return _said(lint_text(place.real.damaged(place.changes), str(file), shelf))


def said_before(real: Real) -> set[tuple[str, Path, str]]:
    return _said(real.linted)


def _said(linted: Linted) -> set[tuple[str, Path, str]]:
    """Return findings by rule, path and message, and each reason of a verdict as of the rule that reports the verdict."""
    found = {(one.code, one.path, one.message) for one in linted.diagnostics}
    for verdict in linted.verdicts:
        if verdict.word is Word.OPEN:
            found |= {("RC402", verdict.claim, f"{one.need} {one.where}") for one in verdict.opened}
        found |= {("RC401", verdict.claim, f"{one.need} {one.where}") for one in verdict.voided}
    return found


def row(one: Damage, outcome: Outcome) -> list[str]:
    """Return a damage as lines of the table: what became of its places, and of what is missed why."""
    counts = [len(outcome.caught) + len(outcome.owned) + len(outcome.missed), *map(len, outcome)]
    lines = [_row(one.code, one.operation, counts, one.at), f"       {one.says}"]
    for why in dict.fromkeys(one.missed.values()):
        patterns = [pattern for pattern, reason in one.missed.items() if reason == why]
        count = sum(any(fnmatchcase(place, pattern) for pattern in patterns) for place in outcome.missed)
        lines.append(f"       - {count} missed ({', '.join(patterns)}): {why}")
    return lines


def _row(code: str, operation: str, columns: Iterable[object], at: str) -> str:
    return "  ".join((f"{code:<5}", f"{operation:<10}", *(f"{column:>6}" for column in columns), at))


HEAD = _row("rule", "operation", ("places", "caught", "owned", "missed"), "where")


def golden() -> dict[str, list[str]]:
    """Return the lines of the golden table by rule."""
    found: dict[str, list[str]] = {}
    code = ""
    for line in GOLDEN.read_text("utf-8").splitlines() if GOLDEN.exists() else ():
        code = line[:5] if line[:2] == "RC" else code
        found.setdefault(code, []).append(line)
    return found


@pytest.mark.parametrize("code", CODES)
def test_damage_is_caught(code: str, tmp_path: File) -> None:
    """Set UPDATE_GOLDEN=1, without -n, to write the table anew, then read the difference line by line."""
    lines: list[str] = []
    outcomes: list[Outcome] = []
    unexplained: list[str] = []
    for one in DAMAGES:
        if one.code != code:
            continue
        outcome = tried(one, tmp_path)
        explained = {place for place in outcome.missed if any(fnmatchcase(place, key) for key in one.missed)}
        unexplained += [f"{one.at} ({one.says}): {place}" for place in outcome.missed if place not in explained]
        for pattern in one.missed:
            seen = [place for place in (*outcome.caught, *outcome.owned) if fnmatchcase(place, pattern)]
            assert not seen, f"{one.at}: said to be missed and caught: {seen}"
            assert any(fnmatchcase(place, pattern) for place in outcome.missed), f"{one.at}: nothing is {pattern}"
        outcomes.append(outcome)
        lines += row(one, outcome)
    assert not unexplained, "missed without a reason:\n" + "\n".join(unexplained)
    assert all(sum(map(len, outcome)) for outcome in outcomes), f"{code}: a damage finds no place"
    assert any(outcome.caught for outcome in outcomes), f"{code} catches nothing"
    table = golden()
    if os.environ.get("UPDATE_GOLDEN"):
        table = {**table, code: lines, "": [HEAD]}
        GOLDEN.write_text("\n".join(line for key in sorted(table) for line in table[key]) + "\n", "utf-8")
    assert table.get(code) == lines


def test_every_rule_is_damaged_for() -> None:
    assert set(CODES) - {one.code for one in DAMAGES} == set(), "a rule needs a damage in its family's module"
    assert [*golden()] == ["", *CODES]
    assert golden()[""] == [HEAD]


def test_reasons_are_sentences() -> None:
    reasons = [why for one in DAMAGES for why in one.missed.values()]
    assert all(why.endswith(".") and why[0].isupper() and len(why) > 30 for why in reasons)
    assert all(pattern.split(" ")[0] in BY_NAME or pattern[0] == "*" for one in DAMAGES for pattern in one.missed)
