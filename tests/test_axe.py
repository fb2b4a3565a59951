"""axe and the keyboard on a few kinds of pages; all of them, in every width: `make site-check`."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import violations
from browser import MISSING, browser, served
from sweep import SCHEMES, Scheme, folded, lost, opened, unreached, urls_of, wider

PAGES = ("cards/index.md", "cards/dapo.md", "rules/RC401.md")


def test_every_link_leads_somewhere(own: Path) -> None:
    assert lost(own) == []


def test_a_lost_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<a href="a/">x</a><a href=a/#in>x</a><a href="b/">x</a><img src="c.png">', "utf-8"
    )
    (tmp_path / "a" / "index.html").write_text(
        '<a href="..">x</a><a href="../#no">x</a><a href="../../">x</a><p id=in>', "utf-8"
    )
    assert lost(tmp_path) == ["a/index.html: ../#no", "index.html: b/", "index.html: c.png"]
    assert "a/index.html: ../../" in lost(tmp_path, "/below/")


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(own: Path, scheme: Scheme) -> None:
    found: list[str] = []
    with served(own) as url, browser() as started:
        for name in PAGES:
            with opened(started, url, scheme, 1280) as (page, faults):
                page.goto(f"{url}/{urls_of(own).path(name)}", wait_until="load")
                of_page = [*unreached(page), *folded(page), *violations(page), *faults]
            found += [f"{name}: {one}" for one in of_page]
    assert not found, "\n".join(found)


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_what_is_wrong_is_seen(tmp_path: Path) -> None:
    """A page with each fault: what the sweep looks at, it finds."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><html><title>x</title><main><article><h1>x</h1><a href='#' tabindex='-1'>a</a><a href='#'>b</a>"
        "<a href='#' tabindex='3'>c</a><img src='a.png'><p style='color:#bbb;background:#fff'>pale</p>"
        "<details><summary>more</summary><p>told</p></details><div style='width:900px'>wide</div>"
        "<script>console.error('said')</script></article></main>", "utf-8",
    )  # fmt: skip
    with served(tmp_path) as url, browser() as started, opened(started, url, "light", 390) as (page, faults):
        page.goto(f"{url}/index.html", wait_until="load")
        assert wider(page, 390)[0] == "wider than the window: 908 px"
        assert len(unreached(page)) == 1
        assert folded(page) == ["folded on paper: 1 parts, such as 'more'"]
        assert {one.split(" ")[0] for one in violations(page)} >= {"color-contrast", "html-has-lang", "image-alt"}
        assert "console: said" in faults
