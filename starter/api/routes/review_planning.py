"""The reviews of many plans: their counts, the year planner with the days to accept, and the reviews of one setting."""

# Annotations are not postponed here: FastAPI reads rights that are made for each group.

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from casework.access.permissions import Person, Right
from casework.processes.group import Group
from casework.processes.registry import GROUPS, has_reviews
from casework.reviews.open_counts import COUNTS
from casework.reviews.planning_policy import chosen_policy
from office import review_planning
from office.dependencies import Parts
from starter.api.idempotency import Idempotent
from starter.api.models import review_planning as told
from starter.api.models.base import CODE
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

Here = Annotated[Parts, Depends(the_parts)]
Counts = Annotated[Person, holding(Right.SEE_CASELOAD)]
Plans = Annotated[Person, holding(Right.ACT)]
AWeek = Annotated[
    int | None, Query(ge=1, le=25, description="How many meetings an officer can attend in a week.")
]
Early = Annotated[
    int | None, Query(ge=0, le=9, description="How many months before its latest day a meeting may be planned.")
]  # fmt: skip
_READS = documented(401, 403, 409, 422, 429, 503)


def routers() -> tuple[APIRouter, ...]:
    """The operations of each group that has reviews."""
    return tuple(_router_of(group) for group in GROUPS if has_reviews(group))


def _router_of(group: Group) -> APIRouter:
    router = APIRouter(tags=[group.pages])
    _add_counts(router, group)
    _add_counted(router, group)
    _add_planner(router, group)
    _add_withdrawal(router, group)
    _add_setting(router, group)
    return router


Since = Annotated[
    date | None, Query(alias="from", description="By default 1 January of the year of the last day.")
]
Until = Annotated[date | None, Query(description="By default today.")]


def _period(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    last = until or today
    return since or date(last.year, 1, 1), last


def _add_counts(router: APIRouter, group: Group) -> None:
    @router.get(f"/{group.path}/counts", summary=f"How many {group.path} are done and open", responses=_READS)
    def count_reviews(
        parts: Here,
        person: Counts,
        since: Since = None,
        until: Until = None,
    ) -> told.ReviewCounts:
        """Done, not done, open over 6, 12 and 24 months, and as the Department publishes them. Only cases that you may see count."""
        first, last = _period(since, until, parts.today())
        with parts.database.read() as session:
            found = review_planning.counts(session, person, first, last, last.year)
        return told.ReviewCounts.model_validate(found)


def _add_counted(router: APIRouter, group: Group) -> None:
    @router.get(f"/{group.path}/counts/{{count}}", summary=f"The {group.path} in one count", responses=_READS)
    def list_counted_reviews(
        count: Annotated[str, Path(pattern=CODE, description=f"One of {', '.join(COUNTS)}.")],
        parts: Here,
        person: Counts,
        since: Since = None,
        until: Until = None,
    ) -> told.ReviewsInCount:
        """The reviews that are counted, without names: as many as the count of the same period."""
        first, last = _period(since, until, parts.today())
        with parts.database.read() as session:
            found = review_planning.counted_reviews(session, person, first, last, count)
        rows = [review_planning.review_as_json(one) for one in found]
        return told.ReviewsInCount.model_validate({"count": count, "reviews": rows})


def _add_planner(router: APIRouter, group: Group) -> None:
    @router.get(f"/{group.path}/planner", summary="The proposed days of meetings", responses=_READS)
    def plan_reviews(
        parts: Here,
        person: Plans,
        officer: Annotated[str | None, Query(pattern=CODE, description="Only theirs.")] = None,
        setting: Annotated[str | None, Query(pattern=CODE, description="Only of this setting.")] = None,
        meetings_a_week: AWeek = None,
        months_early: Early = None,
    ) -> told.YearPlanner:
        """A day for each open review without a meeting, spread over the months. Nothing is recorded, and the law is not moved."""
        policy = chosen_policy(meetings_a_week, months_early)
        with parts.database.read() as session:
            found = review_planning.planned(session, person, policy, parts.today())
        shown = [
            review_planning.proposal_as_json(one)
            for one in found
            if officer in (None, one.review.officer) and setting in (None, one.review.setting)
        ]
        return told.YearPlanner.model_validate({"proposals": shown})

    @router.post(
        f"/{group.path}/planner/accepted",
        summary="Accept proposed days",
        response_model=told.DaysAccepted,
        responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    )
    async def accept_days(body: told.DaysToAccept, parts: Here, person: Plans, once: Idempotent) -> Response:
        """Keep the days, all or none. A day that is no longer proposed is refused. No meeting is arranged by it."""
        chosen = {one.review: one.on for one in body.days}
        policy = chosen_policy(body.meetings_a_week, body.months_early)

        async def work() -> tuple[int, told.DaysAccepted]:
            await asyncio.to_thread(review_planning.accept, parts.gate, person, chosen, policy, parts.today())
            return 200, told.DaysAccepted(accepted=chosen)

        return await once(person, work)


def _add_withdrawal(router: APIRouter, group: Group) -> None:
    @router.post(
        f"/{group.path}/planner/withdrawn",
        summary="Withdraw accepted days",
        response_model=told.DaysWithdrawn,
        responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    )
    async def withdraw_days(
        body: told.DaysToWithdraw, parts: Here, person: Plans, once: Idempotent
    ) -> Response:
        """Withdraw the days, all or none. A day is then proposed for each again. A meeting that is arranged stays arranged."""

        async def work() -> tuple[int, told.DaysWithdrawn]:
            await asyncio.to_thread(review_planning.withdraw, parts.gate, person, body.reviews, parts.today())
            return 200, told.DaysWithdrawn(withdrawn=body.reviews)

        return await once(person, work)


def _add_setting(router: APIRouter, group: Group) -> None:
    @router.get(
        f"/{group.path}/settings/{{setting}}", summary=f"The open {group.path} of a setting", responses=_READS
    )
    def list_reviews_of_setting(
        setting: Annotated[
            str, Path(pattern=CODE, description="Such as urn-900001; none for children without a setting.")
        ],
        parts: Here,
        person: Counts,
    ) -> told.ReviewsOfOneSetting:
        """The reviews that are open, by the day that matters next, without names."""
        with parts.database.read() as session:
            found = review_planning.of_setting(session, person, setting)
        rows = [review_planning.review_as_json(one) for one in found]
        return told.ReviewsOfOneSetting.model_validate({"setting": setting, "reviews": rows})
