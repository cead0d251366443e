"""What mediators and chairs find on the page of their dispute or sitting: people, contacts, place, papers and cases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from starlette.testclient import TestClient

from activities.paper_pdf import as_pdf
from casework.letters.invitation_links import link_of
from casework.letters.letter_file import AddressFile, LetterFile
from casework.letters.outgoing import message_of, render
from casework.letters.paper import Paper, Paragraph
from casework.letters.paper_content import content_of
from casework.processes.registry import process_of
from office.dependencies import Parts, read_only_parts
from office.uploads import Uploads
from records import access, processes
from records.profile import keep_profile
from tests.activities.steps import Story
from tests.casework.letters.samples import dispatch
from tests.databases import new_records
from tests.starter.console.office import CASE, MEDIATION, NAME, SITTING, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post
from tests.starter.processes import put

OTHER = "case-other"
PROFILE = {
    "authority": {"name": "Sample Council"},
    "mailboxes": {"officer-1": "north@example.org", "panel-health-1": "health@example.org"},
    "mediators": {"mediator-1": {"name": "Sample Mediator", "telephone": "01632 960001"}},
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("people")
    with closing(new_records(folder)) as database:
        furnish(database)
        Story(OTHER).record(database)
        with database.write() as session:
            keep_profile(session, PROFILE, None, datetime.now(UTC))
        found = read_only_parts(database, lambda: TODAY)
        found.uploads = folder / "uploads"
        report = as_pdf(content_of({"letter": Paper("Report", (Paragraph("Words of a report"),))}))
        uploads = Uploads(database, found.uploads)
        uploads.keep(CASE, "Report.pdf", report, "officer-n1")
        uploads.keep(CASE, "Notes.txt", b"Some words", "officer-n1")
        yield found


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["mediator"])


def test_a_mediator_sees_who_to_reach_and_the_family_only_after_accepting(
    browser: TestClient, parts: Parts
) -> None:
    page = browser.get(f"/disputes/{MEDIATION}").text
    assert "Case officer, north@example.org" in page and "Mediator, 01632 960001" in page
    assert "once you accept" in page and NAME not in page and "(parent)" not in page
    process = process_of(MEDIATION)
    assert process is not None
    with parts.database.write() as session:
        row = processes.find(session, MEDIATION)
        assert row is not None
        put(session, "mediation", replace(process.state(row.content), accepted=True), 2)
    assert "(parent)" in browser.get(f"/disputes/{MEDIATION}").text
    with parts.database.read() as session:
        (entry,) = access.entries(session, person="mediator-1", limit=1)
    assert entry.thing == MEDIATION and "the contacts of the family" in str(entry.why)


@pytest.mark.parametrize(
    ("at", "who"), [(f"/disputes/{MEDIATION}", "mediator"), (f"/panel/{SITTING}", "chair")]
)
def test_the_place_is_on_the_page_and_their_people_can_change_it(
    browser: TestClient, at: str, who: str
) -> None:
    as_person(browser, STAFF[who])
    assert "Say where it is" in browser.get(at).text
    assert post(browser, f"{at}/place", {"place": "Room 4\n1 Sample Street"}).status_code == 303
    shown = browser.get(f"{at}?done=place").text
    assert "The place is saved." in shown and "Room 4" in shown and "Change the place" in shown
    as_person(browser, STAFF["member"])
    assert post(browser, f"{at}/place", {"place": "Elsewhere"}).status_code == 403
    as_person(browser, STAFF[who])
    assert post(browser, f"{at}/place", {"place": " "}).status_code == 303
    assert "Room 4" not in browser.get(at).text  # fmt: skip


def test_a_sitting_has_one_file_with_the_papers_of_its_cases(browser: TestClient, parts: Parts) -> None:
    as_person(browser, STAFF["chair"])
    page = browser.get(f"/panel/{SITTING}").text
    assert f'href="/panel/{SITTING}/pack"' in page and "health@example.org" in page
    assert "Officer: officer-1, north@example.org" in page
    answer = browser.get(f"/panel/{SITTING}/pack")
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 3
        with pdf.open_outline() as outline:
            titles = [one.title for one in outline.root]
            assert titles == ["Contents", f"1. {NAME} ({CASE})"]
            assert [one.title for one in outline.root[1].children] == ["Report.pdf", "Notes.txt"]
    with parts.database.read() as session:
        assert "read in a pack" in {one.why for one in access.entries(session, person="chair-1", thing=CASE)}
    as_person(browser, STAFF["officer of another team"])
    assert browser.get(f"/panel/{SITTING}/pack").status_code == 404


def test_cases_of_a_sitting_are_chosen_from_those_that_wait(browser: TestClient) -> None:
    as_person(browser, STAFF["officer"])
    page = browser.get(f"/panel/{SITTING}/act/list_case?case={OTHER}").text
    assert "Which case?" in page and f'value="{OTHER}" selected' in page
    assert f'value="{CASE}"' not in page, "it is on the agenda already"
    sent = {"request_id": "page-abcdefghjkmn", "seen": "1", "about": "assess"}
    wrong = post(browser, f"/panel/{SITTING}/act/list_case", sent)
    assert wrong.status_code == 400 and 'href="#case"' in wrong.text
    right = post(browser, f"/panel/{SITTING}/act/list_case", {**sent, "case": OTHER})
    assert "Check your answers" in right.text


def test_a_page_says_who_will_read_what_an_officer_writes(browser: TestClient) -> None:
    as_person(browser, STAFF["officer"])
    assert "The family reads this in our letter" in browser.get(f"/cases/{CASE}/act/assessment_refused").text
    assert "Only your team reads this" in browser.get(f"/cases/{CASE}/act/assessment_agreed").text
    as_person(browser, STAFF["chair"])
    page = browser.get(f"/panel/{SITTING}/act/recommend?case={CASE}").text
    assert "The members of the panel and the team of the case read this" in page


def test_an_invitation_carries_the_link_of_its_dispute_and_no_other_message_does() -> None:
    text = f"You are invited to mediate a dispute, {MEDIATION}. Please accept or decline."
    invited = dispatch("mediator_invited", to_role="mediator", channel="email", of="mediator-1", text=text)
    link = link_of(invited, "https://ehcp.example.org")
    assert link == f"https://ehcp.example.org/disputes/{MEDIATION}"
    assert link_of(invited, None) is None
    assert link_of(replace(invited, to_role="family"), "https://ehcp.example.org") is None
    assert link_of(replace(invited, text="No dispute."), "https://ehcp.example.org") is None
    _, mail = message_of(render(invited, LetterFile(address=AddressFile(link=link))).content)
    assert f"Sign in and open it here: {link}" in mail.text
    _, without = message_of(render(invited, LetterFile(address=AddressFile())).content)
    assert "open it here" not in without.text


def test_the_acts_of_a_process_come_after_its_main_part_and_a_link_leads_to_them(browser: TestClient) -> None:
    page = browser.get(f"/disputes/{MEDIATION}").text
    places = [page.index(part) for part in ('href="#record"', "app-panes__main", 'id="record"')]
    assert places[1] < places[0] < places[2], "the keyboard comes to them in the order of reading"
