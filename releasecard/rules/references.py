"""RC11x: what a card refers to inside itself, and what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from releasecard.card import MISSING, Card
from releasecard.fields import SCHEMAS, Rules, child
from releasecard.formats import citation, reference
from releasecard.rules.fixes import meant, meant_path
from releasecard.rules.rule import Rule, shown
from releasecard.stated import Conflict, Gap, Todo
from releasecard.values import Finding, Path, Severity, dotted, each

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES: Final = (
    Rule(
        "RC110", "dangling-reference", _ERROR,
        "A value names a thing or a path of this card that is not there.",
        "Evidence, baselines and verifiers count only as far as they can be followed.",
        "Use an id or path that the card has; `name@version#path` points into another card.",
        bad="claims:\n  checked:\n    kind: correctness\n    says: Answers are right.\n    about: objects.rows\n"
        "    evidence: [verifiers.final-anwser]  # <- RC110",
        good="claims:\n  checked:\n    kind: correctness\n    says: Answers are right.\n    about: objects.rows\n"
        "    evidence: [verifiers.final-answer]",
    ),
    Rule(
        "RC111", "unknown-source", _ERROR,
        "A citation names a source that the card does not list.",
        "A statement stands on the source behind it.",
        "List it under `sources`, with its role and URL, or use an id that is there. A first-party card has "
        "`self` without listing it.",
        bad="cited:\n  objects.rows: papre §2  # <- RC111",
        good='sources:\n  paper: {role: data_release, url: "https://example.org/p"}\n'
        "cited:\n  objects.rows: paper §2",
    ),
    Rule(
        "RC112", "uncited-section", _WARNING,
        "A third-party card fills a section and cites nothing for it.",
        "Whoever did not make the release can only repeat what a source says.",
        "Add the section's path, or paths inside it, to `cited`; `all` is the rest.",
        bad="card: {by: A Reader, date: 2026-03-02, stance: third_party}\n"
        'sources:\n  paper: {role: data_release, url: "https://example.org/p"}\n'
        "cited:\n  objects: paper §2\n  verifiers: paper §2\n  claims: paper §1\n  provenance: paper §3\n"
        "  languages: paper §2\n  domains: paper §2\n  training_use: paper §1\n  license: paper §6\n  links: paper §6\n  released: paper\n"
        "authors: [Ada Example]  # <- RC112\n",
        good="card: {by: A Reader, date: 2026-03-02, stance: third_party}\n"
        'sources:\n  paper: {role: data_release, url: "https://example.org/p"}\n'
        "cited:\n  all: paper\n",
    ),
    Rule(
        "RC113", "schedules-differ", _ERROR,
        "Two lists of values by phase in one stage have different lengths.",
        "A list where one value is expected is a schedule, one value for each phase; all schedules of a stage share them.",
        "Give each list one value per phase, or one plain value that holds throughout.",
        bad="rollouts:\n  probe:\n    purpose: search\n    model: Teacher-70B\n"
        "    samples_per_prompt: 4\n    top_p: 1\n    temperature: [1.0, 0.6]\n"
        "    max_response_tokens: [8k, 16k, 24k]  # <- RC113",
        good="rollouts:\n  probe:\n    purpose: search\n    model: Teacher-70B\n"
        "    samples_per_prompt: 4\n    top_p: 1\n    temperature: [1.0, 0.6]\n"
        "    max_response_tokens: [8k, 16k]",
    ),
)  # fmt: skip

_OWN: Final = frozenset(
    (
        "releasecard",
        "kind",
        "name",
        "version",
        "versioning",
        "title",
        "summary",
        "card",
        "sources",
        "cited",
        "conflicts",
    )
)
"""Fields that are the card author's own words: nothing is cited for them."""

SELF: Final = "self"
"""The verifier that a verifier's card is about, where the card refers to it."""


def check(card: Card, kind: str) -> Iterator[Finding]:
    """Yield references that lead nowhere, unknown sources, uncited sections, uneven schedules."""
    for path, value, rules in card.values:
        yield from _references(card, path, value, rules)
        yield from _schedules(card, path, value, rules)
        if isinstance(value, Conflict):
            for side in value.sides:
                yield from _source(card, (*path, "conflict", side), side, on="key")
    yield from _citations(card)
    yield from _uncited(card, kind)


def _references(card: Card, path: Path, value: Any, rules: Rules | None) -> Iterator[Finding]:
    meta = (rules or {}).get("meta", {})
    if isinstance(value, dict) and "keys_refer" in meta:
        section = meta["keys_refer"]
        for key in value:
            yield from _named(card, (*path, key), key, (section,), on="key")
    if "refers" in meta and isinstance(value, (str, list)):
        for place, word in each(path, value):
            if not isinstance(word, str):
                continue
            if meta["refers"] == "path":
                yield from _path(card, place, word)
            else:
                yield from _named(card, place, word, meta["refers"])
    if len(path) > 1 and path[-1] == "like" and isinstance(value, str):
        yield from _like(card, path, value)


def _named(card: Card, path: Path, word: str, sections: tuple[str, ...], on: Any = "value") -> Iterator[Finding]:
    if "@" in word and on == "value":
        yield from _elsewhere(path, word)
        return
    known = [one for name in sections for one in card.ids(name)]
    if sections == ("verifiers",) and card.kind == "verifier":
        known.append(SELF)
    if word in known or (on == "key" and isinstance(card.data.get(sections[0]), (Gap, Todo))):
        return
    near = card.nearest(word, known)
    where = " or ".join(f"`{name}`" for name in sections)
    if near:
        hint = f"did you mean `{near}`?"
    else:
        hint = f"known there: {', '.join(known[:12])}" if known else f"the card has no {where}"
    yield Finding(
        "RC110", path, f"{shown(word)} is not an id in {where}", hint, on, fix=meant(path, word, near, known, on)
    )


def _elsewhere(path: Path, word: str) -> Iterator[Finding]:
    problem = reference(word)
    if problem:
        yield Finding("RC105", path, f"{shown(word)} {problem}", "a thing on another card is `name@version#path`")


def _path(card: Card, place: Path, word: str) -> Iterator[Finding]:
    if "@" in word:
        yield from _elsewhere(place, word)
        return
    if card.find(word) is not None:
        return
    near = card.nearest(word, card.paths)
    hint = f"did you mean `{near}`?" if near else "a path starts at the top of the card: `objects.rows.fields.answer`"
    yield Finding(
        "RC110", place, f"{shown(word)} leads nowhere on this card", hint, fix=meant_path(card, place, word, near)
    )


def _like(card: Card, path: Path, word: str) -> Iterator[Finding]:
    siblings = card.written_at(path[:-2])
    own = path[-2]
    known = [key for key in siblings if key != own] if isinstance(siblings, dict) else []
    if word not in known:
        near = card.nearest(word, known)
        hint = f"did you mean `{near}`?" if near else f"siblings here: {', '.join(known[:12]) or 'none'}"
        yield Finding(
            "RC110", path, f"{shown(word)} is not a sibling of `{own}`", hint, fix=meant(path, word, near, known)
        )
        return
    seen, step = {own}, word
    while isinstance(siblings[step], dict) and isinstance(siblings[step].get("like"), str):
        seen.add(step)
        step = siblings[step]["like"]
        if step not in siblings:
            return
        if step in seen:
            if step == own:
                yield Finding("RC110", path, f"`{own}` is like itself, by way of {shown(word)}")
            return


def _citations(card: Card) -> Iterator[Finding]:
    cited = card.written.get("cited")
    for key, value in cited.items() if isinstance(cited, dict) else ():
        for place, one in each(("cited", key), value):
            yield from _source(card, place, one)
        if key != "all" and not _leads(card, key):
            near = card.nearest(key.rstrip("*"), card.paths)
            hint = f"did you mean `{near}`?" if near else "a path is dotted: `rollouts.probe`"
            message, fix = (
                f"{shown(key)} leads nowhere on this card",
                meant_path(card, ("cited", key), key, near, "key"),
            )
            yield Finding("RC110", ("cited", key), message, hint, on="key", fix=fix)
    conflicts = card.written.get("conflicts")
    for name, dispute in conflicts.items() if isinstance(conflicts, dict) else ():
        values = dispute.get("values") if isinstance(dispute, dict) else None
        for side in values if isinstance(values, dict) else ():
            yield from _source(card, ("conflicts", name, "values", side), side, on="key")


def _leads(card: Card, key: str) -> bool:
    if not key.endswith("*"):
        return card.find(key) is not None
    parent, _, family = key.rstrip("*").rpartition(".")
    place = card.find(parent) if parent else ()
    inside = card.at(place) if place is not None else None
    return isinstance(inside, dict) and any(name.startswith(family) for name in inside)


def _source(card: Card, place: Path, value: Any, on: Any = "value") -> Iterator[Finding]:
    read = citation(value)
    if read is None:
        if on == "key":
            yield Finding(
                "RC105", place, f"{shown(value)} is not a citation", "a conflict's keys are citations", on="key"
            )
        return
    stance = card.data.get("card")
    first_party = isinstance(stance, dict) and stance.get("stance") == "first_party"
    known = [*card.ids("sources"), *(["self"] if first_party else [])]
    if read.source not in known and not isinstance(card.data.get("sources"), Todo):
        near = card.nearest(read.source, known)
        hint = f"did you mean `{near}`?" if near else f"known: {', '.join(known) or 'no sources are listed'}"
        if isinstance(place[-1], int) and not near:
            hint += "; in brackets, quote a citation that holds a comma"
        fix = meant(place, read.source, near, known, on) if isinstance(value, str) else None
        if fix is not None:  # what follows the source's id stays
            fix = fix._replace(value=f"{near}{value.strip().removeprefix(read.source)}")
        yield Finding("RC111", place, f"{shown(read.source)} is not one of the card's sources", hint, on=on, fix=fix)


def _uncited(card: Card, kind: str) -> Iterator[Finding]:
    about = card.data.get("card")
    cited = card.data.get("cited")
    if not (isinstance(about, dict) and about.get("stance") == "third_party" and isinstance(cited, dict)):
        return
    for name in SCHEMAS[kind]:
        value = card.data.get(name, MISSING)
        if (
            name in _OWN
            or any(path[0] == name for path in card.cut)
            or value is MISSING
            or value is None
            or isinstance(value, (Gap, Todo))
        ):
            continue
        inside = any(key == "all" or key.split(".")[0].rstrip("*") == name for key in cited)
        if not inside:
            hint = f"add `{name}:` or a path inside it to `cited`"
            yield Finding("RC112", (name,), f"`{name}` is filled and cites nothing", hint, on="key")


def _schedules(card: Card, path: Path, value: Any, rules: Rules | None) -> Iterator[Finding]:
    """At each stage with its protocols, and each protocol, hold the lengths of the schedules against the first."""
    if len(path) != 2 or path[0] not in ("stages", "rollouts") or not isinstance(value, dict) or rules is None:
        return
    lists = list(_lists(path, value, rules))
    own = len(lists)
    named = each((), value.get("rollouts")) if path[0] == "stages" else ()
    for name in (name for _, name in named if isinstance(name, str)):
        place: Path = ("rollouts", name)
        protocol, declared = card.written_at(place), child(card.fields["schema"]["rollouts"], name)
        lists += list(_lists(place, protocol, declared))[:1] if isinstance(protocol, dict) and declared else []
    for number, (place, items) in enumerate(lists):
        first, length = lists[0][0], len(lists[0][1])
        if number and len(items) != length:
            message = f"`{dotted(place[2:])}` has {len(items)} phases, `{dotted(first[2:])}` has {length}"
            where = f" of the stage `{path[1]}`" if number >= own else ""
            yield Finding(
                "RC113", place, message, f"one value for each phase, as in `{dotted(first)}`{where}", on="key"
            )


def _lists(path: Path, value: Any, rules: Rules) -> Iterable[tuple[Path, list[Any]]]:
    for key, item in value.items():
        inner = child(rules, key)
        if inner is not None and isinstance(item, list) and inner.get("meta", {}).get("schedule"):
            yield (*path, key), item
        elif inner is not None and isinstance(item, dict):
            yield from _lists((*path, key), item, inner)
