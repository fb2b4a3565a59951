"""How a release was constructed: its sources, its filters as a funnel, its sampling protocols with their pass rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.pages import tables
from releasecard.pages.bars import bar
from releasecard.pages.card.shown import Shown
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.stated import Stated
from releasecard.values import Path

_COLUMNS: Final = {
    "from": ("kind", "relation", "license", "pool", "records", "share"),
    "rollouts": (
        "purpose", "model", "samples_per_prompt", "temperature", "top_p", "max_response_tokens", "max_steps", "seed", "verifier",
    ),
    "stages": ("kind", "from", "algorithm", "variant", "data", "rollouts", "makes", "combine"),
    "base_models": ("name", "revision", "license", "released"),
    "data": ("release", "name", "records", "distinct", "share", "epochs"),
}  # fmt: skip
"""What a table shows of the things of a section; a column that no thing states is left out."""
_NUMBERS: Final = frozenset((
    "pool", "records", "distinct", "share", "epochs", "samples_per_prompt", "temperature", "top_p", "max_response_tokens",
    "max_steps", "seed",
))  # fmt: skip
_MOST: Final = 100
_LEAST: Final = 0.004
"""The least of a bar that can be seen."""


def table(shown: Shown, path: Path) -> Html:
    """Return the things of a section as a table of the fields that tell most, each linked; nothing where there are none."""
    things = shown.card.at(path)
    if not isinstance(things, dict):
        return NOTHING
    names = [name for name in list(things)[:_MOST] if isinstance(things[name], dict)]
    columns = [key for key in _COLUMNS[str(path[-1])] if any(key in things[name] for name in names)]
    if not columns:
        return NOTHING
    titles = ["id", *(_title(shown, (*path, names[0], key)) for key in columns)]
    body = (_row(shown, (*path, name), columns) for name in names)
    return tables.table(titles, body, "", shown.title(path).lower())


def _title(shown: Shown, path: Path) -> Html:
    return el("th", shown.title(path).lower(), scope="col", class_="rc-number" if path[-1] in _NUMBERS else None)


def _row(shown: Shown, path: Path, columns: list[str]) -> Html:
    cells = (el("td", shown.short((*path, key)), class_="rc-number" if key in _NUMBERS else None) for key in columns)
    like = shown.value((*path, "like"))
    name = shown.link(path, str(path[-1]))
    return tables.row(joined(name, el("span", "like ", like, class_="rc-like")) if like else name, cells)


def funnel(shown: Shown) -> Html:
    """Return the filters in written order, each with what went in and came out drawn against the largest count."""
    base: Path = ("provenance", "filters")
    filters = shown.card.at(base)
    if not isinstance(filters, dict) or not filters:
        return NOTHING
    steps = [(name, one) for name, one in list(filters.items())[:_MOST] if isinstance(one, dict)]
    most = max(
        (figure for _, one in steps for key in ("before", "after") if (figure := number(one.get(key)))), default=0.0
    )
    return el("ol", (_filter(shown, (*base, name), one, most) for name, one in steps), class_="rc-funnel")


def adds(shown: Shown) -> bool:
    """Tell whether a step of the funnel comes to more than went in."""
    filters = shown.card.at(("provenance", "filters"))
    steps = filters.values() if isinstance(filters, dict) else ()
    return any(isinstance(one, dict) and _adds(one) for one in steps)


def _adds(one: dict[str, Any]) -> bool:
    adds, times, before, after = (number(one.get(key)) or 0.0 for key in ("adds", "times", "before", "after"))
    return adds > 0 or times > 1 or 0 < before < after


def _filter(shown: Shown, path: Path, one: dict[str, Any], most: float) -> Html:
    before, after = number(one.get("before")), number(one.get("after"))
    notes = [joined("of the branch ", shown.value((*path, "of")))] if "of" in one else []
    notes += [joined("by ", shown.fact((*path, "verifier")))] if "verifier" in one else []
    notes += [joined("left to the user")] if one.get("applied") == "use" else []
    return el(
        "li",
        el("p", shown.link(path, str(path[-1])), ": ", shown.value((*path, "rule"))),
        _drawn(before, after, most),
        el("p", joined(_counted(shown, path, one, before, after), *notes, between=" · "), class_="rc-count"),
    )


def _drawn(before: float | None, after: float | None, most: float) -> Html:
    if not most or (before is None and after is None):
        return NOTHING
    kept = (after if after is not None else 0) / most
    lost = max(0.0, ((before if before is not None else 0) / most) - kept)
    label = "one count only"
    if before is not None and after is not None:
        label = f"{after:,.0f} left of {before:,.0f}" if after <= before else f"{before:,.0f} became {after:,.0f}"
    return bar(((max(kept, _LEAST) if after else kept, "rc-fill-licensed"), (lost, "rc-fill-lost")), label)


def _counted(shown: Shown, path: Path, one: dict[str, Any], before: float | None, after: float | None) -> Html:
    found = [shown.fact((*path, key)) for key in ("before", "after") if key in one]
    counts = joined(*found, between=" → ")
    unit = joined(" ", shown.value((*path, "unit"))) if "unit" in one and counts else NOTHING
    about = "~" if any(isinstance(one.get(key), Stated) for key in ("before", "after")) else ""
    share = f" ({about}{100 * after / before:.1f}% kept)" if before and after is not None and after <= before else ""
    more = [
        joined(mark, shown.fact((*path, key)))
        for key, mark in (("removed", "removed "), ("adds", "+"), ("times", "times "))
        if key in one
    ]
    return joined(joined(counts, unit, share), *more, between=", ") or el("em", "no counts", class_="rc-gap")


def number(value: Any) -> float | None:
    """Return a number for drawing: of one as stated the middle of its bounds, else None."""
    if isinstance(value, Stated):
        bounds = [float(one) for one in (value.low, value.high) if one is not None]
        return sum(bounds) / len(bounds) if bounds else None
    exact = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e30
    return float(value) if exact else None


def pass_rates(shown: Shown) -> Iterator[Html]:
    """Yield the pass rate of each sampling protocol that states one, its bands drawn."""
    for name in shown.card.ids("rollouts"):
        path: Path = ("rollouts", name, "pass_rate")
        rate = shown.card.at(path)
        if isinstance(rate, dict):
            lines = [
                _bands(shown, path, rate),
                *(_plain(shown, (*path, key)) for key in ("threshold", "field") if key in rate),
            ]
            yield el(
                "figure",
                el("figcaption", "Pass rate under ", shown.link(path, name)),
                [one for one in lines if one],
                class_="rc-band",
            )


def _bands(shown: Shown, path: Path, rate: dict[str, Any]) -> Html:
    fills = {"always_fail": "rc-fill-unlicensed", "active": "rc-fill-licensed", "always_pass": "rc-fill-lost"}
    found = [(key, number(rate.get(key))) for key in fills if key in rate]
    shares = [(share, fills[key]) for key, share in found if share is not None]
    words = joined(*(joined(key.replace("_", " "), " ", shown.fact((*path, key))) for key, _ in found), between=" · ")
    drawn = (
        bar(shares, ", ".join(f"{key.replace('_', ' ')} {share:.3g}" for key, share in found if share is not None), 10)
        if shares
        else NOTHING
    )
    listed = rate.get("bands")
    bands = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    lines = [_band(shown, (*path, "bands", index), one) for index, one in enumerate(bands[:_MOST])]
    return joined(
        drawn,
        el("p", words, class_="rc-count") if words else None,
        el("ul", lines, class_="rc-bands") if lines else None,
    )


def _band(shown: Shown, path: Path, one: dict[str, Any]) -> Html:
    share = number(one.get("share"))
    said = joined(shown.value((*path, "from")), " to ", shown.value((*path, "to")))
    return el(
        "li",
        el("span", said),
        bar([(share, "rc-fill-licensed")], f"{share:.3g}") if share is not None else None,
        shown.value((*path, "share")),
    )


def _plain(shown: Shown, path: Path) -> Html:
    return el("p", shown.title(path).lower(), ": ", shown.fact(path), class_="rc-count")
