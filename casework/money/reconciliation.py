"""Compare what was paid with what is due: read a file of payments, and find every difference."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from casework.money.pence import amount_read
from casework.money.schedule import Stay, due_between

COLUMNS: Final = ("case", "from", "to", "amount", "reference")
_LONGEST = 60
Result = Literal["paid", "underpaid", "overpaid", "not_paid", "not_due"]


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that finance made for some days of a case, in pence. The reference is finance's own."""

    case: str
    starts: date
    ends: date
    pence: int
    reference: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What is due and what was paid for some days of a case, in pence."""

    case: str
    starts: date
    ends: date
    due: int
    paid: int

    @property
    def result(self) -> Result:
        """Whether it was paid in full, in part, too much, not at all, or though nothing was due."""
        if self.paid == self.due:
            return "paid"
        if self.paid == 0:
            return "not_paid"
        if self.due == 0:
            return "not_due"
        return "underpaid" if self.paid < self.due else "overpaid"


def payments_in(text: str) -> tuple[list[Paid], list[str]]:
    """Return the payments in a CSV file, and the fault of each row that is none, with its line."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        return [], [f"Line 1: The column {missing[0]!r} is missing; the columns are {', '.join(COLUMNS)}."]
    found, faults, seen = [], [], set()
    for row in rows:
        try:
            paid = _paid({name: (row[name] or "").strip() for name in COLUMNS})
            key = (paid.case, paid.starts, paid.ends, paid.reference)
            if key in seen:
                raise ValueError("The payment is in the file twice; leave one of them.")
        except ValueError as wrong:
            faults.append(f"Line {rows.line_num}: {wrong}")
        else:
            seen.add(key)
            found.append(paid)
    return found, faults


def compare(payments: Iterable[Paid], stays: Mapping[str, Iterable[Stay]]) -> list[Compared]:
    """Return what is due and paid for the days of each payment, and for the days of cases that have no payment."""
    sums: dict[tuple[str, date, date], int] = defaultdict(int)
    for one in payments:
        sums[one.case, one.starts, one.ends] += one.pence
    if not sums:
        return []
    found = [
        Compared(case, first, last, due_between(stays.get(case, ()), first, last), paid)
        for (case, first, last), paid in sums.items()
    ]
    known = {case for case, _, _ in sums}
    for first, last in sorted({(first, last) for _, first, last in sums}):
        for case in stays.keys() - known:
            if due := due_between(stays[case], first, last):
                found.append(Compared(case, first, last, due, 0))
    return sorted(found, key=lambda one: (one.case, one.starts, one.ends))


def _paid(row: Mapping[str, str]) -> Paid:
    if not row["case"] or len(row["case"]) > _LONGEST:
        raise ValueError("The case is missing; give its id.")
    days = []
    for name in ("from", "to"):
        try:
            days.append(date.fromisoformat(row[name]))
        except ValueError:
            raise ValueError(f"{name} is {row[name][:_LONGEST]!r}; write it as YYYY-MM-DD.") from None
    first, last = days
    if last < first:
        raise ValueError("The payment ends before it begins; correct one of its days.")
    try:
        pence = amount_read(row["amount"])
    except ValueError as wrong:
        raise ValueError(f"{wrong}.") from None
    return Paid(row["case"], first, last, pence, row["reference"][:_LONGEST])
