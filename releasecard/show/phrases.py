"""Facts and values of a view in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

from releasecard.show.page import Word, words
from releasecard.show.values import View
from releasecard.stated import Conflict, Gap, Todo, recognize_mapping, recognize_text

_SPEAKING: Final = frozenset(
    ("type", "kind", "contract", "family", "purpose", "available", "model", "name", "says", "rule", "algorithm",
     "origin", "metric", "relation", "setting", "role", "url", "locator")
)  # fmt: skip
"""Fields whose value says what it is: their names are left out, but where it is not known."""
BETWEEN: Final = " · "


def facts(views: Sequence[View]) -> list[Word]:
    """Return facts on one line: what the card states there, then what it inherits, by sibling."""
    found = [word for one in views if "like" not in one for word in fact(one)]
    for sibling in dict.fromkeys(one["like"] for one in views if "like" in one):
        inherited = [word for one in views if one.get("like") == sibling for word in fact(one)]
        found += [*words(f"like {sibling}:", "dim", BETWEEN), inherited[0]._replace(glue=" "), *inherited[1:]]
    return found


def fact(one: View) -> list[Word]:
    """Return a fact's name, where its value does not speak for itself, and its value."""
    known = one["name"].rpartition(".")[2] in _SPEAKING and unknown(one["value"]) is None
    named = not known and one["name"] != one["path"]
    name = words(one["name"], "dim", BETWEEN) if named else []
    name = [*name[:-1], *(word._replace(tied=True) for word in name[-1:])]
    return [*name, *said(one["value"], " " if named else BETWEEN), *mark(one, "partly_like")]


def valued(one: View, full: bool = False) -> list[Word]:
    """Return a fact's value alone, with the sibling that it or a part of it is inherited from."""
    return [*said(one["value"], full=full), *mark(one, "like"), *mark(one, "partly_like")]


def mark(one: View, key: str) -> list[Word]:
    """Return which sibling a fact names under *key*, in parentheses; nothing where it names none."""
    return words(f"({key.replace('_', ' ')} {one[key]})", "dim") if key in one else []


def said(value: Any, glue: str = " ", full: bool = False) -> list[Word]:
    """Return the words of a value: a gap is its word, a conflict its values; in full with details and citations."""
    known = unknown(value)
    if known is not None:
        found = words(known.text if isinstance(known, Todo) else _word(known), "gap", glue)
        if full and not isinstance(known, Todo) and detail(value):
            return [*found[:-1], found[-1]._replace(text=f"{found[-1].text}:"), *detail(value)]
        sides = list(known.sides.values()) if isinstance(known, Conflict) else []
        return [
            *found,
            *chain.from_iterable(
                [*([Word("|", "gap")] if number else []), *said(side)] for number, side in enumerate(sides)
            ),
        ]
    if isinstance(value, dict):
        keys = {key: f"{key}:" if " " in key else key for key in value}
        found = joined([[*words(keys[key]), *said(item, full=full)] for key, item in value.items()])
    elif isinstance(value, list):
        found = joined([_bracketed(item) if isinstance(item, list) else said(item, full=full) for item in value])
    else:
        found = words("empty", "gap") if value is None else words(str(value))
    found = found or words("none")
    return [found[0]._replace(glue=glue), *found[1:]]


def unknown(value: Any) -> Gap | Todo | Conflict | None:
    """Return the gap, to-do or conflict that a value of a view stands for, None where it is known."""
    known = recognize_text(value) if isinstance(value, str) else value
    known = recognize_mapping(value) if isinstance(value, dict) else known
    return known if isinstance(known, (Gap, Todo, Conflict)) else None


def _word(known: Gap | Conflict) -> str:
    return known.word if isinstance(known, Gap) else "conflict"


def detail(value: Any) -> list[Word]:
    """Return the words of what stands with a gap, of the sides of a conflict, of a to-do."""
    known = unknown(value)
    if isinstance(known, Conflict):
        return joined([[*words(f"{side}:"), *said(item)] for side, item in known.sides.items()], ";")
    if isinstance(known, Todo):
        return words(known.text)
    return said(known.detail) if known is not None and known.detail is not None else []


def _bracketed(items: list[Any]) -> list[Word]:
    """Return the words of a list in a list as the card writes it: `[18.0, 18]`."""
    first, *rest = said(items)
    found = [first._replace(text=f"[{first.text}"), *rest]
    return [*found[:-1], found[-1]._replace(text=f"{found[-1].text}]")]


def joined(groups: Sequence[list[Word]], stop: str = "") -> list[Word]:
    """Return groups parted by *stop*: by commas if none is given, by semicolons where a group holds a comma itself."""
    stop = stop or (";" if any("," in word.text for group in groups for word in group) else ",")
    ends = [[*group[:-1], group[-1]._replace(text=group[-1].text + stop)] for group in groups[:-1]]
    return [*chain.from_iterable(ends), *chain.from_iterable(groups[-1:])]


def plain(value: Any) -> str:
    """Return what a value says, on one line."""
    return "".join(f"{word.glue if number else ''}{word.text}" for number, word in enumerate(said(value)))
