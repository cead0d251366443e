"""The notices of the acts that a sitting reports to its cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_in, next_limit_in_words, to_inside
from statute.words import listed, long_date, short_date

INVITED = "panel_member_invited"
_NO_ADVICE = {
    "inquorate": "was not quorate",
    "not_held": "is not recorded as held",
    "not_signed_off": "has not been signed off",
}
_CARRIED = {
    "not_reached": "it was not reached",
    "papers_missing": "its papers were missing",
    "inquorate": "the panel was not quorate",
    "more_information": "the panel asks for more information",
    "asked_by_family": "the family asked for it",
}


def invitation(sitting: str, person: str, sits_on: date, on: date) -> Notice:
    """Return the notice that invites a person to a sitting. It names no case and no child."""
    text = sentence(INVITED, process=sitting, until=long_date(sits_on))
    return Notice(on, INVITED, "panel_member", INVITED, person, text)


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that a sitting reports to a case; empty if no one needs to be told."""
    sits = day_in(act, "sits_on")
    the_panel = f"The panel of {short_date(sits)}" if sits else "The panel"
    match act.action:
        case "panel_papers_late":
            return to_inside(
                OFFICER,
                act,
                on,
                f"{the_panel} has no papers for this case, and they are overdue. The panel will still sit.",
            )
        case "panel_carried_over":
            why = _CARRIED.get(str(act.fields.get("why")), "no reason is given")
            to = f" to {long_date(sits)}" if sits else ""
            return to_inside(
                OFFICER,
                act,
                on,
                f"The panel carried this case over{to}: {why}." + next_limit_in_words(clocks),
            )
        case "panel_not_held":
            why = _NO_ADVICE.get(str(act.fields.get("why")), "did not sit")
            if missing := act.fields.get("missing"):
                why += f" (there was no member for {listed(str(each).replace('_', ' ') for each in missing)})"
            return to_inside(
                MANAGER,
                act,
                on,
                f"{the_panel} {why}, so it gives no advice on this case." + next_limit_in_words(clocks),
            )
        case "panel_recommended":
            advised = str(act.fields.get("recommendation")).replace("_", " ")
            return to_inside(
                OFFICER,
                act,
                on,
                f"{the_panel} advises: {advised}. The decision is the authority's own."
                + next_limit_in_words(clocks),
            )
    return ()  # fmt: skip
