"""Facts that cannot both be true. Only the standard library is imported.

Incomplete facts do not contradict each other, nor does an act without a recorded date. Two facts of one day never
contradict each other by their order, because nothing shows which came first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from statute.errors import Contradiction
from statute.facts import REQUEST, Dated, Event, InOrder, day_of, in_order
from statute.words import capital, short_date

__all__ = ["Contradiction", "contradiction", "contradiction_among"]

_AGREED_ELSEWHERE = frozenset({"tribunal_order", "mediation_agreement", "appeal_unopposed"})
_NEW_START = _AGREED_ELSEWHERE | {
    *REQUEST,
    "decision_reversed",
    "reassessment_requested",
    "reassessment_agreed",
    "plan_transferred_in",
    "withdrawn",
    "moved_away",
}

_SAID: Mapping[str, str] = {
    "request_received": "the request was received",
    "authority_responsible": "the authority became responsible",
    "assessment_agreed": "an assessment was agreed",
    "assessment_refused": "an assessment was refused",
    "advice_requested": "advice was requested",
    "advice_received": "advice was received",
    "appointment_missed": "an appointment was missed",
    "plan_agreed": "a plan was agreed",
    "plan_refused": "a plan was refused",
    "draft_issued": "the draft plan was served",
    "representations_received": "representations were received",
    "setting_consulted": "the setting was consulted",
    "setting_responded": "the setting replied",
    "final_issued": "the final plan was sent",
    "withdrawn": "the request was withdrawn",
    "decision_reversed": "the decision was reversed",
    "mediation_requested": "mediation was asked for",
    "mediation_held": "mediation was held",
    "mediation_agreement": "agreement was reached at mediation",
    "appeal_registered": "the appeal was registered",
    "appeal_response_sent": "the response to the appeal was sent",
    "appeal_unopposed": "the authority chose not to oppose the appeal",
    "review_meeting": "the review meeting was held",
    "review_report": "the review report was sent",
    "amendment_notice": "the amendment notice was sent",
    "amendment_not_made": "the family was told that the plan will not be amended",
    "reassessment_requested": "a re-assessment was asked for",
    "reassessment_agreed": "a re-assessment was agreed",
    "reassessment_refused": "a re-assessment was refused",
    "plan_transferred_in": "the plan was transferred in",
    "transfer_notice_sent": "the family was told of the transfer",
    "tribunal_order": "the Tribunal's order was sent",
}

_AFTER_REQUEST = frozenset(
    {
        "assessment_agreed",
        "assessment_refused",
        "advice_requested",
        "advice_received",
        "appointment_missed",
        "plan_agreed",
        "plan_refused",
        "draft_issued",
        "representations_received",
        "setting_consulted",
        "setting_responded",
        "final_issued",
        "withdrawn",
        "decision_reversed",
    }
)
"""Facts that can happen only after a request is received or the authority becomes responsible."""

_HAD_A_PLAN = (
    "plan_transferred_in",
    "reassessment_requested",
    "reassessment_agreed",
    "reassessment_refused",
    *_AGREED_ELSEWHERE,
)
"""If one of these comes first, the facts begin in the middle of a case."""

_ANSWERS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("advice_received", ("advice_requested",)),
    ("setting_responded", ("setting_consulted",)),
    ("representations_received", ("draft_issued", "amendment_notice")),
    ("final_issued", ("draft_issued",)),
    ("draft_issued", ("assessment_agreed",)),
    ("final_issued", ("assessment_agreed",)),
    ("plan_agreed", ("assessment_agreed",)),
    ("plan_refused", ("assessment_agreed",)),
    ("setting_consulted", ("assessment_agreed",)),
    ("mediation_agreement", ("mediation_held", "mediation_requested")),
    ("mediation_held", ("mediation_requested",)),
    ("appeal_response_sent", ("appeal_registered",)),
    ("appeal_unopposed", ("appeal_registered",)),
    ("tribunal_order", ("appeal_registered",)),
    ("review_report", ("review_meeting",)),
    ("amendment_not_made", ("amendment_notice",)),
    ("reassessment_agreed", ("reassessment_requested",)),
    ("reassessment_refused", ("reassessment_requested",)),
    ("transfer_notice_sent", ("plan_transferred_in",)),
)
"""Which fact answers which. The question may be missing from the record, but the answer cannot come before it."""

_EXCLUDE: Sequence[tuple[str, str]] = (
    ("assessment_agreed", "assessment_refused"),
    ("plan_agreed", "plan_refused"),
    ("plan_refused", "draft_issued"),
    ("plan_refused", "final_issued"),
    ("assessment_refused", "plan_agreed"),
    ("assessment_refused", "plan_refused"),
    ("assessment_refused", "draft_issued"),
    ("assessment_refused", "final_issued"),
    ("reassessment_agreed", "reassessment_refused"),
)
"""Pairs that exclude each other, unless something between them opens the matter again."""

_APPEALS_OF_DETAINED = frozenset({"refusal_to_assess", "refusal_to_issue", "section_i"})
"""What can be appealed while a person is detained (CFA 2014 s.73(2))."""

_QUESTIONS: dict[str, list[tuple[str, ...]]] = {}
for _answer, _asked in _ANSWERS:
    _QUESTIONS.setdefault(_answer, []).append(_asked)

_OF_MATTERS = frozenset({"advice_received", "setting_responded"})
_ONE_DECISION = "one decision has one date; correct one of them."
_ONCE = {
    "final_issued": "a second first plan needs an order, an agreement or a re-assessment between; "
    "record it, or call the second an amended final plan.",
    "assessment_agreed": _ONE_DECISION,
    "assessment_refused": _ONE_DECISION,
    "plan_refused": _ONE_DECISION,
}
"""Facts that happen once, unless something opens the matter again, and what to do about a second."""

Named = Mapping[str, Sequence[Dated]]
Between = Callable[[Dated, Dated], bool]


def contradiction(events: Sequence[Event]) -> str | None:
    """One sentence that names two facts which cannot both be true, with their dates; None if there are none."""
    return contradiction_among(in_order(events))


def contradiction_among(facts: InOrder) -> str | None:
    """The same as `contradiction`, for facts already in order."""
    named = facts.by_name
    undated_opening = bool(facts.undated) and any(event.event in _NEW_START for event in facts.undated)

    def opened_between(first: Dated, last: Dated) -> bool:
        """Whether something other than the two facts themselves opened the matter again from one to the other."""
        ends = (first[1].event, last[1].event)
        return undated_opening or any(
            first[0] <= day <= last[0]
            for name in _NEW_START
            if name in named and name not in ends
            for day, _ in named[name]
        )

    return (
        _before_the_request(facts)
        or _answer_before_question(named, opened_between)
        or _both(named, opened_between)
        or _twice(named, opened_between)
        or _appeal_while_detained(facts)
    )


def _name(event: Event) -> str:
    said = _SAID.get(event.event, event.event.replace("_", " "))
    return f"{said} ({event.of})" if event.of else said


def _sentence(first: Dated, relation: str, second: Dated, remedy: str) -> str:
    (first_on, one), (second_on, other) = first, second
    return capital(
        f"{_name(one)} on {short_date(first_on)}, {relation} {_name(other)} on {short_date(second_on)}: {remedy}"
    )


def _before_the_request(facts: InOrder) -> str | None:
    named, dated = facts.by_name, facts.dated
    if not dated or dated[0][1].event in REQUEST:
        return None
    requests = [named[name][0] for name in REQUEST if name in named]
    if not requests:
        return None
    request = min(requests, key=day_of)
    for fact in dated:
        if fact[0] >= request[0]:
            return None
        if fact[1].event not in _AFTER_REQUEST:
            continue
        if any(named[other][0][0] <= fact[0] for other in _HAD_A_PLAN if other in named):
            continue
        return _sentence(fact, "before", request, "correct one of the two dates.")
    return None


def _answer_before_question(named: Named, opened_between: Between) -> str | None:
    for answer, answers in named.items():
        for questions in _QUESTIONS.get(answer, ()):
            for name in questions:
                if name in named and named[name][-1][0] > answers[0][0]:
                    break
            else:
                continue
            asked = [fact for name in questions if name in named for fact in named[name]]
            if answer not in _OF_MATTERS:
                if sentence := _too_early(answers, asked, opened_between):
                    return sentence
                continue
            for of in {event.of: None for _, event in answers}:
                mine = [fact for fact in answers if fact[1].of == of]
                theirs = [fact for fact in asked if fact[1].of == of]
                if sentence := _too_early(mine, theirs, opened_between):
                    return sentence
    return None


def _too_early(answers: Sequence[Dated], asked: Sequence[Dated], opened_between: Between) -> str | None:
    """A sentence if the first answer is before the first question and no earlier question can be missing."""
    if not asked or len(answers) > len(asked):
        return None
    answer, question = answers[0], min(asked, key=day_of)
    if answer[0] >= question[0] or opened_between(answer, question):
        return None
    return _sentence(answer, "before", question, "correct one of the two dates.")


def _both(named: Named, opened_between: Between) -> str | None:
    for one, other in _EXCLUDE:
        if one not in named or other not in named:
            continue
        for b in named[other]:
            for a in named[one]:
                if one == "plan_refused" and other == "draft_issued" and b[0] < a[0]:
                    continue
                first, second = (a, b) if a[0] <= b[0] else (b, a)
                if not opened_between(first, second) or _only_the_request(first, second, named):
                    return _sentence(
                        first,
                        "and",
                        second,
                        "record the order, agreement, reversal or new request between them, or correct one.",
                    )
    return None


def _only_the_request(first: Dated, second: Dated, named: Named) -> bool:
    """Whether only the request itself, on the same day, lies between two decisions."""
    if first[0] != second[0]:
        return False
    return not any(
        day == first[0] for name in _NEW_START if name not in REQUEST for day, _ in named.get(name, ())
    )


def _twice(named: Named, opened_between: Between) -> str | None:
    for name, remedy in _ONCE.items():
        facts = named.get(name, ())
        if len(facts) < 2:
            continue
        for first, second in pairwise(facts):
            if first[0] != second[0] and not opened_between(first, second):
                return _sentence(first, "and again", second, remedy)
    return None


def _appeal_while_detained(facts: InOrder) -> str | None:
    """A sentence if a detained person appealed against something that they cannot appeal against (CFA 2014 s.73(2))."""
    if "appeal_registered" not in facts.by_name:
        return None
    since: Dated | None = None
    for fact in facts.dated:
        event = fact[1]
        if event.event == "detention_began" or (
            event.event in REQUEST and event.fields.get("detained") is True
        ):
            since = fact
        elif event.event == "released" or event.event in REQUEST:
            since = None
        elif event.event == "appeal_registered" and since is not None:
            against = event.fields.get("against")
            if against is not None and against not in _APPEALS_OF_DETAINED:
                return _sentence(
                    fact,
                    f"against {str(against).replace('_', ' ')}, while the person was detained; since",
                    since,
                    "only a refusal to assess, a refusal to make a plan and the setting in section I can be appealed "
                    "(CFA 2014 s.73(2)); correct one of them.",
                )
    return None
