"""The documentation against the program: commands, options, examples, tables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from jinja2 import Template
from ruamel.yaml import YAML

from releasecard import report, show
from releasecard.answers import from_file
from releasecard.card import Card
from releasecard.cli import COMMANDS, main
from releasecard.config import _SETTINGS, load
from releasecard.document import read
from releasecard.evidence.verdict import Word
from releasecard.fields.objects import CLAIM_KINDS
from releasecard.fields.verifiers import CONTRACTS
from releasecard.fix import fixed
from releasecard.fmt import formatted
from releasecard.formats import VIAS
from releasecard.lint import lint_file, lint_text
from releasecard.questions import QUESTIONS
from releasecard.rules import BY_CODE
from releasecard.scaffold import scaffold
from releasecard.shelf import Shelf
from releasecard.show.text import text as show_text
from releasecard.stated import GAP_WORDS
from releasecard.testing import with_sections
from releasecard.values import Profile, Severity

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "site" / "docs").glob("*.md"))
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *DOCS,
    ROOT / "templates" / "common" / "README.md",
]

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name + "/" + page.name)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


def rows(text: str, heading: str) -> dict[str, str]:
    """Return a table's first column, without backticks, to its last."""
    table = text.partition(heading)[2].partition("\n\n")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`| "): row[-1].rstrip("| ") for row in cells}


def command_at(words: list[str]) -> tuple[click.Command, list[str]]:
    context, command = click.Context(main), main.get_command(click.Context(main), words[0])
    assert command is not None, words
    rest = words[1:]
    if isinstance(command, click.Group):
        found = command.get_command(context, rest[0]) if rest else None
        if found is not None:
            return found, rest[1:]
    return command, rest


@pages
def test_commands_and_options_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for line in re.findall(r"(?m)^ {4,}(releasecard [^#\n]*)|`(releasecard [^`]*)`", text):
        words = (line[0] or line[1]).split()[1:]
        if not words or words[0].startswith("<"):
            continue
        command, rest = command_at(words[0].split("|"))
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word.split("=")[0] for word in rest if word.startswith("--")} <= known, words


@pages
def test_codes_are_those_of_rules(page: Path) -> None:
    named = set(re.findall(r"\bRC\d{3}\b", page.read_text("utf-8"))) - {"RC123"}
    assert named <= set(BY_CODE)


@pages
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    generated = {
        "rules/index.md",
        "rules/matrix.md",
        "rules/RC404.md",
        "rules/RC407.md",
        "fields/index.md",
        *(f"cards/{name}.md" for name in ("index", "lineage", "claims", "verifiers", "reported", "compare")),
        "card.yaml",
    }
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
        assert link in generated or (page.parent / link).exists(), link


@pytest.mark.parametrize(
    "page", [ROOT / "site" / "docs" / name for name in ("format.md", "lint.md")], ids=lambda page: page.name
)
def test_examples_are_right_cards(page: Path) -> None:
    shown = [block for block in blocks(page.read_text("utf-8"), "yaml") if not block.startswith("repos:")]
    assert shown
    for block in shown:
        assert lint_text(with_sections(block), "card.yaml").diagnostics == [], block


def test_the_fixes_that_are_shown_are_those_that_are_made() -> None:
    (shown,) = blocks((ROOT / "site" / "docs" / "lint.md").read_text("utf-8"), "diff")
    before, after = ("".join(f"{one[1:]}\n" for one in shown.splitlines() if one[0] == sign) for sign in "-+")
    now = fixed(with_sections(before), lambda text: lint_text(text, "card.yaml").diagnostics)
    assert now.text == with_sections(after)
    assert lint_text(now.text, "card.yaml").diagnostics == []


def test_the_plugin_of_the_guide_is_the_one_that_is_tested() -> None:
    guide = (ROOT / "site" / "docs" / "plugins.md").read_text("utf-8")
    plugin = ROOT / "tests" / "data" / "plugin" / "acme_cards"
    (fields,), (rules, test) = blocks(guide, "yaml"), blocks(guide, "python")
    assert fields == (plugin / "fields.yaml").read_text("utf-8")
    assert rules in (plugin / "__init__.py").read_text("utf-8")
    assert test in (ROOT / "tests" / "test_plugins.py").read_text("utf-8")
    entry = (plugin.parent / "acme_cards-1.0.dist-info" / "entry_points.txt").read_text("utf-8")
    (shown,) = blocks(guide, "toml")
    assert shown.splitlines()[1].replace('"', "") == entry.splitlines()[1]


def test_every_yaml_and_toml_block_parses(tmp_path: Path) -> None:
    for page in PAGES:
        for block in blocks(page.read_text("utf-8"), "yaml"):
            YAML(typ="safe").load(block)
        for block in blocks(page.read_text("utf-8"), "toml"):
            (tmp_path / "pyproject.toml").write_text(block, "utf-8")
            assert load(tmp_path).fail_on


def test_readme_shows_a_real_card_and_a_real_finding() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    card = (ROOT / "site" / "cards" / "dapo.card.yaml").read_text("utf-8")
    snippet, finding = blocks(readme, "yaml")[0], blocks(readme, "text")[0]
    before, found, after = card.partition("rollouts:\n  training:\n")
    assert found
    damaged = (
        before
        + found
        + after.replace("    temperature: 1.0", "    temprature: 1.0", 1).replace("    seed: 0", "    seed: unknown", 1)
    )
    section = damaged.partition("rollouts:\n")[2].splitlines()
    assert all(line in section for line in snippet.splitlines()[1:])
    shown = report.full([one for one in lint_text(damaged, "dapo.card.yaml").diagnostics if one.code == "RC102"])
    assert finding.strip() == shown.strip()
    assert "RC203" in {one.code for one in lint_text(damaged, "dapo.card.yaml").diagnostics}


def test_readme_shows_what_a_real_claim_lacks() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    card = ROOT / "site" / "cards" / "deepmath-103k.card.yaml"
    claim, finding = blocks(readme, "yaml")[1], blocks(readme, "text")[1]
    said = re.sub(r"says: >-\n\s+", "says: ", card.read_text("utf-8"))
    assert re.sub(r"\s+", " ", claim) in re.sub(r"\s+", " ", said)
    linted = lint_text(card.read_text("utf-8"), card.name)
    assert finding.strip() == report.full([one for one in linted.diagnostics if one.code == "RC604"]).strip()
    assert ("decontaminated", Word.UNLICENSED) in [(one.claim[-1], one.word) for one in linted.verdicts]
    assert len([code for code in BY_CODE if code >= "RC3"]) > 80


def test_the_hook_of_the_docs_is_that_of_the_template() -> None:
    template = (ROOT / "templates" / "common" / ".pre-commit-config.yaml").read_text("utf-8")
    rendered = Template(template, trim_blocks=True, lstrip_blocks=True).render(cookiecutter={"hook": "installed"})
    wanted = YAML(typ="safe").load(rendered)
    shown = [block for page in PAGES for block in blocks(page.read_text("utf-8"), "yaml") if block.startswith("repos:")]
    assert len(shown) == 2
    assert all(YAML(typ="safe").load(block) == wanted for block in shown)


def test_tables_are_those_of_the_program() -> None:
    lint, new, form = (
        (ROOT / "site" / "docs" / name).read_text("utf-8") for name in ("lint.md", "new.md", "format.md")
    )
    assert rows(lint, "| setting | means |") == _SETTINGS
    assert rows(form, "| word | says |") == GAP_WORDS
    assert tuple(rows(form, "| via | says |")) == VIAS
    asked = {one.key: one.prompt for questions in QUESTIONS.values() for one in questions}
    assert rows(new, "| key | of | asks |") == asked
    for line in new.splitlines():
        if line.startswith("| `"):
            key, kinds = (cell.strip(" `") for cell in line.split("|")[1:3])
            having = [kind for kind, questions in QUESTIONS.items() if key in {one.key for one in questions}]
            assert kinds == ("all" if len(having) == len(QUESTIONS) else ", ".join(having)), key


def test_json_is_as_documented() -> None:
    text = (ROOT / "site" / "docs" / "lint.md").read_text("utf-8")
    linted = lint_text(with_sections("training_use: [sfft]\ntitle: x  # releasecard: ignore[RC101] y\n"), "card.yaml")
    results = report.Results(["card.yaml"], linted.diagnostics, linted.suppressed)
    shown = json.loads(report.as_json(results, statistics=True))
    keys = {key for cell in rows(text, "| key of a finding | holds |") for key in re.split(r"`, `", cell)}
    assert keys == set(shown["findings"][0])
    assert set(rows(text, "| key | holds |")) == set(shown)
    assert rows(text, "| key | holds |")["version"] == str(report.JSON_VERSION)
    assert all(f"`{key}`" in rows(text, "| key | holds |")["summary"] for key in shown["summary"])
    assert all(f"`{key}`" in rows(text, "| key | holds |")["statistics"] for key in shown["statistics"][0])
    assert set(rows(text, "| format | for |")) == set(report.FORMATS)


def test_the_view_is_as_documented() -> None:
    text = (ROOT / "site" / "docs" / "edit.md").read_text("utf-8")
    card = Card(
        read(with_sections("access: not_stated\nconflicts: {a: {says: b}}\nsources: {paper: {role: data_release}}\n"))
    )
    whole, section = show.view(card), show.section_view(card, ("objects", "rows"))
    of_view, of_section = (rows(text, f"| key of {name} | holds |") for name in ("the view", "a section"))
    assert set(of_view) == set(whole)
    assert set(of_section) == set(section)
    assert of_view["view"] == of_section["view"] == str(show.VERSION)
    of_question = rows(text, "| key of a question | holds |")
    assert all(set(of_question) == set(question) for question in whole["questions"])
    held = (
        (of_view["head"], whole["head"]),
        (of_view["lineage"], whole["lineage"]),
        (of_question["sections"], {"path", "name"}),
        (of_question["open"], whole["questions"][0]["open"][0]),
        (of_section["head"], section["head"]),
        (of_section["leaves"], section["leaves"][0]),
    )
    assert [key for cell, keys in held for key in keys if f"`{key}`" not in cell] == []


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text("utf-8") for page in DOCS)
    assert all(f"releasecard {name}" in text for name in COMMANDS)


def test_the_reading_guide_shows_pieces_of_real_cards() -> None:
    cards = [card.read_text("utf-8") for card in sorted((ROOT / "site" / "cards").glob("*.card.yaml"))]
    shown = blocks((ROOT / "site" / "docs" / "reading.md").read_text("utf-8"), "yaml")
    assert len(shown) > 4
    assert [block for block in shown if not any(block in card for card in cards)] == []


def test_the_guide_of_verdicts_shows_claims_of_real_cards_with_their_verdicts() -> None:
    text = (ROOT / "site" / "docs" / "verdicts.md").read_text("utf-8")
    files = sorted((ROOT / "site" / "cards").glob("*.card.yaml"))
    linted = {file: lint_file(file, Shelf(files)) for file in files}
    assert f"make {sum(len(one.verdicts) for one in linted.values())} claims" in text
    for title, part in (section.split("\n", 1) for section in text.split("\n## ")[1:5]):
        for block in blocks(part, "yaml"):
            (file,) = (one for one in files if block in one.read_text("utf-8"))
            claim = block.split(":")[0].strip()
            (word,) = (str(one.word) for one in linted[file].verdicts if one.claim[-1] == claim)
            assert word == title.lower(), (file.name, claim)
    assert all(f"| {word} | " in text for word in Word)


def test_the_guides_tables_use_the_words_of_the_format() -> None:
    text = (ROOT / "site" / "docs" / "reading.md").read_text("utf-8")
    assert set(rows(text, "| contract | checks |")) == set(CONTRACTS)
    assert set(rows(text, "| claim | relative to |")) <= set(CLAIM_KINDS)
    assert all(f"`{word}`" in text for word in GAP_WORDS)


FIRST = ROOT / "site" / "docs" / "assets" / "acecode-87k.card.yaml"


def test_the_first_card_is_clean_and_the_guide_shows_pieces_of_it(tmp_path: Path) -> None:
    guide, card = (ROOT / "site" / "docs" / "first-card.md").read_text("utf-8"), FIRST.read_text("utf-8")
    found = lint_text(card, FIRST.name).diagnostics
    assert {one.severity for one in found} == {Severity.NOTE}
    absent = card.replace("      false_accept: not_stated\n", "")
    assert [str(one.word) for one in lint_text(absent, FIRST.name).verdicts] == ["unlicensed", "open"]
    assert formatted(card) == (card, [])
    assert 120 <= len(card.partition("\nsources:")[0].splitlines()) <= 165
    answers, *pieces = blocks(guide, "yaml")
    assert all(piece in card for piece in pieces)
    (tmp_path / "answers.yaml").write_text(answers, "utf-8")
    into = tmp_path / "release"
    scaffold("dataset", from_file(tmp_path / "answers.yaml") | {"name": "acecode-87k"}, into)
    text = (into / "acecode-87k" / "card.yaml").read_text("utf-8")
    found = lint_text(text, "card.yaml").diagnostics
    assert f"what is to be written: {len(found)} places here" in guide


def test_the_guide_shows_findings_as_they_are() -> None:
    guide, card = (ROOT / "site" / "docs" / "first-card.md").read_text("utf-8"), FIRST.read_text("utf-8")
    damaged = card.replace("uses: [filtering, labeling, reward]", "uses: filtering, labeling, reward")
    damaged = damaged.replace("  decontamination: not_stated", "  decontamination: unknown")
    damaged = damaged.replace("    engine: {name: vllm, version: not_stated}", "    engine: vllm", 1)
    found = [one for one in lint_text(damaged, FIRST.name).diagnostics if one.severity > Severity.NOTE]
    found += [one for one in lint_text(card, FIRST.name).diagnostics if one.code == "RC402"][:1]
    shown = [report.full([one]).strip() for one in found]
    assert [block.strip() for block in blocks(guide, "text")] == shown


def guide(name: str) -> str:
    return (ROOT / "site" / "docs" / name).read_text("utf-8")


def of_card(name: str) -> tuple[Path, str]:
    file = ROOT / "site" / "cards" / f"{name}.card.yaml"
    return file, file.read_text("utf-8")


def full(text: str, name: str, code: str) -> str:
    """Return the first finding of a rule as it is shown."""
    return report.full([one for one in lint_text(text, name).diagnostics if one.code == code][:1]).strip()


def test_the_guide_of_pre_commit_shows_what_its_hooks_say() -> None:
    text = guide("pre-commit.md")
    _, card = of_card("deepmath-103k")
    damaged = card.replace("    uses: [reward]", "    uses: [scoring]", 1)
    assert [one.strip() for one in blocks(text, "text")] == [full(damaged, "cards/deepmath-103k.card.yaml", "RC104")]
    slip = fixed(
        card.replace("    uses: [reward]", "    uses: [rewrad]", 1), lambda now: lint_text(now, "c").diagnostics
    )
    assert slip.text == card
    files = [of_card(name)[0] for name in ("deepmath-103k", "gsm8k", "math-verify")]
    known = sum(len(lint_file(file, Shelf(files), Profile.STRICT).diagnostics) for file in files)
    assert f"Three of this site's cards have {known} findings" in text
    hooks = {one["id"]: one for one in YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    named = re.findall(r"id: (\S+)", text)
    assert set(named) == set(hooks)
    for block in blocks(text, "yaml")[1:]:
        (hook,) = YAML(typ="safe").load(block)
        command, rest = command_at(hook["entry"].split()[1:])
        assert {one for one in hook.get("args", ()) if one.startswith("--")} <= {
            option for of in command.params for option in of.opts
        }
        assert rest == ([] if hook.get("pass_filenames", True) else ["cards"])


def test_the_workflow_of_the_guide_is_the_one_that_new_writes() -> None:
    template = (ROOT / "templates" / "common" / ".github" / "workflows" / "card.yml").read_text("utf-8")
    rendered = Template(template, trim_blocks=True, lstrip_blocks=True).render(cookiecutter={"hook": "installed"})
    found = blocks(guide("publish.md"), "yaml")
    (workflow,) = (one for one in found if one.startswith("name: card"))
    assert workflow.splitlines() == [line for line in rendered.splitlines() if line]
    jobs = YAML(typ="safe").load(workflow)["jobs"]
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    commands = re.findall(r"run: (releasecard .*)", "".join(found))
    assert len(commands) == 4
    for line in commands:
        command, rest = command_at(line.partition(" > ")[0].split()[1:])
        known = {option for parameter in command.params for option in parameter.opts}
        assert {one for one in rest if one.startswith("--")} <= known, line


def test_the_guide_of_contracts_shows_pieces_and_findings_of_real_cards() -> None:
    text = guide("contract.md")
    (_, verify), (_, dapo) = of_card("math-verify"), of_card("dapo")
    assert [one for one in blocks(text, "yaml") if one not in verify and one not in dapo] == []
    moving = re.sub(r'(?m)^  version: "0\.8\.0"\n  url: .*\n  revision: .*\n', "  version: main\n", verify, count=1)
    without = dapo.replace("    invalid_output: not_checked\n", "", 1)
    unsaid = verify.replace("      population: right answers of weak models\n", "", 1)
    assert [one.strip() for one in blocks(text, "text")] == [
        full(moving, "math-verify.card.yaml", "RC305"),
        full(without, "dapo.card.yaml", "RC101"),
        full(unsaid, "math-verify.card.yaml", "RC309"),
    ]
    counted = verify.replace("      rate: ~0.05\n", "      rate: 0.05\n      wrong: 11\n      sample: 500\n", 1)
    assert full(counted, "c", "RC306")


def test_the_guide_of_reviews_shows_what_is_said_of_a_real_card() -> None:
    text = guide("review.md")
    file, card = of_card("deepmath-103k")
    linted = lint_text(card, "site/cards/deepmath-103k.card.yaml")
    said = report.concise(linted.diagnostics) + show_text(show.view(Card(read(card)), (), linted), 80)
    assert [one for one in blocks(text, "text") if one not in said] == []
    assert all(block in card for block in blocks(text, "yaml"))
    words = [one.word for one in lint_file(file).verdicts]
    assert (len(words), words.count(Word.OPEN), words.count(Word.UNLICENSED)) == (5, 1, 4)
    codes = {one.code for one in linted.diagnostics}
    assert {"RC207", "RC404", "RC613", "RC612", "RC604", "RC706"} <= codes
    assert not {"RC601", "RC602", "RC306", "RC701"} & codes
    assert set(GAP_WORDS) == set(
        re.findall(r"`(not_\w+)`", "".join(line for line in text.splitlines() if line.startswith("| `")))
    )
