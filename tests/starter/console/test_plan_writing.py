"""Writing the plan on pages: nothing typed is lost, two people do not overwrite each other, and the draft becomes a version."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from casework.plans.template import NATIONAL
from office.dependencies import Parts
from office.plan_writing import Desk, open_draft
from tests.starter.console.plan_page import AREA, ASH, CHILD, ROWAN, Page, area
from tests.starter.console.signed import ENTRANCE, as_person, browser_of, post


def test_a_plan_starts_from_what_the_case_knows(writer: TestClient, plan_case: str) -> None:
    about = Page(writer, plan_case, "about")
    assert about.fields["about.name"] == CHILD and about.fields["about.born_on-year"] == "2016"
    advice = Page(writer, plan_case, "advice")
    (row,) = advice.rows
    assert (advice.fields[f"{row}.id"], advice.fields[f"{row}.of"]) == ("K1", "school")
    shown = writer.get(f"/cases/{plan_case}/plan").text
    assert "Sections B, F and E: Communication and interaction" in shown and "points to mend" in shown
    assert f"/cases/{plan_case}/plan" in writer.get(f"/cases/{plan_case}/documents").text


def test_every_button_saves_the_whole_section_and_a_row_can_be_moved_split_removed_and_restored(
    writer: TestClient, plan_case: str
) -> None:
    page, first = area(writer, plan_case)
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
    post(writer, page.address, {"do": f"restore:{third}"})
    page.load()
    assert page.rows == [second, first, third] and page.fields[f"{third}.need"] == "Writing."
    page.send(f"drop:{first}:provision:1")
    assert f"{first}.provision-1-what" not in page.fields
    page.send(f"undo:{first}")
    assert page.fields[f"{first}.provision-1-what"] == "A phonics lesson"


def test_a_text_that_is_refused_is_kept_and_its_field_is_named(writer: TestClient, plan_case: str) -> None:
    page = Page(writer, plan_case, "advice")
    (row,) = page.rows
    answer = page.send("add:", **{f"{row}.on-month": "13", f"{row}.author": "A. Sample"})
    assert answer.status_code == 303
    page.load()
    assert page.answer.status_code == 400 and "Date of the advice must be a real date" in page.text
    assert f'href="#{row}.on-day"' in page.text
    assert (page.fields[f"{row}.on-month"], page.fields[f"{row}.author"]) == ("13", "A. Sample")
    refused = post(writer, f"/cases/{plan_case}/plan/version")
    assert refused.status_code == 400 and "Some of your text is not in the plan yet" in refused.text
    page.send(**{f"{row}.on-month": "5"})
    assert page.answer.status_code == 200 and page.fields[f"{row}.author"] == "A. Sample"


def test_two_people_who_change_one_row_see_both_texts_and_choose(writer: TestClient, plan_case: str) -> None:
    page, row = area(writer, plan_case)
    page.send(**{f"{row}.need": "Wren reads slowly.", f"{row}.outcome": "Old outcome."})
    as_person(writer, ROWAN)
    theirs = Page(writer, plan_case, AREA)
    theirs.send("add:", **{f"{row}.need": "Rowan’s need.", f"{row}.outcome": "Rowan’s outcome."})
    other = theirs.rows[-1]
    as_person(writer, ASH)
    page.send(**{f"{row}.need": "Ash’s need.", f"{row}.outcome": "Ash’s outcome."})
    assert "Two texts to choose from" in page.text
    for text in ("Rowan’s need.", "Ash’s need.", "Rowan’s outcome.", "Ash’s outcome."):
        assert text in html.unescape(page.text)
    assert f"{row}.need" not in page.fields and f"{other}.need" in page.fields
    assert "Your text is not in the plan yet" in writer.get(f"/cases/{plan_case}/plan").text
    page.send(f"mine:{row}", **{f"{row}:keep:need": "mine", f"{row}:keep:outcome": "theirs"})
    page.load()
    assert (page.fields[f"{row}.need"], page.fields[f"{row}.outcome"]) == ("Ash’s need.", "Rowan’s outcome.")


def test_a_text_for_a_row_that_another_person_removed_is_kept_and_comes_back_with_the_row(
    writer: TestClient, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    as_person(writer, ROWAN)
    Page(writer, plan_case, AREA).send(f"remove:{row}")
    as_person(writer, ASH)
    page.send(**{f"{row}.need": "Ash’s need."})
    assert "A row that you changed was removed" in page.text and page.rows == []
    post(writer, page.address, {"do": f"restore:{row}"})
    page.load()
    assert page.fields[f"{row}.need"] == "Ash’s need." and "it is not in the plan yet" in page.text
    page.send()
    assert "it is not in the plan yet" not in page.text and page.fields[f"{row}.need"] == "Ash’s need."


def test_a_stale_page_overwrites_no_row_that_its_reader_did_not_touch(
    writer: TestClient, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    page.send("add:", **{f"{row}.need": "First."})
    second = page.rows[1]
    as_person(writer, ROWAN)
    Page(writer, plan_case, AREA).send(**{f"{row}.need": "Rowan’s need."})
    as_person(writer, ASH)
    page.send(**{f"{second}.need": "Second."})
    page.load()
    assert (page.fields[f"{row}.need"], page.fields[f"{second}.need"]) == ("Rowan’s need.", "Second.")
    assert "Two texts" not in page.text


def test_a_script_saves_one_row_and_gets_its_points_quickly(writer: TestClient, plan_case: str) -> None:
    page, row = area(writer, plan_case)
    mine = {name: value for name, value in page.fields.items() if name.startswith(row)}
    sent = mine | {f"{row}.need": "Reading.", f"{row}.provision-1-what": "Regular help"}
    begun = time.process_time()
    answer = post(writer, page.address, sent, headers={"Accept": "application/json"})
    assert time.process_time() - begun < 0.1
    told = answer.json()["parts"][row]
    assert told["outcome"] == "saved" and any("'regular' is vague" in each["says"] for each in told["points"])
    page.load()
    assert "is vague" in page.text and page.fields[f"{row}:revision"] == str(told["revision"])


def test_a_person_is_in_no_conflict_with_their_own_last_save(writer: TestClient, plan_case: str) -> None:
    page, row = area(writer, plan_case)
    stale = dict(page.fields)
    for text in ("Saved by the script.", "Saved by the script again."):
        page.send(**{f"{row}.need": text})
    page.fields = stale
    page.send(**{f"{row}.need": "Typed after that."})
    page.load()
    assert page.fields[f"{row}.need"] == "Typed after that." and "Two texts" not in page.text
    page.send(f"undo:{row}")
    assert page.fields[f"{row}.need"] == "Saved by the script again."


def test_a_point_about_no_row_is_shown_once_in_its_section(writer: TestClient, plan_case: str) -> None:
    shown = [Page(writer, plan_case, one.key).text for one in NATIONAL.sections]
    assert sum("It describes no special educational need" in text for text in shown) == 1
    assert sum("It gives no views" in text for text in shown) == 1
    about = Page(writer, plan_case, "about")
    about.send(**{"about.born_on-year": "2008", "about.views_of_child": "I like trains."})
    assert "must prepare for adulthood" in Page(writer, plan_case, AREA).text


def test_what_the_health_body_must_still_agree_is_on_the_page_of_the_plan(
    writer: TestClient, plan_case: str
) -> None:
    page = Page(writer, plan_case, "health")
    page.send("add:")
    page.send(**{f"{page.rows[0]}.provision-1-what": "An inhaler"})
    assert "The responsible commissioning body is not recorded" in writer.get(f"/cases/{plan_case}/plan").text


def test_comments_stay_with_their_row_until_they_are_resolved(writer: TestClient, plan_case: str) -> None:
    page, row = area(writer, plan_case)
    page.send(**{f"{row}:comment": "Is this her main need?"})
    assert "Is this her main need?" in page.text and "Your comment was added" in page.text
    assert "Comments</th>" in writer.get(f"/cases/{plan_case}/plan").text
    (comment,) = re.findall(r'value="(resolve:comment-\w+)"', page.text)
    page.send(comment)
    assert "Is this her main need?" not in page.text
    page.send(f"comment:{row}")
    assert "Is this her main need?" not in page.text


def test_what_is_typed_after_the_session_ended_is_there_after_the_next_sign_in(
    plan_parts: Parts, plan_case: str
) -> None:
    now = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    writer = browser_of(plan_parts, ASH, replace(ENTRANCE, clock=lambda: now[0]))
    page, row = area(writer, plan_case)
    now[0] += timedelta(minutes=45)
    late = {**page.fields, f"{row}.need": "Typed too late.", "do": "save"}
    (kept,) = parse_qs(urlsplit(post(writer, page.address, late).headers["location"]).query)["next"]
    as_person(writer, ASH)
    assert "Continue with your text" in writer.get(f"/cases/{plan_case}/plan").text
    assert "Typed too late." in writer.get(kept).text
    post(writer, page.address, late)
    page.load()
    assert page.fields[f"{row}.need"] == "Typed too late."


def test_the_draft_itself_is_printed_finished_or_not_and_without_what_is_not_in_it(
    writer: TestClient, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    page.send(
        **{
            f"{row}.need": "Reading.",
            f"{row}.provision-1-what": "A phonics lesson",
            f"{row}.provision-1-who": "Teacher",
        }
    )
    advice = Page(writer, plan_case, "advice")
    advice.send("add:")
    new = advice.rows[-1]
    advice.send(**{f"{new}.author": "A. Sample"})
    advice.send(**{f"{new}.on-month": "13", f"{new}.author": "Not in the plan"})
    overview = writer.get(f"/cases/{plan_case}/plan").text
    assert f'href="/cases/{plan_case}/plan/print"' in overview
    printed = html.unescape(writer.get(f"/cases/{plan_case}/plan/print").text)
    for text in (
        CHILD,
        "4 May 2016",
        "Reading.",
        "A phonics lesson\nWho",
        "A. Sample",
        "<strong>DRAFT.</strong>",
    ):
        assert text in printed
    assert "Not in the plan" not in printed and "not on this print: Section K" in printed


def test_an_entry_of_section_k_without_its_adviser_is_named_before_a_version_is_made(
    writer: TestClient, plan_case: str
) -> None:
    page = Page(writer, plan_case, "advice")
    page.send("add:")
    new = page.rows[-1]
    assert post(writer, f"/cases/{plan_case}/plan/version").status_code == 303, "an empty row is no obstacle"
    page.send(**{f"{new}.author": "A. Sample"})
    refused = post(writer, f"/cases/{plan_case}/plan/version")
    assert "advice 2: enter the number, or remove the row" in refused.text


def test_to_start_again_keeps_every_row_that_was_there(
    writer: TestClient, plan_parts: Parts, plan_case: str
) -> None:
    page, row = area(writer, plan_case)
    page.send(**{f"{row}.need": "Reading."})
    post(writer, f"/cases/{plan_case}/plan/start")
    page.load()
    assert page.rows == [] and "Reading." in page.text
    writing = open_draft(Desk(plan_parts.database, plan_case, "officer-1"))
    assert writing is not None and [one.part for one in writing.removed if one.section == AREA] == [row]
