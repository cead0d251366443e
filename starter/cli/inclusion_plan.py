"""`ehcp inclusion-plan evidence`, `version` and `compare`: what a plan for the local area shows, beside its acts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, today
from starter.terminal.errors import BadUsage

COMMAND = "inclusion-plan"
"""The command of the group that these verbs belong to."""
PlanId = Annotated[str, typer.Argument(metavar="PLAN", help="Its id, as `ehcp inclusion-plan list` has it.")]
Number = Annotated[int, typer.Argument(metavar="VERSION", help="The number of a published version.")]


def add(app: typer.Typer) -> None:
    """Add the verbs to the command of the group."""
    app.command("evidence")(_evidence)
    app.command("version")(_version)
    app.command("compare")(_compare)


def _evidence(
    plan: PlanId,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="That of a published version.")
    ] = None,
    table: Annotated[str | None, typer.Option("--table", metavar="TABLE", help="One table, as CSV.")] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the frozen evidence: every table, or one as CSV. Small numbers are hidden."""
    from office import inclusion_plans

    with as_caller(data, by) as (database, caller):
        told = inclusion_plans.plan_told(caller.gate, caller.person, plan, today())
        of = told if version is None else inclusion_plans.version_told(told, version)
        found = inclusion_plans.evidence_of(database, of)
        if table is not None:
            typer.echo(inclusion_plans.table_as_csv(found, table), nl=False)
            return
    if as_json:
        typer.echo(json.dumps({"id": found.id, **found.content}, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{found.id}, as at {found.as_at.isoformat()}, law {found.rule_pack}")
    for one in found.tables:
        typer.echo(f"{one.id}  {one.title}{f': {one.absent}' if one.absent else f' ({len(one.rows)} rows)'}")


def _version(
    plan: PlanId,
    number: Number,
    out: Annotated[Path, typer.Argument(metavar="FILE.docx|FILE.html", help="Where to write it.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Write a published version as a Word or an HTML document without names."""
    from office import inclusion_plans

    if out.suffix not in (".docx", ".html"):
        raise BadUsage(f"{out.name} is neither .docx nor .html; choose one of the two.")
    with as_caller(data, by) as (database, caller):
        told = inclusion_plans.plan_told(caller.gate, caller.person, plan, today())
        paper = inclusion_plans.paper_of(database, inclusion_plans.version_told(told, number))
    if out.suffix == ".docx":
        from activities.paper_word import as_word as made
    else:
        from activities.paper_html import as_html as made
    out.write_bytes(made(paper))
    typer.echo(json.dumps({"file": str(out)}) if as_json else f"Written: {out}.")


def _compare(
    plan: PlanId,
    number: Number,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what moved since the version before. A number that either hides is left out."""
    from office import inclusion_plans

    with as_caller(data, by) as (database, caller):
        told = inclusion_plans.plan_told(caller.gate, caller.person, plan, today())
        found = inclusion_plans.compared(database, told, number)
    if as_json:
        typer.echo(json.dumps(_told(found), indent=2, ensure_ascii=False))
        return
    for table in found.tables:
        typer.echo(table.title)
        for one in table.moved:
            typer.echo(f"  {one.row}, {one.column}: {one.before} to {one.after} ({one.change})")
        if table.only_in:
            typer.echo(f"  Only the version {'before' if table.only_in == 'before' else 'now'} has numbers.")
    if not found.tables:
        typer.echo("No number that both versions show has moved.")


def _told(found: Any) -> dict[str, Any]:
    return {
        "from": found.before["as_at"],
        "to": found.after["as_at"],
        "sections": list(found.sections),
        "tables": [
            {
                "id": table.id,
                "only_in": table.only_in,
                "moved": [
                    {"row": one.row, "column": one.column, "before": one.before, "after": one.after}
                    for one in table.moved
                ],
            }
            for table in found.tables
        ],
    }
