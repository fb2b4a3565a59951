"""HTML that goes into Markdown: markup is ours, and every text between is encoded so that nobody reads anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from releasecard.formats import url as url_problem
from releasecard.safe import encoded

_VOID: Final = frozenset(("br", "img", "input", "link", "meta", "wbr"))
_LEADS: Final = re.compile(r"https?://|[^:]*(?:[/#?]|$)", re.IGNORECASE)
"""What an address begins with that leads to a page: the web, or no scheme at all."""
_PLAIN: Final = re.compile(r"(?:https?://)?[\w #%=+,./?-]*", re.ASCII)
"""What an attribute may hold as it is: most addresses and names."""
_SHORT: Final = 200
_ENCODED: Final = lru_cache(maxsize=20_000)(encoded)


class Html(str):
    """Markup: what `el` returns, or what this program wrote itself. Everything else is text."""

    __slots__ = ()


Child: TypeAlias = "str | Literal[False] | Iterable[Child] | None"
"""What may stand in an element: markup, text, nothing (so that `condition and ...` may stand too), or several of these."""

NOTHING: Final = Html()


def text(value: str) -> Html:
    """Return text as markup that shows it and does nothing else."""
    if isinstance(value, Html):
        return value
    return Html(_ENCODED(value) if len(value) < _SHORT else encoded(value))


def clipped(value: str, most: int) -> str:
    """Return a text that is longer than *most* without the words that do not fit."""
    return value if len(value) <= most else f"{value[:most].rsplit(' ', 1)[0]} …"


def joined(*children: Child, between: str = "") -> Html:
    """Return several children as one, those that are nothing left out, *between* them markup of ours."""
    return Html(between.join(one for one in map(_flat, children) if one))


def prose(said: str) -> Html:
    """Return a text of ours as markup: what is in backticks as code, all else as text."""
    first, *parts = said.split("`")
    ends = [part if number % 2 else el("code", part) for number, part in enumerate(parts)]
    if len(parts) % 2:  # what begins there has no end
        ends[-1] = f"`{parts[-1]}"
    return joined(first, *ends)


def el(name: str, *children: Child, **attributes: str | bool | int | None) -> Html:
    """Return an element: `el("a", "text", href="x", class_="rc-y", data_kind="z")`.

    An attribute that is None or False is left out, one that is True has no value; underscores stand for hyphens, `xlink_href`
    for `xlink:href`. Raises ValueError for an address that a click would run.
    """
    said = "".join(map(_attribute, attributes, attributes.values())) if attributes else ""
    return Html(f"<{name}{said}>" if name in _VOID else f"<{name}{said}>{''.join(map(_flat, children))}</{name}>")


def rows(found: Iterable[Html]) -> Html:
    """Return the rows of a table or the items of a list, a line each: whoever reads the text alone sees them apart."""
    return Html("\n".join(found))


def unsearched(*children: Child, class_: str | None = None) -> Html:
    """Return children that a site's search does not read. They may hold no `article` and no heading with an id.

    Material's search stops to skip at the first end of an element of the same name, and starts a section at every heading
    that has an id.
    """
    return el("article", children, class_=class_, data_search_exclude=True)


def outward(url: str, *children: Child) -> Html:
    """Return a link to somewhere else, or the children alone where *url* is no address on the web."""
    shown = joined(*children) or text(url)
    return el("a", shown, href=url, rel="nofollow") if not url_problem(url) else shown


def _flat(child: Child) -> str:
    if type(child) is Html:
        return child
    if child is None or child is False:
        return ""
    if isinstance(child, str):
        return text(child)
    return "".join(map(_flat, child))


@lru_cache(maxsize=50_000, typed=True)
def _attribute(name: str, value: str | bool | int | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("xlink_", "xlink:").replace("_", "-")
    if value is True:
        return f" {name}"
    shown = str(value)
    if name in ("href", "src", "xlink:href") and not _LEADS.match(shown):
        raise ValueError(f"not an address for a page: {shown}")
    return f' {name}="{shown if _PLAIN.fullmatch(shown) else text(shown)}"'
