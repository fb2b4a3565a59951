"""Pages that explain rules and fields, from their declarations, and where the cards of a site have them: `{path: text}`."""

from __future__ import annotations

from releasecard import pages
from releasecard.fields.declared import declaration, field_page
from releasecard.pages.collection import Collection
from releasecard.pages.urls import PLAIN
from releasecard.reference import by_kind, of_field, of_rules
from releasecard.reference.filled import filled
from releasecard.reference.support import matrix

__all__ = ["field_page", "fields", "matrix", "rules"]


def rules(collection: Collection | None = None, folder: str = "rules") -> dict[str, str]:
    """Return an index of the rules, a page for each, and that of what claims need, below *folder*.

    With a *collection* the pages also say where each rule fires on its cards; its own folder, if it has one, goes first.
    """
    folder = collection.rules or folder if collection is not None else folder
    return _styled(of_rules.pages(collection, folder) | {f"{folder}/matrix.md": matrix()}, collection)


def fields(collection: Collection | None = None, folder: str = "fields") -> dict[str, str]:
    """Return an index of the fields, a page for each kind of card and one for each field, below *folder*.

    With a *collection* a field's page also says what its cards state there; its own folder, if it has one, goes first.
    """
    folder = collection.fields or folder if collection is not None else folder
    made = by_kind.pages(folder)
    found = filled(collection) if collection is not None else None
    for one in declaration().fields:
        made[f"{folder}/{one.name}.md"] = of_field.page(one, folder, found)
    return _styled(made, collection)


def _styled(found: dict[str, str], collection: Collection | None) -> dict[str, str]:
    urls = collection.urls if collection is not None else PLAIN
    return pages.asking(found, urls, pages.APART["reference.css"])
