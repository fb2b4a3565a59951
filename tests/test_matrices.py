"""The pages over all cards: their numbers follow from the cards, their links lead to the fields, hostile text is inert."""

from __future__ import annotations

import html
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from hostile import PAYLOADS, card
from ruamel.yaml import YAML

from releasecard.config import Config
from releasecard.evidence.matrix import MATRIX
from releasecard.pages import card as card_page, matrices
from releasecard.pages.checks import verifiers as verifiers_of
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.matrices import grid, reported, verifiers
from releasecard.pages.matrices.met import Counted, cells, counted, gathered
from releasecard.pages.matrices.tally import Tally, tallied
from releasecard.pages.parts import known
from releasecard.pages.urls import Urls
from releasecard.rules.claims.examples import OPENED
from releasecard.site import entries as entries_of
from releasecard.stated import GAP_WORDS
from releasecard.testing import CARD, with_sections

CARDS = File(__file__).parents[1] / "site" / "cards"
BROKEN = ("", "a: [", "- 1", "releasecard: 1\nkind: nothing\nname: x\n", "\ufeff")


def entry(text: str, name: str = "small") -> Entry:
    return Entry(f"{name}.card.yaml", text.replace("name: small\n", f"name: {name}\n", 1).encode())


def collection(*texts: str) -> Collection:
    return Collection(tuple(entry(text, f"card-{number}") for number, text in enumerate(texts)))


@pytest.fixture(scope="module")
def real() -> Collection:
    return Collection(tuple(entries_of([CARDS], Config())), rules="rules")


def shown(page: str) -> str:
    """What a reader sees of a page, without markup, white space made one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def rows(page: str, name: str) -> dict[str, list[str]]:
    """Return the rows of the first table of a class: the text of its heading, then of its cells."""
    (body,) = re.findall(rf'<table class="rc-table {name}[^"]*">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)[:1]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    parts = [[shown(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.DOTALL)] for one in found]
    return {first: rest for first, *rest in parts}


# Claims and evidence


def accurate(verifier: str, evidence: str = "verifiers.v", more: str = "") -> str:
    return with_sections(f"""\
claims:
  right: {{kind: verifier_accuracy, says: It is right., about: {evidence}, evidence: [{evidence}]}}
verifiers:
  v: {{contract: programmatic, family: rule, uses: [evaluation], {verifier}}}
{more}""")


ERRORS = "errors: {false_accept: {rate: 0.02, sample: 500}, false_reject: {wrong: 3, sample: 100}}"
STATED = (
    f'version: "1.0", calibration: {{set: held-out, size: 500, date: 2026-01-02}}, {ERRORS}, attacks: none of 12 passed'
)
GAPS = "version: not_stated, errors: not_measured, attacks: {not_applicable: nothing to gain}"
THREE = (
    accurate(STATED),
    accurate(GAPS),
    accurate(
        STATED, "verifiers", "  w: {contract: programmatic, family: rule, uses: [evaluation], errors: not_stated}"
    ),
)


def test_each_need_is_counted_over_all_claims() -> None:
    found = gathered(collection(*THREE))["verifier_accuracy"]
    assert [len(those) for those in gathered(collection(*THREE)).values() if those] == [3]
    assert counted(MATRIX["verifier_accuracy"], found) == {
        "V.version": Counted(3, 1, Counter({"not stated": 1}), Counter({"absent": 1})),
        "V.calibration": Counted(3, 1, Counter(), Counter({"absent": 2})),
        "V.false_accept": Counted(3, 1, Counter({"not measured": 1, "not stated": 1}), Counter()),
        "V.false_reject": Counted(3, 1, Counter({"not measured": 1, "not stated": 1}), Counter()),
        "V.attacks": Counted(3, 2, Counter(), Counter({"absent": 1})),
    }


def test_of_several_verifiers_the_worst_counts_and_how_many_are_like_it() -> None:
    first, second, third = (
        cells(MATRIX["verifier_accuracy"], one.verdict) for one in gathered(collection(*THREE))["verifier_accuracy"]
    )
    assert (first["V.version"].holds, first["V.version"].word, first["V.version"].asked) == ("carries", "", 1)
    assert (second["V.version"].holds, second["V.version"].word) == ("opens", "not stated")
    assert (second["V.attacks"].holds, second["V.attacks"].word) == ("carries", "not applicable")
    assert (third["V.version"].holds, third["V.version"].word, third["V.version"].worst, third["V.version"].asked) == (
        "voids",
        "absent",
        1,
        2,
    )
    assert third["V.version"].path == ("verifiers", "w", "version")


def test_the_claims_page_says_the_counts_and_each_cell() -> None:
    page = matrices.pages(collection(*THREE))["cards/claims.md"]
    assert "3 claims in all: 1 licensed, 0 open, 2 unlicensed" in shown(page)
    needs = rows(page, "rc-needs")
    assert needs["the verifier's version or commit verifier · version"] == ["1 of 3", "1 not stated", "1"]
    assert needs["deliberate attacks verifier · attacks"] == ["2 of 3", "", "1"]
    lines = rows(page, "rc-grid")
    assert lines["right card-0"] == ["licensed", "", "holds", "holds", "holds", "holds", "holds"]
    assert lines["right card-1"][2:] == ["not stated", "absent", "not measured", "not measured", "not applicable"]
    assert lines["right card-2"][2:] == [
        "absent 1 of 2",
        "absent 1 of 2",
        "not stated 1 of 2",
        "not stated 1 of 2",
        "absent 1 of 2",
    ]
    assert 'href="card-0.html#claims.right"' in page.replace("&#46;", ".")
    assert "None of these cards claims it" in shown(page), "the other kinds"


def test_what_the_evidence_does_not_reach_is_said_and_what_depends_on_it_is_not_asked() -> None:
    nowhere = with_sections(
        "claims:\n  right: {kind: correctness, says: All right., evidence: [objects.rows.records]}\n"
    ).replace(", verifier: final-answer}", "}")
    (one,) = gathered(collection(nowhere))["correctness"]
    met = cells(MATRIX["correctness"], one.verdict)
    assert met["V.version"].word == "not reached"
    assert "V.extractor" not in met
    unnamed = with_sections("claims:\n  right: {kind: correctness, says: All right., evidence: not_stated}\n")
    page = matrices.pages(collection(unnamed))["cards/claims.md"]
    assert cells(MATRIX["correctness"], gathered(collection(unnamed))["correctness"][0].verdict) == {}
    assert "evidence that is a gap or not named (1)" in shown(page)
    assert "asked of none of them" in shown(page)


def test_findings_of_rules_are_in_doubt_with_a_link_to_the_rule() -> None:
    circular = with_sections(OPENED)
    found = Collection((entry(circular),), rules="rules")
    page = matrices.pages(found)["cards/claims.md"]
    assert '<a href="../rules/RC404.html">RC404</a>' in page
    assert "RC404 circular correctness (1)" in shown(page)
    assert "rules/" not in matrices.pages(Collection((entry(circular),)))["cards/claims.md"]


def test_a_grid_shows_the_first_hundred_claims_and_counts_all() -> None:
    claims = "".join(f"  c{number}: {{kind: scaling, says: x, evidence: [objects]}}\n" for number in range(60))
    page = matrices.pages(collection(*[with_sections(f"claims:\n{claims}")] * 2))["cards/claims.md"]
    assert len(rows(page, "rc-grid")) == grid.MOST
    assert "the first 100 of 120 claims, the counts above are of all" in shown(page)
    assert rows(page, "rc-needs")["the axis scaling · axis"] == ["0 of 120", "", "120 not reached"]
    assert '<details class="rc-fold">' in page


# Verifiers


def test_cards_by_contract_and_granularity() -> None:
    judged = CARD.replace("contract: programmatic", "contract: judgment").replace(
        "supervision: [answer]", "supervision: [answer, step]"
    )
    page = matrices.pages(collection(CARD, judged, with_sections("verifiers: not_stated", CARD)))["cards/verifiers.md"]
    found = rows(page, "rc-crossed")
    #                                          demonstration, answer, step, state_action, episode, not stated
    assert found["programmatic a program decides: an answer, a run, a proof"] == ["0", "1 card-0", "0", "0", "0", "0"]
    assert found["judgment a person or a model judges, and leaves a record"] == [
        "0",
        "1 card-1",
        "1 card-1",
        "0",
        "0",
        "0",
    ]
    assert found["no contract the card names no verifier with a contract"] == ["0", "1 card-2", "0", "0", "0", "0"]


def test_rows_stand_with_the_verifiers_that_check_them(real: Collection) -> None:
    found = verifiers.crossed(list(known(real)))
    of = {pair: {one.entry.text("name") for one in those} for pair, those in found.items()}
    assert "prm800k" in of["judgment", "step"]
    assert "prm800k" not in of.get(("programmatic", "step"), set()), "steps are judged, answers are compared"
    assert "prm800k" in of["programmatic", "answer"]
    assert "tau-bench" in of["environmental", "episode"]
    assert "math-verify" in of["programmatic", "none"]
    assert "scalerl" in of["programmatic", "none"]


VERIFIERS = f"""\
verifiers:
  plain: {{contract: programmatic, family: rule, uses: [reward], {STATED}}}
  heir: {{like: plain, version: "2.0", errors: {{false_accept: not_measured, false_reject: {{rate: not_stated, wrong: not_stated, sample: 12}}}}}}
  by-population:
    contract: programmatic
    family: rule
    uses: [reward]
    version: 3101c7d5072418e28b9008a6636bde82a006892c
    errors:
      false_accept:
        weak: {{rate: 0.050, population: weak models}}
        strong: {{wrong: 13, population: strong models}}
      false_reject: {{conflict: {{paper: {{rate: 0.1}}, b: {{rate: 0.2}}}}}}
    attacks:
      colon: {{attack: one colon, outcome: accepted, rate: 0.35, accepted: 7, sample: 20}}
  people: {{contract: judgment, family: human_labels, uses: [labeling], agreement: {{value: 0.71, metric: kappa, n: 500, against: a second rater}}}}
  whole: {{contract: mixed, uses: [reward], components: {{a: {{verifier: plain}}}}}}
  lost: {{contract: programmatic, uses: [reward]}}
"""


def test_error_rates_stand_as_stated_and_gaps_by_their_word() -> None:
    page = matrices.pages(collection(with_sections(VERIFIERS)))["cards/verifiers.md"]
    found = rows(page, "rc-verifiers")
    assert found["plain card-0 · programmatic"] == [
        "1.0",
        "0.02 (500 cases)",
        "3 of 100",
        "nothing –",
        "none of 12 passed",
    ]
    assert found["heir card-0 · programmatic"] == [
        "2.0",
        "not measured",
        "not stated ( not stated of 12)",
        "nothing –",
        "none of 12 passed",
    ]
    assert found["by-population card-0 · programmatic"] == [
        "3101c7d507…", "0.050 weak models 13 wrong strong models", "sources disagree", "nothing –", "accepted 0.35 (7 of 20) one colon",
    ]  # fmt: skip
    assert 'href="card-0.html#verifiers.by-population"' in page.replace("&#46;", ".")


def test_families_count_who_reports() -> None:
    page = matrices.pages(collection(with_sections(VERIFIERS)))["cards/verifiers.md"]
    found = {name.split(" ")[0]: cells for name, cells in rows(page, "rc-families").items()}
    assert found["rule"] == ["3 verifiers 1 card", "2 of 3", "1 of 3", "0 of 3", "3 of 3"], (
        "a gap, a disputed rate, a bare sample are none"
    )
    assert found["human"] == ["1 verifier 1 card", "0 of 1", "0 of 1", "1 of 1", "0 of 1"]
    assert found["mixed"][0] == found["family"][0] == "1 verifier 1 card"
    assert (
        "Of 6 verifiers on 1 card, the cards state a false accept rate for 2, a false reject rate for 1, what attacks showed for 3"
        in shown(page)
    )
    assert "answer matching fails at extraction and normalization" in page
    assert "A card must state: extractor, normalization, equivalence." in shown(page)


def test_rates_of_a_verifier_on_its_own_card_are_led_to_and_not_counted_twice() -> None:
    own = Entry("own.card.yaml", (CARDS / "math-verify.card.yaml").read_bytes())
    user = with_sections(
        "verifiers:\n  v: {contract: programmatic, family: rule, uses: [reward], card: math-verify@0.8.0}\n"
    )
    found = Collection((entry(user), own))
    (used,) = [one for one in verifiers_of(found) if one.path == ("verifiers", "v")]
    assert used.home is not None
    assert used.home.entry is own
    assert not used.reports("false_reject")
    page = matrices.pages(found)["cards/verifiers.md"]
    cells = rows(page, "rc-verifiers")["v small · programmatic"]
    assert cells == ["math-verify@0.8.0", *["see math-verify@0.8.0"] * 4]
    assert 'href="math-verify.html#errors.false_reject"' in page.replace("&#46;", ".")
    families = {name.split(" ")[0]: said for name, said in rows(page, "rc-families").items()}
    assert families["rule"] == ["2 verifiers 2 cards", "0 of 2", "1 of 2 + 1 on their own card", "0 of 2", "1 of 2"]


def test_many_verifiers_of_a_family_are_cut_and_counted() -> None:
    many = "".join(f"  v{number}: {{contract: programmatic, family: rule, uses: [reward]}}\n" for number in range(130))
    page = matrices.pages(collection(with_sections(f"verifiers:\n{many}")))["cards/verifiers.md"]
    assert len(rows(page, "rc-verifiers")) == verifiers.MOST
    assert "and 30 more, which are counted above" in shown(page)
    assert "130 verifiers" in shown(page)


# What is not reported


def fields_of(*texts: str) -> dict[str, Tally]:
    return {one.declared.pattern: one for one in tallied(known(collection(*texts)))}


def protocols(*temperatures: str) -> str:
    lines = "".join(
        f"  p{number}: {{purpose: evaluation, temperature: {one}}}\n" for number, one in enumerate(temperatures)
    )
    return with_sections(f"rollouts:\n{lines}")


def test_a_card_counts_once_and_every_place_is_counted() -> None:
    texts = (
        protocols("1.0", "0.6"), protocols("not_stated", "1.0", "{not_released: kept back}"), protocols("not_stated", "not_stated"),
        protocols("not_checked"), protocols("{not_applicable: greedy}"), protocols("{conflict: {paper: 1.0, b: 0.6}}"),
        protocols("not_checked", "not_stated"),
    )  # fmt: skip
    found = fields_of(*texts)["rollouts.*.temperature"]
    assert found.declared.title == "Rollouts · Temperature"
    assert found.states == {
        "filled": 3,
        "not_stated": 4,
        "not_released": 1,
        "not_checked": 2,
        "not_applicable": 1,
        "conflict": 1,
    }
    assert (found.whole, found.partly, found.lacking, found.cards) == (2, 1, 2, 5), (
        "those not looked at, and without any, are left out"
    )
    assert (found.filled, found.unreported) == (4, 5)
    page = matrices.pages(collection(*texts))["cards/reported.md"]
    (row,) = [cells for name, cells in _reported(page).items() if name.startswith("Rollouts · Temperature")]
    assert row == ["2 of 5, 1 in part", "4", "4 not stated 1 not released", "1 disputed 2 not checked 1 not applicable"]


def _reported(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in re.findall(r'<table class="rc-table rc-reported[^"]*">.*?</table>', page, re.DOTALL):
        found |= rows(table, "rc-reported")
    return found


def test_what_is_inherited_counts_where_it_is_written() -> None:
    text = with_sections(
        "rollouts:\n  a: {purpose: evaluation, seed: not_stated, temperature: 1.0}\n  b: {like: a, temperature: 0.6}\n"
    )
    found = fields_of(text)
    assert found["rollouts.*.seed"].states == {"not_stated": 1}
    assert found["rollouts.*.temperature"].states == {"filled": 2}
    assert "rollouts.*.like" not in found


def test_a_gap_in_the_place_of_a_section_stands_beside_sections_that_others_state() -> None:
    found = fields_of(with_sections("rollouts: not_stated\n"), protocols("1.0"), protocols("not_stated"))["rollouts"]
    assert (found.whole, found.lacking, found.filled) == (2, 1, 2), "both state the purpose of a protocol"
    only_gaps = fields_of(
        with_sections("verifiers:\n  v: {contract: programmatic, errors: {false_accept: not_measured}}\n")
    )
    assert "verifiers.*.errors" not in only_gaps
    assert only_gaps["verifiers.*.errors.false_accept"].lacking == 1


def test_what_must_be_stated_and_is_not_there_is_told_apart() -> None:
    text = "".join(line for line in CARD.splitlines(keepends=True) if not line.startswith("languages:"))
    found = fields_of(text, CARD)["languages"]
    assert (found.states, found.whole, found.cards) == ({"blank": 1, "filled": 1}, 1, 1)
    page = shown(matrices.pages(collection(text))["cards/reported.md"])
    assert "1 field that a card must state is not on it at all" in page
    assert "Languages languages 1 blank 1 card card-0 blank" in page


def test_shapes_that_are_broken_and_fields_that_nobody_declared_count_for_nothing() -> None:
    text = CARD.replace("records: 500\n", "records: many\n", 1).replace(
        "languages: [en]", "languages: [en]\nno_such_field: not_stated"
    )
    found = fields_of(text)
    assert "objects.*.records" not in found
    assert not any("no_such_field" in pattern for pattern in found)
    assert found["objects.*.distinct"].states == {"filled": 1}


def test_patterns_star_ids_and_items_alone() -> None:
    text = with_sections("languages: [en, not_stated]\nrevisions:\n  - {date: 2026-03-02, changed: not_stated}\n") + (
        "license: {data: MIT, parts: {records: not_stated}}\n"
    )
    found = fields_of(text.replace("license: {data: MIT}\n", "", 1))
    assert found["languages"].states == {"not_stated": 1}
    assert found["revisions.*.changed"].states == {"not_stated": 1}
    assert found["license.parts.*"].states == {"not_stated": 1}
    assert found["verifiers.*.errors.false_accept.rate"].states == {"filled": 1}
    assert not any(pattern.startswith(("card", "sources", "cited", "releasecard")) for pattern in found)


def test_the_least_reported_field_of_a_question_comes_first() -> None:
    tallies = tallied(known(collection(protocols("not_stated"), protocols("1.0", "not_stated"), protocols("1.0"))))
    shares = [(one.declared.question, -one.lacking / max(1, one.cards)) for one in tallies]
    assert shares == sorted(shares)
    assert {one.declared.question for one in tallies} == {0, 1, 2, 3, 4}


def test_links_below_a_field_are_bounded() -> None:
    page = matrices.pages(collection(*[protocols("not_stated")] * 27))["cards/reported.md"]
    (found,) = [name for name in _reported(page) if name.startswith("Rollouts · Temperature")]
    assert found.count("not stated") == reported.MOST
    assert found.endswith("and 7 more")
    assert "27 cards" in found


# The real cards


def _leaves(value: Any) -> Iterator[Any]:
    """Yield the leaves of a card as YAML has it: gaps and conflicts by their key, a list of plain values as one."""
    if isinstance(value, dict) and len(value) == 1 and (key := next(iter(value))) in (*GAP_WORDS, "conflict"):
        yield key
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "like":
                yield from _leaves(item)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _leaves(item)
    else:
        yield value if isinstance(value, str) and value in GAP_WORDS else "filled"


def test_the_headline_is_what_the_yaml_of_the_real_cards_has(real: Collection) -> None:
    yaml, counts = YAML(typ="safe", pure=True), Counter[str]()
    for path in CARDS.glob("*.card.yaml"):
        data = yaml.load(path.read_text("utf-8"))
        for finding in data.get("audit", {}).get("findings", {}).values():
            if "values" in finding:
                finding["values"] = "one field, whatever is in it"
        for name in data.keys() - {"releasecard", "card", "status", "sources", "conflicts", "cited"}:
            counts.update(_leaves(data[name]))
    page = shown(matrices.pages(real)["cards/reported.md"])
    release = {
        word: counts[word] for word in ("not_stated", "not_logged", "not_measured", "not_released") if counts[word]
    }
    assert f"16 cards speak of {counts.total():,} fields" in page
    assert re.search(rf"\bstated {counts['filled']:,} \d", page)
    assert f"disputed between sources {counts['conflict']} " in page
    assert f"gaps of the release {sum(release.values())} " in page
    assert ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in release.items()) in page
    assert f"gaps of the card's author {counts['not_checked']} " in page
    assert f"cannot exist there {counts['not_applicable']} " in page


def test_what_the_real_cards_say_of_false_accepts(real: Collection) -> None:
    """Read by hand: `grep -A1 false_accept site/cards/*.yaml`."""
    found = {one.declared.pattern: one for one in tallied(known(real))}["verifiers.*.errors.false_accept"]
    assert found.states == {"not_stated": 9, "not_measured": 2, "not_checked": 1, "not_applicable": 1}
    assert {one.of.entry.text("name") for one in found.places if one.word in ("not_stated", "not_measured")} == {
        "dapo", "dapo-math-17k", "deepmath-103k", "deepseek-r1", "gsm8k", "prm800k", "tulu3-rlvr",
    }  # fmt: skip
    stated = {
        name: [one for one in verifiers_of(real) if one.reports(name)] for name in ("false_accept", "false_reject")
    }
    assert [one.of.entry.text("name") for one in stated["false_accept"]] == ["lean4-minif2f"], "2 of 49, 2 of 12"
    assert [one.of.entry.text("name") for one in stated["false_reject"]] == ["math-verify"], "~0.05, ~0.08, ~0.22"


def test_the_real_cells_are_the_reasons_of_the_verdicts(real: Collection) -> None:
    checked = 0
    for kind, found in gathered(real).items():
        for one in found:
            for name, cell in cells(MATRIX[kind], one.verdict).items():
                reasons = [reason for reason in one.verdict.reasons if reason.need == name]
                if reasons:
                    checked += 1
                    assert cell.asked == len(reasons)
                    assert {"carries": 0, "opens": 1, "voids": 2}[cell.holds] == max(
                        {"carries": 0, "opens": 1, "voids": 2}[reason.holds] for reason in reasons
                    )
    assert checked > 300
    page = shown(matrices.pages(real)["cards/claims.md"])
    words = Counter(str(one.verdict.word) for found in gathered(real).values() for one in found)
    assert (
        f"{words.total()} claims in all: {words['licensed']} licensed, {words['open']} open, {words['unlicensed']} unlicensed"
        in page
    )


@pytest.mark.parametrize("urls", [Urls(), Urls(directory=True)])
def test_every_link_leads_to_a_place_that_is_there(real: Collection, urls: Urls) -> None:
    found = Collection(real.entries, urls=urls)
    pages = matrices.pages(found)
    anchors = {urls.path(path): set(re.findall(r'\bid="([^"]*)"', page)) for path, page in pages.items()}
    anchors |= {
        urls.path(found.page(one)): set(re.findall(r'\bid="([^"]*)"', card_page.page(one, found)))
        for one in found.entries
    }
    links = 0
    for path, page in pages.items():
        for link in re.findall(r'href="([^"]*)"', page):
            links += 1
            file, _, fragment = html.unescape(link).partition("#")
            target = (
                urls.path(path)
                if not file
                else str(
                    File("/", urls.path(path)).parent.joinpath(file)
                    if not urls.directory
                    else File("/", urls.path(path), file)
                )
            )
            name = File(target).resolve().as_posix().lstrip("/") if file else target
            name += "/" if urls.directory and not name.endswith("/") else ""
            assert name in anchors, link
            known_ids = {html.unescape(one) for one in anchors[name]}
            assert not fragment or fragment in known_ids, f"{path}: {link}"
    assert links > 700


# Hostile, broken, none, many


def hostile(payload: str) -> str:
    """A card whose verifiers, claims and gaps carry the payload in ids, texts and reasons."""
    said = json.dumps(payload)
    return with_sections(f"""\
title: {said}
objects:
  {said}: {{type: prompt_answer, supervision: [{said}, answer], records: {{not_stated: {said}}}}}
verifiers:
  {said}:
    contract: judgment
    family: rubric_judge
    version: {said}
    errors: {{false_accept: {{{said}: {{rate: {{not_measured: {said}}}, population: {said}}}}}, false_reject: {{not_stated: {said}}}}}
    agreement: {{value: 0.5, metric: {said}, against: {said}}}
    attacks: {{{said}: {{attack: {said}, outcome: accepted}}}}
  words: {{contract: judgment, family: {said}, card: {said}, attacks: {said}}}
claims:
  {said}: {{kind: verifier_accuracy, says: {said}, about: {said}, evidence: [verifiers]}}
  other: {{kind: {said}, says: {said}, evidence: {{not_stated: {said}}}}}
rollouts:
  {said}: {{purpose: evaluation, temperature: {{not_released: {said}}}, {said}: not_stated}}
""")


OURS = re.compile(
    "header|h[12]|p|table|thead|tbody|t[rhd]|a|span|ul|li|code|strong|details|summary|div|article|section|d[ltd]|svg|rect"
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_cards_leave_no_markup(payload: str) -> None:
    found = Collection((entry(hostile(payload)), Entry("2.card.yaml", card(payload).encode())))
    for page in matrices.pages(found).values():
        body = page.split("---\n", 2)[2]
        tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)>", body)
        assert all(OURS.fullmatch(name) for name, _ in tags)
        assert not any(re.search(r"\son\w+=|\sstyle=", re.sub(r'"[^"]*"', '""', rest)) for _, rest in tags)
        links = [html.unescape(link) for _, rest in tags for link in re.findall(r'href="([^"]*)"', rest)]
        assert all(re.match(r"#|(small|hostile|card-\d)(-[\w-]+)?\.html(#|$)", link) for link in links), links
        assert not any(mark in body for mark in ("{{", "{%", "\u202e", "8<", "![", "](javascript", "<!--"))
        assert all(line.startswith(("<", "---")) or not line for line in body.splitlines()), (
            "nothing but elements, a line each"
        )


def test_a_huge_id_is_not_in_every_link() -> None:
    name = "v" * 50_000
    claims = "".join(f"  c{number}: {{kind: correctness, says: x, evidence: [verifiers]}}\n" for number in range(100))
    text = with_sections(f"verifiers:\n  {name}: {{contract: programmatic, uses: [reward]}}\nclaims:\n{claims}")
    assert sum(map(len, matrices.pages(collection(text)).values())) < 500_000


def test_broken_cards_are_left_out() -> None:
    broken = [Entry(f"{number}.card.yaml", text.encode()) for number, text in enumerate(BROKEN)]
    beside = Collection((*broken, Entry("latin.card.yaml", b"\xe9"), entry(CARD)))
    assert matrices.pages(beside) == matrices.pages(Collection((entry(CARD),)))


@pytest.mark.parametrize("entries", [(), (Entry("a.card.yaml", b"a: ["),)])
def test_pages_of_nothing_say_so(entries: tuple[Entry, ...]) -> None:
    pages = {path: shown(page) for path, page in matrices.pages(Collection(entries, folder="")).items()}
    assert pages.keys() == {"claims.md", "verifiers.md", "reported.md"}
    assert "None of these cards makes a claim" in pages["claims.md"]
    assert "None of these cards names a verifier" in pages["verifiers.md"]
    assert "None of these cards states a field" in pages["reported.md"]


def test_time_grows_with_the_cards_and_no_faster() -> None:
    def taken(number: int) -> float:
        found = collection(*[THREE[0]] * number)
        assert all(one.linted.verdicts for one in found.entries)
        before = time.process_time()
        matrices.pages(found)
        return time.process_time() - before

    taken(50)
    assert taken(800) < 8 * 2.5 * taken(100)
