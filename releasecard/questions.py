"""What `releasecard new` asks, once: keys, prompts in the field's words, defaults, choices, checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from releasecard.fields.build import Words
from releasecard.fields.construction import TRACE_AUTHORS
from releasecard.fields.identity import DOMAINS, TRAINING_USES
from releasecard.fields.objects import OBJECT_TYPES
from releasecard.fields.recipe import STAGE_KINDS
from releasecard.fields.required import TRACED, TRAJECTORIES
from releasecard.fields.verifiers import ALL_FAMILIES, COMBINATIONS, CONTRACTS, FAMILIES, USES
from releasecard.formats import CHECKS, nearest
from releasecard.safe import visible
from releasecard.stated import BARE_UNKNOWNS, GAP_WORDS

TODO: Final = "TODO"
NONE: Final = "none"
INLINE: Final = "inline"
TYPICAL: Final = "typical"
TYPICAL_FAMILY: Final = {contract: families[0] for contract, families in FAMILIES.items() if families}

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `choices` are the only answers, with what each says (`many`: several, by comma), `check` names a form.

    `when` tells from the earlier answers whether it is asked at all; where it is not, the default holds.
    An answer of `TODO` is always good unless `must`: it is left on the card's to-do list.
    """

    key: str
    prompt: str
    default: str = TODO
    choices: Words = ()
    many: bool = False
    check: str = ""
    must: bool = False
    when: Callable[[Answers], bool] | None = None


def _checked(answers: Answers) -> bool:
    return answers["contract"] not in (NONE, "mixed")


_IDENTITY: Final = (
    Question("name", "Short name, as other cards will refer to it", "my-release", check="slug", must=True),
    Question("title", "Title, as people know it"),
    Question("version", "Version of the release", "0.1.0", check="version", must=True),
    Question("by", "Who writes the card (you, or your lab)"),
    Question("stance", "Did you make the release (first_party), or do you describe somebody's (third_party)?",
             "first_party", ("first_party", "third_party"), must=True),
)  # fmt: skip

_FAMILIES: Final = {TYPICAL: "the most usual one of the contract", **ALL_FAMILIES}
_NOTHING: Final = {NONE: "nothing checks it"}


def _contract(default: str, others: dict[str, str] | None = None) -> tuple[Question, ...]:
    return (
        Question("contract", "What can be checked: an answer or program, an environment's state, or only a judgment?",
                 default, CONTRACTS | (others or {}), must=True),
        Question("family", "How is it checked?", TYPICAL, _FAMILIES, must=True, when=_checked),
        Question("combine", "How do its parts become one signal?", "route", COMBINATIONS, must=True,
                 when=lambda answers: answers["contract"] == "mixed"),
    )  # fmt: skip


_DOMAIN: Final = Question("domain", "Which domains does it cover? (several by comma)", choices=DOMAINS, many=True)
_LANGUAGE: Final = Question(
    "language", "Which languages, as BCP 47 tags? (several by comma)", check="language", many=True
)
_LICENSE: Final = Question(
    "license", "License, as an SPDX expression (CC-BY-4.0, Apache-2.0, MIT ...)", check="license"
)
_HOOK: Final = (
    Question("hook", "pre-commit hook: the installed program, or this program's repository?", "installed",
             ("installed", "repository"), must=True),
    Question("hook_url", "URL of this program's repository", check="url", must=True,
             when=lambda answers: answers["hook"] == "repository"),
    Question("hook_rev", "Revision of it to pin", check="git_ref", must=True, when=lambda answers: answers["hook"] == "repository"),
)  # fmt: skip

QUESTIONS: Final[dict[str, tuple[Question, ...]]] = {
    "dataset": (
        *_IDENTITY,
        Question("object_type", "What is one row?", next(iter(OBJECT_TYPES)), OBJECT_TYPES, must=True),
        Question("trace_author", "Who wrote the reasoning or the actions?", "teacher", TRACE_AUTHORS, must=True,
                 when=lambda answers: answers["object_type"] in TRACED),
        Question("environment", "Which environment do they run in, as name@version of its card, or inline?", INLINE,
                 check="release", must=True, when=lambda answers: answers["object_type"] in TRAJECTORIES),
        *_contract("programmatic", _NOTHING),
        Question("training_use", "What is it meant to train or measure? (several by comma)", "rlvr", TRAINING_USES,
                 many=True, must=True),
        _DOMAIN,
        _LANGUAGE,
        _LICENSE,
        *_HOOK,
    ),
    "recipe": (
        *_IDENTITY,
        Question("base_model", "Which base model does it start from?"),
        Question("data", "Which data does it train on, as name@version of its card, or inline?", check="release"),
        Question("stage_kind", "What kind of training is it?", "rl", STAGE_KINDS, must=True),
        *_contract("programmatic", _NOTHING),
        _DOMAIN,
        _LICENSE,
        *_HOOK,
    ),
    "verifier": (
        *_IDENTITY,
        *_contract("programmatic"),
        Question("uses", "What is it used for? (several by comma)", "reward", USES, many=True, must=True),
        _DOMAIN,
        _LICENSE,
        *_HOOK,
    ),
    "environment": (
        *_IDENTITY,
        *_contract("environmental"),
        Question("user", "Does a simulated user take part?", "no", ("no", "simulated"), must=True),
        Question("training_use", "What is it meant to train or measure? (several by comma)", "evaluation",
                 TRAINING_USES, many=True, must=True),
        _DOMAIN,
        _LANGUAGE,
        _LICENSE,
        *_HOOK,
    ),
}  # fmt: skip


def asked(kind: str, answers: Answers) -> list[Question]:
    """Return the questions that these answers call for."""
    full = defaults(kind) | dict(answers)
    return [one for one in QUESTIONS[kind] if one.when is None or one.when(full)]


def defaults(kind: str) -> dict[str, str]:
    """Return the default answers."""
    return {one.key: one.default for one in QUESTIONS[kind]}


def options(question: Question, answers: Answers) -> tuple[str, ...]:
    """Return the choices that these answers leave: families follow the contract."""
    if question.key != "family":
        return tuple(question.choices)
    return (TYPICAL, *FAMILIES.get(answers.get("contract", ""), ()), "implicit_selector")


def problem(question: Question, answer: str, answers: Answers) -> str:
    """Return what is wrong with an answer, in one line with the nearest good one, or an empty text."""
    if visible(answer) != answer:
        return "control characters cannot stand in an answer"
    word = answer.strip().lower()
    if word in BARE_UNKNOWNS or word in GAP_WORDS:
        return (
            f"`{answer}` is no answer; write TODO to leave it for later"
            if not question.must
            else f"`{answer}` cannot stand here"
        )
    if not answer.strip():
        return "an empty answer; write TODO to leave it for later" if not question.must else "an answer is needed"
    if answer == TODO:
        return "this one is needed now: the card is made from it" if question.must else ""
    parts = [part.strip() for part in answer.split(",")] if question.many else [answer]
    allowed = options(question, answers)
    for part in parts:
        said = _problem(question, part, allowed)
        if said:
            return said
    return ""


def _problem(question: Question, part: str, allowed: tuple[str, ...]) -> str:
    if allowed and part not in allowed:
        near = nearest(part, allowed)
        return f"`{part}` is not a choice; " + (f"did you mean `{near}`?" if near else f"one of: {', '.join(allowed)}")
    said = CHECKS[question.check](part) if question.check else ""
    return f"`{part}` {said}" if said else ""


def problems(kind: str, answers: Answers, *, to_come: bool = False) -> list[str]:
    """Return a line for each bad answer and each key that is no question, in the order of the questions.

    With *to_come*, questions that have no answer yet are left out: they will be asked.
    """
    known = [one.key for one in QUESTIONS[kind]]
    lines = []
    for key in answers:
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean `{near}`?" if near else f"one of: {', '.join(known)}"
            lines.append(f"{key}: no such question; {hint}")
    full = defaults(kind) | {key: value for key, value in answers.items() if key in known}
    called_for = asked(kind, full)
    for question in QUESTIONS[kind]:
        if to_come and question.key == "family" and "contract" not in answers:
            continue  # it depends on an answer that is to come
        if question.key in answers or (question in called_for and not to_come):
            said = problem(question, full[question.key], full)
            if said:
                lines.append(f"{question.key}: {said}")
    return lines
