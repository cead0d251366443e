"""Facts that cannot both be true. Only the standard library is imported.

Incomplete facts are no contradiction, nor is an act whose date nobody recorded. Two facts of one day never
contradict each other by their order, since a day has no order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from statute.errors import Contradiction
from statute.facts import Event
from statute.words import capital, short_date

__all__ = ["Contradiction", "contradiction"]

_REQUEST = ("request_received", "authority_responsible")
_AGREED_ELSEWHERE = frozenset({"tribunal_order", "mediation_agreement", "appeal_unopposed"})
_NEW_START = _AGREED_ELSEWHERE | {
    *_REQUEST,
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
"""What can happen only once a request has been received, or the authority has become responsible."""

_HAD_A_PLAN = ("plan_transferred_in", "reassessment_requested", "reassessment_agreed", *_AGREED_ELSEWHERE)
"""Where one of these comes first, the facts begin in the middle of a case."""

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
"""What answers what. An answer may stand alone (its question was not recorded) but may not come first."""

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
"""What cannot both be, unless something that opens the matter again lies between them."""

_QUESTIONS: dict[str, list[tuple[str, ...]]] = {}
for _answer, _asked in _ANSWERS:
    _QUESTIONS.setdefault(_answer, []).append(_asked)
_EXCLUDED: dict[str, list[str]] = {}
for _one, _other in _EXCLUDE:
    _EXCLUDED.setdefault(_one, []).append(_other)

_OF_MATTERS = frozenset({"advice_received", "setting_responded"})
_ONCE = ("assessment_agreed", "assessment_refused", "plan_refused")

Dated = Mapping[str, Sequence[tuple[date, Event]]]


def contradiction(events: Sequence[Event]) -> str | None:
    """One sentence that names two facts which cannot both be true, with their dates; None where there are none."""
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    openings: list[tuple[date, str]] = []
    undated_opening = False
    for event in events:
        name, day = event.event, event.on
        if day is None:
            undated_opening = undated_opening or name in _NEW_START
            continue
        found[name].append((day, event))
        if name in _NEW_START:
            openings.append((day, name))
    for several in found.values():
        if len(several) > 1:
            several.sort(key=_day)

    def opened_between(first: tuple[date, Event], last: tuple[date, Event]) -> bool:
        """Whether something other than the two facts themselves opened the matter again from one to the other."""
        ends = (first[1].event, last[1].event)
        return undated_opening or any(
            first[0] <= day <= last[0] and name not in ends for day, name in openings
        )

    return (
        _before_the_request(found)
        or _answer_before_question(found, opened_between)
        or _both(found, opened_between)
        or _twice(found, opened_between)
    )


Fact = tuple[date, Event]
Between = Callable[[Fact, Fact], bool]


def _day(dated: tuple[date, Event]) -> date:
    return dated[0]


def _name(event: Event) -> str:
    said = _SAID.get(event.event, event.event.replace("_", " "))
    return f"{said} ({event.of})" if event.of else said


def _sentence(first: tuple[date, Event], relation: str, second: tuple[date, Event], remedy: str) -> str:
    (first_on, one), (second_on, other) = first, second
    return capital(
        f"{_name(one)} on {short_date(first_on)}, {relation} {_name(other)} on {short_date(second_on)}: {remedy}"
    )


def _before_the_request(found: Dated) -> str | None:
    requests = [found[name][0] for name in _REQUEST if name in found]
    if not requests:
        return None
    request = requests[0] if len(requests) == 1 else min(requests, key=_day)
    received = request[0]
    for name, facts in found.items():
        if facts[0][0] < received and name in _AFTER_REQUEST:
            if any(found[other][0][0] <= facts[0][0] for other in _HAD_A_PLAN if other in found):
                continue
            return _sentence(facts[0], "before", request, "correct one of the two dates.")
    return None


def _answer_before_question(found: Dated, opened_between: Between) -> str | None:
    for answer, answers in found.items():
        for questions in _QUESTIONS.get(answer, ()):
            for name in questions:
                if name in found and found[name][-1][0] > answers[0][0]:
                    break
            else:
                continue
            asked = [fact for name in questions if name in found for fact in found[name]]
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


def _too_early(
    answers: Sequence[tuple[date, Event]], asked: Sequence[tuple[date, Event]], opened_between: Between
) -> str | None:
    """Whether the first answer lies before the first question, and no earlier question can be missing."""
    if not asked or len(answers) > len(asked):
        return None
    answer, question = answers[0], asked[0] if len(asked) == 1 else min(asked, key=_day)
    if answer[0] >= question[0] or opened_between(answer, question):
        return None
    return _sentence(answer, "before", question, "correct one of the two dates.")


def _both(found: Dated, opened_between: Between) -> str | None:
    for one, ones in found.items():
        for other in _EXCLUDED.get(one, ()):
            for b in found.get(other, ()):
                for a in ones:
                    if one == "plan_refused" and other == "draft_issued" and b[0] < a[0]:
                        continue
                    first, second = (a, b) if a[0] <= b[0] else (b, a)
                    if not opened_between(first, second) or _only_the_request(first, second, found):
                        return _sentence(
                            first,
                            "and",
                            second,
                            "record the order, agreement, reversal or new request between them, or correct one.",
                        )
    return None


def _only_the_request(first: tuple[date, Event], second: tuple[date, Event], found: Dated) -> bool:
    """Two decisions on the very day of the request are not parted by it."""
    if first[0] != second[0]:
        return False
    return not any(
        day == first[0] for name in _NEW_START if name not in _REQUEST for day, _ in found.get(name, ())
    )


def _twice(found: Dated, opened_between: Between) -> str | None:
    finals: Sequence[tuple[date, Event]] = found.get("final_issued", ())
    for first, second in pairwise(finals):
        if first[0] != second[0] and not opened_between(first, second):
            return _sentence(
                first,
                "and again",
                second,
                "a second first plan needs an order, an agreement or a re-assessment between; "
                "record it, or call the second an amended final plan.",
            )
    for name in _ONCE:
        facts: Sequence[tuple[date, Event]] = found.get(name, ())
        for first, second in pairwise(facts):
            if first[0] != second[0] and not opened_between(first, second):
                return _sentence(
                    first, "and again", second, "one decision has one date; correct one of them."
                )
    return None
