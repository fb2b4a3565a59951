"""The cards that a command's paths lead to."""

from __future__ import annotations

import os
from pathlib import Path

import click

from releasecard.config import Config, ConfigError, load
from releasecard.discover import NAMES, find_cards
from releasecard.safe import visible


def settings_here() -> Config:
    """Return the settings for this folder; bad ones are misuse."""
    try:
        return load(Path.cwd())
    except ConfigError as error:
        raise click.UsageError(visible(str(error))) from error


def cards_at(paths: tuple[Path, ...], settings: Config) -> list[Path]:
    """Return the card files that *paths* lead to, `-` as it is; a path to nothing, or no card at all, is misuse."""
    for path in paths:
        if str(path) != "-" and not os.path.lexists(path):
            raise click.UsageError(f"no file or folder `{visible(str(path))}`")
    cards = find_cards(paths, settings.excluded)
    if not cards:
        where = ", ".join(f"`{visible(str(path))}`" for path in paths)
        names = " or ".join(NAMES)
        raise click.UsageError(f"no card found in {where}: cards are files named {names}; name other files themselves")
    return cards
