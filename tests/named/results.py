"""RC7xx on the releases that the specification names."""

from __future__ import annotations

from named import Named


def scored(
    score: str, *, name: str = "AIME 2024", metric: str = "accuracy", samples: str = "1", unit: str = "percent",
    items: str = "30", row: str = "origin: run", verifier: str = "final-answer", temperature: str = "0.6",
) -> str:  # fmt: skip
    """Return one benchmark, its protocol and one score, as a release prints it."""
    return (
        "rollouts:\n  exam:\n    purpose: evaluation\n"
        f"    samples_per_prompt: {samples}\n    temperature: {temperature}\n    top_p: 0.95\n"
        f"    max_response_tokens: 32768\n    truncated: 0.01\n    verifier: {verifier}\n"
        f'benchmarks:\n  exam: {{name: "{name}", items: {items}, metric: {metric}, unit: {unit}, rollouts: exam}}\n'
        f"baselines:\n  one: {{model: One, {row}, scores: {{exam: {score}}}}}\n"
    )


def paired(before: str, after: str, comparison: str = "gain: not_stated", **protocol: str) -> str:
    """Return two scores under one protocol and their comparison, with a claim that stands on it."""
    second = f"  two: {{model: Two, origin: run, scores: {{exam: {after}}}}}\n"
    claim = (
        "claims:\n  better: {kind: gain, says: It scores higher., about: objects.rows, evidence: [comparisons.pair]}\n"
    )
    pair = f"comparisons:\n  pair:\n    from: one\n    to: two\n    changed: [data]\n    {comparison}\n"
    return scored(before, **protocol) + second + pair + claim


def stage(training: str, *, samples: int = 16, algorithm: str = "grpo", data: str = "{release: inline}") -> str:
    """Return a recipe of one stage with the parameters that a report states."""
    return (
        f"kind: recipe\ndata:\n  prompts: {data}\nstages:\n  main:\n    kind: rl\n    algorithm: {algorithm}\n"
        f"    data: {{prompts: 1.0}}\n    rollouts: training\n    training: {{{training}}}\n"
        "rollouts:\n  training:\n    purpose: training\n"
        f"    samples_per_prompt: {samples}\n    temperature: 1.0\n    max_response_tokens: 20480\n"
    )


_AGED = "kind: recipe\nbase_models:\n  qwen: {name: Qwen2.5-Math-7B, revision: not_stated, license: Apache-2.0, released: 2024-09-19}\n"
_ORIGINS = paired("44.6", "56.7").replace("one: {model: One, origin: run", "one: {model: o1-preview, origin: copied")
_MEASURED = paired("40.0", "55.0", "moved: [ceiling]").replace("[data]", "[inference_compute]")
_MARGIN = "scaling: {axis: GPU hours}\n"

_GRIM = [
    *(
        Named("RC701", f"DeepMath {score}", fires=False, says=f"DeepMath prints {exact} of 30 x 16 as {score}: ends are closed.",
              sections=scored(score, samples="16", metric="avg@16"))
        for score, exact in (("61.3", "61.25"), ("13.8", "13.75"), ("11.2", "11.25"), ("8.7", "8.75"))
    ),
    Named("RC701", "s1 o1-preview", fires=False, says="Five rows in the table of s1 look copied, and name no protocol of their own.",
          sections=scored("44.6", row="origin: copied", temperature="0")),
    Named("RC701", "o1-preview as run", fires=True, says="44.6 of 30 in one try each is a count of 13.4.",
          sections=scored("44.6", temperature="0")),
    Named("RC701", "copied with its protocol", fires=True, says="A copied row that names its protocol is held against it.",
          sections=scored("44.6", row="origin: copied, rollouts: exam")),
    Named("RC701", "copied by like", fires=False, says="A protocol that a copied row inherits by `like` is another row's.",
          sections=scored("56.7", row="origin: run, rollouts: exam") + "  two: {like: one, model: Two, origin: copied, scores: {exam: 44.6}}\n"),
    Named("RC701", "Kimi k1.5", fires=False, says="Kimi's 77.5 is a multiple for k = 8, and k is not stated.",
          sections=scored("77.5", samples="not_stated")),
    Named("RC701", "Prover-V2", fires=False, says="Estimates of pass@32 without the number of samples are left alone.",
          sections=scored("82.37", name="miniF2F", items="244", metric="pass@32", samples="not_stated")),
    Named("RC701", "DAPO 50", fires=False, says="At 30 x 32 every whole percentage can be reached.",
          sections=scored("50", metric="avg@32", samples="32")),
    Named("RC701", "500 at .1", fires=True, says="90.3 of 500 in one try each is a count of 451.5.",
          sections=scored("90.3", name="MATH-500", items="500")),
    Named("RC701", "500 as a fraction", fires=True, says="0.903 of 500 in one try each is a count of 451.5.",
          sections=scored("0.903", name="MATH-500", items="500", unit="fraction")),
    Named("RC701", "GPQA 59.6", fires=False, says="118 of 198 prints as 59.6.", sections=scored("59.6", name="GPQA Diamond", items="198")),
    Named("RC701", "GSM8K 84.3", fires=False, says="At 1,319 items one decimal is too coarse to tell.",
          sections=scored("84.3", name="GSM8K", items="1319")),
    Named("RC701", "tau-bench gpt-4o", fires=False, says="0.273 as pass^2 of 50 tasks in 4 trials is 82 of 300.",
          sections=scored("0.273", name="tau-bench airline", items="50", metric="pass^2", samples="4", unit="fraction")),
    Named("RC701", "tau-bench retail", fires=False, says="0.383 as pass^4 of 115 tasks in 4 trials is 44 of 115.",
          sections=scored("0.383", name="tau-bench retail", items="115", metric="pass^4", samples="4", unit="fraction")),
    Named("RC701", "tau-bench sonnet", fires=True, card="tau-bench",
          says="0.225 of 50 tasks that all four trials pass are 11.25 tasks; eight trials fit all four figures of the row."),
    Named("RC701", "JEEBench", fires=False, says="JEEBench gives partial credit: no grid.", sections=scored("72.41", name="JEEBench", items="515")),
    Named("RC701", "AMC 23", fires=False, says="47.5 fits 40 items and not 46; where several sizes are admissible all must fail.",
          sections=scored("47.5", name="AMC 23").replace("items: 30, ", "")),
    Named("RC701", "DeepMath", fires=False, says="Of 180 checks none of DeepMath's was impossible.", card="deepmath-103k"),
    Named("RC701", "Tulu 3", fires=False, says="The average of a suite is no share of items.", card="tulu3-rlvr"),
    Named("RC701", "UltraFeedback", fires=False, says="An agreement of 68.6 of 400 may hold ties: the judge does not say yes or no.",
          sections=scored("68.6", name="agreement", items="400", verifier="people")
          + "verifiers:\n  people: {contract: judgment, family: human_labels, signal: preference}\n"),
    Named("RC701", "dropped items", fires=False, says="Where answers were not found, nobody knows how many items were scored.",
          sections=scored("44.6").replace("truncated: 0.01", "truncated: 0.01\n    unparsed: 0.02")),
]  # fmt: skip

_BENCHMARKS = [
    Named("RC702", "DAPO 960 rows", fires=True, note=True, says="The file repeats each of 30 problems 32 times: 960 rows are 30 items.",
          sections=scored("50", items="960", samples="32", metric="avg@32")),
    Named("RC702", "AMC 23", fires=False, says="AMC 23 has 40 items or 46.", sections=scored("50", name="AMC 23", items="46")),
    Named("RC702", "SWE-bench Verified", fires=False, says="Epoch scores 484 of the 500.",
          sections=scored("50", name="SWE-bench Verified", items="484")),
    Named("RC702", "MMLU-Pro", fires=False, says="Evalchemy's runs use 500 items of MMLU-Pro.",
          sections=scored("50", name="MMLU-Pro", items="500")),
    Named("RC702", "LiveCodeBench v5", fires=False, says="LiveCodeBench v5 is 880 problems or 279.",
          sections=scored("50", name="LiveCodeBench v5", items="279")),
    Named("RC703", "DeepSeek-R1", fires=True, says="LiveCodeBench is scored without the window of its problems.", card="deepseek-r1"),
    Named("RC703", "tau-bench", fires=False, says="A card of the environment itself has a version, its own.", card="tau-bench"),
    Named("RC703", "LiveCodeBench in a window", fires=False, says="A window says which problems were scored.",
          sections=scored("50", name="LiveCodeBench 06/24-01/25", items="279")),
    Named("RC703", "SWE-Gym", fires=True, says="The harness of SWE-bench regrades, and no version of it is stated.", card="swe-gym"),
]  # fmt: skip

_EVALCHEMY = "spread: {{exam: {{value: {}, kind: {}, over: {}, runs: 10}}}}"
_SPREADS = [
    Named("RC704", "DAPO", fires=False, says="42 to 50 is the stated gain of 8, and 50 to 52 that of 2.", card="dapo"),
    Named("RC704", "a relative gain", fires=True, says="From 40 to 50 is 10 points and 25 percent.", sections=paired("40", "50", "gain: {exam: 25}")),
    Named("RC704", "a relative change", fires=False, says="From 40 to 50 is a change of 25 percent.",
          sections=paired("40", "50", "change: {exam: 25}")),
    Named("RC704", "half units", fires=False, says="2.7 to 5.4 may be a gain of 2.6 where all three are rounded.",
          sections=paired("2.7", "5.4", "gain: {exam: 2.6}")),
    Named("RC705", "Evalchemy", fires=True, says="Ten runs of AIME24 at 24.00 +- 1.55: 26.7 is within t x SE, 3.5.",
          sections=paired("24.00", "26.7").replace("One, origin: run", "One, origin: run, " + _EVALCHEMY.format("1.55", "se", "eval_runs"))),
    Named("RC705", "Evalchemy, far", fires=False, says="30.0 is further from 24.00 than 3.5.",
          sections=paired("24.00", "30.0").replace("One, origin: run", "One, origin: run, " + _EVALCHEMY.format("1.55", "se", "eval_runs"))),
    Named("RC705", "spread over items", fires=False, says="The same items stand on both sides: their spread says nothing.",
          sections=paired("24.00", "26.7").replace("One, origin: run", "One, origin: run, " + _EVALCHEMY.format("8", "se", "items"))),
    Named("RC705", "spread without a kind", fires=True, note=True, says="24.00 +- 1.55 may be an sd or an se: it is not used, and that is said.",
          sections=paired("24.00", "26.7").replace("One, origin: run", "One, origin: run, spread: {exam: {value: 1.55, over: eval_runs}}")),
    Named("RC705", "two runs", fires=True, note=True, says="Student's t of two runs is 12.7: they are too few to tell.",
          sections=paired("24.00", "30.0").replace("One, origin: run", "One, origin: run, " + _EVALCHEMY.format("1.55", "sd", "eval_runs").replace("10", "2"))),
    Named("RC705", "a margin", fires=True, says="A study that calls less than 0.02 a tie cannot claim 0.01.",
          sections=paired("0.61", "0.615", unit="fraction").replace("One, origin: run", "One, origin: run, spread: {exam: {value: 0.02, kind: margin, over: training_runs, runs: 3}}")),
    Named("RC705", "ScaleRL", fires=False, says="Ties are called ties: nothing is claimed of them.", card="scalerl"),
    Named("RC706", "DAPO", fires=True, note=True, says="50 against 47 is 3.0 against 3.9 of noise, and +2 of its own reproduction 2 against 4.5.", card="dapo"),
    Named("RC706", "DeepMath-Omn", fires=True, note=True, says="AIME24 from 61.3 to 64.0 is 2.7 against 6.1.", card="deepmath-103k"),
    Named("RC706", "OpenR1", fires=True, note=True, says="52.7 against 51.3 at 30 x 64 is 1.4 against 3.2.",
          sections=paired("51.3", "52.7", samples="64", metric="avg@64")),
    Named("RC706", "SWE-Gym", fires=False, says="Greedy decoding has no sampling variance: the formula says nothing of 19.0 to 19.7.", card="swe-gym"),
    Named("RC706", "a vote", fires=False, says="The formula is of averages, not of votes.",
          sections=paired("51.3", "52.7", samples="64", metric="maj@64")),
    Named("RC706", "not claimed", fires=False, says="A difference of which nothing is claimed needs no defense.",
          sections=paired("51.3", "52.7", samples="64", metric="avg@64").split("claims:")[0].replace("    gain: not_stated\n", "")),
    Named("RC707", "DAPO", fires=True, note=True, says="Each row of Table 1 is one training, and training is credited.", card="dapo"),
    Named("RC707", "Tulu 3", fires=True, note=True, says="There is one seed for each size.", card="tulu3-rlvr"),
    Named("RC707", "DeepMath", fires=False, says="How many trainings stand behind a row is not stated: open, not a finding.", card="deepmath-103k"),
    Named("RC707", "ScaleRL", fires=False, says="Three runs gauge the error of the fit.", card="scalerl"),
]  # fmt: skip

_KNOBS = [
    Named("RC708", "DAPO", fires=False, says="The protocol of R1-Zero-Qwen differs, and the card lists it as changed.", card="dapo"),
    Named("RC708", "DAPO unlisted", fires=True, says="Without the knob, temperature 1.0 stands against 0.6.", card="dapo",
          sections="comparisons:\n  vs-r1-zero: {from: r1-zero-qwen-32b, to: dapo, changed: [optimizer]}\n"),
    Named("RC708", "SWE-Gym", fires=False, says="Rows that are `like` another share its protocol: like is resolved first.", card="swe-gym"),
    Named("RC708", "PRM800K", fires=False, says="Best of 1,860 against a majority of 1,860: the verifier as selector is what changed.", card="prm800k"),
    Named("RC708", "samples of an average", fires=True, note=True, says="avg@16 and avg@64 have one expectation: worth a note.",
          sections=paired("40.0", "50.0", samples="16", metric="avg@16").replace("Two, origin: run", "Two, origin: run, rollouts: more").replace(
              "benchmarks:", "  more: {like: exam, samples_per_prompt: 64}\nbenchmarks:")),
    Named("RC710", "DAPO", fires=True, says="47 is copied from DeepSeek's report, 50 was run.", card="dapo"),
    Named("RC710", "s1", fires=True, says="Numbers of o1-preview stand beside numbers that were run.", sections=_ORIGINS),
    Named("RC710", "DeepMath", fires=False, says="All baselines were run again.", card="deepmath-103k"),
    Named("RC710", "AlphaEvolve", fires=False, says="A best known construction is a count that stands, not a sampled score: no second run is needed.",
          card="alphaevolve"),
    Named("RC711", "DAPO", fires=True, note=True, says="50 against 47: five knobs, and no claim credits one of them.", card="dapo"),
    Named("RC711", "DAPO credits", fires=True, says="A claim that credits the optimizer with 50 against 47 credits one of five knobs.", card="dapo",
          sections="claims:\n  algorithm: {kind: gain, says: The algorithm does it., about: stages.dapo, "
          "evidence: [comparisons.vs-r1-zero], credits: [optimizer]}\n"),
    Named("RC711", "Tulu 3", fires=False, says="An RLVR stage brings its verifier, data and optimizer by definition.", card="tulu3-rlvr"),
    Named("RC711", "PRM800K", fires=True, says="Step labels are credited, and data, selection and verifier changed too.", card="prm800k"),
    Named("RC712", "DAPO", fires=False, says="Optimizer, reward and sampling each changed in a comparison that is named.", card="dapo"),
    Named("RC712", "DAPO credits data", fires=True, says="The data is the same in all rows of Table 1.", card="dapo",
          sections="claims:\n  data: {kind: gain, says: The data does it., about: stages.dapo, "
          "evidence: [comparisons.clip-higher], credits: [data]}\n"),
    Named("RC713", "ScaleRL", fires=False, says="The source of the ledger finds that loss, precision and length move the ceiling.", card="scalerl"),
    Named("RC713", "more tries", fires=True, says="More inference compute moves the measurement.", sections=_MEASURED),
    Named("RC714", "DAPO", fires=True, says="Half the updates, while dynamic sampling draws up to ten batches a step, at one budget.", card="dapo"),
    Named("RC714", "ScaleRL", fires=False, says="Curves over GPU hours have an axis.", card="scalerl"),
]  # fmt: skip

_STAGES = [
    Named("RC715", "DAPO", fires=True, says="The one benchmark that is reported is the only validation set.", card="dapo"),
    Named("RC715", "Tulu 3", fires=True, says="Checkpoints are picked by MATH and IFEval, which are reported.", card="tulu3-rlvr"),
    Named("RC716", "Qwen2.5-Math-7B", fires=True, note=True, says="MATH-500 is older than Qwen2.5-Math-7B, which completes half of it.",
          sections=_AGED + paired("46.9", "86.9", name="MATH-500", items="500")),
    Named("RC716", "AIME 2025", fires=False, says="AIME 2025 is younger than the base.",
          sections=_AGED + paired("4.4", "23.5", name="AIME 2025", samples="16", metric="avg@16")),
    Named("RC716", "DeepMath", fires=False, says="No date of a base model is on the card.", card="deepmath-103k"),
    Named("RC717", "Tulu 3", fires=True, note=True, says="The score of the reward model is multiplied by 0.", card="tulu3-rlvr"),
    Named("RC717", "DAPO", fires=False, says="512 x 16 / 512 are 16 updates per batch, so samples are at most 15 behind.", card="dapo"),
    Named("RC717", "DeepSeek-R1", fires=False, says="8,192 outputs in 16 minibatches are at most 15 updates behind.", card="deepseek-r1"),
    Named("RC717", "DAPO on-policy", fires=True, says="16 updates on one batch are not fully on-policy.",
          sections=stage("prompts_per_step: 512, train_minibatch: 512, updates_per_step: 16, off_policy_updates: 0")),
    Named("RC717", "a closed gate", fires=True, note=True, says="A KL coefficient stands behind a closed gate.",
          sections=stage("kl_enabled: false, kl_coef: 0.001")),
    Named("RC717", "DAPO KL", fires=False, says="A coefficient of 0 behind a closed gate contradicts nothing.",
          sections=stage("kl_enabled: false, kl_coef: 0.0")),
    Named("RC717", "a group of one", fires=True, says="An advantage relative to a group needs a group.", sections=stage("max_steps: 10", samples=1)),
    Named("RC717", "PPO", fires=False, says="PPO draws one sample for a prompt and has a value model.",
          sections=stage("responses_per_step: 224, train_minibatch: 224, updates_per_step: 4, inner_epochs: 4", samples=1, algorithm="ppo")),
    Named("RC717", "a schedule", fires=True, says="Phases are held one by one: 4,096 is not 512 x 16.",
          sections=stage("prompts_per_step: [512, 512], responses_per_step: [8192, 4096]")),
    Named("RC718", "DeepSeek-R1-Zero", fires=True, says="10,400 x 32 prompts / 1.6 epochs are 208,000, and the stated pool is 146K.",
          sections=stage("prompts_per_update: 32, max_steps: 10400, epochs: 1.6", data="{release: inline, distinct: 146K}")),
    Named("RC718", "DAPO", fires=False, says="10,000 updates / 16 x 512 = 320,000 draws are 18.4 passes of 17,398 prompts.",
          sections=stage("prompts_per_step: 512, updates_per_step: 16, max_steps: 10000, epochs: 18.4", data="{release: inline, distinct: 17398}")),
    Named("RC718", "DAPO dynamic", fires=False, says="Dynamic sampling draws more prompts than it trains on.", card="dapo"),
]  # fmt: skip

NAMED = [*_GRIM, *_BENCHMARKS, *_SPREADS, *_KNOBS, *_STAGES]
