"""The ledger lines of a transition."""

from __future__ import annotations

from collections.abc import Iterable

from casework.case.actions import CLAIMED_ON
from casework.case.acts import CATALOGUE, in_brackets
from casework.case.law_of_case import pin_at_opening
from casework.case.ledger_line import LedgerLine
from casework.case.letter_days import LETTER_DAYS, letter_day_sentence
from casework.case.moment import Moment
from casework.case.openings import REQUESTS, opening_clause
from casework.case.transition import ActDone, Opening, Refusal, Transition
from statute.words import capital


def lines_of(transition: Transition) -> tuple[LedgerLine, ...]:
    """The lines of one transition, in order. An opening pins the law of its case."""
    if transition.opening is not None:
        return _opening(transition, transition.opening)
    if transition.acts:
        return tuple(_act(transition, act) for act in transition.acts)
    if transition.refusal is not None:
        return (_refusal(transition, transition.refusal),)
    return moment_lines(transition, transition.moments, transition.stage)


def moment_lines(transition: Transition, moments: Iterable[Moment], stage: str) -> tuple[LedgerLine, ...]:
    """The lines of moments that come at the instant of a transition."""
    today = transition.today
    return tuple(
        LedgerLine(
            seq=transition.seq,
            kind="moment",
            event=moment.kind,
            on=today,
            of=moment.of,
            recorded_at=transition.recorded_at,
            stage=stage,
            text=moment.told_on(today),
            fields={
                "rule": moment.rule,
                "due_on": moment.due_on.isoformat(),
                "step": moment.step,
                "told": list(moment.roles),
            },
        )
        for moment in moments
    )


def system_line(
    transition: Transition, event: str, stage: str, text: str, of: str | None = None, **fields: str
) -> LedgerLine:
    """A line that the system writes on the day of a transition."""
    return LedgerLine(
        seq=transition.seq,
        kind="system",
        event=event,
        on=transition.today,
        recorded_at=transition.recorded_at,
        stage=stage,
        text=text,
        of=of,
        fields=fields,
    )


def _opening(transition: Transition, opening: Opening) -> tuple[LedgerLine, ...]:
    fields = {
        **opening.fields,
        **pin_at_opening(opening.on).as_fields(),
        **({"officer": opening.officer} if opening.officer else {}),
        **({"team": opening.team} if opening.team else {}),
    }
    is_request = opening.event in REQUESTS
    line = LedgerLine(
        seq=transition.seq,
        kind="opening",
        event=opening.event,
        on=opening.on,
        not_after=opening.not_after,
        recorded_at=transition.recorded_at,
        stage="received" if is_request else transition.stage,
        text=capital(f"{opening_clause(opening.event, opening.fields)}.")
        if opening.on
        else "The case was taken over; the day of the request is not recorded.",
        fields=fields,
        by=opening.by,
        late=opening.on is not None and opening.on < transition.today,
    )
    if opening.on is None or not is_request:
        return (line,)
    told = (
        "The case was taken over; what the family was told before then is not recorded here."
        if opening.told_before
        else "The family was told that the request is being considered, and asked for its views."
    )
    return (line, system_line(transition, "request_considered", transition.stage, told))


def _act(transition: Transition, done: ActDone) -> LedgerLine:
    act, action = done.act, CATALOGUE[done.act.action]
    when = "" if act.on else " (assumed done; the day is not recorded)"
    said = capital(f"{action.said}{in_brackets(act.of, action.of)}{when}.")
    return LedgerLine(
        seq=transition.seq,
        kind="act",
        event=act.action,
        on=act.on,
        of=act.of,
        fields=act.fields,
        not_after=act.not_after,
        recorded_at=transition.recorded_at,
        stage=done.stage,
        text=letter_day_sentence(act, CATALOGUE) if act.action in LETTER_DAYS else said,
        by=done.by,
        late=act.on is not None and (act.on < transition.today or CLAIMED_ON in act.fields),
        request_id=transition.request_id,
    )


def _refusal(transition: Transition, refusal: Refusal) -> LedgerLine:
    text = f"{refusal.action} was sent by another system and refused: {refusal.why}"
    return system_line(transition, "act_refused", transition.stage, text, action=refusal.action)
