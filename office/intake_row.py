"""One row of a file of requests, and everything that is wrong with it: each fault with its column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.case.acts import CATALOGUE, Act
from casework.case.case import began
from casework.case.guard import EARLIEST, malformed, only_reported
from casework.case.openings import BEGINNINGS, BY_HAND, REQUESTS
from casework.case.particulars import is_code
from casework.case.take_over import first_refused_of
from casework.people.census import LABELS, Census, wrong_census
from casework.people.child import ADDRESS_LENGTH, Details, wrong_details
from casework.people.email_address import is_email_address
from casework.people.first_parties import wrong_family
from casework.people.identifiers import plain_number
from casework.people.names import why_not_name
from casework.readable_text import fault_in
from casework.takeover.past_acts import BY, split_acts, words_of
from office.act_fields import settings_written, with_lists
from office.notes import without_texts
from office.written_days import day_written
from statute.facts import Event
from statute.rights import may_be_requested
from statute.words import short_date

SOURCES = ("parent", "young_person", "setting", "health", "social_care", "other")
SEN2_SOURCES = {"1": "parent", "2": "setting", "3": "health", "4": "social_care", "5": "other"}
"""The codes of the SEN2 return; 1 covers the parent and the young person."""
CHANNELS = ("post", "email", "portal", "telephone", "in_person")
CAPACITIES = ("has", "lacks", "lacks_and_has_representative")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_DATED = ("received_on", "born_on", "last_reviewed_on")
_STAND_INS = {"child_name": "Not given", "team": "none"}
"""What stands in for a value with a fault, so that the other values of its row can be checked."""
ColumnFault = tuple[str, str]
"""The column of a fault, or "" for the whole row, and a sentence that says what is wrong and what to do."""


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


COLUMNS: tuple[str, ...] = tuple(Row.model_fields)
"""The columns of a file of requests."""


@dataclass(frozen=True, slots=True)
class WrittenAct:
    """An act that was done before the case is opened here. `by` is who did it, where the file names them."""

    action: str
    on: date
    of: str | None
    fields: dict[str, Any]
    by: str | None = None

    def act(self) -> Act:
        """The act for the guard, which sees only a stand-in for each free text."""
        known = CATALOGUE.get(self.action)
        return Act(self.action, self.on, self.of, without_texts(known, self.fields))

    def each(self) -> Iterator[Act]:
        """The acts for the guard: one for each code in `of` if an act may be done for several."""
        act, known = self.act(), CATALOGUE.get(self.action)
        several = act.of.split(",") if act.of and known is not None and known.many else [act.of]
        return (Act(act.action, act.on, of, act.fields) for of in several)


@dataclass(frozen=True, slots=True)
class Form:
    """What a file of requests may hold.

    `opens` are the purposes of a case that a row may name. With `names_actors`, an act may say who did it, as `by=ID`.
    """

    opens: Collection[str] = BY_HAND
    names_actors: bool = False


@dataclass(slots=True)
class Checked:
    """A row with its dates and acts, and its faults. A value with a fault is left out or stood in for."""

    row: Row
    received: date
    born: date | None = None
    reviewed: date | None = None
    acts: tuple[WrittenAct, ...] = ()
    faults: list[ColumnFault] = field(default_factory=list)

    @property
    def wrong(self) -> frozenset[str]:
        """The columns that have a fault."""
        return frozenset(column for column, _ in self.faults)

    @property
    def upn(self) -> str | None:
        """The unique pupil number without spaces."""
        return plain_number(self.row.upn) if self.row.upn else None

    @property
    def nhs_number(self) -> str | None:
        """The NHS number without spaces."""
        return plain_number(self.row.nhs_number) if self.row.nhs_number else None

    @property
    def census(self) -> Census:
        """What the row says for the SEN2 return."""
        return Census(**{name: getattr(self.row, name) for name in LABELS})


def checked(
    content: Mapping[str, Any], today: date, earlier: tuple[WrittenAct, ...] = (), form: Form | None = None
) -> Checked:
    """Return a row with every fault in it. `earlier` are acts that do not come in the column `acts`."""
    allowed = form or Form()
    row, faults = _row(content, today)
    found = Checked(row, today, faults=faults)
    for name in _DATED:
        _read_day(found, name, today)
    for text in split_acts(row.acts or ""):
        try:
            earlier = (*earlier, _act(text, today, allowed))
        except ValueError as error:
            found.faults.append(("acts", str(error)))
    found.acts = earlier
    row.source = SEN2_SOURCES.get(row.source, row.source)
    wrong = found.wrong
    found.faults += [fault for fault in _all_faults(found, today, allowed) if fault[0] not in wrong]
    return found


def _row(content: Mapping[str, Any], today: date) -> tuple[Row, list[ColumnFault]]:
    """Return a row with the known fields that have the right form, and the faults of the others."""
    faults: list[ColumnFault] = []
    kept: dict[str, Any] = {}
    for name, value in content.items():
        if (unreadable := fault_in({name: value})) is not None:
            place = unreadable[0].removeprefix("/")
            faults.append((place and name, f"{place or 'the row'} cannot be kept. {unreadable[1]}"))
        else:
            kept[name] = value
    stand_ins = {**_STAND_INS, "received_on": today.isoformat()}
    try:
        return Row.model_validate(
            {**{name: stand_ins[name] for name, _ in faults if name in stand_ins}, **kept}
        ), faults
    except ValidationError as error:
        for fault in error.errors():
            name = ".".join(str(part) for part in fault["loc"])
            faults.append((name, f"{name} {_said(fault['type'], fault['msg'])}."))
            kept.pop(name, None)
    return Row.model_validate({**stand_ins, **kept}), faults


def _said(kind: str, message: str) -> str:
    return {
        "missing": "is missing; give it",
        "extra_forbidden": f"is not a known field; the fields are {', '.join(COLUMNS)}",
        "string_too_short": "is empty; give it",
        "string_type": "must be text",
    }.get(kind, f"is not right: {message.lower()}")


def _read_day(found: Checked, name: str, today: date) -> None:
    written = getattr(found.row, name)
    if not written:
        return
    try:
        setattr(found, name.partition("_on")[0].removeprefix("last_"), past_day(written, today))
    except ValueError as error:
        found.faults.append((name, str(error)))


def past_day(written: str, today: date) -> date:
    """Return the date that a person wrote for something that has happened. Raises ValueError with a sentence."""
    if _MONTH.fullmatch(written):
        raise ValueError(
            f"{written!r} is a month, and a case keeps days; give the day. If you do not know the day of an act, leave the "
            "act out: what must have come before a later act is taken as done without a date."
        )
    return day_written(written, today)


def _act(text: str, today: date, form: Form) -> WrittenAct:
    words = words_of(text)
    if len(words) < 2:
        raise ValueError(
            f"the act {text.strip()!r} needs a name and a date, such as: assessment_agreed today-20."
        )
    action, day, *settings = words
    of, plain = settings_written(settings)
    by = str(plain.pop(BY)) if form.names_actors and BY in plain else None
    if by is not None and not is_code(by):
        raise ValueError(
            f"by={by!r} is not an id; use letters, digits, and any of _ . : ( ) / - without spaces."
        )
    written = WrittenAct(action, past_day(day, today), of, with_lists(CATALOGUE.get(action), plain), by)
    if (why := wrong_act(written)) is not None:
        raise ValueError(why)
    return written


def wrong_act(act: WrittenAct) -> str | None:
    """Return why an act cannot be one of a case that people take over; None if it can."""
    return only_reported(act.action) or malformed(act.action, act.of, act.act().fields)


def _all_faults(found: Checked, today: date, form: Form) -> Iterator[ColumnFault]:
    yield from _codes(found.row, form)
    yield from _dates(found, today)
    yield from _details(found, today)
    if "opens" not in found.wrong and found.row.opens in form.opens:
        yield from _review(found)
        yield from _age(found, today)
        yield from _order_of_acts(found, today, form)


def _codes(row: Row, form: Form) -> Iterator[ColumnFault]:
    """Yield what is wrong with the codes, ids, names and addresses of a row."""
    for name, written, known in (
        ("opens", row.opens, form.opens),
        ("source", row.source, SOURCES),
        ("channel", row.channel, CHANNELS),
        ("capacity", row.capacity, CAPACITIES),
    ):
        if written is not None and written not in known:
            yield name, f"{name} {written!r} is not known; choose from {', '.join(known)}."
    for name in ("team", "officer", "received_by", "received_where"):
        code = getattr(row, name)
        if code is not None and not _CODE.fullmatch(code):
            yield name, f"{name} {code!r} is not an id; use letters, digits, _ . and - without spaces."
    if (wrong := why_not_name(row.child_name)) is not None:
        yield "child_name", f"child_name {row.child_name!r} {wrong}."
    if row.family and (wrong := wrong_family(row.family)) is not None:
        yield "family", f"family {wrong}."
    if row.email and not is_email_address(row.email):
        yield "email", f"email {row.email!r} is not an e-mail address; write it as name@example.org."


def _dates(found: Checked, today: date) -> Iterator[ColumnFault]:
    if "received_on" in found.wrong:
        return
    received = found.received
    if received > today:
        yield (
            "received_on",
            f"{short_date(received)} is in the future; record the request once it is received.",
        )
    if received < EARLIEST:
        yield (
            "received_on",
            f"{short_date(received)} is before the law came into force on {short_date(EARLIEST)}; correct the date.",
        )
    if found.born is not None and found.born > received:
        yield "born_on", "born_on is after received_on; correct one of them."


def _review(found: Checked) -> Iterator[ColumnFault]:
    """Yield what is wrong with the day on which a transferred plan was made or last reviewed."""
    reviewed, column = found.reviewed, "last_reviewed_on"
    if BEGINNINGS[found.row.opens].event != "plan_transferred_in":
        if reviewed:
            yield column, f"{column} is only for a plan from another authority; leave it out."
    elif reviewed is None:
        yield (
            column,
            f"{column} is missing; give the day on which the plan was made or last reviewed, because the first review is counted from it.",
        )
    elif reviewed > found.received and "received_on" not in found.wrong:
        yield column, f"{column} is after the transfer; correct one of them."


def _details(found: Checked, today: date) -> Iterator[ColumnFault]:
    """Yield what is wrong with the numbers, the address and the codes of the SEN2 return, each checked apart."""
    row = found.row
    for name, told in (
        ("upn", Details(_STAND_INS["child_name"], upn=found.upn)),
        ("nhs_number", Details(_STAND_INS["child_name"], nhs_number=found.nhs_number)),
        ("address", Details(_STAND_INS["child_name"], address=row.address)),
    ):
        if getattr(told, name) and (wrong := wrong_details(told, today)) is not None:
            yield name, wrong
    if found.upn is not None and row.upn_unknown is not None:
        yield "upn_unknown", "upn_unknown is given beside a unique pupil number; leave one of them out."
    for name, value in found.census.told.items():
        if (wrong := wrong_census({name: value})) is not None:
            yield name, wrong


def _age(found: Checked, today: date) -> Iterator[ColumnFault]:
    """Yield that a person may not be assessed, if they were too old when the request came."""
    born, received = found.born, found.received
    if (
        BEGINNINGS[found.row.opens].event in REQUESTS
        and born is not None
        and "received_on" not in found.wrong
        and received <= today
        and not may_be_requested(born, received)
    ):
        yield (
            "born_on",
            f"the person was 25 or over on {short_date(received)}; an assessment can be requested only for "
            "someone under 25 (CFA s.36).",
        )


def _order_of_acts(found: Checked, today: date, form: Form) -> Iterator[ColumnFault]:
    """Yield the first of the acts that cannot have happened so. Those after it depend on it."""
    if found.wrong & {"acts", "received_on"} or found.received > today:
        return
    beginning = BEGINNINGS[found.row.opens]
    case = began(Event(beginning.event, found.received, None, beginning.fields))
    done = (
        (act, written.by is not None or not form.names_actors)
        for written in found.acts
        for act in written.each()
    )
    if (refused := first_refused_of(case, done, today)) is not None:
        yield "acts", refused[1]
