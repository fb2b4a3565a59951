"""The catalog: every card in a table that can be read as it stands, and filtered, sorted and searched with a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from releasecard.fields import QUESTIONS
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.html import Html, clipped, el, joined, rows, unsearched
from releasecard.pages.parts import many
from releasecard.pages.standing import WORDS, answered, answers, findings, verdict_bar, verdicts
from releasecard.report import counts
from releasecard.safe import front_matter, literal
from releasecard.shape import matches
from releasecard.values import each

PER_PAGE: Final = 300
"""Cards on one page; more would make it slow to load."""
FACETS: Final = {
    "kind": ("Kind", ("kind",)),
    "contract": ("Contract", ("verifiers.*.contract", "contract")),
    "family": ("Verifier family", ("verifiers.*.family", "family")),
    "use": ("Training use", ("training_use",)),
    "domain": ("Domain", ("domains",)),
    "license": ("License", ("license.data", "license.code", "license.weights")),
    "year": ("Year", ("released",)),
    "verdict": ("Claims", ()),
}
"""What the catalog is filtered by: the title, and the paths of a card that say it."""
_COLUMNS: Final = ("Release", "Checked by", "Claims", "Answered, by question", "Findings")
_VIEWS: Final = (
    ("lineage", "lineage.md"), ("claims and evidence", "claims.md"), ("verifiers", "verifiers.md"),
    ("what is not reported", "reported.md"), ("compare", "compare.md"), ("JSON", "cards.json"), ("feed", "feed.xml"),
)  # fmt: skip
"""What else there is of these cards."""
_MOST: Final = 20
_LONG: Final = 220


def pages(collection: Collection) -> dict[str, str]:
    """Return the pages of the catalog, the first of them its index, and the scripts that the first loads of the others."""
    found = _batches(collection) or [[]]
    names = [collection.file("index.md" if not number else f"cards-{number + 1}.md") for number in range(len(found))]
    pages = {
        name: _page(collection, names, number, of) for number, (name, of) in enumerate(zip(names, found, strict=True))
    }
    scripts = {
        name.removesuffix(".md") + ".js": _script(collection, of) for name, of in zip(names[1:], found[1:], strict=True)
    }
    return pages | scripts


def _script(collection: Collection, entries: list[Entry]) -> str:
    """Return the rows of a page as a script that the first page loads when it is filtered."""
    return f"releasecard.rows({literal(_rows(collection, collection.file('index.md'), entries))});\n"


def _batches(collection: Collection) -> list[list[Entry]]:
    entries = list(collection.sorted)
    return [entries[start : start + PER_PAGE] for start in range(0, len(entries), PER_PAGE)]


def _page(collection: Collection, names: Sequence[str], number: int, entries: list[Entry]) -> str:
    here, total = names[number], len(collection.entries)
    title = "Cards" if not number else f"Cards, page {number + 1}"
    head = el("thead", el("tr", (el("th", name, scope="col") for name in _COLUMNS)))
    table = el("table", head, el("tbody", _rows(collection, here, entries)), class_="rc-catalog")
    facets = joined(*(el("span", said, data_facet=name) for name, (said, _) in FACETS.items()))
    tools = el(
        "div",
        facets,
        class_="rc-filters",
        hidden=True,
        data_pages=" ".join(_scripts(collection, names)) if not number else None,
    )
    lead = _lead(collection, here, total)
    parts = [
        front_matter({"title": title}, ("navigation", "toc")).rstrip(),
        el("header", el("h1", title), lead, class_="rc-head"),
        unsearched(tools, el("p", many(total, "card"), class_="rc-shown", role="status"), _legend() if entries else _nothing(), table, _pager(collection, names, number), class_="rc-index"),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _legend() -> Html:
    """Return what the four bars of a card are about, and what their colors say."""
    asked = (joined(el("strong", str(number)), f" {QUESTIONS[number]}") for number in range(1, len(QUESTIONS)))
    marks = (("licensed", "answered"), ("open", "a named gap"), ("unlicensed", "missing"))
    colors = (el("span", said, class_=f"rc-{mark}") for mark, said in marks)
    said = joined("Answered: ", joined(*asked, between=" "), el("br"), joined(*colors, between=" · "))
    return el("p", said, class_="rc-asked")


def _nothing() -> Html:
    return el("p", "No card yet. ", el("code", "releasecard new"), " writes one.")


def _scripts(collection: Collection, names: Sequence[str]) -> list[str]:
    return [collection.urls.to(names[0], name.removesuffix(".md") + ".js") for name in names[1:]]


def _lead(collection: Collection, here: str, total: int) -> Html:
    found = sum((Counter(verdicts(entry)) for entry in collection.entries), Counter[str]())
    meant = el("a", "evidence that such a claim needs", href=collection.urls.to(here, collection.file("claims.md")))
    links = joined(
        *(el("a", name, href=collection.urls.to(here, collection.file(file))) for name, file in _VIEWS), between=" · "
    )
    said = ", ".join(f"{found[word]} {word}" for word in WORDS if found[word])
    lead = f"{many(total, 'release')}, {many(found.total(), 'claim')}"
    counted = joined(lead, joined(f": {said}, by the ", meant) if said else None, ".")
    return joined(el("p", counted, class_="rc-lead"), el("p", links, class_="rc-kicker"))


def _pager(collection: Collection, names: Sequence[str], number: int) -> Html:
    if len(names) == 1:
        return Html()
    links = [
        el("strong", str(one + 1))
        if one == number
        else el("a", str(one + 1), href=collection.urls.to(names[number], name), aria_label=f"page {one + 1}")
        for one, name in enumerate(names)
    ]
    return el("nav", joined(*links, between=" "), class_="rc-pager", aria_label="pages of the catalog")


def _rows(collection: Collection, here: str, entries: Sequence[Entry]) -> Html:
    return rows(_row(collection, here, entry) for entry in entries)


def _row(collection: Collection, here: str, entry: Entry) -> Html:
    stated = facets(entry)
    found, asked = counts(entry.linted.diagnostics), answered(entry)
    claimed = verdicts(entry)
    total, filled = sum(one.total for one in asked), sum(one.filled for one in asked)
    keys: dict[str, Any] = {
        "data_title": entry.title.lower()[:_LONG],
        "data_broken": 1 if entry.card is None else None,
        "data_released": entry.text("released")[:10],
        "data_licensed": claimed.get("licensed", 0) * 100 // max(1, sum(claimed.values())),
        "data_answered": 100 * filled // total if total else 0,
        "data_findings": sum(found.values()),
    }
    keys |= {f"data_{name}": ",".join(values) for name, values in stated.items() if values}
    cells = (_release(collection, here, entry), _checked(stated), verdict_bar(entry), answers(entry), findings(entry))
    return el(
        "tr",
        (joined(Html(" "), el("td", cell, data_label=name)) for cell, name in zip(cells, _COLUMNS, strict=True)),
        **keys,
    )


def _release(collection: Collection, here: str, entry: Entry) -> Html:
    summary = clipped(" ".join(entry.text("summary").split()), _LONG)
    line = joined(
        *(
            one
            for one in (
                el("span", entry.text("kind"), class_="rc-chip") if entry.text("kind") else None,
                entry.text("released")[:40],
                entry.reference or entry.label,
            )
            if one
        ),
        between=" · ",
    )
    return joined(
        el("a", entry.title, href=collection.urls.to(here, collection.page(entry)), class_="rc-name"),
        el("span", line, class_="rc-line"), el("span", summary, class_="rc-quiet rc-sum") if summary else None,
    )  # fmt: skip


def _checked(stated: dict[str, list[str]]) -> Html:
    contracts = joined(*(el("span", one, class_="rc-chip") for one in stated["contract"][:4]), between=" ")
    families = ", ".join(one.replace("_", " ") for one in stated["family"][:6])
    return joined(contracts, el("span", families, class_="rc-line rc-quiet") if families else None)


def facets(entry: Entry) -> dict[str, list[str]]:
    """Return what a card is found by: for each facet its values, each once, without commas."""
    data = entry.document.data if isinstance(entry.document.data, dict) else {}
    found = {name: list(dict.fromkeys(_values(data, paths)))[:_MOST] for name, (_, paths) in FACETS.items()}
    found["year"] = [one[:4] for one in found["year"] if one[:4].isdigit()]
    found["verdict"] = list(verdicts(entry)) or ["no claims"]
    return found


def _values(data: dict[str, Any], paths: Sequence[str]) -> Iterator[str]:
    for pattern in paths:
        for path, value in matches(data, pattern):
            for _, one in each(path, value):
                if isinstance(one, str) and one:
                    yield " ".join(one.replace(",", " ").split())[:80]
