"""The records: tables, migrations and queries. The only package that contains SQL."""
