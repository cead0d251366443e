"""Rows for the census and the list of children who are not in full-time education."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.processes.ap_placement.codes import in_words
from casework.processes.ap_placement.placement import Placement
from casework.processes.listing import Listing, Pupil, Row
from statute.words import short_date

_SCHOOL = (
    "upn", "surname_forename", "dob", "sex", "urn", "ukprn", "apsettingtype", "placementreason", "entrydate", "leavingdate",
    "apattendancepattern", "apsessionsperweek", "senprovisionentry", "senprovisionleaving", "applacementpostcode", "companynumber",
)  # fmt: skip
_AUTHORITY = (
    "upn", "surname_forename", "dob", "sex", "urn", "ukprn", "apsettingtype", "primaryreason", "entrydate", "leavingdate",
    "association", "apattendancepattern", "apsessionsperweek", "prevurn", "senprovisionentry",
)  # fmt: skip
_ON_ROLL = (
    "upn",
    "surname_forename",
    "dob",
    "sex",
    "urn",
    "prevurn",
    "apreason",
    "senprovisionentry",
    "entrydate",
    "leavingdate",
)
_NO_CASE = "No case"
_HEADINGS = {
    "upn": "UPN",
    "surname_forename": "Name",
    "dob": "Date of birth",
    "sex": "Sex",
    "urn": "URN",
    "ukprn": "UKPRN",
    "apsettingtype": "Type",
    "placementreason": "Reason",
    "primaryreason": "Reason",
    "entrydate": "Entry",
    "leavingdate": "Leaving",
    "apattendancepattern": "Pattern",
    "apsessionsperweek": "Sessions a week",
    "senprovisionentry": "SEN at entry",
    "senprovisionleaving": "SEN at leaving",
    "applacementpostcode": "Postcode",
    "companynumber": "Company number",
    "association": "Registration",
    "prevurn": "URN of the previous school",
    "apreason": "Reason for admission",
}


def census_row(placement: Placement, pupil: Pupil, today: date) -> dict[str, str] | None:
    """Return the census fields of a placement that has started with a provider, with exactly the census codes; else None."""
    if placement.started_on is None or placement.last("match_provider") is None:
        return None
    provider, left = placement.provider, placement.left_on
    numbered = provider.get("urn") or provider.get("ukprn")
    found = {
        "upn": pupil.upn,
        "surname_forename": pupil.name,
        "dob": pupil.born_on.isoformat() if pupil.born_on else "",
        "sex": pupil.sex,
        "urn": provider.get("urn"),
        "ukprn": provider.get("ukprn"),
        "apsettingtype": None if numbered else provider.get("setting_type"),
        "placementreason": placement.referred("reason"),
        "primaryreason": placement.referred("reason"),
        "entrydate": placement.started_on.isoformat(),
        "leavingdate": left.isoformat() if left is not None else None,
        "apattendancepattern": placement.matched("pattern"),
        "apsessionsperweek": placement.matched("sessions"),
        "senprovisionentry": placement.referred("sen"),
        "senprovisionleaving": placement.sen_leaving,
        "applacementpostcode": provider.get("postcode"),
        "companynumber": provider.get("company_number"),
        "association": in_words("association", placement.matched("registration")),
        "apreason": placement.matched("admission_reason"),
        "prevurn": str(placement.referred("home_school")).removeprefix("urn-"),
    }
    return {name: str(value or "") for name, value in found.items()}


def _arranged_by(commissioner: str, columns: tuple[str, ...]) -> Row:
    """Return what gives the row of a placement that a commissioner arranged; None for the others."""

    def row(placement: Placement, pupil: Pupil, today: date) -> Mapping[str, str] | None:
        if placement.tier == "tier_1" or placement.matched("commissioner") != commissioner:
            return None
        found = census_row(placement, pupil, today)
        return {name: found[name] for name in columns} if found is not None else None

    return row


def _headed(columns: tuple[str, ...]) -> Mapping[str, str]:
    return {name: _HEADINGS[name] for name in columns}


def _on_roll(placement: Placement, pupil: Pupil, today: date) -> Mapping[str, str] | None:
    """Return the row of a pupil that the provider took on its roll as main or only school; None for the others."""
    found = census_row(placement, pupil, today)
    if found is None or placement.matched("registration") not in ("main", "single"):
        return None
    return {name: found[name] for name in _ON_ROLL}


def not_in_full(placement: Placement, pupil: Pupil, today: date) -> Mapping[str, str] | None:
    """Return the row of a child who is not in full-time education today, with since when and why; None for the others."""
    if placement.is_over or placement.stage_code == "returned" or placement.tier == "tier_1":
        return None
    if placement.started_on is not None and placement.is_in_full:
        return None
    since = _since(placement)
    decided = placement.education
    days = (today - since).days if since is not None else 0
    return {
        "name": pupil.name,
        "case": placement.case or _NO_CASE,
        "since": short_date(since) if since else "",
        "days": str(days),
        "why": in_words("reason", placement.referred("reason")),
        "now": _now(placement),
        "decision": short_date(decided.on) if decided is not None and decided.on else "No decision yet",
    }


def _since(placement: Placement) -> date | None:
    excluded = placement.referred("excluded_on")
    return date.fromisoformat(str(excluded)) if excluded else placement.on("refer_placement")


def _now(placement: Placement) -> str:
    if placement.started_on is not None:
        return f"Part time, {placement.matched('sessions')} sessions a week"
    return "Waiting for a place"


_CHECKS = {
    "name": "Child or young person", "case": "Case", "provider": "Provider", "until": "Checks run out", "days": "Days left",
}  # fmt: skip


def checks_running_out(placement: Placement, pupil: Pupil, today: date) -> Mapping[str, str] | None:
    """Return the row of a pupil who is with a provider, or is to go there, whose checks ran out or run out soon; else None."""
    written = placement.provider.get("checked_until")
    if placement.is_over or placement.left_on is not None or not written:
        return None
    until = date.fromisoformat(str(written))
    days = (until - today).days
    if days > placement.policy["provider_check_days"]:
        return None
    provider = str(placement.provider.get("name") or placement.matched("provider"))
    left = str(days) if days >= 0 else "Ran out"
    case = placement.case or _NO_CASE
    return {"name": pupil.name, "case": case, "provider": provider, "until": short_date(until), "days": left}


LISTS = (
    Listing(
        "school-census",
        "School census: alternative provision that schools arrange",
        "One row for each placement that has started. The codes are those of the census.",
        _headed(_SCHOOL),
        _arranged_by("school", _SCHOOL),
        "No placement arranged by a school has started.",
    ),
    Listing(
        "alternative-provision-census",
        "Alternative provision census: placements that the authority arranges",
        "One row for each placement that has started. The codes are those of the census.",
        _headed(_AUTHORITY),
        _arranged_by("authority", _AUTHORITY),
        "No placement arranged by the authority has started.",
    ),
    Listing(
        "provider-census",
        "School census of the provider: pupils on its roll",
        "One row for each pupil who is on the roll of the provider as main or only school. The codes are those of the census.",
        _headed(_ON_ROLL),
        _on_roll,
        "No pupil is on the roll of a provider.",
    ),
    Listing(
        "not-in-full-time-education",
        "Children who are not in full-time education",
        "Children who were referred and are waiting for a place, or whose place is part time.",
        {
            "name": "Child or young person", "case": "Case", "since": "Since", "days": "Days", "why": "Why", "now": "Now",
            "decision": "Last section 19 decision",
        },
        not_in_full,
        "Every child who was referred is in full-time education.",
    ),
    Listing(
        "provider-checks",
        "Checks of providers that run out",
        "Pupils with a provider, or about to go there, whose checks ran out or run out soon.",
        _CHECKS,
        checks_running_out,
        "No check of a provider runs out soon.",
    ),
)  # fmt: skip
