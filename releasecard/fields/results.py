"""Question 4, how do they scale: benchmarks, baselines, comparisons, the scaling ledger."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    choices,
    count,
    flag,
    mapping,
    number,
    section,
    text,
    text_or_number,
    texts,
    things,
)
from releasecard.fields.recipe import TRAINING

KNOBS: Final = (
    "base_model", "prompt_source", "data", "data_reuse", "teacher", "supervision", "selection", "sft_stage",
    "rl_stage", "handoff", "search_substrate", "scaffold", "reward", "verifier", "optimizer", "sampling",
    "curriculum", "precision", "engine", "training_compute", "inference_compute", "evaluation_protocol",
)  # fmt: skip
_SPREAD: Final[Fields] = {
    "value": number("Value", "The spread as printed.", 0.6, min=0),
    "kind": choice("Kind", "What it is.", ("sd", "se", "ci95", "range", "margin")),
    "over": choice("Over", "What varied.", ("training_runs", "eval_runs", "samples", "items")),
    "runs": count("Runs", "How many.", 3, min=1),
}

RESULTS: Final[Fields] = {
    "benchmarks": things(
        "Benchmarks", "What scores are measured on, each with its protocol.",
        {
            "name": text("Name", "The benchmark's name.", "AIME 2024", required=True),
            "version": text("Version", "Its version or window.", "v5, 2024-08 to 2025-02"),
            "split": text("Split", "The part that is scored.", "test"),
            "url": text("URL", "Where it is.", "https://example.org/aime24", check="url"),
            "items": count("Items", "Items scored, not items times samples.", 30, min=1),
            "metric": text("Metric", "How an item's samples become a score.", "avg@32", check="metric", required=True),
            "better": choice("Better", "Which way is better, where lower may be.", ("higher", "lower")),
            "unit": choice("Unit", "Unit of the scores.", ("percent", "fraction", "points", "count"), required=True),
            "shots": count("Shots", "Worked examples in the prompt.", 8),
            "rollouts": text("Rollouts", "The sampling protocol.", "aime", refers="rollouts"),
            "verifier": texts("Verifier", "What judges an answer.", "final-answer", refers="verifiers"),
            "says": text("Note", "What a reader should know about it.", "prompt-level, loose"),
        },
        question=4,
    ),
    "baselines": things(
        "Baselines", "Rows of scores, one for each model or setting.",
        {
            "model": text("Model", "The model that was scored.", "Base-7B", required=True),
            "setting": text("Setting", "What sets this row apart, in words.", "without dynamic sampling"),
            "training": section("Training", "How it was trained, where no stage of a card says.", TRAINING),
            "selector": texts("Selector", "What chose among its samples.", "prm", refers="verifiers"),
            "metric": text("Metric", "Its own metric, where not the benchmark's.", "maj@64", check="metric"),
            "stage": text("Stage", "The stage of this card that made it.", "medium-rl", refers="stages"),
            "origin": choice(
                "Origin", "Whether the score was run here, rerun by others, or copied.",
                ("run", "rerun", "copied"), required=True,
            ),
            "training_runs": count("Training runs", "Trainings behind the row.", 1),
            "search_runs": count("Search runs", "Searches behind the row.", 3),
            "eval_runs": count("Evaluation runs", "Evaluations behind the row.", 1),
            "rollouts": text("Rollouts", "Its own sampling, where not the benchmark's.", "aime", refers="rollouts"),
            "verifier": texts("Verifier", "Its own judge, where not the benchmark's.", "final-answer", refers="verifiers"),
            "hardware": text("Hardware", "What it was trained on, where rows differ.", "16x8 H800"),
            "scores": mapping(
                "Scores", "Score on each benchmark, as printed.", number("", ""), {"aime24": 5.8},
                required=True, keys_refer="benchmarks",
            ),
            "spread": mapping(
                "Spread", "Spread of each score.", section("", "", _SPREAD),
                {"aime24": {"value": 0.6, "kind": "sd", "over": "training_runs", "runs": 3}},
                keys_refer="benchmarks",
            ),
            "says": text("Note", "What a reader should know about it.", "no settings were passed"),
        },
        question=4,
    ),
    "comparisons": things(
        "Comparisons", "Two baselines and everything that changed between them.",
        {
            "from": text("From", "The baseline or fit compared with.", "base", refers=("baselines", "scaling.fits"), required=True),
            "to": text("To", "The baseline or fit that is compared.", "trained", refers=("baselines", "scaling.fits"), required=True),
            "changed": choices("Changed", "Every knob that differs.", KNOBS, ["data"], required=True),
            "parameters": texts("Parameters", "Which parameters of these knobs.", ["clip_high"]),
            "gain": mapping(
                "Gain", "Stated gain on each benchmark, in points.", number("", ""), {"aime24": 15.6},
                keys_refer="benchmarks",
            ),
            "ratio": mapping(
                "Ratio", "Stated ratio where no two scores exist.", number("", "", min=0), {"training steps": 0.5},
            ),
            "change": mapping(
                "Change", "Stated relative change in percent where no two scores exist.", number("", ""), {"fleet compute": 0.7},
            ),
            "budget_matched": flag("Budget matched", "Whether both sides could spend as much.", False),
            "moved": choices("Moved", "What is claimed to have moved.", ("ceiling", "efficiency", "measurement")),
            "says": text("Note", "What a reader should know about it.", "rows are cumulative"),
        },
        question=4,
    ),
    "scaling": section(
        "Scaling", "The ledger of what was spent.",
        {
            "unique": count("Unique", "Unique items trained on.", 9500),
            "reuse": number("Reuse", "How often each is used.", 3, min=0),
            "training_compute": text_or_number("Training compute", "Compute of the training.", "6e21 FLOP"),
            "inference_budget": text_or_number("Inference budget", "Budget for an answer.", "8192 tokens"),
            "axis": text("Axis", "What the x axis counts.", "generated tokens"),
            "points": count("Points", "Points on each curve.", 5),
            "budgets": count("Budgets", "Budgets at which all curves have points.", 3),
            "fit": section(
                "Fit", "The fitted curve.",
                {
                    "form": text("Form", "Its formula.", "R0 + (A - R0) / (1 + (Cmid / C) ** B)"),
                    "error": text("Error", "Its error, and on what.", "0.02 on held-out runs"),
                },
            ),
            "fits": things(
                "Fits", "Fitted curves, one for each setting of a study.",
                {
                    "setting": text("Setting", "What sets this curve apart.", "8 samples per prompt"),
                    "model": text("Model", "The model that was trained.", "Base-8B"),
                    "stage": text("Stage", "The stage that was run.", "main", refers="stages"),
                    "benchmark": text("Benchmark", "What the curve is of.", "held-out", refers="benchmarks"),
                    "training_runs": count("Training runs", "Trainings behind it.", 1),
                    "gpu_hours": number("GPU hours", "GPU hours of one run.", 16000, min=0),
                    "values": mapping("Values", "The fitted parameters, as printed.", number("", ""), {"A": 0.61, "B": 1.92}),
                    "spread": mapping(
                        "Spread", "Spread of each parameter.", section("", "", _SPREAD),
                        {"A": {"value": 0.015, "kind": "margin", "over": "training_runs", "runs": 3}},
                    ),
                    "says": text("Note", "What a reader should know about it.", "the first hours are left out"),
                },
            ),
            "says": text("Note", "What is said about scaling.", "larger bases gain more"),
        },
        question=4,
    ),
}  # fmt: skip
