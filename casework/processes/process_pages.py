"""How people see one kind of process and record in it: a row of its list, its page, and the questions of its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.actions import Action
from casework.processes import form
from casework.processes.form import Choices, plain
from casework.processes.page import (
    Block,
    Cell,
    Fact,
    Heading,
    History,
    Limit,
    Limits,
    Links,
    Page,
    Tag,
    Words,
    paragraph,
    words,
)
from casework.processes.question import Question
from casework.processes.reader import Reader
from statute.words import capital, short_date

Told = Mapping[str, Any]
"""A process as programs read it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave in the form that calls a process: the fields of its opening, and what is wrong, by question."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """The form that calls a process, where people do: its title, its button and what stands before and after.

    `not_yours` is said to those who may act only in their own; `done` once it is called. `wrong_at` is the question
    beside which a refusal stands that names no other.
    """

    title: str
    about: str
    button: str
    done: str
    not_yours: str
    wrong_at: str


class ProcessPages:
    """How one kind of process is shown. What stands here holds for every kind that says nothing else.

    `noun` is the key of the id in what programs read, `address` the path of its list in the console, `kind` the word that
    its stages begin with, `calls` the act with which people call one in a case.
    """

    order: tuple[str, ...] = ()
    """The acts that are offered first, in their order."""
    at_once: frozenset[str] = frozenset()
    """The acts that take effect when they are recorded, so that no day is asked."""
    asks_case: frozenset[str] = frozenset()
    """The acts of a case that ask for its number; of the others the case is chosen on the page."""
    days: Mapping[str, int] = {}
    """How many days are asked for a particular that is a list of days, by its name."""
    warnings: Mapping[str, str] = {}
    """What is said before an act is recorded, by its name."""
    call: Call | None = None
    """The form that calls one; None where a case begins it."""
    reads_cases: bool = False
    """Whether to read it is to read what is personal in its cases, and is logged as that."""

    def __init__(self, noun: str, address: str, kind: str, calls: Action | None = None) -> None:
        self.noun, self.address, self.kind, self.calls = noun, address, kind, calls

    @property
    def called_by(self) -> Call | None:
        """The form that calls one: its own, or that of the act with which people call it in a case."""
        if self.call is None and self.calls is not None:
            return Call(self.calls.title, "", self.calls.title, f"Recorded: {self.calls.said}.", "", "on")
        return self.call

    # What it is called and how it stands.

    def id_of(self, told: Told) -> str:
        """The id of one."""
        return str(told[self.noun])

    def at(self, process_id: str) -> str:
        """The address of the page of one."""
        return f"{self.address}/{process_id}"

    def act_at(self, process_id: str, action: str, case: str | None = None) -> str:
        """The address of the form of an act."""
        return f"{self.at(process_id)}/act/{action}" + (f"?case={case}" if case else "")

    def title(self, told: Told) -> str:
        """What one is called, as the heading of its page."""
        return capital(f"{self.noun} of case {told['case']}")

    def caption(self, told: Told) -> str:
        """What one is called above a form."""
        return self.title(told)

    def is_over(self, told: Told) -> bool:
        """Whether it is over."""
        return bool(told["is_over"])

    def stage(self, told: Told) -> Tag:
        """How it stands."""
        said = str(told["stage"]).removeprefix(f"{self.kind}_")
        return Tag("closed" if self.is_over(told) else "running", capital(plain(said)))

    # Its row in a list.

    def sorted_by(self, told: Told) -> str:
        """What lists are sorted by, as text."""
        return str(min((one["due_on"] for one in _held(told)), default="9999"))

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        """Its row: what it is, how it stands, the next date and the case."""
        process_id, case = self.id_of(told), str(told["case"])
        coming = min(_held(told), key=lambda one: str(one["due_on"]), default=None)
        next_date = (
            (words(short_date(_day(coming["due_on"])), "strong"), words(str(coming["title"])))
            if coming
            else (words("none", "quiet"),)
        )
        return (
            (words(self.title(told), href=self.at(process_id)),),
            ((self.stage(told),),),
            next_date,
            (words(case, href=f"/cases/{case}"),),
        )

    # Its page.

    def page(self, told: Told, reader: Reader) -> Page:
        """Its page."""
        process_id, over = self.id_of(told), self.is_over(told)
        offered = self.offered(told, reader)
        acts: Block = Links(offered) if offered else paragraph(f"Nothing{': it is over' if over else ''}.")
        history = reader.history(process_id, told.get("case"))
        child = reader.child_of(told["case"]) if told.get("case") else None
        is_personal = child is not None or any(one.notes for one in history)
        return Page(
            title=self.title(told),
            id=process_id,
            stage=self.stage(told),
            facts=(
                *((Fact("Child or young person", Words(child)),) if child else ()),
                *self.facts(told, reader),
            ),
            acts=(Heading("What you may record now"), acts),
            main=(*self.limits(told), Heading("What happened"), History(history)),
            personal="what is personal in it was read" if is_personal else None,
        )

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """What stands in the heading of its page."""
        case = str(told["case"])
        return (Fact("Case", Words(case, href=f"/cases/{case}")),)

    def limits(self, told: Told) -> tuple[Block, ...]:
        """What is to be done in it, until when."""
        limits = limits_of(_held(told), until="due_on", who="duty_holder")
        return (Heading("What is to be done"), limits or paragraph("Nothing is to be done now."))

    def offered(self, told: Told, reader: Reader) -> tuple[Words, ...]:
        """The acts that somebody may record now, as links, those of `order` first."""
        process_id, order = self.id_of(told), {name: place for place, name in enumerate(self.order)}
        found = [one for one in told["actions"] if reader.may_act(process_id, str(one["action"]))]
        found.sort(key=lambda one: order.get(str(one["action"]), len(order)))
        return tuple(
            Words(str(one["title"]), href=self.act_at(process_id, str(one["action"]))) for one in found
        )

    # Its forms.

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        """What may be chosen for the particulars of an act; `case` is the case that it is recorded of."""
        return {}

    def questions(
        self, action: Action, told: Told, reader: Reader, case: str | None = None
    ) -> tuple[Question, ...]:
        """What is asked when an act is recorded."""
        choices = {**self.choices(told, reader, case)}
        if action.name in self.asks_case:
            choices["case"] = ()
        return form.questions(action, choices, day=action.name not in self.at_once, days=self.days)

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        """What is asked when one is called; in a case, the questions of the act that calls it."""
        if self.calls is None:
            return ()
        case = Question("case", "The number of the case", "code", required=True)
        return (case, *form.questions(self.calls, {}, days=self.days))

    def given(self, answers: Mapping[str, Any]) -> Given:
        """The fields of the opening, from the answers to what is asked when one is called."""
        return Given(answers)


def limits_of(found: tuple[Told, ...], *, until: str = "until", who: str = "who") -> Limits | None:
    """Limits as a page shows them; None where there are none."""
    items = tuple(
        Limit(str(one["title"]), str(one["status"]), _day(one[until]), plain(one[who]), str(one["because"]))
        for one in found
    )
    return Limits(items) if items else None


def _held(told: Told) -> tuple[Told, ...]:
    """The limits that are still to be kept."""
    held = ("open", "running", "overdue")
    return tuple(
        one for one in told.get("obligations", ()) if one["status"] in held and one["closed_on"] is None
    )


def _day(written: Any) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))
