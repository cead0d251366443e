"""The routes of the console. Add the router of a new module to ROUTERS."""

from __future__ import annotations

from fastapi import APIRouter

from starter.console.routes import (
    about,
    access,
    acts,
    advice,
    bundles,
    cases,
    children,
    documents,
    kept_forms,
    letters,
    log_and_tasks,
    manager,
    operations,
    past_work,
    people,
    processes,
    registers,
    requests,
    search,
    sessions,
    settings,
    sign_in,
    tray,
)

ROUTERS: tuple[APIRouter, ...] = (
    about.router,
    sign_in.router,
    tray.router,
    cases.router,
    children.router,
    people.router,
    advice.router,
    settings.router,
    acts.router,
    past_work.router,
    documents.router,
    bundles.router,
    letters.router,
    log_and_tasks.router,
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
