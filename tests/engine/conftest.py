"""Databases of the records for the tests of the engine."""

from tests.records.conftest import address, database, database_kind, postgres_address

__all__ = ["address", "database", "database_kind", "postgres_address"]
