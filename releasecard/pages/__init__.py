"""A collection of cards as the files of a site: a pure function to `{path: text}`. Knows no site builder.

Card values are untrusted: `html` encodes each one; what is markup here is ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
"""Where the style and the script that all pages share stand in a site."""
APART: Final = {
    name: f"assets/releasecard-{name}"
    for name in ("catalog.css", "catalog.js", "compare.css", "compare.js", "matrices.css", "reference.css")
}
"""Those that only some pages need, and where they stand."""
_REFERENCE: Final = re.compile(r"[^\s\"',\[\]{}()]+@[^\s\"',\[\]{}()]+")
"""What may refer to another card."""


def build(collection: Collection, kept: Kept | None = None) -> dict[str, str]:
    """Return all files of a collection: the catalog, a page for each card, broken ones too, and what is beside them.

    *kept* gives those of an earlier build for cards that are the same and see the same, and takes those of this one.
    """
    found: dict[str, str] = {}
    for entry in collection.entries:
        found |= _of_card(collection, entry) if kept is None else kept.files(collection, entry)
    found |= lineage.pages(collection) | machine.pages(collection)
    found |= asking(catalog.pages(collection), collection.urls, APART["catalog.css"], APART["catalog.js"])
    found |= asking(matrices.pages(collection), collection.urls, APART["matrices.css"])
    return found | asking(compare.pages(collection), collection.urls, APART["compare.css"], APART["compare.js"])


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
    """Return the styles and scripts of the pages, by their paths in a site: what all share as one, what few need apart."""
    folder = Path(__file__).parent / "assets"
    files = sorted(folder.iterdir(), key=lambda file: (not file.stem.startswith("base"), file.name))
    shared = {STYLE: ".css", SCRIPT: ".js"}
    found = {
        path: "\n".join(file.read_text("utf-8") for file in files if file.suffix == end and file.name not in APART)
        for path, end in shared.items()
    }
    return found | {APART[file.name]: file.read_text("utf-8") for file in files if file.name in APART}


def asking(pages: Mapping[str, str], urls: Urls, *names: str) -> dict[str, str]:
    """Return pages that ask for styles and scripts themselves, by their paths in the site; other files as they are."""
    return {page: _asking(page, text, urls, names) if page.endswith(".md") else text for page, text in pages.items()}


def _asking(page: str, text: str, urls: Urls, names: Sequence[str]) -> str:
    asked = (
        el("link", rel="stylesheet", href=urls.to(page, name))
        if name.endswith(".css")
        else el("script", src=urls.to(page, name), defer=True)
        for name in names
    )
    head, mark, rest = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    return f"{head}{mark}\n{el('div', asked)}\n\n{rest}"
