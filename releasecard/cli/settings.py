"""The options that decide how cards are judged, and the settings that they make with those of the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from releasecard.cli.cards import bad_settings_are_misuse, refuse_missing, say_idle
from releasecard.cli.plugins import with_plugins
from releasecard.config import Config, load
from releasecard.values import Profile, Severity

_FILE: Final = click.Path(path_type=Path)
_OPTIONS: Final = (
    click.option("--select", multiple=True, metavar="CODES", help="Rules to apply: codes or prefixes, by comma."),
    click.option("--ignore", multiple=True, metavar="CODES", help="Rules not to apply."),
    click.option(
        "--fail-on", type=click.Choice([str(one) for one in Severity]),
        help="Least severity that makes the exit code 1.",
    ),
    click.option(
        "--profile", type=click.Choice([one.value for one in Profile]),
        help="How strictly cards are held: strict leaves nothing open.",
    ),
    click.option(
        "--shelf", type=_FILE, multiple=True, metavar="PATH",
        help="Cards that others may refer to, not linted: a file or folder.",
    ),
    click.option("--baseline", type=_FILE, metavar="FILE", help="Findings that are known and not shown."),
    click.option("--config", type=_FILE, help="Settings file in place of the nearest one."),
    click.option("--isolated", is_flag=True, help="Read no settings file."),
)  # fmt: skip


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options above; what they come to is its argument `settings`."""

    @wraps(command)
    def configured(
        select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str | None, profile: str | None,
        shelf: tuple[Path, ...], baseline: Path | None, config: Path | None, isolated: bool, **rest: Any,
    ) -> Any:  # fmt: skip
        refuse_missing(shelf)
        with bad_settings_are_misuse():
            settings = Config() if isolated else load(Path.cwd(), config)
            settings = settings.with_options(select, ignore, fail_on).with_cards(shelf, profile, baseline)
        say_idle(settings)
        return command(settings=settings, **rest)

    for option in reversed(_OPTIONS):
        configured = option(configured)
    return with_plugins(configured)
