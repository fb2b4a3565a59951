"""Pages: a pure function; every field, gap, citation and finding is there; nothing a card says is read as markup."""

from __future__ import annotations

import html
import posixpath
import re
import time
from html.parser import HTMLParser
from pathlib import Path as File

import pytest
from hostile import PAYLOADS, card
from hypothesis import given, strategies as st
from ruamel.yaml import YAML

from releasecard import pages, reference
from releasecard.card import Card
from releasecard.edit.draft import Draft
from releasecard.fields import SCHEMAS
from releasecard.pages import catalog, standing
from releasecard.pages.bars import bar
from releasecard.pages.card.shown import anchor
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import el, outward, prose
from releasecard.pages.urls import Urls
from releasecard.rules import RULES
from releasecard.safe import encoded, encoded_lines, file_name, front_matter
from releasecard.stated import Conflict
from releasecard.testing import CARD, with_sections

OURS = frozenset(
    ("a", "article", "blockquote", "b", "br", "button", "caption", "circle", "code", "dd", "defs", "desc", "details", "div", "dl", "dt", "em", "figcaption",
     "figure", "form", "g", "h1", "h2", "h3", "h4", "h5", "header", "input", "label", "li", "line", "link", "marker", "nav", "noscript", "ol", "option", "p", "path", "polygon",
     "pre", "rect", "script", "section", "select", "span", "strong", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr",
     "tspan", "ul", "datalist", "fieldset", "legend", "small", "sup", "tfoot", "colgroup", "col", "wbr")
)  # fmt: skip
"""The elements that pages are made of."""
SCRIPTS = (
    ' type="application/ld+json"',
    *(f' src="../assets/releasecard-{name}.js" defer' for name in ("catalog", "compare")),
)
CARDS = sorted((File(__file__).parents[1] / "site" / "cards").glob("*.card.yaml"))


def built(*entries: Entry) -> dict[str, str]:
    return pages.build(Collection(entries))


def page(text: str) -> str:
    entry = Entry("a.card.yaml", text.encode())
    return built(entry)[Collection((entry,)).page(entry)]


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
            assert el("tr", id=anchor(place)).removesuffix("</tr>") in body, place
        node = entry.card.document.node(place)
        if node is not None and node.text and "\n" not in node.text:
            said = {"true": "yes", "false": "no"}.get(node.text, node.text) if isinstance(value, bool) else node.text
            assert said.replace("_", " ") in shown.replace("_", " "), place
    for source in entry.card.ids("sources"):
        assert f'id="{anchor(("sources", source))}"' in body
    for found in entry.linted.diagnostics:
        assert prose(found.message) in body
    for claim in entry.card.ids("claims"):
        assert f"rc-claim-{verdict(entry, claim)}" in body


def verdict(entry: Entry, claim: str) -> str:
    (found,) = [one for one in entry.linted.verdicts if one.name == f"claims.{claim}"]
    return str(found.word)


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
        "1. What data objects exist?", "2. What makes them useful?", "3. How are they constructed?", "4. How do they scale?", "Gaps",
        "Findings",
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
    assert ">as in a<" in shown


def test_broken_cards_never_vanish() -> None:
    texts = ["", "a: [", "- 1", "releasecard: 1\nkind: nothing\nname: x\n", "\ufeff"]
    entries = [Entry(f"{number}.card.yaml", text.encode()) for number, text in enumerate(texts)]
    entries.append(Entry("latin.card.yaml", b"\xe9"))
    collection = Collection(tuple(entries))
    content = pages.build(collection)
    for entry in entries:
        address = collection.urls.to("cards/index.md", collection.page(entry))
        assert f'href="{address}"' in content["cards/index.md"]
        assert 'class="rc-chip rc-error"' in content[collection.page(entry)]
    assert encoded("a: [") in content[collection.page(entries[1])], "the text of a broken card is shown"


def test_names_are_distinct_and_stay_below_the_folder() -> None:
    names = ["../../etc/passwd", "x", "x", "x", "INDEX", "index", "compare", "", "/", "con\x00", "é", "a" * 500, "."]
    entries = tuple(Entry(f"{number}.card.yaml", card("t", name).encode()) for number, name in enumerate(names))
    collection = Collection(entries)
    paths = [collection.page(entry) for entry in entries]
    assert len(set(paths)) == len(names)
    assert all(re.fullmatch(r"cards/[a-z0-9][a-z0-9_-]{0,90}\.md", path) for path in paths)
    assert all(re.fullmatch(r"cards/[a-z0-9][a-z0-9/_.-]{0,99}", path) for path in pages.build(collection))


def test_pages_are_a_function_of_the_cards() -> None:
    collection = [
        Collection(tuple(Entry(path.name, path.read_bytes()) for path in CARDS), rules="rules") for _ in range(2)
    ]
    first, second = map(pages.build, collection)
    assert first == second
    assert "\n".join(first.values()).count("../rules/RC207.html") > 10


@pytest.mark.parametrize("directory", [True, False])
@pytest.mark.parametrize("folder", ["", "cards", "a/b"])
def test_addresses_lead_to_files(folder: str, directory: bool) -> None:
    """Links in HTML are not looked after by any builder: each leads to a page or file of the site, and to an id on it."""
    urls = Urls(directory)
    collection = Collection(tuple(Entry(path.name, path.read_bytes()) for path in CARDS), folder, urls)
    content = pages.build(collection) | pages.assets()
    files = {urls.path(path): path for path in content}
    ids = {path: {html.unescape(one) for one in re.findall(r'\bid="([^"]*)"', text)} for path, text in content.items()}
    for path in [one for one in content if one.endswith(".md")]:
        here = urls.path(path)
        for found in set(re.findall(r'(?:href|src)="([^"]*)"', content[path])):
            link = html.unescape(found)
            if link.startswith(("http://", "https://")):
                continue
            address, _, fragment = link.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(here), address.partition("?")[0]))
                if address
                else here
            )
            target = "" if target == "." else f"{target}/" if f"{target}/" in files else target
            assert target in files, (path, link)
            assert not fragment or fragment in ids[files[target]], (path, link)


def test_a_catalog_of_many_cards_has_pages() -> None:
    text = (CARDS[0]).read_text("utf-8")
    entries = tuple(
        Entry(f"{number}.card.yaml", f"name: n{number}\nkind: dataset\nreleasecard: 1\n".encode())
        for number in range(650)
    )
    collection = Collection((*entries, Entry("real.card.yaml", text.encode())))
    content = catalog.pages(collection)
    assert list(content) == [
        f"cards/{name}" for name in ("index.md", "cards-2.md", "cards-3.md", "cards-2.js", "cards-3.js")
    ]
    assert [content[f"cards/{name}.md"].count('class="rc-name"') for name in ("index", "cards-2", "cards-3")] == [
        300,
        300,
        51,
    ]
    assert content["cards/cards-2.js"].count("rc-name") == 300
    assert 'data-pages="cards-2.js cards-3.js"' in content["cards/index.md"]
    assert "</" not in content["cards/cards-3.js"], "a script holds no end of an element"


def test_files_that_are_no_cards_come_last_and_a_site_without_cards_says_so() -> None:
    broken, whole = Entry("a.card.yaml", b"- no card"), Entry("b.card.yaml", CARD.encode())
    assert Collection((broken, whole)).sorted == (whole, broken)
    assert "data-broken" in built(broken)["cards/index.md"]
    assert "No card yet." in built()["cards/index.md"]
    assert "rc-asked" not in built()["cards/index.md"]


def test_facets_are_what_cards_state() -> None:
    (entry,) = [Entry(path.name, path.read_bytes()) for path in CARDS if path.name == "deepmath-103k.card.yaml"]
    found = catalog.facets(entry)
    assert found["kind"] == ["dataset"]
    assert found["contract"] == ["programmatic", "judgment"]
    assert found["license"] == ["MIT"]
    assert found["year"] == ["2025"]
    assert found["verdict"] == ["open", "unlicensed"]
    assert catalog.facets(Entry("x", b"- 1"))["verdict"] == ["no claims"]


def test_what_is_answered_is_counted() -> None:
    (_, first, second, third, fourth) = standing.answered(Entry("a.card.yaml", CARD.encode()))
    entry = Entry("a.card.yaml", CARD.replace("records: 500", "records: {not_stated: so it is}", 1).encode())
    (_, changed, *_) = standing.answered(entry)
    assert (changed.filled, changed.open) == (first.filled - 1, first.open + 1)
    assert all(one.total >= one.filled for one in (first, second, third, fourth))
    assert standing.Answered(2, 1, 0).percent == 66


@given(st.lists(st.tuples(st.floats(-1, 2), st.sampled_from("abc")), max_size=5))
def test_bars_stay_within(parts: list[tuple[float, str]]) -> None:
    drawn = re.findall(r'x="([\d.]+)" y="0" width="([\d.]+)"', bar(parts, "x"))
    assert sum(float(width) for _, width in drawn) <= 100.1
    assert all(float(x) + float(width) <= 100.1 for x, width in drawn)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "  javascript:x"]
)
def test_addresses_that_run_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        el("a", "x", href=url)
    with pytest.raises(ValueError, match="not an address"):
        el("a", "x", xlink_href=url)
    assert outward(url, "x") == "x"


@given(st.text(), st.text())
def test_markup_holds_text_as_text(content: str, attribute: str) -> None:
    class Seen(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append(tag)
            assert [name for name, _ in attrs] == ["title"]

    seen = Seen()
    seen.feed(el("p", content, el("b", content, title=content), title=attribute))
    assert seen.tags == ["p", "b"]


@given(st.text())
def test_encoded_text_is_inert_and_whole(text: str) -> None:
    shown = encoded(text)
    assert not re.search(r"[<>\"'\[\](){}*_`#!|\\:+=~^$%@;]", re.sub(r"&#\d+;", "", shown))
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
    for path, body in built(Entry("a.card.yaml", card(payload).encode())).items():
        if not path.endswith(".md"):
            continue
        tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)>", body)
        assert {name for name, _ in tags} <= OURS, path
        assert not any(re.search(r"\b(on\w+|style)=", rest) for _, rest in tags)
        assert all(name != "script" or rest in SCRIPTS or not rest for name, rest in tags), path
        links = [html.unescape(link) for _, rest in tags for link in re.findall(r'(?:href|src)="([^"]*)"', rest)]
        assert all(re.match(r"#|https?://|[\w./-]*(?:[?#]|$)", link) for link in links), path
        after_front_matter = body.split("---\n", 2)[2]
        assert not any(mark in body for mark in ("{{", "{%", "{#", "\u202e"))
        assert not any(mark in after_front_matter for mark in ("8<-", "![", "](javascript"))


def test_rule_pages() -> None:
    built = reference.rules()
    assert len(built) == len(RULES) + 2, "the index and the matrix"
    for rule in RULES:
        assert rule.why in built[f"rules/{rule.code}.md"]
        assert f'href="{rule.code}.html"' in built["rules/index.md"]


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
    content = built(Entry("card.yaml", draft.text.encode(), frozenset()))
    assert content[f"cards/{file_name(draft.document.data['name'])}.md"].count("onerror") > replaced
    for file, body in content.items():
        if file.endswith(".md"):
            assert all(raw not in body for raw in ("<img", "{{", "](javascript", "<!--", "--8<--")), file


def test_what_a_reviewer_found_misleading_is_gone() -> None:
    verifier = page((File(__file__).parent / "data" / "verifier.card.yaml").read_text("utf-8"))
    contract = re.findall(r'<ol class="rc-contract">.*?</ol>', verifier)[0]
    assert "stance" not in html.unescape(contract), "who wrote a card is no part of what it checks"
    rows = "baselines:\n  - {model: a, origin: run, scores: {m: 1}}\n"
    assert "<h1>" in page(with_sections(rows)), "a list in the place of a map ends no site"
    ledger = re.findall(
        r'<table class="rc-table rc-ledger rc-stack">.*?</table>',
        page(with_sections("provenance: not_stated\n")),
        re.DOTALL,
    )[0]
    assert 'href="#provenance"' in html.unescape(ledger), "a gap in the place of a section speaks for all below"


def card_page_of(name: str) -> str:
    one = next(path for path in CARDS if path.name == f"{name}.card.yaml")
    return page(one.read_text("utf-8"))


def test_what_stands_with_a_sibling_is_marked_wherever_it_is_shown() -> None:
    shown = card_page_of("scalerl")
    assert '<span class="rc-like">like polaris</span>' in shown
    assert 'class="rc-heir" title="as in polaris"' in shown


def test_fitted_curves_stand_by_their_parameters() -> None:
    shown = card_page_of("scalerl")
    curves = shown.partition("Fitted curves</h3>")[2].partition("</table>")[0]
    assert re.findall(r'<th[^>]*class="rc-number"[^>]*>(\w+)</th>', curves) == ["Cmid", "B", "A"]
    first = curves.partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall(r">(\d[\d.]*)</a>", first) == ["2542", "1.92", "0.61"]
    assert "0.015" in first


def test_a_stated_gain_has_a_sign() -> None:
    shown = card_page_of("dapo")
    assert re.search(r"<strong>(\+|&#43;)<a [^>]*>8</a></strong> points", shown)


def test_who_wrote_the_traces_is_read_of_the_sampling_that_wrote_them() -> None:
    writing = next(one for one in card_page_of("swe-gym").split("<tr>") if "trace writing" in one)
    assert "gpt-4o-2024-08-06" in html.unescape(writing)
    named = set(re.findall(r'href="#rollouts\.([^."]+)', html.unescape(writing)))
    facts = Entry("x", next(path for path in CARDS if path.name == "swe-gym.card.yaml").read_bytes()).facts
    assert facts is not None
    assert {facts.plain("rollouts", name, "purpose") for name in named} == {"writing"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain", "plain"), ("see `a`.", "see <code>a</code>."), ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("cut `a` at `b", "cut <code>a</code> at &#96;b"), ("`<b>`", "<code>&#60;b&#62;</code>"), ("", ""),
    ],
)  # fmt: skip
def test_backticks_are_code_and_one_alone_is_itself(said: str, shown: str) -> None:
    assert prose(said) == shown


def test_a_contract_tells_each_error_and_attack_on_a_line_and_gives_them_room() -> None:
    shown = card_page_of("math-verify")
    fails = shown.partition("rc-contract rc-long")[2].partition("</section>")[0].partition("fails</p>")[2]
    said = html.unescape(re.sub("<[^>]*>", " ", fails))
    assert re.search(r"~0\.05\s+right answers of weak models", said)
    assert re.search(r"accepted\s+a chain of equalities", said)
    assert said.count("probes made by hand") <= 1, "how it was tried is told by the fields"
    assert "found by an audit" in said
    assert card_page_of("tau-bench").count("rc-contract rc-long") < card_page_of("tau-bench").count("rc-contract")


def test_a_head_says_which_version_checks_and_whose_gap_it_is() -> None:
    head = html.unescape(card_page_of("deepmath-103k")).partition("Who checks it?")[2].partition("</section>")[0]
    said = re.sub("<[^>]*>", "", head)
    assert "0d97187a17…" in said
    assert "GPT-4o version not checked" in said
    assert "not applicable" not in said


def test_the_ledger_names_a_thing_once() -> None:
    ledger = html.unescape(card_page_of("scalerl").partition("rc-ledger")[2].partition("</table>")[0])
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", ledger)]
    for cell in cells:
        names = [one for one in cell.split(", ") if one]
        assert len(names) == len(set(names)), cell
    assert not any("inline" in cell for cell in cells)


def test_what_most_findings_of_a_rule_say_is_said_once() -> None:
    found = card_page_of("deepseek-r1").partition("## Findings")[2]
    gaps = next(one for one in found.split('class="rc-finding"') if "author has not looked" in one)
    assert gaps.count("<li>") > 20
    assert gaps.count("look it up") == 1
    assert gaps.count("write it once it can be read") > 1, "those that say something else say it themselves"


def test_variants_tell_what_is_their_own() -> None:
    """The share of tasks that doing nothing passes differs by domain, and is stated there alone."""
    drawn = html.unescape(card_page_of("tau-bench")).partition("Variants</h3>")[2].partition("</table>")[0]
    said = {
        row.partition("</th>")[0].rpartition("</a>")[0].rpartition(">")[2]: re.sub("<[^>]*>", "", row)
        for row in drawn.split("<tr>")[2:]
    }
    assert set(said) == {"retail", "airline"}
    assert re.search(r"null rate: 0\.06", said["retail"])
    assert re.search(r"null rate: 0\.38", said["airline"])


def test_the_side_of_a_dispute_is_no_gap() -> None:
    gaps = html.unescape(card_page_of("tau-bench")).partition("## Gaps")[2].partition("\n## ")[0]
    unsaid = gaps.partition("The release does not say")[2].partition("</details>")[0]
    assert (unsaid.count("<li>"), "conflict" in unsaid) == (1, False)
