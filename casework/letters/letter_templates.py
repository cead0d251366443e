"""Every letter by the kind of its notice: what it must contain, the letter itself, and the version of its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from casework.authority.profile import Contact, Profile
from casework.letters.decision_letters import DECISIONS, decision_letter, requires
from casework.letters.exception_grounds import TOLD, ExceptionGround
from casework.letters.family_letters import FAMILY_LETTERS
from casework.letters.letter_facts import Incomplete, LetterFacts, Required, missing_of
from casework.letters.letter_parts import FamilyLetter, closing, opening
from casework.letters.letters_to_others import CONSULTATION, COPY, OTHER_LETTERS, OtherLetter
from casework.letters.paper import Block, Paper
from casework.letters.recipients import NOTICES
from statute.clock_roles import ClockRole
from statute.words import long_date

_DECISION_OF = {
    "assessment_refused": "assessment_refused",
    "plan_refused": "plan_refused",
    "final_plan": "final_issued",
    "amended_final_plan": "amended_final_issued",
    "plan_not_amended": "amendment_not_made",
    "reassessment_refused": "reassessment_refused",
    "plan_to_cease": "plan_to_cease",
    "plan_maintained": "plan_maintained",
}
"""The kinds of notice that tell a decision which may be disputed, by the act of the decision."""
TO_FAMILIES = frozenset({*_DECISION_OF, *FAMILY_LETTERS})
KINDS = TO_FAMILIES | OTHER_LETTERS.keys()


def must_contain(kind: str) -> tuple[Required, ...]:
    """The facts that a letter of a kind must contain, each with its source."""
    if kind in _DECISION_OF:
        return requires(_DECISION_OF[kind])
    return _template(kind).requires


def lacking(kind: str, facts: LetterFacts) -> tuple[str, ...]:
    """What is missing for a letter of a kind."""
    return missing_of(must_contain(kind), facts)


def letter(kind: str, facts: LetterFacts) -> Paper:
    """The letter of a kind of notice. Raises Incomplete, with one sentence, where a fact is missing."""
    if absent := lacking(kind, facts):
        raise Incomplete(absent)
    if kind in _DECISION_OF:
        return decision_letter(replace(facts, decision=_DECISION_OF[kind]))
    profile = facts.profile
    assert profile is not None
    return Paper(
        title=_template(kind).title,
        blocks=tuple(_blocks(kind, facts, profile)),
        address=facts.family,
        sender=(profile.authority.name, *profile.authority.address),
        reference=facts.case_id,
        on=long_date(facts.on),
        large_print=facts.large_print,
    )


def _template(kind: str) -> FamilyLetter | OtherLetter:
    return FAMILY_LETTERS[kind] if kind in FAMILY_LETTERS else OTHER_LETTERS[kind]


def _blocks(kind: str, facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    if kind in OTHER_LETTERS:
        yield from OTHER_LETTERS[kind].words(facts, profile)
        return
    yield from opening(facts)
    yield from FAMILY_LETTERS[kind].words(facts, profile)
    yield from closing(profile)


@cache
def version(kind: str) -> str:
    """The version of a template: it changes with every change of its words, and with nothing else."""
    ways = [_SAMPLE, replace(_SAMPLE, young_person=True, language=None)]
    ways += [replace(each, on=_DAY + timedelta(days=1)) for each in ways]
    ways += [replace(_SAMPLE, decision=event) for event in ("authority_responsible", "amended_final_issued")]
    if kind == CONSULTATION:
        ways.append(replace(_SAMPLE, enclosed=frozenset()))
    elif kind in (*NOTICES, COPY):
        ways.append(replace(_SAMPLE, on=_DAY + timedelta(days=1), last=_DETAINED))
    elif kind == "exception_told":
        ways += [replace(each, ground=ground) for each in ways[:2] for ground in _GROUNDS]
    papers = [letter(kind, facts) for facts in ways]
    return f"{kind}-{hashlib.sha256(repr(papers).encode()).hexdigest()[:10]}"


_ANYBODY = Contact(name="N", address=("A",))
_DAY = date(2024, 1, 1)
_DETAINED: dict[str, date] = {ClockRole.DETAINED_DECIDE_TO_ASSESS: _DAY}
_GROUNDS = [
    ExceptionGround(each, least_days, frozenset(excuses))
    for each, least_days in TOLD
    for excuses in ((), (ClockRole.FINAL_PLAN,))
]
_SAID = {
    "note": "N",
    "text": "T",
    "ground": "reg13(3)(c)",
    "because": "B",
    "from": "2024-01-01",
    "to": "2024-01-02",
    "session_on": "2024-01-01",
}
_SAMPLE = LetterFacts(
    decision="",
    case_id="C",
    on=_DAY,
    decided_on=_DAY,
    family=("N", "A"),
    child="C",
    reasons="R",
    mediation_by=_DAY,
    appeal_by=_DAY,
    profile=Profile(
        authority=_ANYBODY,
        mediation_adviser=_ANYBODY,
        tribunal=_ANYBODY,
        disagreement_resolution=_ANYBODY,
        information_and_advice=_ANYBODY,
        local_offer=_ANYBODY,
    ),
    last=dict.fromkeys(
        (
            ClockRole.DECIDE_TO_ASSESS,
            ClockRole.RETURN_ADVICE,
            ClockRole.FINAL_PLAN,
            ClockRole.ANSWER_THE_DRAFT,
            ClockRole.ANSWER_THE_AMENDMENTS,
        ),
        _DAY,
    ),
    said=_SAID,
    enclosed=frozenset({"plan", "list"}),
    language="L",
    born_on=_DAY,
)
assert set(_DECISION_OF.values()) == set(DECISIONS)
