"""Catalogues of standards: load, show and withdraw them, and which version a case is judged on.

A catalogue is policy. Nothing here reads or moves a date of the law, and no act waits for a standard.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.standards.catalogue import Catalogue, Standard, as_json, standard_as_json
from casework.standards.catalogue_file import BadCatalogue, catalogue_in
from casework.standards.catalogue_versions import Version, in_force, judged_on
from office.reforms import require_on
from office.refusals import ActRefused, no_such_case
from records import cases, standards
from records.database import Database
from records.standards import WHOLE, Withdrawal
from statute.words import short_date

REFORM: Final = "national_standards"
LARGEST: Final = 2_000_000
"""The most bytes that a file of a catalogue may have."""
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file would change or changed: the version, whether it is new, and what moved since the version before."""

    catalogue: Catalogue
    is_new: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def read(raw: bytes, name: str) -> Catalogue:
    """Return the catalogue that a file holds. Raises BadCatalogue with every fault and its line."""
    if len(raw) > LARGEST:
        raise BadCatalogue([(1, f"The file is larger than {LARGEST // 1_000_000} MB; split the catalogue.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise BadCatalogue([(line, "It is not text in UTF-8; save the file as UTF-8.")]) from None
    return catalogue_in(text, is_csv=name.lower().endswith(".csv"))


def load(database: Database, made: Catalogue, by: str, today: date, *, dry_run: bool = False) -> Loaded:
    """Keep a version of a catalogue. Raises ActRefused if the version is there with other words, or the reform is off.

    Each case that has a version of this catalogue keeps it, whatever day the new version begins on.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        require_on(session, REFORM, today)
        found = _compared(session, made)
        if dry_run:
            return found
        _keep_for_cases(session, made.id, made.effective_from, now)
        try:
            standards.keep(session, made, by, now)
        except ValueError:
            raise ActRefused(
                f"Version {made.version} of {made.id} is loaded with other words, and a version never changes; give the "
                "file a new version."
            ) from None
        return found


def _compared(session: Session, made: Catalogue) -> Loaded:
    """Return what a version changes against the newest other version of its catalogue."""
    known = [one for one in standards.versions(session) if one.catalogue == made.id]
    is_new = all(one.version != made.version for one in known)
    others = [one.version for one in known if one.version != made.version]
    before = standards.find(session, made.id, others[-1]) if others else None
    old = {one.id: one for one in before.standards} if before else {}
    new = {one.id: one for one in made.standards}
    return Loaded(
        made,
        is_new,
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
        tuple(sorted(old.keys() - new.keys())),
    )


def _keep_for_cases(session: Session, catalogue: str, since: date, now: datetime) -> None:
    """Pin what the cases of requests received on a day or later are judged on, before it would change for them."""
    known = [one for one in standards.versions(session) if one.catalogue == catalogue]
    if not known:
        return
    for case_id, received_on in standards.received_since(session, since):
        standards.pin(session, case_id, in_force(known, received_on), now)


def withdraw(
    database: Database, of: tuple[str, str, str | None], told: tuple[date, str, str], today: date
) -> Withdrawal:
    """Withdraw a version (`of` without a standard) or one standard of it, from a day on. Old links still read.

    `told` is the day, the reason and who withdraws it. Raises ActRefused.
    """
    (catalogue, version, standard), (on, because, by) = of, told
    reason = because.strip()[:LONGEST_REASON]
    if not reason:
        raise ActRefused("Enter why it is withdrawn.")
    now = datetime.now(UTC)
    made = Withdrawal(catalogue, version, standard or WHOLE, on, reason, by, now)
    with database.write() as session:
        require_on(session, REFORM, today)
        kept = _version(session, catalogue, version)
        if standard is not None and kept.find(standard) is None:
            raise ActRefused(
                f"Version {version} of {catalogue} has no standard {standard!r}; choose one of its standards."
            )
        if standard is None:
            _keep_for_cases(session, catalogue, on, now)
        if not standards.withdraw(session, made):
            raise ActRefused("This is withdrawn already; nothing was changed.")
    return made


def catalogues(session: Session, today: date) -> list[dict[str, Any]]:
    """Return every version of every catalogue, with whether it is in force today."""
    now = in_force(standards.versions(session), today)
    return [
        {**_version_as_json(one), "in_force": now.get(one.catalogue) == one.version, "title": kept.title,
         "owner": kept.owner, "standards": len(kept.standards)}
        for one in standards.versions(session)
        if (kept := standards.find(session, one.catalogue, one.version)) is not None
    ]  # fmt: skip


def shown(session: Session, catalogue: str, version: str | None, today: date) -> dict[str, Any]:
    """Return a version of a catalogue as JSON, by default the one in force. Raises ActRefused if there is none."""
    known = [one for one in standards.versions(session) if one.catalogue == catalogue]
    wanted = version or in_force(known, today).get(catalogue) or (known[-1].version if known else "")
    kept = _version(session, catalogue, wanted)
    days = next(one for one in known if one.version == wanted)
    gone = {
        one.standard: one
        for one in standards.withdrawals(session)
        if (one.catalogue, one.version) == (catalogue, wanted)
    }
    rows = [
        {
            **standard_as_json(one),
            "withdrawn_on": _day(gone.get(one.id)),
            "withdrawn_because": _because(gone.get(one.id)),
        }
        for one in kept.standards
    ]
    whole = gone.get(WHOLE)
    return {
        **as_json(kept),
        "in_force": days.in_force_on(today) and in_force(known, today).get(catalogue) == wanted,
        "withdrawn_on": _day(whole),
        "withdrawn_because": _because(whole),
        "standards": rows,
    }


def _day(one: Withdrawal | None) -> str | None:
    return one.on.isoformat() if one else None


def _because(one: Withdrawal | None) -> str | None:
    return one.because if one else None


def judged(session: Session, case_id: str) -> dict[str, str]:
    """Return the version of each catalogue that a case is judged on. Raises NoSuchCase."""
    row = cases.find(session, case_id)
    if row is None:
        raise no_such_case(case_id)
    kept = standards.pinned(session, case_id)
    if row.received_on is None:
        return kept
    return judged_on(standards.versions(session), row.received_on, kept)


def judged_catalogues(session: Session, case_id: str) -> list[Catalogue]:
    """Return the catalogues that a case is judged on, in the version of the case."""
    found = (
        standards.find(session, catalogue, version) for catalogue, version in judged(session, case_id).items()
    )
    return [one for one in found if one is not None]


def withdrawn(session: Session, day: date) -> set[tuple[str, str, str]]:
    """Return the single standards that are withdrawn on a day: catalogue, version and standard."""
    return {
        (one.catalogue, one.version, one.standard)
        for one in standards.withdrawals(session)
        if one.standard != WHOLE and one.on <= day
    }


def words_of(session: Session, case_id: str) -> tuple[str, ...]:
    """Return the ids and the statements of the standards that a case is judged on."""
    found = [one for catalogue in judged_catalogues(session, case_id) for one in catalogue.standards]
    return tuple(word for one in found for word in (one.id, one.statement))


def find_standard(found: list[Catalogue], written: str) -> tuple[Catalogue, Standard]:
    """Return the standard that a person wrote as CATALOGUE/ID or, where only one has it, as ID. Raises ActRefused."""
    wanted, _, ident = written.strip().rpartition("/")
    fitting = [
        (catalogue, one)
        for catalogue in found
        if wanted in ("", catalogue.id)
        for one in catalogue.standards
        if one.id == ident
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        named = ", ".join(f"{catalogue.id}/{one.id}" for catalogue, one in fitting)
        raise ActRefused(f"Several catalogues have a standard {ident!r}; write one of {named}.")
    in_words = ", ".join(f"{one.id} {one.version}" for one in found) or "no catalogue"
    raise ActRefused(
        f"There is no standard {written.strip()[:80]!r} in {in_words}; choose one that is there."
    )


def _version(session: Session, catalogue: str, version: str) -> Catalogue:
    kept = standards.find(session, catalogue, version)
    if kept is None:
        known = ", ".join(f"{one.catalogue} {one.version}" for one in standards.versions(session)) or "none"
        raise ActRefused(f"There is no such version of a catalogue; those that are loaded: {known}.")
    return kept


def _version_as_json(one: Version) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()
    }


def days_in_words(one: dict[str, Any]) -> str:
    """Return from when to when a version holds, in words."""
    first = short_date(date.fromisoformat(one["effective_from"]))
    ends = one.get("withdrawn_on") or one["effective_to"]
    if ends is None:
        return f"From {first}"
    return f"{first} to {short_date(date.fromisoformat(ends))}"
