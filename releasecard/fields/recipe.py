"""What only recipes have: base models, data, stages (question 3 of a recipe card)."""

from __future__ import annotations

from typing import Final

from releasecard.fields.build import (
    Fields,
    choice,
    count,
    flag,
    mapping,
    number,
    rule,
    scheduled,
    section,
    share,
    text,
    text_or_number,
    texts,
    things,
)
from releasecard.fields.verifiers import COMBINATIONS

STAGE_KINDS: Final = ("sft", "distill", "preference", "reward_model", "rl", "search")

_REWARD: Final[Fields] = {
    "verifier": texts("Verifier", "What decides it.", "final-answer", refers="verifiers"),
    "model": text("Model", "The reward model, where one decides.", "Reward-8B"),
    "direction": choice(
        "Direction", "Which way a score pays, where there is no right and wrong.", ("maximize", "minimize")
    ),
    "right": number("Right", "Reward when it accepts.", 1),
    "wrong": number("Wrong", "Reward when it does not.", 0),
    "weight": number("Weight", "Factor on the reward.", 1.0),
    "gate": flag("Gate", "Whether the others count only when it accepts."),
    "says": text("Note", "What a reader should know about it.", "the scale was not tuned"),
}

_PENALTY: Final[Fields] = {
    "form": text("Form", "Its shape.", "linear"),
    "on": text("On", "What it acts on.", "reward"),
    "when": text("When", "When it applies.", "no end-of-sequence token"),
    "from_tokens": count("From tokens", "Length at which it starts.", 16384, schedule=True),
    "to_tokens": count("To tokens", "Length at which it is worst.", 20480, schedule=True),
    "worst": number("Worst", "Its largest size.", -1, schedule=True),
}

_TRAINING: Final[Fields] = {
    "prompts_per_step": count("Prompts per step", "Prompts in one training batch.", 512, schedule=True),
    "gen_prompts_per_step": count("Generated prompts per step", "Prompts sampled for one batch.", 1536, schedule=True),
    "responses_per_step": count("Responses per step", "Responses in one training batch.", 8192, schedule=True),
    "prompts_per_update": count("Prompts per update", "Prompts behind one gradient update.", 32, schedule=True),
    "train_minibatch": count("Minibatch", "Responses behind one gradient update.", 512, schedule=True),
    "updates_per_step": count("Updates per step", "Gradient updates on one batch.", 16, schedule=True),
    "minibatches": count("Minibatches", "Parts that one batch is cut into.", 1, schedule=True),
    "inner_epochs": count("Inner epochs", "Passes over one batch.", 1, schedule=True),
    "off_policy_steps": number("Off-policy steps", "How many steps old the samples may be.", 1, min=0, schedule=True),
    "off_policy_updates": count("Off-policy updates", "How many gradient updates old the samples may be.", 15, schedule=True),
    "async_mode": text("Asynchrony", "How sampling and training overlap.", "one step behind"),
    "is_correction": text("Importance correction", "How stale samples are corrected.", "truncated ratio"),
    "advantage_norm": texts("Advantage normalization", "Over what advantages are normalized.", ["group"]),
    "gamma": number("Gamma", "Discount.", 1.0, min=0, max=1),
    "gae_lambda": number("GAE lambda", "Trace decay of the advantage estimate.", 0.95, min=0, max=1),
    "value_init": text("Value init", "What the value model starts from.", "the reward model"),
    "value_coef": number("Value coefficient", "Weight of the value loss.", 0.1, min=0),
    "clip": number("Clip", "Clip bound of the ratio, the same on both sides.", 0.2, min=0, schedule=True),
    "clip_low": number("Clip low", "Lower clip bound of the ratio.", 0.2, min=0, schedule=True),
    "clip_high": number("Clip high", "Upper clip bound of the ratio.", 0.28, min=0, schedule=True),
    "clip_dual": number("Dual clip", "Clip constant for negative advantages.", 10.0, min=0),
    "kl_enabled": flag("KL enabled", "Whether a KL term is on at all.", False),
    "kl_coef": number("KL coefficient", "Weight of the KL term.", 0.05, min=0, schedule=True),
    "kl_in_reward": flag("KL in reward", "Whether it stands in the reward, not the loss.", True),
    "kl_estimator": text("KL estimator", "How KL is estimated.", "kl1"),
    "reference_refresh_steps": count("Reference refresh", "Steps after which the reference policy is renewed.", 400),
    "beta": number("Beta", "Strength of the preference loss's reference.", 5, min=0),
    "loss": text("Loss", "The loss, where the algorithm's name does not say.", "length-normalized"),
    "loss_aggregation": text("Loss aggregation", "Over what the loss is averaged.", "token mean"),
    "entropy_coef": number("Entropy coefficient", "Weight of the entropy bonus.", 0),
    "optimizer": text("Optimizer", "The optimizer.", "AdamW"),
    "optimizer_epsilon": number("Epsilon", "Its epsilon.", 1.0e-5, min=0),
    "learning_rate": number("Learning rate", "Peak learning rate.", 1.0e-6, min=0, schedule=True),
    "lr_schedule": text("Schedule", "How the rate moves.", "constant"),
    "warmup_steps": count("Warm-up steps", "Steps of warm-up.", 20),
    "warmup_ratio": share("Warm-up ratio", "Warm-up as a share of all steps.", 0.1),
    "weight_decay": number("Weight decay", "Weight decay.", 0.1, min=0),
    "grad_clip": number("Gradient clip", "Largest gradient norm.", 1.0, min=0),
    "dropout": number("Dropout", "Dropout rate.", 0, min=0, max=1),
    "precision": text("Precision", "Numeric precision.", "bf16"),
    "framework": text("Framework", "The program that trains, with its version.", "verl 0.3"),
    "batch": count("Batch", "Samples behind one update, where no rollouts are drawn.", 128, schedule=True),
    "batch_tokens": count("Batch tokens", "Tokens behind one update, where these are counted.", "2M", schedule=True),
    "max_tokens": count("Max tokens", "Longest sample trained on, in tokens.", 32768, schedule=True),
    "epochs": number("Epochs", "Passes over the data.", 2, min=0),
    "episodes": count("Episodes", "Samples drawn in all.", 100000),
    "max_steps": count("Steps", "Steps trained.", 10000),
    "seed": rule(["count", "list"], "Seed", "Seeds of the training.", [123, 456], schema={"type": "count"}),
    "dynamic_sampling_range": text("Dynamic sampling range", "Group accuracies that are kept.", "0 < correct < 16"),
    "data_seed": count("Data seed", "Seed of the order of the data.", 1),
    "max_gen_batches": count("Max generation batches", "Attempts before sampling gives up.", 10),
    "overlong_buffer": count("Overlong buffer", "Tokens over which a length penalty grows.", 4096),
    "overlong_penalty": number("Overlong penalty", "Its factor.", 1.0),
    "says": text("Note", "What a reader should know about it.", "framework defaults elsewhere"),
}  # fmt: skip

TRAINING: Final = {name: rules if name == "says" else scheduled(rules) for name, rules in _TRAINING.items()}

_CONTROL: Final[Fields] = {
    "dynamic_sampling": flag("Dynamic sampling", "Whether groups without signal are replaced."),
    "keep": text("Keep", "Which groups are kept.", "0 < correct < 16"),
    "on_exhausted": text("On exhausted", "What happens when too few are found.", "error"),
    "retire": text("Retire", "Which prompts are not drawn again.", "pass rate of 0.9 or more"),
    "surplus": text("Surplus", "What happens with more than needed.", "cut"),
    "mask_truncated": flag("Mask truncated", "Whether cut completions are left out of the loss.", False),
}

_SEARCH: Final[Fields] = {
    "proposal": text("Proposal", "Who writes a candidate, and from what.", "a model edits a sampled program"),
    "start": text("Start", "What the search starts from.", "a program with marked blocks"),
    "selection": text("Selection", "Which candidates are built upon.", "the best of each island"),
    "archive": text("Archive", "What is kept, and how.", "a grid over two features"),
    "islands": count("Islands", "Populations that evolve apart.", 10),
    "population": count("Population", "Candidates that are kept.", 1000),
    "cascade": text("Cascade", "Cheap tests that come before the full one.", "a small instance first"),
    "candidates": count("Candidates", "Candidates that were evaluated.", 15000),
    "budget": text_or_number("Budget", "What one candidate could spend.", "100 compute hours"),
    "stopping": text("Stopping", "When it ends.", "after 48 hours"),
}

RECIPE: Final[Fields] = {
    "base_models": things(
        "Base models", "The models that training starts from.",
        {
            "name": text("Name", "The model.", "Qwen2.5-32B", required=True),
            "revision": text("Revision", "Its revision.", "0f9e8d7", check="revision", required=True),
            "license": text("License", "Its terms, as an SPDX expression.", "Apache-2.0", check="license", required=True),
            "url": text("URL", "Where it is.", "https://example.org/m", check="url"),
            "released": text("Released", "The day of its release.", "2024-09-19", check="date"),
            "cutoff": text("Cutoff", "The last day of what it was trained on.", "2024-03-01", check="date"),
            "frozen": flag("Frozen", "Whether it is used as it is and not trained.", True),
            "share": share("Share", "Share of the samples, where several models take turns.", 0.9),
            "says": text("Note", "What a reader should know about it.", "pretrained, not instruct"),
        },
        question=1,
    ),
    "data": things(
        "Data", "The data that training uses.",
        {
            "release": text("Release", "Its card as `name@version`, or `inline`.", "dapo-math-17k@1", check="release", required=True),
            "name": text("Name", "Its name, where it has no card.", "tulu-3-sft-mixture"),
            "url": text("URL", "Where it is.", "https://example.org/d", check="url"),
            "records": count("Records", "Rows used.", 17398),
            "distinct": count("Distinct", "Rows that differ in their task.", 17398),
            "tokens": count("Tokens", "Tokens in it.", "32B"),
            "copies": text_or_number("Copies", "Why rows outnumber distinct tasks.", "each prompt about 100 times"),
            "parts": mapping("Parts", "Rows from each part.", count("", ""), {"gsm8k": 7473}),
            "share": share("Share", "Share of the mixture.", 0.5),
            "epochs": number("Epochs", "Passes over it.", 1, min=0),
            "decontaminated": text("Decontaminated", "Against what and how.", "n-gram overlap with the suite"),
            "says": text("Note", "What a reader should know about it.", "integer answers only"),
        },
        question=1,
    ),
    "stages": things(
        "Stages", "The stages of training, in the order they ran.",
        {
            "kind": choice("Kind", "What kind of training.", STAGE_KINDS, required=True),
            "from": texts("From", "A base model or stage; the stage before, if absent.", "base", refers=("base_models", "stages")),
            "makes": text("Makes", "The model that comes out.", "DAPO-Qwen-32B"),
            "algorithm": text("Algorithm", "The algorithm.", "grpo"),
            "variant": text("Variant", "How it differs, in words.", "no KL term"),
            "data": mapping(
                "Data", "The data used, with its share.", share("", ""), {"math": 0.5}, keys_refer="data",
            ),
            "rollouts": texts("Rollouts", "The sampling protocol.", "training", refers="rollouts"),
            "runs": count("Runs", "Trainings of this stage, where a study made several.", 20, min=1),
            "search": section("Search", "How a search that trains nothing goes on.", _SEARCH),
            "rewards": things("Rewards", "What is rewarded.", _REWARD),
            "combine": choice("Combine", "How rewards become one.", COMBINATIONS),
            "penalties": things("Penalties", "What is penalized.", _PENALTY),
            "sampling_control": section("Sampling control", "Which samples reach the loss.", _CONTROL),
            "training": section(
                "Training", "The parameters of the training.",
                TRAINING,
            ),
            "checkpoint": section(
                "Checkpoint", "How the released checkpoint was chosen.",
                {
                    "rule": text("Rule", "The rule.", "best score"),
                    "every": count("Every", "Steps between candidates.", 5, min=1),
                    "selected_on": texts("Selected on", "The benchmarks it was chosen by.", ["aime24"], refers="benchmarks"),
                    "also_reported": flag("Also reported", "Whether these are reported as results too."),
                },
            ),
            "compute": section(
                "Compute", "What it cost.",
                {
                    "hardware": text("Hardware", "The machines.", "128 H800"),
                    "gpu_hours": number("GPU hours", "GPU hours.", 12000, min=0),
                    "wall_clock": text_or_number("Wall clock", "Time it took.", "198 h"),
                    "cost": text_or_number("Cost", "What that is in money, and at which rate.", "294K USD at 2 per GPU hour"),
                    "tokens": number("Tokens", "Tokens generated and trained on.", "1.2B", min=0),
                    "steps": count("Steps", "Gradient updates.", "~10000"),
                    "step_time": text("Step time", "Time of one step.", "550 s inference, 1500 s training"),
                },
            ),
            "config": section(
                "Config", "The configuration that ran.",
                {
                    "url": text("URL", "Where it is.", "https://example.org/run.sh", check="url"),
                    "revision": text("Revision", "The commit.", "4f80e465", check="revision"),
                },
            ),
            "says": text("Note", "What a reader should know about it.", "run once"),
        },
        question=3,
    ),
}  # fmt: skip
