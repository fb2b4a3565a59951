"""The command line. Commands are imported when they run: `--help` and `--version` load nothing heavy."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import Final

import click

from releasecard import __version__
from releasecard.values import PluginError

COMMANDS: Final = {
    "new": ("releasecard.cli.new", "Scaffold a card for a release, with what belongs beside it."),
    "lint": ("releasecard.cli.lint", "Check cards, and show what to mend and why."),
    "show": ("releasecard.cli.show", "Read a card in the terminal."),
    "fmt": ("releasecard.cli.fmt", "Bring cards into their canonical form."),
    "upgrade": ("releasecard.cli.upgrade", "Bring cards of older formats to the newest."),
    "rule": ("releasecard.cli.explain", "Explain a rule, or list them all."),
    "field": ("releasecard.cli.explain", "Explain a field of a card, or list them."),
    "schema": ("releasecard.cli.schema", "Print the JSON Schema of a card, for editors."),
    "site": ("releasecard.cli.site", "Publish cards as a documentation site."),
}
"""Each command's module and its line in `--help`."""


class _Refused(click.ClickException):
    exit_code = 2

    def show(self, file: object = None) -> None:
        from releasecard.safe import visible

        click.echo(f"Error: {visible(self.message)}", err=True)


class LazyGroup(click.Group):
    """A group that knows its commands' one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name][0]), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a plugin did wrong is no fault of the program: it is said, and the exit code is 2."""
        try:
            return super().invoke(ctx)
        except PluginError as error:
            raise _Refused(str(error)) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name not in COMMANDS and not name.startswith("-"):
            from releasecard.formats import nearest
            from releasecard.safe import visible

            near = nearest(name, COMMANDS)
            ctx.fail(f"no command `{visible(name)}`." + (f" Did you mean `{near}`?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def main() -> None:
    """Scaffold, lint and publish release cards for reasoning data and training recipes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or pipe of few characters shows the others written out
            stream.reconfigure(errors="backslashreplace")
