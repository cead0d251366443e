"""The facts that the text of a letter may use, each under one flat name (docs/change/letters.md lists them)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.authority.profile import Contact, Profile
from casework.letters.letter_facts import LetterFacts
from casework.money.band_in_words import BAND_FACTS
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN, ClockRole
from statute.words import long_date, short_date

ACT = "act."
"""How the name of a field of the act begins, as in act.note."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATED = frozenset(
    {*DECIDE_TO_ASSESS, *DECIDE_ON_A_PLAN, *FINAL_PLAN, ClockRole.FINAL_PLAN_AFTER_REASSESSMENT}
)
"""The limits whose last day the letter of an exception gives: a case has one of each."""
Value = str | bool | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: what it is, and what a text sees of it. `is_there` is whether a letter that requires it can be made.

    A text may use a `given` fact without declaring it.
    """

    what: str
    value: Callable[[LetterFacts], Value]
    is_there: Callable[[LetterFacts], bool]
    given: bool = False


def fact(what: str, value: Callable[[LetterFacts], Value], *, given: bool = False) -> Fact:
    """A fact that is there where it has a value."""
    return Fact(what, value, lambda facts: bool(value(facts)), given)


def contact(what: str, which: Callable[[Profile], Contact | None]) -> Fact:
    """A body with every way to reach it. A missing profile is told once, by the fact `particulars`."""

    def value(facts: LetterFacts) -> Value:
        found = which(facts.profile) if facts.profile is not None else None
        return found.said if found is not None and found.is_reachable else None

    return Fact(what, value, lambda facts: facts.profile is None or bool(value(facts)))


def _last_day(facts: LetterFacts, roles: Iterable[str]) -> date | None:
    return max((facts.last[role] for role in roles if role in facts.last), default=None)


def _day(day: date | None) -> str | None:
    return long_date(day) if day is not None else None


def limit(name: str, what: str, *roles: str) -> dict[str, Fact]:
    """The last day of a limit, and whether it is over on the day of the letter."""

    def is_past(facts: LetterFacts) -> bool:
        day = _last_day(facts, roles)
        return day is not None and facts.on > day

    return {
        name: fact(what, lambda facts: _day(_last_day(facts, roles))),
        f"{name}_is_past": fact(f"whether that day is over: {what}", is_past, given=True),
    }


def _exception_limit(facts: LetterFacts) -> date | None:
    """The last day of the limit that the ground can excuse, where the claim is about the case and not about one adviser."""
    if facts.said.get("of") or facts.ground is None:
        return None
    return _last_day(facts, facts.ground.excuses & _DATED)


def _exception_limit_is_past(facts: LetterFacts) -> bool:
    day = _exception_limit(facts)
    return day is not None and facts.on > day


def _written_out(facts: LetterFacts) -> str | None:
    """A ground as a letter cites it: reg13(3)(c) is regulation 13(3)(c)."""
    return re.sub(
        r"(?i)^(si\s*2015/62)?\s*reg\s*",
        lambda found: f"{'SI 2015/62, ' if found[1] else ''}regulation ",
        facts.said.get("ground", ""),
    )


def _ground_weeks(facts: LetterFacts) -> str | None:
    days = facts.ground.least_days if facts.ground is not None else None
    return str(days // 7) if days else None


def _exception_day(name: str) -> Callable[[LetterFacts], Value]:
    def value(facts: LetterFacts) -> Value:
        written = facts.said.get(name)
        return short_date(date.fromisoformat(written)) if written else None

    return value


def _service_manager(facts: LetterFacts) -> str | None:
    service = facts.profile.services.get(facts.said.get("answers", "")) if facts.profile is not None else None
    return service.manager if service is not None else None


def _is_after_reassessment(facts: LetterFacts) -> bool:
    again = facts.last.get(ClockRole.FINAL_PLAN_AFTER_REASSESSMENT, facts.on)
    return again > facts.last.get(ClockRole.FINAL_PLAN, facts.on)


def _of_band(name: str) -> Callable[[LetterFacts], Value]:
    return lambda facts: facts.band.get(name)


CATALOGUE: Mapping[str, Fact] = {
    "addressee": fact("the name of the reader, with the address where it is known", lambda facts: "\n".join(facts.family)),
    "full_address": fact("the name and address of the reader, where an address is known", lambda facts: len(facts.family) > 1),
    "child": fact("the name of the child or young person", lambda facts: facts.child),
    "particulars": fact("whether the authority's own particulars are loaded", lambda facts: facts.profile is not None),
    "reasons": fact("the reasons of a decision, as they were recorded", lambda facts: facts.reasons),
    "mediation_by": fact("the last day to contact the mediation adviser", lambda facts: _day(facts.mediation_by)),
    "appeal_by": fact("the last day to appeal", lambda facts: _day(facts.appeal_by)),
    "notice": fact("the sentence of the notice that the letter carries", lambda facts: facts.said.get("text")),
    "authority": contact("the authority and how to reach it", lambda ours: ours.authority),
    "mediation_adviser": contact("the mediation adviser and how to reach it", lambda ours: ours.mediation_adviser),
    "tribunal": contact("the Tribunal and its address", lambda ours: ours.tribunal),
    "disagreement_resolution": contact("who helps to resolve disagreements", lambda ours: ours.disagreement_resolution),
    "information_and_advice": contact("who gives independent information and advice", lambda ours: ours.information_and_advice),
    "local_offer": contact("where to find out about schools and colleges", lambda ours: ours.local_offer),
    **limit("decide_by", "the last day to decide whether to assess", *DECIDE_TO_ASSESS),
    **limit("advice_by", "the last day to give advice", ClockRole.RETURN_ADVICE),
    **limit("final_plan_by", "the last day to send the final plan", *FINAL_PLAN),
    **limit("answer_draft_by", "the last day to answer the draft plan", ClockRole.ANSWER_THE_DRAFT),
    **limit("answer_amendments_by", "the last day to answer proposed amendments", ClockRole.ANSWER_THE_AMENDMENTS),
    "ground_type": fact("what the ground of an exception is, as the rule pack names it, such as closure_school", lambda facts: facts.ground.type if facts.ground else None),
    "ground_weeks": fact("how many weeks the ground of an exception asks for", _ground_weeks),
    "ground_cited": fact("the ground of an exception, as a regulation", _written_out),
    "exception_limit": fact("the last day that an exception is about", lambda facts: _day(_exception_limit(facts))),
    "exception_limit_is_past": fact("whether that day is over", _exception_limit_is_past, given=True),
    "exception_from": fact("the first day of the time of an exception", _exception_day("from")),
    "exception_to": fact("the last day of the time of an exception", _exception_day("to")),
    "service_manager": fact("who answers for the service that a concern is about", _service_manager),
    "plan": fact("the plan, in the same envelope", lambda facts: "plan" in facts.enclosed),
    "list_of_schools": fact("the list of schools and colleges, in the same envelope", lambda facts: "list" in facts.enclosed),
    "plan_is_enclosed": fact("whether the plan is in the same envelope", lambda facts: "plan" in facts.enclosed, given=True),
    **{name: fact(what, _of_band(name)) for name, what in BAND_FACTS.items()},
    "meeting_place": fact("where the people of a process meet, if it is recorded", lambda facts: facts.meeting_place),
    "on": fact("the day of the letter", lambda facts: _day(facts.on), given=True),
    "decided_on": fact("the day of the decision, or of what the letter tells", lambda facts: _day(facts.decided_on), given=True),
    "born_on": fact("the date of birth, for readers who need it to find the child in their files", lambda facts: _day(facts.born_on), given=True),
    "language": fact("the language that the reader prefers to English", lambda facts: facts.language, given=True),
    "young_person": fact("whether the reader is the young person", lambda facts: facts.young_person, given=True),
    "detained": fact("whether the case is of a person in relevant youth accommodation", lambda facts: facts.is_detained, given=True),
    "came_to_notice": fact("whether the authority became responsible without a request", lambda facts: facts.decision == "authority_responsible", given=True),
    "amended": fact("whether the plan is an amended plan", lambda facts: facts.decision == "amended_final_issued", given=True),
    "after_reassessment": fact("whether the plan follows a re-assessment", _is_after_reassessment, given=True),
}  # fmt: skip
"""Every fact, by its name."""
ADDRESS = frozenset({"addressee", "full_address"})
"""The facts about who is written to and where."""
ENVELOPE = ADDRESS | {"particulars", "plan", "list_of_schools"}
"""The facts about the letter and its envelope, which its words need not repeat."""
GIVEN = frozenset(name for name, one in CATALOGUE.items() if one.given)
"""The facts that a text may use without declaring them."""


def fact_named(name: str) -> Fact | None:
    """The fact of a name; a field of the act is a fact too. None where there is no such fact."""
    if name.startswith(ACT):
        field = name.removeprefix(ACT)
        return fact(f"the field {field} of the act", lambda facts: _of_act(facts, field))
    return CATALOGUE.get(name)


def values(facts: LetterFacts, declared: Iterable[str]) -> dict[str, object]:
    """What a text sees: the given facts, and the facts that it declares. A fact that is not there is None."""
    seen: dict[str, object] = {name: CATALOGUE[name].value(facts) for name in GIVEN}
    act: dict[str, Value] = {}
    for name in declared:
        known = fact_named(name)
        if known is None:
            continue
        if name.startswith(ACT):
            act[name.removeprefix(ACT)] = known.value(facts)
        else:
            seen[name] = known.value(facts)
    return {**seen, "act": act}


def _of_act(facts: LetterFacts, field: str) -> str | None:
    """The words of a field of the act; a date is written out."""
    written = facts.said.get(field) or None
    if written is not None and _ISO_DAY.fullmatch(written):
        return long_date(date.fromisoformat(written))
    return written
