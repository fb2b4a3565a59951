"""What a run of lint found, as every format takes it; its numbers; the line that closes a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from releasecard.values import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found.

    `cards` are the names of all files as diagnostics have them, `suppressed` what comments hide, with their reasons.
    `baseline` counts what a baseline hides, None where there is none; `mended` what it knows and is no longer there.
    """

    cards: Sequence[str]
    diagnostics: Sequence[Diagnostic]
    suppressed: Sequence[tuple[Diagnostic, str]] = ()
    fail_on: Severity = Severity.ERROR
    baseline: int | None = None
    mended: int = 0

    def by_card(self) -> dict[str, list[Diagnostic]]:
        """Return the findings of each card, also of those that have none, in the order in which they were checked."""
        found: dict[str, list[Diagnostic]] = {card: [] for card in self.cards}
        for one in self.diagnostics:
            found.setdefault(one.file, []).append(one)
        return found


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many findings there are of each severity, and how many have one sure mend."""
    listed = list(diagnostics)
    by = Counter(one.severity for one in listed)
    numbers = {f"{severity}s": by[severity] for severity in sorted(Severity, reverse=True)}
    return {**numbers, "fixable": sum(one.mend is not None for one in listed)}


def summary(results: Results) -> str:
    """Return the last line: cards checked, findings by severity, how many can be mended at once or are hidden."""
    cards, found = len(results.cards), results.diagnostics
    text = f"{cards} {_plural('card', cards)} checked: {severities(found) if found else 'no findings'}"
    fixable, hidden = counts(found)["fixable"], len(results.suppressed)
    text += (f" ({fixable} fixable)" if fixable else "") + (f", {hidden} suppressed" if hidden else "")
    text += f", {results.baseline} in the baseline" if results.baseline else ""
    more = f"{results.mended} of the baseline {'is' if results.mended == 1 else 'are'} mended: --update-baseline takes "
    return text + "\n" + (f"{more}{'it' if results.mended == 1 else 'them'} out\n" if results.mended else "")


def severities(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many findings there are of each severity, in words: `5 errors, 1 warning, 0 notes`."""
    number = counts(diagnostics)
    ordered = [(str(one), number[f"{one}s"]) for one in sorted(Severity, reverse=True)]
    return ", ".join(f"{count} {_plural(word, count)}" for word, count in ordered)


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
