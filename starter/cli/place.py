"""The data folder, and a running office, for the commands that need them. One sentence where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from starter.cli.errors import Refused

if TYPE_CHECKING:
    from engine.settings import Settings
    from records.database import Database
    from starter.office import Office
    from starter.staff import Caller

T = TypeVar("T")

DataFolder = Annotated[
    str | None, typer.Option("--data", metavar="DIR", help="The data folder (default ./var, or EHCP_DATA).")
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="ID",
        help="Who acts or asks; somebody on the register of staff may do what their role lets them.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def today() -> date:
    """The local day in England."""
    from statute.local_time import london_date

    return london_date(datetime.now(UTC))


@contextmanager
def records(data: str | None) -> Iterator[Database]:
    """The records of a data folder, which can be read while no server runs."""
    from engine.settings import load
    from records.database import Database
    from records.errors import RecordsError

    settings = load(data)
    _must_exist(settings)
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
    from engine.settings import load
    from starter.refusals import ActRefused
    from starter.staff import caller_of

    with records(data) as database:
        try:
            yield database, caller_of(load(data), database, by)
        except ActRefused as error:
            raise Refused(str(error)) from None


def let_in(data: str | None, by: str | None, check: Callable[[Caller], None]) -> None:
    """Ask the gate before anything is done. Raises Refused."""
    with as_caller(data, by) as (_, caller):
        check(caller)


def in_office(data: str | None, work: Callable[[Office], Awaitable[T]]) -> T:
    """Do something with a running server and the records of a data folder."""
    from engine.connect import connect
    from engine.embedded import address_of
    from engine.errors import EngineError
    from engine.settings import load
    from starter.office import Office
    from starter.refusals import ActRefused

    settings = load(data)

    async def run(database: Database) -> T:
        client = await connect(settings, address=address_of(settings))
        return await work(Office(client, database, settings.task_queue))

    try:
        if settings.embedded:
            address_of(settings)
        with records(data) as database:
            return asyncio.run(run(database))
    except (EngineError, ActRefused) as error:
        raise Refused(str(error)) from None


def _must_exist(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite") and not (settings.data / "records.db").exists():
        raise Refused(
            f"There are no records in {settings.data}; start it with `ehcp up --data {settings.data}`."
        )
