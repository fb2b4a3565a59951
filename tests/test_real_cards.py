"""The real cards: right, cited statement by statement, and every figure matched to a sourced fact."""

from __future__ import annotations

import json
import os
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
from releasecard.stated import Conflict, Gap, Stated
from releasecard.values import Path, Severity, dotted

ROOT = File(__file__).parents[1]
CARDS = sorted((ROOT / "site" / "cards").glob("*.card.yaml"))
FACTS = ROOT.parent / "shared" / "facts"
FACTS_OF = {
    "gsm8k": ["gsm8k"],
    "dapo-math-17k": ["dapo-math-17k", "recipe-dapo"],  # one paper, read for both
    "dapo": ["recipe-dapo", "dapo-math-17k"],
    "tulu3-rlvr": ["recipe-tulu3-rlvr"],
    "deepmath-103k": ["deepmath-103k"],
    "openthoughts3-1.2m": ["openthoughts3-1.2m"],
    "prm800k": ["prm800k"],
    "ultrafeedback": ["ultrafeedback"],
    "deepseek-r1": ["recipe-deepseek-r1"],
    "scalerl": ["recipe-scalerl"],
    "healthbench": ["verifier-healthbench"],
    "lean4-minif2f": ["verifier-lean4-minif2f"],
    "tau-bench": ["agent-tau-bench"],
    "swe-gym": ["agent-swe-gym"],
    "math-verify": ["verifier-math-verify"],
    "alphaevolve": ["recipe-alphaevolve"],
}
FIGURES = File(__file__).parent / "data" / "figures"
OWN_WORDS = {"releasecard", "kind", "name", "version", "versioning", "title", "card", "sources", "cited", "conflicts"}
FIGURE = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,2}(?!\d))?")
NAME = re.compile(r"\bAIME \d+|\b[A-Za-z][\w.-]*\d[\w.-]*")
"""A word with digits in it, such as `gpt-4o` or `Qwen2.5-32B`: on a card no figure."""
LOCATED = {"what was read of those releases for cards of their own": "(see the files for those releases)"}
UNITS: dict[str, Fraction | int] = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "%": Fraction(1, 100)}
SPELLED = {"single": "1", "one": "1", "first rollout": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
           "seven": "7", "eight": "8", "nine": "9", "ten": "10", "a thousand": "1000", "greedy": "temperature 0"}  # fmt: skip
SPELLED_FORM = re.compile(rf"\b(?:{'|'.join(SPELLED)})\b", re.IGNORECASE)
NOT_FIGURES = {"url", "reference", "release", "parent", "revision", "version", "license"}

real = pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))


def card_at(path: File) -> Card:
    return Card(read(path.read_text("utf-8")))


def figures(value: Any, *, fact: bool = False) -> list[set[Fraction]]:
    """Return what each number in a value or text may mean: `8,792`, `1e-6`, `16k` as 16 and as 16000, `1.7%`.

    In a *fact*, numbers in names and number words count too: it may be stated as "PRM800K" or "a single run".
    """
    if isinstance(value, bool) or value is None:
        return []
    text = re.sub(r"(?<=\d)\s+million\b", "M", str(value)).replace("..", " to ")
    text = SPELLED_FORM.sub(lambda one: SPELLED[one.group().lower()], text) if fact else NAME.sub("", text)
    found = []
    for match in FIGURE.finditer(text):
        number = Fraction(match.group().replace(",", ""))
        unit = UNITS.get(text[match.end() : match.end() + 1], 1)
        found.append({number, number * unit})
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


def facts_of(card: Card) -> list[Any]:
    return [YAML(typ="safe").load(FACTS / f"{name}.yaml") for name in FACTS_OF[str(card.data["name"])]]


def facts_by_source(facts: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield (URL of the source, what the fact says, where) of every fact of a file."""
    if isinstance(facts, dict):
        if "source" in facts and ("value" in facts or "unknown" in facts):
            sources = facts["source"] if isinstance(facts["source"], list) else [facts["source"]]
            for source in sources:
                yield marked(str(source)), [facts.get(key) for key in ("value", "note", "unknown")], facts.get("where")
        for item in facts.values():
            yield from facts_by_source(item)
    elif isinstance(facts, list):
        for item in facts:
            yield from facts_by_source(item)


def figures_on(card: Card) -> Iterator[tuple[Path, Any]]:
    """Yield the leaves of a card that state something: no ids, references or words of the card's author."""
    for path, value, rules in card.values:
        if not path or path[0] in OWN_WORDS or isinstance(value, (dict, list, Conflict)):
            continue
        whole = path[:-1] if isinstance(path[-1], int) else path
        meta = (rules_at(card.kind or "dataset", whole) or {}).get("meta", {})
        if "refers" in meta or path[-1] == "like" or isinstance(value, Gap):
            continue
        if path[0] == "benchmarks" and path[-1] == "name":
            continue
        if rules is not None and rules.get("check_with") in NOT_FIGURES:
            continue
        yield path, value


def sources_of(card: Card, path: Path) -> list[str]:
    """Return the URLs of what is cited for a path; a side of a conflict cites itself."""
    if "conflict" in path:
        cited = [str(path[path.index("conflict") + 1]).split()[0]]
    else:
        found = card.cited(path)
        cited = [one.source for one in found[1]] if found else []
    return [place_of(card.at(("sources", source))) for source in cited]


def place_of(source: Any) -> str:
    """Return the address of a source, or what marks the place of one that has none."""
    return marked(str(source.get("locator", source.get("url")))) if isinstance(source, dict) else ""


def marked(place: str) -> str:
    """Return a web address as it is, and of any other place the number or file that both facts and cards name."""
    place = LOCATED.get(place, place).strip()
    return place if place.startswith("http") else (re.findall(r"\d{8,}|[\w.]+\.txt", place) or [place])[0]


def is_derived(card: Card, path: Path) -> bool:
    """Tell whether a value is arithmetic on what its sources say."""
    found = card.cited(path)
    cited = [str(path[path.index("conflict") + 1])] if "conflict" in path else []
    vias = [one.via for one in found[1]] if found else []
    return "derived" in vias or any(one.endswith("(derived)") for one in cited)


@real
def test_real_card_has_no_fault_of_shape(path: File) -> None:
    """What rules on evidence find on it stands in the gallery, defended."""
    linted = lint(path.read_bytes(), path.name)
    faults = [one for one in linted.diagnostics if one.severity is Severity.ERROR or one.code < "RC3"]
    assert [one for one in faults if one.severity > Severity.NOTE] == []


@real
def test_every_statement_is_cited_at_its_own_path(path: File) -> None:
    card = card_at(path)
    assert "all" not in card.data["cited"]
    sections = {name for name, rules in card.fields["schema"].items() if "valuesrules" in rules} | {
        "provenance",
        "stages",
    }
    assert sections.isdisjoint(card.data["cited"]), "each thing of a section is cited by itself"
    uncited = [dotted(place) for place, _ in figures_on(card) if place[0] != "summary" and not sources_of(card, place)]
    assert uncited == []


@real
@pytest.mark.skipif(not FACTS.exists(), reason="facts: the collected facts are not beside this checkout")
def test_every_figure_is_a_sourced_fact(path: File) -> None:
    card = card_at(path)
    known: dict[str, set[Fraction]] = {}
    mentioned: dict[str, set[Fraction]] = {}
    for source, values, where in facts_by_source(facts_of(card)):
        mentioned.setdefault(source, set()).update(*figures(where, fact=True))
        for leaf in leaves(values):
            known.setdefault(source, set()).update(*figures(leaf, fact=True))
    unmatched, matched = [], 0
    for place, value in figures_on(card):
        own_words = place[0] == "summary"
        urls = list(known) if own_words else sources_of(card, place)
        allowed = set().union(*(known.get(url, set()) for url in urls))
        if isinstance(value, str) and not isinstance(value, Stated):
            allowed |= set().union(*(mentioned.get(url, set()) for url in urls))
        for meanings in figures(value):
            matched += 1
            if is_derived(card, place):
                continue  # its formula is held below
            if allowed.isdisjoint(meanings):
                unmatched.append(f"{dotted(place)}: {value!r} is not among the facts of {urls}")
    assert unmatched == []
    assert matched > 10


def fact_leaves(
    value: Any, at: str, sources: frozenset[str], context: str
) -> Iterator[tuple[str, Any, frozenset[str], str]]:
    """Yield (path, leaf, URLs of its sources, the words around it) of every leaf of a facts file."""
    if isinstance(value, dict):
        named = value.get("source")
        if named is not None:
            sources = frozenset(marked(str(one)) for one in (named if isinstance(named, list) else [named]))
        words = " ".join(str(item) for item in value.values() if isinstance(item, str) and len(item) < 80)
        for key, item in value.items():
            if re.search(r"\d", str(key)):
                yield f"{at}.{key} (key)", key, sources, f"{at} {context}"
            if key not in ("source", "where", "via"):
                yield from fact_leaves(item, f"{at}.{key}", sources, f"{context} {words if named is None else ''}")
    elif isinstance(value, list):
        words = " ".join(str(item) for item in value if isinstance(item, str) and len(item) < 80)
        for index, item in enumerate(value):
            yield from fact_leaves(item, f"{at}[{index}]", sources, f"{context} {words}")
    else:
        yield at, value, sources, f"{at} {context}"


def numbers_on(card: Card) -> Iterator[tuple[Path, str]]:
    """Yield the numbers of a card, as they are written."""
    for place, value in figures_on(card):
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        node = card.document.node(place)
        if (plain or isinstance(value, Stated)) and node is not None and node.text is not None:
            yield place, node.text


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|[0-9.]+", text.lower()))


def rank(place: Path, near: set[str], name: str, context: str, leaf: Any) -> tuple[int, int, int]:
    """Return how likely a fact is the one behind a number: by its own name, the words around it, its brevity."""
    own = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
    return (
        len(words_of(own) & words_of(name)),
        len(near & words_of(context)),
        -len(str(leaf)) - 99 * (not figures(leaf)),
    )


def all_facts(card: Card) -> dict[str, tuple[Any, frozenset[str], str]]:
    found = {}
    for name, facts in zip(FACTS_OF[str(card.data["name"])], facts_of(card), strict=True):
        for at, leaf, sources, context in fact_leaves(facts, "", frozenset(), ""):
            found[f"{name}{at}"] = (leaf, sources, context)
    return found


def computed(formula: str, facts: dict[str, tuple[Any, frozenset[str], str]]) -> Fraction:
    """Return what `= 1 - {fact}` or `= {fact} + {other}` comes to: the first figure of each fact, at face value."""
    terms = re.split(r" ([-+*/]) (?=\{|\d)", formula.removeprefix("= "))
    numbers = [
        min(figures(facts[term[1:-1]][0], fact=True)[0]) if term.startswith("{") else Fraction(term)
        for term in terms[::2]
    ]
    total = numbers[0]
    for sign, number in zip(terms[1::2], numbers[1:], strict=True):
        total = {"+": total + number, "-": total - number, "*": total * number, "/": total / (number or 1)}[sign]
    return total


@real
@pytest.mark.skipif(not FACTS.exists(), reason="facts: the collected facts are not beside this checkout")
def test_each_number_is_that_of_one_named_fact(path: File) -> None:
    """`figures/NAME.json` names the fact behind each number. UPDATE_FIGURES=1 proposes the nearest by words: read it."""
    card = card_at(path)
    facts, file = all_facts(card), FIGURES / f"{card.data['name']}.json"
    mine: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    wrong, seen = [], set()
    for place, text in numbers_on(card):
        key, urls = dotted(place), set(sources_of(card, place))
        seen.add(key)
        good = {
            name: context
            for name, (leaf, sources, context) in facts.items()
            if sources & urls and any(not meaning.isdisjoint(figures(text)[0]) for meaning in figures(leaf, fact=True))
        }
        proposed = good and mine.get(key) not in good and not mine.get(key, "").startswith("= ")
        if os.environ.get("UPDATE_FIGURES") and proposed:
            near = words_of(f"{key} {card.written_at(place[:-1])}"[:400])
            mine[key] = max(good, key=lambda name: rank(place, near, name, good[name], facts[name][0]))
        formula = mine.get(key, "")
        if formula.startswith("= "):
            if not is_derived(card, place) or computed(formula, facts) not in figures(text)[0]:
                wrong.append(f"{key}: {text} is not {formula}")
        elif formula not in good:
            wrong.append(f"{key}: {text} is not what {formula} says")
    if os.environ.get("UPDATE_FIGURES"):
        mine = {key: mine[key] for key in mine if key in seen}
        file.write_text(json.dumps(mine, indent=1, sort_keys=True) + "\n", "utf-8")
    assert wrong == []
    assert set(mine) <= seen
    assert len(seen) > 5


@real
@pytest.mark.skipif(not FACTS.exists(), reason="facts: the collected facts are not beside this checkout")
def test_every_source_is_one_of_the_facts(path: File) -> None:
    card = card_at(path)
    urls = {source for source, *_ in facts_by_source(facts_of(card))}
    mine = {place_of(source) for source in card.data["sources"].values()}
    assert mine - urls == set()
