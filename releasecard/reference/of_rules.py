"""The pages of the rules: what, why, how to repair, a bad and a good card, whether it is mended, and where it fires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from releasecard.evidence.matrix import MATRIX
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Html, el, joined, prose, rows, unsearched
from releasecard.pages.parts import Known, Links, cut, many
from releasecard.pages.tables import row, table
from releasecard.pages.urls import PLAIN, Urls
from releasecard.reference.mends import mended
from releasecard.rules import BY_CODE
from releasecard.rules.rule import Rule
from releasecard.safe import encoded_lines, front_matter
from releasecard.values import Diagnostic

FAMILIES: Final = {
    "0": ("The file", "What keeps a card from being read, and comments that speak to `lint`."),
    "1": (
        "Shape, references, citations",
        "Fields, types, words and forms against the declaration; what a card refers to, and cites.",
    ),
    "2": ("Gaps", "What is not there, and whether the card says so in a way that readers can count."),
    "3": ("Data objects and verifiers", "What the objects say of their contract, and who checks them how well."),
    "4": ("Claims", "What a claim names as its evidence, and what that licenses."),
    "5": ("Sampling protocols", "How samples were drawn, and what rates and estimates can come of it."),
    "6": ("Construction", "Counts, lineage, licenses, rewriting and contamination."),
    "7": ("Results", "Scores, gains, settings, and what differs between two sides."),
    "8": ("Trajectories", "Whether runs can be replayed, and what is known of them."),
    "9": ("Across cards", "What two cards say of the same thing."),
}
"""The families of rules by the first digit of their codes: a title, and what they look at."""
_MOST: Final = 20
_MARK: Final = "# <- "
"""What stands in an example behind the line that something is found on."""


class Fired(NamedTuple):
    """A finding on a card, with the reason that its comment gives where it is suppressed."""

    entry: Entry
    found: Diagnostic
    reason: str | None


def pages(collection: Collection | None, folder: str) -> dict[str, str]:
    """Return the index of the rules and a page for each; *collection* tells where they fire."""
    fired = _fired(collection) if collection is not None else {}
    urls = collection.urls if collection is not None else PLAIN
    found = {f"{folder}/index.md": _index(urls, folder, fired if collection is not None else None)}
    for code, rule in BY_CODE.items():
        here = f"{folder}/{code}.md"
        where = _where(fired.get(code, []), Links(collection, here)) if collection is not None else None
        found[here] = _page(rule, where)
    return found


def _fired(collection: Collection) -> dict[str, list[Fired]]:
    """Return what is found on the cards, by rule, in the order of their titles."""
    found: dict[str, list[Fired]] = {}
    for entry in collection.sorted:
        for one in entry.linted.diagnostics:
            found.setdefault(one.code, []).append(Fired(entry, one, None))
        for one, reason in entry.linted.suppressed:
            found.setdefault(one.code, []).append(Fired(entry, one, reason))
    return found


def _index(urls: Urls, folder: str, fired: dict[str, list[Fired]] | None) -> str:
    parts = [
        front_matter({"title": "Rules"}, ("navigation",)).rstrip(),
        "# Rules",
        "What `releasecard lint` finds. What each kind of claim needs stands in **[one table](matrix.md)**.",
    ]
    if fired is not None:
        total = sum(map(len, fired.values()))
        parts.append(
            f"The last column counts findings on the cards of this site, suppressed ones too: {total:,} in all."
        )
    for family, those in groupby(BY_CODE.values(), key=_family):
        title, lead = family
        body = [_row(urls.to(f"{folder}/index.md", f"{folder}/{one.code}.md"), one, fired) for one in those]
        titles = ("rule", "severity", "finds", *(("on these cards",) if fired is not None else ()))
        parts += [f"## {title}", lead, table(titles, body, "rc-rules", f"rules: {title.lower()}", stacked=True)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(address: str, one: Rule, fired: dict[str, list[Fired]] | None) -> Html:
    name = joined(el("a", el("strong", one.code), " ", one.name.replace("-", " "), href=address))
    cells = [el("td", el("span", str(one.severity), class_=f"rc-chip rc-{one.severity}")), el("td", prose(one.what))]
    if fired is not None:
        number = len(fired.get(one.code, ()))
        shown = f"{number:,}" if number else el("span", "never", class_="rc-quiet")
        cells.append(el("td", shown, class_="rc-number", data_label="on these cards"))
    return row(name, cells)


def _family(rule: Rule) -> tuple[str, str]:
    if rule.plugin:
        return f"Of the plugin {rule.plugin}", ""
    return FAMILIES[rule.code[2]]


def _page(rule: Rule, where: Html | None) -> str:
    same = {line.partition(_MARK)[0].rstrip() for line in rule.bad.split("\n")}
    examples = (
        ("Bad", rule.bad, lambda line: _MARK in line),
        ("Good", rule.good, lambda line: bool(rule.bad) and line not in same),
    )
    parts = [
        front_matter({"title": f"{rule.code} {rule.name}"}).rstrip("\n"),
        f"# {rule.code} {rule.name}",
        f"*{str(rule.severity).capitalize()}, {rule.origin}.* {rule.what}",
        f"## Why\n\n{rule.why}",
        f"## Repair\n\n{rule.repair} {mended(rule)}".rstrip(),
        *(f"## {title}\n\n{_shown(title, text, is_marked)}" for title, text, is_marked in examples if text),
        *([f"## What it does not see\n\n{rule.blind}"] if rule.blind else []),
    ]
    claims = [*_claims(rule)]
    parts += ["## Claims\n\n" + " ".join(claims)] if claims else []
    if where is not None:
        parts += ["## On the cards of this site", unsearched(where, class_="rc-rule")]
    return "\n\n".join(parts) + "\n"


def _claims(rule: Rule) -> Iterator[str]:
    """Yield which kinds of claims a finding of the rule voids or leaves open."""
    for kinds, says in (
        ([kind for kind, needed in MATRIX.items() if rule.name in needed.voided_by], "A warning or an error of this rule leaves a claim unlicensed whose evidence reaches what it is about: {}."),
        ([kind for kind, needed in MATRIX.items() if rule.name in needed.opened_by], "Any finding of it leaves a claim open whose evidence reaches what it is about: {}."),
    ):  # fmt: skip
        if kinds:
            yield says.format(", ".join(f"**[{kind.replace('_', ' ')}](matrix.md#{kind})**" for kind in kinds))


def _shown(title: str, example: str, is_marked: Callable[[str], bool]) -> Html:
    """Return an example as markup, the lines set off that matter, which wrap and are not cut."""
    lines = example.rstrip().split("\n")
    shown = ((line, Html(encoded_lines(line))) for line in lines)
    body = Html("&#10;".join(el("mark", text) if text and is_marked(line) else text for line, text in shown))
    return unsearched(
        el("pre", body, class_="rc-yaml", tabindex="0", role="region", aria_label=f"{title} card"), class_="rc-rule"
    )


def _where(found: list[Fired], links: Links) -> Html:
    if not found:
        return el("p", "Nowhere.")
    cards = {one.entry for one in found}
    lead = f"{many(len(found), 'time')} on {many(len(cards), 'card')}"
    items = (el("li", _one(one, links)) for one in found[:_MOST])
    more = el("p", f"and {len(found) - _MOST:,} more", class_="rc-quiet") if len(found) > _MOST else None
    return joined(el("p", f"{lead}."), el("ul", rows(items)), more)


def _one(one: Fired, links: Links) -> Html:
    """Return a finding: its card, the message as a link to the field, and why it was suppressed."""
    message = prose(cut(one.found.message, 240))
    card, facts = one.entry.card, one.entry.facts
    there = (
        links.field(Known(one.entry, card, facts), one.found.path, message)
        if card is not None and facts is not None and one.found.path
        else message
    )
    why = None if one.reason is None else el("span", " suppressed: ", cut(one.reason, 240), class_="rc-quiet")
    return joined(links.card(one.entry), Html(": "), there, why)
