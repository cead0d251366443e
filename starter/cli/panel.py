"""`ehcp panel`: sittings of the multi-agency panel."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.errors import BadUsage
from starter.terminal.place import (
    AsJson,
    By,
    Case,
    DataFolder,
    On,
    as_caller,
    ask_for,
    day,
    in_office,
    let_in,
)

if TYPE_CHECKING:
    from office.office import Office

Sitting = Annotated[str, typer.Argument(metavar="SITTING")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    panel = typer.Typer(help="Sittings of the multi-agency panel.", no_args_is_help=True)
    panel.command("call")(_call)
    panel.command("list")(_list)
    panel.command("papers")(_papers)
    panel.command("attendance")(_attendance)
    panel.command("recommend")(_recommend)
    panel.command("carry-over")(_carry_over)
    panel.command("sign-off")(_sign_off)
    panel.command("call-off")(_call_off)
    panel.command("show")(_show)
    panel.command("sittings")(_sittings)
    app.add_typer(panel, name="panel")


def _call(
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day of the sitting: YYYY-MM-DD, today+14.")
    ],
    members: Annotated[
        list[str],
        typer.Option("--member", metavar="ID=ROLE", help="education, health and social_care at least."),
    ],
    chair: Annotated[str, typer.Option("--chair", metavar="ID", help="The member who signs it off.")],
    papers_by: Annotated[
        str | None, typer.Option("--papers-by", metavar="DATE", help="When papers are due (a week before).")
    ] = None,
    team: Annotated[str | None, typer.Option("--team", metavar="ID")] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Call a sitting."""
    from casework.access.permissions import Right
    from casework.processes.panel.sitting import Member
    from office.panel import Call, call_sitting

    found = []
    for written in members:
        member, equals, role = written.partition("=")
        if not equals or not member or not role:
            raise BadUsage(f"{written!r} is not ID=ROLE; write it as --member officer-7=health.")
        found.append(Member(member, role))
    call = Call(day(on), tuple(found), chair, day(papers_by) if papers_by else None, team)
    ask_for(data, by, Right.RUN_PANEL)
    sitting = in_office(data, lambda office: call_sitting(office, call, by))
    typer.echo(
        json.dumps({"sitting": sitting}) if as_json else f"Called: {sitting}, {call.sits_on.isoformat()}."
    )


def _list(
    sitting: Sitting,
    case: Case,
    about: Annotated[
        str, typer.Option("--about", metavar="assess|plan", help="What the panel is asked.")
    ] = "plan",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """List a case to a sitting."""
    _act(sitting, "list_case", "today", case, {"about": about}, by, data, as_json)


def _papers(
    sitting: Sitting, case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Record that the papers of a case are ready."""
    _act(sitting, "papers_ready", "today", case, {}, by, data, as_json)


def _attendance(
    sitting: Sitting,
    present: Annotated[list[str], typer.Option("--present", metavar="ID", help="A member who was there.")],
    on: On = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Record who was there; a sitting without a service is not quorate, and the managers are told."""
    _act(sitting, "record_attendance", on, None, {"present": present}, by, data, as_json)


def _recommend(
    sitting: Sitting,
    case: Case,
    recommendation: Annotated[
        str,
        typer.Argument(
            metavar="RECOMMENDATION",
            help="assess, do_not_assess, make_plan, do_not_make_plan, more_information.",
        ),
    ],
    reasons: Annotated[str, typer.Option("--reasons", help="In words that the family can read.")],
    dissent: Annotated[
        str | None, typer.Option("--dissent", help="What a member said who did not agree.")
    ] = None,
    on: On = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Record what the panel advises on a case. The case is told when the chair signs off."""
    said = {"recommendation": recommendation, "reason": reasons} | ({"dissent": dissent} if dissent else {})
    _act(sitting, "recommend", on, case, said, by, data, as_json)


def _carry_over(
    sitting: Sitting,
    case: Case,
    why: Annotated[
        str,
        typer.Option(
            "--why", help="not_reached, papers_missing, inquorate, more_information, asked_by_family."
        ),
    ],
    to: Annotated[
        str | None, typer.Option("--to", metavar="SITTING", help="The sitting that takes it.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Carry a case over to another sitting. Its limits do not wait."""
    _act(sitting, "carry_over", "today", case, {"why": why} | ({"to": to} if to else {}), by, data, as_json)


def _sign_off(
    sitting: Sitting, on: On = "today", by: By = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """The chair signs the sitting off (a member who was there, where the chair was not); its cases are told the advice."""
    _act(sitting, "sign_off", on, None, {}, by, data, as_json)


def _call_off(sitting: Sitting, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Call a sitting off; the officers and managers of its cases are told."""
    _act(sitting, "call_off", "today", None, {}, by, data, as_json)


def _act(
    sitting: str,
    action: str,
    on: str,
    case: str | None,
    fields: dict[str, Any],
    by: str | None,
    data: str | None,
    as_json: bool,
) -> None:
    from casework.access.permissions import Right
    from casework.processes.panel.sitting import PANEL_ACTS
    from office.office import opaque
    from office.panel import act_at
    from workflows.messages import ActMessage

    took_effect = day(on)
    let_in(data, by, lambda caller: caller.check_at(Right.RUN_PANEL, sitting, case))

    message = ActMessage(
        action=action, on=took_effect, of=case, fields=fields, by=by, request_id=f"cli-{opaque()}"
    )

    def work(office: Office) -> Awaitable[Any]:
        return act_at(office, sitting, message)

    do: Callable[[Office], Awaitable[Any]] = work
    receipt = in_office(data, do)
    if as_json:
        typer.echo(json.dumps(receipt.model_dump(mode="json"), indent=2))
    else:
        typer.echo(f"Recorded: {PANEL_ACTS[action].said} ({receipt.stage.replace('_', ' ')}).")


def _show(sitting: Sitting, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """A sitting: who is on it, its agenda, and what it advises."""
    from casework.access.permissions import Right
    from office.panel import sitting_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_PANEL, sitting)
        told = sitting_as_json(database, sitting)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    console.print(
        f"[bold]{told['sitting']}[/bold]  {told['stage'].replace('_', ' ')}, {told['sits_on']}, papers by {told['papers_by']}",
        highlight=False,
    )
    there = set(told["present"] or ())
    for member in told["members"]:
        mark = "" if told["present"] is None else (" (there)" if member["id"] in there else " (not there)")
        chair = ", chair" if member["id"] == told["chair"] else ""
        console.print(
            f"  {member['role'].replace('_', ' ')}: {escape(member['id'])}{chair}{mark}", highlight=False
        )
    console.print("Agenda" if told["items"] else "No case is listed.", highlight=False)
    for place, item in enumerate(told["items"], start=1):
        papers = "papers ready" if item["papers"] else "no papers yet"
        advised = (
            f": {item['recommendation'].replace('_', ' ')}. {item['reason']}"
            if item["recommendation"]
            else ""
        )
        dissent = f" Dissent: {item['dissent']}" if item["dissent"] else ""
        console.print(
            f"  {place}. {item['case']} ({item['about']}, {papers}){escape(advised + dissent)}",
            highlight=False,
            soft_wrap=True,
        )


def _sittings(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Every sitting that one may see, the latest day first."""
    from casework.access.permissions import Right
    from office.panel import sittings_as_json
    from records.sittings import select_sittings

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_PANEL)
        with database.read() as session:
            rows = select_sittings(session)
        found = [one for one in sittings_as_json(rows) if caller.may(Right.SEE_PANEL, one["sitting"])]
    if as_json:
        typer.echo(json.dumps({"sittings": found}, indent=2))
        return
    for one in found:
        typer.echo(
            f"{one['sitting']}  {one['sits_on']}  {one['stage'].replace('_', ' ')}  {one['cases']} cases"
        )
    if not found:
        typer.echo("No sitting has been called; call one with `ehcp panel call`.")
