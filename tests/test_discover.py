"""Finding cards, held against git's own reading of .gitignore."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from releasecard.discover import find_cards, is_card_name


def tree(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("releasecard: 1\n", "utf-8")


def found(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_cards([root])]


def test_names() -> None:
    assert [name for name in ("card.yaml", "a.card.yaml", ".card.yaml", "card.yml", "mycard.yaml", "Card.yaml") if is_card_name(name)] == [
        "card.yaml", "a.card.yaml",
    ]  # fmt: skip


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    tree(tmp_path, "b/card.yaml", "a/z.card.yaml", "a/a.card.yaml", "notes.yaml", ".hidden/card.yaml")
    assert found(tmp_path) == ["a/a.card.yaml", "a/z.card.yaml", "b/card.yaml"]


def test_a_named_file_is_a_card_and_each_comes_once(tmp_path: Path) -> None:
    tree(tmp_path, "odd.yml", "card.yaml")
    paths = [tmp_path / "odd.yml", tmp_path, tmp_path / "card.yaml"]
    assert find_cards(paths) == [tmp_path / "odd.yml", tmp_path / "card.yaml"]


def test_excluded_folders_are_left_out(tmp_path: Path) -> None:
    tree(tmp_path, "a/card.yaml", "b/card.yaml")
    assert find_cards([tmp_path], lambda path: path.name == "a") == [tmp_path / "b" / "card.yaml"]


def test_gitignore_is_read_as_git_reads_it(tmp_path: Path) -> None:
    names = ["card.yaml", "build/card.yaml", "sub/build/card.yaml", "sub/keep.card.yaml", "sub/drop.card.yaml",
             "sub/deep/again.card.yaml", "logs/x.card.yaml", "a/b/c/card.yaml", "sub/only/card.yaml"]  # fmt: skip
    tree(tmp_path, *names)
    (tmp_path / ".gitignore").write_text("/build/\nlogs\n*.card.yaml\n!keep.card.yaml\na/**/card.yaml\n", "utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("!again.card.yaml\nonly/\n", "utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    listed = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files", "-co", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert sorted(found(tmp_path)) == sorted(name for name in listed if name.endswith("card.yaml"))
    assert sorted(path.name for path in find_cards([tmp_path / "sub"])) == [
        "again.card.yaml",
        "card.yaml",
        "keep.card.yaml",
    ]


def test_a_named_folder_is_searched_though_it_is_ignored(tmp_path: Path) -> None:
    tree(tmp_path, "build/demo/a.card.yaml", "build/demo/out/b.card.yaml", "c.card.yaml")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("/build/\n", "utf-8")
    (tmp_path / "build" / "demo" / ".gitignore").write_text("/out/\n", "utf-8")
    assert found(tmp_path) == ["c.card.yaml"]
    for folder in (tmp_path / "build", tmp_path / "build" / "demo"):
        assert [path.name for path in find_cards([folder])] == ["a.card.yaml"]


def test_what_cannot_be_read_to_its_end_is_left_out(tmp_path: Path) -> None:
    tree(tmp_path, "a.card.yaml")
    os.mkfifo(tmp_path / "pipe.card.yaml")
    (tmp_path / "lost.card.yaml").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["a.card.yaml", "lost.card.yaml"]


def test_bad_ignore_files_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    tree(tmp_path, "a.card.yaml", "b.card.yaml", f"{'a' * 60}.card.yaml")
    (tmp_path / ".gitignore").write_text("!\n/\n" + "a*" * 20 + "b\nb.card.yaml\n", "utf-8")
    assert found(tmp_path) == ["a.card.yaml", f"{'a' * 60}.card.yaml"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "a/card.yaml")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert found(tmp_path) == ["a/card.yaml"]
