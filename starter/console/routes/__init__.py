"""The routes of the console. Add the router of a new module to ROUTERS."""

from __future__ import annotations

from fastapi import APIRouter

from starter.console.routes import (
    about,
    access,
    acts,
    bulk,
    cases,
    children,
    day,
    documents,
    kept_forms,
    manager,
    operations,
    past_work,
    processes,
    registers,
    requests,
    search,
    sessions,
    sign_in,
    tray,
)

ROUTERS: tuple[APIRouter, ...] = (
    about.router,
    sign_in.router,
    day.router,
    tray.router,
    cases.router,
    children.router,
    acts.router,
    bulk.router,
    past_work.router,
    documents.router,
    manager.router,
    requests.router,
    *processes.routers(),
    search.router,
    access.router,
    sessions.router,
    kept_forms.router,
    operations.router,
    registers.router,
)
