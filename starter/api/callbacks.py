"""What GOV.UK Notify tells of messages by itself: delivery receipts and returned letters.

It posts JSON with a bearer token that the authority chose, and tries again where it is not answered 2xx. What is told
is written down once; a message that is not ours is answered as if it were, so that a stranger cannot find out which messages are ours.
Source: https://docs.notifications.service.gov.uk/rest-api.html (callbacks).
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from activities.delivery import record_callback
from activities.providers.port import CAME_BACK
from records import outbox
from records.database import Database
from records.errors import AWAY, NotStorable, RecordsError, away

_LOG = structlog.get_logger()
_FIELDS = frozenset({"id", "notification_id", "reference", "status"})


class Receipt(BaseModel):
    """A delivery receipt. Of what it says, our reference, Notify's id and the status are kept; not the address."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(max_length=100)
    reference: str | None = Field(default=None, max_length=1000)
    status: str = Field(max_length=100, pattern=r"^[a-z-]+$")


class Returned(BaseModel):
    """A letter that came back."""

    model_config = ConfigDict(extra="ignore")

    notification_id: str = Field(max_length=100)
    reference: str | None = Field(default=None, max_length=1000)


def router(database: Database, token: str) -> APIRouter:
    """The two addresses that Notify calls: /notify/delivery and /notify/returned."""

    def trusted(authorization: Annotated[str | None, Header()] = None) -> None:
        given = (authorization or "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise HTTPException(401, "The bearer token is not the one that was agreed.")

    made = APIRouter(prefix="/notify", tags=["notify"], dependencies=[Depends(trusted)])

    @made.post("/delivery", status_code=204)
    def delivery(receipt: Receipt) -> None:
        """Notify says how an e-mail or a text message fared."""
        _write(database, receipt.reference, receipt.id, receipt.status)

    @made.post("/returned", status_code=204)
    def returned(letter: Returned) -> None:
        """Notify says that a letter came back."""
        _write(database, letter.reference, letter.notification_id, CAME_BACK)

    return made


def callbacks(database: Database, token: str) -> FastAPI:
    """The same as an application of its own, which knows no sign-in and no sessions."""
    made = FastAPI(title="Callbacks", docs_url=None, redoc_url=None, openapi_url=None)
    made.include_router(router(database, token))
    for kind in (HTTPException, RequestValidationError, RecordsError, *AWAY, Exception):
        made.add_exception_handler(kind, _refused)
    return made


async def _refused(_: Request, failure: Exception) -> Response:
    """Return the refusal of a callback as one sentence, without anything that was sent."""
    match failure:
        case RequestValidationError():
            names = [str(each) for each in failure.errors()[0]["loc"][1:] if isinstance(each, str)]
            known = next((name for name in names if name in _FIELDS), "body")
            return _sentence(
                422, f"The {known} is not as Notify sends it; send JSON with id, reference and status."
            )
        case HTTPException(status_code=400):
            return _sentence(400, "The body is not JSON; check its commas, quotes and brackets.")
        case HTTPException():
            return _sentence(failure.status_code, str(failure.detail).rstrip(".") + ".")
        case NotStorable():
            return _sentence(422, str(failure))
        case RecordsError():
            return _sentence(503, str(failure))
    if isinstance(failure, AWAY):
        return _sentence(503, away(failure))
    _LOG.error("callback_fault", fault=type(failure).__name__)
    return _sentence(500, "Something went wrong here, and it is in the log; try again.")


def _sentence(status: int, said: str) -> Response:
    return JSONResponse({"message": said}, status, headers={"Cache-Control": "no-store"})


def _write(database: Database, reference: str | None, provider_id: str, word: str) -> None:
    with database.write() as session:
        found = outbox.find(session, reference) if reference else outbox.of_provider(session, provider_id)
        if found is not None and found.provider_id in (None, provider_id):
            record_callback(session, found, "notify", provider_id, word, datetime.now(UTC))
