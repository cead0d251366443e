"""`ehcp services`: who owes advice, and how late."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, today


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("services")(_services)


def _services(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the services that give advice, most overdue first."""
    from records.caseload import Seen
    from records.profile import profile_content
    from records.services import services

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            found = services(session, today(), Seen(caller.id, None))
            known = (profile_content(session) or {}).get("services", {})
    managers = {of: service["manager"] for of, service in known.items()}
    if as_json:
        told = [{**asdict(one), "manager": managers.get(one.of)} for one in found]
        typer.echo(json.dumps({"services": told}, indent=2))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("Service")
    for column in ("Asked", "In", "In late", "Waiting", "Overdue", "Longest (days)", "Days late on average"):
        table.add_column(column, justify="right")
    table.add_column("Manager")
    for one in found:
        numbers = (one.asked, one.received, one.received_late, one.waiting, one.overdue, one.longest_overdue)
        table.add_row(
            escape(one.of.replace("_", " ")),
            *map(str, numbers),
            f"{one.days_late_on_average:.1f}",
            escape(managers.get(one.of, "")),
        )
    Console().print(table if found else "No advice has been asked for yet.")
