"""The page of one card: who and what, the four questions, then what remains open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecard.fields import heading
from releasecard.pages import lineage, machine
from releasecard.pages.card import claims, construction, contract, head, ledger, objects, remains, results, scaling
from releasecard.pages.card.fields import every_field, names_of
from releasecard.pages.card.shown import Shown
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Html, el, joined, unsearched
from releasecard.safe import encoded_lines, front_matter


def files(collection: Collection, entry: Entry) -> dict[str, str]:
    """Return the page of a card."""
    return {collection.page(entry): page(entry, collection)}


def page(entry: Entry, collection: Collection) -> str:
    """Return the page of a card as Markdown; one that cannot be shown says what is wrong and shows its text."""
    about = {"title": entry.title, "description": entry.text("summary") or entry.title}
    parts = [front_matter(about, ("navigation",)).rstrip()]
    parts += _whole(Shown(entry, entry.card, collection)) if entry.card is not None else _broken(entry)
    return "\n\n".join(part for part in parts if part) + "\n"


def _whole(shown: Shown) -> Iterator[str]:
    yield head.head(shown)
    for number, lines in enumerate((_what(shown), _useful(shown), _made(shown), _scaled(shown)), 1):
        parts = [one for one in lines if one]
        if parts:
            yield f"## {heading(number)}"
            yield _apart(parts, search=number == 2)
    yield from _section("Gaps", remains.gaps(shown), "What the card does not state, and whose gap it is.")
    yield from _section("Where sources disagree", remains.conflicts(shown))
    yield '<span id="rc-findings"></span>'
    nothing = el("p", el("code", "releasecard lint"), " finds nothing on this card.")
    yield from _section("Findings", list(remains.findings(shown)) or [nothing])
    yield from _section("What has changed since", [remains.revisions(shown)])
    yield from _section("All sources", [remains.sources(shown), every_field(shown, ["conflicts", "sources"])])
    yield machine.jsonld(shown.collection, shown.entry)


def _section(title: str, lines: Iterable[Html], lead: str = "") -> Iterator[str]:
    parts = [one for one in lines if one]
    if parts:
        yield f"## {title}"
        yield _apart([el("p", lead) if lead else None, *parts])


def _apart(parts: Iterable[Html | None], *, search: bool = False) -> Html:
    """Return parts as one block; search reads the head of a page and its claims, the rest would bury them."""
    found = [one for one in parts if one]
    return el("div", found, class_="rc-answer-block") if search else unsearched(found, class_="rc-answer-block")


def _titled(title: str, parts: Iterable[Html]) -> Html:
    found = [one for one in parts if one]
    return joined(el("h3", title), found) if found else Html()


def _what(shown: Shown) -> Iterator[Html]:
    yield _titled("Rows", objects.objects(shown))
    if shown.card.kind == "environment":
        yield _titled("An episode", [objects.trajectory(shown, ())])
        yield _titled("How it is run again", [contract.section(shown, ("replay",))])
        yield _titled("The simulated user", [contract.section(shown, ("user_simulator",))])
    yield _titled("Variants", [objects.variants(shown)])
    yield _titled("Base models", [construction.table(shown, ("base_models",))])
    yield _titled("Training data", [construction.table(shown, ("data",))])
    yield _titled("Verification contracts", contract.verifiers(shown))
    yield every_field(shown, [*names_of(shown, 0), *names_of(shown, 1)])


def _useful(shown: Shown) -> Iterator[Html]:
    yield from claims.claims(shown)
    yield unsearched(every_field(shown, names_of(shown, 2)))


def _made(shown: Shown) -> Iterator[Html]:
    yield _titled("The construction ledger", [ledger.ledger(shown)])
    yield _titled(
        "Where it comes from",
        [
            construction.table(shown, ("provenance", "prompts", "from")),
            lineage.neighborhood(shown.collection, shown.entry),
        ],
    )
    yield _titled("Stages", [construction.table(shown, ("stages",))])
    dropped = "What was dropped, and what was added" if construction.adds(shown) else "What was dropped"
    yield _titled(dropped, [construction.funnel(shown)])
    yield _titled("Decontamination", [contract.section(shown, ("provenance", "decontamination"))])
    yield _titled("Sampling", [construction.table(shown, ("rollouts",)), *construction.pass_rates(shown)])
    yield every_field(shown, names_of(shown, 3))


def _scaled(shown: Shown) -> Iterator[Html]:
    yield _titled("Scores", [results.scores(shown)])
    yield _titled("Comparisons", results.comparisons(shown))
    yield _titled("Fitted curves", [scaling.fits(shown)])
    yield every_field(shown, names_of(shown, 4))


def _broken(entry: Entry) -> Iterator[str]:
    yield el(
        "header",
        el(
            "p",
            el("span", "cannot be shown", class_="rc-chip rc-unlicensed"),
            " ",
            el("code", entry.label),
            class_="rc-kicker",
        ),
        el("h1", entry.title),
        class_="rc-head",
    )
    yield "This file is not a card that can be shown; what is wrong with it:"
    yield el("div", list(remains.finding_blocks(entry.linted.diagnostics, None)), id="rc-findings")
    if entry.document.text.strip():
        yield "## The file"
        yield f'<pre class="rc-yaml" data-search-exclude tabindex="0"><code>{encoded_lines(entry.document.text)}</code></pre>'
