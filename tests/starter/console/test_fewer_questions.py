"""An act asks only what the records cannot know, offers only what can apply, and each answer can be changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.case.acts import CATALOGUE
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from office.dependencies import Parts, read_only_parts
from office.known_fields import with_known
from office.register_of_staff import as_json
from records import staff, tailored_lists
from starter.console.views import exceptions
from statute.pack import pack_in_force
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.signed import browser_of, post
from tests.starter.processes import put

TODAY = date(2024, 6, 3)
OFFICER = Person(
    "officer-5", "Yew Sample", frozenset({Role.CASE_OFFICER, Role.TEAM_MANAGER}), frozenset({"north"})
)
OTHERS = [
    Person(f"officer-{n}", f"Ash Sample {n}", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
    for n in (1, 2)
]
FORM = {"request_id": "page-abcdefghjkmn", "seen": "1"}
TO_DRAFT = (
    "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-10 school", "plan_agreed 2024-05-20",
)  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("fewer"))
    Story("case-new").record(database)
    Story("case-drafted").then(*TO_DRAFT, "draft_issued 2024-05-21").record(database)
    with database.write() as session:
        for person in (OFFICER, *OTHERS):
            staff.save_sign_in(session, person.id, as_json(person), at_nine("2024-06-01"))
        entries = [
            {"urn": "900001", "name": "Sample Thistle Grove"},
            {"urn": "900002", "name": "Sample Fern Bank"},
        ]
        tailored_lists.keep_list(
            session, "case-drafted", {"entries": entries}, "officer-1", at_nine("2024-05-22")
        )
        members = (Member("panel-health-1", "health"), Member("chair-1", "chair"))
        put(session, "panel", Sitting("sitting-a", date(2024, 6, 12), date(2024, 6, 5), "chair-1", members, (Item("case-new", "assess"),)))  # fmt: skip
    yield read_only_parts(database, lambda: TODAY)
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


def test_the_sitting_knows_its_day_and_its_chair(parts: Parts, browser: TestClient) -> None:
    page = browser.get("/cases/case-new/act/panel_recommended").text
    assert 'name="sitting"' in page and "sits_on" not in page and 'name="chair"' not in page
    with parts.database.read() as session:
        known = with_known(session, CATALOGUE["panel_recommended"], {"sitting": "sitting-a"})
        assert (known["sits_on"], known["chair"]) == ("2024-06-12", "chair-1")
        given = {"sitting": "sitting-a", "chair": "chair-2"}
        assert with_known(session, CATALOGUE["panel_recommended"], given)["chair"] == "chair-2"
    answers = {
        "on": "today",
        "recommendation": "assess",
        "reason": "Needs are clear.",
        "sitting": "sitting-a",
    }
    checked = post(browser, "/cases/case-new/act/panel_recommended", {**FORM, **answers, "step": "check"})
    assert checked.status_code == 200 and "Check your answers" in checked.text


@pytest.mark.parametrize(
    "address", ["/cases/case-new/act/officer_assigned", "/requests/new", "/manager/assign"]
)
def test_my_name_comes_first_in_a_list_of_people(browser: TestClient, address: str) -> None:
    shown = browser.get(address).text.rpartition('name="officer')[2]
    names = re.findall(r"<option[^>]*>\s*([^<]+?)\s*</option>", shown)
    assert names[1] == "Yew Sample (you)"


def test_an_act_that_is_done_by_recording_it_asks_for_no_date(browser: TestClient) -> None:
    assert 'name="on"' not in browser.get("/cases/case-new/act/officer_assigned").text
    answer = post(
        browser, "/cases/case-new/act/officer_assigned", {**FORM, "officer": "officer-2", "step": "check"}
    )
    assert answer.status_code == 200 and "Ash Sample 2" in answer.text


def test_settings_come_from_the_tailored_list_and_another_may_be_entered(browser: TestClient) -> None:
    page = browser.get("/cases/case-drafted/act/setting_consulted").text
    assert re.findall(r'name="of" type="checkbox" value="(\w+)"', page) == ["900002", "900001"]
    assert "Sample Fern Bank (900002)" in page and "Other settings (optional)" in page
    sent = {**FORM, "on": "today", "of": ["900001", "900007 900008"], "step": "check"}
    checked = post(browser, "/cases/case-drafted/act/setting_consulted", sent).text
    assert [one in checked for one in ("900001", "900007", "900008")] == [True] * 3
    changed = post(browser, "/cases/case-drafted/act/setting_consulted", {**sent, "step": "change"}).text
    assert re.search(r'value="900001" checked', changed) and 'value="900007, 900008"' in changed
    both = {**FORM, "on": "today", "setting": ["900001", "900002"], "step": "check"}
    assert (
        "Select one setting or enter another"
        in post(browser, "/cases/case-drafted/act/final_issued", both).text
    )


def test_only_grounds_of_deadlines_that_are_not_met_are_offered(browser: TestClient) -> None:
    grounds = re.findall(
        r'name="ground" type="radio" value="([^"]+)"',
        browser.get("/cases/case-drafted/act/exception_claimed").text,
    )
    assert grounds and all(one.startswith("reg13") for one in grounds), "all other deadlines were met"


def test_a_case_offers_what_can_apply_and_shows_every_action_on_demand(browser: TestClient) -> None:
    few, all_of_them = (browser.get(f"/cases/case-drafted{query}").text for query in ("", "?acts=all"))
    assert "/act/bank_holiday_proclaimed" not in few and "/act/bank_holiday_proclaimed" in all_of_them
    assert few.count("/act/") < all_of_them.count("/act/") and "?acts=all#record" in few


def test_each_answer_on_a_check_page_has_a_button_that_changes_it_and_keeps_the_others(
    browser: TestClient,
) -> None:
    address = "/cases/case-new/act/assessment_refused"
    sent = {**FORM, "on": "today", "reason": "The school meets the need.", "step": "check"}
    page = post(browser, address, sent).text
    for name in ("on", "reason"):
        assert f'formaction="{address}#{name}"' in page
    assert 'form="answers" name="step" value="change"' in page and '<form id="answers"' in page
    changed = post(browser, address, {**sent, "step": "change"}).text
    assert 'id="reason"' in changed and 'id="on"' in changed and "The school meets the need." in changed


def test_past_work_can_be_changed_from_its_check_page(browser: TestClient) -> None:
    address = "/cases/case-new/past-work"
    sent = {
        "action-1": "assessment_refused",
        "day-1": "10",
        "month-1": "4",
        "year-1": "2024",
        "words-1": "No need.",
        "step": "change",
    }
    page = post(browser, address, sent)
    assert page.status_code == 200 and "No need." in page.text and "There is a problem" not in page.text


def test_a_ground_that_several_deadlines_share_is_offered_for_the_one_that_is_not_met() -> None:
    pack = pack_in_force(TODAY)
    of_code: dict[str, set[str]] = defaultdict(set)
    for rule in pack.rules:
        for written in (code for one in rule.exceptions for code in one.written):
            of_code[written].add(rule.id)
    code, rules = next((code, rules) for code, rules in of_code.items() if len(rules) > 1)
    for rule_id in rules:
        offered = dict(exceptions.question(frozenset({rule_id}), pack).options)
        assert offered[code].startswith(pack.rule(rule_id).title)
