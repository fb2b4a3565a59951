"""A collection of cards as pages: a pure function to `{path: Markdown}`. Knows no site builder.

Card values are untrusted: each one is encoded, inside raw HTML blocks; what is Markdown here is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from releasecard.pages.body import Body
from releasecard.pages.entry import Entry
from releasecard.report import counts
from releasecard.safe import encoded, encoded_lines, file_name, front_matter

STYLE: Final = """\
.rc-facts { display: table; width: 100%; table-layout: fixed; border-collapse: collapse; font-size: .7rem; }
.rc-facts th { width: 24%; text-align: left; font-weight: 600; }
.rc-facts th:nth-child(3) { width: 28%; }
.rc-facts th, .rc-facts td { padding: .2rem .6rem .2rem 0; overflow-wrap: anywhere; vertical-align: top; }
.rc-facts tr { border-top: .05rem solid var(--md-default-fg-color--lightest); }
.rc-facts thead tr { border-top: 0; }
.rc-facts td.rc-source { color: var(--md-default-fg-color--light); }
.md-typeset .rc-id { font-family: var(--md-code-font-family), monospace; text-transform: none; }
.rc-facts tr:target { background: var(--md-accent-fg-color--transparent); }
.rc-gap { font-style: italic; }
.rc-inherited { color: var(--md-default-fg-color--light); }
.rc-yaml { overflow-x: auto; font-size: .65rem; line-height: 1.4; padding: .8rem; background: var(--md-code-bg-color); }
@media (max-width: 44em) {
  .rc-facts, .rc-facts tbody, .rc-facts tr, .rc-facts th, .rc-facts td, .rc-facts td.rc-source { display: block; width: auto; }
  .rc-facts tr { padding: .4rem 0; }
  .rc-facts thead { display: none; }
}
"""
STYLE_PATH: Final = "assets/releasecard.css"


def build(entries: Sequence[Entry], folder: str = "cards", rules: str = "") -> dict[str, str]:
    """Return the pages of a collection below *folder*: an index, and a page for each card, broken ones too.

    *rules* is the path of a folder of rule pages that findings link to, where the site has one.
    """
    names = _names(entries)
    base = f"{folder}/" if folder else ""
    pages = {f"{base}index.md": _index(entries, names)}
    for entry in entries:
        pages[f"{base}{names[entry]}.md"] = _page(entry, rules)
    return pages


def _names(entries: Iterable[Entry]) -> dict[Entry, str]:
    """Return a file name for each card: its name, with its version and a number where that is not enough."""
    names: dict[Entry, str] = {}
    taken = {"index", "404", "assets", "search", "sitemap"}
    for entry in entries:
        base = file_name(entry.text("name") or entry.file.removesuffix(".yaml").removesuffix("card").rstrip("./"))
        full = file_name(f"{base}-{entry.text('version')}")
        numbered = (f"{full}-{number}" for number in range(2, len(taken) + 3))
        name = next(one for one in (base, full, *numbered) if one not in taken)
        taken.add(name)
        names[entry] = name
    return names


def _index(entries: Sequence[Entry], names: dict[Entry, str]) -> str:
    lines = [
        front_matter({"title": "Cards"}).removesuffix("---\n") + "hide: [toc]\n---\n",
        "# Cards",
        "",
        "| card | kind | version | released | contract | training use | findings |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for entry in sorted(entries, key=lambda one: (one.title.lower(), one.file)):
        found = counts(entry.linted.diagnostics)
        said = ", ".join(f"{found[key]} {key}" for key in ("errors", "warnings", "notes") if found[key]) or "none"
        data = entry.document.data if isinstance(entry.document.data, dict) else {}
        contracts = (
            [entry.text("contract")]
            if entry.text("contract")
            else sorted(set(_inside(data.get("verifiers"), "contract")))
        )
        uses = data.get("training_use", [])
        cells = [
            f"[{encoded(entry.title)}]({names[entry]}.md)",
            *(encoded(entry.text(key)) for key in ("kind", "version", "released")),
            encoded(", ".join(contracts)),
            encoded(
                ", ".join(map(str, uses)) if isinstance(uses, list) else str(uses) if isinstance(uses, str) else ""
            ),
            said,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _inside(section: Any, key: str) -> list[str]:
    things = section.values() if isinstance(section, dict) else ()
    return [thing[key] for thing in things if isinstance(thing, dict) and isinstance(thing.get(key), str)]


def _page(entry: Entry, rules: str) -> str:
    parts = [front_matter({"title": entry.title, "description": entry.text("summary") or entry.title})]
    parts.append(f"<h1>{encoded(entry.title)}</h1>")
    card = entry.card
    if card is not None:
        parts += Body(card).parts()
    else:
        parts.append("This file is not a card that can be shown; its findings say why.")
    parts += _findings(entry, rules)
    # Search finds what the page says; the YAML would say it twice.
    parts += [
        '<h2 id="the-card-itself" data-search-exclude>The card itself</h2>',
        f'<pre class="rc-yaml"><code>{encoded_lines(entry.document.text)}</code></pre>',
    ]
    return "\n\n".join(parts) + "\n"


def _findings(entry: Entry, rules: str) -> list[str]:
    found, hidden = entry.linted.diagnostics, entry.linted.suppressed
    lines = [
        f"- {f'[{one.code}]({rules}/{one.code}.md)' if rules else one.code} {one.severity}, "
        f"line {one.start.line}: {encoded(one.message)}"
        for one in found
    ]
    lines += [
        f"- {one.code} suppressed, line {one.start.line}: {encoded(one.message)} ({encoded(why)})"
        for one, why in hidden
    ]
    return ["## Findings", "\n".join(lines) if lines else "`releasecard lint` finds nothing on this card."]
