"""The cards of a site as a whole: what each page is called, and which card a reference leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from releasecard.pages.entry import Entry
from releasecard.pages.urls import PLAIN, Urls
from releasecard.safe import file_name

_TAKEN = frozenset(
    ("index", "404", "assets", "search", "sitemap", "lineage", "compare", "reported", "claims", "verifiers", "cards", "feed",
     "tags")
)  # fmt: skip
"""Names of pages and files that are not a card's."""
_PAGE = re.compile("cards-[0-9]+")
"""The further pages of the catalog."""


@dataclass(frozen=True, eq=False)
class Collection:
    """The cards that a site shows below `folder`. `rules` and `fields` are the folders of pages that explain these, if any."""

    entries: tuple[Entry, ...]
    folder: str = "cards"
    urls: Urls = PLAIN
    rules: str = ""
    fields: str = ""
    title: str = "Release cards"
    """What the site is called."""

    @cached_property
    def sorted(self) -> tuple[Entry, ...]:
        """The cards by title, files that cannot be shown as cards last."""
        return tuple(sorted(self.entries, key=lambda one: (one.card is None, one.title.lower(), one.label)))

    @cached_property
    def names(self) -> dict[Entry, str]:
        """A file name for each card: its name, with its version and a number where that is not enough."""
        names: dict[Entry, str] = {}
        taken = {*_TAKEN}
        for entry in self.entries:
            base = file_name(entry.name or entry.label.removesuffix(".yaml").removesuffix("card").rstrip("./"))
            full = file_name(f"{base}-{entry.text('version')}")
            numbered = (f"{full}-{number}" for number in range(2, len(taken) + 3))
            name = next(one for one in (base, full, *numbered) if one not in taken and not _PAGE.fullmatch(one))
            taken.add(name)
            names[entry] = name
        return names

    def file(self, name: str) -> str:
        """Return the path of a file of this collection: `cards/index.md`."""
        return f"{self.folder}/{name}" if self.folder else name

    def page(self, entry: Entry) -> str:
        """Return the path of a card's page."""
        return self.file(f"{self.names[entry]}.md")

    def beside(self, entry: Entry, end: str) -> str:
        """Return the path of a file beside a card's page, by its end: `.json`."""
        return self.file(f"{self.names[entry]}{end}")

    def find(self, reference: str) -> Entry | None:
        """Return the card that `name@version` or `name@version#path` refers to, None where it is not here."""
        return self._by_reference.get(reference.partition("#")[0])

    @cached_property
    def _by_reference(self) -> dict[str, Entry]:
        return {entry.reference: entry for entry in reversed(self.entries) if entry.reference}
