"""Console pages of a sitting: its row in the list, its page with the agenda, and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.case.actions import Action
from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, GroupPages, ListPage
from casework.processes.page import (
    Block,
    Box,
    Cell,
    Fact,
    Heading,
    Items,
    Line,
    Links,
    Page,
    Paragraph,
    Tag,
    Words,
    as_date,
    date_in_words,
    days_left,
    paragraph,
    words,
)
from casework.processes.panel import calling
from casework.processes.panel.case_acts import TELLS
from casework.processes.panel.quorum import ROLES
from casework.processes.panel.sitting import ADVISES, PANEL_ACTS
from casework.processes.process_pages import Call, Given, ProcessPages, Told
from casework.processes.question import Option, Question
from casework.processes.reader import Reader
from statute.words import capital, listed, short_date

LIST = ListPage(
    title="Panel",
    back="Back to the panel",
    order=10,
    about_tabs="Sittings",
    tabs=("Upcoming and unfinished", "Past"),
    captions=("Upcoming and unfinished sittings", "Past sittings"),
    columns=(
        Column("Sits on"),
        Column("Status"),
        Column("Cases", "Cases"),
        Column("Papers by", "Papers by"),
        Column("Chair", "Chair"),
    ),
    nothing="There is no sitting yet. Call one, then list its cases.",
    nothing_over="There is no past sitting yet.",
    nothing_to_reader="You have no sitting now. When you are called to one, it appears here with its agenda and papers.",
    over="past",
    over_latest_first=True,
)
_STAGES = {
    "panel_listing": Tag("running", "Listing"),
    "panel_sitting": Tag("running", "Sitting"),
    "panel_inquorate": Tag("overdue", "Not quorate"),
    "panel_signed_off": Tag("met", "Signed off"),
    "panel_called_off": Tag("closed", "Called off"),
}
_OVER = frozenset({"panel_signed_off", "panel_called_off"})
_QUESTIONS: tuple[Option, ...] = (("assess", "Whether to assess"), ("plan", "Whether to make a plan"))
_TOLD = {action.name: action.said for action in TELLS}
WAITING_STAGES = tuple(calling.ASKED_IN)
"""The stages of the cases that a panel can advise on."""


class PanelPages(GroupPages):
    """The pages of all sittings."""

    none_in_case = "This case has not been before a panel."

    def blocks_in_case(self, told: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[Block, ...]:
        """What the panel did with the case."""
        lines = tuple((_in_case(one, reader),) for one in told)
        return (Items(lines, spaced=True),) if lines else ()


class SittingPages(ProcessPages):
    """The pages of one sitting."""

    at_once = frozenset({"list_case", "papers_ready", "carry_over", "call_off"})
    in_one_step = frozenset({"list_case", "record_attendance", "recommend", "sign_off"})
    asks_case = frozenset({"list_case"})
    shows_papers = frozenset({"papers_ready"})
    reads_cases = True
    has_place = True
    warnings: Mapping[str, str] = {
        "call_off": "The officers and managers of its cases are told at once. The cases must then be listed again."
    }
    call = Call(
        title="Call a sitting",
        about="A sitting needs a member each for education, health and social care. The panel advises and does not decide. No deadline waits for it.",
        button="Call this sitting",
        done="The sitting is called. Now list its cases.",
        not_yours="You may not call a sitting: this is for people who run all sittings. You can chair your own.",
        wrong_at="sits_on",
    )

    def title(self, told: Told) -> str:
        return f"Sitting of {date_in_words(told['sits_on'])}"

    def is_over(self, told: Told) -> bool:
        return told["stage"] in _OVER

    def stage(self, told: Told) -> Tag:
        return _STAGES[str(told["stage"])]

    def sorted_by(self, told: Told) -> str:
        return str(told["sits_on"])

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        over, items = self.is_over(told), told["items"]
        sits_on = as_date(told["sits_on"])
        without = sum(not item["papers"] for item in items)
        link = words(short_date(sits_on), href=self.at(self.id_of(told)))
        papers = (words(f"{without} without papers", "quiet"),) if without and not over else ()
        return (
            (link,) if over else (link, (days_left((sits_on - reader.today).days),)),
            ((self.stage(told),),),
            (words(str(len(items))), *papers),
            (words(date_in_words(told["papers_by"])),),
            (words(reader.name_of(str(told["chair"]))),),
        )

    def page(self, told: Told, reader: Reader) -> Page:
        sitting, over = self.id_of(told), self.is_over(told)
        runs = reader.may_act(sitting) and not over
        agenda = tuple(
            self._item(told, item, place, reader, runs=runs)
            for place, item in enumerate(told["items"], start=1)
        )
        read = [str(item["case"]) for item in told["items"] if reader.child_of(str(item["case"]))]
        return Page(
            title=self.title(told),
            id=sitting,
            stage=self.stage(told),
            facts=self.facts(told, reader),
            acts=(
                Heading("The sitting"),
                *self._acts(told, reader, runs=runs),
                Heading("Members", 3),
                Items(tuple(_member(told, one, reader) for one in told["members"]), spaced=True),
            ),
            main=(Heading("Agenda"), *(agenda or (paragraph("No case is listed yet."),))),
            warning=None if over else _not_quorate(told),
            personal=f"the agenda: {', '.join(read)}" if read else None,
        )

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        signed = told["signed_off_on"]
        return (
            Fact("Papers by", Words(date_in_words(told["papers_by"]))),
            Fact("Chair", Words(reader.name_of(str(told["chair"])))),
            Fact("Cases", Words(str(len(told["items"])))),
            *((Fact("Signed off", Words(date_in_words(signed))),) if signed else ()),
        )

    def _acts(self, told: Told, reader: Reader, *, runs: bool) -> tuple[Block, ...]:
        """The acts about the sitting as a whole that the reader may record, and who signs it off."""
        if self.is_over(told):
            return (paragraph("This sitting is over. Nothing more can be recorded."),)
        if not runs:
            return (
                paragraph(
                    "You can read the papers here. The chair and the officers record what the panel advises."
                ),
            )
        held, signs = told["present"] is not None, reader.id in told["signers"]
        attendance = "Record again who was there" if held else "Record who was there"
        offered = (
            ("list_case", PANEL_ACTS["list_case"].title, reader.acts_in_all),
            ("record_attendance", attendance, as_date(told["sits_on"]) <= reader.today),
            ("sign_off", PANEL_ACTS["sign_off"].title, signs and held),
            ("call_off", PANEL_ACTS["call_off"].title, True),
        )
        sitting = self.id_of(told)
        links = Links(
            tuple(Words(said, href=self.act_at(sitting, name)) for name, said, may in offered if may)
        )
        return (links, paragraph(_who_signs(told, reader), small=True)) if held and not signs else (links,)

    def _item(self, told: Told, item: Told, place: int, reader: Reader, *, runs: bool) -> Box:
        """A case on the agenda, with its papers, the advice on it, and the acts that the reader may record."""
        case = str(item["case"])
        seen, child = reader.sees_case(case), reader.child_of(case)
        name = child or case
        heading: Line = (Words(f"{place}. "), Words(name, href=f"/cases/{case}" if seen else None))
        asked: list[Words | Tag] = [
            Words(f"{dict(_QUESTIONS)[item['about']]}. "),
            Tag("met", "Papers ready") if item["papers"] else Tag("amber", "No papers yet"),
        ]
        if seen:
            asked += [Words(" "), Words("Papers", href=f"/cases/{case}/documents", hidden=f" of {name}")]
        blocks: list[Block] = [Paragraph(words(case), is_id=True)] if child else []
        officer = reader.officer_of(case) if seen else None
        if officer is not None:
            contact = reader.contact_of(officer)
            said = f"Officer: {reader.name_of(officer)}" + (f", {contact}" if contact else "")
            blocks.append(Paragraph(words(said, "quiet"), small=True))
        blocks.append(Paragraph(tuple(asked)))
        if early := reader.early_support_of(case):
            line = (Words("Early support:", "strong"), Words(f" {early}"))
            blocks.append(Paragraph(line, small=True))
        blocks += _advice(item, personal=reader.reads_case(case))
        acts = (
            ("papers_ready", not item["papers"]),
            ("recommend", told["present"] is not None),
            ("carry_over", True),
        )
        links = tuple(
            Words(PANEL_ACTS[act].title, href=self.act_at(self.id_of(told), act, case), hidden=f": {name}")
            for act, may in acts
            if runs and seen and may
        )
        return Box(heading, (*blocks, *((Links(links),) if links else ())), f"item-{place}")

    def pack(self, told: Told) -> str | None:
        return f"Panel pack, {date_in_words(told['sits_on'])}" if told["items"] else None

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        about = next((item["about"] for item in told["items"] if item["case"] == case), None)
        others = (one for one in reader.others(self.id_of(told)) if one["stage"] == "panel_listing")
        return {
            "present": tuple(
                (str(one["id"]), f"{reader.name_of(str(one['id']))} ({plain(one['role'])})")
                for one in told["members"]
            ),
            "to": tuple(
                (self.id_of(one), f"{date_in_words(one['sits_on'])} ({self.id_of(one)})") for one in others
            ),
            "recommendation": tuple((each, capital(plain(each))) for each in ADVISES.get(str(about), ())),
            "about": _QUESTIONS,
        }

    def cases_to_choose(self, told: Told, reader: Reader) -> tuple[Option, ...]:
        """The cases that wait for a decision and are not on this agenda, those of the reader first."""
        listed_here = {str(item["case"]) for item in told["items"]}
        return tuple(one for one in reader.cases_in(WAITING_STAGES) if one[0] not in listed_here)

    def questions(
        self, action: Action, told: Told, reader: Reader, case: str | None = None
    ) -> tuple[Question, ...]:
        """The questions of an act. Only a reader who may act in the case is asked for the sitting that takes it."""
        asked = super().questions(action, told, reader, case)
        if case is None or reader.acts_in_case(case):
            return asked
        return tuple(one for one in asked if one.name != "to")

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        return calling.questions(reader)

    def proposed(self, reader: Reader) -> Mapping[str, Sequence[str]]:
        return calling.proposed(reader.last_called(), reader.policy.panel_days, reader.today)

    def given(self, answers: Mapping[str, Any]) -> Given:
        return calling.given(answers)


def _in_case(one: Mapping[str, Any], reader: Reader) -> Line:
    """One fact that the panel reported to a case, as a line."""
    said = capital(_TOLD[str(one["event"])])
    if one["recommendation"]:
        said += (
            f": {capital(plain(one['recommendation']))}, signed off by {reader.name_of(str(one['chair']))}"
        )
    sits = f" It sits on {date_in_words(one['sits_on'])}." if one["sits_on"] else ""
    on = Words(date_in_words(one["on"]) if one["on"] else "", "strong")
    return (on, Words(f": {said}.{sits}"))


def _not_quorate(told: Told) -> str | None:
    if told["present"] is None or not told["missing_roles"]:
        return None
    missing = listed([ROLES[role] for role in told["missing_roles"]])
    return f"There was no member for {missing}, so the sitting is not quorate. Carry each case over. Its deadlines do not move."


def _who_signs(told: Told, reader: Reader) -> str:
    """Who signs a sitting off, for a reader who may not."""
    signers, chair = told["signers"], reader.name_of(str(told["chair"]))
    if not signers:
        return "No one is recorded as there, so no one can sign the sitting off. Record again who was there, or call it off."
    names = listed((reader.name_of(str(each)) for each in signers), "or")
    who = (
        f"The chair, {chair}, signs the sitting off"
        if told["chair"] in signers
        else f"The chair, {chair}, was not there, so {names} can sign the sitting off instead"
    )
    return f"{who}. Then each case is told what the panel advises."


def _member(told: Told, one: Told, reader: Reader) -> tuple[Line, ...]:
    chair = " (chair)" if one["id"] == told["chair"] else ""
    there = ""
    if told["present"] is not None:
        there = ", there" if one["id"] in told["present"] else ", not there"
    return (
        words(f"{reader.name_of(str(one['id']))}{chair}"),
        words(f"{capital(plain(one['role']))}{there}", "quiet"),
        *((words(contact, "quiet"),) if (contact := reader.contact_of(str(one["id"]))) else ()),
    )


def _advice(item: Told, *, personal: bool) -> tuple[Block, ...]:
    """The advice of the panel. The reasons and the dissent are shown only to readers who may see personal data of the case."""
    if not item["recommendation"]:
        return ()
    found = [Paragraph(words(f"The panel advises: {plain(item['recommendation'])}.", "strong"))]
    if item["reason"] and personal:
        found.append(Paragraph(words(str(item["reason"]), "kept")))
    if item["dissent"] and personal:
        said = (Words("Dissenting views:", "strong"), Words(" "), Words(str(item["dissent"]), "kept"))
        found.append(Paragraph(said))
    if item.get("cost_first") is not None:
        found.append(Paragraph(words(_COST[bool(item["cost_first"])])))
    if item.get("cost_said") and personal:
        found.append(Paragraph(words(str(item["cost_said"]), "kept")))
    return tuple(found)


_COST = {True: "Cost was discussed before suitability.", False: "Cost was not discussed before suitability."}
