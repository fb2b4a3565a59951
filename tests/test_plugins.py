"""Plugins: a real one, installed by a folder on the path, through every command; what is wrong with others is said."""

from __future__ import annotations

import html
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from releasecard.extend import Plugin, active, taking_part
from releasecard.fields import SCHEMAS
from releasecard.lint import lint_text
from releasecard.rules import BY_CODE, CHECKS
from releasecard.rules.rule import Rule
from releasecard.testing import CARD, check_rule, with_sections
from releasecard.values import Finding, PluginError, Severity

INSTALLED = Path(__file__).parent / "data" / "plugin"
sys.path.insert(0, str(INSTALLED))
import acme_cards  # noqa: E402 it is installed by the line above

RIGHT = with_sections(acme_cards.ROWS)
WRONG = with_sections(acme_cards.ROWS.replace("2030-01-01", "2026-06-01").replace("    review_ticket: DATA-17\n", ""))


@pytest.fixture
def acme(command: Run, tmp_path: Path) -> Run:
    """The command where the plugin is installed, in a folder with a right card and a wrong one."""
    (tmp_path / "right.card.yaml").write_text(RIGHT, "utf-8")
    (tmp_path / "wrong.card.yaml").write_text(WRONG.replace("name: small", "name: wrong"), "utf-8")

    def run(*args: object, **env: str) -> Any:
        return command(*args, **{"PYTHONPATH": str(INSTALLED), **env})

    return run


def test_its_rules_hold_on_their_own_cards() -> None:
    with taking_part("acme", acme_cards.PLUGIN):
        for rule in acme_cards.RULES:
            check_rule(rule)
    assert "ACME001" not in BY_CODE


def test_fields_and_rules_take_part_where_they_are_named(acme: Run) -> None:
    assert acme("lint", "right.card.yaml", "--isolated", "--plugins", "acme").returncode == 0
    done = acme("lint", "wrong.card.yaml", "--isolated", "--plugins", "acme", "--format", "json")
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["RC101", "ACME001"]
    without = acme("lint", "right.card.yaml", "--isolated", "--format", "json")
    assert {one["code"] for one in json.loads(without.stdout)["findings"]} == {"RC102"}


def test_codes_are_chosen_suppressed_counted_and_known_as_ours_are(acme: Run, tmp_path: Path) -> None:
    options = ("--isolated", "--plugins", "acme", "--format", "concise", "-q")
    assert acme("lint", "wrong.card.yaml", *options, "--ignore", "ACME,RC101").stdout == ""
    assert " ACME001 " in acme("lint", "wrong.card.yaml", *options, "--select", "ACME001").stdout
    assert acme("lint", "wrong.card.yaml", *options, "--profile", "strict", "--select", "ACME").returncode == 1
    acme("lint", "wrong.card.yaml", *options, "--baseline", "known.json", "--update-baseline")
    assert "ACME001 objects.rows.retain_until" in (tmp_path / "known.json").read_text("utf-8")
    hidden = WRONG.replace("2026-06-01", "2026-06-01  # releasecard: ignore[ACME001] a pilot")
    (tmp_path / "hidden.card.yaml").write_text(hidden, "utf-8")
    assert "ACME001" not in acme("lint", "hidden.card.yaml", *options).stdout
    for report in ("sarif", "junit", "gitlab", "markdown", "github"):
        shown = acme("lint", "wrong.card.yaml", "--isolated", "--plugins", "acme", "--format", report)
        assert "ACME001" in shown.stdout, report


def test_every_command_knows_its_fields_and_rules(acme: Run, tmp_path: Path) -> None:
    named = ("--plugins", "acme")
    assert "of the plugin acme" in acme("rule", "acme001", *named).stdout
    assert "ACME001  warning  kept-too-short" in acme("rule", *named).stdout
    assert "The day until which" in acme("field", "objects.rows.retain_until", *named).stdout
    schema = acme("schema", "dataset", *named).stdout
    assert "review_ticket" in schema
    assert "The ticket under which the rows were reviewed." in schema
    assert "retain_until" in acme("show", "right.card.yaml", "--section", "objects.rows", *named).stdout
    assert (
        acme("fmt", "--check", "right.card.yaml", *named).returncode
        == acme("fmt", "--check", "right.card.yaml").returncode
    )
    fixed = acme("lint", "wrong.card.yaml", "--isolated", "--fix", "--unsafe-fixes", *named)
    assert "    review_ticket: TODO\n    retain_until" in (tmp_path / "wrong.card.yaml").read_text("utf-8")
    assert fixed.returncode == 1
    built = acme("site", "build", "right.card.yaml", "--out", "public", *named)
    assert built.returncode == 0, built.stderr
    page = html.unescape((tmp_path / "public" / "small" / "index.html").read_text("utf-8"))
    assert "Retained until" in page
    assert "2030-01-01" in page


def test_a_site_names_its_plugins_and_explains_their_rules_and_fields(acme: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    plugin = "releasecard: {cards: [right.card.yaml], rules: true, fields: true, plugins: [acme]}"
    config = f"site_name: x\ntheme: {{name: material, font: false}}\nplugins: [{{{plugin}}}]\n"
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    built = acme("site", "build", "--out", "public")
    assert built.returncode == 0, built.stderr
    assert "kept-too-short" in (tmp_path / "public" / "rules" / "ACME001" / "index.html").read_text("utf-8")
    assert "The day until which" in (tmp_path / "public" / "fields" / "dataset" / "index.html").read_text("utf-8")
    twice = acme("site", "build", "--out", "public", "--plugins", "acme")
    assert (twice.returncode, "names its plugins itself" in twice.stderr) == (2, True)
    (tmp_path / "mkdocs.yml").write_text(config.replace("[acme]", "[acne]"), "utf-8")
    wrong = acme("site", "build", "--out", "public")
    assert (wrong.returncode, "did you mean `acme`?" in wrong.stderr) == (1, True)


def test_many_cards_on_all_processors(acme: Run, tmp_path: Path) -> None:
    for number in range(150):
        (tmp_path / f"{number}.card.yaml").write_text(WRONG.replace("name: small", f"name: n{number}"), "utf-8")
    done = acme("lint", "--isolated", "--plugins", "acme", "--statistics", "--select", "ACME")
    assert "151" in done.stdout


@pytest.fixture
def planted(acme: Run, tmp_path: Path) -> tuple[Run, Path]:
    """A plugin that leaves a mark when it is imported, named by a settings file that lies beside the cards."""
    where = tmp_path / "elsewhere"
    info = where / "evil-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[releasecard.plugins]\nevil = evil:PLUGIN\n", "utf-8")
    mark = tmp_path / "mark"
    source = f"from pathlib import Path\nPath({str(mark)!r}).touch()\nfrom releasecard.extend import Plugin\nPLUGIN = Plugin()\n"
    (where / "evil.py").write_text(source, "utf-8")
    (tmp_path / "releasecard.toml").write_text('plugins = ["evil"]\n', "utf-8")
    path = os.pathsep.join((str(where), str(INSTALLED)))
    return (lambda *args: acme(*args, PYTHONPATH=path)), mark


def test_a_settings_file_that_was_only_found_runs_nobodys_code(planted: tuple[Run, Path]) -> None:
    run, mark = planted
    for command in (["lint", "right.card.yaml"], ["fmt", "--check"], ["site", "build", "right.card.yaml"]):
        done = run(*command)
        assert (done.returncode, "was found and not named by you" in done.stderr) == (2, True), command
        assert not mark.exists()
    assert run("lint", "--isolated", "right.card.yaml").returncode == 1
    assert run("lint", "--plugins", "acme", "--isolated", "right.card.yaml").returncode == 0
    assert not mark.exists(), "one that is installed and that nobody named"
    run("lint", "--config", "releasecard.toml", "right.card.yaml")
    assert mark.exists()


def test_a_settings_file_that_is_named_may_choose_its_codes(acme: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('plugins = ["acme"]\nselect = ["ACME"]\nfail-on = "warning"\n', "utf-8")
    done = acme("lint", "wrong.card.yaml", "--config", "ours.toml", "--format", "concise", "-q")
    assert (done.returncode, done.stdout.count("ACME001"), "RC101" in done.stdout) == (1, 1, False)


def rule(**other: Any) -> Rule:
    told = {"what": "A.", "why": "B.", "repair": "C.", "bad": "title: x", "good": "title: y"}
    return Rule(**{"code": "LAB001", "name": "lab", "severity": Severity.NOTE, **told, **other})


FIELD = "objects.*:\n  x: {type: string, meta: {title: X, doc: An x., example: y}}\n"
WRONG_ONES = {
    "a code of ours": (Plugin(rules=(rule(code="RC999"),)), "`RC999` is no code"),
    "a code that is there": (Plugin(rules=(rule(), rule())), "LAB001 `lab` is there already"),
    "a name that is there": (Plugin(rules=(rule(name="missing-field"),)), "is there already"),
    "a rule without a reason": (Plugin(rules=(rule(why=""),)), "does not say what, why"),
    "no YAML": (Plugin(fields="a: ["), "fields: line 1:"),
    "no map": (Plugin(fields="[a]"), "the file is no map"),
    "no place": (Plugin(fields=FIELD.replace("objects.*", "objcts.*")), "`objcts.*` is no place on a card"),
    "a field of ours": (Plugin(fields=FIELD.replace("  x:", "  records:")), "`records` is a field there already"),
    "a Cerberus rule that is not read": (Plugin(fields=FIELD.replace("type:", "coerce: int, type:")), "`objects.*.x.coerce` is no rule"),
    "a slip": (Plugin(fields=FIELD.replace("type:", "alowed: [a], type:")), "did you mean `allowed`?"),
    "no type": (Plugin(fields=FIELD.replace("string", "strin")), "`objects.*.x.type` is one of:"),
    "no check": (Plugin(fields=FIELD.replace("string,", "string, check_with: day,")), "`objects.*.x.check_with` is one of:"),
    "no sentence": (Plugin(fields=FIELD.replace("doc: An x., ", "")), "`objects.*.x.meta` has no `doc`"),
    "no example": (Plugin(fields=FIELD.replace(", example: y", "")), "`objects.*.x.meta` has no `example`"),
    "an example of another type": (Plugin(fields=FIELD.replace("string", "count")), "its own example, `y`, is none that it takes"),
    "what Cerberus refuses": (Plugin(fields=FIELD.replace("type:", "min: {a: b}, allowed: 5, type:")), "objects.*"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_ONES)
def test_what_is_wrong_with_a_plugin_is_said_and_changes_nothing(case: str) -> None:
    plugin, said = WRONG_ONES[case]
    before = dict(SCHEMAS), dict(BY_CODE), list(CHECKS), active()
    with pytest.raises(PluginError) as error, taking_part("lab", plugin):
        pass
    assert said in str(error.value)
    assert str(error.value).startswith("plugin `lab`")
    assert (dict(SCHEMAS), dict(BY_CODE), list(CHECKS), active()) == before


def failing(*_: object) -> Iterator[Finding]:
    yield from ()
    raise KeyError("rows")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (failing, "plugin `lab` failed on `small@1.0`: KeyError: 'rows'"),
        (lambda *_: [Finding("LAB002", ("title",), "x")], "its check yields LAB002, which is no rule of its own"),
        (lambda *_: 5, "plugin `lab` failed on `small@1.0`: TypeError"),
        (lambda *_: ["x"], "plugin `lab` failed on `small@1.0`: AttributeError"),
    ],
)
def test_a_check_that_fails_is_said_with_the_card(check: Any, said: str) -> None:
    with taking_part("lab", Plugin(rules=(rule(),), check=check)), pytest.raises(PluginError) as error:
        lint_text(CARD, "card.yaml")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('no license')", "plugin `evil` cannot be imported: RuntimeError: no license"),
        ("x = 1", "plugin `evil` cannot be imported: AttributeError"),
        ("PLUGIN = 5", "is no `releasecard.extend.Plugin`"),
        (
            "from releasecard.extend import Plugin\ndef check(facts, shelf):\n    return 1 / 0\nPLUGIN = Plugin(check=check)",
            "plugin `evil` failed on `small@1.0`: ZeroDivisionError: division by zero",
        ),
    ],
)
def test_no_plugin_makes_a_traceback(planted: tuple[Run, Path], tmp_path: Path, source: str, said: str) -> None:
    run, _ = planted
    (tmp_path / "elsewhere" / "evil.py").write_text(source, "utf-8")
    done = run("lint", "right.card.yaml", "--isolated", "--plugins", "evil")
    assert (done.returncode, done.stderr.startswith("Error: "), "Traceback" in done.stderr) == (2, True, False)
    assert said in done.stderr


def test_fields_at_the_top_and_inside_maps_and_lists() -> None:
    fields = """\
.:
  acme:
    type: dict
    meta: {title: Acme, doc: What Acme says of it., question: 3}
    schema:
      owner: {type: string, nullable: false, meta: {title: Owner, doc: Who answers for it., example: data team}}
      tags: {type: list, schema: {type: string, allowed: [a, b]}, meta: {title: Tags, doc: Tags., example: [a]}}
      counts: {type: dict, keysrules: {type: string}, valuesrules: {type: count, min: 1}, meta: {title: Counts, doc: Counts.}}
"""
    with taking_part("acme", Plugin(fields=fields)):
        right = "acme: {owner: data team, tags: [a, not_stated], counts: {x: 3}}\n"
        assert lint_text(with_sections(right), "c").diagnostics == []
        wrong = "acme: {owner: unknown, tags: [c], counts: {x: 0}, more: 1}\n"
        found = {(one.code, one.path[1:]) for one in lint_text(with_sections(wrong), "c").diagnostics}
        assert {("RC104", ("tags", 0)), ("RC106", ("counts", "x")), ("RC102", ("more",))} <= found
    assert "acme" not in SCHEMAS["dataset"]
