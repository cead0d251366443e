"""Console pages of a concern: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casework.processes.form import plain
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.keeping_provision.concern import OUTCOMES
from casework.processes.keeping_provision.notices import outcome_said
from casework.processes.page import Cell, date_in_words, dates_in_words, words
from casework.processes.process_pages import ProcessPages, Told
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Provision",
    back="Back to provision",
    order=30,
    about_tabs="Open or closed concerns",
    captions=("Open concerns, earliest date first", "Closed concerns"),
    columns=columns_of("Concern"),
    nothing="No concern is open. Raise one when provision in Section F of a plan is not delivered.",
    nothing_over="No concern is closed yet.",
)


class _Outcomes(Mapping[str, str]):
    """The outcomes as the notices say them. A program that shows none need not load the texts of the notices."""

    def __getitem__(self, code: str) -> str:
        if code not in OUTCOMES:
            raise KeyError(code)
        return outcome_said(code).rstrip(".")

    def __iter__(self) -> Iterator[str]:
        return iter(OUTCOMES)

    def __len__(self) -> int:
        return len(OUTCOMES)


_IN_WORDS = {"outcome": _Outcomes()}


class ConcernPages(ProcessPages):
    """The pages of a concern."""

    coded = _IN_WORDS
    order = ("record_delivery", "answer_concern", "confirm_answer", "reopen_concern")

    def title(self, told: Told) -> str:
        item = f" {told['item']}" if told.get("item") else ""
        return f"Concern about provision{item}"

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        since = f"missing since {date_in_words(told['missing_since'])}"
        return ((*link, words(since, "quiet")), *rest)

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        answers = str(told["answers"] or "")
        named = reader.name_of(answers)
        return {
            "Raised by": capital(plain(told["raised_by"])),
            **dates_in_words({"Missing since": told["missing_since"]}),
            "Who must answer": named if named != answers else capital(plain(answers)),
            "Delivered": capital(plain(told.get("delivered") or "not recorded yet")),
            "Outcome": outcome_said(str(told["outcome"])) if told["outcome"] else "",
            **dates_in_words({"Reply by": told.get("reply_by")}),
        }

    def note(self, told: Told) -> str:
        duty = "The duty to secure the provision is immediate and has no time limit. The target to answer is local policy."
        return "" if self.is_over(told) else duty
