"""The option that names plugins: they take part before anything else is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

_KEY: Final = "releasecard.plugins"


def named() -> tuple[str, ...]:
    """Return the plugins that the command line names; they take part by now."""
    names: tuple[str, ...] = click.get_current_context().meta.get(_KEY, ())
    return names


def _activate(context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> None:
    names = tuple(dict.fromkeys(one.strip() for word in words for one in word.split(",") if one.strip()))
    if names:
        from releasecard.extend import activate

        activate(names)
        context.meta[_KEY] = names


def with_plugins(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--plugins`."""
    option = click.option(
        "--plugins", multiple=True, metavar="NAMES", expose_value=False, is_eager=True, callback=_activate,
        help="Installed plugins whose fields and rules take part.",
    )  # fmt: skip
    return option(command)
