"""What a card plainly states, for formats that have no word for a gap: texts, days, addresses, who made it."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from releasecard.formats import arxiv_url
from releasecard.pages.entry import Entry
from releasecard.pages.urls import address
from releasecard.safe import line

_HOMES: Final = {"dataset": ("data", "site", "code", "paper"), "recipe": ("paper", "site", "code", "model", "blog")}
_OTHER_HOMES: Final = ("code", "site", "paper", "data", "model", "blog")
_MORE: Final = re.compile(r"(?:^|,? )(?:and (?:[\w-]{1,20} )?(?:others|more)|et al\.?)$")
_GROUPS: Final = frozenset(
    (
        "ai", "alliance", "association", "center", "centre", "collaboration", "college", "committee", "community", "company",
        "consortium", "contributors", "corporation", "department", "developers", "face", "foundation", "group", "inc",
        "initiative", "institute", "lab", "laboratory", "labs", "llc", "ltd", "maintainers", "network", "organization",
        "project", "research", "school", "society", "team", "university",
    )
)  # fmt: skip
"""Words that names of people do not have."""
_INITIAL: Final = re.compile(r"[A-Z]\.")


class Author(NamedTuple):
    """Who made a release: the name as stated, and for one that surely is a person's its two parts."""

    name: str
    given: str = ""
    family: str = ""
    is_group: bool = False


class Authors(NamedTuple):
    """The authors that a card names, and whether it says that there are `more`."""

    named: tuple[Author, ...]
    more: bool


def title(entry: Entry) -> str:
    """Return what to call a card, in one line that is never empty."""
    return line(entry.title) or line(entry.label)


def words(entry: Entry, *path: str) -> list[str]:
    """Return the texts that a card states at a path; empty where it states none or is none."""
    return entry.facts.words(*path) if entry.facts is not None else []


def word(entry: Entry, *path: str) -> str:
    """Return the one text that a card states at a path, else an empty one."""
    return next(iter(words(entry, *path)), "")


def day(entry: Entry, *path: str | int) -> str:
    """Return the date that a card states at a path, as `2026-03-01`, else an empty text."""
    found = entry.facts.day(*path) if entry.facts is not None else None
    return found.isoformat() if found else ""


def revisions(entry: Entry) -> list[Any]:
    """Return the revisions that a card states."""
    found = entry.facts.plain("revisions") if entry.facts is not None else None
    return found if isinstance(found, list) else []


def links(entry: Entry, *kinds: str) -> list[str]:
    """Return the addresses of the named kinds of links, each once."""
    return list(dict.fromkeys(address(url) for kind in kinds for url in words(entry, "links", kind)))


def home(entry: Entry) -> str:
    """Return the address that stands for a release: that of its data, its code, or of the paper that a recipe is told in."""
    return next(iter(links(entry, *_HOMES.get(entry.text("kind"), _OTHER_HOMES))), "")


def arxiv(url: str) -> str:
    """Return the arXiv id of the paper that an address leads to, else an empty text."""
    host, _, rest = url.partition("://")[2].removeprefix("www.").partition("/")
    kind, _, name = rest.partition("/")
    found = arxiv_url(f"arxiv:{name.removesuffix('.pdf')}") if host == "arxiv.org" and kind in ("abs", "pdf") else None
    return found.partition("/abs/")[2] if found else ""


def authors(entry: Entry) -> Authors:
    """Return who made a release; of people only whose name surely has two parts are these told apart."""
    groups = {line(one) for one in words(entry, "organizations")}
    stated = [line(one) for one in words(entry, "authors")]
    names = dict.fromkeys(_MORE.sub("", one) for one in stated)
    return Authors(tuple(_author(one, groups) for one in names if one), any(map(_MORE.search, stated)))


def _author(name: str, groups: set[str]) -> Author:
    parts = name.split(" ")
    if name in groups or any(one.lower() in _GROUPS for one in parts):
        return Author(name, is_group=True)
    first, *middle, family = parts if len(parts) > 1 else ("", "", "")
    sure = _is_name(family) and (_is_name(first) or _INITIAL.fullmatch(first)) and all(map(_INITIAL.fullmatch, middle))
    return Author(name, " ".join((first, *middle)), family) if sure else Author(name)


def _is_name(text: str) -> bool:
    parts = re.split(r"[-'\u2019]", text)
    return len(text) > 1 and all(
        one.isalpha() and one[0].isupper() and one[1:] in ("", one[1:].lower()) for one in parts
    )
