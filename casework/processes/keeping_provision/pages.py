"""A concern as officers see it: its row in the list, its page and its forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, ListPage
from casework.processes.keeping_provision.concern import OUTCOMES
from casework.processes.keeping_provision.notices import outcome_said
from casework.processes.page import Block, Cell, Fact, Paragraph, Words, words
from casework.processes.process_pages import ProcessPages, Told
from casework.processes.reader import Reader
from statute.words import capital, short_date

LIST = ListPage(
    title="Provision",
    back="Back to provision",
    order=30,
    about_tabs="Concerns by whether they are open",
    captions=("Open concerns, the first date first", "Concerns that are closed"),
    tabs=("Open", "Closed"),
    columns=(Column("Concern"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case")),
    nothing="No concern is open. Raise one when provision in Section F of a plan is not delivered.",
    nothing_over="No concern is closed yet.",
)


class ConcernPages(ProcessPages):
    """How a concern is shown."""

    order = ("record_delivery", "answer_concern", "confirm_answer", "reopen_concern")

    def title(self, told: Told) -> str:
        item = f" {told['item']}" if told.get("item") else ""
        return f"Concern about provision{item}"

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        since = f"missing since {_written(told['missing_since'])}"
        return ((*link, words(since, "quiet")), *rest)

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        answers = str(told["answers"] or "")
        named = reader.name_of(answers)
        said = {
            "Raised by": capital(plain(told["raised_by"])),
            "Missing since": _written(told["missing_since"]) if told["missing_since"] else "",
            "Who answers": named if named != answers else capital(plain(answers)),
            "Delivered": capital(plain(told.get("delivered") or "not recorded yet")),
            "Outcome": outcome_said(str(told["outcome"])) if told["outcome"] else "",
            "Reply by": _written(told["reply_by"]) if told.get("reply_by") else "",
        }
        return (
            *super().facts(told, reader),
            *(Fact(term, Words(text)) for term, text in said.items() if text),
        )

    def limits(self, told: Told) -> tuple[Block, ...]:
        duty = "The duty to secure the provision is immediate and has no time limit. The target to answer is local policy."
        found = super().limits(told)
        return found if self.is_over(told) else (*found, Paragraph(words(duty), small=True))

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        return {"outcome": tuple((code, outcome_said(code).rstrip(".")) for code in OUTCOMES)}


def _written(day: Any) -> str:
    return short_date(date.fromisoformat(str(day)))
