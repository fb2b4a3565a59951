"""Building a site: cards to pages, pages to disk, MkDocs to HTML. Nothing that is not ours is overwritten."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from releasecard import pages
from releasecard.discover import find_cards
from releasecard.lint import content_of, lint_file
from releasecard.pages.entry import Entry

MARKER: Final = ".releasecard-site"
_CONFIG: Final = {
    "site_name": "Release cards",
    "docs_dir": "docs",
    "theme": {
        "name": "material",
        "font": False,
        "palette": [
            {"media": "(prefers-color-scheme: light)", "scheme": "default",
             "toggle": {"icon": "material/weather-night", "name": "Dark mode"}},
            {"media": "(prefers-color-scheme: dark)", "scheme": "slate",
             "toggle": {"icon": "material/weather-sunny", "name": "Light mode"}},
        ],
    },
    "plugins": ["search"],
    "markdown_extensions": [{"toc": {"permalink": True}}],
    "extra_css": [pages.STYLE_PATH],
    "extra": {"generator": False},
    "nav": [{"Cards": "index.md"}],
    "not_in_nav": "/*.md\n!/index.md\n",
    "validation": {"links": {"not_found": "warn", "anchors": "warn", "absolute_links": "warn"}},
}  # fmt: skip


class SiteError(Exception):
    """The site cannot be built. `misuse` tells whether the caller's words are the reason."""

    def __init__(self, message: str, *, misuse: bool = False) -> None:
        super().__init__(message)
        self.misuse = misuse


def entries(paths: Iterable[Path]) -> list[Entry]:
    """Return the cards that *paths* lead to; one that cannot be opened is an entry too, and says so."""
    return [_entry(path) for path in find_cards(paths)]


def _entry(path: Path) -> Entry:
    try:
        return Entry(path.as_posix(), content_of(path))
    except OSError:
        return Entry(path.as_posix(), b"", lint_file(path))


def build(cards: Iterable[Path], out: Path, *, strict: bool = False) -> int:
    """Build a site of the cards and nothing else into *out*; return how many cards it shows."""
    collection = entries(cards)
    if not collection:
        raise SiteError("no card found; cards are files named card.yaml or *.card.yaml", misuse=True)
    if strict:
        _refuse_errors(collection)
    with tempfile.TemporaryDirectory(prefix="releasecard-") as folder:
        root = Path(folder)
        write({**pages.build(collection, "."), pages.STYLE_PATH: pages.STYLE}, root / "docs")
        config = root / "mkdocs.yml"
        config.write_text(json.dumps(_CONFIG), "utf-8")
        _mkdocs(config, out, strict=True)
    return len(collection)


def build_configured(config: Path, out: Path, *, strict: bool = False) -> None:
    """Build the site of a `mkdocs.yml` into *out*."""
    if not config.is_file():
        raise SiteError(f"no settings file `{config}`", misuse=True)
    _mkdocs(config, out, strict=strict)


def write(content: dict[str, str], folder: Path) -> None:
    """Write pages below a folder of our own."""
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _refuse_errors(collection: Iterable[Entry]) -> None:
    broken = [
        entry.file for entry in collection if any(str(one.severity) == "error" for one in entry.linted.diagnostics)
    ]
    if broken:
        raise SiteError(f"cards with errors: {', '.join(broken)}; `releasecard lint` shows them")


def _mkdocs(config: Path, out: Path, *, strict: bool) -> None:
    """Run MkDocs into a new folder, then put that in the place of *out*: readers never see half a site."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        raise SiteError("the site needs MkDocs: pip install 'releasecard[site]'", misuse=True)
    out = out.absolute()
    _ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".releasecard-site-", dir=out.parent) as folder:
        made = Path(folder) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(made)]
        quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        done = subprocess.run(
            [*command, *(["--strict"] if strict else [])], capture_output=True, text=True, check=False,
            env={**os.environ, **quiet},
        )  # fmt: skip
        if done.returncode != 0:
            raise SiteError(f"mkdocs failed\n{done.stdout}{done.stderr}")
        warnings = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]
        if warnings:
            sys.stderr.write("\n".join(warnings) + "\n")
        (made / MARKER).write_text("This folder is written by `releasecard site build`, and replaced by it.\n", "utf-8")
        if out.exists():
            shutil.rmtree(out)
        made.rename(out)


def _ours(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise SiteError(f"`{out}` is not a folder", misuse=True)
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        message = f"`{out}` has files that `releasecard site build` did not write; name another folder with --out"
        raise SiteError(message, misuse=True)
