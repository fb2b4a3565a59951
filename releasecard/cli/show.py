"""`releasecard show`: read a card in the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from releasecard import report
from releasecard.card import Card
from releasecard.cli import terminal
from releasecard.cli.cards import STDIN, content_at, refuse_missing
from releasecard.cli.plugins import with_plugins
from releasecard.discover import find_cards, is_card_name
from releasecard.document import read
from releasecard.lint import Linted, content_of, decode, lint, lint_file, lint_text
from releasecard.safe import visible
from releasecard.shelf import Shelf
from releasecard.show import section_view, view
from releasecard.show.text import section_text, text
from releasecard.values import Diagnostic, Severity

_MOST = 20


@click.command(short_help="Read a card in the terminal.")
@click.argument("card", type=click.Path(path_type=Path))
@click.option(
    "--section", metavar="NAME", help="All that one section says, with its sources: rollouts, rollouts.probe."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@with_plugins
def show(card: Path, section: str | None, as_json: bool) -> None:
    """Read CARD: a file, a folder with one card in it, or - for standard input.

    Shown are who and what, then for each of the four questions what is filled, open and missing; claims with what
    stands where their evidence points; lineage, with the cards of the same folder that refer to this one.

    Exit code: 0 shown, 1 the file is not a card that can be read, 2 misuse.
    """
    path = _one_card(card)
    found = _read(path)
    if section is not None:
        place = found.find(section)
        if place is None:
            raise click.UsageError(_no_section(found, section))
        shown, write = section_view(found, place), section_text
    else:
        shown, write = view(found, _beside(path, found), _linted(path, found)), text
    if as_json:
        click.echo(json.dumps(shown, indent=2))
        return
    color = terminal.color()
    click.echo(write(shown, terminal.width(), color), nl=False, color=color)


def _linted(path: Path, card: Card) -> Linted:
    """Return what `lint` says of a card, with the cards of its folder on the shelf."""
    if path == STDIN:
        return lint_text(card.document.text, "<stdin>")
    return lint_text(card.document.text, path.as_posix(), Shelf(one for one, _ in _neighbors(path)))


def _one_card(path: Path) -> Path:
    """Return the file to show: the one card that a folder holds, else what was named."""
    if path == STDIN:
        return path
    refuse_missing([path])
    cards = find_cards([path])
    if len(cards) == 1:
        return cards[0]
    if not cards:
        raise click.UsageError(f"no card found in `{visible(str(path))}`; name the file itself")
    names = "".join(f"\n  {visible(str(one))}" for one in cards[:_MOST])
    more = f"\n  and {len(cards) - _MOST} more" if len(cards) > _MOST else ""
    raise click.UsageError(f"`{visible(str(path))}` holds {len(cards)} cards, name one:{names}{more}")


def _read(path: Path) -> Card:
    """Return the card in a file; where there is none, say why as `lint` would, and exit with 1."""
    try:
        content = content_at(path)
    except OSError:
        _refuse(lint_file(path).diagnostics)
    text = decode(content)
    document = read(text) if isinstance(text, str) else None
    card = Card(document) if document is not None and isinstance(document.data, dict) else None
    if card is None or card.kind is None:
        _refuse(lint(content, "<stdin>" if path == STDIN else path.as_posix()).diagnostics)
    return card


def _refuse(diagnostics: list[Diagnostic]) -> NoReturn:
    errors = [one for one in diagnostics if one.severity is Severity.ERROR]
    click.echo(report.concise(errors), nl=False, err=True)
    sys.exit(1)


def _no_section(card: Card, name: str) -> str:
    near = card.nearest(name, card.paths)
    hint = f"did you mean `{visible(near)}`?" if near else f"it has {', '.join(map(visible, list(card.data)[:_MOST]))}"
    return f"the card has no `{visible(name)}`; {hint}"


def _beside(path: Path, card: Card) -> Iterator[tuple[str, Card]]:
    """Yield the other cards of the folder that name this one; files that cannot be read are passed over."""
    name = card.data.get("name")
    if path == STDIN or not isinstance(name, str):
        return
    naming = [(one, content) for one, content in _neighbors(path) if f"{name}@".encode() in content]
    taken = set(find_cards([path.parent], os.path.isdir)) if naming else set()
    for one, content in naming:
        text = decode(content)
        document = read(text) if isinstance(text, str) else None
        if one in taken and document is not None and isinstance(document.data, dict):
            yield one.name, Card(document)


def _neighbors(path: Path) -> Iterator[tuple[Path, bytes]]:
    with suppress(OSError):
        for one in sorted(path.parent.iterdir()):
            with suppress(OSError):
                if is_card_name(one.name) and one.is_file() and not one.samefile(path):
                    yield one, content_of(one)
