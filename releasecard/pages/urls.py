"""Where pages and files stand in a built site, seen from one another: builders do not rewrite links in HTML."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote


def address(url: str) -> str:
    """Return a web address in ASCII without braces, so that no format ends within it."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")


@dataclass(frozen=True, slots=True)
class Urls:
    """How a site writes its addresses: `directory` is MkDocs' `use_directory_urls`, `base` the site's own, if it has one."""

    directory: bool = False
    base: str = ""

    def path(self, file: str) -> str:
        """Return the path in the built site of a source file: `cards/gsm8k.md` is `cards/gsm8k.html`, or `cards/gsm8k/`."""
        stem, end = posixpath.splitext(file)
        if end != ".md":
            return file
        if not self.directory:
            return f"{stem}.html"
        folder = posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem
        return f"{folder}/" if folder else ""

    def to(self, here: str, file: str, fragment: str = "") -> str:
        """Return the address of a file as a page, named by its source file too, writes it."""
        target, folder = self.path(file), posixpath.dirname(self.path(here)) or "."
        found = posixpath.relpath(target or ".", folder)
        found += "/" if target.endswith("/") or not target else ""
        return f"{found}#{fragment}" if fragment else found

    def absolute(self, file: str) -> str:
        """Return the whole address of a file, empty where the site does not say where it stands."""
        return f"{address(self.base).rstrip('/')}/{self.path(file)}" if self.base else ""


PLAIN: Final = Urls()
"""A site whose pages are files: it can be opened without a server."""
