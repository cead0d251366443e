"""`ehcp plan quality`, `ehcp plan read` and `ehcp plan sign`: the grades of a version, a second reading and a signature."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller
from starter.terminal.errors import BadUsage, Refused

PlanId = Annotated[str, typer.Argument(metavar="PLAN", help="As `ehcp plan save` named it.")]


def register(plan: typer.Typer) -> None:
    """Add the commands to `ehcp plan`."""
    for name, command in (("quality", _quality), ("read", _read), ("sign", _sign)):
        plan.command(name)(command)


def _quality(plan: PlanId, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """The grade of a version and of each section, with its second readings and signatures."""
    from office.plan_quality import graded_as_json
    from office.plans import case_of

    with as_caller(data, by) as (database, caller):
        case = case_of(database, plan)
        caller.check_personal(case)
        told = graded_as_json(database, case, plan)
    _say(told, as_json)


def _read(
    plan: PlanId,
    grade: Annotated[
        list[str],
        typer.Option(
            "--grade",
            metavar="SECTION=GRADE",
            help="The grade of a section, such as F=good. Once for each section.",
        ),
    ],
    says: Annotated[str, typer.Option("--says", help="What you found.")] = "",
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep a second reader's grades of a version. Needs --by: whoever made the version cannot read it."""
    from office.plan_quality import graded_as_json, second_reading
    from office.plans import case_of

    grades = dict(_pair(one) for one in grade)
    with as_caller(data, by) as (database, caller):
        case = case_of(database, plan)
        for right in (Right.ACT, Right.SEE_PERSONAL):
            caller.check(right, case)
        second_reading(database, case, plan, _signed(by), (grades, says))
        told = graded_as_json(database, case, plan)
    _say(told, as_json)


def _sign(
    plan: PlanId,
    because: Annotated[str, typer.Option("--because", help="The reason, in a sentence.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Sign a version with a low grade, with the reason. Needs --by: whoever made the version cannot sign it."""
    from office.plan_quality import graded_as_json, sign
    from office.plans import case_of

    with as_caller(data, by) as (database, caller):
        case = case_of(database, plan)
        for right in (Right.SEE_PERSONAL, Right.SIGN_PLAN):
            caller.check(right, case)
        sign(database, case, plan, _signed(by), because)
        told = graded_as_json(database, case, plan)
    _say(told, as_json)


def _pair(text: str) -> tuple[str, str]:
    letter, equals, grade = text.partition("=")
    if not (letter and equals and grade):
        raise BadUsage(f"{text!r} is not SECTION=GRADE; write a section and its grade, such as F=good.")
    return letter, grade


def _signed(by: str | None) -> str:
    """Return the id of a person. Raises Refused for the operator of the folder, who cannot read or sign for anyone."""
    if not (by or "").strip():
        raise Refused("A reading or signature has a name; give your id with --by.")
    return actor(by)


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{told['plan']}, version {told['version']}: {told['grade']}, {told['score']}%.")
    for one in told["sections"]:
        typer.echo(f"  Section {one['letter']}, {one['title']}: {one['grade']}, {one['score']}%.")
    for one in told["readings"]:
        grades = ", ".join(f"{letter} {grade}" for letter, grade in one["grades"].items())
        typer.echo(
            f"Read by {one['by']} on {one['at'][:10]}: {grades}.{' ' + one['says'] if one['says'] else ''}"
        )
    for one in told["signatures"]:
        typer.echo(f"Signed by {one['by']} on {one['at'][:10]} as {one['grade']}: {one['because']}")
    if told["needs_signature"] and not told["signatures"]:
        typer.echo("As a final plan it needs a manager's signature.")
    if told["drawn_for_second_reader"] and not told["readings"]:
        typer.echo("It is drawn for a second reader.")
