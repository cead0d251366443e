"""The views of a case: overview, timeline, people, documents and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.access.permissions import Person, Right, Thing, needed, refused
from casework.case.acts import ADVISERS, BY_THE_SERVICE, CATALOGUE
from casework.case.case import Case
from casework.case.law_of_case import law_of_case
from casework.case.law_pin import pin_of
from casework.case.ledger_line import events_of
from casework.case.offers import is_offered
from casework.case.stages import STAGE_CLAUSES, Stage
from casework.letters.letter_templates import title_of
from casework.people.parties import called
from casework.processes.registry import PROCESSES, keeps_plan
from office import banding
from office.case_view import case_as_json, ledger_as_json
from office.gate import thing_of
from records import documents, ledger, people, settings, staff
from records.database import Database
from records.people import Intake
from starter.console.twenty_weeks import weeks_of
from starter.console.views import labels, processes
from starter.console.views.act_pages import act_page
from starter.console.views.setting_names import setting_called
from starter.console.views.stage_list import ENDS, stage_list
from statute.clock_roles import ClockRole
from statute.pack import RulePack
from statute.words import capital, short_date

_UNFINISHED = ("overdue", "running", "open")
_LATEST_LINES = 5
_ABOUT = frozenset({"exception_claimed", "officer_assigned", "officer_unassigned", "breach_acknowledged"})
_NEXT_STEPS: Mapping[str, tuple[str, ...]] = {
    "received": ("assessment_agreed", "assessment_refused"),
    "deciding_to_assess": ("assessment_agreed", "assessment_refused"),
    "assessing": ("advice_requested", "advice_received", "advice_partial", "appointment_missed", "plan_agreed", "plan_refused"),
    "deciding_to_issue": ("plan_agreed", "plan_refused", "advice_requested"),
    "drafting": ("draft_issued", "setting_consulted"),
    "consulting": ("representations_received", "setting_consulted", "setting_responded", "tailored_list_sent", "final_issued"),
    "finalising": ("final_issued", "setting_responded", "tailored_list_sent", "family_meeting_held"),
    "plan_issued": ("review_meeting_arranged", "review_meeting", "amendment_notice", "mediation_requested", "appeal_registered"),
    "assessment_refused": ("mediation_requested", "appeal_registered", "decision_reversed", "reasons_given"),
    "plan_refused": ("mediation_requested", "appeal_registered", "decision_reversed", "reasons_given"),
}  # fmt: skip
"""The acts to offer first in each stage, in order."""
_REASSESSMENT_ACTS = ("reassessment_agreed", "reassessment_refused")
"""The acts to offer first while a request to re-assess is not answered."""


@dataclass(frozen=True, slots=True)
class File:
    """The data of a case that one person may see, with the names of staff and settings."""

    database: Database
    case: dict[str, Any]
    lines: list[dict[str, Any]]
    intake: Intake | None
    thing: Thing
    person: Person
    staff: Mapping[str, str]
    settings: Mapping[str, str]
    documents: tuple[documents.Document, ...]
    today: date

    @property
    def id(self) -> str:
        """Return the id of the case."""
        return str(self.case["case"])

    @property
    def pack(self) -> RulePack:
        """Return the rule pack pinned to the case."""
        return law_of_case(pin_of(self.case)).pack

    def may(self, right: Right) -> bool:
        """Whether the person has a right in this case."""
        return refused(self.person, right, self.thing) is None

    @property
    def reads_log(self) -> bool:
        """Whether the person may read the log, which the members of a sitting may not."""
        return refused(self.person, Right.SEE_PERSONAL, replace(self.thing, readers=frozenset())) is None

    @property
    def personal(self) -> bool:
        """Whether personal data is shown. If so, the access is logged."""
        return self.intake is not None

    def staff_name(self, staff_id: str | None) -> str:
        """Return the name of a member of staff, or the id if the name is not known."""
        return self.staff.get(staff_id, staff_id) if staff_id else ""

    def party_name(self, of: str | None) -> str:
        """Return the name of an adviser or a setting."""
        if not of:
            return ""
        if of.startswith("urn-"):
            return setting_called(self.database, of, self.settings)
        return ADVISERS.get(of) or of.replace("_", " ")


def file_of(database: Database, person: Person, case_id: str, today: date) -> File:
    """Read a case for a person who may see it. Raises NoSuchCase."""
    case = case_as_json(database, case_id, today)
    lines = ledger_as_json(database, case_id)
    with database.read() as session:
        thing = thing_of(session, case_id)
        personal = refused(person, Right.SEE_PERSONAL, thing) is None
        intake = people.intake_of(session, case_id) if personal else None
        urns = {
            line["of"].removeprefix("urn-") for line in lines if line["of"] and line["of"].startswith("urn-")
        }
        urns |= {
            str(line["fields"]["setting"]).removeprefix("urn-")
            for line in lines
            if line["fields"].get("setting")
        }
        return File(
            database=database,
            case=case,
            lines=lines,
            intake=intake,
            thing=thing,
            person=person,
            staff=staff.names(session),
            settings=settings.names_of_settings(session, urns),
            documents=tuple(documents.documents_of(session, case_id)) if personal else (),
            today=today,
        )


def case_frame(file: File, part: str) -> dict[str, Any]:
    """Return what every page of a case shows: the identity bar and the tabs."""
    case, intake = file.case, file.intake
    facts = [
        {"term": labels.BEGAN[case["opens"]], "text": short_date(date.fromisoformat(case["received_on"])) if case["received_on"] else "Not recorded"},
        {"term": "Officer", "text": file.staff_name(case["officer"]) or "Not assigned"},
        {"term": "Team", "text": case["team"] or "None"},
    ]  # fmt: skip
    if intake is not None and intake.born_on is not None:
        years = (
            file.today.year
            - intake.born_on.year
            - ((file.today.month, file.today.day) < (intake.born_on.month, intake.born_on.day))
        )
        facts.insert(0, {"term": "Born", "text": f"{short_date(intake.born_on)} (age {years})"})
    if file.thing.sealed:
        facts.append({"term": "Sealed", "text": "Only named people can see this case"})
    name = intake.child_name if intake else None
    return {
        "case": {**case, "id": file.id, "name": name, "facts": facts},
        "title": name or file.id,
        "part": part,
        "parts": [
            {"href": f"/cases/{file.id}{path}", "text": text, "current": path == part}
            for path, text in (
                ("", "Overview"), ("/timeline", "Timeline"), ("/people", "People"), ("/advice", "Advice"), ("/settings", "Settings"),
                ("/documents", "Documents and letters"), ("/disputes", "Decisions and disputes"),
                *((("/bands", "Funding"),) if file.personal and banding.are_shown(file.database, file.id, file.today) else ()),
                *((("/early-support", "Early support"),) if file.personal else ()), *((("/log", "Log and tasks"),) if file.reads_log else ()),
            )
        ],
        "today": file.today,
    }  # fmt: skip


def _plan_page(case: Mapping[str, Any]) -> str | None:
    """Return the address of the page of the plan that a case made, or None."""
    for group in dict.fromkeys(process.group for process in PROCESSES if keeps_plan(process)):
        for one in case.get(group.case_key, ()):
            return f"{group.shown.address}/{one[group.noun]}"
    return None


def overview(file: File, *, every_act: bool = False) -> dict[str, Any]:
    """Return the overview: stage, 20 weeks, obligations, acts, latest events and held letters.

    `every_act` offers also the acts whose occasion has not come.
    """
    case = file.case
    ordered = sorted(
        case["obligations"],
        key=lambda one: (_UNFINISHED.index(one["status"]) if _is_unfinished(one) else 9, one["due_on"]),
    )
    obligations = [{**one, "of_name": file.party_name(one["of"])} for one in ordered]
    return {
        **case_frame(file, ""),
        "plan_page": _plan_page(case),
        "stage_text": STAGE_CLAUSES[Stage(case["stage"])],
        "weeks": weeks_of(case, file.today),
        "next_days": (date.fromisoformat(case["next_due_on"]) - file.today).days
        if case["next_due_on"]
        else None,
        "stages": stage_list(file.case, file.lines),
        "current": [one for one in obligations if _is_unfinished(one)],
        "past": [one for one in obligations if not _is_unfinished(one)],
        "acts": acts(file, every=every_act),
        "every_act": every_act,
        "latest": [_line(file, line) for line in _newest_first(file)[:_LATEST_LINES]],
        "held": [
            {
                **one,
                "title": title_of(one["kind"]),
                "to": recipient_of(file, one),
                "missing": missing_facts(one["lacks"]),
            }
            for one in case["letters_waiting"]
        ],
        "may_seal": file.may(Right.SEAL),
        "may_personal": file.personal,
        "may_act": file.may(Right.ACT) and not case["closed_on"],
        "sent": [],
    }


def recipient_of(file: File, one: Mapping[str, Any]) -> str:
    """Return who a letter or message is for, with the name of the adviser or setting."""
    which = f" ({file.party_name(one['of'])})" if one["of"] else ""
    return called(one["to_role"]) + which


def missing_facts(lacks: Sequence[str]) -> list[str]:
    """Return what a held letter is missing, without commands."""
    return [labels.without_commands(each) for each in lacks]


def _is_unfinished(one: Mapping[str, Any]) -> bool:
    """Whether an obligation is overdue, running or open, and not closed by a later event."""
    return one["status"] in _UNFINISHED and one["closed_on"] is None


def acts(file: File, *, every: bool = False) -> dict[str, list[dict[str, str]]]:
    """Return links to the acts this person may record: next steps, about the case, ways to end it, and others.

    Without `every`, acts whose occasion has not come are left out.
    """
    found: dict[str, list[dict[str, str]]] = {"now": [], "about": [], "ends": [], "else": []}
    offered = None if every else _offered(file)
    allowed = [act["action"] for act in file.case["actions"] if offered is None or act["action"] in offered]
    owed = {one["role"] for one in file.case["obligations"] if _is_unfinished(one)}
    first: tuple[str, ...] = _REASSESSMENT_ACTS if ClockRole.DECIDE_TO_REASSESS in owed else ()
    if file.case["stage"] == "plan_issued" and ClockRole.START_DIRECTED_ASSESSMENT in owed:
        first = _REASSESSMENT_ACTS[:1]  # after an order or a concession, the only answer is yes
    order = {name: place for place, name in enumerate((*first, *_NEXT_STEPS.get(file.case["stage"], ())))}
    for name in sorted(allowed, key=lambda one: order.get(one, 99)):
        if any(refused(file.person, right, file.thing) for right in needed(name, {})):
            continue
        group = "now" if name in order else "ends" if name in ENDS else "about" if name in _ABOUT else "else"
        found[group].append({"href": act_page(file.id, name), "text": CATALOGUE[name].title})
    return found


def _offered(file: File) -> frozenset[str]:
    with file.database.read() as session:
        events = events_of(ledger.facts_of(session, file.id))
    case = Case(Stage(file.case["stage"]), events)
    is_late = any(
        one["status"] == "overdue" and one["kind"] == "limit" and _is_unfinished(one)
        for one in file.case["obligations"]
    )
    is_assigned = file.case["officer"] is not None
    return frozenset(
        name
        for name, action in CATALOGUE.items()
        if is_offered(case, action, is_late=is_late, is_assigned=is_assigned)
    )


def timeline(file: File) -> dict[str, Any]:
    """Return everything that happened, newest first."""
    return {**case_frame(file, "/timeline"), "lines": [_line(file, line) for line in _newest_first(file)]}


def _newest_first(file: File) -> list[dict[str, Any]]:
    """Return the ledger lines by their day, the latest first; what was recorded later comes first within a day."""
    return sorted(file.lines, key=lambda line: (line["on"] or "", line["sequence"]), reverse=True)


def _line(file: File, line: dict[str, Any]) -> dict[str, Any]:
    known = CATALOGUE.get(line["event"])
    named = {one.name: one for one in known.fields if one.name not in labels.ONLY_IDS} if known else {}
    texts = {each.name for each in named.values() if each.kind == "text"}
    particulars = []
    fields = {} if line["event"] in BY_THE_SERVICE else line["fields"]  # the sentence holds them
    for name, value in fields.items():
        if name not in named or line["kind"] != "act" or (name in texts and not file.personal):
            continue
        particulars.append({"term": labels.field(name), "text": value_text(file, name, value)})
    text = line["text"]
    if line["of"] and known is not None and known.of == "setting":
        text = text.replace("(a setting)", f"({file.party_name(line['of'])})")
    return {
        "kind": line["kind"],
        "text": text,
        "on": line["on"],
        "by": file.staff_name(line["by"]),
        "late": line["note"],
        "particulars": particulars,
    }


def value_text(file: File, name: str, value: Any) -> str:
    """Return the value of a field of an act in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value_text(file, name, each) for each in value)
    text = str(value)
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        pass
    if name == "setting":
        return file.party_name(text)
    if name == "ground":
        return labels.regulation(text)
    if text in file.staff:
        return file.staff_name(text)
    for document in file.documents:
        if document.document_id == text:
            return document.name
    if " " in text or "\n" in text:
        return text
    return capital(text.replace("_", " ")) if "-" not in text else text


def advice_and_settings(file: File) -> dict[str, Any]:
    """Return the advice that was asked for and the settings that were consulted."""
    case = file.case
    advice = [one for one in case["obligations"] if one["role"] == ClockRole.RETURN_ADVICE and one["of"]]
    return {
        "advice": [{**one, "of_name": capital(file.party_name(one["of"]))} for one in advice],
        "consulted": [{**one, "name": file.party_name(one["setting"])} for one in case["consulted"]],
    }


def decisions_and_processes(file: File) -> dict[str, Any]:
    """Return the decisions and the processes of the case."""
    case = file.case
    return {
        **case_frame(file, "/disputes"),
        "decisions": [{**one, "text": capital(CATALOGUE[one["decision"]].said), "by": file.staff_name(one["by"])} for one in case["decisions"]],
        "processes": processes.in_case(file.database, file.person, case, file.today),
    }  # fmt: skip


def receipt(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the receipt of an act for the banner."""
    return {
        "title": CATALOGUE[str(stored["action"])].title,
        "on": date.fromisoformat(str(stored["on"])),
        "warnings": list(stored.get("warnings") or ()),
    }
