"""The databases of the records, for what the engine keeps in them."""

from tests.records.conftest import address, database, postgres

__all__ = ["address", "database", "postgres"]
