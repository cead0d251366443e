"""What a case tells the mediation and the appeal beside it, and when each begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from temporalio import workflow
from temporalio.exceptions import FailureError

from casework.processes.appeal import appeal
from casework.processes.mediation import mediation
from workflows.messages import ActDone, ActMessage
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, Beginning
from workflows.proceeding_messages import DisputeKind, DisputeOpening
from workflows.words import dispute_title

_ENDED: Mapping[str, str] = {"mediation": "end_mediation", "appeal": "end_appeal"}
_DIED = "died"
FIRST_STEPS: Mapping[DisputeKind, frozenset[str]] = {
    "mediation": mediation.FIRST_STEPS,
    "appeal": appeal.FIRST_STEPS,
}
"""The acts of a case with which each kind of dispute begins."""
BEGINS_ANEW = frozenset({"mediation_requested", "appeal_registered"})
"""The first steps that begin a dispute again where the one before is over."""
_FOLLOWED: Mapping[DisputeKind, frozenset[str]] = {
    "mediation": mediation.FOLLOWED,
    "appeal": appeal.FOLLOWED,
}


def followed(acts: Iterable[ActDone], message: ActMessage, case_id: str, seq: int) -> Iterator[ActMessage]:
    """What the disputes beside a case may have to be told of the acts of a message."""
    for place, done in enumerate(acts, start=1):
        told = done.action == _DIED or any(done.action in names for names in _FOLLOWED.values())
        if told and done.on is not None:
            yield ActMessage(
                action=done.action,
                on=done.on,
                of=done.of,
                fields=done.fields,
                by=done.by,
                request_id=message.request_id
                if message.request_id.startswith(tuple(f"{kind}-" for kind in _FOLLOWED))
                else f"{case_id}-{seq}-{place}",
                told=True,
            )


def told_to(kind: DisputeKind, message: ActMessage) -> ActMessage | None:
    """What a dispute of a kind is told of an act: nothing of what it told the case itself. With a death it ends."""
    if message.action == _DIED:
        return message.model_copy(update={"action": _ENDED[kind], "fields": {"why": "case_ended"}})
    if message.action not in _FOLLOWED[kind] or message.request_id.startswith(f"{kind}-"):
        return None
    return message


async def begin(opening: DisputeOpening) -> None:
    """Start the workflow of a dispute. It is no child of its case: it may outlive it, and ends by itself."""
    await workflow.execute_activity_method(
        Beginning.begin_dispute,
        opening,
        start_to_close_timeout=RECORDING_TIME,
        retry_policy=RECORDING_RETRIES,
        summary=dispute_title(opening.kind, opening.about, opening.decided),
    )


async def is_heard(dispute_id: str, message: ActMessage) -> bool:
    """Tell a dispute of an act; False where it is over."""
    try:
        await workflow.get_external_workflow_handle(dispute_id).signal(message.action, message)
    except FailureError:
        return False
    return True
