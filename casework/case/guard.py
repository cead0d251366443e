"""Whether an act may be recorded: None if it may, otherwise one sentence for the person who asked.

This reads neither a clock nor the rule pack. The caller passes in today's date and the first day on which a plan may be
finalised, both of which it has from the history of the case.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import CLAIMED_ON
from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE, Act, Action
from casework.case.case import CHAIN, Case, advice, never_asked, unanswered
from casework.case.casework_acts import ASSIGNMENTS, STEPS_CHANGED
from casework.case.decisions import decides
from casework.case.disputable_decisions import unfitting
from casework.case.law_vocabulary import is_of_law
from casework.case.letter_days import LETTER_DAYS, not_told
from casework.case.openings import REQUESTS, opening_clause
from casework.case.ordered_dates import unfitting_days
from casework.case.particulars import in_future, wrong_shape
from casework.case.required_particulars import (
    closure_in_the_way,
    draft_not_here,
    health_not_agreed,
    unexplained,
    unmet_before_final,
)
from casework.case.stages import DECIDED, ENDED, STAGE_CLAUSES, Stage
from casework.processes.registry import PROCESSES
from statute.contradictions import contradiction
from statute.facts import Event
from statute.words import listed, short_date

EARLIEST = date(2014, 9, 1)
"""The day on which the law came into force. No fact can be older."""

_ASKED_FIRST = {
    "advice_received": "advice_requested",
    "advice_partial": "advice_requested",
    "appointment_missed": "advice_requested",
    "setting_responded": "setting_consulted",
}


def refusal(
    case: Case,
    act: Act,
    today: date,
    earliest_final: date | None = None,
    *,
    actor_known: bool = True,
    needs_reasons: bool = False,
) -> str | None:
    """Why an act may not be recorded today, in one sentence; None if it may.

    `actor_known` is whether the person who acts is known. `needs_reasons` is whether a decision must come with the
    reasons that the law requires: True in everyday recording, False for a case that is taken over, whose reasons were
    given elsewhere.
    """
    action = CATALOGUE.get(act.action)
    if action is None:
        return _unknown(act.action)
    return (
        wrong_shape(action, act)
        or _misdated(case, act, today)
        or _already(case, act)
        or _out_of_order(case, action, act)
        or unfitting(case.events, act.action, act.fields)
        or unfitting_days(act)
        or unexplained(case, act, actor_known=actor_known, needs_reasons=needs_reasons)
        or _too_soon(case, act, earliest_final)
        or _impossible(case, act)
    )


def warnings(case: Case, act: Act, today: date, *, actor_known: bool = True) -> tuple[str, ...]:
    """What the person who records an act should know, though it does not stop them."""
    said = []
    if act.action in ("plan_agreed", "plan_refused"):
        if missing := advice(case)[1]:
            said.append(
                f"Advice is still outstanding from {len(missing)} of those asked; they must still send it after the decision."
            )
        if unasked := never_asked(case):
            said.append(f"Advice was never asked of {listed(unasked)}; every assessment needs it (reg 6(1)).")
    if act.action in ("assessment_refused", "plan_refused") and not act.fields.get("reason"):
        said.append(
            "No reasons are recorded; the family must be given them (regs 5(3) and 10(3)). The letter waits until you give the reasons of the decision."
        )
    if act.action == "final_issued":
        said += _before_the_final_plan(case, act)
    said += health_not_agreed(case, act)
    said += closure_in_the_way(act)
    said += draft_not_here(case, act)
    if (claimed := act.fields.get(CLAIMED_ON)) and act.on is not None:
        said.append(
            f"No evidence shows that you told them on {short_date(date.fromisoformat(str(claimed)))}, so it counts from "
            f"{short_date(act.on)}, when our letter leaves. To count an earlier day, say how you told them and name the document that shows it."
        )
    if act.on is not None and act.on < today:
        said.append(
            f"Recorded late: it took effect on {short_date(act.on)} and was recorded on {short_date(today)}."
        )
    if not actor_known and decides(Event(act.action, act.on, act.of, act.fields)):
        said.append("No one is named as the decision maker; say who decided, so that the history shows it.")
    return tuple(said)


def _before_the_final_plan(case: Case, act: Act) -> list[str]:
    """What is not done before a final plan: the duties of the authority and the replies of consulted settings."""
    silent = unanswered(case)
    answers = [f"{len(silent)} of the settings that were consulted have not answered."] if silent else []
    return [*answers, *unmet_before_final(case, act)]


def allowed(case: Case) -> tuple[Action, ...]:
    """The acts that the stage of a case allows, in the order of the catalogue.

    An act that people cannot record in a case is left out.
    """
    return tuple(
        action
        for action in CATALOGUE.values()
        if action.name not in NOT_BY_PEOPLE and not _out_of_order(case, action, Act(action.name, None))
    )


def malformed(action: str, of: str | None, fields: Mapping[str, Any]) -> str | None:
    """What is wrong with an act in any case; None if it is well formed."""
    if action in LETTER_DAYS:
        return f"{action} cannot be recorded by a person; the service records it when the letter leaves."
    known = CATALOGUE.get(action)
    return _unknown(action) if known is None else wrong_shape(known, Act(action, None, of, fields))


def only_reported(action: str) -> str | None:
    """Why a person may not record an act in a case, because a process or the service reports it; None if they may."""
    if action not in NOT_BY_PEOPLE:
        return None
    title = CATALOGUE[action].title
    if action == STEPS_CHANGED:
        return f'"{title}" is not for people to record; change the policy of the council, which tells every open case.'
    process = next((one for one in PROCESSES if action in one.only_told), None)
    if process is None:
        return f'"{title}" is not for people to record; the service records it when the letter leaves.'
    noun = process.noun
    return (
        f'"{title}" comes from the {noun} itself; record in the {noun} what happened, and it tells the case.'
    )


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, CATALOGUE, n=1)
    hint = f"did you mean {near[0]}?" if near else "see the case for the acts that may be recorded now."
    return f"There is no act {name!r}; {hint}"


def _misdated(case: Case, act: Act, today: date) -> str | None:
    claimed = act.fields.get(CLAIMED_ON)
    on = date.fromisoformat(str(claimed)) if claimed else act.on
    if on is None:
        return None
    if (why := in_future(on, today)) is not None:
        return why
    if on < EARLIEST:
        return f"{short_date(on)} is before the law began on {short_date(EARLIEST)}; correct the date."
    received = case.received_on
    if received is not None and on < received and is_of_law(act.action):
        return f"{short_date(on)} is before {_opening(case)} on {short_date(received)}; correct the date."
    return None


def _out_of_order(case: Case, action: Action, act: Act) -> str | None:
    stage = case.stage
    if stage in ENDED:
        return f"Nothing more can be recorded: {STAGE_CLAUSES[stage]}."
    if stage not in action.stages and not (action.name == "withdrawn" and case.asks_to_reassess):
        return f"You cannot {_lowered(action.title)} while {STAGE_CLAUSES[stage]}; {_when(case, action)}."
    if action.needs_decision and not case.decided:
        return f"You cannot {_lowered(action.title)} while {STAGE_CLAUSES[stage]}: there is no decision to dispute yet."
    if act.action == "advice_received" and act.of and act.of not in advice(case)[0]:
        asked = advice(case)[0]
        return f"No advice has been asked of {act.of}; " + (
            f"it was asked of {listed(asked)}." if asked else "ask for it first."
        )
    question = _ASKED_FIRST.get(act.action)
    if question and act.of and not any(e.event == question and e.of == act.of for e in case.events):
        return f"{act.of} has not been asked; record {question} first."
    last = next((e for e in reversed(case.events) if e.event in CHAIN and e.on is not None), None)
    if (
        act.on is not None
        and act.action in CHAIN
        and last is not None
        and last.on is not None
        and act.on < last.on
    ):
        return f"{short_date(act.on)} is before {_said(last)} on {short_date(last.on)}; correct one of the two dates."
    return None


def _lowered(title: str) -> str:
    return title[0].lower() + title[1:]


def _when(case: Case, action: Action) -> str:
    done = case.last(action.name)
    if done is not None:
        return "it is recorded" + (f" on {short_date(done.on)}" if done.on else " already")
    order = list(Stage)
    later = [stage for stage in order[order.index(case.stage) :] if stage in action.stages]
    return f"you can once {STAGE_CLAUSES[later[0]]}" if later else "the time for it is over"


def _opening(case: Case) -> str:
    first = case.events[0]
    return (
        "the request was received" if first.event in REQUESTS else opening_clause(first.event, first.fields)
    )


def _said(event: Event) -> str:
    known = CATALOGUE.get(event.event)
    return known.said if known else "the request was received"


def _already(case: Case, act: Act) -> str | None:
    if act.on is None:
        return None
    for event in _repeatable(case, act.action):
        if (
            event.event == act.action
            and event.on == act.on
            and event.of == act.of
            and event.fields == act.fields
        ):
            whose = f" ({act.of})" if act.of else ""
            return f"It is already recorded that {_said(event)}{whose} on {short_date(act.on)}."
    if act.action == "advice_sufficient" and act.of in advice(case)[0]:
        return f"Advice was already asked of {act.of}; record the reply. Earlier advice can replace it only if you have not asked (reg 6(4))."
    if act.action == "advice_requested" and act.of in advice(case)[1]:
        asked = next(e for e in reversed(case.events) if e.event == "advice_requested" and e.of == act.of)
        when = f" on {short_date(asked.on)}" if asked.on else ""
        return f"Advice was already asked of {act.of}{when} and has not arrived yet."
    return None


def _repeatable(case: Case, action: str) -> tuple[Event, ...]:
    """The facts that an act could repeat: all facts of the case, but only the last of its assignments."""
    if action in ASSIGNMENTS:
        return tuple(event for event in case.events if event.event in ASSIGNMENTS)[-1:]
    return case.events


def _too_soon(case: Case, act: Act, earliest_final: date | None) -> str | None:
    if act.action != "final_issued" or act.on is None:
        return None
    draft = case.last("draft_issued")
    answer = case.last("representations_received")
    if draft is None or (answer is not None and case.events.index(answer) > case.events.index(draft)):
        return None
    if not_told(case.events, "draft_issued"):
        return (
            "The final plan cannot be issued before the letter with the draft plan leaves: the family's time to answer "
            "has not begun (reg 13(1)); see what the letter is missing."
        )
    if earliest_final is None or act.on >= earliest_final:
        return None
    return (
        f"The final plan cannot be issued before {short_date(earliest_final)}: the family still has time to "
        "answer the draft (reg 13(1)); record its answer first if it has given one."
    )


def _impossible(case: Case, act: Act) -> str | None:
    if not is_of_law(act.action):
        return None
    events = [event for event in case.events if is_of_law(event.event)]
    return contradiction((*events, Event(act.action, act.on, act.of, act.fields, act.not_after)))


def decided_or_ended(case: Case) -> bool:
    """Whether the authority has decided or the case has ended."""
    return case.stage in DECIDED or case.stage in ENDED
