"""What lint might have found: a small run for goldens, and any run at all, hostile ones too."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import strategies as st

from releasecard.report import Results
from releasecard.rules import BY_CODE
from releasecard.values import Diagnostic, Fix, Place, Severity

GOLDEN = Path(__file__).parent / "golden"
CODES = ("RC011", "RC104", "RC203", "RC207")


def one(code: str = "RC104", **given: object) -> Diagnostic:
    """Return a finding of a rule; what is given stands in place of what a plain one has."""
    rule = BY_CODE[code]
    plain: dict[str, object] = {
        "code": code, "name": rule.name, "severity": rule.severity, "message": "`sfft` is not a listed value",
        "hint": "did you mean `sft`?", "path": ("training_use", 0), "file": "a.card.yaml", "start": Place(3, 16),
        "end": Place(3, 20), "source": "training_use: [sfft]",
    }  # fmt: skip
    return Diagnostic(**{**plain, **given})  # type: ignore[arg-type]


_MESSAGE = "`<script>` [x](javascript:alert) | @team ]]> \u202e\x1b[31m {0}"
RESULTS = Results(
    cards=["cards/a b.card.yaml", "clean.card.yaml", "/tmp/ü:%.card.yaml"],  # noqa: S108
    diagnostics=[
        one("RC207", file="cards/a b.card.yaml", path=("organizations", 2), message="nobody has looked", hint=""),
        one(
            file="cards/a b.card.yaml",
            fix=Fix("replace", ("training_use", 0), "sft"),
            source="東京: [x, sfft, y]",
            start=Place(9, 9),
            end=Place(9, 13),
        ),
        one("RC011", file="cards/a b.card.yaml", path=(), start=Place(1, 1), end=Place(1, 1), source=""),
        one("RC203", file="/tmp/ü:%.card.yaml", message=_MESSAGE, path=("a|b", "`c`\n")),  # noqa: S108
        one("RC203", file="/tmp/ü:%.card.yaml", message="again", path=("a|b", "`c`\n"), end=Place(5, 2)),  # noqa: S108
    ],
    suppressed=[(one("RC203", file="cards/a b.card.yaml", path=("seed",)), "the house's <own> word ]]>")],
)


def holds(name: str, text: str) -> None:
    """Compare with a golden file; set UPDATE_GOLDEN=1 to write it anew, then read the difference line by line."""
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


_PIECES = st.sampled_from(
    ("`", "``", "|", "\\", "<b>", "]]>", "](x)", "@a", "#1", "&lt;", "\n", "\r", "\0", "\x1b[1m", "\u202e", "\ufffe", "\ud800",
     "http://x.y", "www.x.y", "$`", "_a_", "**", "~~", ":", " ", "- ", "1. ", "a", "é", "東")
)  # fmt: skip
TEXTS = st.lists(_PIECES, max_size=8).map("".join) | st.text(st.characters(), max_size=20)
"""Any text, lone surrogates too, and often what some format might read."""
_FILES = st.sampled_from(("a.card.yaml", "a_card.yaml", "/b/card.yaml", "<stdin>")) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=9
)


@st.composite
def findings(draw: st.DrawFn) -> Diagnostic:
    """Draw a finding as the engine may give it: its end not before its start, texts and keys of any kind."""
    source = draw(TEXTS).replace("\n", "")
    line, column = draw(st.integers(1, 40)), draw(st.integers(1, len(source) + 1))
    end = draw(st.sampled_from((Place(line, column), Place(line, len(source) + 1), Place(line + 2, 1))))
    return one(
        draw(st.sampled_from(CODES)),
        file=draw(_FILES),
        severity=draw(st.sampled_from(Severity)),
        message=draw(TEXTS),
        hint=draw(TEXTS),
        path=tuple(draw(st.lists(TEXTS | st.integers(0, 3), max_size=3))),
        source=source,
        start=Place(line, column),
        end=end,
    )


@st.composite
def runs(draw: st.DrawFn) -> Results:
    """Draw a run: its cards are those that have findings, and one more."""
    found = draw(st.lists(findings(), max_size=6))
    hidden = draw(st.lists(st.tuples(findings(), TEXTS), max_size=2))
    cards = dict.fromkeys(["clean.card.yaml", *(each.file for each in (*found, *(pair[0] for pair in hidden)))])
    return Results(list(cards), found, hidden, draw(st.sampled_from(Severity)))
