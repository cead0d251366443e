"""Bands of many cases: the payment lines for finance, what was paid, simulation, moderation and the refinement report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.money.banding import price_on
from casework.money.decisions import Banding, Decision, decision_on, decisions_of, levels_in
from casework.money.framework import Framework
from casework.money.moderation import Agreement, Override, agreement, moves, sample_of
from casework.money.pence import amount_read, plain_pounds
from casework.money.reconciliation import Compared, compare, payments_in
from casework.money.schedule import PaymentLine, lines_of
from casework.money.simulation import BandedCase, Group, Simulated, simulate
from office.money import BadFile
from records import money, settings
from records.database import Database
from records.tray import Within

SCHEDULE_COLUMNS = (
    "case", "setting", "setting_name", "setting_type", "band", "framework", "from", "to", "days", "year",
    "amount_of_year", "amount",
)  # fmt: skip
_CASE_COLUMNS = ("case", "setting_type", "band", "amount")


@dataclass(frozen=True, slots=True)
class Moderated:
    """A decision in the sample: the first and the second band, if a second person has given one, and who gave each."""

    case: str
    decision: str
    framework: str
    first: str
    second: str | None
    by: str
    second_by: str | None


@dataclass(frozen=True, slots=True)
class Moderation:
    """A sample with how far the first and the second band agree, of how many decisions it was drawn."""

    drawn_from: int
    sample: tuple[Moderated, ...]
    agreement: Agreement


def lines_within(session: Session, within: Within, first: date, last: date) -> list[PaymentLine]:
    """Return the payment lines that end from a day to a day, of the cases that a person may see."""
    stays = [one.stay for rows in money.of_cases(session, within).values() for one in decisions_of(rows)]
    return [line for line in lines_of(stays, last) if line.ends >= first]


def schedule_csv(session: Session, lines: Iterable[PaymentLine]) -> str:
    """Return payment lines as CSV for finance: codes, days and amounts, and no names of children."""
    found = list(lines)
    urns = {line.stay.setting.removeprefix("urn-") for line in found if line.stay.setting}
    names = settings.names_of_settings(session, urns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SCHEDULE_COLUMNS)
    for line in found:
        writer.writerow(line_as_json(line, names).values())
    return text.getvalue()


def line_as_json(line: PaymentLine, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a payment line with amounts in pounds. `names` holds the names of settings by number."""
    stay = line.stay
    values = (
        stay.case, stay.setting, (names or {}).get(stay.setting.removeprefix("urn-"), ""), stay.setting_type, stay.band,
        stay.framework, line.starts.isoformat(), line.ends.isoformat(), line.days, line.price.year,
        plain_pounds(line.price.top_up), plain_pounds(line.pence),
    )  # fmt: skip
    return dict(zip(SCHEDULE_COLUMNS, values, strict=True))


def keep_paid(database: Database, text: str, within: Within, by: str) -> int:
    """Keep the payments of a file. Returns how many. Raises BadFile with every fault.

    A row of a case that the person may not see is a fault, as if the case did not exist.
    """
    found, faults = payments_in(text)
    with database.write() as session:
        known = money.visible_cases(session, within, {one.case for one in found})
        unknown = sorted({one.case for one in found} - known)
        faults += [f"There is no case {one!r} in your teams; correct its rows." for one in unknown]
        if faults or not found:
            raise BadFile(faults or ["Line 2: The file has no payments."])
        money.keep_payments(session, found, by, datetime.now(UTC))
    return len(found)


def reconciled(session: Session, within: Within) -> list[Compared]:
    """Return what is due and what was paid, for the days of every payment that was kept."""
    stays = {
        case: [one.stay for one in decisions_of(rows)]
        for case, rows in money.of_cases(session, within).items()
    }
    return compare(money.payments(session, within), stays)


def compared_as_json(one: Compared) -> dict[str, Any]:
    """Return what is due and paid, with amounts in pounds."""
    return {
        "case": one.case,
        "from": one.starts.isoformat(),
        "to": one.ends.isoformat(),
        "due": plain_pounds(one.due),
        "paid": plain_pounds(one.paid),
        "difference": plain_pounds(one.paid - one.due),
        "result": one.result,
    }


def banded_cases(session: Session, within: Within, on: date) -> list[BandedCase]:
    """Return every case with a decision that pays on a day, for a simulation."""
    found = []
    for case, rows in money.of_cases(session, within).items():
        decision = decision_on(decisions_of(rows), on)
        if decision is None or (price := price_on(decision.prices, on)) is None:
            continue
        profile = next(one for one in rows if one.banding_id == decision.record.about)
        content = decision.record.content
        chosen = content["decided"] != content["computed"]
        found.append(
            BandedCase(
                case, decision.setting_type, levels_in(profile.content), decision.band, price.top_up, chosen,
                content["extra"],
            )
        )  # fmt: skip
    return found


def cases_in(text: str) -> list[BandedCase]:
    """Return the cases of a CSV file for a simulation: case, setting_type, band, amount, and a column for each category.

    Raises BadFile with every fault.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    names = [name for name in rows.fieldnames or () if name]
    missing = [name for name in _CASE_COLUMNS if name not in names]
    if missing:
        raise BadFile([f"Line 1: The column {missing[0]!r} is missing; the columns are {', '.join(_CASE_COLUMNS)} and one for each category."])  # fmt: skip
    categories = [name for name in names if name not in _CASE_COLUMNS]
    found, faults = [], []
    for row in rows:
        try:
            levels = {name: int(row[name]) for name in categories if (row[name] or "").strip()}
            amount = amount_read(row["amount"] or "0")
        except ValueError as wrong:
            says = str(wrong) if "pounds" in str(wrong) else "a level is not a whole number"
            faults.append(f"Line {rows.line_num}: {says}.")
            continue
        found.append(
            BandedCase(row["case"] or "", row["setting_type"] or "", levels, row["band"] or "", amount)
        )
    if faults or not found:
        raise BadFile(faults or ["Line 2: The file has no cases."])
    return found


def simulated(
    cases: Iterable[BandedCase], framework: Framework, on: date, *, keep_bands: bool = False
) -> Simulated:
    """Return what a framework would cost for some cases on a day. No case is changed."""
    return simulate(cases, framework, on, keep_bands=keep_bands)


def simulated_as_json(found: Simulated, framework: Framework, on: date) -> dict[str, Any]:
    """Return a simulation with amounts in pounds."""
    return {
        "framework": framework.id,
        "version": framework.version,
        "label": framework.label,
        "on": on.isoformat(),
        "total": _group(found.whole),
        "by_setting_type": {name: _group(one) for name, one in sorted(found.by_setting_type.items())},
        "by_band": [
            {"before_band": before, "after_band": after, **_group(one)}
            for (before, after), one in sorted(found.by_band.items())
        ],
        "chosen_by_a_person": found.chosen,
        "cases": [
            {
                "case": one.case,
                "band": one.band,
                "before": plain_pounds(one.before),
                "after": plain_pounds(one.after),
            }
            for one in found.cases
        ],
        "left_out": [{"case": case, "why": why} for case, why in found.left_out],
    }


def _group(one: Group) -> dict[str, Any]:
    whole = asdict(one)
    money_of = {name: plain_pounds(whole[name]) for name in ("before", "after", "gained", "lost")}
    return {
        **whole,
        **money_of,
        "unchanged": one.unchanged,
        "difference": plain_pounds(one.after - one.before),
    }


def moderation(
    session: Session, within: Within, percent: int, seed: str, days: tuple[date, date]
) -> Moderation:
    """Return the sample of the decisions of some days, by their date of decision, with the second bands that were given."""
    first, last = (day.isoformat() for day in days)
    of: dict[str, tuple[Decision, list[Banding]]] = {}
    for rows in money.of_cases(session, within).values():
        for decision in decisions_of(rows):
            if first <= decision.record.content["decided_on"] <= last:
                of[decision.id] = (decision, rows)
    sample = tuple(_moderated(*of[each]) for each in sample_of(of, percent, seed))
    pairs = [(one.first, one.second) for one in sample if one.second is not None]
    return Moderation(len(of), sample, agreement(pairs))


def _moderated(decision: Decision, rows: Iterable[Banding]) -> Moderated:
    seconds = [one for one in rows if one.kind == "second" and one.about == decision.id]
    second = seconds[-1] if seconds else None
    return Moderated(
        decision.record.case_id,
        decision.id,
        decision.record.framework,
        str(decision.record.content["computed"]),
        str(second.content["band"]) if second else None,
        decision.record.by,
        second.by if second else None,
    )


def moderation_as_json(found: Moderation) -> dict[str, Any]:
    """Return a moderation: the sample, the agreement rate in per cent, and Cohen's kappa."""
    return {
        "drawn_from": found.drawn_from,
        "sample": [asdict(one) for one in found.sample],
        "agreement": {
            "agreed": found.agreement.agreed,
            "of": found.agreement.of,
            "rate": found.agreement.rate,
            "kappa": found.agreement.kappa,
        },
    }


def overrides(session: Session, within: Within) -> list[Override]:
    """Return every decision that differs from the computed band, with its reason, the newest first."""
    found = [
        one
        for rows in money.of_cases(session, within).values()
        for one in decisions_of(rows)
        if one.is_override
    ]
    return [
        Override(
            one.record.case_id,
            f"{one.record.framework} {one.record.version}",
            str(one.record.content["computed"]),
            one.band
            + (f" and {plain_pounds(extra)} a year" if (extra := one.record.content["extra"]) else ""),
            one.record.because or "",
        )
        for one in sorted(found, key=lambda one: one.record.at, reverse=True)
    ]


def refinement_as_json(found: list[Override]) -> dict[str, Any]:
    """Return the refinement report: how often each computed band was changed, and each reason."""
    return {
        "moves": [
            {"framework": framework, "computed": computed, "decided": decided, "number": number}
            for framework, computed, decided, number in moves(found)
        ],
        "overrides": [asdict(one) for one in found],
    }
