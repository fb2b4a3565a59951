"""Tables: in frames that scroll sideways, so that the page does not, and that a phone shows as lists."""

from __future__ import annotations

from collections.abc import Iterable

from releasecard.pages.bars import bar
from releasecard.pages.html import Child, Html, el, joined, rows


def table(titles: Iterable[str], body: Iterable[Html], name: str, label: str, *, stacked: bool = False) -> Html:
    """Return a table in a frame that scrolls sideways; a *stacked* one becomes a list on a phone.

    A title that is markup is a heading cell already. *label* is what readers of the page by ear are told of the frame; it
    stands once on a page.
    """
    heads = (one if isinstance(one, Html) else el("th", one, scope="col") for one in titles)
    columns = el("tr", joined(*heads, between=" "))
    found = el(
        "table",
        el("thead", columns),
        el("tbody", rows(body)),
        class_=f"rc-table {name}{' rc-stack' if stacked else ''}",
    )
    return wide(found, label)


def wide(found: Html, label: str) -> Html:
    """Return something wide in a frame that scrolls, by keyboard too."""
    return el("div", found, class_="rc-wide", tabindex="0", role="region", aria_label=label)


def share(stated: int, total: int, label: str, *more: Child) -> Html:
    """Return a cell that says how many of how many, with a bar."""
    said = f"{stated:,} of {total:,}"
    return el(
        "td",
        bar([(stated / total, "rc-fill-licensed")], f"{label} {said}"),
        " ",
        said,
        more,
        class_="rc-share",
        data_label=label,
    )


def row(first: Child, cells: Iterable[Html], **attributes: str) -> Html:
    """Return a row of a table under its own heading; readers of the text alone see the cells apart."""
    return el("tr", el("th", first, scope="row"), ((Html(" "), cell) for cell in cells), **attributes)
