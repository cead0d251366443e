"""The API as an application: on its own in tests, mounted at /api/v1 beside the console in production."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from office.dependencies import Parts
from starter.api import problems
from starter.api.rate_limit import Pace
from starter.api.readable_input import check_input
from starter.api.routes import (
    about,
    bands,
    cases,
    children,
    early_support,
    forecast,
    inclusion_plan,
    law,
    measures,
    papers,
    past_work,
    plan_quality,
    process_lists,
    processes,
    processes_without_case,
    requests,
    review_planning,
    rolls,
    services,
    standards,
    warnings,
    webhooks,
)

LARGEST_BODY = 5_000_000
"""Bytes of a body that are read."""
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_ABOUT = """
Everything that pages and command can do with a case, for programs: the same acts, the same rights, the same refusals.

- **Tokens.** `Authorization: Bearer ehcp_...`, made with `ehcp token create`. A token has a person's roles and teams, and may be
  narrowed to some rights. A browser's session does not count here.
- **Once.** Everything that changes something takes a header `Idempotency-Key`: the same key with the same request is one effect,
  and is answered as before for a day; with another request it is refused.
- **Refusals** are problem details (RFC 9457): `type` is for programs, `detail` one sentence for people. Nothing was written.
- **Stale state.** What you read has a `sequence` (its ETag too). Give it in `If-Match`, or as `seen`, and what changed since is
  refused with 412.
- **Personal data** is told only with `personal=true`, to those who may see it, and each time is logged.
"""
_TAGS = [
    {"name": "cases", "description": "The caseload, a case, its ledger, and acts."},
    {"name": "children", "description": "A child's record with the cases, its merge and its split."},
    {"name": "requests", "description": "Requests for an assessment, which open cases."},
    {"name": "papers", "description": "Plans and tailored lists."},
    {
        "name": "bands",
        "description": "Bands and tariffs: local policy, not law. They change no date and no plan.",
    },
    *processes.tags(),
    {"name": "settings", "description": "The pupils on the roll of a school."},
    {"name": "early support", "description": "Early language support and other early support, as evidence."},
    {"name": "forecast", "description": "Estimates from this council's own past. They are not law."},
    {"name": "services", "description": "Who owes advice."},
    {"name": "law", "description": "The law without a case; nothing is stored."},
    {"name": "standards", "description": "Catalogues of standards, and what cases and settings say of them."},
    {"name": "measures", "description": "The measures of the service, and the cases behind each number."},
    {"name": "webhooks", "description": "Being told of facts."},
    {"name": "about", "description": "The API itself."},
]


def api(parts: Parts, *, loopback_webhooks: bool = False, pace: Pace | None = None) -> FastAPI:
    """The API over some parts. `loopback_webhooks` allows receivers on this machine, as in the embedded default."""
    app = FastAPI(docs_url=None, redoc_url=None, routes=_operations().routes)
    app.state.parts = replace(parts, via="api")
    app.state.pace = pace or Pace()
    app.state.loopback = loopback_webhooks
    problems.install(app)
    app.add_middleware(_Edge)
    # FastAPI's own way to change the description; the type checker knows only that a method is assigned.
    app.openapi = _description  # type: ignore[method-assign]
    return app


@cache
def _operations() -> APIRouter:
    """Return every operation. Their signatures are read once, however many applications a process builds."""
    router = APIRouter(dependencies=[Depends(check_input)])
    for each in (about, cases, past_work, children, requests, papers, plan_quality, rolls, bands):
        router.include_router(each.router)
    of_groups = (process_lists, review_planning, processes_without_case, processes)
    for made in (made for each in of_groups for made in each.routers()):
        router.include_router(made)
    for each in (
        inclusion_plan,
        early_support,
        forecast,
        warnings,
        services,
        standards,
        measures,
        law,
        webhooks,
    ):
        router.include_router(each.router)
    return router


@cache
def _description() -> dict[str, Any]:
    """Return the OpenAPI description, with the shape of every refusal."""
    content = get_openapi(
        title="EHCP orchestrator",
        version=version("ehcp"),
        openapi_version="3.1.0",
        summary="Education, Health and Care Plans: every statutory limit a timer, every date explained.",
        description=_ABOUT,
        tags=_TAGS,
        routes=_operations().routes,
        webhooks=webhooks.facts.routes,
    )
    schemas = content["components"]["schemas"]
    for model in (problems.Fault, problems.Problem):
        schemas[model.__name__] = model.model_json_schema(
            ref_template="#/components/schemas/{model}", mode="serialization"
        )
        schemas[model.__name__].pop("$defs", None)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name)  # the framework's own shape of a refusal, which nothing here answers
    for operations in content["webhooks"].values():
        operations["post"]["responses"].pop("422")
    content["servers"] = [{"url": "/api/v1"}]
    return content


class _Edge:
    """What holds for every request and answer: no body beyond the largest is read, and no answer is kept or taken for a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = 0

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise HTTPException(413)
            return message

        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > LARGEST_BODY:
            refusal = problems.answer(Request(scope), problems.too_large())
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, counted, with_headers)
