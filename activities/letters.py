"""The dispatches that the notices of a transition become: each with an id of its own, so that it is queued once."""

from __future__ import annotations

from collections.abc import Sequence

from casework.notice import Notice
from casework.notices import is_letter
from records.outbox import Dispatch
from workflows.messages import Transition


def dispatches(case_id: str, transition: Transition, notices: Sequence[Notice]) -> list[Dispatch]:
    """The dispatches of one transition. Recorded again, they have the same ids and are not queued again."""
    return [
        Dispatch(
            dispatch_id=f"{case_id}-{transition.seq}-{place}",
            case_id=case_id,
            on=notice.on,
            kind=notice.kind,
            to_role=notice.to_role,
            about=notice.about,
            of=notice.of,
            text=notice.text,
            channel="letter" if is_letter(notice) else "email",
            queued_at=transition.recorded_at,
            sent_at=None,
            location=None,
            attempts=0,
        )
        for place, notice in enumerate(notices, start=1)
    ]
