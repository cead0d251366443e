"""The view of a child's record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.people.census import LABELS, in_words
from casework.processes.registry import BY_KIND
from statute.words import capital, short_date

_LABELS = {
    "name": "Name",
    "born_on": "Date of birth",
    "upn": "Unique pupil number",
    "nhs_number": "NHS number",
    "address": "Address",
    **LABELS,
}


def child(record: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the context of the page of a child."""
    details = record["details"]
    return {
        "title": details["name"] if details else record["child"],
        "child": record,
        "details": [
            {"label": label, "text": _detail_text(name, details[name])}
            for name, label in _LABELS.items()
            if name != "upn_unknown" or not details["upn"]
        ]
        if details
        else [],
        "versions": [
            {
                "from_on": _day(one["from_on"]),
                "by": names.get(one["by"], one["by"]) if one["by"] else "",
                "why": one["why"],
                "what": "; ".join(
                    f"{label}: {_detail_text(name, one['details'][name])}"
                    for name, label in _LABELS.items()
                    if one["details"][name] is not None
                ),
            }
            for one in reversed(record["versions"])
        ],
        "cases": [_case(one) for one in record["cases"]],
        "processes": [_process(one) for one in record["processes"]],
        "merges": [
            {
                **one,
                "by": names.get(one["by"], one["by"]),
                "on": short_date(date.fromisoformat(one["at"][:10])),
            }
            for one in record["merges"]
            if one["split_at"] is None
        ],
        "kept_until": _day(record["kept_until"]) if record["kept_until"] else None,
    }


def ids_of_processes(record: Mapping[str, Any]) -> list[str]:
    """Return the ids of the processes that hang on the record of a child."""
    return [BY_KIND[one["kind"]].pages.id_of(one) for one in record["processes"]]


def _case(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "received_on": _day(one["received_on"]) if one["received_on"] else "not recorded",
        "closed_on": _day(one["closed_on"]) if one["closed_on"] else None,
        "processes": [_process(each) for each in one["processes"]],
        "letters": [
            {
                "on": _day(each["on"]),
                "text": capital(each["kind"].replace("_", " ")),
                "status": each["status"].replace("_", " "),
            }
            for each in one["letters"]
        ],
    }


def _process(one: dict[str, Any]) -> dict[str, str]:
    """Return the id, page address, kind and stage of a process."""
    pages = BY_KIND[one["kind"]].pages
    process_id, stage = pages.id_of(one), one["stage"].replace("_", " ")
    return {"id": process_id, "href": pages.at(process_id), "text": f"{capital(one['kind'])}: {stage}"}


def _detail_text(name: str, value: Any) -> str:
    if value in (None, ""):
        return "Not recorded"
    if name in LABELS:
        return in_words(name, value)
    return _day(value) if name == "born_on" else value.replace("\n", ", ")


def _day(written: str) -> str:
    return short_date(date.fromisoformat(written))
