"""What a template holds: slots, answers, and Jinja tests on the answers, combined and simplified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from releasecard.questions import QUESTIONS, Question

ALWAYS: Final = "true"
NEVER: Final = "false"


@dataclass(frozen=True, slots=True)
class Ask:
    """The answer to a question, by its key."""

    key: str

    @property
    def question(self) -> Question:
        """The question, whichever kind of card asks it."""
        return next(one for questions in QUESTIONS.values() for one in questions if one.key == self.key)


@dataclass(slots=True)
class Slot:
    """A place of the template: what stands there, under which condition on the answers (a Jinja test)."""

    value: Any
    when: str = ALWAYS


Skeleton = dict[str, Slot]


def both(one: str, other: str) -> str:
    """Return the Jinja test that both hold."""
    if NEVER in (one, other):
        return NEVER
    if one in (ALWAYS, other):
        return other
    return one if other == ALWAYS else f"({one}) and ({other})"


def either(one: str, other: str) -> str:
    """Return the Jinja test that one of both holds."""
    if ALWAYS in (one, other):
        return ALWAYS
    if one in (NEVER, other):
        return other
    return one if other == NEVER else f"({one}) or ({other})"


def negated(one: str) -> str:
    """Return the Jinja test that it does not hold."""
    if one.startswith("not ("):
        return one[5:-1]
    return {ALWAYS: NEVER, NEVER: ALWAYS}.get(one, f"not ({one})")


def among(key: str, *values: str) -> str:
    """Return the Jinja test that an answer is (for several: holds) one of *values*."""
    listed = "[" + ", ".join(f"'{value}'" for value in values) + "]"
    if Ask(key).question.many:
        return f"{key} | select('in', {listed}) | list"
    return f"{key} in {listed}"
