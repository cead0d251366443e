"""Early support on a school's own file of 240 children, recounted by a script that knows only the file and the requests."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from records import people
from records.database import Database
from records.settings import Load, replace_settings
from tests.activities.steps import Story
from tests.databases import new_records
from tests.office.planned_case import LARCH
from tests.running import here

COLUMNS = (
    "Forename", "Surname", "DateOfBirth", "URN", "Kind", "Date", "Tool", "Colour", "Support", "Tier", "TimesAWeek", "Weeks",
    "SessionsGiven",
)  # fmt: skip
SCHOOLS = {"900001": "Sample Larch Primary School", "900002": "Sample Ash School"}
COLOURS = ("red", "amber", "green")
FEWEST = 5
"""A number below this, other than nought, is hidden."""


@dataclass(frozen=True)
class Pupil:
    """A child in the file, and the day of the request that followed, if any."""

    number: int
    urn: str
    screened: date
    colour: str
    rescreens: tuple[tuple[date, str], ...]
    sessions: int | None
    requested: date | None

    @property
    def who(self) -> dict[str, str]:
        return {
            "Forename": f"Wren{self.number}",
            "Surname": "Example",
            "DateOfBirth": "2019-05-01",
            "URN": self.urn,
        }

    def rows(self) -> Iterator[dict[str, str]]:
        yield {
            **self.who,
            "Kind": "screen",
            "Date": str(self.screened),
            "Tool": "WellComm",
            "Colour": self.colour,
        }
        if self.sessions is not None:
            yield {
                **self.who, "Kind": "intervention", "Date": str(self.screened + timedelta(days=7)), "Support": "Talk Time",
                "Tier": "Targeted", "TimesAWeek": "2", "Weeks": "10", "SessionsGiven": str(self.sessions),
            }  # fmt: skip
        for on, colour in self.rescreens:
            yield {**self.who, "Kind": "rescreen", "Date": str(on), "Tool": "WellComm", "Colour": colour}

    def moved(self) -> str:
        """Whether the first re-screen that local policy accepts was better, the same or worse."""
        counted = [
            colour
            for on, colour in self.rescreens
            if on >= self.screened + timedelta(weeks=12) or self.colour == "green"
        ]
        if not counted:
            return "not_rescreened"
        steps = COLOURS.index(counted[0]) - COLOURS.index(self.colour)
        return "up" if steps > 0 else "down" if steps < 0 else "same"

    def counts(self) -> Iterator[tuple[str, str]]:
        yield "colour", self.colour
        yield "moved", self.moved()
        yield (
            "dose",
            "not_recorded" if self.sessions is None else "kept" if self.sessions >= 20 else "not_kept",
        )
        day = self.requested
        later = day is not None and self.screened <= day <= self.screened.replace(year=self.screened.year + 1)
        yield "request", "yes" if later else "no"


def pupils(count: int) -> list[Pupil]:
    random, made = Random(8), []
    for number in range(count):
        screened = date(2024, random.choice([3, 6, 10]), random.randrange(1, 28))
        weeks = random.choice([None, 11, 12, 14])
        again = ((screened + timedelta(weeks=weeks), random.choice(COLOURS)),) if weeks else ()
        days = random.choice([None, None, None, 200, 365, 420])
        made.append(
            Pupil(
                number,
                random.choice(list(SCHOOLS)),
                screened,
                random.choice(COLOURS),
                again,
                random.choice([None, 14, 20]),
                screened + timedelta(days=days) if days else None,
            )
        )
    return made


def file_of(some: list[Pupil]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in some:
        writer.writerows(one.rows())
    return text.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    ash = type(LARCH)("900002", SCHOOLS["900002"], "mainstream", "Sample Council", 4, 11, True)
    with found.write() as session:
        replace_settings(session, [LARCH, ash], Load(datetime(2024, 6, 10, tzinfo=UTC), None, 2, None))
    yield found
    found.close()


def request(database: Database, one: Pupil) -> None:
    """Open the case of a pupil, with nothing but the name, the date of birth and the day of the request."""
    assert one.requested is not None
    case = f"case-{'abcdefghjk'[one.number % 10]}{one.number:011d}"
    intake = people.Intake(
        intake_key=case, case_id=case, reference=f"R-{one.number}", child_name=f"Wren{one.number} Example",
        born_on=date(2019, 5, 1), family_name_and_address="The family\n1 Sample Street", family_email=None, source="parent",
        received_on=one.requested, team="north", officer="officer-1",
        registered_at=datetime.combine(one.requested, datetime.min.time(), UTC), started=True,
    )  # fmt: skip
    with database.write() as session:
        people.register(session, intake)
    Story(case, str(one.requested)).record(database)


def test_the_cohort_table_equals_the_script_wherever_a_number_is_shown(database: Database, tmp_path: Path) -> None:  # fmt: skip
    some = pupils(240)
    file = tmp_path / "school.csv"
    file.write_text(file_of(some), encoding="utf-8")
    assert here("support", "load", str(file), data=tmp_path).code == 0
    for one in some:
        if one.requested is not None:
            request(database, one)
    counted: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for one in some:
        year = "2024/25" if one.screened.month >= 9 else "2023/24"
        counted.setdefault((SCHOOLS[one.urn], year), Counter()).update(one.counts())
    rows = here("support", "report", "--json", data=tmp_path).json["rows"]
    assert {(row["name"], row["school_year"]) for row in rows} == set(counted)
    shown = 0
    for row in rows:
        of = counted[row["name"], row["school_year"]]
        for part in ("colour", "moved", "dose", "request"):
            for column, number in row[part].items():
                true = of[part, column]
                assert number in (None, true), (row["name"], part, column)
                assert number is None or number == 0 or number >= FEWEST
                shown += number is not None
        assert row["screened"] == sum(of["colour", each] for each in COLOURS)
    assert shown > 40


def test_a_request_within_a_year_counts_to_its_last_day(database: Database, tmp_path: Path) -> None:
    screened = date(2024, 3, 4)
    some = [
        Pupil(number, "900001", screened, "red", (), None, screened + timedelta(days=days))
        for number, days in enumerate([365] * 6 + [366] * 7)
    ]
    file = tmp_path / "school.csv"
    file.write_text(file_of(some), encoding="utf-8")
    assert here("support", "load", str(file), data=tmp_path).code == 0
    for one in some:
        request(database, one)
    (row,) = here("support", "report", "--json", data=tmp_path).json["rows"]
    assert row["request"] == {"yes": 6, "no": 7}


def test_a_school_may_re_screen_in_week_12_and_an_earlier_one_is_flagged(database: Database, tmp_path: Path) -> None:  # fmt: skip
    screened = date(2024, 2, 3)
    rescreens = ((screened + timedelta(weeks=11), "red"), (screened + timedelta(weeks=12), "amber"))
    pupil = Pupil(1, "900001", screened, "red", rescreens, 17, screened + timedelta(days=120))
    file = tmp_path / "school.csv"
    file.write_text(file_of([pupil]), encoding="utf-8")
    assert here("support", "load", str(file), data=tmp_path).code == 0
    request(database, pupil)
    case = f"case-b{1:011d}"
    told: dict[str, Any] = here("support", "show", case, "--json", data=tmp_path).json
    assert [(one["kind"], one["early"]) for one in told["records"] if "screen" in one["kind"]] == [
        ("screen", False), ("rescreen", True), ("rescreen", False),
    ]  # fmt: skip
    assert "17 of 20 sessions given" in told["line"] and "early: local policy is 12 weeks" in told["line"]
    assert told["status"] == "Improved"
