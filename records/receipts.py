"""Receipts of acts by request id, so that a repeated request gets the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import RECEIPTS
from records.upsert import insert_new


def save_receipt(session: Session, case_id: str, request_id: str, receipt: Mapping[str, Any]) -> None:
    """Store a receipt, unless one is stored already."""
    row = {"case_id": case_id, "request_id": request_id, "receipt": dict(receipt)}
    insert_new(session, RECEIPTS, row, key=("case_id", "request_id"))


def receipt_of(session: Session, case_id: str, request_id: str) -> dict[str, Any] | None:
    """Return the receipt of a request, or None."""
    query = select(RECEIPTS.c.receipt).where(
        RECEIPTS.c.case_id == case_id, RECEIPTS.c.request_id == request_id
    )
    return session.scalar(query)
