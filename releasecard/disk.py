"""Pages written to disk, for builders that run no plugin. What somebody else wrote there is never touched."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from releasecard.edit.file import put

MANIFEST: Final = ".releasecard-pages.json"
"""What was written into a folder, with the hash of each file: a later run may replace these, and nothing else."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did, by names of files: those that `changed`, earlier ones `removed`, and earlier ones `kept` that somebody has edited."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


class TakenError(Exception):
    """Something that this program did not write, or that was changed since, stands where a file has to go."""


def write(content: Mapping[str, str], folder: Path) -> Written:
    """Write files below *folder*; remove those that an earlier run wrote, unless they were edited.

    Raises TakenError before anything is written, WriteError and OSError where the disk refuses.
    """
    before, wanted = _manifest(folder), {name: _digest(text.encode()) for name, text in content.items()}
    there = {name: _hash(folder, name) for name in {*wanted, *before}}
    for name, digest in wanted.items():
        if there[name] != digest:  # else an interrupted run wrote it, or anybody the same
            _refuse_taken(folder, name, before.get(name), there[name])
    gone = [name for name in before if name not in wanted and there[name]]
    removed = [name for name in gone if there[name] == before[name]]
    changed = [name for name in wanted if there[name] != wanted[name]]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        put(folder / name, content[name].encode())
    for name in removed:
        (folder / name).unlink()
    kept = {name: before[name] for name in gone if name not in removed}
    folder.mkdir(parents=True, exist_ok=True)
    put(folder / MANIFEST, json.dumps(kept | wanted, indent=0, sort_keys=True).encode())
    return Written(tuple(changed), tuple(removed), tuple(kept))


def _refuse_taken(folder: Path, name: str, before: str | None, there: str) -> None:
    """Raise TakenError where a file may not go: *before* is the hash that an earlier run left, *there* what stands there now."""
    path = folder / name
    above = next(
        (
            one
            for one in (folder, *(folder / part for part in _above(name)))
            if (one.is_symlink() and one != folder) or (os.path.lexists(one) and not one.is_dir())
        ),
        None,
    )
    if above is not None:
        raise TakenError(f"`{above}` is not a folder")
    if not os.path.lexists(path):
        return
    if before is None:
        raise TakenError(f"`{path}` was not written by this command; name another folder, or move it")
    if path.is_symlink() or there != before:
        raise TakenError(f"`{path}` was changed since it was written; move it, or take the change back")


def _above(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _manifest(folder: Path) -> dict[str, str]:
    """Return what an earlier run says that it wrote; names that lead elsewhere are none of ours."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {
        name: one
        for name, one in items
        if isinstance(one, str) and not name.startswith("/") and ".." not in name.split("/")
    }


def _hash(folder: Path, name: str) -> str:
    """Return the hash of a file, empty for what is none, or stands behind a link."""
    path = folder / name
    if any(one.is_symlink() for one in (path, *(folder / part for part in _above(name)))) or not path.is_file():
        return ""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
