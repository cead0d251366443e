"""The size of a whole case on the server, which keeps it for years."""

from __future__ import annotations

from collections import Counter

from temporalio.api.enums.v1 import EventType

from tests.workflows.played_case import Open

ADVISERS = (
    "parent",
    "school",
    "health",
    "educational_psychologist",
    "social_care",
    "speech_therapist",
    "adulthood",
)
MOST_EVENTS, MOST_BYTES = 510, 300 * 1024
OF_VIRTUAL_TIME = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
)
"""Events that only the skipping of time writes, not a clock in real time."""


async def test_about_forty_acts_with_their_timers_stay_below_the_targets(opened: Open) -> None:
    told = await opened("2025-01-06")
    await told.do("officer_assigned 2025-01-06", officer="officer-2", team="north")
    await told.do("panel_listed 2025-01-08", sitting="sitting-1")
    await told.do(
        "panel_recommended 2025-01-27", recommendation="assess", reason="Needs are not met.", chair="member-1"
    )
    await told.do("assessment_agreed 2025-01-29", reason="Needs are not met.")
    await told.do(f"advice_requested 2025-01-30 {','.join(ADVISERS)}")
    await told.do(
        "advice_partial 2025-02-20 health", "appointment_missed 2025-02-26 educational_psychologist"
    )
    await told.do(*(f"advice_received 2025-03-{3 + place:02} {of}" for place, of in enumerate(ADVISERS)))
    await told.do("panel_listed 2025-03-13", sitting="sitting-2")
    await told.do("panel_carried_over 2025-03-17", sitting="sitting-2", why="not_reached", to="sitting-3")
    await told.do(
        "panel_recommended 2025-03-24", recommendation="make_plan", reason="They last.", chair="member-1"
    )
    await told.do("plan_agreed 2025-03-26", reason="They last.")
    await told.do("draft_issued 2025-04-09", document="plan-1")
    await told.do("tailored_list_sent 2025-04-09", list="list-1")
    await told.do("setting_consulted 2025-04-10 " + ",".join(f"urn-{number}" for number in range(5)))
    await told.do("family_meeting_asked 2025-04-16", "family_meeting_held 2025-04-22")
    for number in range(4):
        await told.do(f"setting_responded 2025-04-{22 + number} urn-{number}", answer="can_meet_need")
    await told.do("draft_issued 2025-04-28", document="plan-2")
    await told.do("representations_received 2025-05-06", setting="urn-1")
    await told.do("final_issued 2025-05-19", document="plan-3", setting="urn-1")
    await told.until("2025-09-01")
    history = await told.played.handle.fetch_history()
    events = [event for event in history.events if event.event_type not in OF_VIRTUAL_TIME]
    acts = [event for _, event in told.facts("act")]
    assert len(acts) >= 40
    assert len(events) < MOST_EVENTS, Counter(event.event_type for event in events)
    assert sum(event.ByteSize() for event in events) < MOST_BYTES
    assert (await told.played.handle.result()).stage == "plan_issued"
