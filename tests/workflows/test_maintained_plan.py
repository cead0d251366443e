"""The life of a maintained plan on the real workflows and virtual time: what it begins, hears, passes on and ends."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from temporalio.client import WorkflowHandle

from office.processes import process_as_json
from records import children, ledger, outbox, parties, processes
from starter.simulate.virtual_time import MORNING, Played, Scene
from statute.local_time import start_of_day
from tests.activities.people import NAME, register
from tests.workflows.disputes import PLANNED, Disputed
from tests.workflows.played_case import Told
from workflows.messages import Opening, Receipt
from workflows.process_messages import ProcessProgress

Begin = Callable[..., Coroutine[Any, Any, Disputed]]
FIRST_CYCLE, NEXT_CYCLE = "20250630", "20250811"
CEASED = {"decision": "cease", "reason": "The outcomes are met."}
DISPUTED: tuple[tuple[str, dict[str, str]], ...] = (
    ("mediation_declined 2024-08-15", {}),
    ("mediation_certificate 2024-08-16", {}),
    ("appeal_registered 2024-08-19", {"against": "refusal_to_amend"}),
)
DISPUTE: tuple[tuple[str, dict[str, str]], ...] = (
    ("mediation_declined 2024-08-14", {}),
    ("mediation_certificate 2024-08-16", {}),
    ("appeal_registered 2024-09-10", {"against": "cease"}),
)
LOOKS = 20
"""So many times the record is looked up again, that the plan goes on in a new run."""
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

    async def first_run(self) -> str:
        """The first run of the plan."""
        description = await self.handle().describe()
        return str(description.raw_description.workflow_execution_info.first_run_id)

    async def events(self) -> list[Any]:
        """The history of the plan's present run."""
        return list((await self.handle().fetch_history()).events)

    async def begun(self, noun: str = "") -> list[str]:
        """The ids of what the plan began, or of those of one noun."""
        progress = await self.handle().query("progress", result_type=ProcessProgress)
        return [one.id for one in progress.begun if one.id.startswith(noun)]

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

    def case_opened_by(self, process_id: str) -> str:
        with self.database.read() as session:
            (line,) = [one for one in ledger.facts_of(session, process_id) if one.event == "case_opened"]
        return line.text.removeprefix("The case ").partition(" ")[0]

    async def case(self, case_id: str, since: str) -> Told:
        """A case that a decision opened on a day."""
        begins = start_of_day(date.fromisoformat(since)) + MORNING
        opening = Opening(case_id=case_id, event="", on=None, clock_starts_at=begins)
        played = Played(self.both.environment, self.database, opening)
        await played.clock_runs()
        return Told(played, self.database)

    def shows(self, day: str) -> dict[str, Any]:
        return process_as_json(self.database, self.plan, date.fromisoformat(day))

    async def heard_from(self, told: Told) -> None:
        """Wait until what a case recorded is known to the plan and to what it began."""
        await told.played.settle()
        self.both.processes.look_again()
        await self.both.processes.find()

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

    await life.act(life.plan, "open_dispute 2024-08-14")
    told = await life.case(life.case_opened_by(life.plan), "2024-08-14")
    for said, fields in DISPUTED:
        await life.both.until(said.split()[1])
        await told.do(said, **fields)
        await life.heard_from(told)
    assert life.facts()[-1] == "appeal_registered" and life.shows("2024-08-19")["disputed"]
    assert {kind for _, kind, role, _ in told.notices() if role == "family"}.isdisjoint({"plan_maintained"})

    await life.both.case("moved_away 2024-08-20")
    assert life.view(life.plan)["stage"] == "maintained_plan_transferred_out"
    assert life.view(following)["stage"] == "annual_review_ended"
    assert life.view(following)["facts"][-1]["fields"] == {"why": "moved_away"}


async def test_the_decision_to_cease_opens_a_case_whose_letter_leaves_and_whose_appeal_the_plan_hears(
    disputed: Begin,
) -> None:
    life = await planned(disputed)
    review = life.id_of("review", FIRST_CYCLE)
    await life.both.case("review_meeting 2024-07-15")
    await life.act(review, "decide_review 2024-08-12", **CEASED)
    opened = life.case_opened_by(review)
    told = await life.case(opened, "2024-08-12")
    await told.heard()
    with life.database.read() as session:
        (letter,) = [one for one in outbox.of_case(session, opened) if one.to_role == "family"]
        child, parties_of_case = children.child_of_case(session, opened), parties.of_case(session, opened)
    assert (letter.kind, letter.channel, letter.status) == ("plan_to_cease", "letter", "waiting")
    assert child is not None and child.current.details.name == NAME
    assert letter.party_id in {party.party_id for party in parties_of_case}

    (ending,) = await life.begun("ending")
    for said, fields in DISPUTE:
        await life.both.until(said.split()[1])
        await told.do(said, **fields)
        await life.heard_from(told)
    assert life.facts()[-3:] == ["mediation_declined", "mediation_certificate", "appeal_registered"]
    assert life.view(ending)["stage"] == "ceasing_appealed" and life.shows("2024-09-10")["disputed"]

    await life.both.until("2024-12-16")
    await told.do("tribunal_order 2024-12-16", to="cease_plan")
    await life.heard_from(told)
    assert life.view(ending)["stage"] == "ceasing_decided" and not life.shows("2024-12-16")["disputed"]
    await life.act(ending, "change_reason 2024-12-20", reason="needs_met", still_in_education=True)
    await life.act(ending, "end_plan 2024-12-20")
    assert life.view(life.plan)["stage"] == "maintained_plan_ceased"
    assert (await life.handle().result())["stage"] == "maintained_plan_ceased"


async def test_a_quiet_year_adds_few_events_and_a_long_life_goes_on_in_new_runs(disputed: Begin) -> None:
    life = await planned(disputed)
    await life.both.until("2024-12-02")
    events = await life.events()
    await life.both.until("2025-12-02")
    added = (await life.events())[len(events) :]
    assert ("2025-09-01", "school_year") in life.lines(life.plan)
    assert len(added) <= A_QUIET_YEAR, [one.event_type for one in added]

    begun = await life.begun()
    first = await life.act(life.plan, "look_again 2025-12-02", "click-1")
    for place in range(2, LOOKS + 1):
        await life.act(life.plan, "look_again 2025-12-02", f"click-{place}")
    assert (await life.handle().describe()).run_id != await life.first_run()
    assert await life.act(life.plan, "look_again 2025-12-02", "click-1") == first
    events_of_plan = [event for _, event in life.lines(life.plan)]
    assert (events_of_plan.count("look_again"), events_of_plan.count("process_begun")) == (LOOKS, len(begun))
    assert await life.begun() == begun
    await life.act(life.plan, "end_plan 2025-12-03", why="transferred_out")
    assert [life.view(one)["stage"] for one in begun] == ["annual_review_ended", "phase_transfer_closed"]
