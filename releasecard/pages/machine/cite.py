"""How a release is cited: BibTeX and CFF, of what its card states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releasecard.pages.entry import Entry
from releasecard.pages.machine.stated import Author, arxiv, authors, day, home, links, title, word, words
from releasecard.safe import file_name, line

_BIBTEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
        **{one: f"\\{one}" for one in "$&#_%"},
    }
)  # fmt: skip
"""BibTeX counts braces, escaped or not."""
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MESSAGE: Final = "If you use this release, please cite it as below."


def bibtex(entry: Entry) -> str:
    """Return the entry of a release for BibTeX, a line for each field."""
    year, month, _ = (*day(entry, "released").split("-"), "", "")[:3]
    fields = {
        "author": _bibtex_authors(entry),
        "title": f"{{{_tex(title(entry))}}}",
        "year": year,
        "version": _tex(word(entry, "version")),
    }
    if authors(entry).named:
        fields["organization"] = " and ".join(f"{{{_tex(one)}}}" for one in words(entry, "organizations"))
    papers = (arxiv(one) for one in links(entry, "paper"))
    fields["eprint"] = next(filter(None, papers), "")
    fields["archiveprefix"] = "arXiv" if fields["eprint"] else ""
    fields["url"] = home(entry)
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    lines += [f"  month = {_MONTHS[int(month) - 1]},"] if month else []
    return "\n".join((f"@misc{{{_key(entry, year)},", *lines, "}", ""))


def _key(entry: Entry, year: str) -> str:
    name = file_name(entry.text("name") or entry.title)
    return f"{name}-{year}" if year else name


def _bibtex_authors(entry: Entry) -> str:
    found = authors(entry)
    names = [_bibtex_name(one) for one in found.named] or [f"{{{_tex(one)}}}" for one in words(entry, "organizations")]
    return " and ".join((*names, "others") if found.more and names else names)


def _bibtex_name(author: Author) -> str:
    return f"{_tex(author.family)}, {_tex(author.given)}" if author.family else f"{{{_tex(author.name)}}}"


def _tex(text: str) -> str:
    return line(text).translate(_BIBTEX)


def cff(entry: Entry) -> str:
    """Return the `CITATION.cff` of a release.

    CFF asks for an author: where a card names none, the release's own project stands for them.
    """
    lines = [
        ("cff-version", "1.2.0"),
        ("message", _MESSAGE),
        ("type", "dataset" if entry.text("kind") == "dataset" else "software"),
    ]
    lines += [("title", title(entry)), ("version", word(entry, "version")), ("date-released", day(entry, "released"))]
    lines += [("url", home(entry))]
    lines += [
        ("repository-code", next(iter(links(entry, "code")), "")),
        ("repository", next(iter(links(entry, "data")), "")),
    ]
    found = [f"{key}: {_yaml(value)}" for key, value in lines if value]
    found += [
        "authors:",
        *(
            f"  {'-' if not number else ' '} {key}: {_yaml(value)}"
            for one in _people(entry)
            for number, (key, value) in enumerate(one.items())
        ),
    ]
    papers = [("url", one) if not arxiv(one) else ("other", f"arXiv:{arxiv(one)}") for one in links(entry, "paper")]
    found += ["identifiers:"] if papers else []
    for kind, value in papers:
        found += [f"  - type: {_yaml(kind)}", f"    value: {_yaml(value)}", f"    description: {_yaml('the paper')}"]
    return "\n".join((*found, ""))


def _people(entry: Entry) -> Iterator[dict[str, str]]:
    found = authors(entry)
    for one in found.named:
        yield {"family-names": one.family, "given-names": one.given} if one.family else {"name": one.name}
    names = list(dict.fromkeys(map(line, words(entry, "organizations")))) if not found.named else []
    yield from ({"name": name} for name in names)
    if not (found.named or names):
        yield {"name": f"The {title(entry)} project"}


def _yaml(text: str) -> str:
    """Return a text as a double-quoted scalar of YAML, which has no escapes for halves of a character as JSON does."""
    shown = line(text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
