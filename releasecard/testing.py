"""For tests of rules, ours and those of plugins: a small right card, and a rule held against its own two cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from releasecard.lint import lint_file
from releasecard.rules.examples import VERIFIER
from releasecard.rules.rule import Rule
from releasecard.shelf import EMPTY, Shelf
from releasecard.values import Diagnostic

CARD: Final = (
    """\
releasecard: 1
kind: dataset
name: small
version: "1.0"
title: Small
summary: A small right card.
released: 2026-03-01
card: {by: Example Lab, date: 2026-03-02, stance: first_party}
license: {data: MIT}
links: {data: "https://example.org/d"}
languages: [en]
domains: [math]
training_use: [evaluation]
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 500
    distinct: 500
    fields:
      question: {role: task, type: string}
      answer: {role: [behavior, feedback], type: string, verifier: final-answer}
"""
    + VERIFIER
    + """\
claims: not_stated
provenance:
  prompts:
    from:
      pool: {kind: human_written, license: MIT, relation: copied, records: 500}
  filters: {not_applicable: all rows are kept}
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: none, risks: not_stated}
baselines: not_measured
"""
)
"""A small right card."""

_TOP: Final = re.compile(r"(?m)^(?=[^\s#])")
_MARK: Final = re.compile(r"# <- ((?:[A-Z]{2,8}\d{3} ?)+)")


def with_sections(fragment: str, base: str = CARD) -> str:
    """Return the base card with the fragment's top-level sections in place of its own of the same name.

    A fragment whose first line is no key (`- x`, `---`) or that names its format is a whole card already.
    """
    if re.match(r"-\s", fragment):
        return fragment
    blocks = [block for block in _TOP.split(fragment.rstrip("\n") + "\n") if block]
    names = {block.split(":")[0] for block in blocks}
    kept = [block for block in _TOP.split(base) if block and block.split(":")[0] not in names]
    rest = [block for block in blocks if block.split(":")[0] not in ("releasecard", "kind")]
    head = [block for block in blocks if block not in rest]
    whole = [*head, *kept, *rest]
    format_first = sorted(whole, key=lambda block: not block.startswith(("releasecard:", "%")))
    return "".join(format_first).rstrip("\n") + "\n"


def marked(text: str) -> set[tuple[int, str]]:
    """Return the lines of a card that say which rules find something there, each with the rule's code."""
    lines = enumerate(text.splitlines(), start=1)
    return {(number, code) for number, line in lines for match in _MARK.finditer(line) for code in match[1].split()}


def linted(example: str) -> list[Diagnostic]:
    """Lint an example: a card, or the first of several that `---` divides, with the others on its shelf."""
    fragment, *others = _cards(example)
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.card.yaml") for number in range(len(others))]
        for file, other in zip(files, others, strict=True):
            file.write_text(with_sections(other), "utf-8")
        own = Path(folder, "own.card.yaml")
        own.write_text(with_sections(fragment), "utf-8")
        shelf = Shelf([*files, own]) if others else EMPTY
        return lint_file(own, shelf).diagnostics


def found(example: str) -> set[tuple[int, str]]:
    """Return the lines of an example at which something is found, each with the rule's code."""
    return {(one.start.line, one.code) for one in linted(example)}


def check_rule(rule: Rule, *besides: str) -> None:
    """Hold a rule against itself: its bad card is flagged where it is marked and nowhere else, its good card not at all.

    *besides* are codes that its good card may have. Raises AssertionError that says what does not hold.
    """
    wrong = list(_wrong(rule, besides))
    if wrong:
        raise AssertionError(f"{rule.code}: {'; '.join(wrong)}")


def _wrong(rule: Rule, besides: tuple[str, ...]) -> Iterator[str]:
    yield from (f"not a sentence: {text!r}" for text in (rule.what, rule.why, rule.repair) if not text.endswith("."))
    if not rule.bad:
        return
    marks, flagged = marked(with_sections(_cards(rule.bad)[0])), found(rule.bad)
    if rule.code not in {code for _, code in marks}:
        yield f"no line of its bad card is marked `# <- {rule.code}`"
    if flagged != marks:
        yield f"marked on its bad card {sorted(marks - flagged)}, found {sorted(flagged - marks)}"
    if not all(one.hint for one in linted(rule.bad)):
        yield "a finding has no hint"
    more = sorted((line, code) for line, code in found(rule.good) if code not in besides)
    if more:
        yield f"found on its good card: {more}"


def _cards(example: str) -> list[str]:
    return re.split(r"(?m)^---.*\n", example) if "\n---" in example else [example]
