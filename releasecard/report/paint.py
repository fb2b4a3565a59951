"""Colors of the formats for people."""

from __future__ import annotations

from typing import Final

from releasecard.values import Severity

COLORS: Final = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
BLUE: Final = "34"


def painted(text: str, paint: str, color: bool) -> str:
    """Return *text* in the color of an escape code, where there is *color*."""
    return f"\x1b[{paint}m{text}\x1b[0m" if color else text
