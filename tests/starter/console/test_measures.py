"""Each number on the page of figures is that of the list behind it, for each role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person
from office.dependencies import read_only_parts
from office.snapshots import take_snapshot
from records import access
from records.database import Database
from tests.activities.people import register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.office.test_snapshots import DRAFTED, JULY, NIGHT
from tests.starter.console.office import STAFF
from tests.starter.console.signed import as_person, browser_of

TODAY = date(2024, 9, 2)
AT = "/manager/measures"
IN_TIME = f"{AT}/plans_in_20_weeks_including"
SEES = {
    "officer": 4, "officer of another team": 1, "manager": 5, "manager of another team": 5, "head": 5, "analyst": 5,
    "ops": 5, "auditor": 5,
}  # fmt: skip
"""How many requests each person may see, of six: one is sealed, and one is of another team."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = new_records(tmp_path_factory.mktemp("measures"))
    stories = {
        "case-in-time": (*DRAFTED, "final_issued 2024-07-10"),
        "case-late": (*DRAFTED, "final_issued 2024-07-30"),
        "case-refused": ("assessment_refused 2024-04-20",),
        "case-open": DRAFTED,
        "case-sealed": (*DRAFTED, "final_issued 2024-07-11"),
        "case-south": (*DRAFTED, "final_issued 2024-07-31"),
    }
    for case_id, acts in stories.items():
        register(made, case_id)
        story = Story(case_id).then(*acts)
        opening = story.steps[0].opening
        assert opening is not None
        team = "south" if case_id == "case-south" else "north"
        moved = opening.model_copy(update={"team": team, "officer": "officer-x"})
        story.steps[0] = story.steps[0].model_copy(update={"opening": moved})
        story.record(made)
    with made.write() as session:
        access.seal(session, "case-sealed", "head-2", "a reason to seal it", datetime.now(UTC))
    take_snapshot(made, JULY, NIGHT)
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(database: Database) -> TestClient:
    return browser_of(read_only_parts(database, lambda: TODAY), None)


def page(client: TestClient, person: Person, address: str) -> str:
    as_person(client, person)
    answer = client.get(address)
    assert answer.status_code == 200, (person.id, address, answer.status_code)
    return answer.text


def linked(html: str) -> list[tuple[str, int]]:
    """The numbers of a page that lead to a list, each with the address of the list."""
    found = re.findall(r'href="(/manager/measures/[^"]+)">(?:<strong>)?([\d,.]+)', html)
    return [
        (address.replace("&amp;", "&"), int(number.replace(",", "")))
        for address, number in found
        if "." not in number
    ]


@pytest.mark.parametrize("who", SEES)
def test_each_number_leads_to_as_many_cases(client: TestClient, who: str) -> None:
    whole = page(client, STAFF[who], AT)
    assert f'{SEES[who]}<span class="govuk-visually-hidden"> requests' in whole
    links = sorted(set(linked(whole) + linked(page(client, STAFF[who], f"{AT}?by=team"))))
    assert len(links) >= 6
    for address, number in links if who == "head" else links[::7]:
        shown = page(client, STAFF[who], address)
        assert f": {number}</h2>" in shown, address
        assert shown.count('<tr role="row"><th scope="row"') == number, address
        assert "case-sealed" not in shown


def test_who_has_no_caseload_sees_no_figure(client: TestClient) -> None:
    for who in set(STAFF) - set(SEES):
        as_person(client, STAFF[who])
        assert client.get(AT).status_code == client.get(IN_TIME).status_code == 403, who
        assert 'href="/manager/measures"' not in client.get("/accessibility").text


def test_only_who_may_open_a_case_is_given_its_link(client: TestClient) -> None:
    assert "/cases/case-late" in page(client, STAFF["head"], IN_TIME)
    assert "/cases/case-late" not in page(client, STAFF["analyst"], IN_TIME)


def test_both_timeliness_figures_stand_side_by_side_and_say_what_they_mean(client: TestClient) -> None:
    told = page(client, STAFF["head"], AT)
    for said in (
        "Plans issued within 20 weeks, excluding exceptions", "Plans issued within 20 weeks, including exceptions",
        "33.3%", "Open requests that are already late", "The Department may leave out more plans than we do",
        "There were no refusals to make a plan.", "Plans ended because needs were met: They are recorded beside cases",
    ):  # fmt: skip
        assert said in told, said


def test_figures_are_cut_in_the_address(client: TestClient) -> None:
    told = page(client, STAFF["head"], f"{AT}?by=month&group=plans")
    assert "July 2024" in told and "Requests received" not in told
    assert "South" not in told
    by_team = page(client, STAFF["head"], f"{AT}?by=team&group=decisions")
    assert '<option value="team" selected>' in by_team and "Requests received" in by_team
    shown = page(client, STAFF["head"], f"{IN_TIME}?by=team&key=south&part=not_met")
    assert "Not sent within 20 weeks: 1" in shown and "Team: south" in shown
    as_person(client, STAFF["head"])
    assert client.get(f"{IN_TIME}?by=service").status_code == 404


def test_a_day_that_was_kept_counts_sealed_cases_and_has_no_lists(client: TestClient) -> None:
    told = page(client, STAFF["head"], f"{AT}?as_at=2024-07-31")
    assert "As kept for 31 July 2024" in told and "50.0%" in told and linked(told) == []
    missing = page(client, STAFF["head"], f"{AT}?as_at=2024-07-30")
    assert "The figures of 30 July 2024 were not kept" in missing
    assert "must be a day from the list" in page(client, STAFF["head"], f"{AT}?as_at=soon")


def test_figures_can_be_downloaded(client: TestClient) -> None:
    as_person(client, STAFF["head"])
    rows = client.get(f"{AT}?as=csv").text
    assert '"Plans issued within 20 weeks, including exceptions",33.3%,1 of 3' in rows
    assert client.get(f"{IN_TIME}?as=xlsx").content[:2] == b"PK"
