"""The questions of an act, built from the fields of the catalogue and the choices in the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from casework.access.permissions import Right
from casework.case.actions import CLAIMED_ON, TEAM_READS, Action, Field
from casework.case.acts import ADVISERS
from casework.case.case import Case, advice, unanswered
from casework.case.next_job import ASKS_FOR_ADVICE_TOO
from casework.money.decisions import decisions_of
from casework.processes.question import MOST_OPTIONS, Option, Question
from office.advice import to_ask
from office.known_fields import always_known, known_by
from records import money, staff, tailored_lists, tray
from records.database import Database
from starter.console.views import exceptions, labels, processes
from starter.console.views.case import File
from starter.console.views.exceptions import CLAIM
from starter.console.views.person_options import first_mine
from statute.words import capital, short_date

LONGEST_TEXT = 4000
_LAST = ("approved_by", "findings_accepted_by")
"""Fields that a person confirms in their own name; their questions come last."""
ON_CHECK_PAGE = ("findings_accepted_by", "findings_seen")
"""Fields that the check page asks for, beside what the checks of the plan found."""

ALSO_ASK = "also_ask"
"""The question whose answer is an act of its own: the advisers to ask for advice at the same time."""
DONE_BY_RECORDING = frozenset(
    {"breach_acknowledged", "warning_acknowledged", "officer_assigned", "officer_unassigned"}
)
"""The acts that a person does by recording them. They take effect today, so no one is asked for the date."""
_NEEDS_EXCEPTION = ("running", "overdue", "late", "excused")
"""The statuses of deadlines that an exception can explain, or may have to."""

_LABELS: Mapping[str, str] = {
    "note": "Anything to add (optional)",
    "rule": "Which deadline was missed?",
    "limit": "Which deadline is at risk?",
    "list": "Tailored list",
    "officer": "Case officer",
    "team": "Team",
}
"""Labels of fields whose words in the catalogue name a command or an id."""

_ADD_FIRST = (
    "Enter the document number, such as doc-1f2e. To choose from a list, first add the document to the case"
)
_HINTS = {"document": _ADD_FIRST, "evidence": _ADD_FIRST, "told_evidence": _ADD_FIRST}
_TELL_FAMILY = "When did you tell the family?"
_SEND_PLAN = "When did you send the plan?"
_WHEN: Mapping[str, str] = {
    "assessment_agreed": _TELL_FAMILY,
    "assessment_refused": _TELL_FAMILY,
    "plan_refused": _TELL_FAMILY,
    "amendment_not_made": _TELL_FAMILY,
    "reassessment_agreed": _TELL_FAMILY,
    "reassessment_refused": _TELL_FAMILY,
    "transfer_notice_sent": _TELL_FAMILY,
    "final_issued": _SEND_PLAN,
    "amended_final_issued": _SEND_PLAN,
    "plan_agreed": "When did you decide to make a plan?",
    "draft_issued": "When did you send the draft plan?",
    "advice_requested": "When did you ask for advice?",
    "advice_received": "When did you receive the advice?",
    "advice_partial": "When did you receive part of the advice?",
    "appointment_missed": "When was the missed appointment?",
    "representations_received": "When did the family answer?",
    "setting_consulted": "When did you consult the setting?",
    "setting_responded": "When did the setting reply?",
    "exception_claimed": "When did you claim the exception?",
    "mediation_requested": "When did the family ask for mediation?",
    "appeal_registered": "When was the appeal registered?",
    "review_meeting": "When was the meeting?",
    "withdrawn": "When was the request withdrawn?",
    "moved_away": "When did the child or young person move?",
    "died": "When did the child or young person die?",
}
"""The question for the date of an act. Other acts ask `_WHEN_OTHER`."""
_WHEN_OTHER = "When did this happen?"


def questions(file: File, case: Case, action: Action, choices: Choices) -> tuple[Question, ...]:
    """Return the questions for recording an act in a case."""
    asked = [] if action.name in DONE_BY_RECORDING else [_when(action)]
    if action.of:
        asked.append(_party(file, case, action, choices))
    known = _known(action, choices)
    for each in action.fields:
        if each.name == CLAIMED_ON or each.name in known:
            continue  # the service adds it
        if (one := _question(file, action, each, choices)) is not None:
            asked.append(one)
    if action.name in ASKS_FOR_ADVICE_TOO and (proposed := to_ask(case)):
        label = "Also ask for this advice today (optional)"
        hint = "We ticked the advice that every assessment needs"
        asked.append(Question(ALSO_ASK, label, "checkboxes", hint, options=_advisers(proposed)))
    return tuple(sorted(asked, key=lambda one: one.name in _LAST))


def questions_for_several(action: Action, without: Collection[str]) -> tuple[Question, ...]:
    """Return the questions for recording an act in several cases: its date, and the fields that no case decides."""
    when = [] if action.name in DONE_BY_RECORDING else [_when(action)]
    asked = [
        _plain_question(each, _label(each))
        for each in action.fields
        if each.name not in without and each.name != CLAIMED_ON
    ]
    return (*when, *(one for one in asked if one is not None))


def _known(action: Action, choices: Choices) -> frozenset[str]:
    """Return the fields that a process knows which the person chooses from a list."""
    names = (known for noun, known in known_by(action).items() if choices.processes.get(noun))
    return frozenset().union(*names, *always_known(action).values())


def _when(action: Action) -> Question:
    label = _WHEN.get(action.name, _WHEN_OTHER)
    hint = "Enter the date it happened, not the date you record it"
    return Question("on", label, "today", hint, required=True)


@dataclass(frozen=True, slots=True)
class Choices:
    """Options from the records: documents, plan versions, lists, decisions on bands, officers, teams, settings, and processes by noun."""

    documents: tuple[Option, ...] = ()
    plans: tuple[Option, ...] = ()
    lists: tuple[Option, ...] = ()
    officers: tuple[Option, ...] = ()
    teams: tuple[Option, ...] = ()
    settings: tuple[Option, ...] = ()
    bands: tuple[Option, ...] = ()
    processes: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)


def choices_of(database: Database, file: File) -> Choices:
    """Read the options for the questions of an act in a case."""
    with database.read() as session:
        known = staff.people(session)
        officers, teams = tray.officers_and_teams(session)
    named = {one["id"]: one["name"] for one in known if "case_officer" in one["roles"]}
    ids = sorted({*officers, *named}, key=lambda one: named.get(one, one))
    mine = tuple((one, f"{named[one]} ({one})" if one in named else one) for one in ids)
    return replace(
        choices_of_case(database, file),
        officers=first_mine(mine, file.person),
        teams=tuple((one, capital(one)) for one in teams),
        processes=processes.choices(database),
    )


def choices_of_case(database: Database, file: File) -> Choices:
    """Read the options that the case itself gives: its documents, plans, lists and the settings of its lists."""
    with database.read() as session:
        kept = tailored_lists.lists_of(session, file.id)
        bands = decisions_of(money.of_case(session, file.id))
    on_lists = {str(one["urn"]): str(one["name"]) for each in kept for one in each.content.get("entries", ())}
    return Choices(
        documents=tuple((one.document_id, one.name) for one in file.documents),
        plans=tuple((one["plan"], f"Version {one['version']}") for one in reversed(file.case["plans"])),
        lists=tuple((one.list_id, f"Made on {short_date(one.made_at.date())}") for one in reversed(kept)),
        bands=tuple((one.id, f"Band {one.band} from {short_date(one.record.on)}") for one in reversed(bands)),
        settings=tuple(sorted(on_lists.items(), key=lambda one: one[1])),
    )


def _party(file: File, case: Case, action: Action, choices: Choices) -> Question:
    if action.of == "setting":
        if action.name == "setting_responded":
            waiting = tuple((of, file.party_name(of)) for of in unanswered(case))
            return Question("of", "Which setting replied?", "radios", required=True, options=waiting, of=True)
        return Question(
            "of", "Which settings did you consult?", "settings", "Enter the name, town or number (URN) of each. Put each on a new line",
            required=True, of=True, options=_not_consulted(file, choices),
        )  # fmt: skip
    if action.of == "adviser":
        return _which_adviser(case, action)
    bodies = (("health", "The health body"), ("social_care", "Social care"))
    return Question("of", "Which body?", "radios", required=True, options=bodies, of=True)


def _which_adviser(case: Case, action: Action) -> Question:
    asked, missing = advice(case)
    if action.name in ("advice_received", "advice_partial", "appointment_missed"):
        ids = missing or asked
        return Question("of", "Whose advice?", "radios", required=True, options=_advisers(ids), of=True)
    if action.name == CLAIM:
        return Question("of", "Whose advice is this about?", "list", options=_advisers(asked), of=True)
    left = tuple(each for each in ADVISERS if each not in missing)
    return Question(
        "of", "Whose advice?", "checkboxes" if action.many else "radios", "Select all the advisers that you asked on that date" if action.many else "",
        required=True, options=_advisers(left), of=True,
    )  # fmt: skip


def _advisers(ids: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple((each, capital(labels.plain(each))) for each in ids)


def _label(field: Field) -> str:
    label = _LABELS.get(field.name) or capital(field.asks or labels.field(field.name))
    return label if field.required or "(optional)" in label else f"{label} (optional)"


def _plain_question(field: Field, label: str) -> Question | None:
    """Return the question of a field whose answers no case decides, or None for other fields."""
    if field.choices:
        kind = "checkboxes" if field.several else "radios" if len(field.choices) <= MOST_OPTIONS else "list"
        options = tuple((each, capital(each.replace("_", " "))) for each in field.choices)
        return Question(field.name, label, kind, required=field.required, options=options)
    if field.kind == "date":
        return Question(field.name, label, "date", required=field.required)
    if field.kind == "flag":
        yes_or_no = (("true", "Yes"), ("false", "No"))
        return Question(field.name, label, "radios", required=field.required, options=yes_or_no)
    if field.kind == "text":
        return Question(field.name, label, "words", field.readers or TEAM_READS, required=field.required)
    return None


def _question(file: File, action: Action, field: Field, choices: Choices) -> Question | None:
    label = _label(field)
    if field.name in _LAST:
        return _own_confirmation(file, field)
    if (plain := _plain_question(field, label)) is not None:
        return plain
    if field.name in ("rule", "whose"):
        return _missed_deadline(file, field, label)
    if action.name == CLAIM and field.name == "ground":
        unmet = frozenset(
            str(one["rule"]) for one in file.case["obligations"] if one["status"] in _NEEDS_EXCEPTION
        )
        return exceptions.question(unmet, file.pack)
    if field.name == "setting":
        hint = "Enter its name, town or number (URN), such as 900001"
        return Question(
            "setting", label, "setting", hint, required=field.required, options=_settings_near(file, choices)
        )
    offered = _offered(action, field, choices)
    if offered:
        return Question(field.name, label, "list", required=field.required, options=offered)
    hint = _HINTS.get(field.name, "")
    return Question(field.name, label, "code", hint, required=field.required)


def _not_consulted(file: File, choices: Choices) -> tuple[Option, ...]:
    """Return the settings of the tailored lists that were not consulted yet. The person may also enter another URN."""
    asked = {one["setting"].removeprefix("urn-") for one in file.case["consulted"]}
    return tuple(one for one in choices.settings if one[0] not in asked)


def _settings_near(file: File, choices: Choices) -> tuple[Option, ...]:
    """Return the settings consulted or on a tailored list. The person may also enter another URN."""
    asked = {
        one["setting"].removeprefix("urn-"): file.party_name(one["setting"]) for one in file.case["consulted"]
    }
    return tuple({**dict(choices.settings), **asked}.items())


def _offered(action: Action, field: Field, choices: Choices) -> tuple[Option, ...]:
    match field.name:
        case "document" if action.paper is not None:
            return (*choices.plans, *choices.documents)
        case "document" | "evidence" | "told_evidence":
            return choices.documents
        case "list":
            return choices.lists
        case "band":
            return choices.bands
        case "officer":
            return choices.officers
        case "team":
            return choices.teams
    return choices.processes.get(field.name, ())


def _own_confirmation(file: File, field: Field) -> Question | None:
    """Return the question with which a person approves or accepts in their own name."""
    if field.name == "approved_by":
        if not file.may(Right.APPROVE_EXCEPTION):
            return None
        return Question(
            field.name, "Approval", "checkboxes", options=((file.person.id, "I approve this exception"),)
        )
    return Question(
        field.name, "Problems found by the plan checks", "checkboxes", options=((file.person.id, "I accept the problems that the checks found"),)
    )  # fmt: skip


def _missed_deadline(file: File, field: Field, label: str) -> Question:
    """Return the question which deadline was missed, or whose advice it is about."""
    late = [
        one
        for one in file.case["obligations"]
        if one["status"] == "overdue" and one["kind"] == "limit" and one["closed_on"] is None
    ]
    if field.name == "whose":
        whose = tuple(dict.fromkeys(one["of"] for one in late if one["of"]))
        return Question(
            "whose",
            "Whose advice is late? (optional)",
            "list",
            "Answer this only if the missed deadline is for advice",
            options=_advisers(whose),
        )
    titles = {
        one["rule"]: f"{one['title']}, due {short_date(date.fromisoformat(one['due_on']))}"
        for one in reversed(late)
    }
    return Question("rule", label, "radios", required=True, options=tuple(titles.items()))
