"""The fields of a card as rows that stand beside those of other cards, aligned by what is declared and not by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from releasecard.facts import Facts
from releasecard.fields import SCHEMAS, Rules, child, named_fields
from releasecard.fields.build import PATH
from releasecard.fields.environment import ENVIRONMENT, TRAJECTORY
from releasecard.fields.recipe import STAGE_KINDS
from releasecard.fields.rollouts import PURPOSES
from releasecard.fields.verifiers import RELEASED
from releasecard.pages.card.shown import Shown
from releasecard.pages.compare.values import Said, at, benchmark, cut, said
from releasecard.values import Path

WHO: Final = (
    "kind", "version", "released", "organizations", "languages", "domains", "training_use", "license", "access",
)  # fmt: skip
_SECTIONS: Final = (
    *WHO, "base_models", "data", "objects", "verifiers", *TRAJECTORY, "stages", "rollouts", "provenance", "user_simulator",
    "replay", "benchmarks", "scaling",
)  # fmt: skip
"""What is compared, in the order of the page; other sections are another page's."""
_APART: Final = frozenset((
    "says", "note", "like", "url", "files", "fields", "probes", "config", "trajectory", "withdrawn", "terms", "fits", "makes",
    "of", "purpose", "rollouts", "statistics", "parts",
))  # fmt: skip
"""Fields below a section that are not compared: notes, addresses, columns, curves, figures that a card names as it likes, what only
tells things of one card apart.
"""
_ROLES: Final = {"rollouts": ("purpose", PURPOSES), "stages": ("kind", STAGE_KINDS)}
"""What aligns the things of a section, where a field of theirs says what they are for; a benchmark is aligned by its name."""
MOST: Final = 12
"""Values of one row that a card may bring; a card with more of them is told from no other by that row."""
_SHORT: Final = ("rl", "sft")
_LONGEST: Final = 60
_MOST_ROWS: Final = 1000
"""Rows of a card; only one with very many benchmarks has as many."""


@dataclass(slots=True)
class Row:
    """A row: `key` is the same on every card, `order` sorts rows as declared, `of` names a value's things by id.

    `more` counts the values that are left out.
    """

    key: tuple[str, ...]
    order: str
    question: int
    section: str
    label: str
    values: list[Said]
    more: int = 0


class _Place(NamedTuple):
    """Where a walk is: the key so far, its titles, the ids on the way, positions in the declaration, the question."""

    key: tuple[str, ...]
    order: str
    question: int
    section: str
    label: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    inherits: bool = False
    """Whether what a sibling says, for the same purpose, is left out: it stands there already."""

    def field(self, name: str, rules: Rules, position: int) -> _Place:
        meta = rules.get("meta", {})
        return self._replace(
            key=(*self.key, name), label=(*self.label, meta.get("title") or name),
            order=f"{self.order}.{position:03}", question=meta.get("question", self.question),
        )  # fmt: skip


def rows(facts: Facts, shown: Shown) -> list[Row]:
    """Return the rows of a card in the order of their declaration, gaps with their word."""
    found: dict[tuple[str, ...], Row] = {}
    for place, path, value in _of_card(facts, shown.entry.reference):
        row = found.get(place.key)
        if row is None and len(found) == _MOST_ROWS:
            continue
        if row is None:
            row = Row(place.key, place.order, place.question, place.section, " · ".join(place.label), [])
            found[place.key] = row
        _add(row, value, cut(" ".join(place.of), _LONGEST), shown, path)
    return sorted(found.values(), key=lambda row: row.order)


def _add(row: Row, value: Said, of: str, shown: Shown, path: Path) -> None:
    """Add a value to a row; what is said of several things in the same words is one."""
    for one in row.values:
        if (one["text"], one.get("gap")) == (value["text"], value.get("gap")):
            if of and len(one["of"]) < MOST and of not in one["of"]:
                one["of"].append(of)
            return
    if len(row.values) == MOST:
        row.more += 1
    else:
        row.values.append({**value, "at": at(shown, path), "of": [of] if of else []})


def _of_card(facts: Facts, reference: str) -> Iterator[tuple[_Place, Path, Said]]:
    kind, schema = facts.kind, SCHEMAS[facts.kind]
    for name, value in facts.data.items():
        home = "verifiers" if kind == "verifier" and name in RELEASED else name
        if name not in schema or home not in _SECTIONS:
            continue
        start = _start(home)
        if home != name:
            start = _field_of(home, name)
        yield from _walk(facts, (name,), value, schema[name], start)
    own = {"dataset": ("data", "release"), "verifier": ("verifiers", "card")}.get(kind)
    if own and reference:
        yield _field_of(*own), ("version",), {"text": cut(reference)}


@cache
def _start(section: str) -> _Place:
    rules = next(fields[section] for fields in SCHEMAS.values() if section in fields)
    title: str = rules["meta"]["title"]
    question: int = rules["meta"].get("question", 0)
    leaf = not named_fields(rules) and "valuesrules" not in rules
    return _Place(
        (section,), f"{_SECTIONS.index(section):03}", question, "" if leaf else title, (title,) if leaf else ()
    )


def _field_of(section: str, name: str) -> _Place:
    """Return the place of a field of the things of a section, for what is such a thing as a whole."""
    rules = next(fields[section] for fields in SCHEMAS.values() if section in fields)
    fields = named_fields(rules["valuesrules"])
    start = _start(section)
    return start._replace(key=(*start.key, "*")).field(name, fields[name], list(fields).index(name))


def _walk(facts: Facts, path: Path, value: Any, rules: Rules, place: _Place) -> Iterator[tuple[_Place, Path, Said]]:
    if isinstance(value, dict):
        yield from _inside(facts, path, value, rules, place)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for index, item in enumerate(value):
            inner = child(rules, index)
            if isinstance(item, dict) and inner:
                yield from _walk(facts, (*path, index), item, inner, place._replace(key=(*place.key, "*")))
    else:
        one = said(facts, path, value, rules)
        skipped = place.inherits and facts.card.inherited_from(path) is not None
        if one is not None and not skipped and rules.get("meta", {}).get("refers") != PATH:
            yield place, path, one


def _inside(
    facts: Facts, path: Path, value: dict[str, Any], rules: Rules, place: _Place
) -> Iterator[tuple[_Place, Path, Said]]:
    named = named_fields(rules)
    positions = {name: position for position, name in enumerate(named)}
    for key, item in value.items():
        inner = child(rules, key)
        if key in _APART or inner is None:
            continue
        if key in named:
            step = place.field(str(key), inner, positions[key])
        else:
            step = _thing(path, str(key), item, value, place)
        yield from _walk(facts, (*path, key), item, inner, step)
    trajectory = value.get("trajectory") if "trajectory" in named else None
    for name, item in trajectory.items() if isinstance(trajectory, dict) else ():
        if name in TRAJECTORY:
            step = _start(name)._replace(of=place.of)
            yield from _walk(facts, (*path, "trajectory", name), item, ENVIRONMENT[name], step)


def _thing(path: Path, key: str, item: Any, beside: dict[str, Any], place: _Place) -> _Place:
    """Return the place of a thing under a free key: its id goes beside the value, what it is for into the key."""
    found = place._replace(key=(*place.key, "*"), of=(*place.of, key))
    if len(path) != 1 or not isinstance(item, dict):
        return found
    role, title, order = _role(str(path[0]), item)
    like = beside.get(str(item.get("like")))
    inherits = isinstance(like, dict) and _role(str(path[0]), like)[0] == role
    if role == "*":
        return found._replace(inherits=inherits)
    return found._replace(
        key=(*place.key, role),
        section=f"{place.section}, {title}",
        order=f"{place.order}.{order}",
        inherits=inherits,
    )


def _role(section: str, item: dict[str, Any]) -> tuple[str, str, str]:
    """Return what aligns a thing with those of other cards: its role, what that is called, how it sorts."""
    if section == "benchmarks":
        words = (item.get(key) for key in ("name", "version", "split"))
        name, version, split = (one if isinstance(one, str) else "" for one in words)
        called = cut(benchmark(name, version, split), 80) if name else "*"
        return called, cut(" ".join(filter(None, (name, version, split))), 80), called
    field, known = _ROLES.get(section, ("", ()))
    role = item.get(field)
    if role not in known:
        return "*", "", ""
    return role, role.upper() if role in _SHORT else role.replace("_", " "), f"{known.index(role):03}"
