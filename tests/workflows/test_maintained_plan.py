"""The life of a maintained plan on the real workflows and virtual time: what it begins, hears, passes on and ends."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from temporalio.client import WorkflowHandle

from records import ledger, processes
from starter.simulate.virtual_time import Scene
from tests.activities.people import register
from tests.workflows.disputes import PLANNED, Disputed
from workflows.messages import Receipt
from workflows.process_messages import ProcessProgress

Begin = Callable[[str], Coroutine[Any, Any, Disputed]]
FIRST_CYCLE, NEXT_CYCLE = "20250630", "20250811"
CEASED = {"decision": "cease", "reason": "The outcomes are met."}
A_QUIET_YEAR = 15
"""The most events of a plan in a year in which nothing happens to it."""


class Life:
    """The plan of a case, and what it began."""

    def __init__(self, both: Disputed) -> None:
        self.both, self.database = both, both.database
        self.plan = both.told.id.replace("case", "maintained")

    def id_of(self, noun: str, key: str) -> str:
        return f"{self.plan.replace('maintained', noun)}-{key}"

    def handle(self, process_id: str | None = None) -> WorkflowHandle[Any, Any]:
        return self.both.environment.client.get_workflow_handle(process_id or self.plan)

    async def begun(self, noun: str) -> list[str]:
        progress = await self.handle().query("progress", result_type=ProcessProgress)
        return [one.id for one in progress.begun if one.id.startswith(f"{noun}-")]

    def lines(self, process_id: str) -> list[tuple[str, str]]:
        with self.database.read() as session:
            assert ledger.broken(session, process_id) is None
            return [(str(line.on), line.event) for line in ledger.facts_of(session, process_id)]

    def facts(self) -> list[str]:
        """What the plan was told, in order of day."""
        return [fact["event"] for fact in self.view(self.plan)["facts"]]

    def view(self, process_id: str) -> dict[str, Any]:
        with self.database.read() as session:
            row = processes.find(session, process_id)
        assert row is not None, process_id
        return dict(row.content)

    async def act(self, process_id: str, said: str, request_id: str | None = None, **fields: Any) -> Receipt:
        """Record an act in one process on its day, and wait until all who hear of it know it."""
        name, on = said.split()
        await self.both.until(on)
        played = self.both.processes._begun[process_id][1]
        receipt = await played.act(
            Scene(name, date.fromisoformat(on), None, fields), "officer-1", request_id=request_id
        )
        self.both.processes.look_again()
        await self.both.processes.find()
        return receipt


async def planned(begin: Begin) -> Life:
    both = await begin("2024-03-04")
    register(both.database, both.told.id)
    await both.case(*PLANNED)
    return Life(both)


async def test_a_plan_begins_each_review_once_and_facts_go_from_the_case_to_the_review_and_back(
    disputed: Begin,
) -> None:
    life = await planned(disputed)
    review = life.id_of("review", FIRST_CYCLE)
    assert await life.begun("review") == [review]

    await life.both.case("review_meeting 2024-07-15")
    assert life.facts() == ["final_issued", "review_meeting"]
    assert ("2024-07-15", "plan_changed") in life.lines(review)
    assert life.view(review)["stage"] == "annual_review_held"

    await life.act(review, "decide_review 2024-08-12", decision="maintain")
    assert life.facts() == ["final_issued", "review_meeting", "review_decision"]
    following = life.id_of("review", NEXT_CYCLE)
    assert await life.begun("review") == [review, following]
    assert [event for _, event in life.lines(life.plan)].count("process_begun") == 2
    assert life.view(following)["cycle_ends_on"] == "2025-08-11"

    await life.both.case("moved_away 2024-08-20")
    assert life.view(life.plan)["stage"] == "maintained_plan_transferred_out"
    assert life.view(following)["stage"] == "annual_review_ended"
    assert life.view(following)["facts"][-1]["fields"] == {"why": "moved_away"}
