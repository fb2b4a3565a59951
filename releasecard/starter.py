"""The `mkdocs.yml` that a site of cards starts from: what `site init` writes, and what holds where there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_TEXT: Final = """\
# The site of these cards: `releasecard site build` and `releasecard site serve` read this file; it is yours.
# Everything that Material for MkDocs knows may stand here: https://squidfunk.github.io/mkdocs-material/
site_name: {name}
# The address it will have: for the feed, the sitemap and the badges to embed.
# site_url: https://example.org/cards/
docs_dir: {docs}
site_dir: public
# Pages are files, so that the site can be opened without a server too.
use_directory_urls: false
theme:
  name: material
  font: false
  # logo: assets/logo.svg
  features: [navigation.tabs, navigation.top]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: white
      toggle: {{icon: material/weather-night, name: Dark mode}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: black
      toggle: {{icon: material/weather-sunny, name: Light mode}}
extra:
  generator: false
plugins:
  - search:
      separator: '[\\s\\-,:!=\\[\\]()"/]+|&#\\d+;|\\.(?!\\d)|&[lg]t;'
  - releasecard:
      cards: {cards}
      into: {into}
      rules: true
{more}markdown_extensions:
  - toc: {{permalink: true}}
nav:
{home}  - Cards: {base}index.md
  - Lineage: {base}lineage.md
  - Claims: {base}claims.md
  - Verifiers: {base}verifiers.md
  - Not reported: {base}reported.md
  - Compare: {base}compare.md
  - Rules: rules/index.md
validation:
  omitted_files: warn
  unrecognized_links: warn
  anchors: warn
"""
HOME: Final = "# {name}\n\n[The cards](cards/index.md) say what each release holds, who checks it, how it was made and what it was held against.\n"


def starter(name: str, cards: Sequence[str] = (".",)) -> str:
    """Return the settings of a site with a home page of its own, whose cards are those of its folder or as named."""
    return _TEXT.format(
        name=json.dumps(name),
        docs="docs",
        cards=json.dumps(list(cards)),
        into="cards",
        base="cards/",
        more="",
        home="  - Home: index.md\n",
    )


def of_template() -> str:
    """Return the same as a template of cookiecutter, for the site of a new release."""
    title = "(cookiecutter.title if cookiecutter.title != 'TODO' else cookiecutter.name)"
    name = "{{ TITLE | e | replace('\\\\', '\\\\\\\\') | replace('\"', '\\\\\"') }}".replace("TITLE", title)
    plugins = """{% if cookiecutter._plugins %}
      plugins: ["{{ cookiecutter._plugins | replace(',', '", "') }}"]
{% endif %}
"""
    text = starter("NAME").replace("      rules: true\n", f"      rules: true\n{plugins}")
    return text.replace('"NAME"', f'"{name}"')


def bare(cards: Sequence[Path], docs: Path, settings: Path, plugins: Sequence[str]) -> str:
    """Return the settings of a site of these cards and nothing else, held as *settings*, a folder, says."""
    more = {"settings": str(settings), "plugins": list(plugins)}
    return _TEXT.format(
        name='"Release cards"', docs=json.dumps(str(docs)), cards=json.dumps([str(one) for one in cards]), into='""', base="", home="",
        more="".join(f"      {key}: {json.dumps(value)}\n" for key, value in more.items()),
    )  # fmt: skip
