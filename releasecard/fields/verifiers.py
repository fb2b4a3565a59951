"""Question 1, who checks: verification contracts, families and their audit fields."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    choices,
    count,
    items,
    number,
    one_or_more,
    section,
    share,
    text,
    text_or,
    text_or_number,
    texts,
    things,
)

CONTRACTS: Final = {
    "programmatic": "a program decides: an answer, a run, a proof",
    "environmental": "the state of an environment decides, by a terminal predicate",
    "judgment": "a person or a model judges, and leaves a record",
    "mixed": "several of these, with a rule for which decides",
}
FAMILIES: Final = {
    "programmatic": ("rule", "formal_checker", "unit_tests", "classifier", "model_matcher", "process_verifier"),
    "environmental": ("environment_predicate",),
    "judgment": ("rubric_judge", "learned_reward", "process_verifier", "human_labels", "model_matcher"),
    "mixed": (),
}
"""The families each contract admits. An `implicit_selector` may stand under any."""
ALL_FAMILIES: Final = {
    "rule": "an answer is extracted, normalized and compared",
    "formal_checker": "a proof checker accepts a proof of a formal statement",
    "unit_tests": "a program is run on tests",
    "classifier": "a small model or word list sorts outputs",
    "model_matcher": "a model says whether two answers are the same",
    "environment_predicate": "code looks at the final state",
    "rubric_judge": "a model judges by written criteria",
    "learned_reward": "a trained reward model scores",
    "process_verifier": "each step is judged",
    "human_labels": "people label",
    "implicit_selector": "agreement among samples selects: a vote, an archive",
}
COMBINATIONS: Final = {
    "sum": "signals are added with weights",
    "route": "each item goes to one part",
    "gate": "the others count only where one accepts",
    "cascade": "the next is asked only where the one before does not decide",
    "any": "one that accepts is enough",
    "all": "every one must accept",
}
USES: Final = ("labeling", "writing", "filtering", "training", "reward", "selection", "evaluation")

_PAIR: Final = {"type": "list", "schema": {"type": "string"}, "minlength": 2, "maxlength": 2}

_ERROR: Final[Fields] = {
    "rate": share("Rate", "Share of cases judged wrongly.", 0.022),
    "wrong": count("Wrong", "Cases judged wrongly.", 11),
    "sample": count("Sample", "Cases looked at.", 500, min=1),
    "population": text("Population", "What the cases were drawn from.", "rejected answers"),
    "how": text("How", "How it was measured.", "two annotators"),
}

_MEASURED: Final[Fields] = {
    "test": text("Test", "What was put to it.", "find the first wrong step"),
    "set": text("Set", "The data.", "processbench"),
    "metric": text("Metric", "How it is measured.", "F1"),
    "value": number("Value", "What came out.", 0.61),
    "n": count("n", "Items.", 3400, min=1),
    "says": text("Note", "What a reader should know about it.", "on problems of its own training set"),
}

_ATTACK: Final[Fields] = {
    "attack": text("Attack", "What was tried.", "an answer that is one colon"),
    "judge": text("Judge", "The judge or version that was attacked.", "Judge-70B"),
    "set": text("Set", "The data it was tried on.", "example-math"),
    "rate": share("Rate", "Share of attempts that passed.", 0.35),
    "accepted": count("Accepted", "Attempts that passed.", 7),
    "sample": count("Sample", "Attempts made.", 20, min=1),
    "outcome": choice("Outcome", "What came of it.", ("accepted", "rejected", "mixed")),
    "origin": choice("Origin", "Who found it.", ("deliberate", "learned", "accident")),
    "says": text("Note", "What a reader should know about it.", "blocked since 0.8"),
}

_AGREEMENT: Final[Fields] = {
    "value": number("Value", "The agreement.", 0.71),
    "metric": text("Metric", "How it is measured.", "Cohen's kappa"),
    "n": count("n", "Cases compared.", 500, min=1),
    "against": text("Against", "Whom it is compared with.", "a second rater"),
    "judge": text("Judge", "The judge it is of, where several were compared.", "Judge-70B"),
    "on": text("On", "The part of the data it is on.", "emergencies"),
    "says": text("Note", "What a reader should know about it.", "above the average rater in five of seven parts"),
}

_MODEL: Final[Fields] = {
    "model": text("Model", "The model.", "Judge-70B"),
    "version": text("Version", "Its revision or dated id.", "2026-01-15", check="version"),
    "prompt": text("Prompt", "Its prompt: text, URL or hash.", "https://example.org/judge.txt"),
    "temperature": number("Temperature", "Its sampling temperature.", 0.0, min=0),
    "max_response_tokens": count("Max response tokens", "Where its reply is cut, in tokens.", 2048),
    "reply": text(
        "Reply", "The form of its reply, and what happens when it has none.", "JSON, asked again until it parses"
    ),
}

_BY_FAMILY: Final[Fields] = {
    "statement_source": text("Statement source", "Where formal statements come from.", "experts' formalization", question=3),
    "statement_check": text("Statement check", "How statements were checked against the problem.", "two readers", question=3),
    "toolchain": text("Toolchain", "Checker and library versions.", "Lean 4.9.0, mathlib 2024-06", question=3),
    "forbidden_tokens": texts("Forbidden tokens", "What a proof's text may not hold.", ["sorry"], question=3),
    "forbidden_axioms": texts("Forbidden axioms", "What a proof may not use.", ["sorryAx"], question=3),
    "test_source": text("Test source", "Where the tests come from.", "the problem setters", question=3),
    "sandbox": text("Sandbox", "Where code runs.", "gVisor, no network", question=3),
    "time_out": text_or_number("Time-out", "How long a check may take.", "10 s", question=3),
    "memory_limit": text_or_number("Memory limit", "How much memory a check may take.", "4 GB", question=3),
    "predicate": text("Predicate", "The terminal predicate: code and its place.", "db hash equals the goal", question=3),
    "image": text("Image", "The image with its digest.", "example/env@sha256:1f", question=3),
    "reset": text("Reset", "How the environment is brought back.", "a fresh container", question=3),
    "criteria": text("Criteria", "The rubric: text, URL or hash.", "https://example.org/rubric.md", question=3),
    "judge": section("Judge", "The model that judges or matches.", _MODEL, question=3),
    "agreement": one_or_more("Agreement", "Agreement with people or a second judge, in all or by part.", _AGREEMENT, question=2),
    "raters": section(
        "Raters", "The people who judged.",
        {
            "who": text("Who", "Who they are.", "contract workers"),
            "count": count("Count", "How many.", 40),
            "expertise": text("Expertise", "What qualifies them.", "a degree in mathematics"),
        },
        question=3,
    ),
    "screening": text("Screening", "How raters were chosen.", "a test of ten problems", question=3),
    "quality_control": text("Quality control", "How their work was checked.", "every fifth item twice", question=3),
    "label_source": text("Label source", "Where step labels come from.", "Monte Carlo rollouts", question=3),
    "localization": text_or(section("Localization", "How well the first error is found, on which test.", _MEASURED, question=2), "F1 0.6 on ProcessBench"),
    "aggregation": text("Aggregation", "How the values of parts (steps, criteria) become one.", "minimum", question=3),
    "training_data": text("Training data", "What the reward was trained on.", "example-prefs@1.0", question=3),
    "over_optimization": text("Over-optimization", "How it breaks when pushed.", "length grows after 2k steps", question=2),
    "criteria_count": count("Criteria count", "Criteria in the rubric.", 48, question=3),
    "selection": text("Selection", "The rule that selects.", "majority of 16", question=3),
    "samples": count("Samples", "Samples it selects from.", 16, min=1, question=3),
    "audit_sample": text_or_number("Audit sample", "What was looked at by hand.", "200 selected items", question=2),
}  # fmt: skip

VERIFIER: Final[Fields] = {
    "contract": choice("Contract", "What makes the check checkable.", CONTRACTS, required=True),
    "family": choice("Family", "How it checks.", ALL_FAMILIES),
    "card": text("Card", "Its own card, as `name@version`.", "math-verify@0.8.0", check="reference"),
    "environment": text("Environment", "The card of the environment whose state it reads, as `name@version`.", "tau-bench@59a200c", check="reference"),
    "version": text("Version", "Its version.", "0.8.0", check="version"),
    "implementation": section(
        "Implementation", "The code that runs.",
        {
            "name": text("Name", "Its name.", "math_dapo.py compute_score"),
            "version": text("Version", "Its version.", "0.8.0", check="version"),
            "url": text("URL", "Where it is.", "https://example.org/v.py", check="url"),
            "revision": text("Revision", "The commit.", "4f80e465", check="revision"),
        },
    ),
    "uses": choices("Uses", "What it was used for.", USES, required=True),
    "checks": text("Checks", "What it checks.", "equivalence of the final answer"),
    "input": text("Input", "What it sees.", "the last 300 characters"),
    "signal": choice("Signal", "What comes out.", ("binary", "score", "preference", "rubric", "process", "critique")),
    "extractor": section(
        "Extractor", "How the answer is found in the output.",
        {
            "form": choices("Form", "What it looks for.", ("boxed", "answer_line", "last_number", "choice", "free")),
            "detail": text("Detail", "Exactly how.", "the last match wins"),
        },
    ),
    "normalization": text("Normalization", "What is made equal before comparing.", "commas dropped"),
    "equivalence": text("Equivalence", "When two answers are the same.", "string equality"),
    "invalid_output": text("Invalid output", "What happens when no answer is found.", "counted as wrong"),
    "null_rate": share("Null rate", "Share of tasks that pass by guessing or by doing nothing.", 0.06, question=2),
    "errors": section(
        "Errors", "How often it is wrong.",
        {
            "false_reject": one_or_more("False reject", "Right answers it rejects, in all or by population.", _ERROR, starts=("rate", "sample", "how")),
            "false_accept": one_or_more("False accept", "Wrong answers it accepts, in all or by population.", _ERROR, starts=("rate", "sample", "how")),
        },
        question=2,
    ),
    "attacks": text_or(things("Attacks", "What deliberate attempts to fool it showed.", _ATTACK, question=2), "none of 12 strings passed"),
    "probes": section(
        "Probes", "Constructed answers it was run on, as [given, gold] pairs.",
        {
            "accepted": items("Accepted", "Pairs it accepts.", _PAIR, [["#### 18", "18"]]),
            "rejected": items("Rejected", "Pairs it rejects.", _PAIR, [["18.0", "18"]]),
            "mended": items("Mended", "Pairs that an earlier version judged wrongly, and this one does not.", _PAIR, [["n=2,3", "n=1,2"]]),
            "version": text("Version", "The version that was run.", "0.9.0", check="version"),
            "settings": text("Settings", "The settings it was run with.", "defaults"),
            "says": text("Note", "What a reader should know about it.", "made by hand"),
        },
        question=2,
    ),
    "calibration": section(
        "Calibration", "What its scores were held against.",
        {
            "set": text("Set", "The data.", "hardverify-math"),
            "size": count("Size", "Items in it.", 250, min=1),
            "date": text("Date", "When.", "2026-01-02", check="date"),
        },
        question=2,
    ),
    "robustness": text_or(section("Robustness", "How it holds up off its own distribution.", _MEASURED, question=2), "0.61 on PRMBench"),
    "known_biases": texts("Known biases", "What it prefers for no good reason.", ["long answers"], question=2),
    "refresh": text("Refresh", "When it is renewed, and what is rerun then.", "pinned", question=4),
    "retirement": text("Retirement", "When it stops being used.", "at 95 % accuracy", question=4),
    "components": things(
        "Components", "The parts of a mixed contract.",
        {
            "verifier": text("Verifier", "The part: an id, or `name@version` of its card.", "format", refers="verifiers"),
            "when": text("When", "Which items it judges, or what must hold before it does.", "items from the code source"),
            "weight": number("Weight", "Its weight in a sum.", 0.5),
            "says": text("Note", "What a reader should know about it.", "never reached in this run"),
        },
    ),
    "combine": choice("Combine", "How parts become one signal.", COMBINATIONS),
    **_BY_FAMILY,
    "says": text("Note", "What a reader should know about it.", "the flexible mode is off by default"),
}  # fmt: skip

VERIFIERS: Final[Fields] = {
    "verifiers": things("Verifiers", "What decides that an output is right.", VERIFIER, question=1),
}

RELEASED: Final[Fields] = {
    name: {**rules, "meta": {"question": 1, **rules["meta"]}}
    for name, rules in VERIFIER.items()
    if name not in ("card", "version")
}
"""The fields of a verifier that is itself what is released, at the top of its card; its version is the card's.

There each has its question, the first where it names none; under `verifiers` all are of the question of that section.
"""
