"""The evidence of plans for the local area, and what it reads of plans and placements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.inclusion_plan.evidence import Evidence
from casework.inclusion_plan.provision_wanted import ProvisionRow
from casework.settings.settings import Setting
from records.tables import INCLUSION_EVIDENCE, PLANS, PROCESSES, SETTINGS
from records.upsert import insert_new
from statute.local_time import start_of_day

_READ_AT_ONCE = 200
_URN = "urn-"
_SETTING = TypeAdapter(Setting)


class ChangedEvidence(ValueError):  # noqa: N818 - named for what is wrong
    """Stored evidence is not what it was when it was frozen."""


def keep(session: Session, found: Evidence, at: datetime) -> None:
    """Store evidence under its id. The same evidence is stored once, with the time of its first run."""
    row = {
        "evidence_id": found.id,
        "as_at": found.as_at,
        "rule_pack": found.rule_pack,
        "content": found.content,
        "made_at": at,
    }
    insert_new(session, INCLUSION_EVIDENCE, row, key=("evidence_id",))


def find(session: Session, evidence_id: str) -> Evidence | None:
    """Return evidence by its id, or None. Raises ChangedEvidence if its content no longer gives this id."""
    query = select(INCLUSION_EVIDENCE.c.content).where(INCLUSION_EVIDENCE.c.evidence_id == evidence_id)
    content = session.scalar(query)
    if content is None:
        return None
    found = Evidence.of_content(content)
    if found.id != evidence_id:
        raise ChangedEvidence(f"The stored evidence {evidence_id} was changed; restore it from a backup.")
    return found


def made_at(session: Session, evidence_id: str) -> datetime | None:
    """Return when evidence was first made, or None."""
    query = select(INCLUSION_EVIDENCE.c.made_at).where(INCLUSION_EVIDENCE.c.evidence_id == evidence_id)
    return session.scalar(query)


def provisions(session: Session, until: date) -> Iterator[ProvisionRow]:
    """Yield the provisions of Sections F, G and H in the newest version of each case's plan saved by the end of a day."""
    saved = PLANS.c.saved_at < start_of_day(until + timedelta(days=1))
    newest = (
        select(PLANS.c.case_id, func.max(PLANS.c.version).label("version"))
        .where(saved)
        .group_by(PLANS.c.case_id)
    )
    last = newest.subquery()
    query = (
        select(PLANS.c.case_id, PLANS.c.content)
        .join(last, (last.c.case_id == PLANS.c.case_id) & (last.c.version == PLANS.c.version))
        .order_by(PLANS.c.case_id)
    )
    for row in session.execute(query.execution_options(yield_per=_READ_AT_ONCE)):
        for one in _provisions_of(row.content):
            said = (str(one.get(name) or "") for name in ("who", "how_often", "how_long"))
            yield ProvisionRow(row.case_id, *said)


def _provisions_of(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    areas = (content.get("areas") or {}).values()
    for row in (*(each for area in areas for each in area.get("rows", ())), *content.get("health", ())):
        yield from row.get("provision", ())
    for row in content.get("social_care", ()):
        yield from (*row.get("h1", ()), *row.get("h2", ()))


def of_cases(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """Return kind and state of every process that belongs to a case."""
    query = select(PROCESSES.c.kind, PROCESSES.c.content).where(PROCESSES.c.case_id.is_not(None))
    return [(row.kind, row.content) for row in session.execute(query.order_by(PROCESSES.c.process_id))]


def settings_named(session: Session, codes: Iterable[str]) -> list[Setting]:
    """Return the settings of the register with some codes, such as urn-100000, by URN."""
    urns = sorted({code.removeprefix(_URN) for code in codes})
    found: list[Setting] = []
    for first in range(0, len(urns), _READ_AT_ONCE):
        query = select(SETTINGS.c.content).where(SETTINGS.c.urn.in_(urns[first : first + _READ_AT_ONCE]))
        found += [
            _SETTING.validate_python(content) for content in session.scalars(query.order_by(SETTINGS.c.urn))
        ]
    return found
