"""What a rule is: a code, a name for the fault, why it matters, how to repair it, a bad and a good card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from releasecard.stated import Conflict, Gap, Stated, Todo
from releasecard.values import Profile, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault that `lint` finds. Codes are never reused.

    `bad` and `good` are cards, or top-level sections that stand in for those of a small right card. In
    `bad`, the lines that carry `# <- CODE` are flagged with that code and no other line is. `severity` is that of
    the profile `release`; `strict` and `draft` are given where theirs differ in other ways than all do.
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    repair: str
    bad: str
    good: str
    since: int = 1
    strict: Severity | None = None
    draft: Severity | None = None
    blind: str = ""
    """What it does not see."""
    plugin: str = ""
    """The plugin that it is of, empty for our own."""

    @property
    def origin(self) -> str:
        """Where it is from, in words: `since format 1`, `of the plugin acme`."""
        return f"of the plugin {self.plugin}" if self.plugin else f"since format {self.since}"

    @property
    def explained_by(self) -> str:
        """The command that explains it."""
        return f"releasecard rule {self.code}{f' --plugins {self.plugin}' if self.plugin else ''}"

    def severity_in(self, profile: Profile, own: Severity | None = None) -> Severity:
        """Return how grave a finding is under a profile; *own* is the finding's, where it has one.

        What is a warning in `release` is an error in `strict`, unless the rule says otherwise.
        """
        severity = self.severity if own is None else own
        if profile is Profile.STRICT:
            raised = Severity.ERROR if severity is Severity.WARNING else severity
            return raised if self.strict is None or own is not None else self.strict
        return min(severity, self.draft) if profile is Profile.DRAFT and self.draft is not None else severity


def shown(value: Any, limit: int = 60) -> str:
    """Return a value as a message names it, in backticks and not too long."""
    if isinstance(value, Gap):
        value = value.word
    elif isinstance(value, Todo):
        value = value.text
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    text = str(value) if text is None else text
    text = text.replace("`", "'")
    return f"`{text if len(text) <= limit else text[: limit - 1] + '…'}`"


def noun(value: Any) -> str:
    """Return what a value is, in words."""
    if isinstance(value, bool):
        return f"the truth value {shown(value)}"
    if isinstance(value, (int, float)):
        return f"the number {shown(value)}"
    if isinstance(value, str) and not isinstance(value, Stated):
        return f"the text {shown(value)}"
    return {list: "a list", dict: "a map", Conflict: "a conflict"}.get(type(value), shown(value))
