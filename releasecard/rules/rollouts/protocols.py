"""Sampling protocols: settings that contradict each other, and what is not said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from releasecard.facts import Facts, Status
from releasecard.rules.rollouts.read import ESTIMATES, SCORED, described, judges, probe, protocols, scored
from releasecard.rules.rule import Rule, shown
from releasecard.shelf import Shelf
from releasecard.stated import Gap, Stated, Todo
from releasecard.values import Finding, Path, Severity, each

_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_VARIED: Final = re.compile(
    r"\b(variants?|permut\w+|paraphras\w+|shuffl\w+|different|random\w*|several)\b", re.IGNORECASE
)
_TRIES: Final = re.compile(r"pass[@^](\d{1,6})")
_WRONG: Final = re.compile(
    r"wrong|fail|reject|incorrect|false|\bzero\b|(?<![\d.])-?[01](?![\d.])|not accepted|no (reward|credit)",
    re.IGNORECASE,
)
_SPARED: Final = re.compile(r"drop|exclud|skip|discard|again|re-?sampl|ignor|not counted", re.IGNORECASE)
_HOSTED: Final = re.compile(
    r"\b(api|hosted|endpoint|azure|openai|anthropic|vertex|bedrock|openrouter)\b", re.IGNORECASE
)
_API: Final = re.compile(
    r"(openai/|anthropic/|google/)?(gpt-?(?!oss|2\b|j\b|neo)[3-9]|chatgpt|o[134](-|$)|text-davinci|claude|gemini|grok)",
    re.IGNORECASE,
)
_READERS: Final = {
    "training": ("stages",), "search": ("stages",), "evaluation": ("benchmarks", "baselines"),
    "writing": ("provenance",), "difficulty": ("provenance", "objects", "stages"),
    "filtering": ("provenance", "objects", "stages"),
}  # fmt: skip
"""The sections in which a protocol of a purpose is referred to; samples that train a verifier have none."""

_CLAIM: Final = (
    "claims:\n  checked:\n    kind: correctness\n    says: Answers are right.\n    about: objects.rows\n"
    "    evidence: [verifiers.final-answer]\n"
)

RULES: Final = (
    Rule(
        "RC501", "greedy-samples", _NOTE,
        "Several samples are drawn for a prompt at temperature 0, or from the one likeliest token.",
        "Greedy decoding gives the same completion each time, up to noise of the engine: several samples are one, and their "
        "agreement shows nothing.",
        "Correct the temperature, or state one sample; where the prompts vary, say so in `prompt_format`.",
        bad=probe(("temperature: 1.0", "temperature: 0  # <- RC501")), good=probe(),
        blind="Noise of batched inference, which makes even greedy samples differ; runs with a simulated user or in an "
        "environment are left out.",
    ),
    Rule(
        "RC502", "more-tries-than-samples", _WARNING,
        "A score is a `pass@k` or `pass^k` with more tries than samples were drawn for a prompt.",
        "What happens in k tries cannot be estimated from fewer than k samples.",
        "Correct the metric or `samples_per_prompt`, or name the protocol that drew enough in the row's own `rollouts`.",
        bad=SCORED.replace("avg@4", "pass@8").replace("verifier: final-answer}", "verifier: final-answer}  # <- RC502"),
        good=SCORED.replace("avg@4", "pass@4"),
        blind="Votes and best-of-n; samples that are stated as a bound or a schedule.",
    ),
    Rule(
        "RC510", "truncation-unreported", _WARNING,
        "Samples are cut at a number of tokens, what has no answer counts as wrong, and how many were cut is not said.",
        "A task that is too hard and one whose solution was cut off fall into one bucket: more tokens would move it.",
        "State `truncated`, the share of samples that reached the limit, or the gap word that says why it is not known.",
        bad=probe(("max_response_tokens: 8192", "max_response_tokens: 8192  # <- RC510"), ("truncated: 0.03\n    verifier", "verifier")),
        good=probe(),
        blind="Limits of steps, and verifiers whose `invalid_output` does not say that a cut answer is wrong. Behind scores it "
        "is a note.",
    ),
    Rule(
        "RC512", "unused-protocol", _NOTE,
        "Nothing on the card refers to a sampling protocol.",
        "Settings count for what they were used for; nobody can tell which figures these stand behind.",
        "Name it where it was used (`rollouts` of a benchmark, row, filter, field or stage), or take it out.",
        bad=_CLAIM + probe().partition("rollouts:\n")[2].join(("rollouts:\n", "")).replace("  probe:", "  probe:  # <- RC512"),
        good=probe(),
        blind="References from other cards; protocols that trained a verifier or, on a card without stages, a model.",
    ),
    Rule(
        "RC513", "engine-without-version", _WARNING,
        "An inference engine is named without its version.",
        "Kernels, default settings and bugs of an engine change from version to version, and pass rates with them.",
        "State `engine.version`, or the gap word that says why it is not known.",
        bad=probe(('engine: {name: vllm, version: "0.8.5"}', "engine: {name: vllm}  # <- RC513")), good=probe(),
        blind="Models behind an API, whose engine nobody outside can name.",
    ),
)  # fmt: skip


def check(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    """Yield contradictions within protocols, shares that are not said, protocols that nothing uses."""
    for path in protocols(facts):
        yield from _greedy(facts, path)
        yield from _engine(facts, path)
    yield from _tries(facts)
    yield from _truncated(facts, shelf)
    yield from _unused(facts)


def _greedy(facts: Facts, path: Path) -> Iterator[Finding]:
    cause = "temperature" if facts.number(*path, "temperature") == 0 else "top_k"
    if cause == "top_k" and facts.number(*path, "top_k") != 1:
        return
    samples = facts.plain(*path, "samples_per_prompt")
    least = samples.low if isinstance(samples, Stated) else facts.number(*path, "samples_per_prompt")
    own = facts.is_own(*path, cause) or facts.is_own(*path, "samples_per_prompt")
    if least is not None and least > 1 and own and not _varies(facts, path):
        message = (
            f"{shown(samples)} samples for a prompt are drawn at {cause.replace('_', ' ')} {facts.plain(*path, cause)}"
        )
        yield Finding("RC501", (*path, cause), message, "state one sample, or the temperature that was used")


def _varies(facts: Facts, path: Path) -> bool:
    """Tell whether something else than the sampler makes samples of one task differ: a user, an environment, the prompt."""
    users = [("user_simulator",), *(("variants", name, "user_simulator") for name in facts.things("variants"))]
    if any(facts.status(*user) in (Status.OK, Status.GAP) for user in users):
        return True
    steps = facts.kind == "environment" or facts.status(*path, "max_steps") is not Status.NONE
    if steps and facts.plain("replay", "deterministic") != "full":
        return True
    texts = (
        facts.plain(*path, *keys) for keys in (("prompt_format", "template"), ("prompt_format", "system"), ("says",))
    )
    return any(isinstance(text, str) and _VARIED.search(text) for text in texts)


def _engine(facts: Facts, path: Path) -> Iterator[Finding]:
    engine = (*path, "engine")
    name, model = facts.plain(*engine, "name"), str(facts.plain(*path, "model") or "")
    if name is None or facts.status(*engine, "version") is not Status.NONE or not facts.is_own(*engine, "name"):
        return
    said = f"{name} {facts.plain(*engine, 'settings') or ''}"
    if not (_HOSTED.search(said) or _API.match(model)):
        message = f"the engine {shown(name)} is named without its version"
        yield Finding(
            "RC513", engine, message, "state `version`, or the gap word that says why it is not known", on="key"
        )


def _tries(facts: Facts) -> Iterator[Finding]:
    rows = {row: facts.plain("baselines", row, "scores") for row in facts.things("baselines")}
    inherited: set[str] = set()
    for row, scores in rows.items():
        own = [key for key in ("rollouts", "metric") if facts.status("baselines", row, key) is not Status.NONE]
        if not own:
            inherited.update(scores or ())
            continue
        for benchmark in scores if isinstance(scores, dict) else ():
            found = _short(facts, benchmark, ("baselines", row))
            if found and facts.is_own("baselines", row, own[0]):
                yield Finding("RC502", ("baselines", row, own[0]), *found)
                break
    scored_somewhere = {name for scores in rows.values() for name in scores or ()}
    for benchmark in facts.things("benchmarks"):
        place = ("benchmarks", benchmark)
        own_here = facts.is_own(*place, "metric") or facts.is_own(*place, "rollouts")
        if own_here and (benchmark in inherited or benchmark not in scored_somewhere):
            found = _short(facts, benchmark, place)
            if found:
                yield Finding("RC502", (*place, "metric"), *found)


def _short(facts: Facts, benchmark: str, user: Path) -> tuple[str, str] | None:
    """Return what to say where a benchmark's tries, as *user* scores it, are more than its samples."""
    metric, protocol = (_first(facts, key, user, ("benchmarks", benchmark)) for key in ("metric", "rollouts"))
    match = _TRIES.fullmatch(metric) if isinstance(metric, str) else None
    samples = facts.number("rollouts", protocol, "samples_per_prompt") if isinstance(protocol, str) else None
    if match is None or not isinstance(samples, int) or int(match[1]) <= samples:
        return None
    message = f"{shown(metric)} of `{benchmark}` needs {match[1]} samples for a prompt, `{protocol}` draws {samples}"
    return message, "correct the metric, or name the protocol that drew enough"


def _first(facts: Facts, key: str, *places: Path) -> Any:
    """Return what the first place says that says anything."""
    return next((facts.plain(*place, key) for place in places if facts.status(*place, key) is not Status.NONE), None)


def _truncated(facts: Facts, shelf: Shelf) -> Iterator[Finding]:
    behind = scored(facts)
    for path in protocols(facts, *ESTIMATES, "evaluation"):
        estimates = facts.plain(*path, "purpose") in ESTIMATES
        users = behind.get(str(path[1]), [])
        caps = [key for key in ("max_response_tokens", "max_total_tokens") if facts.plain(*path, key) is not None]
        silent = facts.status(*path, "truncated") is Status.NONE and facts.status(*path, "max_steps") is Status.NONE
        if not (caps and silent and (estimates or users) and facts.is_own(*path, caps[0])):
            continue
        judge = next((one for one in judges(facts, path, users) if _rejects(facts, shelf, one)), None)
        if judge is not None:
            cap = f"samples are cut at {shown(facts.plain(*path, caps[0]))} tokens"
            message = f"{cap}, `{judge}` counts what has no answer as wrong, and how many were cut is not said"
            hint = "state `truncated`, or the gap word that says why it is not known"
            yield Finding("RC510", (*path, caps[0]), message, hint, severity=None if estimates else _NOTE)


def _rejects(facts: Facts, shelf: Shelf, verifier: str) -> bool:
    """Tell whether a verifier is said to count an output without an answer as wrong."""
    said = next(
        (text for at, place in described(facts, shelf, verifier) if (text := at.plain(*place, "invalid_output"))), ""
    )
    return isinstance(said, str) and bool(_WRONG.search(said)) and not _SPARED.search(said)


def _unused(facts: Facts) -> Iterator[Finding]:
    if facts.status("claims") is Status.GAP or any(isinstance(value, Todo) for _, value, _ in facts.card.values):
        return  # what is not written yet, or not noted, may refer to it
    used, vague = _references(facts)
    for path in protocols(facts):
        name, purpose = str(path[1]), str(facts.plain(*path, "purpose"))
        readers = _READERS.get(purpose, ())
        at_home = any(facts.things(section) or section == "provenance" for section in readers)
        if name not in used and "" not in used and at_home and vague.isdisjoint(readers):
            hint = "name it where it was used, or take it out"
            yield Finding("RC512", path, f"nothing on the card refers to the protocol `{name}`", hint, on="key")


def _references(facts: Facts) -> tuple[set[str], set[str]]:
    """Return the protocols that something refers to, "" for all of them, and the sections where a reference is a gap."""
    used: set[str] = set()
    vague: set[str] = set()
    for path, value, rules in facts.card.values:
        refers = (rules or {}).get("meta", {}).get("refers")
        if refers is None or not path:
            continue
        words = [word for _, word in each((), value) if isinstance(word, str)]
        if refers == "path":
            used.update(_protocol(word) for word in words if word.split(".")[0] == "rollouts")
        elif "rollouts" in refers:
            used.update(words)
            vague.update([str(path[0])] if isinstance(value, Gap) and value.word != "not_applicable" else ())
    used |= {word for name in facts.things("rollouts") for word in facts.words("rollouts", name, "like")}
    return used, vague


def _protocol(word: str) -> str:
    return word.partition(".")[2].partition(".")[0]
