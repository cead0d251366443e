"""Plans that are being written, the texts that are not in them yet, comments, and the grades of versions."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _code(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=120), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "plan_drafts",
        _code("case_id"),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        _code("begun_by"),
        sa.PrimaryKeyConstraint("case_id", name="pk_plan_drafts"),
    )
    op.create_table(
        "plan_parts",
        _code("case_id"),
        _code("part"),
        _code("section"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("own_from", sa.Integer(), nullable=False),
        _code("by"),
        sa.Column("at", Instant(), nullable=False),
        _code("removed_by", nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "part", name="pk_plan_parts"),
    )
    op.create_table(
        "plan_typed",
        _code("case_id"),
        _code("person"),
        _code("part"),
        _code("section"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person", "part", name="pk_plan_typed"),
    )
    op.create_table(
        "plan_comments",
        _code("comment_id"),
        _code("case_id"),
        _code("part"),
        sa.Column("text", sa.Text(), nullable=False),
        _code("by"),
        sa.Column("at", Instant(), nullable=False),
        _code("resolved_by", nullable=True),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("comment_id", name="pk_plan_comments"),
    )
    op.create_index(op.f("ix_plan_comments_case_id"), "plan_comments", ["case_id"], unique=False)
    op.create_table(
        "plan_gradings",
        _code("grading_id"),
        _code("case_id"),
        _code("plan_id"),
        _code("kind"),
        _code("grade", nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        _code("by", nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("grading_id", name="pk_plan_gradings"),
    )
    op.create_index("ix_plan_gradings_kind_at", "plan_gradings", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_plan_gradings_case_id"), "plan_gradings", ["case_id"], unique=False)
    op.create_index(op.f("ix_plan_gradings_plan_id"), "plan_gradings", ["plan_id"], unique=False)
