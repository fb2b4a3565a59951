"""What every page of a built site is held to, seen by a browser; and which kinds of pages a site has."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (1280, 390)
STOPS = 40
"""How many links and controls of a page Tab must reach, one after the other."""


def kinds(site: Path, entries: Iterable[Entry]) -> dict[str, str]:
    """Return an address below *site* for each kind of page that the project's own site is to have, whether it is there or not."""
    urls = urls_of(site)
    collection = Collection(tuple(entries), urls=urls)
    cards: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for entry in collection.sorted:
        path = urls.path(collection.page(entry))
        if entry.card is None:
            cards.setdefault("card: broken", path)
        else:
            cards.setdefault(f"card: {entry.text('kind')}", path)
            sizes[path] = size(site, path)
    pages = {
        "the matrix of claims": "cards/claims.md", "verifiers": "cards/verifiers.md", "what is reported": "cards/reported.md",
        "lineage": "cards/lineage.md", "compare": "cards/compare.md", "a rule": "rules/RC401.md", "rules": "rules/index.md",
        "a field": "fields/rollouts.md", "fields": "fields/index.md", "fields of a kind": "fields/dataset.md", "a guide": "reading.md", "home": "index.md",
    }  # fmt: skip
    names = [collection.names[entry] for entry in collection.sorted if entry.card is not None][:3]
    return {
        "the catalog": urls.path("cards/index.md"),
        **cards,
        "card: the biggest": max(sizes, key=lambda path: sizes[path]),
        **{name: urls.path(file) for name, file in pages.items()},
        "cards compared": f"{urls.path('cards/compare.md')}?cards={','.join(names)}",
        "not found": "404.html",
    }


def urls_of(site: Path) -> Urls:
    """Return how a built site writes its addresses."""
    return Urls(directory=all(file.name in ("index.html", "404.html") for file in site.rglob("*.html")))


def file_of(site: Path, path: str) -> Path:
    """Return the file that an address below *site* shows."""
    path = urlsplit(path).path
    return site / path / "index.html" if path.endswith("/") or not path else site / path


def size(site: Path, path: str) -> int:
    file = file_of(site, path)
    return file.stat().st_size if file.is_file() else 0


class _Links(HTMLParser):
    """The ids of a page, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            elif name in ("href", "src", "xlink:href") and (tag, value) != ("link", ""):
                self.links.add(value)


def lost(site: Path, base: str = "/", *, folders: bool = True) -> list[str]:
    """Return the links of all pages, those in raw HTML too, that lead to no file or no place of *site*, which stands at *base*.

    A server shows the index of a folder; without one, *folders* are no pages.
    """
    pages = {file: _Links(file.read_text("utf-8")) for file in sorted(site.rglob("*.html"))}
    found = []
    for file, page in pages.items():
        here = base + file.relative_to(site).as_posix()
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path))) if parts.path else here
            )
            target = site / path.removeprefix(base.rstrip("/")).lstrip("/")
            target = target / "index.html" if folders and target.is_dir() else target
            place = unquote(parts.fragment)
            missing_place = place and target in pages and place not in pages[target].ids and place != "__skip"
            if not (path + "/").startswith(base) or not target.is_file() or missing_place:
                found.append(f"{file.relative_to(site)}: {link}")
    return found


@contextmanager
def opened(started: Browser, base: str, scheme: Scheme, width: int) -> Iterator[tuple[Page, list[str]]]:
    """Yield a fresh page and the list that its errors and its requests to elsewhere go to."""
    page = started.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((base, "data:", "blob:")) else faults.append(f"outside: {request.url}")
        ),
    )
    try:
        yield page, faults
    finally:
        page.close()


_WIDER = """width => document.documentElement.scrollWidth <= width ? [] : [
  `wider than the window: ${document.documentElement.scrollWidth} px`,
  ...[...document.querySelectorAll('body *')].filter(one => {
    if (one.getBoundingClientRect().right <= width + 1 || !one.checkVisibility()) return false;
    for (let up = one.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return false;
    return true;
  }).slice(0, 3).map(one => `  reaches out: ${one.tagName.toLowerCase()}.${one.getAttribute('class')}`)]"""


def wider(page: Page, width: int) -> list[str]:
    """Return whether the page scrolls sideways, and what makes it."""
    found: list[str] = page.evaluate(_WIDER, width)
    return found


_REACHABLE = """stops => {
  window.wanted = [...document.querySelectorAll('article a[href], article button, article input, article select, article summary')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0 && !one.disabled
      && !(one.type === 'radio' && !one.checked)).slice(0, stops);
  const start = document.querySelector('article');
  start?.setAttribute('tabindex', '-1');
  start?.focus({preventScroll: true});
  return window.wanted.length;
}"""
_REACHED = "() => window.wanted.indexOf(document.activeElement)"
_NAMED = "at => window.wanted[at].outerHTML.slice(0, 120)"


def unreached(page: Page) -> list[str]:
    """Return the first link or control of the page, if any, that Tab does not come to in the order it is read in."""
    number: int = page.evaluate(_REACHABLE, STOPS)
    at, tries = 0, 0
    while at < number and tries < 3 * STOPS:
        page.keyboard.press("Tab")
        tries += 1
        found = page.evaluate(_REACHED)
        if found == at:
            at += 1
        elif found > at:
            break
    return [] if at == number else [f"Tab does not reach: {page.evaluate(_NAMED, at)}"]


_FOLDED = """() => {
  dispatchEvent(new Event('beforeprint'));
  const lost = [...document.querySelectorAll('article details')].filter(one => one.checkVisibility()
    && [...one.children].some(part => part.tagName !== 'SUMMARY'
      && getComputedStyle(part).display !== 'none' && !part.checkVisibility()));
  dispatchEvent(new Event('afterprint'));
  return lost.map(one => one.querySelector('summary')?.innerText ?? one.outerHTML.slice(0, 80));
}"""


def folded(page: Page) -> list[str]:
    """Return the folded parts of which paper shows the summary only, as one line."""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(_FOLDED)
    page.emulate_media(media="screen")
    return [f"folded on paper: {len(found)} parts, such as {found[0]!r}"] if found else []
