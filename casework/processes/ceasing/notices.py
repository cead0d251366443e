"""The notices of what an ending reports to its case."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_in, to_inside
from casework.people.parties import SETTING
from statute.words import long_date

CONSIDERED, AGAINST, ENDED = "ending_considered", "ending_decided_against", "plan_ended"


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, to the setting that the plan names, to the health body, and inside."""
    setting = str(act.fields.get("setting") or "") or None
    match act.action:
        case "ending_considered":
            by = day_in(act, "reply_by")
            text = sentence(CONSIDERED, until=long_date(by) if by else None)
            asked = (
                Notice(
                    on,
                    f"{CONSIDERED}_setting",
                    SETTING,
                    act.action,
                    setting,
                    sentence(f"{CONSIDERED}_setting", until=long_date(by) if by else None),
                ),
            )
            return (Notice(on, CONSIDERED, "family", act.action, act.of, text), *(asked if setting else ()))
        case "ending_decided_against":
            told = (
                Notice(
                    on, f"{AGAINST}_setting", SETTING, act.action, setting, sentence(f"{AGAINST}_setting")
                ),
            )
            return (
                Notice(on, AGAINST, "family", act.action, act.of, sentence(AGAINST)),
                *(told if setting else ()),
            )
        case "plan_ended":
            day = day_in(act, "ended_on")
            until = long_date(day) if day else None
            others = (("health_body", None), *(((SETTING, setting),) if setting else ()))
            return (
                Notice(on, ENDED, "family", act.action, act.of, sentence(ENDED, until=until)),
                *(
                    Notice(on, f"{ENDED}_copy", role, act.action, of, sentence(f"{ENDED}_copy", until=until))
                    for role, of in others
                ),
            )
        case "ending_waits":
            day = day_in(act, "until")
            text = sentence(act.action, why=str(act.fields.get("why")), until=long_date(day) if day else None)
            return to_inside(OFFICER, act, on, text)
    return ()
