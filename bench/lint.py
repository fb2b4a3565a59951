"""Whole-process times of `releasecard lint` as ratios to named peers, in one run: `make bench`.

The peers: check-jsonschema on a small schema kept beside this file (a part of what `lint` checks), Python that does
nothing, and a process that only composes the same files with the C parser. At one card and at 500 (the real cards,
repeated under new names), commands in turn, medians of several rounds: ratios hold where single times do not.
At 500, `lint` uses all processors, up to eight, as it does for its users; the peers use one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
CARDS = sorted((HERE.parent / "site" / "cards").glob("*.card.yaml"))
COMPOSE = (
    "import sys\n"
    "from ruamel.yaml import YAML\n"
    "for name in sys.argv[1:]:\n"
    "    with open(name, encoding='utf-8') as file:\n"
    "        YAML(typ='safe').compose(file.read())\n"
)


def copies(folder: Path, number: int) -> list[str]:
    """Write *number* cards: the real ones, repeated under new names."""
    names = []
    for index in range(number):
        text = CARDS[index % len(CARDS)].read_text("utf-8")
        path = folder / f"{index}.card.yaml"
        path.write_text(text.replace("\nname: ", f"\nname: copy-{index}-", 1), "utf-8")
        names.append(str(path))
    return names


def commands(names: list[str]) -> dict[str, list[str]]:
    """Return what is compared: the same files for each."""
    python = sys.executable
    peer = shutil.which("check-jsonschema", path=str(Path(python).parent)) or "check-jsonschema"
    return {
        "releasecard lint": [python, "-m", "releasecard", "lint", "--isolated", "--format", "concise", *names],
        "check-jsonschema": [peer, "--schemafile", str(HERE / "card.schema.json"), *names],
        "compose only": [python, "-c", COMPOSE, *names],
        "python": [python, "-c", "pass"],
    }


# As installed programs run: with compiled modules kept.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Run a command once and return its wall time; a failure is an error."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    """Print a table: median seconds, and the median of `releasecard lint` as a ratio to each peer, pair by pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    sys.stdout.write(
        f"processors: {os.cpu_count()}\n{'cards':>5}  {'command':<18}{'seconds':>9}{'lint is':>10} times\n"
    )
    for number in (1, 500):
        with tempfile.TemporaryDirectory() as folder:
            compared = commands(copies(Path(folder), number))
            for command in compared.values():
                seconds(command)
            times: dict[str, list[float]] = {name: [] for name in compared}
            for _ in range(rounds if number == 1 else max(3, rounds // 2)):
                for name, command in compared.items():
                    times[name].append(seconds(command))
        ours = times["releasecard lint"]
        for name, theirs in times.items():
            ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
            sys.stdout.write(f"{number:>5}  {name:<18}{statistics.median(theirs):>9.3f}{ratio:>10.2f}\n")


if __name__ == "__main__":
    main()
