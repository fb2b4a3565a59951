"""`releasecard rule` and `releasecard field`: explanations in the terminal."""

from __future__ import annotations

import click

from releasecard import explain
from releasecard.cli.plugins import with_plugins
from releasecard.fields import SCHEMAS, homes_of
from releasecard.formats import nearest
from releasecard.rules import BY_CODE
from releasecard.safe import visible


@click.command(short_help="Explain a rule, or list them all.")
@click.argument("code", required=False)
@with_plugins
def rule(code: str | None) -> None:
    """Explain the rule with that code or name; without one, list all rules."""
    if code is None:
        click.echo(explain.rule_list(), nl=False)
        return
    by_name = {one.name: one for one in BY_CODE.values()}
    found = BY_CODE.get(code.upper()) or by_name.get(code.lower())
    if found is None:
        near = nearest(code.upper(), BY_CODE) or nearest(code, by_name)
        hint = (
            f"Did you mean `{near}`?"
            if near
            else "`releasecard rule` lists them, with `--plugins` those of plugins too."
        )
        raise click.UsageError(f"no rule `{visible(code)}`. {hint}")
    click.echo(explain.rule_text(found), nl=False)


@click.command(short_help="Explain a field of a card, or list them.")
@click.argument("path", required=False)
@click.option("--kind", type=click.Choice(list(SCHEMAS)), help="Kind of card; the first that has the field.")
@with_plugins
def field(path: str | None, kind: str | None) -> None:
    """Explain the field at PATH (rollouts.*.temperature; an id may stand for *); without one, list sections."""
    kinds = [kind] if kind else list(SCHEMAS)
    if path is None:
        click.echo(explain.field_list(kinds[0]), nl=False)
        return
    for one in kinds:
        found = explain.field_at(one, path)
        if found is not None:
            click.echo(explain.field_text(one, *found), nl=False)
            return
    parent = path.rpartition(".")[0]
    inside = next(filter(None, (explain.field_at(one, parent) for one in kinds)), None) if parent else None
    known = list(explain.inner_fields(inside[1])) if inside else [name for one in kinds for name in SCHEMAS[one]]
    last = path.split(".")[-1]
    near = nearest(last, known) if inside or not parent else None
    near = near or next((name for name in known if inside and last.endswith(f"_{name}")), None)
    found_at = list(dict.fromkeys(f"{home}.{last}" for one in kinds for home in homes_of(one).get(last, ())))[:3]
    if near and not (found_at and not parent):
        hint = f"Did you mean `{f'{parent}.{near}' if parent else near}`?"
    elif found_at:
        hint = f"Did you mean {' or '.join(f'`{one}`' for one in found_at)}?"
    else:
        hint = "`releasecard field` lists them."
    raise click.UsageError(f"no field `{visible(path)}`. {hint}")
