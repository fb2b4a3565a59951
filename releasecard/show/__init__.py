"""A card to be read in a terminal or by a program: one plain view of it, from which its text is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from releasecard import shape
from releasecard.card import SOURCES, Card
from releasecard.fields import QUESTIONS, SCHEMAS, question_of
from releasecard.formats import Citation
from releasecard.lint import Linted
from releasecard.show.claims import with_verdicts
from releasecard.show.lineage import lineage
from releasecard.show.sections import section
from releasecard.show.values import View, fact, leaves, said, state
from releasecard.values import Diagnostic, Path, dotted

VERSION: Final = 2
"""The version of the view, as `--json` prints it."""

_UNLINTED: Final = Linted([], [])
_HEAD: Final = ("title", "name", "version", "kind", "released", "card", "summary")


def view(card: Card, others: Iterable[tuple[str, Card]] = (), linted: Linted = _UNLINTED) -> View:
    """Return a card of a known kind as plain data.

    `head`, then `questions`: each with its `sections` in short, the number of `filled` leaves, the `open` ones (gaps,
    conflicts, to-dos) with the `heirs` that have them by `like`, and the paths that are `missing`. Then `lineage`, in
    which *others*, the cards beside it by their files, are looked through, `conflicts` and `sources`. What lint said
    gives each claim its `verdict` and the `reasons`; `suppressed` are the findings that comments hide, with why.
    """
    fields, absent = SCHEMAS[str(card.kind)], missing(card)
    beside: View = {
        name: section(card, (name,), fields[name]) for name in ("conflicts", "sources") if name in card.data
    }
    questions = [_question(card, number, absent) for number in range(len(QUESTIONS))]
    return {
        "view": VERSION,
        "head": {name: said(card, (name,)) for name in _HEAD if name in card.data},
        "questions": with_verdicts(questions, linted.verdicts),
        "suppressed": [_suppressed(one, reason) for one, reason in linted.suppressed],
        "lineage": lineage(card, others),
        **beside,
    }


def _suppressed(one: Diagnostic, reason: str) -> View:
    return {"code": one.code, "name": one.name, "path": dotted(one.path), "message": one.message, "reason": reason}


def _question(card: Card, number: int, absent: list[Path]) -> View:
    fields = SCHEMAS[str(card.kind)]
    names = [name for name, rules in fields.items() if question_of(rules) == number]
    stated = [name for name in names if name in card.data and name not in SOURCES]
    found = [(path, state(value)) for name in stated for path, value in leaves((name,), card.data[name])]
    return {
        "question": QUESTIONS[number],
        "sections": [section(card, (name,), fields[name]) for name in stated if name not in (*_HEAD, "releasecard")],
        "filled": sum(word == "filled" for _, word in found),
        "open": _opened(card, {path: word for path, word in found if word != "filled"}),
        "missing": [dotted(path) for path in absent if path[0] in names],
    }


def _opened(card: Card, states: dict[Path, str]) -> list[View]:
    homes = {path: card.home(path) for path in states}
    own = [path for path, home in homes.items() if home == path or home not in states]
    views: dict[Path | None, View] = {path: {**fact(card, path), "state": states[path]} for path in own}
    for path, home in homes.items():
        if path not in views and home is not None:
            views[home].setdefault("heirs", []).append(dotted(_heir(path, home)))
    return list(views.values())


def _heir(path: Path, home: Path) -> Path:
    """Return the thing that inherits: *path* without the steps at its end that are those of *home* too."""
    end = len(path)
    while path[end - 1] == home[end - 1]:
        end -= 1
    return path[:end]


def missing(card: Card) -> list[Path]:
    """Return the paths that `lint` reports as missing, each once."""
    faults = shape.faults(card, str(card.kind))
    required = [
        fault.path for fault in faults if fault.rule == "required" and fault.path not in (("releasecard",), ("kind",))
    ]
    return list(dict.fromkeys([*required, *(path for path, _ in shape.missing(card))]))


def section_view(card: Card, path: Path) -> View:
    """Return all leaves of a section, or of anything at *path*, each with the citations that stand behind it."""
    found = leaves(path, card.at(path))
    return {
        "view": VERSION,
        "head": {name: said(card, (name,)) for name in ("name", "version") if name in card.data},
        "section": dotted(path),
        "leaves": [{**fact(card, one, path), "cited": _cited(card, one)} for one, _ in found],
    }


def _cited(card: Card, path: Path) -> list[str]:
    found = card.cited(path) if card.is_sourced(path) else None
    return [_citation(one) for one in found[1]] if found else []


def _citation(one: Citation) -> str:
    return " ".join(filter(None, (one.source, one.where, f"({one.via})" if one.via else "")))
