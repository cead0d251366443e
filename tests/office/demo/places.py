"""An invented authority for the demo caseload, with few officers and settings."""

from __future__ import annotations

from datetime import UTC, datetime

from casework.settings.settings import Setting
from office.demo.caseload import Place
from office.demo.planned import DemoSetting
from records import settings
from records.database import Database
from records.profile import keep_profile

_AGES = ((2, 5), (5, 11), (5, 11), (11, 16), (11, 18), (16, 25), (4, 19))
SETTINGS = [
    DemoSetting(f"urn-{900001 + at}", f"Sample School {at}", lowest, highest)
    for at, (lowest, highest) in enumerate(_AGES)
]
PLACE = Place(
    {
        "north": ["officer-n1", "officer-n2", "officer-n3"],
        "south": ["officer-s1", "officer-s2", "officer-s3"],
    },
    SETTINGS,
    "manager-north",
)


def prepare(database: Database, email: str = "send@example.invalid") -> None:
    """Load the settings and an authority with this e-mail address."""
    known = [
        Setting(
            one.id.removeprefix("urn-"), one.name, "academy", "Sample Council", one.lowest, one.highest, True
        )
        for one in SETTINGS
    ]
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    with database.write() as session:
        settings.replace_settings(session, known, settings.Load(now, None, len(known), None))
        keep_profile(session, {"authority": {"name": "Sample Council", "email": email}}, None, now)
