"""The pages of reviews of many plans, built for each group that has reviews: counts, the year planner, and those of a setting."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right, scope_of
from casework.processes.group import Group
from casework.processes.process_pages import day_of
from casework.processes.question import Question
from casework.reviews.planning_policy import PlanningPolicy, chosen_policy
from casework.reviews.year_planner import Proposal
from office import review_planning
from office.dependencies import Parts
from office.refusals import ActRefused
from starter.console.exports import MOST_ROWS
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import review_planning as views
from starter.console.views.page import export_of, html
from starter.console.views.paging import Wanted, page_number
from starter.console.views.review_planning import EVERYONE, PlannerAsked
from statute.words import short_date

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_PERIOD = (
    Question("since", "First day", "date", required=True),
    Question("until", "Last day", "date", required=True),
)
_LONGEST = 64
"""The longest id in an address."""
_TITLE = "Year planner of reviews"


def add_planning(router: APIRouter, group: Group) -> None:
    """Add the pages for many reviews of a group at once."""
    _add_counts(router, group)
    _add_counted(router, group)
    _add_planner(router, group)
    _add_settings(router, group)


def _add_counts(router: APIRouter, group: Group) -> None:
    @router.get(f"{group.shown.address}/counts")
    def counts(request: Request, parts: Here, who: Who) -> HTMLResponse:
        """Show how many reviews are done and open, for a period, and as the Department counts them for the year."""
        parts.gate.check(who, Right.SEE_CASELOAD)
        today = parts.today()
        sent = {name: request.query_params.getlist(name) for name in request.query_params}
        begins = day_of("since", date(today.year, 1, 1)) | day_of("until", today)
        answers = given.read(_PERIOD, sent if any("-" in name for name in sent) else begins, today)
        shown: dict[str, Any] = {}
        errors = dict(answers.errors)
        if not errors:
            first, last = (date.fromisoformat(answers.fields[name]) for name in ("since", "until"))
            try:
                with parts.database.read() as session:
                    shown = views.counted(review_planning.counts(session, who, first, last, last.year))
                shown |= {"since": first, "last": last}
            except ActRefused as why:
                errors = {"until": str(why)}
        return html(
            request,
            "review_counts.html",
            status=400 if errors else 200,
            title="Review counts",
            **_place(who, group),
            questions=_PERIOD,
            answers=given.Answers(answers.raw, None, None, {}, errors),
            targets={one.name: f"{one.name}-day" for one in _PERIOD},
            today=today,
            **shown,
        )


def _add_counted(router: APIRouter, group: Group) -> None:
    at = f"{group.shown.address}/counts"

    @router.get(f"{at}/{{count}}")
    def counted(
        request: Request, parts: Here, who: Who, count: str, since: str = "", until: str = ""
    ) -> HTMLResponse:
        """Show the reviews in one count of a period, by default this year: as many as the count says."""
        parts.gate.check(who, Right.SEE_CASELOAD)
        today = parts.today()
        first, last = _day(since, date(today.year, 1, 1)), _day(until, today)
        with parts.database.read() as session:
            found = review_planning.counted_reviews(session, who, first, last, count)
            known = views.names(session, who, (), [one.review.case for one in found])
        title = views.count_in_words(count)
        _note(parts, who, title, known)
        period = {**day_of("since", first), **day_of("until", last)}
        more: dict[str, Any] = {
            "back_text": "Back to the counts",
            "back_to": f"{at}?{urlencode(period, doseq=True)}",
            "caption": f"{len(found)} from {short_date(first)} to {short_date(last)}",
            "nothing": "No review is in this count.",
        }
        rows = views.of_setting(found, known, parts.today())
        return html(request, "review_setting.html", title=title, rows=rows, **_place(who, group), **more)


def _add_planner(router: APIRouter, group: Group) -> None:
    at = f"{group.shown.address}/planner"

    @router.get(at)
    def planner(
        request: Request, parts: Here, who: Who, accepted: str = "", withdrawn: str = ""
    ) -> HTMLResponse:
        """Show a proposed day for each review without a meeting, by month, officer and setting."""
        parts.gate.check(who, Right.ACT)
        done = accepted if accepted.isascii() and accepted.isdecimal() and len(accepted) < 4 else ""
        sent = {name: value for name, value in request.query_params.items() if name != "withdrawn"}
        return _planner_page(
            request, parts, who, group, sent, said={"done": done, "withdrawn": bool(withdrawn)}
        )

    @router.post(at)
    async def accept(request: Request, parts: Here, who: Who) -> Response:
        """Show the chosen days before they are accepted; on the last step accept them."""
        await asyncio.to_thread(parts.gate.check, who, Right.ACT)
        sent = await request.form()
        asked = {
            name: str(value)
            for name, value in sent.items()
            if name not in ("csrf", "step", "day", "withdraw")
        }
        if withdraw := str(sent.get("withdraw") or "")[:_LONGEST]:
            return await asyncio.to_thread(_withdraw, request, parts, who, group, asked, withdraw)
        days = [str(value) for value in sent.getlist("day")]
        return await asyncio.to_thread(_answer, request, parts, who, group, asked, days, sent.get("step"))


def _add_settings(router: APIRouter, group: Group) -> None:
    at = f"{group.shown.address}/settings"

    @router.get(at)
    def settings(request: Request, parts: Here, who: Who) -> HTMLResponse:
        """Show each setting with its number of open reviews."""
        parts.gate.check(who, Right.SEE_CASELOAD)
        with parts.database.read() as session:
            found = review_planning.by_setting(session, who)
            known = views.names(session, who, [one.setting for one in found])
        title = "Reviews by school or college"
        rows = views.by_setting(found, known)
        return html(request, "review_settings.html", title=title, rows=rows, **_place(who, group))

    @router.get(f"{at}/{{setting_id}}")
    def of_setting(request: Request, parts: Here, who: Who, setting_id: str) -> HTMLResponse:
        """Show the open reviews of one setting."""
        parts.gate.check(who, Right.SEE_CASELOAD)
        with parts.database.read() as session:
            found = review_planning.of_setting(session, who, setting_id)
            setting = None if setting_id == review_planning.NO_SETTING else setting_id
            known = views.names(session, who, [setting], [one.review.case for one in found])
        title = f"Reviews of {known.setting(setting)}" if setting else "Reviews without a school or college"
        _note(parts, who, title, known)
        rows = views.of_setting(found, known, parts.today())
        more: dict[str, Any] = {
            "back_text": "Back to all schools and colleges",
            "back_to": at,
            "caption": f"{len(rows)} open",
            "nothing": "Nothing of this school or college is open in the cases that you may see.",
        }
        return html(request, "review_setting.html", title=title, rows=rows, **_place(who, group), **more)


def _answer(
    request: Request,
    parts: Parts,
    who: Person,
    group: Group,
    asked: dict[str, str],
    days: Sequence[str],
    step: object,
) -> Response:
    """Return the page that comes after a choice of days: the list with an error, the check page, or the list afterwards."""
    try:
        chosen = _chosen(days)
        if not chosen:
            raise ActRefused("Select at least one day")
        planner = _asked(who, group, asked, ())
        policy = _policy(planner)
        found = _proposals(parts, who, policy)
        picked = [one for one in found if chosen.get(one.id) is not None and chosen[one.id] == one.on]
        if len(picked) != len(chosen):
            raise ActRefused("The proposals have changed. Look at the list again and select the days")
        if step == "record":
            number = review_planning.accept(parts.gate, who, chosen, policy, parts.today())
            return RedirectResponse(planner.address(accepted=str(number)), status_code=303)
    except ActRefused as why:
        return _planner_page(request, parts, who, group, asked, error=str(why))
    with parts.database.read() as session:
        cases = [one.review.case for one in picked]
        known = views.names(session, who, [one.review.setting for one in picked], cases)
    _note(parts, who, _TITLE, known)
    rows = [views.row(one, known) for one in picked]
    return html(
        request,
        "review_planner_check.html",
        title="Check before you accept",
        back=planner.address(),
        to=f"{planner.at}/planner",
        kept=planner.query(),
        rows=rows,
    )


def _withdraw(
    request: Request, parts: Parts, who: Person, group: Group, asked: dict[str, str], review: str
) -> Response:
    """Withdraw the accepted day of a review, and return the list with the day that is proposed now."""
    try:
        review_planning.withdraw(parts.gate, who, [review], parts.today())
    except ActRefused as why:
        return _planner_page(request, parts, who, group, asked, error=str(why))
    return RedirectResponse(_asked(who, group, asked, ()).address(withdrawn="1"), status_code=303)


_NOTHING_SAID: Mapping[str, object] = {"done": "", "withdrawn": False}


def _planner_page(
    request: Request,
    parts: Parts,
    who: Person,
    group: Group,
    sent: dict[str, str],
    *,
    said: Mapping[str, object] = _NOTHING_SAID,
    error: str = "",
) -> HTMLResponse:
    policy = _policy(_asked(who, group, sent, ()))
    found = _proposals(parts, who, policy)
    asked = _asked(who, group, sent, found)
    wanted = Wanted(most=MOST_ROWS) if export_of(request) else Wanted(page_number(sent.get("page", "")))
    with parts.database.read() as session:
        settings = {one.review.setting for one in found}
        shown = [one for one in found if asked.has(one)]
        number, _ = wanted.within(len(shown))
        on_page = shown[(number - 1) * wanted.most : number * wanted.most]
        known = views.names(session, who, settings, [one.review.case for one in on_page])
    _note(parts, who, _TITLE, known)
    return html(
        request,
        "review_planner.html",
        status=400 if error else 200,
        title=_TITLE,
        **_place(who, group),
        **views.planner(asked, found, known, policy, wanted),
        **said,
        error=error,
    )


def _proposals(parts: Parts, who: Person, policy: PlanningPolicy) -> tuple[Proposal, ...]:
    with parts.database.read() as session:
        return review_planning.planned(session, who, policy, parts.today())


def _asked(who: Person, group: Group, sent: dict[str, str], found: Sequence[Proposal]) -> PlannerAsked:
    """Return what is asked of the planner. An officer begins with their own reviews, if they have any."""
    text = {name: value[:_LONGEST] for name, value in sent.items()}
    mine = any(one.review.officer == who.id for one in found)
    return PlannerAsked(
        group.shown.address,
        text.get("officer") or (who.id if mine else EVERYONE),
        text.get("setting", ""),
        text.get("month", ""),
        "setting" if text.get("by") == "setting" else "officer",
        _number(text.get("meetings_a_week", "")),
        _number(text.get("months_early", "")),
    )


def _policy(asked: PlannerAsked) -> PlanningPolicy:
    """Return the local choices with those in an address; a number that is out of its range is left out."""
    try:
        return chosen_policy(asked.meetings_a_week, asked.months_early)
    except ValueError:
        return chosen_policy(None, None)


def _day(written: str, otherwise: date) -> date:
    """Return a day of an address; another one if it is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 3 else None


def _chosen(days: Sequence[str]) -> dict[str, date]:
    """Return the chosen day of each review. Raises ActRefused for one that no form sends."""
    found = {}
    for one in days:
        process_id, _, on = one.partition(" ")
        try:
            found[process_id] = date.fromisoformat(on)
        except ValueError:
            raise ActRefused(
                "Part of this form is missing. Look at the list again and select the days"
            ) from None
    return found


def _place(who: Person, group: Group) -> dict[str, Any]:
    """Return where the pages are: the address of the list, and whether the person may open it and the planner."""
    return {
        "at": group.shown.address,
        "back": group.shown.page.back,
        "may_open": scope_of(who, group.rights.see) is not None,
        "may_plan": scope_of(who, Right.ACT) is not None,
    }


def _note(parts: Parts, who: Person, title: str, known: views.Names) -> None:
    """Log that names were read, if any are shown."""
    if known.children:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"{title}: {', '.join(sorted(known.children))}")
