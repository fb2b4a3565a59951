"""RC5xx on the releases that the specification names."""

from __future__ import annotations

from named import Named

_PROBED = """\
training_use: [rlvr]
objects:
  problems:
    type: prompt_answer
    supervision: [answer]
    records: 251122
    fields:
      problem: {role: task, type: string}
      answer: {role: feedback, type: string, verifier: final-answer}
      llama8b_solve_rate: {role: attribution, type: number, rollouts: llama}
rollouts:
  llama:
    purpose: difficulty
    model: Llama-3.1-8B
    prompts: 251122
    samples_per_prompt: 64
    temperature: 0.8
    top_p: 0.95
    max_response_tokens: 2048
    verifier: final-answer
    pass_rate:
      bands:
        - {from: 0.8, to: 1.0, share: 0.2864}
        - {from: 0.6, to: 0.8, share: 0.1216}
        - {from: 0.4, to: 0.6, share: 0.1026}
        - {from: 0.2, to: 0.4, share: 0.1244}
        - {from: 0.0, to: 0.2, share: 0.3650}
"""
_S1K = """\
training_use: [sft]
rollouts:
  two-models:
    purpose: filtering
    model: Qwen2.5-7B-Instruct and Qwen2.5-32B-Instruct
    samples_per_prompt: 1
    temperature: 0.05
    max_response_tokens: not_logged
    pass_rate: {threshold: neither model right}
  traces:
    purpose: writing
    model: gemini-2.0-flash-thinking-exp
    engine: {name: Gemini API}
    samples_per_prompt: 1
    temperature: not_stated
    max_response_tokens: not_stated
"""
_KIMI = """\
training_use: [rlvr]
rollouts:
  guesses:
    purpose: filtering
    model: the SFT model
    samples_per_prompt: 8
    temperature: not_stated
    max_response_tokens: not_stated
    pass_rate: {threshold: what is guessed without reasoning within 8 tries is removed}
"""
_SCALERL = """\
training_use: [rlvr]
rollouts:
  training:
    purpose: training
    model: Base-8B
    samples_per_prompt: 16
    temperature: 1.0
    max_response_tokens: 14336
    verifier: final-answer
    pass_rate: {threshold: ">=0.9"}
"""
_MATH_DAPO = """\
training_use: [rlvr]
verifiers:
  math-dapo:
    contract: programmatic
    family: rule
    implementation: {name: verl/utils/reward_score/math_dapo.py compute_score, revision: b178a3cd}
    uses: [reward]
    extractor: {form: answer_line}
    probes:
      rejected:
        - ['The answer is \\boxed{34}', "34"]
  math-verify:
    contract: programmatic
    card: math-verify@0.5.2
    uses: [filtering]
rollouts:
  training:
    purpose: training
    model: Qwen2.5-32B
    prompt_format: {answer: 'a last line "Answer: $Answer"'}
    samples_per_prompt: 16
    temperature: 1.0
    max_response_tokens: 20480
    verifier: math-dapo
  open-r1-filter:
    purpose: filtering
    model: R1-Distill-Qwen-Math-7B
    samples_per_prompt: 8
    temperature: 1.0
    max_response_tokens: 32000
    truncated: not_logged
    verifier: math-verify
    pass_rate: {threshold: mean reward 0.1-0.6}
"""
_TIR = """\
rollouts:
  tir:
    purpose: evaluation
    model: OpenMath-Nemotron-1.5B
    samples_per_prompt: 64
    temperature: 0.6
    top_p: 0.95
    max_response_tokens: 32768
    truncated: 0.4031
    verifier: final-answer
benchmarks:
  aime24: {name: AIME 2024, items: 30, metric: avg@64, unit: percent, rollouts: tir}
baselines:
  nemotron: {model: OpenMath-Nemotron-1.5B, origin: run, scores: {aime24: 61.6}}
"""

NAMED = [
    Named("RC501", "tau-bench", fires=False, card="tau-bench",
          says="The agent is greedy, the simulated user is not: four trials differ."),
    Named("RC501", "SWE-Gym", fires=False, card="swe-gym",
          says="The first run is at temperature 0, the others at 0.5."),
    Named("RC502", "tau-bench", fires=False, card="tau-bench",
          says="pass^4 is computed from four trials; how many are behind pass^8 is stated as at least three."),
    Named("RC503", "open-r1 on DAPO", fires=False, card="dapo-math-17k",
          says="With 8 samples 0.1-0.6 means 1/8 to 4/8, and 0 < correct < 16 leaves 1 to 15 of 16."),
    Named("RC503", "ScaleRL", fires=False, sections=_SCALERL, says="At least 0.9 of 16 is 15 of 16."),
    Named("RC503", "Big-Math", fires=False, sections=_PROBED, says="Quintiles hold many of the 65 rates of 64 samples."),
    Named("RC503", "Big-Math with four samples and thirds of quintiles", fires=True,
          sections=_PROBED.replace("samples_per_prompt: 64", "samples_per_prompt: 4").replace(
              "{from: 0.4, to: 0.6", "{from: 0.55, to: 0.6"),
          says="No rate of four samples lies from 0.55 to 0.6."),
    Named("RC504", "Big-Math", fires=False, sections=_PROBED,
          says="Shares are over 251,122 prompts and have nothing to do with 1/64."),
    Named("RC505", "Big-Math", fires=False, sections=_PROBED,
          says="The counts add up to 251,118 of 251,122; as shares of four digits they agree."),
    Named("RC506", "Big-Math", fires=False, sections=_PROBED, says="It publishes quintiles of 64 samples."),
    Named("RC506", "s1K", fires=True, note=True, sections=_S1K,
          says="What neither of two models solves in one try may be solved in up to 95 % of tries."),
    Named("RC506", "Kimi k1.5", fires=False, sections=_KIMI,
          says="Eight tries say what can be guessed; nothing is called unreachable by them."),
    Named("RC506", "DAPO", fires=False, card="dapo-math-17k",
          says="Groups with 0 of 16 are left out of a step, and no problem is called unreachable."),
    Named("RC507", "open-r1 on DAPO", fires=True, note=True, sections=_MATH_DAPO,
          says="open-r1 filters DAPO with math-verify, and DAPO trains with math_dapo."),
    Named("RC507", "open-r1 on DAPO, verifier not looked up", fires=False, card="dapo-math-17k",
          says="The card does not know the filter's verifier: that is a gap."),
    Named("RC510", "Big-Math", fires=True, sections=_PROBED,
          says="At 2,048 tokens the hard and the cut-off are one bucket."),
    Named("RC510", "ScaleRL", fires=False, card="scalerl",
          says="That 10 to 15 % cut come before instability is said of training, behind which no score stands."),
    Named("RC510", "OpenMathReasoning", fires=False, sections=_TIR, says="40 % unfinished is stated."),
    Named("RC511", "math_dapo with a boxed prompt", fires=True,
          sections=_MATH_DAPO.replace("""'a last line "Answer: $Answer"'""", "boxed"),
          says="math_dapo rejects an answer in a box."),
    Named("RC511", "DAPO", fires=False, card="dapo-math-17k", says="Its own prompt asks for the line that math_dapo reads."),
    Named("RC513", "s1K", fires=False, sections=_S1K, says="A teacher behind an API has no engine that anybody could name."),
]  # fmt: skip
