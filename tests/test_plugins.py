"""Plugins: a real one, installed by a folder on the path, through every command; what is wrong with others is said."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from ruamel.yaml import YAML
from schemas import schema_problem

from releasecard import explain, json_schema, reference
from releasecard.extend import Plugin, activate, active, taking_part
from releasecard.fields import SCHEMAS, rules_at
from releasecard.fmt import formatted
from releasecard.lint import lint_text
from releasecard.rules import BY_CODE, CHECKS
from releasecard.rules.rule import Rule
from releasecard.template import card_template
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

    def run(*args: object, **env: Any) -> Any:
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
    full = acme("lint", "wrong.card.yaml", "--isolated", "--plugins", "acme").stdout
    assert "why: releasecard rule ACME001 --plugins acme\n" in full
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
    page = html.unescape((tmp_path / "public" / "small.html").read_text("utf-8"))
    assert "Retained until" in page
    assert "2030-01-01" in page


def host(folder: Path, plugin: str) -> str:
    """Write a site whose plugin `releasecard` has these options, and return its mkdocs.yml."""
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n", "utf-8")
    config = f"site_name: x\ntheme: {{name: material, font: false}}\nplugins: [{{releasecard: {plugin}}}]\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return config


def test_a_site_names_its_plugins_and_explains_their_rules_and_fields(acme: Run, tmp_path: Path) -> None:
    config = host(tmp_path, "{cards: [right.card.yaml], rules: true, fields: true, plugins: [acme]}")
    built = acme("site", "build", "--out", "public")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "public" / "rules" / "ACME001" / "index.html").read_text("utf-8")
    assert "kept-too-short" in page
    assert "of the plugin acme" in page
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


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["lint", "small.card.yaml"], 0),
        (["fmt", "--check", "small.card.yaml"], 0),
        (["upgrade", "--check", "small.card.yaml"], 0),
        (["site", "build", "small.card.yaml"], 0),
        (["lint", "--fix", "small.card.yaml"], 2),
        (["lint", "--diff", "small.card.yaml"], 2),
    ],
)
def test_a_settings_file_that_was_only_found_runs_nobodys_code(
    planted: tuple[Run, Path], tmp_path: Path, words: list[str], code: int
) -> None:
    run, mark = planted
    (tmp_path / "small.card.yaml").write_text(formatted(CARD).text, "utf-8")
    done = run(*words)
    said = [line for line in done.stderr.splitlines() if line.startswith("note:")]
    assert (done.returncode, len(said)) == (code, 1), done.stderr
    assert "releasecard.toml was found and not named by you" in said[0]
    assert "`--plugins evil`" in said[0]
    assert not mark.exists()


def test_a_plugin_runs_where_it_is_named_and_no_other_does(planted: tuple[Run, Path]) -> None:
    run, mark = planted
    assert run("lint", "--isolated", "right.card.yaml").returncode == 1
    assert run("lint", "--plugins", "acme", "--isolated", "right.card.yaml").returncode == 0
    assert not mark.exists(), "one that is installed and that nobody named"
    run("lint", "--config", "releasecard.toml", "right.card.yaml")
    assert mark.exists()


def test_codes_of_plugins_that_are_not_run_select_nothing_else(acme: Run, tmp_path: Path) -> None:
    settings = 'plugins = ["acme"]\nselect = ["ACME"]\n[per-path."x/**"]\nignore = ["ACME001"]\n'
    (tmp_path / "releasecard.toml").write_text(settings, "utf-8")
    done = acme("lint", "wrong.card.yaml", "--format", "concise", "-q")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 1)
    (tmp_path / "releasecard.toml").write_text(settings.replace('["ACME"]', '["RC9999"]'), "utf-8")
    assert "`RC9999` is not a rule code" in acme("lint", "wrong.card.yaml").stderr
    (tmp_path / "releasecard.toml").write_text('select = ["ACME"]', "utf-8")
    assert "`ACME` is not a rule code" in acme("lint", "wrong.card.yaml").stderr


def test_a_site_that_names_no_plugins_says_what_it_does_not_run(planted: tuple[Run, Path], tmp_path: Path) -> None:
    run, mark = planted
    host(tmp_path, "{cards: [small.card.yaml]}")
    (tmp_path / "small.card.yaml").write_text(CARD, "utf-8")
    built = run("site", "build", "--out", "public")
    assert (built.returncode, "its plugins are not run: evil" in built.stderr) == (0, True), built.stderr
    assert not mark.exists()


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
    "a code that starts like ours": (Plugin(rules=(rule(code="RCX001"),)), "do not start with RC"),
    "a code twice": (Plugin(rules=(rule(), rule(name="other"))), "LAB001 `other`: LAB001 `lab` is there, of the plugin lab"),
    "a name twice": (Plugin(rules=(rule(), rule(code="LAB002"))), "LAB002 `lab`: LAB001 `lab` is there, of the plugin lab"),
    "a name of ours": (Plugin(rules=(rule(name="missing-field"),)), "LAB001 `missing-field`: RC101 `missing-field` is there"),
    "a name that is none": (Plugin(rules=(rule(name="Lab 1"),)), "`Lab 1` is no name: lower-case words"),
    "no rule": (Plugin(rules=("LAB001",)), "`rules` holds str"),  # type: ignore[arg-type]
    "a path for its fields": (Plugin(fields=Path("fields.yaml")), "`fields` is the text of the YAML"),  # type: ignore[arg-type]
    "a rule without a reason": (Plugin(rules=(rule(why=""),)), "does not say what, why"),
    "no YAML": (Plugin(fields="a: ["), "fields: line 1:"),
    "no map": (Plugin(fields="[a]"), "the whole is no map"),
    "no place": (Plugin(fields=FIELD.replace("objects.*", "objcts.*")), "`objcts.*` is no place on a card"),
    "a field of ours": (Plugin(fields=FIELD.replace("  x:", "  records:")), "`records` is a field there already"),
    "a Cerberus rule that is not read": (Plugin(fields=FIELD.replace("type:", "coerce: int, type:")), "`objects.*.x.coerce` is no rule"),
    "a slip": (Plugin(fields=FIELD.replace("type:", "alowed: [a], type:")), "did you mean `allowed`?"),
    "no type": (Plugin(fields=FIELD.replace("string", "strin")), "`objects.*.x.type` is one or several of:"),
    "no check": (Plugin(fields=FIELD.replace("string,", "string, check_with: day,")), "`objects.*.x.check_with` is one of:"),
    "no sentence": (Plugin(fields=FIELD.replace("doc: An x., ", "")), "`objects.*.x.meta` has no `doc`"),
    "no example": (Plugin(fields=FIELD.replace(", example: y", "")), "`objects.*.x.meta` has no `example`"),
    "an example of another type": (Plugin(fields=FIELD.replace("string", "count")), "its own example is none that it takes"),
    "a word that says nothing": (Plugin(fields=FIELD.replace("type:", "allowed: 5, type:")), "`objects.*.x.allowed` is a list of texts"),
    "a gap word as a word": (Plugin(fields=FIELD.replace("type:", "allowed: [y, not_stated], type:")), "gap words fit without"),
    "a range of texts": (Plugin(fields=FIELD.replace("type:", "min: 3, type:")), "`objects.*.x.min` does not go with the type string"),
    "a range of texts or numbers": (Plugin(fields=FIELD.replace("string", "[string, number], min: 3")), "does not go with the type string or number"),
    "a map or a number": (Plugin(fields=FIELD.replace("string", "[dict, number]")), "beside a map, only string"),
    "a map of nothing": (Plugin(fields=FIELD.replace("string", "dict")), "a map has `schema`"),
    "a list of nothing": (Plugin(fields=FIELD.replace("string", "list")), "`objects.*.x` has no `schema`"),
    "a question that is none": (Plugin(fields=FIELD.replace("title:", "question: 9, title:")), "`objects.*.x.meta.question` is 0 to 4"),
    "a slip in what people read": (Plugin(fields=FIELD.replace("title:", "exmple: 9, title:")), "did you mean `example`?"),
    "a reference to nowhere": (Plugin(fields=FIELD.replace("title:", "refers: verifers, title:")), "`x` refers to `verifers`"),
    "a kind that is none": (Plugin(fields=FIELD.replace("title:", "kinds: [data], title:")), "`objects.*.x.meta.kinds` is a list out of:"),
    "words for others": (Plugin(fields=FIELD.replace("title:", "words: {z: Z.}, title:")), "`objects.*.x.meta.words` are not those of"),
    "a name that is none (field)": (Plugin(fields=FIELD.replace("  x:", "  X y:")), "`objects.*.X y` is no name of a field"),
    "a name that means something else": (Plugin(fields=FIELD.replace("  x:", "  like:")), "`like` means something else"),
    "required where there are several": (Plugin(fields=FIELD.replace("objects.*", "verifiers.*.errors.false_reject").replace("type:", "required: true, type:")), "nothing can be required where"),
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


def leaving(*_: object) -> Iterator[Finding]:
    raise SystemExit(0)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (failing, "plugin `lab` failed: KeyError: 'rows' (test_plugins.py:"),
        (leaving, "plugin `lab` failed: SystemExit: 0"),
        (lambda *_: [Finding("LAB002", ("title",), "x")], "its check yields LAB002, which is no rule of its own"),
        (lambda *_: [Finding("LAB001", "title", "x")], "the path of a finding is a tuple of steps"),  # type: ignore[arg-type]
        (lambda *_: 5, "plugin `lab` failed: TypeError"),
        (lambda *_: ["x"], "its check yields str, where a `Finding` is expected"),
    ],
)
def test_a_check_that_fails_is_said_with_the_card(check: Any, said: str) -> None:
    with taking_part("lab", Plugin(rules=(rule(),), check=check)), pytest.raises(PluginError) as error:
        lint_text(CARD, "a/small.card.yaml")
    assert str(error.value).startswith("a/small.card.yaml: plugin `lab`")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('no license')", "plugin `evil` cannot be imported: RuntimeError: no license"),
        ("x = 1", "plugin `evil` cannot be imported: AttributeError"),
        ("raise SystemExit(0)", "plugin `evil` cannot be imported: SystemExit: 0"),
        ("PLUGIN = 5", "is no `releasecard.extend.Plugin`"),
        (
            "from releasecard.extend import Plugin\ndef check(facts, shelf):\n    return 1 / 0\nPLUGIN = Plugin(check=check)",
            "right.card.yaml: plugin `evil` failed: ZeroDivisionError: division by zero (evil.py:3)",
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
      counts: {type: dict, valuesrules: {type: count, min: 1}, meta: {title: Counts, doc: Counts.}}
"""
    with taking_part("acme", Plugin(fields=fields)):
        right = "acme: {owner: data team, tags: [a, not_stated], counts: {x: 3}}\n"
        assert lint_text(with_sections(right), "c").diagnostics == []
        wrong = "acme: {owner: unknown, tags: [c], counts: {x: 0}, more: 1}\n"
        found = {(one.code, one.path[1:]) for one in lint_text(with_sections(wrong), "c").diagnostics}
        assert {("RC104", ("tags", 0)), ("RC106", ("counts", "x")), ("RC102", ("more",))} <= found
    assert "acme" not in SCHEMAS["dataset"]


RICH = """\
.:
  board:
    type: dict
    required: true
    meta: {title: Board, doc: Who let it out., question: 2, starts: [who], kinds: [dataset, recipe]}
    schema:
      who: {type: [string, list], allowed: [legal, safety], meta: {title: Who, doc: Who voted., example: [legal], words: {legal: Law., safety: Safety.}}}
      day: {type: string, check_with: date, nullable: false, meta: {title: Day, doc: The day., example: 2026-01-01}}
      votes: {type: dict, valuesrules: {type: count, min: 1}, meta: {title: Votes, doc: How many., example: {yes: 3}}}
      notes: {type: dict, meta: {title: Notes, doc: Notes by id.}, valuesrules: {type: dict, schema: {text: {type: string, meta: {title: Text, doc: It., example: x}}}}}
objects.*:
  price: {type: [number, list], min: 0, max: 9.5, meta: {title: Price, doc: The price of a row., example: 1.5}}
  checked: {type: boolean, meta: {title: Checked, doc: Whether it was checked., example: true}}
  by: {type: string, meta: {title: By, doc: The check., example: exact, refers: verifiers}}
  parts: {type: list, schema: {type: dict, schema: {size: {type: integer, meta: {title: Size, doc: S., example: 1}}}}, meta: {title: Parts, doc: Its parts., example: [{size: 1}]}}
  terms: {type: [string, dict], schema: {until: {type: string, meta: {title: Until, doc: U., example: x}}}, meta: {title: Terms, doc: Its terms., example: none}}
"""  # fmt: skip
JUNK: tuple[Any, ...] = (None, True, 7, "x", [], [[1]], {}, {"x": {"y": 1}}, ["string", "dict"])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    items = value.items() if isinstance(value, dict) else enumerate(value)
    new = {key: replaced(inner, path[1:], junk) if key == path[0] else inner for key, inner in items}
    return new if isinstance(value, dict) else list(new.values())


TEXTS = ("x", "3", "[legal]", "{a: b}", "{a: {b: c}}", "not_stated", "TODO", "[{size: a}]", "{conflict: {a: b, c: d}}")


def read_cards(texts: Iterable[str] = TEXTS) -> None:
    """Lint and format cards whose fields of a plugin hold all sorts of things."""
    for text in texts:
        inside = "".join(f"    {name}: {text}\n" for name in ("price", "by", "parts", "terms", "x"))
        card = with_sections(f"board: {text}\nx: {text}\n").replace(
            "    records: 500\n", f"    records: 500\n{inside}", 1
        )
        lint_text(card, "c")
        formatted(card)


def test_every_rule_of_a_declaration_that_is_right_takes_part_everywhere() -> None:
    with taking_part("lab", Plugin(fields=RICH)):
        for kind in SCHEMAS:
            assert schema_problem(SCHEMAS[kind]) == ""
            assert ("Who let it out." in json_schema.text(kind)) == (kind in ("dataset", "recipe"))
            assert ("board" in card_template(kind)) == (kind in ("dataset", "recipe"))
        assert "*Of the plugin lab.*" in reference.fields()["fields/recipe.md"]
        assert "plugin    lab" in explain.field_text(
            "dataset", "board.who", rules_at("dataset", ("board", "who")) or {}
        )
        read_cards()
        assert list(SCHEMAS["dataset"]).index("board") == list(SCHEMAS["dataset"]).index("claims") + 1
        assert "board" not in SCHEMAS["verifier"]
        assert rules_at("verifier", ("objects", "rows", "parts", 0, "size")) is not None
        board = "board: {who: legal, day: 2026-01-01, votes: {yes: 3}, notes: {a: {text: x}, b: {like: a}}}\n"
        rows = "    price: [1, 2.5]\n    checked: true\n    by: final-answer\n    parts: [{size: 2}]\n    terms: {until: x}\n"
        right = with_sections(board).replace("    records: 500\n", f"    records: 500\n{rows}", 1)
        assert lint_text(right, "c").diagnostics == []
        slips = {
            "who: legal": "RC104", "day: 2026-01-01": "RC205", "yes: 3": "RC106", "text: x": "RC107", "[1, 2.5]": "RC106",
            "checked: true": "RC103", "by: final-answer": "RC110", "size: 2": "RC103",
        }  # fmt: skip
        wrong = {"who: legal": "who: law", "day: 2026-01-01": "day: not_stated", "yes: 3": "yes: 0", "text: x": "text: 1.10",
                 "[1, 2.5]": "[1, 12]", "checked: true": "checked: maybe", "by: final-answer": "by: nobody", "size: 2": "size: many"}  # fmt: skip
        for old, new in wrong.items():
            assert {one.code for one in lint_text(right.replace(old, new), "c").diagnostics} == {slips[old]}, new
        missing = lint_text(right.replace(board, ""), "c").diagnostics
        assert [(one.code, one.path) for one in missing] == [("RC101", ("board",))]


def test_a_damaged_declaration_is_refused_or_works() -> None:
    """Whatever stands in the place of each value of a declaration, no other error comes of it."""
    whole = YAML(typ="safe", pure=True).load(RICH.replace("2026-01-01", "'2026-01-01'"))
    damaged = [json.dumps(replaced(whole, path, junk)) for path in places(whole) for junk in JUNK]
    worked = sum(works(Plugin(fields=one)) for one in damaged)
    assert 50 < worked < len(damaged) / 4


def works(plugin: Plugin) -> bool:
    try:
        with taking_part("lab", plugin):
            json_schema.text("dataset")
            read_cards(TEXTS[4:5])
    except PluginError:
        return False
    return True


def test_fields_in_lists_and_where_there_is_one_thing_or_several() -> None:
    stamp = "  stamp: {type: string, meta: {title: Stamp, doc: Its stamp., example: x}}\n"
    with taking_part("lab", Plugin(fields=f"revisions.*:\n{stamp}verifiers.*.errors.false_reject:\n{stamp}")):
        assert rules_at("dataset", ("revisions", 0, "stamp")) is not None
        for path in (("stamp",), ("hard", "stamp")):
            assert rules_at("dataset", ("verifiers", "v", "errors", "false_reject", *path)) is not None


def test_two_plugins_share_no_field_and_no_code() -> None:
    with taking_part("lab", Plugin(fields=FIELD, rules=(rule(),))):
        with (
            pytest.raises(PluginError, match="`x` is a field there already, of the plugin lab"),
            taking_part("b", Plugin(fields=FIELD)),
        ):
            pass
        with (
            pytest.raises(PluginError, match="LAB001 `lab` is there, of the plugin lab"),
            taking_part("b", Plugin(rules=(rule(),))),
        ):
            pass
        assert active() == ("lab",)
    assert active() == ()


def test_activation_is_all_or_nothing() -> None:
    with pytest.raises(PluginError, match="no plugin `acne`; did you mean `acme`"):
        activate(["acme", "acne"])
    assert (active(), "ACME001" in BY_CODE) == ((), False)
    assert rules_at("dataset", ("objects", "x", "retain_until")) is None


def test_a_name_that_two_distributions_give_is_refused(planted: tuple[Run, Path], tmp_path: Path) -> None:
    run, mark = planted
    entries = tmp_path / "elsewhere" / "evil-1.0.dist-info" / "entry_points.txt"
    entries.write_text("[releasecard.plugins]\nacme = evil:PLUGIN\n", "utf-8")
    done = run("rule", "--plugins", "acme")
    assert (done.returncode, "plugin `acme` is not one but several, of acme-cards and evil" in done.stderr) == (2, True)
    assert not mark.exists()


def test_a_new_card_has_its_fields_and_what_runs_on_it_names_it(acme: Run, tmp_path: Path) -> None:
    done = acme("new", "dataset", "fresh", "--no-input", "--plugins", "acme")
    assert "next: releasecard lint fresh --plugins acme " in done.stdout, done.stderr
    fresh = tmp_path / "fresh"
    assert "    review_ticket: TODO  # The ticket under which the rows were reviewed." in (
        fresh / "card.yaml"
    ).read_text("utf-8")
    assert "retain_until" in (fresh / "card.schema.json").read_text("utf-8")
    found = json.loads(acme("lint", fresh, "--isolated", "--plugins", "acme", "--format", "json").stdout)["findings"]
    assert {one["code"] for one in found} == {"RC201"}
    safe = YAML(typ="safe")
    (hooks,) = safe.load(fresh / ".pre-commit-config.yaml")["repos"]
    assert [hook["args"] for hook in hooks["hooks"]] == [["--plugins", "acme"]] * 2
    steps = [
        step.get("run", "") for step in safe.load(fresh / ".github" / "workflows" / "card.yml")["jobs"]["lint"]["steps"]
    ]
    assert 'releasecard lint --format github --plugins "acme"' in steps
    built = acme("site", "build", cwd=fresh)
    assert built.returncode == 0, built.stderr
    assert "Review ticket" in (fresh / "public" / "cards" / "fresh.html").read_text("utf-8")
    assert "acme" not in "".join(path.read_text("utf-8") for path in made(acme, tmp_path / "plain"))


def made(acme: Run, into: Path) -> list[Path]:
    acme("new", "dataset", "plain", "--no-input", "--into", into)
    return [path for path in into.rglob("*") if path.is_file()]


def test_a_site_whose_plugin_fails_says_so(planted: tuple[Run, Path], tmp_path: Path) -> None:
    run, _ = planted
    source = "from releasecard.extend import Plugin\ndef check(facts, shelf):\n    return 1 / 0\nPLUGIN = Plugin(check=check)"
    (tmp_path / "elsewhere" / "evil.py").write_text(source, "utf-8")
    host(tmp_path, "{cards: [right.card.yaml], plugins: [evil]}")
    built = run("site", "build", "--out", "public")
    assert (built.returncode, "Traceback" in built.stderr) == (1, False)
    assert "plugin `evil` failed: ZeroDivisionError" in built.stderr


def test_a_run_without_plugins_looks_for_none(tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(CARD, "utf-8")
    code = "import sys\nfrom releasecard.cli import main\ntry: main()\nexcept SystemExit: pass\nprint('importlib.metadata' in sys.modules)"
    for named, looked in (([], "False"), (["--plugins", "acme"], "True")):
        command = [sys.executable, "-c", code, "lint", "--isolated", "-q", "a.card.yaml", *named]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(INSTALLED)},
        )
        assert done.stdout.splitlines()[-1] == looked, done.stderr


def test_what_was_made_of_the_declaration_before_is_made_anew() -> None:
    misplaced = with_sections("license: {data: MIT, board: x}\n")

    def said() -> tuple[list[str], str]:
        codes = [one.code for one in lint_text(CARD, "c").diagnostics]
        (unknown,) = (one for one in lint_text(misplaced, "c").diagnostics if one.code == "RC102")
        return codes, unknown.hint

    before = said()
    field = "board: {type: string, required: true, meta: {title: Board, doc: B., example: x}}"
    with taking_part("lab", Plugin(fields=f".:\n  {field}\nobjects.*:\n  {field}\n")):
        assert said() == (["RC101", "RC101"], "`board` is a field of `objects.*`")
    assert said() == before
    assert before[0] == []
