"""Span edits: what a change says happens, and no other byte moves."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path as File
from typing import Any

import pytest

from releasecard.document import read
from releasecard.document.nodes import Node
from releasecard.edit.draft import Draft, EditError
from releasecard.edit.file import WriteError, rewrite
from releasecard.edit.meaning import meaning, meaning_of, same
from releasecard.edit.written import Source, lines, quoted, row, scalar
from releasecard.stated import Conflict, Gap
from releasecard.values import Path

ROOT = File(__file__).parents[1]
CARDS = sorted((ROOT / "site" / "cards").glob("*.card.yaml"))

CARD = """\
# head

releasecard: 1
kind: dataset  # what

# about b
b:   # beside b
  # above c
  c: {k: v, "q": 'w'}  # beside c
  d: |
    text # no comment
    more

  e: >-
    folded
  # after e

# a list
f:
  - x   # first
  - y: 1
    z: 2
last: "x y\""""

Change = Callable[[Draft], None]
CHANGES: list[tuple[str, Change, str, str]] = [
    ("replace a scalar", lambda d: d.replace(("kind",), "recipe"), "kind: dataset  # what", "kind: recipe  # what"),
    ("quotes where needed", lambda d: d.replace(("kind",), "a: b"), "kind: dataset  #", 'kind: "a: b"  #'),
    ("a number is text", lambda d: d.replace(("kind",), "1.10"), "kind: dataset  #", 'kind: "1.10"  #'),
    ("replace by a row", lambda d: d.replace(("kind",), {"a": 1}), "kind: dataset  #", "kind: {a: 1}  #"),
    ("replace a row by lines", lambda d: d.replace(("b", "c"), {"a": {"b": {"c": 1}}}),
     """  c: {k: v, "q": 'w'}  # beside c\n""", "  c:  # beside c\n    a:\n      b: {c: 1}\n"),
    ("replace a text of lines", lambda d: d.replace(("b", "d"), 3), "  d: |\n    text # no comment\n    more\n", "  d: 3\n"),
    ("replace a map", lambda d: d.replace(("b",), Gap("not_stated")),
     CARD[CARD.index("b:   #") : CARD.index("  # after e")], "b: not_stated   # beside b\n"),
    ("replace in braces", lambda d: d.replace(("b", "c", "q"), "1, 2"), "\"q\": 'w'}", '"q": "1, 2"}'),
    ("replace an item", lambda d: d.replace(("f", 0), ["a", "b"]), "- x   # first", "- [a, b]   # first"),
    ("insert last", lambda d: d.insert(("b", "g"), "new"), "    folded\n", "    folded\n  g: new\n"),
    ("insert before", lambda d: d.insert(("b", "g"), [1], "d"), "  d: |", "  g: [1]\n  d: |"),
    ("insert in braces", lambda d: d.insert(("b", "c", "n"), 1), "'w'}", "'w', n: 1}"),
    ("insert first in braces", lambda d: d.insert(("b", "c", "n"), 1, "k"), "{k: v", "{n: 1, k: v"),
    ("insert an item", lambda d: d.insert(("f", 2), "end"), "    z: 2\n", "    z: 2\n  - end\n"),
    ("insert a map as item", lambda d: d.insert(("f", 0), {"a": 1, "b": {"c": {"d": 1}}}, 0),
     "  - x   #", "  - a: 1\n    b:\n      c: {d: 1}\n  - x   #"),
    ("insert before the first key of an item", lambda d: d.insert(("f", 1, "n"), 1, "y"), "  - y: 1", "  - n: 1\n    y: 1"),
    ("insert at an end without line end", lambda d: d.insert(("n",), 1), 'last: "x y"', 'last: "x y"\nn: 1'),
    ("rename", lambda d: d.rename(("b",), "beta"), "b:   # beside", "beta:   # beside"),
    ("rename in braces", lambda d: d.rename(("b", "c", "q"), "r"), '"q": ', "r: "),
    ("delete", lambda d: d.delete(("b", "c")), """  # above c\n  c: {k: v, "q": 'w'}  # beside c\n""", ""),
    ("delete in braces", lambda d: d.delete(("b", "c", "k")), "{k: v, ", "{"),
    ("delete the last in braces", lambda d: d.delete(("b", "c", "q")), ", \"q\": 'w'", ""),
    ("delete an item", lambda d: d.delete(("f", 0)), "  - x   # first\n", ""),
    ("delete the first key of an item", lambda d: d.delete(("f", 1, "y")), "  - y: 1\n    z: 2", "  - z: 2"),
    ("delete at an end without line end", lambda d: d.delete(("last",)), '\nlast: "x y"', ""),
    ("order", lambda d: d.order(("f", 1), ["z", "y"]), "  - y: 1\n    z: 2", "  - z: 2\n    y: 1"),
    ("order in braces", lambda d: d.order(("b", "c"), ["q", "k"]), "{k: v, \"q\": 'w'}", "{\"q\": 'w', k: v}"),
    ("move beside", lambda d: d.move(("last",), (), "b"),
     CARD[CARD.index("\n# about b") :], 'last: "x y"\n' + CARD[CARD.index("\n# about b") :].removesuffix('\nlast: "x y"')),
    ("move into", lambda d: d.move(("kind",), ("b",), "d"),
     CARD[CARD.index("kind:") : CARD.index("  d: |")],
     CARD[CARD.index("\n# about b") : CARD.index("  d: |")] + "  kind: dataset  # what\n"),
    ("move out of braces", lambda d: d.move(("b", "c", "q"), ("b",), "d"),
     ", \"q\": 'w'}  # beside c\n", "}  # beside c\n  q: w\n"),
]  # fmt: skip


def in_line_ends(text: str, ends: str) -> str:
    return text.replace("\n", ends)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("change", "before", "after"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_change(change: Change, before: str, after: str, ends: str) -> None:
    draft = Draft(in_line_ends(CARD, ends))
    change(draft)
    assert before in CARD
    assert draft.text == in_line_ends(CARD.replace(before, after, 1), ends)


def test_move_below_a_new_key() -> None:
    draft = Draft(CARD)
    draft.move(("b", "c"), ("new",))
    assert draft.text == CARD.replace("  # above c\n  c: {k: v, \"q\": 'w'}  # beside c\n", "").replace(
        'last: "x y"', 'last: "x y"\nnew:\n  # above c\n  c: {k: v, "q": \'w\'}  # beside c'
    )


REFUSED: list[tuple[str, str, Change]] = [
    ("not there", CARD, lambda d: d.replace(("nothing",), 1)),
    ("there already", CARD, lambda d: d.insert(("kind",), 1)),
    ("into itself", CARD, lambda d: d.move(("b",), ("b", "c"))),
    ("taken name", CARD, lambda d: d.rename(("b",), "kind")),
    ("other keys", CARD, lambda d: d.order((), ["kind"])),
    ("no sibling", CARD, lambda d: d.insert(("n",), 1, "m")),
    ("below a scalar", CARD, lambda d: d.insert(("kind", "n"), 1)),
    ("a comment into braces", CARD.replace("d: |\n    text # no comment\n    more", "d: 1"), lambda d: d.move(("kind",), ("b", "c"))),
    ("shared by an anchor", "a: &x {k: 1}\nb: *x\n", lambda d: d.replace(("a", "k"), 2)),
    ("an alias", "a: &x {k: 1}\nb: *x\n", lambda d: d.replace(("b", "k"), 2)),
    ("merged", "a: &x {k: 1}\nb:\n  <<: *x\n  c: 1\n", lambda d: d.delete(("b", "k"))),
    ("a question mark", "? a\n: 1\nb: 2\n", lambda d: d.replace(("a",), 2)),
    ("comments in braces", "a: {\n  x: 1,  # about x\n  y: 2  # about y\n}\n", lambda d: d.delete(("a", "y"))),
    ("comments in brackets", "a: [\n  1,  # one\n  2  # two\n]\n", lambda d: d.delete(("a", 1))),
    ("among comments in braces", "a: {\n  x: 1,\n  y: 2  # about y\n}\n", lambda d: d.insert(("a", "n"), 1)),
    ("out of comments in braces", "a: {\n  x: 1,\n  y: 2  # about y\n}\n", lambda d: d.move(("a", "y"), ())),
    ("where only comments are", "a: [\n  # inside\n]  # about a\nb: 1\n", lambda d: d.insert(("a", 0), 1)),
    ("beside a map that is merged", "a: &x\n  k: 1\nb:\n  <<: *x\n", lambda d: d.insert(("c",), 1)),
    ("the only key", "a: 1\n", lambda d: d.move(("a",), ("n",))),
    ("a comment beside a dash", "a:\n  - x: 1\n    # about y\n    y: 2\n", lambda d: d.delete(("a", 0, "x"))),
    ("the whole", "a: 1\n", lambda d: d.delete(("a",))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_refused_changes_leave_the_text_alone(text: str, change: Change) -> None:
    draft = Draft(text)
    before = draft.text
    with pytest.raises(EditError):
        change(draft)
    assert draft.text == before


@pytest.mark.parametrize("text", ["", "- a\n", "{a: 1}", "a: [", "text"])
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        Draft(text)


def maps(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield every map of a document that is written out."""
    if node.keys:
        yield path, node
    for step, value in node.children.items():
        yield from maps(value, (*path, step))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
def test_changes_undone_leave_every_byte(path: File) -> None:
    """Insert and delete, rename and rename back, an order and its inverse: at places all over the real cards."""
    ends = ("\n", "\r\n", "")[CARDS.index(path) % 3]
    chosen = random.Random(path.name + ends)  # noqa: S311 the same places every time
    text = path.read_text("utf-8")
    text = text.replace("\n", ends) if ends else text.removesuffix("\n")
    draft = Draft(text)
    found = list(maps(draft.document.root))
    for place, node in chosen.sample(found, min(len(found), 12)):
        keys = sorted(node.keys, key=lambda key: node.keys[key].start)
        before = chosen.choice([None, *keys])
        value: Any = chosen.choice(
            ["text", 3, {"a": ["b, c", 1.5], "d": {"e": {"f": "g: h"}}}, ["x", {"y": "z"}], Gap("not_stated", "why")]
        )
        draft.insert((*place, "inserted-here"), value, before)
        assert same(meaning(draft.document)["kind"], meaning(read(text))["kind"])
        draft.delete((*place, "inserted-here"))
        assert draft.text == text
        draft.rename((*place, keys[0]), "renamed-here")
        draft.rename((*place, "renamed-here"), keys[0])
        assert draft.text.replace('"', "") == text.replace('"', "")  # a key comes back in the quotes it needs
        draft = Draft(text)
        shuffled = chosen.sample(keys, len(keys))
        draft.order(place, shuffled)
        draft.order(place, keys)
        assert draft.text == text


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
def test_a_change_keeps_all_other_lines(path: File) -> None:
    chosen = random.Random(path.name)  # noqa: S311
    text = path.read_text("utf-8")
    leaves = [(place, key) for place, node in maps(read(text).root) for key in node.keys]
    for place, key in chosen.sample(leaves, 12):
        draft = Draft(text)
        draft.replace((*place, key), "X Y")
        node, parent = draft.document.node((*place, key)), draft.document.node(place)
        assert node is not None
        assert parent is not None
        assert draft.text[: node.start].rstrip() == text[: parent.keys[key].end + 1].rstrip()
        assert text.endswith(draft.text[node.end :].lstrip("\n"))


VALUES: list[tuple[Any, str]] = [
    ("plain text", "plain text"), ("", '""'), ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("a#b", "a#b"), (" a", '" a"'),
    ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"), ("~17000", "~17000"), ("<=2", "<=2"),
    (">=3", '">=3"'), ("16k", "16k"), ("0.26..0.28", "0.26..0.28"), ("1.10", '"1.10"'), ("0.8.0", '"0.8.0"'),
    ("4e80465", '"4e80465"'), ("0123456", '"0123456"'), ("2026-03-01", "2026-03-01"), ("yes", '"yes"'), ("on", '"on"'),
    ("null", '"null"'), ("true", '"true"'), ('say "x"', 'say "x"'), ('"x" said', "'\"x\" said'"), ("tab\tx", '"tab\\tx"'),
    ("two\nlines", '"two\\nlines"'), ("- x", '"- x"'), ("-x", "-x"), ("@x", '"@x"'), ("%x", '"%x"'), ("x:", '"x:"'),
    ("\u202ex", '"\\u202ex"'), ("é ü 漢", "é ü 漢"), (True, "true"), (None, "null"), (3, "3"), (1.5, "1.5"),
    (Gap("not_stated"), "not_stated"), (Gap("not_stated", "so, see"), '{not_stated: "so, see"}'),
    (Conflict({"paper §1": 20, "hub": "~30"}), "{conflict: {paper §1: 20, hub: ~30}}"), ([], "[]"), ({}, "{}"),
    ({"a b": "c: d", "e": ["f, g", 1]}, '{a b: "c: d", e: ["f, g", 1]}'),
    ({"url": "https://example.org"}, '{url: "https://example.org"}'), (Source("50.0"), "50.0"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), VALUES, ids=lambda value: repr(value)[:30])
def test_values_are_written_as_people_would(value: Any, text: str) -> None:
    beside, below = lines(value, 2, 200)
    assert (beside, below) == (text, []) or (row(value) == text and isinstance(value, Conflict))
    for shown in {beside, row(value)} - {""}:
        document = read(f"key: {shown}\n")
        assert document.faults == []
        assert same(meaning(document)["key"], meaning_of(value))
    document = read(f"key: [{row(value)}]\n")
    assert document.faults == []
    assert same(meaning(document)["key"], [meaning_of(value)])


@pytest.mark.parametrize(
    "text", ["a", "1", "yes", 'x"y', "x'y", "x\\y", "x'\"y", "\n", "é\u0085", "\ufeff", "a\u2028b", "😀"]
)
def test_quotes_read_back(text: str) -> None:
    for shown in (quoted(text), scalar(text), scalar(text, in_flow=True)):
        assert read(f"key: {shown}\n").root.children["key"].text == text


def test_a_file_is_written_at_once(tmp_path: File) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "card.yaml"
    before = "\ufeffa: 1\r\n".encode()
    real.write_bytes(before)
    real.chmod(0o640)
    link.symlink_to(real)
    rewrite(link, before, "a: 2\r\n")
    assert link.is_symlink()
    assert real.read_bytes() == "\ufeffa: 2\r\n".encode()
    assert real.stat().st_mode & 0o777 == 0o640
    with pytest.raises(WriteError, match="somebody else"):
        rewrite(link, before, "a: 3\r\n")
    assert real.read_bytes() == "\ufeffa: 2\r\n".encode()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.yaml", "real.yaml"]


def test_a_folder_that_refuses_is_an_error(tmp_path: File) -> None:
    with pytest.raises(WriteError, match="cannot be written"):
        rewrite(tmp_path / "gone" / "card.yaml", b"a: 1\n", "a: 2\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('a: "x\n  y"  # beside\nb: 1\n', "a: 5  # beside\nb: 1\n"),
        ("a: x\n  y  # beside\nb: 1\n", "a: 5  # beside\nb: 1\n"),
        ("a: |  # beside\n  y\nb: 1\n", "a: 5  # beside\nb: 1\n"),
        ("a: {\n  x: 1\n}  # beside\nb: 1\n", "a: 5  # beside\nb: 1\n"),
        ("a:  # beside\n  x: 1\nb: 1\n", "a: 5  # beside\nb: 1\n"),
    ],
)
def test_a_comment_beside_a_value_of_several_lines_stays(before: str, after: str) -> None:
    draft = Draft(before)
    draft.replace(("a",), 5)
    assert draft.text == after


def test_comments_above_a_key_are_its_own() -> None:
    draft = Draft("a: 1\n# c\n  # d\nb: 2\n")
    draft.order((), ["b", "a"])
    assert draft.text == "# c\n  # d\nb: 2\na: 1\n"


@pytest.mark.parametrize("text", ["a: b\u2028c\n", "# c\u0085b: 1\na: 1\n"])
def test_line_ends_that_programs_disagree_on_are_refused(text: str) -> None:
    with pytest.raises(EditError, match="line ends"):
        Draft(text)
