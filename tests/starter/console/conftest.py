"""Records with cases whose plan was begun, and an officer who writes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from office.rate_limits import RateLimiter
from records import people
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.plan_page import ASH, CHILD
from tests.starter.console.signed import as_person, browser_of, post

_cases = (f"case-plan{number}" for number in count(1))


@pytest.fixture(scope="package")
def plan_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("plan"))
    parts = read_only_parts(database, lambda: date(2024, 6, 3))
    parts.uploads = tmp_path_factory.mktemp("uploads")
    yield parts
    database.close()


@pytest.fixture(scope="package")
def plan_client(plan_parts: Parts) -> TestClient:
    return browser_of(plan_parts, ASH)


@pytest.fixture
def writer(plan_client: TestClient) -> TestClient:
    plan_client.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
    as_person(plan_client, ASH)
    return plan_client


@pytest.fixture
def plan_case(plan_parts: Parts, writer: TestClient) -> str:
    """A case with advice from the school, whose plan was begun."""
    case_id = next(_cases)
    Story(case_id).then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-10 school",
        "plan_agreed 2024-05-20",
    ).record(plan_parts.database)  # fmt: skip
    with plan_parts.database.write() as session:
        people.register(
            session,
            people.Intake(
                f"key-{case_id}", case_id, None, CHILD, date(2016, 5, 4), None, None, "parent", date(2024, 3, 4), "north",
                "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    assert post(writer, f"/cases/{case_id}/plan/start").status_code == 303
    return case_id
