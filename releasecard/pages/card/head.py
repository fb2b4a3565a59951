"""The head of a card's page: what is it, who checks it, may I use it, how do I cite it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releasecard.card import MISSING
from releasecard.pages import machine
from releasecard.pages.card.shown import Shown, shortened
from releasecard.pages.checks import Verifier
from releasecard.pages.html import NOTHING, Html, el, joined, outward, unsearched
from releasecard.pages.machine.stated import authors
from releasecard.pages.parts import Known
from releasecard.pages.standing import answers, findings, verdict_bar
from releasecard.shape import matches
from releasecard.stated import Gap, Todo
from releasecard.values import Path, each

_MOST = 4
"""Things of a section that the head names; the page has them all."""


def head(shown: Shown) -> Html:
    """Return the head of a card's page."""
    card = shown.card
    summary = card.data.get("summary")
    asks = el(
        "div",
        _ask("What is it?", _what(shown)),
        _ask("Who checks it?", _checks(shown)),
        _ask("May I use it?", _terms(shown)),
        _ask("How do I cite it?", _citation(shown)),
        class_="rc-asks",
    )
    return el(
        "header",
        _kicker(shown),
        el("h1", shown.entry.title),
        el("p", summary, class_="rc-lead", id="summary") if isinstance(summary, str) else None,
        asks,
        unsearched(_standing(shown)),
        class_="rc-head",
    )


def _kicker(shown: Shown) -> Html:
    said = [el("span", str(shown.card.kind), class_="rc-chip"), el("code", shown.entry.reference or shown.entry.label)]
    if shown.has(("released",)):
        said.append(joined("released ", shown.short(("released",))))
    about = shown.card.data.get("card")
    if isinstance(about, dict):
        stance = str(about.get("stance", "")).replace("_", "-")
        said.append(joined(stance, " card by ", shown.value(("card", "by")), ", ", shown.value(("card", "date"))))
    return el("p", joined(*said, between=" <span aria-hidden=true>·</span> "), class_="rc-kicker")


def _ask(question: str, lines: Iterator[Html]) -> Html:
    found = [el("li", one) for one in lines if one]
    return el(
        "section", el("p", question, class_="rc-ask"), el("ul", found or el("li", "nothing stated", class_="rc-quiet"))
    )


def _what(shown: Shown) -> Iterator[Html]:
    card = shown.card
    for name in _first(card.ids("objects")):
        place: Path = ("objects", name)
        records = shown.short((*place, "records"))
        kind = shown.short((*place, "type"))
        yield joined(
            shown.link(place, name), kind and joined(": ", kind), records and joined(", ", records, " records")
        )
    for name in _first(card.ids("stages")):
        place = ("stages", name)
        how = joined(shown.short((*place, "kind")), _named(shown, (*place, "algorithm"), "algorithm"), between=" ")
        makes = _named(shown, (*place, "makes"), "what it makes")
        yield joined(shown.link(place, name), how and joined(": ", how), makes and joined(" → ", makes))
    yield _more(shown, "stages")
    for name in _first(card.ids("base_models")):
        yield joined("from ", shown.short(("base_models", name, "name")))
    for name in _first(card.ids("variants")):
        yield joined("variant ", shown.link(("variants", name), name))
    yield _more(shown, "variants")
    yield from (
        joined(label, shown.short((key,)))
        for key, label in (("checks", "checks "), ("training_use", "for "))
        if shown.has((key,))
    )
    yield joined(shown.short(("domains",)), shown.has(("languages",)) and " · ", shown.short(("languages",)))


def _checks(shown: Shown) -> Iterator[Html]:
    card = shown.card
    if card.kind == "verifier":
        yield joined("itself: ", _verifier(shown, ()))
    names = card.ids("verifiers")
    for name in _first(names):
        yield joined(shown.link(("verifiers", name), name), ": ", _verifier(shown, ("verifiers", name)))
    if len(names) > _MOST:
        yield shown.link(("verifiers",), f"{len(names) - _MOST} more")
    if not names and shown.has(("verifiers",)):
        yield shown.value(("verifiers",))


def _verifier(shown: Shown, place: Path) -> Html:
    kind = joined(*(_said(shown, (*place, key)) for key in ("contract", "family")), between=", ")
    # What a model judges is the model's word, whatever script asks it.
    keys: tuple[tuple[str, ...], ...] = (("card",), ("judge", "model"), ("implementation", "name"))
    found = (shown.short((*place, *one)) for one in keys if place or one != ("card",))
    named = next((one for one in found if one), NOTHING)
    version = _version(shown, place)
    return joined(kind, named and joined(": ", named), version and joined(" ", version))


def _version(shown: Shown, place: Path) -> Html:
    """Return the version or commit that is stated of a verifier, else the gap in its place."""
    if shown.entry.facts is None:
        return NOTHING
    path, value = Verifier(Known(shown.entry, shown.card, shown.entry.facts), place).version()
    if isinstance(value, str) and shortened(value) != value:
        return shown.link(path, el("code", shortened(value)))
    return NOTHING if path[-1] in ("card", "implementation") else _named(shown, path, "version")


def _named(shown: Shown, path: Path, what: str) -> Html:
    """Return what stands at a path; a gap with *what* is not known, and nothing where there is no such thing."""
    value = shown.card.at(path)
    if isinstance(value, Gap) and value.word == "not_applicable":
        return NOTHING
    return joined(f"{what} ", shown.short(path)) if isinstance(value, (Gap, Todo)) else shown.short(path)


def _said(shown: Shown, path: Path) -> Html:
    value = shown.card.at(path)
    return (
        joined(value.replace("_", " "))
        if isinstance(value, str)
        else shown.value(path)
        if value is not MISSING
        else NOTHING
    )


def _terms(shown: Shown) -> Iterator[Html]:
    for path, _ in matches(shown.card.data, "license.*"):
        if path[-1] not in ("note", "parts"):
            yield joined(shown.title(path).lower(), " ", el("strong", shown.short(path)))
    if shown.has(("license", "parts")) or shown.has(("license", "note")):
        yield shown.link(("license",), "parts and notes")
    if not isinstance(shown.card.data.get("license"), dict):
        yield shown.value(("license",))
    gate = shown.short(("access", "gate"))
    withdrawn = shown.all((("access", "withdrawn", key) for key in ("by", "date")), between=" ")
    yield joined(gate and joined("access ", gate), withdrawn and joined("withdrawn by ", withdrawn), between=", ")
    for key in ("privacy", "rights"):
        if shown.has(("audit", key)):
            yield shown.link(("audit", key), f"{key} of what is in it")


def _citation(shown: Shown) -> Iterator[Html]:
    found = authors(shown.entry)
    names = [one.name for one in found.named]
    if names:
        more = " and others" if found.more else f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield joined(", ".join(names[:3]), more)
    links = shown.card.data.get("links")
    known = links if isinstance(links, dict) else {}
    yield joined(*(one for name, value in known.items() for one in _links(name, value)), between=" · ")
    texts = {
        "BibTeX": machine.bibtex(shown.entry),
        "CFF": machine.cff(shown.entry),
        "badge to embed": machine.snippet(shown.collection, shown.entry),
    }
    for name, text in ((name, text) for name, text in texts.items() if text):
        code = el("pre", Html("&#10;".join(joined(line) for line in text.rstrip("\n").split("\n"))), tabindex="0")
        yield unsearched(el("details", el("summary", name), code, class_="rc-cite"))


def _links(name: str, value: Any) -> Iterator[Html]:
    found = [one for _, one in each((), value) if isinstance(one, str)]
    for number, one in enumerate(found, 1):
        label = f"{name.replace('_', ' ')} {number}" if len(found) > 1 else name.replace("_", " ")
        yield outward(one, label)


def _standing(shown: Shown) -> Html:
    entry, collection, here = shown.entry, shown.collection, shown.here
    to = collection.urls.to
    links = [
        el("a", name, href=to(here, collection.beside(entry, end)), download=end == ".yaml")
        for name, end in (("YAML", ".yaml"), ("JSON", ".json"), ("badge", ".svg"))
    ]
    query = el("a", "compare", href=f"{to(here, collection.file('compare.md'))}?cards={collection.names[entry]}")
    return el(
        "dl",
        _pair("claims", verdict_bar(entry)),
        _pair("answered", answers(entry)),
        _pair("findings", el("a", findings(entry), href="#rc-findings")),
        _pair("take it", joined(*links, query, between=" · ")),
        class_="rc-standing",
    )


def _pair(name: str, value: Html) -> Html:
    return el("div", el("dt", name), el("dd", value))


def _more(shown: Shown, section: str) -> Html:
    """Return a link to the things of a section that the head does not name, nothing where it names all."""
    left = len(shown.card.ids(section)) - _MOST
    return shown.link((section,), f"{left} more {section}") if left > 0 else NOTHING


def _first(names: list[str]) -> list[str]:
    return names[:_MOST]
