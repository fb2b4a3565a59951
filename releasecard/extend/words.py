"""The words that a plugin may declare a field with, and what each can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from releasecard.accept import TYPES
from releasecard.fields import QUESTIONS, SCHEMAS
from releasecard.formats import CHECKS


class FieldsError(Exception):
    """A plugin's fields are not right. The text says where, and what."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < float("inf")


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _is_type(value: Any) -> bool:
    """Tell whether a field can be of that type or those: no map with anything but a text in its place."""
    several = value if isinstance(value, list) else [value]
    return _is_texts(several) and {*several} <= {*TYPES} and ("dict" not in several or {*several} <= {"dict", "string"})


class Word(NamedTuple):
    """A key of a declaration: what it says, whether a value says it, the types of which it needs one, those it may stand beside."""

    says: str
    test: Callable[[Any], bool]
    needs: frozenset[str] = frozenset(TYPES)
    beside: frozenset[str] = frozenset(("list",))

    def goes_with(self, types: Iterable[str]) -> bool:
        return not self.needs.isdisjoint(types) and self.needs | self.beside >= {*types}


_TEXTS: Final = frozenset(("string",))
_FIGURES: Final = frozenset(("count", "integer", "number"))
_MAPS: Final = frozenset(("dict",)), _TEXTS
RULES: Final = {
    "type": Word(f"one or several of: {', '.join(TYPES)}; beside a map, only string", _is_type),
    "meta": Word("a map with `title`, `doc` and `example`", _is_map),
    "required": Word("true or false", _is_flag),
    "nullable": Word("true or false", _is_flag),
    "allowed": Word("a list of texts; gap words fit without", _is_texts, _TEXTS),
    "check_with": Word(f"one of: {', '.join(CHECKS)}", lambda value: _is_text(value) and value in CHECKS, _TEXTS),
    "min": Word("a number", _is_number, _FIGURES),
    "max": Word("a number", _is_number, _FIGURES),
    "schema": Word("a map: of fields, or of the rules of what a list holds", _is_map, frozenset(("dict", "list")), frozenset(TYPES)),
    "valuesrules": Word("a map: the rules of what stands at each key", _is_map, *_MAPS),
}  # fmt: skip
"""The Cerberus rules that a plugin may use."""
META: Final = {
    "title": Word("a text: its name for readers", _is_text),
    "doc": Word("a text: what it says, in a sentence", _is_text),
    "example": Word("a value that the field takes", lambda value: value is not None),
    "kinds": Word(f"a list out of: {', '.join(SCHEMAS)}", lambda value: _is_texts(value) and {*value} <= {*SCHEMAS}),
    "question": Word(f"0 to {len(QUESTIONS) - 1}", lambda value: not _is_flag(value) and value in range(len(QUESTIONS))),
    "refers": Word("`path`, or the sections that an id may stand in", lambda value: _is_text(value) or _is_texts(value), _TEXTS),
    "words": Word("a map from each allowed word to what it says", lambda value: _is_map(value) and all(map(_is_text, value.values())), _TEXTS),
    "starts": Word("a list of the fields that a new card opens it with", _is_texts, *_MAPS),
}  # fmt: skip
"""What people read of a field, as in `fields/build.py`; `kinds` are those of the cards that have it, if not all."""
