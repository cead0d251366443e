"""The documents of a case: what each is called, its hash, and who gave it. The files lie beside the database, by hash."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import DOCUMENTS
from records.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Document:
    """A document. Acts name it by its id, which says nothing of what is in it."""

    document_id: str
    case_id: str
    name: str
    type: str
    size: int
    hash: str
    by: str
    at: datetime


def keep_document(
    session: Session, case_id: str, name: str, kind: str, size: int, digest: str, by: str, at: datetime
) -> tuple[Document, bool]:
    """Keep a document of a case: it and True, or the one with the same content that the case had and False."""
    made = Document(f"doc-{secrets.token_hex(8)}", case_id, name, kind, size, digest, by, at)
    if insert_new(session, DOCUMENTS, asdict(made), key=("case_id", "hash")):
        return made, True
    query = select(DOCUMENTS).where(DOCUMENTS.c.case_id == case_id, DOCUMENTS.c.hash == digest)
    return Document(**session.execute(query).mappings().one()), False


def find_document(session: Session, document_id: str) -> Document | None:
    """A document by its id, or None."""
    row = session.execute(select(DOCUMENTS).where(DOCUMENTS.c.document_id == document_id)).mappings().first()
    return Document(**row) if row else None


def documents_of(session: Session, case_id: str) -> list[Document]:
    """The documents of a case, the newest first."""
    query = select(DOCUMENTS).where(DOCUMENTS.c.case_id == case_id).order_by(DOCUMENTS.c.at.desc())
    return [Document(**row) for row in session.execute(query).mappings()]
