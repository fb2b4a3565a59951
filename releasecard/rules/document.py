"""RC0xx: the file itself, its YAML, what it declares to be, and comments that speak to this program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releasecard.document.nodes import Document, Fault
from releasecard.fields import FORMATS, SCHEMAS
from releasecard.formats import nearest
from releasecard.rules.fixes import meant
from releasecard.rules.rule import Rule, noun, shown
from releasecard.stated import Gap, Todo
from releasecard.values import Finding, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES: Final = (
    Rule(
        "RC001", "unreadable-file", _ERROR,
        "The file cannot be opened, or its bytes are not UTF-8 text.",
        "A card that is skipped because it cannot be read would look like a card without faults.",
        "Check the path and its permissions; save the file as UTF-8.",
        bad="", good="",
    ),
    Rule(
        "RC002", "too-large", _ERROR,
        "The text is larger, deeper or fuller of aliases than any card.",
        "Cards are untrusted text: reading one takes bounded time and memory.",
        "Keep data in files beside the card and name them under `objects.*.files`.",
        bad="summary: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[deep]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]  # <- RC002",
        good="summary: A small right card.",
    ),
    Rule(
        "RC003", "invalid-yaml", _ERROR,
        "The text is not YAML from some place on.",
        "What cannot be read cannot be checked, by this program or any other.",
        "Mend what the caret shows; text that holds `: `, ` #`, a comma in brackets or a leading `@` wants quotes.",
        bad="title: GSM8K: a benchmark  # <- RC003",
        good='title: "GSM8K: a benchmark"',
    ),
    Rule(
        "RC004", "duplicate-key", _ERROR,
        "A key stands twice in one map.",
        "YAML readers silently keep one of the two, and not all the same one.",
        "Remove one, or write a conflict where sources disagree.",
        bad="title: GSM8K\ntitle: Grade School Math  # <- RC004",
        good="title: GSM8K",
    ),
    Rule(
        "RC005", "several-documents", _ERROR,
        "A second YAML document starts in the file.",
        "A file is one card, so that it has one name, one version and one history.",
        "Put each card into a file of its own, `NAME.card.yaml`.",
        bad="---  # <- RC005\nreleasecard: 1",
        good="summary: A small right card.",
    ),
    Rule(
        "RC006", "unsupported-yaml", _ERROR,
        "The card uses YAML that cards do not have: a tag, a key that is no text, an older YAML version.",
        "Cards are plain maps, lists, text and numbers, so that every reader sees the same.",
        "Remove the tag or the `%YAML` line; write keys as plain words.",
        bad="title: !title GSM8K  # <- RC006",
        good="title: GSM8K",
    ),
    Rule(
        "RC007", "not-a-card", _ERROR,
        "The file is empty, or is not a map whose keys are the fields of a card.",
        "A card names its format and kind so that it can be checked.",
        "Start with `releasecard: 1` and `kind:`, or let `releasecard new` write it.",
        bad="- releasecard  # <- RC007", good="releasecard: 1\nkind: dataset",
    ),
    Rule(
        "RC008", "unknown-format", _ERROR,
        "`releasecard` is missing, or is a version of the format that this program does not know.",
        "The format will change, and old cards must keep their meaning.",
        "Write `releasecard: 1` as the first line, or update this program.",
        bad="releasecard: 7  # <- RC008", good="releasecard: 1",
    ),
    Rule(
        "RC009", "unknown-kind", _ERROR,
        "`kind` is missing, or is none that this program knows.",
        "What a card must report depends on what is released.",
        "Write one of the kinds that the message lists.",
        bad="kind: datset  # <- RC009", good="kind: dataset",
    ),
    Rule(
        "RC011", "unused-suppression", _WARNING,
        "A comment hides a finding that is not there.",
        "A suppression that outlives its finding hides the next one.",
        "Remove the code from the comment, or the comment.",
        bad="title: GSM8K  # releasecard: ignore[RC104] renamed # <- RC011",
        good="title: GSM8K",
    ),
    Rule(
        "RC012", "suppression-without-reason", _ERROR,
        "A comment hides a finding and does not say why.",
        "Readers of the card see what was hidden; they need the reason.",
        "Write the reason behind the bracket.",
        bad="training_use: [sfft]  # releasecard: ignore[RC104]  # <- RC012 RC104",
        good="training_use: [sfft]  # releasecard: ignore[RC104] the house's own word",
    ),
    Rule(
        "RC013", "unknown-suppression", _ERROR,
        "A comment speaks to this program in words it does not know, or names a code that is none.",
        "A misspelt suppression hides nothing.",
        "Write `# releasecard: ignore[RC104] why`.",
        bad="title: GSM8K  # releasecard: ignor[RC104] x # <- RC013",
        good="title: GSM8K",
    ),
)  # fmt: skip

_BY_NAME: Final = {rule.name: rule.code for rule in RULES}


def of_fault(fault: Fault) -> Finding:
    """Return the reader's fault as a finding."""
    return Finding(_BY_NAME[fault.name], (), fault.message, fault.hint, span=fault.span)


def check(document: Document) -> Iterator[Finding]:
    """Yield what the reader found, then whether the text declares itself a card."""
    faults = [of_fault(fault) for fault in document.faults]
    yield from faults
    data = document.data
    if not isinstance(data, dict):
        if not faults:
            what = "the file is empty" if data is None else f"the file holds {noun(data)}, not a card"
            yield Finding("RC007", (), what, "start with `releasecard: 1`, or run `releasecard new`")
        return
    yield from _declared(data)


def _declared(data: dict[str, Any]) -> Iterator[Finding]:
    version, kind = data.get("releasecard"), data.get("kind")
    if "releasecard" not in data:
        hint = "write `releasecard: 1` as the first line"
        yield Finding("RC008", ("releasecard",), "the card does not name its format", hint)
    elif type(version) is not int or version not in FORMATS:
        known = ", ".join(map(str, FORMATS))
        message = f"{shown(version)} is not a version of the card format"
        yield Finding("RC008", ("releasecard",), message, f"this program knows: {known}")
    elif next(iter(data)) != "releasecard":
        hint = "move `releasecard: 1` to the first line: it tells what the file is"
        yield Finding("RC008", ("releasecard",), "`releasecard` is not the first key", hint, on="key")
    if isinstance(kind, Todo) or (isinstance(kind, str) and kind in SCHEMAS):
        return
    kinds = ", ".join(SCHEMAS)
    if "kind" not in data:
        yield Finding("RC009", ("kind",), "the card does not say what is released", f"`kind:` is one of: {kinds}")
        return
    near = nearest(kind, SCHEMAS) if isinstance(kind, str) else None
    hint = f"did you mean `{near}`?" if near else f"one of: {kinds}"
    what = shown(kind) if isinstance(kind, (str, Gap)) else noun(kind)
    yield Finding(
        "RC009", ("kind",), f"{what} is not a kind of card", hint, fix=meant(("kind",), str(kind), near, SCHEMAS)
    )
