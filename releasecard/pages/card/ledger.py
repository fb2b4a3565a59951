"""The construction ledger, derived: six layers, and what the card says of prompt, trace, environment, verifier, lineage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from releasecard.fields import SCHEMAS
from releasecard.pages.card.shown import Shown, shortened
from releasecard.pages.html import NOTHING, Html, clipped, el, joined
from releasecard.pages.tables import row, table
from releasecard.shape import matches, missing
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path, dotted

COLUMNS: Final = {
    "Q": "prompt, source", "T": "trace, teacher", "E": "environment", "V": "verifier, reward", "L": "lineage",
}  # fmt: skip


class Layer(NamedTuple):
    """A layer of construction: what attribution holds on to there, and for each column the mark and where a card says it.

    The mark is the primer's: `primary`, `secondary`, or none where the column does not apply.
    """

    title: str
    handle: str
    cells: dict[str, tuple[str, tuple[str, ...]]]


_P, _S = "primary", "secondary"
_NOWHERE: Final[tuple[str, tuple[str, ...]]] = ("", ())
_ANCHOR: Final = "self-play anchor"
LAYERS: Final = (
    Layer("prompt sourcing", "problem support, pass-rate band", {
        "Q": (_P, ("provenance.prompts.from", "data", "lineage_and_split.generator")),
        "V": (_S, ("provenance.filters.*.verifier", "provenance.decontamination.verifier")),
        "L": (_S, ("provenance.lineage.parents",)),
    }),
    Layer("trace writing", "inherited reasoning style", {
        "Q": (_S, ("provenance.transforms", "rollouts.*.prompt_format.template")),
        "T": (_P, ("provenance.traces.author", "provenance.traces.model", "provenance.traces.models", "rollouts.*.model")),
        "V": (_S, ("provenance.anchor.verifier", "objects.*.labels.by")),
        "L": (_P, ("provenance.traces.revision", "rollouts.*.revision", "provenance.lineage.synthetic", "provenance.lineage.risks")),
    }),
    Layer("search substrate", "exploration and replayability", {
        "Q": (_S, ("stages.*.sampling_control.keep", "task_state.initial")),
        "T": (_S, ("provenance.search.method", "stages.*.search.proposal", "stages.*.rollouts")),
        "E": (_S, ("environment", "provenance.traces.execution.tools", "action_schema.tools", "objects.*.trajectory.environment")),
        "L": (_S, ("replay.image", "replay.package", "stages.*.search.archive")),
    }),
    Layer(_ANCHOR, "where curation re-enters", {
        "Q": (_S, ("provenance.anchor.admissibility",)),
        "T": (_S, ("provenance.anchor.selection", "stages.*.search.selection")),
        "E": (_S, ("stages.*.search.start",)),
        "V": (_S, ("provenance.anchor.kind",)),
        "L": (_P, ("provenance.anchor.replay", "stages.*.search.archive")),
    }),
    Layer("reward, verifier", "what counts as success", {
        "Q": (_S, ("rollouts.*.pass_rate.threshold",)),
        "T": (_S, ("verifiers.*.input", "input")),
        "E": (_S, ("terminal_predicate.verifier", "verifiers.*.environment")),
        "V": (_P, ("verifiers.*.family", "family")),
        "L": (_P, ("verifiers.*.card", "verifiers.*.implementation.version", "verifiers.*.implementation.revision", "verifiers.*.judge.version", "implementation.version", "implementation.revision", "verifiers.*.refresh", "refresh")),
    }),
    Layer("scaffold, optimizer", "where reports seem to converge", {
        "Q": (_P, ("data.*.release", "stages.*.data")),
        "T": (_P, ("stages.*.kind", "stages.*.algorithm")),
        "E": (_S, ("scaffold.agents", "stages.*.training.framework")),
        "V": (_P, ("stages.*.rewards.*.verifier",)),
        "L": (_P, ("base_models.*.name", "stages.*.checkpoint.rule")),
    }),
)  # fmt: skip
_OF_WRITERS: Final = ("rollouts.*.model", "rollouts.*.revision")
"""What of a sampling says who wrote traces: of those alone that are for writing."""
_MOST: Final = 3
_LONG: Final = 48
_KEY: Final = "Grey is what attribution holds on to in a layer; a dash, that the card says nothing there."
_A: Final = {kind: f"{'an' if kind[0] == 'e' else 'a'} {kind}" for kind in SCHEMAS}


def ledger(shown: Shown) -> Html:
    """Return the six layers as a table; a primary field that the card does not state is marked, whatever its reason."""
    body = (_layer(shown, one) for one in LAYERS)
    drawn = table(["layer", *COLUMNS.values()], body, "rc-ledger", "the construction ledger", stacked=True)
    return joined(el("p", _KEY, class_="rc-quiet"), drawn)


def _layer(shown: Shown, layer: Layer) -> Html:
    applies = layer.title != _ANCHOR or _is_anchored(shown)
    cells = (
        _cell(shown, title, *(layer.cells.get(letter, _NOWHERE) if applies else _NOWHERE))
        for letter, title in COLUMNS.items()
    )
    return row((layer.title, el("span", layer.handle, class_="rc-quiet")), cells)


def _is_anchored(shown: Shown) -> bool:
    """Tell whether a model takes part in what data it learns from, so that something must tie that to the truth."""
    data, anchor = shown.card.data, ("provenance", "anchor")
    stated = shown.has(anchor) or isinstance(shown.card.at(("provenance",)), Gap)
    searched = any(isinstance(value, dict) for _, value in matches(data, "stages.*.search"))
    return stated or searched or anchor in {path for path, _ in missing(shown.card)}


def _cell(shown: Shown, title: str, mark: str, patterns: tuple[str, ...]) -> Html:
    asked = [one for one in patterns if one.split(".")[0] in SCHEMAS[str(shown.card.kind)]]
    if not asked:
        word = f"not on {_A[str(shown.card.kind)]} card" if mark else "does not apply"
        return el("td", el("span", word, class_="rc-quiet"), class_="rc-beyond", data_label=title)
    found = [(path, value) for pattern in asked for path, value in _matches(shown, pattern)]
    known = [(path, value) for path, value in found if not isinstance(value, (Gap, Todo))]
    said = [_said(shown, path, names) for path, names in _distinct(shown, known)]
    shown_first = joined(*said[:_MOST], between=", ")
    more = f" and {len(said) - _MOST} more" if len(said) > _MOST else ""
    gaps = [(path, value) for path, value in found if isinstance(value, Gap)]
    gaps += [one for pattern in asked for one in _above(shown, pattern)]
    gaps.sort(key=lambda one: one[1].word == "not_applicable")  # what is owed says more than what cannot exist
    gap = next((shown.link(path, value.word.replace("_", " ")) for path, value in gaps), NOTHING)
    nothing = (
        el("em", gap or "nothing stated", class_="rc-gap")
        if mark == _P or gap
        else el("span", Html("&#8211;"), el("span", "nothing stated", class_="rc-hidden"), class_="rc-quiet")
    )
    held = joined(shown_first, more) if said else nothing
    return el("td", held, class_="rc-primary" if mark == _P else None, data_label=title)


def _distinct(shown: Shown, known: list[tuple[Path, Any]]) -> Iterator[tuple[Path, list[str]]]:
    """Yield the places with the words that they hold, each word once: two sections may name the same things."""
    told: set[str] = set()
    for path, value in known:
        new = [one for one in dict.fromkeys(_words(shown, path, value)) if one not in told and one != "inline"]
        told.update(new)
        if new:
            yield path, new


def _matches(shown: Shown, pattern: str) -> Iterator[tuple[Path, Any]]:
    for path, value in matches(shown.card.data, pattern):
        if pattern not in _OF_WRITERS or shown.card.at((*path[:2], "purpose")) == "writing":
            yield path, value


def _above(shown: Shown, pattern: str) -> Iterator[tuple[Path, Gap]]:
    """Yield the gap that stands in the place of a section which a pattern goes through: it speaks for all below."""
    steps = pattern.split(".")
    for end in range(1, len(steps)):
        for path, value in matches(shown.card.data, ".".join(steps[:end])):
            if isinstance(value, Gap):
                yield path, value


def _words(shown: Shown, path: Path, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [str(key) for key in value if key != "like"]
    if isinstance(value, Conflict):
        return ["sources disagree"]
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)] or [dotted(path)]
    return [shortened(shown.card.text(path))]


def _said(shown: Shown, path: Path, names: list[str]) -> Html:
    more = " …" if len(names) > _MOST else ""
    return shown.link(path, clipped(", ".join(names[:_MOST]), _LONG) + more)
