"""The reference: a page for each rule and field, from the declaration, and what the cards of a site have there."""

from __future__ import annotations

import html
import posixpath
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from releasecard import reference, site
from releasecard.config import Config
from releasecard.extend import Plugin, taking_part
from releasecard.fields import SCHEMAS, Rules
from releasecard.fields.declared import _free, declaration
from releasecard.pages.card.shown import anchor
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls
from releasecard.reference.filled import filled
from releasecard.reference.mends import MENDS
from releasecard.rules import BY_CODE, RULES
from releasecard.stated import GAP_WORDS
from releasecard.testing import CARD, linted, with_sections
from releasecard.values import Trust

CARDS = Path(__file__).parents[1] / "site" / "cards"


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection(tuple(site.entries([CARDS], Config())), rules="rules", fields="fields")


@pytest.fixture(scope="module")
def of_fields(collection: Collection) -> dict[str, str]:
    return reference.fields(collection)


@pytest.fixture(scope="module")
def of_rules(collection: Collection) -> dict[str, str]:
    return reference.rules(collection)


def of(*texts: str) -> Collection:
    entries = (Entry(f"{number}.card.yaml", text.encode()) for number, text in enumerate(texts))
    return Collection(tuple(entries), rules="rules", fields="fields")


def shown(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_every_declared_field_has_a_page() -> None:
    pages = reference.fields()
    walked: list[tuple[str, tuple[str, ...], Rules]] = [
        (kind, (name,), rules) for kind, schema in SCHEMAS.items() for name, rules in schema.items()
    ]
    count = 0
    while walked:
        kind, path, rules = walked.pop()
        if "meta" in rules:
            count += 1
            page = reference.field_page(kind, tuple(0 if step == "#" else step for step in path))
            assert page is not None
            body = shown(pages[page])
            assert all(said.replace("`", "") in body for said in (rules["meta"]["title"], rules["meta"]["doc"])), path
            assert ".".join(path).replace(".#", "[]") in body, path
            assert page == reference.field_page(kind, ".".join(path).replace(".#", "[]"))
        for step in ("*", "#"):
            inner = rules.get("valuesrules") if step == "*" else rules.get("schema")
            if inner is not None and (step == "*" or isinstance(inner.get("type"), (str, list))):
                walked.append((kind, (*path, step), inner))
        if "valuesrules" not in rules and not isinstance(rules.get("schema", {}).get("type"), (str, list)):
            walked += [(kind, (*path, name), one) for name, one in rules.get("schema", {}).items()]
    assert count > 2500
    assert 600 < len(pages) < 990


def test_names_of_pages_are_safe_and_distinct_on_any_file_system() -> None:
    names = [one.name for one in declaration().fields]
    assert len({name.lower() for name in names} | {"index", *SCHEMAS}) == len(names) + 1 + len(SCHEMAS)
    assert all(re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*(-\d+)?", name) for name in names)
    assert "rollouts.temperature" in names


def test_fields_that_would_share_a_name_do_not() -> None:
    assert _free("a.*.b", {"a.b"}) == "a.b-2"
    assert _free("A.b[]", {"a.b", "a.b-2"}) == "a.b-3"
    fields = """\
.:
  index: {type: string, meta: {title: Index, doc: An index., question: 1, example: x}}
  board:
    type: dict
    meta: {title: Board, doc: Who let it out., question: 2}
    schema:
      votes: {type: string, meta: {title: Votes, doc: Who is it., example: x}}
      notes: {type: dict, meta: {title: N, doc: N.}, valuesrules: {type: dict, schema: {votes: {type: string, meta: {title: V, doc: By note., example: x}}}}}
  board_notes: {type: string, meta: {title: Other, doc: Others., question: 2, example: x}}
"""
    try:
        with taking_part("lab", Plugin(fields=fields)):
            pages = reference.fields()
            assert "An index" in shown(pages["fields/index-2.md"])
            assert "lab" in shown(pages["fields/board.votes.md"])
            assert "By note" in shown(pages["fields/board.notes.votes.md"])
    finally:
        assert reference.field_page("dataset", ("board",)) is None
        assert "fields/index-2.md" not in reference.fields()


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (("rollouts", "a.b", "temperature"), "rollouts.temperature"),
        ("rollouts.*.temperature", "rollouts.temperature"),
        ("rollouts.training", "rollouts"),
        ("rollouts.a.pass_rate.bands[0].from", "rollouts.pass_rate.bands.from"),
        ("authors[1]", "authors"),
        (("objects", "rows", "distribution", "x", "y"), "objects.distribution"),
        (("verifiers", "a", "errors", "false_accept", "a-population", "rate"), "verifiers.errors.false_accept.rate"),
        (("nothing",), None),
        (("title", "x"), None),
        ("", None),
    ],
)
def test_what_explains_a_path(path: str | tuple[str, ...], page: str | None) -> None:
    assert reference.field_page("dataset", path, "f") == (page and f"f/{page}.md")


def test_it_is_quick_to_ask_what_explains_a_path() -> None:
    reference.field_page("dataset", ("rollouts",))
    before = time.process_time()
    for number in range(10_000):
        reference.field_page("dataset", ("rollouts", str(number), "temperature"))
    assert time.process_time() - before < 1


@pytest.mark.parametrize("directory", [True, False])
def test_links_lead_to_pages_and_places(directory: bool) -> None:
    from releasecard import pages
    from releasecard.pages import card

    urls = Urls(directory)
    found = Collection(tuple(site.entries([CARDS], Config())), urls=urls, rules="rules", fields="fields")
    built = reference.rules(found) | reference.fields(found)
    on_cards = {found.page(entry): card.page(entry, found) for entry in found.entries}
    ids = {page: {html.unescape(one) for one in re.findall(r'\bid="([^"]*)"', text)} for page, text in on_cards.items()}
    sources = {urls.path(source): source for source in (*built, *on_cards)}
    sources |= {f"{one}/" if directory else one: one for one in pages.assets()}
    seen: Counter[bool] = Counter()
    for source, text in built.items():
        for link in set(re.findall(r'href="([^"]*)"', text)):
            address, _, fragment = html.unescape(link).partition("#")
            base = urls.path(source) if directory else posixpath.dirname(source)
            target = posixpath.normpath(posixpath.join(base if base.endswith("/") else f"{base}/", address))
            page = sources[f"{target}/" if directory else target]
            assert not fragment or fragment in ids[page], (source, link)
            seen[bool(fragment)] += 1
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", re.sub(r"<.*>", "", text)):
            assert posixpath.join(posixpath.dirname(source), link) in built, (source, link)
    assert min(seen[True], seen[False]) > 3000


def test_who_fills_a_field_is_what_the_cards_say(collection: Collection, of_fields: dict[str, str]) -> None:
    states: Counter[str] = Counter()
    cards: set[str] = set()
    for entry in collection.entries:
        assert entry.card is not None
        for name, protocol in (entry.card.written.get("rollouts") or {}).items():
            if "temperature" in protocol:
                word = str(getattr(protocol["temperature"], "word", "filled"))
                states[word] += 1
                place = f"#{anchor(('rollouts', name, 'temperature'))}"
                if word == "filled":
                    cards.add(entry.text("name"))
                    shown_here = place in of_fields["fields/rollouts.temperature.md"]
                    assert shown_here or "more" in of_fields["fields/rollouts.temperature.md"]
    body = shown(of_fields["fields/rollouts.temperature.md"])
    assert f"{len(cards)} of 16 cards state it; {states.total()} places: {states['filled']} filled" in body
    assert all(f"{number} {word.replace('_', ' ')}" in body for word, number in states.items())
    assert all(f"\n{name} " in body or f"states{name} " in body for name in cards)
    assert {*states} <= {"filled", *GAP_WORDS}


def test_gaps_conflicts_and_broken_values_are_told_apart() -> None:
    rates = "purpose: evaluation, samples_per_prompt: 1"
    first = with_sections(
        f"rollouts:\n  a: {{{rates}, temperature: 0.70}}\n  b: {{like: a, temperature: not_measured}}\n"
    )
    second = with_sections(f"rollouts:\n  a: {{{rates}, temperature: {{conflict: {{paper: 1, code: 0.6}}}}}}\n")
    third = with_sections(f"rollouts:\n  a: {{{rates}, temperature: [{{x: y}}, [1]]}}\n").replace("small", "third")
    found = of(first, second, third, "- 1", "a: [")
    body = shown(reference.fields(found)["fields/rollouts.temperature.md"])
    assert "3 of 3 cards state it; 4 places: 2 filled, 1 disputed between sources, 1 not measured." in body
    assert "a 0.70, b not measured" in body
    assert "disputed: 1 | 0.6" in body
    assert "None of the 3 cards" in shown(reference.fields(found)["fields/rollouts.seed.md"])
    assert "Who fills it" not in shown(reference.fields(found)["fields/base_models.md"]), "no such card"


def test_what_many_cards_state_is_bounded() -> None:
    rollouts = "".join(f"  r{number}: {{temperature: {number}}}\n" for number in range(40))
    texts = [CARD.replace("small", f"n{number}") + f"rollouts:\n{rollouts}" for number in range(60)]
    built = of(*texts)
    pages = reference.fields(built) | reference.rules(built)
    body = shown(pages["fields/rollouts.temperature.md"])
    assert "60 of 60 cards state it; 2,400 places" in body
    assert "and 40 more cards" in body
    assert "and 32 more" in body
    assert len(pages["fields/rollouts.temperature.md"]) < 60_000
    assert max(text.count("<li>") for name, text in pages.items() if name.startswith("rules/RC")) <= 20


def test_a_rule_says_where_it_fires(collection: Collection, of_rules: dict[str, str]) -> None:
    for code in BY_CODE:
        found = [
            (entry, one) for entry in collection.sorted
            for one in (*entry.linted.diagnostics, *(pair[0] for pair in entry.linted.suppressed)) if one.code == code
        ]  # fmt: skip
        body = shown(of_rules[f"rules/{code}.md"])
        row = next(line for line in of_rules["rules/index.md"].splitlines() if f"{code}.html" in line)
        assert shown(row.rpartition("<td")[2].partition(">")[2]) == (f"{len(found):,}" if found else "never")
        if not found:
            assert body.rstrip().endswith("Nowhere.")
            continue
        assert f"{len(found)} time" in body
        assert f"on {len({entry for entry, _ in found})} card" in body
        for entry, one in found[:20]:
            assert f"{entry.text('name')}: {one.message[:60].replace('`', '')}" in body
    assert sum(len(entry.linted.diagnostics) + len(entry.linted.suppressed) for entry in collection.entries) > 100


def test_suppressed_findings_stand_with_their_reason() -> None:
    found = of(with_sections("training_use: [sfft]  # releasecard: ignore[RC104] the house's <b>own</b> word\n"))
    page = reference.rules(found)["rules/RC104.md"]
    assert "suppressed: the house's <b>own</b> word" in shown(page)
    assert "<b>" not in page


def test_rules_name_the_claims_that_they_speak_against(of_rules: dict[str, str]) -> None:
    page = of_rules["rules/RC404.md"]
    assert "unlicensed whose evidence reaches what it is about: **[correctness](matrix.md#correctness)**" in page
    assert "## correctness" in of_rules["rules/matrix.md"]
    assert "## Claims" not in of_rules["rules/RC101.md"]


def test_without_cards_no_page_speaks_of_them() -> None:
    for text in (*reference.rules().values(), *reference.fields().values()):
        assert "Who fills it" not in text
        assert "On the cards of this site" not in text
    assert "on these cards" not in reference.rules()["rules/index.md"]
    assert set(reference.rules(folder="r")) == {f"r/{one}.md" for one in ("index", "matrix", *BY_CODE)}


def test_what_is_said_of_fixes_is_what_is_done() -> None:
    """No fix of a rule's own bad card goes unsaid, and each that is said is done on some card."""
    others = {
        "RC102": "organisations: [x]\n",
        "RC110": "claims:\n  a: {kind: correctness, says: x, about: objects.rows, evidence: [verifiers.final-anwser]}\n",
        "RC111": "sources:\n  paper: {role: data_release}\ncited:\n  all: papre\n",
    }
    for rule in RULES:
        if rule.bad:
            fixes = [
                one.fix
                for text in (rule.bad, others.get(rule.code, ""))
                if text
                for one in linted(text)
                if one.code == rule.code
            ]
            trusts = {fix.trust for fix in fixes if fix is not None} - {Trust.GUESS}
            assert trusts == set(MENDS.get(rule.code, {})), rule.code


def test_hostile_cards_leave_no_markup_in_the_reference() -> None:
    from hostile import PAYLOADS, card

    found = of(*(card(payload) for payload in PAYLOADS))
    for name, text in (reference.fields(found) | reference.rules(found)).items():
        raw = re.sub(r"<[^>]*>", "", text)
        assert "<script" not in text, name
        assert "<img" not in text, name
        assert not re.search(r"\bon\w+=", " ".join(re.findall(r"<[^>]*>", text))), name
        assert not any(mark in raw for mark in ("{{", "{%", "](javascript", "\u202e")), name


def test_search_reads_the_name_and_the_meaning_alone(of_fields: dict[str, str]) -> None:
    page = of_fields["fields/rollouts.temperature.md"]
    read = re.sub(r"(?s)<article.*</article>|<(p|h1)[^>]*data-search-exclude.*?</\1>", "", page)
    assert shown(read).split("---\n")[2].strip() == "Sampling temperature; 0 is greedy."
    assert all("search:\n  exclude: true" in of_fields[f"fields/{kind}.md"] for kind in SCHEMAS)


def test_the_reference_of_the_real_cards_is_quick(collection: Collection) -> None:
    for entry in collection.entries:
        assert entry.linted
        assert entry.facts
    before = time.process_time()
    reference.rules(collection)
    reference.fields(collection)
    assert time.process_time() - before < 4


def test_uses_count_places_where_they_are_written(collection: Collection) -> None:
    uses = filled(collection).uses
    by_name = {field.name: one for field, one in uses.items()}
    assert by_name["title"].stating == 16
    stated = 0
    for entry in collection.entries:
        assert entry.card is not None
        verifiers = entry.card.written.get("verifiers")
        stated += sum("contract" in one for one in verifiers.values()) if isinstance(verifiers, dict) else 0
        stated += "contract" in entry.card.written
    assert by_name["verifiers.contract"].states.total() == stated > 30
