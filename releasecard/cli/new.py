"""`releasecard new`: ask, check, write."""

from __future__ import annotations

from pathlib import Path

import click

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
def new(
    kind: str, name: str | None, settings: tuple[str, ...], answers: Path | None, no_input: bool, into: Path
) -> None:
    """Scaffold a release of KIND in a folder NAME.

    It holds a card with its to-do list, a README, a pre-commit hook, a CI workflow and a site.
    Answers come from --set, --answers and questions, in this order. Nothing is overwritten.
    """
    from releasecard.scaffold import ScaffoldError, scaffold

    given = _given(name, settings, answers)
    bad = problems(kind, given)
    # What was not given is asked for or has a default that `problems` has seen.
    if not no_input:
        bad = [line for line in bad if line.split(":")[0] in given or ": no such question" in line]
    if bad:
        raise click.UsageError("bad answers\n" + "\n".join(f"  {visible(line)}" for line in bad))
    full = defaults(kind) | given
    if not no_input:
        full = _asked(kind, given)
    try:
        files = scaffold(kind, full, into)
    except ScaffoldError as error:
        raise click.UsageError(visible(str(error))) from error
    folder = into / full["name"]
    click.echo(f"wrote {visible(str(folder))}/:")
    for file in files:
        click.echo(f"  {visible(file.relative_to(folder).as_posix())}")
    click.echo(f"next: releasecard lint {visible(str(folder))}   # the card's to-do list")
    _warn_path(full)


def _given(name: str | None, settings: tuple[str, ...], file: Path | None) -> dict[str, str]:
    given = _from_file(file) if file is not None else {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(f"--set {visible(setting)}: write KEY=VALUE")
        given[key.strip()] = value.strip()
    if name is not None:
        given["name"] = name
    return given


def _from_file(file: Path) -> dict[str, str]:
    from releasecard.document import read
    from releasecard.lint import decode

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"--answers {visible(str(file))}: {error.strerror}") from error
    text = decode(content)
    document = read(text) if isinstance(text, str) else None
    if document is None or document.faults:
        fault = document.faults[0] if document is not None else text
        line = document.place(fault.span.start).line if document is not None else 1  # type: ignore[union-attr]
        raise click.UsageError(f"--answers {visible(str(file))}:{line}: {fault.message}")  # type: ignore[union-attr]
    if not isinstance(document.data, dict):
        raise click.UsageError(f"--answers {visible(str(file))}: write `key: value` lines")
    return {key: _answer(file, key, document.root.children[key]) for key in document.data}


def _answer(file: Path, key: str, node: object) -> str:
    text, children = getattr(node, "text", None), getattr(node, "children", {})
    parts = [text] if text is not None else [child.text for child in children.values()]
    if not all(isinstance(part, str) for part in parts) or getattr(node, "keys", None):
        raise click.UsageError(f"--answers {visible(str(file))}: `{visible(key)}` is a text, or a list of texts")
    return ", ".join(str(part) for part in parts)


def _asked(kind: str, given: dict[str, str]) -> dict[str, str]:
    """Ask what was not given, in order; what the answers so far make pointless keeps its default."""
    full = defaults(kind) | given
    for question in QUESTIONS[kind]:
        if question.key in given or question not in asked(kind, full):
            continue
        full[question.key] = _ask(question, full)
    return full


def _ask(question: Question, full: dict[str, str]) -> str:
    allowed = options(question, full)
    if allowed:
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
