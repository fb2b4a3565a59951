"""A card of a collection: its file, and what reading and linting it give."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property

from releasecard.card import Card
from releasecard.document import read
from releasecard.document.nodes import Document
from releasecard.facts import Facts
from releasecard.lint import Linted, decode, lint, lint_document
from releasecard.shelf import EMPTY, Shelf, identity
from releasecard.show import view
from releasecard.show.values import View
from releasecard.values import Profile

_NAME = re.compile(r"""^name:[ \t]*["']?([^\s"'#]+)""", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Entry:
    """A card of a collection: the file it comes from and its bytes, or what `lint` said where it cannot be opened."""

    file: str
    content: bytes
    off: frozenset[str] = frozenset()
    """Codes of rules that settings leave out for this card."""
    unreadable: Linted | None = None
    shelf: Shelf = EMPTY
    """The cards that it may refer to."""
    profile: Profile = Profile.RELEASE
    base: str = ""
    """The folder that readers are told its file below, the current one if none is named."""

    @cached_property
    def has_text(self) -> bool:
        """Whether its file could be opened and holds text."""
        return self.unreadable is None and isinstance(decode(self.content), str)

    @cached_property
    def document(self) -> Document:
        """The card as read; empty where its bytes are no text."""
        text = decode(self.content)
        return read(text) if isinstance(text, str) else Document("")

    @cached_property
    def seen(self) -> Shelf:
        """The shelf as this card sees it, which keeps what was asked of it."""
        return self.shelf.seen_from(self.file)

    def is_same(self, other: Entry) -> bool:
        """Tell whether another reading of the file is judged in the same way, but for what other cards say."""
        own, others = ((one.file, one.content, one.off, one.unreadable, one.profile, one.base) for one in (self, other))
        return own == others

    @cached_property
    def linted(self) -> Linted:
        """What `lint` says of it."""
        if self.unreadable is not None:
            linted = self.unreadable
        elif self.has_text:
            linted = lint_document(self.document, self.file, self.seen, self.profile)
        else:
            linted = lint(self.content, self.file)
        return linted.only(lambda code: code not in self.off)

    @cached_property
    def card(self) -> Card | None:
        """The card, where the file is one of a kind that is known."""
        card = Card(self.document) if isinstance(self.document.data, dict) else None
        return card if card is not None and card.kind is not None else None

    @cached_property
    def reference(self) -> str:
        """What others refer to it by, `name@version`; empty where it does not say."""
        found = identity(self.card) if self.card is not None else None
        return str(found or "")

    @cached_property
    def facts(self) -> Facts | None:
        """What can be read of the card, where it is one."""
        return Facts(self.card) if self.card is not None else None

    @cached_property
    def view(self) -> View:
        """The card as plain data, what `releasecard show --json` prints, without the cards that refer to it; {} for none."""
        return view(self.card, (), self.linted) if self.card is not None else {}

    def text(self, key: str) -> str:
        """Return a top-level text of the card, empty where it states none."""
        value = self.document.data.get(key) if isinstance(self.document.data, dict) else None
        return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""

    @cached_property
    def name(self) -> str:
        """The name of the card; where its YAML cannot be read, what its file shows as one: a page keeps its address so."""
        found = None if self.document.data is not None or not self.has_text else _NAME.search(self.document.text)
        return found[1] if found else self.text("name")

    @cached_property
    def label(self) -> str:
        """The file as readers are told it: no path of the machine that built the page."""
        inside = os.path.relpath(self.file, self.base or os.curdir)
        return self.file.rsplit("/", 1)[-1] if inside.startswith(os.pardir) else inside.replace(os.sep, "/")

    @property
    def title(self) -> str:
        """What to call the card: its title, else its name, else its file."""
        return self.text("title").strip() or self.text("name").strip() or self.label
