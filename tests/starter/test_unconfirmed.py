"""An act that no worker takes is told as unconfirmed by every way in, and is recorded once when it is given again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from engine.connection import connect
from engine.embedded import address_of
from office.dependencies import Parts
from office.office import Office
from office.refusals import Unconfirmed
from records import ledger
from starter.api.app import api
from statute.local_time import london_date
from tests.field import Field
from tests.running import here
from tests.starter.api.conftest import EVERYBODY, FAST, calling
from tests.starter.cli.test_cases import one_sentence
from tests.starter.console.signed import browser_of, post

pytestmark = pytest.mark.xdist_group("field")

AGREED = "assessment_agreed"


def soon_lost(field: Field) -> Field:
    """The same field with a person who waits for a second."""
    return replace(field, office=replace(field.office, patience=1.0))


def agreed(field: Field, case: str) -> int:
    """How often the decision to assess is in the ledger."""
    with field.office.database.read() as session:
        return [line.event for line in ledger.facts_of(session, case)].count(AGREED)


async def test_without_a_worker_an_act_is_unconfirmed_and_given_again_it_is_recorded_once(
    field: Field,
) -> None:
    async with field.worker():
        case = await field.case()
    with pytest.raises(
        Unconfirmed, match=r"no worker \(the program that records acts\) has answered"
    ) as told:
        await soon_lost(field).act(case, AGREED)
    assert one_sentence(str(told.value)) and f"check {case} before you do it again" in str(told.value)
    async with field.worker():
        await field.act(case, AGREED)
        await field.act(case, AGREED)
    assert agreed(field, case) == 1


async def test_the_command_the_api_and_the_page_say_so_in_a_sentence(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("office.office.Office", "office.dependencies.Office"):
        monkeypatch.setattr(place, partial(Office, patience=1.0))
    async with field.worker():
        case = await field.case()

    today = london_date(await field.now()).isoformat()

    async def connected() -> Any:
        return await connect(field.settings, address=address_of(field.settings))

    parts = Parts(field.office.database, field.settings.task_queue, connected)
    command = await asyncio.to_thread(
        partial(here, "act", case, AGREED, "--on", "today", data=field.settings.data)
    )
    assert command.code == 1 and command.err.startswith(
        "It is not confirmed: no worker (the program that records acts) has answered"
    )

    def over_http() -> Any:
        with calling(api(parts, pace=FAST), field.office.database, EVERYBODY) as caller:
            act = {"action": "withdrawn", "on": today, "fields": {"reason": "They moved."}}
            return caller("POST", f"/cases/{case}/acts", act)

    answer = await asyncio.to_thread(over_http)
    assert answer.status_code == 503, answer.text
    assert "repeat the request with the same Idempotency-Key" in answer.json()["detail"]

    def on_a_page() -> Any:
        with browser_of(parts) as browser:
            form = {"request_id": "page-abcdefghjkmn", "seen": "9999", "step": "record", "on": "today"}
            return post(browser, f"/cases/{case}/act/withdrawn", {**form, "reason": "They moved."})

    page = await asyncio.to_thread(on_a_page)
    assert page.status_code == 503 and "This is not confirmed" in page.text, page.text
    shown = page.text.split("<main")[1]
    assert "no worker (the program that records acts) has answered" in shown and "ehcp " not in shown
    assert f'href="/cases/{case}"' in shown, "where to look"
