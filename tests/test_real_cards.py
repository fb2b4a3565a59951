"""The real cards: right, cited statement by statement, and every figure matched to a sourced fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path as File
from typing import Any

import pytest
from ruamel.yaml import YAML

from releasecard.card import Card
from releasecard.document import read
from releasecard.fields import rules_at
from releasecard.lint import lint
from releasecard.stated import Conflict, Gap
from releasecard.values import Path, Severity, dotted

ROOT = File(__file__).parents[1]
CARDS = sorted((ROOT / "site" / "cards").glob("*.card.yaml"))
FACTS = ROOT.parent / "shared" / "facts"
FACTS_OF = {
    "gsm8k": "gsm8k",
    "dapo-math-17k": "dapo-math-17k",
    "dapo": "recipe-dapo",
    "tulu3-rlvr": "recipe-tulu3-rlvr",
}
OWN_WORDS = {"releasecard", "kind", "name", "version", "versioning", "title", "card", "sources", "cited", "conflicts"}
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
UNITS = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9}

real = pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))


def card_at(path: File) -> Card:
    return Card(read(path.read_text("utf-8")))


def figures(value: Any) -> set[Fraction]:
    """Return the numbers in a value or a text: `8,792`, `1e-6`, and `16k` both as 16 and as 16000."""
    found: set[Fraction] = set()
    if isinstance(value, bool) or value is None:
        return found
    if isinstance(value, (int, float)):
        return {Fraction(str(value)), abs(Fraction(str(value)))}
    for match in FIGURE.finditer(str(value)):
        number = Fraction(match.group().replace(",", "").rstrip("."))
        found.add(number)
        unit = str(value)[match.end() : match.end() + 1]
        if unit in UNITS:
            found.add(number * UNITS[unit])
    return found


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item)
            yield key
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def facts_by_source(facts: Any) -> Iterator[tuple[str, Any]]:
    """Yield (URL of the source, value, where, note) of every fact of a file."""
    if isinstance(facts, dict):
        if "source" in facts and ("value" in facts or "unknown" in facts):
            sources = facts["source"] if isinstance(facts["source"], list) else [facts["source"]]
            for source in sources:
                yield str(source).strip(), [facts.get(key) for key in ("value", "where", "note")]
        for item in facts.values():
            yield from facts_by_source(item)
    elif isinstance(facts, list):
        for item in facts:
            yield from facts_by_source(item)


def figures_on(card: Card) -> Iterator[tuple[Path, Any]]:
    """Yield the leaves of a card that state something: no ids, references or words of the card's author."""
    for path, value, rules in card.walk():
        if not path or path[0] in OWN_WORDS or isinstance(value, (dict, list, Conflict)):
            continue
        meta = (rules or rules_at(card.kind or "dataset", path) or {}).get("meta", {})
        if "refers" in meta or path[-1] == "like" or isinstance(value, Gap):
            continue
        yield path, value


def sources_of(card: Card, path: Path) -> list[str]:
    """Return the URLs of what is cited for a path; a side of a conflict cites itself."""
    if "conflict" in path:
        cited = [str(path[path.index("conflict") + 1]).split()[0]]
    else:
        found = card.cited(path)
        cited = [one.source for one in found[1]] if found else []
    return [str(card.at(("sources", source, "url"))) for source in cited]


@real
def test_real_card_is_clean(path: File) -> None:
    linted = lint(path.read_bytes(), path.name)
    assert [one for one in linted.diagnostics if one.severity > Severity.NOTE] == []


@real
def test_every_statement_is_cited_at_its_own_path(path: File) -> None:
    card = card_at(path)
    assert "all" not in card.data["cited"]
    uncited = [dotted(place) for place, _ in figures_on(card) if place[0] != "summary" and not sources_of(card, place)]
    assert uncited == []


@real
@pytest.mark.skipif(not FACTS.exists(), reason="facts: the collected facts are not beside this checkout")
def test_every_figure_is_a_sourced_fact(path: File) -> None:
    card = card_at(path)
    facts = YAML(typ="safe").load(FACTS / f"{FACTS_OF[str(card.data['name'])]}.yaml")
    known: dict[str, set[Fraction]] = {}
    for source, values in facts_by_source(facts):
        known.setdefault(source, set()).update(*(figures(leaf) for leaf in leaves(values)), figures(source))
    unmatched = []
    for place, value in figures_on(card):
        urls = sources_of(card, place)
        allowed = set().union(*(known.get(url, set()) for url in urls)) if place[0] != "summary" else set().union(*known.values())
        wrong = figures(value) - allowed - {-one for one in allowed}
        if isinstance(value, str):
            wrong = {one for one in wrong if not _scaled(value, one, allowed)}
        if wrong and not (isinstance(value, (int, float)) and abs(Fraction(str(value))) in allowed):
            unmatched.append(f"{dotted(place)}: {value!r} not among the facts of {urls}")
    assert unmatched == []


def _scaled(text: str, number: Fraction, allowed: set[Fraction]) -> bool:
    """Tell whether a figure such as 17 in `17k` stands in the facts with its unit."""
    return any(number * factor in allowed for unit, factor in UNITS.items() if re.search(rf"\d{unit}\b", text))


@real
@pytest.mark.skipif(not FACTS.exists(), reason="facts: the collected facts are not beside this checkout")
def test_every_source_is_one_of_the_facts(path: File) -> None:
    card = card_at(path)
    facts = YAML(typ="safe").load(FACTS / f"{FACTS_OF[str(card.data['name'])]}.yaml")
    urls = {source for source, _ in facts_by_source(facts)}
    mine = {str(source["url"]) for source in card.data["sources"].values()}
    assert mine - urls == set()
