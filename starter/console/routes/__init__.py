"""The routes of the console. Add the router of a new module to ROUTERS."""

from __future__ import annotations

from fastapi import APIRouter

from starter.console.routes import (
    about,
    access,
    acts,
    cases,
    children,
    documents,
    kept_forms,
    manager,
    operations,
    past_work,
    plan_editor,
    plan_quality,
    plan_quotes,
    plan_versions,
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
    tray.router,
    cases.router,
    children.router,
    acts.router,
    past_work.router,
    documents.router,
    plan_editor.router,
    plan_quality.router,
    plan_quotes.router,
    plan_versions.router,
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
