"""Settings: `[tool.releasecard]` of `pyproject.toml`, or a `releasecard.toml`. A typo in them is an error."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from releasecard.extend import activate, active
from releasecard.formats import nearest
from releasecard.rules import BY_CODE
from releasecard.values import Profile, Severity

FILE: Final = "releasecard.toml"
_MAX_BYTES: Final = 1_048_576
_SETTINGS: Final = {
    "select": "codes or prefixes of the rules to apply; all, if empty",
    "ignore": "codes or prefixes of rules not to apply",
    "fail-on": "the least severity that makes the exit code 1: error, warning or note",
    "profile": "how strictly cards are held: draft, release or strict",
    "exclude": "patterns of paths that a search of folders leaves out",
    "shelf": "files and folders of cards that references may lead to and that are not linted",
    "plugins": "installed plugins that take part, if the file is named by `--config`",
    "baseline": "the file of findings that are known and not shown",
    "per-path": "a table from a path pattern to its own select and ignore",
}
_PER_PATH: Final = ("select", "ignore")
_FOREIGN: Final = re.compile(r"[A-Z]{1,8}[0-9]{0,3}")


class ConfigError(Exception):
    """A setting is not one, or has a value it cannot have. The text says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules apply: the longest prefix that fits a code decides, `ignore` on a tie."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __contains__(self, code: str) -> bool:
        chosen = max((len(one) for one in self.select if code.startswith(one)), default=-1)
        dropped = max((len(one) for one in self.ignore if code.startswith(one)), default=-1)
        return chosen > dropped if self.select else dropped < 0


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run. `folder` is what the patterns are relative to."""

    rules: Choice = Choice()
    fail_on: Severity = Severity.ERROR
    profile: Profile = Profile.RELEASE
    shelf: tuple[Path, ...] = ()
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    per_path: tuple[tuple[str, Choice], ...] = ()
    folder: Path = field(default_factory=Path.cwd)
    idle: str = ""
    """What to say of plugins that a file names which was only found: they are not run. Empty where there are none."""

    def applies(self, code: str, path: Path) -> bool:
        """Tell whether a rule applies to the card at *path*."""
        if code not in self.rules:
            return False
        return all(code in choice for pattern, choice in self.per_path if self._fits(pattern, path))

    def excluded(self, path: Path) -> bool:
        """Tell whether a search of folders leaves *path* out."""
        return any(self._fits(pattern, path) for pattern in self.exclude)

    def _fits(self, pattern: str, path: Path) -> bool:
        try:
            relative = Path(os.path.normpath(path.absolute())).relative_to(self.folder).as_posix()
        except ValueError:
            relative = path.as_posix()
        return fnmatch.fnmatch(relative, pattern) or fnmatch.fnmatch(relative, f"{pattern.rstrip('/')}/*")

    def with_options(self, select: Iterable[str], ignore: Iterable[str], fail_on: str | None) -> Config:
        """Return the settings with those of the command line in place of the file's."""
        chosen = Choice(codes(select, "--select") or self.rules.select, codes(ignore, "--ignore") or self.rules.ignore)
        return replace(self, rules=chosen, fail_on=Severity[fail_on.upper()] if fail_on else self.fail_on)

    def with_cards(self, shelf: Iterable[Path], profile: str | None, baseline: Path | None) -> Config:
        """Return the settings with what the command line says of cards in place of the file's."""
        held = Profile(profile) if profile else self.profile
        return replace(self, shelf=tuple(shelf) or self.shelf, profile=held, baseline=baseline or self.baseline)


def codes(words: Iterable[str], where: str, *, idle: bool = False) -> tuple[str, ...]:
    """Return codes and prefixes from words with commas; `ALL` is every rule. *idle*: some may be of plugins that are not here."""
    found = [one.strip() for word in words for one in word.split(",") if one.strip()]
    for one in found:
        foreign = idle and not one.startswith("RC") and _FOREIGN.fullmatch(one)
        if one != "ALL" and not foreign and not any(code.startswith(one) for code in BY_CODE):
            near = nearest(one, BY_CODE)
            hint = f"did you mean `{near}`?" if near else "`releasecard rule` lists them"
            raise ConfigError(f"{where}: `{one}` is not a rule code or the beginning of one; {hint}")
    return tuple("" if one == "ALL" else one for one in found)


def load(start: Path, explicit: Path | None = None) -> Config:
    """Return the settings of *explicit*, or of the nearest file above *start*, or none.

    Raises ConfigError for a file that cannot be read or says something that is no setting.
    """
    if explicit is not None:
        return _read(explicit, trusted=True)
    for folder in (start, *start.parents):
        own, project = folder / FILE, folder / "pyproject.toml"
        if os.path.isfile(own):  # noqa: PTH113 never raises
            return _read(own)
        if os.path.isfile(project) and _table(project) is not None:  # noqa: PTH113
            return _read(project)
        if os.path.exists(folder / ".git"):  # noqa: PTH110
            break
    return Config()


def _read(file: Path, *, trusted: bool = False) -> Config:
    """Return a file's settings. The plugins that it names take part, if it is trusted, before codes of their rules are read."""
    content = _table(file) or {}
    _known(content, _SETTINGS, str(file))
    plugins = _words(content, "plugins", str(file))
    if trusted:
        activate(plugins)
    return _settings(content, file, _idle(plugins, file))


def _idle(plugins: Iterable[str], file: Path) -> str:
    names = [one for one in plugins if one not in active()]
    if not names:
        return ""
    how = f"`--plugins {','.join(names)}`, or `lint --config FILE`"
    return f"{file} was found and not named by you, so its plugins are not run: {', '.join(names)}; to run them: {how}"


def _table(file: Path) -> dict[str, Any] | None:
    """Return a file's settings; None where a pyproject.toml has none."""
    import tomllib

    try:
        with file.open("rb") as opened:
            content = tomllib.loads(opened.read(_MAX_BYTES).decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: is not TOML: {error}") from error
    if file.name != "pyproject.toml":
        return content
    tool = content.get("tool")
    tool = tool if isinstance(tool, dict) else {}
    for name in tool:
        if name != "releasecard" and nearest(name, ["releasecard"]):
            raise ConfigError(f"{file}: `tool.{name}` is not read; did you mean `tool.releasecard`?")
    table = tool.get("releasecard")
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: `tool.releasecard` is not a table")
    return table


def _settings(content: dict[str, Any], file: Path, idle: str) -> Config:
    tables = content.get("per-path", {})
    if not isinstance(tables, dict):
        raise ConfigError(f"{file}: `per-path` is a table from a path pattern to `select` and `ignore`")
    per_path = []
    for pattern, table in tables.items():
        where = f"{file}: per-path.{pattern!r}"
        if not isinstance(table, dict):
            raise ConfigError(f'{where}: write a table, such as {{ignore = ["RC201"]}}')
        _known(table, _PER_PATH, where)
        per_path.append((pattern, _choice(table, where, bool(idle))))
    folder = Path(os.path.normpath(file.absolute())).parent
    return Config(
        rules=_choice(content, str(file), bool(idle)),
        fail_on=_severity(content.get("fail-on", "error"), file),
        profile=_profile(content.get("profile", "release"), file),
        shelf=tuple(folder / one for one in _words(content, "shelf", str(file))),
        baseline=folder / baseline if (baseline := _text(content, "baseline", file)) else None,
        exclude=_words(content, "exclude", str(file)),
        per_path=tuple(per_path),
        folder=folder,
        idle=idle,
    )


def _choice(table: dict[str, Any], where: str, idle: bool) -> Choice:
    named = {name: codes(_words(table, name, where), f"{where}: {name}", idle=idle) for name in _PER_PATH}
    return Choice(**named)


def _known(table: dict[str, Any], known: Iterable[str], where: str) -> None:
    for key in table:
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean `{near}`?" if near else f"known: {', '.join(known)}"
            raise ConfigError(f"{where}: `{key}` is not a setting; {hint}")


def _words(table: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigError(f'{where}: `{name}` is a list of texts, such as ["RC201"]')
    return tuple(value)


def _severity(value: Any, file: Path) -> Severity:
    names = [str(one) for one in Severity]
    if value not in names:
        raise ConfigError(f"{file}: `fail-on` is one of: {', '.join(names)}")
    return Severity[value.upper()]


def _profile(value: Any, file: Path) -> Profile:
    names = [one.value for one in Profile]
    if value not in names:
        near = nearest(value, names) if isinstance(value, str) else None
        hint = f"; did you mean `{near}`?" if near else ""
        raise ConfigError(f"{file}: `profile` is one of: {', '.join(names)}{hint}")
    return Profile(value)


def _text(table: dict[str, Any], name: str, file: Path) -> str:
    value = table.get(name, "")
    if not isinstance(value, str) or (name in table and not value.strip()):
        raise ConfigError(f'{file}: `{name}` is a text, such as "releasecard-{name}.json"')
    return value
