"""`releasecard upgrade`: bring cards of older formats to the newest."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from releasecard.cli.plugins import with_plugins
from releasecard.cli.rewriting import Rewritten, rewrite_cards
from releasecard.upgrade import upgraded


@click.command(short_help="Bring cards of older formats to the newest.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a card is of an older format.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and exit as --check does.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@with_plugins
def upgrade(paths: tuple[Path, ...], check: bool, diff: bool, quiet: bool) -> None:
    """Bring cards in files and folders (this folder, if none is named) to the newest format.

    Only what the formats differ in is changed, and paths that are named elsewhere on the card follow. - reads standard
    input and writes the card to standard output.

    Exit code: 0 done, 1 a card is of an older format (--check, --diff) or cannot be upgraded, 2 misuse.
    """
    words = ("upgraded", "of an older format", "of the newest")
    sys.exit(rewrite_cards(paths, _upgrade, words, check=check, diff=diff, quiet=quiet))


def _upgrade(text: str) -> Rewritten:
    done = upgraded(text)
    return Rewritten(
        done.text,
        f"upgraded from format {done.version} to {done.newest}",
        f"format {done.version}; the newest is {done.newest}",
        f"format {done.version}, the newest",
        done.changes,
    )
