"""Scaffolding: every combination of answers gives a card whose findings are its to-dos and nothing else."""

from __future__ import annotations

import html
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from ruamel.yaml import YAML

from releasecard import document as reader
from releasecard.document import read
from releasecard.fields import SCHEMAS
from releasecard.fields.required import TRACED, TRAJECTORIES
from releasecard.fields.verifiers import FAMILIES
from releasecard.fmt import formatted
from releasecard.lint import lint
from releasecard.questions import QUESTIONS, TYPICAL, problems
from releasecard.scaffold import ScaffoldError, scaffold, template

ROOT = Path(__file__).parents[1]
Cli = Callable[..., Result]
HOSTILE = "x\" y: {{ cookiecutter.name }} {% raw %} # <script>alert(1)</script> \\ é '"


def choices(kind: str, key: str) -> tuple[str, ...]:
    return tuple(next(one for one in QUESTIONS[kind] if one.key == key).choices)


def combinations() -> Iterator[tuple[str, dict[str, str]]]:
    contracts = [(contract, family) for contract, families in FAMILIES.items() for family in (TYPICAL, *families)]
    contracts += [("none", TYPICAL)]
    objects = [
        (one, author)
        for one in choices("dataset", "object_type")
        for author in (choices("dataset", "trace_author") if one in TRACED else ("teacher",))
    ]
    for number, ((contract, family), (object_type, author)) in enumerate(itertools.product(contracts, objects)):
        uses = choices("dataset", "training_use")
        use = ", ".join(uses[number % len(uses) :][: 1 + number % 3])
        stance = ("first_party", "third_party")[number % 2]
        yield (
            "dataset",
            {
                "contract": contract,
                "family": family,
                "object_type": object_type,
                "trace_author": author,
                "training_use": use,
                "stance": stance,
            },
        )
    for number, ((contract, family), stage) in enumerate(itertools.product(contracts, choices("recipe", "stage_kind"))):
        yield (
            "recipe",
            {
                "contract": contract,
                "family": family,
                "stage_kind": stage,
                "stance": ("first_party", "third_party")[number % 2],
            },
        )

    for number, (contract, family) in enumerate(contracts[:-1]):
        stance = ("first_party", "third_party")[number % 2]
        combine = choices("verifier", "combine")[number % 4]
        answers = {"contract": contract, "family": family, "stance": stance, "combine": combine}
        yield "verifier", answers
        for user in choices("environment", "user"):
            yield "environment", answers | {"user": user}
    for object_type, combine in itertools.product(TRAJECTORIES, choices("dataset", "combine")):
        answers = {"object_type": object_type, "environment": "tau-bench@1.0", "contract": "mixed", "combine": combine}
        yield "dataset", answers


def rendered(kind: str) -> Callable[[dict[str, str]], str]:
    """Return a function that renders a kind's card; the rest of the template is left out."""
    from cookiecutter.utils import create_env_with_context

    from releasecard.questions import defaults
    from releasecard.scaffold import _settings

    source = template(kind)
    text = (source / "{{cookiecutter.name}}" / "card.yaml").read_text("utf-8")
    fixed = {**defaults(kind), **_settings(source)}
    compiled = create_env_with_context({"cookiecutter": fixed}).from_string(text)

    def render(answers: dict[str, str]) -> str:
        shown: str = compiled.render(cookiecutter={**fixed, **answers})
        return shown

    return render


def test_every_answer_gives_to_dos_and_nothing_else() -> None:
    render = {kind: rendered(kind) for kind in QUESTIONS}
    seen = 0
    for kind, answers in combinations():
        assert problems(kind, answers) == []
        text = render[kind](answers)
        found = lint(text.encode(), "card.yaml").diagnostics
        assert {one.code for one in found} == {"RC201"}, (kind, answers, [one for one in found if one.code != "RC201"])
        assert "\n\n\n" not in text
        assert not any(line != line.rstrip() for line in text.splitlines())
        assert seen % 13 or formatted(text) == (text, []), answers
        seen += 1
    assert seen > 300


def test_sections_are_those_that_the_answers_call_for() -> None:
    render = rendered("dataset")
    plain = read(render({"contract": "none", "training_use": "sft"})).data
    assert "verifiers" not in plain
    assert "traces" not in plain["provenance"]
    assert "anchor" not in plain["provenance"]
    assert "sources" not in plain
    taught = read(
        render({"object_type": "prompt_trace_answer", "trace_author": "teacher", "stance": "third_party"})
    ).data
    assert {"traces", "anchor"} <= set(taught["provenance"])
    assert "writing" in taught["rollouts"]
    assert {"sources", "cited"} <= set(taught)
    people = read(render({"object_type": "prompt_trace_answer", "trace_author": "human"})).data
    assert "anchor" not in people["provenance"]
    judged = read(render({"contract": "judgment", "family": "rubric_judge"})).data
    assert "criteria" in judged["verifiers"]["checker"]
    assert "extractor" not in judged["verifiers"]["checker"]


def test_a_first_card_is_short() -> None:
    most = {"dataset": 160, "recipe": 165, "verifier": 80, "environment": 175}
    for kind in QUESTIONS:
        assert 50 <= len(rendered(kind)({}).splitlines()) <= most[kind]


def test_both_parsers_read_a_new_card_alike() -> None:
    for kind in QUESTIONS:
        text = rendered(kind)({})
        c, pure = reader._read_with(reader._c_events, text), reader._read_with(reader._pure_events, text)
        assert c is not None
        assert pure is not None
        assert c.data == pure.data == {**c.data, "kind": kind}


def test_hostile_answers_are_text(tmp_path: Path) -> None:
    answers = {"name": "a", "title": HOSTILE, "by": HOSTILE}
    scaffold("dataset", answers, tmp_path)
    data = read((tmp_path / "a" / "card.yaml").read_text("utf-8")).data
    assert (data["title"], data["card"]["by"]) == (HOSTILE, HOSTILE)
    assert YAML(typ="safe").load(tmp_path / "a" / "mkdocs.yml")["site_name"] == html.escape(HOSTILE).replace(
        "&quot;", "&#34;"
    ).replace("&#x27;", "&#39;")
    assert "<script>" not in (tmp_path / "a" / "docs" / "index.md").read_text("utf-8")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_templates_are_generated(kind: str) -> None:
    sys.path.insert(0, str(ROOT))
    from tools.templates import TEMPLATES, files

    made = files(kind)
    there = {
        path.relative_to(TEMPLATES / kind).as_posix(): path.read_text("utf-8")
        for path in (TEMPLATES / kind).rglob("*")
        if path.is_file()
    }
    assert there == made, "run: make templates"


@pytest.mark.parametrize("kind", QUESTIONS)
def test_plain_cookiecutter_renders_the_template(kind: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(ROOT), "--directory", f"templates/{kind}", "--no-input", "--output-dir", str(tmp_path), "name=plain"],
        capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    mine = tmp_path / "mine"
    scaffold(kind, {"name": "plain"}, mine)
    for path in (mine / "plain").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "plain" / path.relative_to(mine / "plain")).read_bytes()


def test_cookiecutter_json_asks_what_new_asks() -> None:
    for kind, questions in QUESTIONS.items():
        content = json.loads((ROOT / "templates" / kind / "cookiecutter.json").read_text("utf-8"))
        assert [key for key in content if not key.startswith("_")] == [one.key for one in questions]
        assert set(content["__prompts__"]) == {one.key for one in questions}
        for one in questions:
            default = content[one.key][0] if isinstance(content[one.key], list) else content[one.key]
            assert default == one.default
    assert set(QUESTIONS) == set(SCHEMAS)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "card.yaml").write_text("mine", "utf-8")
    with pytest.raises(ScaffoldError, match="nothing is overwritten"):
        scaffold("dataset", {"name": "a"}, tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "card.yaml"]
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ScaffoldError, match="cannot write"):
        scaffold("dataset", {"name": "b"}, tmp_path / "file")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--set", "contract=programatic"], "contract: `programatic` is not a choice; did you mean `programmatic`?"),
        (["--set", "familly=rule"], "familly: no such question; did you mean `family`?"),
        (["--set", "license=Apache 2.0"], "license: `Apache 2.0` is spelled `Apache-2.0` in SPDX"),
        (["--set", "training_use=rlvr, sfft"], "training_use: `sfft` is not a choice; did you mean `sft`?"),
        (["--set", "contract=judgment", "--set", "family=unit_tests"], "family: `unit_tests` is not a choice"),
        (["--set", "hook=repository"], "hook_url: this one is needed now"),
        (["--set", "name=../x"], "name: `../x` is not a slug"),
        (["--set", "title=a\x1b[31mb"], "title: control characters"),
        (["--set", "title"], "write KEY=VALUE"),
        (["--set", "title=unknown"], "title: `unknown` is no answer"),
        (["--set", "by=not_stated"], "by: `not_stated` is no answer"),
        (["--set", "version=tbd"], "version: `tbd` cannot stand here"),
        (
            ["--set", "hook=repository", "--set", "hook_url=https://a.b/x", "--set", 'hook_rev=v1"'],
            'hook_rev: `v1"` is not',
        ),
        (["--set", "title=a\u2028b"], "title: control characters"),
        (["--set", "trace_author=bogus"], "trace_author: `bogus` is not a choice"),
        (["My Release"], "name: `My Release` is not a slug"),
        (["--answers", "none.yaml"], "none.yaml"),
    ],
)
def test_bad_answers_write_nothing(cli: Cli, tmp_path: Path, arguments: list[str], says: str) -> None:
    done = cli("new", "dataset", *arguments, "--no-input", "--into", tmp_path / "out")
    assert done.exit_code == 2
    assert says in done.stderr
    assert "\x1b" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_all_bad_answers_at_once(cli: Cli, tmp_path: Path) -> None:
    done = cli(
        "new",
        "recipe",
        "--set",
        "contract=x",
        "--set",
        "stage_kind=rll",
        "--set",
        "color=red",
        "--no-input",
        "--into",
        tmp_path / "out",
    )
    assert len([line for line in done.stderr.splitlines() if line.startswith("  ")]) == 3


@pytest.mark.parametrize("name", ["1.10", "123", "true", "null", "0x1f", "1e5"])
def test_names_that_yaml_would_read_as_something_else(tmp_path: Path, name: str) -> None:
    scaffold("dataset", {"name": name}, tmp_path)
    found = lint((tmp_path / name / "card.yaml").read_bytes(), "card.yaml").diagnostics
    assert {one.code for one in found} == {"RC201"}


def test_the_folder_is_not_a_template(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "{{7*7}}"
    done = cli("new", "dataset", "x", "--no-input", "--into", folder)
    assert done.exit_code == 0, done.output
    assert (folder / "x" / "card.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["{{7*7}}"]


def test_given_answers_wait_for_those_they_depend_on(cli: Cli, tmp_path: Path) -> None:
    given = ("--set", "family=rubric_judge", "--set", "training_use=sft")
    done = cli("new", "dataset", "w", *given, "--into", tmp_path, stdin="\n\n\n\n\njudgment\n\n\n\n\n")
    assert done.exit_code == 0, done.output
    done = cli("new", "dataset", "v", *given, "--into", tmp_path, stdin="\n\n\n\n\nprogrammatic\n\n\n\n\n")
    assert (done.exit_code, "family: `rubric_judge`" in done.stderr) == (2, True)


def test_answers_file(cli: Cli, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "name: from-file\ntitle: 1.10\ntraining_use: [sft, distillation]\nobject_type: preference_pair\n", "utf-8"
    )
    done = cli(
        "new", "dataset", "--answers", answers, "--set", "object_type=prompt_answer", "--no-input", "--into", tmp_path
    )
    assert done.exit_code == 0, done.output
    data = read((tmp_path / "from-file" / "card.yaml").read_text("utf-8")).data
    assert data["title"] == "1.10"
    assert data["training_use"] == ["sft", "distillation"]
    assert data["objects"]["rows"]["type"] == "prompt_answer"
    for text in ("- a\n", "name: {a: b}\n", "name: [", "\x00"):
        answers.write_text(text, "utf-8")
        assert cli("new", "dataset", "--answers", answers, "--no-input", "--into", tmp_path).exit_code == 2


def test_questions_are_asked_until_answered_well(cli: Cli, tmp_path: Path) -> None:
    lines = ["asked", "", "", "", "", "promt_answer", "prompt_trace_answer", "human", "judgment", "rule", "rubric_judge",
             "sft", "math", "english", "en", "MIT", ""]  # fmt: skip
    done = cli("new", "dataset", "--into", tmp_path, stdin="\n".join(lines) + "\n")
    assert done.exit_code == 0, done.output
    assert "did you mean `prompt_answer`?" in done.output
    assert "is not a BCP 47 language tag" in done.output
    data: Any = read((tmp_path / "asked" / "card.yaml").read_text("utf-8")).data
    assert data["verifiers"]["checker"]["family"] == "rubric_judge"
    assert data["license"]["data"] == "MIT"
    assert data["provenance"]["traces"]["author"] == "human"


def test_an_existing_folder_is_refused_before_the_rest_is_asked(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    done = cli("new", "dataset", "--into", tmp_path, stdin="taken\n")
    assert done.exit_code == 2
    assert "nothing is overwritten" in done.stderr


def test_end_of_input_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    done = cli("new", "dataset", "--into", tmp_path / "out", stdin="asked\n")
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_workflow_lints_and_publishes(tmp_path: Path) -> None:
    scaffold("recipe", {"name": "w"}, tmp_path)
    workflow = YAML(typ="safe").load(tmp_path / "w" / ".github" / "workflows" / "card.yml")
    steps = [step.get("run", step.get("uses")) for step in workflow["jobs"]["lint"]["steps"]]
    assert "releasecard lint --format github" in steps
    assert workflow["jobs"]["publish"]["environment"]["url"] == "${{ steps.deploy.outputs.page_url }}"
    assert workflow["permissions"] == {"contents": "read"}


def test_repository_hook(cli: Cli, tmp_path: Path) -> None:
    done = cli("new", "dataset", "h", "--set", "hook=repository", "--set", "hook_url=https://example.org/releasecard", "--set", "hook_rev=v0.1.0",
               "--no-input", "--into", tmp_path)  # fmt: skip
    assert done.exit_code == 0, done.output
    config = YAML(typ="safe").load(tmp_path / "h" / ".pre-commit-config.yaml")
    assert config["repos"] == [
        {
            "repo": "https://example.org/releasecard",
            "rev": "v0.1.0",
            "hooks": [{"id": "releasecard-fmt"}, {"id": "releasecard-lint"}],
        }
    ]
