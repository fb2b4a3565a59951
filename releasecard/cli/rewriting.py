"""What commands that rewrite cards have in common: read, change, write or show, report."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from releasecard.cli.cards import STDIN, bad_settings_are_misuse, cards_at, content_at, say_idle
from releasecard.config import load
from releasecard.document.nodes import Fault
from releasecard.edit.draft import EditError
from releasecard.edit.file import WriteError, encoded, rewrite
from releasecard.lint import decode
from releasecard.safe import visible


class Rewritten(NamedTuple):
    """A card's new text, and how to say what became of the card.

    `done` where it is written, `due` where it would be, `kept` (nothing, if empty) where it stays as it is; `changes` are
    what differs, `left` what could not be changed and stays, `skipped` the same where that is no failure.
    """

    text: str
    done: str
    due: str
    kept: str = ""
    changes: Sequence[str] = ()
    left: Sequence[str] = ()
    skipped: Sequence[str] = ()


Change = Callable[[str], Rewritten]
"""From a card's text to its new one. Raises EditError."""


def rewrite_cards(
    paths: tuple[Path, ...], change: Change, words: tuple[str, str, str], *, check: bool, diff: bool, quiet: bool
) -> int:
    """Rewrite the cards that *paths* lead to, or say (*check*) or show (*diff*) what would change; return the exit code.

    *words* say of a number of cards that they are written, would be, and are kept. Standard input goes to standard output.
    """  # fmt: skip
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("`-` stands alone: what it reads has no file to go back to")
    with bad_settings_are_misuse():
        settings = load(Path.cwd())
    say_idle(settings)
    cards = cards_at(paths or (Path(),), settings)
    ends = Counter(rewrite_card(card, change, check=check, diff=diff) for card in cards)
    if not quiet and (check or diff or STDIN not in paths):
        changed = words[1 if check or diff else 0]
        said = [f"{ends['changed']} {changed}", f"{ends['kept']} {words[2]}"]
        said += [f"{ends['failed']} failed"] if ends["failed"] else []
        click.echo(f"{len(cards)} {'card' if len(cards) == 1 else 'cards'}: {', '.join(said)}", err=diff)
    return 1 if ends["failed"] or ((check or diff) and ends["changed"]) else 0


def rewrite_card(
    card: Path, change: Change, *, check: bool, diff: bool, content: bytes | None = None, aside: bool = False
) -> str:
    """Rewrite one card and return what became of it: `kept`, `changed` or `failed`.

    *content* is what the card holds, if that was read before; *aside*: what became of it is said on standard error.
    """
    piped = card == STDIN
    name = "<stdin>" if piped else visible(card.as_posix())
    writes = not check and not diff
    try:
        before = _content(card) if content is None else content
        text = _text(before)
        new = change(text)
        if writes and piped:
            sys.stdout.buffer.write(encoded(before, new.text))
        elif writes and new.text != text:
            rewrite(card, before, new.text)
    except (EditError, WriteError) as error:
        click.echo(f"{name}: {visible(str(error))}", err=True)
        return "failed"
    for reason in (*new.left, *new.skipped):
        click.echo(f"{name}: left as it is there: {visible(reason)}", err=True)
    changed = new.text != text
    said = (new.done if writes else new.due) if changed else new.kept
    if said:
        lines = [f"{name}: {said}", *(f"  {visible(one)}" for one in (new.changes if changed else ()))]
        click.echo("\n".join(lines), err=aside or diff or (piped and writes))
    if diff and changed:
        shown = difflib.unified_diff(text.splitlines(), new.text.splitlines(), name, f"{name}, {new.done}", lineterm="")
        click.echo("\n".join(map(visible, shown)))
    if new.left:
        return "failed"
    return "changed" if changed else "kept"


def _text(content: bytes) -> str:
    text = decode(content)
    if isinstance(text, Fault):
        raise EditError(f"{text.message}; {text.hint}" if text.hint else text.message)
    return text


def _content(card: Path) -> bytes:
    try:
        return content_at(card)
    except OSError as error:
        raise EditError(f"cannot be read: {error.strerror or error}") from error
