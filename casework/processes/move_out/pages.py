"""Console pages of a move out of the area: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.case.actions import Action
from casework.processes.authority_numbers import authority_in_words
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import Block, date_in_words, dates_in_words, paragraph
from casework.processes.process_pages import ProcessPages, Told, day_of
from casework.processes.reader import Reader

STAGES = {
    "known": "Known",
    "transferred": "Transferred, waiting for a receipt",
    "received": "Received by the new authority",
    "left_england": "Left England",
    "exported": "New authority recorded",
    "stopped": "No move",
}
_WORDS: dict[str, dict[str, str]] = {
    "to": {"england": "Another authority in England", "outside_england": "Outside England"},
    "way": {
        "secure_email": "Secure email",
        "portal": "Secure portal",
        "school_to_school": "School to School",
        "post": "Recorded post",
        "by_hand": "By hand",
    },
    "why": {
        "stays": "They stay in the area",
        "mistake": "It was recorded by mistake",
        "died": "The child or young person has died",
    },
}
LIST = ListPage(
    title="Moves out",
    back="Back to moves out",
    order=61,
    about_tabs="Open or closed moves",
    captions=("Moves out of the area, earliest date first", "Closed moves out of the area"),
    columns=columns_of("Move"),
    nothing="No move out of the area is open.",
    nothing_over="No move is closed yet.",
    stages=STAGES,
)


class MoveOutPages(ProcessPages):
    """The pages of a move out of the area."""

    names_child = True
    order = ("transfer_plan", "record_export", "offer_copy", "record_receipt", "correct_move", "stop_move")
    stages = STAGES
    coded = _WORDS

    def title(self, told: Told) -> str:
        on = told["moves_on"]
        return f"Move out of the area on {date_in_words(on)}" if on else "Move out of the area"

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """Return the last day to transfer the plan or, after the transfer, the day by which a receipt is expected."""
        found = super().next_date(told)
        if found is None and not self.is_over(told) and told["receipt_by"]:
            return str(told["receipt_by"]), "Receipt expected"
        return found

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the new authority and the day of the move, as they are known."""
        known = {"new_authority": [str(told["new_authority"])]} if told["new_authority"] else {}
        return {**known, **day_of("moves_on", told["moves_on"])}

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        days = {
            "Day of the move": told["moves_on"],
            "You learned of it on": told["known_on"],
            "Last day if you learned of it late": told["after_learning"],
            "Transfer the plan by": told["transfer_by"],
            "Transferred on": told["transferred_on"],
            "Receipt expected by": told["receipt_by"],
        }
        return {
            "Moving to": _WORDS["to"].get(str(told["to"]), ""),
            "New authority": authority_in_words(told["new_authority"]),
            **dates_in_words(days),
        }

    def note(self, told: Told) -> str:
        if not told["has_plan"]:
            return "There is no plan yet. The new authority makes its own decisions and has its own time. Pass nothing on as a decision."
        if told["transferred_on"]:
            return "Keep your copy of the plan: it stays in the record of the child or young person."
        if told["to"] == "outside_england":
            return "A plan has no force outside England. Offer the family a copy, then consider ending the plan because they left England."
        return "The plan goes on until it is transferred. Keep your copy: it stays in the record of the child or young person."

    def limits(self, told: Told) -> tuple[Block, ...]:
        """Return the limits or, after the transfer, that the receipt is to be recorded."""
        found = super().limits(told)
        if not told["has_plan"] or not told["transferred_on"] or self.is_over(told):
            return found
        return (found[0], paragraph("Record that the new authority has the plan, or ask it."), *found[2:])
