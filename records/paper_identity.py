"""Who a case is about, and which details of its papers a person confirmed although they are not this child's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.people.identity_check import Identity
from casework.people.parties import Party
from records import children, parties, people
from records.tables import PAPER_CONFIRMATIONS


def identity_of_case(session: Session, case_id: str) -> Identity | None:
    """Return the child and the names and addresses of the people of a case; None if no request is stored."""
    intake = people.intake_of(session, case_id)
    return identity(session, intake, parties.of_case(session, case_id)) if intake is not None else None


def identity(session: Session, intake: people.Intake, known: Iterable[Party]) -> Identity:
    """Return the child of a request, and the names and addresses of its family and of the parties of its case."""
    child = children.find(session, intake.child_id)
    details = child.current.details if child is not None else intake.details
    family = [line.strip() for line in (intake.family_name_and_address or "").splitlines() if line.strip()]
    people_of_case = list(known)
    names = (*family[:1], *(party.name for party in people_of_case))
    addresses = (
        details.address,
        "\n".join(family[1:]),
        *(party.address.postal for party in people_of_case),
    )
    return Identity(
        details,
        tuple(dict.fromkeys(each for each in names if each)),
        tuple(dict.fromkeys(each for each in addresses if each)),
    )


def confirmed_of(session: Session, paper_id: str) -> tuple[tuple[str, str], ...]:
    """Return the keys of the details that a person confirmed for a plan or document."""
    query = select(PAPER_CONFIRMATIONS.c.found).where(PAPER_CONFIRMATIONS.c.paper_id == paper_id)
    return tuple((str(what), str(found)) for what, found in session.scalar(query) or ())


def confirm(
    session: Session,
    paper_id: str,
    case_id: str,
    found: Sequence[tuple[str, str]],
    signed: tuple[str, str, datetime],
) -> None:
    """Record who confirmed the details of a paper, why and when. An earlier confirmation of the paper is replaced."""
    by, because, at = signed
    session.execute(delete(PAPER_CONFIRMATIONS).where(PAPER_CONFIRMATIONS.c.paper_id == paper_id))
    session.execute(
        insert(PAPER_CONFIRMATIONS).values(
            paper_id=paper_id,
            case_id=case_id,
            found=[list(each) for each in found],
            by=by,
            because=because,
            at=at,
        )
    )


def carry(session: Session, from_id: str, to_id: str) -> None:
    """Copy the confirmation of a paper to the next version of it, if it has one."""
    query = select(PAPER_CONFIRMATIONS).where(PAPER_CONFIRMATIONS.c.paper_id == from_id)
    row = session.execute(query).mappings().first()
    if row is not None and from_id != to_id:
        signed = (row["by"], row["because"], row["at"])
        confirm(session, to_id, row["case_id"], [tuple(each) for each in row["found"]], signed)
