"""Question 3, how are they constructed: provenance."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    choices,
    count,
    mapping,
    number,
    section,
    share,
    text,
    text_or_number,
    texts,
    things,
)
from releasecard.fields.identity import WITHDRAWN

TRACE_AUTHORS: Final = {
    "human": "people",
    "teacher": "another model, whose samples are kept",
    "self": "the model that is trained on them, or its earlier state",
    "tool_grounded": "a model together with tools whose results stand in the trace",
    "mixed": "several of these",
}

_SOURCE_KINDS: Final = {
    "benchmark": "made to measure",
    "mined": "collected from the web, books, code",
    "synthetic": "written by a model",
    "usage_log": "asked by users of a product",
    "human_written": "written for this by people",
}
_RELATIONS: Final = {
    "copied": "as it was",
    "adapted": "rewritten or cut",
    "referenced": "only pointed to",
}

_SOURCE: Final[Fields] = {
    "card": text("Card", "Its own card, as `name@version`.", "contest-pool@2.0", check="reference"),
    "url": text("URL", "Where it is.", "https://example.org/f", check="url"),
    "kind": choice(
        "Kind", "What kind of source it is.", _SOURCE_KINDS,
        required=True,
    ),
    "license": text("License", "Its terms, as an SPDX expression.", "CC-BY-4.0", check="license", required=True),
    "relation": choice(
        "Relation", "How its content entered the rows.", _RELATIONS, required=True,
    ),
    "split": text("Split", "The part that was taken.", "train"),
    "revision": text("Revision", "The revision that was taken.", "3f2c1ab", check="revision"),
    "date": text("Date", "When it was taken.", "2025-01-10", check="date"),
    "withdrawn": section("Withdrawn", "By whom and where it was taken down since.", WITHDRAWN),
    "of": text("Of", "The branch of the construction that it feeds.", "code"),
    "pool": count("Pool", "Rows it had before anything was dropped.", 990000),
    "records": count("Records", "Rows taken.", 31000),
    "share": share("Share", "Share of the rows.", 0.4),
    "says": text("Note", "What a reader should know about it.", "scraped, then corrected by hand"),
}  # fmt: skip

_FILTER: Final[Fields] = {
    "rule": text("Rule", "What is kept.", "two extractors agree", required=True),
    "says": text("Note", "What a reader should know about it.", "counts are not given"),
    "verifier": texts("Verifier", "The verifier that decides.", "final-answer", refers="verifiers"),
    "rollouts": text("Rollouts", "The sampling it decides on.", "probe", refers="rollouts"),
    "by": text("By", "The quantity it decides by.", "length"),
    "before": count("Before", "How many went in.", 40000),
    "after": count("After", "How many came out.", 31000),
    "removed": count("Removed", "How many were dropped.", 9000),
    "unit": choice(
        "Unit", "What is counted.", ("prompts", "traces", "rows", "pairs", "labels", "steps", "tasks", "episodes")
    ),
    "of": text("Of", "The branch it belongs to.", "code"),
    "adds": count("Adds", "How many join here.", 8000),
    "times": number("Times", "By what the count is multiplied here.", 16, min=0),
    "applied": choice("Applied", "In the release, or left to its user.", ("release", "use")),
}

PROVENANCE: Final[Fields] = {
    "provenance": section(
        "Provenance", "Where rows come from and what was done to them.",
        {
            "prompts": section(
                "Prompts", "Where tasks come from.",
                {
                    "from": things("From", "The sources of the tasks.", _SOURCE, required=True),
                    "says": text("Note", "How they were sought.", "writers saw seed questions"),
                },
            ),
            "transforms": things(
                "Transforms", "Steps that changed a task or an answer.",
                {
                    "rule": text("Rule", "What the step does.", "ask for k+m+n", required=True),
                    "about": texts("About", "What it changes, where that is not the task.", "objects.rows.fields.score", refers="path"),
                    "model": text("Model", "The model that does it.", "Rewriter-32B"),
                    "revision": text("Revision", "Its revision.", "a1b2c3d", check="revision"),
                    "error_rate": share("Error rate", "Share of rows it spoils.", 0.01),
                    "audit": text("Audit", "How that was found out.", "300 rows read by hand"),
                },
            ),
            "selection": text("Selection", "How rows were chosen.", "the hardest tenth"),
            "people": section(
                "People", "The people who wrote, annotated or checked.",
                {
                    "who": text("Who", "Who they are.", "contract workers"),
                    "count": count("Count", "How many.", 40),
                    "applicants": count("Applicants", "How many applied.", 1021),
                    "countries": count("Countries", "From how many countries.", 60),
                    "expertise": text("Expertise", "What qualifies them.", "a screening test"),
                    "instructions": text("Instructions", "What they were told.", "explain in your own style"),
                },
            ),
            "traces": section(
                "Traces", "Who wrote the reasoning.",
                {
                    "author": choice("Author", "Who.", TRACE_AUTHORS, required=True),
                    "model": text("Model", "The model, where one did.", "Teacher-70B"),
                    "revision": text("Revision", "Its revision.", "a1b2c3d", check="revision"),
                    "models": things(
                        "Models", "The models, where several did.",
                        {
                            "name": text("Name", "The model.", "Writer-7B"),
                            "revision": text("Revision", "Its revision or dated id.", "a1b2c3d", check="revision"),
                            "license": text("License", "Its terms, as an SPDX expression.", "Apache-2.0", check="license"),
                            "share": share("Share", "Share of the traces.", 0.1),
                        },
                    ),
                    "rollouts": texts("Rollouts", "The sampling.", "writing", refers="rollouts"),
                    "prompt": text("Prompt", "The prompt: text, URL or hash.", "https://example.org/p.txt"),
                    "execution": section(
                        "Execution", "What ran while it wrote.",
                        {
                            "tools": texts("Tools", "Tools it could call.", ["python"]),
                            "sandbox": text("Sandbox", "Where they ran.", "gVisor, no network"),
                        },
                    ),
                    "says": text("Note", "What a reader should know.", "the writers of the problems"),
                },
            ),
            "search": section(
                "Search", "How a model explored before something was kept; `not_applicable` where it only sampled.",
                {
                    "method": text("Method", "How it searched.", "tree search over steps"),
                    "budget": text_or_number("Budget", "What one task could spend.", "64 branches"),
                    "kept": text("Kept", "What of it was kept.", "the shortest right branch"),
                },
            ),
            "anchor": section(
                "Anchor", "What keeps data that a model wrote tied to the truth: by which rule its output was accepted.",
                {
                    "kind": choices(
                        "Kind", "What it is.",
                        {
                            "external_answer": "an answer that the model did not write",
                            "interpreter": "a program is run",
                            "majority_vote": "most samples agree",
                            "agreement": "all samples agree",
                            "role_split": "one model proposes, another solves",
                            "archive": "what was best so far is kept",
                            "verifier": "a verifier of the card accepts",
                        },
                    ),
                    "verifier": texts("Verifier", "The verifier.", "final-answer", refers="verifiers"),
                    "selection": text("Selection", "What is selected.", "answer matches"),
                    "admissibility": text("Admissibility", "Which tasks may enter.", "solved at least once"),
                    "replay": text("Replay", "What is used again.", "none"),
                },
            ),
            "filters": things("Filters", "What was dropped, in the order it happened.", _FILTER),
            "decontamination": section(
                "Decontamination", "What was removed because a benchmark holds it.",
                {
                    "of": text("Of", "What was compared, where that is not the rows.", "the corpus behind the writer"),
                    "against": texts("Against", "The benchmarks.", ["aime24", "math-500"], required=True),
                    "method": text("Method", "How overlap is found.", "13-gram overlap", required=True),
                    "verifier": texts("Verifier", "The verifier that decides.", "same-problem", refers="verifiers"),
                    "model": text("Model", "The model that compares.", "Embedder-1B"),
                    "threshold": text_or_number("Threshold", "When it counts.", "one 13-gram"),
                    "applied_to": choices("Applied to", "What was compared.", ("prompt", "answer", "trace")),
                    "order": text("Order", "Before or after rewriting.", "before rewriting"),
                    "removed": count("Removed", "Rows removed.", 412),
                    "overlap": mapping("Overlap", "Share of each benchmark found before removal.", share("", ""), {"math-500": 0.9}),
                    "recall": text("Recall", "What it is known to miss.", "paraphrases"),
                    "says": text("Note", "What a reader should know about it.", "found by third parties"),
                },
            ),
            "cost": section(
                "Cost", "What it took to build.",
                {
                    "money": text_or_number("Money", "Money spent.", "138,000 USD"),
                    "gpu_hours": number("GPU hours", "GPU hours.", 127000, min=0),
                    "hardware": text("Hardware", "The machines.", "H20"),
                    "says": text("Note", "What a reader should know about it.", "the labels; training is extra"),
                },
            ),
            "lineage": section(
                "Lineage", "What it descends from and hands down.",
                {
                    "parents": texts("Parents", "Parent releases, as `name@version`.", ["contest-pool@2.0"], check="parent"),
                    "predecessors": texts("Predecessors", "Earlier releases of the same makers that it replaces.", ["example-math-1k"]),
                    "derived": texts("Derived", "Releases made from it.", ["example-math-mini"]),
                    "synthetic": choice("Synthetic", "How much a model wrote.", ("none", "partial", "all")),
                    "risks": texts("Risks", "What it may hand down.", ["teacher style"]),
                },
            ),
        },
        question=3,
    ),
}  # fmt: skip
