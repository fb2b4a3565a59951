"""What all cards say together: claims against evidence, who checks and how well, what is not reported.

Every number counts statements of the cards at hand; nothing is estimated. Files that are no card are left out.
"""

from __future__ import annotations

from releasecard.pages.collection import Collection
from releasecard.pages.matrices import claims, reported, verifiers


def pages(collection: Collection) -> dict[str, str]:
    """Return the pages over all cards of a collection, by their paths."""
    return {
        collection.file("claims.md"): claims.page(collection),
        collection.file("verifiers.md"): verifiers.page(collection),
        collection.file("reported.md"): reported.page(collection),
    }
