"""The command line as users meet it: exit codes, formats, misuse, explanations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Run

from releasecard import __version__
from releasecard.document.nodes import MAX_BYTES
from releasecard.explain import field_at, field_text, inner_fields
from releasecard.fields import SCHEMAS, rules_at
from releasecard.reference import fields
from releasecard.report import COUNTED, FOR_PEOPLE, FORMATS
from releasecard.rules import RULES
from releasecard.testing import CARD, with_sections

Cli = Callable[..., Result]


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    (tmp_path / "good.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "bad.card.yaml").write_text(
        with_sections("name: other\ntraining_use: [sfft]\norganizations: not_checked\n"), "utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.card.yaml"], 0),
        (["bad.card.yaml"], 1),
        (["."], 1),
        ([], 1),
        (["bad.card.yaml", "--ignore", "RC1"], 0),
        (["bad.card.yaml", "--ignore", "RC1", "--fail-on", "note"], 1),
        (["bad.card.yaml", "--select", "RC2"], 0),
        (["nothing.card.yaml"], 2),
        (["bad.card.yaml", "--select", "RC9999"], 2),
        (["bad.card.yaml", "--format", "xml"], 2),
        (["bad.card.yaml", "--exit-zero"], 0),
        (["bad.card.yaml", "--exit-zero", "--fail-on", "note"], 0),
        (["bad.card.yaml", "--exit-zero", "--format", "sarif"], 0),
        (["nothing.card.yaml", "--exit-zero"], 2),
        (["bad.card.yaml", "--exit-zero", "--select", "RC9999"], 2),
        (["bad.card.yaml", "--statistics"], 1),
        (["bad.card.yaml", "--statistics", "--format", "json", "--exit-zero"], 0),
        *((["bad.card.yaml", "--statistics", "--format", one], 2) for one in FORMATS if one not in COUNTED),
        (["--config", "none.toml"], 2),
    ],
)
def test_exit_codes(command: Run, cards: Path, arguments: list[str], code: int) -> None:
    done = command("lint", *arguments, cwd=cards)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert (done.stdout == "") is (code == 2)


def test_no_card_has_a_message_of_its_own(command: Run, tmp_path: Path) -> None:
    done = command("lint", cwd=tmp_path)
    assert done.returncode == 2
    assert "no card found in `.`" in done.stderr
    assert "*.card.yaml" in done.stderr


def test_standard_input(cli: Cli) -> None:
    done = cli(
        "lint", "-", "--stdin-filename", "x.card.yaml", "--format", "concise", stdin=with_sections("title: 1.0\n")
    )
    assert done.exit_code == 1
    assert done.stdout.startswith("x.card.yaml:")
    assert "RC107" in done.stdout


def test_config_of_the_folder_applies(command: Run, cards: Path) -> None:
    (cards / "releasecard.toml").write_text('ignore = ["RC104"]\n[per-path."bad*"]\nignore = ["RC207"]\n', "utf-8")
    assert command("lint", cwd=cards).stdout == "2 cards checked: no findings\n"
    assert command("lint", "--isolated", cwd=cards).returncode == 1
    (cards / "releasecard.toml").write_text('ignor = ["RC104"]\n', "utf-8")
    done = command("lint", cwd=cards)
    assert (done.returncode, "did you mean `ignore`?" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["fmt", "upgrade"])
def test_what_settings_exclude_is_not_rewritten(command: Run, cards: Path, name: str) -> None:
    (cards / "releasecard.toml").write_text('exclude = ["drafts"]\n', "utf-8")
    (cards / "drafts").mkdir()
    draft = cards / "drafts" / "x.card.yaml"
    draft.write_text("a: [", "utf-8")
    done = command(name, ".", cwd=cards)
    assert (done.returncode, "2 cards: " in done.stdout, "drafts" in done.stdout + done.stderr) == (0, True, False)
    named = command(name, "drafts/x.card.yaml", cwd=cards)
    assert (named.returncode, "drafts/x.card.yaml: this cannot be read" in named.stderr) == (1, True)
    assert draft.read_text("utf-8") == "a: ["


def test_json_of_all_files(cli: Cli, cards: Path) -> None:
    done = cli("lint", cards, "--format", "json")
    parsed = json.loads(done.stdout)
    claims = {"licensed": 0, "open": 0, "unlicensed": 0}
    numbers = {"cards": 2, "errors": 1, "warnings": 0, "notes": 1, "fixable": 1, "suppressed": 0, "claims": claims}
    assert parsed["summary"] == numbers
    assert {one["code"] for one in parsed["findings"]} == {"RC104", "RC207"}
    assert parsed["findings"][0]["path"] == ["training_use", 0]


def test_statistics_stand_in_place_of_findings(cli: Cli, cards: Path) -> None:
    table = "1  RC104  error    unlisted-value\n1  RC207  note     author-has-not-looked\n"
    summary = "2 cards checked: 1 error, 0 warnings, 1 note (1 fixable with --fix)\n"
    assert cli("lint", cards, "--statistics").stdout == f"{table}\n{summary}"
    assert cli("lint", cards, "--statistics", "--format", "concise", "-q").stdout == table
    done = cli("lint", cards, "--statistics", "--format", "sarif")
    assert "--statistics goes with --format full, concise, json, not with sarif" in done.stderr


@pytest.mark.parametrize("name", [one for one in FORMATS if one not in FOR_PEOPLE])
def test_what_a_program_reads_is_not_mixed_with_the_summary(cli: Cli, cards: Path, name: str) -> None:
    done = cli("lint", cards, "--format", name)
    assert done.stderr == "2 cards checked: 1 error, 0 warnings, 1 note (1 fixable with --fix)\n"
    quiet = cli("lint", cards, "--format", name, "-q")
    assert (quiet.stdout, quiet.stderr) == (done.stdout, "")


def test_a_suite_of_junit_for_each_card(cli: Cli, cards: Path) -> None:
    found = cli("lint", cards, "--format", "junit").stdout
    assert re.findall(r'<testsuite name="(.*?)" tests="(.)" failures="(.)"', found) == [
        ((cards / "bad.card.yaml").as_posix(), "2", "1"), ((cards / "good.card.yaml").as_posix(), "1", "0"),
    ]  # fmt: skip
    standard = cli("lint", "-", "--format", "junit", stdin=CARD).stdout
    assert '<testsuite name="&lt;stdin&gt;" tests="1" failures="0"' in standard


def test_an_unreadable_card_is_a_finding(cli: Cli, cards: Path) -> None:
    (cards / "folder.card.yaml").symlink_to(cards / "gone")
    (cards / "latin.card.yaml").write_bytes(b"title: Caf\xe9\n")
    (cards / "big.card.yaml").write_bytes(b"#" * (MAX_BYTES * 10))
    done = cli("lint", cards, "--format", "concise")
    assert [line.split()[1] for line in done.stdout.splitlines() if line.count(":1:1:")] == ["RC002", "RC001", "RC001"]
    assert "5 cards checked" in done.stdout


def test_a_folder_named_like_a_card_is_searched(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.card.yaml").mkdir()
    (tmp_path / "x.card.yaml" / "card.yaml").write_text(CARD, "utf-8")
    assert cli("lint", tmp_path).stdout == "1 card checked: no findings\n"


def test_hostile_names_stay_names(command: Run, tmp_path: Path) -> None:
    (tmp_path / "::error title=forged::x.card.yaml").write_text("a: [", "utf-8")
    (tmp_path / "x\x1b]0;pwn\x07.card.yaml").write_text("a: [", "utf-8")
    (tmp_path / "releasecard.toml").write_text("fail-on = 'error'\n", "utf-8")
    for form in FORMATS:
        shown = command("lint", "--format", form, cwd=tmp_path).stdout
        assert "\x1b" not in shown
        assert form == "github" or not any(line.startswith("::") for line in shown.splitlines())
    (tmp_path / "releasecard.toml").write_text('"\\u001b]0;pwn\\u202e" = 1\n', "utf-8")
    for arguments in (["lint"], ["x\x1by"], ["rule", "x\x1by"], ["field", "x\x1by"], ["lint", "x\x1by"]):
        done = command(*arguments, cwd=tmp_path)
        assert (done.returncode, "\x1b" in done.stderr, "\u202e" in done.stderr) == (2, False, False)


def test_a_pipe_of_few_characters_is_written_to(command: Run, tmp_path: Path) -> None:
    (tmp_path / "a.card.yaml").write_text(with_sections("kind: 漢\n"), "utf-8")
    done = command("lint", cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_color_follows_the_environment(command: Run, cards: Path) -> None:
    assert "\x1b[" not in command("lint", cwd=cards).stdout
    assert "\x1b[" in command("lint", cwd=cards, FORCE_COLOR="1").stdout
    assert "\x1b[" not in command("lint", cwd=cards, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version").stdout.strip().endswith(__version__)
    listed = cli("--help").stdout
    for name in ("new", "lint", "rule", "field", "site"):
        assert f"  {name} " in listed
        helped = cli(name, "--help")
        assert helped.exit_code == 0
        assert "--help" in helped.stdout


def test_misspelt_command_has_a_hint(cli: Cli) -> None:
    done = cli("lnit")
    assert (done.exit_code, "Did you mean `lint`?" in done.stderr) == (2, True)


def test_help_lines_are_those_of_the_commands(cli: Cli) -> None:
    from releasecard import cli as package

    for name, (_, text) in package.COMMANDS.items():
        found = package.main.get_command(None, name)  # type: ignore[arg-type]
        assert found is not None
        assert found.short_help == text


def test_rule_lists_and_explains(cli: Cli) -> None:
    listed = cli("rule").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [rule.code for rule in RULES]
    for rule in RULES:
        for word in (rule.code, rule.name, rule.code.lower()):
            shown = cli("rule", word).stdout
            assert shown.startswith(f"{rule.code} {rule.name}")
        assert all(line.strip() in shown for line in (*rule.bad.splitlines(), *rule.good.splitlines()))
    done = cli("rule", "RC1O4")
    assert (done.exit_code, "Did you mean `RC104`?" in done.stderr) == (2, True)


def test_field_lists_and_explains(cli: Cli) -> None:
    assert "rollouts" in cli("field").stdout
    shown = cli("field", "rollouts.probe.temperature").stdout
    assert shown.startswith("rollouts.*.temperature (Temperature")
    assert "Good" in shown
    assert "Bad" in shown
    assert "base_models" in cli("field", "--kind", "recipe").stdout
    assert cli("field", "stages.main.training.clip_high").stdout.startswith("stages.*.training.clip_high")
    assert "required  when `purpose` is training" in cli("field", "rollouts.x.seed").stdout
    assert cli("field", "verifiers.x.probes.accepted[0]").exit_code == 0
    done = cli("field", "rollouts.probe.temprature")
    assert (done.exit_code, "Did you mean `rollouts.probe.temperature`?" in done.stderr) == (2, True)
    assert cli("field", "zzzz").exit_code == 2


@pytest.mark.parametrize(
    ("path", "kind", "good"),
    [
        ("errors", "verifier", "  errors:\n    false_reject:\n      rate: 0.022\n"),
        ("claims.x", "dataset", "  example:\n    kind: correctness\n"),
        ("claims", "dataset", "  claims:\n    example:\n      kind: correctness\n"),
        ("baselines.*", "dataset", "  example:\n    model: Base-7B\n"),
    ],
)
def test_a_field_has_a_good_example(cli: Cli, path: str, kind: str, good: str) -> None:
    shown = cli("field", path, "--kind", kind).stdout
    assert shown.partition("\nGood\n")[2].startswith(good)
    assert "*:" not in shown.partition("\nGood\n")[2]


def explained(kind: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every field of a kind of card, with its explanation."""
    waiting = list(SCHEMAS[kind].items())
    while waiting:
        path, rules = waiting.pop()
        found = field_at(kind, path)
        assert found is not None
        yield path, field_text(kind, *found)
        inner = f"{path}.x" if "valuesrules" in rules else path
        waiting += [(f"{inner}.{name}", one) for name, one in inner_fields(rules).items()]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_example_is_empty(kind: str) -> None:
    for path, text in explained(kind):
        good = text.partition("\nGood\n")[2].partition("\n\n")[0]
        assert not good.endswith(":"), path


@pytest.mark.parametrize("kind", SCHEMAS)
def test_ids_are_said_to_be_in_sections_that_there_are(kind: str) -> None:
    shown = [*explained(kind), (kind, fields()[f"fields/{kind}.md"])]
    named = {
        section.strip("`")
        for _, text in shown
        for said in re.findall(r"an id in ((?:`?[a-z_.]+`? or )*`?[a-z_]+(?:\.[a-z_]+)*)", text)
        for section in said.split(" or ")
    }
    assert len(named) > 2
    assert [one for one in named if all(rules_at(each, tuple(one.split("."))) is None for each in SCHEMAS)] == []
