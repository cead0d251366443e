"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from starter.console.errors import said
from starter.console.sessions import Sessions

router = APIRouter()


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in(request: Request) -> HTMLResponse:
    """How to sign in."""
    return said(request, 200, "Sign in", "Sign-in is not set up here.")


@router.post("/sign-out")
def sign_out(request: Request) -> RedirectResponse:
    """End the session."""
    sessions: Sessions = request.app.state.sessions
    sessions.end(request.state.session_hash)
    answer = RedirectResponse("/sign-in", status_code=303)
    sessions.take(answer)
    return answer
