"""The page that sets two to four cards side by side, and what it loads of each card.

Python reads the cards, once each; `assets/compare.js` holds those that a reader chose against one another. Two values are the
same where their texts are, without case and white space, or their numbers; they differ where both are plain and are not the same.
Numbers as stated differ where they are clearly apart. What nobody can tell is said so: a gap, nothing on one side, long texts in
other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.card import Card
from releasecard.facts import Facts
from releasecard.fields import QUESTIONS
from releasecard.pages.card.shown import Shown
from releasecard.pages.collection import Collection
from releasecard.pages.compare.fields import MOST, rows
from releasecard.pages.compare.knobs import knob_of
from releasecard.pages.compare.page import HERE, page
from releasecard.pages.compare.scores import scores
from releasecard.pages.compare.values import at, cut
from releasecard.pages.entry import Entry
from releasecard.pages.standing import answered
from releasecard.safe import literal
from releasecard.values import Path

__all__ = ["files", "pages"]

_BARE: Final = ("version", "released")
"""Rows that say nothing by being different."""


def pages(collection: Collection) -> dict[str, str]:
    """Return the page, by its path."""
    return {collection.file(HERE): page(collection)}


def files(collection: Collection, entry: Entry) -> dict[str, str]:
    """Return the script of a card that can be read: one call with all that the page needs of it."""
    if entry.card is None:
        return {}
    return {
        collection.beside(entry, ".js"): f"releasecard.compared({literal(of_card(entry, entry.card, collection))});\n"
    }


def of_card(entry: Entry, card: Card, collection: Collection) -> dict[str, Any]:
    """Return a card as the page's script reads it."""
    shown, facts = Shown(entry, card, collection), entry.facts or Facts(card)
    return {
        "name": collection.names[entry], "title": cut(entry.title), "kind": str(card.kind),
        "page": collection.urls.to(collection.file(HERE), collection.page(entry)),
        "rows": [*_standing(entry), *_claims(entry, shown), *_fields(facts, shown)],
        "benchmarks": scores(facts, shown),
    }  # fmt: skip


def _fields(facts: Facts, shown: Shown) -> Iterator[dict[str, Any]]:
    for row in rows(facts, shown):
        found = {
            "key": ".".join(row.key), "order": row.order, "question": row.question, "section": row.section,
            "label": row.label, "values": row.values,
        }  # fmt: skip
        more = {"knob": knob_of(row.key), "more": row.more, "bare": row.key[0] in _BARE}
        yield {**found, **{key: one for key, one in more.items() if one}}


def _standing(entry: Entry) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(answered(entry)):
        if one.total:
            text = f"{one.percent}% of {one.total} fields answered"
            yield {
                "key": f"answered {number}", "order": f"900.{number}", "question": 0, "section": "Completeness",
                "label": QUESTIONS[number], "values": [{"text": text, "of": []}], "bare": True,
            }  # fmt: skip


def _claims(entry: Entry, shown: Shown) -> Iterator[dict[str, Any]]:
    """Yield a row for each kind of claim: its verdicts by word, with the claims that have it."""
    kinds: dict[str, dict[str, list[Path]]] = {}
    for one in entry.linted.verdicts:
        kinds.setdefault(one.kind, {}).setdefault(str(one.word), []).append(one.claim)
    for kind, words in sorted(kinds.items()):
        values = [
            {"text": word, "mark": word, "at": at(shown, found[0]), "of": [cut(str(one[-1])) for one in found[:MOST]]}
            for word, found in words.items()
        ]
        yield {
            "key": f"claims {kind}", "order": f"000.{kind}", "question": 2, "section": "Claims, by verdict",
            "label": kind.replace("_", " ").capitalize(), "values": values,
        }  # fmt: skip
