"""The letters that go to others than the family: what each must contain stands above its words.

They say whom a case is about and what was decided, and neither needs nor reasons: what goes further is the plan that is
enclosed where the law says so, and the reasons that who is in charge of youth accommodation must be told. Sources stand beside each fact; who is told what is in casework/letters/recipients.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casework.authority.profile import Profile
from casework.letters.letter_facts import (
    AUTHORITY,
    CHILD,
    PARTICULARS,
    LetterFacts,
    Required,
    enclosure,
    last_day,
    paragraphs,
    word,
)
from casework.letters.letter_parts import began, cited
from casework.letters.paper import Block, Bullets, Heading, Paragraph
from casework.letters.recipients import CEASING, CONSIDERED_IN_CHARGE
from statute.clock_roles import DECIDE_TO_ASSESS, ClockRole
from statute.words import long_date

COPY = "final_plan_copy"
"""The copy of a final plan, to the setting that it names and to the health body (reg 13(2))."""
CONSULTATION = "setting_consultation"
"""A setting is asked whether the plan may name it (CFA 2014 ss.39(2) and 40(3))."""
_SEND_REGULATIONS = "Special Educational Needs and Disability Regulations 2014"
_REACHED = Required(
    "the name and address of whom it is for (`ehcp party add`; of a setting also `ehcp settings load FILE`, of the health body "
    "`ehcp authority load FILE`)",
    lambda facts: len(facts.family) > 1,
)
_TOLD = (_REACHED, CHILD, PARTICULARS, AUTHORITY)


@dataclass(frozen=True, slots=True)
class OtherLetter:
    """A letter to somebody who is not of the family: its title, the facts that it must contain, and its words."""

    title: str
    requires: tuple[Required, ...]
    words: Callable[[LetterFacts, Profile], Iterator[Block]]


def _about(facts: LetterFacts) -> Paragraph:
    born = f", born on {long_date(facts.born_on)}" if facts.born_on else ""
    return Paragraph(f"About {facts.child}{born}")


def _keep(profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        "Please keep this letter with care, and let only those see it who need it for their work with this child or "
        "young person."
    )
    yield Paragraph(f"If you have a question, contact us: {profile.authority.said}.")


def _copy(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"About {facts.child}")
    if facts.decision == "amended_final_issued":
        which, law = "amended final", ""
    else:
        after = facts.last.get(ClockRole.FINAL_PLAN_AFTER_REASSESSMENT, facts.on) > facts.last.get(
            ClockRole.FINAL_PLAN, facts.on
        )
        which, law = "final", f" ({cited(facts, '27(2)' if after else '13(2)')})"
    yield Paragraph(
        f"A copy of the {which} education, health and care plan comes with this letter. We must send it to you, since it "
        f"concerns you{law}."
    )
    yield from _keep(profile)


def _considered(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _considered_under(facts, cited(facts, "4(2)"), " You need do nothing now.")
    yield from _keep(profile)


def _considered_under(facts: LetterFacts, law: str, then: str = "") -> Iterator[Block]:
    by = max(facts.last[role] for role in DECIDE_TO_ASSESS if role in facts.last)
    yield _about(facts)
    yield Paragraph(
        f"{began(facts)} We are considering whether to carry one out, and must tell you so ({law})."
    )
    when = (
        f"We will decide by {long_date(by)} at the latest"
        if facts.on <= by
        else f"We should have decided by {long_date(by)}, will do so as soon as we can"
    )
    yield Heading("What happens next")
    yield Paragraph(f"{when}, and tell you what we decided.{then}")


def _considered_in_charge(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _considered_under(facts, "Children and Families Act 2014, section 71(8)")
    yield Heading("Your right to be heard")
    yield Paragraph(
        "You have the right to give us your views, in writing or by talking to us, and to send us evidence. Please do so as "
        "soon as you can."
    )
    yield from _keep(profile)


def _decided(facts: LetterFacts, what: str, regulation: str, when: str = "") -> Iterator[Block]:
    yield _about(facts)
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we decided{when} {what}. We must tell you so ({cited(facts, regulation)})."
    )


def _agreed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _decided(facts, "to carry out an education, health and care needs assessment", "5(2)")
    yield Heading("What happens next")
    yield Paragraph(
        "Where we need your advice, we ask for it separately, and say by when. You need do nothing now."
    )
    yield from _keep(profile)


def _refused(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _decided(facts, "not to carry out an education, health and care needs assessment", "5(2)")
    yield from _stands(profile)


def _agreed_in_charge(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _decided(facts, "to carry out an education, health and care needs assessment", "5(1)")
    yield Heading("What happens next")
    yield Paragraph(
        "Where we need your advice, we ask for it separately, and say by when. You need do nothing now."
    )
    yield from _keep(profile)


def _refused_in_charge(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _decided(facts, "not to carry out an education, health and care needs assessment", "5(1)")
    yield Heading("Our reasons")
    yield from paragraphs(facts.reasons or "")
    yield from _stands(profile)


def _no_plan(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield from _decided(
        facts, "not to make an education, health and care plan", "10(2)", ", after an assessment,"
    )
    yield from _stands(profile)


def _ceasing(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield _about(facts)
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we decided to cease to maintain the education, health and care plan. We must tell "
        f"you so ({_SEND_REGULATIONS}, regulation 31(2))."
    )
    yield Heading("What happens next")
    yield Paragraph(
        "The plan does not end yet. The family may appeal. Until their time to do so is over and, if they appeal, until the "
        "appeal is decided, the plan stands and what it provides goes on (Children and Families Act 2014, section 45(4)). "
        "Please go on with what you provide until we tell you that the plan has ended."
    )
    yield from _keep(profile)


def _stands(profile: Profile) -> Iterator[Block]:
    yield Heading("What happens next")
    yield Paragraph(
        "The family may disagree with the decision. What you provide now is not affected by this letter."
    )
    yield from _keep(profile)


def _consultation(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"About {facts.child}")
    yield Paragraph(
        "We are preparing an education, health and care plan. Before we decide which school or college it names, we must "
        "consult you (Children and Families Act 2014, sections 39 and 40)."
    )
    yield Paragraph(
        "The draft of the plan comes with this letter. It names no school or college yet."
        if "plan" in facts.enclosed
        else "The draft of the plan does not come with this letter; we send it to you separately."
    )
    yield Heading("What we ask of you")
    yield Paragraph(f"{facts.said['text']} Please say:")
    yield Bullets(
        (
            "whether you can provide what the draft describes,",
            "if you think that you should not be named, which of the grounds in section 39(4) applies: that you are unsuitable "
            "for the age, ability, aptitude or special educational needs, or that naming you would not be compatible with the "
            "efficient education of others or with the efficient use of resources,",
            "and why you say so.",
        )
    )
    yield Paragraph(
        "To be full is not a ground in itself. If you do not reply, we will decide without your reply."
    )
    yield from _keep(profile)


OTHER_LETTERS: dict[str, OtherLetter] = {
    COPY: OtherLetter(
        "A copy of the final plan",
        (
            _REACHED,
            CHILD,
            PARTICULARS,
            AUTHORITY,
            enclosure(
                "plan", "the plan itself, saved with `ehcp plan save` and named by the act (reg 13(2))"
            ),
        ),
        _copy,
    ),
    "request_considered_notice": OtherLetter(
        "We are considering whether to carry out an assessment",
        (*_TOLD, last_day(DECIDE_TO_ASSESS, "the last day of the decision (reg 5(1))")),
        _considered,
    ),
    "assessment_agreed_notice": OtherLetter("There will be an assessment", _TOLD, _agreed),
    "assessment_refused_notice": OtherLetter("There will be no assessment", _TOLD, _refused),
    "plan_refused_notice": OtherLetter("No plan will be made", _TOLD, _no_plan),
    CONSIDERED_IN_CHARGE: OtherLetter(
        "We are considering whether to carry out an assessment",
        (*_TOLD, last_day(DECIDE_TO_ASSESS, "the last day of the decision (reg 5(1))")),
        _considered_in_charge,
    ),
    "assessment_agreed_in_charge": OtherLetter("There will be an assessment", _TOLD, _agreed_in_charge),
    "assessment_refused_in_charge": OtherLetter(
        "There will be no assessment",
        (*_TOLD, Required("the reasons (CFA 2014 s.71(6))", lambda facts: facts.reasons)),
        _refused_in_charge,
    ),
    CEASING: OtherLetter("An education, health and care plan is to end", _TOLD, _ceasing),
    CONSULTATION: OtherLetter(
        "We consult you on an education, health and care plan",
        (_REACHED, CHILD, PARTICULARS, AUTHORITY, word("text", "what is asked, and by when (Code 9.83)")),
        _consultation,
    ),
}
"""The letters to others than the family, by the kind of notice."""
