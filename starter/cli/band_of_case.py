"""`ehcp band` for one case: its profile, the decision, the end of what is paid, and the schedule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, Case, DataFolder, Reason, actor, as_caller, day, today
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from office.staff import Caller
    from records.database import Database

_MOST_SAID = 50
SetLevels = Annotated[
    list[str] | None, typer.Option("--set", metavar="CATEGORY=LEVEL", help="The level of a category.")
]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="CATEGORY=TEXT", help="A row of the plan by its id, or words."),
]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day.")]
Last = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day.")]


def show(
    case: Annotated[
        str | None, typer.Argument(metavar="CASE", help="Left out, it lists the frameworks.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the band of a case with its three elements, or the frameworks that are loaded."""
    from office.band_views import case_as_json
    from office.money import framework_as_json, loaded

    with answering(data, by) as (database, caller):
        if case is None:
            caller.check(Right.SEE_CASELOAD)
            with database.read() as session:
                told: dict[str, Any] = {
                    "frameworks": [framework_as_json(one, today()) for one in loaded(session)]
                }
        else:
            caller.check_personal(case)
            with database.read() as session:
                told = case_as_json(session, case, today())
    if as_json:
        print_json(told)
    elif case is None:
        for one in told["frameworks"]:
            off = f", off from {one['off_from']}" if one["off_from"] else ""
            typer.echo(
                f"{one['framework']} {one['version']}  from {one['starts']}{off}  {one['name']} ({one['label']})"
            )
    else:
        _say_case(told)


def profile_case(
    case: Case,
    setting_type: Annotated[str, typer.Option("--setting-type", metavar="TYPE", help="The type of setting.")],
    levels: SetLevels = None,
    evidence: Evidence = None,
    framework: Annotated[
        str | None, typer.Option("--framework", metavar="ID", help="Where several hold.")
    ] = None,
    second: Annotated[bool, typer.Option("--second", help="The second banding of a moderation.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep the level of each category with its evidence, and tell the band that it gives."""
    from office.band_views import profile_as_json
    from office.banding import GivenLevel, GivenProfile, needs_in, of_case, profile

    wanted, says = _pairs(levels, "--set"), _pairs(evidence, "--evidence")
    with answering(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        caller.check_personal(case)
        with database.read() as session:
            plan = of_case(session, case, today()).plan
        keys = {one.key for one in needs_in(plan.content)} if plan else set()
        given = {
            name: GivenLevel(
                _whole(name, level),
                tuple(one for one in (says.get(name, ""),) if one in keys),
                "" if says.get(name, "") in keys else says.get(name, ""),
            )
            for name, level in wanted.items()
        }
        kind = "second" if second else "profile"
        made = profile(database, case, GivenProfile(setting_type, given, framework), actor(by), today(), kind)
    told = profile_as_json(made)
    if as_json:
        print_json(told)
    else:
        typer.echo(
            f"Band {told['band']} of {told['framework']} ({told['points']} points). It stands in no plan."
        )


def decide_case(
    case: Case,
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="The first day that is paid.")],
    covers: Annotated[str, typer.Option("--covers", metavar="yes|no", help="Whether the money covers what Section F says.")],
    rest: Annotated[str, typer.Option("--rest", metavar="TEXT", help="How the rest of Section F is secured.")] = "",
    band: Annotated[str | None, typer.Option("--band", metavar="BAND", help="Another band than the computed one.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it differs from the computed band.")] = "",
    extra: Annotated[str, typer.Option("--extra", metavar="POUNDS", help="A further amount a year, where the band carries one.")] = "0",
    setting: Annotated[str, typer.Option("--setting", metavar="URN", help="The school or college.")] = "",
    by_panel: Annotated[bool, typer.Option("--by-panel", help="A panel decided it.")] = False,
    process: Annotated[str, typer.Option("--process", metavar="ID", help="The process in which a panel decided it.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was decided.")] = "today",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Decide the band of a case and freeze its amounts. A band that differs needs a reason."""
    from casework.money.pence import amount_read
    from office.band_views import decision_as_json
    from office.banding import GivenDecision, decide

    try:
        pence = amount_read(extra)
    except ValueError as wrong:
        raise BadUsage(f"--extra: {wrong}.") from None
    given = GivenDecision(day(start), day(on), covers, band, reason, pence, rest, by_panel, setting, process)
    with answering(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        caller.check_personal(case)
        told = decision_as_json(decide(database, case, given, actor(by), today()), today())
    if as_json:
        print_json(told)
    else:
        _say_decision(told)


def end_payments(
    case: Case,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day the child or young person left.")],
    reason: Reason,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """End what is paid for a case on the day of leaving."""
    from office.band_views import decision_as_json
    from office.banding import end

    with answering(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        caller.check_personal(case)
        told = decision_as_json(end(database, case, day(on), actor(by), reason, today()), today())
    if as_json:
        print_json(told)
    else:
        typer.echo(f"{case} is paid to {told['paid_to']}.")


def schedule(
    case: Annotated[
        str | None, typer.Argument(metavar="CASE", help="Left out, it is every case for finance.")
    ] = None,
    first: First = None,
    last: Last = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Print the payments to the day and the penny, as CSV. The default is the financial year."""
    from office.band_reports import lines_within, schedule_csv
    from office.band_views import last_day, lines_as_json, schedule_of
    from office.banding import of_case
    from office.team_scope import team_scope

    begins = day(first) if first else date.min
    with answering(data, by) as (database, caller):
        until = last_day(day(last) if last else None, today())
        if case is None:
            caller.check(Right.SET_BANDS)
        else:
            caller.check_personal(case)
        with database.read() as session:
            if case is None:
                lines = lines_within(session, team_scope(caller.person), begins, until)
            else:
                lines = [
                    one for one in schedule_of(of_case(session, case, today()), until) if one.ends >= begins
                ]
            told = lines_as_json(session, lines) if as_json else schedule_csv(session, lines)
    if as_json:
        print_json({"lines": told})
    else:
        typer.echo(told, nl=False)


@contextmanager
def answering(data: str | None, by: str | None) -> Iterator[tuple[Database, Caller]]:
    """The records and who asks. A file with faults ends the command with all of them."""
    from office.money import BadFile

    with as_caller(data, by) as found:
        try:
            yield found
        except BadFile as bad:
            first, *others = bad.faults
            if not others:
                raise BadUsage(first) from None
            for fault in bad.faults[:_MOST_SAID]:
                typer.echo(fault, err=True)
            raise BadUsage(
                f"The file has {len(bad.faults)} faults and was not taken; mend them first."
            ) from None


def _pairs(written: list[str] | None, option: str) -> dict[str, str]:
    found = {}
    for one in written or []:
        name, equals, value = one.partition("=")
        if not equals:
            raise BadUsage(f"{option} {one!r} has no equals sign; write CATEGORY=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _whole(name: str, written: str) -> int:
    if not written.isascii() or not written.isdecimal():
        raise BadUsage(f"The level of {name} is {written!r}; write a whole number.")
    return int(written)


def _say_case(told: dict[str, Any]) -> None:
    profile = told["profile"]
    if profile is None:
        typer.echo("The case has no profile of its needs yet.")
        return
    typer.echo(
        f"Profile of {profile['on']}: band {profile['band']} of {profile['framework']} {profile['version']} ({told['label']})"
    )
    for one in told["decisions"]:
        _say_decision(one)


def _say_decision(one: dict[str, Any]) -> None:
    price = one["now"]
    until = f" to {one['paid_to']}" if one["paid_to"] else ""
    typer.echo(
        f"Band {one['decided']} from {one['starts_on']}{until}: element 1 {price['element_1']}, element 2 "
        f"{price['element_2']}, element 3 {price['element_3']} a year"
    )


def print_json(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
