"""Plugins: a team's own fields and rules, from installed distributions, and only from those that somebody named.

A plugin is an entry point of the group `releasecard.plugins` that leads to a `Plugin`. Its fields join the declaration and
its rules the registry before anything is read, so that all commands, formats and pages know them as they know ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from releasecard.accept import accepts
from releasecard.extend.declared import declared
from releasecard.extend.guard import guarded, said
from releasecard.extend.places import with_fields
from releasecard.extend.words import FieldsError
from releasecard.fields import SCHEMAS, homes_of
from releasecard.formats import nearest
from releasecard.rules import BY_CODE, CHECKS, Check
from releasecard.rules.rule import Rule
from releasecard.shape import validator
from releasecard.values import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "releasecard.plugins"
_CODE: Final = re.compile(r"(?!RC)[A-Z]{2,8}[0-9]{3}")
_RULE_NAME: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ACTIVE: Final[dict[str, Plugin]] = {}


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a distribution adds.

    `fields` is YAML: from where fields stand (`objects.*`, `.` for the top of a card) to their Cerberus rules by name, each
    with `meta: {title, doc, example}`; it means what our own declaration means. `rules` have codes of two to eight
    capitals, not starting with RC, and three digits. `check` yields their findings on a card of a known kind; where its shape
    is wrong, `Facts` has nothing there.
    """

    fields: str = ""
    rules: tuple[Rule, ...] = ()
    check: Check | None = None


def active() -> tuple[str, ...]:
    """Return the names of the plugins that take part."""
    return tuple(_ACTIVE)


def activate(names: Iterable[str]) -> None:
    """Let the plugins of those names take part, from now on. Raises PluginError, and then nothing has changed."""
    with _undone_if(PluginError):
        for name in names:
            if name not in _ACTIVE:
                _add(name, _loaded(name))


@contextmanager
def taking_part(name: str, plugin: Plugin) -> Iterator[None]:
    """Let a plugin take part for a while: for its tests. Raises PluginError where it is not right."""
    undo = _remembered()
    try:
        _add(name, plugin)
        yield
    finally:
        undo()


@contextmanager
def _undone_if(error: type[Exception]) -> Iterator[None]:
    undo = _remembered()
    try:
        yield
    except error:
        undo()
        raise


def _remembered() -> Callable[[], None]:
    """Return what brings back the declaration and the registry as they are now."""
    schemas, by_code, checks, now = dict(SCHEMAS), dict(BY_CODE), list(CHECKS), dict(_ACTIVE)

    def undo() -> None:
        SCHEMAS.update(schemas)
        BY_CODE.clear()
        BY_CODE.update(by_code)
        CHECKS[:] = checks
        _ACTIVE.clear()
        _ACTIVE.update(now)
        _forget()

    return undo


def _loaded(name: str) -> Plugin:
    entry = _entry(name)
    try:
        plugin = entry.load()
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin `{name}` cannot be imported: {said(error)}") from error
    if not isinstance(plugin, Plugin):
        raise PluginError(f"plugin `{name}`: `{entry.value}` is no `releasecard.extend.Plugin`")
    return plugin


def _entry(name: str) -> EntryPoint:
    """Return the one entry point of that name. Nothing is imported by looking for it."""
    from importlib.metadata import entry_points

    installed = entry_points(group=GROUP)
    found = [one for one in installed if one.name == name]
    if not found:
        names = sorted({one.name for one in installed})
        near = nearest(name, names)
        known = f"installed: {', '.join(names)}" if names else "none is installed"
        raise PluginError(f"no plugin `{name}`; {f'did you mean `{near}`?' if near else known}")
    if len(found) > 1:
        owners = " and ".join(sorted(one.dist.name if one.dist is not None else one.value for one in found))
        raise PluginError(f"plugin `{name}` is not one but several, of {owners}; uninstall what you do not mean")
    return found[0]


def _add(name: str, plugin: Plugin) -> None:
    """Add a plugin's fields, rules and check, all or nothing."""
    if not _NAME.fullmatch(name):
        raise PluginError(f"plugin `{name}`: its name is letters, digits, `.`, `_` and `-`")
    if not isinstance(plugin.fields, str):
        raise PluginError(f"plugin `{name}`: `fields` is the text of the YAML, not {type(plugin.fields).__name__}")
    try:
        schemas = with_fields(SCHEMAS, declared(plugin.fields, name))
    except FieldsError as error:
        raise PluginError(f"plugin `{name}`, fields: {error}") from error
    rules: dict[str, Rule] = {}
    for rule in plugin.rules:
        _refuse_bad_rule(name, rule, {**BY_CODE, **rules})
        rules[rule.code] = replace(rule, plugin=name)
    SCHEMAS.update(schemas)
    BY_CODE.update(rules)
    if plugin.check is not None:
        CHECKS.append(guarded(name, plugin.check, frozenset(rules)))
    _ACTIVE[name] = plugin
    _forget()


def _refuse_bad_rule(name: str, rule: Any, known: dict[str, Rule]) -> None:
    if not isinstance(rule, Rule):
        raise PluginError(f"plugin `{name}`: `rules` holds {type(rule).__name__}, where a `Rule` is expected")
    if not _CODE.fullmatch(rule.code):
        says = "two to eight capitals that do not start with RC, and three digits"
        raise PluginError(f"plugin `{name}`: `{rule.code}` is no code: {says}")
    if not _RULE_NAME.fullmatch(rule.name):
        raise PluginError(f"plugin `{name}`: {rule.code}: `{rule.name}` is no name: lower-case words joined by `-`")
    for one in known.values():
        if rule.code == one.code or rule.name == one.name:
            whose = f", of the plugin {one.plugin}" if one.plugin else ""
            raise PluginError(f"plugin `{name}`: {rule.code} `{rule.name}`: {one.code} `{one.name}` is there{whose}")
    if not all((rule.what, rule.why, rule.repair, rule.bad, rule.good)):
        raise PluginError(f"plugin `{name}`: {rule.code} does not say what, why, how to repair, a bad and a good card")


def _forget() -> None:
    """Forget what was made of the declaration."""
    made: tuple[Callable[[], None], ...] = (accepts.cache_clear, validator.cache_clear, homes_of.cache_clear)
    for forget in made:
        forget()
