"""The ledger can only be appended to, and shows any tampering."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from records.database import Database
from records.ledger import LedgerLine, append, broken, end_of, facts_of, last_seq, read_end

AT = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)
FACT = LedgerLine(
    seq=1,
    kind="act",
    event="assessment_agreed",
    on=date(2026, 6, 1),
    recorded_at=AT,
    stage="assessing",
    text="It was agreed.",
)


def test_lines_are_numbered_on_and_come_back_as_they_went_in(database: Database) -> None:
    implied = replace(
        FACT,
        seq=2,
        on=None,
        not_after=date(2026, 6, 2),
        of="school",
        fields={"to": "assess", "n": [1]},
        late=True,
    )
    with database.write() as session:
        append(session, "case-a", [FACT])
        append(session, "case-b", [FACT])
        append(session, "case-a", [implied, replace(FACT, seq=2)])
        append(session, "case-a", [])
    with database.read() as session:
        lines = facts_of(session, "case-a")
        assert [line.number for line in lines] == [1, 2, 3]
        assert replace(lines[1], number=0, hash="") == implied
        assert lines[0].recorded_at == AT
        assert (last_seq(session, "case-a"), last_seq(session, "case-c")) == (2, 0)
        assert broken(session, "case-a") is None


@pytest.mark.parametrize("statement", ["UPDATE ledger SET text = 'x'", "DELETE FROM ledger"])
def test_the_database_itself_refuses_to_change_or_remove_a_line(database: Database, statement: str) -> None:
    with database.write() as session:
        append(session, "case-a", [FACT])
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.execute(text(statement))
    with database.read() as session:
        assert len(facts_of(session, "case-a")) == 1


def test_a_line_that_was_changed_all_the_same_is_named(database: Database) -> None:
    with database.write() as session:
        append(session, "case-a", [FACT, replace(FACT, event="plan_agreed"), FACT])
    with database.write() as session:
        _without_triggers(session, "UPDATE ledger SET \"on\" = '2026-01-01' WHERE number = 2")
        assert (
            broken(session, "case-a")
            == "Line 2 of the ledger of case-a (plan_agreed) was changed after it was written."
        )


def test_a_line_that_is_missing_is_named(database: Database) -> None:
    with database.write() as session:
        append(session, "case-a", [FACT, FACT, FACT])
        _without_triggers(session, "DELETE FROM ledger WHERE number = 2")
        assert broken(session, "case-a") == "Line 2 of the ledger of case-a is missing."


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        append(session, "case-a", [FACT])
        raise RuntimeError
    with database.read() as session:
        assert facts_of(session, "case-a") == []


def test_an_instant_without_a_time_zone_is_not_stored(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"), database.write() as session:
        append(session, "case-a", [replace(FACT, recorded_at=datetime(2026, 6, 1))])  # noqa: DTZ001


def _without_triggers(session, statement: str) -> None:
    """Run a statement as a person with all rights on the database could."""
    if session.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER ledger_no_{what}"))
    else:
        session.execute(text("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only"))
    session.execute(text(statement))


def test_a_line_is_not_appended_after_another_than_the_one_that_was_read(database: Database) -> None:
    with database.write() as session:
        read = append(session, "case-a", [FACT])
        append(session, "case-a", [replace(FACT, seq=2)])  # as another worker does meanwhile
    with pytest.raises(IntegrityError), database.write() as session:
        append(session, "case-a", [replace(FACT, seq=2)], read)
    with database.read() as session:
        lines = facts_of(session, "case-a")
        assert [line.seq for line in lines] == [1, 2]
        assert end_of("case-a", lines) == read_end(session, "case-a")
        assert end_of("case-b", []) == read_end(session, "case-b")
