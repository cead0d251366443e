"""Records with a case in a panel and in mediation, and a person in every role, for tests without a server."""

from __future__ import annotations

from datetime import UTC, date, datetime

from casework.access.permissions import Person, Role
from casework.processes.mediation.mediation import Mediation
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from records import people
from records.database import Database
from records.people import Intake
from statute.facts import Event
from tests.activities.steps import Story
from tests.starter.processes import list_case, put

TODAY = date(2024, 6, 3)
CASE, SITTING, MEDIATION, CHILD = "case-a", "sitting-a", "mediation-a", "child-a"
NAME = "Wren Example"
_AT = datetime(2024, 5, 20, 9, tzinfo=UTC)


def _a(person: str, role: Role, *teams: str) -> Person:
    return Person(person, f"Sample {person}", frozenset({role}), frozenset(teams))


STAFF = {
    "officer": _a("officer-n1", Role.CASE_OFFICER, "north"),
    "officer of another team": _a("officer-s1", Role.CASE_OFFICER, "south"),
    "manager": _a("manager-north", Role.TEAM_MANAGER, "north"),
    "manager of another team": _a("manager-south", Role.TEAM_MANAGER, "south"),
    "head": _a("head-1", Role.HEAD_OF_SERVICE),
    "chair": _a("chair-1", Role.PANEL_CHAIR),
    "member": _a("panel-health-1", Role.PANEL_MEMBER),
    "mediator": _a("mediator-1", Role.MEDIATOR),
    "partner": _a("partner-forum-1", Role.PARTNER),
    "analyst": _a("analyst-1", Role.ANALYST),
    "ops": _a("ops-1", Role.OPS),
    "auditor": _a("auditor-1", Role.AUDITOR),
    "admin": _a("admin-1", Role.ADMIN),
}
"""A person in every role. Roles with a team appear twice: in the team of the case and in another team."""


def furnish(database: Database) -> None:
    """Add the case, its sitting and its mediation to the records."""
    listed = {"sitting": SITTING, "sits_on": "2024-06-03", "papers_by": "2024-05-27"}
    Story(CASE).then("panel_listed 2024-05-20", **listed).record(database)
    members = (Member("panel-health-1", "health"), Member("chair-1", "chair"))
    items = (Item(CASE, "assess"),)
    sitting = Sitting(SITTING, date(2024, 6, 3), date(2024, 5, 27), "chair-1", members, items)
    asked = Event("mediation_requested", date(2024, 5, 20), fields={"issues": ["education", "health"]})
    mediation = Mediation(
        MEDIATION, CASE, "assessment_refused", date(2024, 5, 1), (asked,), mediator="mediator-1"
    )
    with database.write() as session:
        people.register(
            session,
            Intake("key-a", CASE, None, NAME, date(2016, 1, 1), None, None, "parent", date(2024, 3, 4), "north", None, _AT, True, CHILD),
        )  # fmt: skip
        put(session, "panel", sitting, 1)
        list_case(session, SITTING, CASE, "officer-n1")
        put(session, "mediation", mediation, 1)
