"""The standards that a setting declares to offer, which anyone who matches provision to a setting can read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.standards.catalogue import Catalogue
from casework.standards.catalogue_versions import in_force
from office import standards as catalogues
from office.reforms import require_on
from office.refusals import ActRefused
from records import settings, standards
from records.database import Database
from statute.local_time import london_date


def declare(database: Database, urn: str, written: Iterable[str], by: str, on: date) -> int:
    """Keep that a setting offers these standards from a day on. Returns how many are new. Raises ActRefused."""
    now = datetime.now(UTC)
    with database.write() as session:
        require_on(session, catalogues.REFORM, london_date(now))
        _setting(session, urn)
        found = offered_from(session, on)
        offered = {
            (one.catalogue, one.standard) for one in standards.offers_of(session, urn) if one.ended_on is None
        }
        wanted = [catalogues.find_standard(found, one) for one in written]
        new = {
            (catalogue.id, catalogue.version, standard.id)
            for catalogue, standard in wanted
            if (catalogue.id, standard.id) not in offered
        }
        if gone := sorted(new & catalogues.withdrawn(session, on)):
            raise ActRefused(f"Standard {gone[0][2]} is withdrawn; choose another.")
        standards.declare(session, urn, sorted(new), {"on": on, "by": by, "at": now})
    return len(new)


def end(database: Database, urn: str, written: Iterable[str], by: str, on: date) -> int:
    """End what a setting offers, from a day on. Returns how many ended. Raises ActRefused if it offers none of them."""
    with database.write() as session:
        _setting(session, urn)
        wanted = set(written)
        ended = [
            one.offer_id
            for one in standards.offers_of(session, urn)
            if one.ended_on is None and wanted & {one.standard, f"{one.catalogue}/{one.standard}"}
        ]
        if not ended:
            raise ActRefused("The setting does not offer this; choose one of the standards that it offers.")
        standards.end_offers(session, ended, on, by)
    return len(ended)


def offered_from(session: Session, day: date) -> list[Catalogue]:
    """Return the catalogues in force on a day, which a setting can declare to offer."""
    now = in_force(standards.versions(session), day)
    found = (standards.find(session, catalogue, version) for catalogue, version in sorted(now.items()))
    return [one for one in found if one is not None]


def offer_of(database: Database, urn: str) -> dict[str, Any]:
    """Return what a setting offers and offered, oldest first. Raises ActRefused if there is no such setting."""
    with database.read() as session:
        name = _setting(session, urn)
        return {
            "setting": f"urn-{urn}",
            "name": name,
            "offers": [
                {
                    "catalogue": one.catalogue,
                    "version": one.version,
                    "standard": one.standard,
                    "statement": _statement(session, one),
                    "on": one.on.isoformat(),
                    "by": one.by,
                    "ended_on": one.ended_on.isoformat() if one.ended_on else None,
                }
                for one in standards.offers_of(session, urn)
            ],
        }


def _statement(session: Session, one: standards.Offer) -> str | None:
    kept = standards.find(session, one.catalogue, one.version)
    found = kept.find(one.standard) if kept else None
    return found.statement if found else None


def _setting(session: Session, urn: str) -> str:
    found = settings.setting_of(session, urn)
    if found is None:
        raise ActRefused(f"There is no setting {urn[:20]!r} in the register; check its number.")
    return found.name
