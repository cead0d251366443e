"""The commands of those who run the program: inspect, stuck, retry, replay, rebuild, verify, held."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import (
    AsJson,
    By,
    DataFolder,
    Reason,
    as_caller,
    ask_for,
    in_office,
    records,
)
from starter.terminal.errors import BadUsage, Refused

if TYPE_CHECKING:
    from office.office import Office

_SHORTEST_REASON = 10
Workflow = Annotated[
    str, typer.Argument(metavar="CASE", help="A case, or a sitting or dispute beside one, by its id.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("inspect")(_inspect)
    app.command("stuck")(_stuck)
    app.command("retry")(_retry)
    app.command("replay")(_replay)
    app.command("rebuild")(_rebuild)
    app.command("verify")(_verify)
    app.command("held")(_held)


def _inspect(case: Workflow, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """How a case's workflow stands: what it waits for, which build ran it last, its history in words."""
    from office.operations import inspect

    ask_for(data, by, Right.SEE_OPERATIONS)
    told = in_office(data, lambda office: inspect(office, case))
    if as_json:
        _print(told)
    else:
        _print_inspected(told)


def _stuck(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """What does not go on, and for each what mends it."""
    from office.operations import stuck

    ask_for(data, by, Right.SEE_OPERATIONS)
    found = in_office(data, stuck)
    if as_json:
        _print({"stuck": found})
        return
    for each in found:
        typer.echo(f"{each['workflow']}  {each['what']} Since {each['since'][:19].replace('T', ' ')} UTC.")
        typer.echo(f"    {each['remedy']}")
    typer.echo(f"{len(found)} stuck." if found else "Nothing is stuck.")


def _retry(
    case: Workflow, by: By = None, reason: Reason = "", data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Retry failed activities now. Who did it, and why, is recorded."""
    from office.operations import retry

    ask_for(data, by, Right.OPERATE)

    async def work(office: Office) -> dict[str, Any]:
        return await retry(office, case, by or "", reason)

    done = in_office(data, work)
    if as_json:
        _print(done)
    else:
        names = ", ".join(done["retried"]).replace("_", " ")
        typer.echo(
            f"Retried: {names} of {case}. See `ehcp stuck`." if names else f"{case} has already continued."
        )


def _replay(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="One case; else --all.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are open.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Does this build replay what is open? Run it before a deployment; exit 1 where any would break."""
    from office.operations import replay

    if (case is None) != everything:
        raise BadUsage("Name one case, or say --all.")
    ask_for(data, by, Right.SEE_OPERATIONS)
    logging.disable(logging.CRITICAL)  # the SDK logs each break with its whole stack; here it is one line
    try:
        told = in_office(data, lambda office: replay(office, case))
    finally:
        logging.disable(logging.NOTSET)
    if as_json:
        _print(told)
    else:
        for each in told["broken"]:
            typer.echo(f"{each['workflow']}  breaks: {each['why']}")
        typer.echo(f"{told['replayed']} replayed, {len(told['broken'])} would break.")
    if told["broken"]:
        count = len(told["broken"])
        raise Refused(f"{count} of {told['replayed']} would break under this build; do not deploy it.")


def _rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare; write nothing.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Drop the read model, make it again from the ledger, and print every difference."""
    from office.operations.rebuild import rebuild

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_OPERATIONS if check else Right.OPERATE)
        told = rebuild(database, check_only=check)
    if as_json:
        _print(told)
        return
    for each in told["differences"]:
        typer.echo(f"{each['case']}  {each['what']}: was {each['was']}, is {each['is']} by the ledger")
    done = "compared with" if check else "made again from"
    typer.echo(f"{told['cases']} cases {done} the ledger, {len(told['differences'])} differences.")


def _verify(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept",
            help="With --repair: let workers start although cases are lost from one store for good.",
        ),
    ] = False,
    by: By = None,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="TEXT", help="With --accept: why, without names. It is recorded."),
    ] = "",
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Are the ledgers whole, and do they hold all that the workflows know? Exit 1 where something is not well."""
    from engine.configuration import load
    from engine.connection import data_keys_of
    from office.operations import verify
    from office.stores import settle_after_repair

    if accept and not (repair and by and len(reason.strip()) >= _SHORTEST_REASON):
        raise BadUsage("--accept needs --repair, --by with your id and --reason with a sentence.")
    ask_for(data, by, Right.OPERATE if repair else Right.SEE_OPERATIONS)
    settings = load(data)

    async def work(office: Office) -> dict[str, Any]:
        keys = data_keys_of(settings)
        back, again = keys.reconcile() if repair else (0, 0)
        keys.database.close()
        told = await verify(office, repair=repair, sent=settings.outbox)
        if repair:
            accepts = (by or "", reason.strip()) if accept else None
            await settle_after_repair(office, settings, told["problems"], accepts)
        return {**told, "keys_taken_back": back, "keys_destroyed_again": again}

    told = in_office(data, work)
    wrong = [each for each in told["problems"] if not each["repaired"]]
    if as_json:
        _print(told)
    else:
        for each in told["problems"]:
            typer.echo(
                f"{each['subject']}  {each['what']} {'Mended.' if each['repaired'] else each['remedy']}"
            )
        if told["held"]:
            typer.echo(
                f"{told['held']} messages were queued again and are held: they may have been sent. See `ehcp held`."
            )
        mended = len(told["problems"]) - len(wrong)
        typer.echo(
            f"{told['workflows']} workflows and {told['ledgers']} ledgers looked at: {len(wrong)} not well, {mended} mended."
        )
    if wrong:
        raise Refused(f"{len(wrong)} things are not well.")


def _held(
    send: Annotated[
        list[str] | None, typer.Option("--send", metavar="ID", help="Let it leave; `all` for all.")
    ] = None,
    was_sent: Annotated[
        list[str] | None, typer.Option("--was-sent", metavar="ID", help="It left before; `all` for all.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Messages that a repair queued again: say of each whether it was sent, or let it leave."""
    from datetime import UTC, datetime

    from records import operations, outbox

    ask_for(data, by, Right.OPERATE if send or was_sent else Right.SEE_OPERATIONS)
    who = (by or "").strip()
    with records(data) as database, database.write() as session:
        held = outbox.held(session)
        known = {each.dispatch_id for each in held}
        chosen = {
            done: known if "all" in (ids or ()) else set(ids or ())
            for done, ids in (("send", send), ("was sent", was_sent))
        }
        if unknown := sorted((chosen["send"] | chosen["was sent"]) - known):
            raise Refused(f"No message {unknown[0]!r} is held; `ehcp held` lists them.")
        if (chosen["send"] or chosen["was sent"]) and not who:
            raise BadUsage("Say who decides this with --by; it is written down.")
        for each in held:
            for done, ids in chosen.items():
                if each.dispatch_id in ids:
                    if done == "send":
                        outbox.release(session, each.dispatch_id)
                    else:
                        outbox.mark_sent(session, each.dispatch_id, each.queued_at, "sent before a restore")
                    at = datetime.now(UTC)
                    operations.note(session, operations.Operation(at, who, done, each.dispatch_id, "held"))
        left = outbox.held(session)
    rows = [
        {
            "id": each.dispatch_id,
            "case": each.case_id,
            "on": each.on.isoformat(),
            "kind": each.kind,
            "to": each.to_role,
        }
        for each in left
    ]
    if as_json:
        _print({"held": rows})
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['case']}  {row['on']}  {row['kind']} to {row['to']}".replace("_", " "))
    typer.echo(f"{len(rows)} held.")


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _print_inspected(told: dict[str, Any]) -> None:
    build, records = told["build"], told["records"]
    lines = [
        f"{told['workflow']}  {told['what']}",
        f"{told['status'].capitalize()} since {_minute(told['started_at'])}; {told['events']} events, {told['bytes']} bytes.",
        f"Waits for  {told['waits_for']}",
    ]
    if build:
        routed = f" ({build['behaviour'].replace('_', ' ')})" if build["behaviour"] != "unspecified" else ""
        lines.append(f"Last build {build['id']} on {build['worker']}, {_minute(build['at'])}{routed}.")
    if records:
        stage = records["stage"].replace("_", " ")
        lines.append(f"Records    {stage}, step {records['sequence']}, {records['lines']} lines.")
        if records["beside"]:
            lines.append(f"Beside it  {', '.join(records['beside'])}")
    for each in told["activities"]:
        again = f", again at {_minute(each['next_attempt_at'])}" if each["next_attempt_at"] else ""
        failure = f", failed with {each['failure']}" if each["failure"] else ""
        lines.append(f"Activity   {each['kind']}, attempt {each['attempt']}{failure}{again}.")
    lines += [f"Unanswered {each['title']}, since {_minute(each['since'])}." for each in told["updates"]]
    lines += [f"Problem    {each['what']}\n           {each['remedy']}" for each in told["problems"]]
    lines += ["", "What happened"]
    lines += [f"{each['number']:>5}  {_minute(each['at'])}  {each['said']}" for each in told["history"]]
    typer.echo("\n".join(lines))


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")
