"""The views of a tailored list: what it is made for, the list itself, and its correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.settings.list_correction import MOST_WORDS, KeptEntry
from casework.settings.settings import NEEDS, PHASES
from office.settings_search import Home
from office.tailored_lists import Wanted
from records.database import Database
from starter.console.views.setting_answers import HINT, SettingField, setting_field
from statute.words import listed

Raw = Mapping[str, list[str]]
MILES = ("3", "5", "10", "15", "20", "30", "50")
MOST_MISSES = 25
"""How many near misses the page of correction offers to put on the list."""


def origin_asked(database: Database, raw: Raw, home: Home) -> SettingField:
    """Return the field for the setting from which distances are measured. Without a known home it must be filled in."""
    is_known = home.easting is not None
    hint = f"{HINT}. Leave blank to measure from the child’s postcode, {_spaced(home.postcode)}"
    return setting_field(
        database,
        "origin",
        f"Measure from {'another' if is_known else 'a'} setting{' (optional)' if is_known else ''}",
        raw.get("origin", []),
        required=not is_known,
        hint=hint
        if is_known
        else f"We do not know where the child’s postcode is. Choose a setting near the home. {HINT}",
    )


def wanted(raw: Raw, home: Home, from_setting: SettingField) -> tuple[Wanted | None, dict[str, str]]:
    """Return what a list is asked for, or what is wrong, by name of the field."""
    errors: dict[str, str] = {}
    main, others = _first(raw, "main_need"), raw.get("needs", [])
    if main not in NEEDS:
        errors["main_need"] = "Select the main need"
    if any(need not in NEEDS for need in others):
        errors["needs"] = "Select the other needs from the options"
    origin = from_setting.urn
    if from_setting.error is not None:
        errors["origin"] = from_setting.error
    elif not origin:
        origin = f"{home.easting},{home.northing}"
    age, miles, phase = _first(raw, "age"), _first(raw, "miles"), _first(raw, "phase")
    if age and not (age.isascii() and age.isdecimal() and int(age) <= 25):
        errors["age"] = "Age must be a whole number from 0 to 25"
    if miles not in MILES:
        errors["miles"] = "Select how far the list reaches"
    if phase and phase not in PHASES:
        errors["phase"] = "Select the phase from the options"
    asked = tuple(
        line.strip().removeprefix("urn-") for line in _first(raw, "asked_for").splitlines() if line.strip()
    )
    if any(len(line) > MOST_WORDS for line in asked):
        errors["asked_for"] = f"Each setting must be {MOST_WORDS} characters or less"
    if errors:
        return None, errors
    needs = (main, *(need for need in dict.fromkeys(others) if need != main))
    return Wanted(
        needs, origin, int(age) if age else None, float(miles), asked_for=asked, phase=phase or None
    ), {}


def form(raw: Raw) -> dict[str, Any]:
    """Return the answers of the form that asks what a list is made for."""
    return {
        "main_need": _first(raw, "main_need"),
        "needs": raw.get("needs", []),
        "age": _first(raw, "age"),
        "miles": _first(raw, "miles") or "10",
        "phase": _first(raw, "phase"),
        "asked_for": _first(raw, "asked_for"),
    }


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept list with what it was made for in words. A list that was kept without that has no such words."""
    asked = content.get("made_for")
    made_for = []
    if asked:
        made_for = [
            f"age {asked['age']}",
            listed([NEEDS[need] for need in asked["needs"]]),
            f"up to {asked['miles']:g} miles",
        ]
    return {**content, "made_for_words": ", ".join(made_for), "others": content.get("others", ())}


def other_asked(database: Database, raw: Raw) -> SettingField:
    """Return the field for a setting that a correction adds to a list."""
    return setting_field(database, "other", "Setting (optional)", raw.get("other", []))


def correction(
    raw: Raw, content: Mapping[str, Any], other: SettingField
) -> tuple[list[KeptEntry], dict[str, str], dict[str, str]]:
    """Return the entries to keep, the settings to add with their reasons, and what is wrong, by name of the field."""
    errors: dict[str, str] = {}
    kept = []
    for place in range(len(content["entries"])):
        if str(place) not in raw.get("keep", []):
            continue
        reasons, cautions = (_lines(raw, f"{name}-{place}") for name in ("reasons", "cautions"))
        if not reasons:
            errors[f"reasons-{place}"] = "Enter why this setting is on the list"
        if any(len(line) > MOST_WORDS for line in (*reasons, *cautions)):
            errors[f"reasons-{place}"] = f"Each reason and note must be {MOST_WORDS} characters or less"
        kept.append(KeptEntry(place, reasons, cautions))
    added: dict[str, str] = {}
    known = {miss["urn"] for miss in content["near_misses"]}
    for urn in raw.get("add", []):
        if urn in known:
            added[urn] = _first(raw, f"reason-{urn}")
            if not added[urn]:
                errors[f"reason-{urn}"] = "Enter why you put this setting on the list"
    if other.error is not None:
        errors["other"] = other.error
    elif other.urn:
        added[other.urn] = _first(raw, "reason-other")
    if (other.urn or other.error) and not _first(raw, "reason-other"):
        errors["reason-other"] = "Enter why you put this setting on the list"
    for urn, reason in added.items():
        if len(reason) > MOST_WORDS:
            errors.setdefault(
                f"reason-{urn if urn in known else 'other'}",
                f"Reason must be {MOST_WORDS} characters or less",
            )
    return kept, added, errors


def correction_form(content: Mapping[str, Any], raw: Raw | None) -> dict[str, Any]:
    """Return the answers of the form that corrects a list: those that were sent, or the list as it is."""
    entries = [
        {
            "place": place,
            "name": entry["name"],
            "keep": raw is None or str(place) in raw.get("keep", []),
            "reasons": "\n".join(entry["reasons"]) if raw is None else _first(raw, f"reasons-{place}"),
            "cautions": "\n".join(entry["cautions"]) if raw is None else _first(raw, f"cautions-{place}"),
        }
        for place, entry in enumerate(content["entries"])
    ]
    misses = [
        {
            **miss,
            "add": raw is not None and miss["urn"] in raw.get("add", []),
            "reason": "" if raw is None else _first(raw, f"reason-{miss['urn']}"),
        }
        for miss in content["near_misses"][:MOST_MISSES]
    ]
    reason = "" if raw is None else _first(raw, "reason-other")
    return {"entries": entries, "misses": misses, "reason_other": reason}


def _spaced(postcode: str | None) -> str:
    return f"{postcode[:-3]} {postcode[-3:]}" if postcode else ""


def _first(raw: Raw, name: str) -> str:
    return next((value.strip() for value in raw.get(name, ())), "")


def _lines(raw: Raw, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _first(raw, name).splitlines() if line.strip())
