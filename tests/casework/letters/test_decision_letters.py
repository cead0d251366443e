"""Decision letters: what each must say, and that none is made without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from casework.authority.profile import BadProfile, profile_of
from casework.letters.decision_letters import DECISIONS, Incomplete, LetterFacts, decision_letter, missing
from casework.letters.paper import Bullets, Heading, Paper, Paragraph, Terms
from tests.running import ROOT

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


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_letter_tells_of_mediation_appeal_and_help(decision: str) -> None:
    paper = decision_letter(replace(FACTS, decision=decision))
    said = words(paper)
    for part in (
        "Monday 10 June 2024",
        "Tuesday 11 June 2024",
        "by 5pm on Tuesday 11 June 2024",
        "within one month of the mediation certificate",
        "you may ask the Tribunal to take your appeal all the same",
        "Sample Mediation Advice, 00000 000002",
        "2 Invented Street",
        "Exampleton SENDIASS",
        "Sample Disagreement Resolution",
        "that you wish to have mediation",
    ):
        assert part in said, part
    assert paper.address == FACTS.family and paper.sender[0] == "Exampleton Borough Council, SEND team"


def test_only_the_letter_of_a_plan_says_that_section_i_alone_needs_no_certificate() -> None:
    assert "You need none if your appeal is only about" in words(
        decision_letter(replace(FACTS, decision="final_issued"))
    )
    assert "You need none" not in words(decision_letter(FACTS))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"reasons": None}, "the reasons (CFA 2014 s.36(9); reg 5(3))"),
        ({"mediation_by": None}, "the last day to contact a mediation adviser (reg 33)"),
        ({"appeal_by": None}, "the last day to appeal"),
        ({"family": ()}, "the name and address of the person"),
        ({"child": None}, "the name of the child"),
        ({"profile": None}, "the authority's own particulars"),
    ],
)
def test_a_letter_that_lacks_a_fact_is_not_made_and_says_which(change: dict[str, Any], part: str) -> None:
    with pytest.raises(Incomplete) as refused:
        decision_letter(replace(FACTS, **change))
    assert part in str(refused.value)
    assert len(refused.value.missing) == 1


@pytest.mark.parametrize(
    "name", ["mediation_adviser", "tribunal", "disagreement_resolution", "information_and_advice"]
)
def test_a_body_that_the_family_cannot_reach_is_missing(name: str) -> None:
    unreachable = profile_of({**CONTENT, name: {"name": "Somebody"}})
    absent = profile_of({key: value for key, value in CONTENT.items() if key != name})
    for profile in (unreachable, absent):
        assert len(missing(replace(FACTS, profile=profile))) == 1


def test_a_final_plan_needs_no_reasons_in_its_letter() -> None:
    assert missing(replace(FACTS, decision="final_issued", reasons=None)) == ()


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
