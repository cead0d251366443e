"""Whether an act may be recorded: None if it may, else one sentence for the person who asked.

Nothing here reads a clock or the rule pack: today, and the one date that the law lays down for a guard (the first
day on which a plan may be finalised), are handed in by the caller, who has them from the history of the case.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.acts import CATALOGUE, Act, Action
from casework.case.case import CHAIN, Case, advice, never_asked, unanswered
from casework.case.casework_acts import ASSIGNMENTS
from casework.case.decisions import decides
from casework.case.disputable_decisions import unfitting
from casework.case.law_vocabulary import is_of_law
from casework.case.openings import OPENINGS, REQUESTS
from casework.case.ordered_dates import unfitting_days
from casework.case.particulars import wrong_shape
from casework.case.required_particulars import (
    closure_in_the_way,
    draft_not_here,
    health_not_agreed,
    unexplained,
    unmet_before_final,
)
from casework.case.stages import DECIDED, ENDED, SAID, Stage
from casework.processes.registry import ONLY_TOLD
from statute.contradictions import contradiction
from statute.facts import Event
from statute.words import listed, short_date

EARLIEST = date(2014, 9, 1)
"""The law began on this day; nothing that it counts from is older."""

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
    named: bool = True,
    owed: bool = False,
) -> str | None:
    """Why an act may not be recorded today, in one sentence; None where it may.

    `named` is whether it is known who acts; only a decision that follows a panel's advice asks for it. `owed` is
    whether what the law asks to be said with a decision must be said with it: everyday recording asks for it, and a
    case that is taken over, whose reasons were given elsewhere, does not.
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
        or unexplained(case, act, named=named, owed=owed)
        or _too_soon(case, act, earliest_final)
        or _impossible(case, act)
    )


def warnings(case: Case, act: Act, today: date, *, named: bool = True) -> tuple[str, ...]:
    """What the person who records an act should know, though it does not stop them. `named` is whether it is known who acts."""
    said = []
    if act.action in ("plan_agreed", "plan_refused"):
        if missing := advice(case)[1]:
            said.append(
                f"Advice is still outstanding from {len(missing)} of those asked; the decision does not end their duty."
            )
        if unasked := never_asked(case):
            said.append(f"Advice was never asked of {listed(unasked)}; every assessment needs it (reg 6(1)).")
    if act.action in ("assessment_refused", "plan_refused") and not act.fields.get("reason"):
        said.append(
            "No reasons are recorded; the family must be given them (regs 5(3) and 10(3)), and the letter waits for them: record reasons_given."
        )
    if act.action == "final_issued":
        said += _before_the_final_plan(case, act)
    said += health_not_agreed(case, act)
    said += closure_in_the_way(act)
    said += draft_not_here(case, act)
    if act.on is not None and act.on < today:
        said.append(
            f"Recorded late: it took effect on {short_date(act.on)} and was recorded on {short_date(today)}."
        )
    if not named and decides(Event(act.action, act.on, act.of, act.fields)):
        said.append(
            "Nobody is named who decided this; give --by with a decision, so that its history says whose it was."
        )
    return tuple(said)


def _before_the_final_plan(case: Case, act: Act) -> list[str]:
    """What is not done before a final plan: the duties of the authority, and the answers that settings owe."""
    silent = unanswered(case)
    answers = [f"{len(silent)} of the settings that were consulted have not answered."] if silent else []
    return [*answers, *unmet_before_final(case, act)]


def allowed(case: Case) -> tuple[Action, ...]:
    """The acts that the stage of a case allows, in the order of the catalogue.

    What only a process tells its case is not offered: it is recorded there.
    """
    return tuple(
        action
        for action in CATALOGUE.values()
        if action.name not in ONLY_TOLD and not _out_of_order(case, action, Act(action.name, None))
    )


def malformed(action: str, of: str | None, fields: Mapping[str, Any]) -> str | None:
    """What is wrong with an act as it was written, before any case is looked at."""
    known = CATALOGUE.get(action)
    return _unknown(action) if known is None else wrong_shape(known, Act(action, None, of, fields))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, CATALOGUE, n=1)
    hint = (
        f"did you mean {near[0]}?" if near else "look at the case for those that may be recorded in it now."
    )
    return f"There is no act {name!r}; {hint}"


def _misdated(case: Case, act: Act, today: date) -> str | None:
    on = act.on
    if on is None:
        return None
    if on > today:
        return f"{short_date(on)} is in the future; record it on that day or after."
    if on < EARLIEST:
        return f"{short_date(on)} is before the law began on {short_date(EARLIEST)}; correct the date."
    received = case.received_on
    if received is not None and on < received and is_of_law(act.action):
        return f"{short_date(on)} is before {_opening(case)} on {short_date(received)}; correct the date."
    return None


def _out_of_order(case: Case, action: Action, act: Act) -> str | None:
    stage = case.stage
    if stage in ENDED:
        return f"Nothing more can be recorded: {SAID[stage]}."
    if stage not in action.stages and not (action.name == "withdrawn" and case.asks_to_reassess):
        return f"You cannot {_lowered(action.title)} while {SAID[stage]}; {_when(case, action)}."
    if action.needs_decision and not case.decided:
        return (
            f"You cannot {_lowered(action.title)} while {SAID[stage]}: there is no decision to dispute yet."
        )
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
    return f"you can once {SAID[later[0]]}" if later else "the time for it is over"


def _opening(case: Case) -> str:
    event = case.events[0].event
    return "the request was received" if event in REQUESTS else OPENINGS[event]


def _said(event: Event) -> str:
    known = CATALOGUE.get(event.event)
    return known.said if known else "the request was received"


def _already(case: Case, act: Act) -> str | None:
    if act.on is None:
        return None
    for event in _still_so(case, act.action):
        if (
            event.event == act.action
            and event.on == act.on
            and event.of == act.of
            and event.fields == act.fields
        ):
            whose = f" ({act.of})" if act.of else ""
            return f"It is already recorded that {_said(event)}{whose} on {short_date(act.on)}."
    if act.action == "advice_sufficient" and act.of in advice(case)[0]:
        return f"Advice was already asked of {act.of}; record what comes of it. Earlier advice can stand in only before asking (reg 6(4))."
    if act.action == "advice_requested" and act.of in advice(case)[1]:
        asked = next(e for e in reversed(case.events) if e.event == "advice_requested" and e.of == act.of)
        when = f" on {short_date(asked.on)}" if asked.on else ""
        return f"Advice was already asked of {act.of}{when} and is not in yet."
    return None


def _still_so(case: Case, action: str) -> tuple[Event, ...]:
    """The facts that a repetition would say again: all of a case, but of who has it the last alone."""
    if action in ASSIGNMENTS:
        return tuple(event for event in case.events if event.event in ASSIGNMENTS)[-1:]
    return case.events


def _too_soon(case: Case, act: Act, earliest_final: date | None) -> str | None:
    if act.action != "final_issued" or act.on is None or earliest_final is None or act.on >= earliest_final:
        return None
    draft = case.last("draft_issued")
    answer = case.last("representations_received")
    if draft is None or (answer is not None and case.events.index(answer) > case.events.index(draft)):
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
    """Whether the authority has decided or the case has ended, so that nothing is left for it to do of itself."""
    return case.stage in DECIDED or case.stage in ENDED
