"""The table of benchmarks: sizes, what holds what, when each became public, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark, or the part of one that is scored, with the facts that rules compute with.

    `sizes` are the admissible numbers of items (n, not n x samples), in `unit`; empty where unknown or where it
    depends on a version. `binary` is false where an item can earn part of a mark or weighs more than another: no
    GRIM there. `windowed` says that a score means nothing without a version, window or harness; `window` is the one
    that was asked for. `contains` are ids of benchmarks whose items are all among its own, `collides` ids that share
    some. `editions` are sizes by version. `single`: its files have one split, whatever that is called (`train` on the
    hub for AIME and GPQA). `first_public` is the year, month or day before which no item was public, None where no
    source is known. `source` and `commit` cite the sizes; a source alone cites that the benchmark exists.
    """

    id: str
    name: str
    sizes: tuple[int, ...]
    source: str
    commit: str = ""
    aliases: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    collides: tuple[str, ...] = ()
    unit: str = "item"
    binary: bool = True
    windowed: bool = False
    single: bool = False
    editions: tuple[tuple[str, tuple[int, ...]], ...] = ()
    first_public: str | None = None
    window: str = ""


_QWEN: Final = ("QwenLM/Qwen2.5-Math evaluation/data, counted", "a45202b")
_SKILLS: Final = ("NVIDIA-NeMo/Skills dataset/*/test.txt, counted", "8b18f39")
_EVALSCOPE: Final = ("modelscope/evalscope docs/en/benchmarks", "fde259d")
_EVALCHEMY: Final = ("mlfoundations/evalchemy eval/chat_benchmarks, counted", "6ed6741")
_GSM8K: Final = ("openai/grade-school-math data, counted", "3101c7d")
_MATH: Final = ("arXiv 2103.03874",)
_PRM800K: Final = ("openai/prm800k math_splits", "7ecc794")
_SWE: Final = ("SWE-bench/SWE-bench docs/guides/datasets.md", "7a21e05")
_TAU: Final = ("sierra-research/tau-bench", "59a200c")
_MINIF2F: Final = ("openai/miniF2F README", "4e433ff")
_ULTRAFEEDBACK: Final = ("OpenBMB/UltraFeedback README, Instruction Sampling", "bf80fd4")
_HEALTHBENCH: Final = ("arXiv 2505.08775; openai/simple-evals healthbench_eval.py", "ee3b031")
_DEEPMATH: Final = ("arXiv 2504.11456v2 section 3 stage 2, Fig. 3",)
_OPENTHOUGHTS: Final = ("arXiv 2506.04178v2",)


def _aime(year: int, first_public: str) -> tuple[Benchmark, ...]:
    """Return a year's AIME and its two exams of 15."""
    both, short = f"aime{year - 2000}", f"AIME {year}"
    source, commit = _EVALSCOPE if year == 2026 else _QWEN if year == 2024 else _SKILLS
    exams = tuple(
        Benchmark(
            f"{both}-{number.lower()}", f"{short} {number}", (15,), source, commit,
            aliases=(f"AIME {number} {year}", f"{year} AIME {number}"), single=True, first_public=first_public,
        )
        for number in ("I", "II")
    )  # fmt: skip
    whole = Benchmark(
        both, short, (30,), source, commit, aliases=(f"{year} AIME", f"{short} I and II", f"{short} I II"),
        contains=(exams[0].id, exams[1].id), single=True, first_public=first_public,
    )  # fmt: skip
    return (whole, *exams)


_CONTESTS: Final = (
    Benchmark("aime", "AIME", (), *_DEEPMATH, contains=("aime-1983-2024", "aime24-25", "aime26"), single=True),
    *_aime(2024, "2024"),
    *_aime(2025, "2025-02"),
    *_aime(2026, "2026"),
    Benchmark("aime-1983-2024", "AIME 1983-2024", (), *_DEEPMATH, aliases=("AIME 83-24", "AIME 1983 to 2024"),
              contains=("aime24",), single=True),
    Benchmark("aime-1983-2024-hub", "di-zhang-fdu/AIME_1983_2024", (), "hub README: 1983 to 2023 and part 2 of 2024", "3e2cc86",
              aliases=("philschmid/AIME_1983_2024",), contains=("aime24-ii",), collides=("aime24",), single=True),
    Benchmark("aime24-25", "AIME 24/25", (), *_SKILLS, aliases=("AIME 2024/2025", "AIME24/AIME25", "AIME 2024 and 2025",
              "AIME24 and AIME25", "AIME 2024-2025"), contains=("aime24", "aime25"), single=True),
    Benchmark("amc", "AMC", (), *_DEEPMATH, contains=("amc22-24", "amc23"), single=True),
    Benchmark("amc22-24", "AMC 22-24", (134,), *_EVALSCOPE, aliases=("AMC 2022-2024",), contains=("amc23",), single=True),
    Benchmark("amc23", "AMC 23", (40, 46), "Qwen2.5-Math and evalchemy, counted (40); evalscope amc.md (46)", "6ed6741",
              aliases=("AMC 2023", "2023 AMC"), single=True, first_public="2023"),
    Benchmark("hmmt", "HMMT", (), *_OPENTHOUGHTS, contains=("hmmt-feb-2025", "hmmt-24-25"), single=True),
    Benchmark("hmmt-feb-2025", "HMMT February 2025", (30,), *_EVALSCOPE, single=True, first_public="2025-02",
              aliases=("HMMT Feb 2025", "HMMT Feb 25", "HMMT 02/25", "HMMT 2025-02", "HMMT 2025/02", "HMMT 25", "HMMT25 Feb")),
    Benchmark("hmmt-24-25", "HMMT-24-25", (196,), *_SKILLS, single=True),
    Benchmark("comp-math-24-25", "Comp-Math-24-25", (256,), *_SKILLS, contains=("aime24", "aime25", "hmmt-24-25"), single=True),
)  # fmt: skip

_MATHEMATICS: Final = (
    Benchmark("math", "MATH", (5000, 500), *_MATH, aliases=("hendrycks_math", "competition_math"),
              contains=("math-test", "math-500"), first_public="2021-03"),
    Benchmark("math-test", "MATH test", (5000,), *_MATH, aliases=("MATH test set", "MATH 5000", "MATH-5K", "MATH test 5,000"),
              contains=("math-500",), collides=("math-12k",), first_public="2021-03"),
    Benchmark("math-train", "MATH train", (7500,), *_MATH, aliases=("MATH training", "MATH train set", "MATH 7500", "MATH-7.5K"),
              first_public="2021-03"),
    Benchmark("math-500", "MATH-500", (500,), *_PRM800K, aliases=("MATH500 test", "MATH test 500"), single=True,
              first_public="2021-03"),
    Benchmark("math-12k", "MATH-12K", (12000,), *_PRM800K, contains=("math-train",), collides=("math-test",),
              aliases=("MATH 12k train", "MATH train 12k", "MATH 12,000", "PRM800K train"), first_public="2021-03"),
    Benchmark("gsm8k", "GSM8K", (1319,), *_GSM8K, aliases=("GSM8K test", "GSM-8K main"), contains=("gsm8k-platinum",),
              first_public="2021-10"),
    Benchmark("gsm8k-train", "GSM8K train", (7473,), *_GSM8K, aliases=("GSM8K training", "GSM8K train set"),
              first_public="2021-10"),
    Benchmark("gsm8k-platinum", "GSM8K Platinum", (1209,), "https://huggingface.co/datasets/madrylab/gsm8k-platinum README metadata", aliases=("GSM8K Platinum test",),
              first_public="2021-10"),
    Benchmark("minerva-math", "Minerva Math", (272,), *_QWEN, aliases=("Minerva",), single=True),
    Benchmark("olympiadbench", "OlympiadBench", (674, 675), "evalscope OE_TO_maths_en_COMP (674); Qwen2.5-Math, counted (675)",
              "fde259d; a45202b", aliases=("Olympiad Bench OE_TO_maths_en_COMP",), single=True),
    Benchmark("college-math", "CollegeMath", (2818,), *_QWEN),
    Benchmark("gaokao", "GAOKAO", (), *_DEEPMATH, contains=("gaokao-2023-en",)),
    Benchmark("gaokao-2023-en", "Gaokao 2023 en", (385,), *_QWEN, aliases=("Gaokao 2023 English", "Gaokao2023en")),
    Benchmark("svamp", "SVAMP", (1000,), *_QWEN),
    Benchmark("asdiv", "ASDiv", (2215,), *_QWEN),
    Benchmark("hardverify-math", "HardVerify-Math", (250,), "uw-nsl/TinyV benchmarks/HardVerify-Math.json, counted", "4a9d2c7", aliases=("HardVerify-Math Bench",)),
    Benchmark("jeebench", "JEEBench", (515,), "arXiv 2305.15074; partial marks: evalchemy JEEBench/utils.py line 62", "6ed6741",
              binary=False, first_public="2023-05"),
    Benchmark("omni-math", "Omni-MATH", (), *_DEEPMATH),
    Benchmark("mathodyssey", "MathOdyssey", (), *_DEEPMATH),
    Benchmark("cmath", "CMATH", (), *_DEEPMATH),
    Benchmark("olympicarena", "OlympicArena", (), *_DEEPMATH),
    Benchmark("polymath", "PolyMath", (), "arXiv 2504.11456v2 Table 3", contains=("polymath-en",)),
    Benchmark("polymath-en", "PolyMath-en", (), "arXiv 2504.11456v2 Table 3", aliases=("PolyMath in English", "PolyMath English")),
    Benchmark("minif2f", "miniF2F", (244,), *_MINIF2F, aliases=("miniF2F test",)),
    Benchmark("minif2f-valid", "miniF2F valid", (244,), *_MINIF2F, aliases=("miniF2F validation",)),
    Benchmark("proofnet", "ProofNet", (186,), "general knowledge; arXiv 2504.21801 prints 37.1 = 69 of 186",
              aliases=("ProofNet test",)),
    Benchmark("putnambench", "PutnamBench", (658, 649), "arXiv 2504.21801 sections 3.2-3.3"),
)  # fmt: skip

_KNOWLEDGE: Final = (
    Benchmark("gpqa", "GPQA", (448, 198), "arXiv 2311.12022", contains=("gpqa-main", "gpqa-diamond"), single=True,
              first_public="2023-11"),
    Benchmark("gpqa-main", "GPQA main", (448,), "arXiv 2311.12022", contains=("gpqa-diamond",), single=True, first_public="2023-11"),
    Benchmark("gpqa-diamond", "GPQA Diamond", (198,), *_EVALSCOPE, aliases=("GPQA-D",), single=True, first_public="2023-11"),
    Benchmark("mmlu", "MMLU", (14042,), *_EVALSCOPE, aliases=("MMLU test",), contains=("mmlu-stem",)),
    Benchmark("mmlu-stem", "MMLU-STEM", (3018,), *_QWEN),
    Benchmark("mmlu-pro", "MMLU-Pro", (12032, 500), "evalscope docs (12,032); OpenThoughts' runs of evalchemy (500)",
              "fde259d; 6ed6741", aliases=("MMLU-Pro test",)),
    Benchmark("bbh", "BBH", (6511,), *_EVALSCOPE, aliases=("BIG-Bench Hard",)),
    Benchmark("supergpqa", "SuperGPQA", (26529,), *_EVALSCOPE, single=True),
    Benchmark("hle", "HLE", (2500,), *_EVALSCOPE, aliases=("Humanity's Last Exam",), contains=("hle-mcq", "hle-math"), windowed=True, single=True),
    Benchmark("hle-mcq", "HLE MCQ", (), *_OPENTHOUGHTS, aliases=("HLE multiple choice",), windowed=True, single=True),
    Benchmark("hle-math", "HLE-Math", (), "arXiv 2504.16891 Table 7", aliases=("HLE mathematics",), windowed=True, single=True),
    Benchmark("simpleqa", "SimpleQA", (4326,), *_EVALSCOPE, single=True),
    Benchmark("zebralogic", "ZebraLogic", (1000,), *_EVALSCOPE, single=True),
    Benchmark("arc-challenge", "ARC-Challenge", (1172,), *_EVALSCOPE, aliases=("ARC-C", "ARC-C test", "ARC-Challenge test")),
    Benchmark("truthfulqa", "TruthfulQA", (), *_ULTRAFEEDBACK, single=True),
    Benchmark("ifeval", "IFEval", (541, 834), *_EVALCHEMY, contains=("ifeval-prompts", "ifeval-instructions"), single=True),
    Benchmark("ifeval-prompts", "IFEval prompt-level", (541,), *_EVALCHEMY, contains=("ifeval",), single=True,
              aliases=("IFEval prompts", "IFEval prompt strict", "IFEval prompt loose", "IFEval strict prompt",
                       "IFEval prompt-level strict", "IFEval prompt-level loose", "IFEval (prompt-level, loose)")),
    Benchmark("ifeval-instructions", "IFEval instruction-level", (834,), *_EVALCHEMY, contains=("ifeval",), unit="instruction",
              aliases=("IFEval instructions", "IFEval instruction-level strict", "IFEval instruction-level loose"), single=True),
    Benchmark("ifbench", "IFBench", (300,), *_EVALSCOPE, single=True),
    Benchmark("healthbench", "HealthBench", (5000,), *_HEALTHBENCH, binary=False,
              contains=("healthbench-hard",), single=True, first_public="2025-05"),
    Benchmark("healthbench-hard", "HealthBench Hard", (1000,), *_HEALTHBENCH, binary=False,
              single=True, first_public="2025-05"),
    Benchmark("rewardbench", "RewardBench", (2985,), "allenai/reward-bench", "05a9005", binary=False,
              aliases=("RewardBench v1", "RewardBench 1")),
    Benchmark("rewardbench-2", "RewardBench 2", (1865, 1876), "arXiv 2506.01937: Table 2, text", binary=False,
              aliases=("RewardBench v2",)),
    Benchmark("alpacaeval", "AlpacaEval", (), "arXiv 2310.01377 Fig. 2", binary=False, single=True),
)  # fmt: skip

_PROGRAMS: Final = (
    Benchmark("humaneval", "HumanEval", (164,), "openai/human-eval data/HumanEval.jsonl.gz, counted", "6d43fb9", contains=("humaneval-plus",), single=True),
    Benchmark("humaneval-plus", "HumanEval+", (164,), *_EVALSCOPE, contains=("humaneval",), single=True),
    Benchmark("mbpp", "MBPP", (500, 974), *_EVALCHEMY, contains=("mbpp-test", "mbpp-plus")),
    Benchmark("mbpp-test", "MBPP test", (500,), *_EVALCHEMY),
    Benchmark("mbpp-plus", "MBPP+", (378,), *_EVALSCOPE, single=True),
    Benchmark("livecodebench", "LiveCodeBench", (), "LiveCodeBench/LiveCodeBench README lines 52-57", "28fef95", windowed=True,
              aliases=("LCB", "LiveCodeBench code generation"), single=True,
              editions=(("v1", (400,)), ("v2", (511,)), ("v3", (612,)), ("v4", (713,)), ("v5", (880, 279)), ("v6", (1055,)))),
    Benchmark("codeforces", "Codeforces", (), *_OPENTHOUGHTS, windowed=True, single=True, binary=False),
    Benchmark("codeelo", "CodeElo", (), *_OPENTHOUGHTS, windowed=True, single=True, binary=False),
    Benchmark("swe-bench", "SWE-bench", (2294,), *_SWE, aliases=("SWE-bench full", "SWE-bench test"), windowed=True,
              contains=("swe-bench-lite", "swe-bench-verified")),
    Benchmark("swe-bench-lite", "SWE-bench Lite", (300,), *_SWE, aliases=("SWE-bench Lite test",), windowed=True),
    Benchmark("swe-bench-verified", "SWE-bench Verified", (500, 484, 477), f"{_SWE[0]}; 484: epoch.ai; 477: OpenAI", _SWE[1],
              aliases=("SWE-bench Verified test", "SWE-V"), windowed=True, single=True),
    Benchmark("swe-bench-multilingual", "SWE-bench Multilingual", (300,), *_SWE, windowed=True),
    Benchmark("tau-bench", "tau-bench", (), *_TAU, contains=("tau-bench-retail", "tau-bench-airline"), windowed=True,
              first_public="2024-06"),
    Benchmark("tau-bench-retail", "tau-bench retail", (115,), *_TAU, aliases=("tau-retail",), windowed=True, first_public="2024-06"),
    Benchmark("tau-bench-airline", "tau-bench airline", (50,), *_TAU, aliases=("tau-airline",), windowed=True, first_public="2024-06"),
    Benchmark("tau2-bench", "tau2-bench", (), "sierra-research/tau2-bench CHANGELOG", "a2c0247", windowed=True),
)  # fmt: skip

ROWS: Final = (*_CONTESTS, *_MATHEMATICS, *_KNOWLEDGE, *_PROGRAMS)
"""All benchmarks: those whose sizes were counted or read, and without sizes others that real cards name."""
