"""A card as linked data: schema.org, and Croissant for datasets. Only what the card states; gaps are left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from releasecard.formats import license_expression
from releasecard.pages.card.shown import anchor
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Html
from releasecard.pages.machine.cite import bibtex
from releasecard.pages.machine.stated import authors, day, home, links, revisions, word, words
from releasecard.pages.urls import address
from releasecard.values import Path

Thing: TypeAlias = dict[str, Any]

_CR: Final = ("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isLiveDataset",
              "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
              "separator", "source", "subField", "transform")  # fmt: skip
_CONTEXT: Final[Thing] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _CR},
}
"""The context that Croissant 1.0 prescribes."""
_CROISSANT: Final = "http://mlcommons.org/croissant/1.0"
_TYPES: Final = {"verifier": "SoftwareSourceCode", "environment": "SoftwareSourceCode"}
_DATA_TYPES: Final = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "datetime": "sc:DateTime",
}  # fmt: skip
"""Types of columns that Croissant has a word for."""
_ENCODINGS: Final = {
    ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".json": "application/json", ".jsonl": "application/jsonlines",
    ".parquet": "application/x-parquet", ".txt": "text/plain", ".zip": "application/zip", ".tar": "application/x-tar",
    ".gz": "application/gzip",
}  # fmt: skip
_TABLES: Final = ("text/csv", "text/tab-separated-values", "application/jsonlines", "application/x-parquet")
"""Encodings whose columns have names."""
_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNSAFE: Final = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&{}[]`*!|~^$'\x7f"})


def jsonld(collection: Collection, entry: Entry) -> Html:
    """Return the linked data of a card as one script element on one line; nothing for what is no card."""
    if entry.facts is None:
        return Html()
    kind = entry.text("kind")
    thing = (
        _dataset(collection, entry)
        if kind == "dataset"
        else _other(collection, entry, _TYPES.get(kind, "CreativeWork"))
    )
    text = json.dumps(_stated(thing), separators=(",", ":"))
    # Every text is plain ASCII without markup of HTML, Markdown or a template engine: JSON has an escape for each character.
    inert = _STRINGS.sub(lambda found: found[0].translate(_UNSAFE), text)
    return Html(f'<script type="application/ld+json">{inert}</script>')


def _stated(thing: Thing) -> Thing:
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 and key not in _LISTS else value
        for key, value in thing.items()
        if value
    }


_LISTS: Final = ("distribution", "recordSet", "field", "keywords")


def _common(collection: Collection, entry: Entry) -> Thing:
    url = home(entry)
    named = authors(entry).named
    organizations = [{"@type": "Organization", "name": one} for one in words(entry, "organizations")]
    people = [
        _stated(
            {
                "@type": "Organization" if one.is_group else "Person",
                "name": one.name,
                "givenName": one.given,
                "familyName": one.family,
            }
        )
        for one in named
    ]
    own = (index for index, one in enumerate(revisions(entry)) if not (isinstance(one, dict) and "release" in one))
    changed = [found for index in own if (found := day(entry, "revisions", index, "date"))]
    return {
        "name": entry.title,
        "alternateName": entry.text("name"),
        "identifier": entry.reference,
        "description": word(entry, "summary"),
        "version": word(entry, "version"),
        "creator": people or organizations,
        "sourceOrganization": organizations if people else [],
        "datePublished": day(entry, "released"),
        "dateModified": max(changed, default=""),
        "url": url,
        "sameAs": [one for one in links(entry, "data", "site") if one != url]
        if entry.text("kind") == "dataset"
        else [],
        "subjectOf": collection.urls.absolute(collection.page(entry)),
        "citation": links(entry, "paper"),
        "inLanguage": words(entry, "languages"),
        "keywords": [one.replace("_", " ") for one in (*words(entry, "domains"), *words(entry, "training_use"))],
        "isBasedOn": list(_parents(collection, entry)),
    }


def _parents(collection: Collection, entry: Entry) -> Iterator[Thing]:
    here = collection.page(entry)
    for name in words(entry, "provenance", "lineage", "parents"):
        parent = collection.find(name)
        if parent is None:
            yield {"@type": "CreativeWork", "name": name}
        else:
            page = collection.page(parent)
            yield {
                "@type": "CreativeWork",
                "name": parent.title,
                "identifier": name,
                "url": collection.urls.absolute(page) or collection.urls.to(here, page),
            }


def _other(collection: Collection, entry: Entry, kind: str) -> Thing:
    thing = {
        "@context": "https://schema.org/",
        "@type": kind,
        **_common(collection, entry),
        "license": _license(word(entry, "license", "code")),
    }
    return {**thing, "codeRepository": links(entry, "code")} if kind == "SoftwareSourceCode" else thing


def _dataset(collection: Collection, entry: Entry) -> Thing:
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CROISSANT,
        **_common(collection, entry),
        "license": _license(word(entry, "license", "data")),
        "citeAs": bibtex(entry),
        "distribution": [
            found for one in _objects(entry).items() for path, file in _files(*one) if (found := _file(path, file))
        ],
        "recordSet": list(_records(entry)),
    }


def _license(text: str) -> str:
    plain = bool(text) and " " not in text and not text.startswith("LicenseRef-") and not license_expression(text)
    return f"https://spdx.org/licenses/{text}.html" if plain else text


def _id(path: Path) -> str:
    """Return the id of what stands at a path: its anchor on the card's page."""
    return f"#{quote(anchor(path), errors='replace')}"


def _objects(entry: Entry) -> dict[str, Thing]:
    return entry.facts.things("objects") if entry.facts is not None else {}


def _files(name: str, thing: Thing) -> list[tuple[Path, Thing]]:
    files = thing.get("files")
    listed = files.items() if isinstance(files, dict) else ()
    return [(("objects", name, "files", key), one) for key, one in listed if isinstance(one, dict)]


def _text(thing: Thing, key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _file(path: Path, file: Thing) -> Thing:
    """Return a file, or the files that a pattern names; nothing where the card says neither where nor what it is."""
    where, size = _text(file, "path"), file.get("bytes")
    several = "*" in where and not _text(file, "url")
    if not where and not _text(file, "url"):
        return {}
    return _stated(
        {
            "@type": "cr:FileSet" if several else "cr:FileObject",
            "@id": _id(path),
            "name": where or str(path[-1]),
            "includes": where if several else "",
            "contentUrl": address(_text(file, "url")),  # a path is one of the release, and not one of this site
            "contentSize": f"{size} B" if isinstance(size, int) and not isinstance(size, bool) else "",
            "encodingFormat": _encoding(file),
            "sha256": _text(file, "sha256"),
        }
    )


def _encoding(file: Thing) -> str:
    return _ENCODINGS.get(PurePosixPath(_text(file, "path") or _text(file, "url")).suffix.lower(), "")


def _records(entry: Entry) -> Iterator[Thing]:
    for name, thing in _objects(entry).items():
        path: Path = ("objects", name)
        fields = thing.get("fields")
        held = _files(name, thing)
        source = _id(held[0][0]) if len(held) == 1 and _encoding(held[0][1]) in _TABLES else ""
        columns = (
            [(key, one) for key, one in fields.items() if isinstance(one, dict)] if isinstance(fields, dict) else []
        )
        found = [
            _field((*path, "fields", key), one, source) for key, one in columns if _text(one, "type") in _DATA_TYPES
        ]
        yield _stated(
            {
                "@type": "cr:RecordSet",
                "@id": _id(path),
                "name": name,
                "description": _text(thing, "says"),
                "field": found,
            }
        )


def _field(path: Path, field: Thing, source: str) -> Thing:
    """Return a column with its type; where it is read from too, where one file holds them all."""
    column = str(path[-1])
    where = {"fileObject": {"@id": source}, "extract": {"column": column}} if source and "at" not in field else None
    return _stated(
        {
            "@type": "cr:Field",
            "@id": _id(path),
            "name": column,
            "description": _text(field, "says"),
            "dataType": _DATA_TYPES[_text(field, "type")],
            "source": where,
        }
    )
