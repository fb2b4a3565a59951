"""The MkDocs plugin: cards as pages of an existing site. A thin adapter over `pages`; the only importer of MkDocs."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Final, Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from releasecard import pages, reference
from releasecard.builder import PROGRESS, SERVED
from releasecard.config import ConfigError, load
from releasecard.extend import activate
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls
from releasecard.safe import visible
from releasecard.site import Known, broken, entries
from releasecard.values import PluginError as BadPlugin

_LOG = get_plugin_logger(__name__)
_PLACE: Final = re.compile(r'<div data-releasecard="([0-9]+) -?[0-9]+"></div>')
_DATA: Final = '<script type="application/ld+json"'
_ID: Final = re.compile(r'\bid="([^"]*)"')


class ReleasecardConfig(Config):  # type: ignore[no-untyped-call]
    """`cards`: files and folders, relative to mkdocs.yml. `into`: where pages go. `rules`, `fields`: also explain these. `plugins` take part.

    `settings`: the folder whose `releasecard.toml` holds, that of mkdocs.yml if none is named.
    """

    cards = options.ListOfItems(options.Type(str), default=["."])
    into = options.Type(str, default="cards")
    rules = options.Type(bool, default=False)
    fields = options.Type(bool, default=False)
    plugins = options.ListOfItems(options.Type(str), default=[])
    settings = options.Type(str, default="")


class ReleasecardPlugin(BasePlugin[ReleasecardConfig]):  # type: ignore[no-untyped-call]
    """Adds a catalog of cards and what belongs to it; a page of the site's own with the same path is kept."""

    def __init__(self) -> None:
        self._kept: Path | None = None
        """Where pages are kept between builds, so that a reload builds those alone that have changed."""
        self._known, self._files = Known(), pages.Kept()
        self._lifted: dict[str, list[str]] = {}
        """The blocks of HTML of each page: no Markdown, no other plugin's business, and slow to read for both."""
        self._made: dict[str, str] = {}
        """Our files by their names in the built site."""
        self._data: dict[str, str] = {}
        """The linked data of each page: it goes into the head, where no theme takes it for a script of the page."""
        self._done = 0
        self._settings = b""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Make room for pages that outlive a build, where only changed ones are built again."""
        self._kept = Path(tempfile.mkdtemp(prefix="releasecard-pages-")) if dirty else None
        if os.environ.get(SERVED):  # what MkDocs warns of there is what is done here
            logging.getLogger("mkdocs.commands.build").addFilter(
                lambda record: "'dirty' build" not in record.getMessage()
            )

    def on_shutdown(self) -> None:
        """Remove what was kept."""
        if self._kept is not None:
            shutil.rmtree(self._kept, ignore_errors=True)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let plugins take part, watch the cards, and add the style and the script."""
        try:
            activate(self.config.plugins)
        except BadPlugin as error:
            raise PluginError(visible(str(error))) from error
        if ".." in Path(self.config.into).parts:
            raise PluginError(f"`into` is a folder of the site, which '{visible(self.config.into)}' leaves")
        for name in ("rules", "fields"):
            if self.config[name] and self.config.into.strip("/.") == name:
                raise PluginError(f"`into` cannot be '{name}', where the pages of the {name} go")
        if config.theme.name not in (None, "material"):
            # No warning: whoever builds strictly in another theme knows it.
            said = "the pages of cards are made for Material for MkDocs; in the theme '%s' they have no style"
            _LOG.info(said, config.theme.name)
        config.watch.extend(str(path) for path in self._cards(config) if path.exists())
        config.extra_css.append(pages.STYLE)
        config.extra_javascript.append(pages.SCRIPT)
        return config

    @event_priority(50)  # whoever looks for pages among the files finds ours
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated files; a card with errors has a page too, and is a warning that `--strict` fails on."""
        collection = self._collection(config)
        content = pages.build(collection, self._files if self._kept else None) | pages.assets()
        content |= reference.rules(collection) if collection.rules else {}
        content |= reference.fields(collection) if collection.fields else {}
        cards = {collection.page(entry): entry for entry in collection.entries}
        self._remove({*self._made} - {*content})
        if self._kept is not None:
            self._build_all_anew(files, config)
        self._made.clear()
        self._lifted.clear()
        self._data.clear()
        for uri, text in content.items():
            if files.get_file_from_path(uri) is None:
                file = self._file(config, uri, self._lift(uri, text) if uri.endswith(".md") else text)
                if uri in cards:
                    file.edit_uri = _from(Path(config.docs_dir), Path(cards[uri].file))
                files.append(file)
                self._made[uri] = file.abs_dest_path
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the blocks of our pages back, and tell how far the build is, where somebody asked."""
        self._done += 1
        _progress("pages", self._done)
        blocks = self._lifted.pop(page.file.src_uri, None)
        if blocks is None:
            return html
        ids = {unescape(one) for block in blocks for one in _ID.findall(block)}
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *ids}
        return _PLACE.sub(lambda found: blocks[int(found[1])], html)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the linked data of a card's page into its head."""
        data = self._data.pop(page.file.src_uri, "")
        return output.replace("</head>", f"{data}</head>", 1) if data else output

    def _remove(self, names: set[str]) -> None:
        """Remove from the site what an earlier build of ours put there, and none will any more."""
        for name in names:
            Path(self._made[name]).unlink(missing_ok=True)

    def _build_all_anew(self, files: Files, config: MkDocsConfig) -> None:
        """Let all pages be built once more where the settings of the site have changed: they are on every page."""
        settings = Path(config.config_file_path).read_bytes()
        if self._settings and self._settings != settings:
            for path in (*(file.abs_dest_path for file in files), *self._made.values()):
                if path.endswith(".html"):
                    Path(path).unlink(missing_ok=True)
        self._settings = settings

    def _lift(self, uri: str, text: str) -> str:
        """Return a page with a place for each of its blocks of HTML, which stand in the page again once it is converted."""
        blocks = self._lifted[uri] = []
        parts = text.split("\n\n")
        for number, part in enumerate(parts):
            if part.startswith(_DATA):
                self._data[uri], parts[number] = part.strip(), ""
            elif part.startswith("<"):
                parts[number] = f'<div data-releasecard="{len(blocks)} {hash(part)}"></div>'
                blocks.append(part)
        return "\n\n".join(parts)

    def _collection(self, config: MkDocsConfig) -> Collection:
        paths = self._cards(config)
        for path in paths:
            if not os.path.lexists(path):
                _LOG.warning("no file or folder '%s'", path)
        try:
            folder = Path(self.config.settings or Path(config.config_file_path).absolute().parent)
            if not folder.is_dir():
                raise PluginError(f"`settings` names a folder, which '{visible(self.config.settings)}' is not")
            settings = load(folder)
            found = self._known.again(entries([path for path in paths if os.path.lexists(path)], settings, folder))
            self._tell(found, paths)
            if self._kept is not None:
                self._known.keep(found)
        except (ConfigError, BadPlugin) as error:
            raise PluginError(visible(str(error))) from error
        if settings.idle:  # of a folder that was named, whoever named it knows
            (_LOG.info if self.config.settings else _LOG.warning)(visible(settings.idle))
        return Collection(
            tuple(found), self.config.into.strip("/."), Urls(config.use_directory_urls, config.site_url or ""),
            "rules" if self.config.rules else "", "fields" if self.config.fields else "", config.site_name,
        )  # fmt: skip

    @staticmethod
    def _tell(found: Sequence[Entry], paths: Sequence[Path]) -> None:
        if not found:
            _LOG.warning("no card found in %s", ", ".join(map(str, paths)))
        for number, entry in enumerate(found):
            _progress("cards", number + 1, len(found))
            if broken([entry]):
                _LOG.warning("'%s' has errors; `releasecard lint` shows them", visible(entry.label))

    def _file(self, config: MkDocsConfig, uri: str, text: str) -> File:
        apart = uri.endswith(".md") and not uri.endswith("index.md")
        inclusion = InclusionLevel.NOT_IN_NAV if apart else InclusionLevel.UNDEFINED
        if self._kept is None:
            return File.generated(config, uri, content=text, inclusion=inclusion)
        kept = self._kept / uri
        if not kept.is_file() or kept.read_text("utf-8") != text:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, "utf-8")
        return File.generated(config, uri, abs_src_path=str(kept), inclusion=inclusion)

    def _cards(self, config: MkDocsConfig) -> list[Path]:
        base = Path(config.config_file_path).parent
        return [base / one for one in self.config.cards]


def _from(folder: Path, file: Path) -> str | None:
    """Return a file as seen from the folder of the pages, for the link to edit it."""
    try:
        return Path(os.path.relpath(file.absolute(), folder)).as_posix()
    except ValueError:
        return None


def _progress(what: str, number: int, total: int = 0) -> None:
    """Write a line for the command that runs this build, where it asked for it."""
    if os.environ.get(PROGRESS):
        sys.stdout.write(f"{PROGRESS} {what} {number} {total}\n")
        sys.stdout.flush()
