"""A case and its disputes on virtual time, for the workflow tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from office.processes import process_as_json
from records import ledger, processes
from records.database import Database
from starter.simulate.processes import ProcessesPlayed
from starter.simulate.virtual_time import MORNING, Scene
from statute.local_time import start_of_day
from tests.workflows.played_case import Told
from workflows.messages import Receipt

REFUSED = ("assessment_refused 2024-04-10",)
ASKED = (*REFUSED, "mediation_adviser_contacted 2024-04-15", "mediation_requested 2024-04-17")
CERTIFIED = (*REFUSED, "mediation_declined 2024-04-15", "mediation_certificate 2024-04-17")
PLANNED = (
    "assessment_agreed 2024-04-10",
    "plan_agreed 2024-06-03",
    "draft_issued 2024-06-10",
    "representations_received 2024-06-20",
    "final_issued 2024-07-01",
)
ARRANGED: tuple[tuple[Any, ...], ...] = (
    ("accept_invitation 2024-04-19", "mediator-1", {}),
    ("propose_dates 2024-04-19", "mediator-1", {"dates": ["2024-05-16"]}),
    ("name_decision_maker 2024-04-22", "officer-1", {"person": "officer-9"}),
    ("confirm_session 2024-04-22", "officer-1", {"session_on": "2024-05-16"}),
)

MAY_STILL = {"reg33.contact_adviser", "rule20.appeal"}
"""The windows of the family after each decision that it can dispute."""


class Disputed:
    """A case and its disputes on virtual time: await both.case("..."), await both.mediation("...", by, {...})."""

    def __init__(self, told: Told, environment: WorkflowEnvironment, database: Database) -> None:
        self.told, self.database, self.environment = told, database, environment
        self.processes = ProcessesPlayed(environment, database, told.played)

    async def case(self, *said: str, **fields: Any) -> Receipt:
        for one in said:
            await self.until(one.split()[1])
            receipt = await self.told.do(one, **fields)
            await self.processes.find()
        return receipt

    async def mediation(self, said: str, by: str | None = None, fields: dict[str, Any] | None = None) -> None:
        await self._act("mediation", said, by, fields)

    async def appeal(self, said: str, **fields: Any) -> None:
        await self._act("appeal", said, None, fields)

    async def _act(self, kind: str, said: str, by: str | None, fields: dict[str, Any] | None) -> None:
        name, on, *of = said.split()
        await self.until(on)
        scene = Scene(name, date.fromisoformat(on), of[0] if of else None, fields or {}, by)
        await self.processes.act(scene, kind)

    async def arranged(self) -> None:
        for said, by, fields in ARRANGED:
            await self.mediation(said, by, fields)

    async def until(self, day: str) -> None:
        instant = start_of_day(date.fromisoformat(day)) + MORNING
        await self.processes.go_to(instant)
        await self.told.played.go_to(instant)
        await self.told.played.settle()

    def begun(self) -> tuple[str, ...]:
        """The ids of its disputes, without the plan and what that began."""
        return tuple(each for each in self.processes.begun() if each.startswith(("mediation-", "appeal-")))

    def ids(self) -> list[str]:
        return [each.partition("-")[0] for each in self.begun()]

    def handle(self, place: int = 0) -> WorkflowHandle[Any, Any]:
        self.processes.look_again()
        return self.environment.client.get_workflow_handle(self.begun()[place])

    def facts(self, place: int = 0, *kinds: str) -> list[tuple[str, str]]:
        with self.database.read() as session:
            assert ledger.broken(session, self.begun()[place]) is None
            lines = ledger.facts_of(session, self.begun()[place])
        return [(str(line.on), line.event) for line in lines if not kinds or line.kind in kinds]

    def row(self, place: int = 0) -> processes.ProcessRow:
        with self.database.read() as session:
            found = processes.find(session, self.begun()[place])
        assert found is not None
        return found

    def people(self, place: int = 0) -> frozenset[str]:
        with self.database.read() as session:
            return processes.people_of(session, self.begun()[place])

    def json(self, place: int = 0) -> dict[str, Any]:
        """The JSON of the dispute on the day of its last step."""
        on = max(date.fromisoformat(day) for day, _ in self.facts(place))
        return process_as_json(self.database, self.begun()[place], on)

    def familys_time(self, place: int = 0) -> set[str]:
        """The rules of the windows that are open to the family in a dispute."""
        return {side["rule"] for side in self.json(place)["family"]}

    def of_case(self, *events: str) -> list[tuple[str, str]]:
        return [(on, event) for on, event in self.told.facts("act") if event in events]
