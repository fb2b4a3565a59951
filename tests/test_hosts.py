"""Sites of others: the plugin beside theirs, by two builders; and the pages on disk, by three. Built strictly, with hostile cards.

Tried with MkDocs 1.6.1, Material 9.8.2, ProperDocs 1.6.7, Zensical 0.0.73, redirects 1.2.3, minify 0.8.0, macros 1.5.0.
"""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import MISSING, browser, served
from hostile import PAYLOADS, card
from playwright.sync_api import Dialog
from sweep import lost, opened

from releasecard import pages, site
from releasecard.card import Card
from releasecard.config import Config
from releasecard.edit.draft import Draft
from releasecard.fields import SCHEMAS
from releasecard.pages.collection import Collection
from releasecard.pages.urls import Urls

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
theme: {{name: material, font: false}}
extra_css: [{style}]
extra_javascript: [{script}]
nav: [index.md, cards/index.md]
not_in_nav: cards/*.md
"""


def build(builder: str, folder: Path, config: str = "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    """Build strictly, in the folder of the settings, as people do; `--quiet` would hide from the builder that it failed."""
    return subprocess.run(
        [sys.executable, "-P", "-m", builder, "build", "--strict", "-f", config],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1"},
    )  # fmt: skip


def host(root: Path, cards: dict[str, str]) -> Path:
    for name, text in {**DOCS, **{f"../cards/{name}.card.yaml": text for name, text in cards.items()}}.items():
        file = root / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(HOST, "utf-8")
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
    """The words of a page's article, which are what a reader sees of it, whoever built it; and what on the page would run."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.words: list[str] = []
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
            self.words += data.replace("¶", " ").split()


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
    return host(tmp_path_factory.mktemp("fine"), {kind: evil(kind) for kind in SCHEMAS})


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


def test_the_same_pages_on_disk_by_three_builders(tmp_path: Path) -> None:
    real = site.entries([ROOT / "site" / "cards"], Config())
    content = {
        **pages.build(Collection(tuple(real), urls=Urls(directory=True))),
        **pages.assets(),
        "index.md": "# Home\n\n[cards](cards/index.md)\n",
    }
    site.write(content, tmp_path / "docs")
    read: dict[str, dict[str, list[str]]] = {}
    for builder in ("mkdocs", "properdocs", "zensical"):
        settings = DISK.format(builder=builder, style=pages.STYLE, script=pages.SCRIPT)
        (tmp_path / f"{builder}.yml").write_text(settings, "utf-8")
        done = build(builder, tmp_path, f"{builder}.yml")
        assert done.returncode == 0, done.stdout + done.stderr
        out = tmp_path / builder
        read[builder] = {
            file.relative_to(out).as_posix(): _Read(file).words for file in (out / "cards").rglob("*.html")
        }
        for name, text in content.items():
            assert name.endswith(".md") or (out / name).read_text("utf-8") == text, name
        assert lost(out) == []
    assert len(read["mkdocs"]) > len(real)
    assert min(map(len, read["mkdocs"].values())) > 10
    for other in ("properdocs", "zensical"):
        assert read[other].keys() == read["mkdocs"].keys()
        for name, words in read["mkdocs"].items():
            assert read[other][name] == words, (other, name)
