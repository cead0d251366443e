"""The notices of what an ending reports to its case."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_said, to_inside
from casework.people.parties import SETTING

CONSIDERED, AGAINST, ENDED = "ending_considered", "ending_decided_against", "plan_ended"


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, to the setting that the plan names, to the health body, and inside."""
    match act.action:
        case "ending_considered":
            until = day_said(act, "reply_by")
            text = sentence(CONSIDERED, until=until)
            return (_to_family(act, on, text), *_to_setting(act, on, f"{CONSIDERED}_setting", until))
        case "ending_decided_against":
            return (_to_family(act, on, sentence(AGAINST)), *_to_setting(act, on, f"{AGAINST}_setting", None))
        case "plan_ended":
            until, copy = day_said(act, "ended_on"), f"{ENDED}_copy"
            text = sentence(ENDED, until=until)
            health = Notice(on, copy, "health_body", act.action, None, sentence(copy, until=until))
            return (_to_family(act, on, text), health, *_to_setting(act, on, copy, until))
        case "ending_waits":
            text = sentence(act.action, why=str(act.fields.get("why")), until=day_said(act, "until"))
            return to_inside(OFFICER, act, on, text)
    return ()


def _to_family(act: Act, on: date, text: str) -> Notice:
    return Notice(on, act.action, "family", act.action, act.of, text)


def _to_setting(act: Act, on: date, kind: str, until: str | None) -> tuple[Notice, ...]:
    """Return the notice to the setting that the plan names; nothing if it names none."""
    setting = str(act.fields.get("setting") or "")
    text = sentence(kind, until=until)
    return (Notice(on, kind, SETTING, act.action, setting, text),) if setting else ()
