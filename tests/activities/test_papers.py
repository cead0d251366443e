"""Papers as HTML pages and Word documents, and decision letters on their way out."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document

from activities.outbox import drain
from activities.paper_html import as_html
from activities.paper_word import as_word
from activities.providers.folder import in_folder
from casework.letters.paper import Bullets, Heading, Paper, Paragraph, Table, Terms
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from office.letters import mark_posted, shown
from office.waiting_letters import waiting_letters
from records import people, plans
from records.database import Database
from tests.activities.people import NAME, family_alone, files, load_directory, load_profile, register
from tests.activities.steps import Story
from tests.plans import sample_plan

HOSTILE = "<script>alert('x')</script> & \x00 \x0b end"
PAPER = Paper(
    "A title & more",
    (
        Heading("First"),
        Paragraph(HOSTILE),
        Terms((("Term", "Said of it"),)),
        Bullets(("one", "two")),
        Table("The table", ("Name", "Value"), ((("a",), ("b", "c")), (("d",), ()))),
    ),
    marking="DRAFT",
    address=("A. Sample",),
)
NOW = datetime(2024, 4, 1, tzinfo=UTC)


class Outline(HTMLParser):
    """The elements of a page that assistive technology relies on."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def test_a_page_has_a_language_a_title_one_main_heading_and_tables_with_captions_and_scopes() -> None:
    page = Outline(as_html(PAPER))
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("caption")) == 1
    assert [cell["scope"] for cell in page.all("th")] == ["col", "col", "row", "row"]
    assert not page.all("script")
    assert b"&lt;script&gt;" in as_html(PAPER)


def test_a_word_document_has_real_headings_a_repeated_header_row_and_no_character_that_breaks_it() -> None:
    document = Document(io.BytesIO(as_word(PAPER)))
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "A title & more"
    ]
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"] == ["First"]
    assert any(p.text == "<script>alert('x')</script> &   end" for p in document.paragraphs)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["a", "b\nc"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert document.core_properties.language == "en-GB"


def test_a_whole_plan_is_the_same_on_the_page_and_in_word() -> None:
    paper = plan_paper(plan_of(sample_plan()), "case-1", 1, final=False)
    page = as_html(paper).decode()
    document = Document(io.BytesIO(as_word(paper)))
    in_word = "\n".join(
        [p.text for p in document.paragraphs]
        + [c.text for t in document.tables for r in t.rows for c in r.cells]
    )
    for part in ("Wren Example", "20 minutes each time", "Section K: K1", "By the end of year 4"):
        assert part in page and part in in_word


def refused(database: Database) -> Story:
    story = Story().then("assessment_refused 2024-04-10")
    register(database, story.case_id)
    story.record(database)
    return story


def test_a_decision_letter_waits_for_what_it_must_hold_and_leaves_when_that_is_there(
    database: Database, tmp_path: Path
) -> None:
    story, into = refused(database), tmp_path / "outbox"
    family_alone(database, story.case_id)
    assert drain(database, in_folder(into)) == 0
    considered, letter = waiting_letters(database, story.case_id)
    assert considered["lacks"] == ["the authority's own particulars (`ehcp authority load FILE`)"]
    assert [lack.split(" (")[0] for lack in letter["lacks"]] == [
        "the reasons",
        "the authority's own particulars",
    ]
    load_profile(database)
    in_a_while = datetime.now(UTC) + timedelta(minutes=5)
    assert drain(database, in_folder(into), now=in_a_while) == 1  # the letter that the request is considered
    (letter,) = waiting_letters(database)
    assert letter["lacks"] == ["the reasons (CFA 2014 s.36(5)(a))"]
    with database.write() as session:
        note = people.add_note(session, story.case_id, "The school's own support is enough.", None, NOW)
    story.then("reasons_given 2024-04-11", reason=note).record(database)
    assert drain(database, in_folder(into), now=in_a_while + timedelta(minutes=5)) == 1
    (page,) = [file.read_text() for file in files(into) if file.name.endswith("assessment_refused.html")]
    assert "The school&#39;s own support is enough." in page
    assert "Monday 10 June 2024" in page and "Sample Mediation Advice" in page
    assert waiting_letters(database) == []


@pytest.mark.parametrize(
    ("decision", "kind", "part"),
    [
        ("cease", "plan_to_cease", "continue for as long as you may appeal"),
        ("maintain", "plan_maintained", "to keep the education, health and care plan as it is"),
    ],
)
def test_a_decision_after_a_review_is_told_with_the_rights_and_waits_for_what_it_must_hold(
    database: Database, tmp_path: Path, decision: str, kind: str, part: str
) -> None:
    """SEND Regs 2014 regs 20(11), 31(3) and 32."""
    story = Story(opens="ceasing") if decision == "cease" else Story()
    if decision == "maintain":
        story.then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03", "draft_issued 2024-06-10")
        story.then("final_issued 2024-07-01", setting="urn-900001").then(
            "review_decision 2024-09-02", decision=decision
        )
    register(database, story.case_id)
    load_profile(database, without="tribunal")
    story.record(database)
    drain(database, in_folder(tmp_path))
    (letter,) = [one for one in waiting_letters(database) if one["kind"] == kind]
    assert [lack.split(" (")[0] for lack in letter["lacks"]] == ["the address of the Tribunal"]
    load_profile(database)
    drain(database, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(minutes=5))
    (page,) = [file.read_text() for file in files(tmp_path) if file.name.endswith(f"{kind}.html")]
    assert part in page
    for right in ("Contact the mediation adviser by", "The Tribunal must receive your appeal by"):
        assert right in page


def test_the_plan_is_enclosed_for_the_family_and_in_both_copies(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        plan, _ = plans.save_plan(
            session, Story().case_id, plan_of(sample_plan(NAME)).model_dump(mode="json"), None, NOW
        )
    story = Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03", "draft_issued 2024-06-10")
    story.then("final_issued 2024-07-01", document=plan.plan_id, setting="urn-900001")
    register(database, story.case_id)
    load_profile(database)
    load_directory(database)
    story.record(database)
    drain(database, in_folder(tmp_path))
    names = [file.name.removeprefix(f"{story.case_id}-5-") for file in files(tmp_path) if "-5-" in file.name]
    assert sorted(names) == [
        "1-final_plan-plan.docx",
        "1-final_plan-plan.html",
        "1-final_plan.html",
        "1-final_plan.pdf",
        "2-final_plan_copy-plan.docx",
        "2-final_plan_copy-plan.html",
        "2-final_plan_copy.html",
        "2-final_plan_copy.pdf",
        "3-final_plan_copy-plan.docx",
        "3-final_plan_copy-plan.html",
        "3-final_plan_copy.html",
        "3-final_plan_copy.pdf",
    ]
    copy = next(file for file in files(tmp_path) if file.name.endswith("3-final_plan_copy.html")).read_text()
    assert "Sample Integrated Care Board" in copy
    assert date(2024, 7, 1).isoformat() in {file.parent.name for file in files(tmp_path)}


def test_what_was_told_before_a_case_came_here_is_not_told_again(database: Database, tmp_path: Path) -> None:
    story = Story().then("assessment_agreed 2024-04-10")
    story.steps[0] = story.steps[0].model_copy(
        update={"opening": story.steps[0].opening.model_copy(update={"told_before": True})}
    )  # type: ignore[union-attr]
    told = tuple(act.model_copy(update={"told_before": True}) for act in story.steps[1].acts)
    story.steps[1] = story.steps[1].model_copy(update={"acts": told})
    story.record(database)
    assert drain(database, in_folder(tmp_path / "outbox")) == 0


def test_late_advice_is_told_to_the_manager_who_is_named_for_the_service(
    database: Database, tmp_path: Path
) -> None:
    load_profile(database)
    story = Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 health")
    story.then("advice_requested 2024-06-05 camhs").record(database)  # a step after the breach of 24 May
    drain(database, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(days=1))
    mails = [message_from_bytes(file.read_bytes()) for file in files(tmp_path) if "staff_digest" in file.name]
    (mail,) = (mail for mail in mails if mail["To"] == "health@exampleton.invalid")
    assert "Limits missed" in str(mail.get_payload(decode=True), "utf-8")


def test_a_letter_with_a_plan_from_another_system_is_printed_and_posted_by_hand(
    database: Database, tmp_path: Path
) -> None:
    story = Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03", "draft_issued 2024-06-10")
    register(database, story.case_id)
    load_profile(database)
    story.record(database)
    drain(database, in_folder(tmp_path))
    (letter,) = waiting_letters(database)
    assert letter["lacks"] == [
        "the draft plan, saved with `ehcp plan save` and named by the act (CFA 2014 s.38(2)(a))"
    ]
    _, pdf = shown(database, letter["dispatch"], wanted=True)
    assert pdf is not None and pdf.startswith(b"%PDF-")
    mark_posted(database, letter["dispatch"], date(2024, 6, 11), "officer-1")
    told, again = shown(database, letter["dispatch"])
    assert (told["status"], told["hash_matches"], again) == ("by_hand", True, pdf)
    assert str(told["template"]).startswith("draft_plan-")
    assert drain(database, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(hours=1)) == 0
