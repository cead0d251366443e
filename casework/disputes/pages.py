"""Console pages of a dispute: its row in the list, its page, and its part of the case's page."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, GroupPages, ListPage, Own
from casework.processes.page import (
    Block,
    Box,
    Cell,
    Fact,
    Heading,
    Items,
    Paragraph,
    Tag,
    Words,
    date_in_words,
    paragraph,
    words,
)
from casework.processes.process_pages import ProcessPages, Told, limits_of
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Disputes",
    back="Back to disputes",
    order=20,
    about_tabs="Open or closed disputes",
    captions=("Open disputes, earliest date first", "Closed disputes"),
    columns=(
        Column("About"),
        Column("Status"),
        Column("Next date", "Next"),
        Column("Mediator", "Mediator"),
        Column("Case", "Case"),
    ),
    nothing="No dispute is open. After a decision in a case, a mediation begins when the family asks for it or has a certificate.",
    nothing_over="No dispute is closed yet.",
    own=Own(
        title="Your mediations",
        back="Back to your mediations",
        columns=3,
        nothing="You have no mediation now. When the council invites you to one, it appears here, and you can accept or decline it.",
    ),
)


class DisputesPages(GroupPages):
    """The pages of all disputes."""

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        title = f"{capital(str(one['kind']))}: {one['about_in_words']}"
        sides = tuple(
            (
                words(
                    f"{capital(plain(side['who']))}: {str(side['title']).lower()}, until {date_in_words(side['until'])}"
                ),
            )
            for side in (*one["family"], *one["others"])
        )
        stage = Paragraph((Tag("running", capital(plain(one["stage"]))),))
        link = words(title, href=f"{self.address}/{one[self.noun]}")
        return Box(link, (stage, Items(sides, bullets=True)))


class DisputePages(ProcessPages):
    """The pages of one dispute."""

    def title(self, told: Told) -> str:
        return f"{capital(str(told['kind']))}: {told['about_in_words']}"

    def sorted_by(self, told: Told) -> str:
        return min((str(one["until"]) for one in _sides(told)), default="9999")

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        dispute, case = self.id_of(told), str(told["case"])
        is_theirs = reader.sees_own_only and not self.is_over(told) and bool(self.offered(told, reader))
        mediator = told.get("mediator")
        return (
            (words(self.title(told), href=self.at(dispute)), words(dispute, "id")),
            ((self.stage(told),), *((words("You can record something", "strong"),) if is_theirs else ())),
            _next(told),
            (words(reader.name_of(str(mediator)) if mediator else "not chosen yet"),),
            (words(case, href=f"/cases/{case}/disputes"),),
        )

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        decided = date_in_words(told["decided_on"]) if told["decided_on"] else "day not recorded"
        case = () if reader.sees_own_only else super().facts(told, reader)
        return (*case, Fact("Decided", Words(decided)))

    def limits(self, told: Told) -> tuple[Block, ...]:
        """What the family can still do, and what others must do."""
        return (
            Heading("What the family can still do"),
            limits_of(told["family"]) or paragraph("There is nothing the family can do now."),
            Heading("What others must do"),
            limits_of(told["others"]) or paragraph("There is nothing others must do now."),
        )

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        return {"document": reader.documents_of(str(told["case"]))}


def _sides(told: Told) -> tuple[Told, ...]:
    return tuple(chain(told["family"], told["others"]))


def _next(told: Told) -> Cell:
    """The next date of a dispute, and its title."""
    coming = min(_sides(told), key=lambda one: str(one["until"]), default=None)
    if coming is None:
        return (words("none", "quiet"),)
    past = (Words(" "), Words("past", "late")) if coming["status"] == "overdue" else ()
    return ((Words(date_in_words(coming["until"]), "strong"), *past), words(str(coming["title"])))
