"""`ehcp forecast`: when open cases will probably be final, what other numbers would change, and the staff that is needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, day, today
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from casework.forecast.forecast import CaseForecast

AsAt = Annotated[
    str | None, typer.Option("--as-at", metavar="DATE", help="As at the end of this day; today by default.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("forecast")(_forecast)


def _forecast(
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Only this case.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="What if: panel_weekly=12, officers=+2 or ep_return_days=-7. A sign changes today's number.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Show how the forecast did in months that it did not see.")
    ] = False,
    staff: Annotated[
        bool,
        typer.Option("--capacity", help="Show the requests of the coming year and the staff that they need."),
    ] = False,
    as_at: AsAt = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Estimate when each open case will be final, from this council's own past. It moves no statutory date."""
    if check + staff + (case is not None or bool(settings)) > 1:
        raise BadUsage(
            "--check and --capacity each stand for themselves; give only one of them, without --case and --set."
        )
    on = day(as_at) if as_at else today()
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ASSIGN)
        with database.read() as session:
            if check:
                told = _checked(session, on)
            elif staff:
                told = _capacity(session, on)
            else:
                told = _forecasts(session, caller, on, case, settings or [])
    content, lines = told
    if as_json:
        typer.echo(json.dumps({"as_at": on.isoformat(), **content}, indent=2))
        return
    for line in lines:
        typer.echo(line)


def _forecasts(
    session: Any, caller: Any, on: Any, case: str | None, settings: list[str]
) -> tuple[dict[str, Any], list[str]]:
    from office.forecast import forecasts, wished_in
    from office.forecast_report import as_json
    from office.team_scope import team_scope

    if case is not None:
        caller.check(Right.SEE_CASE, case)
    wished = wished_in(session, settings)
    found = [
        one
        for one in forecasts(session, on, wished, team_scope(caller.person))
        if case in (None, one.case_id)
    ]
    if case is not None and not found:
        raise BadUsage(f"{case} has no forecast: it is not an open request on the way to a plan.")
    found.sort(key=lambda one: (-(one.chance_of_missing_final or 0.0), one.case_id))
    return {"forecasts": [as_json(one) for one in found]}, [_line(one) for one in found] or [
        "No request is open on that day."
    ]


def _line(one: CaseForecast) -> str:
    from casework.forecast.explanation import in_ten
    from statute.words import short_date

    final = f"likely final {short_date(one.final_on)}" if one.final_on else "probably no plan"
    if one.final_between is not None:
        final += f" ({short_date(one.final_between[0])} to {short_date(one.final_between[1])})"
    chance = in_ten(one.chance_of_missing_final) if one.chance_of_missing_final is not None else "no limit"
    return f"{one.case_id}  {final}; misses the twenty weeks: {chance}. {one.because} {one.would_help}"


def _checked(session: Any, on: Any) -> tuple[dict[str, Any], list[str]]:
    from office.forecast import checked
    from office.forecast_report import check_as_json

    found = checked(session, on)
    content = check_as_json(found)
    if not found.predictions:
        return content, [
            "No case ran out its twenty weeks in the held-back months, so there is nothing to check."
        ]
    lines = [
        f"{found.predictions} predictions in {len(found.months)} months that the forecast did not see.",
        "Brier score (0 is perfect, lower is better):",
        f"  forecast       {found.forecast:.3f}",
        f"  stage average  {found.stage_average:.3f}",
        f"  days left      {found.days_left:.3f}",
        "The forecast is better than both." if found.is_better else "The forecast is not better than both.",
        "Chance          predictions  said   came true",
    ]
    lines += [
        f"{one.above:.1f} to {one.above + 0.1:.1f}{one.predictions:>18}{one.predicted:>7.2f}{one.came_true:>11.2f}"
        for one in found.deciles
    ]
    return content, lines


def _capacity(session: Any, on: Any) -> tuple[dict[str, Any], list[str]]:
    from office.forecast import capacity_of
    from office.forecast_report import capacity_as_json, need_in_words, panel_in_words

    found = capacity_of(session, on)
    lines = [f"{one.first:%B %Y}  {one.requests:.0f} requests" for one in found.requests.months]
    if found.share_today is not None:
        lines.append(f"With today's staff about {found.share_today:.0%} of the plans would be in time.")
    lines += [need_in_words(one) for one in found.needs]
    if found.meetings is not None:
        lines.append(panel_in_words(found.meetings))
    return capacity_as_json(found), [*lines, "This assumes:", *(f"  {one}" for one in found.assumptions)]
