"""The check page of an act in a process shows the letters that its case will send, to those who may read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from casework.processes.mediation.mediation import Mediation
from office.dependencies import Parts, read_only_parts
from records.tables import ACCESS_LOG, OUTBOX
from statute.facts import Event
from tests.activities.people import NAME as OTHER_NAME
from tests.activities.people import load_profile, register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.console.office import NAME, SITTING, STAFF, furnish
from tests.starter.console.signed import browser_of, post
from tests.starter.processes import put

REFUSED, MEDIATED, HELD = "case-refused", "mediation-refused", "mediation-refused-2"
FORM = {"request_id": "page-abcdefghjkmn", "seen": "1"}
SESSION = {"on": "today", "session_on": "2024-06-12"}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("letters"))
    furnish(database)
    load_profile(database)
    Story(REFUSED).then("assessment_refused 2024-05-01").record(database)
    register(database, REFUSED)
    asked = Event("mediation_requested", date(2024, 5, 20), fields={"issues": ["education"]})
    ready = Mediation(
        MEDIATED, REFUSED, "assessment_refused", date(2024, 5, 1), (asked,), mediator="mediator-1", accepted=True,
        proposed=(date(2024, 6, 12),), decision_maker="officer-n1",
    )  # fmt: skip
    with database.write() as session:
        put(session, "mediation", ready, 1)
        put(session, "mediation", replace(ready, id=HELD, session_on=date(2024, 5, 31)), 1)
    yield read_only_parts(database, lambda: date(2024, 6, 3))
    database.close()


def check(parts: Parts, role: str, address: str, data: dict[str, str]) -> str:
    answer = post(browser_of(parts, STAFF[role]), address, {**FORM, **data})
    assert answer.status_code == 200, answer.text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]))
    assert "Check your answers" in text
    return text


def count(parts: Parts, table: object) -> int:
    with parts.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_the_officer_reads_the_letter_to_the_family_before_confirming_a_session(parts: Parts) -> None:
    before = count(parts, OUTBOX), count(parts, ACCESS_LOG)
    text = check(parts, "manager", f"/disputes/{MEDIATED}/act/confirm_session", SESSION)
    assert "Who we will write to" in text and "By letter" in text
    assert "Read the letter" in text and OTHER_NAME in text.partition("Who we will write to")[2]
    assert "case officer" in text.partition("We will also tell:")[2]
    assert (count(parts, OUTBOX), count(parts, ACCESS_LOG)) == (before[0], before[1] + 1), "reading is logged"


def test_an_act_that_tells_only_staff_says_that_no_letter_leaves(parts: Parts) -> None:
    text = check(parts, "chair", f"/panel/{SITTING}/act/call_off", {})
    assert "We will write to no one outside the authority" in text
    assert NAME not in text.partition("Who we will write to")[2]


def test_a_mediator_sees_who_is_written_to_and_reads_no_letter(parts: Parts) -> None:
    why = {"why": "family_unavailable", "on": "today"}
    text = check(parts, "mediator", f"/disputes/{HELD}/act/session_not_held", why)
    assert OTHER_NAME not in text and "Read the letter" not in text
