"""What travels into and out of the workflows that tell webhooks: opaque ids only."""

from __future__ import annotations

from workflows.messages import Message


class DeliveryKey(Message):
    """One fact for one webhook: `number` is that of the line in the ledger of the case or process."""

    webhook_id: str
    case_id: str
    number: int

    @property
    def workflow_id(self) -> str:
        """The id of the workflow that tries the delivery again."""
        return f"{self.webhook_id}:{self.case_id}:{self.number}"
