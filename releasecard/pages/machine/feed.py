"""An Atom feed of what happened: the cards, and the revisions of their releases. Its times are those that cards state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from releasecard.pages.card.shown import anchor
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.stated import day, line, word, words
from releasecard.values import each

MOST: Final = 300
"""Entries of the feed, the newest of all."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TITLE: Final = "Release cards"
_NOWHERE: Final = "releasecard.invalid"
"""The authority of ids on a site that does not say where it stands."""
_BEFORE: Final = "1970-01-01"
"""When a feed without entries was updated."""
_LONG: Final = 2_000


class _Item(NamedTuple):
    day: str
    key: str
    title: str
    text: str
    link: str
    published: str = ""
    by: tuple[str, ...] = ()


def feed(collection: Collection) -> str:
    """Return the feed as the text of an XML file: an entry for each card and each revision that has a date, newest first."""
    items = {item.key: item for entry in reversed(collection.sorted) for item in _items(collection, entry)}
    newest = sorted(sorted(items.values()), key=lambda one: one.day, reverse=True)[:MOST]
    where, here = urlsplit(collection.urls.base), collection.file("feed.xml")
    tag = f"tag:{where.hostname or _NOWHERE},2026:{quote(where.path.strip('/'))}"
    root = ET.Element("feed", {"xmlns": _ATOM})
    _put(root, "id", f"{tag}/{collection.file('')}")
    _put(root, "title", _TITLE)
    _put(root, "updated", _time(newest[0].day if newest else _BEFORE))
    _put(ET.SubElement(root, "author"), "name", _TITLE)
    _put(root, "link", rel="self", type="application/atom+xml", href=_href(collection, here))
    _put(root, "link", rel="alternate", type="text/html", href=_href(collection, collection.file("index.md")))
    for item in newest:
        _append(root, item, tag)
    ET.indent(root, "")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _append(root: ET.Element, item: _Item, tag: str) -> None:
    entry = ET.SubElement(root, "entry")
    _put(entry, "id", f"{tag}/{quote(item.key, errors='replace')}")
    _put(entry, "title", item.title)
    _put(entry, "updated", _time(item.day))
    if item.published:
        _put(entry, "published", _time(item.published))
    for name in item.by:
        _put(ET.SubElement(entry, "author"), "name", name)
    _put(entry, "link", rel="alternate", type="text/html", href=item.link)
    _put(entry, "summary", item.text)


def _put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _href(collection: Collection, file: str, fragment: str = "") -> str:
    """Return a whole address where the site has one, else one relative to the feed."""
    end = f"#{quote(fragment)}" if fragment else ""
    return (collection.urls.absolute(file) or collection.urls.to(collection.file("feed.xml"), file)) + end


def _items(collection: Collection, entry: Entry) -> Iterator[_Item]:
    """Yield what a card says has happened: that it was written, and the revisions; one without a date has the card's."""
    written, released = day(entry, "card", "date"), day(entry, "released")
    at = written or released
    if not at or entry.facts is None:
        return
    title, page, name = line(entry.title)[:_LONG], collection.page(entry), line(entry.text("name") or entry.title)
    said = " ".join(filter(None, (word(entry, "summary"), f"Released {released}." if released else "")))
    by = tuple(line(one)[:_LONG] for one in words(entry, "card", "by"))
    yield _Item(
        at,
        f"card/{name}@{entry.text('version')}",
        title,
        line(said)[:_LONG] or title,
        _href(collection, page),
        released,
        by,
    )
    known = entry.facts.plain("revisions")
    seen: dict[str, int] = {}
    for index, one in enumerate(known if isinstance(known, list) else ()):
        if isinstance(one, dict):
            stated = {
                key: ", ".join(item for _, item in each((), one.get(key)) if isinstance(item, str)) for key in _REVISION
            }
            when = day(entry, "revisions", index, "date")
            key = f"revision/{name}/{stated['version']}/{when}"
            seen[key] = seen.get(key, 0) + 1
            link = _href(collection, page, anchor(("revisions", index)))
            yield _Item(when or at, f"{key}/{seen[key]}", _title(title, stated["version"]), _text(stated), link)


_REVISION: Final = {
    "version": "",
    "changed": "",
    "affects": "affects ",
    "comparable": "comparable: ",
    "regrade": "regrade: ",
    "says": "",
}
"""What an entry says of a revision, each with what stands before it."""


def _title(title: str, version: str) -> str:
    return f"{title}: {line(version)[:_LONG]}" if version else f"{title}: revision"


def _text(stated: dict[str, str]) -> str:
    found = (f"{before}{line(stated[key])}" for key, before in _REVISION.items() if stated[key] and key != "version")
    return "; ".join(found)[:_LONG] or "revision"
