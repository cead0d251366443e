"""The council's policy as it is now, every version that it had, and the cases that have still to be told of its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from casework.authority.local_policy import SHIPPED, LocalPolicy
from casework.case.alert_steps import as_codes
from records.tables import CASES, POLICY_CASES, POLICY_VERSIONS, STARTS
from records.upsert import upsert

LOCAL = "policy"
"""The part of a version that holds the policy itself. The others repeat what was loaded with it."""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version of the policy: its content, when it was made, who made it and why, and what it did to open cases."""

    version: int
    content: dict[str, Any]
    changed_at: datetime
    by: str
    because: str
    effects: list[str]


def policy_now(session: Session) -> LocalPolicy:
    """Return the policy that is in force, or that of the program."""
    content = session.scalar(
        select(POLICY_VERSIONS.c.content).order_by(POLICY_VERSIONS.c.version.desc()).limit(1)
    )
    return LocalPolicy.model_validate(content[LOCAL]) if content else SHIPPED


def version_now(session: Session) -> int:
    """Return the number of the version that is in force, 0 before the first."""
    return session.scalar(select(func.max(POLICY_VERSIONS.c.version))) or 0


def versions(session: Session) -> list[PolicyVersion]:
    """Return every version, newest first."""
    query = select(POLICY_VERSIONS).order_by(POLICY_VERSIONS.c.version.desc())
    return [PolicyVersion(**row) for row in session.execute(query).mappings()]


def keep_version(session: Session, made: PolicyVersion) -> None:
    """Store a version, which is in force from now on."""
    row = {
        "version": made.version, "content": made.content, "changed_at": made.changed_at, "by": made.by,
        "because": made.because, "effects": made.effects,
    }  # fmt: skip
    session.execute(insert(POLICY_VERSIONS).values(row))


def tell_open_cases(session: Session, version: int) -> int:
    """Have the worker tell every open case, and every case that is about to start, of a version. Returns their number."""
    session.execute(delete(POLICY_CASES))
    known = select(CASES.c.case_id).where(CASES.c.closed_on.is_(None))
    ids = set(session.scalars(known.union(select(STARTS.c.case_id))))
    if ids:
        session.execute(insert(POLICY_CASES), [{"case_id": one, "version": version} for one in sorted(ids)])
    return len(ids)


def tell_new_case(session: Session, case_id: str) -> None:
    """Have the worker tell a case that is about to start of the steps in force, if they are not those of the program."""
    if policy_now(session).ladders != SHIPPED.ladders:
        row = {"case_id": case_id, "version": version_now(session)}
        upsert(session, POLICY_CASES, row, key=("case_id",))


def steps_of_version(session: Session, version: int) -> list[str]:
    """Return the steps of a version as codes."""
    query = select(POLICY_VERSIONS.c.content).where(POLICY_VERSIONS.c.version == version)
    content: dict[str, Any] = session.execute(query).scalar_one()
    return as_codes(LocalPolicy.model_validate(content[LOCAL]).ladders.alert_steps)


def is_starting(session: Session, case_id: str) -> bool:
    """Whether a case is registered, and its workflow not known to run."""
    return session.scalar(select(STARTS.c.case_id).where(STARTS.c.case_id == case_id)) is not None


def cases_to_tell(session: Session, limit: int) -> list[tuple[str, int]]:
    """Return cases that have still to be told, each with the version."""
    query = select(POLICY_CASES.c.case_id, POLICY_CASES.c.version).order_by(POLICY_CASES.c.case_id)
    return [(str(case_id), version) for case_id, version in session.execute(query.limit(limit))]


def count_to_tell(session: Session) -> int:
    """Return how many cases have still to be told."""
    return session.scalar(select(func.count()).select_from(POLICY_CASES)) or 0


def told(session: Session, case_id: str, version: int) -> None:
    """Record that a case was told of a version, or is closed."""
    of_version = (POLICY_CASES.c.case_id == case_id, POLICY_CASES.c.version == version)
    session.execute(delete(POLICY_CASES).where(*of_version))
