"""Which benchmark a name means, and which holds which."""

from __future__ import annotations

import re
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, strategies as st
from ruamel.yaml import YAML

from releasecard.benchmarks import _fold, collide, covers, known
from releasecard.benchmarks.rows import ROWS, Benchmark

CARDS = File(__file__).parents[1] / "site" / "cards"
IDS = {row.id: row for row in ROWS}


def found(name: str, version: str | None = None, split: str | None = None) -> Benchmark:
    row = known(name, version, split)
    assert row is not None, (name, version, split)
    return row


@pytest.mark.parametrize(
    ("name", "row", "sizes"),
    [
        ("AIME 2024", "aime24", (30,)),
        ("AIME24", "aime24", (30,)),
        ("aime_2024", "aime24", (30,)),
        ("AIME-24", "aime24", (30,)),
        ("2024 AIME", "aime24", (30,)),
        ("AIME24 (avg@32)", "aime24", (30,)),
        ("AIME 2024 pass@1", "aime24", (30,)),
        ("AIME 2024, consensus", "aime24", (30,)),
        ("HuggingFaceH4/aime_2024", "aime24", (30,)),
        ("AIME 2025 II", "aime25-ii", (15,)),
        ("AIME24/25", "aime24-25", ()),
        ("AIME", "aime", ()),
        ("AIME 83-24", "aime-1983-2024", ()),
        ("AIME 1983-2024", "aime-1983-2024", ()),
        ("AMC23", "amc23", (40, 46)),
        ("MATH", "math", (5000, 500)),
        ("MATH-500", "math-500", (500,)),
        ("MATH500", "math-500", (500,)),
        ("the test split of MATH", "math-test", (5000,)),
        ("GSM8K 8-shot", "gsm8k", (1319,)),
        ("Minerva Math (avg@16)", "minerva-math", (272,)),
        ("GPQA", "gpqa", (448, 198)),
        ("GPQA Diamond", "gpqa-diamond", (198,)),
        ("HumanEval", "humaneval", (164,)),
        ("HumanEval+", "humaneval-plus", (164,)),
        ("LiveCodeBench", "livecodebench", ()),
        ("LCB v6", "livecodebench", (1055,)),
        ("LiveCodeBench v5", "livecodebench", (880, 279)),
        ("IFEval (prompt-level, loose)", "ifeval-prompts", (541,)),
        ("IFEval instruction-level", "ifeval-instructions", (834,)),
        ("τ-bench retail", "tau-bench-retail", (115,)),
        ("τ²-bench", "tau2-bench", ()),
        ("SWE-bench Verified", "swe-bench-verified", (500, 484, 477)),
        ("HMMT 02/25", "hmmt-feb-2025", (30,)),
    ],
)
def test_name(name: str, row: str, sizes: tuple[int, ...]) -> None:
    assert (found(name).id, found(name).sizes) == (row, sizes)


@pytest.mark.parametrize(
    ("name", "version", "split", "row", "sizes"),
    [
        ("AIME", "2024", None, "aime24", (30,)),
        ("HMMT", "02/25", None, "hmmt-feb-2025", (30,)),
        ("MATH", None, "test", "math-test", (5000,)),
        ("MATH", None, "train", "math-train", (7500,)),
        ("MATH", None, "12K train", "math-12k", (12000,)),
        ("MATH", None, "500 held-out test problems", "math-500", (500,)),
        ("GSM8K", None, "test", "gsm8k", (1319,)),
        ("GSM8K", "main", "train", "gsm8k-train", (7473,)),
        ("AIME 2024", None, "train", "aime24", (30,)),
        ("τ-bench", None, "airline", "tau-bench-airline", (50,)),
        ("OlympiadBench", None, "geometry", "olympiadbench", ()),
        ("miniF2F", None, "valid", "minif2f-valid", (244,)),
    ],
)
def test_version_and_split(name: str, version: str | None, split: str | None, row: str, sizes: tuple[int, ...]) -> None:
    assert (found(name, version, split).id, found(name, version, split).sizes) == (row, sizes)


@pytest.mark.parametrize(
    "name",
    [
        "", "   ", "AIME 2020", "AIME 1983-2021", "AIME 2024 (Chinese)", "MATH Level 5", "MATH-Perturb", "mathematics", "Polaris",
        "LiveCodeBench in the ablation on OpenThoughts-114k", "LiveCodeBench Pro", "HealthBench Professional", "Math-Verify",
        "GSM-Symbolic", "average of the ablations", "OTIS Mock AIME", "test set of UltraChat", "MMLU-ProX", "τ³-bench",
        "correlation of the HealthBench score with the length of the answer", "SWE-bench Multimodal",
    ],
)  # fmt: skip
def test_other_names_are_none(name: str) -> None:
    assert known(name) is None


def test_splits_for_training_that_the_table_lacks_are_none() -> None:
    assert known("MMLU", split="dev") is None
    assert known("ProofNet", split="validation") is None
    assert known("SWE-bench", split="train") is None


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("06/24-01/25", "2024-06..2025-01"),
        ("2024-06 to 2025-01", "2024-06..2025-01"),
        ("24.06-25.01", "2024-06..2025-01"),
        ("2406-2501", "2024-06..2025-01"),
        ("v5, 2024-08 to 2025-02", "2024-08..2025-02"),
    ],
)
def test_window(text: str, window: str) -> None:
    for row in (found("LiveCodeBench", text), found(f"LiveCodeBench {text}"), found(f"LCB ({text})")):
        assert (row.window, row.sizes, row.first_public) == (window, (), window[:7])


def test_windows_that_differ_do_not_cover_each_other() -> None:
    early, late = found("LiveCodeBench 05/23-05/24"), found("LiveCodeBench", "06/24-01/25")
    assert not covers(early, late)
    assert not collide(early, late)
    assert covers(late, found("LiveCodeBench", "2024-06 to 2025-01"))
    assert covers(early, found("LiveCodeBench"))


@pytest.mark.parametrize(
    ("holder", "held"),
    [
        ("MATH", "MATH-500"), ("MATH test", "MATH500"), ("GPQA main", "GPQA Diamond"), ("GPQA", "GPQA Diamond"),
        ("AIME", "AIME24"), ("AIME", "AIME 2025"), ("AIME", "AIME 2025 I"), ("AIME 83-24", "AIME24"), ("AMC", "AMC23"),
        ("AMC 22-24", "AMC23"), ("SWE-bench", "SWE-bench Lite"), ("HMMT", "HMMT Feb 2025"), ("AIME24", "AIME24"),
        ("HumanEval", "HumanEval+"), ("HumanEval+", "HumanEval"), ("MMLU", "MMLU-STEM"), ("PolyMath", "PolyMath in English"),
    ],
)  # fmt: skip
def test_covers(holder: str, held: str) -> None:
    assert covers(found(holder), found(held))
    assert collide(found(held), found(holder))


@pytest.mark.parametrize(
    ("holder", "held"),
    [
        ("MATH-500", "MATH test"), ("AIME24", "AIME"), ("AIME 83-24", "AIME25"), ("AIME24", "AIME25"), ("GPQA Diamond", "GPQA"),
        ("GSM8K train", "GSM8K"), ("MATH train", "MATH-500"),
    ],
)  # fmt: skip
def test_does_not_cover(holder: str, held: str) -> None:
    assert not covers(found(holder), found(held))


def test_splits_that_collide() -> None:
    assert collide(found("MATH", split="12k train"), found("MATH", split="test"))
    assert not collide(found("MATH", split="12k train"), found("MATH-500"))
    assert not collide(found("MATH", split="train"), found("MATH"))
    assert not collide(found("GSM8K", split="train"), found("GSM8K"))
    assert collide(found("AIME24/25"), found("AIME 83-24"))
    assert collide(found("di-zhang-fdu/AIME_1983_2024"), found("AIME 2024"))
    assert not covers(found("philschmid/AIME_1983_2024"), found("AIME 2024"))


def test_table_is_sound() -> None:
    assert len(IDS) == len(ROWS)
    names: dict[str, str] = {}
    for row in ROWS:
        assert {*row.contains, *row.collides} <= IDS.keys() - {row.id}
        assert row.source
        assert row.unit in ("item", "instruction")
        cited = row.commit or re.match(r"arXiv \d{4}\.\d{5}|https://|general knowledge", row.source)
        assert cited, row
        assert row.first_public is None or re.fullmatch(r"20\d\d(-\d\d){0,2}", row.first_public)
        assert all(size > 0 for size in row.sizes)
        for text in {_fold(one) for one in (row.id, row.name, *row.aliases)}:
            assert names.setdefault(text, row.id) == row.id, text
    for row in ROWS:
        assert found(row.name).id == found(row.id).id == row.id


def test_what_is_contained_is_not_larger_and_not_older() -> None:
    for row in ROWS:
        for held in (IDS[one] for one in row.contains):
            if row.sizes and held.sizes and row.unit == held.unit == "item":
                assert min(held.sizes) <= max(row.sizes), (row.id, held.id)


NOT_IN_THE_TABLE = re.compile(
    r"(?i)tensor|problems|kissing|right answers|average|held-out|correlation|questions outside|processbench|harmbench"
    r"|xstest|anthropic|webgpt|openai summ|shp|in the ablation|own evaluation suite|evol-instruct|ultrachat|single annot"
)


def named(card: dict[str, Any]) -> set[tuple[str, str | None, str | None]]:
    rows = (card.get("benchmarks") or {}).values()
    texts = {key: [one.get(key) for one in rows] for key in ("name", "version", "split")}
    whole = zip(*texts.values(), strict=True)
    scored = {tuple(one if isinstance(one, str) else None for one in row) for row in whole if isinstance(row[0], str)}
    against = ((card.get("provenance") or {}).get("decontamination") or {}).get("against")
    listed = against if isinstance(against, list) else [against] if isinstance(against, str) else []
    return scored | {(one, None, None) for one in listed if isinstance(one, str)}  # type: ignore[return-value]


@pytest.mark.parametrize("file", sorted(CARDS.glob("*.card.yaml")), ids=lambda file: file.name.split(".card")[0])
def test_names_on_real_cards(file: File) -> None:
    card = YAML(typ="safe").load(file.read_text("utf-8"))
    for name, version, split in named(card):
        row = known(name, version, split)
        assert (row is None) == bool(NOT_IN_THE_TABLE.search(name)), (name, version, split, row)


@given(st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_text_is_answered(name: str, version: str | None, split: str | None) -> None:
    row = known(name, version, split)
    assert row is None or covers(row, row)


@given(st.sampled_from(ROWS), st.sampled_from(["avg@16", "pass@1", "maj@64", "accuracy", "0-shot"]), st.booleans())
def test_case_and_metric_do_not_matter(row: Benchmark, metric: str, upper: bool) -> None:
    name = f"{row.name} ({metric})"
    assert found(name.upper() if upper else name.lower()).id == row.id
