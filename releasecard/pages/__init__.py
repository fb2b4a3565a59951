"""A collection of cards as the files of a site: a pure function to `{path: text}`. Knows no site builder.

Card values are untrusted: `html` encodes each one; what is markup here is ours.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from releasecard.pages import card, catalog
from releasecard.pages.collection import Collection
from releasecard.pages.html import el
from releasecard.pages.urls import Urls

STYLE: Final = "assets/releasecard.css"
SCRIPT: Final = "assets/releasecard.js"
"""Where the style and the script of the pages stand in a site."""


def build(collection: Collection) -> dict[str, str]:
    """Return all files of a collection: the catalog, a page for each card, broken ones too, and what is beside them."""
    from releasecard.pages import compare, lineage, machine, matrices

    found = {collection.page(entry): card.page(entry, collection) for entry in collection.entries}
    for part in (catalog, lineage, matrices, compare):
        found |= part.pages(collection)
    return found | catalog.files(collection) | compare.files(collection) | machine.files(collection)


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
