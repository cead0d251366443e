"""The directory of settings in the records, and tailored lists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from casework.settings.settings import METRES_IN_A_MILE, Setting
from records.database import Database
from records.settings import (
    Load,
    directory_around,
    last_load,
    place_of_postcode,
    replace_settings,
    search,
    setting_of,
)
from records.tailored_lists import find_list, keep_list, lists_of

NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)


def setting(urn: str, miles: float) -> Setting:
    place = (400_000 + round(miles * METRES_IN_A_MILE), 290_000)
    return Setting(
        urn, f"School {urn}", "special", "Sample", 4, 11, True, needs=frozenset({"ASD", "HI"}), easting=place[0], northing=place[1]
    )  # fmt: skip


def load(database: Database, *settings: Setting) -> None:
    with database.write() as session:
        replace_settings(session, settings, Load(NOON, date(2026, 9, 1), len(settings), "officer-1"))


def test_a_setting_is_read_back_as_it_was_loaded(database: Database) -> None:
    load(database, setting("1", 2))
    with database.read() as session:
        assert setting_of(session, "1") == setting("1", 2)
        assert setting_of(session, "2") is None
        assert last_load(session) == Load(NOON, date(2026, 9, 1), 1, "officer-1")


def test_a_new_extract_takes_the_place_of_the_one_before(database: Database) -> None:
    load(database, setting("1", 2))
    with database.write() as session:
        replace_settings(session, [setting("2", 1)], Load(NOON.replace(hour=13), None, 1, None))
    with database.read() as session:
        assert (setting_of(session, "1"), setting_of(session, "2")) == (None, setting("2", 1))
        found = last_load(session)
    assert found is not None and found.as_at is None


def test_the_directory_around_a_place_holds_the_near_ones_and_those_that_are_named(
    database: Database,
) -> None:
    load(database, setting("near", 3), setting("far", 30), setting("named", 80))
    with database.read() as session:
        found = directory_around(session, 400_000, 290_000, 10, ("named",))
    assert (len(found), found.as_at) == (2, "2026-09-01")
    assert found.get("near") and found.get("named") and found.get("far") is None


def test_a_list_is_kept_as_it_was_made(database: Database) -> None:
    content = {"entries": [{"urn": "1", "reasons": ["near"]}], "rights": "You may ask for any."}
    with database.write() as session:
        first = keep_list(session, "case-1", content, "officer-1", NOON)
        keep_list(session, "case-1", {"entries": []}, None, NOON.replace(hour=14))
        keep_list(session, "case-2", content, None, NOON)
    with database.read() as session:
        kept = find_list(session, first)
        assert kept is not None
        assert (kept.case_id, kept.content, kept.by, kept.made_at) == ("case-1", content, "officer-1", NOON)
        assert lists_of(session, "case-1")[0].list_id == first
        assert len(lists_of(session, "case-1")) == 2
        assert find_list(session, "list-unknown") is None


def test_settings_are_found_by_any_part_of_their_name_address_and_number(database: Database) -> None:
    oak = replace(setting("900001", 1), name="Oak ÉCOLE", address=("1 Road", "Exampleton", "ZZ1 1ZA"))
    ash = replace(setting("900002", 3), kind="mainstream", address=("2 Road", "Sampleford", "ZZ1 1ZB"))
    load(database, oak, ash)
    with database.read() as session:
        for words, kinds, found in (
            ("école oak", (), ["900001"]),
            ("road", (), ["900001", "900002"]),
            ("sampleFORD", (), ["900002"]),
            ("900001", (), ["900001"]),
            ("zz1 1zb", (), ["900002"]),
            ("road", ("special",), ["900001"]),
            ("%", (), []),
            ("", ("mainstream",), ["900002"]),
        ):
            assert sorted(one.urn for one in search(session, words, kinds)) == found, words


def test_a_postcode_is_where_a_setting_with_it_is_or_in_the_middle_of_its_sector(database: Database) -> None:
    one, other = (
        replace(setting(str(number), number), address=("1 Road", f"ZZ1 1Z{letter}"))
        for number, letter in ((1, "A"), (3, "B"))
    )
    load(database, one, other)
    with database.read() as session:
        assert place_of_postcode(session, "ZZ11ZA") == (one.easting, 290_000, True)
        middle = (round(((one.easting or 0) + (other.easting or 0)) / 2), 290_000, False)
        assert place_of_postcode(session, "ZZ11ZC") == middle
        assert place_of_postcode(session, "ZZ111ZC") is None and place_of_postcode(session, "ZZ21ZA") is None
