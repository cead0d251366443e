"""Console pages of a move in: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.case.actions import Action
from casework.processes.authority_numbers import authority_in_words
from casework.processes.closed_with_plan import CLOSED_STAGES, WHY_CLOSED
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import date_in_words, dates_in_words
from casework.processes.process_pages import ProcessPages, Told, day_of, setting_in
from casework.processes.reader import Reader

STAGES = {
    "received": "Plan received",
    "placed": "Placed, family to be told",
    "told": "Family told, review to come",
    "reviewed": "Reviewed",
    **CLOSED_STAGES,
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "assess": {"assess": "Yes, you will assess again", "review_only": "No, the plan will be reviewed"},
    "placed": {
        "same_setting": "Yes, they go on attending it",
        "another_setting": "No, another setting was arranged because of the distance",
    },
    "why": WHY_CLOSED,
}
LIST = ListPage(
    title="Moves in",
    back="Back to moves in",
    order=62,
    about_tabs="Open or closed moves",
    captions=("Moves into the area, earliest date first", "Closed moves into the area"),
    columns=columns_of("Move"),
    nothing="No move into the area is open.",
    nothing_over="No move is closed yet.",
    stages=STAGES,
)


class MoveInPages(ProcessPages):
    """The pages of a move in."""

    names_child = True
    order = ("place_child", "tell_family", "prove_address", "record_first_review", "close_move_in")
    stages = STAGES
    coded = _WORDS

    def title(self, told: Told) -> str:
        on = told["transferred_on"]
        return f"Move into the area: plan received on {date_in_words(on)}" if on else "Move into the area"

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the setting that is known, and the last day for the review as the day to tell the family."""
        if action.name == "place_child":
            return setting_in("setting", told["setting"])
        return day_of("review_on", told["review_by"]) if action.name == "tell_family" else {}

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        days = {
            "Plan received": told["transferred_on"],
            "Made or last reviewed": told["last_reviewed_on"],
            "Address proved": told["address_proved_on"],
            "Family told": told["told_on"],
            "Tell the family by": told["tell_by"],
            "Review planned for": told["review_on"],
            "Review by": told["review_by"],
            "Reviewed": told["reviewed_on"],
        }
        return {
            "Old authority": authority_in_words(told["old_authority"]),
            "Setting": reader.setting_called(told["setting"]),
            **dates_in_words(days),
        }

    def note(self, told: Told) -> str:
        if self.is_over(told):
            return ""
        duty = "Secure what the plan says from the day you received it. If they cannot get to the setting that it names, arrange another one at once."
        copied = "" if told["address_proved_on"] else " No proof of address is recorded yet."
        own = "Copy no decision of the old authority: record only what you decide."
        return f"{duty} {own}{copied}"
