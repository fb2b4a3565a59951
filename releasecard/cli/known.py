"""The baseline of a run: findings that are known are taken out, or written down."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from releasecard.baseline import BaselineError, Found, Known, Sifted, load, sift, update
from releasecard.config import Config
from releasecard.safe import visible


def without_known(run: Sequence[Found], settings: Config) -> Sifted:
    """Return a run without the findings that the settings' baseline knows; all of it where there is none."""
    file = settings.baseline
    with _bad_files_are_misuse():
        known: Known = load(file) if file is not None else {}
    return sift(run, known, file or Path("baseline"), settings.applies)


def write_known(run: Sequence[Found], settings: Config) -> None:
    """Write the findings of a run into the settings' baseline, and say what that changed."""
    file = file_of(settings)
    with _bad_files_are_misuse():
        known: Known = load(file) if os.path.lexists(file) else {}
        change = update(run, known, file, settings.applies)
    findings = "finding" if change.size == 1 else "findings"
    click.echo(f"{visible(str(file))}: {change.size} {findings}, {change.new} new, {change.gone} gone", err=True)


def file_of(settings: Config) -> Path:
    """Return the file of the settings' baseline; none named is misuse."""
    if settings.baseline is None:
        raise click.UsageError(
            "--update-baseline needs a file: `--baseline releasecard-baseline.json`, or the setting `baseline`"
        )
    return settings.baseline


@contextmanager
def _bad_files_are_misuse() -> Iterator[None]:
    try:
        yield
    except BaselineError as error:
        raise click.UsageError(visible(str(error))) from error
