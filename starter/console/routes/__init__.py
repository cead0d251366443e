"""The pages, a module for each person's work. Each module has a `router`; a new one is added to the list here."""

from __future__ import annotations

from fastapi import APIRouter

from starter.console.routes import (
    about,
    access,
    acts,
    cases,
    children,
    documents,
    manager,
    operations,
    processes,
    requests,
    search,
    sessions,
    sign_in,
    tray,
)

ROUTERS: tuple[APIRouter, ...] = (
    about.router,
    sign_in.router,
    tray.router,
    cases.router,
    children.router,
    acts.router,
    documents.router,
    manager.router,
    requests.router,
    *processes.routers(),
    search.router,
    access.router,
    sessions.router,
    operations.router,
)
