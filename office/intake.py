"""Read requests from a file. Every row is checked before any case is opened.

A row opens a case for an assessment, unless `opens` names a request to reassess, or a decision to cease, for a plan
that is already maintained.

`received_on` and the dates in `acts` are dates (2026-03-04) or relative to today (today, today-37). `acts` lists what
has been done already, for a case that is taken over part-way: "assessment_agreed today-20; advice_requested today-19
of=school". Put values with spaces in quotes. No letters are sent again for these acts.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.case import take_over as takeover
from casework.case.acts import CATALOGUE, Act
from casework.case.case import began
from casework.case.guard import EARLIEST, malformed, only_reported
from casework.case.openings import BEGINNINGS, BY_HAND, REQUESTS
from casework.people.census import LABELS, NOTHING_KNOWN, Census, wrong_census
from casework.people.child import ADDRESS_LENGTH, Details, wrong_details
from casework.people.child_matching import first_repeated
from casework.people.email_address import is_email_address
from casework.people.first_parties import FamilyLine, family_line, why_letters_wait, wrong_family
from casework.people.identifiers import plain_number
from casework.people.names import why_not_name
from casework.people.parties import NOWHERE
from office.act_fields import settings_written, with_lists
from office.bad_intake import BadIntake, check_row
from office.intake_files import rows_of
from office.notes import without_texts
from office.written_days import day_written
from statute.facts import Event
from statute.rights import Capacity, in_or_past_year_nine, may_be_requested, right_holder
from statute.words import short_date

SOURCES = ("parent", "young_person", "setting", "health", "social_care", "other")
SEN2_SOURCES = {"1": "parent", "2": "setting", "3": "health", "4": "social_care", "5": "other"}
"""The codes of the SEN2 return; 1 covers the parent and the young person."""
CHANNELS = ("post", "email", "portal", "telephone", "in_person")
CAPACITIES = ("has", "lacks", "lacks_and_has_representative")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class Row(BaseModel):
    """One row of a file of requests."""

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
    address: str | None = Field(default=None, max_length=ADDRESS_LENGTH)
    sex: str | None = None
    ethnicity: str | None = None
    first_language: str | None = None
    interpreter: bool | None = None
    looked_after: bool | None = None
    primary_need: str | None = None
    upn_unknown: str | None = None
    source: str = "parent"
    received_on: str
    last_reviewed_on: str | None = None
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
    """An act that was done before the case is opened here."""

    action: str
    on: date
    of: str | None
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request. `key` identifies it: the same row always gives the same key.

    `particulars` are the facts that the process needs, as codes: how and where the request came, who holds the right to
    ask, and whether the child is in or past year 9. `opens` is the purpose of the case (casework.case.openings) and
    `place` says which row it is, for messages. `attends` is the name and address of the school, college or early years
    setting.
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
    address: str | None = None
    census: Census = NOTHING_KNOWN

    @property
    def child(self) -> Details:
        """The details of the child or young person, as the request gives them."""
        told = self.child_name, self.born_on, self.upn, self.nhs_number, self.address
        return Details(*told, **asdict(self.census))

    @property
    def letters_wait_for(self) -> str | None:
        """What the letters to the family are missing to be posted, as a noun phrase; None if nothing."""
        asked = FamilyLine(self.child_name, self.family, self.email)
        holder = self.particulars.get("right_holder")
        return why_letters_wait(family_line(asked, self.born_on, self.received_on, holder))


def read_intake(path: Path, today: date, *, second: bool = False) -> list[Request]:
    """Return the requests in a JSON or CSV file. Raises BadIntake, after which no row may be used.

    Two requests that may be for the same child are refused unless `second` is true.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadIntake(f"{path} cannot be read: {(error.strerror or 'no reason given').lower()}.") from None
    except UnicodeDecodeError:
        raise BadIntake(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    rows = rows_of(str(path), text, tuple(Row.model_fields))
    if not rows:
        raise BadIntake(f"{path} contains no requests.")
    requests = [_request(place, row, today) for place, row in rows]
    seen: dict[str, str] = {}
    for (place, _), request in zip(rows, requests, strict=True):
        if request.key in seen:
            raise BadIntake(
                f"{place} repeats {seen[request.key]}; remove one of them, or give each its own reference."
            )
        seen[request.key] = place
    children = ((request.child_name, request.born_on) for request in requests)
    if not second and (pair := first_repeated(children)) is not None:
        one, other = (requests[at].place for at in pair)
        raise BadIntake(
            f"{other} may be for the same child as {one[0].lower()}{one[1:]} (the name is the same, and the dates of "
            "birth do not differ); leave one out, or open both with --second. No case was opened."
        )
    return requests


def request_written(content: dict[str, Any], today: date) -> Request:
    """Return the request that a person entered on a page. Raises BadIntake with the name of the field to correct."""
    return _request("This request", content, today)


def request_of(place: str, content: Mapping[str, Any], acts: tuple[WrittenAct, ...], today: date) -> Request:
    """Return the request of one imported row with the acts that were done before. Raises BadIntake."""
    for act in acts:
        if (why := only_reported(act.action) or malformed(act.action, act.of, _noted(act))) is not None:
            raise BadIntake(f"{place}: {why}")
    return _request(place, dict(content), today, acts)


def _request(
    place: str, content: dict[str, Any], today: date, earlier: tuple[WrittenAct, ...] = ()
) -> Request:
    check_row(place, content)
    row = _row(place, content)
    try:
        received = day_written(row.received_on, today)
        born = day_written(row.born_on, today) if row.born_on else None
        reviewed = day_written(row.last_reviewed_on, today) if row.last_reviewed_on else None
        acts = (*earlier, *(_act(text, today) for text in (row.acts or "").split(";") if text.strip()))
    except ValueError as error:
        raise BadIntake(f"{place}: {error}") from None
    row.source = SEN2_SOURCES.get(row.source, row.source)
    upn, nhs_number = (plain_number(each) if each else None for each in (row.upn, row.nhs_number))
    wrong = (
        _wrong_codes(row)
        or _wrong_dates(received, born, today)
        or _wrong_review(row, received, reviewed)
        or wrong_details(Details(row.child_name, None, upn, nhs_number, row.address), today)
        or _wrong_census(row, upn)
        or _too_old(row, received, born)
        or _wrong_acts(row, received, acts, today)
    )
    if wrong:
        raise BadIntake(f"{place}: {wrong}")
    return Request(
        key=_key(row, received),
        reference=row.reference,
        child_name=row.child_name,
        born_on=born,
        family=row.family,
        email=row.email,
        source=row.source if BEGINNINGS[row.opens].is_asked else "other",
        received_on=received,
        team=row.team,
        officer=row.officer,
        acts=acts,
        particulars=_particulars(row, born, received, reviewed),
        place=place,
        attends=None if _attends_none(row) else row.attends,
        opens=row.opens,
        upn=upn,
        nhs_number=nhs_number,
        address=row.address,
        census=_census(row),
    )


def _census(row: Row) -> Census:
    return Census(**{name: getattr(row, name) for name in LABELS})


def _wrong_census(row: Row, upn: str | None) -> str | None:
    """Return what is wrong with what a row says for the SEN2 return."""
    if upn is not None and row.upn_unknown is not None:
        return "upn_unknown is given beside a unique pupil number; leave one of them out."
    return wrong_census(_census(row).told)


def _row(place: str, content: dict[str, Any]) -> Row:
    """Return a row with the known fields. Raises BadIntake."""
    try:
        return Row.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(str(part) for part in fault["loc"])
        raise BadIntake(f"{place}: {name} {_fault(fault['type'], fault['msg'])}.") from None


def _wrong_codes(row: Row) -> str | None:
    """Return what is wrong with the codes and ids of a row."""
    for name, written, known in (
        ("opens", row.opens, BY_HAND),
        ("source", row.source, SOURCES),
        ("channel", row.channel, CHANNELS),
        ("capacity", row.capacity, CAPACITIES),
    ):
        if written is not None and written not in known:
            return f"{name} {written!r} is not known; choose from {', '.join(known)}."
    for name, code in (
        ("team", row.team),
        ("officer", row.officer),
        ("received_by", row.received_by),
        ("received_where", row.received_where),
    ):
        if code is not None and not _CODE.fullmatch(code):
            return f"{name} {code!r} is not an id; use letters, digits, _ . and - without spaces."
    if (wrong := why_not_name(row.child_name)) is not None:
        return f"child_name {row.child_name!r} {wrong}."
    if row.family and (wrong := wrong_family(row.family)) is not None:
        return f"family {wrong}."
    if row.email and not is_email_address(row.email):
        return f"email {row.email!r} is not an e-mail address; write it as name@example.org."
    return None


def _wrong_dates(received: date, born: date | None, today: date) -> str | None:
    """Return what is wrong with the dates of a row."""
    if received > today:
        return f"{short_date(received)} is in the future; record the request once it is received."
    if received < EARLIEST:
        return f"{short_date(received)} is before the law came into force on {short_date(EARLIEST)}; correct the date."
    if born is not None and born > received:
        return "born_on is after received_on; correct one of them."
    return None


def _wrong_review(row: Row, received: date, reviewed: date | None) -> str | None:
    """Return what is wrong with the day on which a transferred plan was made or last reviewed."""
    moved_in = BEGINNINGS[row.opens].event == "plan_transferred_in"
    if not moved_in:
        return (
            "last_reviewed_on is only for a plan from another authority; leave it out." if reviewed else None
        )
    if reviewed is None:
        return "last_reviewed_on is missing; give the day on which the plan was made or last reviewed, because the first review is counted from it."
    if reviewed > received:
        return "last_reviewed_on is after the transfer; correct one of them."
    return None


def _too_old(row: Row, received: date, born: date | None) -> str | None:
    """Return why a person may not be assessed, if they were too old when the request came."""
    if BEGINNINGS[row.opens].event not in REQUESTS or born is None or may_be_requested(born, received):
        return None
    return (
        f"the person was 25 or over on {short_date(received)}; an assessment can be requested only for "
        "someone under 25 (CFA s.36)."
    )


def _wrong_acts(row: Row, received: date, acts: tuple[WrittenAct, ...], today: date) -> str | None:
    """Return why the acts that were done before cannot be taken over."""
    done = tuple(Act(act.action, act.on, act.of, _noted(act)) for act in acts)
    beginning = BEGINNINGS[row.opens]
    case = began(Event(beginning.event, received, None, beginning.fields))
    return takeover.why_not(case, done, today)


def _noted(act: WrittenAct) -> dict[str, Any]:
    return without_texts(CATALOGUE.get(act.action), act.fields)


def _particulars(row: Row, born: date | None, received: date, reviewed: date | None) -> dict[str, Any]:
    """Return the facts of a request that the process needs, as codes. The date of birth stays in the records."""
    told = {
        "channel": row.channel,
        "received_by": row.received_by,
        "received_where": row.received_where,
        "capacity": row.capacity if row.capacity != "has" else None,
        "attends": NOWHERE if _attends_none(row) else None,
        "detained": row.youth_accommodation or None,
        "last_reviewed_on": reviewed.isoformat() if reviewed is not None else None,
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
    """Return a hash of the reference or, without one, of the details that identify a request.

    Only the records hold it.
    """
    told = (
        f"ref:{row.reference}"
        if row.reference
        else f"row:{row.child_name}|{row.born_on}|{received}|{row.source}"
    )
    if row.opens != "assessment":  # a later request may repeat the reference of the child's first one
        told += f"|{row.opens}|{received}"
    return hashlib.sha256(told.encode()).hexdigest()


def _act(text: str, today: date) -> WrittenAct:
    try:
        words = shlex.split(text)
    except ValueError:
        raise ValueError(f"the act {text.strip()!r} has an unclosed quote; close it.") from None
    if len(words) < 2:
        raise ValueError(
            f"the act {text.strip()!r} needs a name and a date, such as: assessment_agreed today-20."
        )
    action, day, *settings = words
    of, plain = settings_written(settings)
    fields = with_lists(CATALOGUE.get(action), plain)
    written = WrittenAct(action, day_written(day, today), of, fields)
    if (why := only_reported(action) or malformed(action, of, _noted(written))) is not None:
        raise ValueError(why)
    return written
