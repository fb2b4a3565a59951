"""Answers for a new card from a YAML file, with places in its faults."""

from __future__ import annotations

from pathlib import Path

from releasecard.document import read
from releasecard.document.nodes import Fault, Node
from releasecard.lint import content_of, decode


class AnswersError(Exception):
    """The file cannot be read, or holds something else than answers. The text says where and what."""


def from_file(file: Path) -> dict[str, str]:
    """Return the answers of a file of `key: value` lines; a list is joined by commas, a number keeps its text."""
    try:
        text = decode(content_of(file))
    except OSError as error:
        raise AnswersError(f"{file}: {error.strerror}") from error
    if isinstance(text, Fault):
        raise AnswersError(f"{file}: {text.message}")
    document = read(text)
    for fault in document.faults:
        raise AnswersError(f"{file}:{document.place(fault.span.start).line}: {fault.message}")
    if not isinstance(document.data, dict):
        raise AnswersError(f"{file}: write `key: value` lines")
    answers = {key: _text(document.root.children[key]) for key in document.data}
    for key, answer in answers.items():
        if answer is None:
            line = document.place(document.locate((key,), "key").start).line
            raise AnswersError(f"{file}:{line}: `{key}` is a text, or a list of texts")
    return {key: answer for key, answer in answers.items() if answer is not None}


def _text(node: Node) -> str | None:
    if node.text is not None:
        return node.text
    parts = [child.text for child in node.children.values()]
    if node.keys or None in parts:
        return None
    return ", ".join(part for part in parts if part is not None)
