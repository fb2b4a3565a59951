"""Question 1, what data objects exist: objects and their fields. Question 2: claims."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    choices,
    count,
    mapping,
    number,
    rule,
    section,
    share,
    text,
    text_or_number,
    texts,
    things,
)
from releasecard.fields.environment import TRAJECTORY
from releasecard.fields.results import KNOBS

OBJECT_TYPES: Final = {
    "prompt_answer": "a task with its answer or tests, nothing of how one gets there",
    "prompt_trace_answer": "a task with a reasoning trace and its answer",
    "step_labeled_trace": "a trace with a label on its steps",
    "rollout_set": "a task with several samples of a model, each with an outcome",
    "preference_pair": "a task with two responses, of which one is preferred",
    "tool_trajectory": "calls of tools and what they returned, up to an end",
    "environment_episode": "states, actions and state changes in an environment, up to a terminal predicate",
    "task": "a task and what decides it (predicate, rubric, formal statement), without any behavior",
    "judgment_record": "a response with a judgment: criteria, verdict, who judged",
    "rated_completions": "a task with several responses, each with ratings",
}
SUPERVISION: Final = {
    "demonstration": "a behavior to imitate",
    "answer": "feedback on the final answer or the whole response",
    "step": "feedback on each step of a trace",
    "state_action": "feedback on each action in a state",
    "episode": "feedback on a whole episode",
}
FIELD_ROLES: Final = {
    "task": "what is asked",
    "behavior": "what a person or model did about it",
    "feedback": "what judges the behavior",
    "attribution": "where the row comes from, by what means",
}
FIELD_TYPES: Final = ("string", "integer", "number", "boolean", "datetime", "list", "object", "bytes")
CLAIM_KINDS: Final = {
    "correctness": "outputs are right, relative to a verifier",
    "trace_quality": "the reasoning is sound, relative to the trajectory",
    "difficulty": "items are hard or useful, relative to a base model and its sampling",
    "coverage": "a field is covered, relative to the lineage",
    "decontamination": "benchmarks are not in the data",
    "gain": "a model improved, relative to everything held fixed",
    "scaling": "more of something buys more, along an axis",
    "verifier_accuracy": "a verifier is right so often",
    "environment_validity": "the environment's verdicts mean what they say",
}

_FILE: Final[Fields] = {
    "path": text("Path", "Its path in the release.", "data/train.parquet"),
    "url": text("URL", "Where it is.", "https://example.org/train.parquet", check="url"),
    "sha256": text("SHA-256", "Hash of its bytes.", "0" * 64, check="sha256"),
    "bytes": count("Bytes", "Its size.", 1834021),
    "records": count("Records", "Rows in it.", 9500),
}

_FIELD: Final[Fields] = {
    "role": choices("Role", "What it is for the sample: task, behavior, feedback or attribution.", FIELD_ROLES),
    "type": choice("Type", "Type of its values.", FIELD_TYPES),
    "at": text("At", "Where it is inside a nested column.", "label.steps[].rating"),
    "author": text("Author", "Who wrote it: a path in provenance, or who in words.", "traces"),
    "produced_by": text("Produced by", "Who or what labeled it, where no verifier did.", "the problem's writer"),
    "verifier": texts("Verifier", "The verifier that produced or checks it.", "final-answer", refers="verifiers"),
    "rollouts": texts("Rollouts", "The sampling it was estimated with.", "probe", refers="rollouts"),
    "says": text("Note", "What a reader should know about it.", "solution lines, then #### and the number"),
}

_LABELS: Final[Fields] = {
    "unit": text("Unit", "What one label is attached to.", "step"),
    "count": count("Count", "How many labels there are.", 800000),
    "step_rule": text("Step rule", "How a trace is cut into steps.", "one line is one step"),
    "scale": mapping(
        "Scale", "What each label value means.", text("", ""), {"positive": "correct and useful"},
    ),
    "by": text("By", "Who labeled.", "contracted annotators"),
    "until": choice("Until", "How far a trace is labeled.", ("first_error", "all", "chosen", "varies")),
    "balance": mapping("Balance", "Share of each label value.", share("", ""), {"positive": 0.7}),
    "parts": mapping("Parts", "Labels in each part of the data.", count("", ""), {"phase 1": 12000}),
    "says": text("Note", "What a reader should know about it.", "the parts are labeled in different ways"),
}  # fmt: skip

_BOUNDS: Final[Fields] = {
    "intent": text("Intent", "What the one who asks is after.", "a dose that harms"),
    "risk": text("Risk", "What may come of an answer.", "self-harm"),
    "allowed": text("Allowed", "What an answer may hold.", "general advice, places to turn to"),
    "response": texts("Response", "What is taught: to answer, to refuse, to abstain, to complete safely.", ["refuse"]),
    "trace": text("Trace", "Whether the reasoning shows.", "hidden from the user"),
    "mismatch": text("Mismatch", "Where request and response do not fit.", "3 % of harmless requests are refused"),
    "says": text("Note", "What a reader should know about it.", "by a policy of the makers"),
}

OBJECTS: Final[Fields] = {
    "objects": things(
        "Objects", "The kinds of rows the release holds.",
        {
            "type": choice("Type", "What one row is.", OBJECT_TYPES, required=True),
            "says": text("Note", "What a row is, in words.", "a word problem with its worked solution"),
            "supervision": choices("Supervision", "Where feedback attaches.", SUPERVISION, required=True),
            "form": choices(
                "Form", "The form of the feedback.", ("label", "preference", "scalar", "process_value", "critique"),
            ),
            "records": count("Records", "Rows of this kind.", 10000),
            "distinct": count("Distinct", "Rows that differ in their task.", 9800),
            "copies": text_or_number("Copies", "Why rows outnumber distinct tasks.", "16 sampled traces for each question"),
            "splits": mapping("Splits", "Rows in each split.", count("", ""), {"train": 9500, "test": 500}),
            "split_by": text("Split by", "What is kept whole in one split.", "prompt"),
            "distribution": mapping(
                "Distribution", "How rows spread over a property: counts or shares by value.",
                mapping("", "", number("", "")), {"steps": {"two": 326, "three": 371}},
            ),
            "statistics": mapping(
                "Statistics", "Figures over its rows: means, medians, extremes.",
                mapping("", "", number("", "")), {"messages": {"mean": 26.5, "max": 62}},
            ),
            "bytes": count("Bytes", "Size of all its files.", 28200000000),
            "files": things("Files", "The files that hold them.", _FILE),
            "fields": things("Fields", "The columns of a row under their own names, and the role of each.", _FIELD, required=True),
            "trajectory": section(
                "Trajectory", "The ten audit fields of its trajectories: here, or on the card of their environment.",
                {
                    "environment": text(
                        "Environment", "The card that answers what is not said here, as `name@version`.",
                        "tau-bench@59a200c", check="reference",
                    ),
                    **TRAJECTORY,
                },
            ),
            "labels": section("Labels", "The labels of a step-labeled trace.", _LABELS),
            "behavior_bounds": section(
                "Behavior bounds", "What bounds a behavior that the rows teach: answering, refusing, abstaining.", _BOUNDS,
            ),
        },
        question=1,
    ),
}  # fmt: skip

CLAIMS: Final[Fields] = {
    "claims": things(
        "Claims", "What the release says of its quality, and the evidence on this card.",
        {
            "kind": choice("Kind", "What is claimed.", CLAIM_KINDS, required=True),
            "says": text("Says", "The claim in a sentence.", "Most items are active for a 7B base.", required=True),
            "about": texts("About", "What it is about.", "objects.problems", refers="path", required=True),
            "evidence": texts(
                "Evidence", "Paths on this card, or on another as `name@version#path`, that support it.",
                ["rollouts.probe"], refers="path", required=True,
            ),
            "credits": choices("Credits", "The knobs that the claim names as the cause.", KNOBS, ["optimizer"]),
        },
        question=2,
    ),
}  # fmt: skip

AUDIT: Final[Fields] = {
    "audit": section(
        "Audit", "What is known to be wrong or risky.",
        {
            "findings": things(
                "Findings", "Known defects and limits.",
                {
                    "says": text("Says", "What was found.", "sets as answers are sometimes rejected", required=True),
                    "about": texts("About", "What it is about.", "verifiers.final-answer", refers="path"),
                    "rate": share("Rate", "Share of rows it concerns.", 0.017),
                    "values": rule(
                        "dict", "Values", "Figures that belong to it.", {"train": 95, "test": 18},
                    ),
                },
            ),
            "privacy": text("Privacy", "Personal data and what was done about it.", "names were replaced"),
            "rights": text("Rights", "Rights in the content that licenses do not settle.", "scraped text"),
        },
        question=4,
    ),
}  # fmt: skip
