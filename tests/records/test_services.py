"""Late advice by service."""

from datetime import date

from records.caseload import Seen
from records.database import Database
from records.services import services
from tests.activities.steps import Story

AGREED = "assessment_agreed 2024-04-10"


def test_each_service_is_told_with_what_it_owes_and_how_late(database: Database) -> None:
    asked = (AGREED, "advice_requested 2024-04-11 school", "advice_requested 2024-04-11 health")
    Story("case-1").then(*asked, "advice_received 2024-05-10 school").record(database)
    Story("case-2").then(*asked, "advice_received 2024-06-02 school").record(database)
    Story("case-3").then(*asked, "withdrawn 2024-05-01").record(database)
    with database.read() as session:
        health, school = services(session, date(2024, 6, 10), Seen("head-1", None))
    assert (health.of, health.asked, health.received, health.waiting, health.overdue) == (
        "health",
        3,
        0,
        2,
        2,
    )
    assert (health.longest_overdue, health.days_late_on_average) == (18, 18.0)
    assert (school.of, school.asked, school.received, school.received_late) == ("school", 3, 2, 1)
    assert (school.waiting, school.overdue, school.days_late_on_average) == (0, 0, 10.0)


def test_a_service_owes_no_advice_for_a_plan_that_was_refused(database: Database) -> None:
    Story("case-1").then(AGREED, "advice_requested 2024-04-11 health", "plan_refused 2024-06-05").record(
        database
    )
    with database.read() as session:
        (health,) = services(session, date(2024, 6, 10), Seen("head-1", None))
    assert (health.asked, health.waiting, health.overdue) == (1, 0, 0)


def test_without_advice_there_is_nothing_to_tell(database: Database) -> None:
    Story("case-1").record(database)
    with database.read() as session:
        assert services(session, date(2024, 6, 10), Seen("head-1", None)) == []
