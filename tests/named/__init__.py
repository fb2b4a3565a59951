"""The places where the specification names a release as a true or a false alarm for a rule, a module for each family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Named:
    """A rule on a release: whether it fires, on a card with that release's figures, and why in a sentence.

    `sections` replace those of the small right card, or of the real `card` where one is named. `shelf` holds other
    cards by file name; a real card without it stands among all real cards. `note` says that it fires as a note.
    """

    code: str
    release: str
    fires: bool
    says: str
    sections: str = ""
    card: str = ""
    shelf: Mapping[str, str] = field(default_factory=dict)
    note: bool = False
