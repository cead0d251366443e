"""The frame of every page (council, person, navigation) and the template environment."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket
from markupsafe import Markup
from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role
from casework.processes.registry import GROUPS
from office.table_files import KINDS, MEDIA_TYPES, Kind, Table, as_file
from records.profile import profile_content
from records.sessions import IDLE
from starter.console.csrf import FIELD
from starter.console.exports import has_tables, tables_in
from starter.console.list_walk import Step, step_of
from starter.console.views import labels
from starter.console.views.navigation import navigation
from statute.local_time import london_date, london_time
from statute.words import capital, listed, long_date, short_date

SERVICE = "EHC plans"
_TEMPLATES = Path(__file__).parents[1] / "templates"
_MACROS = (
    "back-link", "button", "character-count", "checkboxes", "date-input", "details", "error-message", "error-summary",
    "fieldset", "file-upload", "input", "inset-text", "notification-banner", "pagination", "panel", "radios", "select",
    "service-navigation", "skip-link", "summary-list", "tag", "textarea", "warning-text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page that every template shows."""

    service: str
    authority: str | None
    person: Person | None
    roles: str
    csrf: str
    navigation: list[dict[str, Any]]
    path: str = ""
    query: str = ""
    walk: Step | None = None
    downloads: bool = False
    idle_minutes: int = int(IDLE.total_seconds() // 60)

    @property
    def home(self) -> str:
        """Return the address of the person's first page."""
        return str(self.navigation[0]["href"]) if self.navigation else "/"


def authority_name(session: Session) -> str | None:
    """Return the name of the council from its profile, or None."""
    content = profile_content(session) or {}
    name = (content.get("authority") or {}).get("name")
    return str(name) if name else None


def frame_of(person: Person | None, path: str, csrf: str, authority: str | None) -> Frame:
    """Return the frame of the page at a path."""
    return Frame(
        service=SERVICE,
        authority=authority,
        person=person,
        roles=", ".join(role.replace("_", " ") for role in Role if person and role in person.roles),
        csrf=csrf,
        navigation=navigation(person, path),
    )


def html(request: Request, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template in the frame of the signed-in person, or its tables as a file if the request asks for one."""
    with request.app.state.parts.database.read() as session:
        authority = authority_name(session)
    person: Person | None = getattr(request.state, "person", None)
    csrf: str = getattr(request.state, "csrf", "")
    frame = replace(
        frame_of(person, request.url.path, csrf, authority),
        path=request.url.path,
        query=request.url.query,
        walk=step_of(request),
        downloads=person is not None and request.method == "GET" and status < 400,
    )
    page = render(template, frame=frame, **context)
    kind = export_of(request)
    if kind is not None and person is not None and status < 400:
        return _file(request, person, kind, page, str(context.get("title", SERVICE)))
    return HTMLResponse(page, status_code=status)


def export_of(request: Request) -> Kind | None:
    """Return the kind of file that a request asks for in place of a page, or None."""
    asked = getattr(request.state, "export", None) or request.query_params.get("as")
    return next((kind for kind in KINDS if kind == asked), None)


def _file(request: Request, person: Person, kind: Kind, page: str, title: str) -> HTMLResponse:
    """Return the tables of a page as a file."""
    return table_file(request, person, kind, tables_in(page, title))


def table_file(request: Request, person: Person, kind: Kind, tables: list[Table]) -> HTMLResponse:
    """Return tables as a file, and log it. Its name holds no words of the tables."""
    name = "-".join(part for part in request.url.path.split("/") if part) or "work"
    rows = sum(len(table.rows) for table in tables)
    why = f"downloaded {rows} rows of {request.url.path} as {kind}"
    request.app.state.parts.gate.note(person, Right.SEE_CASELOAD, None, why)
    headers = {
        "Content-Type": MEDIA_TYPES[kind],
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
    }
    return HTMLResponse(as_file(kind, tables), headers=headers)


def render(template: str, **context: Any) -> str:
    """Render a template to text."""
    return ENV.get_template(template).render(**context)


def _day(day: date | str | None) -> str:
    return short_date(date.fromisoformat(day) if isinstance(day, str) else day) if day else ""


def _local_day(at: datetime | str | None) -> str:
    """Return an instant as a local date in England."""
    if not at:
        return ""
    return short_date(london_date(datetime.fromisoformat(at) if isinstance(at, str) else at))


def _minute(at: datetime | str) -> str:
    """Return an instant as a local date and time in England."""
    local = london_time(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{short_date(local.date())}, {local:%H:%M}"


def _query(**given: Any) -> str:
    """Return a query string without empty values."""
    return urlencode({name: value for name, value in given.items() if value not in ("", None, False)})


def _csrf_of(frame: Frame) -> Markup:
    """Return the hidden field that every form includes."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, frame.csrf)


def _with_downloads(page: Markup, frame: Frame) -> Markup:
    """Return the main part of a page, followed by links that download its tables."""
    if not frame.downloads or not has_tables(page):
        return page
    kept = [(name, value) for name, value in parse_qsl(frame.query) if name not in ("as", "page")]
    links = Markup(" or ").join(
        Markup('<a class="govuk-link" href="{}?{}" download>{}</a>').format(
            frame.path, urlencode([*kept, ("as", kind)]), text
        )
        for kind, text in (("csv", "CSV"), ("xlsx", "spreadsheet"))
    )
    what = "Download this list as " if page.count("<table") == 1 else "Download these lists as "
    return page + Markup('<p class="govuk-body app-small app-noprint app-downloads">{}{}</p>').format(
        what, links
    )


class _CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a temporary folder of this user, so that a start takes half a second less."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; without room for it the page is shown all the same."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Return the compiled templates; None where this user can have no temporary folder."""
    try:
        return _CompiledTemplates()
    except (OSError, RuntimeError):
        return None


def _environment() -> Environment:
    """Build the template environment.

    It is strict: an undefined name is an error. The GOV.UK macros rely on undefined names, so they have their own
    environment.
    """
    options: Mapping[str, Any] = {
        "autoescape": select_autoescape(default=True),
        "trim_blocks": True,
        "lstrip_blocks": True,
        "bytecode_cache": _compiled_templates(),
        "auto_reload": False,  # a template belongs to its release, so it is never looked for again
    }
    govuk = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        undefined=ChainableUndefined,
        **options,
    )
    env = Environment(loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, **options)
    for each in _MACROS:
        name = "govuk" + "".join(part.capitalize() for part in each.split("-"))
        module = govuk.get_template(f"govuk_frontend_jinja/components/{each}/macro.html").module
        env.globals[name] = getattr(module, name)
    env.filters.update(
        day=_day,
        local_day=_local_day,
        minute=_minute,
        with_downloads=_with_downloads,
        weekday=long_date,
        sentence=capital,
        stage=labels.stage,
        rag=labels.rag,
        plain=labels.plain,
        quoted=lambda text: quote(str(text), safe=""),
    )
    env.globals.update(
        numbered=listed(("case", *(group.noun for group in GROUPS)), "or"),
        statuses=labels.STATUSES,
        colours=labels.COLOURS,
        csrf_of=_csrf_of,
        query=_query,
    )
    return env


ENV = _environment()
