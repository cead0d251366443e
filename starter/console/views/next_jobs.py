"""The next job of each case of a list, with the link to the page that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Thing, refused
from casework.case.next_job import Job, next_job
from casework.case.stages import Stage
from records import day
from records.cases import CaseRow
from starter.console.views.act_pages import act_page


@dataclass(frozen=True, slots=True)
class NextJob:
    """A job as a list shows it. `href` is the page of its act, or None if the person may not act or there is no one act."""

    text: str
    waits: bool
    href: str | None


def next_jobs(session: Session, person: Person, rows: Sequence[CaseRow], today: date) -> dict[str, NextJob]:
    """Return the next job of each case, by case."""
    clocks = day.clocks_of(session, [row.case_id for row in rows])
    return {
        row.case_id: _shown(person, row, next_job(Stage(row.stage), clocks.get(row.case_id, ()), today))
        for row in rows
    }


def job_of(session: Session, case_id: str, stage: Stage, today: date) -> Job:
    """Return the next job of one case."""
    return next_job(stage, day.clocks_of(session, [case_id]).get(case_id, ()), today)


def _shown(person: Person, row: CaseRow, job: Job) -> NextJob:
    may = refused(person, Right.ACT, Thing(officer=row.officer, team=row.team)) is None
    href = act_page(row.case_id, job.action) if job.action and may and not job.waits else None
    return NextJob(job.text, job.waits, href)
