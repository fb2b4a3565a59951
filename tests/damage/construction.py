"""Damage for RC6xx: filters and counts, benchmarks beside the rows, terms, lineage."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from damage import GONE, Changes, Damage, Real
from releasecard.benchmarks import covers, known
from releasecard.benchmarks.rows import Benchmark
from releasecard.stated import Stated
from releasecard.values import Path

FROM = ("provenance", "prompts", "from")
DISPUTED = "A dispute about it, or about its total, stands under `conflicts`: rules hold it open."
TRAINED = {"sft", "distillation", "rlvr", "preference_learning", "reward_modeling", "process_supervision"}


def number(real: Real, *at: str | int) -> Fraction | None:
    """Return a number, be it as stated, at face value; None of a bound."""
    value = real.at(*at)
    if isinstance(value, Stated):
        return value.low if value.low == value.high else None
    return Fraction(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def more(real: Real, at: Path) -> int | None:
    """Return a fifth more."""
    value = number(real, *at)
    return int(value * 6 / 5) + 1 if value is not None else None


def chained(real: Real, at: Path) -> bool:
    """Another number says what this one must be: that of the filter beside it, or the filter's own."""
    step, key = at[:-1], str(at[-1])
    if all(number(real, *step, one) is not None for one in ("before", "after", "removed")):
        return True
    names = list(real.things(*at[:-2]))
    beside = names.index(str(at[-2])) + {"before": -1, "after": 1}.get(key, 0)
    if key == "removed" or not 0 <= beside < len(names):
        return False
    other = (*at[:-2], names[beside])
    alike = all(real.at(*step, one) == real.at(*other, one) for one in ("of", "unit"))
    return alike and number(real, *other, "after" if key == "before" else "before") is not None


def summed(real: Real, at: Path) -> bool:
    """All parts are numbers, and so is their total."""
    total = number(real, *at[:2], "records")
    return total is not None and all(number(real, *at[:-1], name) is not None for name in real.at(*at[:-1]) or ())


def larger_share(real: Real, at: Path) -> float | None:
    value = number(real, *at)
    return float(round(value * 6 / 5, 3)) if value is not None else None


def is_by_model(real: Real, at: Path) -> bool:
    """A model changes tasks or answers, be its name a gap."""
    return bool(real.facts.status(*at, "model"))


def unaudited(real: Real, at: Path) -> Changes:
    return Changes({(*at, key): GONE for key in ("error_rate", "audit") if real.is_written((*at, key))})


def by_a_model(real: Real, at: Path) -> Changes:
    """Let a model reword everything, and say no more of it."""
    return Changes({("provenance", "transforms", "rewording"): {"rule": "a language model rewords the questions"}})


def benchmark(real: Real, name: str) -> Benchmark | None:
    """Return what the shipped table knows of a benchmark of the card."""
    title, version, split = (real.at("benchmarks", name, key) for key in ("name", "version", "split"))
    return known(str(title), version and str(version), split and str(split)) if title else None


def scored(real: Real) -> dict[str, Benchmark]:
    """Return the benchmarks on which a model that changed in training is scored, by their ids."""
    after = {name for one in real.things("comparisons") for name in real.words("comparisons", one, "to")}
    ids = [name for row in after for name in real.at("baselines", row, "scores") or ()]
    return {name: bench for name in dict.fromkeys(ids) if (bench := benchmark(real, name))}


def trains(real: Real) -> bool:
    return real.facts.kind in ("dataset", "recipe") and bool(set(real.words("training_use")) & TRAINED)


def looked_for(real: Real) -> list[str]:
    value = real.at("provenance", "decontamination", "against")
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def forgotten(real: Real, at: Path) -> Changes:
    """Leave out an entry that alone stands for a benchmark that is scored."""
    entry, rest = real.at(*at), [one for one in looked_for(real) if one != real.at(*at)]
    alone = [
        bench for bench in scored(real).values() if _holds(entry, bench) and not any(_holds(one, bench) for one in rest)
    ]
    return Changes({at[:-1]: rest}) if trains(real) and alone and rest else Changes()


def _holds(entry: str, bench: Benchmark) -> bool:
    holder = known(entry)
    return holder is not None and covers(holder, bench)


def scored_too(name: str) -> Any:
    """Score a benchmark that nobody looked for."""

    def added(real: Real, at: Path) -> Changes:
        bench = known(name)
        after = [
            row
            for one in real.things("comparisons")
            for row in real.words("comparisons", one, "to")
            if real.at("baselines", row, "scores")
        ]
        before = [row for one in real.things("comparisons") for row in real.words("comparisons", one, "from")]
        row = next((one for one in after if one not in before), None)
        if (
            not trains(real)
            or not looked_for(real)
            or bench is None
            or row is None
            or any(_holds(one, bench) for one in looked_for(real))
        ):
            return Changes()
        like = next(iter(real.at("baselines", row, "scores")))
        return Changes(
            {("benchmarks", "damaged"): {"like": like, "name": name}, ("baselines", row, "scores", "damaged"): 50}
        )

    return added


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def source(**stated: Any) -> dict[str, Any]:
    return {"kind": "benchmark", "license": "MIT", "relation": "copied", **stated}


def on_its_items(real: Real, at: Path) -> Changes:
    """Take the test items of a benchmark that is scored into the rows."""
    bench = scored(real).get(str(at[-1]))
    fits = bench is not None and trains(real) and real.things(*FROM)
    return Changes({(*FROM, slug(str(real.at(*at, "name")))): source(split="test")}) if fits else Changes()


def tested_on(real: Real, at: Path) -> bool:
    """The source is a benchmark that is scored, and its training part was taken."""
    bench = known(str(at[-2]))
    return real.at(*at) == "train" and bench is not None and any(covers(bench, one) for one in scored(real).values())


def is_benchmark(real: Real, at: Path) -> bool:
    return real.at(*at[:-1], "kind") == "benchmark" and bool(set(real.words("training_use")) & TRAINED)


def among(real: Real, at: Path) -> Changes:
    """Take a benchmark among the sources."""
    fits = trains(real) and not any("truthful" in one for one in real.things(*at))
    return Changes({(*at, "truthful-qa"): source(records=811)}) if fits else Changes()


def on_the_other_division(real: Real, at: Path) -> Changes:
    """Score the 5,000 test problems of MATH, and train on the 12,000 that leave only 500 of them out."""
    bench = scored(real).get(str(at[-1]))
    if bench is None or bench.id not in ("math", "math-test", "math-500") or not trains(real) or not real.things(*FROM):
        return Changes()
    twelve = source(split="12k", records=12000)
    return Changes({(*at, "name"): "MATH", (*at, "split"): "test", (*at, "items"): 5000, (*FROM, "math"): twelve})


def holds_content(*relations: str) -> Any:
    """The content of the source is in the rows, and the data has terms that allow everything."""

    def holds(real: Real, at: Path) -> bool:
        free = real.at("license", "data") in ("MIT", "Apache-2.0", "CC-BY-4.0", "BSD-3-Clause")
        return free and real.at(*at[:-1], "relation") in relations

    return holds


def reworded_before(real: Real, at: Path) -> Changes:
    """Match n-grams in text that a model had reworded."""
    if not any(
        is_by_model(real, one) and not real.at(*one, "about")
        for one, _ in real.facts.matches("provenance.transforms.*")
    ):
        return Changes()
    if not real.at(*at):
        return Changes()
    changes = Changes({(*at, "method"): "13-gram overlap", (*at, "order"): "after rewriting"})
    for key in ("verifier", "model", "recall"):
        if real.is_written((*at, key)):
            changes[(*at, key)] = GONE
    return changes


def by_letters(real: Real, at: Path) -> bool:
    """Overlap is looked for by n-grams, in the rows."""
    return "gram" in str(real.at(*at)) and not real.at(*at[:-1], "of") and "judge" not in str(real.at(*at))


def rewording_added(_real: Real, at: Path) -> Changes:
    step = {
        "rule": "posts are reworded as questions",
        "model": "Rewriter-32B",
        "error_rate": 0.01,
        "audit": "300 rows read",
    }
    return Changes({("provenance", "transforms", "rewording"): step, (*at[:-1], "order"): "after rewording"})


def by_models(real: Real, _at: Path) -> bool:
    """Models wrote the traces."""
    return real.at("provenance", "traces", "author") in ("teacher", "self", "mixed")


UNANCHORED = {"kind": "role_split", "selection": {"not_applicable": "the models decide"}, "replay": "none"}


def tells_source(real: Real, at: Path) -> bool:
    """The column says which of several sources a row is from."""
    several = len(real.things(*FROM)) > 1
    return (
        several
        and "source" in f"{at[-1]} {real.at(*at, 'says')}".lower()
        and real.words(*at, "role") == ["attribution"]
    )


def voted(real: Real, at: Path) -> Changes:
    """Accept answers by a vote among samples of the model that wrote the traces."""
    vote = {
        "contract": "programmatic", "family": "implicit_selector", "implementation": "not_stated", "uses": ["labeling", "filtering"],
        "checks": "whether the samples agree", "input": "the final answers", "signal": "binary",
        "selection": "all of the answers agree", "samples": 3, "audit_sample": "not_measured",
    }  # fmt: skip
    kept = {"rule": "all of three answers agree", "verifier": "vote", "applied": "release"}
    rollouts = real.words("provenance", "traces", "rollouts")
    rows = next((name for name in real.things("objects") if real.things("objects", name, "fields")), None)
    if not rollouts or rows is None or "agreement" in real.things("verifiers"):
        return Changes()
    return Changes(
        {
            ("verifiers", "vote"): vote,
            ("provenance", "filters", "vote"): {**kept, "rollouts": rollouts[0]},
            ("objects", rows, "fields", "voted"): {"role": "feedback", "type": "string", "verifier": "vote"},
        }
    )


DAMAGES = (
    Damage("RC601", "shift", "provenance.filters.*.before provenance.filters.*.after provenance.filters.*.removed",
           "a count of a filter is a fifth too large", more, chained, missed={"deepmath-103k *.answer-agreement.*": DISPUTED}),
    Damage("RC602", "shift", "objects.*.splits.* data.*.parts.*", "a part is a fifth too large for the total", more, summed,
           missed=dict.fromkeys(("dapo-math-17k *", "openthoughts3-1.2m *", "ultrafeedback *"), DISPUTED)),
    Damage("RC602", "shift", "provenance.prompts.from.*.share", "a share is a fifth too large", larger_share),
    Damage("RC603", "drop", "provenance.transforms.*", "how many a model spoiled is left out", unaudited, is_by_model, owner="RC101"),
    Damage("RC603", "add", "provenance.prompts", "a model rewords everything, and that is all", by_a_model),
    Damage("RC604", "drop", "provenance.decontamination.against.*", "a scored benchmark is no longer among those looked for", forgotten),
    *(Damage("RC604", "add", "baselines", f"{name} is scored, and was not looked for", scored_too(name))
      for name in ("GSM8K", "HumanEval", "ARC-C")),
    Damage("RC605", "add", "benchmarks.*", "the test items of a scored benchmark are among the rows", on_its_items,
           missed={"openthoughts3-1.2m *.hmmt": "HMMT is of many years, and the one that is scored was looked for in the rows."}),
    Damage("RC605", "contradict", "provenance.prompts.from.*.split", "the test part was taken in place of the training part", "test", tested_on),
    Damage("RC606", "add", "provenance.prompts.from", "a benchmark is among the sources", among),
    Damage("RC606", "drop", "provenance.prompts.from.*.split", "which part of a benchmark was taken is left out", GONE, is_benchmark,
           missed={"prm800k *.math-train.*": "The name of the source says already that it is the training part."}),
    Damage("RC607", "add", "benchmarks.*", "the 12,000 of MATH train, and its 5,000 test problems are scored", on_the_other_division,
           missed={"prm800k *": "The test problems are among its sources themselves, which is another fault (RC605)."}),
    Damage("RC608", "contradict", "provenance.prompts.from.*.license", "content for no commercial use is under free terms",
           "CC-BY-NC-4.0", holds_content("copied", "adapted")),
    Damage("RC608", "contradict", "provenance.prompts.from.*.license", "content that may not be changed is adapted",
           "CC-BY-ND-4.0", holds_content("adapted")),
    Damage("RC608", "contradict", "provenance.prompts.from.*.license", "adapted content asks for its own terms, and has others",
           "CC-BY-SA-4.0", holds_content("adapted")),
    Damage("RC609", "contradict", "provenance.decontamination", "n-grams are matched after a model reworded the text", reworded_before,
           missed={"openthoughts3-1.2m *": "Its model takes questions out of books, and nothing says that it rewords them."}),
    Damage("RC609", "add", "provenance.decontamination.method", "a model rewords tasks, and n-grams are matched after that",
           rewording_added, by_letters),
    Damage("RC610", "contradict", "provenance.anchor", "models play two roles, and nothing decides what stays", UNANCHORED, by_models),
    Damage("RC611", "add", "provenance.prompts.from.*", "a source was withdrawn since",
           lambda _, at: Changes({(*at, "withdrawn"): {"by": "the holder", "where": "the hub"}})),
    Damage("RC612", "drop", "objects.*.fields.*", "the column that tells the source is left out", GONE, tells_source,
           missed={"ultrafeedback *": "What columns its pairs have was not read: one of them may tell the source."}),
    Damage("RC613", "add", "provenance.traces.model", "answers are accepted by a vote of the model that wrote them", voted),
)  # fmt: skip
