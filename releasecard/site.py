"""Building a site: cards to pages, pages to disk, MkDocs to HTML. Nothing that is not ours is overwritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from releasecard import builder, pages, reference
from releasecard.builder import SiteError, Tell, silent
from releasecard.config import Config, load
from releasecard.discover import find_cards, shelf_of
from releasecard.lint import content_of, lint_file
from releasecard.pages.collection import Collection
from releasecard.pages.entry import Entry
from releasecard.pages.urls import Urls
from releasecard.rules import BY_CODE
from releasecard.shelf import Shelf
from releasecard.starter import bare
from releasecard.values import Severity

MARKER: Final = ".releasecard-site"


def entries(paths: Iterable[Path], settings: Config, base: Path | None = None) -> list[Entry]:
    """Return the cards that *paths* lead to, as *settings* judge them; one that cannot be opened is an entry too.

    Readers are told of files below *base*. Raises ConfigError where the settings name a shelf that is not there.
    """
    found = find_cards(paths, settings.excluded)
    shelf = shelf_of(found, settings.shelf)
    return [_entry(path, settings, shelf, str(base or "")) for path in found]


class Known:
    """Cards as an earlier build read them, so that the next one judges those alone that have changed, or see a change."""

    def __init__(self) -> None:
        self._cards: dict[str, tuple[Entry, list[tuple[str, ...]]]] = {}

    def again(self, found: Iterable[Entry]) -> list[Entry]:
        """Return the same cards, those as before that would come out the same."""
        return [self._again(one) for one in found]

    def _again(self, one: Entry) -> Entry:
        before, answers = self._cards.get(one.file, (one, []))
        same = before is not one and before.is_same(one) and one.seen.answers(before.seen.asked) == answers
        return before if same else one

    def keep(self, found: Iterable[Entry]) -> None:
        """Keep cards that were judged, with all that other cards said to them."""
        self._cards = {one.file: (one, one.seen.answers(one.seen.asked)) for one in found}


def _entry(path: Path, settings: Config, shelf: Shelf, base: str) -> Entry:
    off = frozenset(code for code in BY_CODE if not settings.applies(code, path))
    try:
        return Entry(path.as_posix(), content_of(path), off, shelf=shelf, profile=settings.profile, base=base)
    except OSError:
        return Entry(path.as_posix(), b"", off, lint_file(path), base=base)


def build(
    cards: Iterable[Path], out: Path, settings: Path, plugins: Sequence[str] = (), *, strict: bool = False, tell: Tell = silent
) -> int:  # fmt: skip
    """Build a site of the cards and nothing else into *out*; return how many cards it shows. Raises ConfigError too.

    *settings* is the folder whose settings hold; *tell* is told how far the build is.
    """
    with _bare(cards, settings, plugins) as (config, number):
        build_configured(config, out, strict=strict, tell=tell)
    return number


@contextmanager
def _bare(cards: Iterable[Path], settings: Path, plugins: Sequence[str]) -> Iterator[tuple[Path, int]]:
    """Write the settings of a site of cards alone for as long as they are needed; give them and the number of cards."""
    paths = [path.absolute() for path in cards]
    found = find_cards(paths, load(settings).excluded)
    if not found:
        raise SiteError("no card found; cards are files named card.yaml or *.card.yaml", misuse=True)
    with tempfile.TemporaryDirectory(prefix="releasecard-") as folder:
        docs, config = Path(folder) / "docs", Path(folder) / "mkdocs.yml"
        docs.mkdir()
        config.write_text(bare(paths, docs, settings.absolute(), plugins), "utf-8")
        yield config, len(found)


def on_disk(found: Sequence[Entry], *, directory: bool, base: str, rules: bool, fields: bool) -> dict[str, str]:
    """Return the files of a site of cards for a folder of somebody's own: pages bring their style and script themselves.

    *directory* is the site's `use_directory_urls`, *base* the address that the folder will have.
    """
    urls = Urls(directory, base)
    collection = Collection(tuple(found), "", urls, "rules" if rules else "", "fields" if fields else "")
    content = pages.build(collection)
    content |= reference.rules(collection) if rules else {}
    content |= reference.fields(collection) if fields else {}
    return pages.asking(content, urls, pages.STYLE, pages.SCRIPT) | pages.assets()


def serve(cards: Iterable[Path], address: str, settings: Path, plugins: Sequence[str] = ()) -> int:
    """Serve a site of the cards and nothing else until it is interrupted, built anew when one is edited."""
    with _bare(cards, settings, plugins) as (config, _):
        return serve_configured(config, address)


def serve_configured(config: Path, address: str) -> int:
    """Serve the site of a `mkdocs.yml` until it is interrupted; return the exit code of the builder."""
    builder.refuse_absent(config)
    return builder.serve(config, address)


def build_configured(config: Path, out: Path, *, strict: bool = False, tell: Tell = silent) -> None:
    """Build the site of a `mkdocs.yml` into *out*, if all that is there is still ours."""
    builder.refuse_absent(config)
    try:
        out = out.resolve()
        if Path.cwd().is_relative_to(out):
            raise SiteError(f"`{out}` is the folder that the command runs in; name another --out", misuse=True)
        _refuse_foreign(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".releasecard-site-", dir=out.parent) as folder:
            made = Path(folder) / "site"
            builder.build(config, made, strict=strict, tell=tell)
            if not (made / pages.STYLE).is_file():
                raise SiteError(f"`{config}` shows no cards: add `releasecard` to its `plugins`", misuse=True)
            (made / MARKER).write_text("\n".join(sorted(_files(made))) + "\n", "utf-8")
            _replace(out, made, Path(folder) / "old")
    except (OSError, RuntimeError) as error:  # a circle of links is the one or the other
        raise SiteError(f"cannot write `{out}`: {getattr(error, 'strerror', None) or error}", misuse=True) from error


def broken(collection: Iterable[Entry]) -> list[str]:
    """Return the files of cards with errors."""
    return [
        entry.file for entry in collection if any(one.severity is Severity.ERROR for one in entry.linted.diagnostics)
    ]


def _replace(out: Path, made: Path, old: Path) -> None:
    """Put *made* in the place of *out*; what was there is looked at again where nobody else reaches it."""
    if os.path.lexists(out):
        out.rename(old)
        try:
            _refuse_foreign(old)
        except SiteError:
            old.rename(out)
            raise
    made.rename(out)


def _refuse_foreign(out: Path) -> None:
    """Raise SiteError where *out* holds anything that an earlier build did not write; OSError where it cannot be read."""
    if os.path.lexists(out) and not out.is_dir():
        raise SiteError(f"`{out}` is not a folder", misuse=True)
    if not out.is_dir():
        return
    marker = out / MARKER
    ours = {MARKER, *marker.read_text("utf-8", errors="replace").splitlines()} if marker.is_file() else set()
    foreign = next((name for name in _files(out) if name not in ours), None)
    if foreign is not None:
        message = (
            f"`{out}` has files that `releasecard site build` did not write, such as `{foreign}`; name another --out"
        )
        raise SiteError(message, misuse=True)


def _files(folder: Path) -> Iterator[str]:
    """Go over all that is no folder below *folder*, by and by: it may be a whole disk."""
    for place, _, names in os.walk(folder, onerror=_raise):
        yield from ((Path(place) / name).relative_to(folder).as_posix() for name in names)


def _raise(error: OSError) -> NoReturn:
    raise error
