"""Built sites in a real Chromium or Chrome; where there is none, the whole file is skipped with one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import MISSING, browser, served
from hostile import PAYLOADS
from playwright.sync_api import Dialog

if MISSING:
    pytest.skip(MISSING, allow_module_level=True)


def test_hostile_cards_fire_nothing_in_a_browser(hostile: Path) -> None:
    fired: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    with served(hostile) as url, browser() as started:
        page = started.new_page()
        page.on("dialog", dismissed)
        page.on("pageerror", lambda error: fired.append(str(error)))
        outside: list[str] = []
        page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(url) else None)
        names = ["releases/", *(f"releases/hostile-{number}/" for number in range(len(PAYLOADS)))]
        assert all((hostile / name / "index.html").is_file() for name in names)
        for name in names:
            page.goto(f"{url}/{name}", wait_until="load")
            assert page.locator("article h1").count() == 1
            assert (
                page.locator("article script, article img, article svg, article [onclick], article [onerror]").count()
                == 0
            )
            assert page.evaluate(
                "[...document.querySelectorAll('article a')].every(a => /^(https?:|#|\\.|\\/|[a-z])/.test(a.getAttribute('href')) && a.protocol !== 'javascript:')"
            )
            assert "49" not in page.locator("article").inner_text().replace("&#49", "")
        page.locator(".md-search__input").click()
        page.keyboard.type("hostile")
        page.locator(".md-search-result__item").first.wait_for()
        assert (
            page.locator(".md-search-result script, .md-search-result img, .md-search-result svg[onload]").count() == 0
        )
    assert fired == []
    assert outside == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_window(own: Path, width: int, scheme: str) -> None:
    with served(own) as url, browser() as started:
        page = started.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        for name in ("", "cards/", "cards/dapo/", "rules/RC101/"):
            page.goto(f"{url}/{name}", wait_until="load")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert (
                page.locator("body").get_attribute("data-md-color-scheme")
                == {"light": "default", "dark": "slate"}[scheme]
            )
        page.locator(".md-search__input").click(force=True) if width > 1000 else page.locator(
            "label[for=__search]"
        ).first.click()
        page.keyboard.type("Decoupled")
        page.locator(".md-search-result__item").first.wait_for()
        assert "DAPO" in page.locator(".md-search-result__item").first.inner_text()
        page.goto(f"{url}/cards/dapo/#rollouts.training.temperature", wait_until="load")
        row = page.locator("[id='rollouts.training.temperature']")
        assert "1.0" in row.inner_text()
        assert page.locator("[id='rollouts.training.temperature'] a[href='#sources.script']").count() == 1
        assert errors == []
