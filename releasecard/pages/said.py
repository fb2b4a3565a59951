"""What a verifier says of itself in few words: its version, its errors, agreement, attacks."""

from __future__ import annotations

from typing import Any, Final

from releasecard.card import MISSING
from releasecard.pages.card.shown import Shown, shortened
from releasecard.pages.checks import ERRORS, Verifier
from releasecard.pages.html import NOTHING, Html, el, joined
from releasecard.pages.parts import Links, cut, words
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Path

_MOST_PARTS: Final = 4
"""Populations or attacks of one verifier that are shown."""
_LONG: Final = 90


class Said:
    """What a verifier says, each part a link to the place on its card; of several at most so many."""

    def __init__(self, links: Links, one: Verifier, most: int = _MOST_PARTS) -> None:
        self._links, self._one, self._most = links, one, most
        self._shown = Shown(one.of.entry, one.of.card, links.collection)

    def version(self) -> Html:
        """Return the version, or the gap in its place."""
        path, value = self._one.version()
        return self._link(path, self._value(path, value)) or self._absent()

    def parts(self, name: str) -> Html:
        """Return error rates or agreement: one, or a line for each population; a gap by its word."""
        found = self._one.parts(name)
        if not found:
            path, value = self._one.at(name)
            populations = value.items() if isinstance(value, dict) else ()
            inside = [((*path, key), one) for key, one in populations] or [(path, value)]
            lines = [self._link(place, self._value(place, one)) for place, one in inside[: self._most]]
            return _listed([one for one in lines if one], len(inside)) or self._home(name) or self._absent()
        write = self._agreement if name == "agreement" else self._rate
        lines = [write(path, one) for path, one in found[: self._most]]
        return _listed(lines, len(found))

    def _rate(self, path: Path, one: dict[str, Any]) -> Html:
        rate = self._inner(path, one, "rate")
        counts = self._counts(path, one, "wrong")
        said = joined(rate, counts and (joined(" (", counts, ")") if rate else counts))
        whole = path[-1] in ERRORS and not isinstance(one.get("population"), str)
        return joined(
            self._link(path, said or Html("described")), None if whole else self._of(one.get("population"), path)
        )

    def _agreement(self, path: Path, one: dict[str, Any]) -> Html:
        value, metric, against, judge, on = (
            self._inner(path, one, key) for key in ("value", "metric", "against", "judge", "on")
        )
        cases = self._inner(path, one, "n")
        said = joined(value or Html("described"), metric and joined(" ", metric), cases and joined(", n ", cases))
        who = judge or (NOTHING if path[-1] == "agreement" else joined(cut(str(path[-1]))))
        about = joined(who, on and joined("on ", on), against and joined("against ", against), between=" ")
        return joined(self._link(path, said), el("span", about, class_="rc-quiet") if about else None)

    def attacks(self) -> Html:
        """Return what attacks on it showed, a line for each."""
        path, value = self._one.at("attacks")
        if not isinstance(value, dict):
            return self._link(path, self._value(path, value)) or self._home("attacks") or self._absent()
        tried = [(key, one) for key, one in value.items() if isinstance(one, dict)]
        lines = [self._attack((*path, key), one) for key, one in tried[: self._most]]
        return _listed(lines, len(tried)) or self._absent()

    def _attack(self, path: Path, one: dict[str, Any]) -> Html:
        outcome, rate = self._inner(path, one, "outcome"), self._inner(path, one, "rate")
        counts = self._counts(path, one, "accepted")
        said = joined(outcome, rate, counts and joined("(", counts, ")"), between=" ")
        return joined(self._link(path, said or Html("described")), self._of(one.get("attack"), path))

    def _counts(self, path: Path, one: dict[str, Any], what: str) -> Html:
        """Return how many of how many cases, `11 of 500`; `11 wrong` where nobody says of how many."""
        number, sample = (self._inner(path, one, key) for key in (what, "sample"))
        return (
            joined(number, " of ", sample)
            if number and sample
            else joined(number or sample, f" {what if number else 'cases'}")
            if number or sample
            else NOTHING
        )

    def _of(self, value: Any, path: Path) -> Html:
        return el("span", cut(value, _LONG) if isinstance(value, str) else cut(str(path[-1])), class_="rc-quiet")

    def _inner(self, path: Path, one: dict[str, Any], key: str) -> Html:
        return self._value((*path, key), one[key]) if key in one else NOTHING

    def _value(self, path: Path, value: Any) -> Html:
        if isinstance(value, Gap):
            why = cut(str(value.detail), 200) if value.detail is not None else None
            return el("span", words(value.word), class_="rc-gap", title=why)
        if isinstance(value, Todo):
            return el("span", "to do", class_="rc-gap")
        if isinstance(value, Conflict):
            return el("span", "sources disagree", class_="rc-conflict")
        if value is MISSING or value is None or isinstance(value, (dict, list)):
            return NOTHING
        said = self._shown.card.text(path)
        brief = shortened(said)
        return el("span", brief, title=said) if brief != said else joined(cut(said, _LONG))

    def _link(self, path: Path, said: Html) -> Html:
        return self._links.field(self._one.of, path, said) if said else NOTHING

    def _home(self, name: str) -> Html:
        """Return a link to the verifier's own card, which may say what this one leaves to it."""
        home = self._one.home
        if home is None:
            return NOTHING
        return joined("see ", self._links.field(home, tuple(name.split(".")), cut(home.entry.reference, 40)))

    @staticmethod
    def _absent() -> Html:
        return el("span", el("span", "nothing", class_="rc-hidden"), Html("&#8211;"), class_="rc-quiet")


def _listed(lines: list[Html], total: int) -> Html:
    more = el("li", f"and {total - len(lines):,} more", class_="rc-quiet") if total > len(lines) else None
    if len(lines) == 1 and more is None:
        return lines[0]
    return el("ul", (el("li", one) for one in lines), more) if lines else NOTHING
