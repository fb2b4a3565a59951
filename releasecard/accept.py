"""The shape check compiled to closures: says yes to a right card at a fiftieth of Cerberus' price.

It only accepts. Whatever it does not accept goes to Cerberus, the judge and reporter; a test holds both
equal over real cards and systematic damage.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from releasecard.fields import SCHEMAS, Rules
from releasecard.formats import CHECKS, citation
from releasecard.stated import NonFinite, Stated, StatedCount

Accept = Callable[[Any], bool]

TYPES: Final[dict[str, tuple[tuple[type, ...], tuple[type, ...]]]] = {
    "string": ((str,), ()),
    "integer": ((int,), (bool,)),
    "count": ((int, StatedCount), (bool,)),
    "number": ((int, float, Stated), (bool, NonFinite)),
    "boolean": ((bool,), ()),
    "list": ((list,), ()),
    "dict": ((dict,), ()),
}
"""Type names of the declaration: the Python types that each includes and excludes."""

UNDERSTOOD: Final = frozenset(
    ("type", "nullable", "allowed", "min", "max", "minlength", "maxlength", "check_with", "schema",
     "keysrules", "valuesrules", "allow_unknown", "required", "meta")
)  # fmt: skip
"""The Cerberus rules that the declaration uses: no other would be understood here."""


def citations(value: Any) -> bool:
    """Tell whether a value of `cited` is one citation or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return bool(listed) and all(citation(one) is not None for one in listed)


@cache
def accepts(kind: str) -> Accept:
    """Return a function that tells whether a prepared card of *kind* is right in every field."""
    return compiled({"type": "dict", "schema": SCHEMAS[kind]})


def compiled(rules: Rules) -> Accept:
    """Return a function that tells whether a value satisfies *rules*."""
    if rules.get("nullable"):
        inner = compiled({**rules, "nullable": False})
        return lambda value: value is None or inner(value)
    checks = [_of_type(rules["type"]), *_leaf_checks(rules), *_inner_checks(rules)]
    if len(checks) == 1:
        return checks[0]
    return lambda value: all(check(value) for check in checks)


def _of_type(names: str | list[str]) -> Accept:
    pairs = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    if len(pairs) == 1:
        included, excluded = pairs[0]
        if not excluded:
            return lambda value: isinstance(value, included)
        return lambda value: isinstance(value, included) and not isinstance(value, excluded)
    return lambda value: any(isinstance(value, yes) and not isinstance(value, no) for yes, no in pairs)


def _leaf_checks(rules: Rules) -> list[Accept]:
    checks: list[Accept] = []
    if "allowed" in rules:
        allowed = frozenset(rules["allowed"])
        checks.append(lambda value: isinstance(value, list) or value in allowed)
    if "min" in rules:
        low = rules["min"]
        checks.append(lambda value: isinstance(value, list) or not value < low)
    if "max" in rules:
        high = rules["max"]
        checks.append(lambda value: isinstance(value, list) or not value > high)
    if "minlength" in rules:
        least, most = rules["minlength"], rules["maxlength"]
        checks.append(lambda value: least <= len(value) <= most)
    if rules.get("check_with") == "citations":
        checks.append(lambda value: all(citations(one) for one in value.values()))
    elif "check_with" in rules:
        form = CHECKS[rules["check_with"]]
        checks.append(lambda value: not isinstance(value, str) or not form(value))
    return checks


def _inner_checks(rules: Rules) -> list[Accept]:
    checks: list[Accept] = []
    schema = rules.get("schema")
    if schema is not None and "list" in rules["type"]:
        item = compiled(schema)
        checks.append(lambda value: not isinstance(value, list) or all(map(item, value)))
    elif schema is not None:
        checks.append(_fields(schema, rules.get("allow_unknown") or None))
    if "keysrules" in rules:
        of_keys = compiled(rules["keysrules"])
        checks.append(lambda value: all(map(of_keys, value)))
    if "valuesrules" in rules:
        of_values = compiled(rules["valuesrules"])
        checks.append(lambda value: all(map(of_values, value.values())))
    if isinstance(rules["type"], list) and "dict" in rules["type"]:
        return [_if_map(check) for check in checks]
    return checks


def _if_map(check: Accept) -> Accept:
    return lambda value: not isinstance(value, dict) or check(value)


def _fields(schema: dict[str, Rules], more: Rules | None) -> Accept:
    accept = {key: compiled(rules) for key, rules in schema.items()}
    others = compiled(more) if more is not None else None
    required = frozenset(key for key, rules in schema.items() if rules.get("required"))

    def fields(value: Any) -> bool:
        if not required <= value.keys():
            return False
        for key, item in value.items():
            check = accept.get(key, others)
            if check is None or not check(item):
                return False
        return True

    return fields
