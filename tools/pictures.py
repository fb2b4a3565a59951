"""Takes the pictures of the README from the project's own site, as a reader sees it: `make pictures`. Needs `tests/` on the module path."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from browser import browser, served

from releasecard import site

ROOT: Final = Path(__file__).parents[1]
WIDE: Final = 1280
PICTURES: Final = {
    "catalog": ("cards/index.html", 860),
    "card": ("cards/deepmath-103k.html", 1000),
    "compare": ("cards/compare.html?cards=dapo,deepseek-r1", 860),
}
"""The address of each, and the pixels of it that are shown."""


def main() -> None:
    """Write the pictures where the README looks for them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        site.build_configured(ROOT / "site" / "mkdocs.yml", out)
        with served(out) as url, browser() as started:
            for name, (address, height) in PICTURES.items():
                page = started.new_page(viewport={"width": WIDE, "height": height}, color_scheme="light")
                page.goto(f"{url}/{address}", wait_until="networkidle")
                if "?" in address:
                    page.locator("#rc-compared:not([hidden])").wait_for()
                    page.locator("#rc-compared h2").first.evaluate("one => scrollTo(0, one.offsetTop - 250)")
                page.wait_for_timeout(500)
                page.screenshot(path=ROOT / "site" / "docs" / "assets" / f"{name}.png")


main()
