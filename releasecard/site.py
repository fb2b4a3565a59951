"""Building a site: cards to pages, pages to disk, MkDocs to HTML. Nothing that is not ours is overwritten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from releasecard import pages
from releasecard.config import Config
from releasecard.discover import find_cards, shelf_of
from releasecard.lint import content_of, lint_file
from releasecard.pages.entry import Entry
from releasecard.rules import BY_CODE
from releasecard.safe import visible
from releasecard.shelf import Shelf
from releasecard.values import Severity

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
    "plugins": [{"search": {"separator": r'[\s\-,:!=\[\]()"/]+|&#\d+;|\.(?!\d)|&[lg]t;'}}],
    "markdown_extensions": [{"toc": {"permalink": True}}],
    "extra_css": [pages.STYLE],
    "extra_javascript": [pages.SCRIPT],
    "use_directory_urls": False,
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


def entries(paths: Iterable[Path], settings: Config) -> list[Entry]:
    """Return the cards that *paths* lead to, as *settings* judge them; one that cannot be opened is an entry too.

    Raises ConfigError where the settings name a shelf that is not there.
    """
    found = find_cards(paths, settings.excluded)
    shelf = shelf_of(found, settings.shelf)
    return [_entry(path, settings, shelf) for path in found]


def _entry(path: Path, settings: Config, shelf: Shelf) -> Entry:
    off = frozenset(code for code in BY_CODE if not settings.applies(code, path))
    try:
        return Entry(path.as_posix(), content_of(path), off, shelf=shelf, profile=settings.profile)
    except OSError:
        return Entry(path.as_posix(), b"", off, lint_file(path))


def build(cards: Iterable[Path], out: Path, settings: Config, *, strict: bool = False) -> int:
    """Build a site of the cards and nothing else into *out*; return how many cards it shows. Raises ConfigError too."""
    collection = entries(cards, settings)
    if not collection:
        raise SiteError("no card found; cards are files named card.yaml or *.card.yaml", misuse=True)
    faulty = broken(collection) if strict else []
    if faulty:
        raise SiteError(f"cards with errors: {', '.join(faulty)}; `releasecard lint` shows them")
    with tempfile.TemporaryDirectory(prefix="releasecard-") as folder:
        root = Path(folder)
        write({**pages.build(collection, ""), **pages.assets()}, root / "docs")
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


def broken(collection: Iterable[Entry]) -> list[str]:
    """Return the files of cards with errors."""
    return [
        entry.file for entry in collection if any(one.severity is Severity.ERROR for one in entry.linted.diagnostics)
    ]


def _mkdocs(config: Path, out: Path, *, strict: bool) -> None:
    """Run MkDocs into a new folder, then put that in the place of *out*, if all that is there is still ours."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        raise SiteError("the site needs MkDocs: pip install 'releasecard[site]'", misuse=True)
    out = Path(os.path.abspath(out))  # noqa: PTH100 `..` goes before anything is made or looked at
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".releasecard-site-", dir=out.parent) as folder:
            made = Path(folder) / "site"
            _run(config, made, strict=strict)
            (made / MARKER).write_text("\n".join(_files(made)) + "\n", "utf-8")
            _replace(out, made, Path(folder) / "old")
    except OSError as error:
        raise SiteError(f"cannot write `{out}`: {error.strerror}", misuse=True) from error


def _run(config: Path, made: Path, *, strict: bool) -> None:
    # -P: a file of the user's folder must not stand in for a module.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(made)]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(
        [*command, *(["--strict"] if strict else [])], capture_output=True, text=True, errors="replace", check=False,
        env={**os.environ, **quiet},
    )  # fmt: skip
    if done.returncode != 0 or not made.is_dir():
        raise SiteError(f"mkdocs failed\n{done.stdout}{done.stderr}")
    warnings = [visible(line) for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]
    if warnings:
        sys.stderr.write("\n".join(warnings) + "\n")


def _replace(out: Path, made: Path, old: Path) -> None:
    """Put *made* in the place of *out*; what was there is looked at again where nobody else reaches it."""
    if os.path.lexists(out):
        out.rename(old)
        try:
            _refuse_foreign(old)
        except SiteError:
            old.rename(out)
            raise
    made.rename(out)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _refuse_foreign(out: Path) -> None:
    """Raise SiteError where *out* holds anything that an earlier build did not write."""
    if out.is_symlink() or (os.path.lexists(out) and not out.is_dir()):
        raise SiteError(f"`{out}` is not a folder", misuse=True)
    if not out.is_dir():
        return
    marker = out / MARKER
    ours = {MARKER, *marker.read_text("utf-8", errors="replace").splitlines()} if marker.is_file() else set()
    foreign = next((name for name in _files(out) if name not in ours), None)
    if foreign is not None:
        message = (
            f"`{out}` has files that `releasecard site build` did not write, such as `{foreign}`; name another --out"
        )
        raise SiteError(message, misuse=True)
