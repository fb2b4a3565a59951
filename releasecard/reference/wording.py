"""What is declared for a field in a few words, in Markdown that holds nothing but backticks."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from releasecard.explain import condition, is_for, required_rows
from releasecard.fields import Rules
from releasecard.fields.build import PATH
from releasecard.fields.required import Required

_HOLDS: Final = {
    "string": "text",
    "integer": "whole number",
    "count": "count",
    "number": "number",
    "boolean": "yes or no",
    "list": "list",
    "dict": "map",
}


def holds(rules: Rules) -> str:
    """Return what a field holds."""
    kinds = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    held = " or ".join(_HOLDS[one] for one in kinds)
    refers, check = rules["meta"].get("refers"), rules.get("check_with")
    if "allowed" in rules:
        lead = "one or several of" if "list" in kinds else "one of"
        return lead if "words" in rules["meta"] else f"{lead} {', '.join(f'`{word}`' for word in rules['allowed'])}"
    if refers:
        return "a path" if refers == PATH else f"an id in {' or '.join(f'`{one}`' for one in refers)}"
    return f"{held} ({check})" if check and check not in ("id", "citations") else held


def when(kind: str, pattern: str, rules: Rules, lead: str = "") -> str:
    """Return when a field must be stated, empty where it need not."""
    if rules.get("required"):
        said = ["always"]
    else:
        said = list(dict.fromkeys(condition(one) for one in _rows(pattern) if is_for(kind, one)))
        said = ["always"] if "always" in said else said
    text = "; ".join(said) + (", and no gap will do" if said and not rules.get("nullable") else "")
    return f"{lead} {text}." if lead and text else text


def reasons(kind: str, pattern: str) -> tuple[str, ...]:
    """Return why a field must be stated on cards of a kind, each reason once."""
    return tuple(dict.fromkeys(one.why for one in _rows(pattern) if is_for(kind, one)))


@lru_cache(maxsize=4096)
def _rows(pattern: str) -> tuple[Required, ...]:
    return tuple(required_rows(pattern))
