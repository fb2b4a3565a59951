"""The verification contract of a verifier, drawn: what goes in, what is checked, what comes out, how it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from releasecard.pages.card.shown import Shown
from releasecard.pages.checks import ERRORS, Verifier
from releasecard.pages.html import NOTHING, Html, el, joined, outward
from releasecard.pages.parts import Known, Links, words
from releasecard.pages.said import Said
from releasecard.values import Path, dotted, each

STEPS: Final = (
    ("goes in", ("input", "extractor", "normalization", "raters", "screening")),
    ("is checked", (
        "checks", "equivalence", "criteria", "criteria_count", "judge", "test_source", "statement_source", "statement_check",
        "forbidden_tokens", "forbidden_axioms", "predicate", "selection", "samples", "label_source", "training_data",
        "components", "card", "environment", "implementation", "toolchain", "sandbox", "image", "reset", "time_out", "memory_limit",
    )),
    ("comes out", ("signal", "invalid_output", "aggregation", "combine", "uses")),
    ("fails", (
        "errors", "null_rate", "agreement", "attacks", "probes", "calibration", "known_biases", "over_optimization", "robustness", "localization",
        "audit_sample", "quality_control", "refresh", "retirement",
    )),
)  # fmt: skip
"""The four steps of a contract, each with the fields of a verifier that speak of it."""
_MOST: Final = 6
"""Entries of one field that are drawn."""
_RATES: Final = ("errors", "agreement", "attacks")
_MOST_RATES: Final = 12
_LONG: Final = 160
_TAG: Final = re.compile("<[^>]*>")
_ROOM: Final = 450
"""Characters that a step has room for beside the others."""


def verifiers(shown: Shown) -> Iterator[Html]:
    """Yield the contract of each verifier of a card, its own first where it is one."""
    if shown.card.kind == "verifier":
        yield contract(shown, ())
    for name in shown.card.ids("verifiers"):
        if isinstance(shown.card.at(("verifiers", name)), dict):
            yield contract(shown, ("verifiers", name))


def contract(shown: Shown, place: Path) -> Html:
    """Return one contract as four steps in a row, each with what the card states of it; how it fails below, where that is long."""
    steps = [_step(shown, place, title, names) for title, names in STEPS]
    is_long = len(_TAG.sub("", steps[-1])) > _ROOM
    says = shown.value((*place, "says")) if place else NOTHING
    name = shown.link(place, str(place[-1])) if place else joined("the released verifier")
    return el(
        "section",
        el("p", el("strong", name), " ", shown.chips(place, "contract", "family"), class_="rc-thing"),
        el("ol", steps, class_="rc-contract rc-long" if is_long else "rc-contract"),
        el("p", says) if says else NOTHING,
        shown.behind(place) if place else NOTHING,
        class_="rc-block",
    )  # fmt: skip


def _step(shown: Shown, place: Path, title: str, names: tuple[str, ...]) -> Html:
    stated = (name for name in names if shown.has((*place, name)))
    # At the top of a card `card` says who wrote that, and is no reference.
    found = [_line(shown, (*place, name)) for name in stated if place or name != "card"]
    if title == STEPS[-1][0]:
        found += _found_by_audit(shown, place)
    return el(
        "li",
        el("p", title, class_="rc-step"),
        el("dl", found) if found else el("p", "nothing stated", class_="rc-quiet"),
    )


def _found_by_audit(shown: Shown, place: Path) -> Iterator[Html]:
    """Yield what an audit on the card found of a verifier; on the card of one, of anything."""
    about = f"{dotted(place)}." if place else ""
    lines = []
    for name in shown.card.ids("audit.findings"):
        path: Path = ("audit", "findings", name)
        named = [word for _, word in each((), shown.card.at((*path, "about"))) if isinstance(word, str)]
        if not place or any(f"{word}.".startswith(about) for word in named):
            lines.append(el("li", shown.link(path, name.replace("-", " ")), ": ", _short(shown, (*path, "says"))))
    if lines:
        found = el("ul", lines[:_MOST], el("li", f"and {len(lines) - _MOST} more") if len(lines) > _MOST else None)
        yield el("div", el("dt", "found by an audit"), el("dd", found))


def _line(shown: Shown, path: Path) -> Html:
    return el("div", el("dt", shown.link(path, shown.title(path).lower())), el("dd", said(shown, path)))


def section(shown: Shown, path: Path) -> Html:
    """Return what stands in a section, a line for each of its fields; a gap in its place, and nothing where nothing stands."""
    value = shown.card.at(path)
    if not isinstance(value, dict) or not value:
        return el("p", shown.fact(path)) if shown.has(path) else NOTHING
    return el("dl", (_line(shown, (*path, key)) for key in value if key != "like"), class_="rc-numbers")


def said(shown: Shown, path: Path) -> Html:
    """Return what stands at a path in few words; a map as its entries, its long texts cut."""
    value = shown.card.at(path)
    if path[-1] == "implementation" and isinstance(value, dict):
        return _implementation(shown, path, value)
    if path[-1] in _RATES and isinstance(value, dict):
        return _rates(shown, path, value)
    if isinstance(value, dict) and value:
        entries = [(key, inner) for key, inner in value.items() if key != "like"]
        lines = [_entry(shown, (*path, key), inner) for key, inner in entries[:_MOST]]
        if len(entries) > _MOST:
            lines.append(el("li", shown.link(path, f"{len(entries) - _MOST} more")))
        return el("ul", lines)
    return _short(shown, path)


def _rates(shown: Shown, path: Path, value: dict[str, Any]) -> Html:
    """Return how often a verifier is wrong, a line for each rate, population or attack."""
    entry, facts = shown.entry, shown.entry.facts
    if facts is None:
        return NOTHING
    said = Said(Links(shown.collection, shown.here), Verifier(Known(entry, shown.card, facts), path[:-1]), _MOST_RATES)
    if path[-1] != "errors":
        return said.attacks() if path[-1] == "attacks" else said.parts(str(path[-1]))
    lines = (
        el("div", el("dt", shown.link((*path, name), words(name))), el("dd", said.parts(f"errors.{name}")))
        for name in ERRORS if name in value
    )  # fmt: skip
    return el("dl", lines)


def _implementation(shown: Shown, path: Path, value: dict[str, Any]) -> Html:
    """Return the code that runs on one line: its name as a link to it, its version, the commit in short."""
    url, revision = value.get("url"), value.get("revision")
    name = shown.value((*path, "name")) or shown.link(path, "its code")
    link = outward(url, name) if isinstance(url, str) else name
    commit = el("code", revision[:10]) if isinstance(revision, str) else shown.short((*path, "revision"))
    return joined(link, shown.short((*path, "version")), commit, between=" ")


def _entry(shown: Shown, path: Path, value: Any) -> Html:
    if isinstance(value, dict):
        inner = (
            joined(shown.title((*path, key)).lower(), " ", _short(shown, (*path, key)))
            for key in value
            if key != "like"
        )
        return el("li", shown.link(path, _name(shown, path)), ": ", joined(*inner, between=", "))
    return el("li", _name(shown, path), ": ", _short(shown, path))


def _name(shown: Shown, path: Path) -> str:
    declared = (shown.rules(path) or {}).get("meta", {}).get("title")
    return declared.lower() if declared else str(path[-1])


def _short(shown: Shown, path: Path) -> Html:
    return shown.clipped(path, _LONG) or shown.value(path)
