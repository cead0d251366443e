"""The rows of plans in force, for what comes in and what goes out: when a plan was sent and last reviewed, and what it holds.

A row becomes a case that begins with the day on which the plan was first sent. Where only the last review is known, the
limits are counted from that review, so that no earlier review counts as late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from casework.case.facts import LAST_REVIEWED
from casework.case.particulars import is_code
from casework.people.first_parties import lines_of
from casework.plans.plan import AREAS, About, Area, Budget, Placement, Plan, Row
from casework.takeover.faults import HEADER, Fault
from office.caseload_form import Table, unknown_columns
from office.intake import Request, request_in
from office.intake_row import COLUMNS, Checked, Form, WrittenAct, checked, past_day
from statute.words import short_date

OPENS = "plan_in_force"
ISSUED, REVIEWED, SETTING = "first_issued_on", LAST_REVIEWED, "setting"
BUDGET_AMOUNT, BUDGET_FOR = "budget_amount", "budget_for"
REVIEW = "review_decision"
KEPT = {"decision": "maintain"}
"""The act and the field by which a review is recorded that kept the plan."""
_NOT_OF_PLANS = frozenset({"opens", "source", "received_on", "received_by", "received_where", "channel"})
_OF_CASES = tuple(name for name in COLUMNS if name not in _NOT_OF_PLANS and name not in (REVIEWED, "acts"))
PLAN_COLUMNS: tuple[str, ...] = (
    *_OF_CASES, ISSUED, REVIEWED, SETTING, *AREAS, BUDGET_AMOUNT, BUDGET_FOR, "acts"
)  # fmt: skip
"""The columns of a file of plans."""
NEEDED = ("child_name", ISSUED, "team")
_FORM = Form(opens=(OPENS,), names_actors=True)
_LONGEST_NEED, _LONGEST_LINE = 20_000, 500


def read_plans(table: Table, today: date) -> tuple[list[tuple[int, Request]], list[Fault]]:
    """Return the plan of each row without faults, with its row, and every fault."""
    faults = [*table.faults, *unknown_columns(table, PLAN_COLUMNS, NEEDED)]
    named = {fault.column for fault in faults if fault.row == HEADER}
    found: list[tuple[int, Request]] = []
    for number, content in table.rows:
        request, wrong = _plan(
            {name: value for name, value in content.items() if name in PLAN_COLUMNS}, today
        )
        faults += [table.fault(number, column, says) for column, says in wrong if column not in named]
        if request is not None and not wrong:
            found.append((number, replace(request, place=f"{table.file}, row {number}")))
    return found, faults


def _plan(content: Mapping[str, str], today: date) -> tuple[Request | None, list[tuple[str, str]]]:
    known = {name: value for name, value in content.items() if name in (*_OF_CASES, "acts")}
    issued = {"received_on": content[ISSUED]} if ISSUED in content else {}
    reviewed, wrong = _reviewed(content, today)
    earlier = (WrittenAct(REVIEW, reviewed, None, dict(KEPT)),) if reviewed is not None else ()
    row = checked({**known, **issued, "opens": OPENS}, today, earlier, _FORM)
    wrong += [_in_words_of_plans(*fault) for fault in row.faults]
    wrong += _own_faults(content, row, reviewed)
    if wrong:
        return None, wrong
    more = {SETTING: content.get(SETTING), REVIEWED: reviewed.isoformat() if reviewed else None}
    request = request_in(row, "")
    particulars = {**request.particulars, **{name: value for name, value in more.items() if value}}
    return replace(request, taken_over=True, particulars=particulars, plan=_content(content, request)), []


def _reviewed(content: Mapping[str, str], today: date) -> tuple[date | None, list[tuple[str, str]]]:
    if REVIEWED not in content:
        return None, []
    try:
        day = past_day(content[REVIEWED].strip(), today)
    except ValueError as error:
        return None, [(REVIEWED, str(error))]
    if day > today:
        return None, [(REVIEWED, f"{short_date(day)} is in the future; give the day of the last decision.")]
    return day, []


def _own_faults(content: Mapping[str, str], row: Checked, reviewed: date | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the setting, the content of the plan and the order of its review and acts."""
    if SETTING in content and not is_code(content[SETTING].strip()):
        yield SETTING, f"{content[SETTING]!r} is not an id; write the number of the setting as urn-100000."
    for name in (*AREAS, BUDGET_AMOUNT, BUDGET_FOR):
        longest = _LONGEST_LINE if name == BUDGET_AMOUNT else _LONGEST_NEED
        if len(content.get(name, "")) > longest:
            yield name, f"It has more than {longest} characters; shorten it."
    if reviewed is None or "received_on" in row.wrong:
        return
    if reviewed < row.received:
        yield REVIEWED, f"{REVIEWED} is before {ISSUED}; correct one of them."
    if (early := next((act for act in row.acts[1:] if act.on < reviewed), None)) is not None:
        yield (
            "acts",
            f"{early.action} on {short_date(early.on)} is before the last review on {short_date(reviewed)}, from which the plan is "
            f"counted; leave it out, or leave {REVIEWED} empty and give every review in the acts.",
        )


def _in_words_of_plans(column: str, says: str) -> tuple[str, str]:
    if column != "received_on":
        return column, says.replace("received_on", ISSUED)
    said = says.replace("received_on", ISSUED).replace(
        "record the request once it is received", "give the day on which the plan was first sent"
    )
    return ISSUED, said


def _content(content: Mapping[str, str], request: Request) -> Plan | None:
    """Return what a row says of the content of a plan: the needs, one a line, and the personal budget."""
    areas = {
        area: Area(rows=tuple(Row(need=need) for need in _lines(content[area])))
        for area in AREAS
        if area in content
    }
    budget = Budget(amount=content.get(BUDGET_AMOUNT, ""), for_what=content.get(BUDGET_FOR, ""))
    if not areas and budget == Budget():
        return None
    number = content.get(SETTING, "").removeprefix("urn-")
    name = next(iter(lines_of(request.attends or "")), "")
    return Plan.model_validate(
        {
            "about": About(name=request.child_name, born_on=request.born_on),
            "areas": areas,
            "placement": Placement(setting=name, urn=number if number.isdigit() else ""),
            "budget": budget if budget != Budget() else None,
        }
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def content_columns(plan: Plan) -> dict[str, str]:
    """Return the needs and the personal budget of a plan as the columns of a row."""
    areas: Mapping[Any, Area] = plan.areas
    told = {
        area: "\n".join(line for row in areas[area].rows for line in _lines(row.need))
        for area in AREAS
        if area in areas
    }
    if plan.budget is not None:
        told |= {BUDGET_AMOUNT: plan.budget.amount, BUDGET_FOR: plan.budget.for_what}
    return told


def holds_more(plan: Plan) -> bool:
    """Whether a plan holds more than a row can say: provision, outcomes, or health and social care."""
    areas: Mapping[Any, Area] = plan.areas
    rows: Sequence[Row] = [row for area in areas.values() for row in area.rows]
    return bool(plan.health or plan.social_care or any(row.provision or row.outcome for row in rows))
