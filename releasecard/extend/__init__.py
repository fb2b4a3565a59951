"""Plugins: a team's own fields and rules, from installed distributions, and only from those that somebody named.

A plugin is an entry point of the group `releasecard.plugins` that leads to a `Plugin`. Its fields join the declaration and
its rules the registry before anything is read, so that all commands, formats and pages know them as they know ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from releasecard.accept import accepts
from releasecard.extend.declared import FieldsError, declared, placed
from releasecard.facts import Facts
from releasecard.fields import SCHEMAS, Fields, homes_of
from releasecard.formats import nearest
from releasecard.rules import BY_CODE, CHECKS, Check
from releasecard.rules.rule import Rule
from releasecard.shape import validator
from releasecard.shelf import Shelf
from releasecard.values import Finding, PluginError

GROUP: Final = "releasecard.plugins"
_CODE: Final = re.compile(r"(?!RC)[A-Z]{2,8}[0-9]{3}")
_ACTIVE: Final[dict[str, Plugin]] = {}


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a distribution adds.

    `fields` is YAML: from where fields stand (`objects.*`, `.` for the top of a card) to their Cerberus rules by name, each
    with `meta: {title, doc, example}`; it means what our own declaration means. `rules` have codes of two to eight
    capitals, not RC, and three digits. `check` yields their findings on a card; it is called on cards of a right shape
    and of a wrong one.
    """

    fields: str = ""
    rules: tuple[Rule, ...] = ()
    check: Check | None = None


def active() -> tuple[str, ...]:
    """Return the names of the plugins that take part."""
    return tuple(_ACTIVE)


def activate(names: Iterable[str]) -> None:
    """Let the plugins of those names take part, from now on. Raises PluginError, and then nothing has changed."""
    for name in names:
        if name not in _ACTIVE:
            _add(name, _loaded(name))


@contextmanager
def taking_part(name: str, plugin: Plugin) -> Iterator[None]:
    """Let a plugin take part for a while: for its tests."""
    before = dict(SCHEMAS), dict(BY_CODE), list(CHECKS), dict(_ACTIVE)
    _add(name, plugin)
    try:
        yield
    finally:
        SCHEMAS.update(before[0])
        BY_CODE.clear()
        BY_CODE.update(before[1])
        CHECKS[:] = before[2]
        _ACTIVE.clear()
        _ACTIVE.update(before[3])
        _forget()


def _loaded(name: str) -> Plugin:
    from importlib.metadata import entry_points

    found = {one.name: one for one in entry_points(group=GROUP)}
    if name not in found:
        near = nearest(name, found)
        known = f"installed: {', '.join(sorted(found))}" if found else "none is installed"
        raise PluginError(f"no plugin `{name}`; {f'did you mean `{near}`?' if near else known}")
    try:
        plugin = found[name].load()
    except Exception as error:
        raise PluginError(f"plugin `{name}` cannot be imported: {_said(error)}") from error
    if not isinstance(plugin, Plugin):
        raise PluginError(f"plugin `{name}`: `{found[name].value}` is no `releasecard.extend.Plugin`")
    return plugin


def _add(name: str, plugin: Plugin) -> None:
    """Add a plugin's fields, rules and check, all or nothing."""
    schemas = _with_fields(name, plugin.fields)
    rules = {rule.code: replace(rule, plugin=name) for rule in plugin.rules}
    names = {rule.name for rule in BY_CODE.values()}
    for rule in plugin.rules:
        if not _CODE.fullmatch(rule.code):
            raise PluginError(
                f"plugin `{name}`: `{rule.code}` is no code: two to eight capitals, not RC, and three digits"
            )
        if rule.code in BY_CODE or rule.name in names or len(rules) < len(plugin.rules):
            raise PluginError(f"plugin `{name}`: {rule.code} `{rule.name}` is there already")
        if not all((rule.what, rule.why, rule.repair, rule.bad, rule.good)):
            raise PluginError(
                f"plugin `{name}`: {rule.code} does not say what, why, how to repair, a bad and a good card"
            )
    SCHEMAS.update(schemas)
    BY_CODE.update(rules)
    if plugin.check is not None:
        CHECKS.append(_guarded(name, plugin.check, frozenset(rules)))
    _ACTIVE[name] = plugin
    _forget()


def _with_fields(name: str, text: str) -> dict[str, Fields]:
    """Return the declaration of each kind with a plugin's fields; kinds without their place stay as they are."""
    schemas = dict(SCHEMAS)
    try:
        for place, fields in declared(text, name).items():
            schemas |= _fitting(schemas, place, fields)
    except FieldsError as error:
        raise PluginError(f"plugin `{name}`, fields: {error}") from error
    return schemas


def _fitting(schemas: dict[str, Fields], place: str, fields: Fields) -> dict[str, Fields]:
    steps = place.split(".") if place != "." else []
    found = {kind: made for kind in schemas if (made := placed(schemas[kind], steps, fields)) is not None}
    if not found:
        raise FieldsError(f"`{place}` is no place on a card where fields have names")
    return found


def _guarded(name: str, check: Check, codes: frozenset[str]) -> Check:
    """Return a plugin's check that fails as a plugin does."""

    def guarded(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
        try:
            for finding in check(facts, shelf):
                yield _own(finding, codes, name)
        except PluginError:
            raise
        except Exception as error:
            raise PluginError(f"plugin `{name}` failed on `{facts.name}`: {_said(error)}") from error

    return guarded


def _own(finding: Finding, codes: frozenset[str], name: str) -> Finding:
    if finding.code not in codes:
        raise PluginError(f"plugin `{name}`: its check yields {finding.code}, which is no rule of its own")
    return finding


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _forget() -> None:
    """Forget what was made of the declaration."""
    made: tuple[Callable[[], None], ...] = (accepts.cache_clear, validator.cache_clear, homes_of.cache_clear)
    for forget in made:
        forget()
