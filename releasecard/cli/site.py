"""`releasecard site`: build a documentation site of cards."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from releasecard.cli.plugins import named, with_plugins
from releasecard.safe import visible


@click.group(short_help="Publish cards as a documentation site.")
def site() -> None:
    """Publish cards as a documentation site (MkDocs with the Material theme)."""


@site.command()
@click.argument("cards", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("public"),
    show_default=True,
    metavar="DIR",
    help="Where the site goes; replaced if it was built by this command.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="A mkdocs.yml with the plugin `releasecard`."
)
@click.option("--strict", is_flag=True, help="Fail on warnings of the builder, and on cards with errors.")
@with_plugins
def build(cards: tuple[Path, ...], out: Path, config: Path | None, strict: bool) -> None:
    """Build a site of CARDS (files or folders) into --out.

    Without CARDS and --config, the mkdocs.yml of this folder decides if there is one; else all cards of this
    folder are shown.

    Exit code: 0 built, 1 the builder or a card failed, 2 misuse.
    """
    from releasecard.cli.cards import bad_settings_are_misuse, refuse_missing, say_idle
    from releasecard.config import load
    from releasecard.site import SiteError, build as build_site, build_configured

    if cards and config is not None:
        raise click.UsageError("name CARDS or --config, not both: a mkdocs.yml names its cards itself")
    refuse_missing(cards)
    own = Path("mkdocs.yml")
    config = config or (own if not cards and own.is_file() else None)
    if config is not None and named():
        raise click.UsageError(
            f"`{visible(str(config))}` names its plugins itself: `plugins: [...]` of its plugin `releasecard`"
        )
    if sys.stderr.isatty():
        click.echo("building the site ...", err=True)
    try:
        if config is not None:
            build_configured(config, out, strict=strict)
            shown = f"the site of {config}"
        else:
            with bad_settings_are_misuse():
                settings = load(Path.cwd())
                say_idle(settings)
                number = build_site(cards or (Path(),), out, settings, strict=strict)
            shown = f"{number} {'card' if number == 1 else 'cards'}"
    except SiteError as error:
        if error.misuse:
            raise click.UsageError(visible(str(error))) from error
        click.echo("\n".join(map(visible, f"Error: {error}".splitlines())), err=True)
        sys.exit(1)
    click.echo(f"built {visible(shown)}: {visible(str(out / 'index.html'))}")
