"""The MkDocs plugin: cards as pages of an existing site. A thin adapter over `pages`; the only importer of MkDocs."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from releasecard import pages, reference
from releasecard.config import ConfigError, load
from releasecard.extend import activate
from releasecard.pages.urls import Urls
from releasecard.safe import visible
from releasecard.site import broken, entries
from releasecard.values import PluginError as BadPlugin

_LOG = get_plugin_logger(__name__)


class ReleasecardConfig(Config):  # type: ignore[no-untyped-call]
    """`cards`: files and folders, relative to mkdocs.yml. `into`: where pages go. `rules`, `fields`: also explain these. `plugins` take part."""

    cards = options.ListOfItems(options.Type(str), default=["."])
    into = options.Type(str, default="cards")
    rules = options.Type(bool, default=False)
    fields = options.Type(bool, default=False)
    plugins = options.ListOfItems(options.Type(str), default=[])


class ReleasecardPlugin(BasePlugin[ReleasecardConfig]):  # type: ignore[no-untyped-call]
    """Adds an index of cards and a page for each; a page of the site's own with the same path is kept."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let plugins take part, watch the cards, and add the style."""
        try:
            activate(self.config.plugins)
        except BadPlugin as error:
            raise PluginError(visible(str(error))) from error
        config.watch.extend(str(path) for path in self._cards(config) if path.exists())
        config.extra_css.append(pages.STYLE)
        config.extra_javascript.append(pages.SCRIPT)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages; a card with errors has one too, and is a warning that `--strict` fails on."""
        paths = self._cards(config)
        for path in paths:
            if not path.exists():
                _LOG.warning("no file or folder '%s'", path)
        try:
            settings = load(Path(config.config_file_path).absolute().parent)
            collection = entries([path for path in paths if path.exists()], settings)
            faulty = broken(collection)
        except (ConfigError, BadPlugin) as error:
            raise PluginError(visible(str(error))) from error
        if settings.idle:
            _LOG.warning(visible(settings.idle))
        if not collection:
            _LOG.warning("no card found in %s", ", ".join(map(str, paths)))
        for file in faulty:
            _LOG.warning("'%s' has errors; `releasecard lint` shows them", visible(file))
        into = self.config.into.strip("/.")
        urls = Urls(config.use_directory_urls, config.site_url or "")
        rules, fields = "rules" if self.config.rules else "", "fields" if self.config.fields else ""
        content = pages.build(collection, into, urls, rules, fields)
        content |= reference.rules() if self.config.rules else {}
        content |= reference.fields() if self.config.fields else {}
        content |= pages.assets()
        for uri, text in content.items():
            if files.get_file_from_path(uri) is None:
                page = File.generated(config, uri, content=text)
                if not uri.endswith("index.md") and uri.endswith(".md"):
                    page.inclusion = InclusionLevel.NOT_IN_NAV
                files.append(page)
        return files

    def _cards(self, config: MkDocsConfig) -> list[Path]:
        base = Path(config.config_file_path).parent
        return [base / one for one in self.config.cards]
