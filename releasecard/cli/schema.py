"""`releasecard schema`: what editors complete and check cards by."""

from __future__ import annotations

import click

from releasecard import json_schema
from releasecard.cli.plugins import with_plugins
from releasecard.fields import SCHEMAS
from releasecard.formats import nearest
from releasecard.safe import visible


@click.command(short_help="Print the JSON Schema of a card, for editors.")
@click.argument("kind", required=False)
@with_plugins
def schema(kind: str | None) -> None:
    """Print the JSON Schema of cards of KIND (dataset, recipe, verifier, environment); without one, of all kinds.

    Editors with a YAML language server use it where a card starts with

    \b
      # yaml-language-server: $schema=card.schema.json
    """  # noqa: D301 click reads the mark
    if kind is not None and kind not in SCHEMAS:
        near = nearest(kind, SCHEMAS)
        hint = f" Did you mean `{near}`?" if near else f" One of: {', '.join(SCHEMAS)}."
        raise click.UsageError(f"no kind of card `{visible(kind)}`.{hint}")
    click.echo(json_schema.text(kind), nl=False)
