"""Writing the plan on pages: nothing typed is lost, two people do not overwrite each other, and the draft becomes a version."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from httpx2 import Response
from starlette.testclient import TestClient

from activities.paper_word import as_word
from casework.access.permissions import Person, Role
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from office.dependencies import Parts, read_only_parts
from office.plan_writing import Desk, begin, open_draft
from office.plans import versions
from office.rate_limits import RateLimiter
from office.uploads import Uploads
from records import people, plans
from records.profile import keep_profile
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.plans import sample_plan
from tests.starter.console.signed import ENTRANCE, as_person, browser_of, post

NORTH = frozenset({"north"})
ASH = Person("officer-1", "Ash Sample", frozenset({Role.CASE_OFFICER}), NORTH)
ROWAN = Person("officer-2", "Rowan Sample", frozenset({Role.CASE_OFFICER}), NORTH)
CHILD = "Lark Sample"
AREA = "communication-and-interaction"
_cases = iter(f"case-plan{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("plan"))
    parts = read_only_parts(database, lambda: date(2024, 6, 3))
    parts.uploads = tmp_path_factory.mktemp("uploads")
    yield parts
    database.close()


@pytest.fixture(scope="module")
def client(parts: Parts) -> TestClient:
    return browser_of(parts, ASH)


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    client.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
    as_person(client, ASH)
    return client


@pytest.fixture
def case(parts: Parts, browser: TestClient) -> str:
    """A case with advice from the school, whose plan was begun."""
    case_id = next(_cases)
    Story(case_id).then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-10 school",
        "plan_agreed 2024-05-20",
    ).record(parts.database)  # fmt: skip
    with parts.database.write() as session:
        people.register(
            session,
            people.Intake(
                f"key-{case_id}", case_id, None, CHILD, date(2016, 5, 4), None, None, "parent", date(2024, 3, 4), "north",
                "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    assert post(browser, f"/cases/{case_id}/plan/start").status_code == 303
    return case_id


class Page:
    """A section as a browser shows it: the fields of its form, to change and send."""

    def __init__(self, browser: TestClient, case_id: str, section: str) -> None:
        self.browser = browser
        self.address = f"/cases/{case_id}/plan/sections/{section}"
        self.load()

    def load(self) -> None:
        self.answer = self.browser.get(self.address)
        self.text = self.answer.text
        self.fields: dict[str, str] = {}
        for tag in re.findall(r"<input [^>]*>", self.text):
            given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            if given.get("type") in ("checkbox", "radio") and " checked" not in tag:
                continue
            if given.get("name") not in (None, "csrf"):
                self.fields[given["name"]] = given.get("value", "")
        for name, value in re.findall(
            r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', self.text, re.DOTALL
        ):
            self.fields[name] = html.unescape(value)
        for name, options in re.findall(
            r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', self.text, re.DOTALL
        ):
            chosen = re.search(r'value="([^"]*)" selected', options)
            self.fields[name] = chosen[1] if chosen else ""

    @property
    def rows(self) -> list[str]:
        return re.findall(r'<section [^>]*id="(row-[a-z]+)"', self.text)

    def send(self, do: str = "save", **changed: str) -> Response:
        """Send the form with a button, and load the page that comes after it."""
        answer = post(self.browser, self.address, {**self.fields, **changed, "do": do})
        if answer.status_code == 303 and answer.headers["location"].startswith(self.address):
            self.answer = self.browser.get(answer.headers["location"].partition("#")[0])
            said, self.banner = self.answer.text, self.answer.text
            self.load()
            self.text = said
        return answer


def area(browser: TestClient, case: str) -> tuple[Page, str]:
    page = Page(browser, case, AREA)
    page.send("add:")
    return page, page.rows[-1]


def test_a_plan_starts_from_what_the_case_knows(browser: TestClient, case: str) -> None:
    about = Page(browser, case, "about")
    assert about.fields["about.name"] == CHILD and about.fields["about.born_on-year"] == "2016"
    advice = Page(browser, case, "advice")
    (row,) = advice.rows
    assert (advice.fields[f"{row}.id"], advice.fields[f"{row}.of"]) == ("K1", "school")
    shown = browser.get(f"/cases/{case}/plan").text
    assert "Sections B, F and E: Communication and interaction" in shown and "points to mend" in shown
    assert f"/cases/{case}/plan" in browser.get(f"/cases/{case}/documents").text


def test_every_button_saves_the_whole_section_and_a_row_can_be_moved_split_removed_and_restored(
    browser: TestClient, case: str
) -> None:
    page, first = area(browser, case)
    typed = {f"{first}.need": "Reading.\r\n\r\nWriting.", f"{first}.provision-1-what": "A phonics lesson"}
    page.send("add:", **typed)
    second = page.rows[1]
    assert page.fields[f"{first}.provision-1-what"] == "A phonics lesson"
    page.send(f"provision:{first}:provision", **{f"{second}.need": "Noise."})
    page.send(f"up:{second}", **{f"{first}.provision-2-what": "A reading partner"})
    assert page.rows == [second, first]
    page.send(f"split:{first}")
    third = page.rows[2]
    assert page.rows == [second, first, third]
    assert (page.fields[f"{first}.need"], page.fields[f"{third}.need"]) == ("Reading.", "Writing.")
    assert page.fields[f"{third}.provision-1-what"] == "A reading partner"
    page.send(f"remove:{third}")
    assert (
        page.rows == [second, first]
        and "The row was removed." in page.text
        and f'value="restore:{third}"' in page.text
    )
    post(browser, page.address, {"do": f"restore:{third}"})
    page.load()
    assert page.rows == [second, first, third] and page.fields[f"{third}.need"] == "Writing."
    page.send(f"drop:{first}:provision:1")
    assert f"{first}.provision-1-what" not in page.fields
    page.send(f"undo:{first}")
    assert page.fields[f"{first}.provision-1-what"] == "A phonics lesson"


def test_a_text_that_is_refused_is_kept_and_its_field_is_named(browser: TestClient, case: str) -> None:
    page = Page(browser, case, "advice")
    (row,) = page.rows
    answer = page.send("add:", **{f"{row}.on-month": "13", f"{row}.author": "A. Sample"})
    assert answer.status_code == 303
    page.load()
    assert page.answer.status_code == 400 and "Date of the advice must be a real date" in page.text
    assert f'href="#{row}.on-day"' in page.text
    assert (page.fields[f"{row}.on-month"], page.fields[f"{row}.author"]) == ("13", "A. Sample")
    refused = post(browser, f"/cases/{case}/plan/version")
    assert refused.status_code == 400 and "Some of your text is not in the plan yet" in refused.text
    page.send(**{f"{row}.on-month": "5"})
    assert page.answer.status_code == 200 and page.fields[f"{row}.author"] == "A. Sample"


def test_two_people_who_change_one_row_see_both_texts_and_choose(browser: TestClient, case: str) -> None:
    page, row = area(browser, case)
    page.send(**{f"{row}.need": "Wren reads slowly.", f"{row}.outcome": "Old outcome."})
    as_person(browser, ROWAN)
    theirs = Page(browser, case, AREA)
    theirs.send("add:", **{f"{row}.need": "Rowan’s need.", f"{row}.outcome": "Rowan’s outcome."})
    other = theirs.rows[-1]
    as_person(browser, ASH)
    page.send(**{f"{row}.need": "Ash’s need.", f"{row}.outcome": "Ash’s outcome."})
    assert "Two texts to choose from" in page.text
    for text in ("Rowan’s need.", "Ash’s need.", "Rowan’s outcome.", "Ash’s outcome."):
        assert text in html.unescape(page.text)
    assert f"{row}.need" not in page.fields and f"{other}.need" in page.fields
    assert "Your text is not in the plan yet" in browser.get(f"/cases/{case}/plan").text
    page.send(f"mine:{row}", **{f"{row}:keep:need": "mine", f"{row}:keep:outcome": "theirs"})
    page.load()
    assert (page.fields[f"{row}.need"], page.fields[f"{row}.outcome"]) == ("Ash’s need.", "Rowan’s outcome.")


def test_a_stale_page_overwrites_no_row_that_its_reader_did_not_touch(browser: TestClient, case: str) -> None:
    page, row = area(browser, case)
    page.send("add:", **{f"{row}.need": "First."})
    second = page.rows[1]
    as_person(browser, ROWAN)
    Page(browser, case, AREA).send(**{f"{row}.need": "Rowan’s need."})
    as_person(browser, ASH)
    page.send(**{f"{second}.need": "Second."})
    page.load()
    assert (page.fields[f"{row}.need"], page.fields[f"{second}.need"]) == ("Rowan’s need.", "Second.")
    assert "Two texts" not in page.text


def test_a_script_saves_one_row_and_gets_its_points_quickly(browser: TestClient, case: str) -> None:
    page, row = area(browser, case)
    mine = {name: value for name, value in page.fields.items() if name.startswith(row)}
    sent = mine | {f"{row}.need": "Reading.", f"{row}.provision-1-what": "Regular help"}
    begun = time.process_time()
    answer = post(browser, page.address, sent, headers={"Accept": "application/json"})
    assert time.process_time() - begun < 0.1
    told = answer.json()["parts"][row]
    assert told["outcome"] == "saved" and any("'regular' is vague" in each["says"] for each in told["points"])
    page.load()
    assert "is vague" in page.text and page.fields[f"{row}:revision"] == str(told["revision"])


def test_comments_stay_with_their_row_until_they_are_resolved(browser: TestClient, case: str) -> None:
    page, row = area(browser, case)
    page.send(**{f"{row}:comment": "Is this her main need?"})
    assert "Is this her main need?" in page.text and "Your comment was added" in page.text
    assert "Comments</th>" in browser.get(f"/cases/{case}/plan").text
    (comment,) = re.findall(r'value="(resolve:comment-\w+)"', page.text)
    page.send(comment)
    assert "Is this her main need?" not in page.text
    page.send(f"comment:{row}")
    assert "Is this her main need?" not in page.text


def test_the_draft_becomes_a_version_with_the_ids_of_its_rows(
    browser: TestClient, parts: Parts, case: str
) -> None:
    page, row = area(browser, case)
    page.send(
        **{
            f"{row}.need": "Reading.",
            f"{row}.provision-1-what": "Help",
            f"{row}.provision-1-who_pays": "the school",
        }
    )
    made = post(browser, f"/cases/{case}/plan/version")
    assert made.headers["location"] == f"/cases/{case}/plan?version=1", made.text
    (version,) = versions(parts.database, case)
    with parts.database.read() as session:
        kept = plans.find_plan(session, version["plan"])
    assert kept is not None
    (stored,) = kept.content["areas"]["communication_and_interaction"]["rows"]
    assert stored["id"] == row and stored["provision"][0]["who_pays"] == "the school"
    assert "follows version 1" in browser.get(f"/cases/{case}/plan?version=1").text
    begin(Desk(parts.database, case, "officer-1"), version["plan"])
    assert Page(browser, case, AREA).rows == [row]


def test_a_plan_with_another_childs_name_needs_a_reason(browser: TestClient, case: str) -> None:
    Page(browser, case, "about").send(**{"about.name": "Another Sample"})
    refused = post(browser, f"/cases/{case}/plan/version")
    assert (
        refused.status_code == 400
        and "Section A" in refused.text
        and "Why does this plan belong" in refused.text
    )
    signed = post(browser, f"/cases/{case}/plan/version", {"because": "Lark changed her name in May."})
    assert signed.status_code == 303, signed.text


def test_what_is_typed_after_the_session_ended_is_there_after_the_next_sign_in(
    parts: Parts, case: str
) -> None:
    now = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    browser = browser_of(parts, ASH, replace(ENTRANCE, clock=lambda: now[0]))
    page, row = area(browser, case)
    now[0] += timedelta(minutes=45)
    late = {**page.fields, f"{row}.need": "Typed too late.", "do": "save"}
    forged = browser.post(page.address, data=late)
    assert forged.headers["location"].startswith("/sign-in")
    sent = post(browser, page.address, late)
    assert sent.headers["location"].startswith("/sign-in")
    as_person(browser, ASH)
    page.load()
    assert page.fields[f"{row}.need"] == "Typed too late." and "it is not in the plan yet" in page.text
    page.send()
    assert page.fields[f"{row}.need"] == "Typed too late." and "it is not in the plan yet" not in page.text


def test_a_phrase_of_a_document_is_quoted_into_a_row_and_keeps_its_source(
    browser: TestClient, parts: Parts, case: str
) -> None:
    page, row = area(browser, case)
    answer = page.send(f"quote:{row}", **{f"{row}.need": "Reading."})
    assert "no documents yet" in browser.get(answer.headers["location"]).text
    text = b"Lark reads two words\nin a minute.\n\nLark likes trains very much."
    kept, _ = Uploads(parts.database, parts.uploads or Path()).keep(case, "advice.txt", text, "officer-1")
    shown = browser.get(answer.headers["location"]).text
    assert "Lark reads two words in a minute." in shown
    (entry,) = Page(browser, case, "advice").rows
    sent = {"section": AREA, "part": row, "document": kept.document_id, "advice": entry, "place": "need"}
    assert "Select at least one phrase" in post(browser, f"/cases/{case}/plan/quote", sent).text
    assert (
        "Select the advice"
        in post(browser, f"/cases/{case}/plan/quote", {**sent, "phrase": "1", "advice": ""}).text
    )
    assert post(browser, f"/cases/{case}/plan/quote", {**sent, "phrase": "1"}).status_code == 303
    page.load()
    assert page.fields[f"{row}.need"] == "Reading.\n\n“Lark reads two words in a minute.”"
    for said in ("Quoted from advice", "the school, 10 May 2024, K1", "advice.txt"):
        assert said in page.text
    page.send(f"unquote:{row}:1")
    assert "Quoted from advice" not in page.text


def test_versions_and_the_draft_are_compared_and_a_version_is_a_pdf(
    browser: TestClient, parts: Parts, case: str
) -> None:
    page, row = area(browser, case)
    page.send(**{f"{row}.need": "Lark reads two words.", f"{row}.provision-1-what": "Help"})
    post(browser, f"/cases/{case}/plan/version")
    page.send(**{f"{row}.need": "Lark reads three words."})
    (first,) = versions(parts.database, case)
    shown = browser.get(f"/cases/{case}/plan/compare?before={first['plan']}&after=draft").text
    assert re.search(r"<del>.*?two.*?</del>", shown) and re.search(r"<ins>.*?three.*?</ins>", shown)
    post(browser, f"/cases/{case}/plan/version")
    assert "Version 2</th>" in browser.get(f"/cases/{case}/plan/compare").text
    pdf = browser.get(f"/cases/{case}/plans/{first['plan']}.pdf")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["content-type"] == "application/pdf"
    assert browser.get(f"/cases/{case}/plan/compare?before=plan-none").status_code == 404


def test_a_word_plan_becomes_a_proposal_in_the_draft_and_what_has_no_place_a_comment(
    browser: TestClient, parts: Parts, case: str
) -> None:
    content = sample_plan(CHILD)
    word = as_word(plan_paper(plan_of(content), case, 1, final=False))
    document = Document(io.BytesIO(word))
    document.add_paragraph("A line that fits nowhere.")
    file = io.BytesIO()
    document.save(file)
    page, row = area(browser, case)
    page.send(**{f"{row}.need": "An earlier need."})
    address = f"/cases/{case}/plan/import"
    assert "must be a Word document" in post(browser, address, files={"plan": ("plan.txt", b"text")}).text
    assert "Select a file" in post(browser, address).text
    sent = post(browser, address, files={"plan": ("plan.docx", file.getvalue())})
    assert sent.status_code == 303, sent.text
    assert "1 text was not placed" in browser.get(sent.headers["location"]).text
    assert "A line that fits nowhere." in browser.get(f"/cases/{case}/plan/sections/advice").text
    page.load()
    assert len(page.rows) == 1 and "An earlier need." in page.text
    assert page.fields[f"{page.rows[0]}.provision-2-how_often"] == "once in each half term"
    assert Page(browser, case, "about").fields["about.born_on-year"] == "2016"
    assert post(browser, f"/cases/{case}/plan/version").status_code == 303


def test_an_entry_of_section_k_without_its_adviser_is_named_before_a_version_is_made(
    browser: TestClient, case: str
) -> None:
    page = Page(browser, case, "advice")
    page.send("add:")
    new = page.rows[-1]
    assert post(browser, f"/cases/{case}/plan/version").status_code == 303, "an empty row is no obstacle"
    page.send(**{f"{new}.author": "A. Sample"})
    refused = post(browser, f"/cases/{case}/plan/version")
    assert "advice 2: enter the number, or remove the row" in refused.text


def test_a_version_has_a_quality_page_that_another_person_reads_and_a_manager_signs(
    browser: TestClient, parts: Parts, case: str
) -> None:
    policy = {"signature_below": "good", "second_reader_percent": 100}
    with parts.database.write() as session:
        keep_profile(
            session,
            {"authority": {"name": "Sample Council"}, "plan_quality": policy},
            None,
            at_nine("2024-03-04"),
        )
    page, row = area(browser, case)
    page.send(**{f"{row}.need": "Speech."})
    post(browser, f"/cases/{case}/plan/version")
    (version,) = versions(parts.database, case)
    address = f"/cases/{case}/plans/{version['plan']}/quality"
    shown = browser.get(address).text
    for said in ("Weak", "Section F: Special educational provision", "Each need has provision: 0 of 1", "It is not signed yet", "drawn for a second reader"):  # fmt: skip
        assert said in shown
    assert "Sign this version" not in shown and "Give a second reading" not in shown
    as_person(browser, replace(ROWAN, roles=frozenset({Role.TEAM_MANAGER})))
    assert "Sign this version" in browser.get(address).text
    missing = post(browser, f"{address}/reading", {"grade-A": "good", "says": "Say more."})
    assert (
        missing.status_code == 400
        and "Select a grade for Section B" in missing.text
        and "Say more." in missing.text
    )
    grades = {f"grade-{letter}": "good" for letter in "ABCDEFGHK"}
    assert post(browser, f"{address}/reading", grades).status_code == 303
    assert "Enter the reason" in post(browser, f"{address}/signature", {"because": "no"}).text
    assert (
        post(browser, f"{address}/signature", {"because": "Agreed with the family in May."}).status_code
        == 303
    )
    signed = browser.get(address).text
    assert (
        "Second reading by" in signed
        and "Agreed with the family in May." in signed
        and "It is signed." in signed
    )
    with parts.database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, at_nine("2024-03-04"))


def test_to_start_again_keeps_every_row_that_was_there(browser: TestClient, parts: Parts, case: str) -> None:
    page, row = area(browser, case)
    page.send(**{f"{row}.need": "Reading."})
    post(browser, f"/cases/{case}/plan/start")
    page.load()
    assert page.rows == [] and "Reading." in page.text
    writing = open_draft(Desk(parts.database, case, "officer-1"))
    assert writing is not None and [one.part for one in writing.removed if one.section == AREA] == [row]
