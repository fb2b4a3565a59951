"""Upgrading: a test migration to a format 2 that does not exist, run over the real cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest

from releasecard.card import Card, find
from releasecard.document import read
from releasecard.edit.meaning import meaning
from releasecard.upgrade import Change, Drop, Migration, Move, Put, UpgradeError, upgraded

ROOT = File(__file__).parents[1]
CARDS = sorted((ROOT / "site" / "cards").glob("*.card.yaml"))


def plan(data: dict[str, Any]) -> Iterator[Change]:
    """What a format 2 might do: rename and move fields, drop one, add one, rewrite a value."""
    yield Move(("card", "by"), ("card", "author"))
    for name in data.get("verifiers", {}):
        if "invalid_output" in data["verifiers"][name]:
            yield Move(("verifiers", name, "invalid_output"), ("verifiers", name, "on_invalid"))
    if isinstance(data.get("provenance"), dict) and "lineage" in data["provenance"]:
        yield Move(("provenance", "lineage"), ("lineage",))
    for name, row in data.get("baselines", {}).items() if isinstance(data.get("baselines"), dict) else ():
        if isinstance(row, dict) and "origin" in row:
            yield Move(("baselines", name, "origin"), ("baselines", name, "evidence", "origin"))
    if "versioning" in data:
        yield Drop(("versioning",), "the version says it")
    yield Put(("status",), "released")
    yield Put(("title",), "A title: in quotes")


FORMAT_2 = Migration(2, plan)
FORMAT_3 = Migration(3, lambda data: iter([Move(("card", "author"), ("written_by",))]))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_real_cards_survive_a_migration(path: File, ends: str) -> None:
    before = path.read_text("utf-8").replace("\n", ends)
    done = upgraded(before, (FORMAT_2,))
    assert done.version == 1
    assert len(done.changes) >= 4
    data, old = read(done.text).data, read(before).data
    assert data["releasecard"] == 2
    assert data["card"]["author"] == old["card"]["by"]
    assert "by" not in data["card"]
    assert "versioning" not in data
    assert data["title"] == "A title: in quotes"
    kept = Counter(text for _, text in read(done.text).comments())
    assert not Counter(text for _, text in read(before).comments()) - kept
    untouched = set(old) & {"summary", "objects", "sources", "rollouts", "stages", "claims", "task_state"}
    for section in untouched - {"claims"}:
        assert meaning(read(done.text))[section] == meaning(read(before))[section]
        block = re.compile(rf"^{section}:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
        assert block.search(done.text)[0].rstrip() == block.search(before)[0].rstrip()  # type: ignore[index]
    assert ("\r\n" in done.text) == (ends == "\r\n")
    assert upgraded(done.text, (FORMAT_2,)) == (done.text, 2, 2, [])


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.name.removesuffix(".card.yaml"))
def test_whatever_names_a_path_follows_it(path: File) -> None:
    before = path.read_text("utf-8")
    old, new = (Card(read(text)).data for text in (before, upgraded(before, (FORMAT_2,)).text))
    keys = [key for key in new["cited"] if not key.endswith("*") and key != "all"]
    assert len(keys) == len([key for key in old["cited"] if not key.endswith("*") and key != "all"])
    gone = {key for key in old["cited"] if key == "versioning"}
    assert [key for key in keys if find(new, key) is None and key not in gone] == []
    for claim in new["claims"].values() if isinstance(new["claims"], dict) else ():
        named = [claim["about"]] if isinstance(claim["about"], str) else claim["about"]
        named = [*named, *(claim["evidence"] if isinstance(claim["evidence"], list) else [])]
        assert all(find(new, one) is not None for one in named if isinstance(one, str) and "@" not in one)


def test_migrations_follow_one_another() -> None:
    text = "releasecard: 1\nkind: dataset\ntitle: T\n# who\ncard: {by: Me, date: 2026-01-01}\ncited:\n  card.by: self\n"
    done = upgraded(text, (FORMAT_2, FORMAT_3))
    assert done.text == (
        'releasecard: 3\nkind: dataset\ntitle: "A title: in quotes"\n# who\ncard: {date: 2026-01-01}\n'
        "cited:\n  written_by: self\nstatus: released\nwritten_by: Me\n"
    )
    assert done.changes[0] == "`card.by` becomes `card.author`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: dataset\n", "the card does not say its format; `releasecard lint` says how"),
        ("releasecard: '1'\n", "the card does not say its format; `releasecard lint` says how"),
        (
            "releasecard: 9\nkind: dataset\n",
            "the card is of format 9, which is newer than this program; upgrade the program",
        ),
        ("releasecard: [\n", "this cannot be read as a card; `releasecard lint` says why"),
        (
            "releasecard: 1\nkind: dataset\ntitle: &t T\nsummary: *t\ncard: {by: *t}\n",
            "the change would touch more than it should: the card is written in an unusual way there",
        ),
    ],
)
def test_what_cannot_be_upgraded_is_left_alone(text: str, message: str) -> None:
    with pytest.raises(UpgradeError, match=f"^{re.escape(message)}$"):
        upgraded(text, (FORMAT_2,))


def test_command(cli: Any, tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> None:
    card = tmp_path / "card.yaml"
    before = "\ufeffreleasecard: 1\r\nkind: dataset\r\ntitle: T\r\ncard: {by: Me}\r\n".encode()
    card.write_bytes(before)
    newest = cli("upgrade", card, "-q")
    assert (newest.exit_code, newest.stdout) == (0, f"{card.as_posix()}: format 1, the newest\n")
    monkeypatch.setattr("releasecard.upgrade.MIGRATIONS", (FORMAT_2,))
    check = cli("upgrade", card, "--check")
    assert check.exit_code == 1
    assert check.stdout.startswith(f"{card.as_posix()}: format 1; the newest is 2\n")
    assert "  `card.by` becomes `card.author`" in check.stdout
    diff = cli("upgrade", card, "--diff")
    assert diff.exit_code == 1
    assert "+releasecard: 2" in diff.stdout
    assert card.read_bytes() == before
    done = cli("upgrade", card)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{card.as_posix()}: upgraded from format 1 to 2\n")
    assert (
        card.read_bytes()
        == (
            '\ufeffreleasecard: 2\r\nkind: dataset\r\ntitle: "A title: in quotes"\r\n'
            "card: {author: Me}\r\nstatus: released\r\n"
        ).encode()
    )
    assert cli("upgrade", card, "--check").exit_code == 0
    card.write_bytes(b"releasecard: 7\n")
    assert cli("upgrade", card).exit_code == 1


FOLLOWED = """\
releasecard: 1
kind: dataset
title: T
# why provenance matters
provenance:  # beside provenance
  # about lineage
  lineage: {synthetic: none}
  # end note
verifiers:
  a: {contract: programmatic, invalid_output: x}
  b: {like: a}
objects:
  rows:
    fields:
      answer: {role: feedback, type: string, verifier: [a, b]}
claims:
  c: {about: title, evidence: [verifiers.b.invalid_output, provenance.lineage]}
cited:
  provenance.lin*: paper
  verifiers.a: paper
  title: paper
"""


def changed(*changes: Change) -> str:
    return upgraded(FOLLOWED, (Migration(2, lambda data: iter(changes)),)).text


def test_comments_of_a_map_that_is_emptied_stay() -> None:
    text = changed(Move(("provenance", "lineage"), ("lineage",)))
    assert "# why provenance matters\n# beside provenance\n# end note\nverifiers:\n" in text
    assert "# about lineage\nlineage: {synthetic: none}\n" in text
    assert "evidence: [verifiers.b.invalid_output, lineage]" in text


def test_a_family_of_rows_that_loses_one_still_cites_it() -> None:
    assert "  lineage: paper\n" in changed(Move(("provenance", "lineage"), ("lineage",)))
    assert "  origin.lin*: paper\n" in changed(Move(("provenance",), ("origin",)))


def test_ids_follow_a_thing_that_gets_another_name() -> None:
    text = changed(Move(("verifiers", "a"), ("verifiers", "x")))
    assert "  b: {like: x}\n" in text
    assert "verifier: [x, b]" in text
    assert "  verifiers.x: paper\n" in text
    with pytest.raises(UpgradeError, match="names `a`, which goes to another section"):
        changed(Move(("verifiers", "a"), ("checkers", "a")))


def test_references_are_found_in_sections_that_moved_before() -> None:
    text = changed(Move(("claims",), ("assertions",)), Move(("title",), ("name",)))
    assert "assertions:\n  c: {about: name, evidence:" in text
    assert "  name: paper\n" in text
    inherited = changed(Move(("verifiers", "a", "invalid_output"), ("verifiers", "a", "on_invalid")))
    assert "evidence: [verifiers.b.on_invalid, provenance.lineage]" in inherited
