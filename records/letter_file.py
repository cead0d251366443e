"""Load everything that a letter or message may need from the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.authority.profile import Profile, profile_of
from casework.case.casework_acts import BAND_TOLD
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import obligations_if_letters_leave
from casework.letters.addressee import addressee
from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import holder_on
from casework.letters.enclosures import documents_of
from casework.letters.facts_from_records import text_ids, urns_named
from casework.letters.late_letters import told_on
from casework.letters.letter_file import (
    AddressFile,
    Ahead,
    CasePeople,
    LetterFile,
    Limit,
    Line,
    SavedPlan,
)
from casework.letters.letter_ledger import line_of
from casework.money.band_in_words import ToldBand
from casework.money.decisions import decisions_of
from casework.money.framework_file import framework_of
from casework.people.parties import SETTING, Party
from casework.processes.registry import process_of
from casework.settings.settings import Setting
from records import (
    access,
    cases,
    ledger,
    meeting_places,
    money,
    outbox,
    parties,
    people,
    plans,
    profile,
    settings,
    tailored_lists,
)
from records.paper_identity import confirmed_of, identity
from records.read_once import read_once
from statute.local_time import london_date


def case_people(session: Session, case_id: str) -> CasePeople:
    """Return the people of a case, for addressing its notices."""
    intake = _intake(session, case_id)
    return CasePeople(
        parties=_parties(session, case_id),
        born_on=intake.born_on if intake else None,
        lines=_facts(session, case_id),
    )


def address_file(session: Session, dispatch: Dispatch) -> AddressFile:
    """Return who a dispatch is for and where it may be sent."""
    is_bound = dispatch.party_id is not None
    row = read_once(session, ("case", dispatch.case_id), lambda: cases.find(session, dispatch.case_id))
    is_family_unbound = not is_bound and dispatch.to_role == "family"
    return AddressFile(
        bound=parties.find(session, dispatch.party_id, dispatch.address_version)
        if dispatch.party_id
        else None,
        current=parties.find(session, dispatch.party_id) if dispatch.party_id else None,
        candidates=() if is_bound else _parties(session, dispatch.case_id),
        holder=holder_on(dispatch.on, case_people(session, dispatch.case_id)) if is_family_unbound else None,
        content=outbox.rendering(session, dispatch.dispatch_id),
        profile=authority(session),
        officer=row.officer if row else None,
        team=row.team if row else None,
        sealed_for=read_once(
            session, ("sealed for", dispatch.case_id), lambda: _sealed_for(session, dispatch.case_id)
        ),
    )


def _sealed_for(session: Session, case_id: str) -> frozenset[str] | None:
    if not access.is_sealed(session, case_id):
        return None
    grants = access.grants_of(session, case_id, datetime.now(UTC))
    return frozenset(one.person for one in grants if one.kind == "named")


def letter_file(
    session: Session, dispatch: Dispatch, address: AddressFile | None = None, ahead: Ahead | None = None
) -> LetterFile:
    """Return everything that a dispatch may be made from. An e-mail or text message needs only its addresses.

    `address` is the address file of the dispatch, if it is already loaded. `ahead` is the state of the case after an act
    that is not recorded yet.
    """
    address = address or address_file(session, dispatch)
    if dispatch.channel != "letter":
        return LetterFile(address=address)
    case_id = dispatch.case_id
    kept, today = _facts(session, case_id), london_date(datetime.now(UTC))
    late = None if ahead else told_on(kept, dispatch, today)
    lines: tuple[Line, ...] = ahead.lines if ahead else (*kept, *_untold(session, dispatch))
    intake = _intake(session, case_id)
    documents = documents_of(dispatch, lines)
    plan = plans.find_plan(session, documents.plan) if documents.plan else None
    made = tailored_lists.find_list(session, documents.tailored_list) if documents.tailored_list else None
    return LetterFile(
        address=address,
        lines=lines,
        limits=ahead.limits if ahead else _limits(session, kept, case_id, today, is_late=late is not None),
        told_on=late,
        meeting_place=_meeting_place(session, dispatch, lines),
        band=_band(session, dispatch, lines),
        setting_names=settings.names_of_settings(session, urns_named(dispatch, lines)),
        child=intake.child_name if intake else None,
        born_on=intake.born_on if intake else None,
        family=tuple((intake.family_name_and_address or "").splitlines()) if intake else (),
        texts={**_texts(session, text_ids(dispatch, lines)), **(ahead.texts if ahead else {})},
        plan=SavedPlan(plan.version, plan.content, confirmed_of(session, plan.plan_id)) if plan else None,
        tailored_list=made.content if made else None,
        setting=_setting(session, dispatch, address),
        identity=identity(session, intake, address.candidates or _parties(session, case_id))
        if plan and intake
        else None,
    )


def _meeting_place(session: Session, dispatch: Dispatch, lines: Sequence[Line]) -> str | None:
    """Return the place of the process that the act of a letter names."""
    line = line_of(dispatch, lines)
    named = [str(value) for value in (line.fields.values() if line else ()) if isinstance(value, str)]
    process = next((each for each in named if process_of(each) is not None), None)
    return meeting_places.place_of(session, process) if process else None


def _band(session: Session, dispatch: Dispatch, lines: Sequence[Line]) -> ToldBand | None:
    """Return the decision on a band that a letter tells; None if it is not of this case or does not pay the setting of the act."""
    line = line_of(dispatch, lines)
    if line is None or line.event != BAND_TOLD:
        return None
    found = decisions_of(money.of_case(session, dispatch.case_id))
    decision = next((one for one in found if one.id == line.fields.get("band")), None)
    if decision is None or decision.record.content["setting"] != line.fields.get("setting"):
        return None
    framework = money.framework(session, decision.record.framework, decision.record.version)
    return ToldBand(decision, framework_of(framework.content)) if framework is not None else None


def _limits(
    session: Session, lines: Sequence[LedgerLine], case_id: str, today: date, *, is_late: bool
) -> tuple[Limit, ...]:
    """Return the stored limits of a case or, for a letter that leaves late, the limits as they are if it leaves today."""
    if is_late:
        return obligations_if_letters_leave(lines, today)
    return read_once(session, ("limits", case_id), lambda: tuple(cases.obligations_of(session, case_id)))


def _untold(session: Session, dispatch: Dispatch) -> tuple[LedgerLine, ...]:
    """Return the act that a process sent letters about itself because its case had closed, as a line of the case."""
    process_id = dispatch.dispatch_id.rsplit("-", 2)[0]
    if process_of(process_id) is None:
        return ()
    lines = ledger.facts_of(session, process_id)
    return tuple(
        replace(line, event=dispatch.about)
        for line in lines
        if line.seq == dispatch.seq and line.event == "not_told"
    )


def authority(session: Session) -> Profile | None:
    """Return the authority's current profile, or None."""

    def read() -> Profile | None:
        content = profile.profile_content(session)
        return profile_of(content) if content else None

    return read_once(session, "authority", read)


def _facts(session: Session, case_id: str) -> tuple[LedgerLine, ...]:
    return read_once(session, ("facts", case_id), lambda: tuple(ledger.facts_of(session, case_id)))


def _parties(session: Session, case_id: str) -> tuple[Party, ...]:
    return read_once(session, ("parties", case_id), lambda: tuple(parties.of_case(session, case_id)))


def _intake(session: Session, case_id: str) -> people.Intake | None:
    return read_once(session, ("intake", case_id), lambda: people.intake_of(session, case_id))


def _texts(session: Session, ids: frozenset[str]) -> dict[str, str]:
    found = {text_id: people.note(session, text_id) for text_id in sorted(ids)}
    return {text_id: text for text_id, text in found.items() if text is not None}


def _setting(session: Session, dispatch: Dispatch, address: AddressFile) -> Setting | None:
    """Return the setting of the register that a letter goes to, if no party gives its address."""
    if dispatch.to_role != SETTING or addressee(dispatch, address) is not None:
        return None
    return settings.setting_of(session, (dispatch.of or "").removeprefix("urn-"))
