"""The forms of texts, and the tables behind two of them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from releasecard.formats import CHECKS, Citation, citation, nearest

GOOD = {
    "url": ["https://example.org", "http://a.b/c?d=e#f", "https://example.org/a:b"],
    "date": ["2026-02-28", "2024-02-29"],
    "slug": ["gsm8k", "openthoughts3-1.2m", "a"],
    "id": ["probe", "final-answer", "a_1"],
    "license": [
        "MIT",
        "Apache-2.0",
        "MIT OR Apache-2.0",
        "LicenseRef-Llama-3.1",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ],
    "language": ["en", "zh-Hans-CN", "de-1996", "sr-Latn-RS", "es-419", "cmn", "zh-cmn", "x-private"],
    "sha256": ["0" * 64],
    "revision": ["3f2c1ab", "a" * 40, "2024-08-06", "gpt-4o-2024-08-06"],
    "version": ["1.2.0", "2503.14476"],
    "reference": ["gsm8k@1.0", "math-verify@0.8.0#errors.false_reject", "a.b-c@2024-01-01"],
    "parent": ["gsm8k", "gsm8k@1.0"],
    "release": ["inline", "gsm8k@1.0"],
    "git_ref": ["v0.1.0", "main", "a/b", "3f2c1ab"],
    "metric": ["avg@32", "pass@1", "pass^4", "maj@8", "best_of_16", "accuracy", "mean"],
}
BAD = {
    "url": [
        "",
        "example.org",
        "ftp://a.b",
        "https://",
        "javascript:alert(1)",
        "https://a b.c",
        "https://x@y.z/",
        "https://a.b:port",
        "https://<x>.y",
        "doi:10.1/x",
        "HTTPS//a.b",
    ],
    "date": ["2026-2-1", "2026-02-30", "1 March 2026", "", "20260301", "2026-03-01T00:00"],
    "slug": ["", "A", "a b", "-a", "a-", "a/b", "../a", "é", "a" * 101, "a\n"],
    "id": ["", "1a", "A", "not_stated", "a.b", "a b"],
    "license": [
        "",
        "mit",
        "Apache 2.0",
        "MIT AND",
        "(MIT",
        "LicenseRef-a b",
        "LicenseRef-",
        "LicenseRef-a/b#",
        "(" * 5000,
    ],
    "language": ["", "english", "xx", "en-XX-", "en_US", "zh-Hxyz", "en-QX", "zh-abc"],
    "sha256": ["", "0" * 63, "G" * 64, "A" * 64],
    "revision": ["", "main", "latest", "HEAD"],
    "version": ["", "1 0", "a\tb"],
    "reference": ["gsm8k", "@1", "gsm8k@", "Gsm8k@1", "gsm8k@1#"],
    "parent": ["", "GSM 8K", "gsm8k@"],
    "release": ["out", ""],
    "git_ref": ["", "a b", 'v1"', "-x"],
    "metric": ["average", "avg@", "pass", "AVG@3"],
}


def test_tables_are_complete() -> None:
    assert set(GOOD) == set(BAD) == set(CHECKS)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_good_form(name: str, text: str) -> None:
    assert CHECKS[name](text) == ""


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_bad_form_says_what_is_wrong(name: str, text: str) -> None:
    assert CHECKS[name](text)


@pytest.mark.parametrize("name", CHECKS)
@given(text=st.text())
def test_checks_never_raise(name: str, text: str) -> None:
    assert isinstance(CHECKS[name](text), str)


def test_a_misspelt_license_is_named() -> None:
    assert CHECKS["license"]("apache-2.0") == "is spelled `Apache-2.0` in SPDX"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paper", Citation("paper", "", "")),
        ("paper §4.1", Citation("paper", "§4.1", "")),
        ("paper §4.1 (secondary)", Citation("paper", "§4.1", "secondary")),
        ("paper Table 1 (AIME)", Citation("paper", "Table 1 (AIME)", "")),
        ("paper (derived)", Citation("paper", "", "derived")),
        ({"source": "paper", "where": "§2", "via": "primary"}, Citation("paper", "§2", "primary")),
        ({"source": "paper", "page": "3"}, None),
        ({"source": "paper", "via": "hearsay"}, None),
        ("§4.1", None),
        (3, None),
        (None, None),
    ],
)
def test_citation(text: object, expected: Citation | None) -> None:
    assert citation(text) == expected


@given(st.text())
def test_citations_never_raise(text: str) -> None:
    read = citation(text)
    assert read is None or read.source


def test_nearest() -> None:
    assert nearest("temprature", ["temperature", "top_p"]) == "temperature"
    assert nearest("prompt-answer", ["prompt_answer", "prompt_trace_answer"]) == "prompt_answer"
    assert nearest("RLVR", ["rlvr", "sft"]) == "rlvr"
    assert nearest("zebra", ["temperature"]) is None


def test_shipped_tables_are_those_of_the_libraries() -> None:
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tools.vocabulary import FOLDER, TABLES

    for name, make in TABLES.items():
        assert (FOLDER / name).read_text("utf-8") == make(), "run: python tools/vocabulary.py"
