"""A case, as a person works on it: where it stands, what the law asks and why, what may be done, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.access.permissions import Person, Right, Thing, needed, refused
from casework.case.acts import ADVISERS, CATALOGUE
from casework.case.law_of_case import law_of_case
from casework.case.law_pin import pin_of
from casework.case.stages import STAGE_CLAUSES, Stage
from casework.people.parties import called
from office.case_view import case_as_json, ledger_as_json
from office.gate import thing_of
from records import documents, people, settings, staff
from records.database import Database
from records.people import Intake
from starter.console.twenty_weeks import weeks_of
from starter.console.views import labels, processes
from statute.clock_roles import ClockRole
from statute.pack import RulePack
from statute.words import capital, short_date

_HELD = ("overdue", "running", "open")
_PATH = (
    "deciding_to_assess",
    "assessing",
    "deciding_to_issue",
    "drafting",
    "consulting",
    "finalising",
    "plan_issued",
)
_OUT = {"assessment_refused": "deciding_to_assess", "plan_refused": "deciding_to_issue"}
_LATEST = 5
_ENDS = frozenset({"withdrawn", "moved_away", "died", "aged_out"})
_ABOUT = frozenset({"exception_claimed", "officer_assigned", "officer_unassigned", "breach_acknowledged"})
_NOW: Mapping[str, tuple[str, ...]] = {
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
"""What is done next in each stage, before all else that it allows."""
_OF_REASSESSMENT = ("reassessment_agreed", "reassessment_refused")
"""What is done next while a request to re-assess is not answered."""


@dataclass(frozen=True, slots=True)
class File:
    """A case as it was read for one person, with the names of what it speaks of."""

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
        """The id of the case."""
        return str(self.case["case"])

    @property
    def pack(self) -> RulePack:
        """The rule pack of the case."""
        return law_of_case(pin_of(self.case)).pack

    def may(self, right: Right) -> bool:
        """Whether the person has a right in this case."""
        return refused(self.person, right, self.thing) is None

    @property
    def personal(self) -> bool:
        """Whether what is personal is shown; then it is also logged."""
        return self.intake is not None

    def who(self, staff_id: str | None) -> str:
        """What a member of staff is called."""
        return self.staff.get(staff_id, staff_id) if staff_id else ""

    def whose(self, of: str | None) -> str:
        """An adviser, or a setting by its name."""
        if not of:
            return ""
        urn = of.removeprefix("urn-")
        named = f"{self.settings[urn]} ({urn})" if urn in self.settings else None
        return ADVISERS.get(of) or named or of.replace("_", " ")


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


def around(file: File, part: str) -> dict[str, Any]:
    """What stands on every page of a case: its identity and its parts."""
    case, intake = file.case, file.intake
    facts = [
        {"term": labels.BEGAN[case["opens"]], "text": short_date(date.fromisoformat(case["received_on"])) if case["received_on"] else "not recorded"},
        {"term": "Officer", "text": file.who(case["officer"]) or "nobody yet"},
        {"term": "Team", "text": case["team"] or "none"},
    ]  # fmt: skip
    if intake is not None and intake.born_on is not None:
        years = (
            file.today.year
            - intake.born_on.year
            - ((file.today.month, file.today.day) < (intake.born_on.month, intake.born_on.day))
        )
        facts.insert(0, {"term": "Born", "text": f"{short_date(intake.born_on)} (age {years})"})
    if file.thing.sealed:
        facts.append({"term": "Sealed", "text": "for those named alone"})
    name = intake.child_name if intake else None
    return {
        "case": {**case, "id": file.id, "name": name, "facts": facts},
        "title": name or file.id,
        "part": part,
        "parts": [
            {"href": f"/cases/{file.id}{path}", "text": text, "current": path == part}
            for path, text in (
                ("", "Overview"), ("/timeline", "Timeline"), ("/people", "People and advice"),
                ("/documents", "Documents and letters"), ("/disputes", "Decisions and disputes"),
            )
        ],
        "today": file.today,
    }  # fmt: skip


def overview(file: File) -> dict[str, Any]:
    """Where the case stands, what the law asks, and what may be recorded now."""
    case = file.case
    ordered = sorted(
        case["obligations"],
        key=lambda one: (_HELD.index(one["status"]) if _is_held(one) else 9, one["due_on"]),
    )
    told = [{**one, "of_said": file.whose(one["of"])} for one in ordered]
    return {
        **around(file, ""),
        "said": STAGE_CLAUSES[Stage(case["stage"])],
        "weeks": weeks_of(case, file.today),
        "next_days": (date.fromisoformat(case["next_due_on"]) - file.today).days
        if case["next_due_on"]
        else None,
        "stages": stages(file),
        "current": [one for one in told if _is_held(one)],
        "past": [one for one in told if not _is_held(one)],
        "acts": acts(file),
        "latest": [_line(file, line) for line in reversed(file.lines[-_LATEST:])],
        "waiting": [{**one, "to": _to(file, one)} for one in case["letters_waiting"]],
        "may_seal": file.may(Right.SEAL),
    }


def _to(file: File, one: Mapping[str, Any]) -> str:
    """Whom a letter or message is for; of several of a kind, which."""
    which = f" ({file.whose(one['of'])})" if one["of"] else ""
    return called(one["to_role"]) + which


def _is_held(one: Mapping[str, Any]) -> bool:
    """Whether something is still to be done, or may still be: what was closed meanwhile stays as it stood."""
    return one["status"] in _HELD and one["closed_on"] is None


def stages(file: File) -> list[dict[str, Any]]:
    """The stages of the path as tasks: done and when, the one that is on, and those to come.

    A case of a plan that is maintained already has them once the re-assessment is agreed, from the advice on.
    """
    lines, path = _of_its_path(file)
    stage = str(file.case["stage"])
    here = _OUT.get(stage, "deciding_to_assess" if stage == "received" else stage)
    reached: dict[str, str | None] = {}
    for line in lines:
        reached.setdefault("deciding_to_assess" if line["stage"] == "received" else line["stage"], line["on"])
    now = (
        path.index(here)
        if here in path
        else max((path.index(one) for one in reached if one in path), default=0)
    )
    rows = []
    for place, each in enumerate(path):
        left = next((reached[later] for later in (*path[place + 1 :], *_OUT) if later in reached), None)
        if place < now or (place == now and stage in ("plan_issued", *_OUT)):
            kind, said = (
                ("met", "Done")
                if each not in _OUT.values() or stage not in _OUT or place < now
                else ("late", labels.stage(stage))
            )
            when = reached.get(each) if each == "plan_issued" else left
            hint = f"Done {short_date(date.fromisoformat(when))}" if when else ""
        elif place == now and here in path and not file.case["closed_on"]:
            kind, said, hint = "running", "Now", capital(STAGE_CLAUSES[Stage(stage)])
        else:
            kind, said, hint = (
                "later",
                "Not started" if stage not in _OUT and stage not in _ENDS else "Not reached",
                "",
            )
        rows.append(
            {"name": labels.stage(each), "kind": kind, "said": said, "hint": hint, "now": kind == "running"}
        )
    return rows


def _of_its_path(file: File) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The lines and the stages of the path that a case goes."""
    if file.case["opens"] == "assessment":
        return file.lines, _PATH
    from_advice = _PATH[_PATH.index("assessing") :]
    agreed = next((at for at, line in enumerate(file.lines) if line["stage"] in from_advice[:-1]), None)
    return (file.lines[agreed:], from_advice) if agreed is not None else ([], ())


def acts(file: File) -> dict[str, list[dict[str, str]]]:
    """What this person may record now: the next steps, about the case, the ends of it, and all else."""
    found: dict[str, list[dict[str, str]]] = {"now": [], "about": [], "ends": [], "else": []}
    allowed = {act["action"]: act for act in file.case["actions"]}
    owed = {one["role"] for one in file.case["obligations"] if _is_held(one)}
    first: tuple[str, ...] = _OF_REASSESSMENT if ClockRole.DECIDE_TO_REASSESS in owed else ()
    if file.case["stage"] == "plan_issued" and ClockRole.START_DIRECTED_ASSESSMENT in owed:
        first = _OF_REASSESSMENT[:1]  # ordered or conceded: it can only be agreed
    order = {name: place for place, name in enumerate((*first, *_NOW.get(file.case["stage"], ())))}
    for name in sorted(allowed, key=lambda one: order.get(one, 99)):
        if any(refused(file.person, right, file.thing) for right in needed(name, {})):
            continue
        group = "now" if name in order else "ends" if name in _ENDS else "about" if name in _ABOUT else "else"
        found[group].append({"href": f"/cases/{file.id}/act/{name}", "text": CATALOGUE[name].title})
    return found


def timeline(file: File) -> dict[str, Any]:
    """All that happened, the newest first."""
    return {**around(file, "/timeline"), "lines": [_line(file, line) for line in reversed(file.lines)]}


def _line(file: File, line: dict[str, Any]) -> dict[str, Any]:
    known = CATALOGUE.get(line["event"])
    named = {each.name: each for each in known.fields} if known else {}
    texts = {each.name for each in named.values() if each.kind == "text"}
    particulars = []
    for name, value in line["fields"].items():
        if name not in named or line["kind"] != "act" or (name in texts and not file.personal):
            continue
        particulars.append({"term": labels.field(name), "text": value_said(file, name, value)})
    text = line["text"]
    if line["of"] and known is not None and known.of == "setting":
        text = text.replace("(a setting)", f"({file.whose(line['of'])})")
    return {
        "kind": line["kind"],
        "text": text,
        "on": line["on"],
        "by": file.who(line["by"]),
        "late": line["note"],
        "particulars": particulars,
    }


def value_said(file: File, name: str, value: Any) -> str:
    """The value of a particular, as people say it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value_said(file, name, each) for each in value)
    text = str(value)
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        pass
    if name == "setting":
        return file.whose(text)
    if text in file.staff:
        return file.who(text)
    for document in file.documents:
        if document.document_id == text:
            return document.name
    if " " in text or "\n" in text:
        return text
    return capital(text.replace("_", " ")) if name not in ("ground",) and "-" not in text else text


def parties(file: File) -> dict[str, Any]:
    """Who is in the case: the family, the officer, the advisers and what became of their advice, the settings."""
    case, intake = file.case, file.intake
    advice = [one for one in case["obligations"] if one["role"] == ClockRole.RETURN_ADVICE and one["of"]]
    return {
        **around(file, "/people"),
        "family": {
            "holder": labels.plain(case["right_holder"] or "not recorded"),
            "address": intake.family_name_and_address if intake else None,
            "email": intake.family_email if intake else None,
        },
        "source": labels.source(case["source"]),
        "channel": labels.plain(case["channel"]) if case["channel"] else "not recorded",
        "advice": [{**one, "of_said": capital(file.whose(one["of"]))} for one in advice],
        "consulted": [{**one, "name": file.whose(one["setting"])} for one in case["consulted"]],
    }


def papers(file: File) -> dict[str, Any]:
    """What is on paper: documents, versions of the plan, tailored lists, and every notice with its standing."""
    case = file.case
    lacking = {one["dispatch"]: one["lacks"] for one in case["letters_waiting"]}
    return {
        **around(file, "/documents"),
        "documents": [
            {"document": one, "size": labels.size(one.size), "by": file.who(one.by)} for one in file.documents
        ],
        "plans": [{**one, "by": file.who(one["by"])} for one in reversed(case["plans"])],
        "lists": case["lists"],
        "notices": [
            {
                **one,
                "to": capital(_to(file, one)),
                "lacks": lacking.get(one["dispatch"], []) if not one["sent"] else [],
            }
            for one in reversed(case["notices"])
        ],
        "may_personal": file.personal,
        "may_act": file.may(Right.ACT) and not case["closed_on"],
    }


def decided(file: File) -> dict[str, Any]:
    """The decisions, and the processes beside the case."""
    case = file.case
    return {
        **around(file, "/disputes"),
        "decisions": [{**one, "said": capital(CATALOGUE[one["decision"]].said), "by": file.who(one["by"])} for one in case["decisions"]],
        "processes": processes.in_case(file.database, file.person, case, file.today),
    }  # fmt: skip


def whole(file: File) -> dict[str, Any]:
    """Everything on one page, to print."""
    return {
        **overview(file),
        **parties(file),
        **papers(file),
        **decided(file),
        **timeline(file),
        "part": "/print",
    }


def receipt(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt as a banner tells it."""
    return {
        "title": CATALOGUE[str(stored["action"])].title,
        "on": date.fromisoformat(str(stored["on"])),
        "sequence": stored["sequence"],
        "warnings": list(stored.get("warnings") or ()),
    }
