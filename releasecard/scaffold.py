"""A new release from a template. The only importer of cookiecutter, and late: it takes a while."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from releasecard.questions import defaults

_HERE: Final = Path(__file__).parent


class ScaffoldError(Exception):
    """The release cannot be written where it is wanted. The text says why and what to do."""


def template(kind: str) -> Path:
    """Return the folder of a kind's template: inside the installed package, or at the root of a checkout."""
    for folder in (_HERE / "templates", _HERE.parent / "templates"):
        if (folder / kind / "cookiecutter.json").is_file():
            return folder / kind
    raise ScaffoldError(f"the template of a {kind} is not installed; install releasecard anew")


def refuse_existing(target: Path) -> None:
    """Raise ScaffoldError where something stands at *target* already."""
    if os.path.lexists(target):
        raise ScaffoldError(f"`{target}` is there already; choose another name or folder: nothing is overwritten")


def scaffold(kind: str, answers: Mapping[str, str], into: Path, plugins: Sequence[str] = ()) -> list[Path]:
    """Write a new release below *into* and return its files. Nothing is overwritten, nothing is left half-done.

    *answers* are good ones (see `questions.problems`); those that are missing are the defaults. They are inserted
    as text: cookiecutter's own rendering of answers would run what is written in them. *plugins* name those that
    take part: their fields are on the card, and what runs on it names them.
    """
    full = {**defaults(kind), **answers}
    target = into / full["name"]
    refuse_existing(target)
    source = template(kind)
    settings = {**_settings(source), "_plugins": ",".join(plugins)}
    context: dict[str, dict[str, object]] = {"cookiecutter": {**full, **settings}}
    try:
        into.mkdir(parents=True, exist_ok=True)
        _move(_rendered(kind, source, context), target)
    except OSError as error:
        raise ScaffoldError(f"cannot write `{target}`: {error.strerror}; nothing was written") from error
    return sorted(path for path in target.rglob("*") if path.is_file())


def _rendered(kind: str, source: Path, context: dict[str, dict[str, object]]) -> Path:
    """Render the template into a folder of its own and return it."""
    from cookiecutter.generate import generate_files

    from releasecard.fmt import formatted

    workshop = Path(tempfile.mkdtemp(prefix="releasecard-"))
    if any(mark in str(workshop) for mark in ("{{", "{%", "{#")):
        shutil.rmtree(workshop)  # cookiecutter renders the whole path: a folder's name would run
        raise ScaffoldError(f"the folder for temporary files, `{workshop}`, has a name that templates would run")
    if context["cookiecutter"]["_plugins"]:
        source = _with_plugins(kind, source, workshop / "template")
    made = Path(generate_files(str(source), context, str(workshop), accept_hooks=False))
    shutil.rmtree(workshop / "template", ignore_errors=True)
    card = made / "card.yaml"
    card.write_text(formatted(card.read_text("utf-8")).text, "utf-8")  # an answer may need no quotes
    return made


def _with_plugins(kind: str, source: Path, folder: Path) -> Path:
    """Copy a template, with the fields of the plugins that take part on its card and in its schema."""
    from releasecard import json_schema
    from releasecard.template import card_template

    shutil.copytree(source, folder)
    inside = folder / "{{cookiecutter.name}}"
    (inside / "card.yaml").write_text(card_template(kind), "utf-8")
    (inside / "card.schema.json").write_text(json_schema.text(kind), "utf-8")
    return folder


def _move(made: Path, target: Path) -> None:
    """Put a rendered folder in its place at once: readers see all of it or nothing, and nothing is merged."""
    beside = Path(tempfile.mkdtemp(prefix=".releasecard-", dir=target.parent))
    try:
        shutil.copytree(made, beside / "made")
        os.rename(beside / "made", target)  # noqa: PTH104 a rename onto what is there must fail
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(made.parent, ignore_errors=True)


def _settings(source: Path) -> dict[str, object]:
    """Return what a template sets for its rendering: the keys of its questions that start with `_`."""
    import json

    content = json.loads((source / "cookiecutter.json").read_text("utf-8"))
    return {key: value for key, value in content.items() if key.startswith("_") and not key.startswith("__")}
