"""What licenses say of content that is passed on: a table by SPDX ids, of terms that are known to be at odds."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CREATIVE: Final = re.compile(r"CC-BY(-NC)?(?:-(SA|ND))?-(\d\.\d)(?:-[A-Z]{2,3})?")
_NON_COMMERCIAL: Final = frozenset(("PolyForm-Noncommercial-1.0.0", "Hippocratic-2.1"))
_SHARE_ALIKE: Final = {
    "ODbL-1.0": frozenset(("ODbL-1.0",)),
    "CDLA-Sharing-1.0": frozenset(("CDLA-Sharing-1.0",)),
    "LAL-1.3": frozenset(("LAL-1.3", "CC-BY-SA-4.0")),
}
_FROM_CC_BY_SA_4: Final = frozenset(("LAL-1.3", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later"))
"""What CC lists as compatible with CC-BY-SA-4.0: creativecommons.org/share-your-work/licensing-considerations/compatible-licenses."""


class Terms(NamedTuple):
    """What one license asks: no commercial use, no changes, the same terms for what is made of it."""

    id: str
    non_commercial: bool
    no_derivatives: bool
    share_alike: bool
    custom: bool


def terms(license_id: str) -> Terms:
    """Read one SPDX id; terms of one's own (`LicenseRef-`) are known by nothing but their text."""
    match = _CREATIVE.fullmatch(license_id)
    if match:
        return Terms(license_id, bool(match[1]), match[2] == "ND", match[2] == "SA", custom=False)
    custom = license_id.startswith("LicenseRef-")
    return Terms(license_id, license_id in _NON_COMMERCIAL, False, license_id in _SHARE_ALIKE, custom)


def options(expression: str) -> list[list[Terms]]:
    """Return the choices that an SPDX expression offers, each the licenses that hold together; none for nested ones."""
    if "(" in expression or " WITH " in expression.upper():
        return []
    choices = re.split(r"\s+OR\s+", expression.strip(), flags=re.IGNORECASE)
    return [[terms(one) for one in re.split(r"\s+AND\s+", choice, flags=re.IGNORECASE)] for choice in choices]


def takes_share_alike(parent: Terms, child: list[Terms]) -> bool:
    """Tell whether what is under a share-alike license may be passed on in changed form under *child*."""
    return any(_compatible(parent.id, one.id) for one in child)


def _compatible(parent: str, child: str) -> bool:
    ours, theirs = _CREATIVE.fullmatch(parent), _CREATIVE.fullmatch(child)
    if ours and theirs:
        return (ours[1], ours[2]) == (theirs[1], theirs[2]) and ours[3] <= theirs[3]
    if ours:
        return ours[1] is None and ours[3] == "4.0" and child in _FROM_CC_BY_SA_4
    return child in _SHARE_ALIKE.get(parent, frozenset((parent,)))
