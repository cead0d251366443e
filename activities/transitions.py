"""Convert the transitions that a workflow sends to casework's types."""

from __future__ import annotations

from casework.case.stages import Stage
from casework.case.transition import ActDone, Opening, Refusal, Transition
from workflows import messages


def transition_of(message: messages.Transition) -> Transition:
    """Return the transition of a message."""
    refusal = message.refusal
    return Transition(
        seq=message.seq,
        recorded_at=message.recorded_at,
        stage=Stage(message.stage),
        opening=opening_in(message.opening) if message.opening is not None else None,
        acts=tuple(_act(done) for done in message.acts),
        moments=tuple(moment.moment() for moment in message.moments),
        refusal=Refusal(refusal.action, refusal.why) if refusal is not None else None,
        request_id=message.receipt.request_id if message.receipt is not None else None,
    )


def opening_in(message: messages.Opening) -> Opening:
    """Return the opening of a case that a message holds."""
    return Opening(
        event=message.event,
        on=message.on,
        not_after=message.not_after,
        fields=message.fields,
        officer=message.officer,
        team=message.team,
        by=message.by,
        told_before=message.told_before,
    )


def _act(message: messages.ActDone) -> ActDone:
    return ActDone(
        act=message.act(), stage=Stage(message.stage), by=message.by, told_before=message.told_before
    )
