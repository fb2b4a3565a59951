"""The ten audit fields of an agent trajectory, its replay and its simulated user; what an environment card holds."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    Rules,
    choice,
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
from releasecard.fields.identity import EXTENTS


def _audited(title: str, doc: str, fields: Fields, question: int = 1) -> Rules:
    available = choice("Available", "How much of it a reader gets without asking.", EXTENTS)
    says = text("Note", "What a reader should know about it.", "the policy text is part of it")
    return section(title, doc, {"available": available, **fields, "says": says}, question=question)


TRAJECTORY: Final[Fields] = {
    "task_state": _audited(
        "Task state", "What an episode starts from.",
        {
            "initial": text("Initial", "The initial state.", "a database of 500 users, loaded anew"),
            "size": mapping("Size", "How much there is of what.", count("", ""), {"users": 500}),
            "files": texts("Files", "Where it is kept.", ["data/users.json"]),
            "version": text("Version", "The version of the environment that it belongs to.", "59a200c", check="version"),
        },
    ),
    "goal_and_constraints": _audited(
        "Goal and constraints", "What is asked for, and what is not to be done.",
        {
            "goal": text("Goal", "How the goal is put.", "an issue text"),
            "constraints": text("Constraints", "What binds the agent.", "a policy of two pages"),
            "hidden": text("Hidden", "What decides and is not shown.", "the tests of the fix"),
            "allowed": texts("Allowed", "What the agent may do.", ["read and edit files"]),
            "forbidden": texts("Forbidden", "What it may not do.", ["network access"]),
        },
    ),
    "action_schema": _audited(
        "Action schema", "What an agent can do.",
        {
            "tools": texts("Tools", "The tools.", ["bash", "editor"]),
            "grammar": text("Grammar", "The form of an action.", "one function call in each turn"),
            "time_out": text_or_number("Time-out", "How long an action may take.", "120 s"),
            "permissions": text("Permissions", "What actions may touch.", "the repository, no network"),
        },
    ),
    "observations": _audited(
        "Observations", "What an agent sees.",
        {
            "content": text("Content", "What is shown.", "command output as text"),
            "errors": text("Errors", "How a failed action shows.", "a text that starts with Error"),
        },
    ),
    "state_diffs": _audited(
        "State diffs", "What of the changed state is recorded.",
        {"granularity": choice("Granularity", "How often.", ("step", "final", "none"))},
    ),
    "failures_and_retries": _audited(
        "Failures and retries", "What became of the runs that failed.",
        {
            "failed_runs": choice("Failed runs", "Whether they are kept.", ("kept", "partly", "dropped")),
            "runs": count("Runs", "Runs that were looked at.", 200),
            "failures": count("Failures", "How many of them failed.", 116),
            "retries": text("Retries", "What is tried again, and whether that shows.", "none"),
            "causes": mapping("Causes", "Share or count by cause.", number("", "", min=0), {"wrong argument": 0.33}),
        },
    ),
    "terminal_predicate": _audited(
        "Terminal predicate", "What counts as done.",
        {
            "verifier": texts("Verifier", "What decides it.", "database-state", refers="verifiers"),
            "when": text("When", "When it is evaluated.", "the user ends the conversation"),
            "at_step_limit": text("At the step limit", "What becomes of a run that is cut.", "counted as failed"),
            "null_rate": share("Null rate", "Share of tasks that an agent passes by doing nothing.", 0.06),
        },
    ),
    "scaffold": _audited(
        "Scaffold", "The program around the model.",
        {
            "agents": texts("Agents", "The agents that were run.", ["tool calling"]),
            "memory": text("Memory", "What it remembers.", "the whole conversation"),
            "prompts": text("Prompts", "Its prompts: text, URL or hash.", "https://example.org/prompt.txt"),
            "loop": text("Loop", "How a turn goes.", "think, act, observe"),
            "stopping": text("Stopping", "When it stops.", "30 steps"),
        },
        question=3,
    ),
    "budget_and_sampling": _audited(
        "Budget and sampling", "What a run may spend.",
        {
            "rollouts": texts("Rollouts", "The sampling protocol.", "agent", refers="rollouts"),
            "max_steps": count("Max steps", "Actions until a run is cut.", 30, min=1),
            "tokens": text_or_number("Tokens", "Tokens until a run is cut.", "32k"),
            "time": text_or_number("Time", "Time until a run is cut.", "30 min"),
            "trials": count("Trials", "Runs of one task.", 4, min=1),
            "seed": text_or_number("Seed", "The seed, and what it is for.", "10, for the order of tasks"),
            "cost": text_or_number("Cost", "What one run costs.", "0.61 USD"),
        },
        question=3,
    ),
    "lineage_and_split": _audited(
        "Lineage and split", "Where tasks come from, and which may be trained on.",
        {
            "generator": text("Generator", "Who wrote tasks and data.", "people, with code by a model"),
            "tuned_with": texts("Tuned with", "Models that tasks were tuned with.", ["gpt-4-turbo"]),
            "splits": mapping("Splits", "Tasks in each split.", count("", ""), {"train": 500, "test": 115}),
            "audit": text("Audit", "How tasks were checked.", "40 runs of each were read"),
            "cost": text_or_number("Cost", "What it took to build them.", "200 hours of work"),
        },
        question=3,
    ),
}  # fmt: skip
"""The primer's ten, in its order. What a card says of each is required by `required.py`."""

_AROUND: Final[Fields] = {
    "user_simulator": section(
        "User simulator", "The model that plays the user.",
        {
            "model": text("Model", "The model.", "gpt-4o"),
            "version": text("Version", "Its revision or dated id.", "gpt-4-0613", check="version"),
            "prompt": text("Prompt", "Its prompt: text, URL or hash.", "https://example.org/user.txt"),
            "temperature": number("Temperature", "Its sampling temperature.", 1.0, min=0),
            "seed": count("Seed", "Its seed.", 10),
            "strategies": texts("Strategies", "How it is prompted.", ["react"]),
            "end_signal": text("End signal", "How it ends the conversation.", "###STOP###"),
            "says": text("Note", "What a reader should know about it.", "the default changed after the paper"),
        },
        question=3,
    ),
    "replay": section(
        "Replay", "Whether an episode can be run again, and what comes back.",
        {
            "image": text("Image", "The container or machine image.", "example/env"),
            "digest": text("Digest", "The digest that pins it.", "sha256:1f2e"),
            "package": text("Package", "The package, where there is no image.", "tau_bench 0.1.0"),
            "reset": text("Reset", "How the initial state is brought back.", "a fresh container"),
            "deterministic": choice("Deterministic", "How much of a run comes back the same.", EXTENTS),
            "cannot_replay": texts("Cannot be replayed", "What does not come back.", ["turns of the simulated user"]),
            "live": texts("Live", "Services outside that a run depends on.", ["a web search"]),
            "cost": text_or_number("Cost", "What it takes to run it again.", "6.4 TB of images"),
            "says": text("Note", "What a reader should know about it.", "one image for each task"),
        },
        question=3,
    ),
}  # fmt: skip

ENVIRONMENT: Final[Fields] = {**TRAJECTORY, **_AROUND}

_VARIANT: Final[Fields] = {
    "says": text("Note", "What sets it apart.", "orders and returns of a shop"),
    "version": text("Version", "Its own version.", "3.1", check="version"),
    "card": text("Card", "Its own card, as `name@version`.", "example-math-mini@1.0", check="reference"),
    "url": text("URL", "Where it is.", "https://example.org/v", check="url"),
    "released": text("Released", "The day of its release.", "2026-03-01", check="date"),
    "records": count("Records", "Tasks or rows of it.", 115),
}


def _optional(rules: Rules) -> Rules:
    """Return rules that require nothing: who states only what differs repeats nothing."""
    free = {name: one for name, one in rules.items() if name != "required"}
    schema = rules.get("schema")
    if isinstance(schema, dict) and not isinstance(schema.get("type"), (str, list)):
        free["schema"] = {name: _optional(one) for name, one in schema.items()}
    return free


def variants(own: Fields) -> Fields:
    """Return the section of a release's variants; each states what differs, with the kind's *own* fields."""
    doc = "What is released in several forms: domains, subsets, sizes, ports. Each states only what differs."
    fields = {**_VARIANT, **{name: _optional(rules) for name, rules in own.items() if name not in _VARIANT}}
    return {"variants": things("Variants", doc, fields, question=1)}
