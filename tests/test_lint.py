"""The engine: places, suppressions, references, citations; no bytes make it fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings, strategies as st

from releasecard import report
from releasecard.document.nodes import MAX_BYTES
from releasecard.explain import inner_fields
from releasecard.fields import SCHEMAS
from releasecard.lint import lint, lint_text, worst
from releasecard.testing import CARD, with_sections
from releasecard.values import Severity


def concise(text: str) -> list[str]:
    return [f"{one.start.line}:{one.start.column} {one.code}" for one in lint_text(text, "card.yaml").diagnostics]


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_card_or_findings(content: bytes) -> None:
    assert lint(content, "card.yaml").diagnostics


LINES = CARD.splitlines(keepends=True)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "indent", "cut", "swap"])),
        max_size=6,
    ),
    st.text(max_size=5),
)
def test_a_damaged_card_gives_findings_inside_it(damage: list[tuple[int, str]], noise: str) -> None:
    lines = list(LINES)
    for at, how in damage:
        line = lines[at]
        lines[at] = {
            "drop": "",
            "twice": line * 2,
            "indent": " " + line,
            "cut": line[: len(line) // 2] + noise,
            "swap": line.replace(":", noise),
        }[how]
    text = "".join(lines)
    for one in lint_text(text, "card.yaml").diagnostics:
        assert 1 <= one.start.line <= text.count("\n") + text.count("\r") + 1
        assert one.end >= one.start


def test_worst_text_for_its_size_is_quick() -> None:
    texts = [
        "a: b, c\n" * 100,
        "{a: http://x}\n",
        "'" * 1000,
        "- {u: http://x, v: 1}\n" * 30000,
        "a" * MAX_BYTES,
        "&a " * 10000,
        "? " * 10000,
    ]
    for text in texts:
        begin = time.perf_counter()
        assert lint(text.encode(), "card.yaml").diagnostics
        assert time.perf_counter() - begin < 20


def test_byte_order_mark_and_windows_line_ends() -> None:
    content = b"\xef\xbb\xbf" + CARD.replace("\n", "\r\n").replace("MIT}", "mit}").encode()
    found = lint(content, "card.yaml").diagnostics
    assert next((one.code, one.start.line, one.source) for one in found if one.code == "RC105") == (
        "RC105",
        9,
        "license: {data: mit}",
    )


def test_suppression_hides_its_line_and_keeps_the_reason() -> None:
    text = with_sections("training_use: [sfft]  # releasecard: ignore[RC104] our own word\n")
    linted = lint_text(text, "card.yaml")
    assert linted.diagnostics == []
    assert [(one.code, why) for one, why in linted.suppressed] == [("RC104", "our own word")]


def test_suppression_in_a_text_is_text() -> None:
    text = with_sections(
        'summary: "see # releasecard: ignore[RC104] here"\ntitle: |\n  # releasecard: ignore[RC104] x\n'
    )
    assert concise(text) == []


def test_suppressing_several_codes_reports_the_unused_one() -> None:
    text = with_sections("training_use: [sfft]  # releasecard: ignore[RC104, RC101] our own word\n")
    linted = lint_text(text, "card.yaml")
    assert [one.code for one in linted.diagnostics] == ["RC011"]


def test_misspelt_code_in_a_suppression_has_a_hint() -> None:
    text = with_sections("training_use: [sft]  # releasecard: ignore[RC1004] x\n")
    assert [one.hint for one in lint_text(text, "card.yaml").diagnostics] == ["did you mean `RC104`?"]


def test_references_to_things_that_are_there() -> None:
    text = with_sections(
        'sources:\n  paper: {role: data_release, url: "https://example.org"}\n'
        "cited:\n  objects.rows: paper §2\n  verifiers.final*: [paper, self (measured)]\n  claims: {source: paper, where: §1}\n"
    )
    assert concise(text) == []


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ("cited:\n  objects.nothing: self\n", ["42:3 RC110"]),
        ("cited:\n  objects.no*: self\n", ["42:3 RC110"]),
        ("cited:\n  objects: [self, hub]\n", ["42:19 RC111"]),
        ("cited:\n  objects: 17\n", ["42:12 RC105"]),
        ("claims:\n  c:\n    kind: gain\n    says: It gains.\n    about: objects.rows\n    evidence: [other@1.0#comparisons.a, other]\n", ["42:46 RC110"]),
        ("conflicts:\n  size: {about: objects.row, says: They differ., values: {hub: 3, self: 4}}\n", ["42:17 RC110", "42:59 RC111"]),
    ],
)  # fmt: skip
def test_references_that_lead_nowhere(sections: str, expected: list[str]) -> None:
    assert [one.split(" ", 1)[1] for one in concise(with_sections(sections))] == [
        one.split(" ", 1)[1] for one in expected
    ]


@pytest.mark.parametrize(
    "value",
    ["", "TODO", "not_stated", "[]", "{}", "17", "text", "[a, {b: c}]", "{a: {b: [c]}}", "{conflict: {self: 1, b: 2}}"],
)
def test_any_value_at_any_place_is_judged(value: str) -> None:
    """Every top-level field and every field of a thing, with a value of any type: findings, never an exception."""
    for kind, schema in SCHEMAS.items():
        head, names = (
            f"releasecard: 1\nkind: {kind}\n",
            [name for name in schema if name not in ("releasecard", "kind")],
        )
        assert lint_text(head + "".join(f"{name}: {value}\n" for name in names), "card.yaml").diagnostics
        deep = head
        for name in names:
            thing, indent = ("  thing:\n", "    ") if "valuesrules" in schema[name] else ("", "  ")
            inner = inner_fields(schema[name])
            deep += f"{name}:\n{thing}" + "".join(f"{indent}{field}: {value}\n" for field in inner) if inner else ""
        assert lint_text(deep, "card.yaml").diagnostics


def test_worst() -> None:
    assert worst([]) is None
    assert worst(lint_text("", "card.yaml").diagnostics) is Severity.ERROR


@pytest.mark.parametrize(
    "sections",
    [
        "like: x\n",
        "claims: {c: {about: objects, evidence: ['training_use.²', 'training_use.1', 'training_use."
        + "1" * 5000
        + "']}}\n",
        'title: "\\UFFFFFFFF"\n',
        "a: &a TODO" + " x" * 200_000 + "\nb: [" + "*a, " * 5_000 + "]\n",
        "links: {data: 'http://" + "." * 30_000 + " '}\n",
        "? " + "y" * 5_000 + "\n: 1\n",
        "%TAG !a! x\n" * 30_000,
    ],
)
def test_cards_that_once_broke_it(sections: str) -> None:
    begin = time.perf_counter()
    assert lint_text(with_sections(sections) if sections[0] != "%" else sections, "card.yaml").diagnostics
    assert time.perf_counter() - begin < 10


FAULTY = {
    "many unknown keys": "".join(f"unknown_key_{number}: 1\n" for number in range(20_000)),
    "many dangling paths": "claims:\n  c:\n    evidence:\n"
    + "".join(f"      - nothing.here{number}\n" for number in range(8_000)),
    "many dangling citations": "cited:\n" + "".join(f"  nothing{number}.x: hub\n" for number in range(8_000)),
    "many unlisted values": "domains: [" + ", ".join(f"mth{number}" for number in range(20_000)) + "]\n",
    "a long chain of likes": "rollouts:\n  a0: {top_p: 1}\n"
    + "".join(f"  a{n}: {{like: a{n - 1}}}\n" for n in range(1, 5_000)),
    "a bush of likes": "rollouts:\n  a:\n"
    + "".join(f"    k{n}: 1\n" for n in range(4_000))
    + "".join(f"  b{n}: {{like: a}}\n" for n in range(4_000)),
    "many suppressions": "".join(f"k{n}: 1  # releasecard: ignore[RC102] why\n" for n in range(15_000)),
    "many bad suppressions": "".join(f"# releasecard: ignore[RC9{n}] why\n" for n in range(20_000)),
    "many faults on one line": "domains: [" + ", ".join(["unknown"] * 20_000) + "]\n",
    "many duplicates": "".join("title: x\n" for _ in range(24_000)),
    "many conflicts": "objects:\n"
    + "".join(f"  a{n}: {{records: {{conflict: {{x: 1, y: b}}}}}}\n" for n in range(4_000)),
    "many ids to guess among": "benchmarks:\n"
    + "".join(f"  b{n}: {{}}\n" for n in range(5_000))
    + "baselines:\n  x: {scores: {"
    + ", ".join(f"c{n}: 1" for n in range(5_000))
    + "}}\n",
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_card_with_very_many_faults_is_judged_in_time(name: str) -> None:
    begin = time.perf_counter()
    found = lint_text(f"releasecard: 1\nkind: dataset\n{FAULTY[name]}", "card.yaml").diagnostics
    report.full(found)
    assert found
    assert time.perf_counter() - begin < 15, name
