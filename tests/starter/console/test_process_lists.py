"""The lists of processes as pages and files, and what the pages say while their reform is on, renamed or off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from casework.people.child import Details
from office.dependencies import Parts, read_only_parts
from records import children
from records.profile import keep_profile
from tests.casework.processes.ap_placement.placements import START, act, match, placement, to_start
from tests.databases import new_records
from tests.office.planned_case import NOW
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import browser_of, post
from tests.starter.processes import put

AT = "/alternative-provision"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("pages"))) as database:
        furnish(database)
        outside = placement(*to_start(match(urn=None, setting_type="OTH"), sen="E", tier="tier_3"))
        with database.write() as session:
            put(session, "ap_placement", replace(placement(*to_start(), START), case=CASE))
            put(session, "ap_placement", replace(outside, id="referral-2", case=CASE))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def keep(parts: Parts, **period: Any) -> None:
    content: dict[str, Any] = {
        "authority": {"name": "Sample Council"},
        "reforms": {"alternative_provision": [{"starts": "2024-01-01", **period}]},
    }
    with parts.database.write() as session:
        keep_profile(session, content, None, NOW)


def test_the_list_leads_to_each_table_and_each_table_to_its_file(browser: TestClient) -> None:
    page = browser.get(AT).text
    for name in (
        "school-census",
        "alternative-provision-census",
        "provider-census",
        "not-in-full-time-education",
        "provider-checks",
    ):
        assert f'href="{AT}/lists/{name}"' in page
        assert browser.get(f"{AT}/lists/{name}").status_code == 200
    file = browser.get(f"{AT}/lists/alternative-provision-census/file")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.splitlines()[0].endswith(
        "apattendancepattern,apsessionsperweek,prevurn,senprovisionentry"
    )


def test_the_page_warns_of_a_plan_and_offers_to_go_on_only_with_a_reason(
    parts: Parts, browser: TestClient
) -> None:
    page = browser.get(f"{AT}/referral-2").text
    assert "Children and Families Act 2014 s.42" in page and "Offer an early review" in page
    form = browser.get(f"{AT}/referral-2/act/override_warning").text
    assert "Why do you go on?" in form and "Full-time education at a provider that is not registered" in form
    assert "A check of the provider ran out" not in form
    week = act(
        "mark_attendance", "2026-05-01", week="2026-04-27", marked="8", attended="6", marks="PPPPAANNPP"
    )
    with parts.database.write() as session:
        marked = replace(placement(*to_start(), START, week), id="referral-3", case=CASE)
        put(session, "ap_placement", marked)
    assert "Wednesday absent/absent, Thursday none/none" in browser.get(f"{AT}/referral-3").text


def test_a_case_shows_its_placements_in_words(browser: TestClient) -> None:
    page = browser.get(f"/cases/{CASE}/disputes").text
    assert "Tier 2: off-site for behaviour" in page and "In the placement" in page


def test_the_page_has_the_words_of_the_authority_and_calls_nothing_while_it_is_off(
    parts: Parts, browser: TestClient
) -> None:
    keep(parts, name="Places elsewhere", label="Our own policy")
    page = browser.get(AT).text
    assert "Places elsewhere" in page and "Our own policy. No date of a case depends on it." in page
    assert "Refer for alternative provision" in page
    keep(parts, switched_on=False)
    page = browser.get(AT).text
    assert "This is switched off" in page and "Refer for alternative provision" not in page
    assert "Refer for alternative provision" not in browser.get(f"/cases/{CASE}/disputes").text
    assert browser.get(f"{AT}/referral-1").status_code == 200


def test_a_pupil_without_a_case_has_a_form_a_row_and_a_page_of_their_own(
    parts: Parts, browser: TestClient
) -> None:
    keep(parts, switched_on=True)
    assert f'href="{AT}/without-case"' in browser.get(AT).text
    form = browser.get(f"{AT}/without-case").text
    assert "Name of the child or young person" in form and "The number of the case" not in form
    assert "Which team works on the referral?" not in form, "the officer is in one team"
    wrong = post(browser, f"{AT}/without-case", {"child_name": "", "tier": "tier_2"})
    assert wrong.status_code == 400 and "Enter the name of the child or young person" in wrong.text
    hung = replace(
        placement(*to_start(), START), id="referral-child-b", case=None, child="child-b", officer="officer-n1"
    )
    with parts.database.write() as session:
        details = Details("Lark Sample", date(2015, 2, 3))
        children.add(session, "child-b", details, from_on=TODAY, by="officer-n1", why="Referred", at=NOW)
        put(session, "ap_placement", hung)
    assert "No case" in browser.get(AT).text
    page = browser.get(f"{AT}/referral-child-b").text
    assert "Lark Sample" in page and "No case at the referral" in page
    assert "Give the placement as evidence" not in page
    assert f'href="{AT}/referral-child-b"' in browser.get("/").text
    record = browser.get("/children/child-b").text
    assert "There is no case that you may see." in record and f'href="{AT}/referral-child-b"' in record
