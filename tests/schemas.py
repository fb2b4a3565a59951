"""Cerberus' own word on a schema, which is left out at run time: it would take 55 to 200 ms at every start."""

from __future__ import annotations

from typing import Any

from releasecard import shape


def schema_problem(fields: dict[str, Any]) -> str:
    """Return what Cerberus has against rules of fields, empty for nothing; `meta` is ours and free."""
    from cerberus import SchemaError

    try:
        shape._validator_class()(_without_meta(fields))
    except SchemaError as error:
        return str(error)
    return ""


def _without_meta(rules: Any) -> Any:
    if not isinstance(rules, dict):
        return rules
    return {key: _without_meta(value) for key, value in rules.items() if not (key == "meta" and "doc" in value)}
