"""The letters with which a family is told a decision that it may dispute, and what each must say.

A letter is not made while a fact that the regulations require in it is missing: a family that is not told of its
rights loses months. Source: SEND Regulations 2014 regs 5(3), 10(3), 14(2), 20(11), 24, 31(3) and 32; CFA 2014 ss.36(9), 51 and 52.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.authority.profile import Profile
from casework.letters.letter_facts import (
    ADDRESSEE,
    APPEAL_BY,
    AUTHORITY,
    CHILD,
    DISAGREEMENT,
    INFORMATION,
    MEDIATION_ADVISER,
    MEDIATION_BY,
    PARTICULARS,
    TRIBUNAL,
    Incomplete,
    LetterFacts,
    Required,
    enclosure,
    missing_of,
    paragraphs,
)
from casework.letters.letter_parts import closing, opening
from casework.letters.paper import Block, Bullets, Heading, Paper, Paragraph, Terms
from statute.words import long_date

__all__ = ["DECISIONS", "Incomplete", "LetterFacts", "decision_letter", "missing", "requires"]

THE_PLAN = enclosure("plan", "the plan itself, saved with `ehcp plan save` and named by the act (reg 14(1))")


@dataclass(frozen=True, slots=True)
class Decision:
    """A kind of decision letter: its title, what was decided and when, what may be appealed, whether reasons are required."""

    title: str
    says: str
    appeal: str
    reasons: str | None


DECISIONS: dict[str, Decision] = {
    "assessment_refused": Decision(
        "We have decided not to carry out an assessment",
        "On {} we decided not to carry out an education, health and care needs assessment.",
        "the decision not to assess",
        "CFA 2014 s.36(9); reg 5(3)",
    ),
    "plan_refused": Decision(
        "We have decided not to make a plan",
        "On {} we decided, after the assessment, not to make an education, health and care plan.",
        "the decision not to make a plan",
        "reg 10(3)",
    ),
    "final_issued": Decision(
        "The final education, health and care plan",
        "Here is the final education, health and care plan. We made it final on {}.",
        "what the plan says in Sections B and F, the setting or type of setting in Section I, or that none is named there",
        None,
    ),
    "amended_final_issued": Decision(
        "The amended education, health and care plan",
        "Here is the amended education, health and care plan. We made it final on {}.",
        "what the plan says in Sections B and F, the setting or type of setting in Section I, or that none is named there",
        None,
    ),
    "amendment_not_made": Decision(
        "We have decided not to amend the plan",
        "On {} we decided not to amend the education, health and care plan.",
        "the decision not to amend the plan",
        "reg 22; CFA 2014 s.51",
    ),
    "reassessment_refused": Decision(
        "We have decided not to carry out a re-assessment",
        "On {} we decided not to carry out a re-assessment.",
        "the decision not to re-assess",
        "reg 25; CFA 2014 s.51",
    ),
    "plan_to_cease": Decision(
        "We have decided to cease to maintain the plan",
        "On {} we decided to cease to maintain the education, health and care plan: it is to end, and does not end yet. The "
        "plan and its provision go on for as long as you may appeal, and until an appeal is decided (Children and Families "
        "Act 2014, section 45(4)).",
        "the decision to cease to maintain the plan",
        None,
    ),
    "plan_maintained": Decision(
        "We have decided to keep the plan as it is",
        "On {} we decided, after the review, to keep the education, health and care plan as it is.",
        "the decision not to amend the plan",
        None,
    ),
}
"""The decisions that a family may dispute, by the act that tells of them; what a review ends in, by its notice."""


def requires(decision: str) -> tuple[Required, ...]:
    """The facts that the letter of a decision must contain, each with its source."""
    reasons = DECISIONS[decision].reasons
    plan = decision in ("final_issued", "amended_final_issued")
    return (
        ADDRESSEE,
        CHILD,
        *((Required(f"the reasons ({reasons})", lambda facts: facts.reasons),) if reasons else ()),
        *((THE_PLAN,) if plan else ()),
        MEDIATION_BY,
        APPEAL_BY,
        PARTICULARS,
        AUTHORITY,
        MEDIATION_ADVISER,
        TRIBUNAL,
        DISAGREEMENT,
        INFORMATION,
    )


def missing(facts: LetterFacts) -> tuple[str, ...]:
    """The required facts that are not there, each with its source."""
    return missing_of(requires(facts.decision), facts)


def decision_letter(facts: LetterFacts) -> Paper:
    """The letter. Raises Incomplete where a required fact is missing."""
    if absent := missing(facts):
        raise Incomplete(absent)
    profile = facts.profile
    assert profile is not None
    return Paper(
        title=DECISIONS[facts.decision].title,
        blocks=tuple(_blocks(facts, profile)),
        address=facts.family,
        sender=(profile.authority.name, *profile.authority.address),
        reference=facts.case_id,
        on=long_date(facts.on),
        large_print=facts.large_print,
    )


def _blocks(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    decision = DECISIONS[facts.decision]
    mediation, appeal = facts.mediation_by, facts.appeal_by
    assert mediation and appeal and profile.mediation_adviser and profile.tribunal
    assert profile.disagreement_resolution and profile.information_and_advice
    yield from opening(facts)
    yield Paragraph(decision.says.format(long_date(facts.decided_on)))
    if facts.reasons:
        yield Heading("Our reasons")
        yield from paragraphs(facts.reasons)
    yield Heading("If you disagree")
    yield Paragraph("You have two ways to challenge this decision, and you may use both.")
    yield Heading("Mediation", 3)
    yield Paragraph(
        f"You may ask for mediation. Contact the mediation adviser by {long_date(mediation)}: {profile.mediation_adviser.said}. "
        "The adviser is independent of us, and neither the advice nor the mediation costs you anything."
    )
    yield Paragraph("If you want mediation, tell us:")
    yield Bullets(
        (
            "that you wish to have mediation,",
            "what it is to be about: education, health or social care,",
            "and, if it is about health provision that is not in a plan, what provision you want.",
        )
    )
    yield Paragraph(f"Tell us here: {profile.authority.said}.")
    yield Heading("Appeal", 3)
    yield Paragraph(
        f"You may appeal to the Tribunal against {decision.appeal}. The Tribunal must receive your appeal by 5pm on "
        f"{long_date(appeal)}, or within one month of the mediation certificate if that is later. "
        f"Send it here: {profile.tribunal.said}."
    )
    yield Paragraph(_certificate(facts.decision))
    yield Paragraph(
        "If you are late, you may ask the Tribunal to take your appeal all the same. Say why you are late."
    )
    yield Heading("Help")
    yield Terms(
        (
            ("Independent information and advice", profile.information_and_advice.said),
            ("Resolving a disagreement without mediation or appeal", profile.disagreement_resolution.said),
        )
    )
    yield from closing(profile)


def _certificate(decision: str) -> str:
    needed = (
        "Before you appeal you need a certificate from the mediation adviser. You get one even if you do not want "
        "mediation: contact the adviser by the day above and say so."
    )
    if decision in ("final_issued", "amended_final_issued"):
        needed += " You need none if your appeal is only about the setting or type of setting in Section I."
    return needed
