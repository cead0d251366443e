"""The console application: middleware, routes and mounted applications."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount

from engine.disk import DiskCheck
from office.dependencies import Parts
from office.rate_limits import RateLimiter
from records import cases
from records.errors import RecordsError
from starter.console import errors
from starter.console.body_limit import BodyLimit
from starter.console.csrf import check_csrf
from starter.console.kept_pages import Kept
from starter.console.middleware import RequireSignIn, SecurityHeaders
from starter.console.rate_limits import posts
from starter.console.readable_input import check_input
from starter.console.redirect_after_post import RedirectAfterPost
from starter.console.routes import ROUTERS
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance

_HERE = Path(__file__).parent
_SIGN_IN_SECONDS = 600
"""How long a person may take to sign in."""
_COMPRESS_FROM_BYTES = 1000
_THIS_MACHINE = ("127.0.0.1", "localhost")
_CHECKS = (Depends(posts), Depends(check_csrf), Depends(check_input))
"""What is checked before every page and form."""


def console(
    parts: Parts, entrance: Entrance | None = None, mounted: Mapping[str, FastAPI] | None = None
) -> FastAPI:
    """Build the console. Without an entrance no one can sign in, and only /healthz answers.

    `mounted` maps paths to other applications, such as the API.
    """
    entrance = entrance or Entrance(key=secrets.token_bytes(32))
    app = FastAPI(
        title="EHCP console",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=_CHECKS,
        routes=[
            Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
            *(Mount(path, other) for path, other in (mounted or {}).items()),
            *_pages().routes,
        ],
    )
    app.state.parts = parts
    app.state.entrance = entrance
    app.state.limits = RateLimiter()
    app.state.sessions = Sessions(parts.database, entrance)
    app.state.kept = Kept(parts.database, entrance)
    errors.register(app)
    disk = DiskCheck(parts.uploads.parent) if parts.uploads is not None else None

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        if disk is not None and disk.is_full():
            return JSONResponse({"status": "unavailable", "why": disk.sentence}, status_code=503)
        try:
            with parts.database.read() as session:
                cases.counts(session)
        except RecordsError as failure:
            return JSONResponse({"status": "unavailable", "why": str(failure)}, status_code=503)
        return JSONResponse({"status": "ok"})

    # The middleware added last runs first.
    app.add_middleware(RedirectAfterPost, kept=app.state.kept)
    app.add_middleware(RequireSignIn, sessions=app.state.sessions, kept=app.state.kept)
    app.add_middleware(
        SessionMiddleware,
        secret_key=entrance.key_for("visit").hex(),
        session_cookie="ehcp_visit",
        max_age=_SIGN_IN_SECONDS,
        path="/sign-in",
        https_only=entrance.https,
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESS_FROM_BYTES)
    app.add_middleware(SecurityHeaders, entrance=entrance)
    if entrance.loopback:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(_THIS_MACHINE))
    return app


@cache
def _pages() -> APIRouter:
    """Return every page and form. Their signatures are read once, however many consoles a process builds."""
    router = APIRouter(dependencies=_CHECKS)
    for each in ROUTERS:
        router.include_router(each)
    return router
