"""The letters and messages of an act before it is recorded: who is written to, by which way, when, and the letter itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.case.case import Case, after
from casework.case.ledger_line import LedgerLine, events_of
from casework.case.recording import record
from casework.case.stages import Stage
from casework.case.transition import ActDone, Transition
from casework.letters.addressee import added_since, addressee, bound_to
from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.dispatches import Step, bound_dispatches
from casework.letters.letter_facts import Incomplete
from casework.letters.letter_file import Ahead, LetterFile, SavedPlan
from casework.letters.outgoing import message_of, render
from casework.letters.paper import Paper
from casework.letters.paper_content import papers_of
from casework.letters.recipient_roles import INSIDE
from casework.letters.sending_times import Policy
from casework.people.parties import Party
from casework.plans.plan import plan_of
from office import papers
from records import cases, ledger, letter_file
from records.database import Database

_TEXT = "note-not-recorded-yet-"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or message that an act would send. `to` is None if no person is recorded for its role.

    `leaves_at` is the instant until which it can be recalled, or None if it leaves at once. `missing` says what it waits
    for; `paper` is the letter and `text` another message, unless something is missing.
    """

    kind: str
    to_role: str
    of: str | None
    to: Party | None
    channel: str
    leaves_at: datetime | None
    missing: tuple[str, ...] = ()
    paper: Paper | None = None
    encloses: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_inside(self) -> bool:
        """Whether it goes to the authority's own people."""
        return self.to_role in INSIDE


def letters_of(
    database: Database,
    case_id: str,
    acts: Sequence[Act],
    texts: Mapping[str, str],
    policy: Policy,
    now: datetime,
) -> list[Letter]:
    """Return what recording these acts, which are one act for one or several, would send now.

    `texts` holds their free text by the names of its fields.
    """
    with database.read() as session:
        named = [replace(act, fields={**act.fields, **ids_of(texts)}) for act in acts]
        return letters_in(session, case_id, named, texts_by_id(texts), policy, now)


def ids_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that stand for texts before they are stored, by the names of their fields."""
    return {name: f"{_TEXT}{name}" for name in texts}


def texts_by_id(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by the ids that stand for them."""
    return {f"{_TEXT}{name}": text for name, text in texts.items()}


def letters_in(
    session: Session,
    case_id: str,
    acts: Sequence[Act],
    texts: Mapping[str, str],
    policy: Policy,
    now: datetime,
) -> list[Letter]:
    """Return what recording these acts in one step of a case would send; `texts` holds their free text by its ids."""
    row = cases.find(session, case_id)
    if row is None:
        return []
    before = tuple(ledger.facts_of(session, case_id))
    case, done = Case(Stage(row.stage), events_of(before)), list[ActDone]()
    for act in acts:
        case = after(case, act)
        done.append(ActDone(act, case.stage))
    seq = before[-1].seq + 1
    step = Transition(seq=seq, recorded_at=now, stage=case.stage, acts=tuple(done))
    (recorded,) = record(before, [step])
    by_name = {act.action: act for act in reversed(acts)}
    notices = [one for one in recorded.notices if one.about in by_name]
    lines = (*before, *_numbered(before, recorded.lines))
    ahead = Ahead(lines, recorded.outlook.obligations, texts)
    people = replace(letter_file.case_people(session, case_id), lines=lines)
    sent = bound_dispatches(Step(f"{case_id}-{seq}", case_id, now, row.officer), notices, people, policy, now)
    return [_letter(session, one, ahead, by_name[one.about]) for one in sent]


def _numbered(before: Sequence[LedgerLine], new: Sequence[LedgerLine]) -> list[LedgerLine]:
    last = before[-1].number
    return [replace(line, number=number) for number, line in enumerate(new, start=last + 1)]


def _letter(session: Session, dispatch: Dispatch, ahead: Ahead, act: Act) -> Letter:
    address = letter_file.address_file(session, dispatch)
    if (party := added_since(dispatch, address)) is not None:
        dispatch, address = bound_to(dispatch, party, address)
    told = Letter(
        dispatch.kind,
        dispatch.to_role,
        dispatch.of,
        addressee(dispatch, address),
        dispatch.channel,
        dispatch.not_before,
    )
    if dispatch.status in TASKS:
        return replace(told, missing=(str(dispatch.problem),))
    if told.is_inside:
        return replace(told, text=dispatch.text)
    file = letter_file.letter_file(session, dispatch, address, ahead)
    try:
        content = render(dispatch, _as_sent(session, file, act, dispatch.case_id)).content
    except Incomplete as incomplete:
        return replace(told, missing=incomplete.missing)
    if dispatch.channel != "letter":
        return replace(told, text=message_of(content)[1].text)
    enclosed = papers_of(content)
    return replace(told, paper=enclosed.pop("letter"), encloses=tuple(enclosed))


def _as_sent(session: Session, file: LetterFile, act: Act, case_id: str) -> LetterFile:
    """Return the file with the plan as the act sends it: a final plan with Section I from the decision."""
    if file.plan is None:
        return file
    plan = papers.as_sent(session, case_id, plan_of(file.plan.content), CATALOGUE[act.action], act.fields)
    sent = SavedPlan(file.plan.version, plan.model_dump(mode="json"), file.plan.confirmed)
    return replace(file, plan=sent)
