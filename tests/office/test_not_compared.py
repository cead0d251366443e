"""A document without text is not compared with the child, and a person is told to look; a list for another age is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from casework.settings.list_identity import wrong_age
from office.dependencies import Parts, read_only_parts
from office.papers import not_compared, why_not
from office.uploads import Uploads
from records import tailored_lists
from records.database import Database
from tests.activities.people import register
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.office import STAFF
from tests.starter.console.signed import browser_of, post

CASE = Story().case_id
SAID = "scan.pdf was not compared with this child's details: it has no text. Look at every page."


def scan() -> bytes:
    made, kept = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(kept)
    return kept.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    register(found, CASE)
    Story().then("assessment_agreed 2024-04-10").record(found)
    yield found
    found.close()


@pytest.fixture
def parts(database: Database) -> Parts:
    return read_only_parts(database, lambda: date(2024, 6, 3))


def test_a_scan_is_kept_as_not_compared_and_the_pages_say_so(
    database: Database, parts: Parts, tmp_path: Path
) -> None:
    uploads = Uploads(database, tmp_path / "uploads")
    kept, _ = uploads.keep(CASE, "scan.pdf", scan(), "officer-n1")
    read, _ = uploads.keep(CASE, "advice.txt", b"Advice on the child.", "officer-n1")
    assert (kept.compared, read.compared) == (False, True)
    with database.read() as session:
        assert not_compared(session, CASE, {"document": kept.document_id}) == (SAID,)
        assert not_compared(session, CASE, {"document": read.document_id}) == ()
        assert not_compared(session, CASE) == (SAID,)
        assert not_compared(session, "case-other", {"document": kept.document_id}) == ()
    browser = browser_of(parts, STAFF["officer"])
    page = browser.get(f"/cases/{CASE}/documents?added={kept.document_id}").text
    assert page.count("Not compared: it has no text") == 1 and "it has no text. Look at every page." in page
    answer = post(
        browser,
        f"/cases/{CASE}/act/advice_sufficient",
        {"request_id": "page-abcdefghjkmn", "seen": "2", "of": "health", "on": "today", "document": kept.document_id,
         "author_agrees": "true", "family_agrees": "true"},
    )  # fmt: skip
    assert "it has no text. Look at every page." in answer.text, answer.text


def test_a_list_for_another_age_is_not_for_this_child(database: Database) -> None:
    born = date(2015, 5, 5)
    ages = [age for age in range(20) if wrong_age({"made_for": {"age": age}}, born, date(2024, 6, 3)) is None]
    assert ages == [8, 9, 10] and wrong_age({"made_for": {"age": 3}}, None, date(2024, 6, 3)) is None
    with database.write() as session:
        listed = tailored_lists.keep_list(
            session, CASE, {"made_for": {"age": 4}}, None, at_nine("2024-06-03"), None
        )
    with database.read() as session:
        why = why_not(session, CASE, "tailored_list_sent", {"list": listed})
    assert why is not None and why.startswith("The list is for age 4, which is not this child's age")
