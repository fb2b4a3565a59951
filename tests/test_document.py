"""The reader: data, places, faults; two parsers that must agree; bounded time and memory."""

from __future__ import annotations

import time
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML

from releasecard import document as reader
from releasecard.document import read
from releasecard.document.nodes import Document, Node
from releasecard.stated import Conflict, Gap, NonFinite, Todo
from releasecard.testing import CARD

SUITE = File(__file__).parents[2] / "shared" / "real" / "yaml-test-suite" / "src"


def fault_names(text: str) -> list[str]:
    return [fault.name for fault in read(text).faults]


def nodes(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children.values() for inner in nodes(child))]


def test_data_of_all_kinds() -> None:
    text = "a: 1\nb: 2.50\nc: true\nd: not_stated\ne: {not_stated: why}\nf: TODO\ng: 2026-03-01\nh: 0x1f\ni: ~\nj: 4e80465\nk: 12_000\n"
    data = read(text).data
    assert {key: data[key] for key in "abcghik"} == {
        "a": 1, "b": 2.5, "c": True, "g": "2026-03-01", "h": 31, "i": None, "k": 12000,
    }  # fmt: skip
    assert data["d"] == Gap("not_stated")
    assert data["e"] == Gap("not_stated", "why")
    assert isinstance(data["f"], Todo)
    assert isinstance(data["j"], NonFinite)


def test_conflict_is_recognized() -> None:
    data = read("a:\n  conflict: {paper §4.1: 20, script x: 10}\n").data
    assert data["a"] == Conflict({"paper §4.1": 20, "script x": 10})


def test_source_text_of_numbers_is_kept() -> None:
    document = read("a: 50.0\nb: [1.10]\n")
    a, b = document.node(("a",)), document.node(("b", 0))
    assert a is not None
    assert b is not None
    assert (a.text, b.text) == ("50.0", "1.10")


@pytest.mark.parametrize(
    ("path", "on", "shown"),
    [
        (("a",), "key", "a"),
        (("a", "b"), "value", "1"),
        (("a", "b"), "key", "b"),
        (("a", "c", 1), "value", "y"),
        (("a", "c"), "value", "c"),
        (("a", "nothing", "more"), "value", "a"),
        (("nothing",), "key", "first"),
    ],
)
def test_what_is_underlined(path: tuple[Any, ...], on: str, shown: str) -> None:
    text = "first: é\na:\n  b: 1\n  c: [x, y]\n"
    start, end = read(text).locate(path, on)
    assert text[start:end] == shown


def test_places_count_code_points_and_all_line_ends() -> None:
    text = "a: é\r\nb: 𝒳 # c\rc: 1\n"
    document = read(text)
    assert [document.place(document.locate((key,), "key").start).line for key in "abc"] == [1, 2, 3]
    assert document.line(2) == "b: 𝒳 # c"


def test_merge_and_alias() -> None:
    document = read("base: &base {t: 1, u: 2}\nother:\n  <<: *base\n  t: 3\nagain: *base\n")
    assert document.data["other"] == {"t": 3, "u": 2}
    assert document.data["again"] == {"t": 1, "u": 2}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: [1", "invalid-yaml"),
        ("a: b: c", "invalid-yaml"),
        ("\tb: 1", "invalid-yaml"),
        ("a: 'x", "invalid-yaml"),
        ("a: \x00", "invalid-yaml"),
        ("a: *x", "invalid-yaml"),
        ("a: &x [*x]", "invalid-yaml"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "duplicate-key"),
        ("a: 1\n---\nb: 1", "several-documents"),
        ("%YAML 1.1\n---\na: 1", "unsupported-yaml"),
        ("a: !!python/object:os.system x", "unsupported-yaml"),
        ("? [a]\n: 1", "unsupported-yaml"),
        ("a: {<<: 3}", "unsupported-yaml"),
        ("[" * 100000, "too-large"),
        ("- " * 100000, "too-large"),
        ("{a: " * 100000, "too-large"),
        ("[" + "a," * 200000 + "]", "too-large"),
    ],
)
def test_faults(text: str, name: str) -> None:
    assert fault_names(text)[0] == name


def test_alias_bomb_is_a_finding_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    begin = time.perf_counter()
    assert fault_names("\n".join(lines)) == ["too-large"]
    assert time.perf_counter() - begin < 1


def test_ten_megabytes_are_a_finding_at_once() -> None:
    begin = time.perf_counter()
    assert fault_names("a: " + "x" * 10_000_000) == ["too-large"]
    assert time.perf_counter() - begin < 1


def test_what_only_the_pure_parser_reads_is_right() -> None:
    """libyaml refuses a plain `:` in a flow map; YAML 1.2 does not."""
    document = read("a: {u: https://example.org/x, v: 1}\n")
    assert document.faults == []
    assert document.data == {"a": {"u": "https://example.org/x", "v": 1}}


def test_tab_after_a_colon_is_read_by_the_c_parser() -> None:
    assert read("a:\t1\n").data == {"a": 1}


def both(text: str) -> tuple[Document | None, Document | None]:
    return reader._read_with(reader._c_events, text), reader._read_with(reader._pure_events, text)


def places(document: Document) -> list[tuple[int, int, str | None]]:
    return [(one.start, one.end, one.text) for one in nodes(document.root) if one.text is not None]


@pytest.mark.parametrize(
    "path", sorted((File(__file__).parents[1] / "site" / "cards").glob("*.yaml")), ids=lambda path: path.name
)
def test_both_parsers_read_real_cards_alike(path: File) -> None:
    c, pure = both(path.read_text("utf-8"))
    assert c is not None
    assert pure is not None
    assert c.data == pure.data
    assert places(c) == places(pure)


def test_ruamel_reads_the_small_card_the_same() -> None:
    theirs = YAML(typ="safe", pure=True).load(CARD)
    mine = read(CARD).data
    assert set(theirs) == set(mine)
    assert theirs["objects"] == mine["objects"]


@pytest.mark.skipif(not SUITE.exists(), reason="yaml-suite: the YAML test suite is not beside this checkout")
def test_yaml_test_suite_never_crashes_the_reader() -> None:
    """Every case, right or wrong YAML, gives data or faults with places inside the text."""
    cases = YAML(typ="safe")
    seen = 0
    for file in sorted(SUITE.glob("*.yaml")):
        for case in cases.load(file):
            text = (
                str(case.get("yaml", ""))
                .replace("␣", " ")
                .replace("»", "\t")
                .replace("—", "")
                .replace("↵", "")
                .replace("∎", "")
            )
            document = read(text)
            assert all(0 <= fault.span.start <= len(text) for fault in document.faults)
            seen += 1
    assert seen > 300


YAML_BITS = st.lists(
    st.sampled_from(
        ["a", "b: ", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "|\n", ">\n", "&x ", "*x", "!t ", "# c\n", "\n", "  ", "\t",
         "---\n", "...\n", "%YAML 1.2\n", "<<: ", "? ", "~", "1.5", "é", "\\", "@", "`", "TODO", "not_stated", "conflict: ", "like: b\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(), YAML_BITS))
def test_any_text_is_read_or_faulted(text: str) -> None:
    document = read(text)
    for fault in document.faults:
        assert 0 <= fault.span.start <= len(text)
    if document.data is not None and not document.faults:
        for node in nodes(document.root):
            assert 0 <= node.start <= node.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(YAML_BITS)
def test_plain_scalars_stand_where_they_are_said_to(text: str) -> None:
    document = read(text)
    for node in nodes(document.root) if not document.faults else []:
        if node.text and "\n" not in node.text and text[node.start : node.end].isalnum():
            assert text[node.start : node.end] == node.text
