"""The console pages of one kind of process: its row in a list, its page, and the questions of its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.actions import Act, Action
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
    as_date,
    paragraph,
    tag_of,
    words,
)
from casework.processes.question import Option, Question
from casework.processes.reader import Reader
from statute.words import capital, short_date

Told = Mapping[str, Any]
"""A process as JSON."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers to the form that calls a process: the fields of its opening, the errors by question, and acts to record then."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    then: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """The form that calls a process: its title, introduction and button.

    `not_yours` is the refusal for people who may act only in their own processes; `done` is shown after the call.
    `wrong_at` is the question for a refusal that names no other.
    """

    title: str
    about: str
    button: str
    done: str
    not_yours: str
    wrong_at: str


@dataclass(frozen=True, slots=True)
class People:
    """The part of a page with the people of a process. `personal` describes the personal data in it, for the access log."""

    blocks: tuple[Block, ...] = ()
    personal: str | None = None


class ProcessPages:
    """The pages of one kind of process. Kinds override what differs.

    `noun` is the key of the id in JSON, `address` the path of its list in the console, `kind` the word that its stages
    begin with, `calls` the act with which people call one in a case.
    """

    WITHOUT_DAY = "9999"
    """The sort key in lists of a process without a day."""
    order: tuple[str, ...] = ()
    """The acts to offer first, in order."""
    stages: Mapping[str, str] = {}
    """Each stage in words, by its code without the kind. A code that is not here is shown as it is."""
    coded: Mapping[str, Mapping[str, str]] = {}
    """The codes of each field in words, as the forms offer them."""
    at_once: frozenset[str] = frozenset()
    """The acts that take effect when they are recorded, so that the form does not ask for a day."""
    in_one_step: frozenset[str] = frozenset()
    """The acts that people record as they happen: the form proposes today, and there is no check page unless a letter
    or a warning comes of the act."""
    asks_case: frozenset[str] = frozenset()
    """The acts about a case whose form asks for its number. For other such acts, the page gives the case."""
    days: Mapping[str, int] = {}
    """The number of days to ask for in each field that is a list of days."""
    warnings: Mapping[str, str] = {}
    """The warning before each act, by its name."""
    shows_papers: frozenset[str] = frozenset()
    """The acts after which other people read the documents of a case."""
    call: Call | None = None
    """The form that calls one; None if a case begins it."""
    without_case: Call | None = None
    """The form that calls one for a child who has no case; None if it needs a case."""
    names_child: bool = False
    """Whether its row in a list names the child below its title, for readers who may see the name."""
    has_place: bool = False
    """Whether its people meet at a place, which its page shows and lets them change."""
    reads_cases: bool = False
    """Whether its page shows personal data of its cases, so that reading it is logged."""

    def __init__(self, noun: str, address: str, kind: str, calls: Action | None = None) -> None:
        self.noun, self.address, self.kind, self.calls = noun, address, kind, calls

    @property
    def called_by(self) -> Call | None:
        """The form that calls one: its own, or one made from the act with which people call it in a case."""
        if self.call is None and self.calls is not None:
            return Call(self.calls.title, "", self.calls.title, f"Recorded: {self.calls.said}.", "", "on")
        return self.call

    # Its title and stage.

    def id_of(self, told: Told) -> str:
        """The id of a process."""
        return str(told[self.noun])

    def at(self, process_id: str) -> str:
        """The address of its page."""
        return f"{self.address}/{process_id}"

    def act_at(self, process_id: str, action: str, case: str | None = None) -> str:
        """The address of the form of an act."""
        return f"{self.at(process_id)}/act/{action}" + (f"?case={case}" if case else "")

    def title(self, told: Told) -> str:
        """The heading of its page."""
        return capital(f"{self.noun} of case {told['case']}")

    def caption(self, told: Told) -> str:
        """The caption above a form."""
        return self.title(told)

    def is_over(self, told: Told) -> bool:
        """Whether it is over."""
        return bool(told["is_over"])

    def stage(self, told: Told) -> Tag:
        """The tag of its stage."""
        return tag_of(self.kind, str(told["stage"]), self.is_over(told), self.stages)

    # Its row in a list.

    def sorted_by(self, told: Told) -> str:
        """The sort key in lists."""
        return (self.next_date(told) or (self.WITHOUT_DAY, ""))[0]

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """The next date in a list, as YYYY-MM-DD with what it is: the first limit that still applies."""
        coming = min(_held(told), key=lambda one: str(one["due_on"]), default=None)
        return (str(coming["due_on"]), str(coming["title"])) if coming else None

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        """Its row: its title, its stage, the next date and the case."""
        process_id, case = self.id_of(told), told["case"]
        coming = self.next_date(told)
        next_date = (
            (words(short_date(as_date(coming[0])), "strong"), words(coming[1]))
            if coming
            else (words("none", "quiet"),)
        )
        child = reader.child_of(str(case)) if self.names_child and case else None
        link = words(self.title(told), href=self.at(process_id))
        return (
            (link, words(child, "quiet")) if child else (link,),
            ((self.stage(told),),),
            next_date,
            (words(str(case), href=f"/cases/{case}") if case else words("No case", "quiet"),),
        )

    # Its page.

    def page(self, told: Told, reader: Reader) -> Page:
        """Its page."""
        process_id, over = self.id_of(told), self.is_over(told)
        offered = self.offered(told, reader)
        acts: Block = (
            Links(offered) if offered else paragraph("Nothing. It is closed." if over else "Nothing.")
        )
        history = reader.history(process_id, told.get("case") or told.get("child"))
        child = self._child(told, reader)
        is_personal = child is not None or any(one.notes for one in history)
        return Page(
            title=self.title(told),
            id=process_id,
            stage=self.stage(told),
            facts=(
                *((Fact("Child or young person", Words(child)),) if child else ()),
                *self.facts(told, reader),
            ),
            acts=(Heading("What you can record now"), acts),
            main=(*self.limits(told), Heading("What happened"), History(history)),
            personal="its personal data was read" if is_personal else None,
        )

    def _child(self, told: Told, reader: Reader) -> str | None:
        if told.get("case"):
            return reader.child_of(told["case"])
        return reader.child_without_case(self.id_of(told), told["child"]) if told.get("child") else None

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """The facts in the heading of its page: its cases, and what is known of it."""
        known = self.known(told, reader)
        plan = reader.page_of_plan(self.id_of(told))
        return (
            *self._cases(told, reader),
            *((Fact("Plan", Words("Open the plan", href=plan)),) if plan is not None else ()),
            *(Fact(term, Words(text)) for term, text in known.items() if text),
        )

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        """What is known of it, by its term. A term without a text is left out."""
        return {}

    def _cases(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """Its case or, without one, the later cases of the child."""
        if case := told["case"]:
            return (Fact("Case", Words(str(case), href=f"/cases/{case}")),)
        later = reader.cases_of_child(str(told["child"]))
        none = Fact("Case", Words("No case at the referral"))
        return (none, *(Fact("Later case", Words(each, href=f"/cases/{each}")) for each in later))

    def limits(self, told: Told) -> tuple[Block, ...]:
        """What must be done in it, and by when."""
        limits = limits_of(_held(told), until="due_on", who="duty_holder")
        note = self.note(told)
        return (
            Heading("What must be done"),
            limits or paragraph("Nothing needs doing now."),
            *((paragraph(note, small=True),) if note else ()),
        )

    def note(self, told: Told) -> str:
        """What an officer must know beside the limits; empty for nothing."""
        return ""

    def people(self, told: Told, reader: Reader) -> People:
        """Its people with their contacts."""
        return People()

    def pack(self, told: Told) -> str | None:
        """The title of the pack of papers that its page offers; None for none."""
        return None

    def offered(self, told: Told, reader: Reader) -> tuple[Words, ...]:
        """Links to the acts that the reader may record now, those in `order` first."""
        process_id, order = self.id_of(told), {name: place for place, name in enumerate(self.order)}
        found = [one for one in told["actions"] if reader.may_act(process_id, str(one["action"]))]
        found.sort(key=lambda one: order.get(str(one["action"]), len(order)))
        return tuple(
            Words(str(one["title"]), href=self.act_at(process_id, str(one["action"]))) for one in found
        )

    # Its forms.

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        """The options for the fields of an act; `case` is the case that the act is about."""
        return {}

    def cases_to_choose(self, told: Told, reader: Reader) -> tuple[Option, ...]:
        """The cases that an act in `asks_case` can be about; empty if the reader enters a number."""
        return ()

    def questions(
        self, action: Action, told: Told, reader: Reader, case: str | None = None
    ) -> tuple[Question, ...]:
        """The questions of the form for an act."""
        choices = {**options_of(action, self.coded), **self.choices(told, reader, case)}
        if action.name in self.asks_case:
            choices["case"] = self.cases_to_choose(told, reader)
        return form.questions(action, choices, day=action.name not in self.at_once, days=self.days)

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """The answers that the form of an act begins with, by question; a date by its parts, as `day_of` gives them."""
        return {}

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        """The questions of the form that calls a process: those of the act that calls it, and the case."""
        if self.calls is None:
            return ()
        case = Question("case", "The number of the case", "code", required=True)
        choices = options_of(self.calls, self.coded)
        return (case, *form.questions(self.calls, choices, days=self.days))

    def proposed(self, reader: Reader) -> Mapping[str, Sequence[str]]:
        """The answers that the form that calls a process begins with, by question."""
        return {}

    def given(self, answers: Mapping[str, Any]) -> Given:
        """The fields of the opening, from the answers to the form that calls a process."""
        return Given(answers)


def options_of(action: Action, coded: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[Option, ...]]:
    """The options of each field of an act whose codes have words, in the order of the act."""
    return {
        one.name: tuple((code, words_for.get(code) or capital(plain(code))) for code in one.choices)
        for one in action.fields
        if one.choices and (words_for := coded.get(one.name)) is not None
    }


def limits_of(found: tuple[Told, ...], *, until: str = "until", who: str = "who") -> Limits | None:
    """Limits for a page; None if there are none."""
    items = tuple(
        Limit(
            str(one["title"]), str(one["status"]), as_date(one[until]), plain(one[who]), str(one["because"])
        )
        for one in found
    )
    return Limits(items) if items else None


def _held(told: Told) -> tuple[Told, ...]:
    """The limits that still apply."""
    held = ("open", "running", "overdue")
    return tuple(
        one for one in told.get("obligations", ()) if one["status"] in held and one["closed_on"] is None
    )


def day_of(name: str, day: date | str | None) -> dict[str, list[str]]:
    """The parts of a date as answers to a question; empty without a date."""
    if day is None:
        return {}
    known = as_date(str(day))
    parts = {"day": known.day, "month": known.month, "year": known.year}
    return {f"{name}-{part}": [str(number)] for part, number in parts.items()}


def setting_in(name: str, setting: object) -> dict[str, list[str]]:
    """The number of a setting as the answer to a question; empty without one."""
    return {name: [str(setting).removeprefix("urn-")]} if setting else {}
