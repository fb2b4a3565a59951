"""Built sites: with the plugin, from disk, in a real browser; hostile cards fire nothing."""

from __future__ import annotations

import html
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from releasecard import pages, site
from releasecard.config import Config
from releasecard.edit.file import put
from releasecard.pages.collection import Collection
from releasecard.testing import CARD

ROOT = Path(__file__).parents[1]
Cli = Callable[..., Result]


def test_own_site_has_every_page(own: Path) -> None:
    for name in (
        "gsm8k",
        "dapo-math-17k",
        "dapo",
        "tulu3-rlvr",
        "lineage",
        "claims",
        "verifiers",
        "reported",
        "compare",
        "index",
    ):
        assert (own / "cards" / f"{name}.html").is_file()
    for name in (
        "cards/cards.json",
        "cards/gsm8k.json",
        "cards/gsm8k.svg",
        "cards/gsm8k.yaml",
        "cards/feed.xml",
        "search/search_index.json",
    ):
        assert (own / name).is_file()
    assert (own / "rules" / "RC101.html").is_file()
    assert (own / "cards" / "gsm8k.yaml").read_bytes() == (ROOT / "site" / "cards" / "gsm8k.card.yaml").read_bytes()


def test_fragments_of_links_are_there_once(own: Path) -> None:
    """Links in raw HTML are not checked by the builder."""
    for file in own.rglob("*.html"):
        text = html.unescape(file.read_text("utf-8"))
        ids = set(re.findall(r'\bid="?([^"\s>]+)', text))
        wanted = {link for link in re.findall(r'href="#([^"]+)"', text) if link != "__skip"}
        assert wanted - ids == set(), file
        twice = Counter(re.findall(r'\sid="([^"]+)"', file.read_text("utf-8")))
        assert [one for one, number in twice.items() if number > 1] == [], file


def test_zero_config_build_and_what_is_not_overwritten(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.card.yaml").write_text(CARD, "utf-8")
    out = tmp_path / "out"
    done = cli("site", "build", tmp_path / "cards", "--out", out)
    assert done.exit_code == 0, done.output
    assert "built 1 card" in done.stdout
    assert (out / "small.html").is_file()
    (tmp_path / "cards" / "b.card.yaml").write_text(CARD.replace("name: small", "name: other"), "utf-8")
    assert cli("site", "build", tmp_path / "cards", "--out", out).exit_code == 0
    assert (out / "other.html").is_file()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.tex").write_text("x", "utf-8")
    (out / "notes.txt").write_text("x", "utf-8")
    for target in (mine, mine / "thesis.tex", tmp_path / "none" / ".." / "mine", tmp_path / "none" / "..", out):
        done = cli("site", "build", tmp_path / "cards", "--out", target)
        assert done.exit_code == 2
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]
    assert (out / "notes.txt").is_file()
    assert (out / "other.html").is_file()


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
    assert (tmp_path / "build" / "site" / "cards" / "fresh.html").is_file()
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


def test_pages_on_disk_are_ours_to_replace_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    for name in ("a", "b"):
        (tmp_path / "cards" / f"{name}.card.yaml").write_text(CARD.replace("name: small", f"name: {name}"), "utf-8")
    into = tmp_path / "docs" / "cards"

    def written(*cards: str) -> Result:
        return cli("site", "write", *(tmp_path / "cards" / f"{name}.card.yaml" for name in cards), "--into", into)

    done = written("a", "b")
    assert done.exit_code == 0, done.output
    assert "of 2 cards" in done.stdout
    assert "0 as before" in done.stdout
    files = {path for path in into.rglob("*") if path.is_file()}
    assert {
        into / name for name in ("index.md", "a.md", "b.md", "a.json", "assets/releasecard.css", "rules/RC101.md")
    } <= files
    before = {path: path.stat().st_mtime_ns for path in files}
    assert ": 0 written" in written("a", "b").stdout
    assert {path: path.stat().st_mtime_ns for path in files if path.name[0] != "."} == {
        path: time for path, time in before.items() if path.name[0] != "."
    }
    assert "removed" in written("a").stdout
    assert not (into / "b.md").exists()
    (into / "b.md").write_text("mine", "utf-8")
    (into / "thesis.tex").write_text("mine", "utf-8")
    done = written("a", "b")
    assert (done.exit_code, "b.md` was not written by this command" in done.stderr) == (2, True)
    (into / "a.md").write_text("changed", "utf-8")
    done = written("a")
    assert (done.exit_code, "a.md` was changed since" in done.stderr) == (2, True)
    assert (into / "b.md").read_text("utf-8") == "mine"
    assert (into / "thesis.tex").read_text("utf-8") == "mine"
    assert (into / "a.md").read_text("utf-8") == "changed"


def test_writing_says_what_is_broken_what_is_kept_and_what_is_no_address(cli: Cli, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.card.yaml").write_text(CARD.replace("name: small", f"name: {name}"), "utf-8")
    (tmp_path / "real").mkdir()
    (tmp_path / "into").symlink_to(tmp_path / "real")
    cards = [tmp_path / "a.card.yaml", tmp_path / "b.card.yaml"]
    done = cli("site", "write", *cards, "--into", tmp_path / "into", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (tmp_path / "real" / "b.md").is_file(), "whoever names a link to a folder means the folder"
    (tmp_path / "into" / "b.md").write_text("mine", "utf-8")
    done = cli("site", "write", cards[0], "--into", tmp_path / "into")
    assert "of 1 card in" in done.stdout
    assert "b.md`: its card is gone, but somebody has edited the page" in done.stderr
    assert (tmp_path / "into" / "b.md").read_text("utf-8") == "mine"
    cards[0].write_text(CARD.replace("name: small", "name: a") + "kinds: x\n", "utf-8")
    for strict, code in ((), 0), (("--strict",), 1):
        done = cli("site", "write", cards[0], "--into", tmp_path / "into", *strict)
        assert (done.exit_code, "a.card.yaml` has errors" in done.stderr) == (code, True)
        assert (tmp_path / "into" / "a.md").is_file()
    for address in (
        "javascript:alert(1)",
        "example.org",
        "https://",
        "https://a b",
        "https://[",
        'https://a/"',
        "https://a/?q",
        "https://a/#f",
        "https://a:99999/",
        "https://a\\b",
        "https://a/\udcff",
    ):
        done = cli("site", "write", cards[0], "--into", tmp_path / "elsewhere", "--base", address)
        assert (done.exit_code, "is no address of a site" in done.stderr) == (2, True), address
    assert not (tmp_path / "elsewhere").exists()


def test_an_interrupted_writing_is_taken_up_again(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    into, done = tmp_path / "into", list[Path]()

    def stopped(path: Path, content: bytes) -> None:
        done.append(path)
        if len(done) == 30:
            raise KeyboardInterrupt
        put(path, content)

    for number in range(2):  # at first, and over what an earlier run wrote
        (tmp_path / "a.card.yaml").write_text(CARD.replace("records: 500", f"records: 50{number}"), "utf-8")
        done.clear()
        monkeypatch.setattr("releasecard.disk.put", stopped)
        cli("site", "write", tmp_path / "a.card.yaml", "--into", into)
        monkeypatch.setattr("releasecard.disk.put", put)
        again = cli("site", "write", tmp_path / "a.card.yaml", "--into", into)
        assert (again.exit_code, again.stderr) == (0, "")
    assert cli("site", "write", tmp_path / "a.card.yaml", "--into", into).stdout.count(": 0 written") == 1


def test_nothing_is_removed_behind_a_link(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    into = tmp_path / "into"
    assert cli("site", "write", tmp_path / "a.card.yaml", "--into", into).exit_code == 0
    (into / "rules").rename(tmp_path / "elsewhere")
    (into / "rules").symlink_to(tmp_path / "elsewhere")
    number = len(list((tmp_path / "elsewhere").iterdir()))
    cli("site", "write", tmp_path / "a.card.yaml", "--into", into, "--no-rules")
    assert len(list((tmp_path / "elsewhere").iterdir())) == number > 80


def test_what_was_kept_is_said_again_and_told_from_what_is_not_ours(cli: Cli, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.card.yaml").write_text(CARD.replace("name: small", f"name: {name}"), "utf-8")
    cards, into = [tmp_path / "a.card.yaml", tmp_path / "b.card.yaml"], tmp_path / "into"
    cli("site", "write", *cards, "--into", into)
    (into / "b.md").write_text("mine", "utf-8")
    for _ in range(2):
        assert "somebody has edited the page" in cli("site", "write", cards[0], "--into", into).stderr
    assert "b.md` was changed since it was written" in cli("site", "write", *cards, "--into", into).stderr


@pytest.mark.parametrize(
    "arguments", [["build", "--out", ""], ["write", "--into", ""], ["build", "--out", "."], ["build", "--out", ".."]]
)
def test_no_folder_is_not_this_one(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "in" / "here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "in" / "here")
    done = cli("site", *arguments, "../../a.card.yaml" if arguments[0] == "write" else tmp_path / "a.card.yaml")
    assert done.exit_code == 2, done.output
    assert not list((tmp_path / "in" / "here").iterdir())


def test_a_circle_of_links_is_misuse(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    done = cli("site", "build", tmp_path / "a.card.yaml", "--out", tmp_path / "loop")
    assert (done.exit_code, "cannot write" in done.stderr) == (2, True)


def test_a_card_that_cannot_be_read_keeps_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD.replace("name: small", "name: 'other'") + "\n  - [", "utf-8")
    (tmp_path / "b.card.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "c.card.yaml").symlink_to(tmp_path / "nowhere")
    found = Collection(tuple(site.entries([tmp_path, tmp_path / "c.card.yaml"], Config(), tmp_path)))
    assert [found.page(one) for one in found.entries] == ["cards/other.md", "cards/b.md", "cards/c.md"]


def test_a_link_in_the_way_is_not_followed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "assets").symlink_to(outside)
    assert cli("site", "write", tmp_path / "a.card.yaml", "--into", tmp_path / "into").exit_code == 2
    assert list(outside.iterdir()) == []
    (tmp_path / "into" / "assets").unlink()
    (tmp_path / "into" / ".releasecard-pages.json").write_text('{"../a.card.yaml": "x", "/etc/passwd": 3}', "utf-8")
    assert cli("site", "write", tmp_path / "a.card.yaml", "--into", tmp_path / "into").exit_code == 0
    assert (tmp_path / "a.card.yaml").read_text("utf-8") == CARD


def test_init_writes_once_what_holds_without_it(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    assert cli("site", "init", "--name", 'Cards of "ours": {}').exit_code == 0
    text = (tmp_path / "mkdocs.yml").read_text("utf-8")
    done = cli("site", "build", "--strict")
    assert done.exit_code == 0, done.output
    assert "Cards of &#34;ours&#34;: {}" in (tmp_path / "public" / "index.html").read_text("utf-8").replace(
        "&quot;", "&#34;"
    )
    assert (tmp_path / "public" / "cards" / "small.html").is_file()
    done = cli("site", "init")
    assert (done.exit_code, "nothing is overwritten" in done.stderr) == (2, True)
    assert (tmp_path / "mkdocs.yml").read_text("utf-8") == text


def test_init_keeps_what_is_there(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("site", "init", "--name", " ").exit_code == 2
    (tmp_path / "docs").write_text("a file", "utf-8")
    done = cli("site", "init")
    assert (done.exit_code, "`docs` is not a folder" in done.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]
    (tmp_path / "docs").unlink()
    assert cli("site", "init", "--name", "\udcff").exit_code == 2
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").symlink_to(tmp_path / "nowhere")
    assert cli("site", "init").exit_code == 2
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "mkdocs.yml").exists()
    (tmp_path / "docs" / "index.md").unlink()
    (tmp_path / "docs" / "index.md").write_text("mine", "utf-8")
    done = cli("site", "init")
    assert (done.exit_code, "kept docs/index.md" in done.stdout) == (0, True)
    assert (tmp_path / "docs" / "index.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("into: ../x", "leaves"),
        ("settings: nowhere", "names a folder"),
        ("into: /rules/\n      rules: true", "cannot be 'rules'"),
    ],
)
def test_settings_of_the_plugin_that_cannot_hold_are_refused(cli: Cli, tmp_path: Path, setting: str, said: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    settings = f"site_name: x\ntheme: material\nplugins:\n  - releasecard:\n      {setting}\n"
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    done = cli("site", "build", "--config", tmp_path / "mkdocs.yml", "--out", tmp_path / "out")
    assert (done.exit_code, said in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_serve_builds_anew_when_a_card_is_edited_and_leaves_nothing_when_ended(tmp_path: Path) -> None:
    """A real server on a free port: the page changes; told to end, it ends its builder too and removes what it kept."""
    kept = tmp_path / "kept"
    kept.mkdir()
    card = tmp_path / "a.card.yaml"
    card.write_text(CARD, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "releasecard", "site", "serve", str(card), "--address", f"127.0.0.1:{port}"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(
            program, cwd=tmp_path, stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(kept)}
        ) as running,
    ):
        try:
            assert waited_for(f"http://127.0.0.1:{port}/small.html", "records")
            card.write_text(CARD.replace("records: 500", "records: 501", 1), "utf-8")
            assert waited_for(f"http://127.0.0.1:{port}/small.html", ">501<"), (tmp_path / "log").read_text("utf-8")
            assert "'dirty' build" not in (tmp_path / "log").read_text("utf-8")
            card.write_text(CARD.replace("name: small", "name: other"), "utf-8")
            assert waited_for(f"http://127.0.0.1:{port}/other.html", "records")
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/small.html")
        finally:
            running.terminate()
            assert running.wait(20) == 128 + signal.SIGTERM
    assert not list(kept.iterdir())
    with socket.socket() as gone, pytest.raises(ConnectionRefusedError):
        gone.connect(("127.0.0.1", port))


def test_served_pages_all_follow_the_settings_of_the_site(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    assert cli("site", "init", "a.card.yaml", "--name", "Before").exit_code == 0
    assert '"a.card.yaml"' in (tmp_path / "mkdocs.yml").read_text("utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "releasecard", "site", "serve", "--address", f"127.0.0.1:{port}"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(program, cwd=tmp_path, stdout=log, stderr=log) as running,
    ):
        try:
            for page in ("", "cards/small.html", "cards/claims.html", "rules/RC404.html"):
                assert waited_for(f"http://127.0.0.1:{port}/{page}", "Before")
            settings = (tmp_path / "mkdocs.yml").read_text("utf-8")
            (tmp_path / "mkdocs.yml").write_text(settings.replace("Before", "After"), "utf-8")
            for page in ("", "cards/small.html", "cards/claims.html", "rules/RC404.html"):
                assert waited_for(f"http://127.0.0.1:{port}/{page}", "After"), (tmp_path / "log").read_text("utf-8")
        finally:
            running.terminate()


def test_cards_of_a_folder_with_a_site_of_its_own_say_so(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "mine" / "mkdocs.yml").write_text("site_name: Mine\n", "utf-8")
    done = cli("site", "build", tmp_path / "mine", "--out", tmp_path / "out")
    assert (done.exit_code, "mkdocs.yml` is not read" in done.stderr) == (0, True)


def test_the_theme_and_the_title_of_the_site_are_minded(cli: Cli, tmp_path: Path) -> None:
    """Another theme has no style for the pages, which is said; linked data stands in the head; the feed has the site's name."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    settings = "site_name: Ours\ntheme: {name: THEME}\nplugins: [releasecard]\n"
    for theme in ("material", "mkdocs"):
        (tmp_path / "mkdocs.yml").write_text(settings.replace("THEME", theme), "utf-8")
        program = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "out"]
        done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, "they have no style" in done.stderr) == (0, theme == "mkdocs"), done.stderr
    page = (tmp_path / "out" / "cards" / "small" / "index.html").read_text("utf-8")
    head, _, body = page.partition("</head>")
    assert head.count('<script type="application/ld+json">') == 1
    assert "ld+json" not in body
    assert "<title>Ours</title>" in (tmp_path / "out" / "cards" / "feed.xml").read_text("utf-8").replace("ns0:", "")


def test_serve_says_what_is_wrong_with_an_address_before_it_builds(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    for address in ("8000", "localhost", ":8000", "nowhere:8000", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:x"):
        done = command("site", "serve", "--address", address)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"`{address}` is no address to serve on" in done.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = command("site", "serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}")
    assert done.returncode == 2
    assert "name another --address" in done.stderr


def test_a_site_without_the_plugin_is_said_to_show_no_cards(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\ntheme: material\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Ours\n", "utf-8")
    done = command("site", "build")
    assert done.returncode == 2
    assert "add `releasecard` to its `plugins`" in done.stderr
    assert not (tmp_path / "public").exists()


def waited_for(url: str, text: str, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url) as answer:
                if text in answer.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def test_progress_is_told_on_a_terminal_only(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    assert command("site", "build").stderr == ""
    leader, follower = pty.openpty()
    program = [sys.executable, "-m", "releasecard", "site", "build"]
    done = subprocess.run(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=follower, text=True, check=True)
    os.close(follower)
    said = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "cards 1 of 1" in said
    assert "pages" in said
    assert said.endswith("\r\x1b[K"), "the line is gone at the end"
    assert done.stdout.startswith("built 1 card")


def test_pages_name_no_place_of_the_machine(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.card.yaml").write_text("- 1\n", "utf-8")
    (tmp_path / "deep" / "b.card.yaml").write_text(CARD, "utf-8")
    assert cli("site", "build", tmp_path / "deep", "--out", tmp_path / "out").exit_code == 0
    for file in (tmp_path / "out").rglob("*"):
        if file.suffix in (".html", ".json", ".js", ".xml", ".svg", ".yaml"):
            assert str(tmp_path) not in file.read_text("utf-8"), file


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
    assert (tmp_path / "fresh" / "public" / "cards" / "fresh.html").is_file()


def test_planted_file_is_not_inlined(hostile: Path) -> None:
    for file in hostile.rglob("*.html"):
        assert "PLANTED" not in file.read_text("utf-8")


EDITS = (
    ("dapo-math-17k", "records: ~1.79M", "records: 17"),
    ("dapo-math-17k", "name: dapo-math-17k", "name: dapo-math-18k"),
    ("math-verify", "title: Math-Verify", "title: Another"),
    ("tau-bench", "kind: environment", "kind: nonsense"),
    ("gsm8k", "releasecard: 1", "releasecard: ["),
)


def test_a_reload_gives_what_a_build_gives(tmp_path: Path) -> None:
    """What is kept from the build before, cards that did not change, is what would be made anew."""
    for file in (ROOT / "site" / "cards").glob("*.card.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    known, kept = site.Known(), pages.Kept()

    def built(anew: bool) -> dict[str, str]:
        found = site.entries([tmp_path], Config(), tmp_path)
        found = found if anew else known.again(found)
        content = pages.build(Collection(tuple(found)), None if anew else kept)
        if not anew:
            known.keep(found)
        return content

    assert built(anew=False) == built(anew=True)
    before = {file: file.read_text("utf-8") for file in tmp_path.iterdir()}
    for name, old, new in EDITS:
        file = tmp_path / f"{name}.card.yaml"
        text = file.read_text("utf-8")
        assert text.count(old) >= 1, (name, old)
        file.write_text(text.replace(old, new, 1), "utf-8")
        found, anew = built(anew=False), built(anew=True)
        assert [path for path in anew if found.get(path) != anew[path]] == [], (name, new)
        assert found.keys() == anew.keys()
    for file, text in before.items():
        file.write_text(text, "utf-8")
    assert built(anew=False) == built(anew=True)


def test_a_reload_judges_again_only_what_changed(tmp_path: Path) -> None:
    for file in (ROOT / "site" / "cards").glob("*.card.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    known = site.Known()
    first = known.again(site.entries([tmp_path], Config()))
    for one in first:
        assert one.linted is not None
    known.keep(first)
    again = known.again(site.entries([tmp_path], Config()))
    assert all(one is other for one, other in zip(first, again, strict=True))
    data = tmp_path / "dapo-math-17k.card.yaml"
    data.write_text(data.read_text("utf-8").replace("title: ", "title: A ", 1), "utf-8")
    again = known.again(site.entries([tmp_path], Config()))
    fresh = {Path(one.file).name.partition(".")[0] for one, other in zip(first, again, strict=True) if one is not other}
    assert {"dapo-math-17k", "dapo"} <= fresh, "the card itself, and one that refers to it"
    assert len(fresh) < 6


def test_what_settings_leave_idle_is_said_once_and_is_no_fault(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "releasecard.toml").write_text('plugins = ["acme"]\n', "utf-8")
    done = command("site", "build", "--strict")
    assert (done.returncode, done.stderr.count("its plugins are not run: acme")) == (0, 1), done.stderr
