"""Catalogues of standards, what cases and settings say of them, and what was withdrawn. None of it is ever changed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, insert, select, update
from sqlalchemy.orm import Session

from casework.people.parties import ATTENDED
from casework.standards.catalogue import Catalogue, as_json, catalogue_from
from casework.standards.catalogue_versions import Version
from casework.standards.links import ABOVE, EVIDENCE, PROVISION, Link
from records.canonical import digest
from records.caseload import Seen, visible
from records.children import with_details
from records.tables import (
    CASE_CATALOGUES,
    CASES,
    CHILD_DETAILS,
    INTAKES,
    PARTIES,
    STANDARD_CATALOGUES,
    STANDARD_LINKS,
    STANDARD_OFFERS,
    STANDARD_WITHDRAWALS,
)
from records.upsert import insert_new

WHOLE = "*"
"""What stands for all standards of a version in a withdrawal."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal of one standard, or of a whole version where `standard` is WHOLE, from a day on."""

    catalogue: str
    version: str
    standard: str
    on: date
    because: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A standard that a setting declares to offer, from a day on and until the day it ended."""

    offer_id: str
    urn: str
    catalogue: str
    version: str
    standard: str
    on: date
    by: str | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A link of a case with the setting that the child attends, for the report."""

    case_id: str
    kind: str
    thing: str
    catalogue: str | None
    standard: str | None
    answer: str
    area: str
    setting: str | None


def keep(session: Session, made: Catalogue, by: str | None, at: datetime) -> bool:
    """Store a version of a catalogue. Returns whether it is new. Raises ValueError if it is there with other content."""
    content = as_json(made)
    row = {
        "catalogue": made.id,
        "version": made.version,
        "status": made.status,
        "effective_from": made.effective_from,
        "effective_to": made.effective_to,
        "content": content,
        "hash": digest(content),
        "by": by,
        "at": at,
    }
    if insert_new(session, STANDARD_CATALOGUES, row, ("catalogue", "version")):
        return True
    table = STANDARD_CATALOGUES
    query = select(table.c.hash).where(table.c.catalogue == made.id, table.c.version == made.version)
    if session.scalar(query) != row["hash"]:
        raise ValueError("a version is never changed")
    return False


def find(session: Session, catalogue: str, version: str) -> Catalogue | None:
    """Return a version of a catalogue, or None."""
    table = STANDARD_CATALOGUES
    query = select(table.c.content).where(table.c.catalogue == catalogue, table.c.version == version)
    content = session.scalar(query)
    return catalogue_from(content) if content else None


def versions(session: Session) -> list[Version]:
    """Return every version with its days, in the order of its catalogue and its first day."""
    table = STANDARD_CATALOGUES
    withdrawn = {
        (one.catalogue, one.version): one.on for one in withdrawals(session) if one.standard == WHOLE
    }
    columns = (
        table.c.catalogue,
        table.c.version,
        table.c.status,
        table.c.effective_from,
        table.c.effective_to,
    )
    query = select(*columns).order_by(table.c.catalogue, table.c.effective_from, table.c.version)
    return [
        Version(*row, withdrawn_on=withdrawn.get((row.catalogue, row.version)))
        for row in session.execute(query)
    ]


def withdrawals(session: Session) -> list[Withdrawal]:
    """Return every withdrawal, oldest first."""
    query = select(STANDARD_WITHDRAWALS).order_by(STANDARD_WITHDRAWALS.c.on, STANDARD_WITHDRAWALS.c.at)
    return [Withdrawal(**row) for row in session.execute(query).mappings()]


def withdraw(session: Session, one: Withdrawal) -> bool:
    """Store a withdrawal. Returns False if it was withdrawn already."""
    return insert_new(session, STANDARD_WITHDRAWALS, asdict(one), ("catalogue", "version", "standard"))


def pinned(session: Session, case_id: str) -> dict[str, str]:
    """Return the version of each catalogue that a case keeps."""
    query = select(CASE_CATALOGUES.c.catalogue, CASE_CATALOGUES.c.version).where(
        CASE_CATALOGUES.c.case_id == case_id
    )
    return {row.catalogue: row.version for row in session.execute(query)}


def pin(session: Session, case_id: str, kept: Mapping[str, str], at: datetime) -> None:
    """Keep the versions of a case. A version that it already keeps stays."""
    for catalogue, version in kept.items():
        row = {"case_id": case_id, "catalogue": catalogue, "version": version, "at": at}
        insert_new(session, CASE_CATALOGUES, row, ("case_id", "catalogue"))


def received_since(session: Session, day: date) -> list[tuple[str, date]]:
    """Return the cases of requests received on a day or later, each with that day."""
    query = select(CASES.c.case_id, CASES.c.received_on).where(CASES.c.received_on >= day)
    return [(row.case_id, row.received_on) for row in session.execute(query)]


def link(session: Session, links: Iterable[Link]) -> None:
    """Store links of cases to standards."""
    rows = [{"link_id": f"link-{secrets.token_hex(8)}", **asdict(one)} for one in links]
    if rows:
        session.execute(insert(STANDARD_LINKS), rows)


def links_of(session: Session, case_id: str) -> list[Link]:
    """Return every link of a case, oldest first."""
    columns = [STANDARD_LINKS.c[name] for name in Link.__slots__]
    query = (
        select(*columns)
        .where(STANDARD_LINKS.c.case_id == case_id)
        .order_by(STANDARD_LINKS.c.at, STANDARD_LINKS.c.link_id)
    )
    return [Link(**row) for row in session.execute(query).mappings()]


def counted(session: Session, seen: Seen) -> list[Counted]:
    """Return the latest link of each case, thing and standard, with the setting attended, of the cases a person may see."""
    table, later = STANDARD_LINKS, STANDARD_LINKS.alias("later")
    same_standard = and_(later.c.catalogue == table.c.catalogue, later.c.standard == table.c.standard)
    newer = select(later.c.link_id).where(
        later.c.case_id == table.c.case_id,
        later.c.kind == table.c.kind,
        later.c.at > table.c.at,
        case((table.c.kind == PROVISION, later.c.thing == table.c.thing), else_=same_standard),
    )
    attended = and_(
        PARTIES.c.case_id == table.c.case_id,
        PARTIES.c.relationship == ATTENDED,
        PARTIES.c.ended_on.is_(None),
    )
    columns = (
        table.c.case_id, table.c.kind, table.c.thing, table.c.catalogue, table.c.standard, table.c.answer, table.c.area,
        PARTIES.c.name,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(CASES, CASES.c.case_id == table.c.case_id)
        .outerjoin(PARTIES, attended)
        .where(visible(seen), table.c.kind.in_((EVIDENCE, PROVISION)), ~newer.exists())
    )
    return [Counted(*row) for row in session.execute(query)]


def needs_above(session: Session) -> dict[str, str]:
    """Return the code of the main need of each child, by case, where a case says that provision is above every catalogue."""
    above = select(STANDARD_LINKS.c.case_id).where(
        STANDARD_LINKS.c.kind == PROVISION, STANDARD_LINKS.c.answer == ABOVE
    )
    query = with_details(select(INTAKES.c.case_id, CHILD_DETAILS.c.primary_need)).where(
        INTAKES.c.case_id.in_(above), CHILD_DETAILS.c.primary_need.is_not(None)
    )
    return {row.case_id: row.primary_need for row in session.execute(query)}


def offers_of(session: Session, urn: str) -> list[Offer]:
    """Return what a setting declared to offer, oldest first."""
    columns = [STANDARD_OFFERS.c[name] for name in Offer.__slots__]
    query = (
        select(*columns)
        .where(STANDARD_OFFERS.c.urn == urn)
        .order_by(STANDARD_OFFERS.c.at, STANDARD_OFFERS.c.offer_id)
    )
    return [Offer(**row) for row in session.execute(query).mappings()]


def declare(
    session: Session, urn: str, of: Collection[tuple[str, str, str]], told: Mapping[str, Any]
) -> None:
    """Store what a setting declares: catalogue, version and standard of each. `told` has `on`, `by` and `at`."""
    rows = [
        {
            "offer_id": f"offer-{secrets.token_hex(8)}",
            "urn": urn,
            "catalogue": catalogue,
            "version": version,
            "standard": standard,
            **told,
        }
        for catalogue, version, standard in of
    ]
    if rows:
        session.execute(insert(STANDARD_OFFERS), rows)


def end_offers(session: Session, offer_ids: Collection[str], on: date, by: str | None) -> None:
    """End what a setting declared, from a day on."""
    table = STANDARD_OFFERS
    where = (table.c.offer_id.in_(offer_ids), table.c.ended_on.is_(None))
    session.execute(update(table).where(*where).values(ended_on=on, ended_by=by))
