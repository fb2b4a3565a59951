"""Question 3, how are they constructed: every sampling protocol."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    count,
    items,
    number,
    section,
    share,
    text,
    text_or_number,
    texts,
    things,
)

PURPOSES: Final = ("writing", "labeling", "difficulty", "filtering", "training", "evaluation", "search")

_BAND: Final = {
    "type": "dict",
    "schema": {
        "from": share("From", "Lower end.", 0.0),
        "to": share("To", "Upper end.", 0.2),
        "share": share("Share", "Share of prompts.", 0.31),
    },
}

ROLLOUTS: Final[Fields] = {
    "rollouts": things(
        "Rollouts", "Every sampling protocol, named once.",
        {
            "purpose": choice("Purpose", "What the samples are for.", PURPOSES, required=True),
            "model": text("Model", "The model that samples.", "Base-7B"),
            "revision": text("Revision", "Its revision or dated id.", "0f9e8d7", check="revision"),
            "prompt_format": section(
                "Prompt format", "How a task is put to the model.",
                {
                    "template": text("Template", "The template.", "chat"),
                    "system": text("System", "The system prompt.", "Please reason step by step."),
                    "answer": text("Answer", "The form asked of the answer.", "boxed"),
                    "shots": count("Shots", "Worked examples in it.", 0),
                },
                starts=("template", "answer"),
            ),
            "engine": section(
                "Engine", "What runs the model.",
                {
                    "name": text("Name", "Its name.", "vllm"),
                    "version": text("Version", "Its version.", "0.8.5", check="version"),
                    "settings": text("Settings", "Settings that change what is sampled.", "eager mode"),
                },
                starts=("name", "version"),
            ),
            "prompts": count("Prompts", "Tasks sampled.", 10000, min=1),
            "samples_per_prompt": count(
                "Samples per prompt", "Completions drawn for one task.", 16, min=1, schedule=True, required=True,
            ),
            "temperature": number(
                "Temperature", "Sampling temperature; 0 is greedy.", 1.0, min=0, schedule=True, required=True,
            ),
            "top_p": number("Top p", "Nucleus mass; 1 keeps all.", 0.95, min=0, max=1, schedule=True),
            "top_k": count("Top k", "Most likely tokens kept; -1 keeps all.", -1, min=-1),
            "min_p": number("Min p", "Least probability relative to the likeliest token.", 0.0, min=0, max=1),
            "repetition_penalty": number("Repetition penalty", "Penalty on repeated tokens; 1 is none.", 1.0, min=0),
            "max_prompt_tokens": count("Max prompt tokens", "Longest prompt, in tokens.", 2048, schedule=True),
            "truncation": text("Truncation", "What is cut from a prompt that is too long.", "its left end"),
            "max_response_tokens": count(
                "Max response tokens", "Where a completion is cut, in tokens.", 8192, schedule=True,
            ),
            "max_thinking_tokens": count("Max thinking tokens", "Where the reasoning is cut, in tokens.", 12288, schedule=True),
            "interruption": text("Interruption", "What ends a reasoning that is too long.", "a phrase that asks for the answer"),
            "max_total_tokens": count("Max total tokens", "Prompt and completion together.", 10240, schedule=True),
            "max_steps": count("Max steps", "Turns or actions until a run is cut.", 30, min=1),
            "stop": texts("Stop", "What ends a completion.", ["end of sequence"]),
            "seed": count("Seed", "Seed of the sampler.", 3),
            "kept": count("Kept", "Samples that were kept.", 491),
            "truncated": share("Truncated", "Share of completions that were cut.", 0.03),
            "unparsed": share("Unparsed", "Share in which no answer was found.", 0.01),
            "verifier": texts("Verifier", "What judges the samples.", "final-answer", refers="verifiers"),
            "harness": section(
                "Harness", "The evaluation program.",
                {
                    "name": text("Name", "Its name.", "lm-evaluation-harness"),
                    "version": text("Version", "Its version.", "0.4.8", check="version"),
                },
            ),
            "date": text("Date", "When it was sampled.", "2026-02-11", check="date"),
            "pass_rate": section(
                "Pass rate", "How often the model solves tasks under this protocol.",
                {
                    "always_fail": share("Always fail", "Share of tasks never solved.", 0.12),
                    "active": share("Active", "Share solved sometimes.", 0.71),
                    "always_pass": share("Always pass", "Share always solved.", 0.17),
                    "bands": items(
                        "Bands", "Shares of tasks by pass rate.", _BAND, [{"from": 0, "to": 0.2, "share": 0.31}],
                    ),
                    "threshold": text_or_number("Threshold", "The band that is kept.", "0 < correct < 16"),
                    "field": text("Field", "The column with each task's rate.", "objects.problems.fields.pass_rate", refers="path"),
                },
            ),
            "says": text("Note", "What a reader should know about it.", "the engine's defaults apply"),
        },
        question=3,
    ),
}  # fmt: skip
