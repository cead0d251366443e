"""Console pages of a concern: its row in the list, its page and its forms."""

from __future__ import annotations

from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, ListPage
from casework.processes.keeping_provision.concern import OUTCOMES
from casework.processes.keeping_provision.notices import outcome_said
from casework.processes.page import Block, Cell, Fact, Paragraph, Words, date_in_words, words
from casework.processes.process_pages import ProcessPages, Told
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Provision",
    back="Back to provision",
    order=30,
    about_tabs="Open or closed concerns",
    captions=("Open concerns, earliest date first", "Closed concerns"),
    tabs=("Open", "Closed"),
    columns=(Column("Concern"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case")),
    nothing="No concern is open. Raise one when provision in Section F of a plan is not delivered.",
    nothing_over="No concern is closed yet.",
)


class ConcernPages(ProcessPages):
    """The pages of a concern."""

    order = ("record_delivery", "answer_concern", "confirm_answer", "reopen_concern")

    def title(self, told: Told) -> str:
        item = f" {told['item']}" if told.get("item") else ""
        return f"Concern about provision{item}"

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        since = f"missing since {date_in_words(told['missing_since'])}"
        return ((*link, words(since, "quiet")), *rest)

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        answers = str(told["answers"] or "")
        named = reader.name_of(answers)
        said = {
            "Raised by": capital(plain(told["raised_by"])),
            "Missing since": date_in_words(told["missing_since"]) if told["missing_since"] else "",
            "Who must answer": named if named != answers else capital(plain(answers)),
            "Delivered": capital(plain(told.get("delivered") or "not recorded yet")),
            "Outcome": outcome_said(str(told["outcome"])) if told["outcome"] else "",
            "Reply by": date_in_words(told["reply_by"]) if told.get("reply_by") else "",
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
