"""`ehcp panel`: its verbs, and what it prints about a sitting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.processes.commands import Command, Parameter, Printed, Told, Verb
from casework.processes.form import plain
from casework.processes.page import Line, Words, words
from casework.processes.panel.case_acts import CARRIED, RECOMMENDATIONS
from casework.processes.panel.sitting import ABOUT
from statute.words import capital

COMMAND = Command(
    metavar="SITTING",
    list="sittings",
    list_help="List the sittings that you may see, latest day first.",
    show_help="Show a sitting: its members, its agenda, and what it advises.",
    acts=False,
    by_case=None,
    over=False,
    nothing="No sitting has been called; call one with `ehcp panel call`.",
)


def _member(written: str) -> dict[str, str]:
    member, equals, role = written.partition("=")
    if not equals or not member or not role:
        raise ValueError(f"{written!r} is not ID=ROLE; write it as --member officer-7=health.")
    return {"id": member, "role": role}


def _yes_or_no(written: str) -> bool:
    if written not in ("yes", "no"):
        raise ValueError(f"{written!r} is neither yes nor no.")
    return written == "yes"


VERBS = (
    Verb(
        "call",
        None,
        "Call a sitting.",
        (
            Parameter(
                "sits_on", "The day of the sitting: YYYY-MM-DD, today+14.", "--on", "DATE", is_day=True
            ),
            Parameter(
                "members",
                "The members; education, health and social_care must each have one.",
                "--member",
                "ID=ROLE",
                several=True,
                read=_member,
            ),
            Parameter("chair", "The member who signs the sitting off.", "--chair", "ID"),
            Parameter(
                "papers_by",
                "The day by which papers are due; a week before the sitting by default.",
                "--papers-by",
                "DATE",
                required=False,
                is_day=True,
            ),
            Parameter("team", "The team that the sitting belongs to.", "--team", "ID", required=False),
        ),
        said="Called: {id}, {sits_on}.",
    ),
    Verb(
        "list",
        "list_case",
        "List a case to a sitting.",
        (Parameter("about", "What the panel is asked.", "--about", "|".join(ABOUT), default="plan"),),
    ),
    Verb("papers", "papers_ready", "Record that the papers of a case are ready."),
    Verb(
        "attendance",
        "record_attendance",
        "Record who was there. If a service had no member there, the sitting is not quorate, and the managers are told.",
        (Parameter("present", "A member who was there.", "--present", "ID", several=True),),
        on="today",
    ),
    Verb(
        "recommend",
        "recommend",
        "Record what the panel advises on a case. The case is told when the chair signs off.",
        (
            Parameter("recommendation", f"{', '.join(RECOMMENDATIONS)}.", metavar="RECOMMENDATION"),
            Parameter("reason", "In words that the family can read.", "--reasons"),
            Parameter("dissent", "Dissenting views.", "--dissent", required=False),
            Parameter(
                "cost_first",
                "Whether cost was discussed before suitability: yes or no.",
                "--cost-first",
                "yes|no",
                required=False,
                read=_yes_or_no,
            ),
            Parameter(
                "cost_said",
                "What was said about cost, if it was discussed first.",
                "--cost-said",
                required=False,
            ),
        ),
        on="today",
    ),
    Verb(
        "carry-over",
        "carry_over",
        "Carry a case over to another sitting. Its deadlines do not move.",
        (
            Parameter("why", f"{', '.join(CARRIED)}.", "--why"),
            Parameter("to", "The sitting that takes it.", "--to", "SITTING", required=False),
        ),
    ),
    Verb(
        "sign-off",
        "sign_off",
        "Sign the sitting off, as its chair (or, if the chair was absent, as a member who was there). Its cases are told the advice.",
        on="today",
    ),
    Verb(
        "call-off",
        "call_off",
        "Call a sitting off; the officers and managers of its cases are told.",
    ),
)


class PrintedSitting(Printed):
    """What a command prints about a sitting."""

    def listed(self, told: Told) -> Line:
        return words(f"{told['sitting']}  {told['sits_on']}  {plain(told['stage'])}  {told['cases']} cases")

    def in_case(self, told: Told) -> Line:
        """One fact that the panel reported to a case."""
        more = plain(told["recommendation"] or told["why"] or "")
        sitting = f" {told['sitting']}" if told["sitting"] else ""
        sits = f", sits {told['sits_on']}" if told["sits_on"] else ""
        return words(f"{capital(plain(told['event']))}{sitting}{sits}{': ' + more if more else ''}")

    def shown(self, told: Told) -> Iterable[Line]:
        """Its members, its agenda, and what it advises."""
        how = f"  {plain(told['stage'])}, {told['sits_on']}, papers by {told['papers_by']}"
        yield (Words(str(told["sitting"]), "strong"), Words(how))
        for member in told["members"]:
            yield words(_one_member(told, member))
        yield words("Agenda" if told["items"] else "No case is listed.")
        for place, item in enumerate(told["items"], start=1):
            yield words(_one_item(place, item))


def _one_member(told: Told, member: Told) -> str:
    mark = ""
    if told["present"] is not None:
        mark = " (there)" if member["id"] in told["present"] else " (not there)"
    chair = ", chair" if member["id"] == told["chair"] else ""
    return f"  {plain(member['role'])}: {member['id']}{chair}{mark}"


def _one_item(place: int, item: Told) -> str:
    papers = "papers ready" if item["papers"] else "no papers yet"
    advised: Any = item["recommendation"] and f": {plain(item['recommendation'])}. {item['reason']}"
    dissent = f" Dissent: {item['dissent']}" if item["dissent"] else ""
    return f"  {place}. {item['case']} ({item['about']}, {papers}){advised or ''}{dissent}"
