"""An invented child, their family and their authority in the records of a test."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from casework.letters.recipients import NOTICES
from office.settings_register import read_register
from records import outbox, people
from records.database import Database
from records.profile import keep_profile
from records.settings import Load, replace_settings
from tests.running import ROOT

NAME = "Zebedee Quillfeather"


def register(database: Database, case_id: str) -> people.Intake:
    """Store the request of a case with its first party."""
    intake = people.Intake(
        intake_key=f"key-{case_id}",
        case_id=case_id,
        reference="R-1",
        child_name=NAME,
        born_on=date(2015, 5, 5),
        family_name_and_address="The Quillfeather family\n1 Sample Street\nZZ1 1ZZ",
        family_email="family@example.org",
        source="parent",
        received_on=date(2024, 3, 4),
        team="north",
        officer="officer-1",
        registered_at=datetime(2024, 3, 4, tzinfo=UTC),
        started=True,
    )
    with database.write() as session:
        people.register(session, intake)
    return intake


def load_profile(database: Database, without: str | None = None) -> None:
    """Load the authority of the samples, optionally without one of its parts."""
    content = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
    content.pop(without, None)
    content = json.loads(json.dumps(content, default=str))  # the file has dates, and the records keep JSON
    with database.write() as session:
        keep_profile(session, content, None, datetime(2024, 4, 1, tzinfo=UTC))


def load_directory(database: Database) -> None:
    """Load the settings of the samples, with their addresses."""
    found = read_register(ROOT / "samples" / "settings.csv").settings
    load = Load(datetime(2024, 4, 1, tzinfo=UTC), None, len(found), None)
    with database.write() as session:
        replace_settings(session, found, load)


def family_alone(database: Database, case_id: str) -> None:
    """Remove the messages to everyone except the family, for a test that follows one letter."""
    with database.write() as session:
        for one in outbox.of_case(session, case_id):
            if one.kind in NOTICES:
                assert outbox.recall(session, one.dispatch_id, "The test follows another.")


def files(into: Path) -> list[Path]:
    """Return every file in a folder."""
    return sorted(path for path in into.rglob("*") if path.is_file())
