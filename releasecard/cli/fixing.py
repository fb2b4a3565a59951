"""`releasecard lint --fix`: the cards in which findings have a fix are written anew, or shown as they would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from releasecard.cli.cards import STDIN
from releasecard.cli.rewriting import Rewritten, rewrite_card
from releasecard.edit.file import encoded
from releasecard.fix import Find, fixed, is_made
from releasecard.lint import Linted


class Mended(NamedTuple):
    """What fixing came to: findings fixed, cards in which, whether a card could not be read or written, and what `-` reads now."""

    findings: int
    cards: int
    failed: bool
    piped: bytes

    def say_due(self, cards: int, quiet: bool) -> int:
        """Say what would be fixed in so many cards, and return the exit code."""
        where = f"in {self.cards} of {cards} {'card' if cards == 1 else 'cards'}"
        if not quiet:
            click.echo(f"{self.findings} to fix {where}" if self.findings else "nothing to fix", err=True)
        return 1 if self.findings or self.failed else 0


def fix_cards(
    run: Sequence[tuple[Path, Linted]], find: Callable[[Path], Find], piped: bytes, *, unsafe: bool, diff: bool
) -> Mended:
    """Fix what *run* found with a fix, or show (*diff*) what would change. *find* finds it again in a card's changed text.

    What `-` reads goes to standard output, fixed or not.
    """
    findings = cards = 0
    failed = False
    for card, linted in run:
        if card != STDIN and not any(is_made(one, unsafe=unsafe) for one in linted.diagnostics):
            continue
        change = _Change(find(card), unsafe)
        before = piped if card == STDIN else None
        ended = rewrite_card(card, change, check=False, diff=diff, content=before, aside=True)
        failed |= ended == "failed"
        if ended == "changed":
            findings, cards = findings + change.done, cards + 1
            piped = encoded(piped, change.text) if card == STDIN else piped
    return Mended(findings, cards, failed, piped)


class _Change:
    """From a card's text to its fixed one; keeps the last one, and how many findings were mended in it."""

    def __init__(self, find: Find, unsafe: bool) -> None:
        self._find = find
        self._unsafe = unsafe
        self.text = ""
        self.done = 0

    def __call__(self, text: str) -> Rewritten:
        after = fixed(text, self._find, unsafe=self._unsafe)
        self.text, self.done = after.text, len(after.done)
        return Rewritten(after.text, f"{self.done} fixed", f"{self.done} to fix", skipped=after.left)
