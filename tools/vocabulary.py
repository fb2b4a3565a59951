"""Write the tables of `releasecard/vocabulary/` from well-kept libraries: `python tools/vocabulary.py`.

The libraries would cost every run 10 to 30 ms; a test compares the tables with them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "releasecard" / "vocabulary"


def licenses() -> str:
    """Return the SPDX license ids that `packaging` knows and SPDX has not deprecated or does still list."""
    from packaging.licenses._spdx import LICENSES

    ids = sorted(entry["id"] for entry in LICENSES.values())
    return "# SPDX license ids, from packaging.licenses\nlicense " + " ".join(ids) + "\n"


def languages() -> str:
    """Return the subtags of the IANA registry that `langcodes` ships, private-use ranges left out."""
    from langcodes.registry_parser import parse_registry

    subtags: dict[str, set[str]] = {kind: set() for kind in ("language", "extlang", "script", "region", "variant")}
    for item in parse_registry():  # type: ignore[no-untyped-call]
        kind, subtag = item.get("Type"), item.get("Subtag")
        if kind in subtags and isinstance(subtag, str) and ".." not in subtag:
            subtags[kind].add(subtag.lower())
    lines = [f"{kind} {' '.join(sorted(words))}" for kind, words in subtags.items()]
    return "# subtags of the IANA language subtag registry, from langcodes\n" + "\n".join(lines) + "\n"


TABLES = {"licenses.txt": licenses, "languages.txt": languages}

if __name__ == "__main__":
    for name, make in TABLES.items():
        (FOLDER / name).write_text(make(), "utf-8")
