"""Decision letters: what each must say, and that none is made without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from casework.authority.profile import BadProfile, profile_of
from casework.case.required_particulars import REASONS_REQUIRED
from casework.letters.letter_facts import Incomplete, LetterFacts
from casework.letters.letter_templates import lacking, letter
from casework.letters.paper import Bullets, Heading, Paper, Paragraph, Terms
from casework.letters.text_set import head_of, in_force, shipped
from tests.running import ROOT

TEXTS = ROOT / "casework" / "letters" / "texts"
CONTENT: dict[str, Any] = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
PROFILE = profile_of(CONTENT)
FACTS = LetterFacts(
    decision="assessment_refused",
    case_id="case-1",
    on=date(2024, 4, 10),
    decided_on=date(2024, 4, 9),
    family=("Family of Wren Example", "1 Sample Street"),
    child="Wren Example",
    reasons="What the school provides is enough for now.",
    mediation_by=date(2024, 6, 10),
    appeal_by=date(2024, 6, 11),
    profile=PROFILE,
    enclosed=frozenset({"plan"}),
)


def words(paper: Paper) -> str:
    said: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                said.append(text)
            case Terms(rows):
                said += [f"{term}: {text}" for term, text in rows]
            case Bullets(items):
                said += items
    return "\n".join(said)


DECISIONS = (
    "assessment_refused",
    "plan_refused",
    "final_plan",
    "amended_final_plan",
    "plan_not_amended",
    "reassessment_refused",
    "plan_to_cease",
    "plan_maintained",
)
"""The kinds of letter that tell a decision which the family may dispute."""


@pytest.mark.parametrize("kind", DECISIONS)
def test_every_decision_letter_tells_of_mediation_appeal_and_help(kind: str) -> None:
    paper = letter(kind, FACTS)
    said = words(paper)
    for part in (
        "Monday 10 June 2024",
        "Tuesday 11 June 2024",
        "by 5pm on Tuesday 11 June 2024",
        "within one month of the mediation certificate",
        "you may still ask the Tribunal to take your appeal",
        "you need a certificate from the mediation adviser",
        "Sample Mediation Advice, 00000 000002",
        "2 Invented Street",
        "Exampleton SENDIASS",
        "Sample Disagreement Resolution",
        "that you wish to have mediation",
        "what provision you want",
    ):
        assert part in said, part
    assert paper.address == FACTS.family and paper.sender[0] == "Exampleton Borough Council, SEND team"


RECOMMENDATIONS = {
    "reg 10(3)(e)": "plan_refused",
    "reg 14(2)(e)": "final_plan",
    "reg 20(11)(e)": "plan_maintained",
    "reg 21(10)(e)": "plan_maintained",
    "reg 22(5)(e)": "amended_final_plan",
    "reg 25(2)(e)": "reassessment_refused",
    "reg 31(3)(e)": "plan_to_cease",
}
"""The paragraphs that SI 2017/1306 reg 8 added, each with a letter that it is about."""
THE_POWER = "it also has the power to make recommendations about health and social care"


@pytest.mark.parametrize(("paragraph", "kind"), RECOMMENDATIONS.items())
def test_the_notice_of_each_of_the_seven_regulations_tells_of_the_power_to_recommend(
    paragraph: str, kind: str
) -> None:
    assert THE_POWER in words(letter(kind, FACTS))
    name = f"letters/{kind}.md.jinja"
    source = (TEXTS / name).read_text()
    assert paragraph.removeprefix("reg ") in source
    without = source.replace("{% if not detained %}", "{% if false %}")
    with in_force(shipped().with_own({name: without})):
        (lack,) = lacking(kind, FACTS)
        assert (
            lack.startswith("the Tribunal's power to make recommendations")
            and paragraph.removeprefix("reg ") in lack
        )
        with pytest.raises(Incomplete, match="power to make recommendations"):
            letter(kind, FACTS)


def test_a_refusal_to_assess_and_a_letter_about_a_detained_person_need_not_tell_of_that_power() -> None:
    assert "recommendations" not in words(letter("assessment_refused", FACTS))
    detained = replace(FACTS, is_detained=True)
    for kind in RECOMMENDATIONS.values():
        assert "recommendations" not in words(letter(kind, detained))


def test_only_the_letter_of_a_plan_says_that_section_i_alone_needs_no_certificate() -> None:
    assert "You do not need one if your appeal is only about" in words(letter("final_plan", FACTS))
    assert "You do not need one" not in words(letter("assessment_refused", FACTS))


def test_a_decision_asks_for_reasons_when_it_is_recorded_under_the_source_that_its_letter_names() -> None:
    kinds = {"amendment_not_made": "plan_not_amended"}
    for act, source in REASONS_REQUIRED.items():
        facts = head_of(shipped().text("letter", kinds.get(act, act))).facts
        assert [one.source for one in facts if one.name == "reasons"] == [source]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"reasons": None}, "the reasons (CFA 2014 s.36(5)(a))"),
        ({"mediation_by": None}, "the last day to contact a mediation adviser (regs 32(d) and 33)"),
        ({"appeal_by": None}, "the last day to appeal"),
        ({"family": ()}, "the name and address of the person"),
        ({"child": None}, "the name of the child"),
        ({"profile": None}, "the authority's own particulars"),
    ],
)
def test_a_letter_that_lacks_a_fact_is_not_made_and_says_which(change: dict[str, Any], part: str) -> None:
    with pytest.raises(Incomplete) as refused:
        letter("assessment_refused", replace(FACTS, **change))
    assert part in str(refused.value)
    assert len(refused.value.missing) == 1


@pytest.mark.parametrize(
    "name", ["mediation_adviser", "tribunal", "disagreement_resolution", "information_and_advice"]
)
def test_a_body_that_the_family_cannot_reach_is_missing(name: str) -> None:
    unreachable = profile_of({**CONTENT, name: {"name": "Alder Sample"}})
    absent = profile_of({key: value for key, value in CONTENT.items() if key != name})
    for profile in (unreachable, absent):
        assert len(lacking("assessment_refused", replace(FACTS, profile=profile))) == 1


def test_a_final_plan_needs_no_reasons_in_its_letter() -> None:
    assert lacking("final_plan", replace(FACTS, reasons=None)) == ()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ([], "The profile is not an object"),
        ({}, "authority is missing; fill it in."),
        ({"authority": {"name": "A", "fax": "1"}}, "authority.fax is not a part of a profile; leave it out."),
        ({"authority": {"name": ""}}, "authority.name is not valid"),
    ],
)
def test_what_is_no_profile_is_refused_in_one_sentence(content: Any, part: str) -> None:
    with pytest.raises(BadProfile, match=r".") as refused:
        profile_of(content)
    assert str(refused.value).startswith(part)
