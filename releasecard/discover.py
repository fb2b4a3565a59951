"""Where cards are: files by name in folders, what .gitignore names left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from releasecard.config import ConfigError
from releasecard.shelf import Shelf

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAMES: Final = ("card.yaml", "*.card.yaml")
_MAX_STARS: Final = 6
"""Patterns with more are left out: matching them may take for ever."""


def is_card_name(name: str) -> bool:
    """Tell whether a file of that name is taken for a card in a folder."""
    return name == "card.yaml" or (name.endswith(".card.yaml") and name != ".card.yaml")


def find_cards(paths: Iterable[Path], excluded: Callable[[Path], bool] = lambda path: False) -> list[Path]:
    """Return the cards that *paths* lead to, each once, in the order given and by name within a folder.

    A file is a card whatever its name; a folder is searched for the names of `NAMES`. Hidden folders and what
    the .gitignore files of the folder's repository name are left out. Links to folders are not followed. A folder
    that cannot be read is returned itself, so that it becomes a finding.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        cards = _in_folder(path, excluded) if os.path.isdir(path) else [path]  # noqa: PTH112 never raises
        for card in cards:
            found.setdefault(card.absolute(), card)
    return list(found.values())


def shelf_of(cards: Iterable[Path], looked_up: Iterable[Path] = ()) -> Shelf:
    """Return the cards of a run, and those that are only looked up, as a shelf. What leads to no card is a ConfigError."""
    found: list[Path] = []
    for path in looked_up:
        here = find_cards([path]) if os.path.exists(path) else []  # noqa: PTH110 never raises
        if not here:
            raise ConfigError(f"no card for the shelf in `{path}`: cards are files named {' or '.join(NAMES)}")
        found += here
    return Shelf(dict.fromkeys([*found, *cards]))


def _in_folder(folder: Path, excluded: Callable[[Path], bool]) -> Iterator[Path]:
    ignores = _Ignores(folder)
    unreadable: list[Path] = []
    for current, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        here = Path(current)
        ignores.enter(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not ignores(here / name, folder=True) and not excluded(here / name)
        )
        for name in sorted(files):
            path = here / name
            if is_card_name(name) and _regular(path) and not ignores(path, folder=False) and not excluded(path):
                yield path
    yield from unreadable  # linting them says why


def _regular(path: Path) -> bool:
    """Tell whether a file can be read to its end: no pipe or device; a lost link is let through, to be reported."""
    return os.path.isfile(path) or not os.path.exists(path)  # noqa: PTH110, PTH113 never raise


class _Ignores:
    """The .gitignore files that hold for a folder: those of its repository's root down to each path.

    Whoever names a folder that is itself ignored wants it searched: then those above it do not count.
    """

    def __init__(self, folder: Path) -> None:
        self._specs: dict[Path, GitIgnoreSpec] = {}
        top = folder.absolute()
        above = [top, *top.parents]
        root = next((index for index, one in enumerate(above) if os.path.exists(one / ".git")), 0)  # noqa: PTH110
        for one in reversed(above[1 : root + 1]):
            self.enter(one)
        if any(self(one, folder=True) for one in above[:root]):
            self._specs.clear()

    def enter(self, folder: Path) -> None:
        """Read a folder's own .gitignore, where there is one."""
        file = folder / ".gitignore"
        try:
            lines = file.read_text("utf-8", errors="replace").splitlines() if os.path.isfile(file) else []  # noqa: PTH113
        except OSError:
            return
        if not lines:
            return
        from pathspec import GitIgnoreSpec

        good = [line for line in lines if line.count("*") <= _MAX_STARS and line.strip() not in ("!", "/")]
        if good:
            self._specs[folder.absolute()] = GitIgnoreSpec.from_lines(good)

    def __call__(self, path: Path, *, folder: bool) -> bool:
        """Tell whether *path* is ignored: the deepest file that speaks of it decides."""
        full = path.absolute()
        ignored = False
        for base, spec in self._specs.items():
            if base in full.parents:
                relative = full.relative_to(base).as_posix() + ("/" if folder else "")
                said = spec.check_file(relative).include
                ignored = ignored if said is None else said
        return ignored
