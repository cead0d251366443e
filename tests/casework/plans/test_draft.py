"""A plan as parts that are written one by one: nothing is lost on the way to a form, to a version and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from casework.plans.draft import (
    DraftPart,
    blank_row,
    draft_content,
    draft_plan,
    new_row_id,
    parts_of,
    plan_content,
    split_row,
)
from casework.plans.draft_form import columns_of, flat, read
from casework.plans.plan import content_of, plan_of
from casework.plans.plan_checks import findings, row_findings
from casework.plans.plan_paper import plan_paper
from casework.plans.template import NATIONAL, Section, template_of
from tests.plans import sample_plan

COMMUNICATION = "communication-and-interaction"


def section(key: str) -> Section:
    found = NATIONAL.section(key)
    assert found is not None
    return found


def social() -> dict[str, Any]:
    need: dict[str, Any] = {"need": "Wren needs help with travel.", "outcome": "Wren travels safely."}
    return {
        **need,
        "h1": [{"what": "A travel trainer"}],
        "h2": [{"what": "A bus pass", "who_pays": "the council"}],
    }


def whole() -> dict[str, Any]:
    content = sample_plan()
    content["social_care"] = [social()]
    content["health"] = [
        {"need": "Asthma.", "provision": [{"what": "An inhaler"}], "outcome": "Wren is well."}
    ]
    content["budget"] = {"amount": "500 pounds", "for_what": "Swimming."}
    return content


def test_the_sections_of_the_template_are_those_of_the_regulations_and_each_has_its_law() -> None:
    letters = [letter for one in NATIONAL.sections for letter in one.letters]
    assert set(letters) == {"A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"}
    assert all(one.cite for one in NATIONAL.sections if one.letters)
    assert [column.name for column in NATIONAL.provision] == [
        "what",
        "who",
        "how_often",
        "how_long",
        "who_pays",
        "advice",
    ]


def test_a_plan_that_was_saved_before_keeps_its_content_and_its_hash() -> None:
    old = whole()
    del old["social_care"][0]["h2"][0]["who_pays"]
    stored = json.dumps(content_of(plan_of(old)))
    assert all(f'"{added}"' not in stored for added in ("who_pays", "quotes", "more", "document"))
    assert content_of(plan_of(json.loads(stored))) == json.loads(stored)


def test_a_plan_survives_its_parts_and_each_part_survives_its_form() -> None:
    plan = plan_of(whole())
    parts = parts_of(plan)
    for part in parts:
        columns = columns_of(section(part.section), part.part)
        found = read(flat(part.content, columns), columns)
        assert found.content == part.content and not found.errors
    again = draft_plan(parts)
    without_ids = json.loads(
        json.dumps(content_of(again)), object_hook=lambda one: {k: v for k, v in one.items() if k != "id"}
    )
    before = json.loads(
        json.dumps(content_of(plan)), object_hook=lambda one: {k: v for k, v in one.items() if k != "id"}
    )
    before["areas"] = {name: area for name, area in before["areas"].items() if area["rows"]}
    assert without_ids == before


def test_rows_keep_their_ids_from_version_to_version_and_the_order_they_were_given() -> None:
    parts = parts_of(plan_of(whole()))
    first = draft_plan(parts)
    assert [one.part for one in parts_of(first) if one.section == COMMUNICATION] == [
        one.part for one in parts if one.section == COMMUNICATION
    ]
    moved = [DraftPart(one.part, one.section, -one.place, one.content) for one in parts]
    assert [one.id for one in draft_plan(moved).advice] == ["K3", "K2", "K1"]


def test_an_unfinished_row_is_kept_and_an_empty_one_leaves_no_trace_in_a_version() -> None:
    row = blank_row(section(COMMUNICATION))
    parts = [*parts_of(plan_of(whole())), DraftPart("row-b", COMMUNICATION, 9, row)]
    assert draft_content(parts) == draft_content(parts[:-1])
    row["provision"][0]["what"] = "A quiet room"
    rows = draft_plan(parts).areas[COMMUNICATION.replace("-", "_")].rows
    assert rows[-1].need == "" and rows[-1].provision[0].what == "A quiet room"


def test_a_row_splits_at_its_paragraphs_and_after_its_first_provision() -> None:
    row = {
        "need": "Reading.\n\nWriting.",
        "provision": [{"what": "a"}, {"what": "b"}],
        "outcome": "One.",
        "adulthood": True,
    }
    first, second = split_row(row, section(COMMUNICATION))
    assert (first["need"], second["need"]) == ("Reading.", "Writing.")
    assert (first["outcome"], second["outcome"]) == ("One.", "One.")
    assert ([one["what"] for one in first["provision"]], [one["what"] for one in second["provision"]]) == (
        ["a"],
        ["b"],
    )


def test_a_template_may_add_a_column_and_the_plan_keeps_it_and_prints_it() -> None:
    content = {
        "id": "next", "name": "Next template",
        "provision": [{"name": "what", "label": "What", "kind": "text"}, {"name": "band", "label": "Band", "kind": "line"}],
        "sections": [
            {"key": "health", "title": "Health", "letters": ["C"], "cite": "a law", "rows_at": ["health"], "row": "Need",
             "columns": [{"name": "need", "label": "Need", "kind": "text"}, {"name": "provision", "label": "P", "kind": "provision"}]},
        ],
    }  # fmt: skip
    other = template_of(content)
    row = {"need": "Asthma.", "provision": [{"what": "An inhaler", "band": "Band 3"}]}
    plan = plan_of(plan_content([DraftPart("row-c", "health", 1, row)], other))
    assert plan.health[0].provision[0].more == {"band": "Band 3"}
    assert "Band 3" in str(plan_paper(plan, "case-1", 1, False))
    (part,) = parts_of(plan, template=other)
    assert part.content["provision"][0]["band"] == "Band 3"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"on-day": "31", "on-month": "2", "on-year": "2026"}, "Date of the advice must be a real date"),
        ({"on-day": "3", "on-month": "2", "on-year": ""}, "Date of the advice must include a year"),
        ({"on-day": "3", "on-month": "2", "on-year": "26"}, "Date of the advice must be a real date"),
    ],
)
def test_a_date_that_is_none_is_an_error_of_its_field(written: dict[str, str], said: str) -> None:
    assert read(written, section("advice").columns).errors == {"on": said}


def test_what_is_too_long_for_a_plan_is_an_error_of_its_field() -> None:
    found = read({"author": "a" * 501, "id": "K 1"}, section("advice").columns)
    assert set(found.errors) == {"author", "id"}


def test_the_findings_of_a_row_are_those_of_the_whole_plan() -> None:
    plan = plan_of(whole())
    row = plan.health[0]
    mine = {one.says for one in row_findings(row, "G", frozenset())}
    assert "Provision 1: it does not say who provides it." in mine
    whole_plan = [one.says for one in findings(plan, final=False) if one.section == "G"]
    assert len(mine) == len(whole_plan) and any(
        one.endswith("it does not say who provides it.") for one in whole_plan
    )
    assert row_findings(plan.social_care[0], "H", frozenset())


def test_the_id_of_a_row_is_letters_only() -> None:
    assert new_row_id().removeprefix("row-").isalpha()
