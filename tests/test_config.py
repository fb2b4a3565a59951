"""Settings: read from either file, applied by path, every typo an error with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecard.config import Choice, ConfigError, load
from releasecard.values import Severity


def write(folder: Path, text: str, name: str = "releasecard.toml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_both_files_say_the_same(tmp_path: Path) -> None:
    settings = 'select = ["RC1"]\nignore = ["RC104"]\nfail-on = "warning"\nexclude = ["drafts"]\n'
    write(tmp_path, settings)
    (tmp_path / "project").mkdir()
    write(tmp_path / "project", f"[tool.releasecard]\n{settings}", "pyproject.toml")
    for folder in (tmp_path, tmp_path / "project"):
        config = load(folder)
        assert config.rules == Choice(("RC1",), ("RC104",))
        assert config.fail_on is Severity.WARNING
        assert config.folder == folder


def test_nearest_file_above_is_read_up_to_the_repository(tmp_path: Path) -> None:
    write(tmp_path, 'ignore = ["RC2"]')
    inner = tmp_path / "repository" / "cards"
    inner.mkdir(parents=True)
    assert load(inner).rules.ignore == ("RC2",)
    (tmp_path / "repository" / ".git").mkdir()
    assert load(inner).rules.ignore == ()


@pytest.mark.parametrize(
    ("choice", "code", "applies"),
    [
        (Choice(), "RC104", True),
        (Choice(("RC1",)), "RC104", True),
        (Choice(("RC1",)), "RC201", False),
        (Choice((), ("RC1",)), "RC104", False),
        (Choice(("RC104",), ("RC1",)), "RC104", True),
        (Choice(("RC1",), ("RC104",)), "RC104", False),
        (Choice(("",), ("RC104",)), "RC101", True),
    ],
)
def test_longest_prefix_decides(choice: Choice, code: str, applies: bool) -> None:
    assert (code in choice) is applies


def test_settings_by_path(tmp_path: Path) -> None:
    write(tmp_path, '[per-path."drafts/**"]\nignore = ["RC201"]\n')
    config = load(tmp_path)
    assert not config.applies("RC201", tmp_path / "drafts" / "a.card.yaml")
    assert config.applies("RC202", tmp_path / "drafts" / "a.card.yaml")
    assert config.applies("RC201", tmp_path / "a.card.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('selct = ["RC1"]', "`selct` is not a setting; did you mean `select`?"),
        ('select = "RC1"', "`select` is a list of texts"),
        ('select = ["RC1004"]', "`RC1004` is not a rule code or the beginning of one; did you mean `RC104`?"),
        ('fail-on = "never"', "`fail-on` is one of: note, warning, error"),
        ("per-path = 3", "`per-path` is a table"),
        ('[per-path]\n"a" = 3', "write a table"),
        ('[per-path."a"]\nignor = []', "did you mean `ignore`?"),
        ("select = [", "is not TOML"),
        ("a = " + "[" * 3000, "is not TOML"),
        ("\udc80", "cannot be read"),
    ],
)
def test_typos_are_errors(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "releasecard.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=r"releasecard\.toml") as caught:
        load(tmp_path)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.releasecards]\nignore = []", "did you mean `tool.releasecard`?"),
        ("[tool]\nreleasecard = {ignor = []}", "did you mean `ignore`?"),
        ("tool.releasecard.ignor = []", "did you mean `ignore`?"),
        ("tool.releasecard = 3", "is not a table"),
    ],
)
def test_typos_in_pyproject_are_errors(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text, "pyproject.toml")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert says in str(caught.value)


def test_paths_are_those_they_lead_to(tmp_path: Path) -> None:
    config = load(write(tmp_path, '[per-path."drafts/*"]\nignore = ["RC201"]\n').parent)
    assert not config.applies("RC201", tmp_path / "sub" / ".." / "drafts" / "a.card.yaml")


def test_missing_explicit_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, tmp_path / "none.toml")
