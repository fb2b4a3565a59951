"""`releasecard lint`: find cards, check them, report."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from releasecard import report
from releasecard.baseline import Found
from releasecard.cli import terminal
from releasecard.cli.cards import STDIN, bad_settings_are_misuse, cards_at
from releasecard.cli.known import file_of, without_known, write_known
from releasecard.cli.settings import with_settings
from releasecard.config import Config
from releasecard.discover import shelf_of
from releasecard.extend import activate, active
from releasecard.lint import Linted, lint as lint_card, lint_file, lint_text, worst
from releasecard.shelf import Shelf
from releasecard.values import Diagnostic, Profile

if TYPE_CHECKING:
    from releasecard.cli.fixing import Mended
    from releasecard.fix import Find

_MANY = 64


class _Run(NamedTuple):
    """What is linted, and by which settings; what `-` reads, and what that is called."""

    cards: list[Path]
    settings: Config
    piped: bytes
    stdin_filename: str

    def name(self, card: Path) -> str:
        """Return what diagnostics call a card's file."""
        return self.stdin_filename if card == STDIN else card.as_posix()

    def found(self, linted: Sequence[Linted]) -> list[Found]:
        """Return what was found on each card, as a baseline takes it."""
        return [Found(Path(self.name(card)), one) for card, one in zip(self.cards, linted, strict=True)]


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
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, then show what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Count, and with --fix make, fixes that add what you did not write.")
@click.option(
    "--diff", is_flag=True, help="Write nothing; show what --fix would change, and exit with 1 if that is anything."
)
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
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    update_baseline: bool,
    stdin_filename: str,
    quiet: bool,
) -> None:
    """Check cards in files and folders (this folder, if none is named; - reads standard input).

    In folders, cards are files named card.yaml or *.card.yaml; .gitignore is respected.

    Exit code: 0 nothing at or above --fail-on (error), 1 findings at or above it, 2 misuse.
    """  # fmt: skip
    _refuse_misuse(statistics, format_, settings, update_baseline, diff)
    if settings.idle and (fix or diff):
        raise click.UsageError("--fix would take fields of plugins that are not run for slips: run them, or --isolated")
    run = _run(paths, settings, stdin_filename, alone=fix or diff)
    linted = _linted(run)
    mended = _fix(run, linted, unsafe_fixes, diff) if fix or diff else None
    if mended is not None and diff:
        sys.exit(mended.say_due(len(run.cards), quiet))
    if mended is not None and mended.findings:
        run = run._replace(piped=mended.piped)
        linted = _linted(run)
    results = replace(_results(run, linted, update_baseline), fixed=mended and mended.findings, unsafe=unsafe_fixes)
    _show(results, format_, statistics, quiet, aside=mended is not None and STDIN in run.cards)
    gravest = worst(results.diagnostics)
    failed = gravest is not None and gravest >= settings.fail_on and not exit_zero
    sys.exit(1 if failed or (mended is not None and mended.failed) else 0)


def _refuse_misuse(statistics: bool, format_: str, settings: Config, update_baseline: bool, diff: bool) -> None:
    if statistics and format_ not in report.COUNTED:
        raise click.UsageError(f"--statistics goes with --format {', '.join(report.COUNTED)}, not with {format_}")
    if update_baseline and diff:
        raise click.UsageError("--diff writes nothing, and so no baseline")
    if update_baseline:
        file_of(settings)


def _run(paths: tuple[Path, ...], settings: Config, stdin_filename: str, alone: bool) -> _Run:
    if alone and STDIN in paths and len(paths) > 1:
        raise click.UsageError("`-` stands alone: what it reads has no file to go back to")
    cards = cards_at(paths or (Path(),), settings)
    return _Run(cards, settings, terminal.standard_input() if STDIN in cards else b"", stdin_filename)


def _linted(run: _Run) -> list[Linted]:
    return [_chosen(one, card, run.settings) for card, one in _all(run)]


def _fix(run: _Run, linted: list[Linted], unsafe: bool, diff: bool) -> Mended:
    """Fix what is shown of what was found; what a baseline knows stays."""
    from releasecard.cli.fixing import fix_cards

    settings, shelf = run.settings, _shelf(run)

    def find(card: Path) -> Find:
        def found(text: str) -> list[Diagnostic]:
            one = _chosen(lint_text(text, run.name(card), shelf, settings.profile), card, settings)
            return without_known([Found(Path(run.name(card)), one)], settings).cards[0].diagnostics

        return found

    shown = without_known(run.found(linted), settings).cards
    return fix_cards(list(zip(run.cards, shown, strict=True)), find, run.piped, unsafe=unsafe, diff=diff)


def _results(run: _Run, linted: list[Linted], update_baseline: bool) -> report.Results:
    settings, found = run.settings, run.found(linted)
    if update_baseline:
        write_known(found, settings)
    linted, hidden, mended = without_known(found, settings)
    names = [run.name(card) for card in run.cards]
    return report.Results(
        cards=names,
        diagnostics=[one for each in linted for one in each.diagnostics],
        suppressed=[one for each in linted for one in each.suppressed],
        fail_on=settings.fail_on,
        baseline=hidden if settings.baseline is not None else None,
        mended=mended,
        verdicts=[(name, one) for name, each in zip(names, linted, strict=True) for one in each.verdicts],
    )


def _show(results: report.Results, format_: str, statistics: bool, quiet: bool, aside: bool) -> None:
    """Write results, and the summary: below them for people, beside them where a program reads the whole.

    *aside*: all of it on standard error, because a card goes to standard output.
    """
    color = terminal.color()
    text = report.written(format_, results, color, statistics)
    click.echo(text + ("\n" if text and format_ == "full" else ""), nl=False, color=color, err=aside)
    if not quiet:
        click.echo(report.summary(results), nl=False, err=aside or format_ not in report.FOR_PEOPLE)


def _shelf(run: _Run) -> Shelf:
    with bad_settings_are_misuse():
        return shelf_of((card for card in run.cards if card != STDIN), run.settings.shelf)


def _all(run: _Run) -> Iterator[tuple[Path, Linted]]:
    """Lint every card: many on all processors, with a progress bar where a person waits for them."""
    cards, profile, shelf = run.cards, run.settings.profile, _shelf(run)
    one = partial(_one, run=run, shelf=shelf)
    with _uncollected(), ExitStack() as stack:
        results: Iterator[Linted] = map(one, cards)
        if len(cards) >= _MANY and (os.cpu_count() or 1) > 1 and STDIN not in cards:
            from concurrent.futures import ProcessPoolExecutor

            workers = min(os.cpu_count() or 1, 8)
            pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(shelf, profile, active()))
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


def _begin(shelf: Shelf, profile: Profile, plugins: tuple[str, ...]) -> None:
    gc.disable()
    activate(plugins)
    _HELD["lint"] = partial(lint_file, shelf=shelf, profile=profile)


def _in_worker(card: Path) -> Linted:
    return _HELD["lint"](card)


def _one(card: Path, run: _Run, shelf: Shelf) -> Linted:
    if card == STDIN:
        return lint_card(run.piped, run.stdin_filename, shelf, run.settings.profile)
    return lint_file(card, shelf, run.settings.profile)


def _chosen(linted: Linted, card: Path, settings: Config) -> Linted:
    return linted.only(lambda code: settings.applies(code, card))
