"""The cards of one run, by name and version: what a card's references to other cards lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from releasecard.card import Card
from releasecard.document import read
from releasecard.document.nodes import MAX_BYTES
from releasecard.facts import Facts

_HEAD: Final = re.compile(r"^(name|version):[ \t]+[\"']?([^\s\"'#]+)", re.MULTILINE)
_KEPT: Final = 200
"""Cards held in memory; what is read beyond puts the oldest out."""


class Shelf:
    """Cards that may be referred to as `name@version`. Each is read when it is first asked for.

    An empty shelf answers nothing: whoever asks it says *not checked*, not *unresolved*.
    """

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self._files: dict[str, dict[str, Path]] = {}
        self._read: dict[Path, Facts | None] = {}
        for file in files:
            self._put(file)

    def __bool__(self) -> bool:
        return bool(self._files)

    def versions(self, name: str) -> list[str]:
        """Return the versions of a release that are on the shelf."""
        return list(self._files.get(name, ()))

    def find(self, reference: str) -> Facts | None:
        """Return the card that `name@version` or `name@version#path` refers to, None where it is not on the shelf."""
        name, _, version = reference.partition("#")[0].partition("@")
        file = self._files.get(name, {}).get(version)
        return self._facts(file) if file is not None else None

    def cards(self) -> Iterator[Facts]:
        """Yield every card on the shelf, by name."""
        for _, versions in sorted(self._files.items()):
            for file in versions.values():
                facts = self._facts(file)
                if facts is not None:
                    yield facts

    def put(self, facts: Facts, file: Path) -> None:
        """Put a card on the shelf that was read already."""
        name, version = facts.name.split("@", 1)
        self._files.setdefault(name, {})[version] = file
        self._read[file] = facts

    def _put(self, file: Path) -> None:
        text = _text(file)
        head = dict(reversed(_HEAD.findall(text or "")))
        if len(head) == 2:
            self._files.setdefault(head["name"], {}).setdefault(head["version"], file)

    def _facts(self, file: Path) -> Facts | None:
        if file not in self._read:
            while len(self._read) >= _KEPT:
                del self._read[next(iter(self._read))]
            document = read(_text(file) or "")
            card = Card(document) if isinstance(document.data, dict) else None
            self._read[file] = Facts(card) if card is not None and card.kind and not card.overgrown else None
        return self._read[file]


def _text(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


EMPTY: Final = Shelf()
