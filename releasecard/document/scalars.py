"""What a plain scalar means in YAML 1.2's core schema, by ruamel's own patterns."""

from __future__ import annotations

from typing import Any, Final

from ruamel.yaml.resolver import implicit_resolvers

from releasecard.stated import NonFinite, recognize_text

TAG: Final = "tag:yaml.org,2002:"
CORE: Final = ("null", "bool", "int", "float")


def _resolver_table() -> dict[str, list[tuple[str, Any]]]:
    """Return ruamel's YAML 1.2 patterns of the core types, by first character."""
    table: dict[str, list[tuple[str, Any]]] = {}
    for versions, tag, pattern, first in implicit_resolvers:
        kind = str(tag).removeprefix(TAG)
        if (1, 2) in versions and kind in CORE:
            for character in first:
                table.setdefault(character, []).append((kind, pattern))
    return table


_RESOLVERS: Final = _resolver_table()
_WORDS: Final = {"true": True, "false": False}
_BASES: Final = {"0x": 16, "0o": 8, "0b": 2}


def resolved(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.2's core schema."""
    for kind, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return _constructed(kind, text)
    return recognize_text(text)


def _constructed(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return _WORDS[text.lower()]
    digits = text.replace("_", "").lower()
    if kind == "int":
        return _integer(digits, text)
    number = _float(digits)
    return number if abs(number) < float("inf") else NonFinite(number)


def _integer(digits: str, text: str) -> Any:
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    base = _BASES.get(digits[:2], 10)
    if not digits or len(digits) > 40:
        return recognize_text(text)
    return sign * int(digits if base == 10 else digits[2:] or "0", base)


def _float(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        return float("nan" if "nan" in digits else "inf")
