"""What is said of a claim: licensed, open or unlicensed, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of a claim."""
