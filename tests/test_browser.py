"""Built sites in a real Chromium or Chrome; where there is none, the whole file is skipped with one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import MISSING, browser, served
from hostile import PAYLOADS
from playwright.sync_api import Browser, Dialog, Page

from releasecard import site

if MISSING:
    pytest.skip(MISSING, allow_module_level=True)

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def url(own: Path) -> Iterator[str]:
    with served(own) as found:
        yield found


@pytest.fixture
def opened(started: Browser, url: str) -> Iterator[Open]:
    """Open a page of the project's own site; whatever goes wrong on it, or leaves the site, fails the test."""
    wrong: list[str] = []
    contexts = []

    def open_(name: str, **options: object) -> Page:
        context = started.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith((url, "file:")) else wrong.append(request.url)
        )
        page.goto(name if name.startswith("file:") else f"{url}/{name}", wait_until="load")
        return page

    yield open_
    for one in contexts:
        one.close()
    assert wrong == []


def titles(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator(".rc-catalog tbody tr:not([hidden]) .rc-name").all()]


def choose(page: Page, facet: str, *words: str) -> None:
    page.locator(".rc-facet > summary", has_text=facet).click()
    for word in words:
        page.locator(".rc-facet[open] label", has_text=word).locator("input").check()


def test_filters_combine_count_and_stand_in_the_address(opened: Open) -> None:
    page = opened("cards/index.html")
    assert len(titles(page)) == 16
    choose(page, "Kind", "dataset")
    assert len(titles(page)) == 6
    assert page.locator(".rc-shown").inner_text() == "6 of 16 cards"
    choose(page, "Contract", "judgment")
    judged = titles(page)
    assert 0 < len(judged) < 6
    page.locator(".rc-facet > summary", has_text="Kind").click()
    counts = {
        text.split()[0]: int(text.split()[-1]) for text in page.locator(".rc-facet[open] label").all_inner_texts()
    }
    assert counts["dataset"] == len(judged), "a facet counts what its choice would leave"
    assert counts["verifier"] > 0, "its own choice does not narrow it"
    assert "kind=dataset" in page.url
    assert "contract=judgment" in page.url
    again = opened(page.url.split("/", 3)[3])
    assert titles(again) == judged
    again.locator("button", has_text="clear all").click()
    assert len(titles(again)) == 16
    assert "?" not in again.url


def test_search_and_sort(opened: Open) -> None:
    page = opened("cards/index.html")
    page.locator(".rc-search").fill("grade school")
    assert titles(page) == ["GSM8K (Grade School Math 8K)"]
    page.locator(".rc-search").fill("no such card")
    assert titles(page) == []
    assert page.locator(".rc-shown").inner_text() == "0 of 16 cards"
    nothing = page.locator(".rc-nothing-fits")
    assert nothing.inner_text().startswith("No card fits all of this.")
    nothing.locator("button").click()
    assert (len(titles(page)), nothing.is_visible()) == (16, False)
    page.locator(".rc-search").fill("")
    alphabetical = titles(page)
    page.locator(".rc-sort").select_option("-released")
    dates = page.locator(".rc-catalog tbody tr").evaluate_all("rows => rows.map(row => row.dataset.released || '')")
    assert dates == sorted(dates, reverse=True)
    assert titles(page) != alphabetical
    page.reload()
    assert titles(page) != alphabetical, "the order is in the address"


def test_facets_by_keyboard(opened: Open) -> None:
    page = opened("cards/index.html")
    page.locator(".rc-search").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Kind"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert len(titles(page)) < 16
    assert page.evaluate("document.activeElement.type") == "checkbox", "the focus stays where one is at work"
    page.keyboard.press("Escape")
    assert page.locator(".rc-facet[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_catalog_and_cards_can_be_read_without_a_script(opened: Open) -> None:
    page = opened("cards/index.html", java_script_enabled=False)
    assert page.locator(".rc-catalog tbody tr").count() == 16
    assert page.locator(".rc-filters").is_hidden()
    page.locator(".rc-name", has_text="DeepMath").click()
    assert page.locator("h1").inner_text() == "DeepMath-103K"
    assert page.locator(".rc-claim").count() == 5
    page.locator("summary", has_text="BibTeX").click()
    assert "DeepMath-103K" in page.locator(".rc-cite pre").first.inner_text()


def test_a_permalink_unfolds_its_field(opened: Open) -> None:
    page = opened("cards/dapo.html#rollouts.training.temperature")
    row = page.locator("[id='rollouts.training.temperature']")
    assert row.is_visible()
    assert "1.0" in row.inner_text()
    assert row.locator("td.rc-source a").first.get_attribute("href").startswith("https://")  # type: ignore[union-attr]
    assert page.evaluate("""() => {
        const box = document.getElementById('rollouts.training.temperature').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    }""")
    page = opened("cards/dapo.html")
    assert not page.locator("[id='rollouts.training.temperature']").is_visible()
    page.locator("article a[href='#rollouts.training.temperature']:visible").first.click()
    assert page.locator("[id='rollouts.training.temperature']").is_visible()


def test_a_citation_is_copied(opened: Open) -> None:
    page = opened("cards/gsm8k.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("summary", has_text="BibTeX").click()
    page.locator(".rc-cite[open] button").click()
    page.locator(".rc-cite[open] button", has_text="copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert "GSM8K" in copied
    page.locator("summary", has_text="CFF").click()
    assert 'cff-version: "1.2.0"' in page.locator(".rc-cite pre").nth(1).inner_text()


def test_a_site_of_files_works_without_a_server(own: Path, opened: Open) -> None:
    page = opened((own / "cards" / "index.html").as_uri())
    page.locator(".rc-search").fill("tau-bench")
    assert titles(page) == ["τ-bench"]
    page.locator(".rc-name", has_text="τ-bench").click()
    page.wait_for_load_state("load")
    assert page.locator("h1").inner_text() == "τ-bench"
    page.locator(".rc-standing a", has_text="compare").click()
    page.wait_for_load_state("load")
    assert "cards=tau-bench" in page.url


def test_the_scheme_is_that_of_the_reader_and_can_be_switched(opened: Open) -> None:
    page = opened("cards/dapo.html", color_scheme="dark")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator("label[for=__palette_0]:visible, label[for=__palette_1]:visible").first.click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_paper_shows_what_is_folded(opened: Open) -> None:
    page = opened("cards/gsm8k.html")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open], [data-folded])").count() == 0
    assert page.locator("details.rc-fields:visible").count() == 0, "each field again would be most of the paper"
    assert page.locator(".rc-cite:visible summary").all_inner_texts() == ["BibTeX"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details:not([open])").count() > 3
    page.emulate_media(media="screen")
    page.locator("details.rc-fields > summary").first.click()
    page.emulate_media(media="print")
    assert page.locator("details.rc-fields:visible").count() == 1, "what a reader unfolded is printed"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_window(opened: Open, width: int, scheme: str) -> None:
    for name in ("index.html", "cards/index.html", "cards/deepmath-103k.html", "rules/RC101.html"):
        page = opened(name, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_search_finds_a_card_by_what_it_says(opened: Open) -> None:
    page = opened("cards/index.html")
    page.locator(".md-search__input").click(force=True)
    page.keyboard.type("Decoupled")
    page.locator(".md-search-result__item").first.wait_for()
    assert "DAPO" in page.locator(".md-search-result__item").first.inner_text()


def test_hostile_cards_fire_nothing_in_a_browser(started: Browser, hostile: Path) -> None:
    fired: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    with served(hostile) as url:
        page = started.new_page()
        page.on("dialog", dismissed)
        page.on("pageerror", lambda error: fired.append(str(error)))
        outside: list[str] = []
        page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(url) else None)
        names = [f"releases/hostile-{number}/" for number in range(len(PAYLOADS))]
        views = ["", *(f"{name}/" for name in ("lineage", "claims", "verifiers", "reported"))]
        compared = f"compare/?cards={','.join(f'hostile-{number}' for number in range(4))}"
        for name in [*(f"releases/{one}" for one in (*views, compared)), *names]:
            page.goto(f"{url}/{name}", wait_until="load")
            assert page.locator("article h1").count() == 1, name
            scripts = page.locator("article script:not([type='application/ld+json'], [src*='assets/releasecard-'])")
            assert (
                scripts.count()
                + page.locator("article img, article [onclick], article [onerror], article [onload]").count()
                == 0
            )
            assert page.evaluate(
                "[...document.querySelectorAll('article a')].every(a => /^(https?:|#|\\?|\\.|\\/|[a-z])/.test(a.getAttribute('href') || a.getAttribute('xlink:href') || '#') && a.protocol !== 'javascript:')"
            )
            assert "49" not in page.locator(".md-content").inner_text().replace("&#49", "")
        page.goto(f"{url}/releases/", wait_until="load")
        page.locator(".rc-search").fill("script")
        page.locator(".rc-facet > summary", has_text="License").click()
        page.locator(".rc-facet[open] label", has_text="script").first.locator("input").check()
        page.locator(".md-search__input").click()
        page.keyboard.type("hostile")
        page.locator(".md-search-result__item").first.wait_for()
        assert (
            page.locator(".md-search-result script, .md-search-result img, .md-search-result svg[onload]").count() == 0
        )
        page.close()
    assert fired == []
    assert outside == []


def test_the_catalog_works_where_pages_are_swapped_without_a_load(started: Browser, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n[Cards](cards/index.md)\n", "utf-8")
    cards = Path(__file__).parents[1] / "site" / "cards"
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: x\nsite_url: http://127.0.0.1/\ntheme: {{name: material, font: false, features: [navigation.instant]}}\n"
        f"plugins: [{{releasecard: {{cards: ['{cards}']}}}}]\n", "utf-8",
    )  # fmt: skip
    site.build_configured(tmp_path / "mkdocs.yml", tmp_path / "out")
    with served(tmp_path / "out") as url:
        (tmp_path / "out" / "sitemap.xml").write_text(
            (tmp_path / "out" / "sitemap.xml").read_text("utf-8").replace("http://127.0.0.1/", f"{url}/"), "utf-8"
        )
        page = started.new_page()
        page.goto(f"{url}/", wait_until="networkidle")  # pages are swapped once the theme has read the sitemap
        page.evaluate("window.same = true")
        page.locator("article a", has_text="Cards").click()
        page.locator(".rc-search").fill("gsm8k")
        assert page.evaluate("window.same") is True, "the page was swapped, not loaded"
        assert titles(page) == ["GSM8K (Grade School Math 8K)"]
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.locator(".rc-catalog tbody tr:visible .rc-name").click()
        page.locator(".rc-asks").wait_for()
        page.locator("details.rc-fields > summary").first.click()
        assert (faults, page.evaluate("window.same")) == ([], True), "a card's data is not run as a script"
        page.close()
