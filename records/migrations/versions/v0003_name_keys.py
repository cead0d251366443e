"""Keys of names without separators and with Latin letters in plain form, so that the same child is found by an index."""

import sqlalchemy as sa
from alembic import op

from casework.people.child_matching import name_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_DETAILS = sa.table(
    "child_details",
    sa.column("child_id", sa.String),
    sa.column("version", sa.Integer),
    sa.column("name", sa.Text),
    sa.column("name_key", sa.Text),
)


def upgrade() -> None:
    bind = op.get_bind()
    change = (
        sa.update(_DETAILS)
        .where(_DETAILS.c.child_id == sa.bindparam("of"), _DETAILS.c.version == sa.bindparam("at"))
        .values(name_key=sa.bindparam("key"))
    )
    rows = bind.execute(sa.select(_DETAILS.c.child_id, _DETAILS.c.version, _DETAILS.c.name)).all()
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        bind.execute(
            change, [{"of": row.child_id, "at": row.version, "key": name_key(row.name)} for row in some]
        )
