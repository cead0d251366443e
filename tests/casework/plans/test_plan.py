"""A plan in its sections, and what the checks find."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.letters.paper import Heading, Paper, Paragraph, Table, Terms
from casework.plans.plan import AREAS, BadPlan, plan_of
from casework.plans.plan_checks import Finding, findings, notes
from casework.plans.plan_paper import plan_paper
from tests.plans import sample_plan

GOOD: dict[str, Any] = sample_plan()
PROVISION = GOOD["areas"]["communication_and_interaction"]["rows"][0]["provision"][0]
ROW = ("areas", "communication_and_interaction", "rows", 0)


def changed(*path: Any, to: Any) -> dict[str, Any]:
    """The good plan with one change."""
    content = copy.deepcopy(GOOD)
    part = content
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return content


def found(
    content: dict[str, Any], *, final: bool = False, received: frozenset[str] = frozenset()
) -> list[Finding]:
    return list(findings(plan_of(content), final, received))


def test_the_template_is_a_lawful_draft_without_a_weakness() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("path", "to", "section", "part"),
    [
        (("placement",), {"setting": "Sample School"}, "I", "A draft must not name a setting or a type"),
        (("placement",), {"type": "mainstream"}, "I", "A draft must not name a setting or a type"),
        ((*ROW, "need"), "", "F", "Communication and interaction, row 1: provision without a need."),
        ((*ROW, "provision"), [], "F", "no provision for this need"),
        (("advice",), [], "K", "It lists no advice"),
        (("about", "name"), "", "A", "It does not give a name."),
        (("areas",), {}, "B", "It describes no special educational need."),
        (("about",), {"name": "Wren Example"}, "A", "It gives no views"),
        ((*ROW, "provision", 0, "what"), " ", "F", "it does not say what is provided"),
    ],
)
def test_an_unlawful_point_is_found_with_its_section(
    path: tuple[Any, ...], to: Any, section: str, part: str
) -> None:
    unlawful = [one for one in found(changed(*path, to=to)) if one.kind == "unlawful"]
    assert (unlawful[0].section, part in unlawful[0].says) == (section, True), unlawful


@pytest.mark.parametrize(
    ("field", "to", "part"),
    [
        ("who", "", "it does not say who provides it"),
        ("how_often", "", "it does not say how often"),
        ("how_long", "", "it does not say for how long"),
        ("how_often", "often", "'often' does not say how often in numbers"),
        ("how_long", "a while", "'a while' does not say for how long in numbers"),
        ("what", "Access to speech and language therapy", "'access to' is vague"),
        ("what", "Wren would benefit from a quiet place", "'benefit from' is vague"),
        ("how_often", "up to 3 times a week", "'up to' is vague"),
        ("advice", [], "it is not linked to any advice"),
        ("advice", ["K9"], "it is linked to K9, which is not in Section K"),
    ],
)
def test_vague_provision_is_weak(field: str, to: Any, part: str) -> None:
    (one,) = found(changed(*ROW, "provision", 0, field, to=to))
    assert (one.kind, one.section) == ("weak", "F")
    assert part in one.says and one.says.startswith("Communication and interaction, row 1, provision 1")


def test_an_outcome_is_missed_and_advice_that_was_received_must_be_listed() -> None:
    (one,) = found(changed(*ROW, "outcome", to=""))
    assert (one.section, one.says) == ("E", "Communication and interaction, row 1: no outcome is given.")
    (one,) = found(GOOD, received=frozenset({"school", "health"}))
    assert (one.section, one.says) == ("K", "Advice was received from health and is not listed.")


def test_a_final_plan_that_names_no_setting_and_no_type_is_weak_and_not_unlawful() -> None:
    (one,) = found(GOOD, final=True)
    assert (one.kind, one.section) == ("weak", "I")
    assert found(changed("placement", to={"type": "mainstream"}), final=True) == []


def test_a_missing_agreement_to_section_g_is_a_note_and_stops_nothing() -> None:
    with_health = plan_of(changed("health", to=[GOOD["areas"]["communication_and_interaction"]["rows"][0]]))
    (note,) = notes(with_health, health_agreed=False)
    assert (note.kind, note.section, note.cite) == ("note", "G", "reg 12(2)")
    assert notes(with_health, health_agreed=True) == notes(plan_of(GOOD), health_agreed=False) == ()
    assert findings(with_health, False) == ()


def test_social_care_and_health_are_checked_as_education_is() -> None:
    content = changed("social_care", to=[{"need": "A need", "h1": [{"what": "Short breaks"}]}])
    content["health"] = [{"need": "", "provision": []}]
    said = {(one.section, one.kind) for one in found(content)}
    assert {("H", "weak"), ("E", "weak"), ("G", "unlawful")} <= said


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ([], "The plan is not an object with sections"),
        ({}, "about is missing; fill it in."),
        (changed("placemnt", to={}), "placemnt is not a part of a plan"),
        (
            changed("areas", "art", to={}),
            "is not an area of need; the areas are communication_and_interaction",
        ),
        (changed("advice", 0, "on", to="soon"), "advice.1.on is not a date"),
        (changed("advice", 1, "id", to="two words"), "advice.2.id is not a code"),
        (changed("about", "name", to=3), "about.name: input should be a valid string."),
    ],
)
def test_content_that_is_not_a_plan_is_refused_with_the_place(content: Any, part: str) -> None:
    with pytest.raises(BadPlan) as refused:
        plan_of(content)
    assert part in str(refused.value)


def test_every_section_is_under_its_own_letter() -> None:
    paper = plan_paper(plan_of(GOOD), "case-1", 3, final=False)
    headings = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 2]
    told = " ".join(headings) + " ".join(
        column for block in paper.blocks if isinstance(block, Table) for column in block.columns
    )
    for letter in (
        "Section A",
        "Section B",
        "Section F",
        "Section E",
        "C and G",
        "D, H1 and H2",
        "Section I",
        "Section J",
        "Section K",
    ):
        assert letter in told
    assert paper.marking == "DRAFT, version 3"
    assert [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 3] == list(
        AREAS.values()
    )
    assert any(
        isinstance(b, Paragraph) and "This section is empty in a draft" in b.text for b in paper.blocks
    )


def test_provision_reads_as_sentences_with_who_how_often_how_long_and_its_advice() -> None:
    paper = plan_paper(plan_of(GOOD), "case-1", 1, final=True)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.rows[0][1][1] == (
        "F 1.1.2: A review of the programme with new targets. By a speech and language therapist; once in each half term; 60 minutes. "
        "(Section K: K1)"
    )
    assert paper.marking == "Final plan, version 1"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["about", "areas", "name", "need", "rows", "advice", "provision"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_whatever_is_given_is_a_plan_or_one_sentence(content: Any) -> None:
    try:
        plan = plan_of(content)
    except BadPlan as refused:
        assert str(refused).endswith(".") and "\n" not in str(refused)
    else:
        findings(plan, True)
        assert plan_paper(plan, "case-1", 1, True).blocks


def said(paper: Paper) -> str:
    """The whole text of a document, cell by cell."""
    found = []
    for block in paper.blocks:
        match block:
            case Table():
                found += [text for row in block.rows for cell in row for text in cell]
            case Terms():
                found += [f"{term}: {text}" for term, text in block.rows]
            case Heading() | Paragraph():
                found.append(block.text)
    return "\n".join(found)


def test_the_front_names_people_and_services_and_is_left_out_if_empty() -> None:
    paper = said(plan_paper(plan_of(GOOD), "case-1", 1, final=False))
    for part in (
        "Main contact: Ash Example (mother), 00000 000010, ash@example.invalid, 1 Sample Street, Exampleton",
        "Another contact: Rowan Example (father)",
        "Known to social care: No",
        "Looked after: Never looked after",
        "My strengths: Wren remembers routes",
    ):
        assert part in paper
    assert "People and services involved" not in said(
        plan_paper(plan_of(changed("front", to={})), "case-1", 1, final=False)
    )
    with pytest.raises(BadPlan, match=r"front.sexe is not a part of a plan"):
        plan_of(changed("front", to={"sexe": "x"}))


def test_every_need_provision_and_outcome_has_its_own_number() -> None:
    row = {"need": "N", "provision": [PROVISION, PROVISION], "outcome": "O"}
    social = {"need": "N", "h1": [PROVISION], "h2": [PROVISION, PROVISION], "outcome": "O"}
    content = {**changed("health", to=[row, row]), "social_care": [social]}
    content["areas"] = {name: {"rows": [row, row]} for name in AREAS}
    numbers = re.findall(
        r"^([B-H]\d? [\d.]+): ", said(plan_paper(plan_of(content), "case-1", 1, final=False)), re.M
    )
    assert len(numbers) == len(set(numbers)) == 4 * 2 * 4 + 2 * 4 + 5
    assert {"B 1.1", "F 4.2.2", "E 4.2", "C 2", "G 2.2", "E 5.2", "D 1", "H1 1.1", "H2 1.2", "E 6.1"} <= set(
        numbers
    )


@pytest.mark.parametrize(
    ("path", "to", "section", "part"),
    [
        (("budget",), {"amount": "1,000 pounds a year"}, "J", "It does not say which needs and outcomes"),
        (("advice", 1, "id"), "K1", "K", "K1 is the number of two pieces of advice; give each its own."),
    ],
)
def test_a_budget_needs_a_purpose_and_each_number_of_section_k_is_one_piece_of_advice(
    path: tuple[Any, ...], to: Any, section: str, part: str
) -> None:
    assert (section, True) in [(one.section, part in one.says) for one in found(changed(*path, to=to))]


def test_age_decides_on_section_h1_and_on_preparing_for_adulthood() -> None:
    social = {"need": "N", "h1": [PROVISION], "outcome": "O"}
    child = plan_of(changed("social_care", to=[social]))
    assert findings(child, final=False, on=date(2026, 3, 4)) == ()
    grown = {**changed("social_care", to=[social]), "about": {**GOOD["about"], "born_on": "2008-03-04"}}
    assert [one.section for one in findings(plan_of(grown), final=False, on=date(2026, 3, 3))] == ["F"]
    assert [one.section for one in findings(plan_of(grown), final=False, on=date(2026, 3, 4))] == ["H1", "F"]
    grown["social_care"] = [{"need": "N", "h2": [PROVISION], "outcome": "O", "adulthood": True}]
    assert findings(plan_of(grown), final=False, on=date(2026, 3, 4)) == ()
    assert "This prepares for adulthood." in said(plan_paper(plan_of(grown), "case-1", 1, final=False))
