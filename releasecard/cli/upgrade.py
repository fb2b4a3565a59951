"""`releasecard upgrade`: bring cards of older formats to the newest."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from releasecard.cli.cards import cards_at
from releasecard.config import ConfigError, load
from releasecard.document.nodes import Fault
from releasecard.edit.file import WriteError, rewrite
from releasecard.lint import content_of, decode
from releasecard.safe import visible
from releasecard.upgrade import Upgraded, UpgradeError, upgraded


@click.command(short_help="Bring cards of older formats to the newest.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a card is of an older format.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and exit as --check does.")
def upgrade(paths: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Bring cards in files and folders (this folder, if none is named) to the newest format.

    Only what the formats differ in is changed, and paths that are named elsewhere on the card follow.

    Exit code: 0 done, 1 a card is of an older format (--check, --diff) or cannot be upgraded, 2 misuse.
    """
    try:
        settings = load(Path.cwd())
    except ConfigError as error:
        raise click.UsageError(visible(str(error))) from error
    results = [_one(card, check=check, diff=diff) for card in cards_at(paths or (Path(),), settings)]
    sys.exit(1 if "failed" in results or ((check or diff) and "old" in results) else 0)


def _one(card: Path, *, check: bool, diff: bool) -> str:
    """Upgrade one card and return what it was: `newest`, `old` or `failed`."""
    name = visible(card.as_posix())
    try:
        before = content_of(card)
        done = _upgraded(before)
        old = done.text != decode(before)
        if old and not check and not diff:
            rewrite(card, before, done.text)
    except (UpgradeError, WriteError) as error:
        click.echo(f"{name}: {visible(str(error))}", err=True)
        return "failed"
    except OSError as error:
        click.echo(f"{name}: cannot be read: {error.strerror or error}", err=True)
        return "failed"
    if not old:
        click.echo(f"{name}: format {done.version}, the newest")
        return "newest"
    click.echo(f"{name}: format {done.version}, {'is not' if check or diff else 'was not'} the newest")
    for change in done.changes:
        click.echo(f"  {visible(change)}")
    if diff:
        lines = difflib.unified_diff(str(decode(before)).splitlines(), done.text.splitlines(), name, name, lineterm="")
        click.echo("\n".join(map(visible, lines)))
    return "old"


def _upgraded(before: bytes) -> Upgraded:
    text = decode(before)
    if isinstance(text, Fault):
        raise UpgradeError(text.message)
    return upgraded(text)
