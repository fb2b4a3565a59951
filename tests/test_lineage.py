"""Lineage: edges are what cards state, boxes never overlap, hostile names are inert, a thousand cards stay bounded."""

from __future__ import annotations

import html
import json
import re
import time
from itertools import combinations
from pathlib import Path as File

import pytest
from axe import violations
from browser import MISSING, browser, served
from hostile import PAYLOADS, card
from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML

from releasecard.config import Config
from releasecard.pages import card as card_page, lineage
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.lineage import draw, whole
from releasecard.pages.lineage.layout import Size, layered
from releasecard.pages.urls import Urls
from releasecard.site import build, entries as entries_of
from releasecard.testing import with_sections

CARDS = File(__file__).parents[1] / "site" / "cards"
SIZE = Size()


def entry(name: str, fragment: str = "", version: str = "1.0") -> Entry:
    return Entry(f"{name}.card.yaml", with_sections(f'name: {name}\nversion: "{version}"\n{fragment}').encode())


def parents(*names: str, more: str = "") -> str:
    return f"provenance: {{lineage: {{parents: [{', '.join(names)}], synthetic: none, risks: not_stated{more}}}}}\n"


def collection(*entries: Entry) -> Collection:
    return Collection(entries)


def edges(found: Collection) -> set[tuple[str, str, str, tuple[str, ...]]]:
    return {
        (edge.source.label, edge.target.label, edge.version, edge.roles) for edge in lineage.graph(found).edges.values()
    }


def shown(page: str) -> str:
    """What a reader sees of a page, without markup, white space made one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def page_of(found: Collection) -> str:
    return lineage.pages(found)[found.file("lineage.md")]


def svg(page: str) -> str:
    """Return the picture of a page, empty where there is none."""
    found = re.search(r'<svg class="rc-graph" role="group".*?</svg>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.fixture(scope="module")
def real() -> Collection:
    return Collection(tuple(entries_of([CARDS], Config())))


# The real cards


def test_what_the_real_cards_share_is_drawn(real: Collection) -> None:
    """Read by hand in site/cards: `grep -nE "parents|derived|release:|model: DeepSeek-R1$|math-verify@" *.yaml`."""
    found = {(edge.source.label, edge.target.label, edge.version, edge.roles) for edge in lineage.graph(real).shared}
    assert found == {
        ("dapo-math-17k", "dapo", "", ("training data",)),
        ("gsm8k", "tulu3-rlvr", "", ("parent",)),
        ("gsm8k", "numinamath-cot", "", ("derived",)),
        ("numinamath-cot", "deepmath-103k", "", ("parent",)),
        ("deepseek-r1", "deepmath-103k", "", ("teacher",)),
        ("math-verify", "deepmath-103k", "0.7.0", ("verifier",)),
        ("GPT-4o", "deepmath-103k", "", ("judge",)),
        ("GPT-4o", "tau-bench", "", ("simulated user",)),
        ("math", "prm800k", "", ("parent",)),
        ("math", "tulu3-rlvr", "", ("parent", "training data")),
    }
    picture = shown(svg(page_of(real)))
    assert all(name in picture for one in found for name in one[:2])
    assert "as 0.7.0" in picture
    assert "tulu-2-sft" not in picture, "of things outside, those that two cards name"


def test_every_name_in_the_yaml_of_the_real_cards_is_an_edge(real: Collection) -> None:
    yaml = YAML(typ="safe", pure=True)
    found, checked = edges(real), 0
    ends = {(source.casefold(), target.casefold()) for source, target, _, _ in found}
    for path in CARDS.glob("*.card.yaml"):
        data = yaml.load(path.read_text("utf-8"))
        name, family = data["name"], data.get("provenance", {}).get("lineage", {})
        for key, is_up in (("parents", True), ("predecessors", True), ("derived", False)):
            for other in family[key] if isinstance(family.get(key), list) else ():
                pair = (other.casefold(), name) if is_up else (name, other.casefold())
                assert pair in ends, (name, other)
                checked += 1
        models = data.get("base_models")
        for model in models.values() if isinstance(models, dict) else ():
            if isinstance(model, dict) and isinstance(model.get("name"), str):
                assert (model["name"], name, "", ("base model",)) in found
                checked += 1
    assert checked > 40


def test_a_real_neighborhood_says_both_ways_and_where(real: Collection) -> None:
    (deepmath,) = [one for one in real.entries if one.text("name") == "deepmath-103k"]
    (checker,) = [one for one in real.entries if one.text("name") == "math-verify"]
    said = shown(lineage.neighborhood(real, deepmath))
    assert "What it stands on" in said
    assert "What stands on it" not in said
    assert "deepseek-r1 teacher at provenance.traces.model" in said
    assert "math-verify (in version 0.7.0, the card here is of 0.8.0) verifier at verifiers.reward.components" in said
    found = lineage.neighborhood(real, checker)
    assert "deepmath-103k (it names version 0.7.0, this card is of 0.8.0) checked by it" in shown(found)
    link = 'href="deepmath-103k.html#verifiers.reward.components.math-verify.verifier"'
    assert link in html.unescape(found), "the place is on the other card"


@pytest.mark.parametrize("urls", [Urls(), Urls(directory=True)])
def test_every_link_leads_to_a_place_that_is_there(real: Collection, urls: Urls) -> None:
    found = Collection(real.entries, urls=urls)
    cards = {found.page(one): card_page.page(one, found) for one in found.entries}
    pages = {"cards/lineage.md": page_of(found)} | {
        found.page(one): lineage.neighborhood(found, one) for one in found.entries
    }
    anchors = {
        urls.path(path): {html.unescape(one) for one in re.findall(r'\bid="([^"]*)"', page)}
        for path, page in cards.items()
    }
    links = 0
    for path, page in pages.items():
        base = File("/", urls.path(path)) if urls.directory else File("/", urls.path(path)).parent
        for link in map(html.unescape, re.findall(r'href="([^"]*)"', page)):
            if link.startswith("https://") or link.endswith("lineage.dot"):
                continue
            file, _, fragment = link.partition("#")
            name = base.joinpath(file).resolve().as_posix().lstrip("/") + ("/" if urls.directory else "")
            assert name in anchors, link
            assert not fragment or fragment in anchors[name], f"{path}: {link}"
            links += 1
    assert links > 100


# What is an edge


def test_each_field_that_names_another_is_an_edge_of_its_kind() -> None:
    text = """\
kind: recipe
links: {data: "https://example.org/d", successor: "https://github.com/example/next"}
base_models: {base: {name: Base-7B}}
data: {set: {release: other-set@2.0}, own: {release: inline, name: Own Mix}}
verifiers: {v: {contract: programmatic, uses: [reward], card: checker@1.0, environment: shop@3, judge: {model: Judge-7B}}}
user_simulator: {model: {conflict: {paper: User-1, repo: User-2}}}
rollouts: {w: {purpose: writing, model: Writer-1B}, e: {purpose: evaluation, model: Other-1B}}
variants: {mini: {card: small-mini@1.0}}
provenance:
  prompts: {from: {pool: {kind: mined, card: pool@1.0}, site: {kind: mined, url: "https://huggingface.co/datasets/a/b"}}}
  traces: {author: model, model: Teacher-70B}
  lineage: {parents: [seed], predecessors: [small-0], derived: [small-chat]}
"""
    assert edges(collection(entry("small", text))) == {
        ("Base-7B", "small", "", ("base model",)),
        ("other-set@2.0", "small", "", ("training data",)),
        ("Own Mix", "small", "", ("training data",)),
        ("checker@1.0", "small", "", ("verifier",)),
        ("shop@3", "small", "", ("environment",)),
        ("pool@1.0", "small", "", ("source of tasks",)),
        ("a/b", "small", "", ("source of tasks",)),
        ("Teacher-70B", "small", "", ("teacher",)),
        ("Writer-1B", "small", "", ("teacher",)),
        ("User-1", "small", "", ("simulated user",)),
        ("User-2", "small", "", ("simulated user",)),
        ("Judge-7B", "small", "", ("judge",)),
        ("seed", "small", "", ("parent",)),
        ("small-0", "small", "", ("predecessor",)),
        ("small", "small-chat", "", ("derived",)),
        ("small", "example/next", "", ("successor",)),
        ("small", "small-mini@1.0", "", ("variant",)),
    }


def test_names_that_differ_by_case_and_spaces_are_one() -> None:
    found = collection(
        entry("a", "provenance: {traces: {author: model, model: Qwen2.5 32B}}\n"),
        entry("b", "provenance: {traces: {author: model, model: qwen2.5-32b}}\n"),
        entry("c", "provenance: {traces: {author: model, model: A}}\n"),
    )
    assert edges(found) == {
        ("Qwen2.5 32B", "a", "", ("teacher",)),
        ("Qwen2.5 32B", "b", "", ("teacher",)),
        ("a", "c", "", ("teacher",)),
    }


def test_gaps_name_nothing_and_both_sides_of_a_conflict_do() -> None:
    found = collection(
        entry("a", "provenance: {lineage: {parents: {not_released: in house}}}\n"),
        entry("b", "provenance: {traces: {author: model, model: {conflict: {paper: One, repo: Two}}}}\n"),
    )
    assert edges(found) == {("One", "b", "", ("teacher",)), ("Two", "b", "", ("teacher",))}


def test_references_in_texts_count_where_nothing_else_joins_the_two() -> None:
    found = collection(
        entry("a"),
        entry("b", "summary: Better than a@1.0#objects.rows and x@2.\n"),
        entry("c", f"summary: Made from a@1.0.\n{parents('a@1.0')}"),
        entry("d", "summary: not-a@1.0, a @1.0, avg@16, d@0.9\n"),
    )
    assert edges(found) == {("a", "b", "", ("mention",)), ("a", "c", "", ("parent",))}
    assert "b refers to it at summary" in shown(lineage.neighborhood(found, found.entries[0]))


def test_another_version_is_said_and_one_that_is_here_is_taken() -> None:
    found = collection(
        entry("a", "released: 2026-01-01\n"), entry("a", "released: 2026-02-01\n", "2.0"),
        entry("b", parents("a@1.0", "a@3.0")), entry("c", parents("a")),
    )  # fmt: skip
    graph = lineage.graph(found)
    first, second, b, c = (graph.cards[one] for one in found.entries)
    assert {(edge.source, edge.target, edge.version) for edge in graph.edges.values()} == {
        (first, b, ""),
        (second, b, "3.0"),
        (second, c, ""),
    }
    assert "as 3.0" in shown(svg(page_of(found)))


def test_an_earlier_version_of_itself_is_another_thing() -> None:
    found = collection(entry("a", parents("a@1.0"), "2.0"))
    assert edges(found) == {("a@1.0", "a", "", ("parent",))}


def test_the_maker_of_a_model_stands_behind_it() -> None:
    found = collection(
        entry("maker", "kind: recipe\nstages: {rl: {kind: rl, from: base, makes: Maker 7B}}\n"),
        entry("user", "base_models: {base: {name: maker-7b}}\nkind: recipe\n"),
    )
    assert edges(found) == {("maker", "user", "", ("base model",))}


@pytest.mark.parametrize("names", [("a",), ("a@1.0",), ("A",)])
def test_a_card_that_names_itself_is_no_edge(names: tuple[str, ...]) -> None:
    found = collection(entry("a", parents(*names)))
    assert edges(found) == set()
    assert not svg(page_of(found))
    assert lineage.neighborhood(found, found.entries[0]) == ""


def test_a_circle_is_drawn_from_both_ends() -> None:
    found = collection(
        entry("a", parents("b")), entry("b", parents("c")), entry("c", parents("a", more=", derived: [a]"))
    )
    assert edges(found) == {
        ("b", "a", "", ("parent",)),
        ("c", "b", "", ("parent",)),
        ("a", "c", "", ("parent",)),
        ("c", "a", "", ("derived",)),
    }
    assert svg(page_of(found)).count("rc-edge-head") == 4
    around = shown(lineage.neighborhood(found, found.entries[0]))
    assert "What it stands on b parent" in around
    assert "c origin" in around
    assert "c made from it" in around


def test_broken_cards_are_left_out_and_none_say_so() -> None:
    broken = [Entry(f"{number}.card.yaml", text) for number, text in enumerate((b"", b"a: [", b"- 1", b"\xe9"))]
    found = collection(*broken, entry("a", parents("seed")))
    assert edges(found) == {("seed", "a", "", ("parent",))}
    assert lineage.neighborhood(found, broken[1]) == ""
    assert "There are no cards here" in shown(page_of(collection(*broken)))
    assert "No two of these cards name each other" in shown(page_of(found))


# The picture


@st.composite
def graphs(draw_: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    nodes = draw_(st.integers(1, 24))
    one = st.integers(0, nodes - 1)
    return nodes, draw_(st.lists(st.tuples(one, one), max_size=50))


@settings(deadline=None, max_examples=150)
@given(graphs(), st.sampled_from([0, 600, 1180]))
def test_boxes_do_not_overlap_and_nothing_leaves_the_picture(
    graph: tuple[int, list[tuple[int, int]]], across: int
) -> None:
    nodes, joined = graph
    laid = layered(nodes, joined, SIZE, across)
    assert len(laid.boxes) == nodes
    for (x, y), (other_x, other_y) in combinations(laid.boxes, 2):
        assert abs(x - other_x) >= SIZE.width or abs(y - other_y) >= SIZE.height + SIZE.down - 1e-6
    for x, y in laid.boxes:
        assert -1e-6 <= x <= laid.width - SIZE.width + 1e-6
        assert -1e-6 <= y <= laid.height - SIZE.height + 1e-6
    for points in laid.bends:
        for x, y in points:
            assert -1e-6 <= x <= laid.width + 1e-6
            assert not any(
                left <= x <= left + SIZE.width and top < y < top + SIZE.height for left, top in laid.boxes
            ), "an edge passes beside boxes"


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_without_circles_every_edge_leads_to_the_right(graph: tuple[int, list[tuple[int, int]]]) -> None:
    nodes, joined = graph
    ahead = [(min(pair), max(pair)) for pair in joined if pair[0] != pair[1]]
    laid = layered(nodes, ahead, SIZE)
    for (source, target), points in zip(ahead, laid.bends, strict=True):
        way = [laid.boxes[source][0] + SIZE.width, *(x for x, _ in points), laid.boxes[target][0]]
        assert way == sorted(way)
        assert len(way) == len(points) + 2


@pytest.mark.parametrize("text", ["short", "W" * 40, "i" * 80, "漢" * 30, "\u202e" * 20, "x" * 900, ""])
def test_a_label_is_cut_to_its_box(text: str) -> None:
    said = draw.fitted(text, 168)
    assert len(said) * 12.5 * (0.36 if "i" in text else 0.6) <= 168 + 12.5
    assert said == text if len(text) < 20 and text.isascii() else said.endswith("…") and len(said) > 6
    assert "\u202e" not in said


def test_a_long_name_stands_whole_where_one_points() -> None:
    name = "a-very-long-name-of-a-release-of-reasoning-data"
    found = collection(entry(name), entry("b", parents(name)))
    picture = html.unescape(svg(page_of(found)))
    assert f"<title>{name}, dataset: Small</title>" in picture
    assert f">{name}</text>" not in picture
    assert re.search(rf'<a xlink:href="{name}.html"', picture)


def test_kinds_are_told_apart_by_shape_dash_and_word() -> None:
    found = collection(
        entry("a"), entry("b", "provenance: {traces: {author: model, model: Shared}, lineage: {parents: [a, set]}}\n"),
        entry("c", "provenance: {traces: {author: model, model: Shared}, lineage: {parents: [set]}}\n"),
    )  # fmt: skip
    page = page_of(found)
    said = shown(page)
    for words in (
        "a card",
        "a model without a card here",
        "named, without a card here",
        "a base model, a teacher or a simulated user",
    ):
        assert words in said
    assert "a verifier or an environment" not in said, "a legend of what is there"
    assert {"rc-node-card", "rc-node-model", "rc-node-thing"} <= set(re.findall(r"rc-node-\w+", svg(page)))
    style = (File(lineage.__file__).parents[1] / "assets" / "lineage.css").read_text("utf-8")
    dashes = re.findall(r"\.rc-edge-(\w+) > path \{[^}]*stroke-dasharray: ([^;}]+)", style)
    assert len({dash for _, dash in dashes}) == len(dashes) == 4, "the fifth is whole"


# Hostile, many


def hostile(payload: str, name: str) -> Entry:
    said = json.dumps(payload)
    return entry(
        name,
        f"""\
title: {said}
links: {{data: "https://example.org/d", successor: {said}}}
base_models: {{{said}: {{name: {said}}}}}
data: {{{said}: {{release: {said}}}}}
variants: {{{said}: {{card: {said}}}}}
verifiers: {{{said}: {{card: {said}, environment: {said}}}}}
provenance:
  prompts: {{from: {{{said}: {{card: {said}, url: {said}}}}}}}
  traces: {{author: model, model: {said}}}
  lineage: {{parents: [{said}, other@1.0, other@9], derived: [{said}, "https://example.org/{payload[:1]}"]}}
""",
    )


OURS = re.compile("header|h1|p|table|thead|tbody|t[rhd]|a|span|ul|li|code|div|article|svg|rect|g|path|text|title")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_leave_no_markup(payload: str) -> None:
    found = collection(
        hostile(payload, "one"), hostile(payload, "two"), entry("other"), Entry("3.card.yaml", card(payload).encode())
    )
    assert any(edge.source.label.strip() for edge in lineage.graph(found).shared)
    parts = [page_of(found).split("---\n", 2)[2], *(lineage.neighborhood(found, one) for one in found.entries)]
    assert svg(parts[0])
    for body in parts:
        tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)>", body)
        assert all(OURS.fullmatch(name) for name, _ in tags)
        assert not any(re.search(r"\son\w+=|\sstyle=", re.sub(r'"[^"]*"', '""', rest)) for _, rest in tags)
        links = [html.unescape(link) for _, rest in tags for link in re.findall(r'href="([^"]*)"', rest)]
        inside = re.compile(r"#|(one|two|other|hostile)\.html(#|$)|lineage\.dot$|https://example\.org/\S*$")
        assert all(inside.match(link) for link in links), links
        assert not any(mark in body for mark in ("{{", "{%", "\u202e", "8<", "![", "](javascript", "<!--"))
        assert all(line.startswith(("<", "## ")) or not line for line in body.splitlines())
    _whole_graphviz(lineage.dot(found))


def _whole_graphviz(text: str) -> None:
    quoted = r'"(?:[^"\\]|\\["\\])*"'
    attributes = rf"\[\w+={quoted}(?:, \w+={quoted})*\];"
    first, *lines, last = text.splitlines()
    assert (first, last) == ("digraph lineage {", "}")
    for line in lines[2:]:
        assert re.fullmatch(rf"  n\d+(?: -> n\d+)? {attributes}", line), line
        assert line.isprintable()


def test_the_graph_as_graphviz_text(real: Collection) -> None:
    text = lineage.pages(real)["cards/lineage.dot"]
    _whole_graphviz(text)
    number = {name: node for node, name in re.findall(r'(n\d+) \[label="([^"]*)"', text)}
    assert f'{number["gsm8k"]} -> {number["tulu3-rlvr"]} [label="made from it"];' in text
    assert 'label="checked by it (as 0.7.0)"' in text
    assert 'URL="gsm8k.html"' in text
    assert "tulu-2-sft" in number, "with what one card alone names"


def many(number: int) -> Collection:
    """Cards of which each stands on a few before it, on one that all share, and on many of its own."""
    own = ", ".join(f"own-%d-{index}" for index in range(5))
    texts = (
        parents("seed", f"c{one // 2}", f"c{one * 7 // 9}@0.1", own.replace("%d", str(one))) for one in range(number)
    )
    return collection(*(entry(f"c{index}", text) for index, text in enumerate(texts)))


def test_a_thousand_cards_stay_bounded() -> None:
    found = many(1000)
    assert all(one.card is not None and one.facts is not None and one.card.values for one in found.entries)
    before = time.process_time()
    page = page_of(found)
    around = [lineage.neighborhood(found, one) for one in found.entries]
    assert time.process_time() - before < 8, "about 2 s on a quiet machine"
    picture = svg(page)
    assert picture.count("rc-node-card") + picture.count("rc-node-thing") <= whole.MOST
    assert len(page) < 600_000
    assert "Drawn are 120 of 1,001, those that most others name" in shown(page)
    assert "The first 200 of 1,000 cards" in shown(page)
    assert max(map(len, around)) < 40_000


def test_time_grows_with_the_cards_and_no_faster() -> None:
    def taken(number: int) -> float:
        found = many(number)
        assert all(one.card is not None and one.card.values for one in found.entries)
        before = time.process_time()
        page_of(found)
        for one in found.entries:
            lineage.neighborhood(found, one)
        return time.process_time() - before

    taken(50)
    assert taken(800) < 4 * 2.5 * taken(200)


def test_a_card_that_names_very_much_stays_bounded() -> None:
    found = collection(entry("a", parents(*(f"p{number}" for number in range(5000)))), entry("b", parents("a")))
    assert len(edges(found)) == 501
    around = lineage.neighborhood(found, found.entries[0])
    assert "493 more" in shown(svg(around)), "seven are drawn"
    assert "and 440 more" in shown(around)
    assert len(around) < 40_000


# In a browser


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_links_of_the_picture_are_reached_by_keyboard_and_axe_finds_nothing(tmp_path: File) -> None:
    build([CARDS], tmp_path / "site", tmp_path)
    with served(tmp_path / "site") as url, browser() as started:
        page = started.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{url}/lineage.html", wait_until="load")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.evaluate("(one => one.scrollWidth > one.clientWidth)(document.querySelector('.rc-wide'))")
        page.locator("svg.rc-graph a").first.focus()
        reached = [page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''")]
        for _ in range(3):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''"))
        assert len(set(reached)) == 4
        assert all("," in one for one in reached), "a name and a kind"
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r".*/(?!lineage)[\w.-]+\.html"))
        assert page.locator("h1").count() == 1
