"""RC10x: the shape of a card against its declaration. Cerberus finds, this module says it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from releasecard import shape
from releasecard.accept import citations
from releasecard.card import MISSING, Card
from releasecard.edit import written
from releasecard.fields import SCHEMAS, homes_of, named_fields, rules_at
from releasecard.formats import arxiv_url
from releasecard.likes import like_of
from releasecard.rules.fixes import fitting, joined, meant, to_do
from releasecard.rules.rule import Rule, noun, shown
from releasecard.shape import ShapeFault
from releasecard.stated import BARE_UNKNOWNS, Conflict, Gap, NonFinite, Stated, Todo
from releasecard.values import Finding, Fix, Path, Severity, dotted, each

_ERROR = Severity.ERROR

RULES: Final = (
    Rule(
        "RC101", "missing-field", _ERROR,
        "A field that this card needs is not there. What it needs follows from its kind and from what else it states.",
        "Most releases leave out the fields that would tell what changed when a model improves. A gap that is "
        "named is information; a field that is absent is not.",
        "Add the field, or a gap word that says why it has no value: `not_stated`, `not_logged`, `not_measured`, "
        "`not_released`, `not_checked`, or `not_applicable: why`.",
        bad="rollouts:\n"
        "  aime:  # <- RC101\n    purpose: evaluation\n    samples_per_prompt: 1\n    temperature: 0\n"
        "    max_response_tokens: 8192\n    top_p: 1",
        good="rollouts:\n  aime:\n    purpose: evaluation\n    samples_per_prompt: 1\n    temperature: 0\n"
        "    max_response_tokens: 8192\n    top_p: 1\n    verifier: final-answer",
    ),
    Rule(
        "RC102", "unknown-field", _ERROR,
        "A key is not a field of the card at this place.",
        "A misspelt key is a value that nobody reads.",
        "Use the name that the message suggests; `releasecard field PATH` lists the fields of a place.",
        bad="license:\n  dat: MIT  # <- RC102", good="license:\n  data: MIT",
    ),
    Rule(
        "RC103", "wrong-type", _ERROR,
        "A value is of another type than its field: text for a number, a list for a map. "
        "`true` is not a number, nor are NaN and infinity, and `1.0` counts nothing.",
        "Figures are compared and added up across cards.",
        "Write what the field holds. A number may be written as its source states it: `~17000`, `16k`, `<=2`, `0.26..0.28`.",
        bad="access:\n  gate: [open]  # <- RC103", good="access:\n  gate: open",
    ),
    Rule(
        "RC104", "unlisted-value", _ERROR,
        "A value is not among those that its field allows.",
        "Cards are filtered and compared by these words.",
        "Use the listed word that is nearest; if the field's own word is missing, say so to the project.",
        bad="training_use: [sft, Distilation]  # <- RC104", good="training_use: [sft, distillation]",
    ),
    Rule(
        "RC105", "ill-formed-value", _ERROR,
        "A text does not have the form of its field: a URL, date, SPDX expression, BCP 47 tag, slug, id, SHA-256, "
        "revision, reference or citation.",
        "Other programs follow links, compare dates and look licenses up.",
        "Write the form that the message names.",
        bad="license:\n  data: Apache 2.0  # <- RC105\nreleased: 1 March 2026  # <- RC105",
        good="license:\n  data: Apache-2.0\nreleased: 2026-03-01",
    ),
    Rule(
        "RC106", "out-of-range", _ERROR,
        "A number is below or above what its field can hold.",
        "A share above one or a negative count is a slip of the pen.",
        "Check the figure and its unit: shares run from 0 to 1, not to 100.",
        bad="audit:\n  findings:\n    wrong-labels:\n      says: Some labels are wrong.\n      rate: 1.7  # <- RC106",
        good="audit:\n  findings:\n    wrong-labels:\n      says: Some labels are wrong.\n      rate: 0.017",
    ),
    Rule(
        "RC107", "number-for-text", _ERROR,
        "A text without quotes was read as a number.",
        "YAML reads `1.10` as 1.1, `4e80465` as infinity and `0123456` as 123456: the text is lost.",
        "Put the text in quotes.",
        bad="version: 1.10  # <- RC107", good='version: "1.10"',
    ),
    Rule(
        "RC108", "comma-ended-text", _ERROR,
        "In a map in braces, a comma ended a text and what follows became a key without a value.",
        "`{not_stated: so, see the paper}` silently reads as two keys.",
        "Put the text in quotes.",
        bad="access: {terms: free, for research}  # <- RC108",
        good='access: {terms: "free, for research"}',
    ),
)  # fmt: skip

_TYPE_WORDS: Final = {
    "string": "text",
    "integer": "a whole number",
    "count": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "list": "a list",
    "dict": "a map",
}


def check(card: Card, kind: str, faults: Iterable[ShapeFault]) -> Iterator[Finding]:
    """Yield what is wrong with the shape: cut texts first, and nothing more about what they broke."""
    for path in sorted(card.cut):
        message = f"a comma ended the text before {shown(path[-1])}"
        yield Finding("RC108", path, message, "put the text in quotes", on="key", fix=joined(card, kind, path))
    broken = {path[:-1] for path in card.cut}
    misspelt: set[Path] = set()
    for fault in faults:
        if fault.rule != "required" and not _reported_here(card, fault, broken):
            continue
        for finding in _SAID.get(fault.rule, _form)(card, kind, fault):
            if finding.code == "RC102" and finding.fix is not None:
                misspelt.add((*finding.path[:-1], str(finding.fix.value)))
            yield finding
    for path, row in shape.missing(card):
        if path not in misspelt and not _inherits(card, path, misspelt):
            yield _missing(kind, path, row.why)


def _inherits(card: Card, path: Path, misspelt: set[Path]) -> bool:
    """Tell whether a field is missing because a sibling that this one is like has misspelt it."""
    likes = ((end, like_of(card.written_at(path[:end]))) for end in range(1, len(path)))
    return any(like is not None and (*path[: end - 1], like, *path[end:]) in misspelt for end, like in likes)


def _reported_here(card: Card, fault: ShapeFault, broken: set[Path]) -> bool:
    value = card.written_at(fault.path)
    if value is MISSING or isinstance(value, Todo):
        return False
    if value is None and fault.rule != "unknown":
        return False
    if isinstance(value, str) and value.strip().lower() in BARE_UNKNOWNS:
        return False  # RC203 owns these
    return not any(fault.path[: len(path)] == path for path in broken)


def _missing(kind: str, path: Path, why: str = "") -> Finding:
    hint = f"add `{path[-1]}:`, or a gap word such as `not_stated`"
    hint = f"{hint}; {why}" if why else hint
    return Finding("RC101", path, f"`{dotted(path)}` is missing", hint, on="key", fix=to_do(kind, path))


def _required(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    if fault.path in (("releasecard",), ("kind",)):
        return  # RC008 and RC009 own these
    yield _missing(kind, fault.path)


def _unknown(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    key, parent = str(fault.path[-1]), fault.path[:-1]
    rules = rules_at(kind, parent) or {"schema": SCHEMAS[kind]}
    known = list(rules.get("schema", {}))
    near = card.nearest(key, [name for name in known if name not in (card.written_at(parent) or ())])
    if near:
        hint = f"did you mean `{near}`?"
    else:
        homes = [f"`{one}`" for one in homes_of(kind).get(key, ())]
        hint = f"`{key}` is a field of {' and '.join(homes[:2])}" if homes else f"known here: {_listed(known)}"
    place = f"`{dotted(parent)}`" if parent else "a card"
    yield Finding(
        "RC102",
        fault.path,
        f"{shown(key)} is not a field of {place}",
        hint,
        on="key",
        fix=meant(fault.path, key, near, known, "key"),
    )


def _wrong_type(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    above = rules_at(kind, fault.path[:-1]) or {}
    if above.get("allow_unknown") and fault.path[-1] not in above["schema"]:
        yield from _unknown(card, kind, fault)  # a slip of the pen, and not one of several figures
        return
    value, wanted = card.written_at(fault.path), fault.constraint
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if "string" in wanted and isinstance(value, (int, float)):
        source = _source_text(card, fault.path, value)
        hint = f'quote it: `"{source}"`' if len(source) <= 80 else "quote it"
        message = f"{shown(source)} was read as {_read_as(value)}, where text is expected"
        digits = any(one.isdigit() for one in source)
        fix = fitting(kind, fault.path, source, arxiv_url(source)) if digits else None
        yield Finding(
            "RC107", fault.path, message, hint if fix is None or fix.value == source else _write(fix), fix=fix
        )
        return
    words = " or ".join(dict.fromkeys(_TYPE_WORDS[name] for name in wanted))
    hint = ""
    if "number" in wanted or "count" in wanted:
        hint = "as its source states it, `~17000`, `16k` and `0.26..0.28` are numbers too"
        if isinstance(value, (NonFinite, float, Stated)):
            hint = "" if not isinstance(value, NonFinite) else "NaN and infinity are not figures"
    hint = hint or _map_hint(kind, fault.path, wanted) or _such_as(kind, fault.path)
    yield Finding("RC103", fault.path, f"{noun(value)} stands where {words} is expected", hint)


def _map_hint(kind: str, path: Path, wanted: list[str]) -> str:
    """Return what a map holds, where one is expected and its fields have names."""
    fields = named_fields(rules_at(kind, path) or {}) if "dict" in wanted else {}
    names = [name for name in fields if name != "like"]
    return f"a map with {', '.join(f'`{name}`' for name in names[:6])}: one on each line below" if names else ""


def _such_as(kind: str, path: Path) -> str:
    """Return the example of the field at *path*, of the list it is in, or of the field that holds it."""
    while path:
        meta = (rules_at(kind, path) or {}).get("meta", {})
        example = meta.get("example")
        if example is not None:
            return f"such as {shown(written.row(example))}"
        path = path[:-1]
    return ""


def _read_as(value: float | bool) -> str:
    if isinstance(value, bool):
        return "a truth value"
    return "a number that is not finite" if isinstance(value, NonFinite) else f"the number {value}"


def _source_text(card: Card, path: Path, value: Any) -> str:
    node = card.document.node(path)
    return node.text if node is not None and node.text is not None else str(value)


def _unlisted(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    near = card.nearest(str(fault.value), fault.constraint)
    several = [part.strip() for part in str(fault.value).split(",")]
    if len(several) > 1 and set(several) <= set(fault.constraint):
        hint, fix = f"write `[{', '.join(several)}]`", fitting(kind, fault.path, tuple(several))
        yield Finding("RC104", fault.path, f"{shown(fault.value)} is one text, not several", hint, fix=fix)
        return
    hint = f"did you mean `{near}`?" if near else f"one of: {_listed(fault.constraint)}"
    name = next((step for step in reversed(fault.path) if isinstance(step, str)), "")
    fix = meant(fault.path, str(fault.value), near, fault.constraint)
    yield Finding("RC104", fault.path, f"{shown(fault.value)} is not a listed value of `{name}`", hint, fix=fix)


def _out_of_range(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    side = "below" if fault.rule == "min" else "above"
    message = f"{shown(_source_text(card, fault.path, fault.value))} is {side} {fault.constraint}"
    hint = "shares run from 0 to 1" if fault.constraint == 1 and side == "above" else _such_as(kind, fault.path)
    yield Finding("RC106", fault.path, message, hint)


def _form(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    if fault.problem == "citations":
        for key, value in card.written_at(fault.path).items():
            for path, one in each((*fault.path, key), value):
                if not citations(one) and not isinstance(one, (Todo, type(None))):
                    hint = "write `SOURCE where (via)`, such as `paper §4.1 (primary)`"
                    hint += "; in brackets, quote one that holds a comma" if isinstance(value, list) else ""
                    yield Finding("RC105", path, f"{noun(one)} is not a citation", hint)
        return
    if fault.rule in ("minlength", "maxlength"):
        yield Finding("RC105", fault.path, f"a pair has two texts, not {len(fault.value)}", "write [given, gold]")
        return
    on_key = card.written_at(fault.path) is not fault.value
    spelled = fault.problem.split("`")[1] if fault.problem.startswith("is spelled") else arxiv_url(str(fault.value))
    fix = fitting(kind, fault.path, spelled) if not on_key else None
    hint = _write(fix) or (_such_as(kind, fault.path) if not on_key else "such as `final-answer`")
    message = f"{shown(fault.value)} {fault.problem}"
    yield Finding("RC105", fault.path, message, hint, on="key" if on_key else "value", fix=fix)


def _write(fix: Fix | None) -> str:
    return f"write `{written.scalar(fix.value)}`" if fix is not None else ""


def _nullable(card: Card, kind: str, fault: ShapeFault) -> Iterator[Finding]:
    if isinstance(card.written_at(fault.path), (Gap, Conflict)):
        name = fault.path[-1]
        yield Finding("RC205", fault.path, f"`{name}` cannot be a gap", "every card can state it")


def _listed(words: Any, limit: int = 24) -> str:
    words = list(words)
    return ", ".join(map(str, words[:limit])) + (f" and {len(words) - limit} more" if len(words) > limit else "")


_SAID: Final[dict[str, Callable[[Card, str, ShapeFault], Iterator[Finding]]]] = {
    "required": _required,
    "unknown": _unknown,
    "type": _wrong_type,
    "allowed": _unlisted,
    "min": _out_of_range,
    "max": _out_of_range,
    "nullable": _nullable,
}
