"""Letters on pages: lists by status, what each is missing with the page that mends it, and everything a person may do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from casework.letters.dispatch import Dispatch
from casework.letters.letter_templates import Missing, kinds, must_contain
from casework.letters.mending import place_of
from casework.letters.text_reading import passages
from casework.letters.text_set import in_force, shipped, sources_in
from office.dependencies import Parts, read_only_parts
from records import access, outbox
from records.letter_lists import STATUSES
from starter.console.views.letter_pages import one_text, wanted
from tests.casework.letters.samples import dispatch
from tests.databases import new_records
from tests.running import ROOT
from tests.starter.console.office import CASE, CHILD, NAME, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

LATER = datetime(2024, 6, 4, 9, tzinfo=UTC)


def one(name: str, **more: Any) -> Dispatch:
    return dispatch(
        "assessment_refused", dispatch_id=f"{CASE}-1-{name}", case_id=CASE, text=f"Notice {name}", **more
    )


LETTERS = (
    one("10", attempts=1),
    one("11", status="stale", problem="It was not sent: the address changed after it was written."),
    one("12", not_before=LATER, by="officer-n1"),
    one("13", status="failed", channel="email", problem="The mailbox does not exist."),
    one("14", status="delivered", sent_at=datetime(2024, 6, 1, 9, tzinfo=UTC), channel="email"),
    one("15", status="recalled"),
    replace(one("19", status="failed"), kind="a_kind_without_a_text"),
    one("16", to_role="case_officer", channel="email", status="failed"),
    *(one(str(number), status="second_look", batch="bulk-1", by="officer-n1", queued_at=LATER) for number in (17, 18)),
)  # fmt: skip
OF_STATUS = {
    "missing": "10",
    "held": "11",
    "leaving": "12",
    "undelivered": "13",
    "sent": "14",
    "recalled": "15",
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("letters"))) as database:
        furnish(database)
        with database.write() as session:
            outbox.put(session, LETTERS)
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["manager"])


def at(name: str) -> str:
    return f"/cases/{CASE}/messages/{CASE}-1-{name}"


@pytest.mark.parametrize("status", STATUSES)
def test_every_letter_is_in_the_list_of_its_status(browser: TestClient, status: str) -> None:
    page = browser.get(f"/letters?status={status}&whose=all").text
    assert f'href="{at(OF_STATUS[status])}"' in page and NAME in page
    others = {name for each, name in OF_STATUS.items() if each != status}
    assert not any(f'href="{at(name)}"' in page for name in (*others, "16"))


def test_a_list_shows_what_a_letter_is_missing_with_the_page_that_mends_it(browser: TestClient) -> None:
    for address in ("/letters", at("10")):
        page = browser.get(address).text
        assert f'href="/cases/{CASE}/people"' in page and "Check the people and addresses" in page
        assert f'href="/cases/{CASE}/act/reasons_given#reason"' in page and "Give the reasons" in page
        assert "ehcp " not in page and "administrator" in page


def test_every_fact_that_a_letter_requires_leads_to_a_page_or_says_what_to_do(parts: Parts) -> None:
    with parts.database.read() as session:
        for kind in kinds():
            for fact in must_contain(kind):
                (shown,) = wanted(session, CASE, [Missing(fact.name, fact.said)])
                assert shown["text"] and (shown["href"] is None) is (place_of(fact.name) == "authority"), fact
        (child,) = wanted(session, CASE, [Missing("child", "the name")])
    assert child["href"] == f"/children/{CHILD}/correct#name"


def test_a_letter_without_an_address_leads_to_the_field_of_its_reader(
    parts: Parts, browser: TestClient
) -> None:
    missing = [Missing("full_address", "the name and address of the reader")]

    def link(letter: Dispatch) -> str:
        with parts.database.read() as session:
            (shown,) = wanted(session, CASE, missing, letter)
        return str(shown["href"])

    assert link(one("20", party_id="party-a")) == f"/cases/{CASE}/people/party-a/change#postal"
    added = link(replace(one("21"), to_role="setting", of="urn-900001"))
    assert added == f"/cases/{CASE}/people/add?relationship=setting&of=900001#postal"
    assert link(one("22")) == f"/cases/{CASE}/people", "an officer decides who of the family it goes to"
    form = browser_of(parts, STAFF["officer"]).get(added).text
    assert 'id="postal"' in form and 'value="900001"' in form


def test_officers_start_with_their_own_cases_and_managers_with_their_teams(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    assert at("10") not in browser.get("/letters").text, "its officer is another"
    assert at("10") in browser.get("/letters?whose=all").text
    as_person(browser, STAFF["officer of another team"])
    assert at("10") not in browser.get("/letters?whose=all").text
    assert browser.get(at("10")).status_code == 403
    as_person(browser, STAFF["auditor"])
    shown = browser.get(at("14"))
    assert shown.status_code == 200 and "The message" not in shown.text and NAME not in shown.text


def test_a_message_is_readable_before_and_after_it_was_sent(browser: TestClient, parts: Parts) -> None:
    assert "Notice 13" in browser.get(at("13")).text or CASE in browser.get(at("13")).text
    page = browser.get(f"/cases/{CASE}/documents").text
    for name in OF_STATUS.values():
        assert f'href="{at(name)}"' in page
    assert "Not delivered" in page and "Recalled or replaced" in page
    assert browser.get(f"/cases/{CASE}/messages/other-1-1").status_code == 404
    with parts.database.read() as session:
        assert access.entries(session, person="manager-north", limit=1)[0].right == "see_personal"


def test_a_letter_is_recalled_and_sent_again_on_its_page(browser: TestClient) -> None:
    assert "Recall it" in browser.get(at("12")).text and "Send it again" not in browser.get(at("12")).text
    answer = post(browser, f"{at('12')}/recall")
    assert answer.headers["location"] == f"{at('12')}?done=recall"
    shown = browser.get(answer.headers["location"]).text
    assert "The letter was recalled." in shown and "Recalled by manager-north." in shown
    again = post(browser, f"{at('12')}/again").headers["location"]
    assert again == f"{at('12')}~1?done=again" and "Leaving soon" in browser.get(again).text
    refused = post(browser, f"{at('14')}/recall")
    assert refused.status_code == 400 and 'href="#deeds"' in refused.text and "can no longer" in refused.text


def test_a_letter_posted_by_hand_needs_a_day_that_is_not_ahead(browser: TestClient) -> None:
    ahead = {"on": "other", "on-day": "4", "on-month": "6", "on-year": "2024"}
    answer = post(browser, f"{at('11')}/posted", ahead)
    assert answer.status_code == 400 and "must be today or in the past" in answer.text
    assert '<details class="govuk-details" open>' in answer.text and "<title>Error: " in answer.text
    assert (
        post(browser, f"{at('19')}/posted", {"on": "today"}).headers["location"] == f"{at('19')}?done=posted"
    )
    shown = browser.get(f"{at('19')}?done=posted").text
    assert (
        "recorded as posted by hand" in shown and "Posted by hand on 3 June 2024 by manager-north." in shown
    )
    missing = post(browser, f"{at('11')}/posted", {"on": "today"})
    assert missing.status_code == 400 and "The letter is missing" in missing.text


def test_a_mailing_is_approved_by_a_second_person(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    assert "/letters/mailings/bulk-1" in browser.get("/letters?status=held&whose=all").text
    page = browser.get("/letters/mailings/bulk-1").text
    assert "Approve 2 messages" in page and "another person must approve it" in page
    assert post(browser, "/letters/mailings/bulk-1/approve").status_code == 409
    as_person(browser, STAFF["manager"])
    assert "Approve these messages" in browser.get("/letters/mailings/bulk-1").text
    assert post(browser, "/letters/mailings/bulk-1/approve").status_code == 303
    assert browser.get("/letters/mailings/bulk-1").status_code == 404


def test_managers_read_the_texts_and_see_which_are_the_councils_own(browser: TestClient) -> None:
    name = "letters/plan_refused.md.jinja"
    source = sources_in(ROOT / "casework" / "letters" / "texts")[name]
    own = shipped().with_own({name: source.replace("## Our reasons", "## Why we decided this")})
    listed = browser.get("/letters/texts").text
    assert "The council’s own" not in listed and "/letters/texts/letter/plan_refused" in listed
    with in_force(own):
        assert browser.get("/letters/texts").text.count("The council’s own") == 1
        page = browser.get("/letters/texts/letter/plan_refused").text
    assert "Why we decided this" in page and "These words replace the national text." in page
    assert "[the last day to appeal]" in page and "against the decision not to make a plan" in page
    assert "ehcp " not in page and "{{" not in page and "{%" not in page
    assert browser.get("/letters/texts/letter/none").status_code == 404


def test_every_text_can_be_read_and_a_part_of_ones_own_is_named() -> None:
    for text in shipped().kinds.values():
        found = passages(shipped(), text)
        assert found and not any(mark in each.text for each in found for mark in ("{", "}", "\0", "**")), text
    part = "parts/appeal.md.jinja"
    own = shipped().with_own({part: shipped().files[part].body})
    shown = one_text("letter", "plan_refused", own)
    assert shown["is_own"] and not shown["is_own_itself"] and shown["own_parts"] == ["appeal"]


def test_letters_that_are_old_are_on_later_pages(parts: Parts) -> None:
    many = [
        replace(one("12", queued_at=LATER + timedelta(days=number)), dispatch_id=f"{CASE}-2-{number}", channel="email")
        for number in range(25)
    ]  # fmt: skip
    with parts.database.write() as session:
        outbox.put(session, many)
    browser = browser_of(parts, STAFF["manager"])
    pages = [browser.get(f"/letters?status=leaving&whose=all&page={number}").text for number in range(1, 5)]
    assert "page=2" in pages[0] and f"{CASE}-2-24" not in pages[0]
    assert sum(f'{CASE}-2-24"' in page for page in pages) == 1
