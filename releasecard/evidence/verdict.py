"""What is said of a claim: licensed, open or unlicensed, and why, with the paths that carry or fail it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from releasecard.facts import Status
from releasecard.values import Path, dotted


class Word(Enum):
    """The three verdicts, from the best to the worst."""

    LICENSED = "licensed"
    OPEN = "open"
    UNLICENSED = "unlicensed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that carries a claim, leaves it open or voids it.

    `need` is the id of a need of the matrix, the name of a rule, or a word for what the closure lacks. `where` leads to
    the place, on another card as `name@version#path`; `path` to the nearest place on the claim's own. `word` is the gap.
    """

    need: str
    says: str
    status: Status
    where: str = ""
    word: str = ""
    path: Path = ()
    holds: Literal["carries", "opens", "voids"] = "carries"

    @property
    def is_doubt(self) -> bool:
        """Whether something that is stated speaks against the claim: then `need` is the rule that found it."""
        return self.status is Status.OK and self.holds != "carries"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of a claim, with all its reasons in the order of the matrix."""

    claim: Path
    kind: str
    word: Word
    reasons: tuple[Reason, ...]

    @property
    def carried(self) -> list[Reason]:
        """What is stated."""
        return [one for one in self.reasons if one.holds == "carries"]

    @property
    def opened(self) -> list[Reason]:
        """What nobody can say, or what leaves a doubt."""
        return [one for one in self.reasons if one.holds == "opens"]

    @property
    def voided(self) -> list[Reason]:
        """What is lacking, or speaks against the claim."""
        return [one for one in self.reasons if one.holds == "voids"]

    @property
    def name(self) -> str:
        """The claim's path as people write it."""
        return dotted(self.claim)
