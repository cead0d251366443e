"""What the pages of every kind share: stages and codes in words, what is known, and the note beside the limits."""

from __future__ import annotations

from typing import Any

import pytest

from casework.case.actions import Action, Field
from casework.processes.group_pages import GroupPages, ListPage, columns_of
from casework.processes.page import (
    Box,
    Fact,
    Paragraph,
    Tag,
    Words,
    dates_in_words,
    paragraph,
    setting_in_words,
    tag_of,
)
from casework.processes.process import Process
from casework.processes.process_pages import ProcessPages, options_of
from casework.processes.reader import Reader
from casework.processes.registry import PROCESSES


class OfNoPlan:
    """A reader of records with neither a plan nor a process."""

    def page_of_plan(self, process_id: str) -> None:
        return None

    def shown(self, process_id: str) -> None:
        return None


READER: Any = OfNoPlan()
TOLD = {"loan": "loan-1", "kind": "loan", "case": "case-1", "stage": "loan_out", "is_over": False, "due": "2026-09-01"}  # fmt: skip
LENDS = Action("lend", "Lend", "it was lent", frozenset(), fields=(
    Field("to", "code", True, ("school", "other")), Field("why", "code", True, ("new", "lost_one")), Field("about", "id"),
))  # fmt: skip


class Pages(ProcessPages):
    stages = {"out": "Lent"}  # noqa: RUF012
    coded = {"to": {"other": "Someone else", "school": "The school", "never": "Not offered"}}  # noqa: RUF012

    def known(self, told: Any, reader: Reader) -> dict[str, str]:
        return dates_in_words({"Due": told["due"], "Back": None})

    def note(self, told: Any) -> str:
        return "Ask for it in time."


PAGES = Pages("loan", "/loans", "loan", LENDS)


def test_a_stage_is_shown_in_its_words_or_else_as_its_code() -> None:
    assert PAGES.stage(TOLD) == Tag("running", "Lent")
    assert tag_of("loan", "loan_sent_back", True, Pages.stages) == Tag("closed", "Sent back")


def test_the_heading_holds_the_case_and_what_is_known_and_leaves_out_the_rest() -> None:
    assert PAGES.facts(TOLD, READER) == (
        Fact("Case", Words("case-1", href="/cases/case-1")),
        Fact("Due", Words("1 September 2026")),
    )
    assert setting_in_words("urn-900001") == "URN 900001" and setting_in_words(None) == ""


def test_a_note_stands_beside_the_limits() -> None:
    assert PAGES.limits(TOLD)[-1] == paragraph("Ask for it in time.", small=True)
    assert all(
        not isinstance(one, Paragraph) or not one.small for one in ProcessPages.limits(PAGES_PLAIN, TOLD)
    )


PAGES_PLAIN = ProcessPages("loan", "/loans", "loan", LENDS)


def test_a_form_offers_the_codes_of_its_act_in_words_and_in_the_order_of_the_act() -> None:
    assert options_of(LENDS, Pages.coded) == {"to": (("school", "The school"), ("other", "Someone else"))}
    for asked in (PAGES.questions(LENDS, TOLD, READER), PAGES.call_questions(READER)):
        options = {one.name: one.options for one in asked}
        assert options["to"] == (("school", "The school"), ("other", "Someone else"))
        assert options["why"] == (("new", "New"), ("lost_one", "Lost one"))


def test_the_page_of_a_case_shows_a_stage_in_the_words_of_its_own_page() -> None:
    shown = ListPage("Loans", "Back", columns_of("Loan"), "None.", stages=Pages.stages)
    assert [one.title for one in shown.columns] == ["Loan", "Status", "Next date", "Case"]
    box = GroupPages(shown, "/loans", "loan").one_in_case(TOLD, READER)
    assert isinstance(box, Box) and box.blocks == (Paragraph((Tag("running", "Lent"),)),)


WITH_WORDS = [each for each in PROCESSES if each.page_type.coded]


@pytest.mark.parametrize("process", WITH_WORDS, ids=lambda each: each.kind)
def test_every_code_that_an_act_may_hold_is_offered(process: Process[Any]) -> None:
    for action in process.acts.values():
        offered = options_of(action, process.page_type.coded)
        for field in action.fields:
            if field.name in offered:
                assert tuple(code for code, _ in offered[field.name]) == field.choices, action.name
                assert all(said for _, said in offered[field.name])


@pytest.mark.parametrize("process", PROCESSES, ids=lambda each: each.kind)
def test_a_list_and_a_page_use_the_same_words_for_stages(process: Process[Any]) -> None:
    page = process.group.list_page
    assert not process.page_type.stages or (page is not None and page.stages == process.page_type.stages)
