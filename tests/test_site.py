"""Built sites: with the plugin, from disk, in a real browser; hostile cards fire nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from releasecard import pages, site
from releasecard.config import Config
from releasecard.testing import CARD

ROOT = Path(__file__).parents[1]
Cli = Callable[..., Result]


def test_own_site_has_every_page(own: Path) -> None:
    for name in ("gsm8k", "dapo-math-17k", "dapo", "tulu3-rlvr"):
        assert (own / "cards" / name / "index.html").is_file()
    assert (own / "rules" / "RC101" / "index.html").is_file()
    assert (own / "search" / "search_index.json").is_file()


def test_fragments_of_links_are_there(own: Path) -> None:
    """Links in raw HTML are not checked by the builder."""
    for file in own.rglob("index.html"):
        text = file.read_text("utf-8")
        ids = set(re.findall(r'\bid="?([^"\s>]+)', text))
        wanted = {link for link in re.findall(r'href="#([^"]+)"', text) if link != "__skip"}
        assert wanted - ids == set(), file


def test_zero_config_build_and_what_is_not_overwritten(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.card.yaml").write_text(CARD, "utf-8")
    out = tmp_path / "out"
    done = cli("site", "build", tmp_path / "cards", "--out", out)
    assert done.exit_code == 0, done.output
    assert "built 1 card" in done.stdout
    assert (out / "small" / "index.html").is_file()
    (tmp_path / "cards" / "b.card.yaml").write_text(CARD.replace("name: small", "name: other"), "utf-8")
    assert cli("site", "build", tmp_path / "cards", "--out", out).exit_code == 0
    assert (out / "other" / "index.html").is_file()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.tex").write_text("x", "utf-8")
    (out / "notes.txt").write_text("x", "utf-8")
    for target in (mine, mine / "thesis.tex", tmp_path / "none" / ".." / "mine", tmp_path / "none" / "..", out):
        done = cli("site", "build", tmp_path / "cards", "--out", target)
        assert done.exit_code == 2
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]
    assert (out / "notes.txt").is_file()
    assert (out / "other" / "index.html").is_file()


def test_python_files_of_the_folder_are_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    for name in ("mkdocs", "jinja2", "markdown"):
        (tmp_path / f"{name}.py").write_text("open('RAN', 'w').write('x')\n", "utf-8")
    program = Path(sys.executable).parent / "releasecard"
    done = subprocess.run([str(program), "site", "build"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "RAN").exists()


def test_names_that_builders_use_are_only_names(cli: Cli, tmp_path: Path) -> None:
    for name in ("index.html", "404", "search", "sitemap.xml", "assets", "index"):
        (tmp_path / f"{name}.card.yaml").write_text(CARD.replace("name: small", f'name: "{name}"'), "utf-8")
    (tmp_path / "lost.card.yaml").symlink_to(tmp_path / "nowhere")
    done = cli("site", "build", tmp_path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "built 7 cards" in done.stdout


def test_settings_of_the_linter_hold_for_the_site(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.card.yaml").write_text(CARD.replace("[evaluation]", "[sfft]"), "utf-8")
    assert cli("site", "build", "--strict").exit_code == 1
    (tmp_path / "releasecard.toml").write_text('ignore = ["RC104"]\n', "utf-8")
    assert cli("site", "build", "--strict").exit_code == 0


def test_strict_refuses_cards_with_errors(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text("kind: x\n", "utf-8")
    assert cli("site", "build", tmp_path, "--out", tmp_path / "out").exit_code == 0
    done = cli("site", "build", tmp_path, "--out", tmp_path / "strict", "--strict")
    assert (done.exit_code, "a.card.yaml" in done.stderr) == (1, True)
    assert not (tmp_path / "strict").exists()
    assert cli("new", "dataset", "fresh", "--no-input", "--into", tmp_path).exit_code == 0
    done = cli("site", "build", "--config", tmp_path / "fresh" / "mkdocs.yml", "--out", tmp_path / "strict", "--strict")
    assert (done.exit_code, "has errors" in done.stderr) == (1, True)


def test_relative_folders_are_those_of_the_user(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "recipe", "fresh", "--no-input").exit_code == 0
    done = cli("site", "build", "--config", "fresh/mkdocs.yml", "--out", "build/site")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "build" / "site" / "cards" / "fresh" / "index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "fresh"]


@pytest.mark.parametrize("arguments", [["none"], ["--config", "none.yml"], [".", "--config", "mkdocs.yml"], []])
def test_misuse(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("site", "build", *arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_failing_builder_is_reported(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [nonsense]\n", "utf-8")
    done = cli("site", "build", "--config", tmp_path / "mkdocs.yml", "--out", tmp_path / "out")
    assert (done.exit_code, "nonsense" in done.stderr, (tmp_path / "out").exists()) == (1, True, False)


def test_same_pages_on_disk_build_without_the_plugin(tmp_path: Path) -> None:
    entries = site.entries([ROOT / "site" / "cards"], Config())
    site.write({**pages.build(entries), pages.STYLE_PATH: pages.STYLE, "index.md": "# Home\n"}, tmp_path / "docs")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: x\ntheme: {{name: material, font: false}}\nextra_css: [{pages.STYLE_PATH}]\nnav: [index.md, cards/index.md]\n"
        "not_in_nav: cards/*.md\n", "utf-8",
    )  # fmt: skip
    site.build_configured(tmp_path / "mkdocs.yml", tmp_path / "out", strict=True)
    assert (tmp_path / "out" / "cards" / "gsm8k" / "index.html").is_file()


def test_a_page_of_the_sites_own_is_kept(tmp_path: Path) -> None:
    (tmp_path / "docs" / "cards").mkdir(parents=True)
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "docs" / "cards" / "small.md").write_text("# Written by hand\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, font: false}\nplugins: [releasecard]\n", "utf-8"
    )
    site.build_configured(tmp_path / "mkdocs.yml", tmp_path / "out")
    assert "Written by hand" in (tmp_path / "out" / "cards" / "small" / "index.html").read_text("utf-8")


def test_scaffolded_release_builds_its_site(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "dataset", "fresh", "--no-input", "--into", tmp_path).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-m", "releasecard", "site", "build"],
        cwd=tmp_path / "fresh",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fresh" / "public" / "cards" / "fresh" / "index.html").is_file()


def test_planted_file_is_not_inlined(hostile: Path) -> None:
    for file in hostile.rglob("*.html"):
        assert "PLANTED" not in file.read_text("utf-8")
