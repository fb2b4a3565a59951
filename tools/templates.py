"""Write `templates/<kind>/` from the declaration and `templates/common/`: `python tools/templates.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

from releasecard import json_schema
from releasecard.questions import QUESTIONS
from releasecard.starter import of_template
from releasecard.template import card_template, cookiecutter_json

TEMPLATES = Path(__file__).parents[1] / "templates"


def files(kind: str) -> dict[str, str]:
    """Return the files of a kind's template, by path below `templates/<kind>/`."""
    common = TEMPLATES / "common"
    inside = "{{cookiecutter.name}}"
    shared = {
        f"{inside}/{file.relative_to(common).as_posix()}": file.read_text("utf-8")
        for file in sorted(common.rglob("*"))
        if file.is_file()
    }
    card = {
        f"{inside}/card.yaml": card_template(kind),
        f"{inside}/card.schema.json": json_schema.text(kind),
        f"{inside}/mkdocs.yml": of_template(),
    }
    return {"cookiecutter.json": cookiecutter_json(kind), **card, **shared}


if __name__ == "__main__":
    for kind in QUESTIONS:
        shutil.rmtree(TEMPLATES / kind, ignore_errors=True)
        for name, text in files(kind).items():
            path = TEMPLATES / kind / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
