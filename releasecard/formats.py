"""The forms a text may be asked to have: URL, date, license, language, slug, hash, revision, reference.

Each check takes a text and returns what is wrong with it, or an empty text. They are named in the
declaration (`check="url"`) and run by the shape check, element by element where a list is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, NamedTuple

from releasecard.stated import GAP_WORDS, NonFinite

Check = Callable[[str], str]

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
REVISION: Final = re.compile(r"[0-9a-f]{7,64}|[A-Za-z0-9][A-Za-z0-9._:/-]*\d[A-Za-z0-9._:/-]*")
VERSION: Final = re.compile(r"\S+")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
URL: Final = re.compile(r"https?://(?:[\w-]+(?:\.[\w-]+)+|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\]*)?")
_LICENSE_REF: Final = re.compile(r"LicenseRef-[A-Za-z0-9.-]*[A-Za-z0-9]")
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
REFERENCE: Final = re.compile(rf"{SLUG.pattern}@[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?(?:#[A-Za-z0-9_.*-]+)?")
METRICS: Final = (
    "accuracy", "avg@N", "pass@K", "pass^K", "maj@N", "best_of_N", "best_of_n", "f1", "macro_f1", "win_rate", "correlation",
    "reward", "mean", "recall", "precision", "count", "share", "rating",
)  # fmt: skip
METRIC: Final = re.compile("|".join(re.sub("[NK]$", r"\\d+", re.escape(name)) for name in METRICS))
LANGUAGE: Final = re.compile(
    r"([A-Za-z]{2,3})((?:-[A-Za-z]{3}){0,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?"
    r"((?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)(?:-[a-wy-zA-WY-Z0-9](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"
)
PRIVATE_LANGUAGE: Final = re.compile(r"[xX](?:-[A-Za-z0-9]{1,8})+")


@cache
def _table(name: str) -> dict[str, frozenset[str]]:
    """Return a shipped table: a line for each kind of word, its name first."""
    lines = (Path(__file__).parent / "vocabulary" / name).read_text("utf-8").splitlines()
    return {line.split()[0]: frozenset(line.split()[1:]) for line in lines if not line.startswith("#")}


def url(text: str) -> str:
    return "" if URL.fullmatch(text) else "is not a web address that starts with `https://` or `http://`"


def day(text: str) -> str:
    if not DATE.fullmatch(text):
        return "is not a date written `2026-03-01`"
    try:
        date.fromisoformat(text)
    except ValueError:
        return "is not a day of the calendar"
    return ""


def slug(text: str) -> str:
    form = "lower-case letters, digits, `.`, `_` and `-`, with a letter or digit at both ends"
    return "" if SLUG.fullmatch(text) and len(text) <= 100 else f"is not a slug: {form}"


def identifier(text: str) -> str:
    if text in GAP_WORDS:
        return "is a gap word and cannot be an id"
    form = "a lower-case letter, then lower-case letters, digits, `_` or `-`"
    return "" if ID.fullmatch(text) else f"is not an id: {form}"


def license_expression(text: str) -> str:
    """Plain ids come from a shipped table; the library that knows the grammar is asked for the rest."""
    if text in _table("licenses.txt")["license"] or (_LICENSE_REF.fullmatch(text)):
        return ""
    if len(text) > 200:
        return "is not an SPDX license expression"
    spelled = _spelled(text) or _spelled(
        "-".join(one for one in re.split(r"[\s,()]+", text) if one.lower() not in _NO_ID)
    )
    if not spelled:
        return "is not an SPDX license expression"
    return "" if spelled == text else f"is spelled `{spelled}` in SPDX"


_NO_ID: Final = frozenset(("", "license", "licence", "version", "the"))
"""Words beside a license's id when it is named in prose: `Apache License, Version 2.0`."""


def _spelled(text: str) -> str:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return ""


def language(text: str) -> str:
    """BCP 47: the form, and subtags that the registry holds."""
    if PRIVATE_LANGUAGE.fullmatch(text):
        return ""
    match = LANGUAGE.fullmatch(text)
    known = _table("languages.txt")
    if match is None or match[1].lower() not in known["language"]:
        return "is not a BCP 47 language tag"
    parts = {"extlang": match[2], "script": match[3] or "", "region": match[4] or "", "variant": match[5]}
    for kind, subtags in parts.items():
        for subtag in filter(None, subtags.split("-")):
            if subtag.lower() not in known[kind]:
                return f"has an unknown {kind} `{subtag}`"
    return ""


def sha256(text: str) -> str:
    return "" if SHA256.fullmatch(text) else "is not a SHA-256: 64 hexadecimal digits, lower case"


def revision(text: str) -> str:
    """A git revision, or the dated id of a hosted model."""
    if REVISION.fullmatch(text):
        return ""
    return "is not a revision: 7 to 64 hexadecimal digits, or a dated or numbered id"


def version(text: str) -> str:
    return "" if VERSION.fullmatch(text) else "is empty or has white space"


def reference(text: str) -> str:
    form = "`name@version`, with `#path` for a place inside it"
    return "" if REFERENCE.fullmatch(text) else f"is not a reference to a card: {form}"


def parent(text: str) -> str:
    """A parent release: its name, with a version where one is known."""
    return "" if not slug(text) or not reference(text) else "is not a release: `name@version`, or `name` alone"


def release(text: str) -> str:
    return "" if text == "inline" else reference(text)


def git_ref(text: str) -> str:
    """A tag, a branch or a commit, as one pins it."""
    good = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/+-]*", text)
    return "" if good else "is not a git revision: a tag or a commit"


def metric(text: str) -> str:
    return "" if METRIC.fullmatch(text) else f"is not a metric: {', '.join(METRICS)}"


def _bounded(check: Check) -> Check:
    """Return the check for texts of a length that forms have: patterns need not be quick on others."""
    return lambda text: check(text) if len(text) <= 2_000 else "is longer than 2,000 characters"


_FORMS: Final[dict[str, Check]] = {
    "url": url,
    "date": day,
    "slug": slug,
    "id": identifier,
    "license": license_expression,
    "language": language,
    "sha256": sha256,
    "revision": revision,
    "version": version,
    "reference": reference,
    "parent": parent,
    "release": release,
    "metric": metric,
    "git_ref": git_ref,
}

CHECKS: Final[dict[str, Check]] = {name: _bounded(form) for name, form in _FORMS.items()}

ROLES: Final = (
    "model_report", "data_release", "process_supervision", "environment_benchmark", "verifier_study",
    "scaling_study", "implementation", "community",
)  # fmt: skip
VIAS: Final = ("primary", "secondary", "measured", "derived")
CITATION: Final = re.compile(r"([a-z][a-z0-9_-]*)(?:\s+(.*?))??(?:\s*\(([a-z]+)\))?", re.DOTALL)


class Citation(NamedTuple):
    """A citation: the source's id, where in it, how it was read and in which role (empty: as the source says)."""

    source: str
    where: str
    via: str
    role: str = ""


def citation(value: Any) -> Citation | None:
    """Read one citation, `SOURCE [where] [(via)]` or the map form; None where it is neither."""
    if isinstance(value, dict):
        known = {"source", "where", "via", "role"}
        parts = [value.get(key, "") for key in ("source", "where", "via")]
        if not set(value) <= known or not all(isinstance(part, str) for part in parts) or not parts[0]:
            return None
        good = parts[2] in ("", *VIAS) and value.get("role", ROLES[0]) in ROLES
        return Citation(str(parts[0]), str(parts[1]), str(parts[2]), str(value.get("role", ""))) if good else None
    if not isinstance(value, str) or isinstance(value, NonFinite):
        return None
    match = CITATION.fullmatch(value.strip())
    if match is None:
        return None
    source, where, via = match[1], match[2] or "", match[3] or ""
    if via and via not in VIAS:
        where, via = f"{where} ({via})".strip(), ""
    return Citation(source, where, via)


_ARXIV: Final = re.compile(
    r"(?:arxiv:\s?|(?:www\.)?arxiv\.org/abs/)?(\d{4}\.\d{4,5}(?:v\d{1,2})?)|arxiv:\s?([a-z-]+/\d{7}(?:v\d{1,2})?)",
    re.IGNORECASE,
)


def arxiv_url(text: str) -> str | None:
    """Return the web address of a paper whose arXiv id a text is, in the version that it names."""
    match = _ARXIV.fullmatch(text) if len(text) <= 64 else None
    return f"https://arxiv.org/abs/{match[1] or match[2]}" if match else None


def nearest(word: str, known: Any) -> str | None:
    """Return the word that *word* was most likely meant to be, or None."""
    words = [str(one) for one in known if len(str(one)) <= 64][:1000] if len(word) <= 64 else []
    folded = {one.lower().replace("-", "_"): one for one in reversed(words)}
    typed = _folded(word)
    found = get_close_matches(typed, folded, n=5, cutoff=0.7)
    return folded[max(found, key=lambda one: _likeness(typed, one))] if found else None


def _likeness(typed: str, word: str) -> tuple[float, int]:
    """Return how alike two words are; of equally alike ones that with the longer common beginning is likelier meant."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(typed, word, strict=False))
    return SequenceMatcher(None, typed, word).ratio(), len(list(same))


def is_slip(word: str, meant: str, known: Iterable[str]) -> bool:
    """Tell whether *word* can only be *meant*, with one slip of the pen, and no other of the *known* words.

    A slip is in capitals, `-` or `_`, or in one letter: too many, too few, wrong, or two swapped. In a word of up to four letters
    only a letter doubled or swapped is one, and a digit never: `dapo` is not `dpo`, nor `probe2` `probe`, nor `model-b` `model-a`.
    """
    words, typed = {*known, meant}, _folded(word)
    same = [one for one in words if _folded(one) == typed]
    return (same or [one for one in words if _is_a_letter_off(typed, _folded(one))]) == [meant]


def _folded(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _is_a_letter_off(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 1 or re.findall("[0-9]", word) != re.findall("[0-9]", other):
        return False
    start = _shared(word, other)
    end = _shared(word[start:][::-1], other[start:][::-1])
    ours, theirs = word[start : len(word) - end], other[start : len(other) - end]
    if len(ours) == 2 and ours == theirs[::-1]:
        return True
    doubled = bool(start) and word[start - 1 : start] == ours + theirs
    around = re.split("[_.]", other[:start])[-1] + theirs + re.split("[_.]", other[start + len(theirs) :])[0]
    return max(len(ours), len(theirs)) == 1 and (doubled or len(around) > 4)


def _shared(word: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = enumerate(zip(word, other, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(word), len(other)))
