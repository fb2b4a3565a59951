"""Bars: shares drawn as SVG, with their words in the label; the text beside a bar says the same."""

from __future__ import annotations

from collections.abc import Iterable

from releasecard.pages.html import Html, el

_WIDTH = 100


def bar(parts: Iterable[tuple[float, str]], label: str, height: int = 8) -> Html:
    """Return a bar of parts from the left, each a share of the whole width from 0 to 1 with its class: `rc-fill-ok`."""
    found, left = [], 0.0
    for share, name in parts:
        width = max(0.0, min(share, 1 - left))
        if width:
            found.append(el("rect", x=_number(left), y=0, width=_number(width), height=height, class_=name))
        left += width
    box = f"0 0 {_WIDTH} {height}"
    return el(
        "svg",
        found,
        class_="rc-bar",
        viewBox=box,
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
        focusable="false",
    )


def _number(share: float) -> str:
    return f"{share * _WIDTH:.2f}".rstrip("0").rstrip(".")
