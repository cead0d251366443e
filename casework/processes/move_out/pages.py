"""Console pages of a move out of the area: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping

from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import dates_in_words
from casework.processes.process_pages import ProcessPages, Told
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

    order = ("transfer_plan", "record_export", "offer_copy", "record_receipt", "correct_move", "stop_move")
    stages = STAGES
    coded = _WORDS

    def title(self, told: Told) -> str:
        return f"Move out of the area, case {told['case']}"

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        days = {
            "Day of the move": told["moves_on"],
            "You learned of it on": told["known_on"],
            "Period from then ends on": told["after_learning"],
            "Transfer the plan by": told["transfer_by"],
            "Transferred on": told["transferred_on"],
            "Ask for a receipt after": told["receipt_by"],
        }
        return {
            "Moving to": _WORDS["to"].get(str(told["to"]), ""),
            "New authority": str(told["new_authority"] or ""),
            **dates_in_words(days),
        }

    def note(self, told: Told) -> str:
        if not told["has_plan"]:
            return "There is no plan yet. The new authority makes its own decisions and has its own time. Pass nothing on as a decision."
        if told["to"] == "outside_england":
            return "A plan has no force outside England. Offer the family a copy, then consider ending the plan because they left England."
        return "The plan goes on until it is transferred. Keep your copy: it stays in the record of the child or young person."
