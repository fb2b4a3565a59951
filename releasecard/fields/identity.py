"""Who and what: the fields at the top of every card, its sources and their citations."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    choices,
    items,
    mapping,
    rule,
    section,
    text,
    texts,
    things,
)
from releasecard.formats import ROLES, VIAS

KINDS: Final = ("dataset", "recipe", "verifier", "environment")
LINKS: Final = ("paper", "data", "code", "model", "site", "blog", "log", "scored_samples", "copy", "successor")
DOMAINS: Final = (
    "math", "code", "science", "medicine", "law", "finance", "general", "chat", "tools", "web", "apps", "os",
    "repositories", "customer_service", "instruction_following", "safety",
)  # fmt: skip
TRAINING_USES: Final = (
    "sft", "distillation", "preference_learning", "reward_modeling", "process_supervision", "rlvr",
    "agent_training", "evaluation", "audit", "safety_alignment", "test_time_compute", "critique_modeling",
)  # fmt: skip
_LINK_DOCS: Final = {
    "paper": "Where the paper is.",
    "data": "Where the data is.",
    "code": "Where the code is.",
    "model": "Where the trained model is.",
    "site": "The release's own page.",
    "blog": "The announcement.",
    "log": "The training log.",
    "scored_samples": "Model outputs with their scores.",
    "copy": "A faithful copy elsewhere.",
    "successor": "The release that replaces this one.",
}

WITHDRAWN: Final[Fields] = {
    "by": text("By", "Who took it down or had it taken down.", "the rights holder"),
    "where": text("Where", "The host it was taken from.", "the hub"),
    "date": text("Date", "When.", "2025-01-13", check="date"),
    "says": text("Note", "What a reader should know about it.", "a copy stays on another host"),
}

IDENTITY: Final[Fields] = {
    "releasecard": rule("integer", "Format", "The version of the card format.", 1, gap=False, required=True),
    "kind": choice("Kind", "What is released.", KINDS, gap=False, required=True),
    "name": text(
        "Name", "The short name that other cards refer to it by.", "gsm8k",
        check="slug", gap=False, required=True,
    ),
    "version": text(
        "Version", "The release's own version, else a quoted commit, date or document id.", "1.2.0",
        check="version", gap=False, required=True,
    ),
    "versioning": choice(
        "Versioning", "What the version is: the release's own, a commit, a date or a document id.",
        ("own", "commit", "date", "document"),
    ),
    "status": choice(
        "Status", "Whether the card is still being written: a draft's to-dos and gaps are notes.", ("draft", "final"),
        gap=False,
    ),
    "title": text("Title", "The name people know it by.", "GSM8K", required=True, gap=False),
    "summary": text(
        "Summary", "What it is, in a sentence or two.", "Grade-school word problems with worked solutions.",
        required=True, gap=False,
    ),
    "released": text(
        "Released", "The day of the release.", "2026-03-01", check="date", required=True,
    ),
    "card": section(
        "Card", "Who wrote this card, when its sources were read, and from where they look.",
        {
            "by": texts("By", "Who wrote the card.", "Example Lab", required=True, gap=False),
            "date": text(
                "Date", "When the sources were read.", "2026-03-02", check="date", required=True, gap=False,
            ),
            "stance": choice(
                "Stance", "Whether the card's author made the release.", ("first_party", "third_party"),
                required=True, gap=False,
            ),
        },
        required=True, gap=False,
    ),
    "authors": texts("Authors", "Who made the release.", ["Ada Example"]),
    "organizations": texts("Organizations", "The organizations behind it.", ["Example Lab"]),
    "license": section(
        "License", "The terms of each part, as SPDX expressions.",
        {
            "data": text("Data", "License of the data.", "CC-BY-4.0", check="license"),
            "code": text("Code", "License of the code.", "Apache-2.0", check="license"),
            "weights": text("Weights", "License of the model weights.", "LicenseRef-Llama-3.1", check="license"),
            "upstream": text("Upstream", "License of the content it was built from.", "MIT", check="license"),
            "generated": text("Generated", "Terms on what models wrote for it.", "LicenseRef-Provider-Terms", check="license"),
            "parts": mapping(
                "Parts", "Licenses of parts that differ.", text("", "", check="license"), {"metamath": "MIT"},
            ),
            "note": text("Note", "What an SPDX expression cannot say.", "some sources add terms of their own"),
        },
        required=True,
    ),
    "links": section(
        "Links", "Where the parts of the release are.",
        {
            name: texts(name.replace("_", " ").capitalize(), _LINK_DOCS[name], "https://example.org/x", check="url")
            for name in LINKS
        },
        required=True,
    ),
    "access": section(
        "Access", "How one gets it.",
        {
            "gate": choice("Gate", "What stands before it.", ("open", "login", "terms", "approval", "closed")),
            "terms": text("Terms", "What one has to agree to.", "research use only"),
            "withdrawn": section("Withdrawn", "By whom and where it was taken down.", WITHDRAWN),
        },
    ),
    "languages": texts(
        "Languages", "Languages of the content, as BCP 47 tags.", ["en"], check="language",
    ),
    "domains": choices("Domains", "Fields of knowledge or activity it covers.", DOMAINS),
    "training_use": choices("Training use", "What it is meant to train or measure.", TRAINING_USES),
}  # fmt: skip

EXTENTS: Final = ("full", "partial", "none")
"""How far something goes: what a reader gets without asking, what a replay gives back, what can be compared."""

HISTORY: Final[Fields] = {
    "revisions": items(
        "Revisions", "What changed since the release, and what that does to labels and scores.",
        section(
            "", "",
            {
                "version": text("Version", "The version that came out.", "1.0.1", check="version"),
                "date": text("Date", "When.", "2026-07-15", check="date"),
                "changed": text("Changed", "What changed.", "two gold answers were corrected"),
                "release": text(
                    "Release", "The release it belongs to, where that is a later one, as `name@version`.",
                    "tau2-bench@1.0.1", check="reference",
                ),
                "affects": texts("Affects", "The paths it touches.", ["objects.rows"], refers="path"),
                "regrade": text("Regrade", "How earlier results are judged again.", "evaluate --fresh"),
                "comparable": choice("Comparable", "Whether scores before and after may be compared.", EXTENTS),
                "says": text("Note", "What a reader should know about it.", "scores go up by 9 points"),
            },
        ),
        [{"version": "1.0.1", "date": "2026-07-15", "comparable": "none"}],
        question=4,
    ),
}  # fmt: skip

SOURCES: Final[Fields] = {
    "conflicts": things(
        "Conflicts", "Disputes between sections or sources that no single field holds.",
        {
            "about": texts("About", "The paths in dispute.", ["objects.rows.records"], refers="path"),
            "says": text("Says", "What is in dispute.", "the paper and the file disagree on the count"),
            "values": rule("dict", "Values", "What each side says, by citation.", {"paper §2": "8.5K"}),
        },
    ),
    "sources": things(
        "Sources", "What was read to write the card.",
        {
            "role": choices("Role", "What kind of source it is, which decides what it may carry.", ROLES),
            "url": text("URL", "Where it is.", "https://arxiv.org/abs/2110.14168v2", check="url"),
            "locator": text(
                "Locator", "Where it is, if it has no web address: a file, a letter, notes under a number.",
                "probe_0.9.0.txt, run for this card",
            ),
            "revision": text("Revision", "The commit that was read.", "3f2c1ab", check="revision"),
            "via": choice("Via", "How its citations were read, unless they say otherwise.", VIAS),
            "title": text("Title", "Its title.", "Training Verifiers to Solve Math Word Problems"),
            "read": text("Read", "When it was read.", "2026-11-21", check="date"),
            "says": text("Note", "What a reader should know about it.", "read as a stored copy"),
        },
    ),
    "cited": rule(
        "dict", "Cited", "Which source stands behind which path; the nearest path wins, `all` is the rest.",
        {"rollouts.probe": "paper §4.1"}, gap=False, check_with="citations",
    ),
}  # fmt: skip
