"""What remains of a card after the four questions: gaps, disputes, findings, revisions, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from releasecard.pages.card.shown import Shown, anchor
from releasecard.pages.html import NOTHING, Html, el, joined, outward, prose
from releasecard.pages.tables import row, table
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Diagnostic, Path, Severity, dotted, each

WHOSE: Final = {
    "not_stated": "The release does not say",
    "not_logged": "Its author did not record it",
    "not_measured": "Nobody has measured it",
    "not_released": "It exists and is withheld",
    "not_checked": "The card's author has not looked",
    "not_applicable": "It cannot exist here",
}
"""The words for a gap as a reader is told whose it is."""
_MOST: Final = 300


def gaps(shown: Shown) -> Iterator[Html]:
    """Yield the gaps of a card by whose they are: each is told once, where it is written; the side of a dispute is none."""
    found: dict[str, list[tuple[Path, Gap | Todo]]] = {word: [] for word in (*WHOSE, "to do")}
    for path, value, _ in shown.card.values:
        if isinstance(value, (Gap, Todo)) and path[0] != "cited" and "conflict" not in path:
            found[value.word if isinstance(value, Gap) else "to do"].append((path, value))
    for word, ones in found.items():
        if ones:
            title = WHOSE.get(word, "Still to do")
            lines = [el("li", shown.link(path, dotted(path)), _why(value)) for path, value in ones[:_MOST]]
            head = el("summary", el("strong", title), el("span", f" {len(ones)}", class_="rc-quiet"))
            yield el(
                "details",
                head,
                el("ul", lines, class_="rc-list"),
                class_=f"rc-gaps rc-gaps-{word.replace(' ', '-')}",
                open=word != "not_applicable",
            )


def _why(value: Gap | Todo) -> Html:
    detail = value.text if isinstance(value, Todo) else value.detail
    return joined(": ", str(detail)) if detail else NOTHING


def conflicts(shown: Shown) -> Iterator[Html]:
    """Yield what sources disagree on: values with two sides, then disputes between sections."""
    for path, value, _ in shown.card.values:
        if isinstance(value, Conflict):
            sides = [(side, shown.value((*path, "conflict", side), item)) for side, item in value.sides.items()]
            yield _dispute(shown, shown.link(path, dotted(path)), NOTHING, sides)
    section = shown.card.data.get("conflicts")
    for name, one in section.items() if isinstance(section, dict) else ():
        if isinstance(one, dict):
            path = ("conflicts", name)
            about = _named(shown, one.get("about"))
            values = one.get("values")
            sides = (
                [(side, shown.value((*path, "values", side))) for side in values] if isinstance(values, dict) else []
            )
            yield _dispute(
                shown,
                joined(shown.link(path, name), about and joined(" on ", about)),
                shown.value((*path, "says")),
                sides,
            )


def _named(shown: Shown, value: Any) -> Html:
    """Return the paths that a text or a list of them names, each a link to what stands there."""
    return joined(*(shown.referred(one, "path") for _, one in each((), value) if isinstance(one, str)), between=", ")


def _dispute(shown: Shown, title: Html, says: Html, sides: Iterable[tuple[str, Html]]) -> Html:
    known = shown.card.ids("sources")
    lines = [el("div", el("dt", _source(shown, side, known)), el("dd", value)) for side, value in sides]
    return el(
        "section",
        el("p", title, class_="rc-thing"),
        el("p", says) if says else None,
        el("dl", lines, class_="rc-sides"),
        class_="rc-block",
    )


def _source(shown: Shown, side: str, known: list[str]) -> Html:
    name, _, rest = side.partition(" ")
    url = shown.card.at(("sources", name, "url"))
    return outward(url, side) if name in known and isinstance(url, str) else joined(name, rest and f" {rest}")


def findings(shown: Shown) -> Iterator[Html]:
    """Yield what lint finds, with the line it is about, and what is suppressed, with the reason."""
    yield from finding_blocks(shown.entry.linted.diagnostics, shown)
    hidden = shown.entry.linted.suppressed
    if hidden:
        lines = [
            el("li", shown.rule(one.code), " ", prose(one.message), ", because: ", why) for one, why in hidden[:_MOST]
        ]
        yield el(
            "section",
            el("p", "Suppressed, with the reason that the card gives:", class_="rc-why"),
            el("ul", lines, class_="rc-list"),
        )


def finding_blocks(found: list[Diagnostic], shown: Shown | None) -> Iterator[Html]:
    """Yield findings by rule, the gravest first; those of a file that is no card have no *shown* to link into."""
    by_rule: dict[tuple[Severity, str], list[Diagnostic]] = {}
    for one in found[:_MOST]:
        by_rule.setdefault((one.severity, one.code), []).append(one)
    for (severity, code), ones in sorted(by_rule.items(), key=lambda item: (-item[0][0], item[0][1])):
        name = ones[0].name.replace("-", " ")
        link = shown.rule(code) if shown else joined(code)
        chip = el("span", str(severity), class_=f"rc-chip rc-{severity}")
        hints = Counter(one.hint for one in ones)
        hint = max(hints, key=lambda one: hints[one]) if all(hints) else None  # what most of a rule say is said once
        said = el("span", ": ", prose(hint), class_="rc-quiet") if hint else None
        lines = (_finding(one, shown, hinted=one.hint != hint) for one in ones)
        head = el("p", chip, " ", link, " ", el("strong", name), said)
        yield el("section", head, el("ul", lines, class_="rc-list"), class_="rc-finding")
    if len(found) > _MOST:
        yield el("p", prose(f"and {len(found) - _MOST} more; `releasecard lint` shows them"))


def _finding(one: Diagnostic, shown: Shown | None, *, hinted: bool) -> Html:
    path = dotted(one.path)
    where = shown.link(one.path, path) if shown and one.path and shown.has(one.path) else joined(path)
    source = el("pre", el("code", one.source[:400])) if one.severity > Severity.NOTE and one.source.strip() else None
    line = el("span", f" line {one.start.line}", class_="rc-quiet")
    return el(
        "li",
        prose(one.message),
        line,
        where and joined(" ", where),
        hinted and one.hint and el("span", "; ", prose(one.hint), class_="rc-quiet"),
        source,
    )


def revisions(shown: Shown) -> Html:
    """Return what changed since the release, newest first; nothing where the card says nothing of it."""
    found = shown.card.data.get("revisions")
    if not isinstance(found, list) or not found:
        return NOTHING
    listed = [(index, one) for index, one in enumerate(found) if isinstance(one, dict)]
    return el(
        "ol",
        (_revision(shown, ("revisions", index), one) for index, one in reversed(listed[:_MOST])),
        class_="rc-revisions",
    )


def _revision(shown: Shown, path: Path, one: dict[str, Any]) -> Html:
    affects = _named(shown, one.get("affects")) or shown.value((*path, "affects"))
    comparable = shown.value((*path, "comparable"))
    return el(
        "li",
        el("p", el("strong", shown.value((*path, "date"))), " ", shown.value((*path, "version")), class_="rc-thing"),
        el("p", shown.value((*path, "changed"))),
        *(
            el("p", shown.title((*path, key)).lower(), ": ", shown.value((*path, key)))
            for key in ("regrade", "release", "says")
            if key in one
        ),
        el(
            "p",
            joined(
                affects and joined("affects ", affects),
                comparable and joined("comparable: ", comparable),
                between=" · ",
            ),
            class_="rc-source",
        )
        if affects or comparable
        else None,
        id=anchor(path),
    )


def sources(shown: Shown) -> Html:
    """Return the sources, each as a link to itself, with how many citations lead to it."""
    section = shown.card.data.get("sources")
    if not isinstance(section, dict) or not section:
        return NOTHING
    used = Counter(one.source for _, _, cited in shown.card.citations for one in cited)
    rows = (
        _source_row(shown, ("sources", name), one, used[name]) for name, one in section.items() if isinstance(one, dict)
    )
    return table(("source", "role", "where", "cited"), rows, "rc-sources", "sources", stacked=True)


def _source_row(shown: Shown, path: Path, one: dict[str, Any], used: int) -> Html:
    where = shown.value((*path, "url")) or shown.value((*path, "locator"))
    says = [el("span", shown.value((*path, key)), class_="rc-quiet") for key in ("title", "says") if key in one]
    role = joined(shown.value((*path, "role")), shown.value((*path, "via")), between=" ")
    cells = (
        el("td", role),
        el("td", where, ((el("br"), said) for said in says)),
        el("td", str(used), class_="rc-number"),
    )
    return row(shown.link(path, str(path[-1])), cells)
