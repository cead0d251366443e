"""What commands share: options, the data folder, the caller, and a running office."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from starter.terminal.errors import BadUsage, Refused

if TYPE_CHECKING:
    from casework.access.permissions import Right
    from engine.configuration import Settings
    from office.office import Office
    from office.staff import Caller
    from records.database import Database

T = TypeVar("T")

DataFolder = Annotated[
    str | None, typer.Option("--data", metavar="DIR", help="The data folder (default ./var, or EHCP_DATA).")
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="ID",
        help="Who acts or asks: a person on the register of staff. Left out, it is the operator of the data folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Case = Annotated[str, typer.Argument(metavar="CASE")]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why, in a sentence. It is recorded; do not name anyone in it."
    ),
]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The date it happened: YYYY-MM-DD, today or today-3.")
]
Particulars = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A field of the act, such as of=school."),
]
RequestId = Annotated[
    str | None,
    typer.Option("--request-id", metavar="ID", help="An act repeated with the same id is recorded once."),
]


def today() -> date:
    """The local day in England."""
    from statute.local_time import london_date

    return london_date(datetime.now(UTC))


def day(written: str) -> date:
    """A day as a person writes it in a command. Raises BadUsage."""
    from office.intake import day_written

    try:
        return day_written(written, today())
    except ValueError as error:
        raise BadUsage(str(error)) from None


def set_in(written: list[str] | None) -> tuple[str | None, dict[str, Any]]:
    """Whose an act is, and its particulars, as --set gives them. Raises BadUsage."""
    from office.act_fields import settings_written

    try:
        return settings_written(written or [])
    except ValueError as error:
        raise BadUsage(str(error)) from None


@contextmanager
def records(data: str | None) -> Iterator[Database]:
    """The records of a data folder, which can be read while no server runs."""
    from engine.configuration import load
    from engine.unfinished_restore import refuse_unfinished_restore
    from records.database import Database
    from records.errors import RecordsError

    settings = load(data)
    refuse_unfinished_restore(settings)
    if settings.sending.letter_texts is not None:
        from office.letter_texts import use_own_texts

        use_own_texts(settings)
    if not has_records(settings):
        raise Refused(
            f"There are no records in {settings.data}; start it with `ehcp up --data {settings.data}`."
        )
    try:
        database = Database(settings.database_url)
    except RecordsError as error:
        raise Refused(str(error)) from None
    try:
        yield database
    except RecordsError as error:
        raise Refused(str(error)) from None
    finally:
        database.close()


@contextmanager
def as_caller(data: str | None, by: str | None) -> Iterator[tuple[Database, Caller]]:
    """The records of a data folder, and who gives the command. What the gate refuses ends the command with its sentence."""
    from engine.configuration import load
    from office.refusals import ActRefused
    from office.staff import caller_of

    with records(data) as database:
        try:
            yield database, caller_of(load(data), database, (by or "").strip() or None)
        except ActRefused as error:
            raise Refused(str(error)) from None


def actor(by: str | None) -> str:
    """The id to record as the actor: the person who is given, or the operator of the data folder."""
    from casework.access.permissions import OPERATOR

    return (by or "").strip() or OPERATOR.id


def let_in(data: str | None, by: str | None, check: Callable[[Caller], None]) -> None:
    """Ask the gate before anything is done. Raises Refused."""
    with as_caller(data, by) as (_, caller):
        check(caller)


def ask_for(data: str | None, by: str | None, right: Right) -> None:
    """Ask the gate for a right that is not about one case, before anything is done. Raises Refused."""
    let_in(data, by, lambda caller: caller.check(right))


def in_office(data: str | None, work: Callable[[Office], Awaitable[T]]) -> T:
    """Do something with a running server and the records of a data folder. Raises Refused."""
    from temporalio.service import RPCError

    from engine.configuration import load
    from engine.connection import connect
    from engine.embedded import address_of
    from engine.errors import EngineError
    from office.office import Office
    from office.refusals import ActRefused, Unconfirmed

    settings = load(data)

    async def run(database: Database) -> T:
        client = await connect(settings, address=address_of(settings))
        return await work(Office(client, database, settings.task_queue))

    try:
        if settings.embedded:
            address_of(settings)
        with records(data) as database:
            return asyncio.run(run(database))
    except (EngineError, ActRefused, Unconfirmed) as error:
        raise Refused(str(error)) from None
    except RPCError as error:
        raise Refused(
            f"The Temporal server answered {error.status.name}, so it is not known whether this was done; look before "
            "you do it again."
        ) from None


def has_records(settings: Settings) -> bool:
    """Whether there may be records to open: a server of its own is only known by asking it."""
    return not settings.database_url.startswith("sqlite") or (settings.data / "records.db").exists()
