"""The same child is found by an index, and opens one case however many requests come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any, cast

from alembic import command
from alembic.config import Config
from sqlalchemy import event, text

from casework.people.child import Details
from office.intake import Request
from office.office import Office
from office.refusals import ActRefused
from records import children, people
from records.database import Database
from records.tables import CHILDREN, INTAKES
from tests.running import ROOT

NAMES = ("Sean O'Brien", "Sean OBrien", "OBrien, Sean", "SEAN O\u2019BRIEN")
ROWS = 20_000


def request(number: int) -> Request:
    return Request(
        key=f"key-{number}",
        reference=f"R-{number}",
        child_name=NAMES[number % len(NAMES)],
        born_on=date(2018, 5, 4),
        family=None,
        email=None,
        source="parent",
        received_on=date(2026, 3, 4),
        team="north",
        officer=None,
        acts=(),
    )


def test_eight_requests_at_once_for_one_child_open_one_case(database: Database) -> None:
    office, start = Office(cast(Any, None), database, "queue"), Barrier(8)

    def register(number: int) -> str:
        start.wait()
        try:
            return office._register(request(number), None, second=False)[0].case_id
        except ActRefused as refused:
            return str(refused)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(register, range(8)))
    assert len([answer for answer in answers if " " not in answer]) == 1, answers
    with database.read() as session:
        assert session.query(INTAKES).count() == session.query(CHILDREN).count() == 1


def fill(database: Database) -> None:
    """Add many children, each with a request, in three statements."""
    is_lite = database.engine.dialect.name == "sqlite"
    numbers = (
        f"WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {ROWS})" if is_lite else ""
    )
    rows = "FROM g" if is_lite else f"FROM generate_series(1, {ROWS}) AS g(n)"
    at = "'2024-01-01 00:00:00+00:00'"
    with database.write() as session:
        for into, values in (
            ("children (child_id, created_at, survivor, current)", f"'child-' || n, {at}, 'child-' || n, 1"),
            (
                "child_details (child_id, version, name, name_key, born_on, from_on, recorded_at, why)",
                f"'child-' || n, 1, 'Name ' || n, 'aemn' || n, '2015-05-05', '2024-01-01', {at}, 'Filled.'",
            ),
            (
                "intakes (intake_key, case_id, child_id, source, received_on, team, registered_at, started)",
                f"'key-' || n, 'case-' || n, 'child-' || n, 'parent', '2024-01-01', 'north', {at}, true",
            ),
        ):
            session.execute(text(f"INSERT INTO {into} {numbers} SELECT {values} {rows}"))
        session.execute(text("ANALYZE"))


def test_a_child_without_a_date_of_birth_is_looked_up_by_an_index(database: Database) -> None:
    fill(database)
    asked, said = Details("Name 7"), list[tuple[str, Any]]()
    explain = "EXPLAIN QUERY PLAN " if database.engine.dialect.name == "sqlite" else "EXPLAIN "
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, text, values, *_: said.append((text, values))
    )
    for look_up in (
        lambda session: people.open_case_of(session, asked, "another"),
        lambda session: children.candidates(session, asked),
    ):
        said.clear()
        with database.read() as session:
            look_up(session)
            (query,) = [one for one in said if one[0].startswith("SELECT")]
            plan = "\n".join(
                str(row[-1]) for row in session.connection().exec_driver_sql(explain + query[0], query[1])
            )
        assert "ix_child_details_name_key" in plan, plan
        for table in ("child_details", "intakes", "children"):
            assert f"SCAN {table}" not in plan and f"Seq Scan on {table}" not in plan, plan


def test_the_migration_computes_the_keys_of_stored_names(database: Database) -> None:
    with database.write() as session:
        children.add(
            session, "child-1", Details("\u0141ukasz O'Nowak"), from_on=date(2024, 1, 1), by=None, why="Test.",
            at=datetime(2024, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        session.execute(text("UPDATE child_details SET name_key = 'nowak o \u0142ukasz'"))
    config = Config()
    config.set_main_option("script_location", str(ROOT / "records" / "migrations"))
    with database.engine.connect() as connection:
        connection.info["writes"] = True
        with connection.begin():
            config.attributes["connection"] = connection
            command.stamp(config, "0002", purge=True)
            command.upgrade(config, "0003")
    with database.read() as session:
        assert children.candidates(session, Details("Lukasz ONowak"))
