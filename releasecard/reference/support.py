"""The page of the support matrix."""

from __future__ import annotations

from releasecard.evidence.asked import TESTS
from releasecard.evidence.matrix import MATRIX, SETS, Need
from releasecard.fields import PRESENT
from releasecard.rules import code_of


def matrix() -> str:
    """Return the page of the support matrix: for each kind of claim what it needs, and what speaks against it."""
    parts = [
        "# What a claim needs",
        (
            "A claim is *licensed* where all of this is stated on what its `about` and `evidence` reach, *open* where some of it is a "
            "gap or in doubt, *unlicensed* where some of it is not stated or something speaks against it. Evidence reaches what it "
            "names, and from there verifiers, sampling protocols, the sides of a comparison and other cards. `/` starts at the top "
            "of the card."
        ),
    ]
    for kind, needs in MATRIX.items():
        parts.append(f"## {kind}\n\nRelative to {needs.relative_to}. Not enough: {needs.not_enough}.")
        parts.append(
            "\n".join(
                [
                    "| of | needed | where | asked if | eased |",
                    "| --- | --- | --- | --- | --- |",
                    *map(_need, needs.needs),
                ]
            )
        )
        for lead, names in (("Speaks against it", needs.voided_by), ("Leaves it open", needs.opened_by)):
            named = ", ".join(f"**[{code}]({code}.md)** {name}" for name in names for code in [code_of(name)])
            parts += [f"{lead}: {named}."] if named else []
        roles = [
            f"{who} {', '.join(roles)}"
            for who, roles in (("alone:", needs.carried_by), ("beside complete evidence:", needs.helped_by))
            if roles
        ]
        parts.append(f"Sources that may carry it, {'; '.join(roles)}.")
    return "\n\n".join(parts) + "\n"


def _need(need: Need) -> str:
    where = "; or ".join(
        TESTS[one].where if one.startswith("@") else f"`{one.replace(' ', '` + `')}`" for one in need.any_of
    )
    applies = [f"`{path}` is {'stated' if PRESENT in words else _either(words)}" for path, words in need.when]
    eased = ["`not_applicable` will do"] if need.na else []
    eased += ["its absence leaves the claim open"] if need.soft else []
    return f"| {SETS[need.set][0]} | {need.says} | {where} | {' and '.join(applies) or 'always'} | {'; '.join(eased)} |"


def _either(words: tuple[str, ...]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}" if most else last
