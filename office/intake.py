"""Read requests from a file. Every row is checked before any case is opened.

A row opens a case for an assessment, unless `opens` names a request to reassess, or a decision to cease, for a plan
that is already maintained.

`received_on` and the dates in `acts` are dates (2026-03-04) or relative to today (today, today-37). `acts` lists what
has been done already, for a case that is taken over part-way: "assessment_agreed today-20; advice_requested today-19
of=school". Put values with spaces in quotes. No letters are sent again for these acts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from casework.case.openings import BEGINNINGS
from casework.people.census import NOTHING_KNOWN, Census
from casework.people.child import Details
from casework.people.child_matching import first_repeated
from casework.people.first_parties import FamilyLine, family_line, why_letters_wait
from casework.people.parties import NOWHERE
from casework.plans.plan import Plan
from office.bad_intake import BadIntake
from office.intake_files import rows_of
from office.intake_row import COLUMNS, Checked, Row, WrittenAct, checked, wrong_act
from statute.rights import Capacity, in_or_past_year_nine, right_holder


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request. `key` identifies it: the same row always gives the same key.

    `particulars` are the facts that the process needs, as codes: how and where the request came, who holds the right to
    ask, and whether the child is in or past year 9. `opens` is the purpose of the case (casework.case.openings) and
    `place` says which row it is, for messages. `attends` is the name and address of the school, college or early years
    setting. With `taken_over`, the case comes from another system: no one is told of its past, and each act
    names who did it, or no one. `plan` is what is known of the content of a plan in force; the records keep it.
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
    taken_over: bool = False
    plan: Plan | None = None

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
    rows = rows_of(str(path), text, COLUMNS)
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
        if (why := wrong_act(act)) is not None:
            raise BadIntake(f"{place}: {why}")
    return _request(place, dict(content), today, acts)


def _request(
    place: str, content: Mapping[str, Any], today: date, earlier: tuple[WrittenAct, ...] = ()
) -> Request:
    found = checked(content, today, earlier)
    if found.faults:
        raise BadIntake(f"{place}: {found.faults[0][1]}")
    return request_in(found, place)


def request_in(found: Checked, place: str) -> Request:
    """Return the request of a row without faults."""
    row = found.row
    return Request(
        key=_key(row, found.received),
        reference=row.reference,
        child_name=row.child_name,
        born_on=found.born,
        family=row.family,
        email=row.email,
        source=row.source if BEGINNINGS[row.opens].is_asked else "other",
        received_on=found.received,
        team=row.team,
        officer=row.officer,
        acts=found.acts,
        particulars=_particulars(found),
        place=place,
        attends=None if _attends_none(row) else row.attends,
        opens=row.opens,
        upn=found.upn,
        nhs_number=found.nhs_number,
        address=row.address,
        census=found.census,
    )


def _particulars(found: Checked) -> dict[str, Any]:
    """Return the facts of a request that the process needs, as codes. The date of birth stays in the records."""
    row, born, received, reviewed = found.row, found.born, found.received, found.reviewed
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
