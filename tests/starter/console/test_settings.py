"""The settings of a case on pages: find, consult, record replies, and make, correct and send a tailored list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from starlette.testclient import TestClient

from casework.settings.settings import Setting
from office.dependencies import Parts, read_only_parts
from records import ledger, people, settings, tailored_lists
from starter.terminal.data_folder import today as local_day
from tests.activities.steps import Story, at_nine
from tests.databases import BOTH, records_in
from tests.starter.console.desk import at_desk
from tests.starter.console.office import STAFF
from tests.starter.console.signed import as_person, browser_of, post

CASE, PAGE, LISTS = "case-a", "/cases/case-a/settings", "/cases/case-a/lists"
TODAY = date(2024, 7, 15)
FORM = {"request_id": "page-abcdefghjkmn"}


def school(urn: str, name: str, east: int, kind: str = "special", **more: object) -> Setting:
    return Setting(
        urn, name, kind, "Sample Council", 4, 16, True, needs=frozenset({"ASD"}), easting=400_000 + east, northing=290_000,
        address=("1 Road", "Exampleton", f"ZZ1 1Z{'ABCD'[int(urn[-1]) - 1]}"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture(scope="module", params=BOTH)
def parts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(records_in(request.param, tmp_path_factory.mktemp("settings"))) as database:
        made = read_only_parts(database, lambda: TODAY)
        story = Story(CASE).then(
            "assessment_agreed 2024-04-10", "plan_agreed 2024-06-10", "draft_issued 2024-06-20",
            "setting_consulted 2024-06-21 urn-900001", "setting_consulted 2024-06-21 urn-900002",
        )  # fmt: skip
        at_desk(made, story)
        known = [
            school("900001", "Alder School", 1609),
            school("900002", "Beech School", 3219),
            school("900003", "Cedar School", 16_093, "mainstream", places=100, on_roll=100),
            school("900004", "Damson College", 4828, "independent"),
        ]
        with database.write() as session:
            settings.replace_settings(session, known, settings.Load(at_nine("2024-03-04"), TODAY, 4, None))
            people.register(
                session,
                people.Intake(
                    "key", CASE, None, "Wren Sample", date(local_day().year - 8, 1, 1), "Ash Sample, 1 Street, Exampleton, ZZ1 1ZA", None,
                    "parent", date(2024, 3, 4), "north", "officer-1", at_nine("2024-03-04"), True,
                ),
            )  # fmt: skip
        yield made


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def names(page: str) -> list[str]:
    return re.findall(r"<strong>(\w+ (?:School|College))</strong>", page)


def test_a_setting_is_found_with_its_facts_and_how_far_it_is(browser: TestClient) -> None:
    near = browser.get(f"{PAGE}?q=").text
    assert names(near) == ["Alder School", "Beech School", "Damson College", "Cedar School"]
    assert "Distances are in a straight line from the postcode ZZ1 1ZA." in near and "1.0 miles" in near
    assert "we have no duty to name it" in near and "Declares provision for autism" in near


def test_the_replies_of_settings_are_recorded_in_their_table(parts: Parts, browser: TestClient) -> None:
    page = browser.get(PAGE).text
    assert page.count("Not yet") == 2 and "Record the replies" in page
    one, two = "answer-urn-900001", "answer-urn-900002"
    for answers, at, said in (
        ({}, one, "Select the answer of at least one setting"),
        ({"ground-urn-900002": "unsuitable"}, two, "Select the answer of Beech School (900002)"),
        (
            {one: "can_meet_need", "ground-urn-900001": "unsuitable"},
            "ground-urn-900001",
            "Leave out the ground",
        ),
        ({one: "no_place", "on": "other"}, "on-day", "Enter the date you received the replies"),
        (
            {one: "no_place", "on": "other", "on-day": "1", "on-month": "9", "on-year": "2024"},
            one,
            "in the future",
        ),
    ):
        wrong = post(browser, PAGE, {**FORM, "on": "today", **answers})
        assert wrong.status_code == 400 and f'<a href="#{at}">' in wrong.text and said in wrong.text, said
    good = {one: "can_meet_need", two: "cannot_meet_need", "ground-urn-900002": "unsuitable", "on": "today"}
    assert post(browser, PAGE, {**FORM, **good}).headers["location"] == f"{PAGE}?recorded=2"
    shown = browser.get(f"{PAGE}?recorded=2").text
    assert "2 replies were recorded." in shown and "Cannot meet need" in shown and "Not yet" not in shown
    with parts.database.read() as session:
        told = [one for one in ledger.facts_of(session, CASE) if one.event == "setting_responded"]
    assert [(line.of, line.fields["answer"]) for line in told] == [
        ("urn-900001", "can_meet_need"),
        ("urn-900002", "cannot_meet_need"),
    ]


def test_several_settings_are_consulted_from_what_was_found(browser: TestClient) -> None:
    page = browser.get(f"{PAGE}?q=exampleton&kind=mainstream").text
    assert names(page) == ["Cedar School"] and "100 on roll, 100 places" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(request_id|seen|step|on)" value="([^"]*)">', page))
    both = post(browser, "/cases/case-a/act/setting_consulted", {**hidden, "of": ["900003", "900004"]})
    assert both.status_code == 200 and "Check your answers" in both.text
    assert "Cedar School (900003)" in both.text and "Damson College (900004)" in both.text


def test_a_list_is_made_read_corrected_and_offered_to_send(parts: Parts, browser: TestClient) -> None:
    for answers, at in (
        ({"main_need": ""}, "main_need"),
        ({"origin": "nowhere"}, "origin"),
        ({"miles": "7"}, "miles"),
        ({"age": "40"}, "age"),
        ({"origin": "999999"}, "origin"),
    ):
        wrong = post(
            browser, f"{LISTS}/new", {"main_need": "ASD", "miles": "5", "origin": "900001", **answers}
        )
        assert wrong.status_code == 400 and f'<a href="#{at}">' in wrong.text, answers
    asked = {
        "main_need": "ASD",
        "needs": ["SLCN"],
        "miles": "5",
        "age": "8",
        "asked_for": "Elm House",
    }
    made = post(browser, f"{LISTS}/new", asked).headers["location"]
    page = browser.get(made).text
    assert "age 8, autism and speech, language and communication, up to 5 miles" in page
    assert re.findall(r"<strong>([^<]+)</strong>", page) == ["Elm House", "Alder School", "Beech School"]
    assert "Send this list" in page and "Damson College" in page, "it is a near miss"
    form = browser.get(f"{made}/correct").text
    assert form.count(' name="keep"') == 3 and "Damson College" in form
    less = {
        "keep": ["1"],
        "reasons-1": "is near\nhas a place",
        "cautions-1": "It moves in May.",
        "add": ["900004"],
    }
    unsaid = post(browser, f"{made}/correct", less)
    assert (
        unsaid.status_code == 400
        and '<a href="#reason-900004">' in unsaid.text
        and "has a place" in unsaid.text
    )
    none = post(browser, f"{made}/correct", {"other": "999999", "reason-other": "x"})
    assert none.status_code == 400 and '<a href="#other">' in none.text
    better = post(browser, f"{made}/correct", {**less, "reason-900004": "the family visited it"})
    shown = browser.get(better.headers["location"]).text
    assert re.findall(r"<strong>([^<]+)</strong>", shown) == ["Alder School", "Damson College"]
    assert "Is near; has a place" in shown and "Please note: It moves in May." in shown
    assert re.findall(r"(Consulted|Not yet consulted)\s*</strong>", shown) == [
        "Consulted",
        "Not yet consulted",
    ]
    with parts.database.read() as session:
        first, second = tailored_lists.lists_of(session, CASE)
    assert len(first.content["entries"]) == 3 and second.content["corrects"] == first.list_id
    assert browser.get(PAGE).text.count("List made on") == 2
    as_person(browser, STAFF["auditor"])
    assert browser.get(made).status_code == 403 and "Distances" not in browser.get(PAGE).text
    assert "You may not see where the child lives" in browser.get(f"{PAGE}?q=school").text
    as_person(browser, STAFF["officer"])
    assert browser.get(f"/cases/case-b/lists/{first.list_id}").status_code == 404
