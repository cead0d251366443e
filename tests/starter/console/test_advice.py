"""The advice of a case on one page: reports are uploaded together, matched to their advisers, and recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from records import documents, ledger, people
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.desk import at_desk
from tests.starter.console.office import STAFF
from tests.starter.console.signed import browser_of, post

CASE, PAGE = "case-a", "/cases/case-a/advice"
TODAY = date(2024, 6, 3)
ASKED = ("school", "health", "educational_psychologist", "social_care", "speech_therapist")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """The records of one test, so that none finds the reports that another one uploaded."""
    with closing(new_records(tmp_path)) as database:
        made = read_only_parts(database, lambda: TODAY)
        made.uploads = tmp_path / "uploads"
        story = Story(CASE).then("assessment_agreed 2024-04-10")
        at_desk(made, story.then(*(f"advice_requested 2024-04-11 {of}" for of in ASKED)))
        with database.write() as session:
            people.register(
                session,
                people.Intake(
                    "key", CASE, None, "Wren Sample", date(2016, 5, 4), "Family of Wren", None, "parent", date(2024, 3, 4),
                    "north", "officer-1", at_nine("2024-03-04"), True,
                ),
            )  # fmt: skip
        yield made


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def upload(browser: TestClient, *files: tuple[str, str, str], **fields: str) -> Response:
    sent = [(name, (called, text.encode())) for name, called, text in files]
    return post(browser, PAGE, fields, files=sent)


def test_every_adviser_is_on_one_page_with_who_is_late_and_who_to_ask(browser: TestClient) -> None:
    page = browser.get(PAGE).text
    assert page.count("Report: ") == len(ASKED) and "11 days late" in page and 'multiple=""' in page
    ticked = re.findall(r'name="of" type="checkbox" value="(\w+)" checked', page)
    assert ticked == ["parent"], "the rest of what every assessment needs was asked"


def test_what_cannot_be_kept_is_told_at_its_field_and_the_others_wait(
    parts: Parts, browser: TestClient
) -> None:
    assert "Select at least one report" in upload(browser).text
    many = upload(browser, *(("reports", f"{number}.txt", "Advice.") for number in range(9)))
    assert many.status_code == 400 and "Select at most 8 files" in many.text
    mixed = upload(
        browser, ("report-school", "school.exe", "x"), ("report-health", "letter.txt", "About health.")
    )
    assert mixed.status_code == 400 and '<a href="#report-school">' in mixed.text
    assert (
        "The selected file must be" in mixed.text
        and "1 report was added and is not recorded yet" in mixed.text
    )
    checked = browser.get(f"{PAGE}/check").text
    assert re.search(r'value="health" selected', checked), "the field that it came in tells the adviser"


def test_five_reports_are_recorded_with_one_upload_and_one_check(parts: Parts, browser: TestClient) -> None:
    names = ("School report.txt", "EP advice.txt", "Social care.txt", "scan 0001.txt")
    health = ("report-health", "letter.txt", "About health.")
    sent = upload(browser, *(("reports", name, f"This is {name}.") for name in names), health)
    assert sent.headers["location"] == f"{PAGE}/check"
    page = browser.get(f"{PAGE}/check").text
    form = dict(re.findall(r'name="(request_id)" value="([^"]+)"', page))
    for block in re.findall(r"<select.*?</select>", page, re.DOTALL):
        name = re.search(r'name="([^"]+)"', block)
        chosen = re.search(r'value="(\w*)" selected', block)
        assert name is not None
        form[name[1]] = chosen[1] if chosen else ""
    assert page.count('<select') == 5 and sorted(value for value in form.values() if value in ASKED) == sorted(set(ASKED) - {"speech_therapist"})  # fmt: skip
    (unclear,) = [name for name, value in form.items() if value == ""]
    missed = post(browser, f"{PAGE}/check", form)
    assert missed.status_code == 400 and f'<a href="#{unclear}">' in missed.text
    twice = post(browser, f"{PAGE}/check", {**form, unclear: "school"})
    assert "each sends one report" in twice.text
    form |= {unclear: "speech_therapist", unclear.replace("of-", "author-"): "Sam Sample"}
    early = post(
        browser, f"{PAGE}/check", {**form, "on": "other", "on-day": "1", "on-month": "4", "on-year": "2024"}
    )
    assert early.status_code == 400 and "There is a problem" in early.text
    done = post(browser, f"{PAGE}/check", {**form, "on": "today"})
    assert done.headers["location"] == f"/cases/{CASE}?reports=5", "no adviser is left, so the case goes on"
    assert "5 reports were recorded." in browser.get(done.headers["location"]).text
    shown = browser.get(PAGE).text
    assert "scan 0001.txt" in shown and "by Sam Sample" in shown
    with parts.database.read() as session:
        lines = [one for one in ledger.facts_of(session, CASE) if one.event == "advice_received"]
        kept = {one.document_id: one for one in documents.documents_of(session, CASE)}
    assert {one.of for one in lines} == set(ASKED)
    for line in lines:
        document = kept[line.fields["document"]]
        assert (document.kind, document.answers) == ("advice", line.of)
    again = post(browser, f"{PAGE}/check", {**form, "on": "today"})
    assert again.headers["location"] == PAGE, "a repeated form records nothing"
