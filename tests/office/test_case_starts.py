"""A request that is registered is started, whatever ends between registering and starting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.service import RPCError, RPCStatusCode

from activities.case_starts import CaseStarts
from bench.cases import request
from office import office as opening
from office.intake import Request
from office.intake_row import WrittenAct
from office.operations import stuck, verify
from office.refusals import Unconfirmed
from records import case_starts, ledger, people
from starter.terminal.data_folder import today
from tests.field import SOON, Field, until

pytestmark = pytest.mark.xdist_group("field")


async def registered(field: Field, monkeypatch: pytest.MonkeyPatch, asked: Request) -> str:
    """Register a request while the Temporal server does not answer. Returns its case's id."""

    async def no_answer(*_: Any) -> None:
        raise RPCError("no answer", RPCStatusCode.UNAVAILABLE, b"")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "start", no_answer)
        with pytest.raises(Unconfirmed, match="the request is stored, and its case starts when"):
            await field.office.open(asked, by="officer-1")
    with field.office.database.read() as session:
        return next(
            each.case_id
            for each in case_starts.not_started(session, datetime.now(UTC))
            if (kept := people.intake_of(session, each.case_id)) and kept.intake_key == asked.key
        )


def kinds(found: list[dict[str, Any]], name: str, case_id: str) -> list[tuple[str, bool]]:
    return [(each["kind"], each.get("repaired", False)) for each in found if each[name] == case_id]


async def recorded(field: Field, case_id: str) -> bool:
    with field.office.database.read() as session:
        return opening.cases.find(session, case_id) is not None


async def test_a_request_that_was_not_started_is_told_and_the_worker_starts_it_as_it_was_asked(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = WrittenAct("assessment_agreed", today() - timedelta(days=5), None, {})
    case_id = await registered(field, monkeypatch, replace(request(20), acts=(agreed,)))
    assert kinds(await stuck(field.office, SOON), "workflow", case_id) == [("not_started", False)]
    monkeypatch.setattr("office.operations.verification._START_TAKES", SOON)
    assert kinds((await verify(field.office))["problems"], "subject", case_id) == [("not_started", False)]
    told = await field.ehcp("stuck")
    assert "0 stuck" not in told.out
    sweeper = CaseStarts(field.client, field.settings.task_queue, field.office.database)
    assert case_id in await sweeper.sweep(datetime.now(UTC))
    async with field.worker():
        await until(lambda: recorded(field, case_id), "the case")
        await field.act(case_id, "advice_requested", "school")
        assert case_id not in await sweeper.sweep(datetime.now(UTC))
    with field.office.database.read() as session:
        assert case_starts.to_start(session, datetime.now(UTC)) == []
        kept = people.intake_of(session, case_id)
    assert kept is not None and kept.started
    assert kinds(await stuck(field.office, SOON), "workflow", case_id) == []


async def test_verify_starts_it_and_the_same_request_again_gives_the_same_case(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = request(10)
    case_id = await registered(field, monkeypatch, asked)
    monkeypatch.setattr("office.operations.verification._START_TAKES", SOON)
    mended = await verify(field.office, repair=True)
    assert kinds(mended["problems"], "subject", case_id) == [("not_started", True)]
    async with field.worker():
        assert await field.office.open(asked, by="officer-2") == (case_id, True)
        assert await field.office.open(asked, by="officer-2") == (case_id, False)


async def test_the_worker_starts_it_within_a_minute(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = await registered(field, monkeypatch, request(10))
    monkeypatch.setattr("activities.case_starts._GRACE", SOON)
    async with field.worker(), CaseStarts(field.client, field.settings.task_queue, field.office.database):
        await until(lambda: recorded(field, case_id), "the case", 30)


async def test_an_opening_that_cannot_start_does_not_stop_the_others(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    with field.office.database.write() as session:
        case_starts.add(session, "case-broken", {"on": "never"}, datetime.now(UTC) - timedelta(days=1))
    case_id = await registered(field, monkeypatch, request(10))
    sweeper = CaseStarts(field.client, field.settings.task_queue, field.office.database)
    assert case_id in await sweeper.sweep(datetime.now(UTC))
    with field.office.database.write() as session:
        case_starts.done(session, "case-broken")


async def test_a_case_is_started_when_its_opening_is_recorded(field: Field) -> None:
    agreed = WrittenAct("assessment_agreed", today() - timedelta(days=5), None, {})
    async with field.worker():
        case_id = await field.case(20, acts=(agreed,))
    with field.office.database.read() as session:
        assert case_starts.opening_of(session, case_id) is None
        assert people.started(session, [case_id]) == {case_id}
        assert agreed.action in {line.event for line in ledger.facts_of(session, case_id)}
