"""`releasecard fmt`: bring cards into their canonical form."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from releasecard.cli.cards import cards_at
from releasecard.cli.terminal import standard_input
from releasecard.config import ConfigError, load
from releasecard.document.nodes import Fault
from releasecard.edit.draft import EditError
from releasecard.edit.file import WriteError, rewrite
from releasecard.fmt import formatted
from releasecard.lint import content_of, decode
from releasecard.safe import visible


@click.command(short_help="Bring cards into their canonical form.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a card is not in its form.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and exit as --check does.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def fmt(paths: tuple[Path, ...], check: bool, diff: bool, quiet: bool) -> None:
    """Bring cards in files and folders (this folder, if none is named) into their canonical form.

    Fields come in declared order, in block style; short rows may stand in braces. No value changes and no comment is
    lost. - reads standard input and writes the card to standard output.

    Exit code: 0 done, 1 a card is not in its form (--check, --diff) or cannot be brought into it, 2 misuse.
    """
    if paths == (Path("-"),) and not check and not diff:
        sys.exit(_piped())
    try:
        settings = load(Path.cwd())
    except ConfigError as error:
        raise click.UsageError(visible(str(error))) from error
    results = [_one(card, check=check, diff=diff) for card in cards_at(paths or (Path(),), settings)]
    if not quiet:
        click.echo(_summary(results, written=not (check or diff)), err=diff)
    sys.exit(1 if "failed" in results or ((check or diff) and "changed" in results) else 0)


def _one(card: Path, *, check: bool, diff: bool) -> str:
    """Format one card and return what became of it: `kept`, `changed` or `failed`."""
    name = visible(card.as_posix())
    try:
        before = _content(card)
        text, left = _form(before)
        for reason in left:
            click.echo(f"{name}: left as it is there: {visible(reason)}", err=True)
        if text == decode(before):
            return "kept"
        if not check and not diff:
            rewrite(card, before, text)
    except (EditError, WriteError) as error:
        click.echo(f"{name}: {visible(str(error))}", err=True)
        return "failed"
    if diff:
        _show(str(decode(before)), text, name)
    else:
        click.echo(f"{name}: {'not in its form' if check else 'formatted'}")
    return "changed"


def _content(card: Path) -> bytes:
    try:
        return standard_input() if card == Path("-") else content_of(card)
    except OSError as error:
        raise EditError(f"cannot be read: {error.strerror or error}") from error


def _form(before: bytes) -> tuple[str, list[str]]:
    text = decode(before)
    if isinstance(text, Fault):
        raise EditError(f"{text.message}; {text.hint}" if text.hint else text.message)
    done = formatted(text)
    return done.text, done.left


def _piped() -> int:
    from releasecard.edit.file import encoded

    before = standard_input()
    try:
        text, left = _form(before)
    except EditError as error:
        click.echo(f"<stdin>: {visible(str(error))}", err=True)
        return 1
    for reason in left:
        click.echo(f"<stdin>: left as it is there: {visible(reason)}", err=True)
    sys.stdout.buffer.write(encoded(before, text))
    return 0


def _show(before: str, after: str, name: str) -> None:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, f"{name}, formatted", lineterm="")
    click.echo("\n".join(map(visible, lines)))


def _summary(results: list[str], *, written: bool) -> str:
    counts = {word: results.count(word) for word in ("changed", "kept", "failed")}
    said = [
        f"{counts['changed']} {'formatted' if written else 'not in form'}",
        f"{counts['kept']} in form",
        *([f"{counts['failed']} failed"] if counts["failed"] else []),
    ]
    return f"{len(results)} {'card' if len(results) == 1 else 'cards'}: {', '.join(said)}"
