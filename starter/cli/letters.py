"""`ehcp letters`: letters that wait and what is missing, what did not arrive, and what an officer can do."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller, day
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.files import write_bytes
from starter.terminal.wording import recipient

if TYPE_CHECKING:
    from records.database import Database

T = TypeVar("T")
Id = Annotated[str, typer.Argument(metavar="ID", help="As `ehcp history CASE` names it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    letters = typer.Typer(help="Letters and messages on their way.", invoke_without_command=True)
    letters.callback()(_letters)
    for name, command in (
        ("recall", _recall),
        ("approve", _approve),
        ("again", _again),
        ("posted", _posted),
        ("show", _show),
        ("lint", _lint),
    ):
        letters.command(name)(command)
    app.add_typer(letters, name="letters")


def _letters(context: typer.Context, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List letters that have not left and what is missing, what did not arrive, and mailings that wait for approval."""
    if context.invoked_subcommand is not None:
        if by is not None:  # it would be lost, and the command the operator's
            raise BadUsage(
                f"Say --by after the whole command: `ehcp letters {context.invoked_subcommand} ... --by ID`."
            )
        return
    from casework.access.permissions import Right
    from office.letters import cases_of_batch
    from office.waiting_letters import needing_attention, second_looks, waiting_letters

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE)

        @cache
        def sees(case: str) -> bool:
            return caller.may(Right.SEE_CASE, case)

        found = [one for one in waiting_letters(database) if sees(one["case"])]
        tasks = [one for one in needing_attention(database) if sees(one["case"])]
        looks = [
            one for one in second_looks(database) if all(map(sees, cases_of_batch(database, one["batch"])))
        ]
    if as_json:
        told = {"letters": found, "to_see_to": tasks, "second_looks": looks}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in tasks:
        typer.echo(
            f"{one['case']}  {one['on']}  {_kind(one)} {_to(one)} {one['dispatch']} needs you: {one['problem']}"
        )
    for one in looks:
        typer.echo(
            f"{one['batch']}: {one['messages']} messages wait for `ehcp letters approve` by a second person."
        )
    for one in found:
        typer.echo(f"{one['case']}  {one['on']}  {_kind(one)} {_to(one)}: {_waits(one)}")
    if not (found or tasks or looks):
        typer.echo("Every letter has left.")


def _recall(dispatch: Id, by: By = None, data: DataFolder = None) -> None:
    """Take back a letter or message that has not left."""
    from office.letters import recall

    _answer(data, by, dispatch, lambda database: recall(database, dispatch, actor(by)))
    typer.echo(f"Recalled: {dispatch}. Send it after all with `ehcp letters again {dispatch}`.")


def _approve(
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="As `ehcp letters` names it.")],
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Approve a bulk mailing. --by is the person who checked it, who must not be the person who made it."""
    from casework.access.permissions import Right
    from office.letters import approve, cases_of_batch

    if by is None:
        raise BadUsage("Give --by: the person who checked it, who must not be the person who made it.")
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT)
        for case in cases_of_batch(database, batch):
            caller.check(Right.ACT, case)
        count = approve(database, batch, by)
    typer.echo(f"{count} messages may leave.")


def _again(dispatch: Id, by: By = None, data: DataFolder = None) -> None:
    """Send again what did not arrive, to the current address."""
    from office.letters import resend

    new = _answer(data, by, dispatch, lambda database: resend(database, dispatch, actor(by)))
    typer.echo(f"Queued: {new}.")


def _posted(
    dispatch: Id,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was posted.")] = "today",
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Record that a letter was printed and posted by hand."""
    from office.letters import mark_posted

    posted_on = day(on)
    _answer(data, by, dispatch, lambda database: mark_posted(database, dispatch, posted_on, actor(by)))
    typer.echo(f"Recorded: {dispatch} was posted by hand.")


def _show(
    dispatch: Id,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="Write the letter as it was sent.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the evidence of one letter or message: who it was for, when and how it left, and what the provider reports."""
    from casework.access.permissions import Right
    from office.letters import case_of, shown

    with as_caller(data, by) as (database, caller):
        case = case_of(database, dispatch)
        caller.check(Right.SEE_CASE, case)
        told, made = shown(database, dispatch, personal=caller.may_personal(case), wanted=pdf is not None)
    if pdf is not None:
        if made is None:
            raise Refused(f"{dispatch} is not a letter, or you may not read it.")
        write_bytes(pdf, made)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for name, value in told.items():
        if name == "words":
            for word in value:
                typer.echo(f"{word['at'][:19]}  {word['word']}")
        elif name == "text_used" and value is not None:
            whose = "the authority's own" if value["is_own"] else "shipped"
            typer.echo(f"text: {value['name']}, version {value['version']}, {whose}, {value['hash']}")
        elif value not in (None, False):
            typer.echo(f"{name.replace('_', ' ')}: {value}")


def _lint(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="The authority's own texts (default EHCP_LETTER_TEXTS); without one, the shipped texts.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the texts of letters, e-mails and text messages: one sentence for each fault, and exit 1 where there is one."""
    from engine.configuration import load
    from office.letter_texts import text_faults

    found = text_faults(folder or load().sending.letter_texts)
    if as_json:
        told = [{"file": one.name, "line": one.line, "fault": one.what} for one in found]
        typer.echo(json.dumps({"faults": told}, indent=2, ensure_ascii=False))
    else:
        for one in found:
            typer.echo(str(one))
        if not found:
            typer.echo("Every text can be used.")
    if found:
        raise Refused(f"The texts have {len(found)} fault{'' if len(found) == 1 else 's'}.")


def _answer(data: str | None, by: str | None, dispatch: str, work: Callable[[Database], T]) -> T:
    from casework.access.permissions import Right
    from office.letters import case_of

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT, case_of(database, dispatch))
        return work(database)


def _kind(one: dict[str, Any]) -> str:
    return str(one["kind"]).replace("_", " ")


def _to(one: dict[str, Any]) -> str:
    return f"to {recipient(one['to_role'], one['of'])}"


def _waits(one: dict[str, Any]) -> str:
    if one["lacks"]:
        return f"missing: {'; '.join(one['lacks'])}"
    if one["status"] == "second_look":
        return "waits for a second look"
    if one["problem"]:
        return f"waits: {one['problem']}"
    if one["not_before"]:
        return f"leaves on {one['not_before'][:10]} at {one['not_before'][11:16]} UTC, and can be recalled until then"
    return "waits for its turn"
