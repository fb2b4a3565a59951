"""Damage for RC9xx: references from card to card, lineage, and what two cards say of one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from damage import BY_NAME, Changes, Damage, Real
from releasecard.testing import with_sections
from releasecard.values import Path


def card_of(name: str) -> str:
    """Return a real card as others refer to it."""
    return f"{name}@{BY_NAME[name].at('version')}"


def own(real: Real) -> str:
    return f"{real.at('name')}@{real.at('version')}"


def unless_own(card: str) -> Callable[[Real, Path], str | None]:
    def other(real: Real, _at: Path) -> str | None:
        return card if card.partition("@")[0] != real.name else None

    return other


def evidence_on(card: str) -> Callable[[Real, Path], list[str] | None]:
    """Name a place on another card as further evidence."""

    def more(real: Real, at: Path) -> list[str] | None:
        named = real.words(*at)
        return [*named, card] if named and card.partition("@")[0] != real.name else None

    return more


def parent(name: str) -> Callable[[Real, Path], list[str] | None]:
    """Name a further parent."""

    def more(real: Real, at: Path) -> list[str] | None:
        named = real.words(*at)
        fits = all(one.partition("@")[0] != name.partition("@")[0] for one in (*named, own(real)))
        return [*named, name] if fits else None

    return more


def as_it_stands(real: Real, at: Path) -> Changes:
    """Leave the card as it is: the damage is done beside it."""
    return Changes({at: real.at(*at)})


def copied(real: Real, _at: Path) -> Mapping[str, str]:
    return {"a-copy.card.yaml": real.text}


def made_from_it(real: Real, _at: Path) -> Mapping[str, str]:
    """Put a card beside it that was made from it, and that it then calls its parent."""
    lineage = f'  lineage: {{parents: ["{own(real)}"], synthetic: none, risks: not_stated}}\n'
    pool = with_sections("name: pool\ntitle: Pool\nsummary: A pool.\n")
    return {
        "pool.card.yaml": pool.replace(
            "  lineage: {parents: not_stated, synthetic: none, risks: not_stated}\n", lineage
        )
    }


def of_later(_real: Real, _at: Path) -> Mapping[str, str]:
    return {"pool.card.yaml": with_sections("name: pool\ntitle: Pool\nsummary: A pool.\nreleased: 2040-01-01\n")}


def is_dated(real: Real, _at: Path) -> bool:
    return isinstance(real.at("released"), str)


def on_the_shelf(real: Real, at: Path) -> bool:
    """The data has a card among the real ones."""
    return str(real.at(*at[:-1], "release")).partition("@")[0] in BY_NAME


def other_terms(real: Real, at: Path) -> Changes:
    """Say that a source is GSM8K, under other terms than its card states."""
    if real.name == "gsm8k" or not real.at(*at, "kind"):
        return Changes()
    return Changes({(*at, "card"): card_of("gsm8k"), (*at, "license"): "GPL-3.0-only"})


def more_than_there_is(real: Real, at: Path) -> Changes:
    """Say that a hundred million rows were taken from DeepMath-103K."""
    if real.name == "deepmath-103k" or not real.at(*at, "kind"):
        return Changes()
    return Changes({(*at, "card"): card_of("deepmath-103k"), (*at, "records"): 100_000_000})


def other_family(real: Real, at: Path) -> Changes:
    """Say that a verifier by people is described by the card of Math-Verify."""
    return Changes(
        {(*at, "card"): card_of("math-verify"), (*at, "contract"): "judgment", (*at, "family"): "human_labels"}
    )


def rewarded_by_another(real: Real, at: Path) -> Changes:
    """Reward with Math-Verify in another version than the data was built with."""
    return Changes({(*at, "implementation"): {"name": "math_verify_x", "version": "9.9"}, (*at, "uses"): ["reward"]})


def built_with(real: Real, at: Path) -> Mapping[str, str]:
    """Put the data of a recipe beside it, built with version 1.0 of the verifier."""
    built = (
        "name: pool\ntitle: Pool\nsummary: A pool.\n"
        "verifiers:\n  final-answer:\n    contract: programmatic\n    family: rule\n"
        '    implementation: {name: math_verify_x, version: "1.0"}\n    uses: [labeling, filtering]\n'
        "    checks: equality of the final answer\n    input: the whole response\n    signal: binary\n"
        "    extractor: {form: boxed}\n    normalization: spaces dropped\n    equivalence: string equality\n"
        "    invalid_output: counted as wrong\n    errors: not_measured\n"
    )
    return {"pool.card.yaml": with_sections(built)}


def trained_on_it(real: Real, at: Path) -> Changes:
    """Train on the pool with a reward by the same verifier in version 9.9."""
    verifiers = [name for name in real.things("verifiers") if real.at("verifiers", name, "family") == "rule"]
    if not verifiers:
        return Changes()
    changes = rewarded_by_another(real, ("verifiers", verifiers[0]))
    return Changes({at: "pool@1.0", **changes})


DAMAGES = (
    Damage("RC901", "contradict", "data.*.release", "the data is a release that has no card here", "web-pool@9.9"),
    Damage("RC901", "contradict", "verifiers.*.components.*.verifier", "the verifier is one that has no card here", "strict-check@9.9"),
    Damage("RC902", "contradict", "data.*.release", "the data is a version that the shelf does not have", unless_own("gsm8k@0.0.1")),
    Damage("RC902", "contradict", "verifiers.*.components.*.verifier", "the verifier is a version that the shelf does not have",
           unless_own("math-verify@0.0.1")),
    Damage("RC903", "contradict", "claims.*.evidence", "evidence is a place that the other card does not have",
           evidence_on(f"{card_of('math-verify')}#errors.nothing")),
    Damage("RC904", "add", "provenance.lineage.parents", "a parent with a card is named without its version", parent("ultrafeedback")),
    Damage("RC905", "contradict", "name", "the card stands there twice", as_it_stands, beside=copied),
    Damage("RC906", "contradict", "provenance.lineage.parents", "it is made from what was made from it", parent("pool@1.0"), beside=made_from_it),
    Damage("RC907", "contradict", "provenance.lineage.parents", "it is made from what came out later", parent("pool@1.0"), is_dated, beside=of_later),
    Damage("RC908", "shift", "data.*.records", "more rows are taken than its card says there are", 99_000_000, on_the_shelf,
           missed={"dapo *": "The recipe says that its rows are copies, and copies may outnumber what they were made from."}),
    Damage("RC908", "shift", "data.*.distinct", "more distinct rows are taken than its card says there are", 99_000_000, on_the_shelf,
           missed={"dapo *": "The data's own card lists its number of prompts as a conflict, and what is disputed is held against nobody."}),
    Damage("RC908", "shift", "provenance.prompts.from.*", "more is taken from a source than its card says there is", more_than_there_is,
           missed={"prm800k *math-test": "The split `test` is named, of which the other card has none: what is there is not known."}),
    Damage("RC908", "contradict", "provenance.prompts.from.*", "a source has other terms than its card states", other_terms),
    Damage("RC908", "contradict", "verifiers.*", "a verifier is of another family than its card states", other_family),
    Damage("RC909", "contradict", "data.*.release", "the reward is another version of the verifier that built the data",
           trained_on_it, beside=built_with),
)  # fmt: skip
