"""`releasecard new`: ask, check, write."""

from __future__ import annotations

from pathlib import Path

import click

from releasecard.cli.plugins import named, with_plugins
from releasecard.questions import QUESTIONS, Question, asked, defaults, options, problem, problems
from releasecard.safe import visible


@click.command(short_help="Scaffold a card for a release, with what belongs beside it.")
@click.argument("kind", type=click.Choice(list(QUESTIONS)))
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="An answer; may be given again.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="A YAML file of answers.")
@click.option("--no-input", is_flag=True, help="Ask nothing: defaults where no answer is given.")
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path(), metavar="FOLDER", help="Where the release's folder goes."
)
@with_plugins
def new(
    kind: str, name: str | None, settings: tuple[str, ...], answers: Path | None, no_input: bool, into: Path
) -> None:
    """Scaffold a release of KIND in a folder NAME.

    It holds a card with its to-do list, a README, a pre-commit hook, a CI workflow and a site.
    Answers come from --set, --answers and questions, in this order. Nothing is overwritten.
    """
    from releasecard.scaffold import ScaffoldError, scaffold

    given = _given(name, settings, answers)
    _refuse_bad(problems(kind, given, to_come=not no_input))
    try:
        full = defaults(kind) | given if no_input else _asked(kind, given, into)
        files = scaffold(kind, full, into, named())
    except ScaffoldError as error:
        raise click.UsageError(visible(str(error))) from error
    folder = into / full["name"]
    click.echo(f"wrote {visible(str(folder))}/:")
    for file in files:
        click.echo(f"  {visible(file.relative_to(folder).as_posix())}")
    with_them = f" --plugins {','.join(named())}" if named() else ""
    click.echo(f"next: releasecard lint {visible(str(folder))}{with_them}   # the card's to-do list")
    _warn_path(full)


def _refuse_bad(lines: list[str]) -> None:
    if lines:
        raise click.UsageError("bad answers\n" + "\n".join(f"  {visible(line)}" for line in lines))


def _given(name: str | None, settings: tuple[str, ...], file: Path | None) -> dict[str, str]:
    from releasecard.answers import AnswersError, from_file

    try:
        given = from_file(file) if file is not None else {}
    except AnswersError as error:
        raise click.UsageError(f"--answers {visible(str(error))}") from error
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(f"--set {visible(setting)}: write KEY=VALUE")
        given[key.strip()] = value.strip()
    if name is not None:
        given["name"] = name
    return given


def _asked(kind: str, given: dict[str, str], into: Path) -> dict[str, str]:
    """Ask what was not given, in order; what the answers so far make pointless keeps its default."""
    from releasecard.scaffold import refuse_existing

    full = defaults(kind) | given
    for question in QUESTIONS[kind]:
        if question.key not in given and question in asked(kind, full):
            full[question.key] = _ask(question, full)
        if question.key == "name":
            refuse_existing(into / full["name"])  # before anybody answers the rest in vain
    _refuse_bad(
        problems(kind, {key: full[key] for key in given} | {one.key: full[one.key] for one in asked(kind, full)})
    )
    return full


def _ask(question: Question, full: dict[str, str]) -> str:
    allowed = options(question, full)
    if isinstance(question.choices, dict):
        width = max(map(len, allowed))
        click.echo("\n".join(f"  {word:<{width}}  {question.choices[word]}" for word in allowed))
    elif allowed:
        click.echo(f"  {', '.join(allowed)}")
    default = question.default if not problem(question, question.default, full) else None
    while True:
        answer: str = click.prompt(question.prompt, default=default, type=str).strip()
        said = problem(question, answer, full)
        if not said:
            return answer
        click.echo(f"  {visible(said)}")


def _warn_path(full: dict[str, str]) -> None:
    import shutil

    if full["hook"] == "installed" and shutil.which("releasecard") is None:
        click.echo(
            "note: the pre-commit hook runs `releasecard`, which is not on your PATH; activate its environment first"
        )
