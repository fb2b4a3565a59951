"""What one release may be to another: the words for it from either end, and how it is drawn."""

from __future__ import annotations

from typing import Final, NamedTuple


class Role(NamedTuple):
    """`family` is how it is drawn, `kind` what a thing without a card is by it; what each end is to the other, in words."""

    family: str
    kind: str
    source: str
    target: str


MENTION: Final = "mention"
ROLES: Final = {
    "parent": Role("data", "release", "parent", "made from it"),
    "source of tasks": Role("data", "data", "source of tasks", "takes tasks from it"),
    "training data": Role("data", "data", "training data", "trained on it"),
    "derived": Role("data", "release", "origin", "derived from it"),
    "base model": Role("model", "model", "base model", "starts from it"),
    "teacher": Role("model", "model", "teacher", "has traces by it"),
    "verifier": Role("check", "verifier", "verifier", "checked by it"),
    "simulated user": Role("model", "model", "simulated user", "has it as its user"),
    "judge": Role("check", "model", "judge", "judged by it"),
    "environment": Role("check", "environment", "environment", "runs in it"),
    "predecessor": Role("next", "release", "predecessor", "replaces it"),
    "successor": Role("next", "release", "predecessor", "successor"),
    "variant": Role("next", "release", "variant of", "variant"),
    MENTION: Role(MENTION, "release", "referred to", "refers to it"),
}
FAMILIES: Final = {
    "data": "data: made from it or trained on it",
    "model": "a base model, a teacher or a simulated user",
    "check": "a verifier, a judge or an environment",
    "next": "a successor or a variant",
    MENTION: "referred to, no more",
}
"""How edges are drawn, the strongest first, with what they say."""
SHAPES: Final = {
    "card": "a card",
    "thing": "named, without a card here",
    "model": "a model without a card here",
}
"""How nodes are drawn, with what that says."""
