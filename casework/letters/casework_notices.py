"""Who is told of the acts that only the casework knows, and of what processes tell a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case import casework_acts
from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.recipients import BAND, BAND_COPY
from casework.letters.staff_notices import OFFICER, day_in, to_inside
from casework.people.parties import SETTING
from casework.processes.registry import PROCESSES


def beyond_the_law(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that the law does not ask for: of the casework, and of the processes beside a case."""
    known = tuple(clocks)
    for process in PROCESSES:
        if (told := process.notices(act, on, known)) is not None:
            return told
    match act.action:
        case "tailored_list_sent":
            return (Notice(on, "tailored_list", "family", act.action, None, sentence("tailored_list")),)
        case casework_acts.BAND_TOLD:
            return _of_band(act, on)
        case "exception_claimed" if day_in(act, "family_told_on") in (None, act.on):
            text = sentence("exception_told", ground=str(act.fields.get("ground")))
            return (Notice(on, "exception_told", "family", act.action, act.of, text),)
        case "family_meeting_asked":
            return to_inside(OFFICER, act, on, sentence("family_meeting_asked"))
    return ()  # fmt: skip


def _of_band(act: Act, on: date) -> tuple[Notice, ...]:
    """The setting is told of its band, and the family gets a copy where the authority chose that."""
    setting = str(act.fields.get("setting") or "") or None
    told = (Notice(on, BAND, SETTING, act.action, setting, sentence(BAND)),)
    if not act.fields.get("copy_to_family"):
        return told
    return (*told, Notice(on, BAND_COPY, "family", act.action, None, sentence(BAND_COPY)))
