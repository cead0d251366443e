"""Every history that was ever recorded replays under this release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from casework.case import law_of_case
from casework.case.stages import DECIDED, ENDED
from engine.keys import key_ring
from engine.plugin import case_plugin
from statute import calendars, school_days
from tests.histories.stories import AREA_PLANS, CALLED, DISPUTES, NIGHTS, SITTINGS, STORIES, WEBHOOKS
from workflows.all_workflows import WORKFLOWS

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.json"))

BEFORE_LATENESS_WAS_PINNED = {"referral_returned"}
"""What was recorded while the workflow itself still asked whether a limit is missed. It replays like every other history."""

COUNTS_ITS_DAYS_ITSELF = {
    "review_maintain",
    "review_amend",
    "review_silent",
    "review_papers_late",
    "review_kept_20250630",
    "moveout_transferred",
    "reassessment_agreed",
    "detention_transferred",
    "detention_late",
}
"""What asks a calendar in its workflow for the days in its view and its letters: only the release that is pinned to it."""


def history(path: Path) -> WorkflowHistory:
    name = path.stem.replace("_", "-")
    if (its_id := {**WEBHOOKS, **NIGHTS}.get(path.stem)) is not None:
        return WorkflowHistory.from_json(its_id, path.read_text(encoding="utf-8"))
    beside = path.stem in {*SITTINGS, *CALLED, *AREA_PLANS} or name in DISPUTES
    return WorkflowHistory.from_json(name if beside else f"case-{name}", path.read_text(encoding="utf-8"))


def replayer(tmp_path: Path) -> Replayer:
    return Replayer(
        workflows=WORKFLOWS,
        plugins=[case_plugin(key_ring(tmp_path / "payload.json"))],
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path, tmp_path: Path) -> None:
    await replayer(tmp_path).replay_workflow(history(path))


async def test_a_replay_asks_no_calendar_so_that_a_new_bank_holiday_moves_no_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("a workflow asked a calendar")

    monkeypatch.setattr(calendars, "_england", asked)
    school_days._school_days.cache_clear()
    for path in (
        each for each in FILES if each.stem not in BEFORE_LATENESS_WAS_PINNED | COUNTS_ITS_DAYS_ITSELF
    ):
        await replayer(tmp_path).replay_workflow(history(path))


async def test_what_asks_a_calendar_asks_only_the_release_that_is_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> None:
        raise AssertionError("a workflow asked for the newest release")

    for module in (calendars, law_of_case):
        monkeypatch.setattr(module, "newest_release", asked)
    for path in (each for each in FILES if each.stem in COUNTS_ITS_DAYS_ITSELF):
        await replayer(tmp_path).replay_workflow(history(path))


async def test_a_history_whose_steps_were_changed_does_not_replay(tmp_path: Path) -> None:
    told = json.loads((HERE / "withdrawn.json").read_text(encoding="utf-8"))
    scheduled = next(e for e in told["events"] if "activityTaskScheduledEventAttributes" in e)
    scheduled["activityTaskScheduledEventAttributes"]["activityType"]["name"] = "something_else"
    with pytest.raises(Exception, match=r"(?i)nondeterminism|something_else"):
        await replayer(tmp_path).replay_workflow(
            WorkflowHistory.from_json("case-withdrawn", json.dumps(told))
        )


def test_there_is_a_history_of_every_way_out_and_of_every_story() -> None:
    recorded = {path.stem for path in FILES}
    assert {
        *STORIES,
        *SITTINGS,
        *AREA_PLANS,
        *CALLED,
        *WEBHOOKS,
        *NIGHTS,
        *(name.replace("-", "_") for name in DISPUTES),
    } == recorded
    assert {stage.value for stage in DECIDED | ENDED} <= recorded


def test_every_activity_and_timer_in_the_histories_has_a_summary_a_person_understands() -> None:
    for path in FILES:
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
            if {"activityTaskScheduledEventAttributes", "timerStartedEventAttributes"} & set(event):
                assert event["userMetadata"]["summary"]["data"], (path.stem, event["eventId"])
