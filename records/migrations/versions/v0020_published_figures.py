"""Published statistics: the files that were loaded, and their figures."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_published_figures_metric_is_latest_area": ["metric", "is_latest", "area"],
    "ix_published_figures_metric_is_latest_level_period": ["metric", "is_latest", "level", "period"],
}


def upgrade() -> None:
    op.create_table(
        "published_files",
        sa.Column("file_id", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(120)),
        sa.Column("loaded_at", Instant(), nullable=False),
    )
    op.create_table(
        "published_figures",
        sa.Column("file_id", sa.String(120), primary_key=True),
        sa.Column("metric", sa.String(120), primary_key=True),
        sa.Column("series", sa.String(120), primary_key=True),
        sa.Column("area", sa.String(120), primary_key=True),
        sa.Column("period", sa.String(120), primary_key=True),
        sa.Column("level", sa.String(120), nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("number", sa.Float()),
        sa.Column("of", sa.Float()),
        sa.Column("mark", sa.String(120)),
        sa.Column("said", sa.Text()),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "published_figures", columns)
