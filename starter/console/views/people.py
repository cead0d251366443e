"""The views of the people of a case: who they are, what right they have, how they are reached, and the forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from casework.access.permissions import Right
from casework.case.acts import ADVISERS
from casework.people.email_address import is_email_address
from casework.people.entitlements import ENTITLEMENTS, IN_WORDS
from casework.people.names import why_not_name
from casework.people.parties import (
    CONTACT,
    FAMILY,
    NAMED_BY,
    YOUNG_PERSON,
    Address,
    Party,
    called,
    family,
)
from casework.people.postal_address import why_not_posted
from records import parties
from records.database import Database
from records.parties import AddressVersion
from starter.console.views import labels
from starter.console.views.case import File, case_frame
from starter.console.views.setting_answers import SettingField, setting_field
from statute.local_time import london_date
from statute.words import capital, short_date

LONGEST_LINE = 200
LONGEST_ADDRESS = 1000
TO_ADD: tuple[tuple[str, str], ...] = (
    ("parent", "Parent"),
    ("second_parent", "Second parent, at the same or another address"),
    ("foster_carer", "Foster carer"),
    ("social_worker", "Social worker with parental responsibility for the council"),
    (YOUNG_PERSON, "The young person"),
    ("representative", "Representative of a young person without capacity"),
    ("attended_setting", "School, college or early years setting that the child attends"),
    ("setting", "Setting that is consulted or that the plan names"),
    ("adviser", "Adviser who is asked for advice"),
    ("health_body", "Health body"),
    ("social_care", "Officers for social care"),
    (CONTACT, "Another professional contact, who gets no letters"),
    ("youth_accommodation", "Person in charge of youth accommodation"),
    ("youth_offending_team", "Youth offending team"),
    ("detained_health", "Commissioner of a detained person’s health services"),
)
"""The relationships that a page offers to add, in order, with their labels."""
CHANNELS: Mapping[str, str] = {
    "letter": "Letter only",
    "email": "Letter, announced by email",
    "sms": "Letter, announced by text message",
}
_TEXTS = ("name", "job", "postal", "email", "telephone", "language", "why")
Raw = Mapping[str, str]


def people_of(file: File) -> dict[str, Any]:
    """Return the people of a case by group, with who gets the letters to the family today."""
    case = file.case
    with file.database.read() as session:
        known = parties.of_case(session, file.id) if file.personal else []
    receiving = family(known, case["right_holder"])
    gets = {party.party_id for party in receiving.parties}
    shown = [_shown(file, party, party.party_id in gets) for party in known]
    groups = (
        ("Family", [one for one in shown if one["active"] and one["is_family"]]),
        (
            "Settings, services and advisers",
            [one for one in shown if one["active"] and not one["is_family"] and not one["is_contact"]],
        ),
        ("Professional contacts", [one for one in shown if one["active"] and one["is_contact"]]),
        ("Ended", [one for one in shown if not one["active"]]),
    )
    return {
        **case_frame(file, "/people"),
        "holder": labels.plain(case["right_holder"] or "Not recorded"),
        "source": labels.source(case["source"]),
        "channel": labels.plain(case["channel"]) if case["channel"] else "how is not recorded",
        "problem": receiving.problem,
        "groups": [{"title": title, "people": found} for title, found in groups if found],
        "may_personal": file.personal,
        "may_change": file.personal and file.may(Right.ACT),
    }


def _shown(file: File, party: Party, gets: bool) -> dict[str, Any]:
    lines = party.lines or tuple((party.address.postal or "").splitlines())
    missing = None if party.relationship == CONTACT else why_not_posted(party.lines)
    return {
        "id": party.party_id,
        "name": party.name or "Name not recorded",
        "is_family": party.relationship in FAMILY,
        "is_contact": party.relationship == CONTACT,
        "active": party.is_active,
        "relationship": relationship_of(file, party),
        "rows": [
            row
            for row in (
                ("Job", party.job),
                ("Right", IN_WORDS.get(party.entitlement or "")),
                ("Letters to the family", _letters(party, gets)),
                ("Address", "\n".join(lines[1:] if party.lines else lines)),
                ("Email", party.address.email),
                ("Telephone", party.address.telephone),
                ("Contact by", None if party.relationship == CONTACT else CHANNELS.get(party.channel)),
                ("Format", "Large print" if party.large_print else None),
                ("Interpreter", party.language),
                ("Ended", short_date(party.ended_on) if party.ended_on else None),
            )
            if row[1]
        ],
        "missing": missing if party.is_active else None,
    }


def _letters(party: Party, gets: bool) -> str | None:
    """Return whether a person of the family gets the letters today, and why not."""
    if party.relationship not in FAMILY or not party.is_active:
        return None
    if party.no_letters_because is not None:
        return f"No: {party.no_letters_because}"
    return "Yes" if gets else "No, because someone else holds the right"


def relationship_of(file: File, party: Party) -> str:
    """Return the relationship of a party in words, with the setting or adviser that it is."""
    said = capital(called(party.relationship))
    return f"{said}: {file.party_name(party.of)}" if party.of else said


def history(file: File, party: Party, versions: Iterable[AddressVersion]) -> list[dict[str, str]]:
    """Return every version of a party's address, newest first, each with its first day and who recorded it."""
    return [
        {
            "since": short_date(london_date(one.since)),
            "by": "The request" if one.by == "intake" else file.staff_name(one.by),
            "postal": one.address.postal or "",
            "reached": ", ".join(filter(None, (one.address.email, one.address.telephone))),
        }
        for one in versions
    ]


def raw_of(party: Party) -> Raw:
    """Return a party as the answers of its form."""
    return {
        "name": party.name or "",
        "job": party.job or "",
        "of": (party.of or "").removeprefix("urn-"),
        "postal": party.address.postal or "",
        "email": party.address.email or "",
        "telephone": party.address.telephone or "",
        "channel": party.channel,
        "language": party.language or "",
        "large_print": "yes" if party.large_print else "",
        "entitlement": party.entitlement or "",
        "letters": "no" if party.no_letters_because else "yes",
        "because": party.no_letters_because or "",
    }


def read(raw: Raw, case_id: str, relationship: str, before: Party | None = None) -> Party:
    """Return the party that a form describes. Without `before` it is a new one."""
    told = {name: " ".join(raw.get(name, "").split()) or None for name in _TEXTS if name != "postal"}
    postal = "\n".join(line.strip() for line in raw.get("postal", "").splitlines() if line.strip()) or None
    of = raw.get("of", "").strip() or None
    if of is not None and relationship == "setting":
        of = f"urn-{of.removeprefix('urn-')}"
    started = before or Party("", case_id, relationship, of, address=Address(1))
    is_family = relationship in FAMILY
    withheld = is_family and raw.get("letters") == "no"
    return replace(
        started,
        name=started.name if before and relationship == YOUNG_PERSON else told["name"],
        job=None if is_family else told["job"],
        channel=raw.get("channel") or "letter",
        large_print=raw.get("large_print") == "yes",
        language=told["language"],
        entitlement=raw.get("entitlement") or None,
        no_letters_because=(" ".join(raw.get("because", "").split()) or None) if withheld else None,
        address=replace(started.address, postal=postal, email=told["email"], telephone=told["telephone"]),
    )


def changes(party: Party) -> dict[str, Any]:
    """Return everything that a form may change of a party."""
    names = ["job", "channel", "large_print", "language", "entitlement", "no_letters_because"]
    if party.relationship != YOUNG_PERSON:
        names.append("name")
    return {name: getattr(party, name) for name in names} | {
        "postal": party.address.postal,
        "email": party.address.email,
        "telephone": party.address.telephone,
    }


def wrong(party: Party, raw: Raw) -> dict[str, str]:
    """Return what is wrong with the answers of a form, by name of the field."""
    address, found = party.address, dict[str, str]()
    if party.relationship in NAMED_BY and not party.of:
        found["of"] = "Select the service" if party.relationship == "adviser" else "Enter the setting"
    elif party.relationship == "adviser" and party.of not in ADVISERS:
        found["of"] = "Select the service from the options"
    if not party.name and party.relationship != YOUNG_PERSON:
        found["name"] = "Enter a name"
    elif party.name and (why := why_not_name(party.name)) is not None:
        found["name"] = f"Name {why}"
    for name, label, longest in (
        ("name", "Name", LONGEST_LINE),
        ("job", "Job title", LONGEST_LINE),
        ("language", "Language", LONGEST_LINE),
        ("because", "Reason", LONGEST_ADDRESS),
        ("postal", "Address", LONGEST_ADDRESS),
    ):
        if len(raw.get(name, "")) > longest:
            found[name] = f"{label} must be {longest:,} characters or less"
    if address.email and not is_email_address(address.email):
        found["email"] = "Enter an email address in the correct format, like name@example.com"
    if address.telephone and not 7 <= sum(each.isdigit() for each in address.telephone) <= 15:
        found["telephone"] = "Enter a telephone number with its area code, like 01632 960 001"
    if party.channel not in CHANNELS:
        found["channel"] = "Select how to contact this person"
    elif party.channel == "email" and not address.email:
        found["email"] = "Enter an email address, because letters are announced by email"
    elif party.channel == "sms" and not address.telephone:
        found["telephone"] = "Enter a mobile number, because letters are announced by text message"
    if party.entitlement and party.entitlement not in ENTITLEMENTS.get(party.relationship, {}):
        found["entitlement"] = "Select the right that this person has from the options"
    if party.relationship in FAMILY and raw.get("letters") == "no" and party.no_letters_because is None:
        found["because"] = "Enter the reason why this person gets no letters"
    return found


def setting_asked(database: Database, written: Sequence[str]) -> SettingField:
    """Return the field for the setting that a new person stands for."""
    return setting_field(database, "of", "Setting", written, required=True)


def form(
    file: File,
    relationship: str,
    raw: Raw,
    errors: Mapping[str, str],
    party: Party | None,
    setting: SettingField | None,
) -> dict[str, Any]:
    """Return what the form of a person shows."""
    is_family = relationship in FAMILY
    asks_setting = relationship == "setting" and party is None
    if asks_setting and setting is None:
        setting = setting_asked(file.database, [raw.get("of", "")]).blank
    return {
        "relationship": relationship,
        "said": relationship_of(file, party) if party else dict(TO_ADD)[relationship],
        "raw": {
            name: raw.get(name, "")
            for name in ("of", "channel", "large_print", "entitlement", "letters", "because", *_TEXTS)
        },
        "errors": {name: errors[name] for name in _ORDER if name in errors},
        "is_family": is_family,
        "asks_name": relationship != YOUNG_PERSON,
        "asks_service": relationship == "adviser" and party is None,
        "setting": setting if asks_setting else None,
        "services": [(code, capital(said)) for code, said in ADVISERS.items()],
        "asks_preferences": relationship != CONTACT,
        "entitlements": list(ENTITLEMENTS.get(relationship, {}).items()),
        "channels": list(CHANNELS.items()),
    }


_ORDER = (
    "of",
    "name",
    "job",
    "entitlement",
    "letters",
    "because",
    "postal",
    "email",
    "telephone",
    "channel",
    "language",
)
"""The fields of the form in the order of the page, for the summary of errors."""


def ended(raw: Raw, today: date) -> tuple[date | None, str | None]:
    """Return the day that a relationship ended, or what is wrong with it."""
    if raw.get("ended") == "today":
        return today, None
    parts = [raw.get(f"on-{part}", "").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return None, "Enter the date it ended"
    if not all(one.isascii() and one.isdecimal() for one in parts):
        return None, "Date it ended must include a day, a month and a year in numbers"
    try:
        day = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None, "Date it ended must be a real date"
    return (day, None) if day <= today else (None, "Date it ended must be today or in the past")
