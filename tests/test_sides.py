"""What a score was sampled and judged with, row before benchmark, and where two sides differ."""

from __future__ import annotations

import pytest

from releasecard.card import Card
from releasecard.document import read
from releasecard.facts import Facts, Status
from releasecard.sides import SETTINGS, Judge, differing, metric, side, unstated
from releasecard.testing import with_sections

CARD = """\
verifiers:
  strict: {contract: programmatic, implementation: {name: math-verify, version: "0.7.0"}}
  newer: {contract: programmatic, card: math-verify@0.8.0}
  loose: {contract: programmatic, implementation: {name: last-number, version: "1.0"}}
rollouts:
  exam:
    purpose: evaluation
    samples_per_prompt: 16
    temperature: 0.6
    top_p: 0.95
    max_response_tokens: 32768
    prompt_format: {template: chat, answer: boxed}
    harness: {name: lm-eval, version: "0.4.8"}
    verifier: strict
  near: {like: exam, max_response_tokens: 32K, prompt_format: {template: Chat}}
  hot: {like: exam, temperature: 1.0, samples_per_prompt: 64}
  greedy: {like: exam, temperature: 0, top_p: 1.0, samples_per_prompt: 1}
  free: {like: exam, prompt_format: {template: chat, answer: free}, harness: {name: lm-eval, version: "0.4.9"}}
  total: {purpose: evaluation, samples_per_prompt: 16, temperature: 0.6, max_total_tokens: 40000, verifier: strict}
benchmarks:
  aime: {name: AIME 2024, metric: avg@16, unit: percent, rollouts: exam}
  gap: {name: AIME 2025, metric: avg@16, unit: percent, rollouts: not_stated}
baselines:
  plain: {model: A, origin: run, scores: {aime: 50, gap: 40}}
  near: {model: A, origin: run, rollouts: near, scores: {aime: 50}}
  hot: {model: A, origin: run, rollouts: hot, scores: {aime: 50}}
  greedy: {model: A, origin: run, rollouts: greedy, metric: accuracy, scores: {aime: 50}}
  free: {model: A, origin: run, rollouts: free, scores: {aime: 50}}
  total: {model: A, origin: run, rollouts: total, scores: {aime: 50}}
  vote: {model: A, origin: run, metric: maj@16, scores: {aime: 50}}
  more: {model: A, origin: run, metric: avg@64, scores: {aime: 50}}
  loose: {model: A, origin: run, verifier: loose, scores: {aime: 50}}
  newer: {model: A, origin: run, verifier: newer, scores: {aime: 50}}
  copied: {model: B, origin: copied, scores: {aime: 50}}
  copied-hot: {model: B, origin: copied, rollouts: hot, scores: {aime: 50}}
"""
FACTS = Facts(Card(read(with_sections(CARD))))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("plain", []),
        ("near", []),
        ("hot", ["samples", "temperature"]),
        ("greedy", ["samples", "temperature"]),
        ("free", ["prompt_format", "harness"]),
        ("total", []),
        ("vote", ["metric"]),
        ("more", ["samples"]),
        ("loose", ["verifier"]),
        ("newer", []),
        ("copied", []),
        ("copied-hot", ["samples", "temperature"]),
    ],
)
def test_where_a_row_differs_from_the_benchmark(row: str, names: list[str]) -> None:
    one, other = side(FACTS, "plain", "aime"), side(FACTS, row, "aime")
    assert differing(one, other) == differing(other, one) == names


def test_settings_stand_where_the_card_writes_them() -> None:
    found = side(FACTS, "hot", "aime")
    assert set(found.settings) == set(SETTINGS)
    assert found.settings["temperature"].path == ("rollouts", "hot", "temperature")
    assert found.settings["metric"].path == ("benchmarks", "aime", "metric")
    assert found.settings["verifier"].value == (Judge("strict", "math-verify", "0.7.0"),)
    assert unstated(found) == ["selection"]


def test_a_protocol_that_is_a_gap_leaves_its_settings_as_gaps() -> None:
    found = side(FACTS, "plain", "gap")
    assert found.settings["temperature"].status is found.settings["verifier"].status is Status.GAP
    assert found.settings["temperature"].path == ("benchmarks", "gap", "rollouts")
    assert found.settings["samples"].value == 16


def test_a_copied_row_without_a_protocol_of_its_own_is_a_guess() -> None:
    assert side(FACTS, "copied", "aime").assumed
    assert not side(FACTS, "copied-hot", "aime").assumed
    assert differing(side(FACTS, "copied", "aime"), side(FACTS, "hot", "aime")) == []


@pytest.mark.parametrize(
    ("text", "kind", "k"),
    [
        ("accuracy", "accuracy", 1),
        ("avg@32", "accuracy", 1),
        ("pass@1", "accuracy", 1),
        ("pass^1", "accuracy", 1),
        ("share", "accuracy", 1),
        ("pass@8", "pass@", 8),
        ("pass^4", "pass^", 4),
        ("maj@64", "maj@", 64),
        ("best_of_1", "best_of_", 1),
        ("f1", "f1", 1),
    ],
)
def test_metric_and_its_number(text: str, kind: str, k: int) -> None:
    assert metric(text) == (kind, k)
