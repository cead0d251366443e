"""Figures no longer end a plan with the decision to cease, nor name its transfer by the fact.

The worker writes the ends that the lives of plans know, with the places of processes in lists (0033).
"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE case_lives SET plan_ended_on = NULL, plan_ended_as = NULL WHERE plan_ended_as = 'cease'")
    op.execute(
        "UPDATE case_lives SET plan_ended_as = 'transferred_out' WHERE plan_ended_as = 'plan_transferred_out'"
    )
