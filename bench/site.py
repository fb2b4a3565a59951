"""Wall time and memory of `releasecard site build`, as a ratio to MkDocs with Material alone, in one run: `make bench`.

The peer builds as many pages by the same settings: plain Markdown in which each page has the bytes of one of ours, its
headings, and a pipe table of as many rows and columns in the place of each of our tables. Reading, judging and drawing the
cards, and the files beside the pages, count for us only. Cards are the real ones, repeated under new names, and stand out
of the navigation in both. Commands run in turn, medians of several rounds: ratios hold where single times do not. Memory is
the peak of all processes of a command together.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from releasecard import pages, site
from releasecard.config import Config
from releasecard.pages.collection import Collection
from releasecard.pages.urls import Urls

CARDS: Final = sorted((Path(__file__).parents[1] / "site" / "cards").glob("*.card.yaml"))
LIMIT: Final = 1.5
SETTINGS: Final[dict[str, Any]] = {
    "site_name": "Release cards",
    "theme": {"name": "material", "font": False},
    "markdown_extensions": [{"toc": {"permalink": True}}],
    "nav": ["index.md", "cards/index.md"],
    "not_in_nav": "/cards/*.md",
    "plugins": ["search"],
}
# As installed programs run: with compiled modules kept.
ENVIRONMENT: Final = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "NO_MKDOCS_2_WARNING": "1",
}
_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)


def copies(folder: Path, number: int) -> None:
    """Write *number* cards: the real ones, then again and again under new names that refer to one another as these do."""
    folder.mkdir(parents=True)
    texts = [path.read_text("utf-8") for path in CARDS]
    names = [found[1] for text in texts if (found := re.search(r"^name: (\S+)$", text, re.MULTILINE))]
    assert len(names) == len(texts)
    reference = re.compile(rf"(?<![\w-])(?=(?:{'|'.join(map(re.escape, names))})@)")
    for index in range(number):
        turn, text = index // len(texts), texts[index % len(texts)]
        if turn:
            text = reference.sub(f"copy-{turn}-", text.replace("\nname: ", f"\nname: copy-{turn}-", 1))
        (folder / f"{index}.card.yaml").write_text(text, "utf-8")


class Peer:
    """Writes plain Markdown of the shape of a page, in the words of the cards."""

    def __init__(self) -> None:
        words = re.findall(r"[A-Za-z][a-z]+|\d+", "".join(path.read_text("utf-8") for path in CARDS))
        self._words = cycle(words)

    def page(self, ours: str) -> str:
        """Return a page with the bytes, the headings, and the tables of one of ours."""
        made: list[str] = []
        wanted = end = 0
        for table in [*_TABLE.finditer(ours), None]:
            between = ours[end : table.start() if table else len(ours)]
            wanted += len(between.encode())
            made.append(self._prose(wanted - sum(map(len, made)), between.count("\n## ")))
            if table:
                wanted += len(table[0].encode())
                made.append(self._table(table[0]))
                end = table.end()
        return "".join(made)

    def _prose(self, size: int, headings: int) -> str:
        titles = ["\n\n## " + " ".join(islice(self._words, 3)) + "\n\n" for _ in range(headings)]
        rest = max(0, size - sum(map(len, titles)))
        text = ""
        while len(text) < rest:
            text += " ".join(islice(self._words, 60)) + "\n\n"
        return "".join(titles) + text[: max(0, rest - 2)] + "\n\n"

    def _table(self, ours: str) -> str:
        rows = max(1, ours.count("<tr"))
        columns = max(2, len(re.findall(r"<t[hd]\b", ours)) // rows)
        room = max(1, (len(ours.encode()) - rows * (3 * columns + 2)) // (rows * columns))
        lines = ["| " + " | ".join(self._cell(room) for _ in range(columns)) + " |" for _ in range(rows)]
        return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]]) + "\n\n"

    def _cell(self, size: int) -> str:
        text = ""
        while len(text) < size:
            text += next(self._words) + " "
        return text[:size]


def write(file: Path, text: str) -> None:
    """Write a file, and the folders that it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def sites(folder: Path, number: int) -> dict[str, Path]:
    """Write what is compared into *folder*, ours and the peer's, and return their settings files."""
    copies(folder / "ours" / "cards", number)
    entries = site.entries([folder / "ours" / "cards"], Config())
    collection = Collection(tuple(entries), urls=Urls(directory=True))
    ours = {name: text for name, text in pages.build(collection).items() if name.endswith(".md")}
    peer = Peer()
    for name, text in ours.items():
        write(folder / "peer" / "docs" / name, peer.page(text))
    found = {}
    for name, plugins in (("ours", [{"releasecard": {"cards": ["cards"]}}]), ("peer", [])):
        found[name] = folder / name / "mkdocs.yml"
        write(found[name], json.dumps({**SETTINGS, "plugins": [*SETTINGS["plugins"], *plugins]}))
        write(folder / name / "docs" / "index.md", "# Home\n")
    written = sum(len(file.read_bytes()) for file in (folder / "peer" / "docs" / "cards").glob("*.md"))
    assert abs(written / sum(len(text.encode()) for text in ours.values()) - 1) < 0.02, "not the same bytes"
    return found


def commands(settings: dict[str, Path]) -> dict[str, list[str]]:
    """Return what is compared, by its name."""
    python = [sys.executable, "-P", "-m"]
    return {
        "releasecard site": [*python, "releasecard", "site", "build", "--config", str(settings["ours"]), "--out"],
        "mkdocs, material": [*python, "mkdocs", "build", "-f", str(settings["peer"]), "--site-dir"],
    }


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds, and the megabytes of all its processes at their peak."""

    seconds: float
    peak: float


def run(command: list[str], out: Path) -> Run:
    """Run a command once; a failure is an error, and so is a site without pages."""
    begin = time.perf_counter()
    process = subprocess.Popen([*command, str(out)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peaks, over = [0], Event()

    def watch() -> None:
        while not over.wait(0.05):
            peaks.append(resident(process.pid))

    watcher = Thread(target=watch)
    watcher.start()
    said = process.communicate()[0]
    seconds = time.perf_counter() - begin
    over.set()
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(said.decode(errors="replace"))
    return Run(seconds, max(peaks) / 1e6)


def resident(process: int) -> int:
    """Return the bytes of memory that a process and its children hold now; 0 for what has ended."""
    folder = Path("/proc") / str(process)
    try:
        pages_held = int((folder / "statm").read_text("ascii").split()[1])
        children = (folder / "task" / str(process) / "children").read_text("ascii").split()
    except OSError:
        return 0
    return pages_held * os.sysconf("SC_PAGE_SIZE") + sum(resident(int(child)) for child in children)


def compare(number: int, rounds: int) -> dict[str, list[Run]]:
    """Return the runs of each command at *number* cards, the first of each, which warms up, left out."""
    with tempfile.TemporaryDirectory() as folder:
        compared = commands(sites(Path(folder), number))
        outs = {name: Path(folder) / name for name in compared}
        runs: dict[str, list[Run]] = {name: [] for name in compared}
        for _ in range(rounds + 1):
            for name, command in compared.items():
                runs[name].append(run(command, outs[name]))
        built = {name: len(list((out / "cards").rglob("*.html"))) for name, out in outs.items()}
        assert len(set(built.values())) == 1, built
        assert min(built.values()) >= number, built
        return {name: of_one[1:] for name, of_one in runs.items()}


def main() -> None:
    """Print a table; fail where the ratio is over the limit at any number of cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, nargs="+", default=[16, 300], help="how many; 1000 takes many minutes")
    parser.add_argument("--rounds", type=int, help="by default 5 below 100 cards, 3 above")
    arguments = parser.parse_args()
    sys.stdout.write(
        f"processors: {os.cpu_count()}; growth: for each further card\n"
        f"{'cards':>5}  {'command':<18}{'seconds':>9}{'ratio':>7}{'ms/card':>9}{'growth':>8}{'peak MB':>9}{'growth':>10}\n"
    )
    before: dict[str, tuple[int, float, float]] = {}
    worst = 0.0
    for number in arguments.cards:
        runs = compare(number, arguments.rounds or (5 if number < 100 else 3))
        ours, theirs = runs.values()
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
        worst = max(worst, ratio)
        for name, of_one in runs.items():
            seconds = statistics.median(one.seconds for one in of_one)
            peak = statistics.median(one.peak for one in of_one)
            cards, was, held = before.get(name, (0, 0.0, 0.0))
            more = number - cards
            growth = (
                (f"{(seconds - was) / more * 1e3:.1f}", f"{(peak - held) / more * 1e3:.0f} KB") if cards else ("", "")
            )
            shown = f"{ratio:>7.2f}" if of_one is ours else f"{'':>7}"
            sys.stdout.write(
                f"{number:>5}  {name:<18}{seconds:>9.2f}{shown}{seconds / number * 1e3:>9.1f}{growth[0]:>8}{peak:>9.0f}{growth[1]:>10}\n"
            )
            sys.stdout.flush()
            before[name] = (number, seconds, peak)
    if worst > LIMIT:
        sys.exit(f"{worst:.2f} times the peer: at most {LIMIT} is what the site is held to")


if __name__ == "__main__":
    main()
