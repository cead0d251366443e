"""Requests as they arrive in a file: rows checked whole before anything is started.

A row opens a case for an assessment, unless `opens` says that it is a request to re-assess, or a decision to cease, of a
plan that is maintained already.

A row's `received_on` and the dates of its `acts` are days (2026-03-04) or relative to today (today, today-37).
`acts` tells what has been done already, for a case that is taken over in mid-flow:
"assessment_agreed today-20; advice_requested today-19 of=school"; words with spaces stand in quotes. Nobody is told
again of what was done before.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.case import take_over as takeover
from casework.case.actions import Action
from casework.case.acts import CATALOGUE, Act
from casework.case.case import began
from casework.case.guard import EARLIEST, malformed
from casework.case.openings import BEGINNINGS
from casework.people.child import Details, wrong_details
from casework.people.child_matching import first_repeated
from casework.people.email_address import is_email_address
from casework.people.identifiers import plain_number
from casework.people.parties import NOWHERE
from office.notes import texts_of
from statute.facts import Event
from statute.rights import Capacity, in_or_past_year_nine, may_be_requested, right_holder
from statute.words import short_date

SOURCES = ("parent", "young_person", "setting", "health", "social_care", "other")
SEN2_SOURCES = {"1": "parent", "2": "setting", "3": "health", "4": "social_care", "5": "other"}
"""The codes of the SEN2 return; 1 is the parent or the young person."""
CHANNELS = ("post", "email", "portal", "telephone", "in_person")
CAPACITIES = ("has", "lacks", "lacks_and_has_representative")
_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}))?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class BadIntake(ValueError):  # noqa: N818 - named for what is wrong
    """A file of requests cannot be taken: the sentence says which row, and what to mend."""


class Row(BaseModel):
    """One request as it is written in a file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    opens: str = "assessment"
    reference: str | None = None
    child_name: str = Field(min_length=1, max_length=200)
    born_on: str | None = None
    upn: str | None = None
    nhs_number: str | None = None
    family: str | None = Field(default=None, max_length=1000)
    email: str | None = Field(default=None, max_length=254)
    attends: str | None = Field(default=None, max_length=1000)
    source: str = "parent"
    received_on: str
    received_by: str | None = None
    received_where: str | None = None
    channel: str | None = None
    youth_accommodation: bool = False
    capacity: str = "has"
    team: str
    officer: str | None = None
    acts: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenAct:
    """An act that a row says has been done already."""

    action: str
    on: date
    of: str | None
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be opened. `key` is the same whenever the same row comes again.

    `particulars` are what the process needs to know of it, as codes: how and where it came, whose right it is, year 9.
    `opens` is what the case is opened for (casework.openings), `place` where it stands in its file. `attends` is the name
    and address of the school, college or early years setting.
    """

    key: str
    reference: str | None
    child_name: str
    born_on: date | None
    family: str | None
    email: str | None
    source: str
    received_on: date
    team: str
    officer: str | None
    acts: tuple[WrittenAct, ...]
    particulars: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    attends: str | None = None
    opens: str = "assessment"
    upn: str | None = None
    nhs_number: str | None = None

    @property
    def child(self) -> Details:
        """Who it is about, as it says."""
        return Details(self.child_name, self.born_on, self.upn, self.nhs_number)


def read_intake(path: Path, today: date, *, second: bool = False) -> list[Request]:
    """The requests of a JSON or CSV file. Raises BadIntake; then nothing of the file may be taken.

    Two requests that may be for the same child are taken only where a `second` case is meant.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadIntake(
            f"{path} cannot be read: {(error.strerror or 'no reason is given').lower()}."
        ) from None
    except UnicodeDecodeError:
        raise BadIntake(f"{path} is not text in UTF-8; save it as UTF-8.") from None
    rows = _json_rows(path, text) if path.suffix.lower() == ".json" else _csv_rows(path, text)
    if not rows:
        raise BadIntake(f"{path} has no requests in it.")
    requests = [_request(place, row, today) for place, row in rows]
    seen: dict[str, str] = {}
    for (place, _), request in zip(rows, requests, strict=True):
        if request.key in seen:
            raise BadIntake(
                f"{place} repeats {seen[request.key]}; remove one of them, or give each a reference."
            )
        seen[request.key] = place
    children = ((request.child_name, request.born_on) for request in requests)
    if not second and (pair := first_repeated(children)) is not None:
        one, other = (requests[at].place for at in pair)
        raise BadIntake(
            f"{other} may be for the same child as {one[0].lower()}{one[1:]} (the name is the same, and no two dates of "
            "birth differ); leave one out, or open both with --second. Nothing was opened."
        )
    return requests


def request_written(content: dict[str, Any], today: date) -> Request:
    """One request as somebody wrote it on a page. Raises BadIntake with the name of the field and what to mend."""
    return _request("This request", content, today)


def request_of(place: str, content: Mapping[str, Any], acts: tuple[WrittenAct, ...], today: date) -> Request:
    """The request of one row that came otherwise than in a file, its earlier acts beside it. Raises BadIntake."""
    for act in acts:
        if (why := malformed(act.action, act.of, _noted(act))) is not None:
            raise BadIntake(f"{place}: {why}")
    return _request(place, dict(content), today, acts)


def day_written(text: str, today: date) -> date:
    """A day as 2026-03-04, today, or today-37. Raises ValueError with a sentence."""
    if (relative := _RELATIVE.fullmatch(text)) is not None:
        sign, count = relative.groups()
        return today + timedelta(days=int(f"{sign}{count}") if count else 0)
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write it as YYYY-MM-DD, such as 2026-03-04.") from None


def _csv_rows(path: Path, text: str) -> list[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    known = set(Row.model_fields)
    try:
        unknown = [name for name in reader.fieldnames or () if name not in known]
        if unknown:
            raise BadIntake(
                f"{path} has a column {unknown[0]!r} that is not known; the columns are {', '.join(Row.model_fields)}."
            )
        rows = []
        for row in reader:
            if None in row:
                raise BadIntake(
                    f"Line {reader.line_num} of {path} has more values than columns; check its commas and quotes."
                )
            rows.append(
                (f"Line {reader.line_num} of {path}", {name: value for name, value in row.items() if value})
            )
        return rows
    except csv.Error as error:
        raise BadIntake(f"Line {reader.line_num} of {path} is not CSV: {error}.") from None


def _json_rows(path: Path, text: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadIntake(f"{path} is not JSON{where}; check its commas and quotes.") from None
    listed = content if isinstance(content, list) else [content]
    for place, row in enumerate(listed, start=1):
        if not isinstance(row, dict):
            raise BadIntake(f"Request {place} of {path} is not an object with fields.")
    return [(f"Request {place} of {path}", row) for place, row in enumerate(listed, start=1)]


def _request(
    place: str, content: dict[str, Any], today: date, earlier: tuple[WrittenAct, ...] = ()
) -> Request:
    try:
        row = Row.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(str(part) for part in fault["loc"])
        raise BadIntake(f"{place}: {name} {_fault(fault['type'], fault['msg'])}.") from None
    try:
        received = day_written(row.received_on, today)
        born = day_written(row.born_on, today) if row.born_on else None
        acts = (*earlier, *(_act(text, today) for text in (row.acts or "").split(";") if text.strip()))
    except ValueError as error:
        raise BadIntake(f"{place}: {error}") from None
    row.source = SEN2_SOURCES.get(row.source, row.source)
    for name, written, known in (
        ("opens", row.opens, tuple(BEGINNINGS)),
        ("source", row.source, SOURCES),
        ("channel", row.channel, CHANNELS),
        ("capacity", row.capacity, CAPACITIES),
    ):
        if written is not None and written not in known:
            raise BadIntake(f"{place}: {name} {written!r} is not known; choose from {', '.join(known)}.")
    for name, code in (
        ("team", row.team),
        ("officer", row.officer),
        ("received_by", row.received_by),
        ("received_where", row.received_where),
    ):
        if code is not None and not _CODE.fullmatch(code):
            raise BadIntake(
                f"{place}: {name} {code!r} is not an id; use letters, digits, _ . and - without spaces."
            )
    if row.email and not is_email_address(row.email):
        raise BadIntake(
            f"{place}: email {row.email!r} is not an e-mail address; write it as name@example.org."
        )
    if received > today:
        raise BadIntake(
            f"{place}: {short_date(received)} is in the future; record the request once it is received."
        )
    if received < EARLIEST:
        raise BadIntake(
            f"{place}: {short_date(received)} is before the law began on {short_date(EARLIEST)}; correct the date."
        )
    if born is not None and born > received:
        raise BadIntake(f"{place}: born_on is after received_on; correct one of them.")
    upn, nhs_number = (plain_number(each) if each else None for each in (row.upn, row.nhs_number))
    if (wrong := wrong_details(Details(row.child_name, None, upn, nhs_number), today)) is not None:
        raise BadIntake(f"{place}: {wrong}")
    if row.opens == "assessment" and born is not None and not may_be_requested(born, received):
        raise BadIntake(
            f"{place}: the person was 25 or over on {short_date(received)}; an assessment can be asked for only until "
            "then (CFA s.36)."
        )
    done = tuple(Act(act.action, act.on, act.of, _noted(act)) for act in acts)
    beginning = BEGINNINGS[row.opens]
    case = began(Event(beginning.event, received, None, beginning.fields))
    if (why := takeover.why_not(case, done, today)) is not None:
        raise BadIntake(f"{place}: {why}")
    return Request(
        key=_key(row, received),
        reference=row.reference,
        child_name=row.child_name,
        born_on=born,
        family=row.family,
        email=row.email,
        source=row.source if row.opens != "ceasing" else "other",
        received_on=received,
        team=row.team,
        officer=row.officer,
        acts=acts,
        particulars=_particulars(row, born, received),
        place=place,
        attends=None if _attends_none(row) else row.attends,
        opens=row.opens,
        upn=upn,
        nhs_number=nhs_number,
    )


def _noted(act: WrittenAct) -> dict[str, Any]:
    return {**act.fields, **dict.fromkeys(texts_of(CATALOGUE.get(act.action), act.fields), "note")}


def _particulars(row: Row, born: date | None, received: date) -> dict[str, Any]:
    """What the process needs to know of a request, as codes; the date of birth itself stays in the records."""
    told = {
        "channel": row.channel,
        "received_by": row.received_by,
        "received_where": row.received_where,
        "capacity": row.capacity if row.capacity != "has" else None,
        "attends": NOWHERE if _attends_none(row) else None,
        "detained": row.youth_accommodation or None,
        "right_holder": right_holder(born, received, cast(Capacity, row.capacity)) if born else None,
        "year_nine": (born is not None and in_or_past_year_nine(born, received)) or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _attends_none(row: Row) -> bool:
    return (row.attends or "").casefold() == NOWHERE


def _fault(kind: str, message: str) -> str:
    return {
        "missing": "is missing; give it",
        "extra_forbidden": f"is not a known field; the fields are {', '.join(Row.model_fields)}",
        "string_too_short": "is empty; give it",
        "string_type": "must be text",
    }.get(kind, f"is not right: {message.lower()}")


def _key(row: Row, received: date) -> str:
    """The reference where there is one, else what tells one request from another. The records alone hold it."""
    told = (
        f"ref:{row.reference}"
        if row.reference
        else f"row:{row.child_name}|{row.born_on}|{received}|{row.source}"
    )
    if row.opens != "assessment":  # the reference of a child's first request may come again with a later one
        told += f"|{row.opens}|{received}"
    return hashlib.sha256(told.encode()).hexdigest()


def _act(text: str, today: date) -> WrittenAct:
    try:
        words = shlex.split(text)
    except ValueError:
        raise ValueError(f"the act {text.strip()!r} has a quote that is not closed.") from None
    if len(words) < 2:
        raise ValueError(
            f"the act {text.strip()!r} needs a name and a date, as in: assessment_agreed today-20."
        )
    action, day, *settings = words
    of, plain = settings_written(settings)
    fields = with_lists(CATALOGUE.get(action), plain)
    written = WrittenAct(action, day_written(day, today), of, fields)
    if (why := malformed(action, of, _noted(written))) is not None:
        raise ValueError(why)
    return written


def settings_written(settings: list[str]) -> tuple[str | None, dict[str, Any]]:
    """`of` and the fields, from KEY=VALUE. Raises ValueError with a sentence."""
    of: str | None = None
    fields: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            raise ValueError(f"{setting!r} is not KEY=VALUE; write it as of=school.")
        if name in fields or (name == "of" and of is not None):
            raise ValueError(f"{name} is given twice; leave one of them out.")
        if name == "of":
            of = value
        else:
            fields[name] = {"true": True, "false": False}.get(value, value)
    return of, fields


def with_lists(action: Action | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with a list where the act takes one: issues=education,health is two issues."""
    known = {field.name: field for field in action.fields if field.is_list} if action else {}
    return {
        name: value.split(",")
        if name in known and isinstance(value, str) and ("," in value or not known[name].several)
        else value
        for name, value in fields.items()
    }
