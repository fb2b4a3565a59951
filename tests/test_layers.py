"""The architecture as a table: who may import whom, who owns which library, what starts without what."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path as File

import pytest

ROOT = File(__file__).parents[1] / "releasecard"
LAYERS = (
    ("values", "stated", "safe", "benchmarks", "arithmetic"),
    ("document", "formats"),
    ("edit",),
    ("fields",),
    ("card", "likes", "accept"),
    ("shape",),
    ("facts",),
    ("shelf", "sides"),
    ("evidence",),
    ("rules",),
    ("extend",),
    ("lint", "config", "discover", "baseline"),
    ("report", "explain", "questions", "fmt", "fix", "upgrade", "show", "json_schema"),
    ("template", "pages", "scaffold", "answers", "testing", "starter", "disk", "builder"),
    ("reference",),
    ("site",),
    ("plugin", "cli"),
)
"""From the bottom up: a module may import its own layer and those above it in this table, never below."""
OWNERS = {
    "ruamel": {"document"},
    "_ruamel_yaml": {"document"},
    "cerberus": {"shape"},
    "click": {"cli"},
    "mkdocs": {"plugin"},
    "cookiecutter": {"scaffold"},
    "pathspec": {"discover"},
    "packaging": {"formats"},
}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def modules() -> list[tuple[str, ast.Module]]:
    return [(module(file), ast.parse(file.read_text("utf-8"))) for file in sorted(ROOT.rglob("*.py"))]


def module(file: File) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            found |= {f"{node.module}.{one.name}" for one in node.names} | {str(node.module)}
    return found


def test_every_module_has_a_layer() -> None:
    assert {name for name, _ in modules()} - {"__init__", "__main__"} == set(LEVEL)


def test_imports_run_downward() -> None:
    for name, tree in modules():
        if name in ("__init__", "__main__"):
            continue
        for imported in imports(tree):
            parts = imported.split(".")
            if parts[0] == "releasecard" and len(parts) > 1 and parts[1] in LEVEL:
                assert LEVEL[parts[1]] <= LEVEL[name], f"{name} imports {imported}"


def test_each_heavy_library_has_one_owner() -> None:
    for name, tree in modules():
        for imported in imports(tree):
            library = imported.split(".")[0]
            if library in OWNERS:
                assert name in OWNERS[library], f"{name} imports {library}"


def test_no_broad_except_and_no_print() -> None:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, name
                broad = ast.unparse(node.type) in ("Exception", "BaseException")
                assert not broad or name == "extend", f"{name}: only plugins may raise anything"
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) != "print", name


def test_modules_and_functions_stay_small() -> None:
    for file in sorted(ROOT.rglob("*.py")):
        assert len(file.read_text("utf-8").splitlines()) <= 300, file
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{file.name}: {node.name}"


HEAVY = {
    "ruamel",
    "cerberus",
    "cookiecutter",
    "mkdocs",
    "material",
    "jinja2",
    "pathspec",
    "packaging",
    "tomllib",
    "yaml",
    "requests",
    "rich",
}


def loaded(*arguments: str, cwd: File) -> set[str]:
    code = (
        "import sys; sys.argv = ['releasecard', *sys.argv[1:]]\n"
        "from releasecard.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write('|' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stderr.rpartition("|")[2].split()) & HEAVY


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["lint", "--help"], {"ruamel"}),
        (["new", "--help"], set()),
        (["site", "--help"], set()),
        (["lint", "clean.card.yaml"], {"ruamel"}),
        (["lint", "faulty.card.yaml"], {"ruamel", "cerberus"}),
        (["fmt", "faulty.card.yaml"], {"ruamel"}),
        (["upgrade", "faulty.card.yaml"], {"ruamel"}),
        (["show", "clean.card.yaml"], {"ruamel"}),
        (["schema", "dataset"], set()),
    ],
)
def test_what_a_start_loads(tmp_path: File, arguments: list[str], allowed: set[str]) -> None:
    from releasecard.testing import CARD

    (tmp_path / "clean.card.yaml").write_text(CARD, "utf-8")
    (tmp_path / "faulty.card.yaml").write_text(CARD.replace("records: 500", "records: many", 1), "utf-8")
    assert loaded(*arguments, cwd=tmp_path) <= allowed
