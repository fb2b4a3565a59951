"""An Atom feed of what happened: the cards, and the revisions of their releases. Its times are those that cards state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from releasecard.pages.card.shown import anchor
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.stated import day, revisions, title, word, words
from releasecard.safe import line
from releasecard.values import each

MOST: Final = 300
"""Entries of the feed, the newest of all."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_NOWHERE: Final = "releasecard.invalid"
"""The authority of ids on a site that does not say where it stands."""
_BEFORE: Final = "1970-01-01"
"""When a feed without entries was updated."""
_LONG: Final = 2_000
_SAID: Final = {
    "changed": "", "affects": "affects ", "comparable": "comparable: ", "regrade": "regrade: ", "says": "",
}  # fmt: skip
"""What the feed tells of a revision, each with what stands before it."""


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
    _put(root, "title", collection.title)
    _put(root, "updated", _time(newest[0].day if newest else _BEFORE))
    _put(ET.SubElement(root, "author"), "name", collection.title)
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
    released = day(entry, "released")
    at = day(entry, "card", "date") or released
    if not at or entry.facts is None:
        return
    called, name, page = title(entry)[:_LONG], entry.text("name") or title(entry), collection.page(entry)
    said = f"{word(entry, 'summary')} {f'Released {released}.' if released else ''}"
    by = tuple(filter(None, (line(one)[:_LONG] for one in words(entry, "card", "by"))))
    key = f"card/{name}@{entry.text('version')}"
    yield _Item(at, key, called, line(said)[:_LONG] or called, _href(collection, page), released, by)
    seen: Counter[str] = Counter()
    for index, one in enumerate(revisions(entry)):
        stated, when = _stated(one), day(entry, "revisions", index, "date")
        key = f"revision/{name}/{stated['version']}/{when}"
        seen[key] += 1
        link = _href(collection, page, anchor(("revisions", index)))
        whose = f"{called} ({stated['release']})" if stated["release"] else called
        about = f"{whose}: {stated['version'] or 'revision'}"
        yield _Item(when or at, f"{key}/{seen[key]}", about, _text(stated) or about, link)


def _stated(revision: Any) -> dict[str, str]:
    value = revision if isinstance(revision, dict) else {}
    found = {
        key: [one for _, one in each((), value.get(key)) if isinstance(one, str)]
        for key in ("version", "release", *_SAID)
    }
    return {key: line(", ".join(texts))[:_LONG] for key, texts in found.items()}


def _text(stated: dict[str, str]) -> str:
    return "; ".join(f"{before}{stated[key]}" for key, before in _SAID.items() if stated[key])[:_LONG]
