"""What a run of lint found, as every format takes it; its numbers; the line that closes a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from releasecard.evidence.verdict import Verdict, Word
from releasecard.values import Diagnostic, Severity, Trust


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found.

    `cards` are the names of all files as diagnostics have them, `suppressed` what comments hide, with their reasons.
    `baseline` counts what a baseline hides, None where there is none; `mended` what it knows and is no longer there.
    `fixed` counts what was fixed before, None where that was not asked for; `unsafe`: unsafe fixes are at hand too.
    """

    cards: Sequence[str]
    diagnostics: Sequence[Diagnostic]
    suppressed: Sequence[tuple[Diagnostic, str]] = ()
    fail_on: Severity = Severity.ERROR
    baseline: int | None = None
    mended: int = 0
    fixed: int | None = None
    unsafe: bool = False
    verdicts: Sequence[tuple[str, Verdict]] = ()
    """Each claim's verdict, with the file of its card."""

    def by_card(self) -> dict[str, list[Diagnostic]]:
        """Return the findings of each card, also of those that have none, in the order in which they were checked."""
        found: dict[str, list[Diagnostic]] = {card: [] for card in self.cards}
        for one in self.diagnostics:
            found.setdefault(one.file, []).append(one)
        return found


def counts(diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> dict[str, int]:
    """Return how many findings there are of each severity, and how many have a fix that is safe, or *unsafe* too."""
    listed = list(diagnostics)
    by = Counter(one.severity for one in listed)
    numbers = {f"{severity}s": by[severity] for severity in sorted(Severity, reverse=True)}
    return {**numbers, "fixable": _fixable(listed, Trust.SAFE) + (_fixable(listed, Trust.UNSAFE) if unsafe else 0)}


def _fixable(diagnostics: Iterable[Diagnostic], trust: Trust) -> int:
    return sum(one.fix is not None and one.fix.trust is trust for one in diagnostics)


def summary(results: Results) -> str:
    """Return the last line: cards checked, findings by severity, how many can be mended at once or are hidden; then what was fixed."""
    cards, found = len(results.cards), results.diagnostics
    text = f"{cards} {_plural('card', cards)} checked: {severities(found) if found else 'no findings'}"
    hidden = len(results.suppressed)
    text += _at_hand(results) + (f", {hidden} suppressed" if hidden else "")
    text += f", {results.baseline} in the baseline" if results.baseline else ""
    text += f"; {claims(results.verdicts)}" if results.verdicts else ""
    more = f"{results.mended} of the baseline {'is' if results.mended == 1 else 'are'} mended: --update-baseline takes "
    text += "" if results.fixed is None else f"\n{results.fixed} fixed"
    return text + "\n" + (f"{more}{'it' if results.mended == 1 else 'them'} out\n" if results.mended else "")


def _at_hand(results: Results) -> str:
    """Return what options would fix: ` (3 fixable with --fix, 1 more with --unsafe-fixes)`."""
    now = counts(results.diagnostics, results.unsafe)["fixable"]
    more = 0 if results.unsafe else _fixable(results.diagnostics, Trust.UNSAFE)
    option = "--fix --unsafe-fixes" if results.unsafe else "--fix"
    said = [f"{now} fixable with {option}"] if now else []
    said += [f"{more} {'more' if now else 'fixable'} with --unsafe-fixes"] if more else []
    return f" ({', '.join(said)})" if said else ""


def verdict_counts(verdicts: Iterable[tuple[str, Verdict]]) -> dict[str, int]:
    """Return how many claims have each verdict, from the best to the worst."""
    by = Counter(verdict.word for _, verdict in verdicts)
    return {str(word): by[word] for word in Word}


def claims(verdicts: Sequence[tuple[str, Verdict]]) -> str:
    """Return the verdicts in words: `5 claims: 3 licensed, 1 open, 1 unlicensed`."""
    number = ", ".join(f"{count} {word}" for word, count in verdict_counts(verdicts).items())
    return f"{len(verdicts)} {_plural('claim', len(verdicts))}: {number}"


def severities(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many findings there are of each severity, in words: `5 errors, 1 warning, 0 notes`."""
    number = counts(diagnostics)
    ordered = [(str(one), number[f"{one}s"]) for one in sorted(Severity, reverse=True)]
    return ", ".join(f"{count} {_plural(word, count)}" for word, count in ordered)


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
