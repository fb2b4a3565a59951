"""Damage for RC5xx: how models were sampled, and what their pass rates say."""

from __future__ import annotations

from typing import Any

from damage import GONE, Changes, Damage, Real
from releasecard.values import Path


def samples(real: Real, at: Path) -> int | None:
    """Return the samples for each prompt that a protocol states as a plain number."""
    count = real.facts.number(*at[:2], "samples_per_prompt")
    return int(count) if count is not None else None


def draws_several(real: Real, at: Path) -> bool:
    """It draws several samples, and nothing else than the temperature makes them differ."""
    acts = real.facts.kind == "environment" or real.at(*at[:2], "max_steps")
    return (samples(real, at) or 0) > 1 and not acts


def more_tries(real: Real, at: Path) -> str | None:
    """Return a metric of twice as many tries as the benchmark's protocol draws."""
    protocol = real.at(*at[:2], "rollouts")
    drawn = samples(real, ("rollouts", protocol)) if protocol else None
    return f"pass@{2 * drawn}" if drawn else None


def is_sampled(real: Real, at: Path) -> bool:
    return (samples(real, at) or 0) >= 1


def between(real: Real, at: Path) -> dict[str, str] | None:
    """Return a band between two pass rates that so many samples can give."""
    drawn = samples(real, at) or 1
    return {"threshold": f"{0.2 / drawn:.4f}-{0.8 / drawn:.4f}"}


def estimates(real: Real, at: Path) -> bool:
    """The samples tell how hard tasks are for a base, and are of the data that trains."""
    return is_sampled(real, at) and real.at(*at, "purpose") in ("difficulty", "filtering", "training")


def rates(**stated: float) -> Any:
    """State pass rates by how many of the samples are right."""

    def put(real: Real, at: Path) -> Changes:
        return Changes({(*at[:2], "pass_rate"): stated})

    return put


def of_thirty(_real: Real, at: Path) -> Changes:
    """State a share that 30 prompts cannot give."""
    return Changes({(*at, "prompts"): 30, (*at, "pass_rate"): {"always_fail": 0.12}})


def payers(real: Real) -> list[str]:
    """Return the verifiers that pay: of a stage's rewards, else those that are used as rewards."""
    stages = [word for at, _ in real.facts.matches("stages.*.rewards.*") for word in real.words(*at, "verifier")]
    return stages or [name for name in real.things("verifiers") if "reward" in real.words("verifiers", name, "uses")]


def by_another(real: Real, at: Path) -> Changes:
    """Estimate the pass rates of the rows with a verifier of another name than the one that pays."""
    paying = payers(real)
    program = {"name": "strict-check", "version": "1.0"}
    if not paying or any(not real.at("verifiers", one, "implementation", "name") for one in paying):
        return Changes()
    other = {**real.things("verifiers")[paying[0]], "uses": ["filtering"], "implementation": program}
    for key in ("like", "components", "combine"):
        other.pop(key, None)
    probe = {**protocol(real, at), "purpose": "difficulty", "verifier": "strict"}
    return Changes(
        {("verifiers", "strict"): other, ("rollouts", "strict-probe"): probe, **claimed(real, "strict-probe")}
    )


def protocol(real: Real, at: Path) -> dict[str, Any]:
    """Return a complete protocol of a probe, for the model and samples of another."""
    return {
        "purpose": "difficulty", "model": real.at(*at, "model") or "Base-7B", "revision": "0f9e8d7",
        "prompt_format": {"template": "chat", "answer": "free"}, "engine": {"name": "vllm", "version": "0.8.5"},
        "prompts": 500, "samples_per_prompt": 16, "temperature": 1.0, "max_response_tokens": 8192, "truncated": 0.03,
        "date": "2024-01-15", "pass_rate": {"always_fail": 0.12, "active": 0.71, "always_pass": 0.17},
    }  # fmt: skip


def claimed(real: Real, name: str) -> Changes:
    """Claim difficulty on a probe."""
    about = next(iter(real.things("objects")), None) or next(iter(real.things("data")), None)
    section = "objects" if real.things("objects") else "data"
    claim = {
        "kind": "difficulty",
        "says": "They are hard.",
        "about": f"{section}.{about}",
        "evidence": [f"rollouts.{name}"],
    }
    return Changes({("claims", "damaged"): claim})


def too_early(real: Real, at: Path) -> Changes:
    """Sample a base model a year before the day of its release."""
    name = real.at(*at, "name")
    used = [one for one in real.things("rollouts") if real.at("rollouts", one, "model") == name]
    changes = Changes({("rollouts", one, "date"): "2023-01-05" for one in used})
    return Changes({**changes, (*at, "released"): "2024-01-05"}) if used else Changes()


def reworded(real: Real, at: Path) -> Changes:
    """Reword questions after a probe of them."""
    rows = next(iter(real.things("objects")), None)
    if rows is None:
        return Changes()
    probe = {**protocol(real, at), "verifier": real.words(*at, "verifier") or "not_stated"}
    change = {
        "version": "1.0.1",
        "date": "2024-02-20",
        "changed": "48 questions were reworded",
        "affects": f"objects.{rows}",
        "comparable": "none",
    }
    revisions = [*(real.facts.card.written.get("revisions") or ()), change]
    field = {"role": "attribution", "type": "number", "rollouts": "damaged"}
    return Changes(
        {
            ("rollouts", "damaged"): probe,
            ("revisions", len(revisions) - 1): change,
            ("objects", rows, "fields", "pass_rate"): field,
        }
    )


def cut_is_wrong(real: Real, at: Path) -> Changes:
    """Count what has no answer as wrong, and do not say how many samples were cut."""
    verifiers = [one for one in real.words(*at, "verifier") if not real.at("verifiers", one, "invalid_output")]
    limited = real.at(*at, "max_response_tokens") and not real.facts.status(*at, "truncated")
    decides = real.at(*at, "purpose") in ("difficulty", "filtering", "evaluation")
    if not (verifiers and limited and decides):
        return Changes()
    return Changes(
        {("verifiers", one, "invalid_output"): "an answer that is not there counts as wrong" for one in verifiers}
    )


FORMS = {
    "boxed": 'a last line "Answer: x"',
    "answer_line": r"\boxed{}",
    "choice": r"\boxed{}",
    "last_number": r"\boxed{}",
}


def asked_otherwise(real: Real, at: Path) -> Changes:
    """Ask for the answer in another form than the verifier looks for."""
    for one in real.words(*at, "verifier"):
        forms = real.words("verifiers", one, "extractor", "form")
        if len(forms) == 1 and forms[0] in FORMS:
            return Changes({(*at, "prompt_format", "answer"): FORMS[forms[0]]})
    return Changes()


def unused(real: Real, at: Path) -> Changes:
    """Leave a protocol that was used for nothing in the end."""
    first = next((name for name in real.things(*at) if real.at(*at, name, "purpose") == "evaluation"), None)
    return Changes({(*at, "unused"): {"like": first}}) if first else Changes()


def is_open_weights(real: Real, at: Path) -> bool:
    """The protocol runs a model that is named and no hosted one, on an engine without a version so far."""
    name = str(real.at(*at[:2], "model")).lower()
    hosted = any(word in name for word in ("gpt", "claude", "gemini", "none"))
    return not hosted and not real.facts.status(*at, "engine", "version")


DAMAGES = (
    Damage("RC501", "contradict", "rollouts.*.temperature", "several samples are drawn greedily", 0, draws_several,
           missed={"scalerl rollouts.training.*": "Its note speaks of a variant, and prompts that vary make samples differ; of what there is a variant is not read."}),
    Damage("RC502", "contradict", "benchmarks.*.metric", "a score counts more tries than were drawn", more_tries,
           missed={"swe-gym *-part.metric": "Each row that scores it names a metric of its own, which takes the place of the benchmark's."}),
    Damage("RC503", "add", "rollouts.*", "a band lies between two rates that the samples can give",
           lambda real, at: Changes({(*at, "pass_rate"): between(real, at)}), is_sampled),
    Damage("RC504", "add", "rollouts.*", "a share that 30 prompts cannot give", of_thirty, is_sampled),
    Damage("RC505", "add", "rollouts.*", "shares by pass rate that sum to more than one",
           rates(always_fail=0.12, active=0.71, always_pass=0.27), is_sampled),
    Damage("RC505", "add", "rollouts.*", "shares by pass rate that sum to less than one",
           rates(always_fail=0.12, active=0.61, always_pass=0.17), is_sampled),
    Damage("RC506", "add", "rollouts.*", "no task is between never and always",
           rates(always_fail=0.83, active=0, always_pass=0.17), estimates),
    Damage("RC507", "add", "rollouts.*", "pass rates are estimated by another verifier than the one that pays", by_another),
    Damage("RC508", "contradict", "base_models.*", "a base is sampled before its release", too_early),
    Damage("RC509", "add", "rollouts.*", "questions are reworded after their pass rates were estimated", reworded, is_sampled),
    Damage("RC510", "contradict", "rollouts.*", "what is cut counts as wrong, and how many were cut is not said", cut_is_wrong),
    Damage("RC511", "contradict", "rollouts.*", "the prompt asks for another form than the verifier looks for", asked_otherwise),
    Damage("RC512", "add", "rollouts", "a protocol stands there that nothing refers to", unused,
           missed={"openthoughts3-1.2m *": "Which protocol three of its benchmarks used was not looked up: it may be this one.",
                   "swe-gym *": "A finding of its audit is about `rollouts`, which names them all."}),
    Damage("RC513", "drop", "rollouts.*.engine.version", "the engine's version is left out", GONE,
           lambda real, at: real.at(*at[:-1], "name") is not None),
    Damage("RC513", "add", "rollouts.*", "an engine is named without its version",
           lambda _, at: Changes({(*at, "engine"): {"name": "vllm"}}), is_open_weights),
)  # fmt: skip
