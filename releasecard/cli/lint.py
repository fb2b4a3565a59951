"""`releasecard lint`: find cards, check them, report."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click

from releasecard import report
from releasecard.baseline import Found
from releasecard.cli import terminal
from releasecard.cli.cards import STDIN, bad_settings_are_misuse, cards_at
from releasecard.cli.known import file_of, without_known, write_known
from releasecard.cli.settings import with_settings
from releasecard.config import Config
from releasecard.discover import shelf_of
from releasecard.lint import Linted, lint as lint_card, lint_file, worst
from releasecard.shelf import Shelf
from releasecard.values import Profile

_MANY = 64


@click.command(short_help="Check cards, and show what to mend and why.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(report.FORMATS),
    default="full",
    show_default=True,
    help="How findings are written: for people (full, concise), programs (json), CI (the others).",
)
@click.option("--statistics", is_flag=True, help="How often each rule is broken; with full and concise, nothing else.")
@with_settings
@click.option("--update-baseline", is_flag=True, help="Write what is found into the baseline.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="Name for what `-` reads.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def lint(
    paths: tuple[Path, ...],
    format_: str,
    statistics: bool,
    exit_zero: bool,
    settings: Config,
    update_baseline: bool,
    stdin_filename: str,
    quiet: bool,
) -> None:
    """Check cards in files and folders (this folder, if none is named; - reads standard input).

    In folders, cards are files named card.yaml or *.card.yaml; .gitignore is respected.

    Exit code: 0 nothing at or above --fail-on (error), 1 findings at or above it, 2 misuse.
    """  # fmt: skip
    if statistics and format_ not in report.COUNTED:
        raise click.UsageError(f"--statistics goes with --format {', '.join(report.COUNTED)}, not with {format_}")
    if update_baseline:
        file_of(settings)
    cards = cards_at(paths or (Path(),), settings)
    results = _results(cards, settings, stdin_filename, update_baseline)
    _show(results, format_, statistics, quiet)
    gravest = worst(results.diagnostics)
    sys.exit(1 if gravest is not None and gravest >= settings.fail_on and not exit_zero else 0)


def _results(cards: list[Path], settings: Config, stdin_filename: str, update_baseline: bool) -> report.Results:
    linted = [_chosen(one, card, settings) for card, one in _all(cards, settings, stdin_filename)]
    names = [stdin_filename if card == STDIN else card.as_posix() for card in cards]
    run = [Found(Path(name), one) for name, one in zip(names, linted, strict=True)]
    if update_baseline:
        write_known(run, settings)
    linted, hidden, mended = without_known(run, settings)
    return report.Results(
        cards=names,
        diagnostics=[one for each in linted for one in each.diagnostics],
        suppressed=[one for each in linted for one in each.suppressed],
        fail_on=settings.fail_on,
        baseline=hidden if settings.baseline is not None else None,
        mended=mended,
    )


def _show(results: report.Results, format_: str, statistics: bool, quiet: bool) -> None:
    """Write results, and the summary: below them for people, beside them where a program reads the whole."""
    color = terminal.color()
    text = report.written(format_, results, color, statistics)
    click.echo(text + ("\n" if text and format_ == "full" else ""), nl=False, color=color)
    if not quiet:
        click.echo(report.summary(results), nl=False, err=format_ not in report.FOR_PEOPLE)


def _all(cards: list[Path], settings: Config, stdin_filename: str) -> Iterator[tuple[Path, Linted]]:
    """Lint every card: many on all processors, with a progress bar where a person waits for them."""
    with bad_settings_are_misuse():
        shelf = shelf_of((card for card in cards if card != STDIN), settings.shelf)
    one = partial(_one, shelf=shelf, profile=settings.profile, stdin_filename=stdin_filename)
    with _uncollected(), ExitStack() as stack:
        results: Iterator[Linted] = map(one, cards)
        if len(cards) >= _MANY and (os.cpu_count() or 1) > 1 and STDIN not in cards:
            from concurrent.futures import ProcessPoolExecutor

            workers = min(os.cpu_count() or 1, 8)
            pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(shelf, settings.profile))
            results = stack.enter_context(pool).map(_in_worker, cards, chunksize=16)
        if len(cards) >= _MANY and sys.stderr.isatty():
            bar = click.progressbar(results, length=len(cards), label="linting", file=sys.stderr)
            results = iter(stack.enter_context(bar))
        yield from zip(cards, results, strict=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage collector out: cards make no cycles, and it would take a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_HELD: dict[str, partial[Linted]] = {}
"""In a process of the pool: what lints a card there, with a shelf that keeps the cards which it has read."""


def _begin(shelf: Shelf, profile: Profile) -> None:
    gc.disable()
    _HELD["lint"] = partial(lint_file, shelf=shelf, profile=profile)


def _in_worker(card: Path) -> Linted:
    return _HELD["lint"](card)


def _one(card: Path, shelf: Shelf, profile: Profile, stdin_filename: str) -> Linted:
    if card == STDIN:
        return lint_card(terminal.standard_input(), stdin_filename, shelf, profile)
    return lint_file(card, shelf, profile)


def _chosen(linted: Linted, card: Path, settings: Config) -> Linted:
    return linted.only(lambda code: settings.applies(code, card))
