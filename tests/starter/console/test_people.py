"""The people of a case on pages: list, add, change and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from casework.people.parties import Party
from office.dependencies import Parts, read_only_parts
from records import parties
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

PAGE = f"/cases/{CASE}/people"
MUM = {
    "relationship": "parent", "name": "Robin Example", "postal": "1 Sample Street\r\nExampleton\r\nZZ1 1ZZ",
    "email": "robin@example.invalid", "telephone": "", "channel": "email", "letters": "yes",
    "entitlement": "parental_responsibility", "language": "Polish",
}  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("people"))) as database:
        furnish(database)
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def known(parts: Parts, name: str) -> Party:
    with parts.database.read() as session:
        return next(one for one in parties.of_case(session, CASE) if one.name == name)


def card(page: str, name: str) -> str:
    """Return the card of a person as plain text."""
    found = next(one for one in page.split("govuk-summary-card__title-wrapper")[1:] if name in one)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_a_person_is_added_with_their_right_address_and_preferences(
    parts: Parts, browser: TestClient
) -> None:
    assert "Second parent" in browser.get(f"{PAGE}/add").text
    assert "Select the relationship" in browser.get(f"{PAGE}/add?relationship=").text
    asked = browser.get(f"{PAGE}/add?relationship=parent").text
    assert 'type="email"' in asked and "Has parental responsibility" in asked and "URN" not in asked
    for _ in range(2):  # a double click
        assert post(browser, f"{PAGE}/add", MUM).headers["location"] == f"{PAGE}?done=added"
    page = browser.get(f"{PAGE}?done=added").text
    assert page.count("Robin Example</span></a>") == 3, "one card, with three links"
    shown = card(page, "Robin Example")
    for said in ("Has parental responsibility", "Letters to the family Yes", "ZZ1 1ZZ", "Letter, announced by email", "Polish"):  # fmt: skip
        assert said in shown
    assert known(parts, "Robin Example").language == "Polish"


@pytest.mark.parametrize(
    ("answers", "at", "said"),
    [
        ({"name": ""}, "name", "Enter a name"),
        ({"email": "robin"}, "email", "Enter an email address in the correct format"),
        ({"email": "", "channel": "email"}, "email", "because letters are announced by email"),
        ({"telephone": "123"}, "telephone", "Enter a telephone number with its area code"),
        ({"channel": "sms"}, "telephone", "Enter a mobile number"),
        ({"letters": "no"}, "because", "Enter the reason why this person gets no letters"),
        ({"entitlement": "attorney"}, "entitlement", "from the options"),
        ({"relationship": "adviser", "of": ""}, "of", "Select the service"),
        ({"relationship": "setting", "of": ""}, "of", "Enter the setting"),
        ({"postal": "x" * 1001}, "postal", "Address must be 1,000 characters or less"),
    ],
)
def test_an_error_names_its_field_and_keeps_the_answers(
    browser: TestClient, answers: dict[str, str], at: str, said: str
) -> None:
    page = post(browser, f"{PAGE}/add", {**MUM, **answers})
    assert page.status_code == 400 and "<title>Error: " in page.text
    assert f'<a href="#{at}">' in page.text and page.text.count(said) >= 2
    assert f'id="{at}"' in page.text and ("Sample Street" in page.text or "x" * 1001 in page.text)


def test_an_address_is_changed_and_the_earlier_one_is_kept(parts: Parts, browser: TestClient) -> None:
    post(browser, f"{PAGE}/add", {**MUM, "name": "Ash Example"})
    one = known(parts, "Ash Example")
    form = browser.get(f"{PAGE}/{one.party_id}/change").text
    assert "1 Sample Street" in form and 'name="seen" value="1"' in form
    moved = {**MUM, "name": "Ash Example", "postal": "9 New Road\nZZ1 9ZZ", "seen": "1", "large_print": "yes"}
    assert post(browser, f"{PAGE}/{one.party_id}/change", moved).status_code == 303
    later = known(parts, "Ash Example")
    assert later.address.version == 2 and later.large_print and later.address.postal == "9 New Road\nZZ1 9ZZ"
    history = browser.get(f"{PAGE}/{one.party_id}").text
    assert history.index("9 New Road") < history.index("1 Sample Street") and "officer-n1" in history
    stale = post(browser, f"{PAGE}/{one.party_id}/change", {**moved, "telephone": "01632 960 001"})
    assert stale.status_code == 400 and "Someone else has changed" in stale.text


def test_a_person_who_is_not_to_be_written_to_gets_no_letters(parts: Parts, browser: TestClient) -> None:
    post(browser, f"{PAGE}/add", {**MUM, "name": "Rowan Example"})
    one = known(parts, "Rowan Example")
    stopped = {**MUM, "name": "Rowan Example", "letters": "no", "because": "A court order of 3 May 2024."}
    assert post(browser, f"{PAGE}/{one.party_id}/change", {**stopped, "seen": "1"}).status_code == 303
    assert "No: A court order of 3 May 2024." in card(browser.get(PAGE).text, "Rowan Example")
    assert not known(parts, "Rowan Example").gets_letters


def test_a_relationship_is_ended_and_stays_on_the_page(parts: Parts, browser: TestClient) -> None:
    contact = {"relationship": "contact", "name": "Sam Sample", "job": "SENCO", "channel": "letter"}
    assert post(browser, f"{PAGE}/add", contact).status_code == 303
    one = known(parts, "Sam Sample")
    at = f"{PAGE}/{one.party_id}/end"
    assert "Sam Sample" in browser.get(at).text
    for answers, said in (
        ({"ended": "other"}, "Enter the date it ended"),
        ({"ended": "other", "on-day": "31", "on-month": "2", "on-year": "2024"}, "must be a real date"),
        ({"ended": "other", "on-day": "1", "on-month": "7", "on-year": "2024"}, "today or in the past"),
    ):
        wrong = post(browser, at, answers)
        assert wrong.status_code == 400 and said in wrong.text
    assert post(browser, at, {"ended": "today", "why": "Left the school."}).status_code == 303
    page = browser.get(PAGE).text
    assert "Ended 3 June 2024" in card(page, "Sam Sample") and f"{one.party_id}/end" not in page
    assert browser.get(f"{PAGE}/{one.party_id}/change").status_code in (200, 404)


def test_a_person_of_another_case_and_readers_without_the_right_are_refused(
    parts: Parts, browser: TestClient
) -> None:
    assert browser.get(f"{PAGE}/party-none").status_code == 404
    as_person(browser, STAFF["auditor"])
    page = browser.get(PAGE).text
    assert "You may not see the people of this case." in page and "Example" not in page
    with parts.database.read() as session:
        first = parties.of_case(session, CASE)[0]
    assert browser.get(f"{PAGE}/{first.party_id}").status_code == 403
    as_person(browser, STAFF["officer"])
