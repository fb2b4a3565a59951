"""axe-core on a page that a browser shows, offline: the engine comes with the package `axe-playwright-python`."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_REST = """() => {
  document.activeElement?.blur();
  document.querySelectorAll('details:not([open])').forEach(one => one.open = true);
  document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish());
}"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, all its rules on, nothing focused, every folded part open: a line for each rule.

    `color-contrast (serious) 3 x, first .rc-chip > span: what is wrong there`.
    """
    page.evaluate(_REST)
    # Pages opened as files may not read their own styles again, which two rules on media want to.
    options = {"resultTypes": ["violations"], "preload": page.url.startswith("http")}
    found: dict[str, Any] = Axe().run(page, options=options).response
    return [
        f"{one['id']} ({one['impact']}) {len(one['nodes'])} x, first {_target(one['nodes'][0])}: {_summary(one['nodes'][0])}"
        for one in found["violations"]
    ]


def _target(node: dict[str, Any]) -> str:
    return " ".join(" ".join(step) if isinstance(step, list) else step for step in node["target"])


def _summary(node: dict[str, Any]) -> str:
    return " ".join(node["failureSummary"].removeprefix("Fix any of the following:").split())
