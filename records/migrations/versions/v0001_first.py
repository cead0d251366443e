"""Every table of release 0.1.0, with what the database itself refuses to change."""

from alembic import op

from records.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = "the ledger is append-only: a line is never changed or removed"
_KEPT = {"plans": "a version of a plan is never changed", "tailored_lists": "a tailored list is never changed"}


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            _refuse_on_sqlite(f"ledger_no_{what.lower()}", what, "ledger", _APPEND_ONLY)
        for table, why in _KEPT.items():
            _refuse_on_sqlite(f"{table}_as_made", "UPDATE", table, why)
    else:
        _refuse_on_postgresql("ledger_append_only", "UPDATE OR DELETE OR TRUNCATE", "ledger", _APPEND_ONLY)
        for table, why in _KEPT.items():
            _refuse_on_postgresql(f"{table}_as_made", "UPDATE", table, why)


def _refuse_on_sqlite(name: str, what: str, table: str, why: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END")


def _refuse_on_postgresql(name: str, what: str, table: str, why: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{why}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger is never taken away; restore a backup instead")
