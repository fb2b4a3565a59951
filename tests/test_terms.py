"""Licenses beside licenses, and bands in words: the small tables that rules on construction and sampling read."""

from __future__ import annotations

import pytest

from releasecard.rules.construction.terms import options, takes_share_alike, terms
from releasecard.rules.rollouts.rates import _text


@pytest.mark.parametrize(
    ("license_id", "non_commercial", "no_derivatives", "share_alike"),
    [
        ("CC-BY-4.0", False, False, False),
        ("CC-BY-NC-4.0", True, False, False),
        ("CC-BY-NC-ND-4.0", True, True, False),
        ("CC-BY-SA-3.0-DE", False, False, True),
        ("ODbL-1.0", False, False, True),
        ("ODC-By-1.0", False, False, False),
        ("Apache-2.0", False, False, False),
    ],
)
def test_terms_of_a_license(license_id: str, non_commercial: bool, no_derivatives: bool, share_alike: bool) -> None:
    read = terms(license_id)
    assert (read.non_commercial, read.no_derivatives, read.share_alike) == (non_commercial, no_derivatives, share_alike)
    assert not read.custom
    assert terms(f"LicenseRef-{license_id}").custom


@pytest.mark.parametrize(
    ("parent", "child", "fits"),
    [
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("CC-BY-SA-4.0", "GPL-3.0-only", True),
        ("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", False),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-SA-4.0", "MIT", False),
        ("ODbL-1.0", "ODbL-1.0", True),
        ("ODbL-1.0", "CC-BY-4.0", False),
        ("CC-BY-SA-4.0", "MIT AND CC-BY-SA-4.0", True),
    ],
)
def test_share_alike_takes_its_own_kind(parent: str, child: str, fits: bool) -> None:
    assert all(takes_share_alike(terms(parent), choice) for choice in options(child)) is fits


def test_choices_are_told_apart_and_nested_ones_left_alone() -> None:
    assert [[one.id for one in choice] for choice in options("MIT OR Apache-2.0 AND BSD-3-Clause")] == [
        ["MIT"], ["Apache-2.0", "BSD-3-Clause"],
    ]  # fmt: skip
    assert options("MIT AND (Apache-2.0 OR BSD-3-Clause)") == []


@pytest.mark.parametrize(
    ("band", "samples", "empty"),
    [
        ("0 < correct < 16", 16, False),
        ("0 < correct < 1", 16, True),
        ("0 <= correct < 1", 16, False),
        ("0 < correct < 16", 1, False),
        ("mean reward 0.1-0.6 is kept", 8, False),
        ("0.3-0.45", 4, True),
        ("0.3-0.5", 4, False),
        ("30-45 %", 4, True),
        ("20-80%", 4, False),
        (">=0.9", 16, False),
        ("0.1-0.2 and 0.8-0.9", 4, False),
        ("groups neither all right nor all wrong", 16, False),
        ("levels 3-5 of 2024", 2, False),
        (16, 4, False),
    ],
)
def test_a_band_in_words_is_read_or_left_alone(band: object, samples: int, empty: bool) -> None:
    assert bool(list(_text((), band, samples))) is empty
