"""The canonical form of a card: fields in declared order, block style, plain quoting, two spaces for each level.

Nothing that a card says changes, and no comment is lost: each step is an edit that is held against what the card said
before. What cannot be brought into form so is left as it is and named.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from releasecard.edit.draft import Draft, EditError
from releasecard.edit.layout import LayoutError
from releasecard.fmt.lines import blanks, indentation
from releasecard.fmt.order import headings, order
from releasecard.fmt.values import values


class Formatted(NamedTuple):
    """A card's text in canonical form, and what of it was left as it was, with the reason."""

    text: str
    left: list[str]


_MOST_ROUNDS: Final = 4


def formatted(text: str) -> Formatted:
    """Return a card's text in canonical form. Raises EditError for a text that cannot be read."""
    draft = Draft(text)
    for _ in range(_MOST_ROUNDS):  # how much fits a line depends on its indentation, where an item begins on its order
        before, left = draft.text, []
        for step in (indentation, values, order, headings, blanks):
            try:
                step(draft)
            except (EditError, LayoutError) as error:
                left.append(str(error))
        if draft.text == before:
            break
    return Formatted(draft.text, left)
