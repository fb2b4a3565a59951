"""RC3xx on the releases that the specification names."""

from __future__ import annotations

from named import Named
from releasecard.rules.examples import UNMEASURED

_S1K = """\
training_use: [sft]
objects:
  traces:
    type: prompt_trace_answer
    supervision: [demonstration]
    records: 1000
    distinct: 1000
    fields:
      question: {role: task, type: string}
      thinking_trajectory: {role: behavior, type: string, author: traces}
      attempt: {role: behavior, type: string, author: traces}
provenance:
  prompts:
    from:
      pool: {kind: mined, license: not_stated, relation: copied, records: 1000}
  traces:
    author: teacher
    model: gemini-2.0-flash-thinking-exp
    revision: {not_stated: the API was called by this name}
    rollouts: not_checked
  search: {not_applicable: single samples}
  anchor: not_checked
  filters: {not_checked: see the facts}
  decontamination: not_checked
  lineage: not_checked
"""

_BIG_MATH = """\
training_use: [sft]
objects:
  problems:
    type: prompt_answer
    supervision: [answer]
    records: 251122
    distinct: 251122
    fields:
      problem: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
"""

_DAPO = """\
training_use: [rlvr]
objects:
  problems:
    type: prompt_answer
    supervision: [answer]
    records: ~1.79M
    distinct: 17398
    fields:
      prompt: {role: task, type: list}
      ground_truth: {role: feedback, type: string, verifier: final-answer}
rollouts: not_checked
"""

_OPENTHOUGHTS = """\
training_use: [sft]
objects:
  responses:
    type: prompt_trace_answer
    supervision: [demonstration]
    records: 1.2M
    distinct: ~75k
    fields:
      conversations: {role: [task, behavior], type: list}
provenance:
  prompts:
    from:
      pool: {kind: mined, license: not_stated, relation: copied, records: ~75k}
  traces: {author: human}
  filters: not_checked
  decontamination: not_checked
  lineage: not_checked
"""

_GRADED = """\
verifiers:
  final-answer: {contract: programmatic, card: math-verify@0.8.0, uses: [labeling]}
  grader:
    contract: judgment
    family: rubric_judge
    implementation: {name: grade.py, version: "1.0"}
    uses: [filtering]
    checks: how hard a question is
    input: the question
    signal: score
    attacks: not_measured
    known_biases: not_measured
    criteria: levels from 1 to 10
    judge: {model: Claude 3.5 Sonnet, version: claude-3-5-sonnet-20241022, prompt: data/grade.py, temperature: not_stated}
    agreement: not_measured
"""

_TINYV = """\
verifiers:
  final-answer:
    contract: programmatic
    family: rule
    implementation: {name: Prime Verifier, revision: 4a9d2c7}
    uses: [reward, evaluation]
    checks: equality of the final answer
    input: the response
    signal: binary
    extractor: {form: boxed}
    normalization: not_checked
    equivalence: not_checked
    invalid_output: not_checked
    errors:
      false_accept: not_stated
      false_reject:
        rejected: {rate: 0.385, how: right answers among those it rejected on Big-Math}
        all: {rate: 0.1, population: all right answers, how: of an invented second study}
"""

_ZERO = UNMEASURED.replace("false_accept: not_measured", "false_accept: {rate: 0, sample: 500, how: two annotators}")

_TULU = """\
verifiers:
  final-answer: {contract: programmatic, card: math-verify@0.8.0, uses: [labeling]}
  rm:
    contract: judgment
    family: learned_reward
    implementation: {name: the 8B reward model}
    uses: [reward]
    checks: which response is preferred
    input: prompt and response
    signal: score
    training_data: not_checked
    calibration: not_checked
    over_optimization: not_checked
    refresh: not_checked
  both:
    contract: mixed
    uses: [reward]
    components:
      answer: {verifier: final-answer, weight: 10}
      rm: {verifier: rm, weight: 0}
    combine: sum
"""

_YES_NO = """\
training_use: [rlvr]
objects:
  questions:
    type: prompt_answer
    supervision: [answer]
    records: 103110
    distinct: not_stated
    distribution: {form of the answer: {"Yes/No/True/False": 0.18}}
    fields:
      question: {role: task, type: string}
      final_answer: {role: feedback, type: string, verifier: final-answer}
rollouts: not_checked
"""

_TEST_ONLY = """\
training_use: [reward_modeling]
objects:
  rows:
    type: prompt_answer
    supervision: [answer]
    records: 8792
    distinct: 8792
    fields:
      question: {role: task, type: string}
      answer: {role: feedback, type: string}
"""

NAMED = [
    Named("RC301", "OpenThoughts3", card="openthoughts3-1.2m", fires=False,
          says="Nothing in it was checked, it says so, and it is for imitation."),
    Named("RC301", "s1K", sections=_S1K, fires=False, says="Traces to imitate need no feedback."),
    Named("RC302", "GSM8K", card="gsm8k", fires=False, says="Its answers come from the people who wrote the solutions."),
    Named("RC302", "PRM800K", card="prm800k", fires=False, says="Its labels come from people."),
    Named("RC302", "UltraFeedback", card="ultrafeedback", fires=True,
          says="Ratings that name their annotation pass; three columns of scores and reference answers name nobody."),
    Named("RC302", "GSM8K without its writers", sections=_TEST_ONLY, fires=True,
          says="Neither a verifier nor people are named."),
    Named("RC303", "Big-Math", sections=_BIG_MATH, fires=True,
          says="It says itself that it is not for SFT: there is no behavior in a final answer."),
    Named("RC303", "PRM800K", card="prm800k", fires=False, says="Steps are labeled."),
    Named("RC303", "SWE-Gym", card="swe-gym", fires=False, says="Tasks and trajectories stand side by side."),
    Named("RC304", "DeepMath", card="deepmath-103k", fires=False,
          says="An implicit selector may stand under any contract, and a model that matches under judgment."),
    Named("RC304", "OpenThoughts3", card="openthoughts3-1.2m", fires=False, says="Implicit selectors under two contracts."),
    Named("RC305", "DAPO", card="dapo", fires=False, says="math_dapo has no version but a commit, and a commit is a version."),
    Named("RC305", "DAPO-Math-17K", card="dapo-math-17k", fires=False, says="The same: a commit is a version."),
    Named("RC305", "UltraFeedback", card="ultrafeedback", fires=True, says="It was judged by gpt-4, without a dated id."),
    Named("RC305", "s1K's teacher", sections=_S1K, fires=True, note=True,
          says="gemini-2.0-flash-thinking-exp has no date; it writes and does not judge."),
    Named("RC305", "s1K's grader", sections=_GRADED, fires=False, says="claude-3-5-sonnet-20241022 is dated."),
    Named("RC309", "TinyV", sections=_TINYV, fires=True,
          says="38.5 % are of the answers that were rejected, and beside another rate that must be said."),
    Named("RC308", "none of 500", sections=_ZERO, fires=True, note=True, says="0 of 500 means less than .6 %."),
    Named("RC310", "DeepMath", card="deepmath-103k", fires=False,
          says="Not tested is a gap that it names; the judge of the decontamination sees no model's answer."),
    Named("RC310", "UltraFeedback", card="ultrafeedback", fires=False, says="Not tested is a gap that it names."),
    Named("RC310", "HealthBench", card="healthbench", fires=False, says="No adversarial test is a gap that it names."),
    Named("RC312", "DAPO-Math-17K", card="dapo-math-17k", fires=False,
          says="1.79M rows of 17,398 prompts, and the card says that they are copies by accident."),
    Named("RC312", "DAPO-Math-17K unexplained", sections=_DAPO, fires=True, says="1.79M rows of 17,398 prompts."),
    Named("RC312", "OpenThoughts3", card="openthoughts3-1.2m", fires=False, says="16 sampled responses are a reason."),
    Named("RC312", "OpenThoughts3 unexplained", sections=_OPENTHOUGHTS, fires=True, says="16 rows for each question."),
    Named("RC313", "UltraFeedback", card="ultrafeedback", fires=True, says="GPT-4 judges 17 models, GPT-4 among them."),
    Named("RC313", "HealthBench", card="healthbench", fires=True,
          says="GPT-4.1 grades GPT-4o and others of its vendor, and was tuned on itself."),
    Named("RC313", "DeepMath", card="deepmath-103k", fires=False,
          says="Three answers of R1 agree and no model judges another: that is label-and-check-by-one-model, RC613."),
    Named("RC314", "tau-bench", card="tau-bench", fires=False,
          says="Doing nothing passes .38 of airline, and the variants say so."),
    Named("RC314", "DeepMath", sections=_YES_NO, fires=True, says="18 % of the answers are yes, no, true or false."),
    Named("RC315", "Tulu 3", card="tulu3-rlvr", fires=False, says="It routes by the source of a prompt: weights mean nothing there."),
    Named("RC315", "Tulu 3's reward model", sections=_TULU, fires=True, says="The reward model stands in the sum, times 0."),
]  # fmt: skip
