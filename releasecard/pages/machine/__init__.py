"""What machines read of a collection: an index, the JSON, text and badge of each card, a feed, schemas, linked data, citations."""

from __future__ import annotations

from functools import cache

from releasecard import json_schema
from releasecard.extend import active
from releasecard.fields import SCHEMAS
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.badge import badge, snippet
from releasecard.pages.machine.cards import card, index
from releasecard.pages.machine.cite import bibtex, cff
from releasecard.pages.machine.feed import feed
from releasecard.pages.machine.jsonld import jsonld

__all__ = ["badge", "bibtex", "cff", "files", "jsonld", "pages", "snippet"]


def pages(collection: Collection) -> dict[str, str]:
    """Return what machines read of all cards, by its paths: an index, a feed, the schemas."""
    found = {collection.file("cards.json"): index(collection), collection.file("feed.xml"): feed(collection)}
    return found | {collection.file(f"schema/{kind}.schema.json"): _schema(kind, active()) for kind in SCHEMAS}


@cache
def _schema(kind: str, plugins: tuple[str, ...]) -> str:
    """Return a schema once for those that take part: it is slow to make, and a site that is served asks again and again."""
    return json_schema.text(kind)


def files(collection: Collection, entry: Entry) -> dict[str, str]:
    """Return what machines read of one card; one whose bytes are no text has none of its own text."""
    found = {collection.beside(entry, ".json"): card(collection, entry), collection.beside(entry, ".svg"): badge(entry)}
    return found | ({collection.beside(entry, ".yaml"): entry.content.decode()} if entry.has_text else {})
