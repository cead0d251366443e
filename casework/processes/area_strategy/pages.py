"""Console pages of a plan for the local area: its row in the list, its page, and its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from casework.case.actions import Action
from casework.inclusion_plan.assumptions import ASSUMPTIONS
from casework.inclusion_plan.plan_types import PLAN_TYPES, SIGN_OFFS, PlanType
from casework.processes.area_strategy.acts import FROZEN, NEEDS_REASON, PRIORITY_STATES
from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, ListPage
from casework.processes.page import (
    Block,
    Box,
    Cell,
    Fact,
    Heading,
    History,
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
from casework.processes.process_pages import Call, ProcessPages, Told
from casework.processes.question import Question
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Inclusion plan",
    back="Back to the inclusion plans",
    order=80,
    about_tabs="Plans for the local area",
    tabs=("In use", "Closed"),
    captions=("Plans in use", "Closed plans"),
    columns=(Column("Plan"), Column("Status"), Column("Next date", "Next"), Column("Lead", "Lead")),
    nothing="There is no plan yet. Start one, then write its sections.",
    nothing_to_reader="There is no plan yet.",
)
_STAGES: Final[Mapping[str, Tag]] = {
    "area_strategy_drafting": Tag("running", "Drafting"),
    "area_strategy_in_review": Tag("running", "With the partnership"),
    "area_strategy_to_sign": Tag("amber", "To be signed off"),
    "area_strategy_published": Tag("met", "Published"),
    "area_strategy_superseded": Tag("closed", "Closed"),
}
_STATES: Final[Mapping[str, str]] = {
    "not_started": "closed", "on_track": "running", "at_risk": "amber", "off_track": "overdue", "done": "met", "stopped": "closed",
}  # fmt: skip
_HERE: Final = frozenset({"write_section", "update_priority", FROZEN})
"""The acts whose links stand beside what they are about."""
_POLICY: Final = "Every date here is local policy. No law asks for this plan."


class StrategyPages(ProcessPages):
    """The pages of a plan for the local area."""

    order = (
        "publish", "record_sign_off", "refuse_sign_off", "ask_sign_off", "start_review", "record_comment", "freeze_evidence", "add_priority", "set_assumption",
    )  # fmt: skip
    at_once = frozenset(
        {
            "name_signer",
            "write_section",
            "set_assumption",
            "freeze_evidence",
            "add_priority",
            "change_type",
            "reopen",
        }
    )
    in_one_step = frozenset(
        {
            "write_section",
            "set_assumption",
            "freeze_evidence",
            "add_priority",
            "update_priority",
            "record_comment",
            "start_review",
            "name_signer",
            "record_sign_off",
        }
    )
    warnings: Mapping[str, str] = {
        "publish": "A published version cannot change. Check that no text names a child or a member of staff.",
        "change_type": "The sections change. The text of the sections that both types have stays, and so does the evidence.",
        "close_plan": "A closed plan cannot be opened again.",
    }
    call = Call(
        title="Start a plan",
        about="A plan brings together what the partners will do. Its numbers come from the cases of this service.",
        button="Start this plan",
        done="The plan is started. Write its sections and freeze its evidence.",
        not_yours="You may not start a plan: this is for managers and the head of service.",
        wrong_at="lead",
    )

    def title(self, told: Told) -> str:
        return str(told["title"])

    def stage(self, told: Told) -> Tag:
        return _STAGES[str(told["stage"])]

    def sorted_by(self, told: Told) -> str:
        return str(told["next_on"])

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        day = as_date(told["next_on"])
        link = words(self.title(told), href=self.at(self.id_of(told)))
        over = self.is_over(told)
        coming: Cell = (
            (words(date_in_words(day)),)
            if over
            else (words(date_in_words(day), "strong"), (days_left((day - reader.today).days),))
        )
        versions = (words(f"{told['versions']} published", "quiet"),) if told["versions"] else ()
        return (
            (link, *versions),
            ((self.stage(told),),),
            coming,
            (words(reader.name_of(str(told["lead"]))),),
        )

    def page(self, told: Told, reader: Reader) -> Page:
        plan = self.id_of(told)
        offered = self.offered(told, reader)
        acts: Block = Links(offered) if offered else paragraph("Nothing now.")
        return Page(
            title=self.title(told),
            id=plan,
            stage=self.stage(told),
            facts=self.facts(told, reader),
            acts=(Heading("What you can record now"), acts, paragraph(_POLICY, small=True)),
            main=tuple(self._main(told, reader)),
        )

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        evidence = Words(f"As at {date_in_words(told['as_at'])}" if told["as_at"] else "Not frozen yet")
        if told["wanted"]:
            evidence = Words(f"Being made, as at {date_in_words(told['wanted'])}")
        return (
            Fact("Lead", Words(reader.name_of(str(told["lead"])))),
            Fact("Signs for the authority", Words(reader.name_of(str(told["signer"])))),
            Fact("Evidence", evidence),
            Fact("Next date", Words(date_in_words(told["next_on"]))),
        )

    def _main(self, told: Told, reader: Reader) -> Iterator[Block]:
        at = self.at(self.id_of(told))
        yield from self._versions(told, at)
        yield Heading("Sections")
        yield Items(tuple(_sections(told, at, _may(told, reader, self, "write_section"))), spaced=True)
        yield Heading("Evidence")
        yield _evidence(told, at)
        yield Heading("Priorities")
        yield from self._priorities(told, at, _may(told, reader, self, "update_priority"))
        yield Heading("Sign-off")
        yield Items(tuple(_sign_offs(told, reader)), spaced=True)
        if told["comments"]:
            yield Heading("Comments of partners")
            yield Items(tuple(_comments(told)), spaced=True)
        yield Heading("What happened")
        yield History(reader.history(self.id_of(told), None))

    def _versions(self, told: Told, at: str) -> Iterator[Block]:
        if not told["published"]:
            return
        yield Heading("Published versions")
        lines = []
        for one in reversed(told["published"]):
            number = one["number"]
            since = f" Published on {date_in_words(one['published_on'])}."
            until = f" Superseded on {date_in_words(one['superseded_on'])}." if one["superseded_on"] else ""
            line: Line = (
                Words(f"Version {number}", href=f"{at}/versions/{number}"),
                Words(f".{since}{until}"),
            )
            moved: tuple[Line, ...] = ()
            if number > 1:
                said = f"What moved since version {number - 1}"
                moved = (words(said, href=f"{at}/versions/{number}/compare"),)
            lines.append((line, *moved))
        yield Items(tuple(lines), spaced=True)

    def _priorities(self, told: Told, at: str, may_update: bool) -> Iterator[Block]:
        for one in told["priorities"]:
            tag = Tag(_STATES[one["state"]], capital(plain(one["state"])))
            lines: list[Block] = [
                Paragraph((tag, Words(f" Due {date_in_words(one['due_on'])}. Owner: {one['owner']}"))),
                Paragraph((Words("Measure: ", "strong"), Words(str(one["measure"]), "kept"))),
            ]
            if one["reason"]:
                lines.append(Paragraph((Words("Reason: ", "strong"), Words(str(one["reason"]), "kept"))))
            if may_update:
                href = f"{at}/act/update_priority?priority={one['id']}&state={one['state']}"
                lines.append(Links((Words("Update", href=href, hidden=f": {one['title']}"),)))
            yield Box(words(str(one["title"])), tuple(lines), str(one["id"]))
        if not told["priorities"]:
            yield paragraph("No priority is set yet.")

    def offered(self, told: Told, reader: Reader) -> tuple[Words, ...]:
        left = [one for one in told["actions"] if one["action"] not in _HERE]
        return super().offered({**told, "actions": left}, reader)

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        kind, own = _type_of(told), _own_partners(told, reader)
        return {
            "section": tuple((one.key, one.title) for one in kind.sections),
            "partner": tuple(
                (one.key, f"{one.title}: {one.who.lower()}")
                for one in kind.sign_offs
                if not own or one.key in own
            ),
            "person": reader.staff("partner"),
            "priority": tuple((str(one["id"]), str(one["title"])) for one in told["priorities"]),
            "state": tuple((one, capital(plain(one))) for one in PRIORITY_STATES),
            "assumption": tuple((key, one.title) for key, one in ASSUMPTIONS.items()),
            "type": tuple((key, one.title) for key, one in PLAN_TYPES.items() if key != told["type"]),
        }

    def questions(
        self, action: Action, told: Told, reader: Reader, case: str | None = None
    ) -> tuple[Question, ...]:
        asked = super().questions(action, told, reader, case)
        reasons = " or ".join(plain(one) for one in sorted(NEEDS_REASON))
        hints = {"reason": f"Needed if the priority is {reasons}"} if action.name == "update_priority" else {}
        if action.name == "add_priority":
            hints = {"owner": "A role or a service. The published plan does not show it"}
        if action.name == "set_assumption":
            hints = {"value": "For example, 2.5"}
        if action.name == "name_signer":
            hints = {"person": "They need an account with the role of a partner. They see this plan only"}
        return tuple(_with_hint(one, hints.get(one.name)) for one in asked)

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        options = reader.staff("team_manager", "head_of_service")
        kind = "list" if options else "code"
        types = tuple((key, one.title) for key, one in PLAN_TYPES.items())
        return (
            Question("type", "Type of plan", "radios", required=True, options=types),
            Question(
                "lead", "Lead", kind, "Writes the plan and gets its reminders", required=True, options=options
            ),
            Question(
                "signer",
                "Who signs off for the authority",
                kind,
                "Only this person can record that sign-off",
                required=True,
                options=options,
            ),
        )


def _with_hint(question: Question, hint: str | None) -> Question:
    if hint is None:
        return question
    return Question(
        question.name,
        question.label,
        question.kind,
        hint,
        required=question.required,
        options=question.options,
    )


def _type_of(told: Told) -> PlanType:
    return PLAN_TYPES[str(told["type"])]


def _may(told: Told, reader: Reader, pages: ProcessPages, action: str) -> bool:
    """Return whether an act may be recorded now, by this reader."""
    is_open = any(one["action"] == action for one in told["actions"])
    return is_open and reader.may_act(pages.id_of(told), action)


def _sections(told: Told, at: str, may_write: bool) -> Iterator[tuple[Line, ...]]:
    for one in _type_of(told).sections:
        written = one.key in told["sections"]
        tag = Tag("met", "Written") if written else Tag("closed", "Not written")
        title = Words(one.title, href=f"{at}/sections/{one.key}") if may_write else Words(one.title, "strong")
        yield ((title, Words(" "), tag), words(one.about, "quiet"))


def _evidence(told: Told, at: str) -> Block:
    if not told["evidence"]:
        text = (
            "It is being made. Load this page again in a minute."
            if told["wanted"]
            else "Freeze the evidence to see its tables here."
        )
        return paragraph(text)
    return Paragraph(words(f"Tables as at {date_in_words(told['as_at'])}", href=f"{at}/evidence"))


def _own_partners(told: Told, reader: Reader) -> frozenset[str]:
    """Return the partners that a reader outside the authority signs for; none for its own staff."""
    if reader.id in (told["lead"], told["signer"]):
        return frozenset()
    return frozenset(partner for partner, person in told["signers"].items() if person == reader.id)


def _sign_offs(told: Told, reader: Reader) -> Iterator[tuple[Line, ...]]:
    signed: Mapping[str, Mapping[str, Any]] = {one["partner"]: one for one in told["sign_offs"]}
    for one in _type_of(told).sign_offs:
        found = signed.get(one.key)
        if found is None:
            who = (
                f"{one.who}: {reader.name_of(told['signers'][one.key])} signs on this page"
                if one.key in told["signers"]
                else one.who
            )
            yield ((Words(f"{one.title} ", "strong"), Tag("closed", "Not signed")), words(who, "quiet"))
        else:
            said = f"{found['name']}, {date_in_words(found['on'])}"
            yield ((Words(f"{one.title} ", "strong"), Tag("met", "Signed")), words(said))


def _comments(told: Told) -> Iterator[tuple[Line, ...]]:
    for one in told["comments"]:
        who = f"{SIGN_OFFS[one['partner']].title}, {date_in_words(one['on'])}"
        yield (words(who, "strong"), words(str(one["comment"]), "kept"))
