"""Pages hold every case once, whatever is opened or changed while a person reads them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from casework.access.permissions import Person, Role
from casework.processes.mediation.mediation import Mediation
from casework.processes.panel.sitting import Sitting
from records.database import Database
from tests.activities.steps import Story
from tests.starter.api.conftest import OFFICER, Caller
from tests.starter.processes import put


def pages(reader: Caller, between: Any, **query: Any) -> list[str]:
    """The cases of every page, with something done after each."""
    found, address = [], "/cases"
    while True:
        answer = reader("GET", address, params=query or None)
        told = answer.json()
        found += [one["case"] for one in told["cases"]]
        if told["next"] is None:
            assert "link" not in answer.headers
            return found
        (address,) = re.fullmatch(r'<(/cases\?.*)>; rel="next"', answer.headers["link"]).groups()  # type: ignore[union-attr]
        assert f"cursor={told['next']}" in address
        query = {}
        between(len(found))


@pytest.fixture
def caseload(database: Database) -> list[str]:
    """Seven cases, two of them with nothing due."""
    for number in range(4):
        Story(f"case-b{number}", f"2024-03-{number + 5:02}").record(database)
    for number in range(2):
        Story(f"case-c{number}", "2024-03-04").then("withdrawn 2024-03-20").record(database)
    return ["case-a", *(f"case-b{n}" for n in range(4)), *(f"case-c{n}" for n in range(2))]


@pytest.mark.parametrize("order", ["due", "case"])
def test_every_case_comes_once_while_others_are_opened(
    reader: Caller, database: Database, caseload: list[str], order: str
) -> None:
    def open_another(place: int) -> None:
        Story(f"case-0{place}", "2024-01-08").record(database)
        Story(f"case-z{place}", "2024-09-02").record(database)

    found = pages(reader, open_another, limit=2, order=order)
    assert len(found) == len(set(found))
    assert [case for case in found if case in caseload] == (
        sorted(caseload) if order == "case" else [case for case in found if case in caseload]
    )
    assert set(caseload) <= set(found)


def test_the_case_that_a_page_ended_with_may_change_before_the_next(
    reader: Caller, database: Database, caseload: list[str]
) -> None:
    first = reader.get("/cases", params={"limit": 2})
    last = first["cases"][-1]["case"]
    Story(last, "2024-03-05").then("withdrawn 2024-03-20").record(database)
    rest = pages(reader, lambda _: None, limit=200, cursor=first["next"])
    seen = [one["case"] for one in first["cases"]] + [case for case in rest if case != last]
    assert sorted(seen) == sorted(caseload)


def test_filters_go_with_the_pages(reader: Caller, caseload: list[str]) -> None:
    assert pages(reader, lambda _: None, limit=1, open_only=True, stage="deciding_to_assess") == [
        f"case-b{number}" for number in range(4)
    ]
    assert pages(reader, lambda _: None, limit=1, rag="closed") == ["case-c0", "case-c1"]
    assert pages(reader, lambda _: None, officer="nobody") == []


def test_sittings_come_the_latest_first_page_by_page(reader: Caller, database: Database) -> None:
    for number, day in enumerate((date(2024, 5, 1), date(2024, 6, 3), date(2024, 6, 3), date(2024, 1, 8))):
        with database.write() as session:
            put(session, "panel", Sitting(f"sitting-{number}", day, day, "chair-1", ()))
    first = reader("GET", "/sittings", params={"limit": 3})
    assert [one["sitting"] for one in first.json()["sittings"]] == ["sitting-1", "sitting-2", "sitting-0"]
    assert 'rel="next"' in first.headers["link"]
    rest = reader.get("/sittings", params={"limit": 3, "cursor": first.json()["next"]})
    assert ([one["sitting"] for one in rest["sittings"]], rest["next"]) == (["sitting-3"], None)
    for bad in ("zzz", "MTI", "W10x", first.json()["next"][:-3]):
        assert reader("GET", "/sittings", params={"cursor": bad}).status_code == 422


def test_disputes_come_by_their_case_to_those_who_see_it_page_by_page(
    reader: Caller, database: Database
) -> None:
    Story("case-south").then("officer_assigned 2024-03-05", officer="officer-s1", team="south").record(
        database
    )
    for its_id, case, person, over in (
        ("mediation-1", "case-a", "mediator-1", False),
        ("mediation-1-2", "case-a", "mediator-2", True),
        ("mediation-2", "case-south", "mediator-1", False),
    ):
        ended = "family_withdrew" if over else None
        one = Mediation(
            its_id, case, "assessment_refused", date(2024, 5, 1), mediator=person, ended_why=ended
        )
        with database.write() as session:
            put(session, "mediation", one)

    def ids(caller: Caller, **query: Any) -> list[list[str]]:
        found, after = list[list[str]](), {"cursor": None}
        while True:
            told = caller.get("/disputes", params={**query, **{k: v for k, v in after.items() if v}})
            found.append([one["dispute"] for one in told["disputes"]])
            if told["next"] is None:
                return found
            after = {"cursor": told["next"]}

    assert ids(reader, limit=1) == [["mediation-1"], ["mediation-2"]]
    assert ids(reader, limit=2, open_only=False) == [["mediation-1", "mediation-1-2"], ["mediation-2"]]
    assert ids(reader.as_(OFFICER), open_only=False) == [["mediation-1", "mediation-1-2"]]
    mediator = Person("mediator-1", "Sample Mediator", frozenset({Role.MEDIATOR}))
    assert ids(reader.as_(mediator), limit=1) == [["mediation-1"], ["mediation-2"]]
    assert reader("GET", "/disputes", params={"cursor": "W251bGwsICJhIl0"}).status_code == 422
