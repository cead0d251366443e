"""Console pages of a move out of the area: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from casework.case.actions import Action
from casework.processes.form import Choices
from casework.processes.group_pages import Column, ListPage
from casework.processes.page import (
    Block,
    Fact,
    Heading,
    Paragraph,
    Tag,
    Words,
    date_in_words,
    paragraph,
    words,
)
from casework.processes.process_pages import ProcessPages, Told, day_of
from casework.processes.question import Option, Question
from casework.processes.reader import Reader

LIST = ListPage(
    title="Moves out",
    back="Back to moves out",
    order=61,
    about_tabs="Open or closed moves",
    captions=("Moves out of the area, earliest date first", "Closed moves out of the area"),
    tabs=("Open", "Closed"),
    columns=(Column("Move"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case")),
    nothing="No move out of the area is open.",
    nothing_over="No move is closed yet.",
)
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
_CHOICES: dict[str, tuple[Option, ...]] = {name: tuple(known.items()) for name, known in _WORDS.items()}


def stage_in_words(stage: str) -> str:
    """Return a stage in words."""
    return STAGES[stage.removeprefix("move_out_")]


class MoveOutPages(ProcessPages):
    """The pages of a move out of the area."""

    names_child = True
    order = ("transfer_plan", "record_export", "offer_copy", "record_receipt", "correct_move", "stop_move")

    def title(self, told: Told) -> str:
        on = told["moves_on"]
        return f"Move out of the area on {date_in_words(on)}" if on else "Move out of the area"

    def stage(self, told: Told) -> Tag:
        return Tag("closed" if self.is_over(told) else "running", stage_in_words(str(told["stage"])))

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

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        days = {
            "Day of the move": told["moves_on"],
            "You learned of it on": told["known_on"],
            "Last day if you learned of it late": told["after_learning"],
            "Transfer the plan by": told["transfer_by"],
            "Transferred on": told["transferred_on"],
            "Receipt expected by": told["receipt_by"],
        }
        said = {
            "Moving to": _WORDS["to"].get(str(told["to"]), ""),
            "New authority": str(told["new_authority"] or ""),
            **{term: date_in_words(day) for term, day in days.items() if day},
        }
        return (
            *super().facts(told, reader),
            *(Fact(term, Words(text)) for term, text in said.items() if text),
        )

    def limits(self, told: Told) -> tuple[Block, ...]:
        found = super().limits(told)
        if not told["has_plan"]:
            note = "There is no plan yet. The new authority makes its own decisions and has its own time. Pass nothing on as a decision."
        elif told["to"] == "outside_england":
            note = "A plan has no force outside England. Offer the family a copy, then consider ending the plan because they left England."
        else:
            note = "The plan goes on until it is transferred. Keep your copy: it stays in the record of the child or young person."
        if told["transferred_on"] and not self.is_over(told):
            said = "Record that the new authority has the plan, or ask it."
            found = (Heading("What must be done"), paragraph(said))
            note = "Keep your copy of the plan: it stays in the record of the child or young person."
        return (*found, Paragraph(words(note), small=True))

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        return _CHOICES

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        """Return the questions with which it begins, with the words of its codes."""
        return tuple(
            replace(one, options=_CHOICES[one.name]) if one.name in _CHOICES and one.options else one
            for one in super().call_questions(reader)
        )
