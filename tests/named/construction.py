"""RC6xx on the releases that the specification names."""

from __future__ import annotations

from named import Named

_TAIL = """\
  decontamination: not_measured
  lineage: {parents: not_stated, synthetic: partial, risks: not_stated}
"""
_S1K = (
    """\
provenance:
  prompts: {from: {numinamath: {kind: benchmark, license: not_stated, relation: copied, records: 30660}}}
  filters:
    api-errors: {rule: the teacher answered, before: 59029, after: 54116, unit: prompts}
    format: {rule: no broken format, after: 51581, unit: prompts}
    difficulty: {rule: neither model solves it, after: 24496, unit: prompts}
    drawn: {rule: 384 outright and the rest by domain, after: 1000, unit: prompts}
"""
    + _TAIL
)
_KIMI = (
    """\
provenance:
  prompts: {from: {contests: {kind: mined, license: not_stated, relation: adapted}}}
  filters:
    judge: {rule: no special judge, before: 1000, after: 614, unit: tasks}
    tests: {rule: a usable generator, before: 614, after: 463, unit: tasks}
    agreed: {rule: 9 of 10 submissions pass, before: 463, after: 323, unit: tasks}
"""
    + _TAIL
)
_BIG_MATH = (
    """\
license: {data: Apache-2.0}
provenance:
  prompts:
    from:
      orca-math: {kind: synthetic, license: not_stated, relation: copied, records: 83215, share: 0.331}
      cn-k12: {kind: mined, license: not_stated, relation: copied, records: 63609, share: 0.253}
      reformulated: {kind: synthetic, license: not_stated, relation: adapted, records: 47010, share: 0.187}
      olympiads: {kind: mined, license: not_stated, relation: copied, records: 33485, share: 0.133}
      math: {kind: benchmark, license: MIT, relation: copied, split: "12k", records: 9257, share: 0.037}
      aops-forum: {kind: mined, license: not_stated, relation: copied, records: 5740, share: 0.023}
      gsm8k: {kind: benchmark, license: MIT, relation: copied, split: train, records: 3254, share: 0.013}
      harp: {kind: mined, license: not_stated, relation: copied, records: 2996, share: 0.012}
      omni-math: {kind: benchmark, license: not_stated, relation: copied, split: train, records: 2478, share: 0.010}
      amc-aime: {kind: mined, license: not_stated, relation: copied, records: 78, share: 0.0003}
  transforms:
    reformulated:
      rule: multiple choice is rewritten as an open question
      model: Llama-3.1-405B
      error_rate: not_measured
  filters:
    specific: {rule: by source, after: 463426, unit: rows}
    agnostic: {rule: eleven filters, before: 463426, after: 204112, unit: rows}
    joined: {rule: the reformulated part joins, before: 204112, adds: 47010, after: 251122, unit: rows}
"""
    + _TAIL
)
_PROOFS = (
    """\
provenance:
  prompts: {from: {aops: {kind: mined, license: not_stated, relation: adapted, records: 620K}}}
  transforms:
    proofs: {rule: proofs are converted into questions with an answer, model: Qwen2.5-32B-Instruct, error_rate: not_measured}
  filters: {not_applicable: all rows are kept}
"""
    + _TAIL
)
_MAJORITY = (
    """\
verifiers:
  majority:
    contract: programmatic
    family: implicit_selector
    uses: [labeling]
    checks: the most frequent answer of the candidates
    input: final answers
    signal: binary
    selection: the majority answer, where none was extracted and for all converted proofs
    samples: 32
    audit_sample: not_stated
provenance:
  prompts: {from: {aops: {kind: mined, license: not_stated, relation: adapted, records: 620K}}}
  traces: {author: teacher, model: DeepSeek-R1, revision: not_stated, rollouts: candidates}
  anchor: {kind: majority_vote, verifier: majority, selection: the majority answer, replay: none}
  filters: {right: {rule: the answer is that of the majority, verifier: majority, rollouts: candidates}}
"""
    + _TAIL
    + """\
rollouts:
  candidates: {purpose: writing, model: DeepSeek-R1, samples_per_prompt: 32, temperature: 0.7, top_p: 0.95, max_response_tokens: 16384}
"""
)
_SCORED = (
    """\
training_use: [rlvr]
benchmarks:
  tested: {name: %s, metric: accuracy, unit: percent, rollouts: not_stated}
baselines:
  base: {model: Base-7B, origin: run, scores: {tested: 40.1}}
  trained: {model: Trained-7B, origin: run, scores: {tested: 50.1}}
comparisons:
  gain: {from: base, to: trained, changed: [data]}
provenance:
  prompts:
    from:
      source: {card: "%s", kind: benchmark, license: MIT, relation: copied, split: "%s"}
  filters: {not_applicable: all rows are kept}
"""
    + _TAIL
)
_LOOKED_FOR = _SCORED.replace(
    "  decontamination: not_measured",
    "  decontamination: {against: [AIME24], method: 8-grams, threshold: 8, applied_to: prompt, removed: not_stated}",
)
_COPIED = (
    """\
license: {data: %s}
provenance:
  prompts:
    from:
      forum: {kind: mined, license: %s, relation: %s}
  filters: {not_applicable: all rows are kept}
"""
    + _TAIL
)
_WITHDRAWN = (
    """\
provenance:
  prompts:
    from:
      math:
        kind: benchmark
        license: MIT
        relation: copied
        split: train
        withdrawn: {by: AoPS, where: the hub, date: 2025-01-02, says: the README links copies}
  filters: {not_applicable: all rows are kept}
"""
    + _TAIL
)

NAMED = [
    Named("RC601", "s1K", fires=False, sections=_S1K, says="59,029, 54,116, 51,581, 24,496 and 1,000 follow from one another."),
    Named("RC601", "Kimi k1.5", fires=False, sections=_KIMI, says="1,000, 614, 463 and 323 follow from one another."),
    Named("RC601", "DeepMath", fires=False, card="deepmath-103k", says="8K join the 95K, and `adds` says so."),
    Named("RC601", "OpenThoughts3", fires=False, card="openthoughts3-1.2m",
          says="Three branches, then 16 responses to each question, and `of` and `times` say so."),
    Named("RC601", "Tulu 3", fires=False, card="tulu3-rlvr", says="No filter is applied, and the card says so."),
    Named("RC601", "Big-Math", fires=False, sections=_BIG_MATH, says="47,010 join the 204,112, and `adds` says so."),
    Named("RC601", "Big-Math without `adds`", fires=True, sections=_BIG_MATH.replace("adds: 47010, ", ""),
          says="From 204,112 come no 251,122, unless something joins."),
    Named("RC602", "Big-Math", fires=False, sections=_BIG_MATH, says="The shares add up to .9993 at three digits."),
    Named("RC602", "GSM8K", fires=False, card="gsm8k", says="8.5K and 8,792 are a conflict that the card states."),
    Named("RC602", "DeepMath", fires=False, card="deepmath-103k", says="Shares of the raw pool are those of three sources of four."),
    Named("RC603", "DAPO", fires=True, note=True, card="dapo-math-17k",
          says="An unnamed model rewrote answers to integers, and the rate of spoiled ones is not stated."),
    Named("RC603", "Big-Math", fires=True, note=True, sections=_BIG_MATH, says="47,010 rewritten questions that nobody audited."),
    Named("RC603", "OpenMathReasoning", fires=True, note=True, sections=_PROOFS,
          says="260K converted proofs, which its own successor dropped."),
    Named("RC603", "GSM8K", fires=False, card="gsm8k", says="The marks that a model put in were evaluated, all of them."),
    Named("RC604", "DeepMath", fires=True, card="deepmath-103k", says="PolyMath is scored and was not looked for."),
    Named("RC604", "DeepMath without PolyMath", fires=False, card="deepmath-103k",
          sections="benchmarks:\n  aime25: {name: AIME 2025, metric: avg@16, unit: percent, rollouts: evaluation}\n",
          says="AIME 2025 is of the family AIME that was looked for."),
    Named("RC604", "OpenMathReasoning", fires=True,
          sections=_LOOKED_FOR.replace("against: [AIME24]", "against: [AIME24, AIME25, MATH, GSM8K, OlympiadBench, Omni-MATH]")
          % ("HLE-Math", "aime@1", "1983-2021"), says="HLE-Math, scored in its Table 7, is not in the list that its config looks for."),
    Named("RC604", "DAPO", fires=False, card="dapo-math-17k", says="That no decontamination is mentioned is a gap."),
    Named("RC604", "Tulu 3", fires=False, card="tulu3-rlvr", says="The own evaluation suite is all that the card scores."),
    Named("RC605", "Tulu 3", fires=False, card="tulu3-rlvr", says="It trains on the train splits of GSM8K and MATH."),
    Named("RC605", "Big-Math", fires=False,
          sections=_SCORED % ("MATH-500", "math@1", "12k"), says="It takes MATH in the division of 12,000 and 500."),
    Named("RC605", "DeepSeek-Prover-V2", fires=False, sections=_SCORED % ("miniF2F", "minif2f@1", "valid"),
          says="miniF2F valid is for training by its policy, and test is scored."),
    Named("RC605", "trained on MATH test", fires=True, sections=_SCORED % ("MATH-500", "math@1", "test"),
          says="MATH's 5,000 test problems hold MATH-500."),
    Named("RC605", "s1K", fires=False, sections=_SCORED % ("AIME 2024", "aime@1", "1983-2021"),
          says="The exams of 1983 to 2021 are not that of 2024."),
    Named("RC605", "s1K's pool", fires=False, sections=_LOOKED_FOR % ("AIME 2024", "aime@1", "all"),
          says="What shared 8-grams with AIME 2024 was taken out."),
    Named("RC605", "all of AIME 2024, though it was looked for", fires=True, sections=_LOOKED_FOR.replace("copied,", "copied, records: 30,")
          % ("AIME 2024", "aime24@1", "all"), says="All 30 problems are still there."),
    Named("RC605", "PRM800K", fires=False, card="prm800k", says="The 500 problems that are scored were held out of the 5,000."),
    Named("RC606", "UltraFeedback", fires=True, card="ultrafeedback", says="It holds all of TruthfulQA."),
    Named("RC606", "PRM800K", fires=True, card="prm800k", says="It holds 4,500 of the test problems of MATH, by intent."),
    Named("RC606", "Big-Math's Omni-MATH", fires=False,
          sections=_LOOKED_FOR.replace("AIME24", "Omni-MATH test").replace(', split: "%s"', "") % ("AIME 2024", "omni-math@1"),
          says="The test set of Omni-MATH was taken out, so that is not among the rows."),
    Named("RC606", "s1K", fires=False, sections=_SCORED % ("AIME 2024", "aime@1", "1983-2021"),
          says="Old exams of a contest are what one trains on; the table knows no benchmark of just those."),
    Named("RC606", "Tulu 3", fires=False, card="tulu3-rlvr", says="Train splits are for training."),
    Named("RC607", "the lineage of PRM800K and Big-Math", fires=True,
          sections=_SCORED.replace("name: %s", "name: %s, split: test") % ("MATH", "math@1", "12k"),
          says="MATH's 12,000 training problems hold 4,500 of the 5,000 of its test split."),
    Named("RC607", "Big-Math beside MATH-500", fires=False, sections=_SCORED % ("MATH-500", "math@1", "12k"),
          says="The 12,000 leave out the 500."),
    Named("RC607", "PRM800K", fires=False, card="prm800k", says="It scores the 500 that it held out."),
    Named("RC608", "DeepMath, if its forum's terms were stated", fires=True, sections=_COPIED % ("MIT", "CC-BY-SA-4.0", "adapted"),
          says="Posts of StackExchange are CC BY-SA, the rows are stated to be MIT."),
    Named("RC608", "OpenThoughts3, if its forum's terms were stated", fires=True, note=True,
          sections=_COPIED % ("Apache-2.0", "CC-BY-SA-4.0", "copied"),
          says="Copied posts stay CC BY-SA, the set is stated to be Apache-2.0."),
    Named("RC608", "a child of NaturalReasoning", fires=True, sections=_COPIED % ("MIT", "CC-BY-NC-4.0", "copied"),
          says="NaturalReasoning forbids commercial use, and its children inherit that."),
    Named("RC608", "permissive terms", fires=False, sections=_COPIED % ("MIT", "ODC-By-1.0", "adapted"),
          says="MIT, BSD, Apache, CC BY and ODC-By are not in tension among themselves."),
    Named("RC608", "DeepMath", fires=False, card="deepmath-103k", says="The card states Apache-2.0 for its collections."),
    Named("RC609", "DeepSeek-R1", fires=False, card="deepseek-r1",
          says="Paraphrases escape its 10-grams, as it concedes, but its model rewrote outputs and not questions."),
    Named("RC609", "DeepMath", fires=False, card="deepmath-103k", says="It compares by meaning, before posts are rewritten."),
    Named("RC611", "MATH", fires=True, note=True, sections=_WITHDRAWN,
          says="It was taken down at one host after a notice by a third party, and copies are linked."),
    Named("RC612", "DeepMath", fires=True, note=True, card="deepmath-103k", says="No column says which collection a row comes from."),
    Named("RC612", "DAPO", fires=False, card="dapo-math-17k",
          says="A column is called the source; that it holds the name of a scorer no card can show."),
    Named("RC613", "DeepMath", fires=True, card="deepmath-103k",
          says="Three answers of R1 agree, which wrote the solutions: that is agreement."),
    Named("RC613", "OpenMathReasoning", fires=True, sections=_MAJORITY,
          says="Majority answers label what the same model solved."),
    Named("RC613", "OpenThoughts3", fires=False, card="openthoughts3-1.2m", says="It checks nothing, and says so."),
]  # fmt: skip
