"""The compare page in a real Chromium or Chrome: what a reader sees, types and passes on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe import violations
from browser import MISSING, browser, served
from hostile import PAYLOADS, card
from playwright.sync_api import Browser, Dialog, Page

from releasecard import pages, site
from releasecard.config import Config
from releasecard.pages import compare
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls
from releasecard.testing import CARD

if MISSING:
    pytest.skip(MISSING, allow_module_level=True)

ROOT = Path(__file__).parents[1]
SETTINGS = {
    "site_name": "Compared",
    "theme": {
        "name": "material", "font": False, "features": ["navigation.instant"],
        "palette": [{"media": f"(prefers-color-scheme: {one})", "scheme": scheme, "toggle": {"icon": "material/weather-night", "name": "x"}}
                    for one, scheme in (("light", "default"), ("dark", "slate"))],
    },
    "plugins": ["search"], "extra": {"generator": False},
    "extra_css": [pages.STYLE], "extra_javascript": [pages.SCRIPT],
    "nav": [{"Home": "index.md"}, {"Compare": "cards/compare.md"}], "not_in_nav": "/cards/*.md\n!/cards/compare.md\n",
}  # fmt: skip
ROLLOUTS = "rollouts:\n  a: {{purpose: training, temperature: {}, top_p: {}, samples_per_prompt: {}, max_response_tokens: {}}}\n"


def built(root: Path, entries: tuple[Entry, ...], *, directory: bool = False) -> Path:
    """Build a site of the compare page alone; the pages of the cards are empty."""
    collection = Collection(entries, urls=Urls(directory=directory))
    files = {collection.page(one): "# A card\n" for one in entries} | {
        "index.md": "# Home\n",
        "cards/index.md": "# Cards\n",
    }
    for one in entries:
        files |= compare.files(collection, one)
    names = (pages.APART["compare.css"], pages.APART["compare.js"])
    asked = pages.asking(compare.pages(collection), collection.urls, *names)
    for name, text in (files | asked | pages.assets()).items():
        (root / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / name).write_text(text, "utf-8")
    settings = {**SETTINGS, "use_directory_urls": directory, "site_url": "http://127.0.0.1/" if directory else ""}
    (root / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-f",
        str(root / "mkdocs.yml"),
        "-d",
        str(root / "site"),
    ]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return root / "site"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("compare"), tuple(site.entries([ROOT / "site" / "cards"], Config())))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small cards that differ in a few places only."""
    values = {
        "one": ("1.0", "0.9", "~17000", "not_stated"),
        "two": ("1", "0.95", "17398", "100"),
        "three": ("1", "0.9", "16k", "100"),
    }
    cards = {"same": CARD, **{name: CARD + ROLLOUTS.format(*said) for name, said in values.items()}}
    entries = (
        Entry(f"{name}.card.yaml", text.replace("name: small", f"name: {name}").encode())
        for name, text in cards.items()
    )
    return built(tmp_path_factory.mktemp("made"), tuple(entries))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def opened(chromium: Browser, address: str, **context: object) -> Iterator[tuple[Page, list[str]]]:
    """Open an address; whatever fires, fails or is asked for elsewhere is in the list."""
    page = chromium.new_page(**context)  # type: ignore[arg-type]
    faults: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith((address[:21], "data:")) else faults.append(request.url),
    )
    page.goto(address, wait_until="load")
    try:
        yield page, faults
    finally:
        page.close()


def shown(page: Page) -> None:
    page.locator("#rc-compared:not([hidden])").wait_for(timeout=10_000)


def said(page: Page) -> str:
    return page.locator("#rc-compare-said").inner_text()


def state(page: Page, label: str) -> str:
    """Return the word on the last row of a name."""
    row = page.locator("tr", has=page.locator(f"th .rc-label:text-is('{label}')")).last
    return row.locator(".rc-state").text_content() or ""


def test_an_address_brings_its_cards_back(real: Path, chromium: Browser) -> None:
    with (
        served(real) as url,
        opened(chromium, f"{url}/cards/compare.html?cards=dapo,scalerl,tulu3-rlvr") as (page, faults),
    ):
        shown(page)
        values = [one.input_value() for one in page.locator("#rc-compare select").all()]
        assert values == ["dapo", "scalerl", "tulu3-rlvr", ""]
        assert re.fullmatch(r"3 cards side by side: \d+ knobs differ, \d+ cannot be told\.", said(page))
        assert "cannot be credited to any one of them" in page.locator(".rc-verdict").inner_text()
        assert state(page, "Samples per prompt") in ("differs", "cannot be told")
        link = page.locator(f"a[href='dapo.html#{'rollouts.training.temperature'}']").first
        assert link.inner_text() == "1.0"
        assert faults == []


def test_a_choice_changes_the_page_and_its_address_at_once(real: Path, chromium: Browser) -> None:
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html") as (page, faults):
        assert said(page) == "Choose two cards or more."
        page.evaluate("window.still = true")
        page.locator("#rc-compare-1").select_option("gsm8k")
        assert said(page) == "Choose a second card."
        page.locator("#rc-compare-2").select_option("deepmath-103k")
        shown(page)
        assert page.url.endswith("/compare.html?cards=gsm8k,deepmath-103k")
        page.locator("#rc-compare-1").select_option("")
        page.locator("#rc-compared").wait_for(state="hidden")
        assert page.url.endswith("/compare.html?cards=deepmath-103k")
        page.locator("#rc-compare-3").select_option("math-verify")
        shown(page)
        assert "different kinds: dataset, verifier" in page.locator(".rc-verdict").inner_text()
        assert page.evaluate("window.still")
        assert faults == []


def test_a_page_without_a_server_does_the_same(real: Path, chromium: Browser) -> None:
    address = (real / "cards" / "compare.html").as_uri()
    with opened(chromium, f"{address}?cards=math-verify,dapo") as (page, faults):
        shown(page)
        page.locator("#rc-compare-3").select_option("scalerl")
        page.locator("thead th:text('ScaleRL')").first.wait_for()
        assert [one for one in faults if "search_index" not in one and "file://" not in one] == []


def test_a_name_that_is_no_card_is_said(real: Path, chromium: Browser) -> None:
    with (
        served(real) as url,
        opened(chromium, f"{url}/cards/compare.html?cards=dapo,<img src=x onerror=alert(1)>,../x,scalerl") as (
            page,
            faults,
        ),
    ):
        shown(page)
        assert said(page).startswith(
            "Not a card of this site: <img src=x onerror=alert(1)>, ../x. 2 cards side by side"
        )
        assert page.locator("article img").count() == 0
        assert faults == []


def test_more_cards_than_stand_side_by_side_are_said(real: Path, chromium: Browser) -> None:
    names = ("dapo", "scalerl", "deepseek-r1", "tulu3-rlvr", "alphaevolve")
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html?cards={','.join(names)}") as (page, _):
        shown(page)
        assert said(page).startswith("No more than 4 stand side by side; left out: alphaevolve. 4 cards side by side")


def test_a_card_that_does_not_arrive_is_said(real: Path, chromium: Browser) -> None:
    with served(real) as url:
        page = chromium.new_page()
        page.route("**/scalerl.js", lambda route: route.abort())
        page.goto(f"{url}/cards/compare.html?cards=dapo,scalerl", wait_until="load")
        page.locator("#rc-compare-said:text('Could not be loaded: scalerl.')").wait_for()
        assert page.locator("#rc-compared").is_hidden()
        page.close()


def test_only_differences_are_shown_and_passed_on(real: Path, chromium: Browser) -> None:
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html?cards=gsm8k,deepmath-103k") as (page, faults):
        shown(page)
        rows = page.locator("section:has(.rc-tools) tbody tr:not(.rc-group):visible")
        before = rows.count()
        page.get_by_label("Only differences").check()
        assert 0 < rows.count() < before
        assert all("rc-differs" in (one.get_attribute("class") or "") for one in rows.all())
        assert page.url.endswith("?cards=gsm8k,deepmath-103k&only=differences")
        page.reload()
        shown(page)
        assert page.get_by_label("Only differences").is_checked()
        page.get_by_label("Only differences").uncheck()
        assert rows.count() == before
        assert page.url.endswith("?cards=gsm8k,deepmath-103k")
        assert faults == []


@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ("one,two", ("same", "differs", "cannot be told", "cannot be told")),
        ("two,three", ("same", "differs", "differs", "same")),
        ("one,two,three", ("same", "differs", "differs", "cannot be told")),
    ],
)
def test_values_are_told_apart_by_what_they_mean(
    made: Path, chromium: Browser, cards: str, words: tuple[str, ...]
) -> None:
    """1.0 is 1, 0.9 is not 0.95; ~17000 may be 17398, 16k is not; a gap may be anything."""
    with served(made) as url, opened(chromium, f"{url}/cards/compare.html?cards={cards}") as (page, faults):
        shown(page)
        labels = ("Temperature", "Top p", "Samples per prompt", "Max response tokens")
        assert tuple(state(page, one) for one in labels) == words
        assert state(page, "sampling") == "differs"
        assert "a difference in scores" in page.locator(".rc-verdict").inner_text()
        assert faults == []


def test_what_one_card_alone_states_is_folded(made: Path, chromium: Browser) -> None:
    with served(made) as url, opened(chromium, f"{url}/cards/compare.html?cards=same,two") as (page, _):
        shown(page)
        assert page.locator("details.rc-alone summary").inner_text() == "4 fields that only one of these cards states"
        page.locator("details.rc-alone summary").click()
        assert page.locator("details.rc-alone td:has-text('nothing stated')").count() == 4
        assert "1 knob differs, 1 cannot be told" in said(page)
        assert [state(page, one) for one in ("data", "sampling")] == ["differs", "cannot be told"]


def test_shared_benchmarks_stand_with_their_protocol(real: Path, chromium: Browser) -> None:
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html?cards=deepseek-r1,dapo") as (page, _):
        shown(page)
        table = page.locator("table", has=page.locator("caption:text('Shared benchmarks')"))
        assert "79.8 %" in table.inner_text()
        best = page.locator("tr", has_text="Best score of its own").first.inner_text()
        assert "not its own" not in best
        assert "50 %" in best
        assert "52 %" in table.inner_text()
        assert [state(page, one) for one in ("Samples", "Max tokens")] == ["differs", "differs"]


def test_hostile_cards_fire_nothing(tmp_path: Path, chromium: Browser) -> None:
    entries = tuple(
        Entry(f"{number}.card.yaml", card(one, f"hostile-{number}").encode()) for number, one in enumerate(PAYLOADS)
    )
    with served(built(tmp_path, entries)) as url:
        for first in range(0, len(PAYLOADS), 4):
            names = ",".join(f"hostile-{number}" for number in range(first, min(first + 4, len(PAYLOADS))))
            with opened(
                chromium, f"{url}/cards/compare.html?cards={names}", viewport={"width": 390, "height": 800}
            ) as (page, faults):
                shown(page)
                page.get_by_label("Only differences").check()
                page.get_by_label("Only differences").uncheck()
                assert (
                    page.locator(
                        "article :is(script:not([src$='assets/releasecard-compare.js']), img, svg, [onclick], [onerror])"
                    ).count()
                    == 0
                )
                assert page.evaluate("document.documentElement.scrollWidth") <= 390
                assert page.evaluate(
                    "[...document.querySelectorAll('#rc-compared a')].every(one => one.href.startsWith(location.origin))"
                )
                assert faults == []


def test_without_javascript_each_card_is_a_link_away(real: Path, chromium: Browser) -> None:
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html", java_script_enabled=False) as (page, _):
        assert page.locator("#rc-compare").is_hidden()
        assert page.locator("noscript a[href='dapo.html']").is_visible()
        assert page.locator("tr[data-knob]").first.is_visible()


def test_a_page_that_is_come_to_without_loading_works_too(tmp_path: Path, chromium: Browser) -> None:
    entries = tuple(
        site.entries([ROOT / "site" / "cards" / f"{name}.card.yaml" for name in ("dapo", "scalerl")], Config())
    )
    with served(built(tmp_path, entries, directory=True)) as url, opened(chromium, f"{url}/") as (page, faults):
        page.wait_for_load_state("networkidle")  # the theme takes over links once it has read the sitemap
        page.evaluate("window.still = true")
        page.get_by_role("link", name="Compare", exact=True).first.click()
        page.locator("#rc-compare-1").select_option("dapo")
        page.locator("#rc-compare-2").select_option("scalerl")
        shown(page)
        assert page.url.endswith("/cards/compare/?cards=dapo,scalerl")
        assert page.locator("a[href='../dapo/#kind']").count() == 1
        assert [one for one in faults if "sitemap" not in one] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_the_page_fits(real: Path, chromium: Browser, width: int, scheme: str) -> None:
    context = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with (
        served(real) as url,
        opened(chromium, f"{url}/cards/compare.html?cards=deepseek-r1,dapo,math-verify,tau-bench", **context) as (
            page,
            faults,
        ),
    ):
        shown(page)
        page.evaluate("document.querySelector('.md-search')?.setAttribute('aria-label', 'Search')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "with all parts open"
        assert faults == []


def test_all_can_be_done_from_the_keyboard(real: Path, chromium: Browser) -> None:
    with served(real) as url, opened(chromium, f"{url}/cards/compare.html") as (page, _):
        page.locator("#rc-compare-1").focus()
        page.keyboard.type("DAPO (")
        page.keyboard.press("Tab")
        page.keyboard.type("ScaleRL")
        page.keyboard.press("Tab")
        page.locator("thead th:text('ScaleRL')").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert page.url.endswith("?cards=dapo,scalerl")
        page.get_by_label("Only differences").focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/compare.html?cards=dapo,scalerl&only=differences")
        assert page.get_by_label("Only differences").evaluate("one => one === document.activeElement")
