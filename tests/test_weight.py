"""Budgets of the project's own site: what a visitor's browser fetches, and what each card adds. Sizes as a server sends them, by gzip -9."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import MISSING, browser, served
from playwright.sync_api import Browser
from sweep import file_of, opened, urls_of

from releasecard import site
from releasecard.config import Config
from releasecard.pages.collection import Collection

ROOT = Path(__file__).parents[1]
FIRST_LOAD = 120_000
CARD_PAGE = 40_000
INDEX_PER_CARD = 3_000


@pytest.fixture(scope="module")
def pages(own: Path) -> list[str]:
    """The addresses of the pages of cards."""
    urls = urls_of(own)
    collection = Collection(tuple(site.entries([ROOT / "site" / "cards"], Config())), urls=urls)
    return [urls.path(collection.page(entry)) for entry in collection.entries]


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def load(started: Browser, site_: Path, url: str, name: str) -> dict[str, int]:
    """Return the size of everything that a browser which knows nothing fetches with a page, by its path."""
    with opened(started, url, "light", 1280) as (page, faults):
        fetched: list[str] = []
        page.context.on("request", lambda request: fetched.append(urlsplit(request.url).path))
        page.goto(f"{url}/{name}", wait_until="networkidle")
        assert faults == []
    return {path: packed(file_of(site_, path.lstrip("/"))) for path in fetched}


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_first_load(own: Path, pages: list[str]) -> None:
    """The search index aside; the heaviest card is one of the pages that may be a visitor's first."""
    heaviest = max(pages, key=lambda path: packed(file_of(own, path)))
    first = ("", urls_of(own).path("cards/index.md"), heaviest, urls_of(own).path("rules/index.md"))
    with served(own) as url, browser() as started:
        loads = {name: load(started, own, url, name) for name in first}
    for name, sizes in loads.items():
        assert sizes.pop("/search/search_index.json") > 0
        assert len(sizes) >= 5, "a page, styles, scripts"
        assert sum(sizes.values()) <= FIRST_LOAD, (name, sizes)


def test_pages_of_cards(own: Path, pages: list[str]) -> None:
    heavy = {path: size for path in pages if (size := packed(file_of(own, path))) > CARD_PAGE}
    assert heavy == {}


def test_search_index(own: Path, pages: list[str]) -> None:
    """What cards add to the index, on average: it is fetched whole, with the first page."""
    index = json.loads((own / "search" / "search_index.json").read_text("utf-8"))
    share = dict.fromkeys(pages, 0)
    for doc in index["docs"]:
        page = doc["location"].partition("#")[0]
        if page in share:
            share[page] += len(json.dumps(doc, separators=(",", ":"))) + 1
    assert all(share.values()), "each card is found"
    assert sum(share.values()) / len(share) <= INDEX_PER_CARD, share
