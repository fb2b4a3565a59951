"""A section in short: its values, or for each of its things what tells most about it."""

from __future__ import annotations

from typing import Any, Final

from releasecard.card import MISSING, Card
from releasecard.fields import Rules, child, holds_things, named_fields
from releasecard.show.claims import claims
from releasecard.show.filters import chains
from releasecard.show.parts import parts
from releasecard.show.values import View, fact
from releasecard.values import Path, dotted

_FIRST: Final = 4
_TELLING: Final = {
    "objects": ("type", "records", "distinct", "splits", "bytes"),
    "verifiers": (
        "contract", "family", "card", "version", "implementation.name", "implementation.version", "judge.model",
        "agreement.value", "combine", "uses",
    ),
    "attacks": ("attack", "judge", "set", "rate", "outcome"),
    "provenance.prompts.from": ("kind", "relation", "license", "records"),
    "provenance.filters": ("rule", "removed", "verifier"),
    "stages": ("kind", "algorithm", "from", "makes"),
    "rollouts": (
        "purpose", "model", "samples_per_prompt", "temperature", "max_response_tokens", "max_steps", "kept",
    ),
    "benchmarks": ("name", "split", "items", "metric", "better", "unit", "rollouts"),
    "baselines": ("model", "setting", "selector", "origin", "scores", "spread"),
    "comparisons": ("from", "to", "changed", "gain", "ratio", "change", "budget_matched", "says"),
    "conflicts": ("says", "values", "about"),
    "sources": ("role", "via", "url", "locator", "says"),
}  # fmt: skip
"""The fields that tell most about a thing of a section. Of other things, the first plain ones as declared are shown.

Maps that are not among them follow, each as `parts` says.
"""


def section(card: Card, path: Path, rules: Rules | None) -> View:
    """Return what stands at *path* in short: its `path`, its `name`, and one of these.

    `value`: a plain value, a gap, a map with free keys. `facts` and `parts`: the plain fields of a map, and the
    sections in it. `claims`. `things`, each with its `id`, its `facts` and the `parts` that it states; filters have the
    `chains` of their counts too, baselines the `columns` of their scores.
    """
    value = card.at(path)
    rules = rules or {}
    place: View = {"path": dotted(path), "name": dotted(path[-1:])}
    if isinstance(value, dict) and path == ("claims",):
        return {**place, "claims": claims(card)}
    if _is_things(value, rules):
        things = [_thing(card, (*path, key), child(rules, key)) for key in _keys(value)]
        return {**place, "things": things, **_beside(path, value, card)}
    if isinstance(value, dict) and named_fields(rules):
        return {**place, **_fields(card, path, value, rules)}
    return fact(card, path, path[:-1])


def _is_things(value: Any, rules: Rules) -> bool:
    """Tell whether a value is a map of things by id, or a list of maps."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict) and holds_things(rules)


def _keys(value: Any) -> list[Any]:
    return list(value) if isinstance(value, dict) else list(range(len(value)))


def _fields(card: Card, path: Path, value: dict[str, Any], rules: Rules) -> View:
    names = sorted(value, key=[*named_fields(rules), *value].index)
    plain = [name for name in names if _is_plain(value[name], child(rules, name))]
    shown = plain[: _FIRST - 1] if "available" in value else plain
    return {
        "facts": [fact(card, (*path, name), path) for name in shown],
        "parts": [section(card, (*path, name), child(rules, name)) for name in names if name not in plain],
    }


def _is_plain(value: Any, rules: Rules | None) -> bool:
    """Tell whether a value stands on a line with others: no map, no gap in the place of one, no list of maps."""
    if isinstance(value, (dict, list)):
        return not _is_things(value, {}) and not isinstance(value, dict)
    return rules is None or rules["type"] != "dict"


def _thing(card: Card, path: Path, rules: Rules | None) -> View:
    value = card.at(path)
    thing: View = {"path": dotted(path), "id": dotted(path[-1:])}
    if not isinstance(value, dict):
        return {**thing, "facts": [fact(card, path)]}
    names = [name.split(".") for name in _telling(path, value, rules or {})]
    stated = [
        name for name in names if card.at((*path, *name)) is not MISSING and not _said_above(card, (*path, *name))
    ]
    more = list(parts(card, path, rules or {}, {name[0] for name in stated}))
    facts = [*(fact(card, (*path, *name), path) for name in stated), *(one for one in more if "value" in one)]
    return {**thing, "facts": facts, "parts": [one for one in more if "value" not in one]}


def _said_above(card: Card, path: Path) -> bool:
    """Tell whether a value is a note that stands with a sibling: no heir says it again."""
    return path[-1] == "says" and card.inherited_from(path) is not None


def _telling(path: Path, value: dict[str, Any], rules: Rules) -> tuple[str, ...]:
    named = _TELLING.get(dotted(path[:-1]))
    declared = [name for name, one in named_fields(rules).items() if "dict" not in one["type"] and name != "like"]
    return named or tuple([name for name in declared if name in value][:_FIRST])


def _beside(path: Path, value: Any, card: Card) -> View:
    """Return what stands beside the things of a section: the chain of filters, the columns of scores."""
    if path == ("provenance", "filters"):
        return {"chains": chains(card, path)}
    if path == ("baselines",) and isinstance(value, dict):
        scores = [thing.get("scores") for thing in value.values() if isinstance(thing, dict)]
        stated = dict.fromkeys(name for one in scores if isinstance(one, dict) for name in one)
        order = {name: number for number, name in enumerate(card.ids("benchmarks"))}
        return {"columns": sorted(stated, key=lambda name: order.get(name, len(order)))}
    return {}
