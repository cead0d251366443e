"""Plans in force that are taken over: their rows are checked, and each begins its life in the middle, with no one written to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest_asyncio

from casework.plans.plan_life import plan_id_of
from office.caseload_form import read_table
from office.take_over import Caseload, in_one, outlook_of_request, plans_of, read_cases, take_over
from records import ledger, outbox, plans, processes
from tests.field import Field
from tests.running import ROOT

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HEAD = (
    "reference,child_name,born_on,first_issued_on,last_reviewed_on,team,setting,cognition_and_learning,acts"
)
SAMPLES = ROOT / "samples" / "caseload"


def read(*rows: str, head: str = HEAD) -> Caseload:
    return in_one([plans_of(read_table("plans.csv", "\n".join((head, *rows, ""))), TODAY)], NOW)


def cycles(caseload: Caseload) -> list[tuple[str, str, str]]:
    """Each review cycle of the one plan: its last day, its status and the start of the sentence that explains it."""
    (request,) = caseload.requests
    found = [one for one in outlook_of_request(request, NOW).obligations if one.role == "review_cycle"]
    return [(one.due_on.isoformat(), one.status, one.because.partition(" on ")[0]) for one in found]


def test_the_sample_has_no_fault() -> None:
    text = (SAMPLES / "plans.csv").read_text(encoding="utf-8")
    assert in_one([plans_of(read_table("plans.csv", text), TODAY)], NOW).faults == ()


def test_every_fault_of_a_plan_is_found_at_once_in_the_words_of_its_columns() -> None:
    found = read(
        "P-1,Sample One,2014-05-05,,,north,,,",
        "P-2,Sample Two,2014-05-05,2030-01-01,2019-01-01,north,a school,,",
        "P-3,Sample Three,2014-05-05,2024-01-08,2026-03,north,,,",
        "P-4,Sample Four,2014-05-05,2024-01-08,2023-01-08,north,,,",
        "P-5,Sample Five,2014-05-05,2022-01-08,2026-01-08,north,,,review_decision 2024-12-01 decision=maintain",
        "P-6,Sample Six,2014-05-05,2022-01-08,2026-01-08,north,,,",
        "P-7,Six Sample,2014-05-05,2022-01-08,2026-01-08,north,,,",
    )
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (2, "first_issued_on"), (3, "first_issued_on"), (3, "setting"), (4, "last_reviewed_on"), (5, "acts"),
        (5, "last_reviewed_on"), (6, "acts"), (8, "child_name"),
    ]  # fmt: skip
    said = [fault.says for fault in found.faults]
    assert said[0] == "first_issued_on is missing; give it."
    assert said[1].endswith("is in the future; give the day on which the plan was first sent.")
    assert "is a month" in said[3]
    assert said[5] == "last_reviewed_on is before first_issued_on; correct one of them."
    assert "leave last_reviewed_on empty and give every review in the acts" in said[6]


def test_a_plan_is_counted_from_its_last_review_so_that_no_unknown_review_is_late() -> None:
    known = read("P-1,Sample One,2014-05-05,2022-01-10,2026-04-20,north,,,")
    assert cycles(known) == [("2027-04-19", "running", "The decision after the review was sent")]
    never = read("P-1,Sample One,2014-05-05,2022-01-10,,north,,,")
    assert cycles(never) == [("2023-01-09", "overdue", "The final plan was sent")]
    acts = "review_decision 2022-12-05 decision=maintain; review_decision 2024-01-08 decision=maintain"
    whole = read(f"P-1,Sample One,2014-05-05,2022-01-10,,north,,,{acts}")
    assert [status for _, status, _ in cycles(whole)] == ["met", "late", "overdue"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def taken(field: Field) -> AsyncIterator[dict[str, str]]:
    """The cases of the samples once they are taken over and their processes have begun, by reference."""
    tables = [
        (how, read_table(name, (SAMPLES / name).read_text(encoding="utf-8")))
        for how, name in ((read_cases, "cases.csv"), (plans_of, "plans.csv"))
    ]
    now = datetime.now(UTC)
    caseload = in_one([how(table, now.date()) for how, table in tables], now)
    async with field.worker():
        found = await take_over(field.office, caseload.requests, "operator")
        ids = {str(one.reference): id_ for one, id_ in zip(caseload.requests, found.case_ids, strict=True)}
        reviewed = [case for reference, case in ids.items() if reference.startswith("PLAN-")]
        async with asyncio.timeout(60):
            while not all(review_of(field, case) for case in reviewed):
                await asyncio.sleep(0.05)
        yield ids


def review_of(field: Field, case_id: str) -> list[str]:
    """The reviews of the plan of a case."""
    with field.office.database.read() as session:
        found = processes.select_processes(session, ("annual_review",), case_id=case_id)
    return [one.process_id for one in found]


def events(field: Field, its_id: str) -> list[str]:
    with field.office.database.read() as session:
        return [line.event for line in ledger.facts_of(session, its_id)]


async def test_a_plan_knows_its_whole_past_before_it_begins_the_review_of_its_present_cycle(
    field: Field, taken: dict[str, str]
) -> None:
    case = taken["PLAN-2004"]
    told = events(field, plan_id_of(case))
    assert told.count("plan_told") == 12 and told.index("process_begun") > 12
    assert [one.rpartition("-")[2] for one in review_of(field, case)] == ["20261207"]
    assert [one.rpartition("-")[2] for one in review_of(field, taken["PLAN-2001"])] == ["20270419"]


async def test_no_one_but_the_staff_is_told_of_anything(field: Field, taken: dict[str, str]) -> None:
    with field.office.database.read() as session:
        told = [one for case in taken.values() for one in outbox.of_case(session, case)]
    assert {one.to_role for one in told} <= {"case_officer", "team_manager", "head_of_service"}
    assert {one.channel for one in told} <= {"email"}


async def test_a_dispute_of_the_past_begins_no_process(field: Field, taken: dict[str, str]) -> None:
    case = taken["OLD-1004"]
    assert "mediation_requested" in events(field, case)
    with field.office.database.read() as session:
        assert processes.select_processes(session, ("mediation", "appeal"), case_id=case) == []


async def test_the_needs_and_the_personal_budget_are_the_version_in_force(
    field: Field, taken: dict[str, str]
) -> None:
    case = taken["PLAN-2002"]
    with field.office.database.read() as session:
        (kept,) = plans.plans_of(session, case)
        plan: dict[str, Any] = processes.find(session, plan_id_of(case)).content  # type: ignore[union-attr]
    assert kept.content["budget"]["amount"] == "£2,400 a year"
    assert [row["need"] for row in kept.content["areas"]["sensory_and_physical"]["rows"]] == [
        "Moving between rooms"
    ]
    assert plan["facts"][0]["fields"]["document"] == kept.plan_id
