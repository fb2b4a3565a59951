"""The canonical form: one order, one style, no value and no comment changed, nothing to do the second time."""

from __future__ import annotations

import os
import random
import re
import time
from collections import Counter
from pathlib import Path as File
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML
from test_document import SUITE

from releasecard.document import read
from releasecard.document.nodes import Node
from releasecard.edit.draft import EditError
from releasecard.edit.meaning import meaning, same
from releasecard.edit.written import Source, key, quoted, row, scalar, worded
from releasecard.fields import SCHEMAS, child, named_fields
from releasecard.fmt import formatted

HERE = File(__file__).parent
CARDS = [
    *sorted((HERE.parent / "site" / "cards").glob("*.card.yaml")),
    *sorted((HERE / "data").glob("*.card.yaml")),
]
real = pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))


def comments(text: str) -> Counter[str]:
    return Counter(comment.rstrip() for _, comment in read(text).comments())


def assert_form(before: str, after: str, left: list[str]) -> None:
    """What holds of every text and its form."""
    assert read(after).faults == []
    assert same(meaning(read(before)), meaning(read(after)), ordered=False)
    assert comments(before) == comments(after)
    again = formatted(after)
    assert (again.text, again.left) == (after, left)


def test_form_of_a_card_by_hand() -> None:
    before, after = (HERE / "golden" / f"fmt.{name}.yaml" for name in ("before", "after"))
    text, left = formatted(before.read_text("utf-8"))
    if os.environ.get("UPDATE_GOLDEN"):
        after.write_text(text, "utf-8")
    assert text == after.read_text("utf-8")
    assert left == []
    assert_form(before.read_text("utf-8"), text, [])


@pytest.mark.parametrize(
    "path", sorted((HERE.parent / "site" / "cards").glob("*.card.yaml")), ids=lambda path: path.name
)
def test_real_cards_are_in_form(path: File) -> None:
    text = path.read_text("utf-8")
    assert formatted(text) == (text, [])


def ordered(node: Node, rules: Any) -> bool:
    """Tell whether every map with named fields has them in declared order."""
    names = list(named_fields(rules or {}))
    keys = [one for one in sorted(node.keys, key=lambda one: node.keys[one].start) if one in names]
    inner = (ordered(value, child(rules or {}, step)) for step, value in node.children.items())
    return keys == sorted(keys, key=names.index) and all(inner)


def ugly(value: Any, indent: int, chosen: random.Random) -> str:
    """Return a value in some other style, with comments, as what follows a colon or a dash."""
    if not isinstance(value, (dict, list)) or not value:
        return (
            f" {_ugly_scalar(value, chosen) if not isinstance(value, (dict, list)) else row(value)}{_remark(chosen)}\n"
        )
    if chosen.random() < 0.2 and len(row(value)) < 2_000:
        return f" {row(value)}{_remark(chosen)}\n"
    step, lines = chosen.choice((1, 2, 3, 4)), [_remark(chosen) + "\n"]
    names = list(value) if isinstance(value, dict) else list(range(len(value)))
    if isinstance(value, dict):
        chosen.shuffle(names)
    for name in names:
        if chosen.random() < 0.1:
            lines.append(f"{' ' * (indent + step)}# remark {chosen.randrange(1000)}\n")
        if chosen.random() < 0.1:
            lines.append(" " * chosen.randrange(4) + "\n")
        head = f"{_ugly_key(str(name), chosen)}:" if isinstance(value, dict) else "-"
        lines.append(f"{' ' * (indent + step)}{head}{ugly(value[name], indent + step, chosen)}")
    return "".join(lines)


def _remark(chosen: random.Random) -> str:
    return f"{' ' * chosen.randrange(1, 4)}# remark {chosen.randrange(1000)}" if chosen.random() < 0.05 else ""


def _ugly_key(name: str, chosen: random.Random) -> str:
    return quoted(name) if chosen.random() < 0.2 else key(name)


def _ugly_scalar(value: Any, chosen: random.Random) -> str:
    if isinstance(value, Source):
        return str(value)
    return chosen.choice((scalar(value), quoted(value)))


@real
@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000))
def test_any_style_comes_into_form(path: File, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311
    data = worded(read(path.read_text("utf-8")).root)
    top = {"releasecard": data.pop("releasecard"), **data}
    text = "".join(f"{name}:{ugly(value, 0, chosen)}" for name, value in top.items())
    if chosen.random() < 0.3:
        text = text.replace("\n", "\r\n")
    assert read(text).faults == []
    after, left = formatted(text)
    assert left == []
    assert_form(text, after, [])
    assert ordered(read(after).root, {"schema": SCHEMAS[data["kind"]]})
    assert not re.search(r"[ \t]+\r?$", after, re.MULTILINE)
    assert all(len(line) - len(line.lstrip()) in range(0, 60, 2) for line in after.splitlines())


@pytest.mark.skipif(not SUITE.exists(), reason="yaml-suite: the YAML test suite is not beside this checkout")
def test_all_yaml_is_formatted_or_left_alone() -> None:
    seen = 0
    for file in sorted(SUITE.glob("*.yaml")):
        for case in YAML(typ="safe", pure=True).load(file.read_text("utf-8")):
            text = str(case.get("yaml", "")).replace("␣", " ").replace("»", "\t").replace("←", "\r").replace("∎", "")
            try:
                after, left = formatted(text)
            except EditError:
                continue
            assert_form(text, after, left)
            seen += 1
    assert seen > 60


@given(text=st.text(alphabet="ab:- #\n'\"{}[],|>&*?!~1\t", max_size=60).map(lambda text: f"k: {text}\nz: 1\n"))
@settings(deadline=None, max_examples=400)
def test_any_text_is_formatted_or_left_alone(text: str) -> None:
    try:
        after, left = formatted(text)
    except EditError:
        return
    assert_form(text, after, left)


def test_tabs_that_a_text_begins_with_stay() -> None:
    assert formatted("a: |\n    \tindented\n    text\n") == ("a: |\n  \tindented\n  text\n", [])


def test_blanks_and_line_ends() -> None:
    assert formatted("\n\na: 1 \n \n\n\nb: |+\n  x\n\n\nc: 2\r\nd: 3").text == (
        "a: 1\n\nb: |+\n  x\n\n\nc: 2\r\nd: 3\r\n"
    )


@pytest.mark.parametrize("text", ["a: 1\n\n  ", "a: 1", "a: 1\n\n\n", "\n\na: 1\n", "a: |+\n  x\n\n"])
def test_a_file_begins_and_ends_with_what_it_says(text: str) -> None:
    after, left = formatted(text)
    assert_form(text, after, left)
    assert after.startswith("a: ")
    assert after.endswith("x\n\n" if "|+" in text else "\n")
    assert "|+" in text or not after.endswith("\n\n")


def test_a_suppression_stays_with_what_it_hides() -> None:
    row = '  o: {type: problem, records: "x", wrong: {a: {b: 1}}}  # releasecard: ignore[RC102, RC103] because\n'
    text = f"releasecard: 1\nkind: dataset\nobjects:\n{row}"
    assert formatted(text).text == text


def test_keys_that_are_no_text_stay() -> None:
    assert formatted("1: x\nnull: z\n").text == "1: x\nnull: z\n"


@pytest.mark.parametrize("row", ["  - x{}  # c\n", "  o{}: {{b: 1, a: 2}}  # c\n", "  -  # c{}\n    # d\n"])
def test_long_cards_are_formatted_in_time(row: str) -> None:
    """Linear: what took minutes when comments and items were looked for from the start each time."""
    text = "releasecard: 1\nkind: dataset\nobjects:\n" + "".join(row.format(number) for number in range(4_000))
    begin = time.process_time()
    formatted(text)
    assert time.process_time() - begin < 20


HEADINGS = """\
releasecard: 1
kind: dataset
name: x
# 2. What makes them useful?
claims: {}
# 1. What data objects exist?
objects:
  rows: {}
benchmarks: {}
"""


def test_headings_stand_above_their_sections() -> None:
    moved = HEADINGS.replace(
        "benchmarks: {}\n", "benchmarks: {}\nverifiers: {}\n# 3. How are they constructed?\nrollouts: {}\n"
    )
    text = formatted(moved).text
    assert re.findall(r"^(?:# \d|[a-z]+:)", text, re.MULTILINE) == [
        "releasecard:", "kind:", "name:", "# 1", "objects:", "verifiers:", "# 2", "claims:", "# 3", "rollouts:", "benchmarks:",
    ]  # fmt: skip


def test_command(cli: Any, tmp_path: File) -> None:
    good, bad, broken = (tmp_path / f"{name}.card.yaml" for name in ("good", "bad", "broken"))
    text = (HERE / "golden" / "fmt.before.yaml").read_text("utf-8")
    form = (HERE / "golden" / "fmt.after.yaml").read_text("utf-8")
    good.write_text(form, "utf-8")
    bad.write_bytes("\ufeff".encode() + text.replace("\n", "\r\n").encode())
    check: Result = cli("fmt", tmp_path, "--check")
    assert check.exit_code == 1
    assert check.stdout.splitlines() == [f"{bad.as_posix()}: not in its form", "2 cards: 1 not in form, 1 in form"]
    diff = cli("fmt", bad, "--diff")
    assert diff.exit_code == 1
    assert f"--- {bad.as_posix()}" in diff.stdout
    assert bad.read_bytes().startswith("\ufeff".encode())
    done = cli("fmt", tmp_path)
    assert done.exit_code == 0
    assert bad.read_bytes() == "\ufeff".encode() + form.replace("\n", "\r\n").encode()
    assert cli("fmt", tmp_path, "--check").exit_code == 0
    broken.write_text("a: [\n", "utf-8")
    failed = cli("fmt", tmp_path)
    assert failed.exit_code == 1
    assert "`releasecard lint` says why" in failed.stderr
    assert broken.read_text("utf-8") == "a: [\n"
    assert cli("fmt", "-", stdin=text).stdout == form
    assert cli("fmt", "-", stdin=b"\xff").exit_code == 1
    assert cli("fmt", tmp_path / "none").exit_code == 2
