"""What goes out with a dispatch: the letter as a paper, and what is enclosed with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from activities.as_html import as_html
from casework.letters import DECISIONS, LetterFacts, decision_letter, missing
from casework.list_paper import list_paper
from casework.paper import Paper, Paragraph
from casework.plan import plan_of
from casework.plan_paper import plan_paper
from casework.profile import Profile, profile_of
from records import cases, ledger, lists, people, plans, profile, settings
from records.outbox import Dispatch
from statute.words import capital, long_date

_FINAL = frozenset({"final_issued", "amended_final_issued"})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter, and the files that are enclosed with it by their names."""

    letter: Paper
    enclosed: dict[str, bytes] = field(default_factory=dict)


def outgoing(session: Session, dispatch: Dispatch) -> Outgoing:
    """The letter of a dispatch. Raises Incomplete where a decision letter lacks a fact that it must hold."""
    line = _line(session, dispatch)
    enclosed = _enclosed(session, dispatch, line) if line is not None else {}
    if line is not None and dispatch.about in DECISIONS and dispatch.to_role == "family":
        return Outgoing(decision_letter(_facts(session, dispatch, line)), enclosed)
    return Outgoing(_plain(session, dispatch), enclosed)


def lacking(session: Session, dispatch: Dispatch) -> tuple[str, ...]:
    """What a letter that waits lacks; nothing where it waits for its turn alone."""
    line = _line(session, dispatch)
    if line is None or dispatch.about not in DECISIONS or dispatch.to_role != "family":
        return ()
    return missing(_facts(session, dispatch, line))


def known_address(session: Session, dispatch: Dispatch) -> str | None:
    """The address of the manager who answers for a service, or of a mediator, where the authority's particulars name one."""
    if dispatch.to_role not in ("service_manager", "mediator") or (ours := _profile(session)) is None:
        return None
    if dispatch.to_role == "mediator":
        mediator = ours.mediators.get(dispatch.of or "")
        return f"{mediator.name} <{mediator.email}>" if mediator and mediator.email else None
    service = ours.services.get(dispatch.of or "")
    return f"{service.manager} <{service.email}>" if service and service.email else None


def _line(session: Session, dispatch: Dispatch) -> ledger.Fact | None:
    """The line of the ledger that a dispatch tells of."""
    seq = int(dispatch.dispatch_id.rsplit("-", 2)[1])
    lines = ledger.facts_of(session, dispatch.case_id)
    return next((line for line in lines if line.seq == seq and line.event == dispatch.about), None)


def _plain(session: Session, dispatch: Dispatch) -> Paper:
    intake, ours = people.intake_of(session, dispatch.case_id), _profile(session)
    about = [Paragraph(f"About {intake.child_name}")] if intake else []
    return Paper(
        title=capital(dispatch.kind.replace("_", " ")),
        blocks=(*about, Paragraph(dispatch.text)),
        address=_address(session, dispatch, intake, ours),
        sender=(ours.authority.name, *ours.authority.address) if ours else (),
        reference=dispatch.case_id,
        on=long_date(dispatch.on),
    )


def _address(
    session: Session, dispatch: Dispatch, intake: people.Intake | None, ours: Profile | None
) -> tuple[str, ...]:
    match dispatch.to_role:
        case "family":
            return _family(intake)
        case "health_body":
            return (
                (ours.health_body.name, *ours.health_body.address)
                if ours and ours.health_body
                else ("The responsible health body",)
            )
        case "setting":
            known = settings.setting_of(session, (dispatch.of or "").removeprefix("urn-"))
            return (known.name if known else dispatch.of or "The setting",)
    return ()


def _family(intake: people.Intake | None) -> tuple[str, ...]:
    return tuple((intake.family_name_and_address or "").splitlines()) if intake else ()


def _facts(session: Session, dispatch: Dispatch, line: ledger.Fact) -> LetterFacts:
    intake = people.intake_of(session, dispatch.case_id)
    last = {
        one.rule: one.due_on
        for one in cases.obligations_of(session, dispatch.case_id)
        if one.started_on == line.on and one.rule in ("reg33.contact_adviser", "rule20.appeal")
    }
    reason = line.fields.get("reason") or _given_later(session, dispatch.case_id, line)
    return LetterFacts(
        decision=dispatch.about,
        case_id=dispatch.case_id,
        on=dispatch.on,
        decided_on=line.on or dispatch.on,
        family=_family(intake),
        child=intake.child_name if intake else None,
        reasons=people.note(session, str(reason)) if reason else None,
        mediation_by=last.get("reg33.contact_adviser"),
        appeal_by=last.get("rule20.appeal"),
        profile=_profile(session),
    )


def _given_later(session: Session, case_id: str, decision: ledger.Fact) -> object:
    """The reasons that were given after a decision that was recorded without them."""
    later = [line for line in ledger.facts_of(session, case_id) if line.number > decision.number]
    return next((line.fields.get("reason") for line in later if line.event == "reasons_given"), None)


def _profile(session: Session) -> Profile | None:
    content = profile.profile_content(session)
    return profile_of(content) if content else None


def _enclosed(session: Session, dispatch: Dispatch, line: ledger.Fact) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    if (document := line.fields.get("document")) and (
        plan := plans.find_plan(session, str(document))
    ) is not None:
        from activities.as_word import as_word  # heavy, and needed where something is enclosed alone

        paper = plan_paper(plan_of(plan.content), dispatch.case_id, plan.version, dispatch.about in _FINAL)
        found |= {"plan.html": as_html(paper), "plan.docx": as_word(paper)}
    if (list_id := line.fields.get("list")) and (made := lists.find_list(session, str(list_id))) is not None:
        found["list.html"] = as_html(list_paper(made.content))
    return found
