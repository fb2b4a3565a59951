"""How a card stands, in numbers: its verdicts, and how much of each question it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from releasecard.evidence.verdict import Word
from releasecard.fields import QUESTIONS
from releasecard.pages.bars import bar
from releasecard.pages.entry import Entry
from releasecard.pages.html import Html, el, joined
from releasecard.report import counts
from releasecard.show.values import states_of

_GRAVEST: Final = ("errors", "warnings", "notes")
WORDS: Final = tuple(word.value for word in Word)


class Answered(NamedTuple):
    """How much of a question a card answers: leaves that are filled or cannot exist there, gaps and disputes, absent ones."""

    filled: int
    open: int
    missing: int

    @property
    def total(self) -> int:
        """All that could be answered."""
        return sum(self)

    @property
    def percent(self) -> int:
        """The share that is answered, rounded down: 100 is all."""
        return 100 * self.filled // self.total if self.total else 0


def answered(entry: Entry) -> list[Answered]:
    """Return how much each question is answered, from who and what to the fourth; empty for what is no card."""
    found = []
    for question in entry.view.get("questions", ()):
        states = states_of(question)
        reasoned = states.pop("not_applicable", 0)
        found.append(Answered(question["filled"] + reasoned, states.total(), len(question["missing"])))
    return found


def verdicts(entry: Entry) -> dict[str, int]:
    """Return how many claims have each verdict, from the best to the worst; those with none left out."""
    found = Counter(str(one.word) for one in entry.linted.verdicts)
    return {word: found[word] for word in WORDS if found[word]}


def findings(entry: Entry) -> str:
    """Return how many findings of each severity a card has, in words."""
    found = counts(entry.linted.diagnostics)
    said = (f"{found[key]} {key if found[key] > 1 else key[:-1]}" for key in _GRAVEST if found[key])
    return ", ".join(said) or "none"


def verdict_bar(entry: Entry) -> Html:
    """Return the verdicts of a card as a strip with their counts; a word where there is no claim."""
    return strip(verdicts(entry), "no claims")


def strip(found: Mapping[str, int], nothing: str) -> Html:
    """Return verdicts as a strip with their counts, from the best to the worst; the word for *nothing* where there are none."""
    if not found:
        return el("span", nothing, class_="rc-quiet")
    said = ", ".join(f"{number} {word}" for word, number in found.items())
    total = sum(found.values())
    words = joined(
        *(el("span", f"{number} {word}", class_=f"rc-{word}") for word, number in found.items()), between=" "
    )
    return joined(
        bar(((number / total, f"rc-fill-{word}") for word, number in found.items()), said),
        el("span", words, class_="rc-words"),
    )


def answers(entry: Entry) -> Html:
    """Return a small bar for each of the four questions: how much of it the card answers."""
    found = answered(entry)
    cells = [_answer(number, one) for number, one in enumerate(found) if number and one.total]
    return el("span", cells, class_="rc-answers") if cells else Html()


def _answer(number: int, one: Answered) -> Html:
    label = f"{QUESTIONS[number]} {one.filled} of {one.total} fields answered, {one.open} open, {one.missing} missing"
    shares = (
        (one.filled / one.total, "rc-fill-licensed"),
        (one.open / one.total, "rc-fill-open"),
        (one.missing / one.total, "rc-fill-unlicensed"),
    )
    return el(
        "span",
        el("span", f"{number}", class_="rc-quiet"),
        bar(shares, label),
        el("span", f"{one.percent}%"),
        class_="rc-answer",
        title=label,
    )
