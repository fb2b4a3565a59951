"""Where findings are, as formats for machines name it: paths in a card, URIs of files, marks that outlive a line shift."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from releasecard.safe import visible
from releasecard.values import Diagnostic, Path, dotted

WINDOW: Final = 160
"""Characters of a line or a path that are shown."""


def at(path: Path) -> str:
    """Return the dotted path as it is shown: harmless, and not too long."""
    return visible(dotted(path)[:WINDOW])


def said(one: Diagnostic) -> str:
    """Return what there is and what to do, on one line, harmless."""
    return visible(f"{one.message} ({one.hint})" if one.hint else one.message)


def is_absolute(file: str) -> bool:
    """Tell whether a file is named from the root, as this system names files."""
    return PurePath(file).is_absolute()


def uri(file: str) -> str:
    """Return a file's URI: percent-encoded, relative as the file is, or `file://` and the path from the root."""
    encoded = quote(os.fsencode(file), safe="/")
    if not is_absolute(file):
        return encoded
    return f"file://{encoded}" if encoded.startswith("/") else f"file:///{encoded}"


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return a mark for each finding, of its file, rule and path alone: it stays when lines shift, and no two are equal.

    Several findings of one rule at one path are told apart by their order.
    """
    from hashlib import sha256

    met: Counter[str] = Counter()
    marks = []
    for one in diagnostics:
        identity = json.dumps([one.file, one.code, *one.path])
        marks.append(sha256(f"{identity}{met[identity] or ''}".encode()).hexdigest()[:32])
        met[identity] += 1
    return marks
