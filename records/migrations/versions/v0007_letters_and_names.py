"""The acts whose letters are to be checked, the parts of names for a search, and which documents were compared."""

import sqlalchemy as sa
from alembic import op

from casework.people.name_parts import parts_of
from records.tables import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_DETAILS = sa.table(
    "child_details", sa.column("child_id", sa.String), sa.column("version", sa.Integer), sa.column("name", sa.Text)
)


def upgrade() -> None:
    op.create_table(
        "letter_checks",
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=120), nullable=False),
        sa.Column("check_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", "action", name="pk_letter_checks"),
    )
    op.create_index("ix_letter_checks_check_at", "letter_checks", ["check_at"])
    op.add_column("documents", sa.Column("compared", sa.Boolean(), nullable=True))
    bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    parts = op.create_table(
        "child_name_parts",
        sa.Column("child_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", bytewise, nullable=False),
        sa.PrimaryKeyConstraint("child_id", "version", "part", name="pk_child_name_parts"),
    )
    op.create_index("ix_child_name_parts_part", "child_name_parts", ["part", "child_id", "version"])
    bind = op.get_bind()
    rows = bind.execute(sa.select(_DETAILS.c.child_id, _DETAILS.c.version, _DETAILS.c.name)).all()
    for first in range(0, len(rows), _AT_ONCE):
        bind.execute(
            parts.insert(),
            [
                {"child_id": row.child_id, "version": row.version, "part": part}
                for row in rows[first : first + _AT_ONCE]
                for part in sorted(parts_of(row.name))
            ],
        )
