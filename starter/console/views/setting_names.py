"""The name and number of a setting, as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping

from records import settings
from records.database import Database


def setting_called(database: Database, setting: str, known: Mapping[str, str] | None = None) -> str:
    """Return the name and number of a setting, or its number if neither `known` nor the register has its name."""
    urn = setting.removeprefix("urn-")
    name = (known or {}).get(urn)
    if name is None:
        with database.read() as session:
            name = settings.names_of_settings(session, [urn]).get(urn)
    return f"{name} ({urn})" if name else f"URN {urn}"
