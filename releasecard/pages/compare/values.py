"""A value as the compare page shows it and tells it from another: as plain data for its script."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from math import isfinite
from typing import Any, Final, TypeAlias

from releasecard.benchmarks import known
from releasecard.facts import BROKEN, Facts, Status, status_of
from releasecard.fields import Rules
from releasecard.pages.card.shown import Shown
from releasecard.safe import visible
from releasecard.sides import Judge, judge
from releasecard.stated import Conflict, Gap, Stated, Todo
from releasecard.values import Path, each

Said: TypeAlias = dict[str, Any]
"""What stands at a place.

`text` is what is shown. `gap` is the gap's word where no value stands there. `is` is what it is called when it is held
against another, where that is not its text without case and white space. `range` is a number: its bounds, None on an open side,
and True where it is as stated. `prose` tells that two texts with other words may say the same, `vague` that two with the same
words may mean different things.
"""

_CUT: Final = 200
_SHORT: Final = 32
"""A text of free words that is longer is prose."""
_LARGEST: Final = 1e300
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")
_MODELS: Final = frozenset(("model",))
_STAGES: Final = "stages"


def cut(text: str, most: int = _CUT) -> str:
    """Return a text on one line, harmless to read, no longer than *most*."""
    shown = visible(" ".join(text[: 4 * most].split()))
    return shown if len(shown) <= most and len(text) <= 4 * most else f"{shown[:most].rstrip()} …"


def at(shown: Shown, path: Path) -> str:
    """Return the anchor of a path on its card's page, as it stands there."""
    return visible(shown.place(path))


def said(facts: Facts, path: Path, value: Any, rules: Rules) -> Said | None:
    """Return a leaf as plain data, None where nothing stands there or where it is no leaf."""
    if isinstance(value, (Gap, Todo, Conflict)):
        return gap(facts, path, value)
    if status_of(value) is Status.NONE or isinstance(value, dict):
        return None
    items = [item for _, item in each(path, value)]
    if any(isinstance(item, (dict, list)) for item in items):
        return None
    texts = [_written(facts, place, item) for place, item in each(path, value)]
    found: Said = {"text": cut(", ".join(texts))}
    meant = [_meant(facts, place, text, rules) for (place, _), text in zip(each(path, value), texts, strict=True)]
    refers = isinstance(rules.get("meta", {}).get("refers"), tuple)
    called = _whole(_folded(text if name is None else name) for text, name in zip(texts, meant, strict=True))
    if called != _folded(found["text"]):
        found["is"] = called
    bounds = None if isinstance(value, list) else _range(value)
    if bounds:
        found["range"] = bounds
    if None in meant or (not bounds and (_is_prose(", ".join(texts), rules) or (refers and is_long(meant)))):
        found["prose"] = True
    if None in meant or _STAGES in (rules.get("meta", {}).get("refers") or ()):
        found["vague"] = True
    return found


def gap(facts: Facts, path: Path, value: Gap | Todo | Conflict) -> Said:
    """Return what stands in the place of a value, with its word."""
    if isinstance(value, Todo):
        return {"text": "to do", "gap": "to_do"}
    if isinstance(value, Conflict):
        sides = (
            f"{_written(facts, (*path, 'conflict', side), item)} ({side})" for side, item in value.sides.items()
            if not isinstance(item, (dict, list))
        )  # fmt: skip
        return {"text": cut(f"sources disagree: {', '.join(sides)}"), "gap": "conflict"}
    word = "not readable" if value == BROKEN else value.word.replace("_", " ")
    return {"text": cut(word if value.detail is None else f"{word}: {value.detail}"), "gap": value.word}


def _written(facts: Facts, path: Path, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Gap, Todo, Conflict)):
        return str(gap(facts, path, value)["text"])
    return facts.card.text(path)


def _whole(called: Iterable[str]) -> str:
    """Return names as one, in any order."""
    whole = "|".join(sorted(set(called)))
    return whole if len(whole) <= _CUT else hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


def _meant(facts: Facts, path: Path, text: str, rules: Rules) -> str | None:
    """Return a text as a name that holds on other cards too; None where only this card knows what it is."""
    refers, check = rules.get("meta", {}).get("refers"), rules.get("check_with")
    if isinstance(refers, tuple):
        return _thing(facts, next((one for one in refers if _has(facts, one, text)), ""), text)
    if check in ("version", "revision"):
        bare = text.lower().removeprefix("v")
        return bare[:7] if _COMMIT.fullmatch(bare) else bare
    if check == "release" and text == "inline":
        return None
    field = next(step for step in reversed(path) if isinstance(step, str))
    if field in _MODELS or path[0] == "base_models":
        return text.rpartition("/")[2]
    if field == "against" or (path[0], field) == ("benchmarks", "name"):
        return benchmark(text)
    return text


def benchmark(name: str, version: str | None = None, split: str | None = None) -> str:
    """Return what a benchmark is called on every card: its id in the table, else its name without case."""
    row = known(name[:_CUT], version, split)
    return (
        f"{row.id} {row.window}".strip() if row is not None else _folded(" ".join(filter(None, (name, version, split))))
    )


def _has(facts: Facts, section: str, name: str) -> bool:
    things = facts.at(*section.split("."))
    return isinstance(things, dict) and name in things


def _thing(facts: Facts, section: str, name: str) -> str | None:
    """Return what an id stands for; None where the card does not say."""
    if "@" in name:
        return name
    if section == "verifiers" or name == "self":
        return judged(facts, judge(facts, name))
    if section == "benchmarks":
        title = facts.plain(section, name, "name")
        return benchmark(title) if isinstance(title, str) else None
    keys = {"data": ("release", "name"), _STAGES: ("kind",), "rollouts": ("purpose",), "baselines": ("setting",)}
    found = (facts.plain(*section.split("."), name, key) for key in keys.get(section, ("name",)))
    return next((one.rpartition("/")[2] for one in found if isinstance(one, str) and one != "inline"), None)


def judged(facts: Facts, one: Judge) -> str | None:
    """Return the name of a verifier that holds on other cards too; None where it has only its id."""
    path: Path = () if one.id == "self" and facts.kind == "verifier" else ("verifiers", one.id)
    named = one.name != one.id or facts.plain(*path, "implementation", "name") == one.id or "@" in one.id
    return one.name if named else None


def is_long(names: Iterable[str | None]) -> bool:
    """Tell whether one of several names is so long that others may write it in another way."""
    return any(name is not None and len(name) > _SHORT for name in names)


def _range(value: Any) -> list[Any] | None:
    if isinstance(value, Stated):
        bounds = [None if one is None else float(one) for one in (value.low, value.high)]
        return [*bounds, True]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return [float(value)] * 2 if abs(value) < _LARGEST and isfinite(value) else None


def _is_prose(text: str, rules: Rules) -> bool:
    kinds = rules.get("type")
    if isinstance(kinds, list) and "number" in kinds and "string" in kinds:
        return True
    free = not rules.get("allowed") and not rules.get("check_with") and not rules.get("meta", {}).get("refers")
    return free and len(text) > _SHORT and kinds != "boolean"


def _folded(text: str) -> str:
    return "".join(text.lower().split())
