"""The cards that a command's paths lead to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from releasecard.cli.terminal import standard_input
from releasecard.config import Config, ConfigError
from releasecard.discover import NAMES, find_cards
from releasecard.lint import content_of
from releasecard.safe import visible

STDIN: Final = Path("-")


@contextmanager
def bad_settings_are_misuse() -> Iterator[None]:
    """Turn what is wrong with settings into a usage error."""
    try:
        yield
    except ConfigError as error:
        raise click.UsageError(visible(str(error))) from error


def say_idle(settings: Config) -> None:
    """Say on standard error which plugins the settings name and are not run, if there are any."""
    if settings.idle:
        click.echo(f"note: {visible(settings.idle)}", err=True)


def refuse_missing(paths: Iterable[Path]) -> None:
    """Raise a usage error for the first path at which nothing stands; `-` is standard input."""
    for path in paths:
        if path != STDIN and not os.path.lexists(path):
            raise click.UsageError(f"no file or folder `{visible(str(path))}`")


def content_at(path: Path) -> bytes:
    """Return the bytes of a card's file, or of standard input for `-`. Raises OSError."""
    return standard_input() if path == STDIN else content_of(path)


def cards_at(paths: tuple[Path, ...], settings: Config) -> list[Path]:
    """Return the card files that *paths* lead to, `-` as it is; a path to nothing, or no card at all, is misuse."""
    refuse_missing(paths)
    cards = find_cards(paths, settings.excluded)
    if not cards:
        where = ", ".join(f"`{visible(str(path))}`" for path in paths)
        names = " or ".join(NAMES)
        raise click.UsageError(f"no card found in {where}: cards are files named {names}; name other files themselves")
    return cards
