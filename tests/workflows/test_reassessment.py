"""A re-assessment of a plan on the real workflows: its decision opens a case, and the final plan of that case ends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.law_of_case import pin_at_opening
from records import outbox
from starter.simulate.virtual_time import MORNING, PlayedProcess
from statute.local_time import start_of_day
from tests.workflows.test_maintained_plan import Begin, Life, planned
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

ASKED = "2025-02-03"
UNTIL_THE_PLAN = (
    "plan_agreed 2025-04-07",
    "draft_issued 2025-04-14",
    "representations_received 2025-04-24",
    "final_issued 2025-05-16",
)


async def asked(life: Life) -> str:
    """Call a re-assessment in the case of the plan, which has closed, and return its id."""
    on, process_id = date.fromisoformat(ASKED), life.id_of("reassessment", "one")
    await life.both.until(ASKED)
    opening = ProcessOpening(
        kind="reassessment",
        id=process_id,
        fields={"case": life.both.told.id, "last_plan_on": "2024-07-01"},
        clock_starts_at=start_of_day(on) + MORNING,
        law=pin_at_opening(on),
        first=ActMessage(
            action="request_reassessment",
            on=on,
            fields={"asked_by": "parent"},
            by="officer-1",
            request_id="asked",
        ),
    )
    played = PlayedProcess(life.both.environment, life.database, process_id, opening.clock_starts_at)
    await played.begin(opening)
    life.both.processes._begun[process_id] = ("reassessment", played)
    await played.settle()
    life.both.processes.look_again()
    await life.both.processes.find()
    return process_id


def letter(life: Life, case_id: str) -> Any:
    with life.database.read() as session:
        (found,) = [one for one in outbox.of_case(session, case_id) if one.to_role == "family"]
    return found


async def test_an_agreement_opens_the_case_of_the_assessment_whose_final_plan_ends_it(
    disputed: Begin,
) -> None:
    life = await planned(disputed)
    process_id = await asked(life)
    assert life.facts() == ["final_issued", "reassessment_requested"]
    await life.act(process_id, "decide_reassessment 2025-02-14", decision="agree")
    opened = life.case_opened_by(process_id)
    told = await life.case(opened, "2025-02-14")
    await told.heard()
    assert (letter(life, opened).kind, letter(life, opened).channel) == ("reassessment_agreed", "letter")
    assert life.facts().count("reassessment_agreed") == 1, (
        "the process and its case tell the plan the same fact"
    )
    for said in UNTIL_THE_PLAN:
        await life.both.until(said.split()[1])
        await told.do(said)
        await life.heard_from(told)
    assert life.view(process_id)["stage"] == "reassessment_plan_sent"
    assert life.facts()[-1] == "final_issued"


async def test_a_refusal_opens_the_case_in_which_it_is_appealed(disputed: Begin) -> None:
    life = await planned(disputed)
    process_id = await asked(life)
    fields = {"decision": "refuse", "ground": "not_necessary", "reason": "Nothing has changed since July."}
    await life.act(process_id, "decide_reassessment 2025-02-14", **fields)
    assert life.view(process_id)["stage"] == "reassessment_refused"
    opened = life.case_opened_by(process_id)
    told = await life.case(opened, "2025-02-14")
    await told.heard()
    assert letter(life, opened).kind == "reassessment_refused"
    await life.both.until("2025-03-14")
    await told.do("appeal_registered 2025-03-14", against="refusal_to_reassess")
    await life.heard_from(told)
    assert life.shows("2025-03-14")["disputed"]
