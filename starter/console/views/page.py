"""The frame of every page: whose council it is, who is signed in, where they may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from markupsafe import Markup
from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role, scope_of
from casework.processes.registry import GROUPS
from records.profile import profile_content
from starter.console.csrf import FIELD
from starter.console.views import labels
from statute.local_time import london_date, london_time
from statute.words import capital, listed, short_date

SERVICE = "EHC plans"
_TEMPLATES = Path(__file__).parents[1] / "templates"
_MACROS = (
    "back-link", "button", "character-count", "checkboxes", "date-input", "details", "error-message", "error-summary",
    "fieldset", "file-upload", "input", "inset-text", "notification-banner", "pagination", "panel", "radios", "select",
    "service-navigation", "skip-link", "summary-list", "tag", "textarea", "warning-text",
)  # fmt: skip

_PLACES: tuple[tuple[str, str, Right], ...] = (
    ("/", "Work", Right.SEE_CASELOAD),
    ("/manager", "Team", Right.ASSIGN),
    *((group.shown.address, group.shown.page.title, group.rights.see) for group in GROUPS),
    ("/search", "Find a case", Right.SEE_CASE),
    ("/operations", "Operations", Right.SEE_OPERATIONS),
    ("/access", "Access log", Right.SEE_ACCESS_LOG),
    ("/access/sessions", "Sessions", Right.END_SESSIONS),
)
"""Where one can go, and the right without which the way is not shown."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page."""

    service: str
    authority: str | None
    person: Person | None
    roles: str
    csrf: str
    navigation: list[dict[str, Any]]
    query: str = ""


def authority_name(session: Session) -> str | None:
    """The council's name, as its profile has it."""
    content = profile_content(session) or {}
    name = (content.get("authority") or {}).get("name")
    return str(name) if name else None


def frame_of(person: Person | None, path: str, csrf: str, authority: str | None) -> Frame:
    """The frame of a page at a path."""
    return Frame(
        service=SERVICE,
        authority=authority,
        person=person,
        roles=", ".join(role.replace("_", " ") for role in Role if person and role in person.roles),
        csrf=csrf,
        navigation=navigation(person, path),
    )


def navigation(person: Person | None, path: str) -> list[dict[str, Any]]:
    """The ways that are open to a person, and which of them they are on."""
    if person is None:
        return []
    ways = [(href, text) for href, text, right in _PLACES if scope_of(person, right) is not None]
    here = max(
        (href for href, _ in ways if path == href or path.startswith(f"{href.rstrip('/')}/")),
        key=len,
        default="",
    )
    return [{"href": href, "text": text, "active": href == here} for href, text in ways]


def html(request: Request, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
    """A page as an answer: the template in the frame of who asks."""
    with request.app.state.parts.database.read() as session:
        authority = authority_name(session)
    person: Person | None = getattr(request.state, "person", None)
    csrf: str = getattr(request.state, "csrf", "")
    frame = replace(frame_of(person, request.url.path, csrf, authority), query=request.url.query)
    return HTMLResponse(render(template, frame=frame, **context), status_code=status)


def render(template: str, **context: Any) -> str:
    """The text of a template."""
    return ENV.get_template(template).render(**context)


def _day(day: date | str | None) -> str:
    return short_date(date.fromisoformat(day) if isinstance(day, str) else day) if day else ""


def _moment(at: datetime | str | None) -> str:
    """An instant as a local day, in England."""
    if not at:
        return ""
    return short_date(london_date(datetime.fromisoformat(at) if isinstance(at, str) else at))


def _minute(at: datetime | str) -> str:
    """An instant as a local day and time, in England."""
    local = london_time(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{short_date(local.date())}, {local:%H:%M}"


def _query(**given: Any) -> str:
    """The query of an address, without what is empty."""
    return urlencode({name: value for name, value in given.items() if value not in ("", None, False)})


def _csrf_of(frame: Frame) -> Markup:
    """The hidden field that every form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, frame.csrf)


def _environment() -> Environment:
    """Ours is strict: a name that is not there is an error. The design system's macros leave names out by design."""
    options: Mapping[str, Any] = {
        "autoescape": select_autoescape(default=True),
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    theirs = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        undefined=ChainableUndefined,
        **options,
    )
    ours = Environment(loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, **options)
    for each in _MACROS:
        name = "govuk" + "".join(part.capitalize() for part in each.split("-"))
        module = theirs.get_template(f"govuk_frontend_jinja/components/{each}/macro.html").module
        ours.globals[name] = getattr(module, name)
    ours.filters.update(
        day=_day,
        moment=_moment,
        minute=_minute,
        sentence=capital,
        stage=labels.stage,
        rag=labels.rag,
        plain=labels.plain,
        quoted=lambda text: quote(str(text), safe=""),
    )
    ours.globals.update(
        things=listed(("case", *(group.noun for group in GROUPS)), "or"),
        statuses=labels.STATUSES,
        colours=labels.COLOURS,
        csrf_of=_csrf_of,
        query=_query,
    )
    return ours


ENV = _environment()
