"""The declaration: every field of a card, once, as Cerberus schemas, and what must be stated when.

`SCHEMAS[kind]` is the schema of a kind. The shape check, the templates, `releasecard field` and the site's
labels all read it; nothing about a field is written down anywhere else.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from releasecard.fields.build import Fields, Rules
from releasecard.fields.construction import PROVENANCE
from releasecard.fields.environment import ENVIRONMENT, variants
from releasecard.fields.identity import HISTORY, IDENTITY, SOURCES
from releasecard.fields.objects import AUDIT, CLAIMS, OBJECTS
from releasecard.fields.recipe import RECIPE
from releasecard.fields.required import NAMED, PRESENT, REQUIRED, Required
from releasecard.fields.results import RESULTS
from releasecard.fields.rollouts import ROLLOUTS
from releasecard.fields.verifiers import RELEASED, VERIFIERS

__all__ = [
    "FORMATS",
    "NAMED",
    "PRESENT",
    "QUESTIONS",
    "REQUIRED",
    "SCHEMAS",
    "Fields",
    "Required",
    "Rules",
    "child",
    "heading",
    "holds_things",
    "homes_of",
    "named_fields",
    "opening",
    "question_of",
    "rules_at",
    "title_of",
]

FORMATS: Final = (1,)
"""The versions of the card format that this program reads."""

QUESTIONS: Final = (
    "Who and what",
    "What data objects exist?",
    "What makes them useful?",
    "How are they constructed?",
    "How do they scale?",
)


def question_of(rules: Rules) -> int:
    """Return the number of the question that a section answers, 0 for who and what."""
    number: int = rules["meta"].get("question", 0)
    return number


def heading(number: int) -> str:
    """Return a question as it stands above its sections."""
    return f"{number}. {QUESTIONS[number]}" if number else QUESTIONS[0]


_RECIPE_OWN: Final = {key: RECIPE[key] for key in ("base_models", "data")}
_STAGES: Final = {"stages": RECIPE["stages"]}
_END: Final = {**HISTORY, **AUDIT, **SOURCES}


def _by_question(fields: Fields) -> Fields:
    """Return fields in the order of the four questions."""
    return dict(sorted(fields.items(), key=lambda item: question_of(item[1])))


SCHEMAS: Final[dict[str, Fields]] = {
    "dataset": {
        **IDENTITY, **OBJECTS, **VERIFIERS, **variants({}), **CLAIMS, **PROVENANCE, **ROLLOUTS, **RESULTS, **_END,
    },
    "recipe": {
        **IDENTITY, **_RECIPE_OWN, **OBJECTS, **VERIFIERS, **variants({}), **CLAIMS, **_STAGES, **ROLLOUTS,
        **PROVENANCE, **RESULTS, **_END,
    },
    "verifier": {
        **IDENTITY,
        **_by_question({
            **RELEASED, **VERIFIERS, **OBJECTS, **variants(RELEASED), **CLAIMS, **PROVENANCE, **ROLLOUTS, **RESULTS,
        }),
        **_END,
    },
    "environment": {
        **IDENTITY,
        **_by_question({
            **OBJECTS, **ENVIRONMENT, **VERIFIERS, **variants(ENVIRONMENT), **CLAIMS, **PROVENANCE, **ROLLOUTS,
            **RESULTS,
        }),
        **_END,
    },
}  # fmt: skip
"""Every section in the order of a card: who and what, the four questions, the sources."""


def named_fields(rules: Rules) -> Fields:
    """Return the fields that *rules* declare by name; none for maps with free keys, lists and leaves."""
    schema = rules.get("schema")
    if "valuesrules" in rules or not isinstance(schema, dict) or isinstance(schema.get("type"), (str, list)):
        return {}
    return schema


def holds_things(rules: Rules | None) -> bool:
    """Tell whether rules are of a map from ids to things, of which one may be `like` another."""
    return "like" in (rules or {}).get("valuesrules", {}).get("schema", {})


def title_of(rules: Rules | None, key: str | int) -> str:
    """Return what a field is called: its declared title, or the key where it has none."""
    title: str = (rules or {}).get("meta", {}).get("title") or str(key)
    return title


def opening(rules: Rules) -> list[str]:
    """Return the fields that a new card opens a map with; none for what is no map, or for one of things and sections."""
    fields = named_fields(rules) if rules.get("type") == "dict" else {}
    leaves = [name for name, one in fields.items() if name not in ("like", "says") and _is_leaf(one)]
    starts: list[str] = rules.get("meta", {}).get("starts", leaves[:3]) if leaves else []
    return starts


def _is_leaf(rules: Rules) -> bool:
    return not named_fields(rules) and "valuesrules" not in rules


def child(rules: Rules, key: Any) -> Rules | None:
    """Return the rules of what stands at *key* under *rules*, or None where nothing is declared."""
    schema = rules.get("schema")
    of_items = isinstance(schema, dict) and isinstance(schema.get("type"), (str, list))
    if isinstance(key, int) or (key == "*" and of_items):
        return schema if of_items else None
    if "valuesrules" in rules:
        values: Rules = rules["valuesrules"]
        return values
    named = named_fields(rules).get(key)
    more: Rules | None = rules.get("allow_unknown") or None
    return named if named is not None else more


def rules_at(kind: str, path: tuple[str | int, ...]) -> Rules | None:
    """Return the rules declared for a path of a card of *kind*, or None."""
    rules: Rules | None = {"schema": SCHEMAS[kind]}
    for step in path:
        rules = child(rules, step) if rules is not None else None
    return rules


@cache
def homes_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return, for each name of a field below the top of a card, the patterns of the maps that it stands in."""
    homes: dict[str, list[str]] = {}

    def collect(rules: Rules, path: tuple[str, ...]) -> None:
        if "valuesrules" in rules:
            collect(rules["valuesrules"], (*path, "*"))
        for name, inner in named_fields(rules).items():
            if path:
                homes.setdefault(name, []).append(".".join(path))
            collect(inner, (*path, name))

    collect({"schema": SCHEMAS[kind]}, ())
    return {name: tuple(places) for name, places in homes.items()}
