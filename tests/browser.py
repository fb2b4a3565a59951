"""A real Chromium or Chrome for the tests of built sites; where none is, one plain line says how to get it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def executable() -> str | None:
    named = os.environ.get("CHROME")
    return named or next((found for found in map(shutil.which, NAMES) if found), None)


MISSING = (
    ""
    if executable() or os.environ.get("CI")
    else "browser: no Chromium or Chrome found; on Debian: apt-get install chromium"
)
"""Why browser tests are left out, empty where they run. CI must have a browser, and fails without."""


@contextmanager
def browser() -> Iterator[Browser]:
    found = executable()
    assert found is not None, "CI needs a Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield started
        finally:
            started.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
