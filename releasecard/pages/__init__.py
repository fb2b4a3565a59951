"""A collection of cards as the files of a site: a pure function to `{path: text}`. Knows no site builder.

Card values are untrusted: `html` encodes each one; what is markup here is ours.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from releasecard.pages import card, catalog, compare, lineage, machine, matrices
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import el
from releasecard.pages.urls import Urls

STYLE: Final = "assets/releasecard.css"
SCRIPT: Final = "assets/releasecard.js"
"""Where the style and the script of the pages stand in a site."""
_REFERENCE: Final = re.compile(r"[^\s\"',\[\]{}()]+@[^\s\"',\[\]{}()]+")
"""What may refer to another card."""


def build(collection: Collection, kept: Kept | None = None) -> dict[str, str]:
    """Return all files of a collection: the catalog, a page for each card, broken ones too, and what is beside them.

    *kept* gives those of an earlier build for cards that are the same and see the same, and takes those of this one.
    """
    found: dict[str, str] = {}
    for entry in collection.entries:
        found |= _of_card(collection, entry) if kept is None else kept.files(collection, entry)
    for part in (catalog, lineage, matrices, compare, machine):
        found |= part.pages(collection)
    return found


def _of_card(collection: Collection, entry: Entry) -> dict[str, str]:
    return {path: text for part in (card, compare, machine) for path, text in part.files(collection, entry).items()}


class Kept:
    """The files of cards as an earlier build made them, for those that are the same and see the same."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Entry, Any, dict[str, str]]] = {}

    def files(self, collection: Collection, entry: Entry) -> dict[str, str]:
        """Return the files of a card, made anew where anything that they depend on has changed."""
        seen = self._seen(collection, entry)
        before, was, files = self._files.get(entry.file, (None, None, {}))
        if before is not entry or was != seen:
            files = _of_card(collection, entry)
            self._files[entry.file] = (entry, seen, files)
        return files

    @staticmethod
    def _seen(collection: Collection, entry: Entry) -> Any:
        """Return all that the files of a card depend on besides it: where they stand, the cards that it names, its neighborhood."""
        named = (collection.find(one) for one in dict.fromkeys(_REFERENCE.findall(entry.document.text)))
        around = lineage.neighborhood(collection, entry) if entry.card is not None else ""
        place = (collection.page(entry), collection.folder, collection.urls, collection.rules, collection.fields)
        return place, [(one, one and collection.page(one)) for one in named], around


@cache
def assets() -> dict[str, str]:
    """Return the style and the script of the pages, by their paths in a site."""
    folder = Path(__file__).parent / "assets"
    parts = {
        end: [file.read_text("utf-8") for file in sorted(folder.glob(f"*{end}"), key=_order)] for end in (".css", ".js")
    }
    return {STYLE: "\n".join(parts[".css"]), SCRIPT: "\n".join(parts[".js"])}


def carrying(name: str, text: str, urls: Urls) -> str:
    """Return a page that asks for the style and the script itself, for a site whose settings do not; other files as they are."""
    if not name.endswith(".md"):
        return text
    style = el("link", rel="stylesheet", href=urls.to(name, STYLE))
    asks = el("div", style, el("script", src=urls.to(name, SCRIPT), defer=True))
    head, mark, rest = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    return f"{head}{mark}\n{asks}\n\n{rest}"


def _order(file: Path) -> tuple[bool, str]:
    return not file.stem.startswith("base"), file.name
