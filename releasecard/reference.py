"""Pages that explain the rules, from their declarations: `{path: Markdown}`."""

from __future__ import annotations

from releasecard.rules import RULES
from releasecard.rules.rule import Rule


def build(folder: str = "rules") -> dict[str, str]:
    """Return an index of the rules and a page for each, below *folder*."""
    lines = [
        "# Rules",
        "",
        "What `releasecard lint` finds.",
        "",
        "| code | name | severity | finds |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| [{one.code}]({one.code}.md) | {one.name} | {one.severity} | {one.what} |" for one in RULES]
    pages = {f"{folder}/index.md": "\n".join(lines) + "\n"}
    return pages | {f"{folder}/{rule.code}.md": _page(rule) for rule in RULES}


def _page(rule: Rule) -> str:
    parts = [
        f"# {rule.code} {rule.name}",
        f"*{str(rule.severity).capitalize()}, since format {rule.since}.* {rule.what}",
        f"## Why\n\n{rule.why}",
        f"## Repair\n\n{rule.repair}",
    ]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            parts.append(f"## {title}\n\n```yaml\n{example.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"
