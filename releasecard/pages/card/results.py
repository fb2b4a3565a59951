"""What was measured: scores by row and benchmark, and comparisons with what changed between their sides."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from releasecard.pages.card.shown import Shown
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.pages.tables import row, table
from releasecard.values import Path, each

_MOST_ROWS: Final = 200
_MOST_COLUMNS: Final = 40


def scores(shown: Shown) -> Html:
    """Return the rows of scores with a column for each benchmark; nothing where there are none."""
    baselines = shown.card.at(("baselines",))
    if not isinstance(baselines, dict):
        return NOTHING
    things = {name: one for name, one in list(baselines.items())[:_MOST_ROWS] if isinstance(one, dict)}
    stated = {key for one in things.values() if isinstance(one.get("scores"), dict) for key in one["scores"]}
    known = [name for name in shown.card.ids("benchmarks") if name in stated]
    columns = [*known, *sorted(stated - set(known))][:_MOST_COLUMNS]
    if not things:
        return NOTHING
    found = (_row(shown, ("baselines", name), one, columns) for name, one in things.items())
    heads: list[Html | str] = [_title(shown, name) for name in columns]
    return table(["model", "origin", *(heads or ["scores"])], found, "rc-scores", "scores")


def _title(shown: Shown, name: str) -> Html:
    path: Path = ("benchmarks", name)
    said = shown.card.at((*path, "name"))
    metric = shown.value((*path, "metric"))
    lower = "lower is better" if shown.card.at((*path, "better")) == "lower" else ""
    link = shown.link(path, said if isinstance(said, str) else name) if shown.has(path) else joined(name)
    return el(
        "th",
        link,
        el(
            "span",
            joined(shown.value((*path, "split")), metric, shown.value((*path, "unit")), lower, between=", "),
            class_="rc-quiet",
        ),
        scope="col",
        class_="rc-number",
    )


def _row(shown: Shown, path: Path, one: dict[str, Any], columns: list[str]) -> Html:
    model = one.get("model")
    # A row's own metric overrides that of its columns.
    own = [shown.value((*path, key)) for key in ("setting", "metric") if key in one]
    said = el("span", joined(*own, between=", "), class_="rc-quiet") if own else None
    name = shown.link(path, model if isinstance(model, str) else str(path[-1]))
    origin = (
        el(
            "span",
            shown.short((*path, "origin")),
            class_="rc-chip rc-copied" if one.get("origin") == "copied" else "rc-chip",
        )
        if "origin" in one
        else None
    )
    if isinstance(one.get("scores"), dict):
        cells = [el("td", shown.measured(path, "scores", column), class_="rc-number") for column in columns]
    else:  # a gap speaks for all of them
        cells = [el("td", shown.short((*path, "scores")), colspan=max(1, len(columns)))]
    return row((name, said), (el("td", origin), *cells))


def comparisons(shown: Shown) -> Iterator[Html]:
    """Yield each comparison: its two sides, the knobs that changed, what came of it."""
    for name in shown.card.ids("comparisons"):
        path: Path = ("comparisons", name)
        one = shown.card.at(path)
        if isinstance(one, dict):
            yield _comparison(shown, path, one)


def _comparison(shown: Shown, path: Path, one: dict[str, Any]) -> Html:
    sides = joined(*(_side(shown, (*path, key)) for key in ("from", "to")), between=" → ")
    changed = [item for _, item in each((), one.get("changed")) if isinstance(item, str)]
    chips = joined(
        *(el("span", knob.replace("_", " "), class_="rc-chip rc-knob") for knob in changed), between=" "
    ) or shown.value((*path, "changed"))
    told = [item for _, item in each((), one.get("parameters")) if isinstance(item, str)]
    what = "knobs" if len(changed) > 1 else "parameters" if len(told) > 1 else ""
    several = f"several {what} at once: the difference is attributed to none of them" if what else ""
    parameters = shown.fact((*path, "parameters"))
    parts = [
        el("p", shown.link(path, str(path[-1])), ": ", sides, class_="rc-thing"),
        el(
            "p",
            el("span", "changed ", class_="rc-quiet"),
            chips,
            " ",
            parameters and joined(parameters, " "),
            el("span", several, class_="rc-quiet") if several else None,
        ),
        _differences(shown, path, one),
        el("p", shown.value((*path, "says"))) if "says" in one else None,
        shown.behind(path),
    ]
    return el("section", parts, class_="rc-block")


def _side(shown: Shown, path: Path) -> Html:
    return el("strong", shown.value(path)) if shown.has(path) else el("em", "named nowhere", class_="rc-gap")


def _differences(shown: Shown, path: Path, one: dict[str, Any]) -> Html:
    """Return what a comparison states as gained, and the differences of two scores where it states none."""
    said = []
    for key, end in (("gain", " points"), ("ratio", " times"), ("change", " %")):
        value = one.get(key)
        if isinstance(value, dict):
            said += [
                joined(
                    _benchmark(shown, name),
                    " ",
                    el("strong", _sign(shown, (*path, key, name)), shown.fact((*path, key, name))),
                    end,
                )
                for name in value
            ]
        elif value is not None:
            said.append(joined(f"{key} ", shown.value((*path, key))))
    if "moved" in one:
        said.append(joined("moved ", shown.fact((*path, "moved"))))
    if not any(key in one for key in ("gain", "ratio", "change")):
        said += _derived(shown, one)
    return el("ul", (el("li", line) for line in said[:_MOST_COLUMNS]), class_="rc-gains") if said else NOTHING


def _sign(shown: Shown, path: Path) -> str:
    """Return the plus of a number that a difference is stated as; a ratio has no sign, and what is printed stays."""
    value = shown.card.at(path)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return "+" if is_number and path[-2] != "ratio" and value > 0 and shown.card.text(path)[:1] != "+" else ""


def _derived(shown: Shown, one: dict[str, Any]) -> list[Html]:
    sides = [str(one.get(key)) for key in ("from", "to")]
    shared = [
        name
        for name in shown.card.ids(f"baselines.{sides[1]}.scores")
        if shown.has(("baselines", sides[0], "scores", name))
    ]
    found = []
    for name in shared:
        before, after = (_printed(shown, ("baselines", side, "scores", name)) for side in sides)
        if before is not None and after is not None:
            unit = shown.card.at(("benchmarks", name, "unit"))
            end = " points" if unit in ("percent", "points") else ""
            found.append(joined(_benchmark(shown, name), " ", el("strong", _difference(before, after)), end))
    return [*found, el("span", "by the scores above", class_="rc-quiet")] if found else []


def _difference(before: Decimal, after: Decimal) -> str:
    """Return a difference with the digits that both sides are printed with."""
    places = max(int(one.as_tuple().exponent) for one in (before, after))
    return f"{(after - before).quantize(Decimal(1).scaleb(min(places, 0))):+f}"


def _printed(shown: Shown, path: Path) -> Decimal | None:
    """Return a score with the digits that are printed, None where it is no plain number."""
    value = shown.card.at(path)
    text = shown.card.text(path) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
    try:
        return Decimal(text) if text and len(text) < 20 else None
    except InvalidOperation:
        return None


def _benchmark(shown: Shown, name: str) -> Html:
    said = shown.card.at(("benchmarks", name, "name"))
    lower = shown.card.at(("benchmarks", name, "better")) == "lower"
    return joined(said if isinstance(said, str) else name, lower and " (lower is better)")
