"""School closures in the records."""

from datetime import UTC, date, datetime

from records.database import Database
from records.school_closures import closures_between, replace_closures
from statute.school_closures import Closure

NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)
EASTER = Closure("Dudley", "*", date(2027, 3, 26), date(2027, 4, 12), "Easter")
OWN = Closure("Dudley", "900001", date(2027, 4, 12), date(2027, 4, 14), "Training")
OTHER = Closure("Walsall", "*", date(2027, 3, 26), date(2027, 4, 12))


def test_a_setting_is_closed_with_all_others_and_by_itself(database: Database) -> None:
    with database.write() as session:
        assert replace_closures(session, [EASTER, OWN, OTHER, EASTER], None, NOON) == 3
    with database.read() as session:
        assert closures_between(session, "Dudley", "900001", date(2027, 4, 1), date(2027, 4, 12)) == [
            EASTER,
            OWN,
        ]
        assert closures_between(session, "Dudley", "900002", date(2027, 4, 12), date(2027, 5, 1)) == []


def test_a_new_file_replaces_only_the_closures_of_its_own_authorities(database: Database) -> None:
    with database.write() as session:
        replace_closures(session, [EASTER, OTHER], None, NOON)
    with database.write() as session:
        replace_closures(session, [OWN], None, NOON.replace(hour=13))
    with database.read() as session:
        year = (date(2027, 1, 1), date(2027, 12, 31))
        assert closures_between(session, "Dudley", "900001", *year) == [OWN]
        assert closures_between(session, "Walsall", "900001", *year) == [OTHER]
