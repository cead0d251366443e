"""Alembic's environment: the connection is handed in by Database.migrate."""

from alembic import context

from records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
