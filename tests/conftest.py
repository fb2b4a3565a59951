"""What tests share: the command in a process of its own, and in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostile import PAYLOADS, card

from releasecard import site
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


ROOT = Path(__file__).parents[1]
HOST = """\
site_name: Host
theme: {name: material, font: false}
plugins:
  - search
  - tags
  - releasecard: {cards: [../cards], into: releases}
markdown_extensions: [admonition, attr_list, md_in_html, def_list, abbr, footnotes, tables, toc,
  pymdownx.superfences, pymdownx.snippets, pymdownx.emoji, pymdownx.tasklist, pymdownx.details, pymdownx.tabbed]
nav: [{Home: index.md}, {Releases: releases/index.md}]
validation: {omitted_files: warn, unrecognized_links: warn, anchors: warn}
"""


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built strictly."""
    out = tmp_path_factory.mktemp("own") / "site"
    site.build_configured(ROOT / "site" / "mkdocs.yml", out, strict=True)
    return out


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An existing site with many extensions, and a hostile card for each payload."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "host" / "docs").mkdir(parents=True)
    (root / "cards").mkdir()
    (root / "host" / "mkdocs.yml").write_text(HOST, "utf-8")
    (root / "host" / "docs" / "index.md").write_text("# Host\n\n[releases](releases/index.md)\n", "utf-8")
    (root / "host" / "planted.txt").write_text("PLANTED", "utf-8")
    for number, payload in enumerate(PAYLOADS):
        (root / "cards" / f"{number}.card.yaml").write_text(card(payload, f"hostile-{number}"), "utf-8")
    site.build_configured(root / "host" / "mkdocs.yml", root / "out")
    return root / "out"
