"""A collection of cards as the files of a site: a pure function to `{path: text}`. Knows no site builder.

Card values are untrusted: `html` encodes each one; what is markup here is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from releasecard.pages import card, catalog
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import PLAIN, Urls

STYLE: Final = "assets/releasecard.css"
SCRIPT: Final = "assets/releasecard.js"
"""Where the style and the script of the pages stand in a site."""


def build(
    entries: Sequence[Entry], folder: str = "cards", urls: Urls = PLAIN, rules: str = "", fields: str = ""
) -> dict[str, str]:
    """Return all files of a collection below *folder*: the catalog, a page for each card, broken ones too, what is beside them.

    *rules* and *fields* are the folders of the pages that explain these, where the site has them.
    """
    from releasecard.pages import compare, lineage, machine, matrices

    collection = Collection(tuple(entries), folder, urls, rules, fields)
    pages = {collection.page(entry): card.page(entry, collection) for entry in collection.entries}
    for part in (catalog, lineage, matrices, compare):
        pages |= part.pages(collection)
    return pages | catalog.files(collection) | compare.files(collection) | machine.files(collection)


@cache
def assets() -> dict[str, str]:
    """Return the style and the script of the pages, by their paths in a site."""
    folder = Path(__file__).parent / "assets"
    parts = {
        end: [file.read_text("utf-8") for file in sorted(folder.glob(f"*{end}"), key=_order)] for end in (".css", ".js")
    }
    return {STYLE: "\n".join(parts[".css"]), SCRIPT: "\n".join(parts[".js"])}


def _order(file: Path) -> tuple[bool, str]:
    return not file.stem.startswith("base"), file.name
