"""A plan in Word as a proposal: our own papers come back whole, other templates as far as they can be read."""

from __future__ import annotations

from typing import Any

import pytest

from casework.letters.paper import Heading, Paragraph, Table, Terms
from casework.plans.draft import draft_plan
from casework.plans.plan import Plan, plan_of
from casework.plans.plan_paper import plan_paper
from casework.plans.word_cells import adviser_of, column_of, day_of, numbered_lines, provision_of
from casework.plans.word_import import Grid, Proposal, Text, proposal
from tests.casework.plans.test_draft import whole


def blocks_of(plan: Plan) -> list[Text | Grid]:
    """The blocks of our own Word document of a plan."""
    blocks: list[Text | Grid] = [Text("Education, health and care plan", heading=True)]
    for block in plan_paper(plan, "case-1", 1, final=False).blocks:
        match block:
            case Heading():
                blocks.append(Text(block.text, heading=True))
            case Paragraph():
                blocks.append(Text(block.text))
            case Terms():
                blocks += [Text(f"{term}: {text}") for term, text in block.rows]
            case Table():
                cells = (tuple("\n".join(lines) for lines in row) for row in block.rows)
                blocks += [Text(block.caption, heading=True), Grid((tuple(block.columns), *cells))]
    return blocks


def area(found: Proposal, key: str = "communication-and-interaction") -> list[dict[str, Any]]:
    return [one.content for one in found.parts if one.section == key and one.part != key]


def test_our_own_document_comes_back() -> None:
    plan = plan_of(whole())
    found = proposal(blocks_of(plan))
    again = draft_plan(found.parts)
    for name, section in plan.areas.items():
        if section.rows:
            mine = [row.model_copy(update={"id": ""}) for row in again.areas[name].rows]
            assert mine == list(section.rows)
            assert again.areas[name].strengths == section.strengths
    assert (
        again.about == plan.about.model_copy(update={"name": again.about.name})
        and again.about.name == plan.about.name
    )
    assert [(one.id, one.of, one.author, one.on) for one in again.advice] == [
        (one.id, one.of, one.author, one.on) for one in plan.advice
    ]
    assert again.social_care[0].h2[0].what == "A bus pass" and again.budget == plan.budget
    assert again.front.contacts == plan.front.contacts and found.left == ()
    assert again.front.looked_after == "never" and again.front.known_to_social_care is False


def test_a_plan_with_a_section_for_each_letter_puts_outcomes_and_provision_beside_needs() -> None:
    blocks = [
        Text("Section A: views", heading=True), Text("My views: I like trains."),
        Text("Section B – Special educational needs", heading=True), Text("Communication and Interaction", heading=True),
        Text("1. Wren understands two words."), Text("2. Wren does not join sentences."),
        Text("SECTION E: Outcomes", heading=True), Text("Communication & interaction", heading=True),
        Text("Wren understands three words."), Text("Wren joins two sentences."),
        Text("Section F", heading=True), Text("Communication and interaction", heading=True),
        Grid((
            ("Provision", "Delivered by", "Frequency", "Duration", "Funding"),
            ("Language programme", "Therapist", "Weekly", "30 minutes", "Top-up"),
            ("Story group", "Teaching assistant", "Daily", "10 minutes", "School"),
        )),
        Text("Section I", heading=True), Text("Sample Larch Primary School"),
    ]  # fmt: skip
    found = proposal(blocks)
    rows = area(found)
    assert [(row["need"], row["outcome"], row["provision"][0]["what"]) for row in rows] == [
        ("Wren understands two words.", "Wren understands three words.", "Language programme"),
        ("Wren does not join sentences.", "Wren joins two sentences.", "Story group"),
    ]
    first = rows[0]["provision"][0]
    assert [first[name] for name in ("who", "how_often", "how_long", "who_pays")] == [
        "Therapist",
        "Weekly",
        "30 minutes",
        "Top-up",
    ]
    plan = draft_plan(found.parts)
    assert (plan.about.views_of_child, plan.placement.setting, found.left) == (
        "I like trains.",
        "Sample Larch Primary School",
        (),
    )


def test_a_text_that_has_no_place_is_handed_back() -> None:
    grid = Grid((("A", "B", "C"), ("1", "2", "3")))
    found = proposal([Text("Some preface."), Text("Section K", heading=True), Text("See the file."), grid])
    assert ("about", "Some preface.") in found.left and ("advice", "See the file.") in found.left
    assert ("advice", "1 | 2 | 3") in found.left and found.parts == ()


def test_labels_in_a_table_of_two_columns_are_read() -> None:
    rows = (
        ("Name", "Wren Example"),
        ("Date of birth", "14th May 2017"),
        ("My aspirations", "To drive a train"),
    )
    plan = draft_plan(proposal([Text("Section A", heading=True), Grid(rows)]).parts)
    assert (plan.about.name, str(plan.about.born_on), plan.about.aspirations) == (
        "Wren Example",
        "2017-05-14",
        "To drive a train",
    )


@pytest.mark.parametrize(
    ("head", "column"),
    [("Special educational needs", "need"), ("Special educational provision to meet the need", "provision"), ("By when and how often", "how_often"), ("Outcome sought", "outcome"), ("Colour", None)],
)  # fmt: skip
def test_the_head_of_a_table_names_its_column(head: str, column: str | None) -> None:
    assert column_of(head) == column


def test_cells_are_read() -> None:
    assert (
        day_of("3 March 2026") == day_of("03/03/2026") == day_of("2026-03-03") == "2026-03-03"
        and day_of("soon") == ""
    )
    assert (
        adviser_of("B. Sample, Educational Psychologist") == "educational_psychologist"
        and adviser_of("B. Sample") == ""
    )
    assert numbered_lines("F 1.1: One\nmore\nF 1.2: Two") == ["One\nmore", "Two"] and numbered_lines(
        "One\ntwo"
    ) == ["One\ntwo"]
    assert provision_of("Help. By a teacher; daily; 5 minutes; paid for by the school. (Section K: K1, K2)") == {
        "advice": ["K1", "K2"], "what": "Help", "who": "a teacher", "how_often": "daily", "how_long": "5 minutes", "who_pays": "the school",
    }  # fmt: skip
