"""The notices of the acts that a sitting reports to its cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_in, next_limit_facts, to_inside
from statute.words import listed, long_date, short_date

INVITED = "panel_member_invited"


def invitation(sitting: str, person: str, sits_on: date, on: date) -> Notice:
    """Return the notice that invites a person to a sitting. It names no case and no child."""
    text = sentence(INVITED, process=sitting, until=long_date(sits_on))
    return Notice(on, INVITED, "panel_member", INVITED, person, text)


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that a sitting reports to a case; empty if no one needs to be told."""
    sits = day_in(act, "sits_on")
    sits_on = short_date(sits) if sits else None
    why, limit = act.fields.get("why"), next_limit_facts(clocks)
    said = str(why) if why else None
    match act.action:
        case "panel_papers_late":
            return to_inside(OFFICER, act, on, sentence(act.action, sits_on=sits_on))
        case "panel_carried_over":
            until = long_date(sits) if sits else None
            return to_inside(OFFICER, act, on, sentence(act.action, until=until, why=said, **limit))
        case "panel_not_held":
            missing = [str(each).replace("_", " ") for each in act.fields.get("missing") or ()]
            text = sentence(
                act.action, sits_on=sits_on, why=said, missing=listed(missing) if missing else None, **limit
            )
            return to_inside(MANAGER, act, on, text)
        case "panel_recommended":
            advised = str(act.fields.get("recommendation")).replace("_", " ")
            return to_inside(
                OFFICER, act, on, sentence(act.action, sits_on=sits_on, advised=advised, **limit)
            )
    return ()
