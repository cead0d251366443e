"""A paper about another child is refused when it is kept, and again before it leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from activities.outbox import drain
from activities.paper_pdf import as_pdf
from activities.paper_word import as_word
from activities.providers.folder import in_folder
from casework.letters.paper import Paper, Paragraph, Terms
from casework.letters.paper_content import content_of
from casework.people.child import Details
from casework.plans.plan import plan_of
from office import papers
from office.paper_text import text_of
from office.plans import save, template
from office.refusals import ActRefused
from office.uploads import Uploads
from office.waiting_letters import waiting_letters
from records import children, paper_identity, people, plans
from records.database import Database
from tests.activities.people import NAME, family_alone, files, load_profile, register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.plans import sample_plan

REASON = "The child is known by this name at school."
OTHER = "gives the name 'Wren Example'"
NOW = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    yield found
    found.close()


@pytest.fixture
def story(database: Database) -> Story:
    told = Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03")
    register(database, told.case_id)
    load_profile(database)
    told.record(database)
    return told


def test_the_template_is_empty_and_a_plan() -> None:
    empty = template()
    assert plan_of(empty).about.name == "" and set(empty["areas"]) == set(sample_plan()["areas"])
    assert "Example" not in str(empty)


def test_a_plan_for_another_child_is_refused_or_confirmed_by_name(database: Database, story: Story) -> None:
    case = story.case_id
    with pytest.raises(ActRefused, match=OTHER):
        save(database, case, sample_plan(), "officer-1")
    with pytest.raises(ActRefused, match="Say who makes this change"):
        save(database, case, sample_plan(), None, REASON)
    with pytest.raises(ActRefused, match="Say why"):
        save(database, case, sample_plan(), "officer-1", "Because")
    with database.read() as session:
        assert plans.plans_of(session, case) == []
    kept = save(database, case, sample_plan(), "officer-1", REASON)
    with database.read() as session:
        confirmed = paper_identity.confirmed_of(session, kept["plan"])
        assert ("name", "wren example") in confirmed
        assert papers.why_not(session, case, "draft_issued", {"document": kept["plan"]}) is None


def test_a_plan_that_is_not_confirmed_cannot_be_sent_by_an_act(database: Database, story: Story) -> None:
    with database.write() as session:
        content = plan_of(sample_plan()).model_dump(mode="json")
        kept, _ = plans.save_plan(session, story.case_id, content, None, NOW)
    with database.read() as session:
        why = papers.why_not(session, story.case_id, "draft_issued", {"document": kept.plan_id})
    assert why is not None and OTHER in why and why.count(". ") == 0


def test_a_letter_waits_if_its_plan_is_no_longer_that_of_the_child(
    database: Database, story: Story, tmp_path: Path
) -> None:
    case = story.case_id
    plan = save(database, case, sample_plan(NAME), "officer-1")["plan"]
    story.then("draft_issued 2024-06-10", document=plan).record(database)
    family_alone(database, case)
    with database.write() as session:
        intake = people.intake_of(session, case)
        assert intake is not None
        children.add_version(
            session, intake.child_id, Details("Robin Sample"), from_on=NOW.date(), by="officer-1", why="A correction.", at=NOW
        )  # fmt: skip
    drain(database, in_folder(tmp_path / "out"))
    assert not any("draft_plan" in path.name for path in files(tmp_path / "out"))
    (letter,) = [one for one in waiting_letters(database, case) if one["kind"] == "draft_plan"]
    assert letter["lacks"][0].startswith("a plan for this child: another name (Section A) is in version 1")
    assert NAME not in str(letter["lacks"])
    save(database, case, sample_plan(NAME), "officer-1", REASON)
    assert [one for one in waiting_letters(database, case) if one["lacks"]] == []


def word(*paragraphs: str) -> bytes:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Name", "Robin Sample"
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


PAPER = Paper("Advice", (Paragraph("Advice on a child."), Terms((("Name", "Robin Sample"), ("Date of birth", "3 June 2016")))))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("advice.txt", b"Advice\nName: Robin Sample"),
        ("advice.docx", word("Advice on a child.")),
        ("advice.pdf", as_pdf(content_of({"letter": PAPER}))),
        ("ours.docx", as_word(PAPER)),
    ],
)
def test_a_document_about_another_child_is_refused_or_confirmed(
    database: Database, story: Story, tmp_path: Path, name: str, content: bytes
) -> None:
    uploads = Uploads(database, tmp_path / "uploads")
    with pytest.raises(ActRefused, match=r"which (is|are) not recorded for this child"):
        uploads.keep(story.case_id, name, content, "officer-1")
    assert files(tmp_path / "uploads") == [] if (tmp_path / "uploads").exists() else True
    kept, new = uploads.keep(story.case_id, name, content, "officer-1", REASON)
    assert new and kept.by == "officer-1"


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt", "png"])
def test_a_file_that_cannot_be_read_has_no_text(kind: str) -> None:
    assert text_of(kind, b"%PDF-1.7 \xff broken") == ""
