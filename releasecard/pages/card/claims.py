"""The claims of a card: what each says, its verdict, and the evidence that carries or fails it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from releasecard.card import MISSING
from releasecard.evidence.matrix import MATRIX
from releasecard.evidence.verdict import Reason, Verdict
from releasecard.pages.card.shown import Shown
from releasecard.pages.html import NOTHING, Html, el, joined, prose, unsearched
from releasecard.rules import code_of
from releasecard.values import Path, each

_MOST: Final = 4
"""Places that one reason names."""
_LEADS: Final = (
    ("voids", "Not licensed, because"), ("opens", "Open, because"), ("carries", "What carries it"),
)  # fmt: skip


def claims(shown: Shown) -> Iterator[Html]:
    """Yield each claim in a frame."""
    judged = {one.claim: one for one in shown.entry.linted.verdicts}
    for name in shown.card.ids("claims"):
        path: Path = ("claims", name)
        if isinstance(shown.card.at(path), dict):
            yield _claim(shown, path, judged.get(path))


def _claim(shown: Shown, path: Path, verdict: Verdict | None) -> Html:
    kind = shown.value((*path, "kind"))
    word = (
        el("span", str(verdict.word), class_=f"rc-chip rc-{verdict.word}")
        if verdict
        else el("span", "not judged", class_="rc-chip")
    )
    relative = MATRIX[verdict.kind].relative_to if verdict and verdict.kind in MATRIX else ""
    head = el(
        "p", word, " ", shown.link(path, str(path[-1])), " ", el("span", kind, class_="rc-chip"),
        el("span", f" relative to {relative}", class_="rc-quiet") if relative else None, class_="rc-thing",
    )  # fmt: skip
    says = el("blockquote", el("p", shown.value((*path, "says")))) if shown.has((*path, "says")) else None
    parts = [
        _paths(shown, path, "about", "about"),
        _paths(shown, path, "evidence", "evidence"),
        *(_credits(shown, path)),
        *(_reasons(shown, verdict) if verdict else ()),
        shown.behind(path),
    ]
    name = f"rc-block rc-claim rc-claim-{verdict.word}" if verdict else "rc-block rc-claim"
    return el("section", unsearched(head), says, unsearched(parts), class_=name)


def _paths(shown: Shown, path: Path, key: str, title: str) -> Html:
    value = shown.card.at((*path, key))
    if value is MISSING:
        return NOTHING
    found = [
        shown.referred(one, "path") if isinstance(one, str) else shown.value(place)
        for place, one in each((*path, key), value)
    ]
    return el("p", el("span", f"{title}: ", class_="rc-quiet"), joined(*found, between=", "))


def _credits(shown: Shown, path: Path) -> Iterator[Html]:
    found = [
        el("span", str(one), class_="rc-chip")
        for _, one in each((), shown.card.at((*path, "credits")))
        if isinstance(one, str)
    ]
    if found:
        yield el("p", el("span", "credits ", class_="rc-quiet"), joined(*found, between=" "))


def _reasons(shown: Shown, verdict: Verdict) -> Iterator[Html]:
    groups = {"voids": verdict.voided, "opens": verdict.opened, "carries": verdict.carried}
    for holds, lead in _LEADS:
        found = groups[holds]
        if found and holds == "carries":
            yield el(
                "details",
                el("summary", f"{lead}: {len(found)} {'thing' if len(found) == 1 else 'things'}"),
                _list(shown, found),
                class_="rc-carried",
            )
        elif found:
            yield joined(el("p", lead, class_="rc-why"), _list(shown, found))


def _list(shown: Shown, found: Iterable[Reason]) -> Html:
    """Return reasons, those that say the same of several places as one."""
    alike: dict[tuple[str, str, bool], list[Reason]] = {}
    for one in found:
        alike.setdefault((one.says, one.word, one.is_doubt), []).append(one)
    return el("ul", (_reason(shown, ones) for ones in alike.values()), class_="rc-reasons")


def _reason(shown: Shown, ones: list[Reason]) -> Html:
    one = ones[0]
    mark = {"voids": "rc-unlicensed", "opens": "rc-open", "carries": "rc-licensed"}[one.holds]
    code = code_of(one.need) if one.is_doubt else ""
    said = joined(shown.rule(code), " ", one.says.replace("-", " ")) if code else prose(one.says)
    word = el("em", one.word.replace("_", " "), class_="rc-gap") if one.word else NOTHING
    where = [_where(shown, other) for other in ones[:_MOST]] + (
        [joined(f"{len(ones) - _MOST} more")] if len(ones) > _MOST else []
    )
    places = joined(*where, between=", ")
    return el(
        "li",
        el("span", said, class_=mark),
        word and joined(": ", word),
        places and joined(" ", el("span", places, class_="rc-quiet")),
    )


def _where(shown: Shown, one: Reason) -> Html:
    if not one.where or "@" in one.where:
        return shown.referred(one.where, "path")
    path = one.path
    while path and not shown.has(path):
        path = path[:-1]
    return shown.link(path, one.where) if path else joined(one.where)
