"""The project's own site, every kind of page in every theme and width, held to what it promises: `make site-check`.

For each: axe finds nothing, the console is quiet, nothing is asked of elsewhere, the page does not scroll sideways, Tab comes
to links in the order they are read in, and paper shows what is folded; all links of all pages lead somewhere. Once served
below a path, once as files. The result goes to `bench/site-check.txt`, pictures and prints to `build/site-check/`.
Needs `tests/` on the module path, a Chromium, and takes some minutes; `--kind rule` looks at some kinds only.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Final

from axe import violations
from browser import browser, served
from playwright.sync_api import Browser, Page
from sweep import SCHEMES, WIDTHS, Scheme, file_of, folded, kinds, lost, opened, unreached, wider

from releasecard import site
from releasecard.config import Config
from releasecard.pages.entry import Entry

ROOT: Final = Path(__file__).parents[1]
WORK: Final = ROOT / "build" / "site-check"
RESULT: Final = ROOT / "bench" / "site-check.txt"
BROKEN: Final = "releasecard: 1\nkind: nothing\nname: broken\n"
BASE: Final = "/releases/"
TALL: Final = 4000
"""Pixels of a page that a picture shows at most."""
LONG: Final = 200
MANY: Final = 20
SEARCH: Final = "search"
"""What a browser says of pages opened as files: Chromium lets them fetch no search index. This alone is allowed, and there alone."""


@dataclass(frozen=True)
class Look:
    """One way to look at every page: a theme, a width, from a server or as files."""

    scheme: Scheme
    width: int
    files: bool = False

    @property
    def name(self) -> str:
        """The head of its column."""
        return f"{'file ' if self.files else ''}{self.scheme} {self.width}"


LOOKS: Final = (
    *(Look(scheme, width) for scheme in SCHEMES for width in WIDTHS),
    *(Look(scheme, width, files=True) for scheme, width in zip(SCHEMES, WIDTHS, strict=True)),
)


@dataclass
class Seen:
    """What was seen of a kind of page: the faults of each look, None where there is no such page."""

    path: str
    faults: dict[Look, list[str] | None] = field(default_factory=dict)


def build() -> dict[bool, Path]:
    """Build the site twice, with a broken card among the cards; return where it is, as files and not."""
    shutil.rmtree(WORK, ignore_errors=True)
    source = WORK / "source"
    shutil.copytree(ROOT / "site", source)
    (source / "cards" / "broken.card.yaml").write_text(BROKEN, "utf-8")
    (source / "served.yml").write_text(
        f"INHERIT: mkdocs.yml\nuse_directory_urls: true\nsite_url: https://example.org{BASE}\n", "utf-8"
    )
    (source / "files.yml").write_text("INHERIT: mkdocs.yml\nuse_directory_urls: false\n", "utf-8")
    built = {False: WORK / "served" / BASE.strip("/"), True: WORK / "files"}
    for files, out in built.items():
        config = source / ("files.yml" if files else "served.yml")
        command = [sys.executable, "-m", "releasecard", "site", "build", "--config", str(config), "--out", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return built


def look_at(page: Page, address: str, look: Look, picture: Path) -> Iterator[str]:
    """Yield what is wrong with a page, and take its picture."""
    answer = page.goto(address, wait_until="load")
    if answer is not None and not answer.ok and not look.files:
        yield f"answered {answer.status}"
    if "compare" in address:
        page.wait_for_timeout(500)
    shown = page.locator("body").get_attribute("data-md-color-scheme")
    if (shown == "slate") != (look.scheme == "dark"):
        yield f"the theme is {shown}"
    picture.parent.mkdir(parents=True, exist_ok=True)
    height = min(TALL, int(page.evaluate("document.documentElement.scrollHeight")))
    page.screenshot(path=f"{picture}.png", full_page=True, clip={"x": 0, "y": 0, "width": look.width, "height": height})
    yield from wider(page, look.width)
    yield from folded(page)
    yield from unreached(page)
    yield from violations(page)


def sweep(started: Browser, look: Look, base: str, built: Path, pages: dict[str, Seen]) -> None:
    """Look at a page of each kind."""
    for kind, seen in pages.items():
        if look.files and kind == "not found":  # a server's page, for any address
            continue
        if not file_of(built, seen.path).is_file():
            seen.faults[look] = None
            continue
        with opened(started, base, look.scheme, look.width) as (page, said):
            picture = WORK / "pictures" / f"{kind} {look.name}".replace(" ", "-")
            found = list(look_at(page, base + seen.path, look, picture))
            if look == LOOKS[0]:
                page.emulate_media(color_scheme="light")
                page.pdf(path=f"{picture}.pdf", format="A4")
        said = [one for one in said if not (look.files and SEARCH in one)]
        seen.faults[look] = [*found, *dict.fromkeys(said)]


def table(all_seen: dict[str, Seen], links: dict[str, list[str]]) -> str:
    """Return the result as text: a line for each kind of page, then each fault with the pages and looks that show it."""
    lines = [f"{'page':<24}" + "".join(f"{look.name:>17}" for look in LOOKS)]
    where: dict[str, dict[str, list[str]]] = {}
    for kind, seen in all_seen.items():
        cells = [_cell(seen.faults[look]) if look in seen.faults else "-" for look in LOOKS]
        lines.append(f"{kind:<24}" + "".join(f"{cell:>17}" for cell in cells))
        for look, found in seen.faults.items():
            for fault in found or []:
                where.setdefault(shorten(fault, LONG), {}).setdefault(kind, []).append(look.name)
    for name, lost_links in links.items():
        lines.append(f"{f'all links, {name}':<24}{len(lost_links) or 'ok':>17}")
    for fault, kinds_of in where.items():
        lines += ["", fault, *(f"    {kind}: {', '.join(names)}" for kind, names in kinds_of.items())]
    for name, lost_links in links.items():
        lines += (
            ["", f"links that lead nowhere, {name}", *(f"    {one}" for one in lost_links[:MANY])] if lost_links else []
        )
    return "\n".join(lines) + "\n"


def _cell(found: list[str] | None) -> str:
    return "missing" if found is None else str(len(found) or "ok")


def main() -> None:
    """Build, look, and write what was seen; exit with 1 where anything is wrong or missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", default="", help="only kinds of pages with this in their name; nothing is recorded")
    wanted = parser.parse_args().kind
    built = build()
    entries: list[Entry] = site.entries([WORK / "source" / "cards"], Config())
    places = {files: kinds(out, entries) for files, out in built.items()}
    all_seen = {kind: Seen(path) for kind, path in places[False].items() if wanted in kind}
    as_files = {kind: Seen(path) for kind, path in places[True].items() if wanted in kind}
    with served(WORK / "served") as url, browser() as started:
        engine = f"Chromium {started.version}"
        for look in LOOKS:
            sys.stderr.write(f"{look.name} ...\n")
            base = f"{built[True].as_uri()}/" if look.files else f"{url}{BASE}"
            sweep(started, look, base, built[look.files], as_files if look.files else all_seen)
    for kind, seen in as_files.items():
        all_seen[kind].faults |= seen.faults
    links = {"served": lost(built[False], BASE), "as files": lost(built[True], folders=False)}
    result = table(all_seen, links)
    if not wanted:
        head = f"What `make site-check` saw, with {engine} and Material {version('mkdocs-material')}.\n\n"
        RESULT.write_text(head + result, "utf-8")
    sys.stdout.write(result)
    wrong = any(found is None or found for seen in all_seen.values() for found in seen.faults.values())
    sys.exit(wrong or any(links.values()))


if __name__ == "__main__":
    main()
