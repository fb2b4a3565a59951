"""Fitted curves, by their parameters."""

from __future__ import annotations

from typing import Any, Final

from releasecard.pages.card.shown import Shown
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.pages.tables import row, table
from releasecard.values import Path

_FITS: Final[Path] = ("scaling", "fits")
_MOST_ROWS: Final = 200
_MOST_COLUMNS: Final = 20


def fits(shown: Shown) -> Html:
    """Return the fitted curves with a column for each parameter, and what they are curves of; nothing where there are none."""
    found = shown.card.at(_FITS)
    things = {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}
    named = (key for one in things.values() if isinstance(one.get("values"), dict) for key in one["values"])
    every = list(dict.fromkeys(named))
    columns = every[:_MOST_COLUMNS]
    if not columns:
        return NOTHING
    names = list(things)[:_MOST_ROWS]
    numbers = (el("th", key, scope="col", class_="rc-number") for key in columns)
    body = (_row(shown, (*_FITS, name), things[name], columns) for name in names)
    left = ((len(things) - len(names), "curves"), (len(every) - len(columns), "parameters"))
    said = joined(*(f"{number:,} more {what}" for number, what in left if number), between=", ")
    more = el("p", shown.link(_FITS, said), class_="rc-quiet") if said else NOTHING
    return joined(_about(shown), table(["curve", *numbers], body, "rc-scores", "fitted curves"), more)


def _about(shown: Shown) -> Html:
    """Return what all curves have in common: their formula, what counts on their axis, how well they fit."""
    keys: dict[str, Path] = {"": ("fit", "form"), "over ": ("axis",), "error ": ("fit", "error")}
    found = (
        joined(lead, shown.fact(("scaling", *path))) for lead, path in keys.items() if shown.has(("scaling", *path))
    )
    said = joined(*found, between=" · ")
    return el("p", said, class_="rc-count") if said else NOTHING


def _row(shown: Shown, path: Path, one: dict[str, Any], columns: list[str]) -> Html:
    setting = one.get("setting")
    name = shown.link(path, setting if isinstance(setting, str) else str(path[-1]))
    under = [shown.short((*path, key), 40) for key in ("model", "benchmark") if key in one]
    return row(
        joined(name, el("span", joined(*under, between=", "), class_="rc-quiet") if under else None),
        (el("td", shown.measured(path, "values", key), class_="rc-number") for key in columns),
    )
