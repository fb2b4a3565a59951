"""What tests share: the command in a process of its own, and in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from releasecard.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Run the command in this process: `cli("lint", "card.yaml")`."""

    def run(*args: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)

    return run


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Run the command in a process of its own, by default in an empty folder."""

    def run(*args: object, cwd: Path = tmp_path, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "releasecard", *map(str, args)],
            cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **env},
        )  # fmt: skip

    return run
