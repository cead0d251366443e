"""`counts`, `planner`, `accept`, `withdraw` and `setting` of the command for reviews: many plans at once."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from casework.reviews.planning_policy import chosen_policy
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, day, today
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from casework.reviews.year_planner import Proposal

_DAY = "DATE"
_A_WEEK = Annotated[
    int | None,
    typer.Option(
        "--meetings-a-week", metavar="N", min=1, max=25, help="How many meetings an officer can attend in a week."
    ),
]  # fmt: skip
_EARLY = Annotated[
    int | None,
    typer.Option(
        "--months-early", metavar="N", min=0, max=9, help="How many months before its latest day a meeting may be planned."
    ),
]  # fmt: skip


def add(app: typer.Typer) -> None:
    """Add the verbs to the command of the group."""
    app.command("counts")(_counts)
    app.command("planner")(_planner)
    app.command("accept")(_accept)
    app.command("withdraw")(_withdraw)
    app.command("setting")(_setting)


def _counts(
    since: Annotated[
        str | None, typer.Option("--from", metavar=_DAY, help="First day; by default 1 January of the year.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar=_DAY, help="Last day; by default today.")
    ] = None,
    count: Annotated[
        str | None,
        typer.Option("--list", metavar="COUNT", help="List the reviews in one count, such as not_done."),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Count reviews: done, not done, open over 6, 12 and 24 months, and as the Department publishes them for the year."""
    from office.review_planning import counted_reviews, counts, review_as_json

    last = day(until) if until else today()
    first = day(since) if since else date(last.year, 1, 1)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            if count is not None:
                found = counted_reviews(session, caller.person, first, last, count)
                _list([review_as_json(one) for one in found], {"count": count}, as_json)
                return
            told = counts(session, caller.person, first, last, last.year)
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    typer.echo(f"Reviews from {first.isoformat()} to {last.isoformat()}")
    typer.echo(f"{told['done']:>8}  done: the decision was sent")
    typer.echo(f"{told['not_done']:>8}  not done: owed, and no decision was sent")
    for months, count in told["open_over"].items():
        typer.echo(f"{count:>8}  held {months} months ago or more, and not finished")
    for months, count in told["not_held_over"].items():
        typer.echo(f"{count:>8}  never held, and owed {months} months ago or more")
    typer.echo(f"As the Department publishes them for {told['year']}")
    for name, count in told["published"].items():
        typer.echo(f"{count:>8}  {name}")


def _planner(
    officer: Annotated[str | None, typer.Option("--officer", metavar="ID", help="Only theirs.")] = None,
    setting: Annotated[
        str | None, typer.Option("--setting", metavar="ID", help="Only of this setting.")
    ] = None,
    meetings_a_week: _A_WEEK = None,
    months_early: _EARLY = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Propose a day for each review meeting, spread over the months. Nothing is recorded."""
    from office.review_planning import planned, proposal_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT)
        with database.read() as session:
            found = planned(session, caller.person, chosen_policy(meetings_a_week, months_early), today())
    shown = [
        one
        for one in found
        if officer in (None, one.review.officer) and setting in (None, one.review.setting)
    ]
    if as_json:
        typer.echo(json.dumps({"proposals": [proposal_as_json(one) for one in shown]}, indent=2))
        return
    for one in shown:
        typer.echo(_line(one))
    if not shown:
        typer.echo("No review is waiting for a day.")


def _line(one: Proposal) -> str:
    on = one.on.isoformat() if one.on else "no day    "
    who = one.review.officer or "no officer"
    return f"{on}  {one.id}  {one.review.setting or 'no setting'}  {who}  {one.because}"


def _accept(
    reviews: Annotated[list[str], typer.Argument(metavar="REVIEW...", help="The reviews, by id.")],
    meetings_a_week: _A_WEEK = None,
    months_early: _EARLY = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Accept the proposed day of one review or several, so that it stays."""
    from office.review_planning import accept, planned

    policy = chosen_policy(meetings_a_week, months_early)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT)
        with database.read() as session:
            found = {one.id: one.on for one in planned(session, caller.person, policy, today())}
        chosen = {}
        for one in reviews:
            if (on := found.get(one)) is None:
                raise BadUsage(f"No day is proposed for {one!r}; the verb planner lists the proposals.")
            chosen[one] = on
        number = accept(caller.gate, caller.person, chosen, policy, today())
    told = {one: on.isoformat() for one, on in chosen.items()}
    typer.echo(json.dumps({"accepted": told}) if as_json else f"Accepted: {number}.")


def _withdraw(
    reviews: Annotated[list[str], typer.Argument(metavar="REVIEW...", help="The reviews, by id.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw the accepted day of one review or several, so that a day is proposed again."""
    from office.review_planning import withdraw

    with as_caller(data, by) as (_, caller):
        caller.check(Right.ACT)
        number = withdraw(caller.gate, caller.person, reviews, today())
    typer.echo(json.dumps({"withdrawn": reviews}) if as_json else f"Withdrawn: {number}.")


def _setting(
    setting: Annotated[
        str, typer.Argument(metavar="SETTING", help="Such as urn-900001; none for no setting.")
    ],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the open reviews of one setting."""
    from office.review_planning import of_setting, review_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            found = [review_as_json(one) for one in of_setting(session, caller.person, setting)]
    _list(found, {"setting": setting}, as_json)


def _list(found: list[dict[str, Any]], of: dict[str, str], as_json: bool) -> None:
    """Print reviews, one a line."""
    if as_json:
        typer.echo(json.dumps({**of, "reviews": found}, indent=2))
        return
    for one in found:
        meeting = one["meeting_on"] or f"by {one['latest_meeting_on']}"
        typer.echo(f"{meeting}  {one['review']}  {one['stage']}  {one['officer'] or 'no officer'}")
    if not found:
        typer.echo("No review of this setting is open." if "setting" in of else "No review is in this count.")
