"""The verifiers of all cards, and what each says of how often it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from releasecard.card import MISSING
from releasecard.facts import Status, status_of
from releasecard.fields.verifiers import VERIFIER
from releasecard.pages.collection import Collection
from releasecard.pages.parts import Known, known
from releasecard.stated import Gap
from releasecard.values import Path

UNSAID: Final = "family not known"
"""The family of a verifier that names none, or says that none is known."""
MIXED: Final = "mixed"
"""The contract whose verifiers have no family: they are made of others."""
ERRORS: Final = {"false_accept": "false accept", "false_reject": "false reject"}
_VERSIONS: Final = (
    "version",
    "implementation.version",
    "implementation.revision",
    "judge.version",
    "card",
    "toolchain",
)
_JUDGE: Final = "judge.version"
_OF_PAPERS: Final = ("document", "date")
"""How releases are numbered whose version says nothing of what runs."""
_OF_ERROR: Final = frozenset(VERIFIER["errors"]["schema"]["false_accept"]["schema"])
_OF_AGREEMENT: Final = frozenset(VERIFIER["agreement"]["schema"])


class Verifier(NamedTuple):
    """A verifier on a card; its path is `()` where the card is about it. `home` is its own card, if that is at hand."""

    of: Known
    path: Path
    home: Known | None = None

    @property
    def contract(self) -> str:
        """Its contract, empty where none is stated."""
        return str(self.plain("contract") or "")

    @property
    def family(self) -> str:
        """Its family, `mixed` for what is made of others, else the word for none."""
        return str(self.plain("family") or (MIXED if self.contract == MIXED else UNSAID))

    def plain(self, name: str) -> Any:
        """Return a value of it, None for a gap or nothing."""
        return self.of.facts.plain(*self.path, *name.split("."))

    def at(self, name: str) -> tuple[Path, Any]:
        """Return what stands at a dotted name, with its place: a gap on the way speaks for all below it."""
        path = self.path
        for step in name.split("."):
            path = (*path, step)
            value = self.of.facts.at(*path)
            if not isinstance(value, dict):
                break
        return path, value

    def parts(self, name: str) -> list[tuple[Path, dict[str, Any]]]:
        """Return the map at `errors.*` or `agreement`, or the maps in it where there is one for each population."""
        path, value = self.at(name)
        own = _OF_AGREEMENT if name == "agreement" else _OF_ERROR
        if not isinstance(value, dict):
            return []
        inside = [((*path, key), one) for key, one in value.items() if key not in own and isinstance(one, dict)]
        return [(path, value), *inside] if own.intersection(value) else inside

    def reports(self, name: str) -> bool:
        """Tell whether it states a rate in one direction, or how many of how many cases: here, not on another card."""
        return any(
            status_of(one.get("rate", MISSING)) is Status.OK
            or all(status_of(one.get(key, MISSING)) is Status.OK for key in ("wrong", "sample"))
            for _, one in self.parts(f"errors.{name}")
        )

    def agrees(self) -> bool:
        """Tell whether it states how far it agrees with people, or with another judge."""
        return any(status_of(one.get("value", MISSING)) is Status.OK for _, one in self.parts("agreement"))

    def attacked(self) -> bool:
        """Tell whether it states what deliberate attempts to fool it showed."""
        return self.plain("attacks") is not None

    def version(self) -> tuple[Path, Any]:
        """Return the first version that it states with its place, else the first gap, else nothing.

        What a model judges is as old as the model: nothing else stands for it, be it a gap.
        """
        judge = self.at(_JUDGE)
        if judge[1] is not MISSING:
            return judge
        names = [name for name in _VERSIONS if self.path or not self._is_of_the_card(name)]
        found = [self.at(name) for name in names]
        whole = [pair for pair in found if status_of(pair[1]) is Status.OK]
        gaps = [pair for pair in found if isinstance(pair[1], Gap)]
        return next(iter((*whole, *gaps)), ((*self.path, "version"), MISSING))

    def _is_of_the_card(self, name: str) -> bool:
        return name == "card" or (name == "version" and self.plain("versioning") in _OF_PAPERS)


def verifiers(collection: Collection) -> Iterator[Verifier]:
    """Yield the verifiers of all cards: what a card is about first, then those that it names."""
    at_hand = {one.entry.reference: one for one in reversed(list(known(collection)))}
    for one in known(collection):
        if one.facts.kind == "verifier":
            yield Verifier(one, ())
        for name in one.facts.things("verifiers"):
            path: Path = ("verifiers", name)
            reference = one.facts.plain(*path, "card")
            yield Verifier(one, path, at_hand.get(reference) if isinstance(reference, str) else None)
