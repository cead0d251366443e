"""Rights of people, kinds of documents, words to find settings by, what SEN2 needs of a child, and school rolls."""

import json

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    for column in (
        sa.Column("job", sa.Text()),
        sa.Column("entitlement", sa.String(length=120)),
        sa.Column("no_letters_because", sa.Text()),
    ):
        op.add_column("parties", column)
    for column in (
        sa.Column("kind", sa.String(length=120)),
        sa.Column("author", sa.Text()),
        sa.Column("answers", sa.String(length=120)),
    ):
        op.add_column("documents", column)
    for column in (
        sa.Column("sex", sa.String(length=120)),
        sa.Column("ethnicity", sa.String(length=120)),
        sa.Column("first_language", sa.Text()),
        sa.Column("interpreter", sa.Boolean()),
        sa.Column("looked_after", sa.Boolean()),
        sa.Column("primary_need", sa.String(length=120)),
        sa.Column("upn_unknown", sa.String(length=120)),
    ):
        op.add_column("child_details", column)
    op.add_column("settings", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.add_column("settings", sa.Column("postcode", sa.String(length=120)))
    op.create_index("ix_settings_postcode", "settings", ["postcode"])
    _describe_settings()
    op.create_table(
        "roll_pupils",
        sa.Column("urn", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upn", sa.String(length=120), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("urn", "place", name="pk_roll_pupils"),
    )
    for name in ("upn", "name_key", "born_on"):
        op.create_index(f"ix_roll_pupils_{name}", "roll_pupils", [name])


def _describe_settings() -> None:
    """Fill the new columns of the settings that are loaded."""
    settings = sa.table(
        "settings",
        sa.column("urn", sa.String),
        sa.column("content", sa.JSON),
        sa.column("words", sa.Text),
        sa.column("postcode", sa.String),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(settings.c.urn, settings.c.content)).all()
    change = (
        settings.update()
        .where(settings.c.urn == sa.bindparam("of"))
        .values(words=sa.bindparam("said"), postcode=sa.bindparam("at"))
    )
    described = []
    for urn, content in rows:
        known = json.loads(content) if isinstance(content, str) else content
        address = [str(line) for line in known.get("address") or ()]
        described.append(
            {
                "of": urn,
                "said": " ".join((str(known["name"]), *address, urn)).casefold(),
                "at": "".join(address[-1].upper().split()) if address else None,
            }
        )
    for first in range(0, len(described), _AT_ONCE):
        connection.execute(change, described[first : first + _AT_ONCE])
