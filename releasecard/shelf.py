"""The cards of one run, by name and version: what a card's references to other cards lead to."""

from __future__ import annotations

import copy
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from releasecard.card import Card
from releasecard.document import read
from releasecard.document.nodes import MAX_BYTES
from releasecard.facts import Facts
from releasecard.stated import recognize_text

_LINE: Final = re.compile(
    r"""(?:\#.*|---|(name|version):[ \t]+("[\w.+-]{1,200}"|'[\w.+-]{1,200}'|[\w.+-]{1,200})(?:[ \t]+\#.*)?"""
    r"""|[a-z_]+:[ \t]+(?:"[^"\\]*"|'[^']*'|[\w.][^"'{}\[\]:#&*!|>]*)(?:[ \t]+\#.*)?)?[ \t]*""",
    re.ASCII | re.VERBOSE,
)
"""A line of a card's head that can be read without reading the card: a comment, or a key with a plain value."""
_AGAIN: Final = re.compile(r"""^(?:["']?(name|version)["']?[ \t]*:|[?&!*])""", re.MULTILINE)
_WORDY: Final = re.compile(r"(?!(?:null|true|false)$)[a-z]|[0-9]+[a-df-wyz]", re.ASCII | re.IGNORECASE)
"""How a value begins that is text without quotes: `v1`, `3f2c1ab`; not `1.10`, `4e80465`, `0x1f`."""
_MAKES: Final = re.compile(r"""\bmakes:[ \t]+["']?([^\n"',#}]{1,200})""")
_KEPT: Final = 8 * MAX_BYTES
"""Text of cards held in memory; what is read beyond puts the oldest out."""

_Said = TypeVar("_Said")


class Identity(NamedTuple):
    """What others refer to a card by."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


class Shelf:
    """Cards that may be referred to as `name@version`. Each is read when it is first asked for.

    It holds paths only and so is small to hand to another process, which reads cards itself. Where two files hold
    one card, the first counts. A shelf that nobody filled answers nothing: whoever asks it says *not checked*, not
    *unresolved*.
    """

    def __init__(self, files: Iterable[Path] | None = None) -> None:
        self.is_given = files is not None
        self.unread: list[Path] = []
        """Files that are no cards which could be referred to."""
        self._files: dict[str, dict[str, Path]] = {}
        self._places: dict[str, Identity] = {}
        self._makers: dict[str, list[Path]] = {}
        self._here = ""
        self._asked: set[str] = set()
        self._forget()
        for file in files or ():
            self._put(file)

    def __bool__(self) -> bool:
        return bool(self._files)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in ("_read", "_said")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._forget()

    def _forget(self) -> None:
        self._read: dict[Path, Facts | None] = {}
        self._said: dict[tuple[Path, str], Any] = {}

    def seen_from(self, file: str) -> Shelf:
        """Return the same shelf as the card in *file* sees it; the view keeps what it was asked, see `answers`."""
        if self._here == _place(file):
            return self
        view = copy.copy(self)
        view._read, view._said, view._here, view._asked = self._read, self._said, _place(file), set()
        return view

    def answers(self, asked: Iterable[str]) -> list[tuple[str, ...]]:
        """Return what all answers to *asked* hang on: the texts of the cards of a name, those that make a model."""
        found = [("", str(self.twin), str(self.has_others), *map(str, self.unread[:1]))]
        for one in sorted(asked):
            files = self._makers.get(one[1:], ()) if one.startswith("=") else self._files.get(one, {}).values()
            found.append((one, *(f"{file} {_digest(file)}" for file in files)))
        return found

    @property
    def asked(self) -> frozenset[str]:
        """What this view was asked: names of releases, and models with a `=` before them."""
        return frozenset(self._asked)

    @property
    def has_others(self) -> bool:
        """Whether there is any file besides that of the card that looks."""
        return bool({*self._places, *map(_place, self.unread)} - {self._here})

    @property
    def twin(self) -> Path | None:
        """The file that holds a card of the same name and version as the one that looks, and came before it."""
        own = self._places.get(self._here)
        first = self._files[own.name][own.version] if own is not None else None
        return first if first is not None and _place(first) != self._here else None

    def versions(self, name: str) -> list[str]:
        """Return the versions of a release that are on the shelf."""
        self._asked.add(name)
        return list(self._files.get(name, ()))

    def holds(self, reference: str) -> bool:
        """Tell whether there is a file for `name@version` or `name@version#path`, be it one that cannot be read."""
        return self._file(reference) is not None

    def find(self, reference: str) -> Facts | None:
        """Return the card that `name@version` or `name@version#path` refers to, None where it is not on the shelf."""
        file = self._file(reference)
        return self._facts(file) if file is not None else None

    def cards(self) -> Iterator[Facts]:
        """Yield every card on the shelf, by name."""
        for _, versions in sorted(self._files.items()):
            for file in versions.values():
                facts = self._facts(file)
                if facts is not None:
                    yield facts

    def makers(self, model: str) -> Iterator[Facts]:
        """Yield the cards with a stage that makes a model, as far as a look at their text tells."""
        self._asked.add(f"={model.strip()}")
        for file in self._makers.get(model.strip(), ()):
            facts = self._facts(file)
            if facts is not None:
                yield facts

    def said(self, reference: str, what: str, of: Callable[[Facts], _Said]) -> _Said | None:
        """Return *of* a card on the shelf, None where it is not there; worked out once and kept under the name *what*."""
        file = self._file(reference)
        if file is None:
            return None
        if (file, what) not in self._said:
            facts = self._facts(file)
            self._said[file, what] = of(facts) if facts is not None else None
        said: _Said | None = self._said[file, what]
        return said

    def _file(self, reference: str) -> Path | None:
        name, _, version = reference.partition("#")[0].partition("@")
        self._asked.add(name)
        return self._files.get(name, {}).get(version)

    def _put(self, file: Path) -> None:
        place = _place(file)
        text = _text(file) if place not in self._places else None
        identity = None if text is None else _head(text) or _identity_of(_facts(text))
        if text is not None and identity is not None:
            for model in {match[1].strip() for match in _MAKES.finditer(text)}:
                self._makers.setdefault(model, []).append(file)
            self._places[place] = identity
            self._files.setdefault(identity.name, {}).setdefault(identity.version, file)
        elif place not in self._places:
            self.unread.append(file)

    def _facts(self, file: Path) -> Facts | None:
        if file not in self._read:
            facts = _facts(_text(file) or "")
            if facts is not None and identity(facts.card) != self._places[_place(file)]:
                facts = None  # it was changed since
            self._read[file] = facts
            held = [len(one.card.document.text) if one is not None else 0 for one in self._read.values()]
            while len(self._read) > 1 and sum(held) > _KEPT:
                del self._read[next(iter(self._read))], held[0]
        return self._read[file]


def identity(card: Card) -> Identity | None:
    """Return what others refer to a card by; a version that is written like a number is what is written."""
    name, version = card.written.get("name"), card.written.get("version")
    node = card.document.node(("version",))
    if isinstance(version, (int, float)) and node is not None and node.text:
        version = node.text
    return Identity(str(name), str(version)) if isinstance(name, str) and isinstance(version, str) else None


def _identity_of(facts: Facts | None) -> Identity | None:
    return None if facts is None else identity(facts.card)


def _head(text: str) -> Identity | None:
    """Return name and version where the first lines say them plainly; None where only reading the card tells."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        if match[1]:
            found[match[1]] = match[2]
        if len(found) == 2:
            break
    plain = {key: value.strip("\"'") for key, value in found.items()}
    sure = len(found) == 2 and all(plain[key] != value or _WORDY.match(value) for key, value in found.items())
    sure = sure and all(recognize_text(value) is value for value in plain.values())
    if not sure or [match[1] for match in _AGAIN.finditer(text)] != list(found):
        return None
    return Identity(**plain)


def _facts(text: str) -> Facts | None:
    document = read(text)
    card = Card(document) if isinstance(document.data, dict) else None
    return Facts(card) if card is not None and card.kind and not card.overgrown else None


def _place(file: Path | str) -> str:
    return os.path.abspath(file)  # noqa: PTH100 `..` goes, and nothing is looked at


def _digest(file: Path) -> str:
    return hashlib.sha256((_text(file) or "").encode()).hexdigest()


def _text(file: Path) -> str | None:
    try:
        if not file.is_file():
            return None  # a pipe has no end
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


EMPTY: Final = Shelf()
"""No shelf."""
