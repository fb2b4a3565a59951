"""What commands ask of the terminal: whether it shows colors, how wide it is, what comes in."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

import click

from releasecard.document.nodes import MAX_BYTES

_PIPED: Final = 80
_NARROWEST: Final = 40


def color() -> bool:
    """Tell whether to color: on a terminal, or where FORCE_COLOR is set; never where NO_COLOR is."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def width() -> int:
    """Return the columns of the terminal, 80 where there is none, and no fewer than 40."""
    return max(shutil.get_terminal_size((_PIPED, 24)).columns, _NARROWEST)


def standard_input() -> bytes:
    """Return what comes in, as far as a card can be long and one byte further."""
    if sys.stdin is None:
        raise click.UsageError("standard input is closed")
    return sys.stdin.buffer.read(MAX_BYTES + 1)
