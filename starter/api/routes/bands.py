"""Bands and tariffs: frameworks, the band of a case, payments, simulation and moderation. Local policy, not law."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Response

from casework.access.permissions import Person, Right
from casework.money.pence import amount_read
from office import band_reports, band_views, banding, money
from office.dependencies import Parts
from office.team_scope import team_scope
from starter.api.idempotency import Idempotent
from starter.api.models import bands as told
from starter.api.models.base import CaseId
from starter.api.problems import NOT_VALID, Fault, Refusal, documented, not_valid
from starter.api.routes.cases import let_see
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["bands"])
T = TypeVar("T")
Here = Annotated[Parts, Depends(the_parts)]
Manager = Annotated[Person, holding(Right.SET_BANDS)]
Officer = Annotated[Person, holding(Right.ACT)]
_READ = documented(401, 403, 422, 429, 503)
_OF_CASE = documented(401, 403, 404, 422, 429, 503)
_WRITE = documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@router.get("/bands/frameworks", summary="The frameworks of bands", responses=_READ)
def list_frameworks(parts: Here, person: Annotated[Person, holding(Right.SEE_CASELOAD)]) -> told.Frameworks:
    """Every version of every framework that is loaded."""
    with parts.database.read() as session:
        rows = [money.framework_as_json(one, parts.today()) for one in money.loaded(session)]
    return told.Frameworks.model_validate({"frameworks": rows})


@router.post(
    "/bands/frameworks",
    summary="Load a framework",
    status_code=201,
    response_model=told.Effect,
    responses=_WRITE,
)
async def load_framework(
    asked: told.FrameworkToLoad, parts: Here, person: Manager, once: Idempotent
) -> Response:
    """Load a version and re-price the open decisions, or with `check` tell what it would change."""
    await asyncio.to_thread(parts.gate.check, person, Right.SET_BANDS)

    def done() -> dict[str, Any]:
        if not asked.check:
            return money.effect_as_json(money.load(parts.database, asked.text, person.id, parts.today()))
        with parts.database.read() as session:
            effect = money.effect_of(session, money.read_framework(asked.text), parts.today())
        return money.effect_as_json(effect)

    return await once(person, _work(201, told.Effect, done))


@router.post(
    "/bands/switches",
    summary="Switch a framework",
    status_code=201,
    response_model=told.Frameworks,
    responses=_WRITE,
)
async def switch_framework(
    asked: told.SwitchWanted, parts: Here, person: Manager, once: Idempotent
) -> Response:
    """Switch a framework off from a day, or on again. What was decided before keeps its band and money."""
    await asyncio.to_thread(parts.gate.check, person, Right.SET_BANDS)

    def done() -> dict[str, Any]:
        money.switch_off(parts.database, asked.framework, asked.off_from, person.id, asked.reason)
        with parts.database.read() as session:
            rows = [money.framework_as_json(one, parts.today()) for one in money.loaded(session)]
        return {"frameworks": [row for row in rows if row["framework"] == asked.framework]}

    return await once(person, _work(201, told.Frameworks, done))


@router.get("/bands/schedule", summary="The payments of every case", responses=_READ)
def finance_schedule(
    parts: Here,
    person: Manager,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> told.Schedule:
    """The payment lines of the cases that you may see, to the day and the penny."""
    until = _until(last, parts)
    with parts.database.read() as session:
        lines = band_reports.lines_within(session, team_scope(person), first or date.min, until)
        rows = band_views.lines_as_json(session, lines)
    return told.Schedule.model_validate({"lines": rows})


@router.post("/bands/simulations", summary="Try a framework", responses=_WRITE)
async def simulate_framework(asked: told.SimulationWanted, parts: Here, person: Manager) -> told.Simulation:
    """What a framework would cost: total, winners and losers, by type of setting and band. Nothing is kept."""

    def done() -> dict[str, Any]:
        framework = money.read_framework(asked.text)
        if asked.cases is not None:
            cases = band_reports.cases_in(asked.cases)
        else:
            with parts.database.read() as session:
                cases = band_reports.banded_cases(session, team_scope(person), asked.on)
        found = band_reports.simulated(cases, framework, asked.on, keep_bands=asked.keep_bands)
        return band_reports.simulated_as_json(found, framework, asked.on)

    return told.Simulation.model_validate(await asyncio.to_thread(_answered, done))


@router.get("/bands/moderation", summary="A sample for a second person", responses=_READ)
def moderate(
    parts: Here,
    person: Manager,
    percent: Annotated[int, Query(ge=1, le=100)] = 10,
    seed: Annotated[str, Query(max_length=100)] = "moderation",
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> told.Moderation:
    """The sample of the decisions of some days, and how far the first and the second band agree."""
    days = (first or date.min, last or parts.today())
    with parts.database.read() as session:
        found = band_reports.moderation(session, team_scope(person), percent, seed, days)
    return told.Moderation.model_validate(band_reports.moderation_as_json(found))


@router.get("/bands/overrides", summary="Bands that people changed", responses=_READ)
def refine(parts: Here, person: Manager) -> told.Refinement:
    """The decisions that differ from the computed band, with their reasons."""
    with parts.database.read() as session:
        found = band_reports.overrides(session, team_scope(person))
    return told.Refinement.model_validate(band_reports.refinement_as_json(found))


@router.get("/bands/payments", summary="What is due and paid", responses=_READ)
def payments(parts: Here, person: Manager) -> told.Payments:
    """What is due and what was paid, for the days of every payment that was kept."""
    return told.Payments.model_validate(_compared(parts, person))


@router.post(
    "/bands/payments",
    summary="Keep what finance paid",
    status_code=201,
    response_model=told.Payments,
    responses=_WRITE,
)
async def keep_payments(
    asked: told.PaymentsToKeep, parts: Here, person: Manager, once: Idempotent
) -> Response:
    """Keep the payments of a CSV file. A payment with the same case, days and reference replaces the one before."""
    await asyncio.to_thread(parts.gate.check, person, Right.SET_BANDS)

    def done() -> dict[str, Any]:
        band_reports.keep_paid(parts.database, asked.text, team_scope(person), person.id)
        return _compared(parts, person)

    return await once(person, _work(201, told.Payments, done))


@router.get("/cases/{case_id}/bands", summary="The bands of a case", responses=_OF_CASE)
def bands_of_case(
    case_id: CaseId,
    parts: Here,
    person: Annotated[Person, holding(Right.SEE_PERSONAL)],
    to: date | None = None,
) -> told.CaseBands:
    """The profile, the decisions with their amounts, and the payments. It is personal: that it was read is logged."""
    let_see(parts, person, case_id, True)
    return told.CaseBands.model_validate(_case(parts, case_id, _until(to, parts)))


@router.post(
    "/cases/{case_id}/bands/profile",
    summary="Keep a profile of needs",
    status_code=201,
    response_model=told.Profile,
    responses=_WRITE,
)
async def keep_profile(
    case_id: CaseId, asked: told.ProfileGiven, parts: Here, person: Officer, once: Idempotent
) -> Response:
    """Keep the level of each category with its evidence, and tell the band. Section F must be written first."""
    await asyncio.to_thread(parts.gate.check_works_on, person, case_id)
    levels = {
        name: banding.GivenLevel(one.level, tuple(one.rows), one.says) for name, one in asked.levels.items()
    }
    given = banding.GivenProfile(asked.setting_type, levels, asked.framework)
    kind = "second" if asked.second else "profile"

    def done() -> dict[str, Any]:
        made = banding.profile(parts.database, case_id, given, person.id, parts.today(), kind)
        return band_views.profile_as_json(made)

    return await once(person, _work(201, told.Profile, done))


@router.post(
    "/cases/{case_id}/bands/decision",
    summary="Decide a band",
    status_code=201,
    response_model=told.Decision,
    responses=_WRITE,
)
async def decide(
    case_id: CaseId, asked: told.DecisionGiven, parts: Here, person: Officer, once: Idempotent
) -> Response:
    """Decide the band of a case and freeze its amounts. It changes no date and no word of the plan."""
    await asyncio.to_thread(parts.gate.check_works_on, person, case_id)
    try:
        extra = amount_read(asked.extra)
    except ValueError as wrong:
        raise not_valid("body", "/extra", f"{wrong}.") from None
    given = banding.GivenDecision(**{**asked.model_dump(), "extra": extra})

    def done() -> dict[str, Any]:
        made = banding.decide(parts.database, case_id, given, person.id, parts.today())
        return band_views.decision_as_json(made, parts.today())

    return await once(person, _work(201, told.Decision, done))


@router.post(
    "/cases/{case_id}/bands/ending",
    summary="End the payments",
    status_code=201,
    response_model=told.Decision,
    responses=_WRITE,
)
async def end_payments(
    case_id: CaseId, asked: told.EndingGiven, parts: Here, person: Officer, once: Idempotent
) -> Response:
    """End what is paid on the day that the child or young person left."""
    await asyncio.to_thread(parts.gate.check_works_on, person, case_id)

    def done() -> dict[str, Any]:
        made = banding.end(parts.database, case_id, asked.left_on, person.id, asked.reason, parts.today())
        return band_views.decision_as_json(made, parts.today())

    return await once(person, _work(201, told.Decision, done))


def _work(status: int, model: Any, done: Callable[[], dict[str, Any]]) -> Any:
    async def work() -> tuple[int, Any]:
        return status, model.model_validate(await asyncio.to_thread(_answered, done))

    return work


def _answered(done: Callable[[], T]) -> T:
    """Do it. Raises Refusal with each fault of a file, or with the field that is wrong."""
    try:
        return done()
    except money.BadFile as bad:
        faults = [Fault(where="body", pointer="/text", sentence=one) for one in bad.faults]
        raise Refusal(NOT_VALID, str(bad), errors=faults) from None
    except banding.WrongField as wrong:
        raise not_valid("body", _pointer(wrong.field), str(wrong)) from None


def _pointer(field: str) -> str:
    if (
        field in told.DecisionGiven.model_fields
        or field in told.ProfileGiven.model_fields
        or field == "left_on"
    ):
        return f"/{field}"
    category = field.removeprefix("says-")
    return f"/levels/{category}" + ("/says" if category != field else "")


def _until(last: date | None, parts: Parts) -> date:
    try:
        return band_views.last_day(last, parts.today())
    except banding.WrongField as wrong:
        raise not_valid("query", f"/{wrong.field}", str(wrong)) from None


def _case(parts: Parts, case_id: str, until: date) -> dict[str, Any]:
    with parts.database.read() as session:
        found = band_views.case_as_json(session, case_id, parts.today())
        lines = band_views.schedule_of(banding.of_case(session, case_id, parts.today()), until)
        return {**found, "schedule": band_views.lines_as_json(session, lines)}


def _compared(parts: Parts, person: Person) -> dict[str, Any]:
    with parts.database.read() as session:
        found = band_reports.reconciled(session, team_scope(person))
    return {"payments": [band_reports.compared_as_json(one) for one in found]}
