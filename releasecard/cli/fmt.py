"""`releasecard fmt`: bring cards into their canonical form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from releasecard.cli.plugins import with_plugins
from releasecard.cli.rewriting import Rewritten, rewrite_cards
from releasecard.fmt import formatted


@click.command(short_help="Bring cards into their canonical form.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a card is not in its form.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and exit as --check does.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@with_plugins
def fmt(paths: tuple[Path, ...], check: bool, diff: bool, quiet: bool) -> None:
    """Bring cards in files and folders (this folder, if none is named) into their canonical form.

    Fields come in declared order, in block style; short rows may stand in braces. No value changes and no comment is
    lost. - reads standard input and writes the card to standard output.

    Exit code: 0 done, 1 a card is not in its form (--check, --diff) or cannot be brought into it, 2 misuse.
    """
    words = ("formatted", "not in form", "in form")
    sys.exit(rewrite_cards(paths, _form, words, check=check, diff=diff, quiet=quiet))


def _form(text: str) -> Rewritten:
    done = formatted(text)
    return Rewritten(done.text, "formatted", "not in its form", left=done.left)
