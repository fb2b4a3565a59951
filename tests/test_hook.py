"""The hooks, run by the real pre-commit: ours from this repository, and those of a scaffolded release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from releasecard.fmt import formatted
from releasecard.scaffold import scaffold
from releasecard.testing import CARD

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def run(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    author = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return subprocess.run(
        [str(one) for one in command], cwd=cwd, capture_output=True, text=True, check=False,
        env={**os.environ, **author, "PATH": path, **env},
    )  # fmt: skip


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    assert run("git", "init", "-q", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A clone of this repository as it stands in the working tree: what a tag of it would hold."""
    files = run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT).stdout.split("\0")
    clone = repository(tmp_path / "program")
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    run("git", "add", "-A", cwd=clone)
    assert run("git", "commit", "-qm", "as it stands", cwd=clone).returncode == 0
    return clone


def test_try_repo_on_a_card_that_passes_and_one_that_fails(program: Path, tmp_path: Path) -> None:
    work = repository(tmp_path / "work")
    cache = tmp_path / "cache"
    (work / "good.card.yaml").write_text(CARD, "utf-8")
    (work / "notes.yaml").write_text("a: [", "utf-8")
    run("git", "add", "-A", cwd=work)
    command = (sys.executable, "-m", "pre_commit", "try-repo", program, "releasecard-lint", "--all-files", "--verbose")
    passed = run(*command, cwd=work, PRE_COMMIT_HOME=str(cache))
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "1 card checked: no findings" in passed.stdout
    (work / "sub").mkdir()
    (work / "sub" / "card.yaml").write_text(CARD.replace("[evaluation]", "[sfft]"), "utf-8")
    run("git", "add", "-A", cwd=work)
    failed = run(*command, cwd=work, PRE_COMMIT_HOME=str(cache))
    assert failed.returncode == 1
    assert "sub/card.yaml:13:16" in failed.stdout
    assert "2 cards checked" in failed.stdout, "one process for all files"


def test_try_repo_brings_a_card_into_form(program: Path, tmp_path: Path) -> None:
    work = repository(tmp_path / "work")
    ugly = CARD.replace("kind: dataset\nname: small", "name:   'small'\nkind: dataset  # what")
    (work / "card.yaml").write_text(ugly, "utf-8")
    run("git", "add", "-A", cwd=work)
    command = (sys.executable, "-m", "pre_commit", "try-repo", program, "releasecard-fmt", "--all-files", "--verbose")
    changed = run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache"))
    assert changed.returncode == 1
    assert "files were modified by this hook" in changed.stdout
    text = (work / "card.yaml").read_text("utf-8")
    assert text == formatted(ugly).text
    assert "kind: dataset  # what\nname: small\n" in text
    run("git", "add", "-A", cwd=work)
    assert run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache")).returncode == 0


def test_hook_of_a_scaffolded_release(tmp_path: Path) -> None:
    scaffold("dataset", {"name": "fresh"}, tmp_path)
    work = repository(tmp_path / "fresh")
    run("git", "add", "-A", cwd=work)
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    failed = run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache"))
    assert failed.returncode == 1
    assert "RC201" in failed.stdout
    (work / "card.yaml").write_text(formatted(CARD).text, "utf-8")
    passed = run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache"))
    assert passed.returncode == 0, passed.stdout


def test_files_of_the_hooks_are_the_cards_of_a_search() -> None:
    import re

    from ruamel.yaml import YAML

    from releasecard.discover import is_card_name

    read = YAML(typ="safe")
    patterns = {hook["files"] for hook in read.load(ROOT / ".pre-commit-hooks.yaml")}
    for file in (ROOT / ".pre-commit-config.yaml", ROOT / "templates" / "common" / ".pre-commit-config.yaml"):
        text = re.sub(r"\{%.*?%\}\n?", "", file.read_text("utf-8")).split("hooks:\n      - id: releasecard-lint\n  #")[
            -1
        ]
        patterns |= set(re.findall(r"files: (\(.*card.*)", text))
    assert len(patterns) == 1
    (pattern,) = patterns
    for name in ("card.yaml", "a.card.yaml", ".card.yaml", "card.yml", "mycard.yaml", "acard.yaml", "card.yaml.txt"):
        assert bool(re.search(pattern, f"x/{name}")) == is_card_name(name), name


def test_a_hook_that_fixes_fails_once_so_that_the_change_is_looked_at(tmp_path: Path) -> None:
    work = repository(tmp_path / "work")
    hook = "{id: lint, name: lint, entry: releasecard lint, args: [--fix], language: system, files: card.yaml$}"
    (work / ".pre-commit-config.yaml").write_text(f"repos: [{{repo: local, hooks: [{hook}]}}]\n", "utf-8")
    card = work / "a.card.yaml"
    card.write_text(CARD.replace("[evaluation]", "[evalution]", 1), "utf-8")
    run("git", "add", "-A", cwd=work)
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    first = run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache"))
    assert (first.returncode, "files were modified by this hook" in first.stdout) == (1, True), first.stdout
    assert card.read_text("utf-8") == CARD
    again = run(*command, cwd=work, PRE_COMMIT_HOME=str(tmp_path / "cache"))
    assert again.returncode == 0, again.stdout
