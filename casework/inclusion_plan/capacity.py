"""The places of the settings that plans in force name, by type of setting, as the register has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.inclusion_plan.categories import NOT_RECORDED, setting_type
from casework.inclusion_plan.evidence_table import TOTAL, Cell, EvidenceTable, absent
from casework.settings.settings import Setting

SOURCE = "Get Information About Schools"


def capacity(settings: Iterable[Setting], as_at: date | None) -> EvidenceTable:
    """Return settings, places and pupils by type of setting, for those that are open."""
    named = ("capacity", "Places and pupils of the settings that plans name, by type")
    by_type: dict[str, list[Setting]] = {}
    for one in settings:
        if one.is_open:
            by_type.setdefault(setting_type(one.kind), []).append(one)
    if not by_type:
        return absent(
            *named, SOURCE, "No plan in force names a setting of the register, or the register is not loaded."
        )
    columns = ("Settings", "Places", "Pupils", "Specialist base places", "Pupils in specialist bases")
    order = sorted(by_type, key=lambda name: (name == NOT_RECORDED, name))
    rows = [(name, _row(by_type[name])) for name in order]
    total = (TOTAL, _row([one for found in by_type.values() for one in found]))
    day = f"The extract is of {as_at:%-d %B %Y}. " if as_at is not None else ""
    note = f"{day}The numbers are public. A setting without a number in the register counts as none."
    return EvidenceTable(*named, "Type of setting", columns, (*rows, total), SOURCE, note)


def _row(settings: list[Setting]) -> tuple[Cell, ...]:
    return (
        len(settings),
        sum(one.places or 0 for one in settings),
        sum(one.on_roll or 0 for one in settings),
        sum(one.resourced_places or 0 for one in settings),
        sum(one.resourced_on_roll or 0 for one in settings),
    )
