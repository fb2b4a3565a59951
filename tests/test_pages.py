"""Pages: a pure function; every field, gap, citation and finding is there; nothing a card says is read as markup."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path as File

import pytest
from hostile import PAYLOADS, card
from hypothesis import given, strategies as st
from ruamel.yaml import YAML

from releasecard import pages, reference
from releasecard.card import Card
from releasecard.edit.draft import Draft
from releasecard.fields import SCHEMAS
from releasecard.pages.body import anchor
from releasecard.pages.entry import Entry
from releasecard.rules import RULES
from releasecard.safe import encoded, encoded_lines, file_name, front_matter
from releasecard.stated import Conflict
from releasecard.testing import CARD, with_sections

CARDS = sorted((File(__file__).parents[1] / "site" / "cards").glob("*.card.yaml"))


def page(text: str) -> str:
    (body,) = [
        body
        for path, body in pages.build([Entry("a.card.yaml", text.encode())]).items()
        if not path.endswith("index.md")
    ]
    return body


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name)
def test_every_filled_field_is_on_the_page(path: File) -> None:
    entry = Entry(path.name, path.read_bytes())
    body = page(path.read_text("utf-8"))
    assert entry.card is not None
    shown = html.unescape(body)
    for place, value, _ in entry.card.values:
        if not place or place[0] == "cited" or place[-1] == "like" or any(isinstance(step, int) for step in place):
            continue
        if (
            isinstance(value, (dict, Conflict))
            or "conflict" in place
            or any(isinstance(entry.card.at(place[:end]), list) for end in range(len(place)))
        ):
            continue
        if place[0] not in ("sources", "conflicts", "summary") and not isinstance(value, list):
            assert f'<tr id="{anchor(place)}">' in body, place
        node = entry.card.document.node(place)
        if node is not None and node.text and "\n" not in node.text:
            assert node.text.replace("_", " ") in shown.replace("_", " "), place
    for source in entry.card.ids("sources"):
        assert f'id="{anchor(("sources", source))}"' in body
    for found in entry.linted.diagnostics:
        assert encoded(found.message) in body


def test_many_patterns_in_cited_take_no_time() -> None:
    objects = "".join(f"  o{number}: {{records: {number}}}\n" for number in range(5000))
    patterns = "".join(f"  x{number}*: paper\n" for number in range(9000))
    before = time.process_time()
    body = page(
        f"releasecard: 1\nkind: dataset\nname: x\nobjects:\n{objects}cited:\n  objects.o4*: paper 4\n{patterns}"
    )
    assert time.process_time() - before < 30
    assert body.count("paper 4") > 1000


def test_sections_follow_the_four_questions() -> None:
    titles = re.findall(r"(?m)^## (.*)$", page(CARD))
    assert titles == [
        "Who and what", "1. What data objects exist?", "2. What makes them useful?", "3. How are they constructed?",
        "4. How do they scale?", "Gaps", "Findings",
    ]  # fmt: skip


def test_numbers_stand_as_stated_and_inherited_values_are_marked() -> None:
    body = page(
        with_sections(
            "rollouts:\n  a: {purpose: evaluation, samples_per_prompt: 16, temperature: 1.0, top_p: 0.70, max_response_tokens: 16k, verifier: final-answer}\n"
            "  b: {like: a, top_p: 1}\n"
        )
    )
    shown = html.unescape(body)
    assert ">0.70<" in shown
    assert ">16k<" in shown
    assert ">1.0 <span" in shown, "an inherited number keeps its digits"
    assert "(as in a)" in shown


def test_broken_cards_never_vanish() -> None:
    texts = ["", "a: [", "- 1", "releasecard: 1\nkind: nothing\nname: x\n", "\ufeff"]
    entries = [Entry(f"{number}.card.yaml", text.encode()) for number, text in enumerate(texts)]
    entries.append(Entry("latin.card.yaml", b"\xe9"))
    built = pages.build(entries)
    assert len(built) == len(entries) + 1
    index = built["cards/index.md"]
    assert all(f"]({path.removeprefix('cards/')})" in index for path in built if not path.endswith("index.md"))
    assert all("error, line" in body for path, body in built.items() if not path.endswith("index.md"))


def test_names_are_distinct_and_stay_below_the_folder() -> None:
    names = ["../../etc/passwd", "x", "x", "x", "INDEX", "index", "", "/", "con\x00", "é", "a" * 500, "."]
    entries = [Entry(f"{number}.card.yaml", card("t", name).encode()) for number, name in enumerate(names)]
    built = pages.build(entries)
    assert len(built) == len(names) + 1
    assert all(re.fullmatch(r"cards/[a-z0-9][a-z0-9_-]{0,90}\.md", path) for path in built)


def test_pages_are_a_function_of_the_cards() -> None:
    entries = [Entry(path.name, path.read_bytes()) for path in CARDS]
    assert pages.build(entries) == pages.build(entries)
    assert "\n".join(pages.build(entries, "x", "../rules").values()).count("../rules/RC207.md") > 10


@given(st.text())
def test_encoded_text_is_inert_and_whole(text: str) -> None:
    shown = encoded(text)
    assert not re.search(r"[<>\"'\[\](){}*_`#!|\\:+=~^$%@;.]", re.sub(r"&#\d+;", "", shown))
    assert "\n" not in shown
    plain = "".join(one for one in text if one.isascii() and one.isprintable())
    assert all(one in html.unescape(shown) for one in set(plain))


@given(st.text())
def test_front_matter_keeps_to_its_line(text: str) -> None:
    lines = front_matter({"title": text}).split("\n")
    assert len(lines) == 4
    assert YAML(typ="safe", pure=True).load(lines[1]).keys() == {"title"}
    assert not set(lines[1].removeprefix('title: "').removesuffix('"')) & set("<>{}[]()*_`!'\"")


@given(st.text())
def test_encoded_lines_are_one(text: str) -> None:
    assert "\n" not in encoded_lines(text)


@given(st.text())
def test_file_names_are_safe(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?", file_name(text))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_cards_leave_no_markup(payload: str) -> None:
    ours = {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "span",
        "ul",
        "li",
        "pre",
        "code",
    }
    body = page(card(payload))
    tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)>", body)
    assert {name for name, _ in tags} <= ours
    assert not any(re.search(r"\bon\w+=", rest) for _, rest in tags)
    links = [html.unescape(link) for _, rest in tags for link in re.findall(r'href="([^"]*)"', rest)]
    assert all(link.startswith(("#", "https://")) for link in links)
    after_front_matter = body.split("---\n", 2)[2]
    assert not any(mark in body for mark in ("{{", "{%", "\u202e"))
    assert not any(mark in after_front_matter for mark in ("8<", "![", "](javascript"))


def test_rule_pages() -> None:
    built = reference.rules()
    assert len(built) == len(RULES) + 2, "the index and the matrix"
    for rule in RULES:
        assert rule.why in built[f"rules/{rule.code}.md"]
        assert f"]({rule.code}.md)" in built["rules/index.md"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_text_of_a_card_is_inert(kind: str) -> None:
    """Each free text of a whole card of the kind, by path, replaced by what would run if it were not encoded."""
    evil = '<img src=x onerror=alert(1)> {{ 7*7 }} [x](javascript:alert(1)) <!-- --8<-- "x"'
    draft = Draft((File(__file__).parent / "data" / f"{kind}.card.yaml").read_text("utf-8"))
    replaced = 0
    for path, value, rules in Card(draft.document).values:
        free = (rules or {}).get("type") == "string" and not {"allowed", "check_with"} & set(rules or {})
        if free and isinstance(value, str) and "refers" not in (rules or {}).get("meta", {}):
            draft.replace(path, evil)
            replaced += 1
    assert replaced > 20
    page = pages.build([Entry("card.yaml", draft.text.encode(), frozenset())])[
        f"cards/{file_name(draft.document.data['name'])}.md"
    ]
    assert page.count("onerror") > replaced
    assert all(raw not in page for raw in ("<img", "{{", "](javascript", "<!--", "--8<--"))
