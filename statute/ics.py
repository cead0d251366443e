"""Obligations as a calendar file (RFC 5545): one all-day event for the last day of each limit that still runs.

An event keeps its UID from file to file, so that a calendar that takes the file again moves what it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from statute.obligation import Obligation

_PRODUCT = "-//ehcp//statutory timeline//EN"


def calendar_file(obligations: Iterable[Obligation], *, case: str = "case", as_at: date) -> str:
    """The text of an .ics file with the last day of every obligation given.

    `case` is a reference without personal data: it becomes part of each UID. The time stamp is taken from `as_at`,
    so that the same facts give the same file.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    stamp = datetime.combine(as_at, time(), tzinfo=UTC).strftime("%Y%m%dT%H%M%SZ")
    for obligation in obligations:
        lines += _event(obligation, case, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def uid(obligation: Obligation, case: str) -> str:
    """A name for one obligation of one case that does not change when its last day does."""
    key = "|".join((case, obligation.rule, obligation.of or "", obligation.started_on.isoformat()))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@ehcp"


def _event(obligation: Obligation, case: str, stamp: str) -> list[str]:
    of = f" ({obligation.of.replace('_', ' ')})" if obligation.of else ""
    done = obligation.status in ("met", "late", "superseded", "closed") or obligation.met_on is not None
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(obligation, case)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{obligation.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{obligation.due_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{obligation.title}{of}: last day')}",
        f"DESCRIPTION:{_text(obligation.because)}",
        f"CATEGORIES:{_text(obligation.status)}",
        f"STATUS:{'CANCELLED' if obligation.status == 'superseded' else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        *(
            []
            if done
            else [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "TRIGGER:-P7D",
                f"DESCRIPTION:{_text(obligation.title)}",
                "END:VALARM",
            ]
        ),
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    for plain, escaped in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> list[str]:
    """A line in parts of at most 75 octets, each but the first begun with a space; no character is cut."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += width
    return [*parts, part]
