"""Damage for RC4xx: claims, and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from damage import GONE, Changes, Damage, Real
from releasecard.evidence.verdict import Word
from releasecard.values import Path

NEW = ("claims", "damaged")


ANOTHER = "Another thing of the same kind, which stands beside it, carries what the claim needs."
INHERITED = "What it takes the place of is inherited by `like`, and is stated again once its own value is gone."
ABOUT = "What evidence reaches begins with what the claim is about, and that states all this claim needs."
PEOPLE = "The rows are labeled by people too, or agreement with people is stated: a check besides the verifier."


def claim(kind: str, about: str, *evidence: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "says": "It is as it should be.", "about": about, "evidence": list(evidence), **more}


def is_of(*kinds: str) -> Any:
    def holds(real: Real, at: Path) -> bool:
        return real.at(*at[:2], "kind") in kinds

    return holds


def standing(real: Real, at: Path) -> bool:
    """The claim is licensed or open."""
    return real.verdicts.get(str(at[1])) in (Word.LICENSED, Word.OPEN)


def carrying(real: Real) -> Iterator[Path]:
    """Yield what is stated for a claim that is licensed or open, each thing once."""
    found = [one for verdict in real.linted.verdicts if verdict.word is not Word.UNLICENSED for one in verdict.carried]
    yield from dict.fromkeys(
        one.path for one in found if len(one.path) > 2 and real.at(*one.path) and real.is_written(one.path)
    )


def subject(real: Real) -> str:
    """Return the first rows of a card, as a claim names them."""
    name = next(iter(real.things("objects")), None)
    return f"objects.{name}" if name else ""


def community(real: Real, _at: Path) -> Changes:
    """Cite everything from people who talk about the release."""
    return Changes({("sources", name, "role"): "community" for name in real.things("sources")})


def is_incomplete(real: Real, at: Path) -> bool:
    """The claim's own evidence does not carry it in full, and it is cited."""
    incomplete = real.verdicts.get(str(at[1])) is not Word.LICENSED
    return incomplete and bool(real.words(*at, "evidence")) and bool(real.things("sources"))


def keeps(real: Real, verifier: str) -> bool:
    """Tell whether a verifier filtered or labeled rows."""
    return bool(set(real.words("verifiers", verifier, "uses")) & {"filtering", "labeling"})


def measured(real: Real, verifier: str) -> bool:
    return bool(real.at("verifiers", verifier, "errors", "false_accept", "sample"))


def made_by(real: Real, rows: str) -> set[str]:
    """Return the verifiers that labeled columns of some rows, or that filtered what became rows."""
    labels = [real.words(*at, "verifier") for at, _ in real.facts.matches(f"{rows}.fields.*")]
    filters = [real.words(*at, "verifier") for at, _ in real.facts.matches("provenance.filters.*")]
    return {word for words in (*labels, *filters) for word in words}


def called_right(real: Real, at: Path) -> Changes:
    """Call rows correct by the verifier that made them so."""
    rows, verifier = subject(real), str(at[1])
    circular = rows and keeps(real, verifier) and verifier in made_by(real, rows) and not measured(real, verifier)
    return Changes({NEW: claim("correctness", rows, f"verifiers.{verifier}")}) if circular else Changes()


def called_right_by_another(real: Real, at: Path) -> Changes:
    """Call rows correct by a verifier that only rewards or scores."""
    rows, verifier = subject(real), str(at[1])
    other = rows and real.words(*at, "uses") and not keeps(real, verifier) and verifier not in made_by(real, rows)
    return Changes({NEW: claim("correctness", rows, f"verifiers.{verifier}")}) if other else Changes()


def good_by_length(real: Real, at: Path) -> Changes:
    """Call traces good because a filter kept the long ones, or because they are long."""
    rows = subject(real)
    by_length = real.at(*at, "by") if at[0] == "provenance" else at[-1]
    long = rows and isinstance(by_length, str) and ("length" in by_length or "tokens" in by_length)
    return Changes({NEW: claim("trace_quality", rows, ".".join(map(str, at)))}) if long else Changes()


def good_by_teacher(real: Real, at: Path) -> Changes:
    """Call traces good because of who wrote them."""
    rows = subject(real)
    return (
        Changes({NEW: claim("trace_quality", rows, "provenance.traces.model")}) if rows and real.at(*at) else Changes()
    )


def hard_by(real: Real, at: Path) -> Changes:
    """Call rows hard by how they spread over levels, sources and the like."""
    return Changes({NEW: claim("difficulty", ".".join(map(str, at[:2])), ".".join(map(str, at)))})


def covered_by(real: Real, at: Path) -> Changes:
    """Call a field covered because of the number of rows."""
    return Changes({NEW: claim("coverage", ".".join(map(str, at[:2])), ".".join(map(str, at)))})


def curves(real: Real) -> bool:
    """Tell whether the card has more than pairs of scores: points at several budgets, or fitted curves."""
    return any(real.at("scaling", key) for key in ("points", "budgets", "fits"))


def moved_by_two(real: Real, at: Path) -> Changes:
    """Make a gain of two scores a statement on the ceiling."""
    compared = [word for word in real.words(*at, "evidence") if word.startswith("comparisons.")]
    if curves(real) or not compared:
        return Changes()
    moved = Changes({(*word.split("."), "moved"): ["ceiling"] for word in compared})
    return Changes({**moved, (*at, "kind"): "scaling"})


def tested_on_training(real: Real, at: Path) -> Changes:
    """Measure a verifier on what it was trained on, and claim that it is right."""
    own = at[:-1]
    about = ".".join(map(str, own))
    tested = {(*own, "calibration"): {"set": real.at(*at), "size": 500, "date": "2024-01-01"}}
    return Changes({**tested, NEW: claim("verifier_accuracy", about, about)})


WORDS = {
    "Verified": "correctness",
    "Challenging": "difficulty",
    "Diverse": "coverage",
    "Decontaminated": "decontamination",
}


def praised(word: str, kind: str) -> Any:
    """Put a word in the title that claims what no claim of the card stands for."""

    def titled(real: Real, at: Path) -> str | None:
        claims = [name for name in real.things("claims") if real.at("claims", name, "kind") == kind]
        stands = any(standing(real, ("claims", name)) for name in claims)
        return None if stands or word.lower() in str(real.at(*at)).lower() else f"{word} {real.at(*at)}"

    return titled


def ascribed(real: Real, at: Path) -> Changes:
    """Say what a gain is due to, and name no knob."""
    changes = Changes({(*at, "says"): "The model gets better due to the new method."})
    if real.is_written((*at, "credits")):
        changes[(*at, "credits")] = GONE
    return changes


DAMAGES = (
    Damage("RC401", "drop", "what carries a claim that is licensed or open", "what a claim needs is left out",
           GONE, find=carrying, owner="RC101",
           missed={"deepmath-103k baselines.*.scores.*": ANOTHER, "tau-bench variants.*": ANOTHER, "tau-bench audit.*": ANOTHER,
                   "swe-gym baselines.*": INHERITED,
                   "deepseek-r1 provenance.decontamination.recall": "Without it there is a doubt, which opens a claim and voids none."}),
    Damage("RC401", "contradict", "claims.*.evidence", "a claim that stands is given the license as evidence",
           ["license"], standing, missed={"healthbench *": ABOUT, "tau-bench claims.necessary*": ABOUT}),
    Damage("RC402", "blank", "what carries a claim that is licensed or open", "what a claim needs is not stated",
           lambda real, at: "not_stated", find=carrying,
           missed={"deepmath-103k baselines.*.scores.*": ANOTHER, "swe-gym baselines.*.scores.*": ANOTHER, "tau-bench *": ANOTHER}),
    Damage("RC403", "contradict", "claims.*", "all is cited from people who talk about the release", community, is_incomplete),
    Damage("RC404", "add", "verifiers.*", "rows are called correct by the verifier that kept or labeled them", called_right,
           missed={"prm800k *": PEOPLE, "ultrafeedback *": PEOPLE}),
    Damage("RC405", "add", "verifiers.*", "rows are called correct by a verifier of another stage", called_right_by_another,
           missed={"prm800k *": "What evidence reaches begins with the rows, and these name the verifiers that did label them."}),
    Damage("RC406", "add", "provenance.filters.* objects.*.statistics.*", "traces are called good for their length", good_by_length),
    Damage("RC406", "add", "provenance.traces.model", "traces are called good for their teacher", good_by_teacher),
    Damage("RC407", "add", "objects.*.distribution", "rows are called hard by how they spread", hard_by,
           missed={"tau-bench *": "The rows are runs, and name the sampling that they come from: a model's results stand behind the claim."}),
    Damage("RC408", "add", "objects.*.records", "a field is called covered because of the number of rows", covered_by),
    Damage("RC409", "contradict", "claims.*", "a gain of two scores is said to move the ceiling", moved_by_two, is_of("gain")),
    Damage("RC410", "contradict", "verifiers.*.training_data", "a verifier is measured on what it was trained on", tested_on_training),
    *(Damage("RC411", "add", "title", f"`{word}` stands in the title, and no claim of {kind} stands", praised(word, kind))
      for word, kind in WORDS.items()),
    Damage("RC412", "contradict", "claims.*", "a gain is ascribed to a cause in words, and no knob is credited", ascribed, is_of("gain"),
           missed=dict.fromkeys(("swe-gym claims.cap*", "tulu3-rlvr claims.value*", "tulu3-rlvr claims.no-*"),
                                "Its evidence is a gap, which leaves the claim open before any trap.")),
)  # fmt: skip
