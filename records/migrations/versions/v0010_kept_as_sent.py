"""Plans and lists stay as they were made: no version is ever changed. Requests are found by date of birth."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = {"plans": "a version of a plan is never changed", "tailored_lists": "a tailored list is never changed"}


def upgrade() -> None:
    op.create_index("ix_intakes_born_on", "intakes", ["born_on"], unique=False)
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, refuses in _KEPT.items():
        if on_sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_as_made BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refuses}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {table}_as_made() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refuses}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_as_made BEFORE UPDATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_as_made()"
        )


def downgrade() -> None:
    raise NotImplementedError("what was sent is never made changeable; restore a backup instead")
