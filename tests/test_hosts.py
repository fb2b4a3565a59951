"""Sites of others: the plugin beside theirs, by two builders; and the pages on disk, by three. Built strictly, with hostile cards.

Tried with MkDocs 1.6.1, Material 9.8.2, ProperDocs 1.6.7, Zensical 0.0.73, redirects 1.2.3, minify 0.8.0, macros 1.5.0.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import MISSING, browser, served
from click.testing import Result
from hostile import PAYLOADS, card
from playwright.sync_api import Dialog
from sweep import lost, opened

from releasecard.card import Card
from releasecard.edit.draft import Draft
from releasecard.fields import SCHEMAS

ROOT = Path(__file__).parents[1]
EVIL = (
    '<script>alert(1)</script> <img src=x onerror=alert(1)> {{ 1234567 * 7654321 }} {% raw %} {{ config.site_name }} '
    '[x](javascript:alert(1)) ![x](x){ onerror=alert(1) } --8<-- "planted.txt" -->'
)  # fmt: skip
PRODUCT = str(1234567 * 7654321)
"""What a template engine makes of EVIL. It stands on the host's own page, which asks for it, and must on no other."""
HOST = """\
site_name: Host
theme: {name: material, font: false}
plugins:
  - search
  - releasecard: {cards: [cards], into: releases, rules: true, fields: true}
  - tags
  - blog
  - redirects: {redirect_maps: {old.md: releases/dataset.md}}
  - minify: {minify_html: true, minify_css: true, minify_js: true, css_files: [host.css], js_files: [host.js]}
  - macros
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.details,
  pymdownx.emoji, pymdownx.superfences, pymdownx.tabbed, pymdownx.tasklist, pymdownx.snippets]
extra_css: [host.css]
extra_javascript: [host.js]
nav: [{Home: index.md}, {Tags: tags.md}, {Blog: [blog/index.md]}, {Releases: releases/index.md},
  {Rules: rules/index.md}, {Fields: fields/index.md}]
validation: {omitted_files: warn, unrecognized_links: warn, anchors: warn}
"""
EXPLAINED = (", rules: true, fields: true", ",\n  {Rules: rules/index.md}, {Fields: fields/index.md}")
DOCS = {
    "index.md": '---\ntags: [a]\n---\n# Host\n\n[releases](releases/index.md)\n\n{{ 1234567 * 7654321 }}\n\n--8<-- "planted.txt"\n',
    "tags.md": "# Tags\n",
    "blog/index.md": "# Blog\n",
    "blog/posts/a.md": "---\ndate: 2026-01-01\ntags: [a]\n---\n# A post\n\nOf [a card](../../releases/dataset.md).\n",
    "host.css": "body { color: inherit; }\n",
    "host.js": "var host = 1;\n",
}
DISK = """\
site_name: Disk
site_dir: {builder}
use_directory_urls: {folders}
theme: {{name: material, font: false}}
nav: [index.md, cards/index.md]
not_in_nav: |
  cards/*.md
  cards/**/*.md
"""


def build(builder: str, folder: Path, config: str = "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    """Build strictly, in the folder of the settings, as people do; `--quiet` would hide from the builder that it failed."""
    return subprocess.run(
        [sys.executable, "-P", "-m", builder, "build", "--strict", "-f", config],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1"},
    )  # fmt: skip


def host(root: Path, cards: dict[str, str], *, explained: bool = False) -> Path:
    """Write a host with these cards; *explained*, with the hundreds of pages on rules and fields too."""
    settings = HOST
    for part in EXPLAINED:
        assert part in HOST
        settings = settings if explained else settings.replace(part, "")
    for name, text in {**DOCS, **{f"../cards/{name}.card.yaml": text for name, text in cards.items()}}.items():
        file = root / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    (root / "planted.txt").write_text("PLANTED", "utf-8")
    return root


def evil(kind: str) -> str:
    """Return a card of a kind, without errors, whose every free text is what would run if it were not encoded."""
    draft = Draft((ROOT / "tests" / "data" / f"{kind}.card.yaml").read_text("utf-8"))
    replaced = 0
    refers: set[tuple[str | int, ...]] = set()
    for path, value, declared in Card(draft.document).values:
        rules = declared or {}
        if "refers" in rules.get("meta", {}) or path[:-1] in refers:
            refers.add(path)
        elif isinstance(value, str) and rules.get("type") == "string" and not {"allowed", "check_with"} & set(rules):
            draft.replace(path, EVIL)
            replaced += 1
    assert replaced > 20
    draft.replace(("name",), kind)
    return draft.text


class _Read(HTMLParser):
    """The text of a page's article without spaces, which is its content, whoever built it; and what on the page would run."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.text = ""
        self.runs: list[str] = []
        self.inside: dict[str, int] = {"article": 0, "script": 0}
        self.feed(file.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.inside:
            self.inside[tag] += 1
        for name, value in attrs:
            called = name.startswith("on") or (name in ("href", "src") and (value or "").startswith("javascript:"))
            if called or (tag, name, value) == ("img", "src", "x"):
                self.runs.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self.inside["script"]:
            self.runs += ["<script>"] if data.startswith("alert") else []
        elif self.inside["article"]:
            # The permalink of a heading is each builder's own.
            self.text += "".join(data.replace("¶", " ").split())


def untouched(out: Path) -> None:
    """Hold all pages against EVIL; what the host asked for stands on its own page, so it would elsewhere if a card could ask."""
    pages_of = sorted(out.rglob("*.html"))
    for file in pages_of:
        text, own = file.read_text("utf-8"), file == out / "index.html"
        assert (PRODUCT in text, "PLANTED" in text, _Read(file).runs) == (own, own, []), file
    assert len(pages_of) > len(SCHEMAS)


def fired(out: Path) -> list[str]:
    """Return the dialogs and requests to elsewhere that the pages of *out* begin in a browser, all opened once."""
    names = [file.relative_to(out).as_posix() for file in sorted((out / "releases").glob("*/index.html"))]
    assert names
    with served(out) as url, browser() as started, opened(started, url, "light", 1280) as (page, faults):

        def dismissed(dialog: Dialog) -> None:
            faults.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", dismissed)
        for name in names:
            page.goto(f"{url}/{name}", wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.locator("article h1").count() == 1, name
        return faults


def test_what_would_run_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "releases" / "x" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<article><h1 onclick=x>x</h1>{EVIL}<a href='javascript:alert(1)'>x</a></article>", "utf-8")
    assert len(_Read(page).runs) == 5
    if not MISSING:
        assert {"dialog: 1"} < set(fired(tmp_path))


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host with a card of each kind, without errors."""
    return host(tmp_path_factory.mktemp("fine"), {kind: evil(kind) for kind in SCHEMAS}, explained=True)


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_the_plugin_beside_others(fine: Path, builder: str) -> None:
    done = build(builder, fine)
    assert done.returncode == 0, done.stdout + done.stderr
    out = fine / "site"
    for name in (*SCHEMAS, ""):
        assert (out / "releases" / name / "index.html").is_file()
    assert "releases/dataset" in (out / "old" / "index.html").read_text("utf-8")
    assert (out / "tags" / "index.html").is_file()
    assert (out / "host.min.js").is_file()
    assert (out / "blog" / "2026" / "01" / "01" / "a-post" / "index.html").is_file()
    untouched(out)
    assert lost(out) == []
    if not MISSING:
        assert fired(out) == []


def test_hostile_cards_beside_macros_and_minify(tmp_path: Path) -> None:
    """Their errors are warnings, so `--strict` fails; these are its only reason, and the pages are there."""
    cards = {
        f"hostile-{number}": card(payload, f"hostile-{number}") for number, payload in enumerate([EVIL, *PAYLOADS])
    }
    done = build("mkdocs", host(tmp_path, {"dataset": evil("dataset"), **cards}))
    assert done.returncode == 1
    warnings = [line for line in done.stderr.splitlines() if line.startswith("WARNING")]
    assert len(warnings) == len(cards)
    assert all("has errors; `releasecard lint` shows them" in line for line in warnings), warnings
    untouched(tmp_path / "site")
    if not MISSING:
        assert fired(tmp_path / "site") == []


def on_disk(cli: Callable[..., Result], root: Path, *, folders: bool) -> dict[Path, Path]:
    """Write the real cards into a site's folder, as one without our plugin does; return its files by their paths there."""
    docs = root / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Home\n\n[cards](cards/index.md)\n", "utf-8")
    switch = "--directory-urls" if folders else "--no-directory-urls"
    assert cli("site", "write", ROOT / "site" / "cards", "--into", docs / "cards", switch).exit_code == 0
    return {
        file.relative_to(docs): file for file in docs.rglob("*") if file.is_file() and not file.name.startswith(".")
    }


def texts(builder: str, root: Path, written: dict[Path, Path], *, folders: bool) -> dict[str, str]:
    """Build that site; return the text of each page, when all files are there as they were and every link leads somewhere."""
    (root / f"{builder}.yml").write_text(DISK.format(builder=builder, folders=str(folders).lower()), "utf-8")
    done = build(builder, root, f"{builder}.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    out = root / builder
    for name, file in written.items():
        assert file.suffix == ".md" or (out / name).read_bytes() == file.read_bytes(), name
    assert lost(out) == []
    found = {file.relative_to(out).as_posix(): _Read(file).text for file in (out / "cards").rglob("*.html")}
    assert len(found) == sum(file.suffix == ".md" for file in written.values()) - 1
    assert min(map(len, found.values())) > 60
    return found


def test_the_same_pages_on_disk_by_three_builders(cli: Callable[..., Result], tmp_path: Path) -> None:
    """Zensical reads addresses in HTML as those of sources and moves them, so it wants pages that are files."""
    written = on_disk(cli, tmp_path, folders=False)
    ours = texts("mkdocs", tmp_path, written, folders=False)
    for other in ("properdocs", "zensical"):
        theirs = texts(other, tmp_path, written, folders=False)
        assert theirs.keys() == ours.keys()
        for page, read in ours.items():
            assert theirs[page] == read, (other, page)


def test_pages_on_disk_as_folders(cli: Callable[..., Result], tmp_path: Path) -> None:
    assert texts("mkdocs", tmp_path, on_disk(cli, tmp_path, folders=True), folders=True)
