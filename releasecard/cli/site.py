"""`releasecard site`: build, serve and write a documentation site of cards."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from releasecard.cli.plugins import named, with_plugins
from releasecard.safe import visible

_FILE: Final = click.Path(path_type=Path)
_OWN: Final = Path("mkdocs.yml")
_ODD: Final = re.compile(r"[\s\x00-\x1f<>\"\\\ud800-\udfff]")
"""What no address holds."""


class _Folder(click.Path):
    """A folder, never by an empty name, which is what a variable leaves that was not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("an empty name is no folder", param, ctx)
        return super().convert(value, param, ctx)


_FOLDER: Final = _Folder(path_type=Path)


@click.group(short_help="Publish cards as a documentation site.")
def site() -> None:
    """Publish cards as a documentation site (MkDocs with the Material theme)."""


def _of_cards(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the cards it is about, or the settings of a site that names them."""
    command = click.option("--config", type=_FILE, metavar="FILE", help="A mkdocs.yml with the plugin `releasecard`.")(
        command
    )
    return with_plugins(click.argument("cards", nargs=-1, type=_FILE)(command))


@site.command()
@_of_cards
@click.option(
    "--out", type=_FOLDER, default=Path("public"), show_default=True, metavar="DIR",
    help="Where the site goes; replaced if it was built by this command.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on warnings of the builder, and on cards with errors.")
def build(cards: tuple[Path, ...], out: Path, config: Path | None, strict: bool) -> None:
    """Build a site of CARDS (files or folders) into --out.

    Without CARDS and --config, the mkdocs.yml of this folder decides if there is one; else all cards of this
    folder are shown.

    Exit code: 0 built, 1 the builder or a card failed, 2 misuse.
    """
    from releasecard import site as sites

    config = _configured(cards, config)
    with _failures(), _progress() as tell:
        if config is not None:
            sites.build_configured(config, out, strict=strict, tell=tell)
            shown = f"the site of {config}"
        else:
            number = sites.build(_or_here(cards), out, Path.cwd(), named(), strict=strict, tell=tell)
            shown = _cards(number)
    click.echo(f"built {visible(shown)}: {visible(str(out / 'index.html'))}")


@site.command()
@_of_cards
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where the site is served."
)
def serve(cards: tuple[Path, ...], config: Path | None, address: str) -> None:
    """Serve a site of CARDS (files or folders), and build it anew when a card is edited; browsers reload.

    Which cards are shown is decided as by `build`. Ctrl-C ends it.
    """
    from releasecard import builder, site as sites

    config = _configured(cards, config)
    with _failures():
        builder.refuse_taken(address)
        code = (
            sites.serve_configured(config, address)
            if config
            else sites.serve(_or_here(cards), address, Path.cwd(), named())
        )
    sys.exit(1 if code else 0)


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Refuse what is no address of a site: it goes into the feed and what is copied from the pages."""
    try:
        found = urlsplit(value)
        odd = _ODD.search(value) or found.query or found.fragment or found.port == 0  # a port that is none raises
        good = found.scheme in {"http", "https"} and found.hostname and not odd
    except ValueError:
        good = False
    if value and not good:
        said = f"`{visible(value)}` is no address of a site, such as https://example.org/cards/"
        raise click.BadParameter(said)
    return value


@site.command()
@click.argument("cards", nargs=-1, type=_FILE)
@click.option(
    "--into",
    type=_FOLDER,
    required=True,
    metavar="DIR",
    help="Where the pages go: a folder below the `docs_dir` of your site.",
)
@click.option("--rules/--no-rules", default=True, show_default=True, help="Also write pages that explain the rules.")
@click.option("--fields", is_flag=True, help="Also write pages that explain the fields.")
@click.option(
    "--directory-urls/--no-directory-urls",
    default=True,
    show_default=True,
    help="As `use_directory_urls` of your site.",
)
@click.option(
    "--base", default="", metavar="URL", callback=_address,
    help="The address that DIR will have, for the feed and the badges to embed.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail, when all is written, if a card has errors.")
@with_plugins
def write(
    cards: tuple[Path, ...], into: Path, rules: bool, fields: bool, directory_urls: bool, base: str, strict: bool
) -> None:
    """Write the pages of CARDS (files or folders; all of this folder if none) below --into, for builders that run no plugin.

    What is there already is replaced only if this command wrote it and nobody changed it since; pages of cards that are gone
    are removed.

    Exit code: 0 written, 1 a card has errors and --strict was asked, 2 misuse.
    """
    from releasecard import disk, site as sites
    from releasecard.cli.cards import bad_settings_are_misuse, cards_at, say_idle
    from releasecard.config import load
    from releasecard.edit.file import WriteError

    with bad_settings_are_misuse():
        settings = load(Path.cwd())
        say_idle(settings)
        found = sites.entries(cards_at(_or_here(cards), settings), settings)
        content = sites.on_disk(found, directory=directory_urls, base=base, rules=rules, fields=fields)
    try:
        done = disk.write(content, into)
    except (disk.TakenError, WriteError) as error:
        raise click.UsageError(visible(str(error))) from error
    except OSError as error:
        raise click.UsageError(f"cannot write `{visible(str(into))}`: {error.strerror}") from error
    for name in done.kept:
        click.echo(f"kept `{visible(str(into / name))}`: its card is gone, but somebody has edited the page", err=True)
    broken = sites.broken(found)
    for file in broken:
        click.echo(f"`{visible(file)}` has errors; `releasecard lint` shows them", err=True)
    changed = len(done.changed)
    said = f", {len(done.removed)} removed" if done.removed else ""
    click.echo(
        f"{len(content)} files of {_cards(len(found))} in {visible(str(into))}: {changed} written, {len(content) - changed} as before{said}"
    )
    sys.exit(1 if strict and broken else 0)


@site.command()
@click.argument("cards", nargs=-1, type=_FILE)
@click.option("--name", default="Release cards", show_default=True, help="What the site is called.")
def init(cards: tuple[Path, ...], name: str) -> None:
    """Write a mkdocs.yml and a home page, for whoever wants a site with pages of its own: of CARDS, or of all of this folder.

    A home page that is there already is kept.

    Exit code: 0 written, 2 something is there already.
    """
    from releasecard.cli.cards import refuse_missing
    from releasecard.edit.file import WriteError, put
    from releasecard.starter import HOME, starter

    refuse_missing(cards)
    home = Path("docs", "index.md")
    taken = [path for path in (_OWN, Path("mkdocs.yaml")) if path.exists() or path.is_symlink()]
    if taken:
        raise click.UsageError(f"`{taken[0]}` is there already; nothing is overwritten")
    if not name.strip():
        raise click.BadParameter("a site has a name", param_hint="'--name'")
    if os.path.lexists(home.parent) and not home.parent.is_dir():
        raise click.UsageError(f"`{home.parent}` is not a folder, and the pages of the site go there")
    missing = not os.path.lexists(home)
    if not missing and not home.is_file():
        raise click.UsageError(f"`{home}` is there and is no file, and the home page of the site goes there")
    try:
        shown = [path.as_posix() for path in _or_here(cards)]
        settings, page = starter(name, shown).encode(), HOME.format(name=" ".join(name.split())).encode()
    except UnicodeEncodeError as error:
        raise click.UsageError("a name is text, of the site and of cards") from error
    try:
        if missing:
            home.parent.mkdir(exist_ok=True)
            put(home, page)
        put(_OWN, settings)
    except (OSError, WriteError) as error:
        raise click.UsageError(visible(str(error))) from error
    wrote = f"{_OWN} and {home}" if missing else f"{_OWN}, and kept {home}"
    click.echo(f"wrote {wrote}; `releasecard site build` builds the site, `releasecard site serve` shows it")


def _configured(cards: tuple[Path, ...], config: Path | None) -> Path | None:
    """Return the settings file of the site that is meant, None for one of cards alone."""
    from releasecard.cli.cards import bad_settings_are_misuse, refuse_missing, say_idle
    from releasecard.config import load

    if cards and config is not None:
        raise click.UsageError("name CARDS or --config, not both: a mkdocs.yml names its cards itself")
    refuse_missing(cards)
    for path in cards:
        own = path / _OWN
        if own.is_file():
            click.echo(f"`{visible(str(own))}` is not read, these cards alone are shown; --config names it", err=True)
    config = config or (_OWN if not cards and _OWN.is_file() else None)
    if config is not None and named():
        raise click.UsageError(
            f"`{visible(str(config))}` names its plugins itself: `plugins: [...]` of its plugin `releasecard`"
        )
    if config is None:
        with bad_settings_are_misuse():
            say_idle(load(Path.cwd()))
    return config


def _cards(number: int) -> str:
    return f"{number} {'card' if number == 1 else 'cards'}"


def _or_here(cards: tuple[Path, ...]) -> tuple[Path, ...]:
    return cards or (Path(),)


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what keeps a site from being built into a message and an exit code."""
    from releasecard.builder import SiteError, ended_in_order
    from releasecard.cli.cards import bad_settings_are_misuse

    try:
        with ended_in_order(), bad_settings_are_misuse():
            yield
    except SiteError as error:
        if error.misuse:
            raise click.UsageError(visible(str(error))) from error
        click.echo("\n".join(map(visible, f"Error: {error}".splitlines())), err=True)
        sys.exit(1)


@contextmanager
def _progress() -> Iterator[Any]:
    """Give whom to tell how far a build is: on a terminal one line that is written over, else nobody."""
    from releasecard.builder import silent

    if not sys.stderr.isatty():
        yield silent
        return

    def tell(what: str, number: int, total: int) -> None:
        of = f" of {total}" if total else ""
        click.echo(f"\r\033[Kbuilding the site: {what} {number}{of}", nl=False, err=True)

    tell("cards", 0, 0)
    try:
        yield tell
    finally:
        click.echo("\r\033[K", nl=False, err=True)
