"""A badge for each card: its verdicts in one small SVG that needs no font, no script and no other file."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.machine.stated import title
from releasecard.pages.standing import verdicts
from releasecard.report import counts

INK: Final = "#ffffff"
COLORS: Final = {
    "label": "#2f3542",
    "licensed": "#0b6b4d",
    "open": "#855600",
    "unlicensed": "#b3261e",
    "errors": "#b3261e",
    "none": "#596172",
}
"""What stands behind the ink, by what is said."""
_NAME: Final = "release card"
_SIZE: Final = 11
_PAD: Final = 7
_HEIGHT: Final = 20
_NARROW: Final = {
    **dict.fromkeys("il", 0.28),
    **dict.fromkeys("ft ", 0.38),
    "r": 0.43,
    **dict.fromkeys("cs", 0.53),
    "m": 0.98,
}
"""Widths of letters of a wide screen font, in ems; the rest are `_WIDE`. `textLength` makes any font fit them."""
_WIDE: Final = 0.635
_MOST: Final = 200


def badge(entry: Entry) -> str:
    """Return the badge of a card as the text of an SVG file."""
    parts = [("label", _NAME), *_parts(entry)]
    label = f"{_NAME} of {title(entry)[:_MOST]}: {' · '.join(text for _, text in parts[1:])}"
    total = sum(_width(text) for _, text in parts)
    root = ET.Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "width": str(total), "height": str(_HEIGHT), "viewBox": f"0 0 {total} {_HEIGHT}", "role": "img", "aria-label": label}
    )  # fmt: skip
    ET.SubElement(root, "title").text = label
    # An id for each width: badges that stand in one page have the same only where they are cut the same.
    clip = ET.SubElement(root, "clipPath", {"id": f"round-{total}"})
    ET.SubElement(clip, "rect", {"width": str(total), "height": str(_HEIGHT), "rx": "4"})
    group = ET.SubElement(
        root,
        "g",
        {
            "clip-path": f"url(#round-{total})",
            "fill": INK,
            "font-family": "Verdana, 'DejaVu Sans', Geneva, sans-serif",
            "font-size": str(_SIZE),
        },
    )
    left = 0
    for name, text in parts:
        width = _width(text)
        ET.SubElement(
            group, "rect", {"x": str(left), "width": str(width), "height": str(_HEIGHT), "fill": COLORS[name]}
        )
        ET.SubElement(
            group, "text", {"x": str(left + _PAD), "y": "14", "textLength": str(width - 2 * _PAD)}
        ).text = text
        left += width
    return ET.tostring(root, encoding="unicode") + "\n"


def _parts(entry: Entry) -> list[tuple[str, str]]:
    errors = counts(entry.linted.diagnostics)["errors"]
    if errors:
        return [("errors", f"{errors} {'error' if errors == 1 else 'errors'}")]
    return [(word, f"{number} {word}") for word, number in verdicts(entry).items()] or [("none", "no claims")]


def _width(text: str) -> int:
    return round(sum(_NARROW.get(one, _WIDE) for one in text) * _SIZE) + 2 * _PAD


def snippet(collection: Collection, entry: Entry) -> str:
    """Return Markdown that shows a card's badge elsewhere, linked to its page; empty where the site has no address."""
    image, page = (collection.urls.absolute(one) for one in (collection.beside(entry, ".svg"), collection.page(entry)))
    return f"[![{_NAME}]({image})]({page})" if image else ""
