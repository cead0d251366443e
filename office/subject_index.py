"""The index of a subject access export: everything that is held, in words, with a link to each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from activities.paper_html import Index, IndexLine, IndexSection
from casework.case.acts import CATALOGUE
from casework.early_support.support_record import FIELDS, KINDS, record_from, said
from casework.people.parties import called
from office.subject_bands import bands_in_words
from statute.words import capital, short_date

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
_DETAILS = {
    "name": "Name",
    "born_on": "Born",
    "upn": "Unique pupil number",
    "nhs_number": "NHS number",
    "address": "Address",
}
_NOT_MADE = "Not written yet, or recalled before it was."
_MISSING = "The file is missing."


def index_of(told: Mapping[str, Any], files: Mapping[str, str]) -> Index:
    """Return the index of an export. `files` gives the path in the folder of each paper by its id."""
    rows: Rows = told["rows"]
    details = told["details"]
    return Index(
        title=f"What we hold on {details['name']}",
        about=(
            f"Made on {_day(told['as_at'])}. {_covers(told['cases'])}",
            "child.json holds every row of the records. This page gives the same in words. "
            "Look through it before it leaves: it also names other people.",
        ),
        sections=(
            IndexSection(
                "The child or young person",
                _lines(f"{label}: {details[name]}" for name, label in _DETAILS.items() if details.get(name)),
            ),
            IndexSection("Earlier details", tuple(_details(one) for one in rows["child_details"])),
            IndexSection("People of the cases", tuple(_party(one, rows) for one in rows["parties"])),
            IndexSection("What happened", tuple(_happened(one) for one in _by_day(rows["ledger"], "on"))),
            IndexSection("Reasons and other texts", _lines(str(one["text"]) for one in rows["notes"])),
            IndexSection("Notes, calls, meetings and messages", tuple(_entry(one) for one in _by_day(rows["case_log"], "on"))),
            IndexSection("Tasks", tuple(_task(one) for one in _by_day(rows["case_tasks"], "due_on"))),
            IndexSection("Early support", tuple(_support(one) for one in _by_day(rows["early_support"], "on"))),
            IndexSection("Letters and messages", tuple(_letter(one, files) for one in _by_day(rows["outbox"], "on"))),
            IndexSection("Documents", tuple(_document(one, files) for one in _by_day(rows["documents"], "at"))),
            IndexSection("Versions of the plan", tuple(_plan(one, files) for one in rows["plans"])),
            IndexSection("Bands and what was paid", _lines(bands_in_words(rows["bandings"], rows["band_payments"]))),
            IndexSection("Who had packs and bundles", _lines(f"{one['name']}, {_day(one['on'])} ({one['how']})" for one in rows["bundle_readers"])),
            IndexSection("Standards of the request and the plan", _lines(_standard(one) for one in _by_day(rows["standard_links"], "on"))),
            IndexSection("Tailored lists", tuple(_list(one, files) for one in rows["tailored_lists"])),
        ),
    )  # fmt: skip


def _covers(cases: list[str]) -> str:
    return f"It covers the cases {', '.join(cases)}." if cases else "The child has no case."


def _standard(one: Row) -> str:
    named = f"{one['catalogue']} {one['standard']}" if one["standard"] else "Provision in Section F"
    return f"{named}: {str(one['answer']).replace('_', ' ')} ({_day(one['on'])})"


def _lines(texts: Iterable[str]) -> tuple[IndexLine, ...]:
    return tuple(IndexLine(text) for text in texts)


def _by_day(rows: Iterable[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda one: str(one[column] or ""))


def _day(written: object) -> str:
    """Return a stored day or instant as a day in words."""
    text = str(written or "")
    return short_date(datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text)) if text else "no date"  # fmt: skip


def _plain(code: object) -> str:
    return str(code).replace("_", " ")


def _details(one: Row) -> IndexLine:
    said = "; ".join(f"{label}: {one[name]}" for name, label in _DETAILS.items() if one.get(name))
    return IndexLine(f"From {_day(one['from_on'])}: {said}", note=str(one["why"]))


def _party(one: Row, rows: Rows) -> IndexLine:
    where = [
        " / ".join(str(each[name]) for name in ("postal", "email", "telephone") if each[name])
        for each in rows["addresses"]
        if each["party_id"] == one["party_id"]
    ]
    ended = f" Ended on {_day(one['ended_on'])}." if one["ended_on"] else ""
    return IndexLine(
        f"{capital(called(one['relationship']))}: {one['name'] or 'as in the request'}", note=f"{'; '.join(where)}{ended}"
    )  # fmt: skip


def _happened(one: Row) -> IndexLine:
    known = CATALOGUE.get(str(one["event"]))
    title = f" ({known.title})" if known is not None and known.title not in one["text"] else ""
    return IndexLine(f"{_day(one['on'])}: {one['text']}{title}", note=f"{one['case_id']}")


def _entry(one: Row) -> IndexLine:
    who = f" with {one['with_person']}" if one["with_person"] else ""
    return IndexLine(
        f"{capital(str(one['kind']))}{who}, {_day(one['on'])}: {one['text']}", note=f"By {one['by']}"
    )


def _task(one: Row) -> IndexLine:
    done = f"Done on {_day(one['done_at'])}" if one["done_at"] else "Open"
    return IndexLine(
        f"By {_day(one['due_on'])}: {one['text']}", note=f"{done}. Given to {one['owner']} by {one['by']}"
    )


def _support(one: Row) -> IndexLine:
    record = record_from(str(one["kind"]), date.fromisoformat(str(one["on"])), one["content"])
    answers = "; ".join(f"{FIELDS[name].asks}: {said(name, value)}" for name, value in record.values.items())
    replaced = f". Replaced on {_day(one['replaced_at'])}" if one["replaced_at"] else ""
    return IndexLine(
        f"{KINDS[record.kind].title}, {_day(one['on'])}: {answers}",
        note=f"Setting {one['urn']}. Recorded by {one['by']}{replaced}",
    )


def _letter(one: Row, files: Mapping[str, str]) -> IndexLine:
    text = (
        f"{_day(one['on'])}: {_plain(one['kind'])} to the {called(one['to_role'])} ({_plain(one['channel'])})"
    )
    file = files.get(one["dispatch_id"])
    return IndexLine(text, file, _plain(one["status"]) if file else f"{_plain(one['status'])}. {_NOT_MADE}")


def _document(one: Row, files: Mapping[str, str]) -> IndexLine:
    file = files.get(one["document_id"])
    return IndexLine(f"{one['name']}, added on {_day(one['at'])}", file, "" if file else _MISSING)


def _plan(one: Row, files: Mapping[str, str]) -> IndexLine:
    return IndexLine(f"Version {one['version']}, saved on {_day(one['saved_at'])}", files[one["plan_id"]])


def _list(one: Row, files: Mapping[str, str]) -> IndexLine:
    return IndexLine(f"Made on {_day(one['made_at'])}", files[one["list_id"]])
