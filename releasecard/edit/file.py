"""A card's file and its text: read with its byte order mark, written anew in one step or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_MARK: Final = "\ufeff".encode()


class WriteError(Exception):
    """The file cannot be written. The text says why; the file is as before."""


def encoded(before: bytes, text: str) -> bytes:
    """Return a card's new text as bytes, with a byte order mark where there was one *before*."""
    return (_MARK if before.startswith(_MARK) else b"") + text.encode()


def rewrite(path: Path, before: bytes, text: str) -> None:
    """Put a new text in a card's file at once: who reads it sees the old or the new one. A link stays a link.

    *before* is what was read; where the file has other bytes by now, somebody else wrote it, and nothing is written.
    """
    put(path, encoded(before, text), before)


def put(path: Path, content: bytes, before: bytes | None = None) -> None:
    """Put bytes in a file at once, which need not be there; *before* is what it must hold, if that matters."""
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}-", dir=target.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if before is None and not target.exists():
                beside.chmod(0o666 & ~_mask())
            else:
                shutil.copymode(target, beside)
            if before is not None and _writable_content(target) != before:
                raise WriteError(f"`{path}` was changed by somebody else in the meantime; nothing was written")
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"`{path}` cannot be written: {error.strerror or error}") from error


def _writable_content(path: Path) -> bytes:
    """Return what a file holds. Raises OSError where it may not be written: to put another in its place needs only the folder."""
    with path.open("r+b") as file:
        return file.read()


def _mask() -> int:
    """Return the permissions that new files do not get; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
