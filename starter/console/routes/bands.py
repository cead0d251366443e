"""The funding pages of a case: the band, the profile of needs, the decision, leaving, and the payments."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right
from casework.case.casework_acts import BAND_TOLD
from casework.case.ledger_line import events_of
from casework.money.framework import Framework
from casework.processes.registry import process_of
from office import band_views, banding, money
from office.band_panels import panels_of
from office.banding import CaseMoney, WrongField
from office.dependencies import Parts
from office.office import opaque
from office.plan_writing import Desk
from office.reforms import reform
from office.refusals import ActRefused
from records import ledger, settings
from starter.console.routes.cases import file_for
from starter.console.routes.plan_editor import child_name
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import bands as views
from starter.console.views.answers import read
from starter.console.views.bands import Form
from starter.console.views.case import case_frame
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_DONE = {
    "decided": ["The band is decided", "It changes no date and no word of the plan."],
    "profiled": ["The profile is kept", "Now decide the band."],
    "second": ["Your banding is kept"],
    "left": ["The last day that is paid is recorded"],
}


@router.get("/cases/{case_id}/bands", response_class=HTMLResponse)
def overview(request: Request, parts: Here, who: Who, case_id: str, done: str = "") -> HTMLResponse:
    """Show the band of a case and every decision."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    file = file_for(parts, who, case_id)
    with parts.database.read() as session:
        found = banding.of_case(session, case_id, parts.today())
        events = events_of(ledger.facts_of(session, case_id))
        shown = views.overview(session, found, parts.today(), events, partial(_reads, parts, who))
        policy = reform(session, money.REFORM, parts.today())
    works = parts.gate.works_on(who, case_id)
    tells = works and policy.is_on and BAND_TOLD in {one["action"] for one in file.case["actions"]}
    return html(
        request,
        "case_bands.html",
        **case_frame(file, "/bands"),
        **shown,
        policy=policy,
        may_write=works and policy.is_on,
        has_provision=banding.has_provision(found.plan),
        may_leave=works and shown["may_end"],
        may_tell=tells and shown["now"] is not None and shown["now"]["has_setting"],
        request_id=f"page-{opaque()}",
        sequence=file.case["sequence"],
        done=_DONE.get(done),
    )


@router.get("/cases/{case_id}/bands/schedule", response_class=HTMLResponse)
def schedule(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the payments of a case to the end of the financial year."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    with parts.database.read() as session:
        found = banding.of_case(session, case_id, parts.today())
        shown = views.schedule(session, found, band_views.end_of_year(parts.today())) | {"errors": {}}
    return _page(request, parts, (who, case_id), "case_bands_schedule.html", "Payments", shown)


@router.get("/cases/{case_id}/bands/profile", response_class=HTMLResponse)
def ask_profile(request: Request, parts: Here, who: Who, case_id: str, framework: str = "") -> HTMLResponse:
    """Show the form of a profile, or the frameworks to choose from."""
    parts.gate.check_works_on(who, case_id)
    return _profile(request, parts, who, case_id, framework)


@router.post("/cases/{case_id}/bands/profile", response_class=HTMLResponse)
async def keep_profile(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Keep a profile of needs."""
    return await _keep_profile(request, parts, who, case_id, "profile")


@router.get("/cases/{case_id}/bands/second", response_class=HTMLResponse)
def ask_second(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the empty form of a second banding."""
    parts.gate.check_works_on(who, case_id)
    return _profile(request, parts, who, case_id, "", kind="second")


@router.post("/cases/{case_id}/bands/second", response_class=HTMLResponse)
async def keep_second(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Keep the second banding of a moderation."""
    return await _keep_profile(request, parts, who, case_id, "second")


@router.get("/cases/{case_id}/bands/decision", response_class=HTMLResponse)
def ask_decision(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the form of a decision."""
    parts.gate.check_works_on(who, case_id)
    with parts.database.read() as session:
        found = banding.of_case(session, case_id, parts.today())
        framework = views.of_framework(session, found)
        form = views.first_decision(found, banding.setting_named(session, case_id), parts.today())
    return _decision(request, parts, who, (case_id, found, framework), form)


@router.post("/cases/{case_id}/bands/decision", response_class=HTMLResponse)
async def keep_decision(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Keep a decision on a band."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    form = await _sent(request)

    def work() -> Response:
        setting = views.setting_asked(parts.database, form)
        if setting.error is not None:
            form.errors["setting"] = setting.error
        else:
            form.raw["setting"] = [setting.urn]
        given = views.given_decision(form, parts.today())
        if given is not None and _kept(
            form, lambda: banding.decide(parts.database, case_id, given, who.id, parts.today()), "band"
        ):
            return _to(case_id, "decided")
        with parts.database.read() as session:
            found = banding.of_case(session, case_id, parts.today())
            framework = views.of_framework(session, found)
        return _decision(request, parts, who, (case_id, found, framework), form)

    return await asyncio.to_thread(work)


@router.get("/cases/{case_id}/bands/leaving", response_class=HTMLResponse)
def ask_leaving(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the form that ends the payments."""
    parts.gate.check_works_on(who, case_id)
    return _leaving(request, parts, who, case_id, Form())


@router.post("/cases/{case_id}/bands/leaving", response_class=HTMLResponse)
async def leave(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Record the day on which a child or young person left."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    form = await _sent(request)

    def work() -> Response:
        answers = read((views.LEFT,), form.raw, parts.today())
        form.errors |= answers.errors
        if not form.errors:
            left, because = date.fromisoformat(answers.fields["left_on"]), form.first("because")
            if _kept(
                form,
                lambda: banding.end(parts.database, case_id, left, who.id, because, parts.today()),
                "because",
            ):
                return _to(case_id, "left")
        return _leaving(request, parts, who, case_id, form)

    return await asyncio.to_thread(work)


async def _keep_profile(request: Request, parts: Parts, who: Person, case_id: str, kind: str) -> Response:
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    form = await _sent(request)

    def work() -> Response:
        with parts.database.read() as session:
            found = banding.of_case(session, case_id, parts.today())
            framework = _framework(session, parts, found, form.first("framework"), kind)
        if framework is None:
            form.errors["framework"] = "Select a framework"
        elif _kept(
            form,
            lambda: banding.profile(
                parts.database, case_id, views.given_profile(framework, form), who.id, parts.today(), kind
            ),
            framework.categories[0].id,
        ):
            return _to(case_id, "second" if kind == "second" else "profiled")
        return _profile(request, parts, who, case_id, form.first("framework"), form, kind=kind)

    return await asyncio.to_thread(work)


def _profile(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    wanted: str,
    form: Form | None = None,
    *,
    kind: str = "profile",
) -> HTMLResponse:
    with parts.database.read() as session:
        found = banding.of_case(session, case_id, parts.today())
        framework = _framework(session, parts, found, wanted, kind)
        choices = money.offered(session, parts.today())
        named = banding.setting_named(session, case_id).removeprefix("urn-")
        setting = settings.setting_of(session, named) if named else None
    if framework is None:
        shown: dict[str, Any] = {"choices": choices, "errors": form.errors if form else {}}
        return _page(
            request,
            parts,
            (who, case_id),
            "case_bands_framework.html",
            "Choose a framework of bands",
            shown,
        )
    if form is None:
        setting_type = framework.type_of_kind(setting.kind if setting else None)
        before = found if kind == "profile" else CaseMoney((), None, (), None, found.plan)
        form = views.first_profile(framework, before, setting_type)
    title = "Profile the needs" if kind == "profile" else "Band this case again"
    shown = {**views.profile_page(framework, found, form), "kind": kind, "plan": found.plan}
    return _page(request, parts, (who, case_id), "case_bands_profile.html", title, shown)  # fmt: skip


def _framework(session: Session, parts: Parts, found: CaseMoney, wanted: str, kind: str) -> Framework | None:
    """Return the framework of a form; None if the person must choose one. Raises ActRefused if there is none."""
    if kind == "second":
        if found.now is None:
            raise ActRefused("The case has no decision on a band, so there is nothing to band again.")
        return money.version_of(session, found.now.record.framework, found.now.record.version)
    offered = money.offered(session, parts.today())
    if not wanted and len(offered) > 1:
        return None
    if wanted and all(one.id != wanted for one in offered):
        return None
    return money.choose(session, wanted or None, parts.today(), None)


def _decision(
    request: Request, parts: Parts, who: Person, of: tuple[str, CaseMoney, Framework], form: Form
) -> HTMLResponse:
    case_id, found, framework = of
    with parts.database.read() as session:
        panels = panels_of(session, case_id, parts.today())
    shown = views.decision_page(framework, found, form, parts.today(), panels)
    setting = views.setting_asked(parts.database, form)
    wrong = form.errors.get("setting")
    shown["setting"] = setting.refused(wrong) if wrong else setting.blank
    return _page(request, parts, (who, case_id), "case_bands_decision.html", "Decide the band", shown)


def _reads(parts: Parts, who: Person, process_id: str) -> bool:
    """Return whether a person may read a process."""
    process = process_of(process_id)
    return process is not None and parts.gate.may(who, process.rights.see, process_id)


def _leaving(request: Request, parts: Parts, who: Person, case_id: str, form: Form) -> HTMLResponse:
    with parts.database.read() as session:
        found = banding.of_case(session, case_id, parts.today())
    if not any(one.paid_to is None for one in found.decisions):
        raise ActRefused("The case has no decision that pays now, so there is nothing to end.")
    shown = {"raw": form, "errors": form.errors, "targets": views.TARGETS}
    return _page(request, parts, (who, case_id), "case_bands_leaving.html", "Record leaving", shown)


def _page(
    request: Request, parts: Parts, of: tuple[Person, str], template: str, title: str, shown: dict[str, Any]
) -> HTMLResponse:
    who, case_id = of
    return html(
        request,
        template,
        status=400 if shown["errors"] else 200,
        title=title,
        case_id=case_id,
        case_title=child_name(Desk(parts.database, case_id, who.id)),
        **shown,
    )


def _kept(form: Form, work: Callable[[], Any], field: str) -> bool:
    """Do the work. A refusal becomes an error of its field, or else of the field that is given."""
    try:
        work()
    except WrongField as wrong:
        form.errors[wrong.field] = str(wrong).removesuffix(".")
    except ActRefused as refusal:
        form.errors[field] = str(refusal).removesuffix(".")
    return not form.errors


async def _sent(request: Request) -> Form:
    form = await request.form()
    names = dict.fromkeys(form.keys())
    return Form({name: [str(value) for value in form.getlist(name)] for name in names})


def _to(case_id: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"/cases/{case_id}/bands?done={done}", status_code=303)
