"""Findings that were there when a collection began to lint: a file of them, and what a run finds besides.

A finding is known by its card, its rule and its path in the card, so neither lines that move nor files that are
renamed change anything. A card is known as `name@version`: a new version is a new statement, and is looked at anew.
One that says no name and version is known by its file, relative to the baseline's folder.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from releasecard.edit.file import WriteError, put
from releasecard.lint import Linted
from releasecard.values import Diagnostic, dotted

VERSION: Final = 1
_MAX_BYTES: Final = 16_777_216
_NEVER: Final = "RC00"
"""How the codes begin of what keeps a file from being read: that is always shown."""
_ANEW: Final = "delete it, then write it anew with --update-baseline"

Known: TypeAlias = dict[str, Counter[str]]
"""For each card how many findings there are of a rule at a path, `RC207 authors`."""
Applies: TypeAlias = Callable[[str, Path], bool]
"""Whether a rule applies to the card in a file."""


class BaselineError(Exception):
    """The file cannot be read, or is no baseline. The text says what to do."""


class Found(NamedTuple):
    """What a run found on one card."""

    file: Path
    linted: Linted


class Sifted(NamedTuple):
    """A run without what is known: what each card shows, how many are hidden, how many of the known are mended."""

    cards: list[Linted]
    hidden: int
    mended: int


class Change(NamedTuple):
    """What became of a baseline: how many findings are in it, how many of them are new, how many left it."""

    size: int
    new: int
    gone: int


def load(file: Path) -> Known:
    """Return what a baseline file knows. Raises BaselineError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BaselineError(f"there is no baseline `{file}`; write it with --update-baseline") from error
    except OSError as error:
        raise BaselineError(f"the baseline `{file}` cannot be read: {error.strerror or error}") from error
    if len(content) > _MAX_BYTES:
        raise BaselineError(f"`{file}` has more than {_MAX_BYTES:,} bytes and is no baseline; {_ANEW}")
    try:
        data = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        hint = f"resolve the merge, or {_ANEW}"
        raise BaselineError(f"the baseline `{file}` is not JSON ({error}); {hint}") from error
    return _known(data, file)


def sift(run: Iterable[Found], known: Known, file: Path, applies: Applies) -> Sifted:
    """Take out of a run what is known. Where there is more of a kind than is known, all of it is shown."""
    run = list(run)
    seen = _seen(run, file)
    few = {card: {entry for entry, count in found.items() if count <= known.get(card, Counter())[entry]}
           for card, found in seen.items()}  # fmt: skip
    cards: list[Linted] = []
    for one in run:
        covered = few[_card(one, file)]
        shown = [each for each in one.linted.diagnostics if not (_counts(each) and _entry(each) in covered)]
        cards.append(one.linted._replace(diagnostics=shown))
    hidden = sum(seen[card][entry] for card, entries in few.items() for entry in entries)
    return Sifted(cards, hidden, _mended(run, known, seen, file, applies).total())


def update(run: Iterable[Found], known: Known, file: Path, applies: Applies) -> Change:
    """Write a baseline that knows what a run found, and what it knew of cards and rules that were not in the run."""
    run = list(run)
    seen = _seen(run, file)
    judged = _judged(run, known, file, applies)
    kept = {card: found - judged.get(card, Counter()) for card, found in known.items()}
    new = {card: kept.get(card, Counter()) + seen.get(card, Counter()) for card in {*kept, *seen}}
    _write(file, {card: found for card, found in new.items() if found})
    before, after = _flat(known), _flat(new)
    return Change(after.total(), (after - before).total(), (before - after).total())


def _seen(run: list[Found], file: Path) -> Known:
    """Return what was found on each card of a run, also of those on which it is nothing."""
    seen: Known = {}
    for one in run:
        entries = (_entry(each) for each in one.linted.diagnostics if _counts(each))
        seen.setdefault(_card(one, file), Counter()).update(entries)
    return seen


def _judged(run: list[Found], known: Known, file: Path, applies: Applies) -> Known:
    """Return the part of what is known that a run looked at: its cards, and the rules that apply to them."""
    files: dict[str, Path] = {_card(one, file): one.file for one in run}
    return {
        card: Counter({entry: count for entry, count in known.get(card, Counter()).items()
                       if applies(entry.partition(" ")[0], at)})
        for card, at in files.items()
    }  # fmt: skip


def _mended(run: list[Found], known: Known, seen: Known, file: Path, applies: Applies) -> Counter[str]:
    return _flat({card: found - seen[card] for card, found in _judged(run, known, file, applies).items()})


def _flat(known: Known) -> Counter[str]:
    return Counter({f"{card} {entry}": count for card, found in known.items() for entry, count in found.items()})


def _card(one: Found, file: Path) -> str:
    """Return what a card is known by."""
    if one.linted.card:
        return one.linted.card
    if str(one.file).startswith("<"):
        return str(one.file)
    return Path(os.path.relpath(one.file.absolute(), file.absolute().parent)).as_posix()


def _counts(one: Diagnostic) -> bool:
    return not one.code.startswith(_NEVER)


def _entry(one: Diagnostic) -> str:
    return f"{one.code} {dotted(one.path)}".rstrip()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        key = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"`{key[:100]}` stands there twice")
    return content


def _known(data: Any, file: Path) -> Known:
    """Return what the content of a baseline file says. Raises BaselineError where it is none."""
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int:
        raise BaselineError(f"`{file}` is no baseline: it has no `version`; name another file, or {_ANEW}")
    if version != VERSION:
        raise BaselineError(f"the baseline `{file}` is of version {version}, this program reads {VERSION}; {_ANEW}")
    cards = data.get("cards")
    for key in data:
        if key not in ("version", "cards"):
            raise BaselineError(f"the baseline `{file}` has `{key[:100]}`, which nothing reads; take it out")
    if not isinstance(cards, dict) or not all(isinstance(found, dict) for found in cards.values()):
        raise BaselineError(f"the baseline `{file}` has no map of `cards` to findings; {_ANEW}")
    for card, found in cards.items():
        for entry, count in found.items():
            if type(count) is not int or count < 1:
                where = f"cards.{card[:100]}.{entry[:100]}"
                raise BaselineError(f"the baseline `{file}` has no count of findings at `{where}`; {_ANEW}")
    return {card: Counter(found) for card, found in cards.items()}


def _write(file: Path, known: Known) -> None:
    """Put a baseline in its file, a line for each entry, in an order that does not change."""
    content = {"version": VERSION, "cards": {card: dict(sorted(known[card].items())) for card in sorted(known)}}
    text = json.dumps(content, indent=2, ensure_ascii=True) + "\n"
    try:
        put(file, text.encode())
    except WriteError as error:
        raise BaselineError(f"the baseline {error}") from error
