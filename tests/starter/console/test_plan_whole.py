"""The whole plan is written on one page: a save keeps every section, and one button makes the version."""

from __future__ import annotations

from starlette.testclient import TestClient

from office.dependencies import Parts
from office.plan_writing import Desk, open_draft
from office.plans import versions
from tests.starter.console.plan_page import ASH, Page
from tests.starter.console.signed import post

AREAS = 4


class Whole(Page):
    """The page of all sections."""

    def __init__(self, browser: TestClient, case_id: str) -> None:
        self.browser, self.address = browser, f"/cases/{case_id}/plan/all"
        self.load()

    def named(self, ends: str, place: int = 0) -> str:
        """Return the name of a field whose name ends so, the first on the page or a later one."""
        return [name for name in self.fields if name.endswith(ends)][place]


def removed(desk: Desk) -> set[str]:
    writing = open_draft(desk)
    assert writing is not None
    return {one.part for one in writing.removed}


def started(browser: TestClient, case: str) -> Whole:
    answer = post(browser, f"/cases/{case}/plan/start", {"whole": "yes"})
    assert answer.headers["location"] == f"/cases/{case}/plan/all?done=begun"
    return Whole(browser, case)


def test_a_plan_that_begins_on_the_case_page_has_a_row_to_write_in_for_each_area(
    writer: TestClient, plan_case: str
) -> None:
    page = started(writer, plan_case)
    assert len([name for name in page.fields if name.endswith(".need")]) == AREAS
    ids = page.text.count(' id="section-')
    assert ids == page.text.count('href="#section-') > AREAS
    assert "Start the plan" not in page.text


def test_every_section_is_saved_at_once_and_one_button_makes_the_version(
    plan_parts: Parts, writer: TestClient, plan_case: str
) -> None:
    page = started(writer, plan_case)
    typed = {page.named(".need"): "Lark reads two words.", "about.views_of_child": "I like the garden."}
    answer = page.send("version", **typed)
    assert answer.headers["location"] == f"/cases/{plan_case}?version=1"
    (made,) = versions(plan_parts.database, plan_case)
    plan = str(writer.get(f"/cases/{plan_case}/plans/{made['plan']}").text)
    assert "Lark reads two words." in plan and "I like the garden." in plan
    assert "Version 1 of the plan was made." in writer.get(answer.headers["location"]).text


def test_the_buttons_of_rows_work_and_stay_on_the_page(
    plan_parts: Parts, writer: TestClient, plan_case: str
) -> None:
    page = started(writer, plan_case)
    before = len(page.rows)
    added = page.send("add:communication-and-interaction", **{"about.views_of_child": "I like the garden."})
    assert f"/cases/{plan_case}/plan/all#row-" in added.headers["location"]
    assert len(page.rows) == before + 1 and page.fields["about.views_of_child"] == "I like the garden."
    desk, row = Desk(plan_parts.database, plan_case, ASH.id), page.rows[0]
    page.send(f"remove:{row}")
    assert f'value="restore:{row}"' in page.text and row in removed(desk)
    page.send(f"restore:{row}")
    assert row not in removed(desk)


def test_a_script_saves_one_part_of_the_page(writer: TestClient, plan_case: str) -> None:
    page = started(writer, plan_case)
    name = page.named(".need")
    part = name.partition(".")[0]
    sent = {key: page.fields[key] for key in page.fields if key.startswith(part)}
    told = post(
        writer,
        page.address,
        {**sent, name: "Lark reads three words."},
        headers={"Accept": "application/json"},
    ).json()
    assert told["parts"][part]["outcome"] == "saved"


def test_a_wrong_field_keeps_the_text_and_makes_no_version(
    plan_parts: Parts, writer: TestClient, plan_case: str
) -> None:
    page = started(writer, plan_case)
    page.send("version", **{"about.born_on-day": "31", "about.born_on-month": "2"})
    assert page.answer.status_code == 400 and "Error: The whole plan" in page.text
    assert versions(plan_parts.database, plan_case) == []


def test_a_version_goes_on_to_the_check_page_of_the_draft(
    plan_parts: Parts, writer: TestClient, plan_case: str
) -> None:
    page = started(writer, plan_case)
    assert "Make a version and send it as the draft" in page.text
    typed = {page.named(".need"): "Lark reads two words."}
    shown = page.send("send", **typed).text
    (made,) = versions(plan_parts.database, plan_case)
    assert made["version"] == 1
    assert "Issue the draft plan" in shown and (
        "Check your answers" in shown or "There is a problem" in shown
    )
