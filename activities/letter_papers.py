"""What goes out with a dispatch: the letter as a paper with what is enclosed, or the words of a message; and to whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from activities.as_pdf import content_of
from casework.authority.profile import Profile, profile_of
from casework.case.law_of_case import law_of_case
from casework.letters import letter_templates, short_messages
from casework.letters.exception_grounds import exception_ground
from casework.letters.letter_facts import LetterFacts
from casework.letters.letters_to_others import CONSULTATION
from casework.letters.paper import Paper, Paragraph
from casework.letters.sending_times import INSIDE
from casework.letters.short_messages import Mail
from casework.letters.tailored_list_paper import list_paper
from casework.people import parties as who
from casework.people.parties import Address, Party
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from records import cases, ledger, lists, outbox, parties, people, plans, profile, settings
from records.outbox import Dispatch
from statute.clock_roles import ClockRole
from statute.pack import RulePack, governing_pack
from statute.words import capital, long_date

_FINAL = frozenset({"final_issued", "amended_final_issued"})
_KNOW_BY_BIRTH = frozenset({"health_body", "social_care", who.YOUTH_OFFENDING, who.DETAINED_HEALTH})
"""Who has so many children in their files that a name alone does not tell which; a head knows the pupil by it."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is handed over: `content` is what is kept of it, `template` the version of its words.

    `to` is the e-mail address or the telephone number; a letter has its address on it.
    """

    content: bytes
    template: str
    to: str | None = None


def outgoing(session: Session, dispatch: Dispatch, *, by_hand: bool = False) -> Outgoing:
    """What a dispatch is made of. Raises Incomplete where a letter lacks a fact that it must contain.

    A letter that is posted `by_hand` has in its envelope what whoever posts it puts there.
    """
    party = _party(session, dispatch)
    if dispatch.channel == "letter":
        return _letter(session, dispatch, party, by_hand)
    ours = _profile(session)
    to = (party.address.telephone if dispatch.channel == "sms" else party.address.email) if party else None
    if dispatch.channel == "sms":
        words = Mail("", short_messages.text_message(dispatch.kind, dispatch.case_id, dispatch.on, ours))
    elif dispatch.kind == "digest":
        words = short_messages.digest(dispatch.on, [tuple(each) for each in json.loads(dispatch.text)])
    elif party is not None and party.relationship in who.FAMILY:
        words = short_messages.announcement(dispatch.kind, dispatch.case_id, dispatch.on, ours)
    else:
        words = short_messages.notice(dispatch.kind, dispatch.case_id, dispatch.of, dispatch.text)
    to = to or known_address(session, dispatch)
    content = {"to": to, "subject": words.subject, "text": words.text}
    return Outgoing(
        json.dumps(content, ensure_ascii=False, sort_keys=True).encode(),
        short_messages.version(dispatch.channel),
        to,
    )


def message_of(content: bytes) -> tuple[str | None, Mail]:
    """The address and the words of a message that is no letter, from what was kept of it."""
    told = json.loads(content)
    return told["to"], Mail(told["subject"], told["text"])


def lacking(session: Session, dispatch: Dispatch) -> tuple[str, ...]:
    """What a letter that waits lacks; nothing where it waits for its turn alone."""
    if dispatch.channel != "letter" or dispatch.kind not in letter_templates.KINDS:
        return ()
    line = _line(session, dispatch)
    papers = _enclosed(session, dispatch, line)
    return letter_templates.lacking(
        dispatch.kind, _facts(session, dispatch, line, papers, _party(session, dispatch))
    )


def stale(session: Session, dispatch: Dispatch) -> who.Stale | None:
    """Why a dispatch may not leave for the person and the address it was bound to; None where it may."""
    if dispatch.party_id is None or dispatch.address_version is None:
        return None
    bound, now = _party(session, dispatch), parties.find(session, dispatch.party_id)
    has_changed = bound is not None and now is not None and bound.address != now.address
    made = has_changed and outbox.rendering(session, dispatch.dispatch_id) is not None
    return who.stale(bound.address if bound else Address(0), now, dispatch.channel, made=made)


def unbound(session: Session, dispatch: Dispatch) -> Party | None:
    """Who a dispatch that nobody was recorded for is for by now: nobody once it is made, nor where it is the family's."""
    if dispatch.party_id is not None or dispatch.to_role in (*INSIDE, "family"):
        return None
    if outbox.rendering(session, dispatch.dispatch_id) is not None:
        return None
    return who.of_role(parties.of_case(session, dispatch.case_id), dispatch.to_role, dispatch.of)


def known_address(session: Session, dispatch: Dispatch) -> str | None:
    """The e-mail address of one of the authority's own, or of a service, where its particulars name one."""
    ours = _profile(session)
    if ours is None:
        return None
    row = cases.find(session, dispatch.case_id)
    service = ours.services.get(dispatch.of or "")
    boxes = ours.mailboxes
    match dispatch.to_role:
        case "service_manager":
            return f"{service.manager} <{service.email}>" if service and service.email else None
        case "case_officer":
            return boxes.get((row.officer if row else None) or "") or boxes.get("case_officer")
        case "team_manager":
            return boxes.get((row.team if row else None) or "") or boxes.get("team_manager")
        case "mediation_adviser":
            return ours.mediation_adviser.email if ours.mediation_adviser else None
        case "health_body":
            return ours.health_body.email if ours.health_body else None
        case "adviser":
            return boxes.get(dispatch.of or "") or (service.email if service else None)
        case "mediator":
            mediator = ours.mediators.get(dispatch.of or "")
            return f"{mediator.name} <{mediator.email}>" if mediator and mediator.email else None
        case "setting":
            return boxes.get(dispatch.of or "")
    return boxes.get(dispatch.to_role)


def nowhere(dispatch: Dispatch) -> str:
    """The sentence for a message that nobody knows an address for."""
    whose = f" ({dispatch.of})" if dispatch.of else ""
    what = "mobile number" if dispatch.channel == "sms" else "e-mail address"
    where = (
        "give it under mailboxes with `ehcp authority load FILE`"
        if dispatch.to_role in INSIDE
        else f"add it with `ehcp party add {dispatch.case_id} {dispatch.to_role}`"
    )
    return (
        f"No {what} is known for the {dispatch.to_role.replace('_', ' ')}{whose}; {where}, and send it with "
        "`ehcp letters again`."
    )


def _letter(session: Session, dispatch: Dispatch, party: Party | None, by_hand: bool) -> Outgoing:
    line = _line(session, dispatch)
    papers = _enclosed(session, dispatch, line)
    if dispatch.kind in letter_templates.KINDS:
        facts = _facts(session, dispatch, line, papers, party)
        if by_hand:
            facts = replace(facts, enclosed=facts.enclosed | {"plan", "list"})
        paper = letter_templates.letter(dispatch.kind, facts)
        template = letter_templates.version(dispatch.kind)
    else:
        paper, template = _plain(session, dispatch, party), "plain"
    return Outgoing(content_of({"letter": paper, **papers}), template)


def _party(session: Session, dispatch: Dispatch) -> Party | None:
    if dispatch.party_id is None:
        return unbound(session, dispatch)
    return parties.find(session, dispatch.party_id, dispatch.address_version)


def _line(session: Session, dispatch: Dispatch) -> ledger.LedgerLine | None:
    """The line of the ledger that a dispatch tells of."""
    seq = int(dispatch.dispatch_id.rsplit("-", 2)[1])
    lines = ledger.facts_of(session, dispatch.case_id)
    return next(
        (
            line
            for line in lines
            if line.seq == seq
            and line.event == dispatch.about
            and (dispatch.of is None or line.of == dispatch.of)
        ),
        next((line for line in lines if line.seq == seq and line.event == dispatch.about), None),
    )


def _plain(session: Session, dispatch: Dispatch, party: Party | None) -> Paper:
    intake, ours = people.intake_of(session, dispatch.case_id), _profile(session)
    about = [Paragraph(f"About {intake.child_name}")] if intake else []
    return Paper(
        title=capital(dispatch.kind.replace("_", " ")),
        blocks=(*about, Paragraph(dispatch.text)),
        address=_address(session, dispatch, party, intake, ours),
        sender=(ours.authority.name, *ours.authority.address) if ours else (),
        reference=dispatch.case_id,
        on=long_date(dispatch.on),
        large_print=party.large_print if party else False,
    )


def _address(
    session: Session,
    dispatch: Dispatch,
    party: Party | None,
    intake: people.Intake | None,
    ours: Profile | None,
) -> tuple[str, ...]:
    if party is not None:
        return party.lines
    match dispatch.to_role:
        case "health_body":
            return (
                (ours.health_body.name, *ours.health_body.address)
                if ours and ours.health_body
                else ("The responsible health body",)
            )
        case "social_care":
            return _social_care(ours)
        case who.ATTENDED | who.YOUTH_ACCOMMODATION | who.YOUTH_OFFENDING | who.DETAINED_HEALTH:
            return ()
        case "setting":
            known = settings.setting_of(session, (dispatch.of or "").removeprefix("urn-"))
            return (known.name, *known.address) if known else (dispatch.of or "The setting",)
    return tuple((intake.family_name_and_address or "").splitlines()) if intake else ()


def _social_care(ours: Profile | None) -> tuple[str, ...]:
    """The authority's own officers: where its particulars do not say where, they are at its own address."""
    if ours is None:
        return ()
    if ours.social_care is not None:
        return (ours.social_care.name, *ours.social_care.address)
    return ("Social care for children and young people", ours.authority.name, *ours.authority.address)


def _facts(
    session: Session,
    dispatch: Dispatch,
    line: ledger.LedgerLine | None,
    papers: Mapping[str, Paper],
    party: Party | None,
) -> LetterFacts:
    intake, ours = people.intake_of(session, dispatch.case_id), _profile(session)
    on = line.on if line is not None and line.on is not None else dispatch.on
    rows = cases.obligations_of(session, dispatch.case_id)
    window = {one.role: one.due_on for one in rows if one.started_on == on}
    fields = line.fields if line is not None else {}
    ground = str(fields.get("ground", ""))
    reason = fields.get("reason") or _given_later(session, dispatch.case_id, line)
    return LetterFacts(
        decision=dispatch.about,
        case_id=dispatch.case_id,
        on=dispatch.on,
        decided_on=on,
        family=_address(session, dispatch, party, intake, ours),
        child=intake.child_name if intake else None,
        reasons=people.note(session, str(reason)) if reason else None,
        mediation_by=window.get(ClockRole.CONTACT_MEDIATION_ADVISER),
        appeal_by=window.get(ClockRole.APPEAL),
        profile=ours,
        young_person=party is not None and party.relationship == "young_person",
        last={
            one.role: one.due_on
            for one in sorted(rows, key=lambda one: one.due_on)
            if one.role is not None and (one.of is None or dispatch.of is None or one.of == dispatch.of)
        },
        said=_said(session, dispatch, fields),
        ground=exception_ground(_law(session, dispatch.case_id), ground) if ground else None,
        enclosed=frozenset(papers),
        language=party.language if party else None,
        large_print=party.large_print if party else False,
        born_on=intake.born_on if intake and dispatch.to_role in _KNOW_BY_BIRTH else None,
    )


def _said(session: Session, dispatch: Dispatch, fields: Mapping[str, Any]) -> dict[str, str]:
    """The words of an act, with those that are kept in the records in the place of their ids."""
    told = {"text": dispatch.text, **({"of": dispatch.of} if dispatch.of else {})}
    for name, value in fields.items():
        if value is not None and not isinstance(value, list):
            kept = people.note(session, str(value)) if str(value).startswith("note-") else None
            told[name] = kept or str(value)
    return told


def _law(session: Session, case_id: str) -> RulePack:
    """The rule pack that is pinned to a case."""
    case = cases.find(session, case_id)
    return law_of_case(case.pin).pack if case else governing_pack(None)


def _given_later(session: Session, case_id: str, decision: ledger.LedgerLine | None) -> object:
    """The reasons that were given after a decision that was recorded without them."""
    if decision is None:
        return None
    later = [line for line in ledger.facts_of(session, case_id) if line.number > decision.number]
    return next((line.fields.get("reason") for line in later if line.event == "reasons_given"), None)


def _profile(session: Session) -> Profile | None:
    content = profile.profile_content(session)
    return profile_of(content) if content else None


def _enclosed(session: Session, dispatch: Dispatch, line: ledger.LedgerLine | None) -> dict[str, Paper]:
    """The papers in the envelope of a letter: the plan that the act names, or the list."""
    found: dict[str, Paper] = {}
    if line is None:
        return found
    document = (
        _draft_before(session, dispatch.case_id, line)
        if dispatch.kind == CONSULTATION
        else line.fields.get("document")
    )
    if document and (plan := plans.find_plan(session, str(document))) is not None:
        paper = plan_paper(plan_of(plan.content), dispatch.case_id, plan.version, dispatch.about in _FINAL)
        found["plan"] = paper
    if (list_id := line.fields.get("list")) and (made := lists.find_list(session, str(list_id))) is not None:
        found["list"] = list_paper(made.content)
    return found


def _draft_before(session: Session, case_id: str, consulted: ledger.LedgerLine) -> object:
    """The draft that the family was sent last before a setting was consulted on it (CFA 2014 s.38)."""
    drafts = [
        line.fields.get("document")
        for line in ledger.facts_of(session, case_id)
        if line.event == "draft_issued" and line.number < consulted.number
    ]
    return drafts[-1] if drafts else None
