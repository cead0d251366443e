"""From the draft to a version: quotes, Word files, comparison, PDF, and the grade with its signature."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from docx import Document
from starlette.testclient import TestClient

from activities.paper_word import as_word
from casework.access.permissions import Role
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from office.dependencies import Parts
from office.plan_writing import Desk, begin
from office.plans import save, versions
from office.uploads import Uploads
from records import plans
from records.profile import keep_profile
from tests.activities.steps import at_nine
from tests.plans import sample_plan
from tests.starter.console.plan_page import AREA, CHILD, ROWAN, Page, area
from tests.starter.console.signed import as_person, post


def test_the_draft_becomes_a_version_with_the_ids_of_its_rows(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    page.send(
        **{
            f"{row}.need": "Reading.",
            f"{row}.provision-1-what": "Help",
            f"{row}.provision-1-who_pays": "the school",
        }
    )
    made = post(writer, f"/cases/{plan_case}/plan/version")
    assert made.headers["location"] == f"/cases/{plan_case}/plan?version=1", made.text
    (version,) = versions(plan_parts.database, plan_case)
    with plan_parts.database.read() as session:
        kept = plans.find_plan(session, version["plan"])
    assert kept is not None
    (stored,) = kept.content["areas"]["communication_and_interaction"]["rows"]
    assert stored["id"] == row and stored["provision"][0]["who_pays"] == "the school"
    assert "follows version 1" in writer.get(f"/cases/{plan_case}/plan?version=1").text
    begin(Desk(plan_parts.database, plan_case, "officer-1"), version["plan"])
    assert Page(writer, plan_case, AREA).rows == [row]


def test_a_version_that_was_saved_elsewhere_is_told_of(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    assert "was saved after this draft began" not in writer.get(f"/cases/{plan_case}/plan").text
    save(plan_parts.database, plan_case, sample_plan(CHILD), "officer-2")
    assert "Version 1 was saved after this draft began" in writer.get(f"/cases/{plan_case}/plan").text


def test_a_plan_with_another_childs_name_needs_a_reason(writer: TestClient, plan_case: str) -> None:
    Page(writer, plan_case, "about").send(**{"about.name": "Another Sample"})
    refused = post(writer, f"/cases/{plan_case}/plan/version")
    assert (
        refused.status_code == 400
        and "Section A" in refused.text
        and "Why does this plan belong" in refused.text
    )
    signed = post(writer, f"/cases/{plan_case}/plan/version", {"because": "Lark changed her name in May."})
    assert signed.status_code == 303, signed.text


def test_a_phrase_of_a_document_is_quoted_into_a_row_and_keeps_its_source(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    answer = page.send(f"quote:{row}", **{f"{row}.need": "Reading."})
    assert "no documents yet" in writer.get(answer.headers["location"]).text
    text = b"Lark reads two words\nin a minute.\n\nLark likes trains very much."
    kept, _ = Uploads(plan_parts.database, plan_parts.uploads or Path()).keep(
        plan_case, "advice.txt", text, "officer-1"
    )
    shown = writer.get(answer.headers["location"]).text
    assert "Lark reads two words in a minute." in shown
    (entry,) = Page(writer, plan_case, "advice").rows
    sent = {"section": AREA, "part": row, "document": kept.document_id, "advice": entry, "place": "need"}
    assert "Select at least one phrase" in post(writer, f"/cases/{plan_case}/plan/quote", sent).text
    assert (
        "Select the advice"
        in post(writer, f"/cases/{plan_case}/plan/quote", {**sent, "phrase": "1", "advice": ""}).text
    )
    assert post(writer, f"/cases/{plan_case}/plan/quote", {**sent, "phrase": "1"}).status_code == 303
    page.load()
    assert page.fields[f"{row}.need"] == "Reading.\n\n“Lark reads two words in a minute.”"
    for said in ("Quoted from advice", "the school, 10 May 2024, K1", "advice.txt"):
        assert said in page.text
    page.send(f"unquote:{row}:1")
    assert "Quoted from advice" not in page.text


def test_versions_and_the_draft_are_compared_and_a_version_is_a_pdf(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    page.send(**{f"{row}.need": "Lark reads two words.", f"{row}.provision-1-what": "Help"})
    post(writer, f"/cases/{plan_case}/plan/version")
    page.send(**{f"{row}.need": "Lark reads three words."})
    (first,) = versions(plan_parts.database, plan_case)
    shown = writer.get(f"/cases/{plan_case}/plan/compare?before={first['plan']}&after=draft").text
    assert re.search(r"<del>.*?two.*?</del>", shown) and re.search(r"<ins>.*?three.*?</ins>", shown)
    post(writer, f"/cases/{plan_case}/plan/version")
    assert "Version 2</th>" in writer.get(f"/cases/{plan_case}/plan/compare").text
    pdf = writer.get(f"/cases/{plan_case}/plans/{first['plan']}.pdf")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["content-type"] == "application/pdf"
    assert writer.get(f"/cases/{plan_case}/plan/compare?before=plan-none").status_code == 404


def test_a_word_plan_becomes_a_proposal_in_the_draft_and_what_has_no_place_a_comment(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    content = sample_plan(CHILD)
    word = as_word(plan_paper(plan_of(content), plan_case, 1, final=False))
    document = Document(io.BytesIO(word))
    document.add_paragraph("A line that fits nowhere.")
    file = io.BytesIO()
    document.save(file)
    page, row = area(writer, plan_case)
    page.send(**{f"{row}.need": "An earlier need."})
    address = f"/cases/{plan_case}/plan/import"
    assert "must be a Word document" in post(writer, address, files={"plan": ("plan.txt", b"text")}).text
    assert "Select a file" in post(writer, address).text
    sent = post(writer, address, files={"plan": ("plan.docx", file.getvalue())})
    assert sent.status_code == 303, sent.text
    assert "1 text was not placed" in writer.get(sent.headers["location"]).text
    assert "A line that fits nowhere." in writer.get(f"/cases/{plan_case}/plan/sections/advice").text
    page.load()
    assert len(page.rows) == 1 and "An earlier need." in page.text
    assert page.fields[f"{page.rows[0]}.provision-2-how_often"] == "once in each half term"
    assert Page(writer, plan_case, "about").fields["about.born_on-year"] == "2016"
    assert post(writer, f"/cases/{plan_case}/plan/version").status_code == 303


def test_a_version_has_a_quality_page_that_another_person_reads_and_a_manager_signs(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    policy = {"signature_below": "good", "second_reader_percent": 100}
    with plan_parts.database.write() as session:
        keep_profile(
            session,
            {"authority": {"name": "Sample Council"}, "plan_quality": policy},
            None,
            at_nine("2024-03-04"),
        )
    page, row = area(writer, plan_case)
    page.send(**{f"{row}.need": "Speech."})
    post(writer, f"/cases/{plan_case}/plan/version")
    (version,) = versions(plan_parts.database, plan_case)
    address = f"/cases/{plan_case}/plans/{version['plan']}/quality"
    shown = writer.get(address).text
    for said in ("Weak", "Section F: Special educational provision", "Each need has provision: 0 of 1", "It is not signed yet", "drawn for a second reader"):  # fmt: skip
        assert said in shown
    assert "Sign this version" not in shown and "Give a second reading" not in shown
    as_person(writer, replace(ROWAN, roles=frozenset({Role.TEAM_MANAGER})))
    assert "Sign this version" in writer.get(address).text
    missing = post(writer, f"{address}/reading", {"grade-A": "good", "says": "Say more."})
    assert (
        missing.status_code == 400
        and "Select a grade for Section B" in missing.text
        and "Say more." in missing.text
    )
    grades = {f"grade-{letter}": "good" for letter in "ABCDEFGHK"}
    assert post(writer, f"{address}/reading", grades).status_code == 303
    assert "Enter the reason" in post(writer, f"{address}/signature", {"because": "no"}).text
    assert (
        post(writer, f"{address}/signature", {"because": "Agreed with the family in May."}).status_code == 303
    )
    signed = writer.get(address).text
    assert (
        "Second reading by" in signed
        and "Agreed with the family in May." in signed
        and "It is signed." in signed
    )
    with plan_parts.database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, at_nine("2024-03-04"))
