"""Who checks: contracts by granularity of supervision, and every verifier with the error rates that its card reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from releasecard.fields import REQUIRED, rules_at
from releasecard.fields.objects import SUPERVISION
from releasecard.fields.verifiers import ALL_FAMILIES, CONTRACTS
from releasecard.pages.checks import ERRORS, MIXED, UNSAID, Verifier, verifiers
from releasecard.pages.collection import Collection
from releasecard.pages.html import Html, el, joined, unsearched
from releasecard.pages.parts import Known, Links, cut, head, known, many, named, words
from releasecard.pages.said import Said
from releasecard.pages.tables import row, share, table
from releasecard.values import Path

MOST: Final = 100
"""Verifiers of one family that are shown; the counts are of all."""
_MOST_CARDS: Final = 20
_NONE: Final = "none"
_ROW_USES: Final = frozenset(("labeling", "filtering", "reward", "evaluation"))
"""What a verifier is used for that decides on rows, and not on which of several is taken."""
_LEAD: Final = (
    "A correct answer is what a verifier accepts, so data is worth what its verifier is worth. "
    "Who checks these releases, where the feedback attaches, and how often the check itself was found wrong."
)


def page(collection: Collection) -> str:
    """Return the page of verifiers."""
    links, cards = Links(collection, collection.file("verifiers.md")), list(known(collection))
    by_family: dict[str, list[Verifier]] = {name: [] for name in (*ALL_FAMILIES, MIXED, UNSAID)}
    for one in verifiers(collection):
        by_family.setdefault(one.family, []).append(one)
    found = [one for those in by_family.values() for one in those]
    parts = head("Verifiers", _lead(found))
    if cards:
        parts += [_titled("Contract and granularity"), _granularity(links, cards)]
    if found:
        parts += [_titled("Families and what they report"), _families(by_family)]
    for family, those in by_family.items():
        if those:
            parts += [
                el("h2", words(family).capitalize(), id=family.replace(" ", "-")),
                _fails(family),
                _those(links, family, those),
            ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _titled(title: str) -> Html:
    return el("h2", title, id=title.lower().replace(" ", "-"))


def _lead(found: list[Verifier]) -> str:
    if not found:
        return f"{_LEAD} None of these cards names a verifier."
    rates = [f"a {said} rate for {sum(one.reports(name) for one in found)}" for name, said in ERRORS.items()]
    of = many(len({one.of.entry for one in found}), "card")
    attacked = f"what attacks showed for {sum(one.attacked() for one in found)}"
    return f"{_LEAD} Of {many(len(found), 'verifier')} on {of}, the cards state {', '.join(rates)}, {attacked}."


def crossed(cards: Iterable[Known]) -> dict[tuple[str, str], list[Known]]:
    """Return the cards by the contract that checks a kind of their rows and where feedback attaches to it; `none` where one is not stated."""
    found: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
    for one in cards:
        for pair in dict.fromkeys(_pairs(one)):
            found[pair].append(one)
    return found


def _pairs(one: Known) -> Iterator[tuple[str, str]]:
    """Yield each contract and granularity of each kind of rows: of the verifiers it names, else of those that no rows name."""
    named = {name: _checked_by(one, name) for name in one.facts.things("objects")}
    taken = set().union(*named.values())
    rest = _contracts(one, (name for name in _every(one) if name not in taken and _may_check(one, name)))
    for name, own in named.items():
        attached = one.facts.words("objects", name, "supervision")
        yield from product((_contracts(one, own) if own else rest) or (_NONE,), attached or (_NONE,))
    if not named:
        yield from product(rest or (_NONE,), (_NONE,))


def _may_check(one: Known, name: str) -> bool:
    """Tell whether a verifier may have decided on rows: by its uses, where they are said."""
    uses = one.facts.words(*(() if name == "self" else ("verifiers", name)), "uses")
    return not uses or not one.facts.things("objects") or not _ROW_USES.isdisjoint(uses)


def _checked_by(one: Known, name: str) -> list[str]:
    path = ("objects", name, "fields")
    return [verifier for field in one.facts.things(*path) for verifier in one.facts.words(*path, field, "verifier")]


def _every(one: Known) -> list[str]:
    return [*(["self"] if one.facts.kind == "verifier" else []), *one.facts.things("verifiers")]


def _contracts(one: Known, names: Iterable[str]) -> list[str]:
    paths: Iterator[Path] = (() if name == "self" else ("verifiers", name) for name in names)
    return list(dict.fromkeys(word for path in paths for word in one.facts.words(*path, "contract")))


def _granularity(links: Links, cards: list[Known]) -> Html:
    found = crossed(cards)
    columns = [*SUPERVISION, _NONE]
    body = [
        row(_contract(contract), (el("td", _cell(links, found.get((contract, name), [])), data_label=_attached(name)) for name in columns))
        for contract in (*CONTRACTS, _NONE) if contract != _NONE or any((_NONE, name) in found for name in columns)
    ]  # fmt: skip
    lead = (
        "Cards by what checks a kind of their rows, and by where feedback attaches to it. "
        "Rows that name no verifier are taken to be checked by those of the card that no other rows name."
    )
    titles = ("contract", *map(_attached, columns))
    return unsearched(
        el("p", lead), table(titles, body, "rc-crossed", "cards by contract and granularity", stacked=True)
    )


def _attached(granularity: str) -> str:
    return "not stated" if granularity == _NONE else words(granularity)


def _contract(name: str) -> Html:
    says = CONTRACTS.get(name, "the card names no verifier with a contract")
    return joined(el("span", name if name in CONTRACTS else "no contract"), el("span", says, class_="rc-quiet"))


def _cell(links: Links, found: list[Known]) -> Html:
    if not found:
        return el("span", "0", class_="rc-quiet")
    names = [links.card(one.entry) for one in found[:_MOST_CARDS]]
    more = f"and {len(found) - _MOST_CARDS:,} more" if len(found) > _MOST_CARDS else ""
    return joined(el("strong", f"{len(found):,}"), el("span", joined(*names, more, between=", "), class_="rc-cards"))


def _families(by_family: dict[str, list[Verifier]]) -> Html:
    body = []
    for family, those in by_family.items():
        if those:
            name = joined(
                el("a", words(family), href=f"#{family.replace(' ', '-')}"), el("span", _how(family), class_="rc-quiet")
            )
            cells = (
                el("td", many(len(those), "verifier"), el("span", many(len({one.of.entry for one in those}), "card"), class_="rc-quiet")),
                *(_share(those, [one.reports(error) for one in those], [_elsewhere(one, error) for one in those], said) for error, said in ERRORS.items()),
                _share(those, [one.agrees() for one in those], [], "agreement"),
                _share(those, [one.attacked() for one in those], [], "attacks"),
            )  # fmt: skip
            body.append(row(name, cells))
    titles = ("family", "on these cards", *(f"{said} rate" for said in ERRORS.values()), "agreement", "attacks")
    return unsearched(
        table(titles, body, "rc-families", "families of verifiers and what their cards report", stacked=True)
    )


def _how(family: str) -> str:
    return ALL_FAMILIES.get(
        family,
        CONTRACTS[MIXED] if family == MIXED else "the card names no family of checks, or says that none is known",
    )


def _elsewhere(one: Verifier, error: str) -> bool:
    return one.home is not None and not one.reports(error) and Verifier(one.home, ()).reports(error)


def _share(those: list[Verifier], stated: list[bool], elsewhere: list[bool], label: str) -> Html:
    more = el("span", f"+ {sum(elsewhere)} on their own card", class_="rc-quiet") if any(elsewhere) else None
    return share(sum(stated), len(those), label, more)


def _fails(family: str) -> Html:
    """Return how a family fails and what it must therefore report, as the declaration has it."""
    asked = [one for one in REQUIRED if ("family", (family,)) in one.when and one.at == "verifiers.*"]
    if not asked:
        return el("p", _sentence(_how(family)))
    needs = ", ".join(dict.fromkeys(_title(need) for one in asked for need in one.needs))
    whys = "; ".join(dict.fromkeys(one.why for one in asked))
    return el(
        "p",
        _sentence(f"{_how(family)}, and {whys}"),
        " ",
        el("span", f"A card must state: {needs}.", class_="rc-quiet"),
    )


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _title(need: str) -> str:
    path: Path = ("verifiers", "*")
    said = []
    for step in need.split("."):
        path = (*path, step)
        said.append(str((rules_at("dataset", path) or {}).get("meta", {}).get("title", step)).lower())
    return " ".join(said)


def _those(links: Links, family: str, those: list[Verifier]) -> Html:
    body = (_row(links, one) for one in those[:MOST])
    titles = ("verifier", "version", *(f"{said}" for said in ERRORS.values()), "agreement", "attacks")
    more = (
        el("p", f"and {len(those) - MOST:,} more, which are counted above", class_="rc-quiet")
        if len(those) > MOST
        else None
    )
    return unsearched(table(titles, body, "rc-verifiers", f"{words(family)}: each verifier", stacked=True), more)


def _row(links: Links, one: Verifier) -> Html:
    said = Said(links, one)
    path = one.path or ("contract",)
    name = links.field(one.of, path, cut(str(one.path[-1]), 40) if one.path else named(one.of.entry))
    under = el(
        "span",
        "what the card is about" if not one.path else links.card(one.of.entry),
        " · " if one.contract else None,
        one.contract,
        class_="rc-quiet",
    )
    cells = (
        ("version", said.version()),
        *((name, said.parts(f"errors.{error}")) for error, name in ERRORS.items()),
        ("agreement", said.parts("agreement")),
        ("attacks", said.attacks()),
    )
    return row(joined(name, under), (el("td", shown, data_label=label) for label, shown in cells))
