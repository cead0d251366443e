"""The uploaded documents of a case: name, hash and who added each.

The files are stored by hash outside the database.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.tables import DOCUMENTS
from records.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Document:
    """A document. Acts refer to it by its id, which reveals nothing about its content.

    `kind` is a code of casework/case/document_kinds.py, `author` the person who wrote it, and `answers` the adviser or
    setting whose answer it is.
    `compared` is whether it has text that was compared with the child's details; None if that is not known.
    """

    document_id: str
    case_id: str
    name: str
    type: str
    size: int
    hash: str
    by: str
    at: datetime
    kind: str | None = None
    author: str | None = None
    answers: str | None = None
    compared: bool | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """An uploaded file: its name, media type, size in bytes and the SHA-256 of its content.

    `compared` is whether it has text that was compared with the child's details.
    """

    name: str
    kind: str
    size: int
    hash: str
    compared: bool = True


def keep_document(
    session: Session, case_id: str, file: NewFile, by: str, at: datetime
) -> tuple[Document, bool]:
    """Keep a document of a case. Returns it and True, or the case's document with the same content and False."""
    made = Document(
        f"doc-{secrets.token_hex(8)}",
        case_id,
        file.name,
        file.kind,
        file.size,
        file.hash,
        by,
        at,
        compared=file.compared,
    )
    if insert_new(session, DOCUMENTS, asdict(made), key=("case_id", "hash")):
        return made, True
    query = select(DOCUMENTS).where(DOCUMENTS.c.case_id == case_id, DOCUMENTS.c.hash == file.hash)
    return Document(**session.execute(query).mappings().one()), False


def describe(
    session: Session, document_id: str, kind: str | None, author: str | None, answers: str | None
) -> Document:
    """Store the kind of a document, who wrote it and whose answer it is. Returns the document."""
    session.execute(
        update(DOCUMENTS)
        .where(DOCUMENTS.c.document_id == document_id)
        .values(kind=kind, author=author, answers=answers)
    )
    query = select(DOCUMENTS).where(DOCUMENTS.c.document_id == document_id)
    return Document(**session.execute(query).mappings().one())


def find_document(session: Session, document_id: str) -> Document | None:
    """Return a document by its id, or None."""
    row = session.execute(select(DOCUMENTS).where(DOCUMENTS.c.document_id == document_id)).mappings().first()
    return Document(**row) if row else None


def documents_of(session: Session, case_id: str) -> list[Document]:
    """Return the documents of a case, newest first."""
    query = select(DOCUMENTS).where(DOCUMENTS.c.case_id == case_id).order_by(DOCUMENTS.c.at.desc())
    return [Document(**row) for row in session.execute(query).mappings()]
