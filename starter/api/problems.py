"""Every refusal of the API as problem details (RFC 9457): a kind, a status, and one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from engine.errors import EngineError
from office.gate import NotAllowed
from office.refusals import ActedSince, ActRefused, NoSuchCase, NoSuchChild, Unconfirmed
from records.errors import AWAY, NotStorable, RecordsError, away
from statute.written_date import HOW

_LOG = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: its status, and what it is called whatever the occasion."""

    name: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The identifier of the kind."""
        return f"urn:ehcp:problem:{self.name}"


NOT_JSON = Kind("not-json", 400, "The body is not JSON")
KEY_MISSING = Kind("key-missing", 400, "An idempotency key is needed")
NOT_SIGNED_IN = Kind("not-signed-in", 401, "You are not signed in")
NOT_ALLOWED = Kind("not-allowed", 403, "You may not do this")
NOT_FOUND = Kind("not-found", 404, "There is no such thing")
WRONG_METHOD = Kind("wrong-method", 405, "This cannot be done here")
REFUSED = Kind("refused", 409, "It may not be recorded")
CLOSED = Kind("closed", 409, "The case is closed")
DUPLICATE = Kind("duplicate", 409, "There is one already")
KEY_BUSY = Kind("key-busy", 409, "The same request is being done")
MOVED_ON = Kind("moved-on", 412, "It has changed since you read it")
TOO_LARGE = Kind("too-large", 413, "The body is too large")
WRONG_MEDIA_TYPE = Kind("wrong-media-type", 415, "The body must be JSON")
NOT_VALID = Kind("not-valid", 422, "Something in the request is not right")
KEY_REUSED = Kind("key-reused", 422, "The idempotency key was used for another request")
TOO_MANY = Kind("too-many", 429, "Too many requests")
FAULT = Kind("fault", 500, "Something went wrong here")
AWAY_NOW = Kind("away", 503, "It cannot be done now")
KINDS = (
    NOT_JSON, KEY_MISSING, NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, WRONG_METHOD, REFUSED, CLOSED, DUPLICATE, KEY_BUSY,
    MOVED_ON, TOO_LARGE, WRONG_MEDIA_TYPE, NOT_VALID, KEY_REUSED, TOO_MANY, FAULT, AWAY_NOW,
)  # fmt: skip


class Fault(BaseModel):
    """One thing that is not right in a request."""

    where: Literal["body", "query", "path", "header"]
    pointer: str = Field(
        description="In the body a JSON Pointer (RFC 6901); elsewhere a slash and the name of the parameter.",
        examples=["/requests/0/received_on"],
    )
    sentence: str = Field(description="What is wrong with it.", examples=["It is missing; give it."])


class Problem(BaseModel):
    """Why something was not done. Nothing was written."""

    type: str = Field(description="The kind of refusal; programs decide by it.", examples=[REFUSED.uri])
    title: str = Field(description="What this kind is called.", examples=[REFUSED.title])
    status: int = Field(description="The HTTP status again.", examples=[REFUSED.status])
    detail: str = Field(
        description="One sentence for a person: what is wrong, and what to do.",
        examples=["You cannot issue the final plan while advice is being gathered for the assessment."],
    )
    instance: str = Field(description="The address that was asked.", examples=["/api/v1/cases/case-abc/acts"])
    errors: list[Fault] | None = Field(default=None, description="Each thing that is not right in a request.")


class Refusal(Exception):  # noqa: N818 - named for what it says
    """A refusal of the API itself."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: list[Fault] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.headers, self.errors = kind, detail, dict(headers or {}), errors


def no_such(what: str, its_id: str, where: str) -> Refusal:
    """The refusal of an id that there is not, or that this person may not know of: which of the two is not told."""
    return Refusal(NOT_FOUND, f"There is no {what} {its_id!r}; GET {where} lists those that you may see.")


def not_valid(
    where: Literal["body", "query", "path", "header"], pointer: str, sentence: str, detail: str | None = None
) -> Refusal:
    """The refusal of one value of a request."""
    return Refusal(
        NOT_VALID, detail or sentence, errors=[Fault(where=where, pointer=pointer, sentence=sentence)]
    )


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that an operation may answer with, as OpenAPI describes them."""
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*statuses, 500}):
        kinds = [kind for kind in KINDS if kind.status == status]
        found[status] = {
            "description": "; or ".join(f"{kind.title} (`{kind.uri}`)" for kind in kinds),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": {
                        "type": kinds[0].uri,
                        "title": kinds[0].title,
                        "status": status,
                        "detail": f"{kinds[0].title}.",
                        "instance": "/api/v1/cases/case-abc",
                    },
                }
            },
        }
    if 401 in found:
        found[401]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Bearer"}}
    for status in {429, 503} & set(found):
        found[status]["headers"] = {
            "Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait."}
        }
    return found


def answer(request: Request, refusal: Refusal) -> Response:
    """A refusal as it is sent."""
    problem = Problem(
        type=refusal.kind.uri,
        title=refusal.kind.title,
        status=refusal.kind.status,
        detail=refusal.detail,
        instance=request.url.path,
        errors=refusal.errors,
    )
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True),
        refusal.kind.status,
        headers={"Cache-Control": "no-store", **refusal.headers},
        media_type=MEDIA_TYPE,
    )


def install(app: FastAPI) -> None:
    """Answer every exception of an app as a problem."""

    def on(kind: type[Exception], made: Any) -> None:
        async def handle(request: Request, failure: Exception) -> Response:
            return answer(request, made(failure))

        app.add_exception_handler(kind, handle)

    on(Refusal, lambda failure: failure)
    on(NotAllowed, lambda failure: Refusal(NOT_ALLOWED, str(failure)))
    on(
        NoSuchCase,
        lambda failure: Refusal(NOT_FOUND, "There is no such case; GET /cases lists those that you may see."),
    )
    on(
        NoSuchChild,
        lambda failure: Refusal(NOT_FOUND, "There is no such child, or none that you may see."),
    )
    on(ActedSince, _of_moving_on)
    on(ActRefused, lambda failure: Refusal(REFUSED, str(failure)))
    on(RequestValidationError, _of_validation)
    on(HTTPException, _of_http)
    on(Unconfirmed, lambda failure: server_away())
    on(NotStorable, lambda failure: Refusal(NOT_VALID, str(failure)))
    on(OverflowError, lambda _: Refusal(NOT_VALID, "A number or date is out of range; write a smaller one."))
    on(RecordsError, lambda failure: _away(str(failure)))
    on(EngineError, lambda failure: _away(str(failure)))
    on(
        RPCError,
        lambda failure: _away(
            "The Temporal server does not answer; repeat the request with the same Idempotency-Key."
        ),
    )
    for kind in AWAY:
        on(kind, lambda failure: _away(away(failure)))
    on(Exception, _of_fault)


def too_large() -> Refusal:
    """The refusal of a body that is not read to its end."""
    return Refusal(TOO_LARGE, "The body is too large; send less in one request.")


def server_away() -> Refusal:
    """The refusal of an act that was not confirmed in time."""
    return _away("No worker has confirmed it in time; repeat the request with the same Idempotency-Key.")


def _away(detail: str) -> Refusal:
    return Refusal(AWAY_NOW, detail, headers={"Retry-After": str(_RETRY_SECONDS)})


def _of_moving_on(failure: ActedSince) -> Refusal:
    etag = {} if failure.now is None else {"ETag": f'"{failure.now}"'}
    return Refusal(MOVED_ON, str(failure), headers=etag)


def _of_fault(failure: Exception) -> Refusal:
    _LOG.error("api_fault", kind=type(failure).__name__)
    return Refusal(
        FAULT, "Something went wrong here, and it is in the log; try again, and tell ops if it stays."
    )


def _of_http(failure: HTTPException) -> Refusal:
    headers = dict(failure.headers or {})
    match failure.status_code:
        case 400:
            return Refusal(NOT_JSON, "The body is not JSON; check its commas, quotes and brackets.")
        case 404:
            return Refusal(
                NOT_FOUND, "There is nothing at this address; /openapi.json lists those that there are."
            )
        case 405:
            return Refusal(WRONG_METHOD, "This address does not take that method.", headers=headers)
        case 413:
            return too_large()
    return Refusal(FAULT, str(failure.detail), headers=headers)


def _of_validation(failure: RequestValidationError) -> Refusal:
    found = failure.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return Refusal(NOT_JSON, "The body is not JSON; check its commas, quotes and brackets.")
    faults = [_fault(each) for each in found]
    keyless = next((each for each in faults if each.pointer.lower() == "/idempotency-key"), None)
    if keyless is not None and found[faults.index(keyless)]["type"] == "missing":
        return Refusal(
            KEY_MISSING,
            "Give an Idempotency-Key header, such as a new UUID, so that a repetition is one request.",
            errors=faults,
        )
    return invalid(faults)


def invalid(faults: list[Fault]) -> Refusal:
    """The refusal of a request for what is not right in it: the first is the sentence, and all are listed."""
    first = faults[0]
    name = first.pointer.rpartition("/")[2] or "the body"
    return Refusal(NOT_VALID, f"{name}: {first.sentence}", errors=faults)


def faults_of(failure: ValidationError, within: str = "") -> list[Fault]:
    """What is not right in a body that was read by a model of its own."""
    return [
        Fault(where="body", pointer=within + _pointer(each["loc"]), sentence=_sentence(dict(each)))
        for each in failure.errors()
    ]


_PLACES: Mapping[object, Literal["query", "path", "header"]] = {
    "query": "query",
    "path": "path",
    "header": "header",
}


def _fault(each: Mapping[str, Any]) -> Fault:
    where = _PLACES.get(each["loc"][0], "body")
    return Fault(where=where, pointer=_pointer(each["loc"][1:]), sentence=_sentence(each))


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)


def _sentence(each: Mapping[str, Any]) -> str:
    if each["type"] == "value_error":
        said = str(each["ctx"]["error"])
        return said if said.endswith(".") else f"{said}."
    if each["type"].startswith("date_"):
        return f"It is not a date; {HOW}."
    known = {
        "missing": "It is missing; give it.",
        "extra_forbidden": "It is not known; correct its spelling or leave it out.",
        "string_type": "It must be text.",
        "string_too_short": "It is empty; give it.",
        "bool_type": "It must be true or false.",
        "bool_parsing": "It must be true or false.",
        "model_attributes_type": "It must be a JSON object.",
        "dict_type": "It must be a JSON object.",
        "string_pattern_mismatch": "It is not an id or a code; use letters, digits, and any of _ . - without spaces.",
    }.get(each["type"])
    return known or f"{str(each['msg']).rstrip('.')}."
