"""What `--fix` does about the findings of each rule, in words; a test holds this against what is done."""

from __future__ import annotations

from typing import Final

from releasecard.rules.rule import Rule
from releasecard.values import Trust

_SLIP: Final = "where a word is a slip of the pen from the one that it can mean, that is written; where it could be another, it is only shown"

MENDS: Final[dict[str, dict[Trust, str]]] = {
    "RC009": {Trust.SAFE: f"The kind: {_SLIP}."},
    "RC101": {Trust.UNSAFE: "The field is put where its declaration puts it, as a to-do."},
    "RC102": {Trust.SAFE: f"The key: {_SLIP}."},
    "RC104": {Trust.SAFE: f"Several words in one text become a list. Otherwise, {_SLIP}."},
    "RC105": {Trust.SAFE: "A license is spelled as SPDX spells it, an arXiv id becomes an address."},
    "RC107": {Trust.SAFE: "The text is put in quotes, with the digits that stand there."},
    "RC108": {Trust.SAFE: "What the comma cut is put in quotes, where it is a text that was cut."},
    "RC110": {Trust.SAFE: f"The id or path: {_SLIP}."},
    "RC111": {Trust.SAFE: f"The source: {_SLIP}."},
    "RC203": {Trust.SAFE: "The gap word that is nearest is written; one that wants a reason is only shown."},
}
"""By code: how far the fix may be trusted, and what it does."""
_COMMAND: Final = {Trust.SAFE: "`lint --fix` mends it.", Trust.UNSAFE: "`lint --fix --unsafe-fixes` mends it."}


def mended(rule: Rule) -> str:
    """Return whether `--fix` mends what the rule finds, and how."""
    if rule.plugin:
        return ""
    if rule.code not in MENDS:
        return "`lint --fix` leaves it to you."
    return " ".join(f"{_COMMAND[trust]} {said}" for trust, said in MENDS[rule.code].items())
