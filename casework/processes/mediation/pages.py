"""The console page of a mediation."""

from __future__ import annotations

from collections.abc import Mapping

from casework.disputes.pages import DisputePages
from casework.processes.form import Choices, plain
from casework.processes.page import Fact, Heading, Items, Words, date_in_words, paragraph, words
from casework.processes.process_pages import People, Told
from casework.processes.question import Option
from casework.processes.reader import Reader
from statute.words import capital

_SETTLES = {True: "may settle", False: "may not settle", None: "authority to settle not recorded"}
PLACEMENT_ONLY = "The school or setting only. It is mediated like any other disagreement"
DAYS_OFFERED = 3
"""The number of dates that the form asks a mediator for. They may offer others later."""


class MediationPages(DisputePages):
    """The pages of a mediation."""

    order = (
        "accept_invitation", "decline_invitation", "propose_dates", "mediation_held", "session_not_held",
        "record_outcome", "mediation_agreement",
    )  # fmt: skip
    days: Mapping[str, int] = {"dates": DAYS_OFFERED}
    has_place = True

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """Its issues, mediator and arrangements."""
        answer = "accepted" if told["accepted"] else "has not answered yet"
        mediator, decides = told["mediator"], told["decision_maker"]
        said = {
            "Issues": ", ".join(capital(plain(each)) for each in _issues(told)),
            "Mediator": f"{reader.name_of(str(mediator))} ({answer})" if mediator else "",
            "Dates offered": ", ".join(date_in_words(day) for day in told["proposed"]),
            "Decides for the authority": f"{reader.name_of(str(decides))} ({_SETTLES[told.get('may_settle')]})"
            if decides
            else "",
            "About": PLACEMENT_ONLY if _is_placement_only(told) else "",
            "Session": date_in_words(told["session_on"]) if told["session_on"] else "",
        }
        return (
            *super().facts(told, reader),
            *(Fact(term, Words(text)) for term, text in said.items() if text),
        )

    def people(self, told: Told, reader: Reader) -> People:
        """The officer, the mediator, who decides, and the family. A mediator sees the family after accepting."""
        case, mediator, decides = str(told["case"]), told["mediator"], told["decision_maker"]
        known = (
            ("Case officer", reader.officer_of(case)),
            ("Mediator", mediator),
            ("Decides for the authority", decides),
        )
        rows = [
            (words(reader.name_of(str(one))), words(_line(role, reader.contact_of(str(one))), "quiet"))
            for role, one in known
            if one
        ]
        may_read = not reader.sees_own_only or bool(told["accepted"])
        family = reader.family_of(self.id_of(told), case) if may_read else ()
        rows += [(words(name), words(contact, "quiet")) for name, contact in family]
        hint = () if may_read else (paragraph("You see the family and how to reach them once you accept."),)
        blocks = (Heading("People and contacts"), Items(tuple(rows), spaced=True), *hint)
        return People(blocks, "the contacts of the family" if family else None)

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        return {
            **super().choices(told, reader, case),
            "mediator": _mediators(reader),
            "agreed_on": tuple((each, capital(plain(each))) for each in _issues(told)),
            "person": reader.staff("team_manager", "head_of_service"),
            "session_on": tuple((str(day), date_in_words(day)) for day in told["proposed"]),
        }


def _line(role: str, contact: str) -> str:
    return f"{role}, {contact}" if contact else role


def _mediators(reader: Reader) -> tuple[Option, ...]:
    """The mediators on the authority's list and on the register of staff, by name."""
    listed = reader.profile.mediators if reader.profile else {}
    known = {each: f"{one.name} ({each})" for each, one in listed.items()} | dict(reader.staff("mediator"))
    return tuple(sorted(known.items(), key=lambda one: one[1]))


def _is_placement_only(told: Told) -> bool:
    asked = [one for one in told["facts"] if one["event"] == "mediation_requested"]
    return bool(asked and asked[-1]["fields"].get("placement_only"))


def _issues(told: Told) -> tuple[str, ...]:
    """The issues, as in the request for mediation."""
    asked = [one for one in told["facts"] if one["event"] == "mediation_requested"]
    written = asked[-1]["fields"].get("issues") if asked else None
    return tuple(written.split(",") if isinstance(written, str) else written or ())
