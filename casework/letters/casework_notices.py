"""Who is told of the acts that only the casework knows, and of what processes tell a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.staff_notices import OFFICER, day_in, to_inside
from casework.processes.registry import PROCESSES
from casework.settings.tailored_list import RIGHTS


def beyond_the_law(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that the law does not ask for: of the casework, and of the processes beside a case."""
    known = tuple(clocks)
    for process in PROCESSES:
        if (told := process.notices(act, on, known)) is not None:
            return told
    match act.action:
        case "tailored_list_sent":
            text = (
                f"Here is a list of schools and colleges that may suit, with the reasons for each. {RIGHTS}"
            )
            return (Notice(on, "tailored_list", "family", act.action, None, text),)
        case "exception_claimed" if day_in(act, "family_told_on") in (None, act.on):
            text = f"A step may be late, and the regulations know why: {act.fields.get('ground')}."
            return (Notice(on, "exception_told", "family", act.action, act.of, text),)
        case "family_meeting_asked":
            return to_inside(
                OFFICER,
                act,
                on,
                "The family asks for a meeting about the draft plan; it may require one (s.38(2)(b)(ii)).",
            )
    return ()  # fmt: skip
